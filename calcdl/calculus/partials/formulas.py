"""Partial derivatives as formulas."""

from __future__ import annotations

from itertools import combinations_with_replacement

from calcdl.calculus.derivative.formula import Derivatives, formula, settled
from calcdl.calculus.smooth import may_have_pieces
from calcdl.errors import TooLarge, parameter
from calcdl.graph.nodes import Graph, Nodes
from calcdl.lean import TYPE_CHECKING
from calcdl.sweep.derivatives import adjoints_of_variables, tangents
from calcdl.sweep.forward import values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, TypeAlias

__all__ = [
    "MOST_WORK",
    "gradient_formulas",
    "hessian_formulas",
    "mixed_formula",
    "require_few_pairs",
    "require_little_work",
]

# Up to this many nodes each partial derivative is derived by itself, and reads like that of deriv;
# larger graphs get all of them from one reverse sweep, with what they share in one piece.
_READABLE = 100

_LARGEST_FORWARD = 2_000_000  # nodes times variables
_MOST_PAIRS = 60_000  # second derivatives


Tell: TypeAlias = "Callable[[str], None]"
MOST_WORK = 1_000_000  # operations times derivatives that are derived from them


def gradient_formulas(
    graph: Graph, variables: Sequence[str], form: str = "best", tell: Tell | None = None
) -> dict[str, Graph]:
    """Return all first partial derivatives as formulas, in a form where the graph is not large.

    ``tell`` hears why one has not got it.

    >>> from calcdl.reading.expressions import read
    >>> from calcdl.reading.writing import write
    >>> found = gradient_formulas(read("s(x*y) + x").graph, ["x", "y"])
    >>> [write(found[name]) for name in found]
    ["y*s'(x*y) + 1", "x*s'(x*y)"]
    """
    if len(graph.order()) <= _READABLE:
        derivatives = Derivatives(graph)
        return {name: derivatives.by(name, form=form, tell=tell) for name in variables}
    if tell and form not in ("best", "rules"):
        tell("work")
    from calcdl.arithmetic.formulas.layout import Given, lay_out_all
    from calcdl.arithmetic.formulas.products import Symbols

    symbols = Symbols()
    inputs = {name: symbols.nodes.symbol(name) for name in graph.symbols()}
    found: Mapping[int, int] = values(graph, symbols, inputs)
    if symbols.holds_constants:
        from calcdl.calculus.nowhere import require_values

        require_values(graph, symbols, found)
    given = Given(graph, found)
    if symbols.holds_roots or may_have_pieces(graph):
        graph, found = settled(symbols, graph, found, tell=tell)
    if graph.is_conditional() and len(graph.order()) * len(variables) <= _LARGEST_FORWARD:
        roots = [_slope(symbols, graph, found, name) for name in variables]
    else:
        by_name = adjoints_of_variables(graph, symbols, found, variables)
        roots = [by_name.get(name, symbols.zero) for name in variables]
    return dict(zip(variables, lay_out_all(symbols.nodes, roots, given), strict=True))


def _slope(symbols: Any, graph: Graph, found: Mapping[int, Any], name: str) -> Any:
    """Return a partial derivative by a forward sweep.

    Backward, a branch that is not taken gets 0 times its slope, which may have no value there.
    """
    return tangents(graph, symbols, found, {name: symbols.one}).get(graph.root, symbols.zero)


def require_few_pairs(variables: Sequence[str]) -> None:
    """Raise TooLarge where there are more second derivatives than anybody could use."""
    count = len(variables) * (len(variables) + 1) // 2
    if count > _MOST_PAIRS:
        raise TooLarge(
            f"{len(variables)} variables have {count} second derivatives, and calcdl gives up to"
            f" {_MOST_PAIRS}: choose variables with ",
            parameter("wrt"),
        )


def require_little_work(work: int) -> None:
    if work > MOST_WORK:
        raise TooLarge(
            "so many derivatives of so long a function would take too long: choose variables with ",
            parameter("wrt"),
        )


def hessian_formulas(
    graph: Graph, variables: Sequence[str], form: str = "best", tell: Tell | None = None
) -> dict[tuple[str, str], Graph]:
    """Return all second partial derivatives as formulas, each once: (x, y) but not (y, x).

    Raises TooLarge.
    """
    require_few_pairs(variables)
    first = gradient_formulas(graph, variables, _before(form))
    zero = Graph(Nodes(), 0)
    zero.nodes.number(0)
    sizes = {name: len(one.order()) for name, one in first.items()}
    found = dict.fromkeys(combinations_with_replacement(variables, 2), zero)
    depends = {name: frozenset(one.symbols()) for name, one in first.items()}
    wanted = [(a, b) for a, b in found if b in depends[a]]
    require_little_work(sum(sizes[a] for a, _ in wanted))
    derivatives = {name: Derivatives(one) for name, one in first.items()}
    found.update({(a, b): derivatives[a].by(b, form=form, tell=tell) for a, b in wanted})
    return found


def mixed_formula(
    graph: Graph, names: Sequence[str], form: str = "best", tell: Tell | None = None
) -> Graph:
    """Return a partial derivative of any order as a formula, derived in this order."""
    for name in names[:-1]:
        graph = formula(graph, name, form=_before(form))
    return formula(graph, names[-1], form=form, tell=tell)


def _before(form: str) -> str:
    """Return the form of what is differentiated again, so that the last one has a form."""
    return "rules" if form == "rules" else "best"
