"""The LaTeX that calcdl prints goes through a real LaTeX, where one is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from calcdl.functions import FUNCTIONS
from tests.command import in_process

LATEX = next((name for name in ("pdflatex", "xelatex", "lualatex") if shutil.which(name)), None)

EXPRESSIONS = (
    "(x + 1)**2", "sin(x)**2/x", "x**x", "2**-x", "exp(-x**2/2)/sqrt(2*pi)", "log(abs(x) + 1)",
    "where(x > 0, x**2, -x)", "max(x, x**2, 3)", "s(x)*x", "s(t(x))", "alpha*x + beta_1", "x/3e-7",
    "1e30*x", "floor(x) + ceil(x)", "x!", "besselj(2, x)", "logsumexp(x, 2*x)",
)  # fmt: skip

COMMANDS = (
    *[("deriv", text, "--wrt", "x") for text in EXPRESSIONS],
    ("deriv", "x**4", "--order", "3", "--at", "2"),
    ("deriv", "sin(x)", "--at", "1", "--at", "1e-7"),
    ("deriv", "sin(x)", "--at", "pi/3", "--exact"),
    ("eval", "x*sqrt(y)", "--at", "x=1/3,y=2"),
    ("chain", "log(sin(exp(x**2)))", "--at", "0.5"),
    ("chain", "s(a(x, y))"),
    ("partial", "sigmoid(w*x + b)", "--at", "w=1,x=2,b=0"),
    ("partial", "x**2*y", "--order", "2"),
    ("gradient", "s(x*y, x)"),
    ("jacobian", "x*y", "sin(x)*y"),
    ("hessian", "(1 - x)**2 + 100*(y - x**2)**2", "--at", "x=1,y=1"),
)


def printed(*arguments: str) -> list[str]:
    outcome = in_process(*arguments, "--format", "latex")
    assert outcome.status == 0, (arguments, outcome)
    return outcome.stdout.splitlines()


@pytest.mark.skipif(LATEX is None, reason="no LaTeX is installed")
def test_it_compiles(tmp_path: Path) -> None:
    formulas = [line for command in COMMANDS for line in printed(*command)]
    for row in FUNCTIONS.values():
        arguments = ["x", "y", "z"][: max(1, row.fewest)]
        call = f"{row.name}({', '.join(reversed(arguments))})"
        if row.local[-1] is not None:
            formulas += printed("deriv", call, "--wrt", "x")
    assert len(formulas) > 100
    body = "\n".join(f"\\[ {formula} \\]" for formula in formulas)
    (tmp_path / "all.tex").write_text(
        "\\documentclass{article}\\usepackage{amsmath,amssymb}\\begin{document}\n"
        f"{body}\n\\end{{document}}\n",
        encoding="utf-8",
    )
    assert LATEX is not None
    done = subprocess.run(
        [LATEX, "-interaction=nonstopmode", "-halt-on-error", "all.tex"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
