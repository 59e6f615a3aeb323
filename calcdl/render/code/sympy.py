"""SymPy: a function of expressions, exact, that returns the value and the gradient."""

from __future__ import annotations

import keyword
import re
from typing import TYPE_CHECKING

from calcdl.functions.spellings import spellings
from calcdl.render.code.names import names_in, undefined_name
from calcdl.render.code.pythonic import WIDTH, answers, definition, docstring, head
from calcdl.render.code.statements import body_of
from calcdl.render.code.syntax import ATOM, Syntax
from calcdl.results.code import Code

if TYPE_CHECKING:
    from calcdl.graph.nodes import Rational

__all__ = ["write"]

_CALLED = re.compile(r"\b[A-Za-z]\w*(?=\()|\b(?:pi|E|nan)\b")  # what SymPy has to be asked for
_COMPARISONS = {"==": "Eq({0}, {1})", "!=": "Ne({0}, {1})"}


def write(code: Code) -> str:
    """Return a function that takes SymPy's symbols, or expressions of them."""
    calls = {**spellings("sympy").calls, "pi": "pi", "e": "E"}
    own = {call.partition("(")[0] for call in calls.values()}
    reserved = {*keyword.kwlist, *own, "Piecewise", "Rational", "Eq", "Ne", "nan"}
    functions = [undefined_name(one) for one in code.functions]
    names = names_in(code, reserved)
    syntax = Syntax(
        calls,
        "Piecewise(({1}, {0}), ({2}, True))",
        "nan",
        choose_binds=ATOM,
        number=_number,
        symbol=names.__getitem__,
        undefined=lambda one: names[undefined_name(one)],
        comparisons=_COMPARISONS,
        power="**",
    )
    body = body_of(code.program, syntax, [*names.values(), *reserved, code.name])
    lines = [*[f"{one.name} = {one.text}" for one in body.statements], *answers(body)]
    used = {name for line in lines for name in _CALLED.findall(line)} & reserved
    return "\n".join(
        [
            head(code),
            "",
            *_imports(sorted(used)),
            "",
            *([""] if used else []),
            *definition(code.name, [names[name] for name in [*code.variables, *functions]]),
            *[f"    {line}".rstrip() for line in [*docstring(code), *lines]],
        ]
    )


def _imports(names: list[str]) -> list[str]:
    line = f"from sympy import {', '.join(names)}"
    if not names or len(line) <= WIDTH:
        return [line] if names else []
    return ["from sympy import (", *[f"    {name}," for name in names], ")"]


def _number(value: Rational) -> str:
    """Return an exact number, which Python's division would not be."""
    if value.denominator == 1:
        return str(value)
    return f"Rational({value.numerator}, {value.denominator})"
