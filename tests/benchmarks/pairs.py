"""Timing in pairs."""

from __future__ import annotations

import os
import pty
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence


def seconds(function: Callable[[], object]) -> float:
    """Return how long a call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def run(command: Sequence[str], stdin: str = "") -> None:
    """Run a command and throw away what it prints.

    Byte code may be cached, as it is for a user; some shells for developers forbid it.
    """
    subprocess.run(
        command, input=stdin, capture_output=True, text=True, check=False, env=_environment()
    )


def run_on_terminal(command: Sequence[str]) -> None:
    """Run a command on a terminal of 80 columns, whose screen nobody sees."""
    process, screen = pty.fork()
    if process == 0:
        shown = {"TERM": "xterm-256color", "COLUMNS": "80"}
        os.execve(command[0], command, {**_environment(), **shown})
    try:
        while os.read(screen, 1 << 16):
            pass
    except OSError:  # the command has ended
        pass
    os.close(screen)
    os.waitpid(process, 0)


def _environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def ratio(
    one: Callable[[], object], other: Callable[[], object], pairs: int = 15
) -> tuple[float, float]:
    """Return the median of the times of ``one``, and of their ratios to those of ``other``."""
    one()
    other()
    times = [(seconds(one), seconds(other)) for _ in range(pairs)]
    return statistics.median(a for a, _ in times), statistics.median(a / b for a, b in times)
