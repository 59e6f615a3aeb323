"""What has to hold for a formula to have a value, as few and as plain comparisons as do.

A part asks for something: a quotient that what it is divided by is not zero, a root that it is not
negative, a function what its row says. Each is brought to the simplest formula by which it goes:
that sqrt(x) is not zero, together with x >= 0, is x > 0; that x**2 - x*y is not zero is x != 0 and
x != y. Of what the simplified formula asks for, too, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.choice import Choice
from calcdl.arithmetic.formulas.factors import factors_of
from calcdl.arithmetic.formulas.layout import lay_out
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.signs import ANY, MINUS, PLUS, ZERO, Signs, mirrored, truth
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import bound, condition_graphs, needs_graphs
from calcdl.graph.nodes import COMPARISONS, Graph, Nodes
from calcdl.graph.rewrite import transplant
from calcdl.sweep.forward import apply, values

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["conditions_lost"]

_WITH_SIGNS = {truth(comparison): comparison for comparison in COMPARISONS}
Name = tuple["Operation", tuple[int, ...]]  # an operation on tidied nodes


class _Need(NamedTuple):
    """Signs that a formula has to have; ``sharp`` says that without them there is no value."""

    key: int
    signs: int
    sharp: bool


class _Part(NamedTuple):
    """What an operation asks for, and whether no condition can make it superfluous."""

    needs: list[_Need]
    always: bool


def conditions_lost(graph: Graph, simple: Graph) -> tuple[Graph, ...]:
    """Return what has to hold for a graph to have a value where its simpler form has one."""
    symbols = Symbols()
    inputs = {name: symbols.nodes.symbol(name) for name in graph.symbols()}
    needs = _Needs(symbols)
    asked, kept = [needs.of(one, values(one, symbols, inputs)) for one in (graph, simple)]
    known: dict[int, int] = {}
    wanted: dict[int, int] = {}
    for part in kept.values():
        for need in part.needs if part.always else ():
            if need.sharp:
                known[need.key] = known.get(need.key, ANY) & need.signs
    for name, part in asked.items():
        if name in kept and kept[name].always >= part.always:
            continue
        for need in part.needs:
            wanted[need.key] = wanted.get(need.key, ANY) & need.signs
    return tuple(
        [
            _compared(symbols, key, signs)
            for key, signs in wanted.items()
            if needs.signs.of(key) & known.get(key, ANY) & ~signs
        ]
    )


class _Needs:
    """What the parts of graphs ask for, as signs of formulas of one table."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols, self.signs = symbols, Signs(symbols)
        self.best: dict[int, int] = {}

    def of(self, graph: Graph, tidied: Mapping[int, int]) -> dict[Name, _Part]:
        """Return what each part of a graph asks for, if it varies."""
        operations = graph.nodes.operations
        always = _always_needed(graph)
        asked: dict[Name, _Part] = {}
        for i in graph.order():
            operation = operations[i]
            args = tuple([self.simplest(tidied[j]) for j in graph.nodes.children(i)])
            if operation == "div":
                operation, args = "pow", (args[1], self.symbols.number(-1))
            if operation == "pow" or (type(operation) is str and operation in FUNCTIONS):
                needs = self.power(*args) if operation == "pow" else self.call(operation, args)
                before = asked.get((operation, args), _Part([], False))
                varying = [need for need in needs if self.varies(need.key)]
                asked[operation, args] = _Part(varying, before.always or i in always)
        return asked

    def simplest(self, node: int) -> int:
        """Return what is the same and reads best, as x of (x + 1)**2 - x**2 - x - 1."""
        if node not in self.best:
            self.best[node] = Choice(self.symbols, node, strict=True).best(node)
        return self.best[node]

    def varies(self, node: int) -> bool:
        return bool(Graph(self.symbols.nodes, node).symbols())

    def power(self, base: int, exponent: int) -> Iterator[_Need]:
        """Yield what a power asks of its base; a variable exponent may be any number."""
        value = self.symbols.value(exponent)
        if value is None:
            if self.signs.of(base) == ZERO:
                yield self.need(exponent, PLUS)
            elif not self.varies(base) and self.signs.of(base) == MINUS:
                yield self.need(self.fraction(exponent), ZERO)
            elif self.signs.of(base) != PLUS:
                yield self.need(base, PLUS, sharp=False)
        elif type(value) is not int:
            yield self.need(base, PLUS if value < 0 else PLUS | ZERO)
        elif value < 0:
            yield from self.not_zero(base)

    def fraction(self, node: int) -> int:
        """Return what is zero where a formula is whole, as the exponents of (-2)**x have to be."""
        below = self.symbols.call("floor", [node])
        return self.symbols.add((node, self.symbols.neg(below)))

    def call(self, name: str, args: tuple[int, ...]) -> Iterator[_Need]:
        """Yield the conditions of a function's row, of its arguments."""
        inputs = bound(name, args, lambda default: apply(default, self.symbols, {}))
        for text, condition in (*condition_graphs(name), *needs_graphs(name)):
            comparison = condition.nodes.arguments[condition.root][0]
            operation = str(condition.nodes.operations[comparison])
            left, right = [
                apply(Graph(condition.nodes, side), self.symbols, inputs)
                for side in condition.nodes.arguments[comparison]
            ]
            difference = self.symbols.add((left, self.symbols.neg(right)))
            if operation == "!=":
                yield from self.not_zero(difference)
            else:
                sharp = text in FUNCTIONS[name].domain
                yield self.need(difference, truth(operation), sharp)

    def not_zero(self, node: int) -> Iterator[_Need]:
        """Yield that none of the factors of a formula is zero."""
        product = Choice(self.symbols, node, "factored", strict=True).best(node)
        if product == self.symbols.zero:
            product = node
        for base, exponent in factors_of(self.symbols, product)[1].items():
            if exponent > 0:
                yield self.need(self.without_logarithm(base), MINUS | PLUS)

    def without_logarithm(self, node: int) -> int:
        """Return what is zero where a power with a variable exponent is, or a logarithm."""
        operations, arguments = self.symbols.nodes.operations, self.symbols.nodes.arguments
        while operations[node] == "pow":
            node = arguments[node][0]
        if operations[node] != "log":
            return node
        return self.symbols.add((arguments[node][0], self.symbols.number(-1)))

    def need(self, node: int, signs: int, sharp: bool = True) -> _Need:
        key = self.signs.key(self.simplest(node))
        wanted = key.where(signs)
        return _Need(key.node, wanted, sharp) if wanted else _Need(node, signs, sharp)


