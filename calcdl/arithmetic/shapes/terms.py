"""Linear maps of arrays as sums of terms: products of arrays whose axes have names.

A term is what is written in Ricci's notation: an axis whose name is in neither end of the map is
summed over, and an axis of both ends is one in which the map does nothing. See S. Laue,
M. Mitterreiter and J. Giesen, A Simple and Efficient Tensor Calculus (AAAI 2020).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.graph.shapes import ONE, count

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from calcdl.arithmetic.shapes.matrices import Kernel, Matrices
    from calcdl.graph.shapes import Shape, Size

    Terms: TypeAlias = "list[Term]"
    Rule: TypeAlias = "Callable[[Applied, Sequence[Term]], Terms]"

__all__ = ["Applied", "Axes", "Factor", "NotTerms", "Term", "with_axes"]


class NotTerms(Exception):
    """What has no such terms, or too many; the formula itself still is what it is."""


class Factor(NamedTuple):
    """A value of an arithmetic of arrays, and the names of its axes."""

    value: int
    names: tuple[int, ...]


class Term(NamedTuple):
    """A product of factors; ``source`` names the axes that the map takes, ``target`` its result's.

    The identity of vectors has no factors, and the same name at both ends.
    """

    factors: tuple[Factor, ...]
    target: tuple[int, ...]
    source: tuple[int, ...]

    def times(self, *factors: Factor) -> Term:
        """Return the product with more factors."""
        return self._replace(factors=(*self.factors, *factors))

    def renamed(self, new: Mapping[int, int]) -> Term:
        """Return the same with other names of some axes."""

        def replaced(names: tuple[int, ...]) -> tuple[int, ...]:
            return tuple([new.get(name, name) for name in names])

        factors = tuple([Factor(value, replaced(names)) for value, names in self.factors])
        return Term(factors, replaced(self.target), replaced(self.source))


class Axes:
    """Names of axes, which are numbers, and how many entries each axis has."""

    def __init__(self) -> None:
        self.sizes: list[Size] = []

    def named(self, size: Size) -> int:
        """Return a new name of an axis."""
        self.sizes.append(size)
        return len(self.sizes) - 1

    def of(self, shape: Shape) -> tuple[int, ...]:
        """Return new names of all axes of a shape."""
        return tuple([self.named(size) for size in shape])

    def repeated(self, term: Term, old: Shape, new: Shape) -> Term:
        """Return a term whose result is repeated from one shape to another."""
        target = list(self.of(new[: len(new) - len(old)]))
        for name, before, size in zip(term.target, old, new[len(new) - len(old) :], strict=True):
            target.append(self.named(size) if before == ONE != size else name)
        return term._replace(target=tuple(target))

    def beside(self, names: Sequence[int], shape: Shape, whole: Shape) -> tuple[int, ...]:
        """Return the names of the axes of an array that is repeated to the shape of others."""
        first = len(whole) - len(shape)
        return tuple(
            [
                self.named(ONE) if size == ONE != whole[first + k] else names[first + k]
                for k, size in enumerate(shape)
            ]
        )


def with_axes(names: tuple[int, ...], axis: int, *new: int) -> tuple[int, ...]:
    """Return names of axes with others in the place of one."""
    return (*names[:axis], *new, *names[axis + 1 :])


class Applied(NamedTuple):
    """An operation that is applied to an array with terms, which is its argument at ``place``.

    ``shape`` is that of its value.
    """

    m: Matrices
    axes: Axes
    kernel: Kernel
    place: int
    shape: Shape

    @property
    def value(self) -> int:
        """The argument that has terms."""
        return self.kernel.values[self.place]

    def summed(self, term: Term, target: tuple[int, ...]) -> Term:
        """Return a term summed over the axes that its new target has not."""
        kept = {*target, *term.source}.union(*[factor.names for factor in term.factors])
        names = [name for name in dict.fromkeys(term.target) if name not in kept]
        repeated = [self.axes.sizes[name] for name in names]
        times = [Factor(self.m.size(count(repeated)), ())] if repeated else []
        return term._replace(target=target).times(*times)
