"""The command line as people and scripts meet it: pipes, terminals, formats, exit statuses."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from calcdl import algebra
from calcdl.functions import ALIASES, FUNCTIONS
from calcdl.syntax.calls import BUILT_IN
from tests.support.command import ROOT, calcdl_on_terminal, in_process, in_process_on_terminal

COLOUR = re.compile(r"\x1b\[3[0-9]m")


def plain(text: str) -> str:
    """Return what a person reads: without escape sequences for colour and weight."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_a_table_on_a_terminal() -> None:
    outcome = calcdl_on_terminal("deriv", "(x+1)**2", "--at", "5", NO_COLOR="1")
    assert outcome.status == 0
    lines = [line.rstrip() for line in plain(outcome.stdout).split("\n")]
    assert lines[:2] == ["f(x)   (x + 1)**2", "f′(x)  2*x + 2"]
    assert "at x = 5" in lines
    assert "tangent    y = 12*x - 24" in lines
    assert lines[-2] == "agreement  Taylor series = rules = difference quotient"


def test_the_table_stands_before_sympy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    screens = []

    def differentiate(*_: object) -> None:
        screens.append(sys.stdout.buffer.getvalue().decode())  # type: ignore[attr-defined]

    monkeypatch.setattr(algebra, "differentiate", differentiate)
    outcome = in_process_on_terminal("deriv", "sin(x)", "--at", "1", "--at", "2", NO_COLOR="1")
    assert "agreement  Taylor series = rules" in outcome.stdout
    assert len(screens) == 2
    for value in ("cos(x)", "0.5403023058681398", "-0.4161468365471424", "tangent"):
        assert value in screens[0]


@pytest.mark.parametrize("question", ["(x+1)**2 --at 5", "1/x --at 1/3", "abs(x)**3 --at -2"])
def test_what_is_computed_exactly_does_without_sympy(
    question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(algebra, "differentiate", None)
    outcome = in_process_on_terminal("deriv", *question.split(), NO_COLOR="1")
    assert outcome.stdout.rstrip().endswith(
        "agreement  Taylor series = rules = difference quotient"
    )


def test_colour_is_obeyed() -> None:
    question = ("deriv", "x**2", "--at", "3")
    assert COLOUR.search(in_process_on_terminal(*question).stdout)
    assert not COLOUR.search(in_process_on_terminal(*question, NO_COLOR="1").stdout)
    assert COLOUR.search(in_process(*question, "--format", "table", FORCE_COLOR="1").stdout)
    assert "\x1b[" not in in_process_on_terminal(*question, TERM="dumb").stdout
    assert "\x1b[" not in in_process(*question, "--format", "table").stdout


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_a_table_fits_the_terminal(columns: int) -> None:
    expression = "log(sin(exp(x**2))) + sigmoid(3*x + 1)**2"
    outcome = in_process_on_terminal(
        "deriv", expression, "--at", "0.5", columns=columns, NO_COLOR="1"
    )
    assert outcome.status == 0
    assert max(map(len, plain(outcome.stdout).split("\n"))) <= columns
    assert "…" not in outcome.stdout


def test_several_points_give_a_line_each() -> None:
    outcome = in_process("deriv", "1/x", "--at", "1", "--at", "0", "--at", "2")
    assert outcome.status == 3
    assert outcome.stdout == "-1\n\n-0.25\n"
    assert "x = 0" in outcome.stderr


def test_json() -> None:
    outcome = in_process("deriv", "(x+1)**2", "--at", "5", "--json")
    record = json.loads(outcome.stdout)
    assert record["schema"] == 1
    assert record["derivative"] == "2*x + 2"
    (point,) = record["points"]
    assert point["at"] == {"x": "5"}
    assert point["value"] == {"exact": "12", "decimal": "12", "float": 12.0, "certified": True}
    assert abs(point["numeric"]["error"]) < 1e-8


def test_errors_in_json_are_objects() -> None:
    outcome = in_process("deriv", "(x + 1)*", "--json")
    assert outcome.status == 2
    assert json.loads(outcome.stdout) == {
        "schema": 1,
        "command": "deriv",
        "input": "(x + 1)*",
        "error": {
            "code": "syntax",
            "message": "I expected an operand after '*'",
            "span": [8, 8],
        },
    }
    outcome = in_process("deriv", "abs(x)", "--at", "0", "--at", "1", "--json")
    assert outcome.status == 3
    first, second = json.loads(outcome.stdout)["points"]
    assert first["error"]["code"] == "not-differentiable"
    assert second["value"]["decimal"] == "1"


def test_csv() -> None:
    outcome = in_process("deriv", "a*x", "--wrt", "x", "--at", "x=1,a=2", "--format", "csv")
    assert list(csv.DictReader(io.StringIO(outcome.stdout))) == [
        {"expression": "a*x", "variable": "x", "order": "1", "derivative": "a", "x": "1", "a": "2",
         "value": "2", "error": ""}
    ]  # fmt: skip


def test_latex() -> None:
    outcome = in_process("deriv", "x**2/y", "--wrt", "x", "--format", "latex")
    assert outcome.stdout == (
        r"\frac{\partial}{\partial x} \left( \frac{x^{2}}{y} \right) = \frac{2 x}{y}" + "\n"
    )


def test_notes_go_to_stderr() -> None:
    outcome = in_process("deriv", "1/2x")
    assert outcome.stdout == "1/2\n"
    assert outcome.stderr == "calcdl: I read '1/2x' as '(1/2)*x'\n"


def test_a_file_of_definitions(tmp_path: Path) -> None:
    file = tmp_path / "net.txt"
    file.write_text("# a layer\nu = w*x + b\ns(t) = sigmoid(t)\n\ns(u)**2\n", encoding="utf-8")
    assert in_process("deriv", "--file", str(file), "--wrt", "x").stdout == (
        "2*w*sigmoid(b + w*x)**2*(1 - sigmoid(b + w*x))\n"
    )
    assert in_process("deriv", "u", "--file", str(file), "--wrt", "x").status == 2
    missing = in_process("deriv", "--file", str(tmp_path / "none"))
    assert (missing.status, missing.stdout) == (2, "")
    assert "No such file" in missing.stderr


def test_a_closed_pipe_ends_quietly() -> None:
    program = f"{sys.executable} -m calcdl functions | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {program}"], capture_output=True, text=True, cwd=ROOT,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("exp\t")


