"""What all tests share: which of them start a process, and that no other does.

``make quick`` leaves out those that start one or are slow. A test is marked by itself where it, or
a helper of its own file, names what starts a process; others say so with ``pytest.mark.process``.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from inspect import isfunction
from types import CodeType
from typing import Any

import pytest

from calcdl.calculus.numeric.program import Program
from calcdl.confined import Confined
from tests.support.command import calcdl, calcdl_on_terminal

_STARTERS = (calcdl, calcdl_on_terminal, Program, subprocess)
_STARTS = frozenset(("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"))
_started: list[str] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and _names_a_starter(item.function):
            item.add_marker(pytest.mark.process)


@cache
def _names_a_starter(test: Any) -> bool:
    """Say whether a test, or a function of its file that it calls, names what starts a process."""
    functions = [test]
    for function in functions:
        for name in _names(function.__code__):
            value = function.__globals__.get(name)
            if any(value is starter for starter in _STARTERS):
                return True
            own = isfunction(value) and value.__module__ == test.__module__
            if own and value not in functions:
                functions.append(value)
    return False


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


# What is compiled is kept, whatever the surroundings say: else each process that a test starts, and
# each run, would compile all of calcdl and of the tests anew, which takes longer than most tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A suite that is run in the background may be started with Ctrl-C ignored, and hand that on to what
# the tests start; there it has to mean what it means to a person.
signal.signal(signal.SIGINT, signal.default_int_handler)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _STARTS:
        _started.append(f"{event} {arguments[:2]}")


sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def _no_process_by_the_way(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Let SymPy answer in this process where none is to be started, and see that none was."""
    if request.node.get_closest_marker("process"):
        yield
        return
    monkeypatch.setattr(Confined, "ask", _asked_here)
    _started.clear()
    yield
    assert not _started, f"mark this test with pytest.mark.process: it started {_started}"


def _asked_here(_: Confined, __: float, function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)
