"""The form of a formula of arrays that reads best, and its graph.

What is done entry by entry takes the form that the arithmetic of numbers chooses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from calcdl.arithmetic.formulas.choice import Choice
from calcdl.arithmetic.formulas.layout import lay_out
from calcdl.arithmetic.shapes.idioms import with_short_names
from calcdl.graph.nodes import LEAVES, Graph, Nodes, is_on_arrays, reachable
from calcdl.graph.rewrite import rewrite
from calcdl.graph.shapes import Shaped, as_shaped

if TYPE_CHECKING:
    from calcdl.arithmetic.shapes.matrices import Matrices
    from calcdl.graph.nodes import Operation, Rational
    from calcdl.graph.shapes import Shape

__all__ = ["ordered_kernels", "polished", "written"]

_MATMUL = Shaped("matmul")


def ordered_kernels(m: Matrices, values: Sequence[int]) -> list[int]:
    """Return the kernels that values are made of, each after those inside of it."""
    seen: set[int] = set()
    found: set[int] = set()
    waiting = list(values)
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if node in m.kernels:
            found.add(node)
            waiting += m.kernels[node].values
        else:
            waiting += m.nodes.children(node)
    return sorted(found)  # a kernel is made after what it is made of


def polished(m: Matrices, function: int, values: Sequence[int]) -> list[int]:
    """Return the forms of values that read best; ``function`` is what a person wrote.

    Parts that they share take their form once.
    """
    choice = Choice(m.symbols, function)
    new: dict[int, int] = {}
    best: dict[int, int] = {}

    def form(value: int) -> int:
        if value not in best:
            best[value] = _best(m, choice, value, new)
        return best[value]

    for node in ordered_kernels(m, values):
        new[node] = _again(m, node, [form(one) for one in m.kernels[node].values])
    return [form(value) for value in values]


def _again(m: Matrices, node: int, values: Sequence[int]) -> int:
    """Return a kernel of other values, tidied anew."""
    op, old = m.kernels[node]
    if tuple(values) == old:
        return node
    if op.name == "expand":
        return m.expand(values[0], m.shape(node))
    if op.name != "matmul":
        return m.operation(op, values, m.shape(node))
    return m.chained(values)


def _best(m: Matrices, choice: Choice, value: int, new: dict[int, int]) -> int:
    shape = m.shape(value)
    inside = m.stripped(_with(m, value, new))
    return m.expand(with_short_names(m, choice.best(with_short_names(m, inside))), shape)


def _with(m: Matrices, value: int, new: dict[int, int]) -> int:
    """Return a value with others in place of its kernels."""
    order = reachable(m.nodes, (value,))
    if all(new.get(i, i) == i for i in order):
        return value
    operations, arguments = m.nodes.operations, m.nodes.arguments
    places: dict[int, int] = {}
    for i in order:
        if operations[i] in LEAVES:
            places[i] = new.get(i, i)
        else:
            places[i] = m.elementwise(operations[i], *[places[j] for j in arguments[i]])
    return places[value]


def written(m: Matrices, values: Sequence[int]) -> list[Graph]:
    """Return the graphs of values, laid out for reading, in one table of nodes."""
    nodes = Nodes()
    places: dict[str, int] = {}
    for node in ordered_kernels(m, values):
        op, inside = m.kernels[node]
        args = [_laid_out(m, one, nodes, places) for one in inside]
        if op.name == "matmul":
            place = _product(nodes, args, m.shape(inside[-1]), m.shape(inside[0]))
        else:
            place = nodes.make(cast("Operation", op), tuple(args))
        places[m.nodes.name_of(node)] = place
    return [Graph(nodes, _laid_out(m, value, nodes, places)) for value in values]


def _product(nodes: Nodes, args: Sequence[int], last: Shape, first: Shape) -> int:
    """Return a chain of products, a vector behind it multiplied first."""
    matmul = cast("Operation", _MATMUL)
    if len(last) == 1 and len(first) == 2:
        total = args[-1]
        for one in reversed(args[:-1]):
            total = nodes.make(matmul, (one, total))
        return total
    total = args[0]
    for one in args[1:]:
        total = nodes.make(matmul, (total, one))
    return total


def _laid_out(m: Matrices, value: int, nodes: Nodes, places: dict[str, int]) -> int:
    """Return the node of a value, a number that all its terms have in common in front."""
    number: Rational = 1
    if m.nodes.operations[value] == "add" and m.shape(value):
        content, rest = m.symbols.content(value)
        terms = [abs(m.symbols.split(term)[0]) for term in m.nodes.arguments[rest]]
        if content.denominator == 1 or terms == [1] * len(terms):
            number, value = content, rest
    graph = lay_out(Graph(m.nodes, value))

    def changed(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        if operation == "symbol":
            return places.get(graph.nodes.name_of(node))
        if operation == "mul":
            return _with_numbers_inside(m, graph, node, nodes, args)
        if operation == "add":
            return _sum(nodes, args)
        if operation == "neg":
            return _turned(nodes, args[0])
        return None

    place = rewrite(graph, nodes, changed)[graph.root]
    if abs(number.numerator) != 1:
        place = nodes.make("mul", (nodes.number(abs(number.numerator)), place))
    if number.denominator != 1:
        place = nodes.make("div", (place, nodes.number(number.denominator)))
    return nodes.make("neg", (place,)) if number < 0 else place


def _sum(nodes: Nodes, terms: Sequence[int]) -> int:
    return nodes.make("add", tuple(sorted(terms, key=lambda i: _rank(nodes, i))))


def _turned(nodes: Nodes, product: int) -> int | None:
    """Return A@(b - a) for the negative of A@(a - b); None for that of anything else."""
    path: list[tuple[int, int]] = []
    node = product
    while as_shaped(nodes.operations[node]) == _MATMUL:
        left, right = nodes.arguments[node]
        path.append((left, right))
        node = right if nodes.operations[right] == "add" else left
    if not path or nodes.operations[node] != "add":
        return None
    terms = nodes.arguments[node]
    if all(nodes.operations[term] != "neg" for term in terms):
        return None
    turned = _sum(
        nodes,
        [
            nodes.arguments[term][0]
            if nodes.operations[term] == "neg"
            else nodes.make("neg", (term,))
            for term in terms
        ],
    )
    for left, right in reversed(path):
        pair = (left, turned) if right == node else (turned, right)
        node, turned = -1, nodes.make(cast("Operation", _MATMUL), pair)
    return turned


def _rank(nodes: Nodes, term: int) -> tuple[bool, bool]:
    """Return where a term stands in a sum: those without a minus first, products by @ too."""
    operation, args = nodes.operations[term], nodes.arguments[term]
    negated = operation == "neg" or (operation == "mul" and nodes.operations[args[0]] == "neg")
    parts = args if operation in ("mul", "neg", "div") else (term,)
    return negated, not any(is_on_arrays(nodes.operations[part]) for part in parts)


def _with_numbers_inside(
    m: Matrices, graph: Graph, node: int, nodes: Nodes, args: tuple[int, ...]
) -> int | None:
    """Return 2*X.T@r as a person writes it, where the number is a factor of the first matrix."""
    operations = nodes.operations
    products = [i for i in args if as_shaped(operations[i]) == _MATMUL]
    old = dict(zip(args, graph.nodes.arguments[node], strict=True))
    shaped = [i for i in args if _has_axes(m, graph, old[i])]
    if len(products) != 1 or shaped != products:
        return None
    numbers = [i for i in args if i not in products]
    return _scaled(nodes, numbers, products[0])


def _scaled(nodes: Nodes, numbers: Sequence[int], product: int) -> int:
    """Return a product by @ with numbers in front of its first factor."""
    chain: list[int] = []
    while as_shaped(nodes.operations[product]) == _MATMUL:
        product, right = nodes.arguments[product]
        chain.append(right)
    total = nodes.make("mul", (*numbers, product))
    for right in reversed(chain):
        total = nodes.make(cast("Operation", _MATMUL), (total, right))
    return total


def _has_axes(m: Matrices, graph: Graph, node: int) -> bool:
    """Say whether a node of a laid out graph holds any array."""
    operations, name_of = graph.nodes.operations, graph.nodes.name_of
    variables = [i for i in reachable(graph.nodes, (node,)) if operations[i] == "symbol"]
    return any([m.shape(m.nodes.symbol(name_of(i))) for i in variables])
