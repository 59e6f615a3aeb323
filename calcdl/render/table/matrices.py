"""Derivatives of functions of vectors and matrices on a terminal."""

from __future__ import annotations

from calcdl.graph.shapes import shape_text
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.writing import write_arrays
from calcdl.render.matrices import formula_text
from calcdl.render.table.arrays import add_numbers, at_place, certainty
from calcdl.render.table.lines import Formula, Line
from calcdl.render.table.pairs import Pairs
from calcdl.render.table.partials import partial_of
from calcdl.results.arrays import Place
from calcdl.results.matrices import ArrayDerivative, ArrayDerivatives
from calcdl.syntax.unparse import Spelling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

__all__ = ["head", "table"]


def head(result: ArrayDerivatives, name: str = "f") -> Pairs:
    """Return the function, and the shapes of its variables."""
    rows = Pairs()
    rows.add_row(name, Formula(write_arrays(result.expression)))
    shapes = ", ".join([f"{name} {shape_text(shape)}" for name, shape in result.shapes.items()])
    rows.add_row("shapes", Line(shapes))
    return rows


def table(result: ArrayDerivatives, spelling: Spelling) -> Iterator[RenderableType]:
    """Yield the function with its shapes, and the derivative by each variable."""
    yield head(result)
    yield ""
    rows = Pairs()
    for entry in result.entries:
        rows.add_row(_name(result, entry), Formula(formula_text(result, entry)))
        if entry.array is not None:
            rows.add_row("as an array", Formula(write_arrays(entry.array, taken=result.taken)))
    yield rows
    if result.place is not None:
        yield from _numbers(result, result.place)
    for sentence in _sentences(result):
        yield Line(sentence, style="dim")


def _name(result: ArrayDerivatives, entry: ArrayDerivative) -> str:
    """Return "∂f/∂x", "∂²f/∂x∂y", or what a Hessian times a direction is called."""
    if not result.along:
        return partial_of("f", entry.variables)
    (name,) = entry.variables
    if len(result.along) == 1:
        return f"{partial_of('f', (name, name))}@{result.along[name]}"
    return f"(H@v).{name}"


def _sentences(result: ArrayDerivatives) -> Iterator[str]:
    """Yield what shapes derivatives have, and how those are to be read that are linear maps."""
    entries = result.entries
    if result.layout and any([len(entry.shape) == 2 for entry in entries if not entry.direction]):
        yield _LAYOUTS[result.layout]
    elif result.command in ("gradient", "partial"):
        yield "Each part of the gradient has the shape of its variable."
    if result.vec:
        yield _VECS[result.vec]
    if len(result.along) > 1:
        way = ", ".join([f"{name} by {text}" for name, text in result.along.items()])
        yield f"H@v is the change of the gradient along v, which changes {way}."
    maps = [entry for entry in entries if entry.direction]
    if maps:
        way, name = maps[0].direction, maps[0].variables[-1]
        whose = "the gradient" if result.command == "hessian" else "f"
        yield f"{way} -> … is the linear map from a small change of {name} to that of {whose}."


_VECS = {
    "rows": "A matrix is the vector of its rows, one behind the other, as ravel() makes it.",
    "columns": "A matrix is the vector of its columns, one below the other, as in textbooks.",
}
_LAYOUTS = {
    "numerator": "Numerator layout: a row of a Jacobian for each entry of f.",
    "denominator": "Denominator layout: a column of a Jacobian for each entry of f.",
}


def _numbers(result: ArrayDerivatives, place: Place) -> Iterator[RenderableType]:
    """Yield the numbers at a point."""
    yield ""
    yield at_place(place)
    rows = Pairs()
    for entry in result.entries:
        if entry.numbers is not None:
            add_numbers(rows, _name(result, entry), entry.numbers)
    yield rows
    yield certainty([entry.numbers for entry in result.entries if entry.numbers is not None])
