"""Answers about functions of vectors and matrices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calcdl.arithmetic.shapes.shown import as_written
from calcdl.calculus.matrices.at_point import with_numbers
from calcdl.calculus.matrices.directions import directions_of
from calcdl.calculus.matrices.gradient import gradients, named_parts
from calcdl.calculus.matrices.hessian import hessian, hessian_along
from calcdl.calculus.matrices.jacobian import jacobian
from calcdl.calculus.question import Asked
from calcdl.errors import UsageError, Wording, parameter
from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import Shape, shape_text
from calcdl.reading.shaped import ShapedReading
from calcdl.results.matrices import ArrayDerivative, ArrayDerivatives

__all__ = ["answer"]


def answer(asked: Asked) -> ArrayDerivatives:
    """Return derivatives by arrays: a gradient, a Jacobian or a Hessian.

    >>> from calcdl.calculus.asking import ask
    >>> from calcdl.reading.writing import write_arrays
    >>> result = answer(ask("gradient", "sum((X@w - y)**2)", shapes=["X: N,n; w: n; y: N"]))
    >>> write_arrays(result.entries[1].formula)
    '2*X.T@(X@w - y)'
    """
    if len(asked.arrays) > 1:
        raise UsageError("of vectors and matrices calcdl differentiates one expression at a time")
    result = _ANSWERS[asked.question](asked)
    return result if asked.array_point is None else with_numbers(asked, result, asked.array_point)


def _gradient(asked: Asked) -> ArrayDerivatives:
    """Return the gradient of a number, each part in the shape of its variable."""
    reading = asked.arrays[0]
    _require_number(reading, f"a {_NAMES.get(asked.question, asked.question)} is that")
    variables = _variables(asked)
    formulas, known = gradients(reading, variables)
    entries = [ArrayDerivative((x,), reading.shape_of(x), formulas[x]) for x in variables]
    return _result(asked, entries, known)


def _partial(asked: Asked) -> ArrayDerivatives:
    """Return the partial derivatives of a number by arrays: the parts of its gradient."""
    if asked.mixed or asked.order != 1:
        raise _ask("second derivatives by vectors are those of the Hessian", "hessian")
    return _gradient(asked)


def _derivative(asked: Asked) -> ArrayDerivatives:
    """Return the derivative by one variable: of a number, or by a number."""
    (reading,) = asked.arrays
    if asked.order != 1:
        raise _ask("second derivatives by vectors are those of the Hessian", "hessian")
    variables = _variables(asked)
    if len(variables) != 1:
        every = "jacobian" if reading.shape else "gradient"
        raise UsageError(
            f"the expression has the variables {', '.join(variables)}: say which one with ",
            parameter("wrt", variables[-1]),
            ", or ask for all with ",
            Wording(f"{every}()", f"'calcdl {every}'"),
        )
    (name,) = variables
    if reading.shape and reading.shape_of(name):
        raise _ask(f"the derivative of {_said(reading.shape)} by {name} is a Jacobian", "jacobian")
    return _result(asked, [jacobian(reading, name)])


def _jacobian(asked: Asked) -> ArrayDerivatives:
    """Return the Jacobian by each variable; its rows are those of the function."""
    (reading,) = asked.arrays
    transposed = asked.layout == "denominator"
    entries = [jacobian(reading, name, transposed, asked.vec) for name in _variables(asked)]
    return _result(asked, entries)._replace(vec=asked.vec)


def _hessian(asked: Asked) -> ArrayDerivatives:
    """Return the second derivatives of a number, or the Hessian times a direction."""
    (reading,) = asked.arrays
    _require_number(reading, "a Hessian is that")
    variables = _variables(asked)
    if asked.along:
        directions = directions_of(asked, variables)
        result = _result(asked, hessian_along(reading, directions))
        return result._replace(along={name: way.text for name, way in directions.items()})
    return _result(asked, hessian(reading, variables))


def _variables(asked: Asked) -> list[str]:
    return list(dict.fromkeys(asked.wrt)) or asked.arrays[0].variables()


def _require_number(reading: ShapedReading, what: str) -> None:
    if reading.shape:
        raise _ask(f"{what} of a number, and this is {_said(reading.shape)}", "jacobian", "sum")


def _ask(why: str, question: str, first: str = "") -> UsageError:
    """Return the error that another question is to be asked."""
    way = f": take its {first}, or ask for " if first else ": ask for "
    return UsageError(f"{why}{way}", Wording(f"{question}()", f"'calcdl {question}'"))


def _said(shape: Shape) -> str:
    return f"{shape_text(shape)} entries" if len(shape) == 1 else shape_text(shape)


def _result(
    asked: Asked, entries: Sequence[ArrayDerivative], known: Mapping[str, Graph] | None = None
) -> ArrayDerivatives:
    (reading,) = asked.arrays
    expression = as_written(reading.graph, reading.shapes)
    shapes = {name: reading.shape_of(name) for name in reading.variables()}
    layout = asked.layout if asked.question == "jacobian" else ""
    if known is None:
        known = named_parts(reading)
    taken = frozenset((*shapes, *reading.declared.names()))
    return ArrayDerivatives(
        asked.question, expression, shapes, tuple(entries), known, taken, layout
    )


_NAMES = {"partial": "partial derivative"}
_ANSWERS = {
    "gradient": _gradient,
    "partial": _partial,
    "deriv": _derivative,
    "jacobian": _jacobian,
    "hessian": _hessian,
}
