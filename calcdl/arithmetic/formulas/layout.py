"""Tidied formulas → the way a person writes them: quotients, roots, minus signs, a good order.

The tidy form knows only sums, products, powers and functions, in an order that is good for
comparing. Here x*y**(-1) becomes x/y, x**(1/2) becomes sqrt(x), and terms and factors are sorted
by what people expect to see first. Linear in the size of the formula.
"""

from __future__ import annotations

from calcdl.graph.nodes import Graph, Nodes, reachable
from calcdl.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypeAlias

    from calcdl.arithmetic.formulas.own import OwnArguments

__all__ = ["Given", "lay_out", "lay_out_all"]

# A factor as it sorts: (what its base is, a name, the base, -exponent).
_Factor: TypeAlias = "tuple[int, str, int, Any]"
_NUMBER, _SYMBOL, _POLYNOMIAL, _CALL, _POWER, _COMPOSED = range(6)  # what a base is
# A term as it sorts: its factors, the term, and whether it has a minus.
_Term: TypeAlias = "tuple[Any, int, bool]"
_LAST = (9,)  # stands behind every factor, so that x*y sorts before x and x before 1


class Given(NamedTuple):
    """A function as the person wrote it, and the tidied values of its nodes."""

    graph: Graph
    tidied: Mapping[int, int]


def lay_out(graph: Graph, given: Given | None = None) -> Graph:
    """Return a graph that computes the same and reads well.

    Arguments of functions are written as in the function that was ``given``, where that is shorter.
    """
    layout = _Layout(graph.nodes, given)
    layout.write(graph.order())
    return Graph(layout.new, layout.node(graph.root))


def lay_out_all(nodes: Nodes, roots: Sequence[int], given: Given | None = None) -> list[Graph]:
    """Lay out formulas that share parts, each part once."""
    layout = _Layout(nodes, given)
    layout.write(reachable(nodes, roots))
    return [Graph(layout.new, layout.node(root)) for root in roots]


