"""The derivative as a limit in symbols: f(x + h), less f(x), divided by h, and then h tends to 0.

That works where the difference can be divided by h: for polynomials, rational functions, and square
roots of these, a*sqrt(u) or a/sqrt(u), whose difference is multiplied by the sum of the roots. Each
step is proven to be an equality before it is shown, and the limit is held against the derivative
that the rules give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.formulas.choice import Choice
from calcdl.arithmetic.formulas.layout import lay_out
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.proof import is_zero
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.levels import names_taken
from calcdl.errors import TooLarge, Undecided, UsageError, parameter
from calcdl.graph.nodes import LEAVES, Graph, Nodes
from calcdl.graph.rewrite import rewrite, rewrite_nodes, transplant
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
    root = _root(graph, variable)
    _require_rational(graph if root is None else root.inside, variable)
    return _Steps(graph, root, variable).limit()


class _Root(NamedTuple):
    """A function a*sqrt(u), or a/sqrt(u): what the root is of, and the node that it is."""

    inside: Graph
    node: int
    is_below: bool


def _root(graph: Graph, variable: str) -> _Root | None:
    """Return a function as a square root with factors that do not vary, None if it is none."""
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    varying = active_nodes(graph, [variable])
    node, is_below = graph.root, False
    while operations[node] in ("mul", "div", "neg"):
        args = arguments[node]
        moving = [i for i in args if i in varying]
        if len(moving) != 1 or (is_below and operations[node] == "div"):
            return None
        is_below = is_below or (operations[node] == "div" and moving[0] == args[1])
        node = moving[0]
    if operations[node] != "sqrt":
        return None
    return _Root(Graph(graph.nodes, arguments[node][0]), node, is_below)


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
                " divides f(x + h) - f(x) by h in symbols: of polynomials and rational functions u,"
                f" of sqrt(u) and 1/sqrt(u). {_refused(operation)}: leave out ",
                parameter("limit"),
            )
    if degrees[graph.root] > _HIGHEST_DEGREE:
        raise TooLarge(
            f"f(x + h) of a degree above {_HIGHEST_DEGREE} is too long to be written out"
        )


def _negative(nodes: Nodes, node: int) -> int:
    """Return a node with the other sign, without a minus behind a minus."""
    if nodes.operations[node] == "neg":
        return nodes.arguments[node][0]
    return nodes.make("neg", (node,))


def _refused(operation: object) -> str:
    if operation == "sqrt":
        return "A root beside other parts is not taken apart here"
    name = "a power" if operation == "pow" else str(getattr(operation, "name", operation))
    return f"The limit for {name} is a rule of its own"


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

    def __init__(self, graph: Graph, root: _Root | None, variable: str) -> None:
        self.graph, self.of_root, self.variable = graph, root, variable
        taken = names_taken(graph)
        letters = ("h", "k", "t", *(f"h{k}" for k in range(1, len(taken) + 2)))
        self.h = next(name for name in letters if name not in taken)
        self.symbols = Symbols()  # in which h is called so that it stands behind all others
        self.inputs = {name: self.symbols.nodes.symbol(name) for name in graph.symbols()}
        self.inputs.setdefault(variable, self.symbols.nodes.symbol(variable))
        self.inputs[self.h] = self.symbols.nodes.symbol(_LAST)

    def limit(self) -> Limit:
        inner = self.graph if self.of_root is None else self.of_root.inside
        moved, plain = self.moved(inner), self.expanded(inner)
        shifted = self.expanded(moved)
        difference = self.written("expanded", shifted, plain)
        quotient = self.divided(difference)
        if self.of_root is not None:
            return self.limit_of_root(self.of_root, shifted, plain, quotient)
        slope = self.at_zero(quotient)
        return Limit(self.h, (moved, shifted), (difference,), (quotient,), slope)

    def limit_of_root(self, root: _Root, shifted: Graph, plain: Graph, quotient: Graph) -> Limit:
        """Return the limit for a*sqrt(u) or a/sqrt(u): the difference times the sum of the roots.

        ``quotient`` is that of u.
        """
        nodes = Nodes()
        new, old = [nodes.make("sqrt", (transplant(u, nodes),)) for u in (shifted, plain)]
        moved, still = [self.with_root(root, nodes, part) for part in (new, old)]
        difference = nodes.make("add", (moved, _negative(nodes, still)))
        divided = Graph(nodes, nodes.make("div", (difference, nodes.symbol(self.h))))
        below = nodes.make("add", (new, old))
        if root.is_below:
            below = nodes.make("mul", (new, old, below))
        above = transplant(self.scaled(root, quotient), nodes)
        conjugate = Graph(nodes, nodes.make("div", (above, below)))
        self.require_equal(divided, conjugate)
        both = (self.moved(self.graph), Graph(nodes, moved))
        slope = self.at_zero(conjugate)
        return Limit(self.h, both, (Graph(nodes, difference),), (divided, conjugate), slope)

    def with_root(self, root: _Root, nodes: Nodes, part: int) -> int:
        """Return the function with something else in the place of its root."""
        copied = {root.node: part}
        rewrite_nodes(self.graph.nodes, self.graph.order(), nodes, copied=copied)
        return copied[self.graph.root]

    def scaled(self, root: _Root, quotient: Graph) -> Graph:
        """Return a quotient times what the root is multiplied by, less than 0 if it is below."""
        if root.node == self.graph.root:
            return quotient
        nodes = Nodes()
        one = nodes.number(-1 if root.is_below else 1)
        factors = (self.with_root(root, nodes, one), transplant(quotient, nodes))
        form = "normal" if "div" in quotient.kinds() else "expanded"
        return self.written(form, Graph(nodes, nodes.make("mul", factors)))

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