def test_version_and_help() -> None:
    assert in_process("--version").stdout.startswith("calcdl ")
    helped = in_process("deriv", "--help")
    assert helped.status == 0
    flags = (
        "--wrt --at --order --numeric --step --method --digits --exact --simplify"
        " --let --file --function --format --json"
    )
    for flag in flags.split():
        assert flag in helped.stdout


def test_functions() -> None:
    lines = in_process("functions").stdout.splitlines()
    assert any(line.startswith("sigmoid\tu\t") for line in lines)
    record = json.loads(in_process("functions", "logistic", "--json").stdout)
    assert record["name"] == "sigmoid"
    assert record["derivatives"] == ["y*(1 - y)"]
    assert "did you mean sigmoid?" in in_process("functions", "sigmod").stderr


@pytest.mark.parametrize("name", ["max", "Max", "heaviside", "ceil", "ceiling", "lambertw", "σ"])
def test_functions_are_listed_as_people_type_them(name: str) -> None:
    table = in_process("functions", "--format", "table").stdout
    words = {word for line in table.splitlines() for word in re.findall(r"\w+", line)}
    assert name in words


@pytest.mark.slow
def test_every_name_that_is_accepted_is_found() -> None:
    for name in [*FUNCTIONS, *ALIASES, *BUILT_IN, "σ"]:
        outcome = in_process("functions", name)
        assert (outcome.status, outcome.stderr) == (0, ""), name
        said = dict(line.split("\t") for line in outcome.stdout.splitlines())
        called = said["function"].partition("(")[0]
        record = json.loads(in_process("functions", name, "--json").stdout)
        assert name in [record["name"], *said.get("other names", "").split()], name
        assert called, name


