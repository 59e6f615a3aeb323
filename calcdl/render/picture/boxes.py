"""A computational graph as boxes: what every picture of it draws."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

from calcdl.graph.nodes import LEAVES, Graph, Nodes, Undefined, is_on_arrays
from calcdl.reading.writing import SYMPY, write, write_arrays
from calcdl.results.graph import Computation, ComputationNode
from calcdl.results.value import Value
from calcdl.syntax.unparse import Spelling

__all__ = ["EDGE", "FILL", "INK", "ROLES", "Box", "box_lines", "boxes", "edges", "expression_text"]

FILL = {"input": "#e3effc", "operation": "#f6f8fa", "output": "#fff3cd"}
EDGE, INK, _VALUE, _ADJOINT = "#8c959f", "#1f2328", "#1a7f37", "#c62828"
ROLES = {INK: "ink", _VALUE: "value", _ADJOINT: "adjoint"}  # what is written in these colours


class Box(NamedTuple):
    """A node as drawings show it; ``inputs`` are the boxes that it works on, each once."""

    name: str
    formula: str
    inputs: tuple[int, ...]
    kind: str  # "input", "operation", or "output" for the root
    value: str = ""
    adjoint: str = ""
    shape: str = ""

    @property
    def text(self) -> str:
        """The name, and for an operation what it is."""
        return self.name if self.kind == "input" else f"{self.name} = {self.formula}"


def boxes(result: Computation, spelling: Spelling = SYMPY) -> list[Box]:
    """Return what to draw: variables and operations; numbers stand in the formulas.

    >>> from calcdl.api import graph
    >>> [box.text for box in boxes(graph("(x - 2)*sin(x)"))]
    ['x', 'v1 = x - 2', 'v2 = sin(x)', 'f = v1*v2']
    """
    inside = _written_inside(result.nodes)
    names = _names(result.nodes, inside)
    formulas = Nodes()
    written: list[int] = []
    place: dict[int, int] = {}
    drawn: list[Box] = []
    for i, node in enumerate(result.nodes):
        leaf = node.operation in LEAVES
        operation = Undefined("where", (0, 0, 0)) if node.operation == "where" else node.operation
        arguments = node.arguments if leaf else tuple([written[j] for j in node.arguments])
        written.append(formulas.make(operation, arguments))
        if i in inside:
            continue
        place[i] = len(drawn)
        inputs = () if leaf else _drawn_inputs(result.nodes, node.arguments, place)
        kind = "input" if node.operation == "symbol" else "operation"
        if i == len(result.nodes) - 1:
            kind = "output" if kind == "operation" else kind
        formula = _formula(Graph(formulas, written[i]), node, spelling)
        box = Box(names[i], formula, inputs, kind, *_numbers(result, node), _shape(node))
        drawn.append(box)
        written[i] = formulas.symbol(names[i])
    return drawn


def expression_text(result: Computation) -> str:
    """Return the expression that a graph is of."""
    return _formula(result.expression, result.nodes[-1], SYMPY)


def _formula(formula: Graph, node: ComputationNode, spelling: Spelling) -> str:
    if node.shape is None:
        return write(formula, spelling)
    return write_arrays(formula, parts=False)


def _shape(node: ComputationNode) -> str:
    """Return the shape of an array; an empty text where there are no arrays."""
    if node.shape is None:
        return ""
    from calcdl.graph.shapes import shape_text

    return shape_text(node.shape)


def _written_inside(nodes: Sequence[ComputationNode]) -> set[int]:
    """Return the nodes that are part of their users' formulas: numbers, and the minus in x - y."""
    subtracted = set(range(len(nodes)))
    for node in nodes:
        if node.operation not in LEAVES and node.operation != "add":
            subtracted.difference_update(node.arguments)
    inside: set[int] = set()
    arranged = _arranged(nodes)
    for i, node in enumerate(nodes[:-1]):
        if node.name is not None:
            continue
        if node.operation in LEAVES or i in arranged:
            inside.add(i)
        elif node.operation in ("neg", "div"):
            constant = all(j in inside and _is_constant(nodes, j) for j in node.arguments)
            if constant or (node.operation == "neg" and i in subtracted):
                inside.add(i)
    return inside


def _arranged(nodes: Sequence[ComputationNode]) -> set[int]:
    """Return the nodes that only arrange entries, as X.T, and sums along an axis that is left."""
    users: dict[int, list[str]] = {}
    arranged: set[int] = set()
    for i, node in enumerate(nodes):
        if not is_on_arrays(node.operation):
            names = ["" for _ in node.arguments]
        else:
            names = [node.operation.name for _ in node.arguments]
            if node.operation.name in ("transpose", "newaxis", "expand"):
                arranged.add(i)
        if node.operation not in LEAVES:
            for j, name in zip(node.arguments, names, strict=True):
                users.setdefault(j, []).append(name)
    return arranged | {j for j, names in users.items() if set(names) == {"squeeze"}}


def _is_constant(nodes: Sequence[ComputationNode], i: int) -> bool:
    """Say whether a node that is written inside a formula is a number."""
    while nodes[i].operation not in LEAVES:
        i = nodes[i].arguments[0]
    return nodes[i].operation in ("number", "constant")


def _drawn_inputs(
    nodes: Sequence[ComputationNode], arguments: Sequence[int], place: dict[int, int]
) -> tuple[int, ...]:
    """Return the boxes behind the arguments of a node, through what is written inside it."""
    inputs: dict[int, None] = {}
    stack = list(reversed(arguments))
    while stack:
        j = stack.pop()
        if j in place:
            inputs[place[j]] = None
        elif nodes[j].operation not in LEAVES:
            stack += reversed(nodes[j].arguments)
    return tuple(inputs)


def _names(nodes: Sequence[ComputationNode], inside: set[int]) -> list[str]:
    """Return names for all nodes: their own, else v1, v2 … and f for the root."""
    taken = {node.label for node in nodes if node.operation == "symbol"}
    taken |= {node.operation.name for node in nodes if type(node.operation) is Undefined}
    taken |= {name for node in nodes for size in node.shape or () for name in size.names()}
    names = []
    for node in nodes:
        own = node.name if node.operation == "symbol" or node.name not in taken else None
        taken.add(own or "")
        names.append(own or "")
    fresh = (f"v{k}" for k in count(1))
    free = (name for name in fresh if name not in taken)
    if not names[-1]:
        outermost = [name for name in ("f", "y", "F") if name not in taken]
        names[-1] = outermost[0] if outermost else next(free)
    return [name if name or i in inside else next(free) for i, name in enumerate(names)]


def _numbers(result: Computation, node: ComputationNode) -> tuple[str, str]:
    """Return the value and the adjoint as text."""
    if result.at is None:
        return "", ""
    missing = "" if node.error is None else f"({node.error.code})"
    value = missing if node.value is None else _number(node.value)
    return value, _number(node.adjoint) if node.adjoint is not None else missing


def _number(value: Value | bool) -> str:
    return str(value) if isinstance(value, bool) else value.decimal


# What is written in them, and the lines between them


def box_lines(box: Box) -> list[tuple[str, str]]:
    """Return the lines of text in a box, each with its colour."""
    if box.shape:
        return [(box.text, INK), (box.shape, _VALUE)]
    lines = [(box.text, INK), (f"value {box.value}", _VALUE), (f"adjoint {box.adjoint}", _ADJOINT)]
    return lines[: 1 + bool(box.value) + bool(box.value and box.adjoint)]


def edges(drawn: Sequence[Box]) -> list[tuple[int, int]]:
    return [(j, i) for i, box in enumerate(drawn) for j in box.inputs]
