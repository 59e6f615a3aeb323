"""Functions that make another one where they meet: sign(u)*u is abs(u), 1 - erf(u) is erfc(u).

Each of these holds for all values of the variables, zeros of u as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.structure import factors_in

if TYPE_CHECKING:
    from calcdl.graph.nodes import Rational

__all__ = ["COMPLEMENTS", "PARTNERS", "both_sides", "complement", "met"]

PARTNERS = frozenset(("sign", "heaviside"))
_OF_SIZE = {"sign": "abs", "heaviside": "relu"}  # times u it is that function of u
COMPLEMENTS = {"sigmoid": "sigmoid", "erf": "erfc", "erfc": "erf"}  # what 1 minus it is


def met(symbols: Symbols, factors: Sequence[int]) -> int | None:
    """Return a product in which sign(u) or heaviside(u) meets u, or its partner; None if none does.

    abs(u)*sign(u) is u, relu(u)*heaviside(u) is relu(u), and max(-u, 0)*heaviside(u) is 0; powers
    of the two are as good.
    """
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    for factor in factors:
        base, count = _base_and_count(symbols, factor)
        name = str(operations[base])
        if name not in PARTNERS:
            continue
        argument = arguments[base][0]
        partner = symbols.nodes.make(_OF_SIZE[name], (argument,))
        rest = [other for other in factors if other != factor]
        side = next((one for other in rest if (one := _side(symbols, other, argument))), 0)
        if side and name == "heaviside":
            return symbols.mul(rest) if side > 0 else symbols.zero
        if side:
            return symbols.multiple(symbols.mul(rest), side**count)
        if partner in [_base_and_count(symbols, other)[0] for other in rest]:
            if count % 2 == 0:
                return symbols.mul(rest)
            if partner in rest:
                rest[rest.index(partner)] = argument
                return symbols.mul(rest)
            continue
        parts = [part for part in factors_in(symbols, argument) if operations[part] != "number"]
        if parts and set(parts) <= set(rest):
            if name == "sign" and count % 2 == 0:
                return symbols.mul(rest)
            scale = symbols.pow(symbols.number(symbols.coefficient(argument)), symbols.number(-1))
            return symbols.mul([scale, partner, *[other for other in rest if other not in parts]])
    return None


def _side(symbols: Symbols, factor: int, node: int) -> int:
    """Return 1 if a factor is 0 wherever a node is not above 0, -1 if not below; 0 for others.

    Such are relu(u), max(u, 0) and min(u, 0), with powers, where the node is a multiple of u.
    """
    base, _ = _base_and_count(symbols, factor)
    name, args = symbols.nodes.operations[base], symbols.nodes.arguments[base]
    others = [i for i in args if i != symbols.zero] if name in ("relu", "max", "min") else []
    if len(others) != 1 or (len(args) == 1) != (name == "relu"):
        return 0
    (times, one), (others_times, other) = symbols.split(node), symbols.split(others[0])
    if one == other:
        above = (times > 0) == (others_times > 0)
    elif symbols.neg(others[0]) == node:
        above = False
    else:
        return 0
    return 1 if above == (name != "min") else -1


def _base_and_count(symbols: Symbols, factor: int) -> tuple[int, int]:
    """Return a factor as a base and how often it stands there, 1 if that is no whole number."""
    if symbols.nodes.operations[factor] == "pow":
        base, exponent = symbols.nodes.arguments[factor]
        count = symbols.value(exponent)
        if type(count) is int and count > 0:
            return base, count
    return factor, 1


def complement(symbols: Symbols, order: Sequence[int], total: int) -> int | None:
    """Return 1 - f(u), or its opposite, as a function, if f(u) is nowhere else in a formula.

    So 2*heaviside(u) - 1 is sign(u).
    """
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    if len(arguments[total]) != 2:
        return None
    for constant, term in (arguments[total], arguments[total][::-1]):
        number, rest = symbols.split(term)
        name = str(operations[rest])
        if name == "heaviside" and len(arguments[rest]) == 1:
            if number == -2 * (symbols.value(constant) or 0):
                return symbols.mul((symbols.neg(constant), symbols.call("sign", arguments[rest])))
        elif name in COMPLEMENTS and symbols.value(constant) == -number and abs(number) == 1:
            if sum([rest in symbols.nodes.children(i) for i in order]) > 1:
                return None
            argument = arguments[rest][0]
            other = symbols.neg(argument) if name == "sigmoid" else argument
            return symbols.multiple(symbols.call(COMPLEMENTS[name], [other]), -number)
    return None


def both_sides(symbols: Symbols, terms: Sequence[int]) -> int | None:
    """Return a sum in which p*heaviside(u) meets p*heaviside(-u), or its opposite, if one does.

    The first two are p, and the others p*sign(u), where u is zero as well.
    """
    there: dict[tuple[int, tuple[int, ...]], tuple[int, Rational]] = {}
    for k, term in enumerate(terms):
        number, product = symbols.split(term)
        factors = list(factors_in(symbols, product))
        for step in [i for i in factors if symbols.nodes.operations[i] == "heaviside"]:
            if len(symbols.nodes.arguments[step]) > 1:  # it says itself what it is at zero
                continue
            (argument,) = symbols.nodes.arguments[step]
            others = tuple(sorted([i for i in factors if i != step]))
            before = there.get((symbols.neg(argument), others))
            there[argument, others] = k, number
            if before is None or abs(before[1]) != abs(number):
                continue
            sign = [symbols.call("sign", [argument])] if before[1] != number else []
            together = symbols.multiple(symbols.mul([*others, *sign]), number)
            return symbols.add(
                [together, *[t for j, t in enumerate(terms) if j not in (k, before[0])]]
            )
    return None
