"""Completion of commands, flags, names and choices, as bash, zsh and fish ask for it."""

from __future__ import annotations

import os
import pty
import select
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from calcdl.cli import run
from calcdl.cli.app import COMMANDS
from calcdl.functions import ALIASES, FUNCTIONS, WRITTEN_OUT
from tests.support.command import ROOT, Outcome, calcdl, in_process


def asked(**environment: str) -> Outcome:
    """Return what comes of a shell's question, put in this process as a shell puts it to one."""

    def door(args: list[str]) -> int:
        try:
            return run(args)
        except SystemExit as end:
            return int(end.code or 0)

    return in_process(door=door, **environment)


def bash(line: str) -> list[str]:
    """Return what bash is offered for the last word of a line."""
    is_open = line.count("'") % 2 == 1 and '"' not in line
    words = shlex.split(f"{line}'" if is_open else line) + ([""] if line.endswith(" ") else [])
    outcome = asked(
        _CALCDL_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1)
    )
    assert outcome.stderr == ""
    assert outcome.status == 0
    return [line for line in outcome.stdout.splitlines() if line]


def zsh(line: str) -> list[str]:
    outcome = asked(_CALCDL_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS=line)
    assert outcome.stderr == ""
    assert outcome.status == 0
    return [entry.split('"')[1] for entry in outcome.stdout.splitlines() if '"' in entry]


def fish(line: str) -> list[str]:
    outcome = asked(
        _CALCDL_COMPLETE="complete_fish",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
        _TYPER_COMPLETE_ARGS=line,
    )
    assert outcome.stderr == ""
    assert outcome.status == 0
    return [entry.split("\t")[0] for entry in outcome.stdout.splitlines() if entry]


SHELLS = pytest.mark.parametrize("shell", [bash, zsh, fish])


@SHELLS
def test_commands(shell) -> None:
    assert shell("calcdl ") == list(COMMANDS)
    assert shell("calcdl de") == ["deriv"]


@SHELLS
def test_flags(shell) -> None:
    assert shell("calcdl deriv --f") == ["--file", "--function", "--form", "--format"]
    assert shell("calcdl deriv 'x**2' --at 5 --ord") == ["--order"]
    assert shell("calcdl graph -x**2 --o") == ["--output"]


@SHELLS
def test_choices(shell) -> None:
    assert shell("calcdl deriv x --format ") == ["table", "plain", "json", "csv", "latex"]
    assert shell("calcdl deriv x --side l") == ["left"]
    assert shell("calcdl graph x --to s") == ["svg"]
    assert shell("calcdl numeric x --method five") == ["five-point"]


@SHELLS
def test_function_names(shell) -> None:
    assert shell("calcdl functions sigm") == ["sigmoid"]
    assert "logistic" in shell("calcdl functions log")
    assert set(shell("calcdl functions ")) == {*FUNCTIONS, *ALIASES, *WRITTEN_OUT}


@SHELLS
def test_function_names_within_an_expression(shell) -> None:
    assert shell("calcdl deriv 'x*softp") == ["x*softplus"]
    assert shell("calcdl eval 'exp(x) + digam") == ["exp(x) + digamma"]
    assert shell("calcdl check x^2 '2*softp") == ["2*softplus"]
    assert shell("calcdl jacobian x*y 'softp") == ["softplus"]
    assert "sin(sinh" in shell("calcdl chain 'sin(sin")
    assert shell("calcdl deriv 'x*2") == []


@SHELLS
def test_variables_of_the_expression_typed_so_far(shell) -> None:
    assert shell("calcdl deriv 'w*x + b' --wrt ") == ["b", "w", "x"]
    assert shell("calcdl partial 'alpha*beta' --wrt al") == ["alpha"]
    assert shell("calcdl partial 'w*x + b' --wrt w,") == ["w,b", "w,x"]
    assert shell("calcdl jacobian 'x*y' 'y*z' --wrt ") == ["x", "y", "z"]
    assert shell("calcdl deriv 'u^2' --let 'u = r*t' --wrt ") == ["r", "t"]
    assert shell("calcdl deriv 'x*' --wrt ") == []


@SHELLS
@pytest.mark.parametrize("flag", ["--file", "--output", "-o", "--at"])
def test_where_a_file_may_stand_the_shell_offers_its_own(shell, flag: str) -> None:
    assert shell(f"calcdl deriv x {flag} ") == []
    assert shell(f"calcdl deriv x {flag} te") == []


def test_names_of_files_in_bash(home: Path, tmp_path: Path) -> None:
    (tmp_path / "points.csv").touch()
    seen = typed_in_bash(f"cd {tmp_path}", "calcdl deriv x --at poi", home)
    assert "--at points.csv" in seen


def test_function_names_in_bash_within_quotes(home: Path) -> None:
    assert "'x*softplus" in typed_in_bash("true", "calcdl deriv 'x*softp", home)


def typed_in_bash(first: str, typed: str, home: Path) -> str:
    """Return what is seen after a tab is typed at bash's prompt."""
    script = home / "calcdl.bash"
    script.write_text(script_for("bash", home), encoding="utf-8")
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        [require("bash"), "--norc", "-i"], stdin=writer, stdout=writer, stderr=writer,
        env=environment(home), start_new_session=True,
    )  # fmt: skip
    os.close(writer)
    try:
        os.write(reader, f"source {script}; {first}; PS1='rea''dy> '\n".encode())
        seen_until(reader, "ready> ")
        os.write(reader, f"{typed}\t\r".encode())
        return seen_until(reader, "\r\n")
    finally:
        os.close(reader)
        process.kill()
        process.wait()


