"""Facts that algebra proves of an operation at which balls could not decide.

Its arguments are looked at as formulas: which are certainly rational, and which are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from calcdl.errors import CalcdlError, Undecided
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph
from calcdl.reading.points import Point
from calcdl.sweep.corners import corners
from calcdl.sweep.derivatives import active_nodes
from calcdl.sweep.forward import Facts, values

__all__ = ["Sought", "learn"]

_LARGEST_PROOF = 200  # operations
_COMPARING = COMPARISONS | {"max", "min"}


class Sought(NamedTuple):
    """A function at a point, by what it is differentiated, and whether only numbers are computed.

    Where a sweep computes series, only what does not vary has a value to be known.
    """

    graph: Graph
    point: Point
    variables: Sequence[str]
    numbers: bool


def learn(facts: Facts, sought: Sought, node: int, error: CalcdlError) -> bool:
    """Add what can be proven of the operation at which a question stopped; say if it is new."""
    nodes = sought.graph.nodes
    if nodes.operations[node] in LEAVES:
        return False
    args = list(dict.fromkeys(nodes.arguments[node]))
    if sum(Graph(nodes, j).operation_count() for j in args) > _LARGEST_PROOF:
        return False
    before = _size(facts)
    try:
        if isinstance(error, Undecided):
            _learn_values(facts, sought, args)
        if nodes.operations[node] in _COMPARING and len(args) == 2:
            _learn_equal(facts, sought, *sorted(args))
        if nodes.operations[node] in COMPARISONS and not sought.numbers:
            _learn_idle(facts, sought, node)
        if sought.numbers and _size(facts) == before:
            _learn_kink(facts, sought, node)
    except CalcdlError:
        pass  # what is not proven is not known
    return _size(facts) > before


def _size(facts: Facts) -> int:
    return len(facts.exact) + len(facts.same) + len(facts.kinks)


def _learn_values(facts: Facts, sought: Sought, args: Sequence[int]) -> None:
    """Add which of these nodes are certainly rational numbers at the point."""
    nodes = sought.graph.nodes
    active = set() if sought.numbers else active_nodes(sought.graph, sought.variables)
    for j in args:
        if j in active or j in facts.exact or nodes.operations[j] in COMPARISONS:
            continue
        closed, found = _closed(facts, sought, Graph(nodes, j), ())
        value = closed.rational(found[j])
        if value is not None:
            facts.exact[j] = value


def _learn_equal(facts: Facts, sought: Sought, first: int, second: int) -> None:
    """Add that two nodes are the same, whatever the variables are: as formulas, or as constants."""
    if second not in facts.same and _are_equal(facts, sought, first, second):
        facts.same[second] = first


def _learn_idle(facts: Facts, sought: Sought, condition: int) -> None:
    """Add that a choice is its first branch where the condition chooses between equal ones."""
    nodes = sought.graph.nodes
    for node in sought.graph.order():
        if nodes.operations[node] == "where" and nodes.arguments[node][0] == condition:
            _, chosen, otherwise = nodes.arguments[node]
            if chosen == otherwise or _are_equal(facts, sought, chosen, otherwise):
                facts.same[node] = chosen


def _are_equal(facts: Facts, sought: Sought, first: int, second: int) -> bool:
    """Say whether two nodes are equal wherever they have values; raises Undecided."""
    nodes = sought.graph.nodes
    difference = nodes.make("add", (first, nodes.make("neg", (second,))))
    closed, found = _closed(facts, sought, Graph(nodes, difference), sought.variables)
    formula = found[difference]
    free = Graph(closed.nodes, formula).symbols()
    return bool(formula == closed.zero or (not free and closed.sign(formula) == 0))


def _learn_kink(facts: Facts, sought: Sought, node: int) -> None:
    """Add that an operation is certainly not smooth at the point."""
    nodes = sought.graph.nodes
    args = nodes.arguments[node]
    active = active_nodes(sought.graph, sought.variables)
    varying = [place for place, j in enumerate(args) if j in active]
    closed, found = _closed(facts, sought, Graph(nodes, node), ())
    for corner in corners(closed, nodes.operations[node], [found[j] for j in args], varying):
        if closed.sign(corner) == 0:
            facts.kinks.add(node)


def _closed(
    facts: Facts, sought: Sought, graph: Graph, variables: Sequence[str]
) -> tuple[Any, dict[int, int]]:
    """Return an arithmetic of closed formulas, and the nodes in it, these variables being free."""
    from calcdl.algebra import is_zero
    from calcdl.arithmetic.formulas.closed import Closed
    from calcdl.calculus.germs_at import place_of

    closed = Closed(is_zero)
    inputs = place_of(sought.point.values, closed)
    inputs.update({name: closed.nodes.symbol(name) for name in variables})
    return closed, values(graph, closed, inputs, facts)
