"""Derivatives in the names that a person gave to parts: 2*(a - y)*a*(1 - a)*x, a being sigmoid(z).

The parts are differentiated one after another, as in a forward sweep. A rule is told the name of
a part in place of its value, so that y*(1 - y) is a*(1 - a): the chain rule as people write it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calcdl.arithmetic.formulas.choice import Choice
from calcdl.arithmetic.formulas.layout import lay_out
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.proof import is_zero
from calcdl.arithmetic.formulas.structure import factors_in
from calcdl.calculus.levels import cut, names_taken
from calcdl.calculus.question import Asked
from calcdl.calculus.smooth import is_smooth, may_have_pieces
from calcdl.errors import CalcdlError, TooLarge
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph
from calcdl.reading.writing import write
from calcdl.results.named import NamedFormula
from calcdl.sweep.derivatives import tangents
from calcdl.sweep.forward import apply, values
from calcdl.syntax.parse import Reading

__all__ = ["named_formulas"]

_LARGEST = 400  # nodes of a function, and of a derivative
_MOST_WORK = 20_000  # nodes that are differentiated, and nodes that come of it

Variables = tuple[str, ...]


def named_formulas(
    asked: Asked, formulas: Mapping[Variables, Graph | None]
) -> dict[Variables, NamedFormula]:
    """Return derivatives in the names of parts, where these are shorter than the ``formulas``.

    Keys are the variables that they are derivatives by, one after another. Of a question for names
    the longer ones are there as well.
    """
    size = len(asked.graph.order())
    if size > _LARGEST or size * sum(map(len, formulas)) > _MOST_WORK:
        return {}
    derivatives = _Named(asked.reading)
    found = {}
    for variables, written_out in formulas.items():
        named = derivatives.formula(variables, written_out, asked.form)
        if named is None or written_out is None:
            continue
        if asked.named or len(write(named.formula)) < len(write(written_out)):
            found[variables] = named
    return found


class _Named:
    """The derivatives of one function in the names of its parts."""

    def __init__(self, reading: Reading) -> None:
        self.graph = reading.graph
        self.names = _names(reading)
        self.levels: list[tuple[str, Graph]] = []
        if self.names:
            names = {**self.names, self.graph.root: ""}
            self.levels = [(names[i], level) for i, level in cut(self.graph, names)]
        self.is_smooth = is_smooth(self.graph) and not may_have_pieces(self.graph)

    def formula(
        self, variables: Variables, written_out: Graph | None, form: str
    ) -> NamedFormula | None:
        """Return the derivative by one variable after another, None where names are no part of it.

        The chain rule proves it equal to the one that is ``written_out`` where all operations are
        smooth. Elsewhere their difference has to be proven zero, and it may be divided by nothing
        that the other is not divided by: v/u has no value at u = 0, if v is u**2.
        """
        if not self.levels or written_out is None or not variables:
            return None
        symbols = Symbols()
        try:
            root, function = self._differentiated(symbols, variables)
            if form != "rules":
                root = Choice(symbols, function, form, strict=True).best(root)
        except CalcdlError:  # the formula that is written out stands by itself
            return None
        found = lay_out(Graph(symbols.nodes, root))
        if not (self.is_smooth or self._equal(found, written_out)):
            return None
        needed = self._definitions(found)
        return NamedFormula(found, needed) if needed else None

    def _differentiated(self, symbols: Symbols, variables: Sequence[str]) -> tuple[int, int]:
        """Return the nodes of the derivative and of the function, in the names of the parts."""
        slopes = {name: {name: symbols.one} for name in variables}
        function = derivative = symbols.zero
        for name, level in self.levels:
            inputs = {symbol: symbols.nodes.symbol(symbol) for symbol in level.symbols()}
            found = values(level, symbols, inputs)
            function = found[level.root]
            if name:
                found[level.root] = symbols.nodes.symbol(name)
            for variable, directions in slopes.items():
                slope = tangents(level, symbols, found, directions).get(level.root, symbols.zero)
                if name:
                    directions[name] = slope
                elif variable == variables[0]:
                    derivative = slope
        for variable in variables[1:]:
            if len(symbols.nodes) > _MOST_WORK:
                raise TooLarge("a derivative in the names of parts has too many parts itself")
            current = Graph(symbols.nodes, derivative)
            same = {i: i for i in current.order()}
            found_slopes = tangents(current, symbols, same, slopes[variable])
            derivative = found_slopes.get(current.root, symbols.zero)
        return derivative, function

    def _equal(self, named: Graph, written_out: Graph) -> bool:
        """Say whether a formula is proven equal to another one, wherever that has a value."""
        symbols = Symbols()
        meaning = {name: symbols.nodes.symbol(name) for name in self.graph.symbols()}
        try:
            for name, level in self.levels:
                if name:
                    meaning[name] = apply(level, symbols, meaning)
            sides = [apply(side, symbols, meaning) for side in (named, written_out)]
            divisors = [_divisors(side, symbols, meaning) for side in (named, written_out)]
        except CalcdlError:
            return False
        difference = symbols.add([sides[0], symbols.neg(sides[1])])
        is_equal = difference == symbols.zero or is_zero(symbols, difference)
        return is_equal and divisors[0] <= divisors[1]

    def _definitions(self, formula: Graph) -> tuple[tuple[str, Graph], ...]:
        """Return the definitions that a formula needs, those that others need first."""
        needed = set(formula.symbols())
        found = []
        for name, level in reversed(self.levels):
            if name in needed:
                found.append((name, level))
                needed.update(level.symbols())
        return tuple(reversed(found))


def _divisors(formula: Graph, symbols: Symbols, meaning: Mapping[str, int]) -> set[int]:
    """Return the bases of all factors that a formula is divided by."""
    nodes = formula.nodes
    found: set[int] = set()
    for i in formula.order():
        if nodes.operations[i] == "div":
            divisor = apply(Graph(nodes, nodes.arguments[i][1]), symbols, meaning)
            found.update(symbols.base(factor) for factor in factors_in(symbols, divisor))
    return found


def _names(reading: Reading) -> dict[int, str]:
    """Return the nodes that go by a name, each by one that nothing else has."""
    graph = reading.graph
    operations = graph.nodes.operations
    taken = names_taken(graph)
    names: dict[int, str] = {}
    for i in graph.order():
        name = reading.names.get(i)
        plain = operations[i] in LEAVES or operations[i] in COMPARISONS
        if name is not None and name not in taken and not plain and i != graph.root:
            names[i] = name
            taken.add(name)
    return names
