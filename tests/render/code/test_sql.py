"""SQL does what it says: every case is asked of DuckDB and SQLite, in one connection each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

from calcdl.render.code.sql.dialects import DIALECTS
from tests.support.programs import EXPRESSIONS, Case, cases_of, code_for, row_cases, wrong

Run = Callable[[str], Sequence[Sequence[Any]]]  # of a statement, which returns its rows


def duckdb_run() -> Run:
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    return lambda text: list(connection.execute(text).fetchall())


def sqlite_run() -> Run:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("SELECT exp(1)")
    except sqlite3.OperationalError:
        pytest.skip("SQLite is built without its math functions")
    return lambda text: connection.execute(text).fetchall()


RUNS = {"duckdb": duckdb_run, "sqlite": sqlite_run}


@pytest.fixture(params=RUNS)
def engine(request: pytest.FixtureRequest) -> tuple[str, Run]:
    return request.param, RUNS[request.param]()


def fill(run: Run, dialect: str, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Make a table with rows of which all have the same columns."""
    row = DIALECTS[dialect]
    quoted, double = row.quoted, row.double
    columns = ", ".join([f"{quoted(name)} {double}" for name in rows[0]])
    run(f"CREATE TABLE {quoted(table)} ({columns})")
    for values in rows:
        texts = ["NULL" if v is None else f"CAST('{v!r}' AS {double})" for v in values.values()]
        run(f"INSERT INTO {quoted(table)} VALUES ({', '.join(texts)})")


def numbers_of(
    cases: Iterable[Case], dialect: str, run: Run, table: str = "t"
) -> list[tuple[Case, Any]]:
    """Return what queries give at all points."""
    by_text: dict[str, list[Case]] = {}
    for case in cases:
        if case.point:
            by_text.setdefault(case.expression, []).append(case)
    answers = []
    for k, (text, several) in enumerate(by_text.items()):
        name = f"{table}{k}"
        options = {"dialect": dialect, "table": name, "keep": ["place"]}
        code = code_for([text], "sql", **options).get(text)
        if code is None:
            continue
        rows = [{**case.point, "place": float(i)} for i, case in enumerate(several)]
        fill(run, dialect, name, rows)
        for place, *numbers in run(code):
            answers.append((several[int(place)], numbers))
    return answers


def problems_of(answers: list[tuple[Case, Any]], tolerance: float = 1e-12) -> list[str]:
    return [
        problem
        for case, (value, *gradient) in answers
        for problem in wrong(case, number(value), [number(it) for it in gradient], tolerance)
    ]


def number(value: Any) -> float:
    return float("nan") if value is None else float(value)


def test_expressions_and_every_row_of_the_table(engine: tuple[str, Run]) -> None:
    dialect, run = engine
    answers = numbers_of([*cases_of(EXPRESSIONS), *row_cases()], dialect, run)
    assert len(answers) > 200
    assert not problems_of(answers)
