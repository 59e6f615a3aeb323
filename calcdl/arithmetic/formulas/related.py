"""Whether kernels of a formula may be equal to others, or to powers of others."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.structure import factors_in, has_logarithm, number_in

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["FAMILIES", "has_relations"]

_TRIGONOMETRIC = ("sin", "cos", "tan", "cot", "sec", "csc")
_HYPERBOLIC = ("sinh", "cosh", "tanh", "coth", "sech", "csch")
FAMILIES: dict[Operation, str] = dict.fromkeys(_TRIGONOMETRIC, "circle")
FAMILIES |= dict.fromkeys(_HYPERBOLIC, "hyperbola")
_APART = ({"sin", "cos"}, {"sec", "tan"}, {"csc", "cot"})
_RELATED = frozenset(("abs", "sign", "cbrt", "hypot", "besselj", "bessely", "besseli", "besselk",
                      "erfc", "expm1", "silu", "tanhshrink", "softsign", "log1p"))  # fmt: skip


def has_relations(symbols: Symbols, order: Sequence[int]) -> bool:
    """Say whether there are kernels that other ones, or powers of them, may be equal to."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    there = {operations[i] for i in order}
    if not there.isdisjoint(_RELATED):
        return True
    for i in order:
        operation = operations[i]
        if operation == "pow":
            if _is_related(symbols, there, *arguments[i]):
                return True
        elif operation == "log":
            if operations[arguments[i][0]] == "pow":
                return True
        elif operation == "exp" and has_logarithm(symbols, arguments[i][0]):
            return True
    return not there.isdisjoint(FAMILIES) and _have_families(symbols, order, there)


def _is_related(symbols: Symbols, there: Set[Operation], base: int, exponent: int) -> bool:
    """Say whether a power may meet others, among these operations."""
    inner, value = symbols.nodes.operations[base], symbols.value(exponent)
    if value is None:
        return bool(number_in(symbols, exponent))  # x**(n - 1) may meet x**n
    if inner in ("pow", "number") or ("sigmoid" in there and value < 0):
        return True
    return "add" in there and inner == "mul" and type(value) is not int


def _have_families(symbols: Symbols, order: Sequence[int], there: Set[Operation]) -> bool:
    """Say whether trigonometric or hyperbolic functions may meet others of the same argument."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    members = [(str(operations[i]), arguments[i][0]) for i in order if operations[i] in FAMILIES]
    several = len({(FAMILIES[name], argument) for name, argument in members}) < len(members)
    if several and any([_meet(symbols, arguments[i]) for i in order if operations[i] == "mul"]):
        return True
    if "exp" in there:
        exponents = [arguments[i][0] for i in order if operations[i] == "exp"]
        rests = {rest for exponent in exponents for rest in _rests(symbols, exponent)}
        hyperbolic = [argument for name, argument in members if name[-1] == "h"]
        if not all([rests.isdisjoint(_rests(symbols, argument)) for argument in hyperbolic]):
            return True
    raised = {
        i for i in order if operations[i] == "pow" and operations[arguments[i][0]] in FAMILIES
    }
    if not raised or "add" not in there:
        return False
    terms = [term for i in order if operations[i] == "add" for term in arguments[i]]
    return several or not all([raised.isdisjoint(factors_in(symbols, term)) for term in terms])


def _meet(symbols: Symbols, factors: Sequence[int]) -> bool:
    """Say whether functions of a family and of one argument make a product with a shorter name.

    Different powers of sine and cosine do not, nor does sec(u)*tan(u).
    """
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    members: dict[tuple[str, int], dict[str, Rational | None]] = {}
    for factor in factors:
        base, exponent = arguments[factor] if operations[factor] == "pow" else (factor, symbols.one)
        name = operations[base]
        if name in FAMILIES:
            key = FAMILIES[name], arguments[base][0]
            members.setdefault(key, {})[str(name).rstrip("h")] = symbols.value(exponent)
    for powers in members.values():
        if len(powers) > 1:
            counts = set(powers.values())
            whole = all([type(count) is int and count > 0 for count in counts])
            if (
                not whole
                or powers.keys() not in _APART
                or powers.keys() == _APART[0]
                and len(counts) < 2
            ):
                return True
    return False


def _rests(symbols: Symbols, total: int) -> list[int]:
    """Return what the terms of a sum are multiples of."""
    nodes = symbols.nodes
    terms = nodes.arguments[total] if nodes.operations[total] == "add" else (total,)
    return [symbols.split(term)[1] for term in terms]
