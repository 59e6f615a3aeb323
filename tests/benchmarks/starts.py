"""One answer from a cold start: what a person waits for at the prompt."""

from __future__ import annotations

import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.benchmarks.pairs import ratio, run

EMPTY = """
import typer
app = typer.Typer()
@app.command()
def main(expression: str, at: str = typer.Option("")):
    print(expression, at)
app()
"""
SYMPY = """
from sympy import Symbol, diff
from sympy.parsing.sympy_parser import parse_expr
x = Symbol("x")
print(diff(parse_expr("(x+1)**2"), x).subs(x, 5))
"""
OURS = {
    'calcdl deriv "(x+1)**2" --at 5': ["deriv", "(x+1)**2", "--at", "5"],
    'calcdl deriv "sin(x)" --at 1': ["deriv", "sin(x)", "--at", "1"],
    'calcdl plot "sin(x)"': ["plot", "sin(x)"],
    'calcdl deriv "x**2*sin(x)"': ["deriv", "x**2*sin(x)"],
    "calcdl --version": ["--version"],
}
THEIRS = {
    "qalc": ["qalc", "-t", "diff((x+1)^2, x) where x=5"],
    "gp": ["gp", "-q", "-f", "-e", "print(subst(deriv((x+1)^2,x),x,5))"],
    "maxima": ["maxima", "--very-quiet", "--batch-string=subst(5,x,diff((x+1)^2,x));"],
    "ginsh": ["ginsh"],
}


def report() -> list[str]:
    """Return a table: each command, and how long it takes beside an empty Typer application."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        script = Path(folder) / "with_sympy.py"
        script.write_text(SYMPY, encoding="utf-8")
        command = str(Path(sys.executable).parent / "calcdl")
        programs = {name: [command, *arguments] for name, arguments in OURS.items()}
        for name, arguments in THEIRS.items():
            if shutil.which(name):
                programs[name] = arguments
        programs["a SymPy script"] = [sys.executable, str(script)]
        base = partial(run, [sys.executable, str(empty), "x"])
        lines = ["| one shot | seconds | × an empty Typer application |", "| --- | --: | --: |"]
        for name, arguments in programs.items():
            stdin = "subs(diff((x+1)^2,x),x==5);\n" if name == "ginsh" else ""
            time, times = ratio(partial(run, arguments, stdin), base)
            lines.append(f"| `{name}` | {time:.3f} | {times:.2f} |")
        return lines
