"""A rule of differentiation on a terminal: its parts, their derivatives, what it makes of them."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding

from calcdl.graph.nodes import Graph
from calcdl.reading.writing import write
from calcdl.render.table.lines import Formula
from calcdl.render.words import number_text
from calcdl.results.chain import Level, Part, RuleStep
from calcdl.syntax.unparse import Spelling

__all__ = ["step_lines"]

_LONGEST_NAME = 12  # columns, below which equals signs stand below each other
_HEADING, _RULE = 2, 4  # how far lines are indented

Line = tuple[RenderableType, str]  # and the number beside it


def step_lines(step: RuleStep, level: Level, several: bool, spelling: Spelling) -> Iterator[Line]:
    """Yield lines and the numbers beside them; of ``several`` variables it says by which.

    A rule of something inside of a level has a heading of its own.
    """
    name = level.name
    if step.whole.root != level.definition.root:
        heading = _text(step.whole, spelling)
        name = f"({heading})"
        yield _line(Formula(heading).append(f"   {step.rule}", style="dim"), _HEADING)
    for part in step.parts:
        yield from _part_lines(part, spelling)
    left = f"{name}′{f' by {step.variable}' if several else ''} "
    yield _line(Formula(f"{left}= {_text(step.pattern, spelling)}"))
    indent = _RULE + (len(left) if len(left) <= _LONGEST_NAME else 2)
    yield _line(Formula(f"= {_text(step.written, spelling)}"), indent)


def _line(shown: RenderableType, indent: int = _RULE, number: str = "") -> Line:
    """Return a line that is indented where it goes on, too."""
    return Padding(shown, (0, 0, 0, indent)), number


def _part_lines(part: Part, spelling: Spelling) -> Iterator[Line]:
    formula = f"{part.name} = {_text(part.formula, spelling)}"
    slope = f"{part.name}′ = {_text(part.derivative, spelling)}"
    if part.value is None and part.slope is None:
        yield _line(Formula(f"{formula},  {slope}"))
        return
    yield _line(Formula(formula), number=number_text(part.value))
    yield _line(Formula(slope), number=number_text(part.slope))


def _text(graph: Graph, spelling: Spelling) -> str:
    return write(graph, spelling).replace("'", "′")
