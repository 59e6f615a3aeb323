"""The table of operations on arrays.

Pullbacks are those of M. Giles, Collected matrix derivative results for forward and reverse mode
algorithmic differentiation (2008), and of K. B. Petersen and M. S. Pedersen, The Matrix Cookbook
(2012); that of the matrix exponential is its Fréchet derivative (N. J. Higham, Functions of
Matrices, 2008, chapter 10).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.functions.shaped.einsum import EINSUM
from calcdl.functions.shaped.entries import ENTRIES
from calcdl.functions.shaped.linear import LINEAR
from calcdl.functions.shaped.row import Operation, misfit
from calcdl.functions.shaped.shapes import given, same, square
from calcdl.graph.shapes import ONE

if TYPE_CHECKING:
    from calcdl.graph.shapes import Shape, Shaped

__all__ = ["OPERATIONS"]


def _product(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    left, right = shapes
    if not left or not right or len(left) > 2 or len(right) > 2:
        raise misfit("@ takes vectors and matrices")
    if left[-1] != right[0]:
        raise misfit("{} is not {}", left[-1:], right[:1])
    return (*left[:-1], *right[1:])


def _vectors(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    for shape in shapes:
        if len(shape) != 1:
            raise misfit(f"{op.name} takes vectors, and here is {{}}", shape)
    return tuple([shape[0] for shape in shapes])


def _transposed(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    return shapes[0][::-1]


def _number_of_square(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    square(op, shapes)
    return ()


def _diagonal_matrix(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    (n,) = _vectors(op, shapes)
    return (n, n)


def _diagonal(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    return square(op, shapes)[:1]


def _reduced(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    """Return the shape in which some axes have one entry; without an axis there is one number."""
    axis = op.get("axis")
    if axis is None:
        return ()
    return tuple([ONE if k == axis else n for k, n in enumerate(shapes[0])])


def _with_axis(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    axis: int = op.get("axis")
    return (*shapes[0][:axis], ONE, *shapes[0][axis:])


def _without_axis(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    axis: int = op.get("axis")
    return (*shapes[0][:axis], *shapes[0][axis + 1 :])


_ROWS = (
    Operation(
        "matmul", _product, "the product of matrices, and of a matrix and a vector",
        ("A@B", "A@u", "v@A", "u@u"),
        by_axes={
            (2, 2): ("G@B.T", "A.T@G"),
            (2, 1): ("outer(G, B)", "A.T@G"),
            (1, 2): ("B@G", "outer(A, G)"),
            (1, 1): ("G*B", "G*A"),
        },
    ),
    Operation("transpose", _transposed, "rows and columns exchanged", ("A.T",), ("G.T",)),
    Operation(
        "outer", _vectors, "all products of an entry of u and one of v", ("outer(u, v)",),
        ("G@B", "G.T@A"),
    ),
    Operation("inv", square, "the inverse of a matrix", ("inv(S)",), ("-Y.T@G@Y.T",)),
    Operation("det", _number_of_square, "the determinant", ("det(S)",), ("G*Y*inv(A).T",)),
    Operation(
        "logdet", _number_of_square, "the logarithm of the determinant's absolute value",
        ("logdet(S)",), ("G*inv(A).T",),
    ),
    Operation("trace", _number_of_square, "the sum of the diagonal", ("trace(S)",),
              ("G*eye(len(A))",)),
    Operation("diag", _diagonal_matrix, "the matrix with a vector on its diagonal", ("diag(u)",),
              ("diag(G)",)),
    Operation("diagonal", _diagonal, "the diagonal of a matrix", ("diag(S)",), ("diag(G)",)),
    Operation("expm", square, "the exponential of a matrix", ("expm(S)",),
              ("expm_frechet(A.T, G)",)),
    Operation("expm_frechet", square, "the derivative of expm(A) in the direction B",
              ("expm_frechet(S, S.T)",), (
                  "expm_frechet(doubled(A, B).T, doubled(zeros_like(A), G))[:len(A), :len(A)]"
                  " + expm_frechet(doubled(A, B).T, doubled(zeros_like(A), G))[len(A):, len(A):]",
                  "expm_frechet(A.T, G)")),
    Operation("sum", _reduced, "the sum", ("sum(A)", "sum(A, axis=0)", "sum(u)"), ("G",)),
    Operation("mean", _reduced, "the mean", ("mean(A)", "mean(A, axis=1)", "mean(u)"),
              ("G*Y.size/A.size",)),
    Operation(
        "var", _reduced, "the variance, divided by the number of entries",
        ("var(A)", "var(A, axis=1)", "var(u)"),
        ("2*G*(A - mean(A, axis=axis, keepdims=True))*Y.size/A.size",),
    ),
    Operation(
        "std", _reduced, "the standard deviation, the square root of var",
        ("std(A)", "std(A, axis=1)", "std(u)"),
        ("G*(A - mean(A, axis=axis, keepdims=True))/Y*Y.size/A.size",),
    ),
    Operation("norm", _reduced, "the square root of the sum of squares",
              ("norm(u)", "norm(A)", "norm(A, axis=1)"), ("G*A/Y",)),
    Operation("prod", _reduced, "the product of the entries", ("prod(u)", "prod(A, axis=0)"),
              ("G*Y/A",)),
    Operation("max", _reduced, "the largest entry", ("max(u)", "max(A, axis=1)"),
              ("where(A == Y, G, 0)",)),
    Operation("min", _reduced, "the smallest entry", ("min(u)", "min(A, axis=1)"),
              ("where(A == Y, G, 0)",)),
    Operation("logsumexp", _reduced, "the logarithm of the sum of exponentials",
              ("logsumexp(u)", "logsumexp(A, axis=1)"), ("G*softmax(A, axis=axis)",)),
    Operation(
        "softmax", same, "exponentials divided by their sum", ("softmax(u)", "softmax(A, axis=1)"),
        ("Y*(G - sum(Y*G, axis=axis, keepdims=True))",),
    ),
    Operation(
        "log_softmax", same, "the logarithm of softmax",
        ("log_softmax(u)", "log_softmax(A, axis=1)"),
        ("G - softmax(A, axis=axis)*sum(G, axis=axis, keepdims=True)",),
    ),
    Operation(
        "standardize", same, "(x - mean(x))/std(x)",
        ("(A - mean(A, axis=1, keepdims=True))/std(A, axis=1, keepdims=True)",
         "(u - mean(u))/std(u)"),
        ("(G - mean(G, axis=axis, keepdims=True) - Y*mean(G*Y, axis=axis, keepdims=True))"
         "/std(A, axis=axis, keepdims=True)",),
    ),
    Operation(
        "standardize_eps", same, "(x - mean(x))/sqrt(var(x) + eps)",
        ("(A - mean(A, axis=0))/sqrt(var(A, axis=0) + 1/100)",),
        ("(G - mean(G, axis=axis, keepdims=True) - Y*mean(G*Y, axis=axis, keepdims=True))"
         "/sqrt(var(A, axis=axis, keepdims=True) + B)",
         "-sum(G*Y/(var(A, axis=axis, keepdims=True) + B))/2"),
    ),
    Operation(
        "rms_scale", same, "x/sqrt(mean(x**2))",
        ("A/sqrt(mean(A**2, axis=1, keepdims=True))", "u/sqrt(mean(u**2))"),
        ("(G - Y*mean(G*Y, axis=axis, keepdims=True))/sqrt(mean(A**2, axis=axis, keepdims=True))",),
    ),
    Operation(
        "rms_scale_eps", same, "x/sqrt(mean(x**2) + eps)",
        ("A/sqrt(mean(A**2, axis=1, keepdims=True) + 1/100)",),
        ("(G - Y*mean(G*Y, axis=axis, keepdims=True))"
         "/sqrt(mean(A**2, axis=axis, keepdims=True) + B)",
         "-sum(G*Y/(mean(A**2, axis=axis, keepdims=True) + B))/2"),
    ),
    Operation("expand", given, "an array repeated along new axes", ("ones((3, 2))*u",),
              ("sum_to(G, A)",)),
    Operation("newaxis", _with_axis, "one more axis, of one entry", ("A[:, None]",),
              ("squeeze(G, axis)",)),
    Operation("squeeze", _without_axis, "an axis of one entry left out", ("A[:, None][:, 0]",),
              ("newaxis(G, axis)",)),
    Operation("eye", given, "the identity matrix", ("eye(3)",)),
)  # fmt: skip

OPERATIONS = {row.name: row for row in (*_ROWS, *LINEAR, *ENTRIES, *EINSUM)}
