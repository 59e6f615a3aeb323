"""Start-up is a feature: which commands load what."""

from __future__ import annotations

import ast
import os
import subprocess
import sys

import pytest

from tests.support.command import ROOT
from tests.test_layout import MODULES, imported_modules, nodes_of, place_of

HEAVY = (
    "sympy",
    "numpy",
    "flint",
    "jinja2",
    "rich.table",
    "rich.console",
    "fractions",
    "json",
    "mpmath",
    "typer",
)

PAGE = {"flint", "fractions", "jinja2", "json"}
RICH = {"rich.table", "rich.console", "fractions"}
# What a command loads of that, and how many of calcdl's own modules at the most: each costs about a
# fifth of a millisecond, so that fifty more would be felt.
LOADS: list[tuple[list[str], set[str], int]] = [
    (["--version"], set(), 7),
    (["deriv", "(x+1)**2", "--at", "5"], set(), 82),
    (["deriv", "x/3", "--at", "5"], {"fractions"}, 82),
    (["deriv", "(x+1)**2"], set(), 99),
    (["deriv", "sin(x)*exp(x)"], set(), 100),
    (["deriv", "sin(x)", "--at", "1"], {"flint"}, 87),
    (["deriv", "sigmoid(x)", "--at", "0.5"], {"flint", "fractions"}, 87),
    (["deriv", "abs(x)", "--at", "0"], set(), 120),
    (["point", "abs(x)", "--at", "0"], set(), 113),
    (["point", "sin(x)/x", "--at", "0"], {"flint", "fractions"}, 113),
    (["der", "(x+1)**2", "--at", "5"], {"typer"}, 85),
    (["functions"], {"fractions", "typer"}, 77),
    (["functions", "relu"], {"flint", "fractions", "typer"}, 150),
    (["eval", "(x+1)**2", "--at", "5"], set(), 87),
    (["chain", "f(g(h(x)))"], set(), 109),
    (["chain", "(x+1)**2", "--at", "5"], set(), 112),
    (["partial", "s(x + y)"], set(), 105),
    (["partial", "x**2*y", "--at", "x=1,y=2"], set(), 97),
    (["plot", "sin(x)"], {"flint", "fractions"}, 104),
    (["deriv", "(x+1)**2", "--format", "table"], RICH, 112),
    (["deriv", "(x+1)**2", "--at", "5", "--format", "table"], RICH, 118),
    (["gradient", "x*y", "--at", "x=1,y=2", "--format", "table"], {*RICH, "flint"}, 116),
    (["gradient", "x**2*y", "--at", "x=1,y=2"], set(), 97),
    (["gradient", "sin(x)*y", "--at", "x=1,y=2"], {"flint"}, 99),
    (["report", "x**2*y", "--at", "x=1,y=2"], {*PAGE, "numpy"}, 232),
]


# The same on a terminal, where an answer is a table: Rich is for what is more than lines.
ON_A_TERMINAL: list[tuple[list[str], set[str], int]] = [
    (["deriv", "x^2"], set(), 111),
    (["deriv", "(x+1)**2", "--at", "5"], {"fractions"}, 117),
    (["eval", "(x+1)**2", "--at", "5"], set(), 92),
    (["check", "x**2", "2*x"], {"fractions"}, 126),
    (["partial", "s(x + y)"], set(), 113),
    (["gradient", "x*y", "--at", "x=1,y=2"], {"fractions", "flint"}, 115),
    (["simplify", "x + x"], {"typing"}, 104),
    (["chain", "(x+1)**2"], {*RICH, "typing"}, 116),
]


