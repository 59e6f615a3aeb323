"""Formulas of arrays in LaTeX: as they are set they have the same values, and they compile."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from calcdl.arithmetic.arrays.shaped import ShapedArrays
from calcdl.arithmetic.shapes.inferred import shapes_of
from calcdl.calculus import answer
from calcdl.calculus.asking import ask
from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import as_shaped
from calcdl.reading.shaped import read_shaped
from calcdl.render.notation.arrays import as_notation
from calcdl.sweep.forward import values
from tests.calculus.matrices.test_backpropagation import FUNCTIONS, SIZES, inputs_of
from tests.render.test_latex import COMPILERS, HEAD
from tests.support.command import in_process

# What has no sign of its own is the function of that name, of a matrix or along an axis of it.
_CALLED: dict[str, Any] = {
    "sum": np.sum, "mean": np.mean, "var": np.var, "std": np.std, "max": np.max, "min": np.min,
    "prod": np.prod, "exp": np.exp, "det": np.linalg.det, "trace": np.trace,
}  # fmt: skip


class OnPaper(ShapedArrays):
    """Formulas as they are set, where a vector is a column, and 1 is as long as it has to be."""

    def call(self, name: Any, arguments: Any) -> Any:
        shaped = as_shaped(name)
        if shaped is None:
            return super().call(name, arguments)
        kind = shaped.name
        if kind == "chain":
            total = arguments[0]
            for one in arguments[1:]:
                scalar = np.ndim(total) == 0 or np.ndim(one) == 0
                total = total * one if scalar else total @ one
            return total[0, 0] if np.shape(total) == (1, 1) else total
        if kind == "odot":
            return np.prod(np.broadcast_arrays(*arguments), axis=0)
        if kind == "oslash":
            return arguments[0] / arguments[1]
        if kind == "power":
            return arguments[0] ** arguments[1]
        if kind == "norm":
            return np.sqrt(np.sum(np.square(arguments[0])))
        if kind == "raised":
            found = arguments[0]
            if shaped.get("by") != "transpose":
                found = np.linalg.inv(found)
            return found if shaped.get("by") == "inverse" else found.T
        if kind in ("ones", "zeros", "identity"):
            return self.filled(kind, shaped.get("sizes"))
        assert kind == "called"
        return self.named(shaped.get("name"), shaped.get("below") or "", arguments[0])

    def filled(self, kind: str, sizes: str | None) -> Any:
        if not sizes:
            return np.ones((1, 1))
        lengths = [int(n) if n.isdecimal() else SIZES[n] for n in sizes.split("×")]
        if kind == "identity":
            return np.eye(lengths[0])
        return np.full(lengths if len(lengths) > 1 else (*lengths, 1), float(kind == "ones"))

    def named(self, name: str, below: str, x: Any) -> Any:
        if name in ("softmax", "log_softmax"):
            axis = 0 if x.shape[1] == 1 or below == "over rows" else 1
            p = np.exp(x - x.max(axis=axis, keepdims=True))
            p = p / p.sum(axis=axis, keepdims=True)
            return p if name == "softmax" else np.log(p)
        if name == "diag":
            return np.diag(x[:, 0]) if x.shape[1] == 1 else np.diag(x)[:, None]
        if not below:
            return _CALLED[name](x)
        found = _CALLED[name](x, axis=0 if below == "over rows" else 1)
        return found[:, None]


def on_paper(formula: Graph, shapes: Mapping[str, Any], at: Mapping[str, Any]) -> Any:
    """Return the value of a formula as it is set, a vector of it being a column."""
    columns = {name: x[:, None] if np.ndim(x) == 1 else x for name, x in at.items()}
    setting = as_notation(formula, shapes_of(formula, shapes))
    return values(setting, OnPaper(SIZES), columns)[setting.root]


GRADIENTS = [
    *FUNCTIONS.values(),
    ("v@(A@B)@u + trace(A@B@S) + logdet(S)", "v: n; A: n,m; B: m,n; u: n; S: n,n symmetric"),
    ("a@inv(X.T)@b + b@diag(a)@X@b", "X: n,n; a: n; b: n"),
    ("sum(A/sum(A**2, axis=0)*B)", "A: N,n; B: N,n"),
    ("sum(log(sum(X**2, axis=1))) + sum(mean(X, axis=0)**3)", "X: N,n"),
]


@pytest.mark.parametrize(("text", "shapes"), GRADIENTS)
def test_as_it_is_set_a_gradient_has_the_same_value(text: str, shapes: str) -> None:
    result = answer(ask("gradient", text, shapes=[shapes]))
    at = inputs_of(read_shaped(text, [shapes]))
    formulas = [result.expression, *[entry.formula for entry in result.entries]]
    for formula in formulas:
        wanted = values(formula, ShapedArrays(SIZES), at)[formula.root]
        found = np.asarray(on_paper(formula, result.shapes, at))
        wanted = np.asarray(wanted)
        shape = (*wanted.shape, 1) if wanted.ndim == 1 else wanted.shape
        assert np.allclose(np.broadcast_to(found, shape), wanted.reshape(shape), rtol=1e-9)


def test_a_transpose_that_is_missing_is_caught() -> None:
    result = answer(ask("gradient", "v@A@u", shapes=["v: n; A: n,n; u: n"], wrt=["u"]))
    (formula,) = [entry.formula for entry in result.entries]
    at = inputs_of(read_shaped("v@A@u", ["v: n; A: n,n; u: n"]))
    right = on_paper(formula, result.shapes, at)
    assert np.allclose(right[:, 0], at["v"] @ at["A"])
    assert not np.allclose(on_paper(formula, result.shapes, {**at, "A": at["A"].T}), right)


def test_formulas_are_set_as_on_paper() -> None:
    residual = r"\left(\mathbf{X} \mathbf{w} - \mathbf{y}\right)"
    assert lines_of('gradient "sum((X@w - y)**2)" --shape "X: N,n; w: n; y: N"') == [
        rf"\frac{{\partial f}}{{\partial \mathbf{{X}}}} = 2 {residual} \mathbf{{w}}^{{\top}}",
        rf"\frac{{\partial f}}{{\partial \mathbf{{w}}}} = 2 \mathbf{{X}}^{{\top}} {residual}",
        r"\frac{\partial f}{\partial \mathbf{y}}"
        r" = 2 \left(\mathbf{y} - \mathbf{X} \mathbf{w}\right)",
    ]
    assert lines_of('gradient "log(det(X))" --shape "X: n,n"') == [
        r"\frac{\partial f}{\partial \mathbf{X}} = \mathbf{X}^{-\top}"
    ]
    assert lines_of('gradient "v@A@tanh(u)" --shape "v: m; A: m,n; u: n" --wrt u') == [
        r"\frac{\partial f}{\partial \mathbf{u}} = \mathbf{A}^{\top} \mathbf{v}"
        r" \odot \left(\mathbf{1} - \tanh\left(\mathbf{u}\right)^{\odot 2}\right)"
    ]


def test_numbers_at_a_point_are_columns_and_matrices() -> None:
    command = 'gradient "sum((A@x)**2)" --shape "A: m,n; x: n" --at "A=[[1,2],[0,1]]; x=[1,0.5]"'
    assert lines_of(command)[2:] == [
        r"\quad \text{at }\mathbf{A} = \texttt{[[1,2],[0,1]]}, \mathbf{x} = \texttt{[1,0.5]},"
        " m = 2, n = 2",
        r"\frac{\partial f}{\partial \mathbf{A}} = \begin{pmatrix} 4 & 2 \\ 1 & 0.5 \end{pmatrix}",
        r"\frac{\partial f}{\partial \mathbf{x}} = \begin{pmatrix} 4 \\ 9 \end{pmatrix}",
    ]


ODD = r"""
gradient "sum(concat([x, y])*z)" --shape "x: 2; y: 3; z: 5" --wrt x
gradient "x[0]*y[1] + sum(x[1:])" --shape "x: n; y: n"
gradient "sum(einsum('ij,jk->ik', A, B)**2)" --shape "A: m,n; B: n,k"
gradient "sum(kron(A, B))" --shape "A: m,n; B: n,k" --wrt A
gradient "sum(alpha*x_hat**3 + delta1)" --shape "x_hat: n; alpha: n; delta1: n"
gradient "sum(where(x > 0, x, 0.1*x)) + max(abs(x))" --shape "x: n"
gradient "long_name@W_ij@long_name" --shape "long_name: n; W_ij: n,n"
gradient "sum(X/Y) + sum(2**X)" --shape "X: N,n; Y: N,n"
gradient "sum(ones((n, n))@X)" --shape "X: n,m"
jacobian "softmax(x)" --shape "x: n"
jacobian "A@X@B" --shape "A: m,n; X: n,k; B: k,p" --wrt X
hessian "x@A@x + sum(log(x))" --shape "x: n; A: n,n"
hessian "sum(exp(x))" --shape "x: n" --along v
deriv "c*A@x" --shape "A: m,n; x: n" --wrt c
chain "sum(relu(W@x + b)[1:])" --shape "W: m,n; x: n; b: m"
chain "f = W@x; sum(f)" --shape "W: m,n; x: n"
chain "sum((A@x)**3)" --shape "A: m,n; x: n" --at "A=[[1,2],[0,1/3]]; x=[1,1/2]"
gradient "sum(exp(A@x))*1e-40" --shape "A: m,n; x: n" --at "A=[[1,2],[0,1/3]]; x=[1,1/2]"
jacobian "A@A" --shape "A: n,n" --at "A=[[1,2],[0,1]]"
"""


def lines_of(command: str) -> list[str]:
    outcome = in_process(*shlex.split(command), "--format", "latex")
    assert (outcome.status, outcome.stderr) == (0, ""), command
    return outcome.stdout.splitlines()


@pytest.mark.process
@pytest.mark.slow
def test_everything_compiles(tmp_path: Path) -> None:
    commands = ODD.strip().splitlines()
    for text, shapes in GRADIENTS:
        commands.append(f'chain "{text}" --shape "{shapes}"')
    compilers = [name for name in COMPILERS if shutil.which(name)]
    if not compilers:
        pytest.skip(f"no LaTeX is installed: one of {', '.join(COMPILERS)}")
    formulas = [rf"\[ {line} \]" for command in commands for line in lines_of(command)]
    document = "\n".join([HEAD, *formulas, r"\end{document}"])
    (tmp_path / "formulas.tex").write_text(document, "utf-8")
    done = subprocess.run(
        [compilers[0], *COMPILERS[compilers[0]], "formulas.tex"],
        cwd=tmp_path, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-1500:]
