"""Arrays as MATLAB, matrixcalculus.org, SymPy and mathematics write them, and sizes that follow."""

from __future__ import annotations

import pytest

from calcdl.arithmetic.shapes.shown import as_written
from calcdl.errors import CalcdlError, UsageError
from calcdl.reading.shaped import ShapedReading, read_shaped
from calcdl.reading.writing import write_arrays

SHAPES = (
    "x: n; y: n; A: n,n; S: n,n; W: m,n; b: m; V: k,m; X: N,n; Y: N,k; C: n,k; q: N; r: d; L: L"
)


def read(text: str, shapes: str = SHAPES) -> ShapedReading:
    return read_shaped(text, [shapes])


def written(reading: ShapedReading) -> str:
    return write_arrays(as_written(reading.graph, reading.shapes))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("x'*A*x", "x@A@x"),
        ("x'*y", "x@y"),
        ("sum(x*y')", "sum(outer(x, y))"),
        ("(A*x + y)'*S*(A*y)", "(A@x + y)@S@(A@y)"),
        ("x'*A", "x@A"),
        ("(x'*A)'", "x@A"),
        ("A'*S", "A.T@S"),
        ("A\\x", "solve(A, x)"),
        ("x'/A", "solve(A.T, x)"),
        ("x.*y", "x*y"),
        ("x.^2 ./ y", "x**2/y"),
        ("sum(X.*X)", "sum(X*X)"),
        ("X*C + 1*y(1)'", None),
        ("X + x'", "X + x"),
        ("A.*x", "A*x[:, None]"),
        ("tr(A*S)", "trace(A@S)"),
        ("norm2(A*x)^2", "norm(A@x)**2"),
        ("tr(A^3)", "trace(A@A@A)"),
        ("trace(S*A^2)", "trace(S@(A@A))"),
        ("Trace(A*S)", "trace(A@S)"),
        ("Determinant(A)", "det(A)"),
        ("xᵀ A x", "x@A@x"),
        ("2x'*y", "2*x@y"),
        ("sum(exp(X*x) + vector(1))", "sum(exp(X@x) + 1)"),
        ("sum(V*tanh(W*x + b))", "sum(V@tanh(W@x + b))"),
        ("exp(x')*A", "exp(x)@A"),
        ("(-x')*A", "-x@A"),
    ],
)
def test_columns_and_rows(text: str, meaning: str | None) -> None:
    if meaning is None:
        with pytest.raises(CalcdlError):
            read(text)
        return
    reading = read(text)
    assert written(reading) == meaning
    (note,) = reading.notes
    assert note.endswith("* is the product of matrices and a vector a column, as in MATLAB")


@pytest.mark.parametrize(
    ("text", "meaning", "note"),
    [
        ("W*A", "W@A", "I read 'W*A' as 'W@A'"),
        ("A**-1", "inv(A)", "I read 'A**-1' as 'inv(A)'"),
        ("A⁻¹", "inv(A)", "I read 'A⁻¹' as 'inv(A)'"),
        ("A^2", "A@A", "I read 'A^2' as 'A@A'"),
        ("A^-2", "inv(A)@inv(A)", "I read 'A^-2' as 'inv(A)@inv(A)'"),
        ("A^0", "eye(n)", "I read 'A^0' as 'eye(n)'"),
        ("A**2", "A**2", None),
        ("x^2", "x**2", None),
        ("A.I@x", "inv(A)@x", None),
        ("A*S", "A*S", "I read 'A*S' entry by entry, as NumPy does: @ is the product of matrices"),
        ("A*x", "A*x", "I read 'A*x' entry by entry, as NumPy does: @ is the product of matrices"),
        ("A*S@x", "A*S@x", None),
        ("x@A@x'", "x@A@x", None),
        ("X*X", "X*X", None),
    ],
)
def test_numpy_with_a_note(text: str, meaning: str, note: str | None) -> None:
    reading = read(text)
    assert written(reading) == meaning
    assert reading.notes == (() if note is None else (note,))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x'*y'", "both are rows"),
        ("norm2(x*y)", "write x'*y for the sum of products"),
        ("sum(A*x')", "A*x': x' is a row: write A*x"),
        ("sum(x*A)'", "x is a column: write x'*A"),
        ("A'*x + y'", "is a column and y' a row"),
        ("x'/y", "does not divide by the vector y"),
        ("W^2", "^ is the power of a square matrix, and here is m×n"),
        ("A^100", "a whole number up to 32"),
        ("A^(1/2)", "a whole number up to 32"),
        ("W@b", "W@b: W is m×n, b has m entries, and n is not m"),
        ("W + b", "W + b: W is m×n, b has m entries"),
        ("W + b", "write b[:, None] for one number a row"),
        ("W@c", "W@c: W is m×n, c is a number"),
        ("W@c", "c was not declared, so it is a number"),
        ("trace(c)", "c was not declared"),
        ("c[0]", "c was not declared"),
        ("x@(W@y + b)", "x@(W@y + b): x has n entries, (W@y + b) has m entries"),
    ],
)
def test_what_does_not_fit(text: str, sentence: str) -> None:
    with pytest.raises(CalcdlError) as caught:
        read(text)
    assert sentence in caught.value.message
    assert caught.value.span is not None


