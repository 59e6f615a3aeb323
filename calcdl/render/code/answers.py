"""Code as rows, which are its lines, and as a record."""

from __future__ import annotations

from importlib import import_module

from calcdl.functions.spellings import TARGETS
from calcdl.reading.writing import write
from calcdl.render.code.certified import certificate_record
from calcdl.render.code.checks import with_check
from calcdl.render.record import Record, present
from calcdl.render.rows import Rows
from calcdl.results.code import Code

__all__ = ["counted", "record", "rows", "text_of"]


def text_of(code: Code) -> str:
    """Return code in its language, by the template of its target."""
    if code.shapes:
        from calcdl.render.code.shaped import write as write_shaped

        return write_shaped(code)
    writer = import_module(f"calcdl.render.code.{TARGETS[code.target].writer}")
    return with_check(code, writer.write(code))


def counted(code: Code) -> Rows:
    """Return how many operations there are, by what they compute."""
    counts = code.counts
    ratio = [["ratio", f"{counts.ratio:.3g}"]] if counts.function else []
    return [
        ["function", str(counts.function)],
        ["with its derivatives", str(counts.together)],
        *ratio,
    ]


def rows(code: Code) -> Rows:
    """Return the lines of the code."""
    return [[line] for line in text_of(code).splitlines()]


def record(code: Code) -> Record:
    """Return the record of a program."""
    tried = code.certificate
    return {
        "command": "code",
        "expression": write(code.expression),
        "target": code.target,
        **present({"dialect": code.dialect}),
        "name": code.name,
        "variables": list(code.variables),
        "wrt": list(code.wrt),
        "operations": {"function": code.counts.function, "together": code.counts.together},
        **present(
            {
                "respelled": [
                    {"typed": write(part.typed), "computed": write(part.computed)}
                    for part in code.respelled
                ]
            }
        ),
        **present({"certificate": None if tried is None else certificate_record(tried)}),
        "code": text_of(code),
    }
