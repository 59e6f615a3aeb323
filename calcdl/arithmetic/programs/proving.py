"""The true answers of a program at points that are doubles: by balls, prepared once.

A condition is decided by balls too: only where it certainly holds or certainly does not is there
an answer, and a branch that is not taken has no say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import add, eq, ge, gt, le, lt, mul, ne, neg, truediv
from typing import TYPE_CHECKING, Any, NamedTuple

from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.programs.lowering import lowered
from calcdl.arithmetic.taylor import Taylor
from calcdl.arithmetic.taylor.balls import ball_of_constant, ball_of_number
from calcdl.errors import CalcdlError
from calcdl.functions import FUNCTIONS
from calcdl.functions.row import invoke
from calcdl.functions.spellings import Spellings
from calcdl.graph.nodes import COMPARISONS, reachable

if TYPE_CHECKING:
    from calcdl.graph.nodes import Nodes, Operation
    from calcdl.results.code import Program

    Step = tuple[Callable[..., Any], list[int]]

__all__ = ["ProvenProgram", "Truth"]

_ACCURACY = 2.0**-63  # how exact a number is known, relative to it: a thousandth of an ulp

_ARITHMETIC: dict[str, Callable[..., Any]] = {"add": add, "mul": mul, "neg": neg, "div": truediv}
_RELATIONS = {"<": (lt, ge), "<=": (le, gt), ">": (gt, le), ">=": (ge, lt), "==": (eq, ne),
              "!=": (ne, eq)}  # fmt: skip
_OWN: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "floor": lambda u: u.floor(),
    "ceil": lambda u: u.ceil(),
    "pow": lambda u, v: u**v,
}


class Truth(NamedTuple):
    """A true number as the double nearest to it and the rest, far more digits than a double has."""

    nearest: float
    rest: float


class ProvenProgram:
    """A program in functions of which there are balls. Raises UsageError for undefined ones."""

    def __init__(self, program: Program) -> None:
        rows = {row.name: row for row in FUNCTIONS.values()}
        names = [name for name, row in rows.items() if row.balls is not None or name in _OWN]
        column = Spellings({name: name for name in (*names, "pow")})
        exact = lowered(program, column, "the arithmetic of balls", exact=True)
        order = reachable(exact.nodes, exact.roots())
        self.places = {node: k for k, node in enumerate(order)}
        self.roots = [self.places[root] for root in exact.roots()]
        self.inputs: dict[int, str] = {}
        self.steps: list[Step] = [self._step(exact.nodes, i) for i in order]

    def __len__(self) -> int:
        return len(self.steps)

    def _step(self, nodes: Nodes, node: int) -> Step:
        operation = nodes.operations[node]
        if operation == "symbol":
            self.inputs[self.places[node]] = nodes.name_of(node)
            return _nothing, []
        if operation == "number":
            return ball_of_number(nodes.value_of(node)), []
        if operation == "constant":
            return ball_of_constant(nodes.name_of(node)), []
        return _function(operation), [self.places[child] for child in nodes.arguments[node]]

    def at(self, points: Iterable[Mapping[str, float]], bits: int) -> list[list[Truth | None]]:
        """Return the answers at points, computed with that precision; None where not certain."""
        with precision(bits):
            ball = Taylor(1).flint.arb
            return [self._at(point, ball) for point in points]

    def _at(self, point: Mapping[str, float], ball: Any) -> list[Truth | None]:
        nothing = ball.nan()
        values: list[Any] = []
        for place, (function, args) in enumerate(self.steps):
            if place in self.inputs:
                values.append(ball(point[self.inputs[place]]))
                continue
            try:
                value = function(*[values[k] for k in args])
            except (CalcdlError, ArithmeticError, ValueError):
                value = nothing
            values.append(nothing if value is NotImplemented else value)
        return [_truth(values[root]) for root in self.roots]


def _function(operation: Operation) -> Callable[..., Any]:
    if operation in COMPARISONS:
        return _relation(*_RELATIONS[str(operation)])
    if operation == "where":
        return _choice
    own = _ARITHMETIC.get(str(operation)) or _OWN.get(str(operation))
    if own is not None:
        return own
    how = FUNCTIONS[str(operation)].balls
    assert how is not None
    return lambda *balls: invoke(how, balls)


def _relation(holds: Callable[..., Any], fails: Callable[..., Any]) -> Callable[..., bool | None]:
    def relation(u: Any, v: Any) -> bool | None:
        return True if holds(u, v) else False if fails(u, v) else None

    return relation


def _choice(condition: bool | None, chosen: Any, otherwise: Any) -> Any:
    """Return a branch; raises ValueError where it is not certain which."""
    if condition is None:
        raise ValueError("a condition that is not decided")
    return chosen if condition else otherwise


def _nothing() -> None:
    """Stand for a variable, whose value comes from the point."""


def _truth(ball: Any) -> Truth | None:
    if not ball.is_finite():
        return None
    middle = ball.mid()
    if not (ball.is_zero() or ball.rad() < abs(middle) * _ACCURACY):
        return None
    nearest = float(middle)
    finite = abs(nearest) < float("inf")
    return Truth(nearest, float(middle - nearest) if finite else 0.0)
