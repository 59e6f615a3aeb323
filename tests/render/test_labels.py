"""Tables at every width: a label never pushes out a value, and names are those of nothing else."""

from __future__ import annotations

import json
import random
import re
import shlex
from functools import cache
from io import StringIO
from typing import Any

import pytest

from calcdl.render.forms import write_result
from calcdl.render.table.agreement import _agreement
from calcdl.render.table.lines import Formula, Items, Line
from calcdl.render.table.writing import drawn
from calcdl.results.agreement import Agreement
from tests.support.command import in_process

LONG = "a_rather_long_name_of_a_weight_of_the_second_layer"
NETWORK = (
    "sigmoid(v1*tanh(w11*x1 + w12*x2 + b1) + v2*tanh(w21*x1 + w22*x2 + b2) + c)",
    "x1=0.5,x2=-1.25,w11=0.1,w12=0.2,w21=-0.3,w22=0.4,b1=0.01,b2=0.02,v1=1.5,v2=-2.5,c=0.125",
)
LOSS, POINT = f"({NETWORK[0]} - y)^2", f"{NETWORK[1]},y=1"
TWELVE = [
    f'gradient "{LOSS}" --at "{POINT}"',
    f'gradient "{LOSS}" --at "{POINT}" --digits 40',
    f'partial "{LOSS}" --at "{POINT}"',
    f'hessian "{LOSS}" --at "{POINT}"',
    f'jacobian "{LOSS}" "x1*x2/3" --at "{POINT}"',
    f'chain "{LOSS}" --at "{POINT}"',
    f'chain "{LOSS}" --wrt w11 --at "{POINT}" --digits 30',
    f'graph "{LOSS}" --at "{POINT}"',
    f'graph "{LOSS}" --at "{POINT}" --digits 40',
    f'point "{LOSS}" --at "{POINT}" --wrt w11',
    f'numeric "{LOSS}" --at "{POINT}" --wrt w11',
    f'check "{LOSS}" "2*v1" --wrt b1',
    f'deriv "{LOSS}" --wrt w11 --at "{POINT}"',
    f'eval "{LOSS}" --at "{POINT}"',
]
QUESTIONS = [
    *TWELVE,
    f'eval "{NETWORK[0]}" --at "{NETWORK[1]}"',
    f'eval "exp({LONG})" --at 1.2345678901234567890123456789012345678901234567890123456789',
    f'deriv "exp({LONG})" --at 1/3',
    f'deriv "x*{LONG}**3" --wrt {LONG} --at "x=1/3,{LONG}=2/7"',
    f'gradient "sin({LONG})*y" --at "{LONG}=1/3,y=2/7" --along 1,1',
    f'partial "{NETWORK[0]}" --at "{NETWORK[1]}"',
    f'partial "{NETWORK[0]}" --wrt w11 --steps --at "{NETWORK[1]}"',
    f'hessian "sin({LONG})*exp(y)" --at "{LONG}=1/3,y=2/7"',
    f'jacobian "sin({LONG})" "y*exp({LONG})" --at "{LONG}=1/3,y=2/7"',
    f'chain "sin({LONG}**2)*exp(y)" --at "{LONG}=1/3,y=2/7"',
    f'chain "{LONG}_b**2" --let "{LONG}_b = sin(x)" --at 1/3',
    f'point "abs({LONG})*exp(y)" --at "{LONG}=0,y=1/3"',
    f'point "where({LONG} < 1/3, exp({LONG}), 2)" --at 1/3',
    f'numeric "exp({LONG})" --at 1/3 --steps 3',
    f'numeric "abs({LONG})" --at 0 --steps 2',
    f'check "sin({LONG})**2" "2*cos({LONG})"',
    'deriv "exp(x)" --at 1/3 --digits 90',
    "eval pi --digits 150",
]  # fmt: skip


def numbers_of(record: Any) -> list[str]:
    """Return the decimals of a record: values, not the points that they belong to."""
    if isinstance(record, list):
        return [text for one in record for text in numbers_of(one)]
    if not isinstance(record, dict):
        return []
    own = [record["decimal"]] if "decimal" in record else []
    inside = [one for key, one in record.items() if key not in ("at", "error", "no_derivative")]
    return own + numbers_of(inside)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@cache
def table_of(question: str, columns: int) -> str:
    words = [*shlex.split(question), "--format", "table"]
    table = in_process(*words, COLUMNS=str(columns)).stdout
    assert max(map(len, table.splitlines())) <= columns
    return table


