"""What a query of a program reads and answers."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.calculus.question import Asked
from calcdl.errors import UsageError, parameter
from calcdl.functions.spellings import DIALECTS
from calcdl.graph.nodes import Undefined
from calcdl.results.code import Query

__all__ = ["dialect_of", "query_of"]

_OF_QUERIES = ("dialect", "table", "column", "keep", "aggregate")
_AGGREGATES = ("sum", "mean")


def dialect_of(asked: Asked) -> str:
    """Return the dialect to write, "" for a language that has none.

    Raises UsageError where there is none of that name, or something else is asked of a query that
    is none.
    """
    coding = asked.coding
    if asked.to == "sql":
        dialect = coding.dialect or next(iter(DIALECTS))
        if dialect not in DIALECTS:
            known = ", ".join(DIALECTS)
            raise UsageError(f"there is no dialect {dialect} of SQL: choose one of {known}")
        return dialect
    for name, value in zip(
        _OF_QUERIES,
        (coding.dialect, coding.table, coding.column, coding.keep, coding.aggregate),
        strict=True,
    ):
        if value:
            raise UsageError(parameter(name), " is for SQL: add ", parameter("to", "sql"))
    return ""


def query_of(asked: Asked, functions: Sequence[Undefined]) -> Query | None:
    """Return what the query reads and answers, None where code is no query; raises UsageError."""
    if asked.to != "sql":
        return None
    if functions:
        name = functions[0].name
        raise UsageError(
            f"a query takes no function as parameter: say what {name} is with ",
            parameter("let", f"'{name}(t) = …'"),
        )
    coding = asked.coding
    variables = asked.graph.symbols()
    parameters = _parameters(asked, variables)
    columns = {name: name for name in variables if name not in parameters}
    for text in coding.column:
        name, equals, column = text.partition("=")
        if not equals or not column:
            raise UsageError(f"a variable's column reads 'x=amount due', not '{text}'")
        if name not in columns:
            there = f": those are {', '.join(columns)}" if columns else ""
            raise UsageError(f"{name} is no variable that is read from a column{there}")
        columns[name] = column
    return Query(coding.table or "data", columns, parameters, coding.aggregate, tuple(coding.keep))


def _parameters(asked: Asked, variables: Sequence[str]) -> tuple[str, ...]:
    """Return the variables that have one value for all rows: those of a gradient over rows."""
    coding = asked.coding
    if not coding.aggregate:
        return ()
    if coding.aggregate not in _AGGREGATES:
        known = " or ".join(_AGGREGATES)
        raise UsageError(parameter("aggregate"), f" has to be {known}, not '{coding.aggregate}'")
    if coding.keep:
        raise UsageError(
            "over all rows there is one answer, in which no columns of a row can stand: leave out ",
            parameter("keep"),
        )
    if set(variables) <= set(asked.wrt) or not asked.wrt:
        raise UsageError(
            "over all rows, some variables are parameters and the others columns: name the"
            " parameters with ",
            parameter("wrt", "w,b"),
        )
    return tuple([name for name in dict.fromkeys(asked.wrt) if name in variables])
