"""The chain rule step by step, and the computational graph."""

from __future__ import annotations

from calcdl.errors import Undecided
from calcdl.render.notation.answers import (
    assembly_sides,
    equations,
    level_lines,
    relation,
    value_of,
)
from calcdl.render.report.blocks import Block, Display, Paragraph, Picture, Section, Steps
from calcdl.render.report.formulas import note_of
from calcdl.render.report.names import Letters
from calcdl.render.words import number_text
from calcdl.results.chain import Assembly, Chain
from calcdl.results.report import Report

__all__ = ["chain", "computation"]

_MOST_LEVELS = 60


def chain(report: Report, letters: Letters) -> Section:
    """Return the levels from the inside out, then how their derivatives are put together."""
    part = report.chain
    if part.result is None:
        return Section("The chain rule, step by step", tuple(note_of(part.error)))
    result, markup = part.result, letters.markup
    title = "The chain rule, step by step"
    if len(result.levels) > _MOST_LEVELS:
        says = f"There are {len(result.levels)} levels, more than a page shows."
        return Section(title, (Paragraph((says,)), *note_of(part.error)), (part.line,))
    blocks: list[Block] = [
        Steps(tuple([(level.rule, tuple(level_lines(level, markup))) for level in result.levels]))
    ]
    blocks += _backward(result, letters)
    blocks.append(Paragraph(("Multiplied along each path, and put together:",)))
    blocks += [Display((_assembled(result, one, letters),)) for one in result.assemblies]
    return Section(title, (*blocks, *note_of(part.error)), (part.line,))


def _backward(result: Chain, letters: Letters) -> list[Block]:
    """Return the derivatives of the whole by each level, from the outside in."""
    markup, whole = letters.markup, result.levels[-1].name
    lines = []
    for level in reversed(result.levels[:-1]):
        if level.adjoint is not None:
            above, below = (f"{markup.d(False)}{markup.beside}{markup.name(name)}"
                            for name in (whole, level.name))  # fmt: skip
            left = "".join(markup.fraction_of(above, below))
            lines.append(equations(left, [], level.adjoint, markup))
    if not lines:
        return []
    return [Paragraph(("Backward, from the outside in:",)), Display(tuple(lines))]


def _assembled(result: Chain, assembly: Assembly, letters: Letters) -> str:
    """Return a derivative as a chain of equations, each on a line of its own."""
    markup, value = letters.markup, assembly.value
    left, sides = assembly_sides(result, assembly, markup)
    right = [(markup.equals, side) for side in sides]
    if isinstance(value, Undecided):
        relation_, last = right[-1]
        right[-1] = (relation_, f"{last}{markup.remark(f'({number_text(value)})')}")
    elif value is not None and value_of(value, markup) != sides[-1]:
        right.append((relation(value, markup), value_of(value, markup)))
    return markup.aligned_of(left, right)


def computation(report: Report, letters: Letters) -> Section:
    """Return the computational graph, with values and adjoints where there are any."""
    part = report.computation
    blocks: list[Block] = []
    if part.result is not None:
        caption = "Each box is an operation on those above it."
        if part.result.at is not None:
            caption += (
                " Values flow down. Adjoints flow up: each is the derivative of the whole by the"
                " value in its box."
            )
        blocks.append(Picture(part.result, caption))
    return Section("The computational graph", (*blocks, *note_of(part.error)), (part.line,))
