"""Poles at places that have no name: proven where a denominator has its only zero near by."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, NamedTuple

from calcdl.calculus.curve.enclosing import Enclosing
from calcdl.calculus.curve.marks import only_zero, value_of
from calcdl.calculus.curve.spots import Spot
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import definition_graph
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import rewrite, transplant
from calcdl.results.value import Value

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import FlintRational
    from calcdl.graph.nodes import Operation

__all__ = ["pole_in"]

_INFINITE = {1: Value("oo", exact="oo", infinite=1), -1: Value("-oo", exact="-oo", infinite=-1)}
_LARGEST = 500  # operations; the parts of a function are each swept alone


class _Base(NamedTuple):
    """Where a pole comes from: f goes as sign * base**-order does."""

    node: int
    order: int
    sign: int


def pole_in(f: Enclosing, left: FlintRational, right: FlintRational) -> Spot | None:
    """Return the pole in a short interval as a spot, None where none is proven.

    From the function down, all terms of a sum but one are analytic, and all factors of a product
    but one are so and nowhere zero, until there is a denominator or a base of a negative power,
    which is zero once, and has a slope there.
    """
    if f.graph.operation_count() > _LARGEST:
        return None
    f = _written_out(f)
    base = _base(f, left, right)
    if base is None:
        return None
    zero = only_zero(_part(f, base.node), left, right)
    x = None if zero is None else value_of(zero.interval)
    if zero is None or x is None:
        return None
    after = base.sign * zero.turns**base.order
    before = after * (-1) ** base.order
    return Spot(x, "pole", None, _INFINITE[before], _INFINITE[after], False, False)


def _written_out(f: Enclosing) -> Enclosing:
    """Return a function in which what is a quotient by definition, as csc is, is written as one."""
    graph = f.graph
    quotients = {}
    for kind in graph.kinds():
        row = FUNCTIONS.get(str(kind))
        definition = definition_graph(row.name) if row is not None and row.poles else None
        if definition is not None and definition.nodes.operations[definition.root] == "div":
            quotients[kind] = definition
    if not quotients:
        return f
    nodes = Nodes()

    def written(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        definition = quotients.get(operation)
        return None if definition is None else transplant(definition, nodes, {"u": args[0]})

    return Enclosing(Graph(nodes, rewrite(graph, nodes, written)[graph.root]), f.variable, f.others)


def _base(f: Enclosing, left: FlintRational, right: FlintRational) -> _Base | None:
    """Return what a pole in an interval comes from, None where it may be several things."""
    nodes = f.graph.nodes
    node, sign = f.graph.root, 1
    while True:
        operation, args = nodes.operations[node], nodes.arguments[node]
        if operation == "pow":
            exponent = _part(f, args[1]).whole()
            if exponent is None or exponent > 0:
                return None
            return _factor(f, _Base(args[0], -exponent, sign), left, right)
        if operation not in ("neg", "add", "mul", "div"):
            return None
        signs = [_sign(_part(f, part), left, right) for part in args]
        rough = [k for k, part_sign in enumerate(signs) if part_sign is None]
        if operation == "div" and not rough and signs[0] and not signs[1]:
            return _factor(f, _Base(args[1], 1, sign * signs[0]), left, right)
        if len(rough) != 1 or (operation == "div" and rough != [0]):
            return None
        if operation != "add":
            sign *= prod([part_sign for part_sign in signs if part_sign is not None])
        if operation == "neg":
            sign = -sign
        if not sign:
            return None
        node = args[rough[0]]


def _factor(f: Enclosing, base: _Base, left: FlintRational, right: FlintRational) -> _Base | None:
    """Return the only factor of a base that may be zero, with the power that it has."""
    nodes = f.graph.nodes
    node, order, sign = base
    while nodes.operations[node] in ("neg", "mul", "pow"):
        operation, args = nodes.operations[node], nodes.arguments[node]
        if operation == "pow":
            exponent = _part(f, args[1]).whole()
            if exponent is None or exponent < 1:
                return None
            node, order = args[0], order * exponent
            continue
        signs = [_sign(_part(f, part), left, right) for part in args]
        zeros = [k for k, part_sign in enumerate(signs) if not part_sign]
        if len(zeros) != 1:
            return None
        others = prod([part_sign for part_sign in signs if part_sign])
        sign *= (others if operation == "mul" else -1) ** order
        node = args[zeros[0]]
    return _Base(node, order, sign)


def _part(f: Enclosing, node: int) -> Enclosing:
    return Enclosing(Graph(f.graph.nodes, node), f.variable, f.others)


def _sign(part: Enclosing, left: FlintRational, right: FlintRational) -> int | None:
    """Return the sign on an interval, 0 if it may be zero there, None if it is not analytic."""
    jet = part.on(left, right, 2).coefficients
    return None if jet is None else int(jet[0] > 0) - int(jet[0] < 0)
