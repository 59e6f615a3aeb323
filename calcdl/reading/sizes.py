"""Sizes that follow: those that were not declared, and names for sums and products of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calcdl.graph.shapes import Size, size

__all__ = ["is_unknown", "put_in", "size_that_follows"]


def is_unknown(name: str) -> bool:
    """Say whether a size is one that was not declared."""
    return name.startswith("?")


def size_that_follows(equal: Sequence[tuple[Size, Size]]) -> tuple[str, Size] | None:
    """Return a size, and what it has to be for others to be equal; None if none is free.

    A size that was not declared is free, and a name where the other size is a sum or product, as
    that of concat([x, y]): two names that a person gave are two sizes.
    """
    for left, right in equal:
        free = [name for name in sorted(left.names() | right.names()) if is_unknown(name)]
        for one, other in ((left, right), (right, left)):
            is_name = len(one.names()) == 1 and one == size(min(one.names()))
            if is_name and len(other.names()) > 1 - (other.value is None) and not _is_plain(other):
                free.append(min(one.names()))
        for name in free:
            solution = _solved(left.minus(right), name)
            if solution is not None:
                return name, solution
    return None


def _is_plain(one: Size) -> bool:
    return one.value is not None or one == size(min(one.names()))


def _solved(difference: Size, name: str) -> Size | None:
    """Return what a name has to be for a difference to be 0; None where that is no size."""
    factor = dict(difference.terms).get((name,))
    rest = Size(tuple([term for term in difference.terms if term[0] != (name,)]))
    if factor is None or name in rest.names():
        return None
    return size(0).minus(rest).over(size(factor))


def put_in(known: Mapping[str, Size], name: str, value: Size) -> dict[str, Size]:
    """Return what is known of sizes, with one more that is put into the others."""
    return {other: known[other].put({name: value}) for other in known} | {name: value}
