"""What is known of levels: their rules, their inputs, their local derivatives; remembered if small.

Lines of a stream have the same levels again and again, sin(u1) and u1**2, and to derive one takes
longer than to find it.
"""

from __future__ import annotations

from calcdl.calculus.chain.rules import rule_name
from calcdl.calculus.partials.formulas import gradient_formulas
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.results.chain import LocalDerivative

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["Known", "known_of"]

_SMALL = 8  # nodes
_MOST_KNOWN = 512
_known: dict[tuple[Any, ...], Known] = {}


class Known(NamedTuple):
    """What is known of a level, whatever table its nodes are in.

    ``inputs`` are the names in it that not only conditions look at; ``derivatives`` are by the form
    and the inputs that they were asked for.
    """

    rule: str
    inputs: list[str]
    derivatives: dict[tuple[str, ...], tuple[LocalDerivative, ...]]

    def local(self, level: Graph, inputs: Sequence[str], form: str) -> tuple[LocalDerivative, ...]:
        """Return the derivatives of the level by some of its inputs, as formulas in a form."""
        key = (form, *inputs)
        local = self.derivatives.get(key)
        if local is None:
            formulas = gradient_formulas(level, inputs, form)
            local = tuple([LocalDerivative(name, formulas[name]) for name in inputs])
            self.derivatives[key] = local
        return local


def known_of(level: Graph) -> Known:
    """Return what is known of a level."""
    if len(level.order()) > _SMALL:
        return _found_out(level)
    key = _outline(level)
    known = _known.get(key)
    if known is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        known = _known[key] = _found_out(level)
    return known


def _found_out(level: Graph) -> Known:
    return Known(rule_name(level), _inputs(level), {})


def _inputs(level: Graph) -> list[str]:
    """Return the names in a level, except those that only conditions look at."""
    if COMPARISONS.isdisjoint(level.kinds()):
        return level.symbols()
    nodes = level.nodes
    needed = {level.root}
    for i in reversed(level.order()):
        if i in needed and nodes.operations[i] not in COMPARISONS:
            needed.update(nodes.children(i))
    return sorted(nodes.name_of(i) for i in needed if nodes.operations[i] == "symbol")


def _outline(graph: Graph) -> tuple[Any, ...]:
    """Return what tells a graph from others, whatever table its nodes are in."""
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    places: dict[int, int] = {}
    outline: list[Any] = []
    for i in graph.order():
        places[i] = len(places)
        operation, args = operations[i], arguments[i]
        if operation not in LEAVES:
            args = tuple([places[j] for j in args])
        outline += (operation, args)
    return tuple(outline)
