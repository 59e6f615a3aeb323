"""calcdl among other programs: closed pipes, interrupts, colour, narrow screens, other locales."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest

from tests.support.command import (
    ROOT,
    calcdl,
    calcdl_on_terminal,
    in_process,
    in_process_on_terminal,
)

CALCDL = f"{shlex.quote(sys.executable)} -m calcdl"
C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""}

# Every command, with numbers of many digits.
TABLES = [
    'deriv "log(sin(exp(x**2))) + sigmoid(3*x + 1)**2" --at 0.5',
    'deriv "sin(x)" --at 1 --digits 40',
    'deriv "x**2" --at 1 --order 4',
    'eval "sin(x)*y" --at x=1,y=2',
    'chain "sigmoid(w*x + b)**2" --wrt w --at x=1,w=2,b=0',
    'partial "sin(x)*y" --at x=1,y=2',
    'gradient "sin(x)*y" --at x=1,y=2',
    'jacobian "sin(x)*y" "exp(x+y)" --at x=1,y=2',
    'hessian "sin(x)*exp(y)*z" --at x=1,y=2,z=3',
    'point "abs(x-1)*exp(x)" --at 1',
    'point "1/x" --at 0',
    'check "sin(x**2)" "cos(x**2)"',
    'graph "sigmoid(w*x + b)**2" --at w=2,x=1,b=0.5',
    'numeric "sin(x)" --at 1 --steps 6',
    'numeric "sin(x)" --at 1 --steps 6 --method auto',
    pytest.param('numeric --command "echo {x}" --at 1 --steps 4', marks=pytest.mark.process),
    "functions sigmoid",
]


def without_escapes(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


# Pipes


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("functions", 0),
        ("functions --format table", 0),
        ("functions --json", 0),
        ("functions --format csv", 0),
        ('numeric "sin(x)" --at 1 --format table', 0),
        ('deriv "x**2"', 0),
        ("--help", 0),
    ],
)
def test_a_closed_pipe_is_no_error(command: str, status: int) -> None:
    for reader in ("head -1", "true"):
        line = f"{CALCDL} {command} | {reader}; echo ${{PIPESTATUS[0]}} >&2"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=ROOT)
        assert done.stderr == f"{status}\n"


def test_an_error_that_nobody_reads_keeps_its_status() -> None:
    line = f"{CALCDL} deriv 'x*' 2>&1 >/dev/null | true; exit ${{PIPESTATUS[0]}}"
    assert subprocess.run(["bash", "-c", line], cwd=ROOT).returncode == 2


# Interrupts


def test_an_interrupt_ends_with_130(tmp_path: Path) -> None:
    started = tmp_path / "started"
    program = f"touch {started}; sleep 30; echo {{x}}"
    process = subprocess.Popen(
        [sys.executable, "-m", "calcdl", "numeric", "--shell", "--command", program, "--at", "1"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    while not started.exists():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60) == ("", "")
    assert process.returncode == 130


@pytest.mark.parametrize("part", ["calcdl.cli.quick", "calcdl.cli.commands.deriv", "typer"])
def test_an_interrupt_while_it_loads(part: str) -> None:
    program = (
        "import sys\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, *rest):\n"
        f"        if name == {part!r}:\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "from calcdl.cli import main\n"
        "main(['der', 'x**2'])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.parametrize(
    "where", ["typer", "rich", "calcdl.cli.commands.deriv", "flint", "callback", "end"]
)
def test_ctrl_c_anywhere_between_start_and_end(where: str) -> None:
    """Also in a callback of the garbage collector, which can raise nothing, and while it ends."""
    command = "der" if where == "typer" else "deriv"  # which is understood without it
    program = (
        "import atexit, os, signal, sys\n"
        "def interrupt(*_): os.kill(os.getpid(), signal.SIGINT)\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, *rest):\n"
        f"        if name == {where!r}: interrupt()\n"
        f"        if name == 'flint' and {where!r} == 'callback': Last()\n"
        "class Last:\n"
        "    __del__ = interrupt\n"
        f"if {where!r} == 'end': atexit.register(interrupt)\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "from calcdl.cli import main\n"
        f"main([{command!r}, 'sin(x)', '--at', '1', '--format', 'table'])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stderr) == (130, "")


def test_what_waits_for_the_end_is_not_forgotten() -> None:
    program = (
        "import atexit; atexit.register(print, 'the end')\n"
        "from calcdl.cli import main; main(['deriv', 'x**2'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "2*x\nthe end\n", "")


# Colour


COLOUR = re.compile(r"\x1b\[(\d+;)*3[0-9]m")
TABLE = ("gradient", "sin(x)*y", "--at", "x=1,y=2")


def test_colour_goes_to_terminals_alone() -> None:
    assert COLOUR.search(calcdl_on_terminal(*TABLE).stdout)
    assert "\x1b" not in calcdl(*TABLE, "--format", "table").stdout


def test_no_color_takes_colour_away() -> None:
    assert not COLOUR.search(calcdl_on_terminal(*TABLE, NO_COLOR="1").stdout)
    assert not COLOUR.search(calcdl_on_terminal(*TABLE, NO_COLOR="1", FORCE_COLOR="1").stdout)


def test_force_color_brings_it_into_a_pipe() -> None:
    assert COLOUR.search(calcdl(*TABLE, "--format", "table", FORCE_COLOR="1").stdout)
    assert "\x1b" not in calcdl(*TABLE, FORCE_COLOR="1").stdout
    assert json.loads(calcdl(*TABLE, "--json", FORCE_COLOR="1").stdout)


@pytest.mark.parametrize("command", TABLES)
def test_a_dumb_terminal_gets_no_escapes(command: str) -> None:
    outcome = in_process_on_terminal(*shlex.split(command), TERM="dumb")
    assert outcome.status in (0, 1)
    assert "\x1b" not in outcome.stdout


# Narrow screens


def numerals(text: str) -> set[str]:
    return set(re.findall(r"-?\d+\.\d+(?:e[+-]\d+)?", text))


@pytest.mark.parametrize("command", TABLES[3::5])
@pytest.mark.parametrize("environment", [{}, {"TERM": "dumb"}, {"NO_COLOR": "1"}])
def test_a_terminal_in_this_process_is_like_any(command: str, environment: dict[str, str]) -> None:
    arguments = shlex.split(command)
    real = calcdl_on_terminal(*arguments, columns=50, **environment)
    assert in_process_on_terminal(*arguments, columns=50, **environment) == real


@cache
def on_a_wide_screen(command: str) -> str:
    return without_escapes(in_process_on_terminal(*shlex.split(command), columns=250).stdout)


@pytest.mark.parametrize("columns", [20, 50])
@pytest.mark.parametrize("command", TABLES)
def test_no_digits_are_lost_on_a_narrow_screen(command: str, columns: int) -> None:
    arguments = shlex.split(command)
    wide = on_a_wide_screen(command)
    outcome = in_process_on_terminal(*arguments, columns=columns)
    narrow = without_escapes(outcome.stdout)
    assert outcome.status in (0, 1)
    assert "Traceback" not in narrow
    assert "…" not in narrow
    assert max(map(len, narrow.split("\n"))) <= columns
    together = re.sub(r"[\s│├┼┤╰┴╯●○]+", "", narrow)
    for numeral in numerals(wide):
        assert numeral in together


@pytest.mark.parametrize("columns", [1, 12])
@pytest.mark.parametrize("command", TABLES)
def test_no_screen_is_too_narrow(command: str, columns: int) -> None:
    outcome = in_process_on_terminal(*shlex.split(command), columns=columns)
    assert outcome.status in (0, 1)
    assert "Traceback" not in outcome.stdout


def test_help_fits_a_narrow_screen() -> None:
    assert in_process("deriv", "--help", COLUMNS="20").status == 0


def test_formulas_go_on_after_an_operator() -> None:
    expression = "sigmoid(alpha*x + beta1)*sigmoid(gamma1*x + delta)*tanh(epsilon*x)"
    outcome = in_process("chain", expression, "--wrt", "x", "--format", "table", COLUMNS="60")
    written = [
        in_process("chain", expression, "--wrt", "x", f).stdout for f in ("--plain", "--json")
    ]
    names = re.findall(r"\w+", "".join(written))
    assert set(re.findall(r"\w+", outcome.stdout)) <= {*names, "level", "by"}


# Locales that are not Unicode


@pytest.mark.parametrize("environment", [{"PYTHONIOENCODING": "ascii"}, C_LOCALE], ids=["io", "C"])
@pytest.mark.parametrize("command", TABLES[3::5])
def test_locales_that_lack_characters(command: str, environment: dict[str, str]) -> None:
    arguments = [*shlex.split(command), "--format", "table"]
    assert calcdl(*arguments, **environment) == in_process(*arguments, encoding="ascii")


@pytest.mark.parametrize("command", TABLES)
def test_ascii_stands_in(command: str) -> None:
    arguments = [*shlex.split(command), "--format", "table"]
    outcome = in_process(*arguments, encoding="ascii")
    assert outcome.status in (0, 1)
    assert outcome.stderr == ""
    assert outcome.stdout.isascii()
    assert "?" not in outcome.stdout
    assert "\\u" not in outcome.stdout
    assert numerals(outcome.stdout) == numerals(in_process(*arguments).stdout)


def ascii_lines(*arguments: str) -> list[str]:
    outcome = in_process(*arguments, "--format", "table", encoding="ascii")
    return [line.rstrip() for line in outcome.stdout.split("\n")]


def test_what_ascii_looks_like() -> None:
    assert ascii_lines("deriv", "x**2")[1] == "f'(x)  2*x"
    assert ascii_lines("deriv", "x**2*y", "--wrt", "x")[1] == "df/dx  2*x*y"
    assert ascii_lines("hessian", "x*y")[2:4] == ["d2f/dx2   0", "d2f/dxdy  1"]
    assert ascii_lines("deriv", "x**9", "--order", "4")[1].startswith("f^(4)(x)")
    limits = ascii_lines("point", "1/x", "--at", "0")[4]
    assert limits.split() == ["limit", "-oo", "none", "oo"]
    assert ascii_lines("graph", "x*sin(x)") == ["o    x", "+-*  v1 = sin(x)", "*-+  f = x*v1", ""]
    assert "agreement  Taylor series = rules" in "\n".join(
        ascii_lines("deriv", "x**2", "--at", "1")
    )


def test_columns_stay_columns_in_ascii() -> None:
    lines = ascii_lines("deriv", "sin(x)*y", "--wrt", "x", "--order", "2")
    assert lines[0].index("sin") == lines[1].index("-")
    headings, limits = ascii_lines("point", "1/x", "--at", "0")[3:5]
    assert headings.index("at the point") == limits.index("none")


def test_json_is_escaped_not_rewritten() -> None:
    outcome = in_process("deriv", "x² + 😀", "--json", encoding="ascii")
    assert outcome.stdout.isascii()
    assert json.loads(outcome.stdout)["input"] == "x² + 😀"


def test_what_is_typed_in_utf8_is_understood_in_the_c_locale() -> None:
    assert calcdl("deriv", "x² + 2·x", **C_LOCALE) == (0, "2*x + 2\n", "")
    assert calcdl("deriv", "x² + β", "--wrt", "x", **C_LOCALE).stdout == "2*x\n"
    said = calcdl("deriv", "x*¿", **C_LOCALE)
    assert said.status == 2
    assert said.stderr.startswith("calcdl: I cannot read '\\u00bf' here\n")


def test_bytes_that_are_no_text_are_no_crash() -> None:
    done = subprocess.run(
        [sys.executable.encode(), b"-m", b"calcdl", b"deriv", b"x*\xff"],
        capture_output=True, cwd=ROOT, env={**os.environ, **C_LOCALE},
    )  # fmt: skip
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp437", "koi8-r"])
def test_other_encodings(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "calcdl", "graph", "x*sin(x)", "--format", "table"],
        capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": encoding},
    )  # fmt: skip
    assert done.returncode == 0
    assert "?" not in done.stdout.decode(encoding)


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("deriv 'x**2' 2>&-", (0, "2*x\n", "")),
        ("deriv 'x**' 2>&-", (2, "", "")),
        ("deriv - 2>&-", (1, "2*x\n\n", "")),
        ("deriv x --at - 2>&-", (1, "\n\n", "")),
        ("deriv 'x**2' >&-", (1, "", "calcdl: I cannot write the answer: stdout is closed\n")),
        ("deriv - >&-", (1, "", "calcdl: I cannot write the answer: stdout is closed\n")),
        ("deriv - >&- 2>&-", (1, "", "")),
    ],
)
def test_streams_may_be_closed(line: str, outcome: tuple[int, str, str]) -> None:
    command = f"printf 'x**2\nx**\n' | {sys.executable} -m calcdl {line}"
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == outcome


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("arguments", ["functions", "deriv 'x**2'"])
def test_a_full_disk_is_said(arguments: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m calcdl {arguments} > /dev/full"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "calcdl: I cannot write the answer: No space left on device\n"
