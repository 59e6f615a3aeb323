"""Terms with named axes → products of matrices: the sums are done one name at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic.shapes.terms import Axes, Factor, Term
from calcdl.graph.shapes import ONE

if TYPE_CHECKING:
    from calcdl.arithmetic.shapes.matrices import Matrices

__all__ = ["contracted", "contracted_sum", "parts_of"]


def contracted_sum(m: Matrices, axes: Axes, terms: Sequence[Term]) -> int | None:
    """Return a map from and to at most vectors as an array, None where it is no matrix product.

    Its axes are those that the map takes, and those of its result.
    """
    diagonal: list[int] = []
    others: list[int] = []
    shape = None
    for term in terms:
        names = (*term.source, *term.target)
        shape = tuple([axes.sizes[name] for name in names])
        is_diagonal = len(names) == 2 and names[0] == names[1]
        value = contracted(m, axes, term.factors, names[:1] if is_diagonal else names)
        if value is None:
            return None
        (diagonal if is_diagonal else others).append(value)
    assert shape is not None
    if diagonal:
        others.insert(0, m.apply("diag", m.expand(m.add(diagonal), shape[:1])))
    return m.expand(m.add(others), shape)


def contracted(
    m: Matrices, axes: Axes, factors: Sequence[Factor], names: tuple[int, ...]
) -> int | None:
    """Return a product whose axes have these names, at most two, summed over all other names.

    None: it is none of products of matrices.
    """
    contraction = _summed(m, axes, factors, names)
    if len(names) > 2 or contraction.tensors or contraction.summed:
        return None
    return contraction.result()


def parts_of(
    m: Matrices, axes: Axes, factors: Sequence[Factor], names: tuple[int, ...]
) -> list[Factor]:
    """Return a product as factors, summed as far as matrices are multiplied."""
    contraction = _summed(m, axes, factors, names)
    numbers = [Factor(value, ()) for value in contraction.numbers]
    vectors = [
        Factor(contraction.vector(several, name), (name,))
        for name, several in contraction.vectors.items()
    ]
    matrices = [Factor(value, own) for own, value in contraction.matrices.items()]
    return [*numbers, *vectors, *matrices, *contraction.tensors]


def _summed(
    m: Matrices, axes: Axes, factors: Sequence[Factor], names: tuple[int, ...]
) -> _Contraction:
    """Return a product, summed over all names that join at most two matrices."""
    contraction = _Contraction(m, axes, names)
    for factor in factors:
        contraction.take(factor)
    while (name := contraction.cheapest()) is not None:
        contraction.sum_over(name)
    return contraction


class _Contraction:
    """A product on the way: numbers, vectors by their axis, matrices by their two axes."""

    def __init__(self, m: Matrices, axes: Axes, names: tuple[int, ...]) -> None:
        self.m, self.axes, self.names = m, axes, names
        self.numbers: list[int] = []
        self.vectors: dict[int, list[int]] = {}
        self.matrices: dict[tuple[int, int], int] = {}
        self.tensors: list[Factor] = []  # of more axes, which are left as they are
        self.summed: set[int] = set()

    def take(self, factor: Factor) -> None:
        """Take a factor."""
        m, value = self.m, factor.value
        names = list(factor.names)
        self.summed |= {one for one in names if one not in self.names}
        for one in [one for one in names if self.axes.sizes[one] == ONE and one in self.summed]:
            axis = names.index(one)
            value = m.apply("squeeze", value, axis=axis)
            del names[axis]
        self.summed = {one for one in self.summed if self.axes.sizes[one] != ONE}
        if len(names) > 2:
            self.tensors.append(Factor(value, tuple(names)))
            return
        if len(names) == 2 and names[0] == names[1]:
            value, names = m.apply("diagonal", value), names[:1]
        self.put(value, names)

    def put(self, value: int, names: Sequence[int]) -> None:
        """Add a factor with at most two axes."""
        m = self.m
        if not names:
            self.numbers.append(value)
        elif len(names) == 1:
            self.vectors.setdefault(names[0], []).append(value)
        else:
            first, second = names
            if (second, first) in self.matrices or self.stands_behind(first, second):
                first, second, value = second, first, m.apply("transpose", value)
            before = self.matrices.get((first, second))
            self.matrices[first, second] = value if before is None else m.mul((before, value))

    def stands_behind(self, first: int, second: int) -> bool:
        """Say whether an axis is that of the result's columns, or the other one of its rows."""
        return self.names[1:] == (first,) or self.names[:1] == (second,)

    def around(self, name: int) -> list[tuple[int, int]]:
        """Return the matrices that have an axis."""
        return [pair for pair in self.matrices if name in pair]

    def cheapest(self) -> int | None:
        """Return the axis to sum over next: one that joins at most two matrices."""
        within = {name for tensor in self.tensors for name in tensor.names}
        costs = {name: len(self.around(name)) for name in sorted(self.summed - within)}
        best = min(costs, key=lambda name: costs[name], default=None)
        return best if best is not None and costs[best] <= 2 else None

    def sum_over(self, name: int) -> None:
        """Sum the product over an axis."""
        m = self.m
        self.summed.discard(name)
        pairs = self.around(name)
        vectors = self.vectors.pop(name, [])
        matrices = [self.matrices.pop(pair) for pair in pairs]
        if not pairs:
            self.numbers.append(self.number(vectors, name))
            return
        ends = [pair[0] if pair[1] == name else pair[1] for pair in pairs]
        if len(pairs) == 2 and self.stands_behind(*ends):
            pairs, matrices, ends = pairs[::-1], matrices[::-1], ends[::-1]
        first = matrices[0] if pairs[0][1] == name else m.apply("transpose", matrices[0])
        if len(pairs) == 1:
            self.put(m.apply("matmul", first, self.vector(vectors, name)), ends)
            return
        second = matrices[1] if pairs[1][0] == name else m.apply("transpose", matrices[1])
        if vectors:
            second = m.apply("matmul", m.apply("diag", self.vector(vectors, name)), second)
        self.put(m.apply("matmul", first, second), ends)

    def vector(self, vectors: Sequence[int], name: int) -> int:
        """Return the product of vectors, ones where there are none."""
        m = self.m
        return m.expand(m.mul([m.symbols.one, *vectors]), (self.axes.sizes[name],))

    def number(self, vectors: Sequence[int], name: int) -> int:
        """Return the sum of the product of vectors."""
        if len(vectors) == 2:
            return self.m.apply("matmul", *vectors)
        return self.m.apply("sum", self.vector(vectors, name))

    def result(self) -> int:
        """Return the product, of which nothing is left to be summed."""
        m = self.m
        if len(self.names) < 2:
            parts = [one for vectors in self.vectors.values() for one in vectors]
            return m.mul([m.symbols.one, *self.numbers, *parts])
        row, column = self.names
        matrix = self.matrices.get((row, column))
        if matrix is None:
            sides = [self.vector(self.vectors.get(name, ()), name) for name in self.names]
            matrix = m.apply("outer", *sides)
        else:
            if row in self.vectors:
                left = m.apply("diag", self.vector(self.vectors[row], row))
                matrix = m.apply("matmul", left, matrix)
            if column in self.vectors:
                right = m.apply("diag", self.vector(self.vectors[column], column))
                matrix = m.apply("matmul", matrix, right)
        return m.mul([*self.numbers, matrix])
