"""SQL does what it says: every case is asked of DuckDB and SQLite, in one connection each."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import calcdl
from calcdl.functions.spellings import DIALECTS as NAMES
from calcdl.render.code.sql.dialects import DIALECTS
from tests.support import strategies
from tests.support.extremes import faults, points_of, questions, truths
from tests.support.programs import EXPRESSIONS, Case, case_of, cases_of, code_for, row_cases, wrong

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


@pytest.fixture(params=RUNS, scope="module")
def engine(request: pytest.FixtureRequest) -> tuple[str, Run]:
    return request.param, RUNS[request.param]()


def fill(run: Run, dialect: str, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Make a table with rows of which all have the same columns."""
    row = DIALECTS[dialect]
    quoted, double = row.quoted, row.double
    columns = ", ".join([f"{quoted(name)} {double}" for name in rows[0]])
    run(f"DROP TABLE IF EXISTS {quoted(table)}")
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


def problems_of(
    answers: list[tuple[Case, Any]], tolerance: float = 1e-12, least: float = 5e-324
) -> list[str]:
    return [
        problem
        for case, (value, *gradient) in answers
        for problem in wrong(case, number(value), [number(it) for it in gradient], tolerance, least)
    ]


def number(value: Any) -> float:
    return float("nan") if value is None else float(value)


def test_expressions_and_every_row_of_the_table(engine: tuple[str, Run]) -> None:
    dialect, run = engine
    answers = numbers_of([*cases_of(EXPRESSIONS), *row_cases()], dialect, run)
    assert len(answers) > 200
    assert not problems_of(answers)


@settings(deadline=None, max_examples=40, derandomize=True)
@given(st.data())
def test_random_graphs(engine: tuple[str, Run], data: st.DataObject) -> None:
    dialect, run = engine
    case = case_of(data.draw(strategies.graphs()), data.draw(strategies.points()))
    if case is not None:
        assert not problems_of(numbers_of([case], dialect, run), 1e-9, 1e-9)


@cache
def asked() -> dict[str, list[tuple[tuple[float, ...], tuple[float | None, ...]]]]:
    """Return some of the questions at the ends of the range, and what is true there."""
    texts = [text for k, text in enumerate(questions()) if k % 8 == 0 or "cbrt" in text]
    points = {text: points_of(text) for text in code_for(texts, "sql")}
    return {text: list(zip(at, truths(text, at), strict=True)) for text, at in points.items()}


def test_the_ends_of_the_range(engine: tuple[str, Run]) -> None:
    dialect, run = engine
    assert len(asked()) > 10
    problems = []
    for text, rows in asked().items():
        names = calcdl.read(text).graph.symbols()
        places = [
            {"place": float(k), **dict(zip(names, at, strict=True))}
            for k, (at, _) in enumerate(rows)
        ]
        fill(run, dialect, "ends", places)
        code = calcdl.code(text, to="sql", dialect=dialect, table="ends", keep="place")
        for place, *numbers in run(code):
            at, true = rows[int(place)]
            problems += faults(text, at, true, [number(it) for it in numbers])
    assert not problems


CURVED = "where(x > 0, sqrt(x)*y, 0) + relu(y)*max(x, 1)"


def test_a_null_gives_nulls(engine: tuple[str, Run]) -> None:
    dialect, run = engine
    rows: list[dict[str, Any]] = [{"x": None, "y": 2.0}, {"x": 4.0, "y": None}]
    fill(run, dialect, "t", rows)
    for order in (1, 2):
        code = calcdl.code(CURVED, to="sql", dialect=dialect, table="t", order=order)
        assert {number for row in run(code) for number in row} == {None}
    mean = calcdl.code(CURVED, "y", to="sql", dialect=dialect, table="t", aggregate="mean")
    assert "IS NOT NULL" in mean


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_part_of_a_branch_that_is_not_taken_is_computed(dialect: str) -> None:
    code = calcdl.code("where(x > 0, sqrt(x)*log(x)/x, 0)", to="sql", dialect=dialect)
    for line in code.splitlines():
        if dialect != "sqlite" and ("sqrt(" in line or "ln(" in line) and "--" not in line:
            assert "CASE WHEN" in line.partition("sqrt(")[0] + line.partition("ln(")[0]


def test_names_stay_names(engine: tuple[str, Run]) -> None:
    dialect, run = engine
    hostile = 'x"; DROP TABLE t; --'
    table = "rows`'\\; -- "
    fill(run, dialect, table, [{hostile: 3.0, "order": 2.0, "t1": 5.0}])
    fill(run, dialect, "t", [{"x": 1.0}])
    options = {"dialect": dialect, "table": table, "column": f"x={hostile}"}
    code = calcdl.code("x**2*order + sin(t1)*sin(t1)", ["x"], to="sql", keep=hostile, **options)
    ((kept, value, slope),) = run(code)
    assert (kept, slope) == (3.0, 12.0)
    assert value == pytest.approx(18 + math.sin(5) ** 2)
    assert run("SELECT * FROM t") == [(1.0,)]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_query_says_where_its_engine_raises_errors(dialect: str) -> None:
    said = f"{NAMES[dialect]} raises an error where"
    for text, may in (("x*y", True), ("abs(x)", False)):
        code = calcdl.code(text, to="sql", dialect=dialect)
        assert (said in code) == (may and dialect in ("postgres", "bigquery"))


