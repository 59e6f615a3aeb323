"""The curve of the derivative, which has no point where the function has no derivative."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from calcdl.results.curve import Curve, End, Piece

__all__ = ["with_slopes"]

_DIFFERENTIABLE = frozenset(("smooth", "zero", "minimum", "maximum", "inflection"))


def with_slopes(curves: Sequence[Curve]) -> list[Curve]:
    """Return curves of functions, and behind them those of the formulas of their derivatives.

    These have been made curves of the derivatives themselves.
    """
    count = len(curves) // 2
    functions, slopes = curves[:count], curves[count:]
    pairs = enumerate(zip(functions, slopes, strict=True))
    return [*functions, *[_slope_curve(k, function, slope) for k, (function, slope) in pairs]]


def _slope_curve(k: int, function: Curve, slope: Curve) -> Curve:
    """Return the curve of the derivative of curve ``k``, made of the curve of its formula.

    The formula may have a value where the function has a corner or a jump, and there the
    derivative has none: its curve ends open on both sides.
    """
    marks = [mark for mark in function.marks if mark.kind not in _DIFFERENTIABLE]
    corners = {float(mark.x.decimal): mark.kind for mark in marks}
    pieces = tuple([part for piece in slope.pieces for part in _cut(piece, corners)])
    return slope._replace(
        pieces=pieces,
        isolated=tuple([point for point in slope.isolated if point.x not in corners]),
        unresolved=tuple(sorted({*slope.unresolved, *function.unresolved})),
        derivative_of=k,
    )


def _cut(piece: Piece, corners: dict[float, str]) -> Iterator[Piece]:
    """Return a piece cut at corners of the function, without the points there."""
    start, points, bands = _open(piece.start, corners), piece.points, piece.bands
    for x in sorted(corners):
        k = bisect_left(points, (x,))
        if not (0 < k < len(points) - 1 and points[k][0] == x):
            continue
        end = End(x, points[k][1], False, corners[x])
        yield Piece(points[: k + 1], tuple([b for b in bands if b.right <= x]), start, end)
        start, points = end, points[k:]
        bands = tuple([band for band in bands if band.right > x])
    yield Piece(points, bands, start, _open(piece.end, corners))


def _open(end: End, corners: dict[float, str]) -> End:
    """Return the end of a piece, which is open where the function has no derivative."""
    return end._replace(closed=False, kind=corners[end.x]) if end.x in corners else end
