"""Pictures of a function, and the page with all that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from calcdl import shown
from calcdl.api.arguments import (
    Expression,
    Number,
    Place,
    Places,
    Texts,
    asked,
    numeral_of,
    place_of,
    places_of,
)
from calcdl.calculus import answer
from calcdl.calculus.question import Descending
from calcdl.errors import UsageError
from calcdl.results.curve import Curves

__all__ = ["contours", "plot", "report"]


def plot(
    *expressions: Expression,
    window: tuple[Number | None, Number | None] = (None, None),
    at: Places = None,
    derivative: bool = False,
    tangents: Places = None,
    secants: Places = None,
    data: Sequence[tuple[float, float]] = (),
    log: Literal["x", "y", "xy"] | None = None,
    title: str = "",
    let: Texts = None,
    function: Texts = None,
) -> shown.Curves:
    """Return the curves of functions of one variable as data, which a notebook shows as a picture.

    ``window`` is from where to where, None where that is to be chosen; ``at`` marks points,
    ``tangents`` and ``secants`` are drawn at points, ``data`` are points x, y, ``log`` names the
    axes that are logarithmic, and ``title`` is the heading.

    >>> curve = plot("1/x", window=(-2, 2)).curves[0]
    >>> [(piece.start.x, piece.end.x, piece.end.y) for piece in curve.pieces]
    [(-2.0, 0.0, -inf), (0.0, 2.0, 0.5)]
    """
    from calcdl.render.picture.scene import DOTS

    flags: dict[str, Any] = {"derivative": derivative, "data": tuple(data), "log": log or ""}
    flags["title"] = title
    flags |= {"tangents": places_of(tangents), "secants": places_of(secants), "dots": DOTS}
    flags["window"] = ["" if end is None else numeral_of(end) for end in window]
    curves = answer(asked("plot", expressions, None, at, let, function, **flags))
    if not isinstance(curves, Curves):
        raise UsageError("contours() draws a function of two variables: a curve has one")
    return shown.Curves(*curves)


def contours(
    expression: Expression,
    wrt: Texts = None,
    *,
    window: tuple[str, str] = ("", ""),
    at: Places = None,
    start: Place | None = None,
    rate: float = 0.001,
    steps: int = 100,
    title: str = "",
    let: Texts = None,
    function: Texts = None,
) -> shown.Surface:
    """Return a map of a function of two variables as data, which a notebook shows as a picture.

    ``wrt`` are the variables, ``window`` is as in ("x=-2,y=-1", "x=2,y=3"), ``at`` gives values to
    other variables and marks points. With a ``start`` there is a gradient descent from it, and
    ``title`` is the heading.

    >>> saddle = contours("x**2 - y**2", window=("-1", "1")).critical[0]
    >>> saddle.kind, saddle.x.decimal, saddle.y.decimal
    ('saddle', '0', '0')
    """
    from calcdl.calculus.surface.answer import answer as map_of

    descent = None if start is None else Descending(place_of(start), rate, steps)
    flags: dict[str, Any] = {"window": window, "descent": descent, "to": "data", "title": title}
    return shown.Surface(*map_of(asked("plot", [expression], wrt, at, let, function, **flags)))


def report(
    expression: Expression,
    wrt: Texts = None,
    at: Place | None = None,
    *,
    digits: int | None = None,
    let: Texts = None,
    function: Texts = None,
) -> shown.Report:
    """Return all that calcdl knows of a function, which a notebook shows as a page.

    >>> parts = report("x**2", at=3)
    >>> parts.derivative.result.points[0].value.exact, parts.behaviours.result.points[0].kind
    ('6', 'smooth')
    """
    flags: dict[str, Any] = {"digits": digits}
    return shown.Report(*answer(asked("report", [expression], wrt, at, let, function, **flags)))
