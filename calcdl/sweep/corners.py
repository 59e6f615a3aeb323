"""Where operations are not smooth: the one place that knows, for every arithmetic.

An operation is analytic wherever it has a value, save where one of its corners is zero: the rows
of the table name those of functions, here are those of the operators. Taylor series, the rules of
the chain rule, formulas at many points and germs all ask here, so that they agree.
"""

from __future__ import annotations

from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import bound, corner_graphs
from calcdl.graph.nodes import COMPARISONS
from calcdl.lean import TYPE_CHECKING, cache
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from calcdl.graph.nodes import Operation
    from calcdl.sweep.arithmetic import Arithmetic, ExactArithmetic, N

__all__ = ["corners", "named"]

_COMPARING = COMPARISONS | {"max", "min"}  # of one number with itself there is nothing to decide


def corners(
    arithmetic: ExactArithmetic[N],
    operation: Operation,
    arguments: Sequence[N],
    varying: Collection[int] | None = None,
) -> list[N]:
    """Return numbers that are zero where an operation is not smooth in what varies.

    ``varying`` are the places of the arguments that vary, by default all.

    >>> from calcdl.arithmetic.taylor import Taylor
    >>> corners(Taylor(1), "max", ([3], [1])), corners(Taylor(1), "pow", ([], [2]))
    ([[2]], [])
    """
    places = range(len(arguments)) if varying is None else varying
    if operation in _COMPARING and arithmetic.same(arguments[0], arguments[1]):
        return []
    if operation in COMPARISONS:
        return [arithmetic.add((arguments[0], arithmetic.neg(arguments[1])))] if places else []
    if operation == "pow":
        whole = type(arithmetic.value(arguments[1])) is int
        return [] if whole or 0 not in places else [arguments[0]]
    row = FUNCTIONS.get(operation) if type(operation) is str else None
    if row is None or not row.corners:
        return []
    inputs = named(arithmetic, row.name, arguments)
    moving = {row.args[place] for place in places}
    return [
        apply(corner, arithmetic, inputs)
        for corner, names in zip(corner_graphs(row.name), _names(row.name), strict=True)
        if not moving.isdisjoint(names)
    ]


def named(arithmetic: Arithmetic[N], name: str, arguments: Sequence[N]) -> dict[str, N]:
    """Return a call's arguments by name, those left out at their defaults."""
    return bound(name, arguments, lambda default: apply(default, arithmetic, {}))


@cache
def _names(name: str) -> list[list[str]]:
    """Return the arguments that each corner of a function depends on."""
    return [corner.symbols() for corner in corner_graphs(name)]
