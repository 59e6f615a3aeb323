"""The derivative as a limit: difference quotients, and how far they are off."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.render.numeric import number_text
from calcdl.render.report.blocks import Block, Cell, Display, Paragraph, Picture, Section, Table
from calcdl.render.report.formulas import note_of
from calcdl.render.report.names import Letters, place_words
from calcdl.results.numeric import DifferenceQuotient, Numeric, NumericAtPoint
from calcdl.results.report import Part, Report

__all__ = ["quotients"]


def quotients(report: Report, letters: Letters) -> Section | None:
    """Return the quotients at the point for smaller and smaller steps; None without a point."""
    if not report.quotients:
        return None
    blocks: list[Block] = []
    for part, variable in zip(report.quotients, report.variables, strict=False):
        blocks += _by_variable(part, variable, letters)
    unshown = report.variables[len(report.quotients) :]
    if unshown:
        blocks.append(Paragraph((f"Not shown here: quotients in {', '.join(unshown)}.",)))
    lines = tuple([part.line for part in report.quotients])
    return Section("The derivative as a limit", tuple(blocks), lines)


def _by_variable(part: Part[Numeric], variable: str, letters: Letters) -> list[Block]:
    if part.result is None:
        return note_of(part.error)
    (point,) = part.result.points
    blocks: list[Block] = [Display((_definition(variable, letters),))]
    if not point.quotients:
        return [*blocks, *note_of(point.error)]
    blocks += note_of(point.no_derivative)
    blocks.append(_table(point))
    if point.best_steps:
        best = [f"{step:g} for {method}" for method, step in point.best_steps.items()]
        says = (
            "Quotients are off by truncation, which in general shrinks with the step, and by"
            " rounding, which grows as the step shrinks. Of these steps the best, marked *, are"
            f" {' and '.join(best)} differences."
        )
        caption = f"The size of the error against the step, at {place_words(point.at)}."
        blocks += [Paragraph((says,)), Picture(point, caption)]
    return blocks


def _definition(variable: str, letters: Letters) -> str:
    """Return the derivative as the limit of difference quotients."""
    markup, h = letters.markup, letters.markup.name(letters.step)
    here, beyond = letters.function(), letters.function({variable: f"{markup.plus}{h}"})
    quotient = "".join(markup.fraction_of(f"{beyond}{markup.less}{here}", h))
    left = letters.derivative_of(variable)
    return f"{left}{markup.equals}{markup.limit(h, markup.numeral('0'))}{quotient}"


def _table(point: NumericAtPoint) -> Table:
    """Return a row a step: for each method the quotient, and its error where that is known."""
    methods = list(dict.fromkeys([quotient.method for quotient in point.quotients]))
    by_place = {(quotient.step, quotient.method): quotient for quotient in point.quotients}
    known = bool(point.best_steps)
    head: list[Cell] = ["step"]
    for method in methods:
        head += [method, "error"] if known else [method]
    rows = []
    for step in dict.fromkeys([quotient.step for quotient in point.quotients]):
        cells: list[Cell] = [f"{step:g}"]
        for method in methods:
            cells += _cells(by_place[step, method], point.best_steps or {}, known)
        rows.append(tuple(cells))
    return Table(tuple(head), tuple(rows), is_numeric=True)


def _cells(quotient: DifferenceQuotient, best: dict[str, float], known: bool) -> Sequence[Cell]:
    estimate = number_text(quotient.estimate) or "–"
    if not known:
        return [estimate]
    if quotient.error is None:
        return [estimate, "–"]
    mark = "*" if best.get(quotient.method) == quotient.step else ""
    return [estimate, f"{mark}{quotient.error:.1e}" if quotient.error else f"{mark}0"]