ODD = [
    "calcdl deriv '(x+1)**2' --js",
    'calcdl deriv "f\'(x)" --js',
    "calcdl deriv 'x*' --js",
    "calcdl deriv '$x`;&|<>' --js",
    "calcdl deriv '|x| \\ y' --js",
    "calcdl deriv 'σ(x)²' --js",
    "calcdl deriv --order many x --js",
    "calcdl deriv x --format bad --js",
    "calcdl deriv -x**2 --js",
]


@SHELLS
@pytest.mark.parametrize("line", ODD)
def test_odd_characters_are_no_hindrance(shell, line: str) -> None:
    assert shell(line) == ["--json"]


@SHELLS
@pytest.mark.parametrize(
    "line", ["calcdl nosuch ", "calcdl nosuch --j", "calcdl (x+1)**2 ", "calcdl deriv x 'y"]
)
def test_where_there_is_nothing_to_say_nothing_is_said(shell, line: str) -> None:
    if line.count("'") == 1 and shell is bash:
        outcome = calcdl(_CALCDL_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD="3")
        assert (outcome.status, outcome.stdout.strip(), outcome.stderr) == (0, "", "")
    else:
        assert shell(line) == []


def test_a_locale_without_unicode() -> None:
    outcome = calcdl(
        _CALCDL_COMPLETE="complete_bash", COMP_WORDS="calcdl deriv σ(x) --js", COMP_CWORD="3",
        LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="",
    )  # fmt: skip
    assert outcome == (0, "--json\n", "")


# The shells themselves


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a ``calcdl`` in bin."""
    home = tmp_path_factory.mktemp("home")
    (home / "bin").mkdir()
    script = home / "bin" / "calcdl"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m calcdl "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return home


def environment(home: Path) -> dict[str, str]:
    path = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "HOME": str(home), "PATH": path, "PYTHONPATH": str(ROOT), "TERM": "dumb",
            "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_DATA_HOME": str(home / ".local")}  # fmt: skip


def require(shell: str) -> str:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    return found


def script_for(shell: str, home: Path) -> str:
    done = subprocess.run(
        ["calcdl", "--show-completion", shell], capture_output=True, text=True, check=True,
        env={**environment(home), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_each_shell(shell: str, home: Path) -> None:
    assert "complete_" + shell in script_for(shell, home)


def test_in_bash(home: Path) -> None:
    program = script_for("bash", home) + (
        "\nCOMP_WORDS=(calcdl deriv \"'(x+1)**2'\" --fo); COMP_CWORD=3\n"
        '_calcdl_completion calcdl; echo "${COMPREPLY[*]}"\n'
        "COMP_WORDS=(calcdl functions relu); COMP_CWORD=2\n"
        '_calcdl_completion calcdl; echo "${COMPREPLY[*]}"\n'
    )
    done = subprocess.run(
        [require("bash"), "--norc", "-c", program], capture_output=True, text=True,
        env=environment(home),
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("--form --format\nrelu relu6\n", "")


def test_in_fish(home: Path) -> None:
    program = script_for("fish", home) + (
        "\ncomplete -C 'calcdl der'\ncomplete -C 'calcdl deriv \"(x+1)**2\" --fo'\n"
        "complete -C 'calcdl functions sigm'\n"
    )
    done = subprocess.run(
        [require("fish"), "--no-config", "-c", program], capture_output=True, text=True,
        env=environment(home),
    )  # fmt: skip
    assert done.stderr == ""
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == [
        "deriv", "--format", "sigmoid",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("calcdl der", "calcdl deriv "),
        ("calcdl deriv '(x+1)**2' --for", "--format "),
        ("calcdl deriv x --format js", "--format json "),
        ("calcdl functions sigm", "calcdl functions sigmoid "),
    ],
)
def test_in_zsh(typed: str, completed: str, home: Path) -> None:
    shell = require("zsh")
    script = home / "calcdl.zsh"
    script.write_text(script_for("zsh", home), encoding="utf-8")
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        [shell, "-f", "-i"], stdin=writer, stdout=writer, stderr=writer, env=environment(home),
        start_new_session=True,
    )  # fmt: skip
    os.close(writer)
    try:
        start = f"autoload -U compinit; compinit -D; source {script}; echo rea''dy\n"
        os.write(reader, start.encode())
        seen_until(reader, "ready")
        os.write(reader, f"{typed}\t".encode())
        assert completed in seen_until(reader, completed)
    finally:
        os.close(reader)
        process.kill()
        process.wait()


def seen_until(reader: int, wanted: str, seconds: float = 60) -> str:
    """Return what a terminal shows until there is a text in it, or that time has passed."""
    seen = ""
    end = time.monotonic() + seconds
    while wanted not in seen and time.monotonic() < end:
        if select.select([reader], [], [], 0.2)[0]:
            seen += os.read(reader, 4096).decode("utf-8", "replace")
    return seen


@pytest.mark.parametrize(
    ("shell", "file"),
    [
        ("bash", ".bashrc"),
        ("zsh", ".zfunc/_calcdl"),
        ("fish", ".config/fish/completions/calcdl.fish"),
    ],
)
def test_it_installs_itself(shell: str, file: str, home: Path) -> None:
    done = subprocess.run(
        ["calcdl", "--install-completion", shell], capture_output=True, text=True,
        env={**environment(home), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "calcdl" in (home / file).read_text("utf-8")
