"""What balls cannot tell of constants, told by algebra: log2(8) is 3, floor(log(e)) is 1.

A ball that holds a whole number never says that it is one. So where a question stops at an
operation that would have to know, the arguments of that operation are looked at as formulas: which
are certainly rational, and which are the same. With these facts the question is asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from calcdl.arithmetic.taylor import Kink
from calcdl.errors import CalcdlError, TooClose, Undecided
from calcdl.evaluate import Facts, values
from calcdl.graph import COMPARISONS, LEAVES, Graph
from calcdl.reading import Point
from calcdl.sweep import active_nodes

__all__ = ["decided"]

_LARGEST_PROOF = 200  # operations
_COMPARING = COMPARISONS | {"max", "min"}

T = TypeVar("T")


def decided(
    ask: Callable[[Facts], T], graph: Graph, point: Point, variables: Sequence[str] = ()
) -> T:
    """Return what is asked, with facts about constants where balls could not decide.

    Constant is what does not depend on the variables. Each round learns about one operation more;
    raises what the question raises where there is nothing to learn.
    """
    facts = Facts({}, {})
    while True:
        try:
            return ask(facts)
        except TooClose:
            raise
        except (Kink, Undecided) as error:
            if error.node is None or not _learn(facts, graph, point, variables, error):
                raise


def _learn(
    facts: Facts, graph: Graph, point: Point, variables: Sequence[str], error: CalcdlError
) -> bool:
    """Add what can be proven of the arguments at which a question stopped; say if it is new."""
    node = error.node
    assert node is not None
    nodes = graph.nodes
    if nodes.operations[node] in LEAVES:
        return False
    args = list(dict.fromkeys(nodes.arguments[node]))
    if sum(Graph(nodes, j).operation_count() for j in args) > _LARGEST_PROOF:
        return False
    before = len(facts.exact) + len(facts.same)
    try:
        if isinstance(error, Undecided):
            _learn_values(facts, graph, point, variables, args)
        if nodes.operations[node] in _COMPARING and len(args) == 2:
            _learn_equal(facts, graph, point, variables, *sorted(args))
    except CalcdlError:
        pass  # what is not proven is not known
    return len(facts.exact) + len(facts.same) > before


def _learn_values(
    facts: Facts, graph: Graph, point: Point, variables: Sequence[str], args: Sequence[int]
) -> None:
    """Add which of these nodes are certainly rational numbers at the point."""
    active = active_nodes(graph, variables)
    for j in args:
        if j in active or j in facts.exact or graph.nodes.operations[j] in COMPARISONS:
            continue
        closed, formula = _closed(facts, Graph(graph.nodes, j), point, ())
        value = closed.rational(formula)
        if value is not None:
            facts.exact[j] = value


def _learn_equal(
    facts: Facts, graph: Graph, point: Point, variables: Sequence[str], first: int, second: int
) -> None:
    """Add that two nodes are the same: as formulas, or as constants."""
    if second in facts.same:
        return
    difference = graph.nodes.make("add", (first, graph.nodes.make("neg", (second,))))
    closed, formula = _closed(facts, Graph(graph.nodes, difference), point, variables)
    free = Graph(closed.nodes, formula).symbols()
    if formula == closed.zero or (not free and closed.sign(formula) == 0):
        facts.same[second] = first


def _closed(facts: Facts, graph: Graph, point: Point, variables: Sequence[str]) -> Any:
    """Return an arithmetic of closed formulas, and a graph in it, these variables staying free."""
    from calcdl.algebra import is_zero
    from calcdl.arithmetic.closed import Closed
    from calcdl.calculus.sides import place_of

    closed = Closed(is_zero)
    inputs = place_of(point.values, closed)
    inputs.update({name: closed.nodes.symbol(name) for name in variables})
    return closed, values(graph, closed, inputs, facts)[graph.root]
