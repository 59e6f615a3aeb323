"""C99: a function that returns the value and fills in the gradient."""

from __future__ import annotations

from calcdl.functions.spellings import TARGETS, spellings
from calcdl.graph.nodes import Undefined
from calcdl.render.code.names import identifiers, undefined_name
from calcdl.render.code.remarks import lines_of, remarks, title
from calcdl.render.code.statements import Body, body_of
from calcdl.render.code.syntax import Syntax, float_text, single_text
from calcdl.results.code import Code

__all__ = ["KEYWORDS", "comment", "write"]

KEYWORDS = """
auto break case char const continue default do double else enum extern float for goto if inline int
long register restrict return short signed sizeof static struct switch typedef union unsigned void
volatile while
"""
_RESERVED = frozenset((*KEYWORDS.split(), "grad", "hess"))


def write(code: Code) -> str:
    """Return C99 that compilers have nothing to say about."""
    real = "float" if code.single else "double"
    functions = [undefined_name(one) for one in code.functions]
    names = identifiers([*code.variables, *functions], _RESERVED, [code.name])
    syntax = _syntax(code, names)
    body = body_of(code.program, syntax, [*names.values(), code.name])
    parameters = [
        *[f"{real} {names[name]}" for name in code.variables],
        *[
            f"{real} (*{names[undefined_name(one)]})({', '.join([real] * len(one.orders))})"
            for one in code.functions
        ],
        f"{real} grad[{len(code.wrt)}]",
    ]
    if code.program.hessian:
        parameters.append(f"{real} hess[{len(code.wrt) ** 2}]")
    return "\n".join(
        [
            *comment(code),
            "#include <math.h>",
            "",
            f"{real} {code.name}({', '.join(parameters)})",
            "{",
            *[f"    {line}" for line in _lines(code, body, real, names)],
            "}",
        ]
    )


def _syntax(code: Code, names: dict[str, str]) -> Syntax:
    calls = spellings(TARGETS["c"].column).calls
    number = float_text
    if code.single:
        calls = {name: call.replace("(", "f(", 1) for name, call in calls.items()}
        number = single_text

    def undefined(function: Undefined) -> str:
        return names[undefined_name(function)]

    return Syntax(calls, "{0} ? {1} : {2}", "NAN", number=number, symbol=names.__getitem__,
                  undefined=undefined)  # fmt: skip


def comment(code: Code) -> list[str]:
    """Return what code says of itself as a comment of C and its relatives."""
    lines = lines_of([title(code), *remarks(code)], 76)
    return [f"/* {lines[0]}", *[f" * {line}" for line in lines[1:]], " */"]


def _lines(code: Code, body: Body, real: str, names: dict[str, str]) -> list[str]:
    used = code.symbols()
    lines = [f"(void){names[name]};" for name in code.variables if name not in used]
    for statement in body.statements:
        kind = "int" if statement.is_condition else real
        lines.append(f"const {kind} {statement.name} = {statement.text};")
    lines += [f"grad[{k}] = {text};" for k, text in enumerate(body.gradient)]
    size = len(code.wrt)
    for i, row in enumerate(body.hessian):
        for j, text in enumerate(row, i):
            lines.append(f"hess[{i * size + j}] = {text};")
            if j > i:
                lines.append(f"hess[{j * size + i}] = hess[{i * size + j}];")
    return [*lines, f"return {body.value};"]
