"""What every picture of curves shows: lines, rings, filled ends, asymptotes, labels, and ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from calcdl.reading.writing import write
from calcdl.render.picture.axes import Axes
from calcdl.render.picture.clipping import Path, Place, clipped, is_inside
from calcdl.render.picture.ticks import Tick, number_label
from calcdl.results.curve import Band, Curve, Curves, End, Line, Window
from calcdl.results.value import Value
from calcdl.syntax.escapes import visible
from calcdl.syntax.unparse import Spelling

__all__ = [
    "COLOURS",
    "DOTS",
    "Label",
    "Layer",
    "Scene",
    "notes",
    "place_label",
    "rough_number",
    "scene",
    "short_number",
]

# Of a picture in a file: dots across and upwards, and colours on light and on dark ground.
DOTS = (640, 372)
COLOURS = (
    ("#0969da", "#58a6ff"), ("#bc4c00", "#f0883e"), ("#1a7f37", "#3fb950"), ("#8250df", "#bc8cff"),
    ("#a40e26", "#ff7b72"), ("#57606a", "#8b949e"), ("#bf3989", "#f778ba"), ("#0e7c86", "#39c5cf"),
)  # fmt: skip

_MOST_MARKS = 24  # of a curve
_NAMED = ("zero", "minimum", "maximum", "inflection")
_DERIVATIVES = {1: "derivative", 2: "second derivative", 3: "third derivative"}
_PLURALS = {"zero": "zeros", "extremum": "extrema", "inflection": "inflections"}


class Label(NamedTuple):
    """A point that is marked, and what it is; ``proven`` where nobody asked for it."""

    place: Place
    text: str
    proven: bool = False


class Layer(NamedTuple):
    """What is drawn in one colour, and what the legend says of it.

    ``kind`` is "curve", "derivative", "tangent", "secant" or "data". ``bands`` are columns that
    are filled; ``rings`` are points that do not belong to the curve though it runs into them,
    ``discs`` points that do belong to it; ``labels`` are points that are named.
    """

    kind: str
    legend: str
    paths: tuple[Path, ...] = ()
    bands: tuple[Band, ...] = ()
    rings: tuple[Place, ...] = ()
    discs: tuple[Place, ...] = ()
    labels: tuple[Label, ...] = ()

    @property
    def is_crowded(self) -> bool:
        """Whether so many points are proven that their marks would hide the curve."""
        return sum([label.proven for label in self.labels]) > _MOST_MARKS


class Scene(NamedTuple):
    """A picture in the numbers of its window, inside of which all of it is."""

    window: Window
    variable: str
    layers: tuple[Layer, ...]
    asymptotes: tuple[float, ...]
    across: tuple[Tick, ...]
    upwards: tuple[Tick, ...]
    notes: tuple[str, ...]


def scene(curves: Curves, spelling: Spelling, across: int, upwards: int) -> Scene:
    """Return what is to be drawn of curves, with at most so many ticks on the axes."""
    axes = Axes(curves)
    layers = [_curve(curve, curves, k, axes, spelling) for k, curve in enumerate(curves.curves)]
    lines = (*curves.extras.secants, *curves.extras.tangents)
    layers += [_line(line, curves, axes, spelling) for line in lines if line.slope is not None]
    if curves.data:
        places = _inside(map(axes.place, curves.data), axes.window)
        layers.append(Layer("data", _data_legend(curves), discs=tuple(places)))
    asymptotes = {axes.x(x) for curve in curves.curves for x in _asymptotes(curve)}
    return Scene(
        axes.window,
        curves.curves[0].variable if curves.curves else "x",
        tuple(layers),
        tuple(sorted(asymptotes)),
        tuple(axes.across(across)),
        tuple(axes.upwards(upwards)),
        tuple(notes(curves)),
    )


def notes(curves: Curves) -> list[str]:
    """Return what is to be said of a picture, for it does not show it."""
    gaps = [gap for curve in curves.curves for gap in curve.unresolved]
    listed = [f"{rough_number(a)} to {rough_number(b)}" for a, b in dict.fromkeys(gaps)]
    said = []
    if listed:
        more = f", and in {len(listed) - 3} more intervals" if len(listed) > 3 else ""
        said.append(f"the curve is not known for x from {', '.join(listed[:3])}{more}")
    if curves.curves and not any([curve.pieces or curve.isolated for curve in curves.curves]):
        window = curves.window
        ends = f"from {rough_number(window.left)} to {rough_number(window.right)}"
        said.append(f"there is no real value {ends}" if not listed else "")
    said.append(_not_all(curves))
    return [sentence for sentence in said if sentence]


def _not_all(curves: Curves) -> str:
    """Say of what there may be more than the marks in the picture; empty where there are none."""
    marked = [
        curve for curve in curves.curves if any([mark.kind in _NAMED for mark in curve.marks])
    ]
    kinds = dict.fromkeys([_PLURALS[kind] for curve in marked for kind in curve.unmarked])
    return f"there may be more {' or '.join(kinds)} than are marked" if kinds else ""


def _curve(whole: Curve, curves: Curves, k: int, axes: Axes, spelling: Spelling) -> Layer:
    curve, window = axes.curve(whole), axes.window
    ends = [end for piece in curve.pieces for end in (piece.start, piece.end)]
    discs = {*_places(ends, closed=True), *[(point.x, point.y) for point in curve.isolated]}
    bands = [_clipped_band(band, window) for piece in curve.pieces for band in piece.bands]
    return Layer(
        "curve" if curve.derivative_of is None else "derivative",
        _legend(curve, curves, spelling),
        tuple([path for piece in curve.pieces for path in clipped(piece.points, window)]),
        tuple([band for band in bands if band.low <= band.high]),
        tuple(_inside({*_places(ends, closed=False)} - discs, window)),
        tuple(_inside(discs, window)),
        _inside_labels(_labels(curve, curves, k), axes),
    )


def _inside_labels(labels: Iterable[Label], axes: Axes) -> tuple[Label, ...]:
    placed = [label._replace(place=axes.place(label.place)) for label in labels]
    return tuple([label for label in placed if is_inside(label.place, axes.window)])


def _legend(curve: Curve, curves: Curves, spelling: Spelling) -> str:
    formula = write(curve.expression, spelling)
    if curve.derivative_of is None:
        return formula
    derivative = _DERIVATIVES.get(curve.order, f"derivative {curve.order}")
    functions = [other for other in curves.curves if other.derivative_of is None]
    if len(functions) == 1:
        return f"{derivative}: {formula}"
    return (
        f"{derivative} of {write(functions[curve.derivative_of].expression, spelling)}: {formula}"
    )


def _places(ends: Sequence[End], closed: bool) -> list[Place]:
    """Return where pieces end inside the picture, with or without the point there."""
    return [
        (end.x, end.y)
        for end in ends
        if end.closed is closed and end.kind != "window" and end.y is not None
    ]


def _inside(places: Iterable[Place], window: Window) -> list[Place]:
    return sorted([place for place in places if is_inside(place, window)])


def _clipped_band(band: Band, window: Window) -> Band:
    return band._replace(low=max(band.low, window.bottom), high=min(band.high, window.top))


def _asymptotes(curve: Curve) -> list[float]:
    """Return where a curve runs to infinity."""
    ends = [end for piece in curve.pieces for end in (piece.start, piece.end)]
    return [end.x for end in ends if end.kind != "window" and end.y in (math.inf, -math.inf)]


def _labels(curve: Curve, curves: Curves, k: int) -> list[Label]:
    """Return the points of a curve that are named: those asked for, then those that are proven."""
    asked = [
        Label(
            (_float(point.x), _float(point.y)),
            f"({short_number(point.x)}, {short_number(point.y)})",
        )
        for point in curves.extras.points
        if point.curve == k and point.x is not None and point.y is not None
    ]
    proven: dict[tuple[Value, Value], list[str]] = {}
    for mark in curve.marks:
        if mark.y is not None and mark.kind in _NAMED:
            proven.setdefault((mark.x, mark.y), []).append(mark.kind)
    return asked + [
        Label(
            (_float(x), _float(y)),
            f"{' and '.join(kinds)} ({short_number(x)}, {short_number(y)})",
            True,
        )
        for (x, y), kinds in proven.items()
    ]


def _line(line: Line, curves: Curves, axes: Axes, spelling: Spelling) -> Layer:
    """Return a tangent, with the point that it touches, or a secant, with those that it meets."""
    point, slope = line.point, line.slope
    assert slope is not None
    assert point.x is not None
    assert point.y is not None
    x, y, rise = _float(point.x), _float(point.y), _float(slope)
    places = [(x, y)]
    if line.step is not None:
        places.append((x + line.step, y + rise * line.step))
    is_shown = math.isfinite(x) and math.isfinite(y) and math.isfinite(rise)
    of = ""
    if len([curve for curve in curves.curves if curve.derivative_of is None]) > 1:
        of = f" of {write(curves.curves[point.curve].expression, spelling)}"
    where = f"x = {visible(point.at[curves.curves[point.curve].variable])}"
    legend = f"tangent{of} at {where}: slope {short_number(slope)}"
    if line.step is not None:
        step = number_label(line.step)
        legend = f"secant{of} from {where}, step {step}: slope {short_number(slope)}"
    return Layer(
        "tangent" if line.step is None else "secant",
        legend,
        tuple(axes.line((x, y), rise) if is_shown else ()),
        labels=_inside_labels([Label(place, "") for place in places], axes),
    )


def _data_legend(curves: Curves) -> str:
    return "data: 1 point" if len(curves.data) == 1 else f"data: {len(curves.data)} points"


def _float(value: Value) -> float:
    return float(value.decimal)


def place_label(x: Value, y: Value) -> str:
    return f"({short_number(x)}, {short_number(y)})"


def short_number(value: Value) -> str:
    """Return a number as it is written in a picture: with few digits, or as it is if it has few."""
    if len(value.decimal) <= _SHORT:
        return value.decimal
    mantissa, e, exponent = value.decimal.partition("e")
    if e:  # perhaps beyond the range of doubles
        return f"{float(mantissa):.{_DIGITS}g}e{int(exponent)}"
    return number_label(float(f"{_float(value):.{_DIGITS}g}"))


def rough_number(number: float) -> str:
    return number_label(float(f"{number:.3g}"))


_SHORT, _DIGITS = 8, 6  # characters
