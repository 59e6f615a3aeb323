"""``calcdl numeric``: difference quotients and their errors, honest bounds, and programs."""

from __future__ import annotations

import csv
import io
import json
import math
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from calcdl.api import evaluate, numeric
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.difference_quotients import METHODS, _ball_of_quotient, _true_quotient
from calcdl.calculus.numeric.adaptive import adaptive_derivative
from calcdl.calculus.numeric.program import Program
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, TooLarge, Undecided, UsageError
from calcdl.reading.expressions import read
from calcdl.reading.points import read_point
from tests.benchmarks.adaptive import CASES, error_of, function, truth
from tests.support.command import ROOT, in_process, in_process_on_terminal

# Honesty

REFUSED = [
    ("abs(x)", "0", NotDifferentiable),
    ("abs(x - 1)", "1", NotDifferentiable),
    ("relu(x)", "0", NotDifferentiable),
    ("max(x, x**2)", "1", NotDifferentiable),
    ("sqrt(x)", "0", Undecided),
    ("cbrt(x)", "0", Undecided),
    ("sqrt(1 - x)", "1", Undecided),
    ("x**1.1", "0", Undecided),
    ("floor(x)", "2", Undecided),
    ("floor(x)", "1.5", Undecided),  # nothing tells it from a program that prints few digits
    ("(1e16 + x) - 1e16", "1", Undecided),
    ("log(x)", "-1", NoValue),
    ("exp(x)", "1000", NoValue),
]
EDGES = [("x*sqrt(x)", "0", 0.0, "right"), ("x**2.5", "0", 0.0, "right"),
         ("(1 - x)**1.5", "1", 0.0, "left"), ("acos(x)**2", "1", -2.0, "left"),
         ("sqrt(x)**3 + 3*x", "0", 3.0, "right")]  # fmt: skip
NICE = [("exp(x)", "0.5"), ("sin(x)", "1"), ("x**3", "2"), ("log(x)", "5"), ("x**x", "3"),
        ("log(x)", "0.001"), ("1/x", "0.001"), ("exp(x)", "700"), ("gamma(x)", "0.5"),
        ("1/(1 + 25*x**2)", "0.2"), ("sqrt(x)", "1e-12"), ("exp(x)", "1e-12")]  # fmt: skip
RANDOM = ["log(x)", "1/x", "sin({k}*x)", "x**{n}", "tanh({k}*x)", "sin({k}*x)/x",
          "exp(-x**2)*cos({k}*x)", "x**2*sin({k}/x)", "x**3 - {k}*x**2 + x", "abs(x - {k})",
          "atan({k}*x)", "(x - {k})**5", "1/(x**2 + {k})", "sin(x) + sin({k}*x)/{k}",
          "sqrt(x**2 + {k})", "exp(sin({k}*x))", "(exp(x) - exp(-x))/x",
          "x**5-5*x**4+10*x**3-10*x**2+5*x-1"]  # fmt: skip


@pytest.mark.parametrize(("text", "at"), CASES)
def test_the_true_error_is_within_the_bound(text: str, at: str) -> None:
    found = adaptive_derivative(*function(text, at))
    assert error_of(found.estimate, truth(text, at)) <= found.bound


def test_a_bound_that_knows_nothing_of_rounding_is_caught() -> None:
    """The usual recipe, the change when the step is halved, is no bound."""
    outside = 0
    for text, at in CASES:
        f, x = function(text, at)
        try:
            wide, narrow = (METHODS["central"](f, x, h) for h in (1e-4, 5e-5))
        except CalcdlError:
            continue
        outside += error_of(narrow, truth(text, at)) > abs(wide - narrow)
    assert outside > 10


def nothing(_: Sequence[float]) -> None:
    """Stand for running a program for several numbers."""


@pytest.mark.slow
@pytest.mark.parametrize("run_for", [None, nothing])
def test_it_is_within_the_bound_for_functions_drawn_at_random(run_for: Any) -> None:
    draw = random.Random(4)
    refused = 0
    for _ in range(200):
        k = float(f"{10 ** draw.uniform(-3, 5):.3g}")
        text = draw.choice(RANDOM).format(k=k, n=draw.choice([2, 3, 5, 9, -3, 0.5, 1.7]))
        at = f"{10 ** draw.uniform(-6, 4):.6g}"
        try:
            found = adaptive_derivative(*function(text, at), run_for)
        except CalcdlError:
            refused += 1
            continue
        assert error_of(found.estimate, truth(text, at)) <= found.bound, (text, at)
    assert refused < 10


