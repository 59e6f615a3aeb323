"""Maps as pictures in SVG: contours with their levels, arrows of the gradient, a path over them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from textwrap import shorten, wrap

from calcdl.render.picture.clipping import Path, Place
from calcdl.render.picture.map_scene import MapScene, Stroke, level_labels, map_dots, map_scene
from calcdl.render.picture.sheet import BOTTOM, DARK, LEFT, LINE, STYLE, TOP, Sheet, text_of
from calcdl.results.curve import Window
from calcdl.results.surface import Surface
from calcdl.syntax.unparse import Spelling

__all__ = ["map_svg"]

_TICKS_ACROSS, _TICKS_UPWARDS = 9, 8
_LONGEST_DESCRIPTION, _PIXELS_OF_LETTER = 1_000, 6.6
_SHADES = ("#3b4cc0", "#2b6fb5", "#1f8a94", "#3f9a4b", "#a08a12", "#c8601c", "#b3202e")
_DARK_SHADES = ("#8ea2ff", "#62b2f0", "#4fc9cd", "#7fd488", "#e0cb57", "#f5a35c", "#ff8080")
_APART, _SHORTEST = 34, 70  # pixels between labels of contours, and of a line that has one
_MOST_STEPS = 400  # points of a path that are marked


def map_svg(surface: Surface, spelling: Spelling, title: str = "") -> str:
    """Return a picture that needs no script, no font and nothing from elsewhere."""
    return "\n".join(_Writer(surface, spelling, title).parts())


class _Writer(Sheet):
    """Writes one map; everything that came from a person passes through ``text_of``."""

    def __init__(self, surface: Surface, spelling: Spelling, heading: str) -> None:
        self.surface = surface
        self.picture = map_scene(surface, spelling, _TICKS_ACROSS, _TICKS_UPWARDS)
        dots = map_dots(surface.window)
        letters = int(dots[0] / _PIXELS_OF_LETTER)
        legend = [heading, self.picture.title, *_legend(surface, self.picture)]
        self.legend = [line for text in legend for line in wrap(text, letters)]
        self.headings = 2 if heading else 1  # lines that say what it is
        self.said = [line for note in self.picture.notes for line in wrap(note, letters)]
        foot = BOTTOM + LINE * len(self.said)
        super().__init__(surface.window, dots, TOP + LINE * len(self.legend), foot)
        self.labelled: list[Place] = []

    def parts(self) -> Iterator[str]:
        picture = self.picture
        yield from self.opening(picture.title, self.description(), self.style())
        for k, line in enumerate(self.legend):
            name = "legend" if k < self.headings else "note"
            yield f'<text class="{name}" x="{LEFT}" y="{TOP + k * LINE + 4}">{text_of(line)}</text>'
        yield from self.axes(picture.across, picture.upwards)
        yield (f'<text class="name" x="{self.right}" y="{self.height + 30}"'
               f' text-anchor="end">{text_of(picture.variables[0])}</text>')  # fmt: skip
        yield (f'<text class="name" x="{LEFT - 52}" y="{self.head + 12}">'
               f"{text_of(picture.variables[1])}</text>")  # fmt: skip
        yield self.boxes("empty", self.surface.empty)
        yield self.boxes("rough", [*self.surface.rough, *self.surface.unresolved])
        yield self.strokes("arrow", self.picture.arrows)
        yield from self.contours()
        yield from self.path()
        yield self.strokes("slope", self.picture.slopes)
        yield from self.marks()
        yield from self.notes(self.said)
        yield "</svg>"

    def description(self) -> str:
        window, (x, y) = self.window, self.picture.variables
        levels = ", ".join(level_labels(self.surface)) or "none"
        said = [f"For {x} from {window.left:g} to {window.right:g} and {y} from"
                f" {window.bottom:g} to {window.top:g}, contours at {levels}",
                *[label.text for label in self.picture.labels], *self.picture.notes]  # fmt: skip
        return shorten(". ".join(said), _LONGEST_DESCRIPTION, placeholder=" …")

    def style(self) -> str:
        light, dark = (
            "".join([f".c{k}{{--ink:{_shade(shades, k, len(self.surface.contours))}}}"
                     for k in range(len(self.surface.contours))])
            for shades in (_SHADES, _DARK_SHADES)
        )  # fmt: skip
        return f"{STYLE}{_STYLE}{light}@media (prefers-color-scheme:dark){{{DARK}{_DARK}{dark}}}"

    def boxes(self, name: str, boxes: Sequence[Window]) -> str:
        """Return rectangles, a little wider, so that nothing shows between neighbours."""
        outlines = []
        for box in boxes:
            left, top = self.x(box.left), self.y(box.top)
            width, height = self.x(box.right) - left, self.y(box.bottom) - top
            outlines.append(f"M{left:.1f} {top:.1f}h{width:.1f}v{height:.1f}h{-width:.1f}z")
        return f'<path class="{name}" d="{"".join(outlines)}"/>' if outlines else ""

    def strokes(self, name: str, arrows: Sequence[Stroke]) -> str:
        """Return arrows, with heads in proportion."""
        outlines = []
        for arrow in arrows:
            x, y, u, v = *self.at(arrow.start), *self.at(arrow.tip)
            size = min(_HEAD, _LONGEST_HEAD / max(math.hypot(u - x, v - y), 1))
            dx, dy = (u - x) * size, (v - y) * size
            outlines.append(
                f"M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}M{u - dx + dy / 2:.1f} {v - dy - dx / 2:.1f}"
                f"L{u:.1f} {v:.1f}L{u - dx - dy / 2:.1f} {v - dy + dx / 2:.1f}"
            )
        return f'<path class="{name}" d="{"".join(outlines)}"/>' if outlines else ""

    def at(self, place: Place) -> Place:
        return self.x(place[0]), self.y(place[1])

    def contours(self) -> Iterator[str]:
        """Yield the lines, then the levels on them, each where none is near."""
        labels = level_labels(self.surface)
        for k, contour in enumerate(self.surface.contours):
            outlines = [self.outline(path) for path in contour.paths]
            if outlines:
                yield (f'<g class="c{k}"><title>{labels[k]}</title>'
                       f'<path class="contour" d="{"".join(outlines)}"/></g>')  # fmt: skip
        for k, contour in enumerate(self.surface.contours):
            for path in sorted(contour.paths, key=len, reverse=True)[:2]:
                place = self.place_for_label(tuple(map(self.at, path)))
                if place is not None:
                    self.labelled.append(place)
                    yield (f'<text class="level c{k}" x="{place[0]:.1f}" y="{place[1] + 4:.1f}"'
                           f' text-anchor="middle">{text_of(labels[k])}</text>')  # fmt: skip

    def place_for_label(self, path: Path) -> Place | None:
        """Return a place on a line that is long, away from other labels and the borders."""
        xs, ys = [x for x, _ in path], [y for _, y in path]
        if max(xs) - min(xs) + max(ys) - min(ys) < _SHORTEST:
            return None
        count = len(path)
        for k in (count * part // 16 for part in (8, 5, 11, 3, 13, 7, 9, 2, 14)):
            x, y = path[k]
            inside = LEFT + 20 < x < self.right - 20 and self.head + 12 < y < self.height - 12
            near = [abs(x - u) < _APART and abs(y - v) < _APART / 2 for u, v in self.labelled]
            if inside and not any(near):
                return x, y
        return None

    def path(self) -> Iterator[str]:
        for path in self.picture.paths:
            yield f'<path class="path" d="{self.outline(path)}"/>'
        for place in self.picture.steps[:_MOST_STEPS]:
            yield self.circle("step", place, 1.8)
        if self.picture.steps:
            yield self.circle("step", self.picture.steps[0], 4)
            yield self.circle("last", self.picture.steps[-1], 4)

    def marks(self) -> Iterator[str]:
        """Yield the points, and what they are: below a point that an arrow rises from."""
        rising = self.picture.rising
        for label in self.picture.labels:
            x, y = self.at(label.place)
            dy = 18 if label.place in rising else -8
            is_left = x > (LEFT + self.right) / 2
            yield self.circle("mark" if label.proven else "point", label.place, 3.5, label.text)
            if len(self.picture.labels) <= _MOST_NAMED or not label.proven:
                anchor = ' text-anchor="end"' if is_left else ""
                yield (f'<text class="name" x="{x + (-8 if is_left else 8):.1f}" y="{y + dy:.1f}"'
                       f"{anchor}>{text_of(label.text)}</text>")  # fmt: skip

    def circle(self, name: str, place: Place, radius: float, title: str = "") -> str:
        x, y = self.at(place)
        inside = f"<title>{text_of(title)}</title>" if title else ""
        return f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}">{inside}</circle>'


_HEAD = 0.3  # of an arrow that its head is long
_LONGEST_HEAD = 11  # pixels
_MOST_NAMED = 6  # marks that have their names beside them


def _legend(surface: Surface, picture: MapScene) -> Iterator[str]:
    """Yield what lines, arrows and areas mean."""
    if surface.levels:
        yield f"contours at {', '.join(level_labels(surface))}"
    if picture.arrows:
        yield "arrows: the gradient; they grow with the cube root of its size"
    if picture.slopes:
        yield "thick arrow: the direction of the gradient at the point"
    if surface.empty:
        yield "grey: no real value"
    if surface.rough:
        yield "dark grey: there may be a pole, a jump or an edge"


def _shade(shades: Sequence[str], k: int, count: int) -> str:
    return shades[round(k * (len(shades) - 1) / max(count - 1, 1))]


_STYLE = (
    ".contour{fill:none;stroke:var(--ink);stroke-width:1.6;stroke-linejoin:round}"
    ".calcdl-plot .level{fill:var(--ink);font-size:11px;paint-order:stroke;stroke:var(--page);"
    "stroke-width:4px}"
    ".calcdl-plot{--empty:#eceff2;--rough:#afb8c1;--arrow:#a8b1ba;--path:#bf3989}"
    ".empty{fill:var(--empty)}.rough{fill:var(--rough)}"
    ".arrow{fill:none;stroke:var(--arrow);stroke-width:1.1}"
    ".slope{fill:none;stroke:var(--text);stroke-width:2.4;stroke-linecap:round}"
    ".path{fill:none;stroke:var(--path);stroke-width:2}.step{fill:var(--path)}"
    ".last{fill:var(--page);stroke:var(--path);stroke-width:2.5}"
    ".mark,.point{fill:var(--text);stroke:var(--page);stroke-width:1.5}"
)
_DARK = ".calcdl-plot{--empty:#1c2128;--rough:#545d68;--arrow:#4c5561;--path:#f778ba}"
