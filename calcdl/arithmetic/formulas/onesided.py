"""Limits and slopes of formulas on the right of a point: what they are there, not at it.

The rules say what a slope is where an operation is smooth, and the mean of two slopes at a corner.
Where several corners and steps meet, no mean is the slope of the whole; but where that has one, it
is the slope on the right. So a number is here what a formula tends to from the right, and the
slope of it there. max(u, v) goes with the one that has the larger limit; if these are equal, with
the one that has the larger slope. A step goes by the slope where its argument is zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from calcdl.arithmetic.formulas.cases import DEFINED, PIECEWISE, Cases
from calcdl.arithmetic.formulas.signs import ZERO, Signs
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import bound, definition_graph
from calcdl.graph.nodes import Graph, Nodes, reachable
from calcdl.sweep.derivatives import tangents
from calcdl.sweep.forward import apply, values

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["Beside", "OneSided"]


_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Beside(NamedTuple):
    """What a formula tends to from the right, and its slope there: two formulas."""

    limit: int
    slope: int


class Comparison(NamedTuple):
    """A condition on formulas beside a point."""

    operation: str
    left: Beside
    right: Beside


class OneSided:
    """The arithmetic of formulas beside a point, along a variable.

    ``doubts`` are the arguments of steps that are not known where their limit and slope are zero:
    beside that the argument may be anything.
    """

    def __init__(self, cases: Cases, signs: Signs, variable: str) -> None:
        self.cases, self.signs, self.variable = cases, signs, variable
        self.symbols = cases.symbols
        self.doubts: list[tuple[str, Beside]] = []
        self.is_joined = False  # inside a function without steps, whatever its definition has

    def number(self, value: Rational) -> Beside:
        return Beside(self.symbols.number(value), self.symbols.zero)

    def constant(self, name: str) -> Beside:
        return Beside(self.symbols.constant(name), self.symbols.zero)

    def add(self, terms: Sequence[Beside]) -> Beside:
        return Beside(
            self.symbols.add([term.limit for term in terms]),
            self.symbols.add([term.slope for term in terms]),
        )

    def mul(self, factors: Sequence[Beside]) -> Beside:
        return self.smooth("mul", factors)

    def neg(self, u: Beside) -> Beside:
        return Beside(self.symbols.neg(u.limit), self.symbols.neg(u.slope))

    def div(self, u: Beside, v: Beside) -> Beside:
        return self.smooth("div", (u, v))

    def pow(self, u: Beside, v: Beside) -> Beside:
        return self.smooth("pow", (u, v))

    def call(self, name: Operation, arguments: Sequence[Beside]) -> Beside:
        if name in ("max", "min"):
            return self.extreme(str(name), *arguments)
        if name in ("abs", "relu"):
            return self.bent(str(name), arguments[0])
        if name in ("sign", "heaviside", "floor", "ceil"):
            return self.stepped(str(name), arguments)
        if name in DEFINED:
            return self.by_definition(str(name), arguments)
        return self.smooth(name, arguments)

    def compare(self, operation: str, u: Beside, v: Beside) -> Any:
        return Comparison(operation, u, v)

    def choose(self, condition: Comparison, chosen: Beside, otherwise: Beside) -> Beside:
        """Return a branch: where both sides are equal, that for which their slopes decide."""
        operation, left, right = condition
        difference = self.add((left, self.neg(right)))
        self.note_doubt(operation, difference)
        holds = self.symbols.compare(operation, left.limit, right.limit)
        goes_on = self.compared(operation, difference.slope)
        return Beside(*[
            self.where_zero(
                difference.limit,
                self.symbols.choose(goes_on, first, second),
                self.symbols.choose(holds, first, second),
            )
            for first, second in zip(chosen, otherwise, strict=True)
        ])  # fmt: skip

    def is_zero(self, u: Beside) -> bool:
        return u.limit == self.symbols.zero

    def share(self, u: Beside) -> Beside:
        return u

    def smooth(self, operation: Operation, arguments: Sequence[Beside]) -> Beside:
        """Return an operation that goes by the chain rule."""
        nodes = Nodes()
        names = [f"u{k}" for k in range(len(arguments))]
        graph = Graph(nodes, nodes.make(operation, tuple(map(nodes.symbol, names))))
        limits = dict(zip(names, [u.limit for u in arguments], strict=True))
        found = values(graph, self.symbols, limits)
        zero = self.symbols.zero
        directions = {
            name: u.slope for name, u in zip(names, arguments, strict=True) if u.slope != zero
        }
        slopes = tangents(graph, self.symbols, found, directions)
        return Beside(found[graph.root], slopes.get(graph.root, zero))

    def by_definition(self, name: str, arguments: Sequence[Beside]) -> Beside:
        definition = definition_graph(name)
        assert definition is not None
        inputs = bound(name, arguments, lambda default: apply(default, self, {}))
        outside = self.is_joined
        self.is_joined = outside or FUNCTIONS[name].pieces == "joined"
        try:
            result: Beside = apply(definition, self, inputs)
            return result
        finally:
            self.is_joined = outside

    def extreme(self, name: str, u: Beside, v: Beside) -> Beside:
        symbols = self.symbols
        limit = symbols.call(name, [u.limit, v.limit])
        if u.slope == v.slope:
            return Beside(limit, u.slope)
        difference = symbols.add((u.limit, symbols.neg(v.limit)))
        if name == "min":
            difference = symbols.neg(difference)
        first = symbols.mul((symbols.call("heaviside", [difference]), u.slope))
        second = symbols.mul((symbols.call("heaviside", [symbols.neg(difference)]), v.slope))
        tied = symbols.call(name, [u.slope, v.slope])
        return Beside(limit, self.where_zero(difference, tied, symbols.add((first, second))))

    def bent(self, name: str, u: Beside) -> Beside:
        """Return abs(u) or relu(u)."""
        symbols = self.symbols
        limit = symbols.call(name, [u.limit])
        if u.slope == symbols.zero:
            return Beside(limit, symbols.zero)
        step = symbols.call("sign" if name == "abs" else "heaviside", [u.limit])
        at_zero = symbols.call(name, [u.slope])
        return Beside(limit, self.where_zero(u.limit, at_zero, symbols.mul((step, u.slope))))

    def stepped(self, name: str, arguments: Sequence[Beside]) -> Beside:
        """Return sign(u), heaviside(u, h), floor(u) or ceil(u)."""
        symbols = self.symbols
        u, *others = arguments
        self.note_doubt(name, u)
        rest = [other.limit for other in others]
        limit = symbols.call(name, [u.limit, *rest])
        if u.slope == symbols.zero:
            return Beside(limit, symbols.zero)
        if name in ("sign", "heaviside"):
            limit = self.where_zero(u.limit, symbols.call(name, [u.slope, *rest]), limit)
            return Beside(limit, symbols.zero)
        away, step = ("<", -1) if name == "floor" else (">", 1)
        leaves = self.compared(away, u.slope)
        beyond = symbols.add((u.limit, symbols.number(step)))
        at_step = symbols.choose(leaves, beyond, u.limit)
        is_whole = symbols.compare("==", u.limit, limit)
        return Beside(symbols.choose(is_whole, at_step, limit), symbols.zero)

    def compared(self, operation: str, node: int) -> int:
        """Return the comparison of a formula with zero, without a number in front of it."""
        coefficient, rest = self.symbols.split(node)
        if rest == self.symbols.one:
            rest = node
        elif coefficient < 0:
            operation = _MIRRORED.get(operation, operation)
        return self.symbols.compare(operation, rest, self.symbols.zero)

    def where_zero(self, node: int, at_zero: int, elsewhere: int) -> int:
        return self.symbols.choose(self.cases.compared("==", node), at_zero, elsewhere)

    def note_doubt(self, operation: str, u: Beside) -> None:
        """Note a formula that may leave zero though its slope is zero, as x**2 does."""
        if self.is_joined or not self.signs.of(u.slope) & ZERO:
            return
        nodes = self.symbols.nodes
        if any([
            nodes.operations[i] in PIECEWISE
            or (nodes.operations[i] == "symbol" and nodes.name_of(i) == self.variable)
            for i in reachable(nodes, (u.slope,))
        ]):  # fmt: skip
            self.doubts.append((operation, u))
