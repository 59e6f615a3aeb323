"""Rational functions of one variable with rational coefficients, and where they are zero.

Roots are counted by Sturm's theorem (see S. Basu, R. Pollack, M.-F. Roy, Algorithms in Real
Algebraic Geometry, 2006, chapter 2) and bracketed by bisection, in exact arithmetic, so that none
is missed, however far away or close to another one it lies.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm

from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["Bracket", "quotient_of", "roots", "value_of"]

Polynomial = tuple[Fraction, ...]  # from the constant term up; the last one is not zero

_HIGHEST_DEGREE = 24
_CLOSE = Fraction(1, 1 << 64)  # the width of a bracket, of the size of the root


class Bracket(NamedTuple):
    """Where a root lies: at ``low`` if that is ``high``, else certainly between them."""

    low: Fraction
    high: Fraction


def quotient_of(graph: Graph, name: str) -> tuple[Polynomial, Polynomial] | None:
    """Return numerator and denominator of a graph in one variable; None where it is no quotient.

    >>> from calcdl.reading.expressions import read
    >>> quotient_of(read("x/2 - 1/x").graph, "x")
    ((Fraction(-2, 1), Fraction(0, 1), Fraction(1, 1)), (Fraction(0, 1), Fraction(2, 1)))
    """
    found: dict[int, tuple[Polynomial, Polynomial]] = {}
    for i in graph.order():
        operation = graph.nodes.operations[i]
        if operation == "number":
            found[i] = _trimmed((Fraction(graph.nodes.value_of(i)),)), _ONE
        elif operation == "symbol" and graph.nodes.name_of(i) == name:
            found[i] = (Fraction(0), Fraction(1)), _ONE
        else:
            parts = [found[j] for j in graph.nodes.children(i) if j in found]
            made = _operation(operation, parts)
            if made is None or max(map(len, made)) > _HIGHEST_DEGREE + 1:
                return None
            found[i] = made
    return found[graph.root]


_ONE: Polynomial = (Fraction(1),)


def _operation(
    operation: Any, parts: Sequence[tuple[Polynomial, Polynomial]]
) -> tuple[Polynomial, Polynomial] | None:
    if operation == "add" or operation == "mul":
        total = parts[0]
        for part in parts[1:]:
            total = _sum(total, part) if operation == "add" else _product(total, part)
        return total
    if operation == "neg":
        (numerator, denominator) = parts[0]
        return tuple([-c for c in numerator]), denominator
    if operation == "div":
        (numerator, denominator), (above, below) = parts
        return _product((numerator, denominator), (below, above)) if above else None
    return _power(*parts) if operation == "pow" else None


def _power(
    base: tuple[Polynomial, Polynomial], exponent: tuple[Polynomial, Polynomial]
) -> tuple[Polynomial, Polynomial] | None:
    value = exponent[0][0] if exponent[0] else Fraction(0)
    if len(exponent[0]) > 1 or len(exponent[1]) > 1 or value.denominator > 1:
        return None
    if abs(value) > _HIGHEST_DEGREE or (value < 0 and not base[0]):
        return None
    base = base if value > 0 else (base[1], base[0])
    power = _ONE, _ONE
    for _ in range(abs(value.numerator)):
        power = _product(power, base)
    return power


def _sum(
    first: tuple[Polynomial, Polynomial], second: tuple[Polynomial, Polynomial]
) -> tuple[Polynomial, Polynomial]:
    if first[1] == second[1]:
        return _plus(first[0], second[0]), first[1]
    above = _plus(_times(first[0], second[1]), _times(second[0], first[1]))
    return above, _times(first[1], second[1])


def _product(
    first: tuple[Polynomial, Polynomial], second: tuple[Polynomial, Polynomial]
) -> tuple[Polynomial, Polynomial]:
    return _times(first[0], second[0]), _times(first[1], second[1])


def _plus(p: Polynomial, q: Polynomial) -> Polynomial:
    short, long = sorted((p, q), key=len)
    total = [a + b for a, b in zip(short, long, strict=False)]
    return _trimmed((*total, *long[len(short) :]))


def _times(p: Polynomial, q: Polynomial) -> Polynomial:
    if not p or not q:
        return ()
    total = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            total[i + j] += a * b
    return tuple(total)


def _trimmed(p: Sequence[Fraction]) -> Polynomial:
    length = len(p)
    while length and p[length - 1] == 0:
        length -= 1
    return tuple(p[:length])


def value_of(p: Polynomial, x: Fraction) -> Fraction:
    """Return the value of a polynomial, by Horner's rule."""
    total = Fraction(0)
    for c in reversed(p):
        total = total * x + c
    return total


