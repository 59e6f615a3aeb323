"""Shapes: how many entries a value has along each of its axes.

A size is a whole number, a name, or what becomes of these when arrays are joined and reshaped:
``n + 1``, ``N*k``. A scalar has the shape ``()``, a vector ``(n,)``, a matrix ``(m, n)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias, final

from calcdl.errors import ExpressionError

__all__ = [
    "ONE",
    "Call",
    "Rounded",
    "Shape",
    "Shaped",
    "Size",
    "Slice",
    "as_shaped",
    "broadcast",
    "count",
    "length_of_slice",
    "shape_text",
    "size",
]


@final
class Size(NamedTuple):
    """A polynomial in the names of sizes: monomials, each a sorted tuple of names, by their factor.

    >>> n = size("n")
    >>> str(n.times(size(2)).plus(ONE))
    '2*n + 1'
    """

    terms: tuple[tuple[tuple[str | Rounded, ...], int], ...]

    @property
    def value(self) -> int | None:
        """The whole number that it is, None where names are left."""
        if not self.terms:
            return 0
        ((names, factor), *others) = self.terms
        return factor if not names and not others else None

    def plus(self, other: Size) -> Size:
        """Return the sum of two sizes."""
        return _collected([*self.terms, *other.terms])

    def times(self, other: Size) -> Size:
        """Return the product of two sizes."""
        return _collected(
            [
                (tuple(sorted((*names, *others), key=str)), factor * times)
                for names, factor in self.terms
                for others, times in other.terms
            ]
        )

    def minus(self, other: Size) -> Size:
        """Return the difference of two sizes."""
        return self.plus(other.times(size(-1)))

    def over(self, other: Size) -> Size | None:
        """Return the quotient of two sizes; None where it is none that is always whole."""
        if self == other:
            return ONE
        if len(other.terms) != 1:
            return None
        ((divisor, below),) = other.terms
        terms = []
        for names, factor in self.terms:
            left = list(names)
            for name in divisor:
                if name not in left:
                    return None
                left.remove(name)
            if factor % below:
                return None
            terms.append((tuple(left), factor // below))
        return _collected(terms)

    def over_rounded_up(self, below: int) -> Size:
        """Return the least size that, so many times, is at least this one."""
        whole = self.over(size(below))
        if whole is not None:
            return whole
        if self.value is not None:
            return size(-(-self.value // below))
        return Size((((Rounded(self, below),), 1),))

    def at(self, sizes: Mapping[str, int]) -> int:
        """Return the number that it is where each of its names is one."""
        total = 0
        for names, factor in self.terms:
            for name in names:
                factor *= sizes[name] if isinstance(name, str) else name.at(sizes)
            total += factor
        return total

    def names(self) -> set[str]:
        """Return the names that it is made of."""
        found: set[str] = set()
        waiting = [self]
        while waiting:
            for names, _ in waiting.pop().terms:
                found |= {name for name in names if isinstance(name, str)}
                waiting += [name.above for name in names if not isinstance(name, str)]
        return found

    def put(self, meaning: Mapping[str, Size]) -> Size:
        """Return the size in which names are other sizes."""
        total = _collected([])
        for names, factor in self.terms:
            product = size(factor)
            for name in names:
                if isinstance(name, str):
                    product = product.times(meaning.get(name, size(name)))
                else:
                    product = product.times(name.above.put(meaning).over_rounded_up(name.below))
            total = total.plus(product)
        return total

    def __str__(self) -> str:
        text = ""
        for names, factor in self.terms:
            number = [str(abs(factor))] if abs(factor) != 1 or not names else []
            sign = " - " if factor < 0 else " + "
            text += (sign if text else sign.strip(" +")) + "*".join([*number, *map(_name, names)])
        return text or "0"


def _name(part: str | Rounded) -> str:
    """Return a name as it is written; that of a size which is still unknown is a question mark."""
    return "?" if isinstance(part, str) and part.startswith("?") else str(part)


@final
class Rounded(NamedTuple):
    """A size divided by a whole number and rounded up, which no polynomial is."""

    above: Size
    below: int

    def at(self, sizes: Mapping[str, int]) -> int:
        """Return the number that it is where each of its names is one."""
        return -(-self.above.at(sizes) // self.below)

    def __str__(self) -> str:
        above = str(self.above) if len(self.above.terms) == 1 else f"({self.above})"
        return f"ceil({above}/{self.below})"


def size(content: int | str) -> Size:
    """Return the size that a whole number or a name is."""
    if isinstance(content, str):
        return Size((((content,), 1),))
    return _collected([((), content)])


def _collected(terms: Iterable[tuple[tuple[str | Rounded, ...], int]]) -> Size:
    factors: dict[tuple[str | Rounded, ...], int] = {}
    for names, factor in terms:
        factors[names] = factors.get(names, 0) + factor
    kept = [(names, factor) for names, factor in factors.items() if factor]
    return Size(tuple(sorted(kept, key=lambda term: (-len(term[0]), str(term[0])))))


ONE = size(1)
Shape: TypeAlias = tuple[Size, ...]


@final
class Slice(NamedTuple):
    """What an index takes along an axis: entries from ``start`` on, before ``stop``."""

    start: int | Size | None = None
    stop: int | Size | None = None
    step: int = 1


@final
class Call(NamedTuple):
    """The operation of a call in the language of arrays, whose meaning depends on shapes.

    ``keywords`` are the names that the last of its arguments are given by; ``style`` is "method"
    for x.sum(), "numpy" or "torch" where a module was named, for what means more than one thing.
    """

    name: str
    keywords: tuple[str, ...] = ()
    style: str = ""


@final
class Shaped(NamedTuple):
    """An operation on arrays, with what it was given beside them, such as an axis."""

    name: str
    given: tuple[tuple[str, Any], ...] = ()

    def get(self, name: str) -> Any:
        """Return what the operation was given by a name; None: nothing."""
        for key, value in self.given:
            if key == name:
                return value
        return None


def as_shaped(operation: object) -> Shaped | None:
    """Return an operation of a graph if it is one on arrays."""
    return operation if isinstance(operation, Shaped) else None


def count(shape: Sequence[Size]) -> Size:
    """Return the number of entries of an array."""
    total = ONE
    for one in shape:
        total = total.times(one)
    return total


def broadcast(shapes: Iterable[Shape]) -> Shape | None:
    """Return the shape of what is computed entry by entry, as NumPy broadcasts; None: none fits.

    >>> n, m = size("n"), size("m")
    >>> shape_text(broadcast([(m, n), (n,), ()]))
    'm×n'
    """
    result: list[Size] = []
    for shape in shapes:
        if len(shape) > len(result):
            result[:0] = shape[: len(shape) - len(result)]
        for k in range(1, len(shape) + 1):
            mine, other = result[-k], shape[-k]
            if mine == ONE:
                result[-k] = other
            elif other not in (ONE, mine):
                return None
    return tuple(result)


def shape_text(shape: Sequence[Size]) -> str:
    """Return a shape as a person writes it: scalar, n, m×n."""
    return "×".join([str(one) if len(one.terms) < 2 else f"({one})" for one in shape]) or "scalar"


def length_of_slice(part: Slice, n: Size) -> Size:
    """Return how many of n entries a slice takes; raises ExpressionError."""
    if part == Slice(None, None, -1):
        return n
    if part.step < 1:
        raise ExpressionError("only a whole axis is read backwards: write [::-1]")
    if n.value is not None and not isinstance(part.start, Size) and not isinstance(part.stop, Size):
        return size(len(range(*slice(part.start, part.stop, part.step).indices(n.value))))
    start, stop = _place(part.start, n, size(0)), _place(part.stop, n, n)
    length = stop.minus(start)
    if length.value is not None and length.value < 1:
        return size(0)
    return length.over_rounded_up(part.step)


def _place(bound: int | Size | None, n: Size, otherwise: Size) -> Size:
    if bound is None:
        return otherwise
    if isinstance(bound, Size):
        return bound
    return n.plus(size(bound)) if bound < 0 else size(bound)