def modules_after(
    arguments: list[str], stdout: int = subprocess.PIPE, **environment: str
) -> set[str]:
    """Return what is loaded when a command ends, which prints into a pipe or elsewhere."""
    program = (
        "import sys\n"
        "from calcdl.cli import run\n"
        "try:\n"
        "    run(sys.argv[1:])\n"
        "finally:\n"
        "    print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )
    return set(done.stderr.split("\n")[-2].split())


def loaded(arguments: list[str], **environment: str) -> set[str]:
    """Return which of the heavy packages a command has loaded when it ends."""
    return modules_after(arguments, **environment) & set(HEAVY)


def own(modules: set[str]) -> set[str]:
    return {name for name in modules if name.split(".")[0] == "calcdl"}


@pytest.mark.parametrize(
    ("arguments", "heavy", "count"), LOADS, ids=[" ".join(arguments) for arguments, *_ in LOADS]
)
def test_a_command_loads_no_more_than_it_needs(
    arguments: list[str], heavy: set[str], count: int
) -> None:
    modules = modules_after(arguments)
    assert modules & set(HEAVY) == heavy
    assert len(own(modules)) <= count


@pytest.mark.parametrize(
    ("arguments", "heavy", "count"),
    ON_A_TERMINAL,
    ids=[" ".join(arguments) for arguments, *_ in ON_A_TERMINAL],
)
def test_a_table_on_a_terminal_loads_no_more_than_it_needs(
    arguments: list[str], heavy: set[str], count: int
) -> None:
    screen, terminal = os.openpty()
    modules = modules_after(arguments, stdout=terminal, TERM="xterm", COLUMNS="80")
    os.close(terminal)
    os.close(screen)
    assert modules & {*HEAVY, "typing"} == heavy
    assert len(own(modules)) <= count


DOOR = 16  # modules of the command line, for a question that is understood before Typer is loaded

# The usual questions put and answered without a command line: what they may load beside LIGHT of
# the standard library and packages, and how many of calcdl's own modules.
LIGHT = {
    "__future__",
    "bisect",
    "importlib",
    "itertools",
    "keyword",
    "math",
    "types",
    "warnings",
    "unicodedata",
}  # fmt: skip  (by which Python itself compiles \\N{…}, where it has not yet)
QUESTIONS: list[tuple[str, tuple[str, ...], tuple[str, ...], set[str], int]] = [
    ("deriv", ("(x+1)**2",), ("5",), set(), 65),
    ("deriv", ("x/3",), ("5",), {"fractions"}, 65),
    ("deriv", ("x**2*sin(x)",), (), set(), 83),
    ("deriv", ("sin(x)",), ("1",), {"flint"}, 70),
    ("eval", ("(x+1)**2",), ("5",), set(), 71),
    ("chain", ("sin(x**2)",), (), set(), 93),
    ("partial", ("x**2*y",), (), set(), 89),
    ("gradient", ("x**2*y",), ("x=1,y=2",), set(), 81),
    ("hessian", ("x**2*y",), (), set(), 89),
    ("check", ("x**2", "2*x"), (), {"fractions", "random"}, 103),
    ("point", ("abs(x)",), ("0",), set(), 98),
]


@pytest.mark.parametrize(
    ("question", "texts", "at", "packages", "count"),
    QUESTIONS,
    ids=[" ".join([question, *texts, *at]) for question, texts, at, *_ in QUESTIONS],
)
def test_the_mathematics_of_a_question_loads_little(
    question: str, texts: tuple[str, ...], at: tuple[str, ...], packages: set[str], count: int
) -> None:
    program = (
        "from calcdl.calculus import answer, noun\n"
        "from calcdl.calculus.asking import read_question\n"
        "from calcdl.calculus.question import VALUES, Asked\n"
        "from calcdl.render.forms import write_result\n"
        f"text, *claims = {texts!r}\n"
        f"asked = Asked({question!r}, [text], {at!r}, claims=claims, detail=VALUES)\n"
        "asked = read_question(asked)\n"
        "write_result(answer(asked), noun(asked), 'plain')\n"
    )
    modules = loaded_by(program)
    allowed = loaded_by("".join(f"import {name}\n" for name in sorted(LIGHT | packages)))
    others = {name for name in modules - own(modules) - allowed if not name.startswith("_")}
    assert others == set()
    assert len(own(modules)) <= count


@pytest.mark.parametrize(
    ("question", "texts", "at", "packages", "count"),
    QUESTIONS,
    ids=[" ".join([question, *texts, *at]) for question, texts, at, *_ in QUESTIONS],
)
def test_the_quick_door_adds_nothing_but_its_own(
    question: str, texts: tuple[str, ...], at: tuple[str, ...], packages: set[str], count: int
) -> None:
    points = [word for point in at for word in ("--at", point)]
    modules = modules_after([question, *texts, *points])
    allowed = loaded_by("".join(f"import {name}\n" for name in sorted(LIGHT | packages | {"gc"})))
    others = {name for name in modules - own(modules) - allowed if not name.startswith("_")}
    assert others == set()
    assert len(own(modules)) <= count + DOOR


def loaded_by(program: str) -> set[str]:
    """Return what is loaded when a program ends."""
    program += "\nimport sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return set(done.stdout.split("\n")[-2].split())


# Where an import waits for another reason: Ctrl-C while it loads, the version that does without.
WAITING = {("cli", "calcdl.cli.quick")}


def test_an_import_waits_inside_a_function_only_for_what_the_main_job_does_without() -> None:
    main_job = own(modules_after(["deriv", "(x+1)**2", "--at", "5"]))
    for path in MODULES:
        place = place_of(path).removesuffix("/__init__")
        for function in nodes_of(path):
            if isinstance(function, ast.FunctionDef):
                names = {name for node in ast.walk(function) for name in imported_modules(node)}
                for name in names & main_job:
                    assert (place, name) in WAITING, f"{place} imports {name} in {function.name}"


@pytest.mark.parametrize("line", ["", "--help", "deriv --help", "check --help", "examples limits"])
def test_help_loads_nothing_heavy(line: str) -> None:
    assert loaded(line.split()) <= {"fractions", "typer"}


COMPLETIONS = ["calcdl de", "calcdl deriv 'sin(x)' --at 1 --f", "calcdl functions sig",
               "calcdl numeric x --method ", "calcdl graph x --to "]  # fmt: skip


@pytest.mark.parametrize("line", COMPLETIONS)
def test_completion_in_bash_loads_nothing_heavy(line: str) -> None:
    word = str(line.count(" "))
    found = loaded([], _CALCDL_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=word)
    assert found <= {"fractions", "typer"}


@pytest.mark.parametrize("line", COMPLETIONS)
@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_completion_elsewhere_loads_only_what_help_needs(shell: str, line: str) -> None:
    found = loaded(
        [],
        _CALCDL_COMPLETE=f"complete_{shell}",
        _TYPER_COMPLETE_ARGS=line,
        _TYPER_COMPLETE_FISH_ACTION="get-args",
    )
    assert found <= {"rich.table", "rich.console", "fractions", "typer"}
