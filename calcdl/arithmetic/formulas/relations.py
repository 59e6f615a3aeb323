"""Kernels that are equal to something simpler, or to something in other kernels that occur.

Each relation says where it holds; that is everywhere where its left side has a value, so that a
formula never loses a point by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.signs import MINUS, PLUS, Signs
from calcdl.arithmetic.formulas.structure import factors_in, has_logarithm
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import definition_graph, rule_names
from calcdl.graph.nodes import Graph
from calcdl.sweep.forward import apply

__all__ = ["rewritten"]

_BESSEL = {"besselj": (1, 1), "bessely": (1, 1), "besseli": (-1, 1), "besselk": (-1, -1)}
_DEFINED = frozenset(("erfc", "expm1", "silu", "tanhshrink", "softsign", "log1p", "logsigmoid"))
_MIRRORED = frozenset(("sigmoid", "softplus"))
_ANY = (
    frozenset(("log", "exp", "abs", "sign", "heaviside", "pow"))
    | _MIRRORED
    | _DEFINED
    | frozenset(_BESSEL)
)


def rewritten(symbols: Symbols, order: Sequence[int], hidden: set[int]) -> int:
    """Return a formula with its kernels replaced by what is simpler; ``order`` is its structure.

    Denominators that are zero where the formula has a value are added to ``hidden``.
    """
    nodes, root = symbols.nodes, order[-1]
    if _ANY.isdisjoint([nodes.operations[i] for i in order]):
        return root
    replaced = dict(_replaced(symbols, order, hidden))
    if not replaced:
        return root
    new: dict[int, int] = {}
    for i in order:
        operation, args = nodes.operations[i], nodes.arguments[i]
        if i in replaced:
            new[i] = replaced[i]
        elif operation == "add":
            new[i] = symbols.add([new[j] for j in args])
        elif operation == "mul":
            new[i] = symbols.mul([new[j] for j in args])
        elif operation == "pow" and args[0] in new:
            new[i] = symbols.pow(new[args[0]], args[1])
        else:
            new[i] = i
    return new[root]


def _replaced(
    symbols: Symbols, order: Sequence[int], hidden: set[int]
) -> Iterable[tuple[int, int]]:
    nodes = symbols.nodes
    there = set(order)
    for i in order:
        operation, args = nodes.operations[i], nodes.arguments[i]
        new = None
        if operation == "log":
            new = _logarithm(symbols, args[0])
        elif operation == "exp":
            new = _exponential(symbols, args[0])
        elif operation == "pow":
            new = _power(symbols, *args)
        elif operation in ("abs", "sign"):
            new = _by_sign(symbols, operation, args[0])
        elif operation in _BESSEL:
            new = _bessel(symbols, there, hidden, str(operation), *args)
        elif operation in _MIRRORED:
            new = _mirrored(symbols, there, operation, args[0])
        elif operation in _DEFINED:
            new = _defined(symbols, there, operation, args[0])
        if new is not None and new != i:
            yield i, new


def _logarithm(symbols: Symbols, argument: int) -> int | None:
    """log(u**r) is r*log(u), where r is no even number: u is positive where u**r is."""
    nodes = symbols.nodes
    if nodes.operations[argument] != "pow":
        return None
    base, exponent = nodes.arguments[argument]
    value = symbols.value(exponent)
    if value is None or value.numerator % 2 == 0:
        return None
    return symbols.multiple(symbols.call("log", [base]), value)


def _exponential(symbols: Symbols, argument: int) -> int | None:
    """exp(v*log(u) + w) is u**v*exp(w): u is positive where it has a logarithm."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    if not has_logarithm(symbols, argument):
        return None
    terms = arguments[argument] if operations[argument] == "add" else (argument,)
    powers, rest = [], []
    for term in terms:
        factors = list(factors_in(symbols, term))
        logs = [factor for factor in factors if operations[factor] == "log"]
        if logs:
            factors.remove(logs[0])
            exponent = symbols.mul(factors) if factors else symbols.one
            powers.append(symbols.pow(arguments[logs[0]][0], exponent))
        else:
            rest.append(term)
    return symbols.mul([*powers, symbols.call("exp", [symbols.add(rest)])] if rest else powers)


def _power(symbols: Symbols, base: int, exponent: int) -> int | None:
    """(u**n)**r is abs(u)**(n*r), and for another n than an even one u is not negative."""
    nodes = symbols.nodes
    if nodes.operations[base] != "pow":
        return None
    inner, power = nodes.arguments[base]
    n, r = symbols.value(power), symbols.value(exponent)
    if n is None or r is None or type(r) is int:
        return None
    even = type(n) is int and n % 2 == 0
    product = n * r
    if even and product.denominator != 1:
        return None
    if even:
        inner = symbols.call("abs", [inner])
    return symbols.pow(inner, symbols.number(product))


def _by_sign(symbols: Symbols, name: str, argument: int) -> int | None:
    """sign(u) and abs(u), where u has one sign for all values of its variables."""
    mask = Signs(symbols).of(argument)
    if name == "sign":
        return symbols.number(1 if mask == PLUS else -1) if mask in (PLUS, MINUS) else None
    if not mask & MINUS:
        return argument
    return symbols.neg(argument) if not mask & PLUS else None


def _bessel(
    symbols: Symbols, there: set[int], hidden: set[int], name: str, order: int, argument: int
) -> int | None:
    """Bessel functions of integer order: https://dlmf.nist.gov/10.4 and 10.6, 10.27 and 10.29.

    That of order -n is that of order n, but for a sign. Where two neighbours below it occur, one is
    written in them: C(n) is 2*(n - 1)/u*C(n - 1) - C(n - 2), which is wrong at u = 0 unless
    that cancels; the functions Y and K have no value there anyway.
    """
    n = symbols.value(order)
    if type(n) is not int:
        return None
    make, number = symbols.nodes.make, symbols.nodes.number
    sign, scale = _BESSEL[name]
    if n < 0:
        odd = name in ("besselj", "bessely") and n % 2
        return symbols.multiple(make(name, (number(-n), argument)), -1 if odd else 1)
    middle, below = make(name, (number(n - 1), argument)), make(name, (number(n - 2), argument))
    if n < 2 or middle not in there or below not in there:
        return None
    if name in ("besselj", "besseli"):
        hidden.add(argument)
    first = symbols.mul(
        (number(2 * (n - 1) * scale * sign), middle, symbols.pow(argument, number(-1)))
    )
    return symbols.add((first, symbols.multiple(below, -sign)))


def _mirrored(symbols: Symbols, there: set[int], name: str, argument: int) -> int | None:
    """sigmoid(-u) is 1 - sigmoid(u) and softplus(-u) is softplus(u) - u; one of the two stays."""
    other = symbols.nodes.make(name, (symbols.neg(argument),))
    if not symbols.is_negative(argument) or other not in there:
        return None
    first = symbols.one if name == "sigmoid" else argument
    return symbols.add((first, symbols.multiple(other, -1 if name == "sigmoid" else 1)))


def _defined(symbols: Symbols, there: set[int], name: str, argument: int) -> int | None:
    """What a row of the table says, if the functions that it is defined by are there anyway."""
    graph, operations = definition_graph(name), symbols.nodes.operations
    if graph is None:
        return None
    node = int(apply(graph, symbols, {rule_names(name)[0]: argument}))
    calls = [
        i for i in Graph(symbols.nodes, node).order() if symbols.nodes.operations[i] in FUNCTIONS
    ]
    known = there.union(Graph(symbols.nodes, argument).order())
    names = {operations[i] for i in there}
    return node if all([i in known or (operations[i] == "exp" in names) for i in calls]) else None
