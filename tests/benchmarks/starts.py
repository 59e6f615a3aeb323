"""One answer from a cold start: what a person waits for at the prompt."""

from __future__ import annotations

import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.benchmarks.pairs import ratio, run, run_on_terminal

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
    'calcdl deriv "x**2*sin(x)"': ["deriv", "x**2*sin(x)"],
    'calcdl gradient "x**2*y" --at x=1,y=2': ["gradient", "x**2*y", "--at", "x=1,y=2"],
    'calcdl check "x**2" "2*x"': ["check", "x**2", "2*x"],
    'calcdl plot "sin(x)"': ["plot", "sin(x)"],
    "calcdl --version": ["--version"],
    "calcdl deriv --help": ["deriv", "--help"],
}
TABLES = {
    "calcdl deriv x^2": ["deriv", "x^2"],
    'calcdl deriv "(x+1)^2" --at 5': ["deriv", "(x+1)^2", "--at", "5"],
    'calcdl check "x^2" "2x"': ["check", "x^2", "2x"],
    'calcdl partial "s(x + y)"': ["partial", "s(x + y)"],
}
THEIRS = {
    "giac": ["giac", "subst(diff((x+1)^2,x),x=5)"],
    "qalc": ["qalc", "-t", "diff((x+1)^2, x) where x=5"],
    "gp": ["gp", "-q", "-f", "-e", "print(subst(deriv((x+1)^2,x),x,5))"],
    "maxima": ["maxima", "--very-quiet", "--batch-string=subst(5,x,diff((x+1)^2,x));"],
    "ginsh": ["ginsh"],
}
INPUTS = {"ginsh": "subs(diff((x+1)^2,x),x==5);\n"}


def report() -> list[str]:
    """Return tables: how long a command takes beside others, and how long on a terminal."""
    with tempfile.TemporaryDirectory() as folder:
        empty, script = Path(folder) / "empty.py", Path(folder) / "with_sympy.py"
        empty.write_text(EMPTY, encoding="utf-8")
        script.write_text(SYMPY, encoding="utf-8")
        command = str(Path(sys.executable).parent / "calcdl")
        programs = {name: [command, *arguments] for name, arguments in OURS.items()}
        programs |= {name: words for name, words in THEIRS.items() if shutil.which(name)}
        programs["a SymPy script"] = [sys.executable, str(script)]
        python = partial(run, [sys.executable, "-c", "pass"])
        typer = partial(run, [sys.executable, str(empty), "x"])
        lines = [
            "| one shot | seconds | × `python -c pass` | × an empty Typer application |",
            "| --- | --: | --: | --: |",
        ]
        for name, arguments in programs.items():
            program = partial(run, arguments, INPUTS.get(name, ""))
            time, times = ratio(program, python)
            _, of_typer = ratio(program, typer)
            lines.append(f"| `{name}` | {time:.3f} | {times:.2f} | {of_typer:.2f} |")
        lines += ["", "| a table on a terminal | seconds | × in a pipe |", "| --- | --: | --: |"]
        for name, arguments in TABLES.items():
            words = [command, *arguments]
            time, times = ratio(partial(run_on_terminal, words), partial(run, words))
            lines.append(f"| `{name}` | {time:.3f} | {times:.2f} |")
        return lines
