"""The README tells the truth: its console blocks are run, and what they print is compared."""

from __future__ import annotations

import doctest
import importlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from calcdl.cli.app import COMMANDS
from tests.support.command import ROOT, in_process

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
EXAMPLES = [
    (command, printed)
    for block in BLOCKS
    for command, printed in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


TOOLS = frozenset(("jq", "xargs", "paste", "awk", "make", "gnuplot", "seq"))


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which ``calcdl`` is a command."""
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "calcdl"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m calcdl "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}


def needs_shell(command: str) -> bool:
    """Say whether a command line is more than calcdl and its arguments."""
    words = shlex.shlex(command, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    first, *rest = words
    return first != "calcdl" or any(set(word) <= set("();<>|&") for word in rest)


ALONE = [(command, printed) for command, printed in EXAMPLES if not needs_shell(command)]
IN_A_SHELL = [example for example in EXAMPLES if example not in ALONE or example in ALONE[::10]]


@pytest.mark.parametrize(("command", "printed"), ALONE, ids=[c for c, _ in ALONE])
def test_an_example(command: str, printed: str) -> None:
    outcome = in_process(*shlex.split(command)[1:], COLUMNS="80")
    require(outcome.stderr + outcome.stdout, printed)


def require(seen: str, printed: str) -> None:
    assert [line.rstrip() for line in seen.splitlines()] == printed.rstrip("\n").split("\n")


@pytest.mark.parametrize(("command", "printed"), IN_A_SHELL, ids=[c for c, _ in IN_A_SHELL])
def test_an_example_in_a_shell(command: str, printed: str, shell: dict[str, str]) -> None:
    for tool in TOOLS & set(re.findall(r"\w+", command)):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, encoding="utf-8", env=shell, check=False
    )
    require(done.stderr + done.stdout, printed)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_flag_is_documented(command: str) -> None:
    assert f"calcdl {command}" in README
    for flag in re.findall(r"--[a-z]+", in_process(command, "--help", COLUMNS="200").stdout):
        assert flag in README or flag == "--help"


def anchors(readme: str) -> set[str]:
    """Return what a link to a heading is called."""
    text = re.sub(r"^```.*?^```$", "", readme, flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^##+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)\s]+)\)", README))))
def test_a_link_leads_somewhere(link: str) -> None:
    if link.startswith("#"):
        assert link[1:] in anchors(README)
    elif not link.startswith("https://"):
        assert (ROOT / link).exists()


@pytest.mark.parametrize(
    "program", re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
)
def test_an_example_in_python(program: str) -> None:
    if "import duckdb" in program:
        pytest.importorskip("duckdb")
    expected = re.findall(r"# (.*)$", program, re.MULTILINE)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.splitlines() == expected


MODULES = sorted(
    str(path.relative_to(ROOT).with_suffix("")).replace(os.sep, ".").removesuffix(".__init__")
    for path in (ROOT / "calcdl").rglob("*.py")
    if ">>>" in path.read_text("utf-8")
)


STARTS_A_PROGRAM = "calcdl.calculus.numeric.program"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.process] * (name == STARTS_A_PROGRAM))
        for name in MODULES
    ],
)
def test_doctests(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted > 0
    assert found.failed == 0


def test_the_changelog_names_the_version() -> None:
    from calcdl import __version__

    assert f"## {__version__}" in Path(ROOT / "CHANGELOG.md").read_text("utf-8")
