"""The period of a function whose variable stands only inside circular functions."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from calcdl.calculus.curve.enclosing import Enclosing, fraction_of
from calcdl.graph.nodes import LEAVES, Graph

__all__ = ["turns_of"]

_CIRCULAR = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))


def turns_of(f: Enclosing) -> Fraction | None:
    """Return a rational number r such that 2*pi/r is a period of a function, None if none is seen.

    The variable stands nowhere but in circular functions of c*x + d, and r is the greatest common
    divisor of the numbers c.
    """
    nodes = f.graph.nodes
    turns: list[Fraction] = []
    outside: set[int] = set()  # nodes in which the variable stands outside of circular functions
    for i in f.graph.order():
        operation, args = nodes.operations[i], nodes.arguments[i]
        if operation == "symbol" and nodes.name_of(i) == f.variable:
            outside.add(i)
        elif operation in LEAVES or outside.isdisjoint(args):
            continue
        elif operation in _CIRCULAR:
            slope = _slope(Enclosing(Graph(nodes, args[0]), f.variable, f.others))
            if slope is None:
                return None
            turns.append(slope)
        else:
            outside.add(i)
    if f.graph.root in outside or not turns:
        return None
    denominator = lcm(*[slope.denominator for slope in turns])
    return Fraction(gcd(*[int(slope * denominator) for slope in turns]), denominator)


def _slope(f: Enclosing) -> Fraction | None:
    """Return the slope of a straight line, None if it is none with a rational slope."""
    jet = f.on(f.rational(-1), f.rational(1), 3).coefficients
    if jet is None or not jet[1].is_exact() or jet[1].is_zero() or not jet[2].is_zero():
        return None
    return abs(Fraction(fraction_of(jet[1].fmpq())))
