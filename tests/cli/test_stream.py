"""Many questions on stdin: a record for each, in order, at once, whatever one of them is."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from calcdl.cli.shared import source
from calcdl.cli.stream import lines, processes, run
from calcdl.cli.stream.lines import Lines
from tests.support.command import ROOT, calcdl, calcdl_on_terminal, in_process


def records(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


# Expressions


def test_a_line_in_a_line_out() -> None:
    outcome = in_process("deriv", "-", stdin="x**2\nsin(x)\n3*x\n")
    assert outcome == (0, "2*x\ncos(x)\n3\n", "")


@pytest.mark.parametrize(
    ("stdin", "printed"),
    [
        ("", ""),
        ("\n\n", ""),
        ("x**2", "2*x\n"),
        ("x**2\r\nx**3\r\n", "2*x\n3*x**2\n"),
        ("\ufeffx**2\n", "2*x\n"),
        ("# a comment\n\nx**2\n   \n  # another\nx\n", "2*x\n1\n"),
        ('{"expression": "x**2"}\n{"expression": "x**2", "at": 3}\n', "2*x\n6\n"),
    ],
)
def test_lines_as_they_come(stdin: str, printed: str) -> None:
    assert in_process("deriv", "-", stdin=stdin) == (0, printed, "")


def test_a_bad_line_costs_that_line_alone() -> None:
    outcome = in_process("deriv", "-", stdin=b"x**2\n(x+1)*\n\n\xff\nx**3\n")
    assert outcome.status == 1
    assert outcome.stdout == "2*x\n\n\n3*x**2\n"
    assert outcome.stderr == (
        "calcdl: line 2: I expected an operand after '*'\n"
        "  (x+1)*\n"
        "        ^\n"
        "calcdl: line 4: byte 1 of the line is not UTF-8 text\n"
        "calcdl: 2 of 4 lines failed\n"
    )


def test_in_json_a_bad_line_is_an_object() -> None:
    outcome = in_process("deriv", "-", "--json", "--at", "0", stdin="x**2\nx +\nabs(x)\n")
    first, second, third = records(outcome.stdout)
    assert (first["line"], first["derivative"]) == (1, "2*x")
    assert (second["line"], second["input"]) == (2, "x +")
    assert second["error"]["code"] == "syntax"  # type: ignore[index]
    assert third["line"] == 3
    assert third["points"][0]["error"]["kind"] == "corner"  # type: ignore[index]
    assert outcome.status == 1
    assert outcome.stderr == "calcdl: 2 of 3 lines failed\n"


def test_notes_carry_the_line() -> None:
    outcome = in_process("deriv", "-", stdin="x\n1/2x\n")
    assert outcome.stdout == "1\n1/2\n" or outcome.stdout == "1\n-1/(2*x**2)\n"
    assert outcome.stderr.startswith("calcdl: line 2: ")


@pytest.mark.parametrize(
    ("command", "stdin", "printed"),
    [
        (["partial"], "x*y\nx**2", "x\ty\ty\tx\nx\t2*x\n"),
        (["gradient", "--at", "x=1,y=2"], "x*y\nx*y**2", "x\t2\ty\t1\nx\t4\ty\t4\n"),
        (["eval", "--at", "2"], "x**2\nx**3", "4\n8\n"),
        (["hessian"], "x**3", "x,x\t6*x\n"),
        (["point", "--at", "0"], "abs(x)", "corner\t0\t0\t-1\t0\t1\n"),
        (["chain"], "x**2", "f\tx**2\tpower\tdf/dx = 2*x\tdf/dx\t2*x\t2*x\t2*x\n"),
        (["numeric", "--at", "1", "--step", "0.5", "--method", "central"], "x**2", None),
        (["graph"], "x**2\nx", None),
        (["check", "2*x"], "x**2\nx**2 + 1", "equal\nequal\n"),
    ],
)
def test_every_command_takes_a_stream(command: list[str], stdin: str, printed: str | None) -> None:
    outcome = in_process(command[0], "-", *command[1:], stdin=stdin)
    assert outcome.status == 0
    assert len(outcome.stdout.splitlines()) == len(stdin.splitlines())
    assert printed is None or outcome.stdout == printed


def test_check_takes_expression_and_claim() -> None:
    stdin = 'x**2\t2*x\n{"expression": "x**2", "claim": "2*x"}\nx**2\tx\n'
    outcome = in_process("check", "-", stdin=stdin)
    lines = outcome.stdout.splitlines()
    assert lines[:2] == ["equal", "equal"]
    assert lines[2].startswith("different\t")
    assert (outcome.status, outcome.stderr) == (1, "")


def test_csv_begins_with_its_heading() -> None:
    outcome = in_process("deriv", "-", "--format", "csv", stdin="x*\nx**2\n")
    assert outcome.stdout == "expression,variable,order,derivative\n\nx**2,x,1,2*x\n"


def test_csv_has_one_heading() -> None:
    outcome = in_process("deriv", "-", "--format", "csv", stdin="x**2\nx*\nx**3\n")
    assert outcome.stdout == (
        "expression,variable,order,derivative\nx**2,x,1,2*x\n\nx**3,x,1,3*x**2\n"
    )


# JSON objects


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ('{"expression": "x**2*y", "wrt": "x", "at": {"x": 1, "y": "1/2"}}', "1"),
        ('{"expression": "x**3", "order": 2}', "6*x"),
        ('{"expression": "x**3", "at": [1, "2", {"x": 3}]}', "3\t12\t27"),
        ('{"expression": "sin(x)", "at": "pi/3", "exact": true}', "1/2"),
        ('{"expression": "x*0.1", "at": 0.1}', "0.1"),
        ('{"expression": "f(x)", "let": ["f(t) = t**2"]}', "2*x"),
        ('{"expression": "x", "wrt": null}', "1"),
    ],
)
def test_an_object_holds_the_flags(line: str, printed: str) -> None:
    assert in_process("deriv", "-", stdin=line) == (0, f"{printed}\n", "")


def test_an_object_names_several_variables_in_one_text_or_more() -> None:
    stdin = '{"expression": "x*y*z", "wrt": ["x", "z"]}\n{"expression": "x*y*z", "wrt": "x,z"}\n'
    assert in_process("partial", "-", stdin=stdin).stdout == "x\ty*z\tz\tx*y\n" * 2


def test_an_object_is_laid_over_the_flags() -> None:
    stdin = 'x**3\n{"expression": "x**3", "order": 1}\n'
    assert in_process("deriv", "-", "--order", "2", stdin=stdin).stdout == "6*x\n3*x**2\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"expression": "x", "foo": 1}', "there is no key foo here: the keys are at, "),
        ('{"expression": "x", "file": "a"}', "there is no key file"),
        ('{"expression": "-"}', "cannot be -"),
        ('{"expression": "x", "order": "y"}', "order has to be a whole number, 0 or more, not 'y'"),
        ('{"expression": "x", "side": ["left", "right"]}', "side has 2 values: give one"),
        ('{"expression": "x", "side": "up"}', "side has to be left or right, not 'up'"),
        ('{"expression": "x", "exact": 1}', "exact has to be true or false"),
        ('{"expression": {"a": 1}}', "expression has a value that it cannot have"),
        ('{"expression": "x", "expression": "y"}', "occurs twice"),
        ('{"wrt": "x"}', "there is no expression"),
        ("{bad", "this is not JSON: expecting property name"),
        ('{"a": ' * 100_000, "nested too deeply"),
    ],
)
def test_a_wrong_object_is_explained(line: str, message: str) -> None:
    outcome = in_process("deriv", "-", stdin=line)
    assert outcome.status == 1
    assert message in outcome.stderr
    assert outcome.stdout == "\n"


# As processes


def started(*arguments: str, stderr: int | None = None) -> subprocess.Popen[str]:
    """Start calcdl, to be written to and read from."""
    return subprocess.Popen(
        [sys.executable, "-m", "calcdl", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        cwd=ROOT,
    )


def conversation(*arguments: str) -> Iterator[str]:
    """Send line after line, each only when the answer to the one before has come."""
    process = started(*arguments)
    assert process.stdin is not None
    assert process.stdout is not None
    for line in ("x**2", "sin(x)", "x**3"):
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
        yield process.stdout.readline()
    process.stdin.close()
    assert process.wait(timeout=30) == 0
    process.stdout.close()


@pytest.mark.parametrize("jobs", [[], ["--jobs", "2"]])
def test_an_answer_does_not_wait_for_the_next_line(jobs: list[str]) -> None:
    assert list(conversation("deriv", "-", *jobs)) == ["2*x\n", "cos(x)\n", "3*x**2\n"]


def test_several_processes_keep_the_order() -> None:
    stdin = "".join(f"x**{n}\n" if n % 7 else "x +\n" for n in range(1, 400))
    alone, together = (calcdl("deriv", "-", *jobs, stdin=stdin) for jobs in ([], ["--jobs", "2"]))
    assert alone == together
    assert alone.status == 1


class SlowAsker:
    """One that takes a moment for each line."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def answer(self, number: int, line: bytes) -> str:
        time.sleep(self.seconds)
        return f"{line.decode()} alone"


