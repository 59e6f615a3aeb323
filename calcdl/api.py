"""What the commands do, as functions: they take texts as the commands do, and return results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from calcdl.calculus import answer
from calcdl.calculus.question import ask
from calcdl.results.chain import Chain
from calcdl.results.check import Check
from calcdl.results.derivative import Derivative
from calcdl.results.evaluation import Evaluation
from calcdl.results.graph import Computation
from calcdl.results.numeric import Numeric
from calcdl.results.partials import Partials
from calcdl.results.point import Behaviours
from calcdl.syntax.parse import Reading

__all__ = [
    "chain",
    "check",
    "derivative",
    "evaluate",
    "gradient",
    "graph",
    "hessian",
    "jacobian",
    "numeric",
    "partials",
    "point",
]

Expression = Reading | str
Texts = Sequence[str] | str | None


def derivative(
    expression: Expression, wrt: str | None = None, at: Texts = None, **flags: Any
) -> Derivative:
    """Return the derivative of an expression, and its values at points such as "5" or "x=1,y=2".

    Flags are those of ``Asked``. An error at a point is part of the result; one of the expression
    is raised.

    >>> derivative("x**3", at="2").points[0].value.decimal
    '12'
    """
    result: Derivative = answer(ask("deriv", expression, at=at, wrt=wrt, **flags))
    return result


def evaluate(expression: Expression, at: Texts = None, **flags: Any) -> Evaluation:
    """Return the values of an expression at points; one without variables needs none.

    >>> evaluate("exp(x)", at="1").points[0].value.decimal
    '2.718281828459045'
    """
    result: Evaluation = answer(ask("eval", expression, at=at, **flags))
    return result


def chain(
    expression: Expression, wrt: Texts = None, at: str | None = None, digits: int | None = None
) -> Chain:
    """Return the steps of the chain rule, with numbers if there is a point.

    >>> [level.name for level in chain("log(sin(x**2))").levels]
    ['u1', 'u2', 'f']
    """
    result: Chain = answer(ask("chain", expression, at=at, wrt=wrt, digits=digits))
    return result


def partials(expression: Expression, wrt: Texts = None, at: Texts = None, **flags: Any) -> Partials:
    """Return the first partial derivatives, those of order=2, or that of mixed=["x", "x", "y"].

    >>> [entry.label for entry in partials("x**2*y").entries]
    ['x', 'y']
    """
    result: Partials = answer(ask("partial", expression, at=at, wrt=wrt, **flags))
    return result


def gradient(expression: Expression, wrt: Texts = None, at: Texts = None, **flags: Any) -> Partials:
    """Return the gradient; at points also its norm, and the slope along=["1,2"]."""
    result: Partials = answer(ask("gradient", expression, at=at, wrt=wrt, **flags))
    return result


def jacobian(
    expressions: Sequence[Expression], wrt: Texts = None, at: Texts = None, **flags: Any
) -> Partials:
    """Return the first partial derivatives of several expressions."""
    result: Partials = answer(ask("jacobian", *expressions, at=at, wrt=wrt, **flags))
    return result


def hessian(expression: Expression, wrt: Texts = None, at: Texts = None, **flags: Any) -> Partials:
    """Return the second partial derivatives, each once; at points also eigenvalues."""
    result: Partials = answer(ask("hessian", expression, at=at, wrt=wrt, **flags))
    return result


def point(expression: Expression, at: Texts, wrt: Texts = None, **flags: Any) -> Behaviours:
    """Return what an expression does at points, along its variables or along=["1,2"].

    >>> point("abs(x)", "0").points[0].kind
    'corner'
    """
    result: Behaviours = answer(ask("point", expression, at=at, wrt=wrt, **flags))
    return result


def check(
    expression: Expression,
    claim: str | Mapping[str, str],
    wrt: str | None = None,
    order: int = 1,
) -> Check:
    """Return whether a claim is the derivative, or claims by variables are the gradient.

    >>> check("sin(x**2)", "cos(x**2)").verdicts[0].diagnosis.says
    'the derivative of the inner function x**2, 2*x, is missing'
    """
    claims = [claim] if isinstance(claim, str) else []
    named = [] if isinstance(claim, str) else [f"{name}={text}" for name, text in claim.items()]
    asked = ask("check", expression, wrt=wrt, order=order, claims=claims, gradient=named)
    result: Check = answer(asked)
    return result


def graph(expression: Expression, at: str | None = None, digits: int | None = None) -> Computation:
    """Return the computational graph, with values and adjoints if there is a point.

    >>> [node.adjoint.decimal for node in graph("x*sin(x) + y", "x=0,y=2").nodes]
    ['0', '0', '1', '1', '1']
    """
    result: Computation = answer(ask("graph", expression, at=at, digits=digits, to="json"))
    return result


def numeric(
    expression: Expression, wrt: str | None = None, at: Texts = None, **flags: Any
) -> Numeric:
    """Return difference quotients in double precision, and their errors.

    >>> numeric("x**2", at="1", methods=["forward"], steps=[0.5]).points[0].quotients[0][:4]
    ('forward', 0.5, 2.5, 0.5)
    """
    result: Numeric = answer(ask("numeric", expression, at=at, wrt=wrt, **flags))
    return result
