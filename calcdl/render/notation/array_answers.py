"""Derivatives by arrays, and backpropagation, as lines of formulas."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.arithmetic.shapes.inferred import shapes_of
from calcdl.calculus.levels import cut
from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import Shape
from calcdl.reading.writing import names_in_arrays
from calcdl.render.arrays import decimals, list_text
from calcdl.render.names import is_exact
from calcdl.render.notation.answers import numeral
from calcdl.render.notation.array_formula import ArrayMarkup, written_arrays
from calcdl.results.arrays import ArrayNumbers, Place
from calcdl.results.backpropagation import Backpropagation
from calcdl.results.matrices import ArrayDerivative, ArrayDerivatives

__all__ = ["backpropagation", "matrices"]


class _Names:
    """How names are written, by the shapes that they have."""

    def __init__(self, result: ArrayDerivatives, markup: ArrayMarkup) -> None:
        self.markup = markup
        self.shapes: dict[str, Shape] = {}
        self.leaves: dict[str, str] = {}
        for name in result.taken:
            self.add(name, result.shapes.get(name, ()))
        for name, text in result.along.items():
            if text.isidentifier() and text not in result.taken:
                self.add(text, result.shapes[name])  # a direction is in the shape of its variable

    def add(self, name: str, shape: Shape, of: str = "") -> str:
        """Learn a name, which may be that of an adjoint, and return how it is written."""
        text = self.markup.array(of or name, len(shape))
        self.shapes[name] = shape
        self.leaves[name] = self.markup.adjoint(text) if of else text
        return self.leaves[name]

    def shape(self, graph: Graph) -> Shape:
        return shapes_of(graph, self.shapes)[graph.root]

    def written(self, graph: Graph) -> str:
        for name in graph.symbols():
            if name not in self.leaves:
                self.add(name, ())  # what was not declared is a number
        return written_arrays(graph, shapes_of(graph, self.shapes), self.leaves, self.markup)


def matrices(result: ArrayDerivatives, markup: ArrayMarkup) -> list[str]:
    """Return an equation for each derivative, the parts that have names behind it."""
    names = _Names(result, markup)
    function = markup.array("f", len(names.shape(result.expression)))
    lines = [_equation(function, result, entry, names) for entry in result.entries]
    if result.place is None:
        return lines
    numbers = [
        _value(_quotient(function, result, entry, names), entry.numbers, markup)
        for entry in result.entries
        if entry.numbers is not None
    ]
    return [*lines, _place(result.place, names), *numbers]


def _equation(
    function: str, result: ArrayDerivatives, entry: ArrayDerivative, names: _Names
) -> str:
    markup = names.markup
    if entry.direction:
        names.add(entry.direction, result.shapes[entry.variables[-1]])
    parts = names_in_arrays(entry.formula, result.known, {*result.taken, entry.direction})
    *before, (_, formula) = cut(entry.formula, {**parts, entry.formula.root: ""})
    where = []
    for node, graph in before:
        text = names.written(graph)
        where.append(f"{names.add(parts[node], names.shape(graph))}{markup.equals}{text}")
    right = names.written(formula)
    if entry.direction:
        right = f"{names.leaves[entry.direction]}{markup.arrow}{right}"
    behind = f"{markup.remark('where ')}{markup.comma.join(where)}" if where else ""
    return f"{_quotient(function, result, entry, names)}{markup.equals}{right}{behind}"


def _place(place: Place, names: _Names) -> str:
    """Return the line that says at which point the numbers below it are."""
    markup = names.markup
    sizes = {name: markup.numeral(str(number)) for name, number in place.sizes.items()}
    given = {name: markup.code(text) for name, text in place.at.items()} | sizes
    equations = [f"{names.leaves[name]}{markup.equals}{text}" for name, text in given.items()]
    return f"{markup.remark('at ')}{markup.comma.join(equations)}".lstrip()


def _value(name: str, numbers: ArrayNumbers, markup: ArrayMarkup) -> str:
    """Return what an array is: a matrix, a vector in a column, or the text of its entries."""
    exact = numbers.certified and all([one is not None and is_exact(one) for one in numbers.values])
    sign = markup.equals if exact else markup.approx
    if len(numbers.shape) > 2 or numbers.errors:
        return f"{name}{sign}{markup.code(list_text(numbers))}"
    texts = [numeral(text or "", markup) for text in decimals(numbers)]
    if not numbers.shape:
        return f"{name}{sign}{texts[0]}"
    width = numbers.shape[1] if len(numbers.shape) == 2 else 1
    rows = [texts[k : k + width] for k in range(0, len(texts), width)]
    return f"{name}{sign}{markup.matrix_of(rows)}"


def _quotient(
    function: str, result: ArrayDerivatives, entry: ArrayDerivative, names: _Names
) -> str:
    """Return what a derivative is called, as ∂f/∂X, ∂²f/∂x∂y, or ∂²f/∂x² v."""
    variables = [*entry.variables, *entry.variables] if result.along else entry.variables
    along = [f"along {result.along[name]}" for name in entry.variables if name in result.along]
    return "".join([_fraction(function, variables, names), *map(names.markup.remark, along)])


def _fraction(function: str, variables: Sequence[str], names: _Names) -> str:
    markup = names.markup
    d = markup.d(True)
    power = [d] if len(variables) == 1 else markup.power_of(d, markup.numeral(str(len(variables))))
    below = markup.beside.join([f"{d}{markup.beside}{names.leaves[name]}" for name in variables])
    return "".join(markup.fraction_of(f"{''.join(power)}{markup.beside}{function}", below))


def backpropagation(result: Backpropagation, markup: ArrayMarkup) -> list[str]:
    """Return the levels forward, the adjoints backward, and the gradient.

    An adjoint has a bar, and is the derivative of the whole by what is below the bar.
    """
    names = _Names(result.gradient, markup)
    forward, backward = [], []
    for level in result.levels:
        text = names.written(level.definition)
        forward.append(f"{names.add(level.name, level.shape)}{markup.equals}{text}")
    whole = names.leaves[result.levels[-1].name]
    for level in reversed(result.levels):
        for one in level.pullbacks:
            sides = [names.add(one.name, one.shape, one.of), _fraction(whole, [one.of], names)]
            backward.append(markup.equals.join([*sides, names.written(one.formula)]))
    gradient = [
        _equation(whole, result.gradient, entry, _Names(result.gradient, markup))
        for entry in result.gradient.entries
    ]
    place = result.gradient.place
    if place is None:
        return [*forward, *backward, *gradient]
    numbers = [_value(names.leaves[name], value, markup) for name, value in result.numbers()]
    return [*forward, *backward, *gradient, _place(place, names), *numbers]
