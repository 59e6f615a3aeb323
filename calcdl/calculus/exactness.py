"""What balls cannot tell of constants, told by algebra: log2(8) is 3, floor(log(e)) is 1.

A ball that holds a whole number never says that it is one. So where a question stops at an
operation that would have to know, the arguments of that operation are looked at as formulas: which
are certainly rational, and which are the same. With these facts the question is asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from calcdl.arithmetic.signals import Kink
from calcdl.errors import CalcdlError, TooClose, Undecided
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph
from calcdl.reading.points import Point
from calcdl.sweep.corners import corners
from calcdl.sweep.derivatives import active_nodes
from calcdl.sweep.forward import Facts, values

__all__ = ["decided"]

_LARGEST_PROOF = 200  # operations
_COMPARING = COMPARISONS | {"max", "min"}

T = TypeVar("T")


class Asked(NamedTuple):
    """A function at a point, by what it is differentiated, and whether only numbers are computed.

    Where a sweep computes series, only what does not vary has a value to be known.
    """

    graph: Graph
    point: Point
    variables: Sequence[str]
    numbers: bool


def decided(
    ask: Callable[[Facts], T],
    graph: Graph,
    point: Point,
    variables: Sequence[str] = (),
    *,
    numbers: bool = False,
) -> T:
    """Return what is asked, with facts about constants where balls could not decide.

    ``numbers`` says that all that is computed are values at the point. Each round learns about one
    operation more; raises what the question raises where there is nothing to learn.
    """
    facts = Facts({}, {}, set())
    asked = Asked(graph, point, variables, numbers)
    while True:
        try:
            return ask(facts)
        except TooClose:
            raise
        except (Kink, Undecided) as error:
            if error.node is None or not _learn(facts, asked, error.node, error):
                raise


def _learn(facts: Facts, asked: Asked, node: int, error: CalcdlError) -> bool:
    """Add what can be proven of the operation at which a question stopped; say if it is new."""
    nodes = asked.graph.nodes
    if nodes.operations[node] in LEAVES:
        return False
    args = list(dict.fromkeys(nodes.arguments[node]))
    if sum(Graph(nodes, j).operation_count() for j in args) > _LARGEST_PROOF:
        return False
    before = _size(facts)
    try:
        if isinstance(error, Undecided):
            _learn_values(facts, asked, args)
        if nodes.operations[node] in _COMPARING and len(args) == 2:
            _learn_equal(facts, asked, *sorted(args))
        if nodes.operations[node] in COMPARISONS and not asked.numbers:
            _learn_idle(facts, asked, node)
        if asked.numbers and _size(facts) == before:
            _learn_kink(facts, asked, node)
    except CalcdlError:
        pass  # what is not proven is not known
    return _size(facts) > before


def _size(facts: Facts) -> int:
    return len(facts.exact) + len(facts.same) + len(facts.kinks)


def _learn_values(facts: Facts, asked: Asked, args: Sequence[int]) -> None:
    """Add which of these nodes are certainly rational numbers at the point."""
    nodes = asked.graph.nodes
    active = set() if asked.numbers else active_nodes(asked.graph, asked.variables)
    for j in args:
        if j in active or j in facts.exact or nodes.operations[j] in COMPARISONS:
            continue
        closed, found = _closed(facts, asked, Graph(nodes, j), ())
        value = closed.rational(found[j])
        if value is not None:
            facts.exact[j] = value


def _learn_equal(facts: Facts, asked: Asked, first: int, second: int) -> None:
    """Add that two nodes are the same, whatever the variables are: as formulas, or as constants."""
    if second not in facts.same and _are_equal(facts, asked, first, second):
        facts.same[second] = first


def _learn_idle(facts: Facts, asked: Asked, condition: int) -> None:
    """Add that a choice is its first branch where the condition chooses between equal ones."""
    nodes = asked.graph.nodes
    for node in asked.graph.order():
        if nodes.operations[node] == "where" and nodes.arguments[node][0] == condition:
            _, chosen, otherwise = nodes.arguments[node]
            if chosen == otherwise or _are_equal(facts, asked, chosen, otherwise):
                facts.same[node] = chosen


def _are_equal(facts: Facts, asked: Asked, first: int, second: int) -> bool:
    """Say whether two nodes are equal wherever they have values; raises Undecided."""
    nodes = asked.graph.nodes
    difference = nodes.make("add", (first, nodes.make("neg", (second,))))
    closed, found = _closed(facts, asked, Graph(nodes, difference), asked.variables)
    formula = found[difference]
    free = Graph(closed.nodes, formula).symbols()
    return bool(formula == closed.zero or (not free and closed.sign(formula) == 0))


def _learn_kink(facts: Facts, asked: Asked, node: int) -> None:
    """Add that an operation is certainly not smooth at the point."""
    nodes = asked.graph.nodes
    args = nodes.arguments[node]
    active = active_nodes(asked.graph, asked.variables)
    varying = [place for place, j in enumerate(args) if j in active]
    closed, found = _closed(facts, asked, Graph(nodes, node), ())
    for corner in corners(closed, nodes.operations[node], [found[j] for j in args], varying):
        if closed.sign(corner) == 0:
            facts.kinks.add(node)


def _closed(
    facts: Facts, asked: Asked, graph: Graph, variables: Sequence[str]
) -> tuple[Any, dict[int, int]]:
    """Return an arithmetic of closed formulas, and the nodes in it, these variables being free."""
    from calcdl.algebra import is_zero
    from calcdl.arithmetic.formulas.closed import Closed
    from calcdl.calculus.germs_at import place_of

    closed = Closed(is_zero)
    inputs = place_of(asked.point.values, closed)
    inputs.update({name: closed.nodes.symbol(name) for name in variables})
    return closed, values(graph, closed, inputs, facts)
