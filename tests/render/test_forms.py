"""Every form that a result comes in has its source and its writer, and tables are rectangular."""

from __future__ import annotations

import csv
import io
import shlex
from importlib import import_module

import pytest

from calcdl.errors import UsageError
from calcdl.render.forms import FORMS, lacks, require_form
from tests.support.command import in_process

QUESTIONS = [
    "chain", "check", "derivative", "evaluation", "functions", "numeric", "partials", "point",
]  # fmt: skip
LACKING = {
    ("check", "csv"), ("check", "latex"), ("functions", "latex"), ("numeric", "latex"),
    ("point", "latex"),
}  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("form", FORMS)
def test_a_form_has_its_source_and_writer(question: str, form: str) -> None:
    assert lacks(question, form) == ((question, form) in LACKING)
    module, _, name = FORMS[form].writer.rpartition(".")
    assert hasattr(import_module(f"calcdl.render.{module}"), name)


def test_what_has_no_such_form_names_those_it_has() -> None:
    with pytest.raises(UsageError) as caught:
        require_form("check", "csv", "a verdict")
    assert str(caught.value) == "a verdict has no csv form: choose table, plain or json"


@pytest.mark.parametrize(
    "command",
    [
        'deriv "log(x)" --at 1 --at 0', "deriv x**2", 'eval "1/x" --at 0 --at 3', "eval 2",
        'partial "x*y" --at x=1,y=2 --at x=0,y=0', "gradient x*y", "jacobian x*y x",
        'chain "sin(x)**2"', 'chain "x*y" --at x=1,y=2', 'point "abs(x)*y" --at x=0,y=1',
        'numeric "exp(x)" --at 1 --at 2 --steps 2', 'numeric "sin(x)" --at 1 --method auto',
        "functions",
    ],
)  # fmt: skip
def test_rows_of_csv_are_as_long_as_their_heading(command: str) -> None:
    text = in_process(*shlex.split(command), "--format", "csv").stdout
    heading, *rows = csv.reader(io.StringIO(text))
    assert rows
    assert {len(row) for row in rows} == {len(heading)}
