"""Numbers of arrays at a point: proven as those of single numbers are, or by NumPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from calcdl.arithmetic.floats import Floats
from calcdl.arithmetic.shapes.entries import Entries
from calcdl.arithmetic.shapes.entry_nodes import Array, entry_names
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.at_point import point_inputs
from calcdl.calculus.certify import certified_all, work_of
from calcdl.calculus.evaluation.value import value_at
from calcdl.calculus.partials.values import Answer, gradient_at, hessian_at
from calcdl.errors import (
    CalcdlError,
    ExpressionError,
    NotDifferentiable,
    NoValue,
    TooLarge,
    parameter,
)
from calcdl.graph.nodes import Graph, Nodes
from calcdl.reading.array_points import ArrayPoint
from calcdl.reading.points import Point
from calcdl.reading.writing import write_arrays
from calcdl.results.arrays import ArrayNumbers, Place
from calcdl.sweep.forward import apply, values

__all__ = ["gradient_numbers", "hessian_numbers", "jacobian_numbers", "place_of", "value_numbers"]

# Operations on numbers; more of them are left to NumPy. So many take some seconds.
_MOST = 100_000
_MOST_ALONE = 200_000  # of all entries that are computed by themselves, times operations


def value_numbers(graph: Graph, point: ArrayPoint, digits: int | None) -> ArrayNumbers:
    """Return the value of a graph of arrays at a point, with proven digits where that is no

    more work than a person waits for.
    """
    written = _written_out(graph, point, digits)
    if written is None:
        (numbers,) = _by_numpy([graph], point)
        return numbers
    answers = _together(written, digits)
    shape = written.array.shape
    return _numbers(written, shape, answers, [""] * len(answers))


def gradient_numbers(
    graph: Graph,
    variables: Sequence[str],
    point: ArrayPoint,
    digits: int | None,
    formulas: Sequence[Graph],
) -> list[ArrayNumbers]:
    """Return the gradient of a number at a point by each variable, in the variable's shape.

    What is too much work to be proven is computed by NumPy from the ``formulas``.
    """
    written = _written_out(graph, point, digits)
    if written is None:
        return _by_numpy(formulas, point)
    shapes = [point.shape_of(name) for name in variables]
    names = [entry_names(*one) for one in zip(variables, shapes, strict=True)]
    every = [name for several in names for name in several]
    answers = gradient_at(written.graph, every, written.point, digits)
    return [
        _numbers(written, shape, [answers[name] for name in several], several)
        for shape, several in zip(shapes, names, strict=True)
    ]


def jacobian_numbers(
    graph: Graph,
    variable: str,
    point: ArrayPoint,
    digits: int | None,
    formula: Graph | None,
    transposed: bool = False,
) -> ArrayNumbers:
    """Return the derivative of an array by a variable: the gradient of each of its entries.

    Its axes are those of the function and then of the variable, or ``transposed`` the other way.
    """
    written = _written_out(graph, point, digits)
    if written is None or len(written.array.nodes) * len(written.nodes) > _MOST:
        return _by_numpy([_required(formula)], point)[0]
    shape = point.shape_of(variable)
    names = entry_names(variable, shape)
    answers: list[Answer] = []
    for root in written.array.nodes:
        found = gradient_at(Graph(written.nodes, root), names, written.point, digits)
        answers += [found[name] for name in names]
    by = names * len(written.array.nodes)
    whole = (*written.array.shape, *shape)
    if transposed:
        width = len(names)
        answers = [answer for k in range(width) for answer in answers[k::width]]
        by = [name for name in names for _ in written.array.nodes]
        whole = (*shape, *written.array.shape)
    return _numbers(written, whole, answers, by)


def hessian_numbers(
    graph: Graph,
    pairs: Sequence[tuple[str, str]],
    point: ArrayPoint,
    digits: int | None,
    formulas: Sequence[Graph | None],
) -> list[ArrayNumbers]:
    """Return second derivatives of a number by pairs of variables; the first has the first axes."""
    written = _written_out(graph, point, digits)
    names = {name: entry_names(name, point.shape_of(name)) for pair in pairs for name in pair}
    every = [name for several in names.values() for name in several]
    if written is None or len(every) * len(written.nodes) > _MOST:
        return [_by_numpy([_required(formula)], point)[0] for formula in formulas]
    answers = hessian_at(written.graph, every, written.point, digits)
    result = []
    for first, second in pairs:
        couples = [(u, v) for u in names[first] for v in names[second]]
        found = [answers[(u, v) if (u, v) in answers else (v, u)] for u, v in couples]
        shape = (*point.shape_of(first), *point.shape_of(second))
        result.append(_numbers(written, shape, found, [f"{u}, {v}" for u, v in couples]))
    return result


def _required(formula: Graph | None) -> Graph:
    """Return a formula; raises TooLarge for a linear map, of which NumPy has no entries."""
    if formula is None:
        raise TooLarge("all entries of this linear map are too many: give smaller arrays")
    return formula


def place_of(point: ArrayPoint) -> Place:
    """Return a point as results have it."""
    return Place(point.texts, point.sizes)


class _Written(NamedTuple):
    """A function of arrays, written out in numbers, and its point.

    ``arrays`` are the values of all nodes of the function, which are made in this order.
    """

    function: Graph
    nodes: Nodes
    arrays: Mapping[int, Array]
    point: Point

    @property
    def array(self) -> Array:
        """The value of the function."""
        return self.arrays[self.function.root]

    @property
    def graph(self) -> Graph:
        """The only entry."""
        (root,) = self.array.nodes
        return Graph(self.nodes, root)

    def part(self, node: int) -> str | None:
        """Return the part of the function that a node was made for."""
        made_for = [i for i, array in self.arrays.items() if max(array.nodes) >= node]
        return write_arrays(Graph(self.function.nodes, made_for[0])) if made_for else None


def _written_out(graph: Graph, point: ArrayPoint, digits: int | None) -> _Written | None:
    """Return a function written out in numbers, None where that is too much work to be proven."""
    entries = Entries(point.sizes, _MOST)
    try:
        if sum([len(given.entries) for given in point.arrays.values()]) > _MOST:
            raise TooLarge("there are too many entries")
        inputs = {name: entries.symbol(name, point.shape_of(name)) for name in graph.symbols()}
        arrays = values(graph, entries, inputs)
    except (TooLarge, ExpressionError) as error:
        if digits is None:
            return None
        raise TooLarge(
            f"digits cannot be proven here, for {error.reason}: leave out ", parameter("digits")
        ) from None
    return _Written(graph, entries.nodes, arrays, _as_numbers(point))


def _as_numbers(point: ArrayPoint) -> Point:
    """Return a point as the engine of numbers takes it: a graph for each entry."""
    nodes = Nodes()
    found = {name: Graph(nodes, nodes.number(n)) for name, n in point.sizes.items()}
    for name, given in point.arrays.items():
        for one, entry in zip(entry_names(name, given.shape), given.entries, strict=True):
            if isinstance(entry, Graph):
                found[one] = entry
            else:
                found[one] = Graph(nodes, nodes.number(_exact(entry)))
    return Point(found, point.texts)


def _exact(number: int | float | Fraction) -> int | Fraction:
    """Return the rational number that a number is, a double too."""
    return Fraction(number) if isinstance(number, float) else number


# Entries that are computed together


def _together(written: _Written, digits: int | None) -> Sequence[Answer]:
    """Return the values of all entries, from one sweep; what that leaves open, each by itself."""
    nodes, roots = written.nodes, written.array.nodes
    graph = Graph(nodes, nodes.make("add", (*roots, nodes.number(0))))
    taylor = Taylor(1)

    def compute() -> list[Any]:
        found = values(graph, taylor, point_inputs(taylor, written.point))
        return [taylor.result(found[root], 0) for root in roots]

    together: Sequence[Answer]
    try:
        together = certified_all(compute, digits, work_of(graph))
    except CalcdlError as error:
        together = [error] * len(roots)
    left = [isinstance(answer, CalcdlError) for answer in together]
    if sum(left) * len(graph.order()) > _MOST_ALONE:
        return together
    return [
        _alone(partial(value_at, Graph(nodes, root), written.point, digits)) if alone else answer
        for root, answer, alone in zip(roots, together, left, strict=True)
    ]


def _alone(compute: Callable[[], Answer]) -> Answer:
    try:
        return compute()
    except CalcdlError as error:
        return error


def _numbers(
    written: _Written, shape: tuple[int, ...], answers: Sequence[Answer], by: Sequence[str]
) -> ArrayNumbers:
    """Return entries, with errors that say where they arise, ``by`` which entry they derive."""
    errors: dict[int, CalcdlError] = {}
    for k, answer in enumerate(answers):
        if isinstance(answer, CalcdlError):
            errors[k] = _explained(answer, written, by[k])
    found = [None if isinstance(answer, CalcdlError) else answer[0] for answer in answers]
    return ArrayNumbers(shape, found, errors=errors)


def _explained(error: CalcdlError, written: _Written, by: str) -> CalcdlError:
    """Say of an error at a point which part of the function it is about, and which slope."""
    if type(error) is NoValue and error.node is not None:
        error.part = written.part(error.node)
    if isinstance(error, NotDifferentiable) and error.what == "derivative" and by:
        error.what = f"derivative by {by}"
    error.at = written.point.text
    return error


# NumPy


def _by_numpy(graphs: Sequence[Graph], point: ArrayPoint) -> list[ArrayNumbers]:
    from calcdl.arithmetic.arrays.evaluating import evaluate

    arrays = {
        name: (given.shape, [_as_float(one) for one in given.entries])
        for name, given in point.arrays.items()
    }
    return [_of_doubles(*one) for one in evaluate(graphs, arrays, point.sizes)]


def _as_float(entry: Any) -> float:
    return apply(entry, Floats(), {}) if isinstance(entry, Graph) else float(entry)


def _of_doubles(shape: tuple[int, ...], doubles: Sequence[float | None]) -> ArrayNumbers:
    error = NoValue("NumPy has no finite number here")
    errors = {k: error for k, number in enumerate(doubles) if number is None}
    return ArrayNumbers(shape, doubles=doubles, errors=errors)
