"""The curve of a function, for a small drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from calcdl.arithmetic.floats import Floats
from calcdl.errors import CalcdlError
from calcdl.functions import Function
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.results.functions import Stroke
from calcdl.sweep.forward import apply, values

__all__ = ["Curve", "curve"]

_LEFT, _RIGHT, _STEPS = -4.0, 4.0, 96
_FEWEST = 8  # points that make a curve
_MAIN = ("u", "z", "m", "s")  # names of the argument along which it is drawn, the first that is
_JUMP = 0.45  # of a difference: how far from its middle the value halfway is where it jumps

Value = float | None


class Curve(NamedTuple):
    """Strokes along one argument, the others being fixed."""

    along: str
    fixed: dict[str, str]
    strokes: tuple[Stroke, ...]


def curve(row: Function, graph: Graph) -> Curve | None:
    """Return the curve of a function along its main argument, None where it has none.

    The other arguments have their usual values, else 1, 2 and so on, else those of a sample.
    """
    names = graph.symbols()
    along = next((name for name in _MAIN if name in names), None)
    if along is None:
        return None
    others = [name for name in names if name != along]
    usual = dict(zip(row.args[len(row.args) - len(row.defaults) :], row.defaults, strict=True))
    for fixed in (_counted(others, usual), _sampled(row, others)):
        strokes = None if fixed is None else _strokes(graph, along, fixed)
        if fixed is not None and strokes:
            return Curve(along, fixed, strokes)
    return None


def _counted(others: list[str], usual: dict[str, str]) -> dict[str, str]:
    count, fixed = 0, {}
    for name in others:
        count += name not in usual
        fixed[name] = usual.get(name, str(count))
    return fixed


def _sampled(row: Function, others: list[str]) -> dict[str, str] | None:
    if row.variadic or not row.sample or not isinstance(row.sample[0], tuple):
        return None
    sample = dict(zip(row.args, row.sample[0], strict=False))
    return {name: str(sample[name]) for name in others}


def _strokes(graph: Graph, along: str, fixed: dict[str, str]) -> tuple[Stroke, ...]:
    numbers = {name: _number(text) for name, text in fixed.items()}
    step = (_RIGHT - _LEFT) / (2 * _STEPS)
    at = [_LEFT + step * k for k in range(2 * _STEPS + 1)]
    found = _values(graph, lambda u: {**numbers, along: u}, at)
    if sum([value is not None for value in found]) < _FEWEST:
        return ()
    return tuple(_joined(at, found))


def _values(
    graph: Graph, inputs_at: Callable[[float], dict[str, float]], at: list[float]
) -> list[Value]:
    arithmetic = Floats()
    found: list[Value] = []
    for u in at:
        try:
            value = values(graph, arithmetic, inputs_at(u))[graph.root]
        except CalcdlError:
            value = None  # outside the domain
        found.append(value if isinstance(value, float | int) else None)
    return found


def _joined(at: list[float], found: list[Value]) -> Iterator[Stroke]:
    """Yield strokes through every second point; the value halfway says whether there is a gap."""
    stroke: list[tuple[float, float]] = []
    for k in range(0, len(at), 2):
        value = found[k]
        if stroke and (value is None or not _continues(found[k - 2], found[k - 1], value)):
            yield tuple(stroke)
            stroke = []
        if value is not None:
            stroke.append((at[k], value))
    if stroke:
        yield tuple(stroke)


def _continues(left: Value, halfway: Value, right: Value) -> bool:
    if left is None or halfway is None or right is None:
        return False
    return abs(halfway - (left + right) / 2) <= _JUMP * abs(right - left) + _ROUNDING


_ROUNDING = 1e-2  # near an extremum both ends are alike


def _number(text: str) -> float:
    return float(apply(read(text).graph, Floats(), {}))