# Roots


def roots(p: Polynomial) -> list[Bracket]:
    """Return all real roots of a polynomial that is not zero, in order, each once.

    >>> roots((Fraction(-6), Fraction(1), Fraction(1)))[1]
    Bracket(low=Fraction(2, 1), high=Fraction(2, 1))
    """
    p = _without_repetition(p)
    if len(p) < 2:
        return []
    chain = _sturm(p)
    bound = Fraction(1)
    while bound <= 1 + max(abs(c / p[-1]) for c in p[:-1]):  # Cauchy's
        bound *= 2
    found = []
    stack = [(-bound, bound, _variations(chain, -bound), _variations(chain, bound))]
    while stack:
        low, high, before, behind = stack.pop()
        if before - behind == 1:
            found.append(_narrowed(p, low, high))
        elif before > behind:
            middle = (low + high) / 2
            between = _variations(chain, middle)
            stack += [(middle, high, between, behind), (low, middle, before, between)]
    return found


def _without_repetition(p: Polynomial) -> Polynomial:
    """Return the polynomial with the same roots, each of them simple, and whole coefficients."""
    slope = _slope(p)
    first, second = p, slope
    while second:
        first, second = second, _remainder(first, second)
    quotient, rest = [], list(p)
    while len(rest) >= len(first):
        factor = rest[-1] / first[-1]
        quotient.append(factor)
        for k, c in enumerate(first[:-1], len(rest) - len(first)):
            rest[k] -= factor * c
        rest.pop()
    return _primitive(quotient[::-1])


def _primitive(p: Sequence[Fraction]) -> Polynomial:
    """Return a multiple by a positive number whose coefficients are whole and small."""
    common = lcm(*[c.denominator for c in p])
    whole = [int(c * common) for c in p]
    divisor = gcd(*whole) or 1
    return tuple([Fraction(c // divisor) for c in whole])


def _slope(p: Polynomial) -> Polynomial:
    return tuple([k * c for k, c in enumerate(p)][1:])


def _remainder(p: Polynomial, q: Polynomial) -> Polynomial:
    rest = list(p)
    while len(rest) >= len(q):
        factor = rest[-1] / q[-1]
        for k, c in enumerate(q[:-1], len(rest) - len(q)):
            rest[k] -= factor * c
        rest.pop()
    rest_ = _trimmed(rest)
    return _primitive(rest_) if rest_ else ()


def _sturm(p: Polynomial) -> list[Polynomial]:
    chain = [p, _primitive(_slope(p))]
    while len(chain[-1]) > 1:
        rest = _remainder(chain[-2], chain[-1])
        chain.append(tuple([-c for c in rest]))
    return [q for q in chain if q]


def _variations(chain: Sequence[Polynomial], x: Fraction) -> int:
    signs = [value > 0 for q in chain if (value := value_of(q, x))]
    return sum(a != b for a, b in pairwise(signs))


def _narrowed(p: Polynomial, low: Fraction, high: Fraction) -> Bracket:
    """Return the only root in low < x <= high as closely as it needs; exactly if it is rational."""
    lead = abs(int(p[-1]))
    if value_of(p, high) == 0:
        return Bracket(high, high)
    above = value_of(p, high) > 0
    width = min(_CLOSE * max(abs(low), abs(high), Fraction(1)), Fraction(1, 2 * lead))
    while high - low > width:
        middle = (low + high) / 2
        value = value_of(p, middle)
        if value == 0:
            return Bracket(middle, middle)
        low, high = (low, middle) if (value > 0) == above else (middle, high)
    # The denominator of a rational root divides the leading coefficient.
    candidate = Fraction(round((low + high) / 2 * lead), lead)
    exact = low <= candidate <= high and value_of(p, candidate) == 0
    return Bracket(candidate, candidate) if exact else Bracket(low, high)