QUOTED = {
    "duckdb": '"a"";`\\--"',
    "postgres": '"a"";`\\--"',
    "sqlite": '"a"";`\\--"',
    "spark": '`a";``\\--`',
    "bigquery": '`a";\\`\\\\--`',
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_quotes_and_comments_within_a_name_end_nothing(dialect: str) -> None:
    quoted = QUOTED[dialect]
    assert DIALECTS[dialect].quoted('a";`\\--') == quoted
    code = calcdl.code("x", to="sql", dialect=dialect, column='x=a";`\\--')
    assert f"source.{quoted}" in code
    comments = [line for line in code.splitlines() if line.startswith("--")]
    assert code.replace(quoted, "").count("--") == len(comments)


def test_integers_and_decimals_are_doubles(engine: tuple[str, Run]) -> None:
    dialect, run = engine
    run("DROP TABLE IF EXISTS t")
    run("CREATE TABLE t (x INTEGER, y DECIMAL(9, 2))")
    run("INSERT INTO t VALUES (1, 3.00)")
    ((value, *_),) = run(calcdl.code("x/y + 1/3", to="sql", dialect=dialect, table="t"))
    assert value == pytest.approx(2 / 3, rel=1e-15)


def test_a_chain_of_shared_parts_is_no_tree(engine: tuple[str, Run]) -> None:
    dialect, run = engine
    fill(run, dialect, "t", [{"x": 0.5}])
    lets = ["u0 = x", *[f"u{k} = u{k - 1}*(1 - u{k - 1}/3) + sin(u{k - 1})" for k in range(1, 41)]]
    code = calcdl.code("u40", to="sql", dialect=dialect, table="t", let=lets)
    assert len(code) < 30_000
    ((value, slope),) = run(code)
    u, du = 0.5, 1.0
    for _ in range(40):
        u, du = u * (1 - u / 3) + math.sin(u), du * (1 - 2 * u / 3 + math.cos(u))
    assert (value, slope) == pytest.approx((u, du), rel=1e-9)


# A loss over a file

LOSS = "log(1 + exp(-y*(w*x + b)))"


@pytest.fixture(scope="module")
def sample() -> Any:
    numpy = pytest.importorskip("numpy")
    random = numpy.random.default_rng(7)
    x = random.normal(size=1000)
    y = numpy.where(random.random(1000) < 1 / (1 + numpy.exp(0.5 - 2 * x)), 1.0, -1.0)
    return x, y


def by_numpy(sample: Any, w: float, b: float) -> list[float]:
    import numpy

    x, y = sample
    margin = y * (w * x + b)
    slope = -y / (1 + numpy.exp(margin))
    return [numpy.logaddexp(0, -margin).mean(), (slope * x).mean(), slope.mean()]


def test_a_loss_and_its_gradient_over_a_file_in_one_query(sample: Any, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    file, connection = str(tmp_path / "it's rows.parquet"), duckdb.connect()
    connection.execute("CREATE TABLE t (x DOUBLE, y DOUBLE)")
    rows = list(zip(*map(list, sample), strict=True))
    connection.executemany("INSERT INTO t VALUES (?, ?)", rows)
    connection.execute("INSERT INTO t VALUES (NULL, 1), (1, NULL)")
    connection.table("t").write_parquet(file)
    query = calcdl.code(LOSS, ["w", "b"], to="sql", table=file, aggregate="mean")
    w = b = 0.0
    for _ in range(60):
        rows, loss, dw, db = connection.execute(query, {"w": w, "b": b}).fetchone()
        assert rows == 1000
        assert [loss, dw, db] == pytest.approx(by_numpy(sample, w, b), rel=1e-9, abs=1e-12)
        w, b = w - 2 * dw, b - 2 * db
    assert math.hypot(dw, db) < 1e-3


def test_sqlite_takes_parameters_by_name(sample: Any) -> None:
    sqlite_run()
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE data (x REAL, y REAL)")
    connection.executemany("INSERT INTO data VALUES (?, ?)", zip(*map(list, sample), strict=True))
    code = calcdl.code(LOSS, ["w", "b"], to="sql", dialect="sqlite", aggregate="sum")
    rows, *numbers = connection.execute(code, {"w": 0.5, "b": -1.0}).fetchone()
    assert [it / rows for it in numbers] == pytest.approx(by_numpy(sample, 0.5, -1.0), rel=1e-9)
