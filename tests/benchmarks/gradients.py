"""Gradients: time and number of operations against the number of variables."""

from __future__ import annotations

from functools import partial

from calcdl.algebra.expressions import to_sympy
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.partials.formulas import gradient_formulas
from calcdl.graph.nodes import LEAVES, Graph, reachable
from calcdl.reading.expressions import read
from calcdl.reading.points import read_point
from calcdl.sweep.derivatives import adjoints
from calcdl.sweep.forward import values
from tests.benchmarks.pairs import seconds

_MOST_FOR_SYMPY = 400  # weights; its time grows with their square


def product_of_sines(count: int) -> Graph:
    return read("*".join(f"sin(x{i})" for i in range(count))).graph


def perceptron(weights: int) -> Graph:
    """Return the squared error of a network with one hidden layer, in so many weights."""
    inputs, units = 8, weights // 10  # a unit has eight weights, a bias, and one weight behind it
    terms = []
    for j in range(units):
        inner = " + ".join(f"w{j}_{i}*{(i + j) % 7 - 3}/4" for i in range(inputs))
        terms.append(f"v{j}*tanh({inner} + b{j})")
    return read(f"({' + '.join(terms)} - 1)**2").graph


def formulas(graph: Graph) -> None:
    gradient_formulas(graph, graph.symbols())


def sympy_gradient(graph: Graph) -> float:
    """Let SymPy differentiate and share common parts; return its count of operations."""
    import sympy

    expression = to_sympy(graph)
    parts = [expression, *[sympy.diff(expression, name) for name in expression.free_symbols]]
    shared, reduced = sympy.cse(parts)
    together = sum(e.count_ops() for _, e in shared) + sum(e.count_ops() for e in reduced)
    return together / float(expression.count_ops())


def numeric_gradient(graph: Graph) -> None:
    """All partial derivatives as balls, in one reverse sweep."""
    taylor = Taylor(1)
    inputs = {name: taylor.number(i + 1) for i, name in enumerate(graph.symbols())}
    with precision(96):
        adjoints(graph, taylor, values(graph, taylor, inputs))


def operation_ratio(graph: Graph) -> float:
    """Operations of value and gradient together, in those of the function."""
    symbols = Symbols()
    inputs = {name: symbols.nodes.symbol(name) for name in graph.symbols()}
    found = values(graph, symbols, inputs)
    bars = adjoints(graph, symbols, found)
    operations = graph.nodes.operations
    roots = [bars[i] for i in graph.order() if operations[i] == "symbol" and i in bars]
    root = found[graph.root]
    return cost(symbols, [root, *roots]) / cost(symbols, [root])


def cost(symbols: Symbols, roots: list[int]) -> int:
    """Count operations, a sum or product of n parts as n - 1."""
    nodes = symbols.nodes
    total = 0
    for i in reachable(nodes, roots):
        operation = nodes.operations[i]
        if operation not in LEAVES:
            many = operation in ("add", "mul")
            total += len(nodes.arguments[i]) - 1 if many else 1
    return total


def report() -> list[str]:
    """Return tables for the product of sines and for nested sines."""
    lines = [
        "| gradient of sin(x1)*…*sin(xn) | seconds | µs a variable | operations / the function's |",
        "| --- | --: | --: | --: |",
    ]
    for count in (500, 1000, 2000, 4000):
        graph = product_of_sines(count)
        numeric_gradient(graph)
        time = min(seconds(partial(numeric_gradient, graph)) for _ in range(3))
        ratio = operation_ratio(graph)
        lines.append(f"| n = {count} | {time:.4f} | {time / count * 1e6:.1f} | {ratio:.2f} |")
    lines += [
        "",
        "| gradient of a perceptron's loss, as formulas | calcdl, s | operations / the function's"
        " | SymPy `diff` and `cse`, s | operations / the function's |",
        "| --- | --: | --: | --: | --: |",
    ]
    for weights in (100, 200, 400, 1000, 2000):
        graph = perceptron(weights)
        time = min(seconds(partial(formulas, graph)) for _ in range(3))
        row = f"| {weights} weights | {time:.3f} | {operation_ratio(graph):.2f} |"
        if weights <= _MOST_FOR_SYMPY:
            theirs: list[float] = []
            slow = seconds(lambda graph=graph, to=theirs: to.append(sympy_gradient(graph)))  # type: ignore[misc]
            row += f" {slow:.2f} | {theirs[0]:.2f} |"
        else:
            row += " not run | |"
        lines.append(row)
    lines += ["", "| sin nested, derivative at 1, text to digits | seconds |", "| --- | --: |"]
    for depth in (1250, 2500, 5000):
        text = "sin(" * depth + "x" + ")" * depth
        time = min(seconds(partial(nested, text)) for _ in range(3))
        lines.append(f"| {depth} deep | {time:.4f} |")
    return lines


def nested(text: str) -> None:
    graph = read(text).graph
    derivative_at(graph, "x", read_point("1", ["x"]))
