"""All expressions that stand in the corpora, as graphs."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from functools import cache

from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from tests.support.command import ROOT

__all__ = ["expressions"]

_LONGEST = 3000  # characters


@cache
def expressions() -> list[tuple[str, Graph]]:
    """Return the texts of the corpora that calcdl reads, each once, and what they say."""
    found = []
    for text in dict.fromkeys(_texts()):
        if len(text) <= _LONGEST:
            try:
                found.append((text, read(text).graph))
            except CalcdlError:
                continue  # it is no expression, or one of the corpus of errors
    return found


def _texts() -> Iterator[str]:
    """Yield what may be expressions: parts of lines, and the words of command lines."""
    for file in sorted((ROOT / "tests").rglob("*.txt")):
        for line in file.read_text("utf-8").splitlines():
            if line.startswith("#"):
                continue
            for part in line.split("  =>  "):
                yield from part.split("  |  ")
                try:
                    yield from [word for word in shlex.split(part) if not word.startswith("--")]
                except ValueError:
                    continue
