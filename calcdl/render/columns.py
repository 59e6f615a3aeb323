"""Results as CSV: a heading, then a row a record."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

from calcdl.functions import Function
from calcdl.reading.writing import write
from calcdl.render.plain import chain_lines, value_text
from calcdl.render.words import number_text, quotient_name
from calcdl.results.chain import Chain
from calcdl.results.derivative import Derivative
from calcdl.results.evaluation import Evaluation
from calcdl.results.partials import Entries

__all__ = ["chain_csv", "derivative_csv", "entries_csv", "evaluation_csv", "function_rows"]


def derivative_csv(result: Derivative, numeric: bool = False) -> str:
    """Return the table of a derivative: a row a point, or one row without points."""
    formula = result.simplified or result.formula
    told = [
        write(result.expression),
        result.variable,
        str(result.order),
        "" if formula is None else write(formula),
    ]
    names = list(result.points[0].at) if result.points else []
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    value = ["value", "error"] if result.points else []
    rows.writerow(["expression", "variable", "order", "derivative", *names, *value])
    if not result.points:
        rows.writerow(told)
    for point in result.points:
        error = "" if point.error is None else point.error.code
        rows.writerow(
            [*told, *[point.at[name] for name in names], value_text(point, numeric), error]
        )
    return stream.getvalue()


def function_rows(
    rows: Iterable[Function], aliases_of: Callable[[Function], list[str]], separator: str
) -> str:
    """Return the table of functions: name, arguments, other names, meaning, derivatives."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator, lineterminator="\n")
    if separator == ",":
        writer.writerow(["name", "arguments", "aliases", "says", "derivatives"])
    for row in rows:
        derivatives = "; ".join(rule or "-" for rule in row.local)
        aliases = " ".join(aliases_of(row))
        writer.writerow([row.name, " ".join(row.args), aliases, row.says, derivatives])
    return stream.getvalue()


def entries_csv(result: Entries) -> str:
    """Return partial derivatives: a row a derivative, or a row a derivative and point."""
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    points = result.entries[0].points if result.entries else ()
    names = list(points[0].at) if points else []
    rows.writerow(
        ["with_respect_to", "derivative", *names, *(["value", "error"] if points else [])]
    )
    for entry in result.entries:
        told = [entry.label, "" if entry.formula is None else write(entry.formula)]
        if not points:
            rows.writerow(told)
        for point in entry.points:
            error = "" if point.error is None else point.error.code
            rows.writerow([*told, *[point.at[name] for name in names], value_text(point), error])
    return stream.getvalue()


def chain_csv(result: Chain) -> str:
    """Return the chain rule: a row a level, then a row a derivative of the whole."""
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    heading = ["part", "name", "formula", "rule", "derivatives"]
    at_point = result.at is not None
    rows.writerow([*heading, *(["value", "derivative_values", "adjoint"] if at_point else [])])
    for line in chain_lines(result)[: len(result.levels)]:
        rows.writerow(["level", *line.split("\t")])
    whole = result.levels[-1].name
    for one in result.assemblies:
        told = [quotient_name(whole, one.variable), write(one.product), "", write(one.tidied)]
        value = [number_text(one.value), "", ""] if at_point else []
        rows.writerow(["whole", *told, *value])
    return stream.getvalue()


def evaluation_csv(result: Evaluation) -> str:
    """Return the values of a function: a row a point."""
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    names = list(result.points[0].at)
    rows.writerow(["expression", *names, "value", "error"])
    for point in result.points:
        error = "" if point.error is None else point.error.code
        place = [point.at[name] for name in names]
        rows.writerow([write(result.expression), *place, value_text(point), error])
    return stream.getvalue()
