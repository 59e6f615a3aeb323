"""A sheet in SVG with axes, on which pictures are drawn; readable in light and dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from calcdl.render.picture.clipping import Path
from calcdl.render.picture.ticks import Tick
from calcdl.results.curve import Window
from calcdl.syntax.escapes import visible

__all__ = ["BOTTOM", "DARK", "LEFT", "LINE", "RIGHT", "STYLE", "TOP", "Sheet", "text_of"]

# In pixels
LEFT, RIGHT, BOTTOM, TOP, LINE = 64, 16, 34, 14, 20


class Sheet:
    """The part of the plane that is shown, ``head`` pixels from above, and its axes."""

    def __init__(self, window: Window, dots: tuple[int, int], head: int, foot: int) -> None:
        across, upwards = dots
        self.window, self.head, self.foot = window, head, foot
        self.height = head + upwards
        self.right = LEFT + across
        self.width = self.right + RIGHT

    def opening(self, title: str, description: str, style: str) -> Iterator[str]:
        """Yield the beginning of a file, with what is said to who cannot see it."""
        total = self.height + self.foot
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {total}"'
            f' width="{self.width}" height="{total}" class="calcdl-plot" role="img"'
            ' aria-labelledby="calcdl-title calcdl-desc">'
        )
        yield f'<title id="calcdl-title">{text_of(title)}</title>'
        yield f'<desc id="calcdl-desc">{text_of(description)}</desc>'
        yield f"<style>{style}</style>"
        yield f'<rect class="page" width="{self.width}" height="{total}"/>'

    def x(self, x: float) -> float:
        window = self.window
        share = (x - window.left) / (window.right - window.left)
        return LEFT + share * (self.right - LEFT)

    def y(self, y: float) -> float:
        window = self.window
        share = (window.top - y) / (window.top - window.bottom)
        return self.head + share * (self.height - self.head)

    def line(self, name: str, x: float | None, y: float | None) -> str:
        """Return a line through the whole window, upright at an x, or level at a y."""
        if x is not None:
            at = f"{self.x(x):.1f}"
            return f'<path class="{name}" d="M{at} {self.head}V{self.height}"/>'
        assert y is not None
        return f'<path class="{name}" d="M{LEFT} {self.y(y):.1f}H{self.right}"/>'

    def axes(self, across: Sequence[Tick], upwards: Sequence[Tick]) -> Iterator[str]:
        """Yield a grid with its numbers, and the lines at zero."""
        window = self.window
        for tick in across:
            yield self.line("grid", tick.place, None)
            yield (f'<text class="number" x="{self.x(tick.place):.1f}" y="{self.height + 18}"'
                   f' text-anchor="middle">{text_of(tick.label)}</text>')  # fmt: skip
        for tick in upwards:
            yield self.line("grid", None, tick.place)
            yield (f'<text class="number" x="{LEFT - 8}" y="{self.y(tick.place) + 4:.1f}"'
                   f' text-anchor="end">{text_of(tick.label)}</text>')  # fmt: skip
        if window.left < 0 < window.right:
            yield self.line("axis", 0, None)
        if window.bottom < 0 < window.top:
            yield self.line("axis", None, 0)

    def notes(self, notes: Sequence[str]) -> Iterator[str]:
        """Yield lines of words below the picture."""
        for k, note in enumerate(notes):
            y = self.height + BOTTOM + k * LINE + 12
            yield f'<text class="note" x="{LEFT}" y="{y}">{text_of(note)}</text>'

    def outline(self, path: Path) -> str:
        places = [f"{self.x(x):.1f} {self.y(y):.1f}" for x, y in path]
        return f"M{'L'.join(places)}"


def text_of(text: str) -> str:
    """Return a text of which nothing is markup."""
    return escape(visible(text))


STYLE = (
    ".calcdl-plot{--page:#fff;--text:#1f2328;--grid:#e4e8ec;--soft:#6e7781;"
    "font:13px ui-sans-serif,system-ui,Helvetica,Arial,sans-serif}"
    ".page{fill:var(--page)}.calcdl-plot text{fill:var(--text)}"
    ".calcdl-plot .number,.calcdl-plot .note{fill:var(--soft);font-size:12px}"
    ".name{font-style:italic;paint-order:stroke;stroke:var(--page);stroke-width:4px}"
    ".legend{font-family:ui-monospace,Menlo,Consolas,monospace}"
    ".grid{stroke:var(--grid)}.axis{stroke:var(--soft)}"
)
DARK = ".calcdl-plot{--page:#0d1117;--text:#e6edf3;--grid:#21262d;--soft:#8b949e}"
