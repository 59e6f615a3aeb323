"""Difference quotients of one step on a terminal: what was computed, what came out, how far off."""

from __future__ import annotations

from calcdl.render.names import off_text
from calcdl.render.numeric import number_text
from calcdl.render.quotients import Quotients
from calcdl.render.table.lines import Formula, Line
from calcdl.render.table.pairs import Pairs
from calcdl.results.numeric import DifferenceQuotient, Numeric, NumericAtPoint

__all__ = ["written_out"]


def written_out(result: Numeric, point: NumericAtPoint) -> Pairs:
    """Return each quotient with the values that it is made of, as one would by hand."""
    rows = Pairs()
    written = Quotients(result, point)
    for quotient in point.quotients:
        lines = _computed(quotient, written, result.digits)
        if quotient.estimate is not None and quotient.error is not None:
            off = off_text(quotient.error, quotient.estimate, point.value)
            lines.append(Line(off + _parts(quotient), style="dim"))
        if quotient.reason:
            lines.append(Line(quotient.reason, style="red"))
        rows.add_row(quotient.method, *lines)
    return rows


def _computed(quotient: DifferenceQuotient, written: Quotients, digits: int | None) -> list[Line]:
    """Return the quotient, the same with values in it, and what doubles make of that."""
    lines = [written.text(quotient), written.values(quotient)]
    texts: list[Line] = [
        Formula(f"= {line}" if k else line) for k, line in enumerate(lines) if line
    ]
    if quotient.estimate is None:
        return texts
    estimate = Line()
    estimate.append(f"{'= ' if texts else ''}{number_text(quotient.estimate, digits)}", "bold")
    if quotient.without_rounding not in (None, quotient.estimate):
        exact = number_text(quotient.without_rounding, digits)
        estimate.append(f"   without rounding {exact}", style="dim")
    return [*texts, estimate]


def _parts(quotient: DifferenceQuotient) -> str:
    """Return the parts of an error that is not zero."""
    if not quotient.error:
        return ""
    return f": truncation {quotient.truncation_error:.2g}, rounding {quotient.rounding_error:.2g}"
