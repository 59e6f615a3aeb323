"""The derivative as a limit in symbols: f(x + h), less f(x), divided by h, and then h tends to 0.

That works where the difference can be divided by h: for polynomials, rational functions, and square
roots of these, whose difference is multiplied by the sum of the roots. Each step is proven to be an
equality before it is shown, and the limit is held against the derivative that the rules give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcdl.arithmetic.formulas.choice import Choice
from calcdl.arithmetic.formulas.layout import lay_out
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.proof import is_zero
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.levels import names_taken
from calcdl.errors import TooLarge, Undecided, UsageError, parameter
from calcdl.graph.nodes import LEAVES, Graph, Nodes
from calcdl.graph.rewrite import rewrite, transplant
from calcdl.results.numeric import Limit
from calcdl.sweep.derivatives import active_nodes
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation

__all__ = ["limit_of_quotients"]

_LAST = "\uffff"
_HIGHEST_DEGREE = 12  # beyond, f(x + h) written out is more than anybody would read


def limit_of_quotients(graph: Graph, variable: str) -> Limit:
    """Return the steps of the limit that the derivative is.

    Raises UsageError where the function is none that can be divided by h, and TooLarge.

    >>> from calcdl.reading.expressions import read
    >>> from calcdl.reading.writing import write
    >>> limit = limit_of_quotients(read("(x + 1)**2").graph, "x")
    >>> write(limit.quotient[-1]), write(limit.derivative)
    ('2*x + h + 2', '2*x + 2')
    """
    inner = _inside_root(graph)
    _require_rational(inner, variable)
    return _Steps(graph, inner, variable).limit()


def _inside_root(graph: Graph) -> Graph:
    """Return what a square root is of, and any other function itself."""
    operation, args = graph.nodes.operations[graph.root], graph.nodes.arguments[graph.root]
    return Graph(graph.nodes, args[0]) if operation == "sqrt" else graph


def _require_rational(graph: Graph, variable: str) -> None:
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    varying = active_nodes(graph, [variable])
    degrees = dict.fromkeys(graph.order(), 0)
    for i in graph.order():
        if i not in varying:
            continue
        operation, inside = operations[i], [degrees[j] for j in graph.nodes.children(i)]
        if operation in ("add", "neg"):
            degrees[i] = max(inside)
        elif operation in ("mul", "div"):
            degrees[i] = sum(inside)
        elif operation == "pow" and (exponent := _whole(graph, arguments[i][1])) is not None:
            degrees[i] = inside[0] * abs(exponent)
        elif operation in LEAVES:
            degrees[i] = 1
        else:
            raise UsageError(
                parameter("limit"),
                " divides f(x + h) - f(x) by h in symbols, which polynomials, rational functions"
                f" and square roots of these allow and {_called(operation)} does not, whose limit"
                " is its rule: leave out ",
                parameter("limit"),
            )
    if degrees[graph.root] > _HIGHEST_DEGREE:
        raise TooLarge(
            f"f(x + h) of a degree above {_HIGHEST_DEGREE} is too long to be written out"
        )


def _called(operation: object) -> str:
    return "a power" if operation == "pow" else str(getattr(operation, "name", operation))


def _whole(graph: Graph, node: int) -> int | None:
    """Return the whole number that an exponent is, or None."""
    symbols = Symbols()
    part = Graph(graph.nodes, node)
    if part.symbols():
        return None
    value = symbols.value(apply(part, symbols, {}))
    return value if type(value) is int else None


class _Steps:
    """The steps for one function, whose formulas are made in one table."""

    def __init__(self, graph: Graph, inner: Graph, variable: str) -> None:
        self.graph, self.inner, self.variable = graph, inner, variable
        taken = names_taken(graph)
        letters = ("h", "k", "t", *(f"h{k}" for k in range(1, len(taken) + 2)))
        self.h = next(name for name in letters if name not in taken)
        self.symbols = Symbols()  # in which h is called so that it stands behind all others
        self.inputs = {name: self.symbols.nodes.symbol(name) for name in graph.symbols()}
        self.inputs.setdefault(variable, self.symbols.nodes.symbol(variable))
        self.inputs[self.h] = self.symbols.nodes.symbol(_LAST)

    def limit(self) -> Limit:
        moved, plain = self.moved(self.inner), self.expanded(self.inner)
        shifted = self.expanded(moved)
        difference = self.written("expanded", shifted, plain)
        quotient = self.divided(difference)
        if self.inner is self.graph:
            slope = self.at_zero(quotient)
            return Limit(self.h, (moved, shifted), (difference,), (quotient,), slope)
        roots = [self.root(shifted), self.root(plain)]
        return self.of_roots(roots, quotient)

    def of_roots(self, roots: list[Graph], quotient: Graph) -> Limit:
        """Return the limit for a square root: its difference times the sum of the roots."""
        nodes = Nodes()
        new, old = [transplant(root, nodes) for root in roots]
        difference = nodes.make("add", (new, nodes.make("neg", (old,))))
        by_h = nodes.make("div", (difference, nodes.symbol(self.h)))
        total = nodes.make("add", (new, old))
        conjugate = Graph(nodes, nodes.make("div", (transplant(quotient, nodes), total)))
        divided = Graph(nodes, by_h)
        self.require_equal(divided, conjugate)
        shifted = (self.moved(self.graph), roots[0])
        slope = self.at_zero(conjugate)
        return Limit(self.h, shifted, (Graph(nodes, difference),), (divided, conjugate), slope)

    def moved(self, graph: Graph) -> Graph:
        """Return a function with x + h in the place of x, as it was written."""
        nodes = Nodes()
        terms = nodes.symbol(self.variable), nodes.symbol(self.h)
        moved = nodes.make("add", terms)

        def change(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
            if operation == "symbol" and graph.nodes.name_of(node) == self.variable:
                return moved
            if operation == "add" and moved in args:  # x + h + 1 needs no parentheses
                parts = [terms if j == moved else (j,) for j in args]
                return nodes.make("add", tuple([j for part in parts for j in part]))
            return None

        return Graph(nodes, rewrite(graph, nodes, change)[graph.root])

    def tidied(self, graph: Graph) -> int:
        return apply(graph, self.symbols, self.inputs)

    def expanded(self, graph: Graph) -> Graph:
        return self.written("expanded", graph)

    def written(self, form: str, graph: Graph, minus: Graph | None = None) -> Graph:
        """Return a formula, less another one if there is one, in a form; proven to be equal."""
        symbols = self.symbols
        node = self.tidied(graph)
        if minus is not None:
            node = symbols.add([node, symbols.neg(self.tidied(minus))])
        best = Choice(symbols, node, form, strict=True).best(node)
        self.require_zero(symbols.add([best, symbols.neg(node)]))
        return self.laid_out(best)

    def laid_out(self, node: int) -> Graph:
        laid_out, nodes = lay_out(Graph(self.symbols.nodes, node)), Nodes()
        return Graph(nodes, transplant(laid_out, nodes, {_LAST: nodes.symbol(self.h)}))

    def divided(self, difference: Graph) -> Graph:
        """Return a difference divided by h, which is a factor of it."""
        symbols, h = self.symbols, self.inputs[self.h]
        node = symbols.mul((self.tidied(difference), symbols.pow(h, symbols.number(-1))))
        form = "normal" if "div" in difference.kinds() else "expanded"
        best = Choice(symbols, node, form).best(node)
        self.require_zero(symbols.add([best, symbols.neg(node)]))
        return self.laid_out(best)

    def root(self, graph: Graph) -> Graph:
        nodes = Nodes()
        return Graph(nodes, nodes.make("sqrt", (transplant(graph, nodes),)))

    def at_zero(self, quotient: Graph) -> Graph:
        """Return a quotient at h = 0, where it is continuous; it is the derivative of the rules."""
        symbols = self.symbols
        node = apply(quotient, symbols, {**self.inputs, self.h: symbols.zero})
        slope = formula(self.graph, self.variable)
        self.require_zero(symbols.add([node, symbols.neg(self.tidied(slope))]))
        return slope

    def require_equal(self, left: Graph, right: Graph) -> None:
        difference = [self.tidied(left), self.symbols.neg(self.tidied(right))]
        self.require_zero(self.symbols.add(difference))

    def require_zero(self, node: int) -> None:
        if node != self.symbols.zero and not is_zero(self.symbols, node):
            raise Undecided("a step of the limit in symbols is not proven to be an equality")
