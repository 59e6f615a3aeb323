"""A report as a record: what the parts of it are asked by, and the records that answer."""

from __future__ import annotations

from calcdl.reading.writing import write
from calcdl.render.forms import source
from calcdl.render.record import Record, error_record, present, whole
from calcdl.results.report import Part, Report

__all__ = ["record"]

_NOUNS = {
    "curve": "curve",
    "surface": "surface",
    "derivative": "derivative",
    "gradient": "partials",
    "hessian": "partials",
    "chain": "chain",
    "computation": "graph",
    "quotients": "numeric",
    "behaviours": "point",
}


def record(report: Report, title: str = "") -> Record:
    """Return the record of a report, each part of which has the record of its own question."""
    return {
        "command": "report",
        **present({"title": title or None}),
        "expression": write(report.expression),
        "variables": list(report.variables),
        **present({"at": report.at}),
        "parts": [
            _part_record(part, noun)
            for name, noun in _NOUNS.items()
            for part in _parts_of(getattr(report, name))
        ],
    }


def _parts_of(field: object) -> list[Part[object]]:
    """Return the parts in a field of a report: one, several, or none."""
    if field is None:
        return []
    return [field] if isinstance(field, Part) else list(field)  # type: ignore[call-overload]


def _part_record(part: Part[object], noun: str) -> Record:
    _, command, *_ = part.line
    answer = None if part.result is None else whole(source(part.result, noun, "json"))
    error = error_record(part.error)
    return {
        "command": command,
        "line": list(part.line),
        **present({"answer": answer, "error": error}),
    }
