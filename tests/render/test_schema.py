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
from jsonschema.exceptions import best_match

from calcdl.calculus import answer
from calcdl.calculus.asking import ask
from calcdl.calculus.question import EVERYTHING
from calcdl.render.derivative import record as derivative_record
from calcdl.render.record import json_text
from tests.support.command import ROOT, in_process


@cache
def validator() -> Draft202012Validator:
    schema = json.loads(files("calcdl").joinpath("schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


_SLOW = "--order 100"  # the records are those of order 10, and in JSON the formula is there too


def commands() -> list[str]:
    """Return command lines of all commands, from the conformance corpora and the README."""
    found = []
    files = (("commands", ""), ("deriv", "deriv "), ("points", "point "), ("arrays", ""))
    for name, command in files:
        text = (ROOT / "tests" / "conformance" / f"{name}.txt").read_text("utf-8")
        lines = [line for line in text.splitlines() if "=>" in line and not line.startswith("#")]
        found += [command + line.partition("  =>")[0].strip() for line in lines]
    found = [line for line in found if _SLOW not in line]
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
        'report "x**2*y" --at x=1,y=2', 'report "s(x)"',
    ]  # fmt: skip
    return list(dict.fromkeys(found))


def json_of(command: str) -> list[Any]:
    arguments = shlex.split(command)
    for flag in ("--format", "--to", "-o", "--output"):
        if flag in arguments:
            at = arguments.index(flag)
            del arguments[at : at + 2]
    arguments = [argument for argument in arguments if argument != "--json"]
    lines = in_process(*arguments, "--json").stdout.splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


@pytest.mark.process
def test_every_record_is_described() -> None:
    records = [(command, record) for command in commands() for record in json_of(command)]
    assert len(records) > 300
    answered = {record["command"] for _, record in records if "input" not in record}
    assert answered == {
        "deriv", "eval", "chain", "partial", "gradient", "jacobian", "hessian", "point", "check",
        "graph", "numeric", "functions", "simplify", "plot", "report", "code",
    }  # fmt: skip
    for command, record in records:
        assert problems_of(record) == [], (command, record)


def problems_of(record: Any) -> list[str]:
    """Return what the schema says against a record."""
    if validator().is_valid(record):
        return []
    problem = best_match(validator().iter_errors(record))
    return [f"{problem.json_path}: {problem.message}"]


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


# Every state that a record can be in

UNPROVEN = "exp(log(tan(x/2 + pi/4)) - asinh(tan(x))) + x"
MANY_PATHS = "u1 = x*x; u2 = u1*sin(u1); u3 = u2*sin(u2); u4 = u3*sin(u3); u4*u4"
STATES = {
    "corner": 'deriv "abs(x)" --at 0',
    "pole": 'deriv "1/x" --at 0',
    "edge": 'deriv "sqrt(x)" --at 0',
    "one side": 'deriv "abs(x)" --at 0 --side left',
    "simplified, closed": 'deriv "sin(x)**2" --at 1 --exact --simplify=sympy',
    "simplify": 'simplify "x/x*log(y)/log(y)"',
    "simplify, nothing lost": 'simplify "x + x"',
    "code": 'code "log(1 + exp(x))"',
    "code, tried": 'code "x**2/x" --certify "x in [1, 1e200]"',
    "no such double": 'deriv "exp(x)" --at 1000',
    "several points": 'deriv "log(x)" --at 1 --at 0 --at -1',
    "syntax": 'deriv "x +"',
    "unknown name": 'deriv "sigmod(x)"',
    "usage": 'deriv "x*y"',
    "limit": "deriv x --at 1 --digits 1000000",
    "order": 'deriv "s(x)" --order 2',
    "value": 'eval "pi" --exact',
    "no value": 'eval "log(x)" --at -1',
    "undecided value": 'eval "sin(erf(2)+erfc(2)-1)**3" ',
    "chain": 'chain "sin(x*y)" --wrt x --at x=1,y=2',
    "chain, undecided": f'chain "{UNPROVEN}" --at 0.37',
    "chain, branches": 'chain "where(x > 0, x, log(x))" --at -1',
    "chain, too many paths": f'chain "{MANY_PATHS}" --at 1',
    "graph": f'graph "{UNPROVEN}" --at 0.37',
    "graph, booleans": 'graph "where(x > 0, s(y), 2)"',
    "graph, conditions": 'graph "where(x > 0, x, log(x))*e" --at -1',
    "partial": 'partial "x*abs(y)" --at x=1,y=0',
    "mixed": 'partial "x*y" --mixed x,y --at x=1,y=2',
    "partial, steps": 'partial "x*y" --steps --at x=1,y=2',
    "gradient": 'gradient "x*y" --at x=1,y=2 --along 1,1',
    "gradient at a corner": 'gradient "abs(x) + y" --at x=0,y=2',
    "gradient of arrays": 'gradient "sum(A@x)" --shape "A: m,n; x: n"',
    "gradient of arrays at a point": 'gradient "sum(abs(A@x))" --shape "A: m,n; x: n" --random 1',
    "gradient at a corner of arrays": 'gradient "sum(abs(x))" --shape "x: n" --at "x=[1,0]"',
    "value of arrays": 'eval "expm(A)" --shape "A: n,n" --at "A=[[1,2],[3,4]]"',
    "value of arrays, partly": 'eval "log(x)" --shape "x: n" --at "x=[1,0]"',
    "hessian": 'hessian "x**2 - y**2" --at x=1,y=2',
    "jacobian": 'jacobian "x*y" "abs(x)" --at x=0,y=2',
    "arrays": 'jacobian "A@x" --shape "A: m,n; x: n"',
    "arrays, between vecs": 'jacobian "A@x" --shape "A: m,n; x: n" --vec',
    "arrays, along": 'hessian "x@x" --shape "x: n" --along v',
    "arrays, alone": 'deriv "x@x" --shape "x: n"',
    "point, smooth": 'point "sin(x)" --at 0',
    "point, infinite": 'point "exp(1/x)" --at 0',
    "point, frameworks": 'point "sqrt(x)" --at 0',
    "point, nan": 'point "x*log(x)" --at 0',
    "point, jump": 'point "floor(x)" --at 2',
    "point, along": 'point "abs(x) + y" --at x=0,y=1 --along 1,1',
    "point, undecided": 'point "sin(1/x)" --at 0',
    "point, outside": 'point "log(x)" --at -1',
    "check of arrays": "check 'sum((X@w)**2)' '2*X.T@X@w' --wrt w --shape 'X: N,n; w: n'",
    "check of arrays, different": "check 'x@x' x --shape 'x: n'",
    "check of arrays, other shape": "check 'x@x' 'outer(x, x)' --shape 'x: n'",
    "numeric": 'numeric "sin(x)" --at 1 --method forward --method complex-step --steps 0.1,1e-30',
    "numeric, corner": 'numeric "relu(x)" --at 0',
    "numeric, pole": 'numeric "1/x" --at 0',
    "numeric, auto": 'numeric "sin(x)" --at 1 --method auto',
    "numeric, auto at a corner": 'numeric "abs(x)" --at 0 --method auto',
    "numeric, out of range": 'numeric "exp(x)" --at 709.78 --steps 0.1,1e-9',
    "equal": 'check "x**2" "2*x"',
    "limit in symbols": 'numeric "x**2" --limit',
    "names": 'gradient "u = x + y; u**2 + x"',
    "a form given up": 'deriv "(x + 1)**40*(x + 2)**40*(x + 3)**90" --form expanded',
    "corners given up": 'partial "floor(x**2*y)*abs(x) + x*y"',
    "corners given up in a chain": 'chain "floor(x**2*y)*abs(x) + x*y"',
    "gaps": 'check "x**2/2" "x**2/x"',
    "gaps in several": 'check "x*y" --gradient "x=y*x/x" --gradient "y=x"',
    "different": 'check "(x + 1)**2" "x + 1"',
    "equal somewhere": 'check "relu(x)" "1"',
    "claim without a value": 'check "x**2" "2*x + 0*log(x - 100) + 1/0"',
    "stand-ins": 'check "s(x)**2" "s(x)"',
    "plot": 'plot "where(x > 1, x, x**2 - 1)" --derivative --tangent 0 --secants 0 --at 2',
    "plot, no tangent": 'plot "abs(x)" "sin(1/x)" --tangent 0 --at 0',
    "map": 'plot "a*sqrt(x*y)" --wrt x,y --at a=2,x=1,y=1 --at a=2,x=-1,y=1 --start x=1,y=1',
    "report": 'report "sin(x)*y" --at x=1,y=2 --title "Waves"',
    "report of a curve": 'report "abs(x)" --at 0',
    "report, nothing known": 'report "s(x, y)" --at x=1,y=2',
    "map, with a title": 'plot "x*y" --title "A saddle"',
    "plot, with a title": 'plot "x" --title "A line"',
    "map, stuck": 'plot "log(x) + y^2 - x" --start x=-1,y=1',
    "plot, logarithmic": 'plot "x" --log xy',
    "plot, beyond the doubles": "plot 1e400*x",
    "graph of arrays": 'graph "sum(A@x)" --shape "A: m,n; x: n"',
    "chain of arrays, at a point": 'chain "sum(log(x))" --shape "x: n" --at "x=[1,-1]"',
    "chain of arrays": 'chain "sum((A@x - y)**2)" --shape "A: m,n; x: n; y: m" --wrt A,x',
    "function": "functions max",
    "function of a target": "functions gamma --target c",
    "operation": "functions where",
}
STREAMS = [
    (("deriv", "-", "--json"), "x**2\nx +\nabs(x)\n{bad\n"),
    (("deriv", "-", "--json"), '{"expression": "x**2", "at": {"x": 1}}\n{"expression": 3}\n[]\n'),
    (("chain", "-", "--at", "1", "--json"), f"x**2\n1/x\n{UNPROVEN}\nabs(x - 1)\n"),
    (("check", "-", "--json"), "x**2/2\tx**2/x\nx\t2\nx\n"),
    (("graph", "-", "--json"), "x**2\n)\n"),
    (("numeric", "-", "--at", "0", "--json"), "relu(x)\n1/x\n"),
    (("deriv", "x*abs(x)/x", "--at", "-", "--json"), "1\n0\nzwei\n\n"),
    (("gradient", "x*y", "--at", "-", "--json"), "x=1,y=2\n1,2\n1\n"),
    (("point", "abs(x)", "--at", "-", "--json"), "0\n1\n"),
]


def records_of_states() -> list[tuple[str, Any]]:
    found = [(name, record) for name, line in STATES.items() for record in json_of(line)]
    for arguments, stdin in STREAMS:
        lines = in_process(*arguments, stdin=stdin).stdout.splitlines()
        found += [(" ".join(arguments), json.loads(line)) for line in lines]
    everything = answer(ask("deriv", "x**2", at="3", detail=EVERYTHING))
    return [*found, ("everything", json.loads(json_text(derivative_record(everything))))]


def keys_of(record: Any) -> set[str]:
    if isinstance(record, list):
        return {key for one in record for key in keys_of(one)}
    if not isinstance(record, dict):
        return set()
    return {*record, *(key for one in record.values() for key in keys_of(one))}


def described_keys(schema: Any) -> set[str]:
    """Return all keys that a schema names."""
    if isinstance(schema, list):
        return {key for one in schema for key in described_keys(one)}
    if not isinstance(schema, dict):
        return set()
    own = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
    return {*own, *(key for one in schema.values() for key in described_keys(one))}


@pytest.mark.process
def test_every_state_of_a_record_is_described_and_every_key_occurs() -> None:
    records = records_of_states()
    assert {name for name, _ in records} >= set(STATES)
    assert any(record.get("verdicts", {}).get("x", {}).get("gaps") for _, record in records)
    for name, record in records:
        assert problems_of(record) == [], name
    unseen = described_keys(validator().schema["$defs"]) - keys_of(
        [record for _, record in records]
    )
    assert unseen == {"program"}, unseen  # that of numeric --command, in the test above
