"""Python with its module math: a function of floats that returns the value and the gradient."""

from __future__ import annotations

import keyword

from calcdl.functions.spellings import TARGETS, spellings
from calcdl.graph.nodes import COMPARISONS, LEAVES, Undefined
from calcdl.render.code.branches import guards_of, in_order
from calcdl.render.code.names import names_in, undefined_name
from calcdl.render.code.pythonic import answers, docstring, head, signature
from calcdl.render.code.statements import Body, body_of
from calcdl.render.code.syntax import Syntax
from calcdl.results.code import Code

__all__ = ["write"]

_RESERVED = frozenset((*keyword.kwlist, "math", "abs", "gradient", "hessian", "max", "min"))
_HARMLESS = LEAVES | COMPARISONS | {"add", "mul", "neg", "where", "abs", "max", "min"}


def write(code: Code) -> str:
    """Return Python that formatters, linters and type checkers have nothing to say about."""
    names = names_in(code, _RESERVED)
    syntax = _syntax(names)
    body = body_of(code.program, syntax, [*names.values(), code.name, *_RESERVED])
    parameters = [f"{names[name]}: float" for name in code.variables]
    for one in code.functions:
        takes = ", ".join(["float"] * len(one.orders))
        parameters.append(f"{names[undefined_name(one)]}: Callable[[{takes}], float]")
    lines = _lines(code, body, syntax, names)
    imports = ["import math"] if any(["math." in line for line in lines]) else []
    if code.functions:
        imports.append("from collections.abc import Callable")
    return "\n".join(
        [
            head(code),
            "",
            *imports,
            *(["", ""] if imports else [""]),
            *signature(code, parameters, "float"),
            *[f"    {line}".rstrip() for line in [*docstring(code), *lines]],
        ]
    )


def _syntax(names: dict[str, str]) -> Syntax:
    def undefined(function: Undefined) -> str:
        return names[undefined_name(function)]

    return Syntax(spellings(TARGETS["python"].column).calls, "{1} if {0} else {2}", "math.nan",
                  symbol=names.__getitem__, undefined=undefined)  # fmt: skip


def _lines(code: Code, body: Body, syntax: Syntax, names: dict[str, str]) -> list[str]:
    guards = guards_of(code.program, body, syntax, _HARMLESS)
    lines = []
    for statement in in_order(code.program, body, guards):
        text = statement.text
        if statement.node in guards:
            text = f"({text})" if " if " in text else text
            text = f"{text} if {guards[statement.node].text} else math.nan"
        lines.append(f"{statement.name} = {text}")
    return [*lines, *answers(body)]
