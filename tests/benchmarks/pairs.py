"""Timing in pairs."""

from __future__ import annotations

import os
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
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(
        command, input=stdin, capture_output=True, text=True, check=False, env=environment
    )


def ratio(
    one: Callable[[], object], other: Callable[[], object], pairs: int = 15
) -> tuple[float, float]:
    """Return the median of the times of ``one``, and of their ratios to those of ``other``."""
    one()
    other()
    times = [(seconds(one), seconds(other)) for _ in range(pairs)]
    return statistics.median(a for a, _ in times), statistics.median(a / b for a, b in times)
