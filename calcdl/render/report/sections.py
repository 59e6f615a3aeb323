"""The sections of a report, in the order in which one reads them."""

from __future__ import annotations

from collections.abc import Callable

from calcdl.reading.writing import write
from calcdl.render.notation.formula import written
from calcdl.render.notation.markup import Markup
from calcdl.render.report import behaviour, formulas, limit, partials, steps
from calcdl.render.report.blocks import Cell, Formula, Section
from calcdl.render.report.names import Letters, place_words
from calcdl.results.report import Report

__all__ = ["heading", "sections"]

_Writer = Callable[[Report, Letters], Section | None]
_SECTIONS: tuple[_Writer, ...] = (
    formulas.function,
    formulas.derivative,
    partials.gradient,
    partials.hessian,
    steps.chain,
    steps.computation,
    limit.quotients,
    behaviour.at_the_point,
)
_SHORT = 32  # characters of a function that a heading shows


def sections(report: Report, markup: Markup) -> list[Section]:
    """Return the sections that there are."""
    letters = Letters(report, markup)
    written = [write(report, letters) for write in _SECTIONS]
    return [section for section in written if section is not None]


def heading(report: Report, markup: Markup) -> tuple[Cell, ...]:
    """Return what the report is about, with the function where it is short."""
    is_short = len(write(report.expression)) <= _SHORT
    name = written(report.expression, markup) if is_short else Letters(report, markup).function()
    what = "derivative" if report.derivative is not None else "gradient"
    where = f" at {place_words(report.at)}" if report.at else ""
    return (f"The {what} of ", Formula(name), where)
