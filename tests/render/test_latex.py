"""What --format latex prints is LaTeX: all of it, in one document, compiles."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from calcdl.cli import run
from calcdl.functions import FUNCTIONS

COMPILERS = {
    "pdflatex": ("-halt-on-error", "-interaction=nonstopmode"),
    "xelatex": ("-halt-on-error", "-interaction=nonstopmode"),
    "lualatex": ("-halt-on-error", "-interaction=nonstopmode"),
    "tectonic": ("--only-cached",),
}
HEAD = r"""\documentclass{article}
\usepackage{amsmath}
\usepackage{amssymb}
\pagestyle{empty}
\begin{document}
"""

QUESTIONS = r"""
deriv "(x+1)**2" --at 5
deriv "sin(x)" --at pi/3 --at 1 --at -2
deriv "sin(x)" --at pi/6 --exact
deriv "sigmoid(x)" --at -1000
deriv "exp(-x^2/2)" --order 2 --at 1
deriv "x**x**x"
deriv "s(x + y)" --wrt x
deriv "s(x, y)**2" --wrt x --order 2
deriv "f(g(h(x)))" --order 2
deriv "where(x > 0, x**2, -x)" --at 2
deriv "where(x > 1, x, where(x >= 0, x**2, sin(x)))"
deriv "abs(x)" --at -1
deriv "x!" --at 2
deriv "x**(1/3) + cbrt(x)" --at 8
deriv "max(x, y, z)" --wrt x
deriv "log(x, 2)" --at 1/3
deriv "-x*(-x)**3*(-1/2)" --at 0.1
deriv "alpha*beta1*x_1*learning_rate*W_ij*x" --wrt x
deriv "α*β*x_1*σ(θ*x)" --wrt x --at α=1,β=2,x_1=3,θ=1,x=2
deriv "_x*x_*a__b*_*x1_2_3" --wrt x_
deriv "lambda_*x + hat*xbar + xdot" --wrt xdot
deriv "tilde1*bar*mathcal*omega*eta*Psi" --wrt eta
deriv "s'(x)*x"
deriv "φ(x)*ψ(x)" --order 1
deriv "longname(x)**2" --function longname
deriv "long_name(x)" --function long_name
deriv "1e-30*x**2" --at 1e40
deriv "x*y*z" --wrt z --at x=1/3,y=-2,z=0
eval "gamma(1/2)" --digits 40
eval "gamma(1/2)" --exact
eval "sigmoid(w*x + b)" --at w=2,x=1,b=0
eval "1e500*x" --at 3
chain "(x+1)**2" --at 5
chain "sigmoid(w*x + b)**2" --wrt w --at x=1,w=2,b=0
chain "log(sin(exp(x**2)))" --at 0.5
chain "f(g(h(x)))"
chain "s(x + y, x*y)"
chain "where(x > 0, sin(x)**2, abs(x))*y" --at x=1,y=-2
chain "-(-x)**2*2**x*(1/2)**(x/3)/x/-4" --at 1
chain "leaky_relu(x)*max(x, y)*cbrt(x)*floor(x)" --at x=1.5,y=2
chain "x**2" --at 0
chain "_x*x_ + alpha**2*α"
chain "long_name(x)**2" --function long_name
partial "x**2*sin(y)" --at x=1,y=pi/2
partial "exp(x*y)" --mixed x,x,y
partial "x**2*y" --order 2
partial "sigmoid(w*x)" --steps --at w=1,x=2
gradient "x**2*y*alpha" --at x=1,y=2,alpha=3
jacobian "x*y" "x + y" --at x=1,y=2
hessian "(1-x)**2 + 100*(y-x**2)**2" --at x=1,y=1
hessian "s(x, y)"
""".strip().splitlines()


def of_the_table() -> list[str]:
    """Return questions about each function of the table, by an argument that has a rule."""
    found = []
    for row in FUNCTIONS.values():
        count = max(row.fewest, 1)
        if not row.local[count - 1]:
            count = len(row.local)  # zeta has a rule for the second argument, which may be absent
        names = [f"v{k}" for k in range(count)]
        call = f"{row.name}({', '.join(names)})"
        last = names[-1]
        steps = ("chain", "partial", "gradient")
        found += [f'{command} "{call}" --wrt {last}' for command in steps]
        if all(row.local):
            found += [f'hessian "{call}"', f'jacobian "{call}" "2*{call}"']
        found.append(f'deriv "x*{call.replace(last, "x**2")}" --wrt x')
    return found


def printed(question: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    run([*shlex.split(question), "--format", "latex"])
    return capsys.readouterr().out.splitlines()


@pytest.fixture(scope="module")
def compiler() -> list[str]:
    for name, flags in COMPILERS.items():
        if shutil.which(name):
            return [name, *flags]
    pytest.skip(f"no LaTeX is installed: one of {', '.join(COMPILERS)}")


def compile_lines(compiler: list[str], lines: list[str], folder: Path) -> str:
    """Return what LaTeX complains of, empty if it compiles."""
    file = folder / "formulas.tex"
    body = "\n".join(rf"\[ {line} \]" for line in lines)
    file.write_text(f"{HEAD}{body}\n\\end{{document}}\n", encoding="utf-8")
    done = subprocess.run([*compiler, file.name], cwd=folder, capture_output=True, timeout=120)
    if done.returncode == 0:
        assert (folder / "formulas.pdf").exists()
        return ""
    said = done.stdout.decode("utf-8", "replace")
    return said[said.find("\n!") :][:1500] or said


def test_all_of_it_compiles(
    compiler: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = []
    for question in [*QUESTIONS, *of_the_table()]:
        found = printed(question, capsys)
        assert found, question
        lines += found
    assert len(lines) > 500
    assert compile_lines(compiler, lines, tmp_path) == ""


def test_what_is_no_latex_does_not_compile(compiler: list[str], tmp_path: Path) -> None:
    assert compile_lines(compiler, [r"x_{1}_{2}"], tmp_path)
    assert compile_lines(compiler, [r"\frac{1}{2"], tmp_path)
    assert compile_lines(compiler, [r"\nosuchcommand"], tmp_path)
    assert compile_lines(compiler, [r"x_{1} = 2"], tmp_path) == ""


def test_every_question_has_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    for question in QUESTIONS:
        assert printed(question, capsys), question


def test_the_steps_of_a_chain_are_as_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed('chain "(x+1)**2" --at 5', capsys) == [
        r"u_{1} = x + 1 = 6",
        r"\frac{d u_{1}}{d x} = 1",
        r"f = u_{1}^{2} = 36",
        r"\frac{d f}{d u_{1}} = 2 u_{1} = 12",
        r"\frac{d f}{d x} = \frac{d f}{d u_{1}} \cdot \frac{d u_{1}}{d x}"
        r" = \left(2 u_{1}\right) \cdot 1 = \left(2 \cdot \left(x + 1\right)\right) \cdot 1"
        r" = 2 x + 2 = 12",
    ]


def test_numbers_that_are_rounded_are_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    (line, *_) = printed('chain "sin(x)" --at 1', capsys)
    assert line == r"f = \sin\left(x\right) \approx 0.8414709848078965"
