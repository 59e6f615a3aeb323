"""Calls that are written out where they are read: mean(x, y) is (x + y)/2.

An argument is a node, or a list of nodes where a list was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

from calcdl.errors import ExpressionError
from calcdl.syntax.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcdl.graph.nodes import Nodes

__all__ = ["Argument", "written_call"]

Argument: TypeAlias = "int | list[int]"


class Written(Protocol):
    """What has to be known of such a function; its row has it."""

    @property
    def writes(self) -> Callable[..., int] | None: ...
    @property
    def takes(self) -> str | None: ...


def written_call(
    nodes: Nodes, row: Written, name: str, arguments: Sequence[Argument], index: int | None
) -> int:
    """Return the node of a call of a function that is written out; raises ExpressionError.

    ``index`` is the node of the number in brackets behind a call.
    """
    writes = row.writes
    assert writes is not None
    writer = Writer(nodes)
    if row.takes == "vector":
        return writes(writer, _entries(name, arguments))
    if row.takes == "vectors":
        return writes(writer, *_halves(name, arguments))
    if row.takes == "lists":
        return writes(writer, *_lists(name, arguments))
    if row.takes == "index":
        entries = _entries(name, arguments)
        if index is None:
            example = f"{name}({', '.join('xyzuvw'[: max(len(entries), 2)])})"
            raise ExpressionError(
                f"{name} has as many parts as arguments: write {example}[0] for the first"
            )
        part = writer.entry_number(entries, index, f"the number of a part of {name}")
        return writes(writer, entries, part)
    return writes(writer, *arguments)


def _entries(name: str, arguments: Sequence[Argument]) -> list[int]:
    """Return the entries of one vector, given as a list or one by one."""
    if len(arguments) == 1 and isinstance(arguments[0], list):
        return arguments[0]
    if any(isinstance(argument, list) for argument in arguments):
        raise ExpressionError(f"{name} takes one list, or numbers")
    if not arguments:
        raise ExpressionError(f"{name} needs an argument")
    return [argument for argument in arguments if isinstance(argument, int)]


def _halves(name: str, arguments: Sequence[Argument]) -> tuple[list[int], list[int]]:
    """Return two vectors, given as lists or one behind the other."""
    if any(isinstance(argument, list) for argument in arguments):
        first, second = _lists(name, arguments)
        if len(first) != len(second):
            raise ExpressionError(
                f"{name} takes two lists of the same length, not {len(first)} and {len(second)}"
            )
        return first, second
    entries = _entries(name, arguments)
    half, odd = divmod(len(entries), 2)
    if odd:
        raise ExpressionError(f"{name} takes two vectors: write {name}([x, y], [z, t])")
    return entries[:half], entries[half:]


def _lists(name: str, arguments: Sequence[Argument]) -> tuple[list[int], list[int]]:
    """Return two vectors, at least one of which is given as a list."""
    if len(arguments) != 2 or not any(isinstance(argument, list) for argument in arguments):
        raise ExpressionError(f"{name} takes a list and another, as in {name}([x, y], [0, 1])")
    first, second = [[u] if isinstance(u, int) else u for u in arguments]
    return first, second
