"""Functions as programs in other languages."""

from __future__ import annotations

from calcdl.api.arguments import Expression, Texts, asked, texts_of
from calcdl.calculus import answer
from calcdl.calculus.question import Coding

__all__ = ["code"]


def code(
    expression: Expression,
    wrt: Texts = None,
    *,
    to: str = "python",
    order: int = 1,
    name: str = "f",
    single: bool = False,
    dialect: str = "",
    table: str = "",
    column: Texts = None,
    keep: Texts = None,
    aggregate: str = "",
    shape: Texts = None,
    certify: str = "",
    module: bool = False,
    check: bool = False,
    let: Texts = None,
    function: Texts = None,
) -> str:
    """Return a function in another language that computes an expression and its gradient.

    ``order`` 2 adds the Hessian, ``name`` is what the function is called, and a ``single`` one
    works in single precision. Of vectors and matrices, whose ``shape`` is declared, there is code
    for NumPy, PyTorch and JAX. SQL has a ``dialect`` and reads a ``table``, in which a variable may
    have a ``column`` of another name ("x=amount due"). It gives a row for each row, with columns to
    ``keep``, or with ``aggregate`` the "sum" or "mean" of all, in which the variables of the
    gradient are parameters. With ``certify``, "x in [-20, 20], y in [0, 1]", it is tried against
    proven values at 100000 points, and says how far it was off. A ``module`` is one of
    PyTorch, whose parameters are ``wrt``, or what JAX differentiates by this gradient. With
    ``check`` a check at proven points stands beside it. Raises UsageError where a target lacks a
    function.

    >>> print(code("x*y", to="c").splitlines()[-4])
        grad[0] = y;
    """
    from calcdl.render.code.answers import text_of

    coding = Coding(
        name,
        dialect,
        single,
        module,
        table,
        texts_of(column),
        texts_of(keep),
        aggregate,
        certify=certify,
        check=check,
    )
    flags = {"to": to, "order": order, "coding": coding, "shapes": texts_of(shape)}
    return text_of(answer(asked("code", [expression], wrt, None, let, function, **flags)))
