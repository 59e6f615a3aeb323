"""Curves of functions of one variable in a window, for pictures."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from calcdl.calculus.curve.enclosing import Enclosing
from calcdl.calculus.curve.ends import number_at, require_defined, require_window
from calcdl.calculus.curve.logarithmic import Scales
from calcdl.calculus.curve.marks import marks_of
from calcdl.calculus.curve.period import turns_of
from calcdl.calculus.curve.pieces import assemble
from calcdl.calculus.curve.room import heights, places, widened
from calcdl.calculus.curve.trace import Raster, trace
from calcdl.calculus.curve.window import choose_height, choose_width
from calcdl.calculus.question import Asked
from calcdl.errors import UsageError, Wording, parameter
from calcdl.graph.nodes import Graph
from calcdl.results.curve import Curve, Curves, Extras, Mark, Window

__all__ = ["answer", "curve"]

_SAMPLES = 160  # for the height of a window
_NARROW = 1_000  # cells less than such a part of the window are not searched for marks


def answer(asked: Asked) -> Curves:
    """Return the curves of expressions in one variable, as finely as ``asked.dots`` shows them.

    >>> from calcdl.calculus.asking import ask
    >>> found = answer(ask("plot", "1/x", window=("-2", "2")))
    >>> [(piece.start.x, piece.end.x, piece.end.y) for piece in found.curves[0].pieces]
    [(-2.0, 0.0, -inf), (0.0, 2.0, 0.5)]
    """
    if asked.descent is not None:
        raise UsageError(
            f"a descent is drawn on the map of one function, and here are {len(asked.readings)}:"
            " draw each by itself, or leave ",
            Wording("start", "--path, --start, --rate and --steps"),
            " out",
        )
    variable = _variable(asked)
    for reading in asked.readings:
        require_defined(reading.graph)
    scales = Scales(asked.log)
    if asked.log and asked.derivative:
        both = parameter("derivative"), " and ", parameter("log")
        raise UsageError(*both, " exclude each other: leave one of them out")
    plain = [Enclosing(reading.graph, variable, {}) for reading in asked.readings]
    functions = [scales.traced(f) for f in plain]
    extras = _extras(asked, variable)
    left, right = _width(asked, variable, functions, scales, places(extras, asked.data))
    require_window(left, right)
    slopes = [f.derivative(asked.order) for f in functions] if asked.derivative else []
    samples = [left + (right - left) * k / _SAMPLES for k in range(_SAMPLES + 1)]
    values = [
        y for f in (*functions, *slopes) for x in samples if (y := f.double_at(x)) is not None
    ]
    values += scales.heights(heights(extras, asked.data, *scales.ends(left, right)))
    bottom, top = choose_height([y for y in values if abs(y) < scales.highest])
    window = Window(float(left), float(right), bottom, top)
    raster = Raster(*asked.dots, bottom, top)
    curves = [curve(f, left, right, window, raster) for f in functions]
    for k, f in enumerate(slopes):
        slope = curve(f, left, right, window, raster)
        curves.append(slope._replace(expression=_formula(f), derivative_of=k, order=f.order))
    if asked.log:
        curves = [scales.led_back(curve, f) for curve, f in zip(curves, plain, strict=True)]
    in_pi = bool(functions) and all([turns_of(f) is not None for f in functions])
    shown = scales.window_of(window)
    data = tuple(asked.data)
    return Curves(shown, tuple(curves), extras, data, in_pi, asked.log, asked.title)


def _extras(asked: Asked, variable: str) -> Extras:
    """Return what is drawn beside the curves; most pictures have nothing, and do not load it."""
    if not (asked.at or asked.tangents or asked.secants):
        return Extras()
    from calcdl.calculus.curve.extras import extras_of

    return extras_of(asked, variable)


def _formula(f: Enclosing) -> Graph:
    """Return the derivative that is enclosed as a formula."""
    from calcdl.calculus.derivative.formula import formula

    return formula(f.graph, f.variable, f.order)


def curve(f: Enclosing, left: Fraction, right: Fraction, window: Window, raster: Raster) -> Curve:
    """Return the curve of a function in a window."""
    start, stop = f.rational(left), f.rational(right)
    width = stop - start
    cells = list(trace(f, start, stop, raster))

    pieces = assemble(f, cells, width / raster.columns)
    search = marks_of(f, cells, width / _NARROW)
    kinks = [Mark(spot.kind, spot.x, spot.value) for spot in pieces.spots if spot.kind != "smooth"]
    kinks += [Mark("zero", spot.x, spot.value) for spot in pieces.spots if spot.is_lone_zero]
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
    if asked.wrt and set(names) <= {asked.wrt[0]}:
        return asked.wrt[0]
    if len(names) > 1 or asked.wrt:
        other = next(name for name in names if name != (asked.wrt[0] if asked.wrt else "x"))
        raise UsageError(
            f"a curve has one variable, and here are {', '.join(names)}: give all but one a value,"
            " as in ",
            Wording(f"let='{other} = 1'", f"--let '{other} = 1'"),
            ", or draw a map of each function by itself" if len(asked.readings) > 1 else "",
        )
    return names[0] if names else "x"


def _width(
    asked: Asked,
    variable: str,
    functions: Sequence[Enclosing],
    scales: Scales,
    seen: Sequence[float],
) -> tuple[Fraction, Fraction]:
    """Return the ends of the window: those that were asked for, else such that it shows places."""
    texts = asked.window or ("", "")
    left, right = (
        scales.place(number_at(text, variable, name)) if text else None
        for text, name in zip(texts, ("from", "to"), strict=True)
    )
    if left is None or right is None:
        chosen = choose_width(functions) if functions else None
        low, high = scales.window(*widened(chosen, scales.places(seen)))
        left = low if left is None else left
        right = high if right is None else right
    return left, right