@pytest.mark.parametrize(("text", "at"), NICE)
def test_a_bound_is_small_where_the_function_is_nice(text: str, at: str) -> None:
    found = adaptive_derivative(*function(text, at))
    assert found.bound < 1e-11 * abs(found.estimate)


@pytest.mark.parametrize("run_for", [None, nothing])
@pytest.mark.parametrize(("text", "at", "kind"), REFUSED)
def test_where_no_bound_can_be_given(
    text: str, at: str, kind: type[CalcdlError], run_for: Any
) -> None:
    with pytest.raises(kind):
        adaptive_derivative(*function(text, at), run_for)


@pytest.mark.parametrize(("text", "at", "slope", "side"), EDGES)
def test_at_the_edge_of_a_domain(text: str, at: str, slope: float, side: str) -> None:
    found = adaptive_derivative(*function(text, at))
    assert abs(found.estimate - slope) <= found.bound < 1e-6
    assert found.side == side


@pytest.mark.parametrize("digits", [3, 5, 8, 12])
def test_few_printed_digits_are_noise(digits: int) -> None:
    found = adaptive_derivative(lambda x: float(f"{math.sin(x):.{digits}g}"), 1.0)
    assert abs(found.estimate - math.cos(1)) <= found.bound < 1000 * 10.0**-digits


# Difference quotients


@pytest.mark.parametrize(
    ("method", "order"),
    [("forward", 1), ("backward", 1), ("central", 2), ("five-point", 4), ("richardson", 6),
     ("complex-step", 2)],
)  # fmt: skip
def test_the_truncation_error_falls_as_it_should(method: str, order: int) -> None:
    steps = (0.2, 0.1)
    wide, narrow = numeric("exp(x)", at="1", methods=[method], steps=steps).points[0].quotients
    assert wide.truncation_error is not None
    assert narrow.truncation_error is not None
    assert math.log2(wide.truncation_error / narrow.truncation_error) == pytest.approx(order, 0.1)


def test_the_error_is_the_sum_of_its_parts() -> None:
    experiment = {"methods": (*METHODS, "complex-step")}
    for one in numeric("exp(x)*sin(x)/x", at="2", **experiment).points[0].quotients:
        assert one.error is not None
        assert one.truncation_error is not None
        assert one.rounding_error is not None
        parts = one.truncation_error + one.rounding_error
        assert parts == pytest.approx(one.error, rel=1e-9, abs=1e-30)


def test_a_complex_step_loses_no_digits() -> None:
    experiment = {"methods": ("complex-step",), "steps": (1e-20,)}
    (one,) = numeric("sigmoid(x)*x**1.5", at="2", **experiment).points[0].quotients
    assert one.error is not None
    assert abs(one.error) < 1e-15


def test_where_a_quotient_does_not_exist() -> None:
    experiment = {"methods": ("central",), "steps": (0.1, 1e-5, 1e-30)}
    outside, good, vanished = numeric("log(x)", at="0.001", **experiment).points[0].quotients
    assert (outside.estimate, outside.reason) == (None, "a function is outside of its real domain")
    assert good.error is not None
    assert vanished.reason == "the step vanishes beside the point"


@pytest.mark.parametrize(
    ("text", "f"),
    [("x*(x - 1)", lambda x: x * (x - 1)), ("sin(x)", math.sin), ("x**2 + x", lambda x: x**2 + x)],
)
@pytest.mark.parametrize("x", [1.0, 0.3, 1e5, -7.7])
def test_a_quotient_is_the_textbooks_for_the_step_asked_for(text, f, x) -> None:
    steps = tuple(10.0**-k for k in range(1, 18))
    experiment = {"methods": ("forward", "backward", "central"), "steps": steps}
    for one in numeric(text, at=repr(x), **experiment).points[0].quotients:
        h = one.step
        above, below = x + h * (one.method != "backward"), x - h * (one.method != "forward")
        assert one.estimate == (f(above) - f(below)) / (2 * h if one.method == "central" else h)
        assert (one.reason is not None) == (x + h == x == x - h)


