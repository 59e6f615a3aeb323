"""Whether a formula is not zero everywhere, told by its values at odd places."""

from __future__ import annotations

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.cases import PIECEWISE
from calcdl.arithmetic.precision import current_precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph, Nodes, Undefined
from calcdl.sweep.forward import apply

__all__ = ["is_nonzero"]

# Numbers of several sizes and both signs, at which what is zero by chance alone is not zero.
_SAMPLES = ((3, 7), (-11, 5), (29, 13), (-2, 17), (101, 3), (-997, 9), (1, 1009), (-1, 2003))


def is_nonzero(nodes: Nodes, node: int) -> bool:
    """Say whether a formula without pieces is not zero everywhere that it has a value."""
    if nodes.operations[node] == "symbol":
        return True
    graph = Graph(nodes, node)
    if any([op in PIECEWISE or type(op) is Undefined for op in graph.kinds()]):
        return False
    names = graph.symbols()
    seen = False
    for k in range(len(_SAMPLES)):
        taylor = Taylor(1)
        inputs = {}
        for j, name in enumerate(names):  # another number for each, in another order
            top, bottom = _SAMPLES[(k * (2 * j + 1) + j) % len(_SAMPLES)]
            inputs[name] = taylor.number(exact.quotient(top + 1013 * j, bottom))
        try:
            with current_precision():
                if taylor.sign_at_point(apply(graph, taylor, inputs)) == 0:
                    return False
            seen = True
        except CalcdlError:
            continue
    return seen
