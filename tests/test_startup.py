"""Start-up is a feature: which commands load what."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.support.command import ROOT

HEAVY = ("sympy", "numpy", "flint", "rich.table", "rich.console", "fractions", "json", "mpmath")

LOADS = [
    (["--version"], set()),
    (["deriv", "(x+1)**2", "--at", "5"], set()),
    (["deriv", "x/3", "--at", "5"], {"fractions"}),
    (["deriv", "(x+1)**2"], set()),
    (["deriv", "sin(x)*exp(x)"], set()),
    (["deriv", "sin(x)", "--at", "1"], {"flint"}),
    (["deriv", "sigmoid(x)", "--at", "0.5"], {"flint", "fractions"}),
    (["deriv", "abs(x)", "--at", "0"], set()),
    (["point", "abs(x)", "--at", "0"], set()),
    (["point", "sin(x)/x", "--at", "0"], {"flint", "fractions"}),
    (["functions", "relu"], set()),
    (["eval", "(x+1)**2", "--at", "5"], set()),
    (["chain", "f(g(h(x)))"], set()),
    (["chain", "(x+1)**2", "--at", "5"], set()),
    (["partial", "s(x + y)"], set()),
    (["partial", "x**2*y", "--at", "x=1,y=2"], set()),
    (["gradient", "sin(x)*y", "--at", "x=1,y=2"], {"flint"}),
]


def loaded(arguments: list[str], **environment: str) -> set[str]:
    """Return which of the heavy packages a command has loaded when it ends."""
    program = (
        "import sys\n"
        "from calcdl.cli.app import run\n"
        "try:\n"
        "    run(sys.argv[1:])\n"
        "finally:\n"
        f"    print(*[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )
    return set(done.stderr.split("\n")[-2].split())


@pytest.mark.parametrize(("arguments", "expected"), LOADS, ids=[" ".join(a) for a, _ in LOADS])
def test_a_command_loads_no_more_than_it_needs(arguments: list[str], expected: set[str]) -> None:
    assert loaded(arguments) == expected


def test_help_loads_only_what_typer_needs() -> None:
    assert loaded(["deriv", "--help"]) <= {"rich.table", "rich.console", "fractions"}


COMPLETIONS = ["calcdl de", "calcdl deriv 'sin(x)' --at 1 --f", "calcdl functions sig",
               "calcdl numeric x --method ", "calcdl graph x --to "]  # fmt: skip


@pytest.mark.parametrize("line", COMPLETIONS)
def test_completion_in_bash_loads_nothing_heavy(line: str) -> None:
    word = str(line.count(" "))
    found = loaded([], _CALCDL_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=word)
    assert found <= {"fractions"}


@pytest.mark.parametrize("line", COMPLETIONS)
@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_completion_elsewhere_loads_only_what_help_needs(shell: str, line: str) -> None:
    found = loaded(
        [],
        _CALCDL_COMPLETE=f"complete_{shell}",
        _TYPER_COMPLETE_ARGS=line,
        _TYPER_COMPLETE_FISH_ACTION="get-args",
    )
    assert found <= {"rich.table", "rich.console", "fractions"}
