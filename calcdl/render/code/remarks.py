"""What code says of itself: sentences, the same in every language."""

from __future__ import annotations

import re
from textwrap import wrap
from typing import TYPE_CHECKING

from calcdl import __version__
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import flattened, rewrite
from calcdl.render.code.certified import certified
from calcdl.results.code import Code
from calcdl.syntax.unparse import Spelling, unparse

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation

__all__ = ["formula_text", "lines_of", "remarks", "title"]

_NO_BREAK = "\N{NO-BREAK SPACE}"
_OWN = Spelling(e="e", flat=True, cases="where")


def formula_text(graph: Graph) -> str:
    """Return a formula in calcdl's language, with sums of sums and products of products as one."""
    nodes = Nodes()

    def written(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        if operation == "add":
            args = (args[0], *[_subtracted(nodes, term) for term in args[1:]])
        return flattened(nodes, operation, args) or nodes.make(operation, args)

    places = rewrite(graph, nodes, written)
    return unparse(Graph(nodes, places[graph.root]), _OWN)


def _subtracted(nodes: Nodes, term: int) -> int:
    """Return a term of a sum that is a negative number as the opposite of one."""
    is_negative = nodes.operations[term] == "number" and nodes.value_of(term) < 0
    return nodes.make("neg", (nodes.number(-nodes.value_of(term)),)) if is_negative else term


def title(code: Code, mark: str = "") -> str:
    """Return in a line what a function is; a mark stands on both sides of a formula."""
    what = "value, gradient and Hessian" if code.program.hessian else "value and gradient"
    return f"The {what} of {mark}{formula_text(code.expression)}{mark}."


def remarks(code: Code, mark: str = "") -> list[str]:
    """Return sentences about how a function is computed and by what it is differentiated."""
    said = [f"The derivatives are by {', '.join(code.wrt)}, in this order."]
    for part in code.respelled:
        typed, computed = [
            f"{mark}{formula_text(graph)}{mark}" for graph in (part.typed, part.computed)
        ]
        said.append(f"{typed} is computed as {computed}, which keeps its digits.")
    if code.has_corners:
        said.append(
            "Where a part of it has a corner or a jump, that part has the slope of one side, or"
            " one between."
        )
    if not {"==", "!="}.isdisjoint(code.expression.kinds()):
        said.append("At a point that a condition picks out, derivatives are those of its branch.")
    if code.certificate is not None:
        said += certified(code.certificate)
    said.append(f"Written by calcdl {__version__}.")
    return said


def lines_of(sentences: list[str], width: int) -> list[str]:
    """Return sentences as lines of at most that width, a long word excepted.

    No line begins with an operator, which would be the mark of a list or a quotation.
    """
    lines = []
    for sentence in sentences:
        bound = re.sub(r" ([-+*/<>=!]+) ", f"{_NO_BREAK}\\1 ", sentence)
        lines += wrap(bound, width, break_long_words=False, break_on_hyphens=False)
    return [line.replace(_NO_BREAK, " ") for line in lines]
