"""calcdl among other programs: closed pipes, Ctrl-C, colours, narrow terminals, old encodings."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.command import ROOT, calcdl, calcdl_on_terminal

PROGRAM = f"{sys.executable} -m calcdl"


def shell(command: str, name: str = "sh", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [name, "-c", command],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        cwd=ROOT,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [
        f"{PROGRAM} functions | head -1",
        f"yes 'x**2' | {PROGRAM} deriv - | head -1",
        f"yes 2 | {PROGRAM} deriv 'x**2' --at - | head -1",
        f"yes 'x**2' | {PROGRAM} deriv - --jobs 2 | head -1",
    ],
)
def test_a_reader_that_leaves_ends_it_quietly(command: str) -> None:
    done = shell(command)
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


@pytest.mark.parametrize("jobs", [[], ["--jobs", "2"]])
def test_ctrl_c_ends_it_with_130(jobs: list[str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "calcdl", "deriv", "-", *jobs],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("x**2\n")
    process.stdin.flush()
    assert process.stdout.readline() == "2*x\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said == ""


def test_colours() -> None:
    escape = "\x1b["
    assert escape in calcdl_on_terminal("deriv", "x**2").stdout
    assert escape not in calcdl_on_terminal("deriv", "x**2", NO_COLOR="1").stdout.replace(
        "\x1b[1m", ""
    ).replace("\x1b[0m", "").replace("\x1b[2m", "")
    assert escape not in calcdl_on_terminal("deriv", "x**2", TERM="dumb").stdout
    forced = calcdl("deriv", "x**2", "--format", "table", FORCE_COLOR="1").stdout
    assert escape in forced
    assert escape not in calcdl("deriv", "x**2", "--format", "table").stdout


@pytest.mark.parametrize("command", ["deriv", "chain", "partial", "numeric", "graph", "point"])
def test_a_narrow_terminal_loses_no_digit(command: str) -> None:
    outcome = calcdl_on_terminal(command, "sin(x)", "--at", "1", columns=20, NO_COLOR="1")
    assert outcome.status == 0
    kept = re.sub(r"\x1b\[[0-9;]*m|[^0-9.]", "", outcome.stdout)
    assert "0.5403023058681398" in kept or command == "numeric"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["deriv", "sin(x)", "--at", "1"], ["f'(x)  cos(x)"]),
        (["partial", "x*y", "--at", "x=1,y=2"], ["df/dx"]),
        (["point", "1/x", "--at", "0"], ["-oo", "oo"]),
        (["graph", "sigmoid(w*x + b)"], ["o      w", "*-+"]),
        (["chain", "sin(x**2)"], ["cos(u1)"]),
    ],
)
def test_an_old_encoding_gets_ascii(arguments: list[str], words: list[str]) -> None:
    outcome = calcdl(*arguments, "--format", "table", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert outcome.status == 0
    assert outcome.stdout.isascii()
    assert "?" not in outcome.stdout
    for word in words:
        assert word in outcome.stdout


# Completion


def completed(words: str, name: str) -> list[str]:
    """Return what is offered for the last of some words."""
    pieces = words.split(" ")
    environment = {
        "_CALCDL_COMPLETE": f"complete_{name}",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(pieces) - 1),
        "_TYPER_COMPLETE_ARGS": words,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    outcome = calcdl(**environment)
    assert outcome.stderr == ""
    return outcome.stdout.split()


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion_offers_commands_flags_names_and_formats(name: str) -> None:
    def offers(words: str, *expected: str) -> None:
        text = " ".join(completed(words, name))
        for one in expected:
            assert one in text

    offers("calcdl ", "deriv", "chain", "check")
    offers("calcdl de", "deriv")
    offers("calcdl deriv --for", "--format")
    offers("calcdl deriv x --format ", "table", "plain", "json", "csv", "latex")
    offers("calcdl functions sig", "sigmoid", "sign")
    offers("calcdl functions log_s", "log_sigmoid")
    offers("calcdl deriv x --side ", "left", "right")


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_the_script_of_completion_is_one_that_the_shell_reads(name: str) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    script = calcdl(_CALCDL_COMPLETE=f"source_{name}").stdout
    assert "calcdl" in script
    checks = {"bash": "bash -n", "zsh": "zsh -n", "fish": "fish --no-execute"}
    done = subprocess.run(
        [*checks[name].split(), "/dev/stdin"],
        input=script,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
