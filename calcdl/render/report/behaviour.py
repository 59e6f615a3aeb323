"""What the function does at the point, on both sides of it."""

from __future__ import annotations

from calcdl.calculus.point.words import sentence
from calcdl.render.point import frameworks_text
from calcdl.render.report.blocks import Block, Cell, Paragraph, Section, Table
from calcdl.render.report.formulas import note_of
from calcdl.render.report.names import Letters, place_words
from calcdl.results.point import Behaviour, OneSide
from calcdl.results.report import Report
from calcdl.results.value import Value

__all__ = ["at_the_point"]


def at_the_point(report: Report, letters: Letters) -> Section | None:
    """Return what kind of point it is, along each variable; None without a point."""
    part = report.behaviours
    if part is None or report.at is None:
        return None
    title = "What the function does at the point"
    if part.result is None:
        return Section(title, tuple(note_of(part.error)), (part.line,))
    blocks = [block for point in part.result.points for block in _of(point)]
    return Section(title, tuple(blocks), (part.line,))


def _of(behaviour: Behaviour) -> list[Block]:
    along = "" if behaviour.along is None else f", along {behaviour.along}"
    says = f"At {place_words(behaviour.at)}{along}: {sentence(behaviour)}."
    blocks: list[Block] = [Paragraph((says,))]
    if behaviour.kind != "smooth":
        blocks.append(_sides(behaviour))
    if says := frameworks_text(behaviour):
        blocks.append(Paragraph((says,)))
    return blocks


def _sides(behaviour: Behaviour) -> Table:
    left, right = behaviour.left, behaviour.right
    here = "none" if behaviour.value is None else _number(behaviour.value)
    rows: list[tuple[Cell, ...]] = [
        ("limit or value", _limit(left), here, _limit(right)),
        ("slope", _slope(left), _slope_here(behaviour), _slope(right)),
    ]
    return Table(("", "on the left", "at the point", "on the right"), tuple(rows))


def _slope_here(behaviour: Behaviour) -> str:
    """Return the slope at the point; where that is not known, "none" would say too much."""
    if behaviour.value is None:
        return "none"
    if behaviour.kind == "undecided":
        return "not decided"
    return _number(behaviour.right.slope) if behaviour.derivatives else "none"


def _limit(side: OneSide) -> str:
    return _number(side.limit) if side.exists else "outside the domain"


def _slope(side: OneSide) -> str:
    if not side.exists or (side.slope is None and side.limit is not None and side.limit.infinite):
        return "–"
    return _number(side.slope)


def _number(value: Value | None) -> str:
    if value is None:
        return "not decided"
    if value.infinite:
        return "∞" if value.infinite > 0 else "−∞"
    return value.decimal
