"""Julia: a function that returns the value and the gradient."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.functions.spellings import TARGETS, spellings
from calcdl.functions.spellings.julia import SPECIAL
from calcdl.graph.nodes import COMPARISONS, LEAVES, reachable
from calcdl.render.code.branches import guards_of, in_order
from calcdl.render.code.drafts import Draft, drafted, whole
from calcdl.render.code.layout import call_lines
from calcdl.render.code.remarks import lines_of, remarks, title
from calcdl.render.code.syntax import NEGATIVE, Syntax
from calcdl.results.code import Code

__all__ = ["write"]

_KEYWORDS = """
abstract baremodule begin break catch const continue do else elseif end export false finally for
function global if import in isa let local macro module mutable primitive quote return struct true
try type using where while
"""
_RESERVED = frozenset((*_KEYWORDS.split(), "NaN", "float", "gradient", "hcat", "hessian"))
# What raises no DomainError, whatever it is given.
_HARMLESS = (
    LEAVES
    | COMPARISONS
    | {"add", "mul", "div", "neg", "where", "abs", "sign", "max", "min", "exp", "exp2", "expm1",
       "cbrt", "hypot", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "floor", "ceil",
       "trunc", "erf", "erfc", "erfcx"}
)  # fmt: skip
_WIDTH = 92


def write(code: Code) -> str:
    """Return a Julia function; what it needs of SpecialFunctions is named in front."""
    syntax = Syntax(
        spellings(TARGETS["julia"].column).calls,
        "{0} ? {1} : {2}",
        "NaN",
        binds={"pow": NEGATIVE},
        both="&&",
        either="||",
        no="!",
    )
    draft = drafted(code, syntax, _RESERVED)
    names = [*draft.variables, *[function.name for function in draft.functions]]
    parameters = [f"{name}::Real" for name in draft.variables] + names[len(draft.variables) :]
    lines = [*_floats(draft.variables), *_statements(code, draft), *_answers(draft)]
    return "\n".join(
        [
            *_imports(code),
            '"""',
            *call_lines(f"    {code.name}(", names, ")", _WIDTH, indent=8),
            "",
            *lines_of([title(code, "`")], _WIDTH),
            "",
            *lines_of(remarks(code, "`"), _WIDTH),
            '"""',
            *call_lines(f"function {code.name}(", parameters, ")", _WIDTH, last=","),
            *[f"    {line}" for line in lines],
            "end",
        ]
    )


def _imports(code: Code) -> list[str]:
    nodes = code.program.nodes
    kinds = {nodes.operations[i] for i in reachable(nodes, code.program.roots())}
    used = sorted([SPECIAL[kind] for kind in kinds if isinstance(kind, str) and kind in SPECIAL])
    return [f"using SpecialFunctions: {', '.join(used)}", ""] if used else []


def _floats(names: Sequence[str]) -> list[str]:
    """Return what makes floats of whole numbers, whose powers would overflow unnoticed."""
    joined = ", ".join(names)
    line = f"{joined} = float.(({joined}))"
    if len(names) > 1 and len(line) <= _WIDTH - 4:
        return [line]
    return [f"{name} = float({name})" for name in names]


def _statements(code: Code, draft: Draft) -> list[str]:
    """Return statements; one that may raise an error is under the condition that it is needed."""
    guards = guards_of(code.program, draft.body, draft.syntax, _HARMLESS)
    lines = []
    for statement in in_order(code.program, draft.body, guards):
        text = statement.text
        if statement.node in guards:
            guard = guards[statement.node].text.replace("! ", "!")
            text = f"{guard} ? {f'({text})' if ' ? ' in text else text} : NaN"
        lines.append(f"{statement.name} = {text}")
    return lines


def _answers(draft: Draft) -> list[str]:
    body = draft.body
    lines = _listed("gradient = [", body.gradient, "]")
    names = "gradient"
    if body.hessian:  # which is symmetric, so that its columns are its rows
        columns = [f"[{', '.join(column)}]" for column in whole(body.hessian)]
        lines += _listed("hessian = hcat(", columns, ")")
        names += ", hessian"
    return [*lines, f"return {body.value}, {names}"]


def _listed(before: str, items: Sequence[str], behind: str) -> list[str]:
    return call_lines(before, items, behind, _WIDTH - 4, last=",")
