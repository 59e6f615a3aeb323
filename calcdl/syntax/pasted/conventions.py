"""Functions of losses, remainders and statistics that mean something else where they come from.

PyTorch's losses take a prediction and a target, and its var and std divide by n - 1; its frac has
the sign of its argument, and its kl_div takes a logarithm. math.remainder is that of IEEE 754.
SciPy's huber has its arguments the other way round, and mpmath's gammainc is not regularized.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from calcdl.errors import ExpressionError
from calcdl.graph.nodes import Nodes
from calcdl.syntax.writer import Writer

__all__ = ["CONVENTIONS", "with_target"]

Call = Callable[[str, list[Any]], int]

_OF_DIFFERENCES = frozenset(("huber", "smooth_l1"))
_TARGETS = ("target", "y_true")


def with_target(
    nodes: Nodes, name: str, arguments: list[Any], options: dict[str, Any], origin: str
) -> list[Any]:
    """Return the arguments of a loss, a prediction and a target being one: their difference."""
    if name not in _OF_DIFFERENCES or origin != "torch":
        return arguments
    named = [options.pop(option) for option in _TARGETS if option in options]
    if named:
        arguments = [*arguments[:1], *named, *arguments[1:]]
    if len(arguments) < 2:
        return arguments
    writer = Writer(nodes)
    difference = writer.add((arguments[0], writer.neg(arguments[1])))
    return [difference, *arguments[2:]]


def _mod(nodes: Nodes, call: Call, values: list[Any], origin: str) -> int | None:
    if origin != "math" or len(values) != 2:
        return None
    writer = Writer(nodes)
    u, v = values
    return writer.add((u, writer.neg(writer.mul((v, call("round", [writer.div(u, v)]))))))


def _frac(nodes: Nodes, call: Call, values: list[Any], origin: str) -> int | None:
    if origin != "torch" or len(values) != 1:
        return None
    writer = Writer(nodes)
    return writer.add((values[0], writer.neg(call("trunc", values))))


def _kl_div(nodes: Nodes, call: Call, values: list[Any], origin: str) -> int | None:
    if origin != "torch" or len(values) != 2:
        return None
    writer = Writer(nodes)
    logarithm, target = values
    both = call("xlogy", [target, target]), writer.neg(writer.mul((target, logarithm)))
    return writer.add(both)


def _huber(nodes: Nodes, call: Call, values: list[Any], origin: str) -> int | None:
    return call("huber", values[::-1]) if origin == "scipy" and len(values) == 2 else None


def _gammainc(nodes: Nodes, call: Call, values: list[Any], origin: str) -> int | None:
    return call("uppergamma", values) if origin == "math" and len(values) == 2 else None


def _var(nodes: Nodes, call: Call, values: list[Any], origin: str) -> int | None:
    if origin != "torch":
        return None
    count = len(values[0]) if type(values[0]) is list else len(values)
    if count < 2:
        raise ExpressionError("PyTorch's var and std need two numbers")
    writer = Writer(nodes)
    total = writer.mul((writer.number(count), call("var", values)))
    return writer.div(total, writer.number(count - 1))


def _std(nodes: Nodes, call: Call, values: list[Any], origin: str) -> int | None:
    variance = _var(nodes, call, values, origin)
    return None if variance is None else call("sqrt", [variance])


CONVENTIONS: dict[str, Callable[[Nodes, Call, list[Any], str], int | None]] = {
    "mod": _mod,
    "frac": _frac,
    "kl_div": _kl_div,
    "huber": _huber,
    "gammainc": _gammainc,
    "var": _var,
    "std": _std,
}