def test_the_rounding_of_x_plus_h_is_part_of_the_rounding_error() -> None:
    experiment = {"methods": ("forward", "forward-exact"), "steps": (1e-8, 1e-10, 1e-14)}
    point = numeric("x*(x - 1)", at="1", **experiment).points[0]
    textbook, exact = point.quotients[:3], point.quotients[3:]
    assert [f"{one.estimate:.10f}" for one in textbook] == [
        "1.0000000039", "1.0000000828", "0.9992007222"
    ]  # fmt: skip
    assert [one.truncation_error for one in textbook] == [1e-8, 1e-10, 1e-14]
    assert all(abs(one.rounding_error or 0) > 1e-9 for one in textbook)
    assert all(one.rounding_error == 0 for one in exact)
    outcome = in_process(
        "deriv", "x*(x - 1)", "--at", "1", "--numeric", "--method", "forward", "--step", "1e-14"
    )
    assert outcome.stdout == "0.9992007221626509\n"


@pytest.mark.parametrize("at", ["1/10", "pi/7", "2", "sqrt(2)"])
def test_the_truncation_error_is_that_of_the_series(at: str) -> None:
    """Of sin: -h**2/6*cos and, of forward quotients, -h/2*sin, at the point as it was written."""
    steps = (1e-3, 1e-9, 1e-30)
    experiment = {"methods": ("forward", "central"), "steps": steps}
    value = evaluate(at).points[0].value
    assert value is not None
    x = value.float or 0.0
    for one in numeric("sin(x)", at=at, **experiment).points[0].quotients:
        leading = -one.step / 2 * math.sin(x)
        if one.method == "central":
            leading = -(one.step**2) / 6 * math.cos(x)
        assert one.truncation_error == pytest.approx(leading, rel=2e-2)


def test_at_a_corner_the_quotients_are_shown_and_the_sides_are_told() -> None:
    outcome = in_process("numeric", "relu(x)", "--at", "0", "--steps", "2")
    assert outcome.status == 0
    assert outcome.stdout.splitlines() == [
        "forward\t0.1\t1\t\t\t\t(f(0.1) - f(0))/0.1",
        "forward\t0.01\t1\t\t\t\t(f(0.01) - f(0))/0.01",
        "central\t0.1\t0.5\t\t\t\t(f(0.1) - f(-0.1))/0.2",
        "central\t0.01\t0.5\t\t\t\t(f(0.01) - f(-0.01))/0.02",
    ]
    assert "its slope is 0 on the left and 1 on the right" in outcome.stderr
    (point,) = json.loads(in_process("numeric", "relu(x)", "--at", "0", "--json").stdout)["points"]
    assert point["no_derivative"]["kind"] == "corner"
    assert "error" not in point


# Programs


@pytest.mark.process
def test_a_program_is_a_function(tmp_path: Path) -> None:
    script = tmp_path / "square root.py"
    script.write_text("import sys; print(float(sys.argv[1]) ** 0.5)", encoding="utf-8")
    command = f"{sys.executable} '{script}' {{w}}"
    outcome = in_process(
        "numeric", "--command", command, "--wrt", "w", "--at", "4", "--step", "0.0625"
    )
    assert (outcome.status, outcome.stderr) == (0, "")
    estimates = [line.split("\t") for line in outcome.stdout.splitlines()]
    assert [row[:2] + row[3:6] for row in estimates] == [
        ["forward", "0.0625", "", "", ""], ["central", "0.0625", "", "", ""]
    ]  # fmt: skip
    assert float(estimates[1][2]) == (4.0625**0.5 - 3.9375**0.5) / 0.125


@pytest.mark.process
def test_an_adaptive_estimate_of_a_program() -> None:
    outcome = in_process("numeric", "--command", "echo {x}", "--at", "3", "--method", "auto")
    estimate, bound = map(float, outcome.stdout.split("\t"))
    assert abs(estimate - 1) <= bound < 1e-13


def test_no_shell_runs_unless_it_is_asked_for() -> None:
    assert Program("echo {x}; echo 2")  # it is read, and only fails when it runs
    with pytest.raises(NoValue, match="prints '3; echo 2', not a number"):
        Program("echo {x}; echo 2")(3.0)
    assert Program("echo $((1 + {x}))", shell=True)(3.0) == 4


