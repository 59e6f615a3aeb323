"""Curves as a picture in SVG: readable in light and dark, text as text, secants that move."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from textwrap import shorten

from calcdl.render.picture.clipping import Path, Place
from calcdl.render.picture.scene import COLOURS, DOTS, Layer, Scene, scene
from calcdl.results.curve import Curves
from calcdl.syntax.escapes import visible
from calcdl.syntax.unparse import Spelling

__all__ = ["plot_svg"]

# In pixels
_LEFT, _RIGHT, _BOTTOM, _TOP, _LINE = 64, 16, 34, 14, 20
_WIDTH = DOTS[0] + _LEFT + _RIGHT
_HEADING = 28
_SAMPLE = 28  # of a line, in the legend

_TICKS_ACROSS, _TICKS_UPWARDS = 10, 8
_LONGEST_LEGEND, _LONGEST_DESCRIPTION = 92, 1_000  # characters
_DASHES = ("none", "9 4", "2 3", "10 3 2 3", "5 3", "1 2")
_LONGEST_HEADING = 80
_MANY = 2_000  # points of data, of which more are thinned
_SECONDS = 1.4  # that each secant is shown


def plot_svg(curves: Curves, spelling: Spelling, title: str = "") -> str:
    """Return a picture that needs no script, no font and nothing from elsewhere."""
    picture = scene(curves, spelling, _TICKS_ACROSS, _TICKS_UPWARDS)
    return "\n".join(_Writer(picture, title).parts())


class _Writer:
    """Writes one picture; everything that came from a person passes through ``_text``."""

    def __init__(self, picture: Scene, heading: str) -> None:
        self.picture, self.heading = picture, heading
        self.top = _TOP + (_HEADING if heading else 0)
        self.head = self.top + _LINE * len(picture.layers)
        self.height = self.head + DOTS[1]
        self.foot = _BOTTOM + _LINE * len(picture.notes)
        self.moving = [k for k, layer in enumerate(picture.layers) if layer.kind == "secant"]

    def parts(self) -> Iterator[str]:
        total = self.height + self.foot
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {total}"'
            f' width="{_WIDTH}" height="{total}" class="calcdl-plot" role="img"'
            ' aria-labelledby="calcdl-title calcdl-desc">'
        )
        yield f'<title id="calcdl-title">{_text(self.title())}</title>'
        yield f'<desc id="calcdl-desc">{_text(self.description())}</desc>'
        yield f"<style>{self.style()}</style>"
        yield f'<rect class="page" width="{_WIDTH}" height="{total}"/>'
        if self.heading:
            text = shorten(visible(self.heading), _LONGEST_HEADING, placeholder=" …")
            yield f'<text class="heading" x="{_LEFT}" y="22">{_text(text)}</text>'
        yield from self.axes()
        for x in self.picture.asymptotes:
            yield self.line("asymptote", x, None)
        for k, layer in enumerate(self.picture.layers):
            yield f'<g class="layer l{k}">'
            yield from self.layer(layer)
            yield "</g>"
            yield from self.legend(k, layer)
        for k, note in enumerate(self.picture.notes):
            y = self.height + _BOTTOM + k * _LINE + 12
            yield f'<text class="note" x="{_LEFT}" y="{y}">{_text(note)}</text>'
        yield "</svg>"

    def title(self) -> str:
        legends = [layer.legend for layer in self.picture.layers]
        return self.heading or ", ".join(legends) or "an empty picture"

    def description(self) -> str:
        window = self.picture.window
        points = [label.text for layer in self.picture.layers for label in layer.labels
                  if label.text]  # fmt: skip
        said = [f"For {self.picture.variable} from {window.left:g} to {window.right:g}", *points]
        if any([is_thinned(layer) for layer in self.picture.layers]):
            said.append("Of points that cover the same pixel one is drawn")
        text = ". ".join([*said, *self.picture.notes])
        return shorten(text, _LONGEST_DESCRIPTION, placeholder=" …")

    def style(self) -> str:
        """Return the colours, in light and dark, and when each secant is seen."""
        count = len(self.picture.layers)
        light, dark = (
            "".join([f".l{k}{{--ink:{COLOURS[k % len(COLOURS)][shade]}}}" for k in range(count)])
            for shade in (0, 1)
        )
        dashes = "".join(
            [f".l{k} .line{{stroke-dasharray:{_dash(self.picture, k)}}}" for k in range(count)]
        )
        return f"{_STYLE}{light}{dashes}@media (prefers-color-scheme:dark){{{_DARK}{dark}}}" + (
            self.motion() if len(self.moving) > 1 else ""
        )

    def motion(self) -> str:
        """Return the frames: one secant after the other, and then the tangent."""
        frames = [*self.moving, *[k for k, layer in enumerate(self.picture.layers)
                                  if layer.kind == "tangent"]]  # fmt: skip
        part, seconds = 100 / len(frames), _SECONDS * len(frames)
        rules = []
        for i, k in enumerate(frames):
            start, stop = i * part, (i + 1) * part
            hidden = "{opacity:0.15}"
            before = f"0%{hidden}" if i else ""
            after = f"{stop:.2f}%{hidden}" if i < len(frames) - 1 else ""
            rules.append(
                f"@keyframes f{k}{{{before}{start:.2f}%{{opacity:1}}{after}}}"
                f".l{k}{{animation:f{k} {seconds:.1f}s step-end infinite}}"
            )
        return f"@media (prefers-reduced-motion:no-preference){{{''.join(rules)}}}"

    # Places

    def x(self, x: float) -> float:
        window = self.picture.window
        share = (x - window.left) / (window.right - window.left)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def y(self, y: float) -> float:
        window = self.picture.window
        share = (window.top - y) / (window.top - window.bottom)
        return self.head + share * (self.height - self.head)

    def line(self, name: str, x: float | None, y: float | None) -> str:
        """Return a line through the whole window, upright at an x, or level at a y."""
        if x is not None:
            at = f"{self.x(x):.1f}"
            return f'<path class="{name}" d="M{at} {self.head}V{self.height}"/>'
        assert y is not None
        return f'<path class="{name}" d="M{_LEFT} {self.y(y):.1f}H{_WIDTH - _RIGHT}"/>'

    def axes(self) -> Iterator[str]:
        picture, window = self.picture, self.picture.window
        for tick in picture.across:
            yield self.line("grid", tick.place, None)
            yield (f'<text class="number" x="{self.x(tick.place):.1f}" y="{self.height + 18}"'
                   f' text-anchor="middle">{_text(tick.label)}</text>')  # fmt: skip
        for tick in picture.upwards:
            yield self.line("grid", None, tick.place)
            yield (f'<text class="number" x="{_LEFT - 8}" y="{self.y(tick.place) + 4:.1f}"'
                   f' text-anchor="end">{_text(tick.label)}</text>')  # fmt: skip
        if window.left < 0 < window.right:
            yield self.line("axis", 0, None)
        if window.bottom < 0 < window.top:
            yield self.line("axis", None, 0)
        yield (f'<text class="name" x="{_WIDTH - _RIGHT}" y="{self.height + 30}"'
               f' text-anchor="end">{_text(picture.variable)}</text>')  # fmt: skip

    # What is drawn

    def layer(self, layer: Layer) -> Iterator[str]:
        for path in layer.paths:
            yield f'<path class="line" d="{self.outline(path)}"/>'
        if layer.bands:
            bars = [f"M{self.x(b.left):.1f} {self.y(b.high):.1f}V{self.y(b.low) + 0.5:.1f}"
                    for b in layer.bands]  # fmt: skip
            yield f'<path class="band" d="{"".join(bars)}"/>'
        for label in layer.labels:
            if label.proven and layer.is_crowded:
                continue
            title = f"<title>{_text(label.text)}</title>" if label.text else ""
            yield self.circle("mark" if label.proven else "point", label.place, title)
            if label.text and not label.proven:
                x, y = label.place
                yield (f'<text class="name" x="{self.x(x) + 8:.1f}" y="{self.y(y) - 8:.1f}">'
                       f"{_text(label.text)}</text>")  # fmt: skip
        if is_thinned(layer):
            yield self.dots(layer)
        else:
            for place in layer.discs:
                yield self.circle("disc", place)
        for place in layer.rings:
            yield self.circle("ring", place)

    def dots(self, layer: Layer) -> str:
        """Return very many points as one path, with one of those that cover the same pixel."""
        pixels = dict.fromkeys([(round(self.x(x)), round(self.y(y))) for x, y in layer.discs])
        return f'<path class="dots" d="{"".join([f"M{x} {y}h0" for x, y in pixels])}"/>'

    def outline(self, path: Path) -> str:
        places = [f"{self.x(x):.1f} {self.y(y):.1f}" for x, y in path]
        return f"M{'L'.join(places)}"

    def circle(self, name: str, place: Place, inside: str = "") -> str:
        x, y = place
        radius = 2.5 if name == "mark" else 4
        return (f'<circle class="{name}" cx="{self.x(x):.1f}" cy="{self.y(y):.1f}" r="{radius}"'
                f">{inside}</circle>")  # fmt: skip

    def legend(self, k: int, layer: Layer) -> Iterator[str]:
        y = self.top + k * _LINE
        sample = f'<path class="line" d="M{_LEFT} {y}h{_SAMPLE}"/>'
        if layer.kind == "data":
            sample = f'<circle class="disc" cx="{_LEFT + _SAMPLE / 2:.1f}" cy="{y}" r="4"/>'
        text = layer.legend
        if len(text) > _LONGEST_LEGEND:
            text = f"{text[: _LONGEST_LEGEND - 1]}…"
        yield (f'<g class="layer l{k}">{sample}<text class="legend" x="{_LEFT + _SAMPLE + 10}"'
               f' y="{y + 4}">{_text(text)}</text></g>')  # fmt: skip


def is_thinned(layer: Layer) -> bool:
    """Say whether data are so many points that each pixel has one at the most."""
    return layer.kind == "data" and len(layer.discs) > _MANY


def _dash(picture: Scene, k: int) -> str:
    """Return the pattern by which a line is told apart without colour."""
    kinds = [layer.kind for layer in picture.layers]
    return "none" if kinds[k] == "tangent" else _DASHES[k % len(_DASHES)]


def _text(text: str) -> str:
    """Return a text of which nothing is markup."""
    return escape(visible(text))


_STYLE = (
    ".calcdl-plot{--page:#fff;--text:#1f2328;--grid:#e4e8ec;--soft:#6e7781;"
    "font:13px ui-sans-serif,system-ui,Helvetica,Arial,sans-serif}"
    ".page{fill:var(--page)}.calcdl-plot text{fill:var(--text)}"
    ".calcdl-plot .number,.calcdl-plot .note{fill:var(--soft);font-size:12px}"
    ".name{font-style:italic;paint-order:stroke;stroke:var(--page);stroke-width:4px}.legend{font-family:ui-monospace,Menlo,Consolas,monospace}"
    ".grid{stroke:var(--grid)}.axis{stroke:var(--soft)}"
    ".asymptote{stroke:var(--soft);stroke-dasharray:5 5}"
    ".line,.band{fill:none;stroke:var(--ink);stroke-width:2;stroke-linejoin:round}"
    ".band{stroke-width:1.2}.disc,.point,.mark{fill:var(--ink)}.point{stroke:var(--page)}"
    ".dots{fill:none;stroke:var(--ink);stroke-width:5px;stroke-linecap:round}"
    ".calcdl-plot .heading{font-size:16px;font-weight:600}"
    ".ring{fill:var(--page);stroke:var(--ink);stroke-width:2}"
)
_DARK = ".calcdl-plot{--page:#0d1117;--text:#e6edf3;--grid:#21262d;--soft:#8b949e}"
