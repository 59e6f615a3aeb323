"""Witnesses: small sizes for the names of sizes, and rational numbers for the entries of arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.shapes.entries import Entries
from calcdl.arithmetic.shapes.entry_nodes import Array, entry_names
from calcdl.graph.nodes import Graph
from calcdl.sweep.forward import values

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.graph.shapes import Shape
    from calcdl.reading.shaped import Declared

    Sizes: TypeAlias = "Mapping[str, int]"
    Numbers: TypeAlias = "dict[str, list[Fraction]]"  # of the entries of variables, row by row

__all__ = [
    "Place",
    "Written",
    "drawn",
    "names_of",
    "places",
    "sizes_of",
    "symmetric",
    "with_rows_of_one",
    "written",
]

# Sizes in turn, of which the first that fit are taken; products of two are told apart by them.
_SIZES = ((2, 3, 4), (3, 5, 2), (5, 2, 3), (7, 3, 4), (6, 2, 5), (3, 3, 3))
_CHOICES = 3
_MOST_NODES = 200_000
_STYLES = ("any", "dominant", "unit", "positive")
_SEEDS = 3
_ANY = tuple(map(Fraction, ("1", "2", "-1", "3", "-2", "1/2", "-1/2", "5/2", "-3")))
_POSITIVE = tuple(map(Fraction, ("1", "2", "3", "1/2", "5/2", "3/2", "1/3", "4")))
_UNIT = tuple(map(Fraction, ("1/2", "1/3", "2/3", "1/4", "3/4", "2/5", "1/5", "3/5")))


class Place(NamedTuple):
    """A witness: sizes, and the numbers that the entries of variables are.

    ``lengths`` are the numbers of entries of variables along their axes.
    """

    sizes: Sizes
    numbers: Numbers
    lengths: Mapping[str, tuple[int, ...]]

    def entries(self) -> dict[str, Fraction]:
        """Return the numbers by the names of entries."""
        return {
            entry: number
            for name, numbers in self.numbers.items()
            for entry, number in zip(entry_names(name, self.lengths[name]), numbers, strict=True)
        }

    def texts(self) -> dict[str, str]:
        """Return the arrays as a person writes them."""
        return {name: _text(self.lengths[name], self.numbers[name]) for name in self.numbers}


def _text(lengths: Sequence[int], numbers: Sequence[Fraction]) -> str:
    if not lengths:
        return str(numbers[0])
    size = prod(lengths[1:])
    parts = [numbers[k : k + size] for k in range(0, len(numbers), size)]
    return f"[{', '.join([_text(lengths[1:], part) for part in parts])}]"


class Written(NamedTuple):
    """A number and an array written out in numbers, in one table of nodes.

    ``names`` are those of the entries of the variable, row by row, which has so many ``lengths``.
    """

    function: Graph
    array: Array
    names: tuple[str, ...]
    lengths: tuple[int, ...]
    sizes: Sizes

    def place_of(self, entry: int) -> tuple[int, ...]:
        """Return where an entry of the variable stands, counted row by row."""
        places = []
        for length in reversed(self.lengths):
            entry, place = divmod(entry, length)
            places.append(place)
        return tuple(reversed(places))

    def together(self) -> Graph:
        """Return a graph that holds all entries of the array: their sum."""
        nodes = self.function.nodes
        return Graph(nodes, nodes.make("add", tuple(dict.fromkeys(self.array.nodes))))


def written(
    function: Graph, array: Graph, variable: str, declared: Declared, sizes: Sizes
) -> Written:
    """Return a function and an array written out in numbers; raises CalcdlError.

    An array that is a single number is taken for one with all its entries.
    """
    entries = Entries(sizes, _MOST_NODES)

    def inputs(graph: Graph) -> dict[str, Array]:
        return {name: _input(entries, name, declared) for name in graph.symbols()}

    (root,) = values(function, entries, inputs(function))[function.root].nodes
    found = values(array, entries, inputs(array))[array.root]
    lengths = entries.lengths(declared.shapes.get(variable, ()))
    if not found.shape:
        found = entries.expand(found, lengths)
    names = tuple(entry_names(variable, lengths))
    return Written(Graph(entries.nodes, root), found, names, lengths, sizes)


def _input(entries: Entries, name: str, declared: Declared) -> Array:
    if name in entries.sizes and name not in declared.shapes:
        return entries.number(entries.sizes[name])
    return entries.symbol(name, entries.lengths(declared.shapes.get(name, ())))


def sizes_of(declared: Declared, others: Iterable[Shape] = ()) -> list[Sizes]:
    """Return small sizes, by their names: those of a matrix are different.

    No axis is without entries, of the variables and of arrays of ``others`` shapes.

    >>> from calcdl.reading.shaped import read_shapes
    >>> sizes_of(read_shapes(["X: N,n"]))[0]
    {'N': 2, 'n': 3}
    """
    shapes = declared.shapes.values()
    found = [name for shape in shapes for one in shape for name in sorted(one.names())]
    names = list(dict.fromkeys(found))
    lengths = {size for shape in (*shapes, *others) for size in shape}
    choices: list[Sizes] = [
        {name: sizes[k % 3] for k, name in enumerate(names)} for sizes in _SIZES
    ]
    fitting = [sizes for sizes in choices if all([size.at(sizes) > 0 for size in lengths])]
    return fitting[: _CHOICES if names else 1]


def names_of(declared: Declared, graphs: Sequence[Graph]) -> list[str]:
    """Return the variables of some formulas, without the names of sizes, those declared first."""
    used = {name for graph in graphs for name in graph.symbols()}
    arrays = [name for name in declared.shapes if name in used]
    return arrays + sorted(used - {*arrays} - declared.sizes())


def places(declared: Declared, names: Sequence[str], sizes: Sizes) -> Iterator[Place]:
    """Yield witnesses of these sizes: simple numbers, then such as are in narrow domains."""
    for seed, style in product(range(_SEEDS), _STYLES):
        random = Random(f"{style} {seed} {sorted(sizes.items())}")
        choice = {"unit": _UNIT, "positive": _POSITIVE}.get(style, _ANY)

        def number(random: Random = random, choice: Sequence[Fraction] = choice) -> Fraction:
            return random.choice(choice)

        numbers = drawn(declared, names, sizes, number)
        if style == "dominant":
            numbers = {name: _dominant(declared, name, numbers[name], sizes) for name in names}
        lengths = {name: _lengths(declared, name, sizes) for name in names}
        yield Place(sizes, numbers, lengths)


def drawn(
    declared: Declared, names: Sequence[str], sizes: Sizes, number: Callable[[], Fraction]
) -> Numbers:
    """Return numbers for the entries of variables, with what was declared of them."""
    return {name: _entries(declared, name, sizes, number) for name in names}


def _lengths(declared: Declared, name: str, sizes: Sizes) -> tuple[int, ...]:
    return tuple([size.at(sizes) for size in declared.shapes.get(name, ())])


def _entries(
    declared: Declared, name: str, sizes: Sizes, number: Callable[[], Fraction]
) -> list[Fraction]:
    lengths, attributes = _lengths(declared, name, sizes), declared.attributes.get(name, ())
    if "orthogonal" in attributes:
        return _reflection([number() for _ in range(lengths[0])])
    numbers = [number() for _ in range(prod(lengths))]
    if "symmetric" in attributes:
        numbers = symmetric(numbers, lengths[0])
    if "diagonal" in attributes:
        numbers = [x * (k % (lengths[0] + 1) == 0) for k, x in enumerate(numbers)]
    if "definite" in attributes:
        numbers = _with_large_diagonal(numbers, lengths[0])
    return with_rows_of_one(numbers, lengths[-1]) if "stochastic" in attributes else numbers


def symmetric(numbers: Sequence[Fraction], n: int) -> list[Fraction]:
    """Return the symmetric matrix that has the upper half of one."""
    return [numbers[min(k // n, k % n) * n + max(k // n, k % n)] for k in range(n * n)]


def with_rows_of_one(numbers: Sequence[Fraction], width: int) -> list[Fraction]:
    """Return a matrix with rows whose sums are 1, and without negative entries if it has none."""
    rows = [numbers[k : k + width] for k in range(0, len(numbers), width)]
    return [x for row in rows for x in _with_sum_of_one(row)]


def _with_sum_of_one(row: Sequence[Fraction]) -> list[Fraction]:
    if min(row) >= 0:
        return [x / sum(row) for x in row]
    return [*row[:-1], 1 - sum(row[:-1], Fraction())]


def _with_large_diagonal(numbers: Sequence[Fraction], n: int) -> list[Fraction]:
    return [x + 4 * n * (k % (n + 1) == 0) for k, x in enumerate(numbers)]


def _reflection(v: Sequence[Fraction]) -> list[Fraction]:
    """Return the orthogonal matrix that reflects along a vector."""
    square, n = sum([x * x for x in v]), range(len(v))
    return [(i == j) - 2 * v[i] * v[j] / square for i in n for j in n]


def _dominant(
    declared: Declared, name: str, numbers: list[Fraction], sizes: Sizes
) -> list[Fraction]:
    """Return a square matrix with a diagonal so large that it is positive definite."""
    lengths = _lengths(declared, name, sizes)
    if len(lengths) != 2 or lengths[0] != lengths[1]:
        return numbers
    if not declared.attributes.get(name, frozenset()) <= {"symmetric", "diagonal"}:
        return numbers
    return _with_large_diagonal(numbers, lengths[0])
