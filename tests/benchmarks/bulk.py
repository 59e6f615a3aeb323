"""In bulk: many expressions and many points through one process, text in and text out."""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.pairs import seconds
from tests.benchmarks.symbolic import expressions

EXPRESSIONS = 20_000
POINTS = 1_000_000
CERTIFIED = 200_000
PAIRS = 3

SYMPY = """
import sys
from sympy import Symbol, diff
from sympy.parsing.sympy_parser import parse_expr
x = Symbol("x")
for line in sys.stdin:
    print(diff(parse_expr(line), x))
"""
SYMENGINE = """
import sys
from symengine import Symbol, diff, sympify
x = Symbol("x")
for line in sys.stdin:
    print(diff(sympify(line), x))
"""
BY_HAND = {
    "sigmoid(3*x + 1)": """
import sys
import numpy as np
x = np.array(sys.stdin.buffer.read().split(), dtype=float)
s = 1 / (1 + np.exp(-(3 * x + 1)))
y = 3 * s * (1 - s)
sys.stdout.write("\\n".join(map(repr, y.tolist())) + "\\n")
""",
    "x**2*sin(x)": """
import sys
import numpy as np
x = np.array(sys.stdin.buffer.read().split(), dtype=float)
y = 2 * x * np.sin(x) + x**2 * np.cos(x)
sys.stdout.write("\\n".join(map(repr, y.tolist())) + "\\n")
""",
}
AWK = {
    "sigmoid(3*x + 1)": "{ s = 1/(1 + exp(-(3*$1 + 1))); printf \"%.17g\\n\", 3*s*(1 - s) }",
    "x**2*sin(x)": "{ printf \"%.17g\\n\", 2*$1*sin($1) + $1*$1*cos($1) }",
}  # fmt: skip


def report() -> list[str]:
    """Return tables of expressions and of points a second."""
    with tempfile.TemporaryDirectory() as folder:
        return [*_expressions(Path(folder)), "", *_points(Path(folder))]


def _run(command: Sequence[str], source: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with source.open() as stdin:
        subprocess.run(
            command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            check=False, env=environment,
        )  # fmt: skip


def _written(folder: Path, name: str, lines: Sequence[str]) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _expressions(folder: Path) -> list[str]:
    calcdl = [sys.executable, "-m", "calcdl", "deriv", "-"]
    texts = expressions(EXPRESSIONS)
    every = _written(folder, "every", texts)
    # name, command, lines, their count; slow tools get fewer lines
    tools: list[tuple[str, list[str], Path, int]] = [
        (f"`calcdl deriv -`, on {os.cpu_count()} processors", calcdl, every, EXPRESSIONS),
        ("`calcdl deriv - --jobs 1`", [*calcdl, "--jobs", "1"], every, EXPRESSIONS),
    ]
    few = _written(folder, "few", texts[:400])
    tools.append(("a SymPy script", [sys.executable, "-c", SYMPY], few, 400))
    try:
        import symengine

        assert symengine
        tools.append(("a SymEngine script", [sys.executable, "-c", SYMENGINE], every, EXPRESSIONS))
    except ImportError:
        pass
    if shutil.which("maxima"):
        lines = ["display2d:false$", *[f"diff({text},x);" for text in texts[:4000]]]
        path = _written(folder, "maxima", lines)
        tools.append(("Maxima", ["maxima", "--very-quiet"], path, 4000))
    if shutil.which("ginsh"):
        lines = [f"diff({text.replace('**', '^')},x);" for text in texts]
        tools.append(("ginsh", ["ginsh"], _written(folder, "ginsh", lines), EXPRESSIONS))
    if shutil.which("giac"):
        lines = [f"diff({text.replace('**', '^')},x);" for text in texts[:4000]]
        tools.append(("Giac", ["giac"], _written(folder, "giac", lines), 4000))
    if shutil.which("gp"):
        lines = [f"deriv({text.replace('**', '^')},x)" for text in texts]
        tools.append(
            ("PARI/GP (power series)", ["gp", "-q"], _written(folder, "gp", lines), EXPRESSIONS)
        )
    rates: dict[str, list[float]] = {name: [] for name, *_ in tools}
    for _ in range(PAIRS):
        for name, command, source, count in tools:
            took = seconds(lambda command=command, source=source: _run(command, source))  # type: ignore[misc]
            rates[name].append(count / took)
    medians = {name: statistics.median(found) for name, found in rates.items()}
    least = medians["a SymPy script"]
    return [
        f"| {EXPRESSIONS:,} different expressions, start-up included | a second"
        " | × a SymPy script |",
        "| --- | --: | --: |",
        *[f"| {name} | {rate:,.0f} | {rate / least:.1f} |" for name, rate in medians.items()],
    ]


def _points(folder: Path) -> list[str]:
    choice = random.Random(1)
    lines = [repr(choice.gauss(0, 2)) for _ in range(POINTS)]
    every = _written(folder, "points", lines)
    some = _written(folder, "some", lines[:CERTIFIED])
    rows = [
        f"| {POINTS:,} points, text in and text out | seconds | × NumPy by hand |",
        "| --- | --: | --: |",
    ]
    for text, program in BY_HAND.items():
        commands = {
            f"`calcdl deriv \"{text}\" --at -`": [
                sys.executable, "-m", "calcdl", "deriv", text, "--at", "-"
            ],
            "NumPy by hand, for this expression alone": [sys.executable, "-c", program],
        }  # fmt: skip
        if shutil.which("awk"):
            commands["awk by hand"] = ["awk", AWK[text]]
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(PAIRS):
            for name, command in commands.items():
                times[name].append(seconds(lambda command=command: _run(command, every)))  # type: ignore[misc]
        hand = times["NumPy by hand, for this expression alone"]
        for name, found in times.items():
            ratio = statistics.median(a / b for a, b in zip(found, hand, strict=True))
            rows.append(f"| {name} | {statistics.median(found):.2f} | {ratio:.2f} |")
    command = [
        sys.executable, "-m", "calcdl", "deriv", "sigmoid(3*x + 1)", "--at", "-", "--certified"
    ]  # fmt: skip
    took = statistics.median(seconds(lambda: _run(command, some)) for _ in range(PAIRS))
    peaks = [
        _peak([sys.executable, "-m", "calcdl", "deriv", "sigmoid(3*x + 1)", "--at", "-"], path)
        for path in (some, every)
    ]
    return [
        *rows,
        "",
        f"With `--certified`, {CERTIFIED / took:,.0f} points a second of `sigmoid(3*x + 1)`. The"
        f" process takes {peaks[0]:.0f} MB for {CERTIFIED:,} points and {peaks[1]:.0f} MB for"
        f" {POINTS:,}.",
    ]


PEAK = """
import resource, subprocess, sys
with open(sys.argv[1]) as stdin:
    subprocess.run(sys.argv[2:], stdin=stdin, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def _peak(command: Sequence[str], source: Path) -> float:
    """Return the peak memory of a process in MB.

    A small process starts it, for a child's peak is at least what its parent had.
    """
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(source), *command],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout) / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    print("\n".join(report()))