@pytest.mark.parametrize(
    ("seconds", "processes", "chunks", "joined"),
    [
        (0.05, 2, [40], True),  # of 2 seconds of work, most are left after a fifth of one
        (0.05, 1, [20], False),  # there is nobody else
        (0.05, 2, [1] * 10, False),  # nothing waits
        (0.001, 2, [50], False),  # it is soon done
    ],
)
def test_other_processes_join_where_that_pays_off(
    seconds: float,
    processes: int,
    chunks: list[int],
    joined: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def elsewhere(asker: Any, rest: Iterator[Lines], processes: int) -> Iterator[str]:
        assert processes == 2
        for chunk in rest:
            yield from (f"{line.decode()} elsewhere" for _, line in chunk)

    monkeypatch.setattr(run, "_answers_of_processes", elsewhere)
    lines = iter([[(k, f"{n}:{k}".encode()) for k in range(size)] for n, size in enumerate(chunks)])
    answers: Any = list(run._answers(SlowAsker(seconds), lines, processes))  # type: ignore[arg-type]
    asked = [f"{n}:{k}" for n, size in enumerate(chunks) for k in range(size)]
    assert [answer.partition(" ")[0] for answer in answers] == asked
    assert ("elsewhere" in answers[-1]) is joined
    assert "alone" in answers[0]


DYING = """
import os
from calcdl.cli.stream import processes
add, count = processes._Answers.add, 0
def die_after_a_while(self, answer):
    global count
    count += 1
    if count > 20:
        os._exit(1)
    add(self, answer)
processes._Answers.add = die_after_a_while
processes.work()
"""


@pytest.mark.process
@pytest.mark.parametrize(
    "worker",
    [("/no/such/program",), (sys.executable, "-c", ""), (sys.executable, "-P", "-c", DYING)],
    ids=["missing", "ends at once", "dies"],
)
def test_what_processes_leave_one_answers(
    worker: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_WORKER", worker)
    stdin = "".join(f"x**{n}\n" for n in range(2, 200))
    outcome = in_process("deriv", "-", "--jobs", "2", stdin=stdin)
    alone = in_process("deriv", "-", "--jobs", "1", stdin=stdin)
    said = "calcdl: a process failed: going on without it\n"
    assert outcome == (0, alone.stdout, said)


DEADLY = """
import os, sys
from calcdl.cli.stream import processes
from calcdl.cli.stream.asker import Asker
answer = Asker.answer
def answer_or_worse(self, number, line):
    if line == b"x**7":
        os.write(1, b"Unable to allocate memory")
        {worse}
    return answer(self, number, line)
Asker.answer = answer_or_worse
processes.work()
"""
TALKING = (
    "[os.write(sink, b'nonsense') for sink in range(3, 9) if os.path.exists(f'/dev/fd/{sink}')]"
)


@pytest.mark.process
@pytest.mark.parametrize("worse", ["os.abort()", TALKING], ids=["dies", "talks nonsense"])
def test_a_line_at_which_a_process_ends_is_lost_and_no_other(
    worse: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = DEADLY.format(worse=worse)
    monkeypatch.setattr(processes, "_WORKER", (sys.executable, "-P", "-c", program))
    stdin = "".join(f"x**{n}\n" for n in range(2, 40))
    outcome = in_process("deriv", "-", "--jobs", "2", stdin=stdin)
    answers = in_process("deriv", "-", "--jobs", "1", stdin=stdin).stdout
    assert outcome.status == 1
    assert outcome.stdout == answers.replace("7*x**6\n", "\n")
    assert "calcdl: line 6: calcdl has an error here" in outcome.stderr
    assert "(ProcessEnded)" in outcome.stderr
    assert "1 of 38 lines failed" in outcome.stderr


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    asked.write_text("x*exp(sin(cos(x*exp(x))))\n" * 2000)
    process = subprocess.Popen(
        [sys.executable, "-m", "calcdl", "deriv", "-", "--jobs", "2", "--order", "8"],
        stdin=asked.open(),
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        started = children(process.pid)
        assert len(started) == 2
        process.kill()
    end = time.monotonic() + 20
    while any(Path(f"/proc/{child}").exists() for child in started):
        assert time.monotonic() < end
        time.sleep(0.1)


def children(parent: int) -> list[int]:
    """Return the processes that a process has started."""
    tasks = Path(f"/proc/{parent}/task")
    if not tasks.exists():
        pytest.skip("this system does not list its processes in /proc")
    return [int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()]


def test_definitions_may_come_from_a_pipe() -> None:
    for jobs_ in ("1", "2"):
        command = (
            f"echo 'u = x + 1' | {sys.executable} -m calcdl deriv - --jobs {jobs_}"
            " --file /dev/fd/3 3<&0 <<'END'\nu**2\nu**3\nEND\n"
        )
        done = subprocess.run(
            ["sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert (done.stdout, done.stderr) == ("2*x + 2\n3*(x + 1)**2\n", "")


def test_a_long_stream_is_the_same_with_one_process_and_with_several() -> None:
    stdin = "".join(f"sin(x**{n})*exp({n}*x)/(x + {n})\n" for n in range(4000))
    assert calcdl("deriv", "-", stdin=stdin) == calcdl("deriv", "-", "--jobs", "1", stdin=stdin)


def test_a_person_is_told_what_is_waited_for() -> None:
    outcome = calcdl_on_terminal("deriv", "-", typed="x**2\n\x04")
    assert "reading expressions from the terminal, one a line; end with Ctrl-D" in outcome.stdout
    assert "2*x" in outcome.stdout
    outcome = calcdl_on_terminal("deriv", "x**2", "--at", "-", typed="3\n\x04")
    assert "reading points from the terminal" in outcome.stdout


@pytest.mark.parametrize(
    "command",
    [
        "yes 'x**2' | {calcdl} deriv - | head -1",
        "yes 2 | {calcdl} deriv 'x**2' --at - | head -1",
        "yes 'x**2' | {calcdl} deriv - --jobs 2 | head -1",
        "yes 'x**2' | {calcdl} deriv - | head -20000 | tail -1",
    ],
)
def test_a_reader_that_leaves_ends_a_stream_quietly(command: str) -> None:
    done = subprocess.run(
        ["sh", "-c", command.format(calcdl=f"{sys.executable} -m calcdl")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.parametrize("jobs", [[], ["--jobs", "2"]])
def test_ctrl_c_ends_a_stream_with_130(jobs: list[str], count: int) -> None:
    process = started("deriv", "-", *jobs, stderr=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("x**2\n" * count)
    process.stdin.flush()
    for _ in range(count):
        assert process.stdout.readline() == "2*x\n"
    process.send_signal(signal.SIGINT)
    status = process.wait(timeout=30)  # while stdin is open, so that a thread may wait for a line
    _, said = process.communicate()
    assert (status, said) == (130, "")


def said_on_terminal(seconds: float, **environment: str) -> str:
    """Return what a stream that takes some seconds says on a terminal; its answers go elsewhere."""
    reader, writer = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "calcdl", "deriv", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=writer,
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm-256color", **environment},
    )
    assert process.stdin is not None
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        process.stdin.write(b"x**2\n")
        process.stdin.flush()
        time.sleep(0.05)
    process.stdin.close()
    assert process.wait(timeout=60) == 0
    os.set_blocking(reader, False)
    try:
        return os.read(reader, 1 << 16).decode()
    except BlockingIOError:
        return ""
    finally:
        os.close(reader)
        os.close(writer)


def test_progress_is_shown_on_a_terminal_and_only_there() -> None:
    assert "lines, " in said_on_terminal(2.5)
    assert said_on_terminal(0.1) == ""
    assert said_on_terminal(1.5, TERM="dumb") == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["deriv", "x", "--jobs", "2"], "--jobs is for a stream"),
        (["deriv", "-", "--jobs", "0"], "1 or more"),
        (["deriv", "-", "--append"], "--append is for points on stdin"),
        (["deriv", "x", "--certified"], "--certified is for a stream"),
        (["deriv", "-", "--at", "-"], "cannot both come from stdin"),
        (["deriv", "x", "--at", "-", "--jobs", "2"], "--jobs is for expressions"),
        (["chain", "x", "--at", "-", "--append"], "--append is for deriv"),
        (["deriv", "x", "--at", "-", "--append", "--json"], "--append writes plain text or CSV"),
        (["graph", "-", "-o", "a.svg"], "comes as text or JSON"),
        (["graph", "-", "--to", "mermaid"], "comes as text or JSON"),
    ],
)
def test_flags_that_do_not_fit(arguments: list[str], message: str) -> None:
    outcome = in_process(*arguments)
    told = outcome.stderr + outcome.stdout
    assert outcome.status == 2
    assert message in told


# Points


@pytest.mark.parametrize(
    ("arguments", "stdin", "printed"),
    [
        (["deriv", "x**2"], "0\n0.5\n1\n", "0\n1\n2\n"),
        (["deriv", "x**2"], "pi\n1/3\nx=4\n", "6.283185307179586\n0.6666666666666666\n8\n"),
        (["deriv", "x**2"], '{"x": 5}\n{"x": "1/4", "z": 9}\n', "10\n0.5\n"),
        (["deriv", "x**3", "--order", "2"], "1\n2\n", "6\n12\n"),
        (["eval", "x**2"], "-0.0\n1e200\n3\n", "0\n1e+400\n9\n"),
        (["eval", "5"], "1\n2\n", "5\n5\n"),
        (["deriv", "5"], "1\n", "0\n"),
        (["partial", "x*y**2"], "x,y\n1,2\n3,4\n", "4\t4\n16\t24\n"),
        (["gradient", "x*y**2"], "y\tx\n2\t1\n", "4\t4\n"),
        (["partial", "x*y**2", "--wrt", "y"], "x,y\n1,2\n", "4\n"),
        (["deriv", "a*x", "--wrt", "x"], "x,label,a\n1,one,2\n", "2\n"),
        (["deriv", "x**2"], "x\n1\n", "2\n"),
        (["deriv", "x**2", "--digits", "3"], "1.2345\n", "2.47\n"),
        (["deriv", "sin(x)", "--exact"], "pi/3\n", "1/2\n"),
        (["point", "abs(x)"], "0\n1\n", "corner\t0\t0\t-1\t0\t1\nsmooth\t1\t1\t1\t1\t1\n"),
        (["hessian", "x**3"], "1\n2\n", "x,x\t6\nx,x\t12\n"),
        (["deriv", "x*abs(x)"], "-1\n0\n1\n", "2\n0\n2\n"),
        (["deriv", "sigmoid(x)"], "0\n600\n", "0.25\n2.6503965530043108e-261\n"),
    ],
)
def test_points_on_stdin(arguments: list[str], stdin: str, printed: str) -> None:
    for certified in ([], ["--certified"]):
        outcome = in_process(*arguments, "--at", "-", *certified, stdin=stdin)
        assert outcome == (0, printed, "")


@pytest.mark.parametrize(
    ("arguments", "stdin", "printed"),
    [
        (["deriv", "x**2"], "1\n2\n", "1\t2\n2\t4\n"),
        (["deriv", "x**2"], "x,name\n1,a\n2,b\n", "x,name,derivative\n1,a,2\n2,b,4\n"),
        (["eval", "x*y"], "x\ty\n1\t2\n", "x\ty\tvalue\n1\t2\t2\n"),
        (["partial", "x*y"], 'n,x,y\n"a,b",1,2\n', 'n,x,y,df/dx,df/dy\n"a,b",1,2,2,1\n'),
    ],
)
def test_append_keeps_the_row(arguments: list[str], stdin: str, printed: str) -> None:
    assert in_process(*arguments, "--at", "-", "--append", stdin=stdin) == (0, printed, "")


def test_csv_of_points() -> None:
    outcome = in_process("deriv", "x**2", "--at", "-", "--format", "csv", stdin="1\n2\n")
    assert outcome == (0, "x,derivative\n1,2\n2,4\n", "")


@pytest.mark.parametrize("certified", [[], ["--certified"]])
def test_a_bad_point_costs_that_row_alone(certified: list[str]) -> None:
    stdin = "1\n0\nfoo\n\n-1\n"
    outcome = in_process("deriv", "1/x", "--at", "-", *certified, stdin=stdin)
    assert outcome.status == 1
    assert outcome.stdout == "-1\n\n\n-1\n"
    assert "calcdl: line 2: 1/x has no real value at x = 0: it divides by zero" in outcome.stderr
    assert "calcdl: line 3: the value of x has to be a number" in outcome.stderr
    assert outcome.stderr.endswith("calcdl: 2 of 4 lines failed\n")


def test_a_table_has_to_have_the_variables() -> None:
    outcome = in_process("deriv", "x*y", "--wrt", "x", "--at", "-", stdin="x,z\n1,2\n")
    assert outcome.status == 2
    assert "the table has no column y: its columns are x, z" in outcome.stderr
    outcome = in_process("eval", "x*y", "--at", "-", "--append", stdin="x,y\n1,2\n1\n3,4\n")
    assert outcome.stdout == "x,y,value\n1,2,2\n1,\n3,4,12\n"
    assert "line 3: the row has 1 fields, and the heading 2" in outcome.stderr


def test_a_quote_that_is_not_closed_costs_its_line() -> None:
    rows = 'x,n\n1,"a\n3,"b, ""c"""\n,d\n4,"e"f\n'
    outcome = in_process("deriv", "x**2", "--at", "-", stdin=rows)
    assert outcome.stdout == "\n6\n\n8\n"
    assert "line 2: a quote is opened on this line and not closed" in outcome.stderr
    assert "line 4: the row has no value of x" in outcome.stderr


def test_points_in_json_are_certified_records() -> None:
    outcome = in_process("deriv", "x**2", "--at", "-", "--json", stdin="0.1\n2\n")
    first, second = records(outcome.stdout)
    assert first["line"] == 1
    assert first["points"][0]["value"]["exact"] == "1/5"  # type: ignore[index]
    assert second["points"][0]["at"] == {"x": "2"}  # type: ignore[index]


@pytest.mark.slow
def test_many_points_are_the_same_as_one_by_one() -> None:
    numbers = [f"{k / 997:.12g}" for k in range(-3000, 3000)]
    expression = "relu(x)*sin(x)/(x - 1) + sqrt(abs(x))"
    stdin = "\n".join(numbers)
    fast = in_process("deriv", expression, "--at", "-", stdin=stdin)
    proven = in_process("deriv", expression, "--at", "-", "--certified", stdin=stdin)
    assert fast.status == proven.status == 1  # at 0
    assert "line 3001" in fast.stderr
    pairs = list(zip(fast.stdout.splitlines(), proven.stdout.splitlines(), strict=True))
    assert len(pairs) == len(numbers)
    for one, other in pairs:
        assert one == other or abs(float(one) - float(other)) <= 1e-12 * max(1, abs(float(other)))


# Rows of tables


ROWS = (
    "1,2", "3,4", " 5 , 6 ", "0,-0", "1e-400,1", "1e400,1", "2 3,4", "1,", ",", "1", "1,2,3",
    "x=1,y=2", '{"x": 1, "y": 2}', '"1","2"', "pi,1/3", "1,foo", "", "  ", "# 1,2", "1 2", "1;2",
    "nan,1", "inf,1", "1_0,1", "+1,2", "1.,.5", '"1,2"', "٣,1", "1e,2",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_a_row_is_answered_among_others_as_it_is_alone(seed: int) -> None:
    choice = random.Random(seed)
    rows = [choice.choice(ROWS[: choice.choice((3, len(ROWS)))]) for _ in range(12)]
    end = choice.choice(("\n", "\r\n", "\r"))
    command = ["eval", "x*y", "--at", "-", *choice.choice(([], ["--certified"], ["--append"]))]
    together = in_process(*command, stdin=end.join(["x,y", *rows]))
    apart = [in_process(*command, stdin=f"x,y\n{row}\n").stdout for row in rows]
    heading = "x,y,value\n" if "--append" in command else ""
    assert together.stdout == heading + "".join(out.removeprefix(heading) for out in apart)


@pytest.mark.parametrize("way", [[], ["--certified"]])
@pytest.mark.parametrize(
    ("arguments", "stdin", "printed"),
    [
        (["deriv", "x**2"], "1\r2\r3\r", "2\n4\n6\n"),
        (["deriv", "x**2"], "1\r\n2\r\n3", "2\n4\n6\n"),
        (["deriv", "x**2"], "x\n\n1\n\n# two\n2\n", "2\n4\n"),
        (["eval", "7"], "1\n2\n\n3\n", "7\n7\n7\n"),
        (["eval", "7"], "x\n1\n2\n3\n", "7\n7\n7\n"),
        (["eval", "7", "--append"], "1\n2\n3\n", "1\t7\n2\t7\n3\t7\n"),
        (["eval", "7", "--append"], "x\n1\n2\n3\n", "x,value\n1,7\n2,7\n3,7\n"),
        (["eval", "7", "--append"], "a,b\n1,p\n2,q\n", "a,b,value\n1,p,7\n2,q,7\n"),
        (["eval", "7", "--format", "csv"], "1\n2\n", "x,value\n1,7\n2,7\n"),
        (["deriv", "7*y + x", "--wrt", "x"], "x,y\n1,2\n3,4\n", "1\n1\n"),
        (["eval", "7"], '{"x": 1}\n{"z": 2}\n', "7\n7\n"),
        (
            ["eval", "x", "--append"],
            "n\tx\tm\n\t2\t\na\t3\tb\n",
            "n\tx\tm\tvalue\n\t2\t\t2\na\t3\tb\t3\n",
        ),
        (["eval", "x", "--append"], '"a,b",x\n"1,1",2\n', '"a,b",x,value\n"1,1",2,2\n'),
        (["eval", "x", "--append"], '"x"\n2\n', '"x",value\n2,2\n'),
        (["eval", "x*y"], 'x, "y"\n1, 2\n', "2\n"),
    ],
)
def test_every_row_is_answered(
    arguments: list[str], stdin: str, printed: str, way: list[str]
) -> None:
    assert in_process(*arguments, "--at", "-", *way, stdin=stdin) == (0, printed, "")


def test_rows_count_their_numbers_each() -> None:
    outcome = in_process("deriv", "x**2", "--at", "-", stdin="1 2\n\n3 4\n\n5\n")
    assert (outcome.status, outcome.stdout) == (1, "\n\n10\n")
    outcome = in_process("eval", "x*y", "--at", "-", stdin="x,y\n1,\n2 3,4\n5,6\n1\n2,3,4\n")
    assert (outcome.status, outcome.stdout) == (1, "\n\n30\n\n\n")


@pytest.mark.parametrize("heading", ["x,x", "x,note,note", "x, x"])
def test_two_columns_of_one_name_are_refused(heading: str) -> None:
    outcome = in_process("eval", "x", "--at", "-", stdin=f"{heading}\n1,2,3\n")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "the table has two columns" in outcome.stderr


def test_fields_and_lines_of_any_length(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = f'x,note\n2,"{"y" * 200_000}"\n3,z\n'
    assert in_process("eval", "x**2", "--at", "-", stdin=stdin) == (0, "4\n9\n", "")
    monkeypatch.setattr(lines, "_LONGEST_LINE", 600_000)
    stdin = f"2\n{'1' * 700_000}\n3\n{'4' * 600_001}"
    outcome = in_process("eval", "x**2", "--at", "-", stdin=stdin)
    assert (outcome.status, outcome.stdout) == (1, "4\n\n9\n\n")
    assert "line 2: the line has more than 600000 bytes" in outcome.stderr
    outcome = in_process("deriv", "-", stdin=stdin.replace("2\n", "x\n"))
    assert (outcome.status, outcome.stdout) == (1, "1\n\n0\n\n")


def test_a_file_that_is_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "_LARGEST_FILE", 10)
    path = tmp_path / "definitions"
    path.write_text("u = x**2\nu\n")
    outcome = in_process("deriv", "--file", str(path))
    assert outcome.status == 2
    assert "has more than 10 characters" in outcome.stderr


def test_code_of_many_expressions_comes_as_records() -> None:
    alone = ("code", "-", "--jobs", "1")  # however slow the machine is
    assert "add --json" in in_process(*alone, stdin="x*y\n").stderr
    records = in_process(*alone, "--json", "--to", "c", stdin="x*y\nsin(x)\n").stdout
    codes = [json.loads(line)["code"] for line in records.splitlines()]
    assert ["double f(" in code for code in codes] == [True, True]
