"""Every JSON record is one that the schema describes."""

from __future__ import annotations

import json
import re
import shlex
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.command import ROOT, in_process


@cache
def validator() -> Draft202012Validator:
    schema = json.loads(files("calcdl").joinpath("schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def commands() -> list[str]:
    """Return command lines of all commands, from the conformance corpora and the README."""
    found = []
    for name, command in (("commands", ""), ("deriv", "deriv "), ("points", "point ")):
        text = (ROOT / "tests" / "conformance" / f"{name}.txt").read_text("utf-8")
        lines = [line for line in text.splitlines() if "=>" in line and not line.startswith("#")]
        found += [command + line.partition("  =>")[0].strip() for line in lines]
    readme = (ROOT / "README.md").read_text("utf-8")
    found += re.findall(r"^\$ calcdl ([^|<>\n]*)$", readme, re.MULTILINE)
    found += [
        'check "x**2" "2*x"', 'check "x**2" "x"', 'check "log(x)" "1/abs(x)"',
        'check "x*y" --gradient x=y --gradient y=x', 'check "s(x)**2" "s(x)"', "functions",
        'numeric "sin(x)" --at 1', 'numeric "sin(x)" --at 1 --method auto',
        "numeric --command 'expr {x} + 0' --at 3", 'numeric "abs(x)" --at 0', 'graph "s(x*y)"',
        'graph "where(x > 0, x, 2)" --at 1', 'chain "s(x)"', 'chain "abs(x)" --at 0',
        'deriv "x**2" --at 2 --at 3 --numeric', 'deriv "x**y" --wrt x --at x=-1,y=1/2',
        'gradient "x*y" --at x=1,y=2 --along 1,1', 'hessian "x*y" --at x=1,y=2',
        'jacobian "x*y" "x+"', 'partial "x*y" --at x=1', 'eval "1/x" --at 0', "deriv",
    ]  # fmt: skip
    return found


def json_of(command: str) -> list[Any]:
    arguments = shlex.split(command)
    for flag in ("--format", "--to", "-o", "--output"):
        if flag in arguments:
            at = arguments.index(flag)
            del arguments[at : at + 2]
    arguments = [argument for argument in arguments if argument != "--json"]
    lines = in_process(*arguments, "--json").stdout.splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def test_every_record_is_described() -> None:
    records = [(command, record) for command in commands() for record in json_of(command)]
    assert len(records) > 300
    kinds = {record["command"] for _, record in records}
    assert kinds == {
        "deriv", "eval", "chain", "partial", "gradient", "jacobian", "hessian", "point", "check",
        "graph", "numeric", "functions",
    }  # fmt: skip
    for command, record in records:
        problems = [
            f"{command}: {problem.json_path} {problem.message}"
            for error in validator().iter_errors(record)
            for problem in (error.context or [error])
            if record["command"] in str(problem.schema_path) or error.context is None
        ]
        assert validator().is_valid(record), (command, record, problems[:3])


def test_records_of_streams_are_described() -> None:
    outcome = in_process("deriv", "-", "--at", "0", "--json", stdin="x**2\nx +\nabs(x)\n{bad\n")
    records = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert len(records) == 4
    for record in records:
        validator().validate(record)


@pytest.mark.parametrize(
    "change",
    [{"schema": 2}, {"command": "derive"}, {"order": "1"}, {"points": [{}]}, {"more": 1}],
)
def test_a_wrong_record_is_found(change: dict[str, Any]) -> None:
    (record,) = json_of('deriv "x**2" --at 1')
    assert validator().is_valid(record)
    assert not validator().is_valid({**record, **change})