def _always_needed(graph: Graph) -> set[int]:
    """Return the nodes that are no part of a branch alone."""
    nodes = graph.nodes
    needed = {graph.root}
    for i in reversed(graph.order()):
        if i in needed:
            children = nodes.children(i)
            needed.update(children[:1] if nodes.operations[i] == "where" else children)
    return needed


# As comparisons


def _compared(symbols: Symbols, key: int, signs: int) -> Graph:
    """Return that a formula has one of some signs, as a person would compare its terms."""
    terms = symbols.nodes.arguments[key] if symbols.nodes.operations[key] == "add" else (key,)
    varying = [term for term in terms if symbols.value(term) is None]
    numbers = [value for term in terms if (value := symbols.value(term)) is not None]
    constant: Rational = sum(numbers)
    coefficients = [symbols.coefficient(term) for term in varying]
    if max(coefficients) < 0:
        varying, constant = [symbols.neg(term) for term in varying], -constant
        signs = mirrored(signs)
    if len(varying) == 1:
        coefficient, varying[0] = symbols.split(varying[0])
        constant = exact.quotient(constant, coefficient)
    left = [term for term in varying if symbols.coefficient(term) > 0]
    right = [symbols.neg(term) for term in varying if symbols.coefficient(term) < 0]
    if right and constant > 0:
        left.append(symbols.number(constant))
    else:
        right.append(symbols.number(-constant))
    nodes = Nodes()
    sides = [lay_out(Graph(symbols.nodes, symbols.add(side))) for side in (left, right)]
    return Graph(
        nodes, nodes.make(_WITH_SIGNS[signs], tuple([transplant(s, nodes) for s in sides]))
    )
