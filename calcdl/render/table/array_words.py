"""The words of the language of arrays, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from calcdl.functions.shaped.word import Word
from calcdl.render.table.lines import Formula, Line
from calcdl.render.table.pairs import Pairs

__all__ = ["table"]

_WIDEST_CALL = 30  # columns


def table(result: Sequence[Word]) -> Iterator[RenderableType]:
    """Yield a line a word, or all that is known of one."""
    if len(result) == 1:
        yield _page(result[0])
        return
    yield Line("of vectors and matrices", style="bold")
    width = min(max([len(word.call) for word in result]), _WIDEST_CALL)
    for word in result:
        line = Text("  ", no_wrap=True, overflow="ellipsis")
        line.append(f"{word.call:<{width}}", style="cyan").append(f"  {word.says}")
        if word.aliases:
            line.append(f" · {' '.join(word.aliases)}", style="dim")
        yield line


def _page(word: Word) -> RenderableType:
    pairs = Pairs()
    pairs.add_row("function", Line(word.call))
    pairs.add_row("meaning", Line(word.says))
    if word.definition:
        pairs.add_row("definition", Formula(word.definition))
    if word.aliases:
        pairs.add_row("other names", Line(" ".join(word.aliases)))
    return pairs