@pytest.mark.parametrize(
    ("command", "kind", "message"),
    [
        ("echo 1", UsageError, "the command says nowhere {x}"),
        ("echo '{x}", UsageError, "I cannot split the command into words: No closing quotation"),
        ("/nowhere/f {x}", UsageError, "I cannot run /nowhere/f: No such file or directory"),
        ("false {x}", NoValue, r"the program ends with status 1 (false 3)"),
        ("sh -c 'echo oh >&2; exit 7' {x}", NoValue, "ends with status 7, and says: oh"),
        ("true {x}", NoValue, "for {x} = 3.0 the program prints nothing, not a number"),
        ("echo nan {x}", NoValue, "prints 'nan 3', not a number"),
        ("echo 1e999 {x}", NoValue, "not a number"),
    ],
)
def test_failures_of_programs(command: str, kind: type[CalcdlError], message: str) -> None:
    with pytest.raises(kind, match=re.escape(message)):
        Program(command)(3.0)


def test_a_program_that_hangs_is_stopped() -> None:
    with pytest.raises(TooLarge, match=r"longer than 0\.2 seconds"):
        Program("sleep {x}", timeout=0.2)(5.0)


def test_a_program_is_run_for_several_numbers_at_a_time() -> None:
    program = Program("sleep 0.2; echo {x}", shell=True)
    before = time.monotonic()
    program.run_for([1.0, 2.0, 3.0, 4.0, 1.0])
    assert program(3.0) == 3.0
    assert time.monotonic() - before < 0.75
    assert sorted(program.known) == [1.0, 2.0, 3.0, 4.0]


def test_a_program_that_prints_without_an_end_is_stopped() -> None:
    with pytest.raises(NoValue, match="more than 64 KiB"):
        Program("yes {x}")(1.0)


def test_messages_of_any_length_are_read_and_forgotten() -> None:
    program = Program("yes error | head -c 1000000 >&2; echo {x}", shell=True)
    assert program(2.0) == 2.0


