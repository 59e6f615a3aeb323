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
    pass

__all__ = ["formula_text", "lines_of", "remarks", "title"]

_NO_BREAK = "\N{NO-BREAK SPACE}"
_OWN = Spelling(e="e", flat=True, cases="where")


def formula_text(graph: Graph) -> str:
    """Return a formula in calcdl's language, with sums of sums and products of products as one."""
    nodes = Nodes()
    places = rewrite(graph, nodes, lambda node, *made: flattened(nodes, *made))
    return unparse(Graph(nodes, places[graph.root]), _OWN)


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
        said.append("Where it has a corner or a jump, the derivatives are those of one side.")
    if not {"==", "!="}.isdisjoint(code.expression.kinds()):
        said.append("At a point that a condition picks out they are those of its branch.")
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
