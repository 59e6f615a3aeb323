"""Linear maps between matrices as arrays with all axes, and as matrices between their vecs.

vec puts the rows of a matrix one behind the other, as ravel does, or its columns, as textbooks do;
then the map X -> A@X@B is kron(A, B.T), or kron(B.T, A). See J. R. Magnus and H. Neudecker, Matrix
Differential Calculus (1999), chapter 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING

from calcdl.arithmetic.shapes.contraction import contracted, parts_of
from calcdl.arithmetic.shapes.terms import Axes, NotTerms, Term
from calcdl.graph.shapes import ONE, Shaped, count

if TYPE_CHECKING:
    from calcdl.arithmetic.shapes.matrices import Matrices

__all__ = ["array_of", "matrix_of_vecs"]

_LETTERS = "ijklpq" + "".join([one for one in ascii_lowercase if one not in "ijklpq"])


def array_of(m: Matrices, axes: Axes, terms: Sequence[Term]) -> int | None:
    """Return a map as an array, the axes of what it takes first; None where it is no such sum."""
    try:
        return m.add([_einsum(m, axes, term, (*term.source, *term.target)) for term in terms])
    except NotTerms:
        return None


def matrix_of_vecs(m: Matrices, axes: Axes, terms: Sequence[Term], by_rows: bool) -> int | None:
    """Return the matrix whose rows are the entries of what a map takes, in turn; None: as above.

    ``by_rows`` says whether the entries are taken row by row.
    """
    try:
        return m.add([_matrix(m, axes, term, by_rows) for term in terms])
    except NotTerms:
        return None


def _matrix(m: Matrices, axes: Axes, term: Term, by_rows: bool) -> int:
    term = _reduced(m, axes, term)
    numbers = [one.value for one in term.factors if not one.names]
    term = term._replace(factors=tuple([one for one in term.factors if one.names]))
    return m.mul([*numbers, _matrix_of_factors(m, axes, term, by_rows)])


def _reduced(m: Matrices, axes: Axes, term: Term) -> Term:
    """Return a term of which as much was summed as products of matrices can."""
    factors = parts_of(m, axes, term.factors, (*term.source, *term.target))
    return term._replace(factors=tuple(factors))


def _matrix_of_factors(m: Matrices, axes: Axes, term: Term, by_rows: bool) -> int:
    rows, columns = term.source, term.target
    if rows == columns and len(rows) == 2:
        return _diagonal(m, axes, term, by_rows)
    blocks = _blocks(term)
    if blocks is not None:
        sides = [_side(m, axes, term, *block) for block in blocks]
        return m.apply("kron", *(sides if by_rows else reversed(sides)))
    if not by_rows:
        rows, columns = rows[::-1], columns[::-1]
    array = _einsum(m, axes, term, (*rows, *columns))
    shape = tuple([count([axes.sizes[name] for name in names]) for names in (rows, columns)])
    return m.apply("reshape", array, shape=shape)


def _diagonal(m: Matrices, axes: Axes, term: Term, by_rows: bool) -> int:
    """Return the matrix of a map that scales each entry."""
    value = contracted(m, axes, term.factors, term.source)
    if value is None:
        raise NotTerms
    shape = tuple([axes.sizes[name] for name in term.source])
    value = m.expand(value, shape)
    turned = value if by_rows else m.apply("transpose", value)
    return m.apply("diag", m.apply("reshape", turned, shape=(count(shape),)))


def _blocks(term: Term) -> list[tuple[tuple[int, ...], tuple[int, ...]]] | None:
    """Return the axes of the two factors of a Kronecker product; None where there are none."""
    rows, columns = term.source, term.target
    for first_rows, first_columns in ((1, 1), (1, 0), (0, 1)):
        first = rows[:first_rows], columns[:first_columns]
        second = rows[first_rows:], columns[first_columns:]
        if max(map(len, (*first, *second))) > 1:
            continue
        inside = _connected(term, {*first[0], *first[1]})
        if inside.isdisjoint((*second[0], *second[1])):
            return [first, second]
    return None


def _connected(term: Term, names: set[int]) -> set[int]:
    """Return the axes that factors connect with some."""
    found = set(names)
    grown = True
    while grown:
        size = len(found)
        for factor in term.factors:
            if not found.isdisjoint(factor.names):
                found.update(factor.names)
        grown = len(found) > size
    return found


def _side(
    m: Matrices, axes: Axes, term: Term, rows: tuple[int, ...], columns: tuple[int, ...]
) -> int:
    """Return one factor of a Kronecker product, a matrix."""
    own = _connected(term, {*rows, *columns})
    factors = [one for one in term.factors if not own.isdisjoint(one.names)]
    names = (*rows, *columns)
    is_diagonal = len(names) == 2 and names[0] == names[1]
    value = contracted(m, axes, factors, names[:1] if is_diagonal else names)
    if value is None:
        raise NotTerms
    value = m.expand(value, tuple([axes.sizes[name] for name in names[: 1 if is_diagonal else 2]]))
    if is_diagonal:
        return m.apply("diag", value)
    if len(names) == 2:
        return value
    (size,) = m.shape(value)
    axis, shape = (1, (size, ONE)) if rows else (0, (ONE, size))
    if m.is_ones(value):
        return m.kernel(Shaped("expand", (("shape", shape),)), (m.symbols.one,), shape)
    return m.kernel(Shaped("newaxis", (("axis", axis),)), (value,), shape)


def _einsum(m: Matrices, axes: Axes, term: Term, names: tuple[int, ...]) -> int:
    """Return Einstein's sum that a term is, its axes in an order."""
    factors = list(_reduced(m, axes, term).factors)
    letters: dict[int, str] = {}
    free = iter(_LETTERS)
    output = ""
    operands: list[tuple[str, int]] = []
    inside = {name for factor in factors for name in factor.names}
    for name in names:
        letter = next(free)
        output += letter
        size = axes.sizes[name]
        if name in letters:
            operands.append((letters[name] + letter, m.apply("eye", shape=(size, size))))
        elif name not in inside and names.count(name) == 1:
            operands.append((letter, m.expand(m.symbols.one, (size,))))
        letters.setdefault(name, letter)
    numbers = []
    for value, own in factors:
        if own:
            for name in own:
                letters.setdefault(name, next(free))
            operands.append(("".join([letters[name] for name in own]), value))
        else:
            numbers.append(value)
    operands.sort(key=lambda operand: operand[0])
    op = Shaped("einsum", (("subscripts", ",".join([one for one, _ in operands]) + "->" + output),))
    shape = tuple([axes.sizes[name] for name in names])
    return m.mul([*numbers, m.kernel(op, [value for _, value in operands], shape)])