@pytest.mark.parametrize("command", ["{} & echo {{x}}", "({}; echo {{x}}) | cat"])
def test_nothing_that_a_program_started_lives_on(command: str, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    later = f"(sleep 0.5; touch '{trace}')"
    with suppress(TooLarge):
        Program(command.format(later), shell=True, timeout=0.2)(2.0)
    time.sleep(0.6)
    assert not trace.exists()


def test_a_signal_ends_the_program_too(tmp_path: Path) -> None:
    begun, trace = tmp_path / "begun", tmp_path / "trace"
    shell = f"touch '{begun}'; sleep 1; touch '{trace}'; echo {{x}}"
    command = [sys.executable, "-m", "calcdl", "numeric", "--shell", "--command", shell, "--at=1"]
    process = subprocess.Popen(command, cwd=ROOT)
    while not begun.exists():
        time.sleep(0.02)
    process.terminate()
    assert process.wait(timeout=30) == -signal.SIGTERM
    time.sleep(1.1)
    assert not trace.exists()


# The command


def test_rows_in_a_pipe() -> None:
    outcome = in_process("numeric", "sin(x)", "--at", "1", "--steps", "2")
    assert outcome.stdout.splitlines() == [
        "forward\t0.1\t0.4973637525353891\t-0.0429\t-0.0429\t7.84e-16\t(f(1.1) - f(1))/0.1",
        "forward\t0.01\t0.536085981011869\t-0.00422\t-0.00422\t6.48e-16\t(f(1.01) - f(1))/0.01",
        "central\t0.1\t0.53940225216976\t-0.0009\t-0.0009\t2.53e-16\t(f(1.1) - f(0.9))/0.2",
        "central\t0.01\t0.5402933008747335\t-9e-06\t-9e-06\t-1.82e-16\t(f(1.01) - f(0.99))/0.02",
    ]
    assert len(in_process("numeric", "x**2", "--at", "1").stdout.splitlines()) == 30


def test_deriv_and_numeric_agree() -> None:
    deriv = in_process("deriv", "sin(x)", "--at", "1", "--numeric").stdout.strip()
    flags = ("--method", "central", "--step", "0.0001")
    assert in_process("numeric", "sin(x)", "--at", "1", *flags).stdout.split("\t")[2] == deriv


def test_several_points_and_variables() -> None:
    flags = ("--wrt", "x", "--method", "auto", "--at", "x=1,y=2", "--at", "x=0,y=3")
    rows = [line.split("\t") for line in in_process("numeric", "x*y", *flags).stdout.splitlines()]
    assert [row[0] for row in rows] == ["x=1,y=2", "x=0,y=3"]
    assert [float(row[1]) for row in rows] == pytest.approx([2, 3])


def test_a_corner_is_refused() -> None:
    outcome = in_process("numeric", "abs(x)", "--at", "0", "--method", "auto")
    assert (outcome.status, outcome.stdout) == (3, "")
    assert "tend to -1 on the left and to 1 on the right, as at a corner" in outcome.stderr


def test_json_and_csv() -> None:
    flags = ("numeric", "sin(x)", "--at", "1", "--steps", "0.1,1e-5")
    record = json.loads(in_process(*flags, "--json").stdout)
    assert (record["schema"], record["command"]) == (1, "numeric")
    (point,) = record["points"]
    assert point["value"]["decimal"] == "0.5403023058681398"
    assert point["best_steps"] == {"forward": 1e-05, "central": 1e-05}
    assert [one["method"] for one in point["quotients"]] == ["forward"] * 2 + ["central"] * 2
    rows = list(csv.DictReader(io.StringIO(in_process(*flags, "--format", "csv").stdout)))
    assert [row["step"] for row in rows] == ["0.1", "1e-05"] * 2
    auto = in_process("numeric", "1/x", "--at", "0", "--json", "--method", "auto")
    assert auto.status == 3
    assert json.loads(auto.stdout)["points"][0]["error"]["code"] == "no-value"


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_a_table_fits_the_terminal(columns: int) -> None:
    outcome = in_process_on_terminal(
        "numeric", "sin(x)", "--at", "1", columns=columns, NO_COLOR="1"
    )
    assert outcome.status == 0
    text = re.sub(r"\x1b\[[0-9;]*m", "", outcome.stdout)
    lines = text.split("\n")
    assert max(map(len, lines)) <= columns
    assert text.count("*-1.1e-11") == text.count("*-3.0e-09") == 1
    assert "0.0001 ◂" in text
    assert "a forward   b central" in text
    assert "±" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("x",), "a difference quotient needs a point: add --at"),
        (("x", "--at", "1", "--step", "0"), "the step has to be a positive number"),
        (("x", "--at", "1", "--steps", "0.1,nan"), "the step has to be a positive number"),
        (("x", "--at", "1", "--steps", "many"), "--steps takes a number of steps or a list"),
        (("x", "--at", "1", "--step", "1", "--steps", "2"), "exclude each other"),
        (("x", "--at", "1", "--shell"), "--shell is for a program: add --command"),
        (("x", "--at", "1", "--command", "f {x}"), "leave one of them out"),
        (("x*y", "--at", "x=1,y=1"), "say which one with --wrt"),
        (("x", "--at", "1", "--format", "latex"), "has no latex form"),
        (("x", "--at", "1", "--method", "auto", "--method", "central"), "stands alone"),
        (("abs(x)", "--at", "1", "--method", "complex-step"), "cannot pass through abs"),
        (("where(x>0,x,1)", "--at", "1", "--method", "complex-step"), "pass through the condition"),
        (("--command", "f {x}", "--at", "1", "--method", "complex-step"), "needs an expression"),
        ((), "needs a point"),
    ],
)
def test_flags_that_make_no_sense(arguments: tuple[str, ...], message: str) -> None:
    outcome = in_process("numeric", *arguments)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert message in outcome.stderr


@pytest.mark.parametrize("method", list(METHODS))
@pytest.mark.parametrize("text", ["(x+1)**2", "x**7/3 - x/(x*x + 1)", "1/x", "x - x/3", "abs(x)*x"])
def test_a_quotient_of_rational_numbers_is_exact(text: str, method: str) -> None:
    graph = read(text).graph
    point = read_point("2/3", ["x"])
    taylor = Taylor(1)
    inputs = {"x": taylor.number(Fraction(2, 3))}
    with precision(256):
        exact = _true_quotient(graph, "x", point, method, 0.0001)
        ball = _ball_of_quotient(graph, "x", inputs, method, 0.0001)
        assert isinstance(exact, Fraction)
        assert ball.overlaps(taylor.ball(exact))
        assert float(ball.rad()) < 1e-60
