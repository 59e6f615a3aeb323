"""Kernels that are equal to something simpler, or to something in other kernels that occur.

Each relation says where it holds; that is everywhere where its left side has a value, so that a
formula never loses a point by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from calcdl.arithmetic.formulas.apart import multiplied_out
from calcdl.arithmetic.formulas.cost import Cost
from calcdl.arithmetic.formulas.partners import COMPLEMENTS, both_sides, complement, met
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.signs import MINUS, PLUS, Signs
from calcdl.arithmetic.formulas.structure import factors_in, has_logarithm, has_sums
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import definition_graph, rule_names
from calcdl.graph.nodes import Graph
from calcdl.sweep.forward import apply

__all__ = ["BESSEL", "rewritten"]

BESSEL = {"besselj": (1, 1), "bessely": (1, 1), "besseli": (-1, 1), "besselk": (-1, -1)}
_DEFINED = frozenset(("erfc", "expm1", "silu", "tanhshrink", "softsign", "log1p", "logsigmoid"))
_MIRRORED = frozenset(("sigmoid", "softplus", "relu"))
_ANY = (
    frozenset(("log", "exp", "abs", "sign", "heaviside", *COMPLEMENTS))
    | _MIRRORED
    | _DEFINED
    | frozenset(BESSEL)
)


def rewritten(
    symbols: Symbols,
    order: Sequence[int],
    hidden: set[int],
    written: Set[int] = frozenset(),
    lowest: bool = False,
) -> int:
    """Return a formula with its kernels replaced by what is simpler; ``order`` is its structure.

    Denominators that are zero where the formula has a value are added to ``hidden``. Sums that a
    person has ``written`` stay. Of three neighbours among Bessel functions that of the highest
    order goes, or of the ``lowest``.
    """
    nodes, root = symbols.nodes, order[-1]
    if _ANY.isdisjoint([nodes.operations[i] for i in order]) and not _has_powers(symbols, order):
        return root
    replaced = dict(_replaced(symbols, order, written))
    if not replaced:
        replaced = dict(_without_neighbours(symbols, order, hidden, lowest))
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


def _has_powers(symbols: Symbols, order: Sequence[int]) -> bool:
    """Say whether there is a power of a power."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    bases = [arguments[i][0] for i in order if operations[i] == "pow"]
    return "pow" in [operations[base] for base in bases]


def _replaced(
    symbols: Symbols, order: Sequence[int], written: Set[int]
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
        elif operation in BESSEL:
            new = _of_positive_order(symbols, str(operation), *args)
        elif operation == "mul":
            new = met(symbols, args)
        elif operation == "add" and i not in written:
            new = complement(symbols, order, i)
            if new is None:
                new = both_sides(symbols, args)
        elif operation in _MIRRORED:
            new = _mirrored(symbols, there, i)
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
    """exp(v*log(u) + w) is u**v*exp(w): u is positive where it has a logarithm.

    And exp(x*(a - 1) + x) is exp(a*x).
    """
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    if not has_logarithm(symbols, argument):
        if not has_sums(symbols, argument):
            return None
        total, cost = multiplied_out(symbols, argument), Cost(symbols.nodes)
        return symbols.call("exp", [total]) if cost(total) < cost(argument) else None
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


def _of_positive_order(symbols: Symbols, name: str, order: int, argument: int) -> int | None:
    """That of order -n is that of order n, but for a sign: https://dlmf.nist.gov/10.4, 10.27."""
    n = symbols.value(order)
    if type(n) is not int or n >= 0:
        return None
    odd = name in ("besselj", "bessely") and n % 2
    opposite = symbols.nodes.make(name, (symbols.number(-n), argument))
    return symbols.multiple(opposite, -1 if odd else 1)


def _without_neighbours(
    symbols: Symbols, order: Sequence[int], hidden: set[int], lowest: bool
) -> Iterator[tuple[int, int]]:
    """Yield Bessel functions with what they are by two neighbours that occur.

    C(n) is 2*(n - 1)/u*C(n - 1) - C(n - 2), https://dlmf.nist.gov/10.6 and 10.29. That is wrong at
    u = 0 unless it cancels; the functions Y and K have no value there anyway.
    """
    nodes = symbols.nodes
    there = set(order)
    for i in order:
        if nodes.operations[i] not in BESSEL:
            continue
        name = str(nodes.operations[i])
        n, argument = symbols.value(nodes.arguments[i][0]), nodes.arguments[i][1]
        if type(n) is not int or n < (0 if lowest else 2):
            continue
        step = 1 if lowest else -1
        middle, end = [nodes.make(name, (symbols.number(n + k * step), argument)) for k in (1, 2)]
        if middle not in there or end not in there:
            continue
        if name in ("besselj", "besseli") and not _is_divided_by(symbols, order, argument):
            hidden.add(argument)
        sign, scale = BESSEL[name]
        factor = symbols.number(2 * (n + step) * scale * (1 if lowest else sign))
        first = symbols.mul((factor, middle, symbols.pow(argument, symbols.number(-1))))
        yield i, symbols.add((first, symbols.multiple(end, -sign)))


def _mirrored(symbols: Symbols, there: set[int], node: int) -> int | None:
    """sigmoid(-u) is 1 - sigmoid(u) and softplus(-u) is softplus(u) - u; one of the two stays."""
    name, (argument,) = symbols.nodes.operations[node], symbols.nodes.arguments[node]
    opposite = symbols.neg(argument)
    other = symbols.nodes.make(name, (opposite,))
    if other not in there or symbols.is_negative(opposite):
        return None
    if not symbols.is_negative(argument) and node < other:  # x - y and y - x
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


def _is_divided_by(symbols: Symbols, order: Sequence[int], node: int) -> bool:
    """Say whether a formula certainly has no value where a node is zero."""
    nodes = symbols.nodes
    powers = [nodes.arguments[i] for i in order if nodes.operations[i] == "pow"]
    return any([base == node and (symbols.value(n) or 0) < 0 for base, n in powers])
