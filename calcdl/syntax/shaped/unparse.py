"""How operations on arrays are written, in the language that they are read in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from calcdl.graph.nodes import Nodes
from calcdl.graph.shapes import Shaped, Size, Slice, as_shaped, length_of_slice, size

__all__ = ["BINDS", "index_text", "push_operation"]

_SUM, _PRODUCT, _POWER, _ATOM = 2, 3, 5, 6
BINDS = dict.fromkeys(
    ("matmul", "expand", "standardize", "standardize_eps", "rms_scale", "rms_scale_eps"), _PRODUCT
)  # how tightly operations bind that are no calls


def push_operation(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    """Push the parts of an operation, the last one first."""
    writer = _WRITERS.get(op.name)
    if writer is not None:
        writer(nodes, op, args, stack)
        return
    _call(op.name, args, _axis(op), stack)


def _call(name: str, args: Sequence[int], given: str, stack: list[Any]) -> None:
    stack.append(f"{given})")
    for i in reversed(args[1:]):
        stack += ((i, 0), ", ")
    stack += ((args[0], 0), f"{name}(")


def _axis(op: Shaped) -> str:
    axis = op.get("axis")
    return "" if axis is None or op.get("last") else f", axis={axis}"


def _matmul(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    left, right = args
    stack += ((right, _POWER), "@", (left, _PRODUCT))


def _transpose(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    stack += (".T", (args[0], _ATOM))


def _reduction(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    keepdims = ", keepdims=True" if op.get("axis") is not None else ""
    _call(op.name, args, _axis(op) + keepdims, stack)


def _diagonal(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    _call("diag", args, "", stack)


def _squeeze(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    inside = as_shaped(nodes.operations[args[0]])
    if inside is not None and inside.name in _REDUCTIONS and _axis(inside) == _axis(op):
        _call(inside.name, nodes.arguments[args[0]], _axis(inside), stack)
    else:
        stack += (f"[{':, ' * op.get('axis')}0]", (args[0], _ATOM))


def _newaxis(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    stack += (f"[{':, ' * op.get('axis')}None]", (args[0], _ATOM))


def _eye(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    stack.append(f"eye({op.get('shape')[0]})")


def _expand(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    ones = f"ones({_sizes(op.get('shape'))})"
    if nodes.operations[args[0]] == "number" and nodes.value_of(args[0]) in (0, 1):
        stack.append(ones if nodes.value_of(args[0]) else ones.replace("ones", "zeros"))
    elif nodes.operations[args[0]] == "div":
        above, below = nodes.arguments[args[0]]
        stack += ((below, _POWER), f"{ones}/")
        if nodes.operations[above] != "number" or nodes.value_of(above) != 1:
            stack += ("*", (above, _PRODUCT))
    else:
        stack += (f"*{ones}", (args[0], _PRODUCT))


def _standardize(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    _scale(nodes, op, args, stack)
    along = _along(op)
    stack += (f"{along})", (args[0], 0), " - mean(", (args[0], _PRODUCT), "(")


def _scale(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    """Push what an array is divided by, and the slash in front of it."""
    along = _along(op)
    added = [(args[1], _PRODUCT), " + "] if len(args) > 1 else []
    if op.name == "standardize":
        stack += (f"{along})", (args[0], 0), ")/std(")
    elif op.name == "standardize_eps":
        stack += (")", *added, f"{along})", (args[0], 0), ")/sqrt(var(")
    else:
        stack += (")", *added, f"**2{along})", (args[0], _ATOM), "/sqrt(mean(")


def _rms_scale(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    _scale(nodes, op, args, stack)
    stack.append((args[0], _PRODUCT))


def _along(op: Shaped) -> str:
    axis = op.get("axis")
    return "" if axis is None else f", axis={axis}, keepdims=True"


def _index(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    stack += (f"[{index_text(op.get('key'))}]", (args[0], _ATOM))


def index_text(key: Sequence[Any]) -> str:
    """Return an index without the whole axes behind it."""
    last = max([k for k, part in enumerate(key) if part != Slice()], default=0)
    return ", ".join(map(_part, key[: last + 1]))


def _part(part: Any) -> str:
    if not isinstance(part, Slice):
        return str(part)
    start, stop = ["" if bound is None else str(bound) for bound in part[:2]]
    return f"{start}:{stop}" + (f":{part.step}" if part.step != 1 else "")


def _scatter(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    """Push np.pad where an array stands in one block, else JAX's zeros(n).at[…].set(x)."""
    key, shape = op.get("key"), op.get("shape")
    widths = [_width(part, n) for part, n in zip(key, shape, strict=True)]
    if None in widths:
        stack += (")", (args[0], 0), f"zeros({_sizes(shape)}).at[{index_text(key)}].set(")
        return
    pairs = ", ".join(map(str, widths))
    _call("pad", args, f", {pairs}" if len(widths) == 1 else f", ({pairs})", stack)


def _width(part: Any, n: Size) -> str | None:
    """Return how many zeros are before and behind what a slice takes; None: also between."""
    if not isinstance(part, Slice) or part.step != 1:
        return None
    length = length_of_slice(part, n)
    before = length_of_slice(Slice(None, part.start), n) if part.start is not None else size(0)
    return f"({before}, {n.minus(before).minus(length)})"


def _unit(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    stack.append(f"eye({op.get('shape')[0]})[{op.get('key')[0]}]")


def _list(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    axis = f", axis={op.get('axis')}" if op.get("axis") else ""
    stack.append(f"]{axis})")
    for i in reversed(args[1:]):
        stack += ((i, 0), ", ")
    stack += ((args[0], 0), f"{op.name}([")


def _reshape(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    shape = op.get("shape")
    if len(shape) == 1:
        _call("ravel", args, "", stack)
    else:
        _call("reshape", args, f", {_sizes(shape)}", stack)


def _sizes(shape: Sequence[Size]) -> str:
    text = ", ".join(map(str, shape))
    return f"({text})" if len(shape) > 1 else text


def _triangle(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    _call(op.name, args, f", {op.get('k')}" if op.get("k") else "", stack)


def _einsum(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    stack.append(")")
    for i in reversed(args):
        stack += ((i, 0), ", ")
    stack.append(f"einsum('{op.get('subscripts')}'")


def _nuclear(nodes: Nodes, op: Shaped, args: Sequence[int], stack: list[Any]) -> None:
    _call("norm", args, ", 'nuc'", stack)


_REDUCTIONS = frozenset(("sum", "mean", "var", "std", "norm", "prod", "max", "min", "logsumexp"))
_WRITERS: dict[str, Callable[[Nodes, Shaped, Sequence[int], list[Any]], None]] = {
    "matmul": _matmul,
    "transpose": _transpose,
    "diagonal": _diagonal,
    "squeeze": _squeeze,
    "newaxis": _newaxis,
    "eye": _eye,
    "index": _index,
    "scatter": _scatter,
    "unit": _unit,
    "concat": _list,
    "stack": _list,
    "reshape": _reshape,
    "tril": _triangle,
    "triu": _triangle,
    "einsum": _einsum,
    "nuclear": _nuclear,
    "expand": _expand,
    "standardize": _standardize,
    "standardize_eps": _standardize,
    "rms_scale": _rms_scale,
    "rms_scale_eps": _rms_scale,
    **dict.fromkeys(_REDUCTIONS, _reduction),
}
