"""The derivative as a formula."""

from __future__ import annotations

from calcdl.calculus.smooth import may_be_singular, may_have_pieces
from calcdl.errors import TooLarge, parameter
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.sweep.forward import values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from calcdl.arithmetic.formulas.layout import Given
    from calcdl.arithmetic.formulas.products import Symbols

__all__ = ["Derivatives", "formula", "settled"]

_LARGEST_FORMULA = 200_000  # nodes


def formula(
    graph: Graph,
    variable: str,
    order: int = 1,
    form: str = "best",
    tell: Callable[[str], None] | None = None,
) -> Graph:
    """Return the derivative as a formula, laid out for reading.

    It equals the derivative wherever the function is differentiable; that of order 0 is the
    function as it was written. ``form`` is the one that reads best, that of the "rules", or
    another that ``Choice`` knows; ``tell`` hears why the formula has not got it. Raises TooLarge,
    and NowhereDefined where a part of the function that is always needed has no value.

    >>> from calcdl.reading.expressions import read
    >>> from calcdl.reading.writing import write
    >>> write(formula(read("x^3 + 2x").graph, "x"))
    '3*x**2 + 2'
    """
    return graph if order == 0 else _formula(*_tidied(graph), variable, order, form, tell)


class Derivatives:
    """The derivatives of one function, which is tidied once for all of them."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._tidied: tuple[Symbols, Given] | None = None

    def by(
        self, variable: str, form: str = "best", tell: Callable[[str], None] | None = None
    ) -> Graph:
        """Return the derivative by a variable, as ``formula`` does."""
        if self._tidied is None:
            self._tidied = _tidied(self.graph)
        symbols, given = self._tidied  # the copy is there so that none depends on those before
        return _formula(symbols.copy(), given, variable, 1, form, tell)


def _tidied(graph: Graph) -> tuple[Symbols, Given]:
    """Return the arithmetic in which a function is tidied, and the tidied values of its nodes."""
    from calcdl.arithmetic.formulas.layout import Given
    from calcdl.arithmetic.formulas.products import Symbols

    symbols = Symbols()
    inputs = {name: symbols.nodes.symbol(name) for name in graph.symbols()}
    found = values(graph, symbols, inputs)
    if symbols.holds_constants:
        from calcdl.calculus.nowhere import require_values

        require_values(graph, symbols, found)
    return symbols, Given(graph, found)


def _formula(
    symbols: Symbols,
    given: Given,
    variable: str,
    order: int,
    form: str,
    tell: Callable[[str], None] | None,
) -> Graph:
    """Return the derivative of a tidied function; its nodes become new ones of the arithmetic."""
    from calcdl.arithmetic.formulas.choice import Choice
    from calcdl.arithmetic.formulas.layout import lay_out
    from calcdl.sweep.derivatives import tangents

    graph, found = given
    current, tidied = graph, found[graph.root]
    checks_points = symbols.holds_roots or may_have_pieces(graph)
    for step in range(order):
        if step:
            found = {i: i for i in current.order()}
        if checks_points:
            current, found = settled(symbols, current, found, variable, tell)
        slopes = tangents(current, symbols, found, {variable: symbols.one})
        current = Graph(symbols.nodes, slopes.get(current.root, symbols.zero))
        if len(symbols.nodes) > _LARGEST_FORMULA and order > 1:
            raise TooLarge(
                f"the formula of the derivative of order {order} has more than"
                f" {_LARGEST_FORMULA} parts; its value at a point has no such limit: add ",
                parameter("at"),
            )
    choice = Choice(symbols, tidied, form)
    root = current.root if form == "rules" else choice.best(current.root)
    if tell is not None:
        for reason in choice.given_up:
            tell(reason)
    if checks_points and (may_have_pieces(graph) or may_be_singular(graph)):
        from calcdl.calculus.derivative.removable import with_points

        root = with_points(symbols, Graph(symbols.nodes, tidied), variable, order, root)
    return lay_out(Graph(symbols.nodes, root), given)


def settled(
    symbols: Symbols,
    graph: Graph,
    found: Mapping[int, int],
    variable: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> tuple[Graph, Mapping[int, int]]:
    """Return a graph of the same function whose slopes are right, and the values of its nodes.

    ``found`` are the tidied values of the nodes. What is not smooth though the function is, is
    written without corners, and what is made of pieces is told apart. ``tell`` hears where the
    slopes may be wrong all the same.
    """
    from calcdl.arithmetic.formulas.smoothing import smoothed

    smooth = smoothed(symbols, found[graph.root])
    if smooth != found[graph.root] or _raises_nothing(symbols, graph, found):
        graph = Graph(symbols.nodes, smooth)
        found = {i: i for i in graph.order()}
    if not may_have_pieces(graph):
        return graph, found
    from calcdl.arithmetic.formulas.pieces import by_pieces

    return by_pieces(symbols, graph, found, variable, tell)


def _raises_nothing(symbols: Symbols, graph: Graph, found: Mapping[int, int]) -> bool:
    """Say whether something that is zero, but not written so, is raised to a power: (x - x)**y."""
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    return any([operations[i] == "pow" and found[arguments[i][0]] == symbols.zero for i in found])