@pytest.mark.parametrize(
    ("text", "shapes", "name", "shape"),
    [
        ("X@w", "X: N,n; w: ?", "w", "n"),
        ("X@w", "X: N,n; w: vector", "w", "n"),
        ("X@w - y", "X: N,n; w: ?; y: ?", "y", "N"),
        ("X@W@v", "X: N,n; W: matrix; v: k", "W", "n,k"),
        ("softmax(X@W + b)@v", "X: N,n; W: ?,?; b: k; v: k", "W", "n,k"),
        ("concat([x, y])@z", "x: n; y: m; z: ?", "z", "m + n"),
        ("sum(conv1d(x, w)*g)", "x: N; w: d; g: g", "g", "N - d + 1"),
        ("sum(a*x)", "x: 3; a: ?", "a", "3"),
    ],
)
def test_sizes_that_follow(text: str, shapes: str, name: str, shape: str) -> None:
    assert ",".join(map(str, read(text, shapes).shape_of(name))) == shape


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("sum(2.*A*S)", "sum(2*A@S)"),
        ("sum(2.*A*S + A**2)", "sum(2*A*S + A**2)"),
        ("np.sum(2.*A*S)", "sum(2*A*S)"),
        ("sum(1./(1 + exp(-X*x)))", "sum(1/(1 + exp(-X@x)))"),
        ("sum(A.*(S*A.T))", "sum(A*(S@A.T))"),
        ("Trace(A*S.T)", "trace(A@S.T)"),
    ],
)
def test_a_decimal_point_is_no_mark_where_others_are_pythons(text: str, meaning: str) -> None:
    assert written(read(text)) == meaning


def test_a_mask_is_written_with_where() -> None:
    with pytest.raises(CalcdlError, match=r"where\(x > 0, 1, 0\) is 1 where it holds"):
        read("sum((x > 0)*x)")
    assert written(read("sum(where(x > 0, 1, 0)*x)")) == "sum(where(x > 0, 1, 0)*x)"


def test_two_names_are_two_sizes() -> None:
    with pytest.raises(CalcdlError, match="n is not k"):
        read("X@w", "X: N,n; w: k")


@pytest.mark.parametrize(
    ("text", "shapes"),
    [("sum(w)", "w: ?"), ("sum(W@x)", "W: matrix; x: n"), ("sum(vector(1))", "")],
)
def test_sizes_that_do_not_follow(text: str, shapes: str) -> None:
    with pytest.raises(UsageError, match="follow from the expression"):
        read(text, shapes)


def test_a_size_that_follows_has_a_note() -> None:
    (note,) = read("concat([x, y])@z", "x: n; y: m; z: N").notes
    assert note == "I take N to be m + n, so that the shapes fit"


@pytest.mark.parametrize(
    "text",
    [
        "pad(A, ((0, 1), (1)))", "x[:::2]", "max(A, x, 2, 3, axis=x)", "x.var(ddof=A.shape)",
        "convolve(1/2, x[0], 2)", "permute([x, x], 2)", "take(x, 1)", "sum(x, 'a')", "norm(x, 'a')",
        "eye('a')", "ones(-1)", "concat(1)", "einsum(x)", "reshape(x, (-1, -1))", "tril(A, 1/2)",
        "x[None:1.5]", "x['a']", "x[1, 2, 3]", "sum()", "f.x", "x.", "A.shape[7]", "clip(x)",
    ],
)  # fmt: skip
def test_what_is_none_of_the_language_is_refused(text: str) -> None:
    with pytest.raises(CalcdlError):
        read(text)
