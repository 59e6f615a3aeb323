"""Streams of any command: lines of expressions, of claims, and JSON objects.

``BEFORE=FOLDER make bench`` measures them in turn with the calcdl in another work tree.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.pairs import seconds
from tests.benchmarks.symbolic import expressions
from tests.support.command import ROOT

LINES, CLAIMS = 10_000, 1_000
PAIRS = 3
_PROGRAM = "import sys; from calcdl.cli import main; main(sys.argv[1:])"
_SEED = 7


def report() -> list[str]:
    """Return a table: each stream, its lines a second, and how many times the rate of before."""
    before = os.environ.get("BEFORE")
    beside = (" × before |", " --: |") if before else ("", "")
    lines = [
        f"| {LINES:,} lines, {CLAIMS:,} claims, one process | lines a second |{beside[0]}",
        f"| --- | --: |{beside[1]}",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, (command, texts) in STREAMS.items():
            path, every = Path(folder) / "lines", [f"{text}\n" for text in texts()]
            path.write_text("".join(every), encoding="utf-8")
            trees = [str(ROOT), *([before] if before else [])]
            pairs = [[_time(tree, command, path) for tree in trees] for _ in range(PAIRS)]
            rate = len(every) / statistics.median(times[0] for times in pairs)
            ratio = f" {statistics.median(t[1] / t[0] for t in pairs):.2f} |" if before else ""
            lines.append(f"| {name} | {rate:.0f} |{ratio}")
    return lines


def _time(tree: str, command: list[str], source: Path) -> float:
    """Return how many seconds a tree takes for a stream; byte code may be cached, as for a user."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        with source.open() as stdin:
            subprocess.run(
                [sys.executable, "-c", _PROGRAM, *command, "-", "--jobs", "1"],
                stdin=stdin,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=tree,
                env={**environment, "PYTHONPATH": tree},
                check=False,
            )

    return seconds(run)


def _of_one_variable() -> Iterator[str]:
    yield from expressions(LINES)


def _of_two_variables() -> Iterator[str]:
    for k, text in enumerate(expressions(LINES)):
        yield f"{text} + {k % 9 + 2}*x*y"


def _right_claims() -> Iterator[str]:
    numbers = random.Random(_SEED)
    for k in range(CLAIMS):
        a, n = numbers.randint(2, 99), numbers.randint(2, 5)
        yield [
            f"{a}*x**{n}\t{a * n}*x**{n - 1}",
            f"sin({a}*x)\t{a}*cos({a}*x)",
            f"exp(-{a}*x**2)\t{-2 * a}*x*exp(-{a}*x**2)",
            f"x*tanh({a}*x)\ttanh({a}*x) + {a}*x*(1 - tanh({a}*x)**2)",
        ][k % 4]


def _wrong_claims() -> Iterator[str]:
    for text in _right_claims():
        expression, _, claim = text.partition("\t")
        yield f"{expression}\t2*({claim})"


def _claims() -> Iterator[str]:
    """Yield claims of which one in ten is wrong."""
    for k, pair in enumerate(zip(_right_claims(), _wrong_claims(), strict=True)):
        yield pair[k % 10 == 0]


def _objects() -> Iterator[str]:
    for text in expressions(LINES):
        yield json.dumps({"expression": text})


def _objects_at_points() -> Iterator[str]:
    for k, text in enumerate(expressions(LINES)):
        yield json.dumps({"expression": text, "at": k % 9 + 1})


STREAMS: dict[str, tuple[list[str], Callable[[], Iterator[str]]]] = {
    "`chain -`": (["chain"], _of_one_variable),
    "`partial -`": (["partial"], _of_two_variables),
    "`check -`, one claim in ten wrong": (["check"], _claims),
    "`check -`, all wrong": (["check"], _wrong_claims),
    "`deriv -`, objects": (["deriv"], _objects),
    "`deriv -`, objects with a point": (["deriv"], _objects_at_points),
}
