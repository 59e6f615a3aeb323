"""The operations on arrays, written out in numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from math import prod
from typing import TYPE_CHECKING, Any

from calcdl.arithmetic.shapes.entries_taken import TAKEN
from calcdl.arithmetic.shapes.entry_nodes import Array

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.arithmetic.shapes.entry_nodes import Numbers
    from calcdl.graph.shapes import Shaped

    Form: TypeAlias = "Callable[..., Array]"
    Line: TypeAlias = "Sequence[int]"

__all__ = ["ENTRIES_OF"]


# Products


def _matmul(entries: Numbers, op: Shaped, a: Array, b: Array) -> Array:
    rows = a.rows() if len(a.shape) == 2 else [a.nodes]
    columns = b.columns() if len(b.shape) == 2 else [b.nodes]
    nodes = [entries.dot(row, column) for row in rows for column in columns]
    return Array((*a.shape[:-1], *b.shape[1:]), tuple(nodes))


def _outer(entries: Numbers, op: Shaped, a: Array, b: Array) -> Array:
    nodes = [entries.times(u, v) for u in a.nodes for v in b.nodes]
    return Array((*a.shape, *b.shape), tuple(nodes))


# Square matrices


def _characteristic(entries: Numbers, a: Array) -> tuple[Array, int]:
    """Return the matrix M and the number c with a@M = c*eye(n), where c is det(a), or -det(a).

    This is the method of Faddeev and LeVerrier, which divides by nothing but whole numbers: there
    is no pivot that might be zero at a point, so that what is derived from it holds at every one.
    """
    n = a.shape[0]
    m = _eye_of(entries, n)
    for k in range(1, n):
        am = a if k == 1 else _matmul(entries, _NOTHING, a, m)
        trace = entries.sum(_diagonal_of(am))
        m = _with_diagonal(entries, am, entries.make("neg", entries.over(trace, k)))
    return m, entries.dot(a.rows()[0], m.columns()[0])


def _inv(entries: Numbers, op: Shaped, a: Array) -> Array:
    m, c = _characteristic(entries, a)
    return Array(a.shape, tuple([entries.make("div", node, c) for node in m.nodes]))


def _det(entries: Numbers, op: Shaped, a: Array) -> Array:
    _, c = _characteristic(entries, a)
    return Array((), (c if a.shape[0] % 2 else entries.make("neg", c),))


def _logdet(entries: Numbers, op: Shaped, a: Array) -> Array:
    (det,) = _det(entries, op, a).nodes
    return Array((), (entries.make("log", entries.make("abs", det)),))


def _diagonal_of(a: Array) -> tuple[int, ...]:
    return a.nodes[:: a.shape[0] + 1]


def _with_diagonal(entries: Numbers, a: Array, number: int) -> Array:
    """Return a square matrix with a number added along its diagonal."""
    nodes = list(a.nodes)
    for k in range(0, len(nodes), a.shape[0] + 1):
        nodes[k] = entries.sum([nodes[k], number])
    return Array(a.shape, tuple(nodes))


def _eye_of(entries: Numbers, n: int) -> Array:
    return _diag_of(entries, [entries.one] * n)


def _diag_of(entries: Numbers, numbers: Line) -> Array:
    n = len(numbers)
    nodes = [entries.zero] * (n * n)
    nodes[:: n + 1] = numbers
    return Array((n, n), tuple(nodes))


# Along an axis


def _cut(a: Array, axis: int | None) -> list[Line]:
    """Return the lines of an array along an axis, or all of it as one."""
    if axis is None:
        return [a.nodes]
    n, inner = a.shape[axis], prod(a.shape[axis + 1 :])
    starts = range(0, len(a.nodes), n * inner)
    return [a.nodes[s + i : s + n * inner : inner] for s in starts for i in range(inner)]


def _joined(lines: Sequence[Line], shape: tuple[int, ...], axis: int | None) -> Array:
    """Return the array with such lines along an axis: what ``_cut`` has cut, joined again."""
    if axis is None:
        return Array(shape, tuple(lines[0]))
    inner = prod(shape[axis + 1 :])
    blocks = [lines[k : k + inner] for k in range(0, len(lines), inner)]
    nodes = [node for block in blocks for across in zip(*block, strict=True) for node in across]
    return Array(shape, tuple(nodes))


def _reduction(number_of: Callable[[Numbers, Line], int]) -> Form:
    """Return the form of an operation that makes one number of each line."""

    def reduced(entries: Numbers, op: Shaped, a: Array) -> Array:
        axis = op.get("axis")
        numbers = [number_of(entries, line) for line in _cut(a, axis)]
        shape = () if axis is None else (*a.shape[:axis], 1, *a.shape[axis + 1 :])
        return Array(shape, tuple(numbers))

    return reduced


def _along(line_of: Callable[[Numbers, Line], Line]) -> Form:
    """Return the form of an operation that makes a line of each line."""

    def along(entries: Numbers, op: Shaped, a: Array) -> Array:
        axis = op.get("axis")
        return _joined([line_of(entries, line) for line in _cut(a, axis)], a.shape, axis)

    return along


def _mean(entries: Numbers, line: Line) -> int:
    return entries.over(entries.sum(line), len(line))


def _centred(entries: Numbers, line: Line) -> Line:
    less = entries.make("neg", _mean(entries, line))
    return [entries.sum([u, less]) for u in line]


def _var(entries: Numbers, line: Line) -> int:
    return _mean(entries, [_square(entries, u) for u in _centred(entries, line)])


def _square(entries: Numbers, u: int) -> int:
    return entries.make("pow", u, entries.nodes.number(2))


def _norm(entries: Numbers, line: Line) -> int:
    return entries.make("sqrt", entries.sum([_square(entries, u) for u in line]))


def _logsumexp(entries: Numbers, line: Line) -> int:
    return entries.make("logsumexp", *line)


def _log_softmax(entries: Numbers, line: Line) -> Line:
    less = entries.make("neg", _logsumexp(entries, line))
    return [entries.sum([u, less]) for u in line]


def _softmax(entries: Numbers, line: Line) -> Line:
    return [entries.make("exp", u) for u in _log_softmax(entries, line)]


def _nested(operation: str) -> Callable[[Numbers, Line], int]:
    return lambda entries, line: reduce(lambda u, v: entries.make(operation, u, v), line)


def _normalised(centre: bool, added: bool) -> Form:
    """Return the form of what divides by a deviation, or, not around the mean, by the RMS."""

    def normalised(entries: Numbers, op: Shaped, a: Array, *eps: Array) -> Array:
        def line_of(entries: Numbers, line: Line) -> Line:
            parts = _centred(entries, line) if centre else line
            square = _mean(entries, [_square(entries, u) for u in parts])
            if added:
                square = entries.sum([square, *eps[0].nodes])
            root = entries.make("sqrt", square)
            return [entries.make("div", u, root) for u in parts]

        return _along(line_of)(entries, op, a)

    return normalised


# Shapes


def _transpose(entries: Numbers, op: Shaped, a: Array) -> Array:
    if len(a.shape) != 2:
        return a
    return Array(a.shape[::-1], tuple([node for column in a.columns() for node in column]))


def _newaxis(entries: Numbers, op: Shaped, a: Array) -> Array:
    axis = op.get("axis")
    return Array((*a.shape[:axis], 1, *a.shape[axis:]), a.nodes)


def _squeeze(entries: Numbers, op: Shaped, a: Array) -> Array:
    axis = op.get("axis")
    return Array((*a.shape[:axis], *a.shape[axis + 1 :]), a.nodes)


_NOTHING: Any = None  # what an operation is given that takes nothing

ENTRIES_OF: dict[str, Form] = {
    "matmul": _matmul,
    "outer": _outer,
    "transpose": _transpose,
    "inv": _inv,
    "det": _det,
    "logdet": _logdet,
    "trace": lambda entries, op, a: Array((), (entries.sum(_diagonal_of(a)),)),
    "diag": lambda entries, op, a: _diag_of(entries, a.nodes),
    "diagonal": lambda entries, op, a: Array(a.shape[:1], _diagonal_of(a)),
    "sum": _reduction(lambda entries, line: entries.sum(line)),
    "mean": _reduction(_mean),
    "var": _reduction(_var),
    "std": _reduction(lambda entries, line: entries.make("sqrt", _var(entries, line))),
    "norm": _reduction(_norm),
    "prod": _reduction(lambda entries, line: reduce(entries.times, line)),
    "max": _reduction(_nested("max")),
    "min": _reduction(_nested("min")),
    "logsumexp": _reduction(_logsumexp),
    "softmax": _along(_softmax),
    "log_softmax": _along(_log_softmax),
    "standardize": _normalised(centre=True, added=False),
    "standardize_eps": _normalised(centre=True, added=True),
    "rms_scale": _normalised(centre=False, added=False),
    "rms_scale_eps": _normalised(centre=False, added=True),
    "expand": lambda entries, op, a: entries.expand(a, entries.lengths(op.get("shape"))),
    "newaxis": _newaxis,
    "squeeze": _squeeze,
    "eye": lambda entries, op: _eye_of(entries, entries.lengths(op.get("shape"))[0]),
    "solve": lambda entries, op, a, b: _matmul(entries, op, _inv(entries, op, a), b),
    **TAKEN,
}
