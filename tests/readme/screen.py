"""A terminal as a picture in SVG: readable in light and dark, text as text, no font from elsewhere.

Rich can export what it prints, but names a font on the web, and has one set of colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from rich.console import Console
from rich.style import Style
from rich.text import Text

__all__ = ["screen"]

_CHARACTER, _LINE, _MARGIN = 7.8, 19, 16  # pixels, of a monospaced font of 13 px

_COLOURS = {2: "green", 6: "cyan"}  # those of a terminal that tables have, by their numbers

_STYLE = (
    "svg{--page:#fff;--text:#1f2328;--soft:#59636e;--cyan:#0969a8;--green:#1a7f37}"
    "@media (prefers-color-scheme:dark)"
    "{svg{--page:#0d1117;--text:#e6edf3;--soft:#9198a1;--cyan:#56c2d6;--green:#3fb950}}"
    "rect{fill:var(--page)}text{fill:var(--text);white-space:pre}"
    ".cyan{fill:var(--cyan)}.green{fill:var(--green)}.dim{fill:var(--soft)}.bold{font-weight:bold}"
)


def screen(command: str, printed: str) -> str:
    """Return a picture of what a command printed on a terminal; its title is the command."""
    lines = list(Text.from_ansi(printed).split("\n"))
    for line in lines:
        line.rstrip()
    while not lines[-1]:
        lines.pop()
    width = round(max(line.cell_len for line in lines) * _CHARACTER) + 2 * _MARGIN
    height = len(lines) * _LINE + 2 * _MARGIN
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" font-size="13" role="img" aria-labelledby="title"'
        ' font-family="ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace">',
        f'<title id="title">{escape(command)}, on a terminal</title>',
        f"<style>{_STYLE}</style>",
        f'<rect width="{width}" height="{height}"/>',
        *[piece for k, line in enumerate(lines) for piece in _pieces(line, k)],
        "</svg>",
    ]) + "\n"  # fmt: skip


def _pieces(line: Text, k: int) -> Iterator[str]:
    """Return the pieces of a line, each of one style, at the place where a terminal has it."""
    console = Console(color_system="standard")
    column, y = 0, _MARGIN + k * _LINE + 13
    for segment in line.render(console):
        text = segment.text
        cells = segment.cell_length
        if text.strip():
            x, length = _MARGIN + column * _CHARACTER, cells * _CHARACTER
            name = _class(segment.style or Style())
            yield (f'<text x="{x:.1f}" y="{y}" textLength="{length:.1f}"{name}>'
                   f"{escape(text)}</text>")  # fmt: skip
        column += cells


def _class(style: Style) -> str:
    """Return the names of a style's colour and weight, as an attribute."""
    colour = _COLOURS[style.color.number] if style.color and not style.dim else ""
    names = [colour, "dim" * bool(style.dim), "bold" * bool(style.bold)]
    return f' class="{" ".join(filter(None, names))}"' if any(names) else ""