def test_import_calcdl_can_do_what_the_command_does() -> None:
    program = (
        "import calcdl\n"
        "result = calcdl.derivative('(x+1)**2', at='5')\n"
        "print(calcdl.write(result.formula), result.points[0].value.decimal)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout == "2*x + 2 12\n"


@pytest.mark.parametrize(
    ("arguments", "note"),
    [
        (["deriv", "2xy"], "I read 'xy' as the name of one variable: write x*y if it is not"),
        (["deriv", "kx"], "I read 'kx' as the name of one variable: write k*x if it is not"),
        (["chain", "sin(wx)"], "I read 'wx' as the name of one variable: write w*x if it is not"),
        (["deriv", "cost"], "I read 'cost' as the name of one variable: write cos(t) if it is not"),
        (["deriv", "a(x+1)"], "I read 'a' as an undefined function: write a*(…) for a product"),
        (["deriv", "x^2", "--wrt", "y"], "nothing here depends on y"),
        (["deriv", "x^2 + wx", "--wrt", "x"], "wx is one name: write w*x for a product"),
        (["deriv", "d/dx x^2"], "I read 'd/dx x^2' as 'x**2', to be differentiated by x"),
        (["deriv", "d²/dx² x³"], "I read 'd²/dx² x³' as 'x**3', to be differentiated by x and x"),
        (["eval", "d/dx x^2", "--at", "3"], "I read 'd/dx x^2' as '2*x'"),
        (["check", "d/dx x^2", "2x"], "I read 'd/dx x^2' as 'x**2', to be differentiated by x"),
        (["check", "x^2", "dy/dx = 2x"], "I leave out 'dy/dx ='"),
        (["deriv", "sin(x)", "--at", "60°"], "I read '60°' as '60*pi/180'"),
        (["deriv", "x^2", "--at", "sin 2"], "I read 'sin 2' as 'sin(2)'"),
        (["gradient", "x*y", "--at", "x=1,y=60°"], "I read '60°' as '60*pi/180'"),
        (
            ["gradient", "x*y", "--at", "x=1,y=2", "--along", "1,sin 2"],
            "I read 'sin 2' as 'sin(2)'",
        ),
        (["partial", "x*y", "--mixed", "x,z"], "nothing here depends on z"),
    ],
)
def test_what_was_inferred_is_said(arguments: list[str], note: str) -> None:
    outcome = in_process(*arguments)
    assert outcome.status == 0
    assert outcome.stderr == f"calcdl: {note}\n"


@pytest.mark.parametrize("line", ["deriv lr", "deriv theta", "deriv kx --wrt kx", "deriv mu",
                                  "deriv kx --at kx=2", "deriv dt", "eval kx --at 2"])  # fmt: skip
def test_one_name_is_not_taken_for_two_in_vain(line: str) -> None:
    assert in_process(*line.split()).stderr == ""


@pytest.mark.parametrize("command", ["chain", "graph"])
def test_commands_for_one_point_refuse_two(command: str) -> None:
    outcome = in_process(command, "sin(x)", "--at", "1", "--at", "2")
    assert (outcome.status, outcome.stdout) == (2, "")


def test_contradicting_formats_are_refused() -> None:
    assert in_process("deriv", "x", "--json", "--format", "csv").status == 2


def test_a_locale_without_unicode_gets_an_answer() -> None:
    outcome = in_process("deriv", "x^2", "--format", "table", encoding="ascii")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert "2*x" in outcome.stdout


# What a definition has fixed cannot be set, and nothing varies with it

FIXED = [
    'deriv "x^2" --at 5', 'deriv "x^2" --at x=5', 'eval "x^2" --at 5', 'eval "x*y" --at x=1,y=2',
    'chain "x^2" --at 5', 'graph "x^2" --at 5', 'point "x^2" --at 5', 'numeric "x^2" --at 5',
    'partial "x*y" --at x=1,y=2', 'gradient "x*y" --at x=1,y=2', 'hessian "x*y" --at x=1,y=2',
    'jacobian "x" "y" --at x=1,y=2', 'partial "x*y" --steps --at x=1,y=2',
]  # fmt: skip
VARIED = [
    'deriv "x^2"', 'deriv "x^2" --wrt x', 'chain "x*y" --wrt x', 'partial "x*y" --wrt x,y',
    'partial "x*y" --mixed x,y', 'gradient "x*y" --wrt x', 'hessian "x*y" --wrt x',
    'jacobian "x" "y" --wrt x', 'check "x^2" "2*x"', 'check "x*y" --gradient x=y',
    'numeric "x*y" --wrt x --at y=2',
]  # fmt: skip


@pytest.mark.parametrize("question", [*FIXED, *VARIED])
def test_a_flag_is_never_dropped_in_silence_beside_a_definition(question: str) -> None:
    outcome = in_process(*shlex.split(question), "--let", "x=3")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "x is defined as 3" in outcome.stderr
    assert question in VARIED or "--at" in outcome.stderr


@pytest.mark.parametrize("command", ["deriv", "gradient"])
def test_a_stream_of_points_is_not_dropped_either(command: str) -> None:
    outcome = in_process(command, "x^2", "--let", "x=3", "--at", "-", stdin="5\n6\n")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "x is defined as 3" in outcome.stderr


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ('deriv "c*x" --let c=3 --at 5', "3"),
        ('eval "c" --let c=3', "3"),
        ('eval "u*x" --let u=x+1 --at 2', "6"),
        ('deriv "c" --let c=3 --wrt x --at 5', "0"),
        ('deriv "f(x)" --let "f(x) = x^2" --at 5', "10"),
        ("eval 7 --at 5", "7"),
    ],
)
def test_what_no_definition_fixes_can_be_set(question: str, answer: str) -> None:
    assert in_process(*shlex.split(question)) == (0, f"{answer}\n", "")
