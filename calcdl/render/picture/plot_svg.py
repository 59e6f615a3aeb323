"""Curves as a picture in SVG: readable in light and dark, text as text, secants that move."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from calcdl.render.picture.clipping import Place
from calcdl.render.picture.scene import COLOURS, DOTS, Layer, Scene, scene
from calcdl.render.picture.sheet import BOTTOM, DARK, LEFT, LINE, STYLE, TOP, Sheet, text_of
from calcdl.results.curve import Curves
from calcdl.syntax.escapes import visible
from calcdl.syntax.unparse import Spelling

__all__ = ["plot_svg"]

_HEADING = 28  # pixels
_SAMPLE = 28  # pixels of a line, in the legend
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


class _Writer(Sheet):
    """Writes one picture; everything that came from a person passes through ``text_of``."""

    def __init__(self, picture: Scene, heading: str) -> None:
        foot = BOTTOM + LINE * len(picture.notes)
        self.top = TOP + (_HEADING if heading else 0)
        super().__init__(picture.window, DOTS, self.top + LINE * len(picture.layers), foot)
        self.picture, self.heading = picture, heading
        self.moving = [k for k, layer in enumerate(picture.layers) if layer.kind == "secant"]

    def parts(self) -> Iterator[str]:
        yield from self.opening(self.title(), self.description(), self.style())
        if self.heading:
            text = shorten(visible(self.heading), _LONGEST_HEADING, placeholder=" …")
            yield f'<text class="heading" x="{LEFT}" y="22">{text_of(text)}</text>'
        yield from self.axes(self.picture.across, self.picture.upwards)
        yield (f'<text class="name" x="{self.right}" y="{self.height + 30}"'
               f' text-anchor="end">{text_of(self.picture.variable)}</text>')  # fmt: skip
        for x in self.picture.asymptotes:
            yield self.line("asymptote", x, None)
        for k, layer in enumerate(self.picture.layers):
            yield f'<g class="layer l{k}">'
            yield from self.layer(layer)
            yield "</g>"
            yield from self.legend(k, layer)
        yield from self.notes(self.picture.notes)
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
        return (
            f"{STYLE}{_STYLE}{light}{dashes}@media (prefers-color-scheme:dark){{{DARK}{dark}}}"
            + (self.motion() if len(self.moving) > 1 else "")
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
            title = f"<title>{text_of(label.text)}</title>" if label.text else ""
            yield self.circle("mark" if label.proven else "point", label.place, title)
            if label.text and not label.proven:
                x, y = label.place
                yield (f'<text class="name" x="{self.x(x) + 8:.1f}" y="{self.y(y) - 8:.1f}">'
                       f"{text_of(label.text)}</text>")  # fmt: skip
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

    def circle(self, name: str, place: Place, inside: str = "") -> str:
        x, y = place
        radius = 2.5 if name == "mark" else 4
        return (f'<circle class="{name}" cx="{self.x(x):.1f}" cy="{self.y(y):.1f}" r="{radius}"'
                f">{inside}</circle>")  # fmt: skip

    def legend(self, k: int, layer: Layer) -> Iterator[str]:
        y = self.top + k * LINE
        sample = f'<path class="line" d="M{LEFT} {y}h{_SAMPLE}"/>'
        if layer.kind == "data":
            sample = f'<circle class="disc" cx="{LEFT + _SAMPLE / 2:.1f}" cy="{y}" r="4"/>'
        text = layer.legend
        if len(text) > _LONGEST_LEGEND:
            text = f"{text[: _LONGEST_LEGEND - 1]}…"
        yield (f'<g class="layer l{k}">{sample}<text class="legend" x="{LEFT + _SAMPLE + 10}"'
               f' y="{y + 4}">{text_of(text)}</text></g>')  # fmt: skip


def is_thinned(layer: Layer) -> bool:
    """Say whether data are so many points that each pixel has one at the most."""
    return layer.kind == "data" and len(layer.discs) > _MANY


def _dash(picture: Scene, k: int) -> str:
    """Return the pattern by which a line is told apart without colour."""
    kinds = [layer.kind for layer in picture.layers]
    return "none" if kinds[k] == "tangent" else _DASHES[k % len(_DASHES)]


_STYLE = (
    ".asymptote{stroke:var(--soft);stroke-dasharray:5 5}"
    ".line,.band{fill:none;stroke:var(--ink);stroke-width:2;stroke-linejoin:round}"
    ".band{stroke-width:1.2}.disc,.point,.mark{fill:var(--ink)}.point{stroke:var(--page)}"
    ".dots{fill:none;stroke:var(--ink);stroke-width:5px;stroke-linecap:round}"
    ".calcdl-plot .heading{font-size:16px;font-weight:600}"
    ".ring{fill:var(--page);stroke:var(--ink);stroke-width:2}"
)
