"""Results as plain text: one record a line, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.reading.writing import write
from calcdl.render.words import number_text, quotient_name
from calcdl.results.at_point import DerivativeAtPoint
from calcdl.results.derivative import Derivative
from calcdl.results.evaluation import Evaluation

if TYPE_CHECKING:  # other commands than these have no use for them
    from calcdl.results.chain import Chain, Level
    from calcdl.results.partials import Entries

__all__ = ["chain_lines", "derivative_lines", "entry_lines", "evaluation_lines", "value_text"]


def derivative_lines(result: Derivative, numeric: bool = False) -> list[str]:
    """Return the formula, or if there are points a line for each: its value."""
    if not result.points:
        formula = result.simplified or result.formula
        assert formula is not None
        return [write(formula)]
    return point_lines(result.points, numeric)


def point_lines(points: Sequence[DerivativeAtPoint], numeric: bool = False) -> list[str]:
    """Return a line for each point: its value, empty if there is none and there are others."""
    lines = [value_text(point, numeric) for point in points]
    return [] if lines == [""] else lines


def evaluation_lines(result: Evaluation) -> list[str]:
    """Return a line for each point: the value."""
    return point_lines(result.points)


def value_text(point: DerivativeAtPoint, numeric: bool = False) -> str:
    """Return the value at a point as it is printed in a pipe."""
    if numeric and point.numeric is not None:
        return repr(point.numeric.estimate).removesuffix(".0")
    if point.value is None:
        return ""
    return point.value.closed or point.value.decimal


def entry_lines(result: Entries) -> list[str]:
    """Return a line for each partial derivative: its label, then its formula or its values.

    A derivative along a direction stands alone: a line a point.
    """
    along = [fact.along for fact in result.facts]
    if any(along):
        return [value.decimal for value in along if value is not None]
    lines = []
    for entry in result.entries:
        texts = [value_text(point) for point in entry.points]
        if not entry.points:
            assert entry.formula is not None
            texts = [write(entry.formula)]
        lines.append("\t".join([entry.label, *texts]))
    return lines


def chain_lines(result: Chain) -> list[str]:
    """Return a line for each level, then one for each variable; the columns are separated by tabs.

    A level: name, definition, rule, local derivatives; with a point also the value, the local
    derivatives as numbers, and the adjoint. A variable: df/dx, the product of local derivatives,
    the same written out, the derivative; with a point also its value.
    """
    whole = result.levels[-1].name
    lines = []
    for level in result.levels:
        columns = [level.name, write(level.definition), level.rule, _local_formulas(level)]
        if result.at is not None:
            columns += [number_text(level.value), _local_values(level), number_text(level.adjoint)]
        lines.append("\t".join(columns))
    for one in result.assemblies:
        columns = [quotient_name(whole, one.variable)]
        columns += [write(graph) for graph in (one.product, one.substituted, one.tidied)]
        if result.at is not None:
            columns.append(number_text(one.value))
        lines.append("\t".join(columns))
    return lines


def _local_formulas(level: Level) -> str:
    return "; ".join(
        f"{quotient_name(level.name, one.input)} = {write(one.formula)}" for one in level.local
    )


def _local_values(level: Level) -> str:
    return "; ".join(
        f"{quotient_name(level.name, one.input)} = {number_text(one.value)}" for one in level.local
    )
