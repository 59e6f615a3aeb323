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

__all__ = ["CONVENTIONS", "spread", "with_target", "without_defaults"]

Call = Callable[[str, list[Any]], int]

_OF_DIFFERENCES = frozenset(("huber", "smooth_l1"))
_TARGETS = ("target", "y_true")
_PREDICTIONS = ("input", "y_pred")
_OF_LISTS = frozenset((
    "softmax", "log_softmax", "softmin", "logsumexp", "mean", "var", "std", "norm",
))  # fmt: skip
_ALONG, _KEEPING = ("dim", "axis"), ("keepdim", "keepdims")
_LOSSES = frozenset((
    "mse", "mae", "bce", "bce_with_logits", "huber", "smooth_l1", "kl_div", "cross_entropy",
))  # fmt: skip
_REDUCTIONS = ("mean", "sum", "none")  # which are the same for one entry


def with_target(
    nodes: Nodes, name: str, arguments: list[Any], options: dict[str, Any], origin: str
) -> list[Any]:
    """Return the arguments of a loss, a prediction and a target being one: their difference."""
    if name not in _OF_DIFFERENCES or origin != "torch":
        return arguments
    predicted = [options.pop(option) for option in _PREDICTIONS if option in options]
    arguments = [*predicted, *arguments]
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


def without_defaults(
    nodes: Nodes, name: str, arguments: list[Any], options: dict[str, Any]
) -> dict[str, Any]:
    """Return options without those that say what is so here anyway: dim=0, reduction='mean'.

    Raises ExpressionError where they say something else.
    """
    if name in _OF_LISTS:
        options = {**options}
        for option in _ALONG:
            if Writer(nodes).value(options.pop(option, nodes.number(0))) not in (0, -1):
                raise ExpressionError(f"{name} goes over the one list that it is given")
        for option in _KEEPING:
            options.pop(option, None)
    if name in _LOSSES and "reduction" in options:
        options = {**options}
        of_lists = any([type(argument) is list for argument in arguments])
        if options.pop("reduction") not in (("mean",) if of_lists else _REDUCTIONS):
            raise ExpressionError(f"{name} takes the mean: multiply by the number of entries")
    return options


def spread(
    nodes: Nodes,
    call: Call,
    name: str,
    arguments: list[Any],
    options: dict[str, Any],
    origin: str,
) -> int:
    """Return a variance or its root, divided by n - 1 where the library or an option says so."""
    less = _fewer(nodes, options, origin)
    if options:
        raise ExpressionError(f"{name} has no parameter that is called {next(iter(options))}")
    if not less or not arguments:
        return call(name, arguments)
    count = len(arguments[0]) if type(arguments[0]) is list else len(arguments)
    if count <= less:
        raise ExpressionError(f"{name} divided by n - {less} needs more than {less} numbers")
    writer = Writer(nodes)
    total = writer.mul((writer.number(count), call("var", arguments)))
    variance = writer.div(total, writer.number(count - less))
    return variance if name == "var" else call("sqrt", [variance])


def _fewer(nodes: Nodes, options: dict[str, Any], origin: str) -> int:
    """Return k of the divisor n - k of a variance, and take it out of the options."""
    unbiased = options.pop("unbiased", origin == "torch")
    for option in ("correction", "ddof"):
        if option in options:
            value = Writer(nodes).value(options.pop(option))
            if type(value) is not int or value < 0:
                raise ExpressionError(f"{option} has to be a whole number, 0 or 1")
            return value
    return 1 if unbiased else 0


CONVENTIONS: dict[str, Callable[[Nodes, Call, list[Any], str], int | None]] = {
    "mod": _mod,
    "frac": _frac,
    "kl_div": _kl_div,
    "huber": _huber,
    "gammainc": _gammainc,
}
