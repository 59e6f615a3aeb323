"""Partial derivatives as rows and as a record."""

from __future__ import annotations

from calcdl.reading.writing import write
from calcdl.render.record import Record, given_up_record, point_record, present, value_record
from calcdl.render.rows import Rows, heading, point_rows, value_text
from calcdl.results.partials import Partial, Partials, PointFacts

__all__ = ["columns", "record", "rows"]


def rows(result: Partials) -> Rows:
    """Return a row for each partial derivative: its label, then its formula or its values.

    A derivative along a direction stands alone: a row a point.
    """
    along = [fact.along for fact in result.facts if fact.along is not None]
    if along:
        return [[value.decimal] for value in along]
    return [[entry.label, *_texts(entry, result)] for entry in result.entries]


def _texts(entry: Partial, result: Partials) -> list[str]:
    return [value_text(point) for point in entry.points] or [_formula_text(entry, result)]


def _formula_text(entry: Partial, result: Partials) -> str:
    if result.shows_named and entry.named is not None:
        from calcdl.render.named import named_text

        return named_text(entry.named)
    return "" if entry.formula is None else write(entry.formula)


def columns(result: Partials) -> Rows:
    """Return a heading, and a row a derivative, or a row a derivative and point."""
    points = result.entries[0].points if result.entries else ()
    rows = [heading(["with_respect_to", "derivative"], points)]
    for entry in result.entries:
        rows += point_rows([entry.label, _formula_text(entry, result)], entry.points)
    return rows


def record(result: Partials) -> Record:
    """Return the record of a gradient, Jacobian or Hessian, or of partial derivatives."""
    from calcdl.render.named import definitions_of

    texts = [write(graph) for graph in result.expressions]
    several = result.command == "jacobian"
    key = "partials" if result.command == "partial" else result.command
    definitions = definitions_of([entry.named for entry in result.entries])
    return present(
        {
            "command": result.command,
            "expressions": texts if several else None,
            "expression": None if several else texts[0],
            "variables": list(result.variables),
            key: {entry.label: _entry_record(entry) for entry in result.entries},
            "definitions": {name: write(graph) for name, graph in definitions.items()} or None,
            "points": [_facts_record(facts, result.variables) for facts in result.facts] or None,
            **given_up_record(result.given_up),
        }
    )


def _entry_record(entry: Partial) -> Record:
    return {
        "derivative": None if entry.formula is None else write(entry.formula),
        **present({"named": entry.named and write(entry.named.formula)}),
        "points": [point_record(point) for point in entry.points],
    }


def _facts_record(facts: PointFacts, variables: tuple[str, ...]) -> Record:
    steepest = dict(zip(variables, map(value_record, facts.steepest), strict=False))
    return present(
        {
            "norm": value_record(facts.norm),
            "steepest": steepest or None,
            "along": value_record(facts.along),
            "eigenvalues": [value_record(value) for value in facts.eigenvalues] or None,
            "definiteness": facts.definiteness,
        }
    )
