"""What languages differ in when an expression is written: a value for each, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from calcdl.arithmetic.programs.operations import BEYOND_RANGE
from calcdl.errors import TooLarge

if TYPE_CHECKING:
    from calcdl.graph.nodes import Nodes, Operation, Rational, Undefined
    from calcdl.graph.shapes import Shaped

__all__ = [
    "ATOM",
    "CHOICE",
    "COMPARISON",
    "NEGATIVE",
    "POWER",
    "PRODUCT",
    "SUM",
    "Syntax",
    "float_text",
    "single_text",
]

# How tightly operators bind, in every language here.
CHOICE, COMPARISON, SUM, PRODUCT, NEGATIVE, POWER, ATOM = range(7)


def float_text(value: Rational) -> str:
    """Return the double next to a number, as the shortest text that reads back, "2.0" or "1e+300".

    Raises TooLarge where there is none.
    """
    try:
        nearest = float(Fraction(value))
    except OverflowError:
        nearest = None
    if nearest is None or (nearest == 0 and value != 0):
        raise TooLarge(BEYOND_RANGE)
    return repr(nearest)


def single_text(value: Rational) -> str:
    """Return, likewise, the single-precision number next to one, as C writes it."""
    from struct import pack, unpack

    double = float(float_text(value))
    try:
        (nearest,) = unpack("f", pack("f", double))
    except OverflowError:
        nearest = 0.0
    if not isfinite(nearest) or (nearest == 0 and value != 0):
        raise TooLarge("a number in the expression is beyond the range of single precision")
    digits = next(
        text
        for k in range(1, 10)
        if float(text := f"{nearest:.{k}g}") == double
        or unpack("f", pack("f", float(text)))[0] == nearest
    )
    return f"{digits}f" if "." in digits or "e" in digits else f"{digits}.0f"


def _as_it_is(operation: Operation, template: str, numbers: tuple[str | None, ...]) -> str:
    return template


class Syntax(NamedTuple):
    """How a language writes what an expression is made of.

    ``calls`` are templates, "{0}" being the first argument, "{0!}" where it has to be in brackets
    unless it is one word; they bind as tightly as a call does, or as ``binds`` says. ``choose`` is
    one of a condition, what is chosen if it holds, and what otherwise, and binds as tightly as
    ``choose_binds``; with ``names_choices`` each is a statement of its own. ``number`` writes an
    exact number (not negative), ``symbol`` a variable, ``undefined`` the name of an undefined
    function or of its derivative, and ``nan`` is what has no value. ``comparisons`` has the signs
    that a language spells otherwise, or templates; ``number_type`` has the functions that are
    methods, for a number to be their argument. ``power`` is the operator for powers where these
    are no calls. ``both``, ``either`` and ``no`` join conditions. ``adapted`` changes the template
    of a call or a choice to its arguments: the texts of numbers, None for others. ``shaped``
    writes an operation on arrays, its arguments as (node, how tightly they have to bind), and
    ``shaped_binds`` is how tightly that binds.
    """

    calls: Mapping[str, str]
    choose: str
    nan: str
    choose_binds: int = CHOICE
    number: Callable[[Rational], str] = float_text
    symbol: Callable[[str], str] = str
    undefined: Callable[[Undefined], str] = str
    comparisons: Mapping[str, str] = MappingProxyType({})
    compare: str = "{0} {op} {1}"
    power: str = ""
    both: str = "and"
    either: str = "or"
    no: str = "not"
    binds: Mapping[str, int] = MappingProxyType({})
    names_choices: bool = False
    number_type: str = ""
    adapted: Callable[[Operation, str, tuple[str | None, ...]], str] = _as_it_is
    shaped: Callable[[Nodes, Shaped, Sequence[int]], list[Any]] | None = None
    shaped_binds: Callable[[Shaped], int] | None = None
