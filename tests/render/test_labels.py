"""Tables at every width: a label never pushes out a value, and names are those of nothing else."""

from __future__ import annotations

import json
import random
import re
import shlex
from io import StringIO
from typing import Any

import pytest

from calcdl.render.forms import write_result
from calcdl.render.table.agreement import _agreement
from calcdl.results.agreement import Agreement
from tests.support.command import in_process

LONG = "a_rather_long_name_of_a_weight_of_the_second_layer"
NETWORK = (
    "sigmoid(v1*tanh(w11*x1 + w12*x2 + b1) + v2*tanh(w21*x1 + w22*x2 + b2) + c)",
    "x1=0.5,x2=-1.25,w11=0.1,w12=0.2,w21=-0.3,w22=0.4,b1=0.01,b2=0.02,v1=1.5,v2=-2.5,c=0.125",
)
QUESTIONS = [
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


def table_of(question: str, columns: int, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    table = in_process(*shlex.split(question), "--format", "table").stdout
    assert max(map(len, table.splitlines())) <= columns
    return table


def numbers_missing(table: str, record: dict[str, Any]) -> list[str]:
    """Return the numbers of a record that a table does not show."""
    shown = squeezed(table).replace("∞", "oo")
    return [number for number in numbers_of(record) if number not in shown]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_number_is_in_the_table_at_every_width(
    question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = json.loads(in_process(*shlex.split(question), "--json").stdout)
    hidden = ("numeric", "check") if "numeric" in question else ()
    assert numbers_of(record) or record["command"] in (*hidden, "check", "numeric")
    for columns in (40, 47, 60, 80, 120):
        table = table_of(question, columns, monkeypatch)
        assert numbers_missing(table, record) == [], columns


def test_a_label_of_any_length_leaves_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(10)
    for _ in range(30):
        name = "w" * draw.randrange(1, 130)
        columns = draw.randrange(40, 121)
        table = table_of(f'eval "exp({name})" --at 1', columns, monkeypatch)
        assert "2.718281828459045" in table, (name, columns)


def test_a_value_that_is_pushed_out_is_seen() -> None:
    record = {"points": [{"at": {"x": "1"}, "value": {"decimal": "2.718281828459045"}}]}
    assert numbers_missing("at x = 1  2.7182…", record) == ["2.718281828459045"]


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
def test_no_letter_has_two_meanings(
    question: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown in table_of(question, 80, monkeypatch)


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
def test_what_is_equal_is_not_called_an_approximation(
    question: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "latex" in question:
        assert shown in in_process(*shlex.split(question)).stdout
    else:
        assert shown in table_of(question, 80, monkeypatch)