class _Layout:
    """A new graph that is written from tidy nodes.

    Numbers, products and powers are written when somebody asks for them, because most of them are
    parts of a product, which writes them in its own way.
    """

    def __init__(self, nodes: Nodes, given: Given | None) -> None:
        self.tidy, self.given = nodes, given
        self._own: OwnArguments | None = None
        self.operations, self.arguments = nodes.operations, nodes.arguments
        self.new = Nodes()
        self.laid_out: dict[int, int] = {}  # tidy node -> node of the new graph
        self.factors: dict[int, _Factor] = {}  # tidy node that is no number -> the factor it is
        # tidy product -> its coefficient, and its other factors in the order of writing
        self.products: dict[int, tuple[Any, list[_Factor]]] = {}
        self.polynomials: set[int] = set()  # what holds variables and numbers alone

    def node(self, node: int) -> int:
        """Return the node of the new graph for a tidy node, which is written if it is not yet."""
        written = self.laid_out.get(node)
        if written is not None:
            return written
        if node in self.products:
            written = self.product(*self.products[node])
        elif node in self.factors:
            written = self.product(1, [self.factors[node]])
        else:
            written = self.number(self.arguments[node][0])
        self.laid_out[node] = written
        return written

    def write(self, order: Sequence[int]) -> None:
        """Write nodes in topological order."""
        operations, arguments, make = self.operations, self.arguments, self.new.make
        factors, polynomials = self.factors, self.polynomials
        for i in order:
            operation, args = operations[i], arguments[i]
            if operation == "number":
                polynomials.add(i)
            elif operation == "symbol" or operation == "constant":
                polynomials.add(i)
                factors[i] = (
                    _SYMBOL if operation == "symbol" else _NUMBER,
                    self.tidy.name_of(i),
                    i,
                    -1,
                )
                self.laid_out[i] = make(operation, args)
            elif operation == "mul":
                kind = self.kind(i, args, _COMPOSED)
                factors[i] = (kind, "", i, -1)
                self.products[i] = self.parts_of_product(args)
            elif operation == "pow":
                kind = self.kind(i, args, _POWER)
                base, exponent = args
                first = self.node(base)
                if operations[exponent] == "number":
                    factors[i] = self.power_as_factor(base, -arguments[exponent][0])
                else:
                    factors[i] = (kind, "", i, -1)
                    self.laid_out[i] = make("pow", (first, self.node(exponent)))
            elif operation == "add":
                factors[i] = (self.kind(i, args, _COMPOSED), "", i, -1)
                self.laid_out[i] = self.sum(args)
            else:
                factors[i] = (_POWER if operation == "exp" else _CALL, str(operation), i, -1)
                self.laid_out[i] = make(operation, tuple([self.argument(j) for j in args]))

    def argument(self, node: int) -> int:
        """Return the new node for an argument of a function; one with fractions may be given."""
        written = self.node(node)
        operations, arguments = self.new.operations, self.new.arguments
        terms = arguments[written] if operations[written] == "add" else (written,)
        if "div" not in [operations[term] for term in terms] or self.own is None:
            return written
        return self.own.shorter(node, Graph(self.new, written))

    @property
    def own(self) -> OwnArguments | None:
        if self._own is None and self.given is not None:
            from calcdl.arithmetic.formulas.own import OwnArguments

            self._own = OwnArguments(*self.given)
        return self._own

    def kind(self, node: int, parts: tuple[int, ...], otherwise: int) -> int:
        """Say what a node is that is made of these parts."""
        if self.polynomials.issuperset(parts):
            self.polynomials.add(node)
            return _POLYNOMIAL
        return otherwise

    def power_as_factor(self, base: int, opposite: Any) -> _Factor:
        factor = self.factors.get(base)
        if factor is None:
            return _NUMBER, "", base, opposite
        kind, name, inner, _ = factor
        if inner != base:  # a power of a power
            kind, name = (_POLYNOMIAL if base in self.polynomials else _POWER), ""
        return kind, name, base, opposite

    def number(self, value: Any) -> int:
        make = self.new.make
        node = make("number", (abs(value.numerator),))
        if value < 0:
            node = make("neg", (node,))
        if value.denominator != 1:
            node = make("div", (node, make("number", (value.denominator,))))
        return node

    # Sums: higher powers first, x before y, functions, numbers last

    def sum(self, terms: tuple[int, ...]) -> int:
        keyed: list[_Term] = []
        for term in terms:
            if term in self.products:
                coefficient, parts = self.products[term]
                keyed.append(((*parts, _LAST), term, coefficient < 0))
            elif term in self.factors:
                keyed.append(((self.factors[term], _LAST), term, False))
            else:
                keyed.append(((_LAST,), term, self.arguments[term][0] < 0))
        keyed.sort()
        if len(keyed) == 2 and keyed[0][2] and not keyed[1][2]:  # 1 - x rather than -x + 1
            keyed.reverse()
        elif keyed[0][2]:
            _put_positive_variable_first(keyed)
        make = self.new.make
        summands = [self.node(keyed[0][1])]
        for _, term, negative in keyed[1:]:
            summands.append(make("neg", (self.magnitude(term),)) if negative else self.node(term))
        return make("add", tuple(summands))

    def magnitude(self, term: int) -> int:
        """Write a term that has a minus without it."""
        if term in self.products:
            coefficient, parts = self.products[term]
            return self.product(-coefficient, parts)
        return self.number(-self.arguments[term][0])

    # Products

    def parts_of_product(self, args: tuple[int, ...]) -> tuple[Any, list[_Factor]]:
        """Return the numeric coefficient, and the other factors sorted, their bases written."""
        coefficient: Any = 1
        if self.operations[args[0]] == "number":
            coefficient, args = self.arguments[args[0]][0], args[1:]
        parts = sorted([self.factors[factor] for factor in args])
        for _, _, base, _ in parts:
            self.node(
                base
            )  # writes it, so that one who asks for this product asks for nothing deeper
        return coefficient, parts

    def product(self, coefficient: Any, parts: list[_Factor]) -> int:
        """Write a product as a quotient; a minus goes to its first factor, as in -2*x."""
        make = self.new.make
        above: list[int] = []
        below: list[int] = []
        for _, _, base, opposite in parts:
            if opposite == -1:
                above.append(self.node(base))
            elif opposite > 0:
                below.append(self.power(base, opposite))
            else:
                above.append(self.power(base, -opposite))
        if coefficient != 1 or not above:
            top, bottom = coefficient.numerator, coefficient.denominator
            if abs(top) != 1 or not above:
                above.insert(0, make("number", (abs(top),)))
            if top < 0:
                above[0] = make("neg", (above[0],))
            if bottom != 1:
                below.insert(0, make("number", (bottom,)))
        node = above[0] if len(above) == 1 else make("mul", tuple(above))
        if not below:
            return node
        return make("div", (node, below[0] if len(below) == 1 else make("mul", tuple(below))))

    def power(self, base: int, exponent: Any) -> int:
        """Write a base that has been written to a positive numeric power."""
        if exponent == 1:
            return self.node(base)
        if type(exponent) is not int and exponent.denominator == 2 and exponent.numerator == 1:
            return self.new.make("sqrt", (self.node(base),))
        return self.new.make("pow", (self.node(base), self.number(exponent)))


def _put_positive_variable_first(terms: list[_Term]) -> None:
    """Let a variable that has no minus begin, 2*x - a - b, but not amid its own powers."""
    first = terms[0][0][0]
    for place, (factors, _, negative) in enumerate(terms):
        if not negative and first[0] == factors[0][0] == _SYMBOL:
            if first[1] != factors[0][1]:
                terms.insert(0, terms.pop(place))
            return
