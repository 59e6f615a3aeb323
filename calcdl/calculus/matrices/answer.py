"""Answers about functions of vectors and matrices."""

from __future__ import annotations

from calcdl.arithmetic.shapes.shown import as_written
from calcdl.calculus.matrices.gradient import gradients
from calcdl.calculus.question import Asked
from calcdl.errors import UsageError
from calcdl.graph.shapes import shape_text
from calcdl.results.matrices import ArrayDerivative, ArrayDerivatives

__all__ = ["answer"]


def answer(asked: Asked) -> ArrayDerivatives:
    """Return the gradient of a number by arrays, each part in the shape of its variable.

    >>> from calcdl.calculus.question import ask
    >>> from calcdl.reading.writing import write_arrays
    >>> result = answer(ask("gradient", "sum((X@w - y)**2)", shapes=["X: N,n; w: n; y: N"]))
    >>> write_arrays(result.entries[1].formula)
    '2*X.T@(X@w - y)'
    """
    (reading,) = asked.arrays
    if reading.shape:
        raise UsageError(
            f"a gradient is that of a number, and this is {shape_text(reading.shape)}:"
            " take its sum, or ask for the Jacobian"
        )
    variables = list(dict.fromkeys(asked.wrt)) or reading.variables()
    formulas, known = gradients(reading, variables)
    entries = tuple(
        ArrayDerivative((name,), reading.shape_of(name), formulas[name]) for name in variables
    )
    expression = as_written(reading.graph, reading.shapes)
    shapes = {name: reading.shape_of(name) for name in reading.variables()}
    taken = frozenset((*shapes, *reading.declared.names()))
    return ArrayDerivatives("gradient", expression, shapes, entries, known, taken)
