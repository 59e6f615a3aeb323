"""JavaScript and TypeScript: a function of an ES module that returns an object."""

from __future__ import annotations

from collections.abc import Sequence
from math import e, log, log2, log10, pi, sqrt
from typing import TYPE_CHECKING

from calcdl.functions.spellings import TARGETS, spellings
from calcdl.render.code.drafts import Draft, Helper, drafted, whole
from calcdl.render.code.layout import call_lines
from calcdl.render.code.remarks import lines_of, remarks, title
from calcdl.render.code.statements import Body
from calcdl.render.code.syntax import COMPARISON, Syntax, float_text
from calcdl.results.code import Code

if TYPE_CHECKING:
    from calcdl.graph.nodes import Rational

__all__ = ["write"]

_KEYWORDS = """
any arguments as async await boolean break case catch class const continue debugger declare default
delete do else enum eval export extends false finally for from function get if implements import in
instanceof interface let module new null number object of package private protected public return
set static string super switch symbol this throw true try type typeof undefined unknown var void
while with yield
"""
_RESERVED = frozenset((*_KEYWORDS.split(), "Infinity", "Math", "NaN"))
_CONSTANTS = {
    e: "E", pi: "PI", sqrt(2): "SQRT2", sqrt(0.5): "SQRT1_2", log(2): "LN2", log(10): "LN10",
    log2(e): "LOG2E", log10(e): "LOG10E",
}  # fmt: skip
_WIDTH = 80
_MOST_NAMED = 3  # numbers of a gradient whose type says how many they are


def write(code: Code) -> str:
    """Return a module; in TypeScript the types stand in the signature, else in the comment."""
    is_typed = code.target == "typescript"
    calls = spellings(TARGETS[code.target].column).calls
    syntax = Syntax(
        calls,
        "{0} ? {1} : {2}",
        "NaN",
        number=_number,
        comparisons={"==": "===", "!=": "!=="},
        binds={"fmod": COMPARISON},
    )
    draft = drafted(code, syntax, _RESERVED)
    types = _parameter_types(draft)
    returns = _type_of_answers(code)
    return "\n".join(
        [
            *_comment(
                lines_of([title(code, "`")], 76),
                lines_of(remarks(code, "`"), 76),
                *([] if is_typed else [_tags(types, returns)]),
            ),
            *_head(f"export function {code.name}(", types, returns, is_typed),
            *[f"  {line}" for line in [*_statements(draft.body), *_answers(draft.body)]],
            "}",
            *[line for helper in draft.helpers for line in ["", *_helper(helper, is_typed)]],
        ]
    )


def _number(value: Rational) -> str:
    text = float_text(value)
    constant = _CONSTANTS.get(float(text))
    if constant:
        return f"Math.{constant}"
    mantissa, _, exponent = text.partition("e")
    return mantissa.removesuffix(".0") + (f"e{int(exponent)}" if exponent else "")


def _parameter_types(draft: Draft) -> dict[str, str]:
    types = dict.fromkeys(draft.variables, "number")
    for function in draft.functions:
        takes = ", ".join([f"u{k}: number" for k in range(1, function.takes + 1)])
        types[function.name] = f"({takes}) => number"
    return types


def _type_of_answers(code: Code) -> str:
    size = len(code.wrt)
    row = f"[{', '.join(['number'] * size)}]" if size <= _MOST_NAMED else "number[]"
    hessian = "; hessian: number[][]" if code.program.hessian else ""
    return f"{{ value: number; gradient: {row}{hessian} }}"


def _comment(*paragraphs: list[str]) -> list[str]:
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += [" *"] * bool(lines) + [f" * {line}" for line in paragraph]
    return ["/**", *lines, " */"]


def _tags(types: dict[str, str], returns: str) -> list[str]:
    given = [f"@param {{{kind}}} {name}" for name, kind in types.items()]
    return [*given, f"@returns {{{returns}}}"]


def _head(before: str, types: dict[str, str], returns: str, is_typed: bool) -> list[str]:
    parameters = [f"{name}: {kind}" for name, kind in types.items()] if is_typed else [*types]
    behind = f"): {returns} {{" if is_typed else ") {"
    return call_lines(before, parameters, behind, _WIDTH, indent=2, last=",")


def _statements(body: Body) -> list[str]:
    return [f"const {statement.name} = {statement.text};" for statement in body.statements]


def _answers(body: Body) -> list[str]:
    """Return the statement that returns an object, on a line where there is room."""
    rows = [[f"[{', '.join(row)}]"] for row in whole(body.hessian)]
    line = f"return {{ value: {body.value}, gradient: [{', '.join(body.gradient)}] }};"
    if not rows and len(line) <= _WIDTH - 2:
        return [line]
    lines = [f"value: {body.value},", *_array("gradient: ", [[text] for text in body.gradient])]
    if rows:
        rows = [_array("", [[text] for text in row], "") for row in whole(body.hessian)]
        lines += _array("hessian: ", rows)
    return ["return {", *[f"  {line}" for line in lines], "};"]


def _array(before: str, items: Sequence[list[str]], behind: str = ",") -> list[str]:
    """Return an array in lines, items of several lines each for itself."""
    line = f"{before}[{', '.join([' '.join(item) for item in items])}]{behind}"
    if len(line) <= _WIDTH - 8 and all([len(item) == 1 for item in items]) and len(items) < 5:
        return [line]
    inside = [line for item in items for line in [*item[:-1], f"{item[-1]},"]]
    return [f"{before}[", *[f"  {line}" for line in inside], f"]{behind}"]


def _helper(helper: Helper, is_typed: bool) -> list[str]:
    types = dict.fromkeys(helper.variables, "number")
    lines = [*_statements(helper.body), f"return {helper.body.value};"]
    return [
        *_comment(lines_of([helper.says], 76), *([] if is_typed else [_tags(types, "number")])),
        *_head(f"function {helper.name}(", types, "number", is_typed),
        *[f"  {line}" for line in lines],
        "}",
    ]
