"""Derivatives: of one variable, and of several as vectors and matrices have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, overload

from calcdl import shown
from calcdl.api.arguments import Expression, Form, Places, Texts, asked, places_of, texts_of
from calcdl.calculus import answer

__all__ = ["derivative", "gradient", "hessian", "jacobian", "partials"]


def derivative(
    expression: Expression,
    wrt: str | None = None,
    at: Places = None,
    *,
    order: int = 1,
    digits: int | None = None,
    side: Literal["left", "right"] | None = None,
    exact: bool = False,
    form: Form = "best",
    named: bool = False,
    simplify: Literal["sympy"] | None = None,
    let: Texts = None,
    function: Texts = None,
) -> shown.Derivative:
    """Return the derivative of an expression as a formula, and its values at points.

    ``side`` asks for the derivative on one side of the points alone, ``exact`` for closed forms
    of the values, ``form`` for another way to write the formula,
    ``named`` for one in the names of definitions, ``simplify`` for SymPy's one.

    >>> derivative("(x + 1)**2", at=5).points[0].value.exact
    '12'
    """
    flags: dict[str, Any] = {"order": order, "digits": digits, "exact": exact}
    flags |= {"form": form, "named": named, "simplify": simplify or ""}
    flags |= {"side": {None: 0, "left": -1, "right": 1}[side]}
    return shown.Derivative(*answer(asked("deriv", [expression], wrt, at, let, function, **flags)))


def partials(
    expression: Expression,
    wrt: Texts = None,
    at: Places = None,
    *,
    order: int = 1,
    mixed: Texts = None,
    digits: int | None = None,
    form: Form = "best",
    named: bool = False,
    let: Texts = None,
    function: Texts = None,
) -> shown.Partials:
    """Return the first partial derivatives, those of ``order`` 2, or the one that is ``mixed``.

    >>> from calcdl.api import write
    >>> [write(entry.formula) for entry in partials("x**2*y").entries]
    ['2*x*y', 'x**2']
    >>> write(partials("x**2*y", mixed=["x", "x", "y"]).entries[0].formula)
    '2'
    """
    flags: dict[str, Any] = {"order": order, "mixed": texts_of(mixed), "digits": digits}
    flags |= {"form": form, "named": named}
    return shown.Partials(*answer(asked("partial", [expression], wrt, at, let, function, **flags)))


@overload
def gradient(
    expression: Expression,
    wrt: Texts = None,
    at: Places = None,
    *,
    along: Places = None,
    digits: int | None = None,
    form: Form = "best",
    named: bool = False,
    let: Texts = None,
    function: Texts = None,
    shape: None = None,
) -> shown.Partials: ...


@overload
def gradient(
    expression: Expression,
    wrt: Texts = None,
    at: Places = None,
    *,
    digits: int | None = None,
    let: Texts = None,
    function: Texts = None,
    shape: str | Sequence[str],
) -> shown.ArrayDerivatives: ...


def gradient(
    expression: Expression,
    wrt: Texts = None,
    at: Places = None,
    *,
    along: Places = None,
    digits: int | None = None,
    form: Form = "best",
    named: bool = False,
    let: Texts = None,
    function: Texts = None,
    shape: Texts = None,
) -> shown.Partials | shown.ArrayDerivatives:
    """Return the gradient; at points also its norm, and the slope ``along`` a direction.

    A direction is given as a point is, or as "3,4". With the shapes of vectors and matrices it is
    in matrix form.

    >>> gradient("x*y", at={"x": 3, "y": 4}).facts[0].norm.exact
    '5'
    >>> from calcdl.api import write
    >>> write(gradient("norm(X@w)**2", "w", shape="X: N,n; w: n").entries[0].formula)
    '2*X.T@(X@w)'
    """
    flags: dict[str, Any] = {"along": places_of(along), "digits": digits, "form": form}
    flags |= {"named": named, "shapes": texts_of(shape)}
    if shape:
        return shown.ArrayDerivatives(
            *answer(asked("gradient", [expression], wrt, at, let, function, **flags))
        )
    return shown.Partials(*answer(asked("gradient", [expression], wrt, at, let, function, **flags)))


def jacobian(
    expressions: Sequence[Expression],
    wrt: Texts = None,
    at: Places = None,
    *,
    digits: int | None = None,
    form: Form = "best",
    let: Texts = None,
    function: Texts = None,
) -> shown.Partials:
    """Return the first partial derivatives of several expressions, m*n entries row by row.

    >>> from calcdl.api import write
    >>> [write(entry.formula) for entry in jacobian(["x*y", "x + y"]).entries]
    ['y', 'x', '1', '1']
    """
    flags: dict[str, Any] = {"digits": digits, "form": form}
    return shown.Partials(*answer(asked("jacobian", expressions, wrt, at, let, function, **flags)))


def hessian(
    expression: Expression,
    wrt: Texts = None,
    at: Places = None,
    *,
    digits: int | None = None,
    form: Form = "best",
    let: Texts = None,
    function: Texts = None,
) -> shown.Partials:
    """Return the second partial derivatives, each once; at points also eigenvalues.

    >>> hessian("x**2 - y**2", at="x=0,y=0").facts[0].definiteness
    'indefinite'
    """
    flags: dict[str, Any] = {"digits": digits, "form": form}
    return shown.Partials(*answer(asked("hessian", [expression], wrt, at, let, function, **flags)))
