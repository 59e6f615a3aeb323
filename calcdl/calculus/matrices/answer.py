"""Answers about functions of vectors and matrices."""

from __future__ import annotations

from calcdl.calculus.matrices.gradient import gradients
from calcdl.calculus.question import Asked
from calcdl.errors import UsageError
from calcdl.graph.shapes import shape_text
from calcdl.reading.shaped import ShapedReading
from calcdl.results.matrices import ArrayDerivative, ArrayDerivatives

__all__ = ["answer"]


def answer(asked: Asked) -> ArrayDerivatives:
    """Return the gradient of a number by arrays, each part in the shape of its variable.

    >>> from calcdl.calculus.question import ask
    >>> from calcdl.reading.writing import write
    >>> result = answer(ask("gradient", "sum((X@w - y)**2)", shapes=["X: N,n; w: n; y: N"]))
    >>> write(result.entries[1].formula)
    '2*X.T@(X@w - y)'
    """
    (reading,) = asked.arrays
    if reading.shape:
        raise UsageError(
            f"a gradient is that of a number, and this is {shape_text(reading.shape)}:"
            " take its sum, or ask for the Jacobian"
        )
    variables = list(dict.fromkeys(asked.wrt)) or reading.variables()
    formulas = gradients(reading, variables)
    entries = tuple(
        ArrayDerivative((name,), reading.shape_of(name), formulas[name]) for name in variables
    )
    return ArrayDerivatives("gradient", reading.graph, _shapes(reading), entries)


def _shapes(reading: ShapedReading) -> dict[str, str]:
    return {name: shape_text(reading.shape_of(name)) for name in reading.variables()}
