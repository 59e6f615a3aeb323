"""A function looked at: its values, its parts, what it does at points, and claims about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from calcdl import shown
from calcdl.api.arguments import (
    Expression,
    Form,
    Place,
    Places,
    Texts,
    asked,
    places_of,
    text_of,
    texts_of,
)
from calcdl.calculus import answer

__all__ = ["chain", "check", "evaluate", "graph", "numeric", "point", "simplify"]


def evaluate(
    expression: Expression,
    at: Places = None,
    *,
    digits: int | None = None,
    exact: bool = False,
    let: Texts = None,
    function: Texts = None,
) -> shown.Evaluation:
    """Return the values of an expression at points; one without variables needs none.

    >>> evaluate("exp(x)", at=1).points[0].value.decimal
    '2.718281828459045'
    """
    flags: dict[str, Any] = {"digits": digits, "exact": exact}
    return shown.Evaluation(*answer(asked("eval", [expression], None, at, let, function, **flags)))


def simplify(
    expression: Expression, *, form: Form = "best", let: Texts = None, function: Texts = None
) -> shown.Simplification:
    """Return an expression in the form that reads best, and where the two are equal.

    >>> from calcdl.api import write
    >>> write(simplify("(x**2 - 1)/(x - 1)").formula)
    'x + 1'
    """
    flags: dict[str, Any] = {"form": form}
    return shown.Simplification(
        *answer(asked("simplify", [expression], None, None, let, function, **flags))
    )


def chain(
    expression: Expression,
    wrt: Texts = None,
    at: Place | None = None,
    *,
    digits: int | None = None,
    form: Form = "best",
    terms: bool = False,
    let: Texts = None,
    function: Texts = None,
) -> shown.Chain:
    """Return the steps of the chain rule, innermost first, with numbers if there is a point.

    With ``terms`` they go through sums as well.

    >>> [level.name for level in chain("log(sin(x**2))").levels]
    ['u1', 'u2', 'f']
    """
    flags: dict[str, Any] = {"digits": digits, "form": form, "terms": terms}
    return shown.Chain(*answer(asked("chain", [expression], wrt, at, let, function, **flags)))


def graph(
    expression: Expression,
    at: Place | None = None,
    *,
    digits: int | None = None,
    let: Texts = None,
    function: Texts = None,
) -> shown.Computation:
    """Return the computational graph, with values and adjoints if there is a point.

    >>> [node.adjoint.decimal for node in graph("x*sin(x) + y", at="x=0,y=2").nodes]
    ['0', '0', '1', '1', '1']
    """
    flags: dict[str, Any] = {"digits": digits, "to": "json"}
    return shown.Computation(
        *answer(asked("graph", [expression], None, at, let, function, **flags))
    )


def point(
    expression: Expression,
    at: Places,
    wrt: Texts = None,
    *,
    along: Places = None,
    digits: int | None = None,
    let: Texts = None,
    function: Texts = None,
) -> shown.Behaviours:
    """Return what an expression does at points, along its variables or along directions.

    >>> point("abs(x)", at=0).points[0].kind
    'corner'
    """
    flags: dict[str, Any] = {"along": places_of(along), "digits": digits}
    return shown.Behaviours(*answer(asked("point", [expression], wrt, at, let, function, **flags)))


def numeric(
    expression: Expression,
    wrt: str | None = None,
    at: Places = None,
    *,
    methods: Texts = None,
    steps: Sequence[float] = (),
    adaptive: bool = False,
    limit: bool = False,
    digits: int | None = None,
    let: Texts = None,
    function: Texts = None,
) -> shown.Numeric:
    """Return difference quotients in double precision beside the derivative, and their errors.

    ``methods`` are "forward", "backward", "central", "five-point", "complex" and the like, one
    row each for every step; ``adaptive`` chooses the step and bounds the error,
    and ``limit`` works the limit out in symbols.

    >>> numeric("x**2", at=1, methods="forward", steps=[0.5]).points[0].quotients[0][:4]
    ('forward', 0.5, 2.5, 0.5)
    """
    flags: dict[str, Any] = {"methods": texts_of(methods), "steps": tuple(steps)}
    flags |= {"adaptive": adaptive, "limit": limit, "digits": digits}
    return shown.Numeric(*answer(asked("numeric", [expression], wrt, at, let, function, **flags)))


def check(
    expression: Expression,
    claim: Expression | Mapping[str, Expression],
    wrt: str | None = None,
    *,
    order: int = 1,
    let: Texts = None,
    function: Texts = None,
) -> shown.Check:
    """Return whether a claim is the derivative, or claims by variables are the gradient.

    >>> check("sin(x**2)", "cos(x**2)").verdicts[0].diagnosis.says
    'the derivative of the inner function x**2, 2*x, is missing'
    >>> check("x**2*y", {"x": "2*x*y", "y": "x**2"}).equal
    True
    """
    flags: dict[str, Any] = {"order": order}
    if isinstance(claim, Mapping):
        flags["gradient"] = [f"{name}={text_of(partial)}" for name, partial in claim.items()]
    else:
        flags["claims"] = [text_of(claim)]
    return shown.Check(*answer(asked("check", [expression], wrt, None, let, function, **flags)))
