"""Sums and products over given bounds, written out: sum(k*x**k, k, 1, 5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from calcdl.errors import ExpressionError, TooLarge, Wording
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import transplant

__all__ = ["SUMS", "series", "written_out_sum"]

SUMS = dict.fromkeys(("sum", "Sum", "∑"), "add")
SUMS |= dict.fromkeys(("prod", "Prod", "product", "Product", "∏"), "mul")
_MOST_TERMS = 10_000
_FARTHEST = 10**12


def written_out_sum(
    nodes: Nodes, name: str, arguments: list[Any], count: Callable[[Graph], None]
) -> int:
    """Return the node of sum(term, k, 1, 5) or Sum(term, (k, 1, 5)); raises ExpressionError."""
    if len(arguments) == 2 and type(arguments[1]) is tuple:
        arguments = [arguments[0], *arguments[1]]
    example = f"write its bounds, as in {name}(k*x**k, k, 1, 5)"
    if len(arguments) != 4 or any([type(argument) is not int for argument in arguments]):
        raise ExpressionError(f"{name} runs over whole numbers: {example}")
    term, index, low, high = arguments
    if nodes.operations[index] != "symbol":
        raise ExpressionError(f"the second argument of {name} is no free variable: {example}")
    return series(nodes, name, term, nodes.arguments[index][0], (low, high), count)


def series(
    nodes: Nodes,
    name: str,
    term: int,
    index: str,
    bounds: tuple[int, int],
    count: Callable[[Graph], None],
) -> int:
    """Return the sum of a term for all values of its index between bounds, these too.

    ``count`` is given each graph that is written out, and may find that they are too many. Raises
    ExpressionError.
    """
    low, high = [_whole(nodes, bound, index) for bound in bounds]
    if high < low - 1:
        raise ExpressionError(f"{index} runs from {low} to {high}: write the smaller bound first")
    if high - low >= _MOST_TERMS or abs(low) > _FARTHEST:
        raise TooLarge(
            f"calcdl writes out sums and products of up to {_MOST_TERMS} terms, up to {_FARTHEST}"
        )
    graph, terms = Graph(nodes, term), []
    indexed = [name for name in graph.symbols() if _with_index(name, index, 0) != name]
    for k in range(low, high + 1):
        count(graph)
        meaning = {name: nodes.symbol(_with_index(name, index, k)) for name in indexed}
        meaning[index] = nodes.number(k) if k >= 0 else nodes.make("neg", (nodes.number(-k),))
        terms.append(transplant(graph, nodes, meaning))
    operation = SUMS[name]
    if not terms:
        return nodes.number(operation == "mul")
    return terms[0] if len(terms) == 1 else nodes.make(operation, tuple(terms))


def _with_index(name: str, index: str, k: int) -> str:
    """Return y_3 for y_k, w_3_j for w_k_j, and w_3j for w_kj."""
    first, *parts = name.split("_")
    for place, part in enumerate(parts):
        letters = sum([character.isalpha() for character in part])
        if index == part or (index in part and letters <= 2 and part.isalnum()):
            parts[place] = part.replace(index, str(k))
    return "_".join([first, *parts])


def _whole(nodes: Nodes, bound: int, index: str) -> int:
    """Return the whole number that a bound is; raises ExpressionError."""
    values: dict[int, int] = {}
    for node in Graph(nodes, bound).order():
        operation, arguments = nodes.operations[node], nodes.arguments[node]
        if operation == "number" and type(arguments[0]) is int:
            values[node] = arguments[0]
        elif operation == "neg":
            values[node] = -values[arguments[0]]
        elif operation == "add":
            values[node] = sum([values[i] for i in arguments])
        elif operation == "mul" and len(arguments) == 2:
            values[node] = values[arguments[0]] * values[arguments[1]]
        elif operation == "symbol":
            name = arguments[0]
            raise ExpressionError(
                f"the bounds of {index} have to be whole numbers: say what {name} is, as in ",
                Wording(f"lets=['{name} = 5']", f"--let '{name} = 5'"),
            )
        else:
            raise ExpressionError(f"the bounds of {index} have to be whole numbers")
        if abs(values[node]) > _FARTHEST:
            raise TooLarge(f"the bounds of {index} are larger than {_FARTHEST}")
    return values[bound]
