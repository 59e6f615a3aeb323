"""Curves of functions of one variable in a window, for pictures."""

from __future__ import annotations

from fractions import Fraction

from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.curve.enclosing import Enclosing
from calcdl.calculus.curve.marks import marks_of
from calcdl.calculus.curve.pieces import assemble
from calcdl.calculus.curve.trace import Raster, trace
from calcdl.calculus.curve.window import choose_height, choose_width
from calcdl.calculus.question import Asked
from calcdl.errors import UsageError, parameter
from calcdl.graph.nodes import Graph
from calcdl.reading.points import read_point
from calcdl.results.curve import Curve, Curves, Mark, Window
from calcdl.sweep.forward import apply

__all__ = ["answer", "curve"]

_PRECISION = 64
_SAMPLES = 160  # for the height of a window
_NARROW = 1_000  # cells less than such a part of the window are not searched for marks


def answer(asked: Asked) -> Curves:
    """Return the curves of expressions in one variable, as finely as ``asked.dots`` shows them.

    >>> from calcdl.calculus.question import ask
    >>> found = answer(ask("plot", "1/x", window=("-2", "2")))
    >>> [(piece.start.x, piece.end.x, piece.end.y) for piece in found.curves[0].pieces]
    [(-2.0, 0.0, -inf), (0.0, 2.0, 0.5)]
    """
    variable = _variable(asked)
    functions = [Enclosing(reading.graph, variable, {}) for reading in asked.readings]
    left, right = _ends(asked, variable) or choose_width(functions)
    if not left < right:
        raise UsageError(
            "the window ends before it begins: ", parameter("window"), " is LEFT,RIGHT"
        )
    samples = [left + (right - left) * k / _SAMPLES for k in range(_SAMPLES + 1)]
    values = [y for f in functions for x in samples if (y := f.double_at(x)) is not None]
    bottom, top = choose_height(values)
    window = Window(float(left), float(right), bottom, top)
    raster = Raster(*asked.dots, bottom, top)
    curves = [curve(f, left, right, window, raster) for f in functions]
    return Curves(window, tuple(curves))


def curve(f: Enclosing, left: Fraction, right: Fraction, window: Window, raster: Raster) -> Curve:
    """Return the curve of a function in a window."""
    start, stop = f.rational(left), f.rational(right)
    width = stop - start
    cells = list(trace(f, start, stop, raster))

    pieces = assemble(f, cells, width / raster.columns)
    search = marks_of(f, cells, width / _NARROW)
    kinks = [Mark(spot.kind, spot.x, spot.value) for spot in pieces.spots if spot.kind != "smooth"]
    kinks += [
        Mark("zero", spot.x, spot.value)
        for spot in pieces.spots
        if spot.value is not None and spot.value.exact == "0"
    ]
    marks = sorted([*search.marks, *kinks], key=lambda mark: float(mark.x.decimal))
    return Curve(
        f.graph,
        f.variable,
        window,
        tuple(pieces.pieces),
        tuple(pieces.isolated),
        tuple(marks),
        tuple(pieces.unresolved),
        tuple(search.unmarked),
    )


def _variable(asked: Asked) -> str:
    """Return the variable of the horizontal axis; raises UsageError where there are several."""
    names = asked.symbols
    if asked.wrt:
        return asked.wrt[0]
    if len(names) > 1:
        raise UsageError(
            f"a curve has one variable, and here are {', '.join(names)}: give the others a value,"
            " or leave them out"
        )
    return names[0] if names else "x"


def _ends(asked: Asked, variable: str) -> tuple[Fraction, Fraction] | None:
    """Return the ends of the window that was asked for, None where none was."""
    if not asked.window:
        return None
    left, right = (_number(text, variable) for text in asked.window)
    return left, right


def _number(text: str, variable: str) -> Fraction:
    graph: Graph = read_point(text, [variable], main=variable, asked="window").values[variable]
    taylor = Taylor(1)
    with precision(_PRECISION):
        number = apply(graph, taylor, {})
        exact = taylor.value(number)
        return Fraction(float(taylor.ball_of(number).mid()) if exact is None else exact)
