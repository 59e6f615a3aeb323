"""What balls cannot tell of constants, told by algebra: log2(8) is 3, floor(log(e)) is 1.

A ball that holds a whole number never says that it is one. So where a question stops at an
operation that would have to know, the arguments of that operation are looked at as formulas: which
are certainly rational, and which are the same. With these facts the question is asked again.
"""

from __future__ import annotations

from calcdl.arithmetic.signals import Kink
from calcdl.errors import TooClose, Undecided
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point
from calcdl.sweep.forward import Facts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    T = TypeVar("T")

__all__ = ["decided"]


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
    while True:
        try:
            return ask(facts)
        except TooClose:
            raise
        except (Kink, Undecided) as error:
            if error.node is None:
                raise
            from calcdl.calculus.facts import Sought, learn

            if not learn(facts, Sought(graph, point, variables, numbers), error.node, error):
                raise