def numbers_missing(table: str, record: dict[str, Any], columns: int) -> list[str]:
    """Return the numbers of a record that a table does not show, or tears apart without need."""
    shown = squeezed(table).replace("∞", "oo")
    lines = table.replace("∞", "oo").split("\n")
    return [
        number
        for number in numbers_of(record)
        if number not in shown
        or (len(number) < columns - 10 and not any(number in line for line in lines))
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_number_is_in_the_table_at_every_width(question: str) -> None:
    record = json.loads(in_process(*shlex.split(question), "--json").stdout)
    hidden = ("numeric", "check") if "numeric" in question else ()
    assert numbers_of(record) or record["command"] in (*hidden, "check", "numeric")
    for columns in (40, 47, 60, 80, 100, 120):
        table = table_of(question, columns)
        assert numbers_missing(table, record, columns) == [], columns


def test_a_label_of_any_length_leaves_the_value() -> None:
    draw = random.Random(10)
    for _ in range(30):
        name = "w" * draw.randrange(1, 130)
        columns = draw.randrange(40, 121)
        table = table_of(f'eval "exp({name})" --at 1', columns)
        assert "2.718281828459045" in table, (name, columns)


def test_a_value_that_is_pushed_out_is_seen() -> None:
    record = {"points": [{"at": {"x": "1"}, "value": {"decimal": "2.718281828459045"}}]}
    assert numbers_missing("at x = 1  2.7182…", record, 80) == ["2.718281828459045"]
    assert numbers_missing("x = 1  2.71828\n       1828459045", record, 80) == ["2.718281828459045"]
    assert numbers_missing("at x = 1  2.718281828459045", record, 80) == []


@pytest.mark.parametrize("question", TWELVE)
@pytest.mark.parametrize("columns", [60, 80, 100, 120])
def test_no_formula_is_folded_into_a_narrow_column(question: str, columns: int) -> None:
    lines = table_of(question, columns).split("\n")
    indents = [len(line) - len(line.lstrip()) for line in lines if not re.search("[⠀-⣿]", line)]
    assert max(indents) <= columns - 28


def lines_of(line: Line, columns: int) -> list[str]:
    text = drawn(line, columns)
    assert text is not None
    return text.splitlines()


def test_a_line_ends_where_few_parentheses_are_open() -> None:
    text = "2*v1*sigmoid(c + v1*tanh(b1 + w11*x1))*(1 - sigmoid(c + v1*tanh(b1 + w11*x1)))"
    assert lines_of(Formula(text), 50) == [
        "2*v1*sigmoid(c + v1*tanh(b1 + w11*x1))*",
        "(1 - sigmoid(c + v1*tanh(b1 + w11*x1)))",
    ]


def test_a_number_in_a_formula_stays_whole() -> None:
    text = "3.1415926535897932*x + 2.7182818284590452**y*1000000000000000000000000"
    for width in range(26, 70):
        lines = lines_of(Formula(text), width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(any(n in line for line in lines) for n in re.findall(r"[\d.]{17,}", text))


def test_a_list_ends_its_lines_behind_commas() -> None:
    text = "b1 = -0.20648319174477697, c = 0.5, w11 = 1/3"
    assert lines_of(Items(text), 33) == [
        "b1 = -0.20648319174477697,",
        "c = 0.5, w11 = 1/3",
    ]


# Names


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ('deriv "2*x" --wrt x --at 1', "tangent    y = 2*x"),
        ('deriv "2*x + 0*y" --wrt x --at x=1,y=1', "tangent    z = 2*x"),
        ('deriv "y**2" --at 1', "tangent    z = 2*y - 1"),
        ('deriv "2*x + y - z" --wrt x --at x=1,y=1,z=1', "tangent    t = 2*x"),
        ('deriv "f**2"', "g(f)   f**2"),
        ('deriv "f**2"', "g′(f)  2*f"),
        ('deriv "f(x)**2"', "g(x)   f(x)**2"),
        ('gradient "f*g"', "∂F/∂f  g"),
        ('jacobian "f" "f**2"', "∂g2/∂f  2*f"),
        ('eval "f" --at 1', "g(f)"),
        ('check "f**2" "2*f"', "g′       2*f"),
    ],
)
def test_no_letter_has_two_meanings(question: str, shown: str) -> None:
    assert shown in table_of(question, 80)


def test_what_disagrees_stands_last() -> None:
    text = _agreement({"rules": True, "difference quotient": False, "SymPy": True}).plain
    assert text == "Taylor series = rules = SymPy, but not difference quotient"
    text = _agreement({"rules": False, "SymPy": False}).plain
    assert text == "Taylor series, but not rules and not SymPy"


def test_points_are_named_where_routes_differ() -> None:
    good, bad = {"rules": True}, {"rules": False}
    found = Agreement((({"x": "1"}, good), ({"x": "2"}, bad), ({"x": "3"}, good)))
    screen = StringIO()
    write_result(found, "agreement", "table", screen)
    lines = [line.rstrip() for line in screen.getvalue().split("\n")]
    assert lines[1:3] == [
        "agreement  Taylor series = rules at x=1; x=3",
        "agreement  Taylor series, but not rules at x=2",
    ]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ('deriv "x/2" --at 3', "f′(x)      1/2 = 0.5"),
        ('deriv "x/3" --at 3', "f′(x)      1/3 ≈ 0.3333333333333333"),
        ('eval "10**30/3" --digits 5', "≈ 3.3333e+29"),
        ("eval 1/8 --format latex", "\\frac{1}{8} = 0.125"),
        ("eval 1/7 --format latex", "\\frac{1}{7} \\approx 0.14285714285714285"),
        ('eval "sqrt(1/4)" --exact', "value  1/2 = 0.5"),
    ],
)
def test_what_is_equal_is_not_called_an_approximation(question: str, shown: str) -> None:
    if "latex" in question:
        assert shown in in_process(*shlex.split(question)).stdout
    else:
        assert shown in table_of(question, 80)
