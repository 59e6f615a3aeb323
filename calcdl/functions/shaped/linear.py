"""Rows of linear algebra beyond products: systems of equations and factors of matrices.

The pullback of the Cholesky factor is that of I. Murray, Differentiation of the Cholesky
decomposition (2016), equation 10; that of the pseudoinverse is from G. H. Golub and V. Pereyra,
The differentiation of pseudo-inverses and nonlinear least squares problems whose variables
separate (1973), equation 4.12.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.functions.shaped.row import Operation, misfit
from calcdl.functions.shaped.shapes import matrix, square

if TYPE_CHECKING:
    from calcdl.graph.shapes import Shape, Shaped

__all__ = ["LINEAR"]


def _solution(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    (n, _), right = square(op, shapes[:1]), shapes[1]
    if not 1 <= len(right) <= 2 or right[0] != n:
        raise misfit("solve(A, b) takes a right side of {} rows, and here is {}", (n,), right)
    return right


def _turned(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    return matrix(op, shapes)[::-1]


def _number(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    matrix(op, shapes)
    return ()


LINEAR = (
    Operation(
        "solve", _solution, "the x with A@x = b", ("solve(S, u)", "solve(S, A.T)"),
        by_axes={
            (2, 1): ("-outer(solve(A.T, G), Y)", "solve(A.T, G)"),
            (2, 2): ("-solve(A.T, G)@Y.T", "solve(A.T, G)"),
        },
    ),
    Operation(
        "pinv", _turned, "the pseudoinverse, where the rank does not change",
        ("pinv(A)", "pinv(A.T)"),
        ("(G.T - A@Y@G.T)@Y@Y.T + Y.T@Y@(G.T - G.T@Y@A) - Y.T@G@Y.T",),
    ),
    Operation(
        "cholesky", square, "the lower triangular L with L@L.T = A", ("cholesky(S@S.T)",),
        ("inv(Y).T@(half_tril(Y.T@G) + half_tril(Y.T@G).T)@inv(Y)/2",),
    ),
    Operation("nuclear", _number, "the sum of the singular values", ("norm(A, 'nuc')",),
              ("G*polar(A)",)),
    Operation("polar", matrix, "U@Vt of the thin singular value decomposition", ("polar(A)",)),
)  # fmt: skip
