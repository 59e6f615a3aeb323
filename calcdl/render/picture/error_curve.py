"""The errors of difference quotients against the step, as a picture in SVG."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

from calcdl.results.numeric import NumericAtPoint

__all__ = ["error_curve"]

Line = list[tuple[float, float]]  # decimal logarithms of the step and of the size of the error

# In pixels
_WIDTH, _HEIGHT = 480, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 456, 40, 276
_MOST_LABELS = 6
_DASHES = ("none", "7 4", "2 3", "9 3 2 3")


def error_curve(point: NumericAtPoint) -> str:
    """Return a log-log picture, empty where fewer than two errors are known and not zero.

    It has classes for a page to colour it by; without one its lines are in the colour of text.
    """
    lines = _lines(point)
    if max([len(line) for line in lines.values()], default=0) < 2:
        return ""
    every = [place for line in lines.values() for place in line]
    frame = _Frame(_decades([x for x, _ in every]), _decades([y for _, y in every]))
    methods = " and ".join(lines)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
        f' class="errors" font-family="system-ui, sans-serif" font-size="14">',
        f"<title>Error against step: {escape(methods)} differences</title>",
        *frame.parts(),
    ]
    for k, (method, line) in enumerate(lines.items()):
        parts += _drawn(k, method, [frame.place(*place) for place in line])
    return "\n".join([*parts, "</svg>"])


def _lines(point: NumericAtPoint) -> dict[str, Line]:
    lines: dict[str, Line] = {}
    for quotient in point.quotients:
        if quotient.error and quotient.step > 0:
            place = (math.log10(quotient.step), math.log10(abs(quotient.error)))
            lines.setdefault(quotient.method, []).append(place)
    return {method: sorted(line) for method, line in lines.items()}


def _decades(logarithms: Sequence[float]) -> range:
    """Return the powers of ten that numbers lie between."""
    low, high = math.floor(min(logarithms)), math.ceil(max(logarithms))
    return range(low, max(high, low + 1) + 1)


class _Frame:
    """The axes, each from one power of ten to another."""

    def __init__(self, across: range, upwards: range) -> None:
        self.across, self.upwards = across, upwards

    def place(self, x: float, y: float) -> tuple[float, float]:
        share = (x - self.across[0]) / (self.across[-1] - self.across[0])
        height = (y - self.upwards[0]) / (self.upwards[-1] - self.upwards[0])
        return _LEFT + share * (_RIGHT - _LEFT), _BOTTOM - height * (_BOTTOM - _TOP)

    def parts(self) -> Iterator[str]:
        for k in _some(self.across):
            x, _ = self.place(k, 0)
            yield f'<path class="grid" d="M{x:.1f} {_TOP}V{_BOTTOM}"{_GRID}/>'
            yield _label(x, _BOTTOM + 20, k, "middle")
        for k in _some(self.upwards):
            _, y = self.place(0, k)
            yield f'<path class="grid" d="M{_LEFT} {y:.1f}H{_RIGHT}"{_GRID}/>'
            yield _label(_LEFT - 6, y + 5, k, "end")
        middle = (_LEFT + _RIGHT) / 2
        yield _text(middle, _HEIGHT - 6, "step", "middle")
        yield _text(_LEFT - 6, _TOP - 22, "error", "end")


_GRID = ' stroke="currentColor" stroke-opacity="0.15" fill="none"'


def _some(decades: range) -> range:
    """Return powers of ten that have a label, evenly spaced, from the greatest down."""
    return decades[:: -math.ceil(len(decades) / _MOST_LABELS)]


def _text(x: float, y: float, text: str, anchor: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="currentColor">{escape(text)}</text>'


def _label(x: float, y: float, exponent: int, anchor: str) -> str:
    sign = "−" if exponent < 0 else ""
    raised = f'<tspan dy="-5" font-size="11">{sign}{abs(exponent)}</tspan>'
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="currentColor">10{raised}</text>'


def _drawn(k: int, method: str, places: Sequence[tuple[float, float]]) -> Iterator[str]:
    """Yield a line with its points, and its sample in the legend above."""
    dash = f' stroke-dasharray="{_DASHES[k % len(_DASHES)]}"'
    stroke = f'class="line l{k}" fill="none" stroke="currentColor" stroke-width="2"{dash}'
    path = "L".join([f"{x:.1f} {y:.1f}" for x, y in places])
    yield f'<path d="M{path}" {stroke}/>'
    for x, y in places:
        yield f'<circle class="dot l{k}" cx="{x:.1f}" cy="{y:.1f}" r="3" fill="currentColor"/>'
    left = _LEFT + k * 130
    yield f'<path d="M{left} 14h26" {stroke}/>'
    yield _text(left + 32, 19, method, "start")
