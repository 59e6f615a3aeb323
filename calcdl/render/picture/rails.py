"""The computational graph as a drawing in text: a line a node, and rails for the edges.

Values flow down the page and adjoints up. A rail begins at a node and ends at the last operation
that needs it; one that passes by is not interrupted:

    ○      x
    ├─●    v1 = sin(x)
    ●─╯    f = x*v1
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from textwrap import wrap
from typing import NamedTuple

from calcdl.graph.nodes import LEAVES, Graph, Nodes, Undefined
from calcdl.reading.writing import write
from calcdl.results.graph import Computation, ComputationNode
from calcdl.results.value import Value

__all__ = ["Box", "boxes", "drawing"]

_MOST_RAILS = 24  # side by side; more are left out, for the formulas name their inputs
_NARROWEST = 12  # columns for a formula


class Box(NamedTuple):
    """A node as drawings show it; ``inputs`` are the boxes that it works on, each once."""

    name: str
    formula: str
    inputs: tuple[int, ...]
    kind: str  # "input", "operation", or "output" for the root
    value: str = ""
    adjoint: str = ""

    @property
    def text(self) -> str:
        """The name, and for an operation what it is."""
        return self.name if self.kind == "input" else f"{self.name} = {self.formula}"


def boxes(result: Computation) -> list[Box]:
    """Return what to draw: variables and operations; numbers stand in the formulas.

    >>> from calcdl.calculus.graph.answer import computation
    >>> [box.text for box in boxes(computation("(x - 2)*sin(x)"))]
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
        formula = write(Graph(formulas, written[i]))
        drawn.append(Box(names[i], formula, inputs, kind, *_numbers(result, node)))
        written[i] = formulas.symbol(names[i])
    return drawn


def _written_inside(nodes: Sequence[ComputationNode]) -> set[int]:
    """Return the nodes that are part of their users' formulas: numbers, and the minus in x - y."""
    subtracted = set(range(len(nodes)))
    for node in nodes:
        if node.operation not in LEAVES and node.operation != "add":
            subtracted.difference_update(node.arguments)
    inside: set[int] = set()
    for i, node in enumerate(nodes[:-1]):
        if node.name is not None:
            continue
        if node.operation in LEAVES:
            inside.add(i)
        elif node.operation in ("neg", "div"):
            constant = all(j in inside and _is_constant(nodes, j) for j in node.arguments)
            if constant or (node.operation == "neg" and i in subtracted):
                inside.add(i)
    return inside


def _is_constant(nodes: Sequence[ComputationNode], i: int) -> bool:
    """Say whether a node that is written inside a formula is a number."""
    while nodes[i].operation not in LEAVES:
        i = nodes[i].arguments[0]
    return nodes[i].operation in ("number", "constant")


def _drawn_inputs(
    nodes: Sequence[ComputationNode], arguments: Sequence[int], place: dict[int, int]
) -> tuple[int, ...]:
    """Return the boxes behind the arguments of a node, through what is written inside it."""
    found: dict[int, None] = {}
    stack = list(reversed(arguments))
    while stack:
        j = stack.pop()
        if j in place:
            found[place[j]] = None
        elif nodes[j].operation not in LEAVES:
            stack += reversed(nodes[j].arguments)
    return tuple(found)


def _names(nodes: Sequence[ComputationNode], inside: set[int]) -> list[str]:
    """Return names for all nodes: their own, else v1, v2 … and f for the root."""
    taken = {node.label for node in nodes if node.operation == "symbol"}
    taken |= {node.operation.name for node in nodes if type(node.operation) is Undefined}
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


# The drawing


def drawing(result: Computation, width: int | None = None, heading: bool = True) -> list[str]:
    """Return the lines of the drawing; with a ``width`` no line is longer.

    >>> from calcdl.calculus.graph.answer import computation
    >>> print(*drawing(computation("x*sin(x)")), sep="\\n")
    ○    x
    ├─●  v1 = sin(x)
    ●─╯  f = x*v1
    """
    drawn = boxes(result)
    rails = list(_rails(drawn))
    margin = max(len(row) for row, _ in rails)
    if margin > 2 * _MOST_RAILS or (width is not None and margin > width // 2):
        rails, margin = [("", "")] * len(drawn), 0
    margin += 2 if margin else 0
    rows = [(box.text, box.value, box.adjoint) for box in drawn]
    if result.at is not None and heading:
        rows.insert(0, ("", "value ↓", "adjoint ↑"))
        rails.insert(0, ("", ""))
    columns = [max(len(row[k]) for row in rows) for k in range(3)]
    rest = sum(columns[1:]) + 4 if result.at is not None else 0
    room = columns[0] if width is None else min(columns[0], width - margin - rest)
    if room < min(_NARROWEST, columns[0]):
        return _stacked(rows[-len(drawn) :], rails[-len(drawn) :], margin, width or 80)
    lines = []
    for (text, value, adjoint), (row, below) in zip(rows, rails, strict=True):
        first, *more = wrap(text, room) or [""]
        numbers = f"  {value.ljust(columns[1])}  {adjoint}"
        lines.append(f"{row.ljust(margin)}{first.ljust(room)}{numbers}".rstrip())
        lines += [f"{below.ljust(margin)}  {piece}" for piece in more]
    return lines


def _stacked(
    rows: Sequence[tuple[str, str, str]],
    rails: Sequence[tuple[str, str]],
    margin: int,
    width: int,
) -> list[str]:
    """Return the lines for a narrow screen: the numbers stand below the formula."""
    lines = []
    for (text, value, adjoint), (row, below) in zip(rows, rails, strict=True):
        cells = [
            text,
            f"  value ↓ {value}" if value else "",
            f"  adjoint ↑ {adjoint}" if adjoint else "",
        ]
        pieces = [
            piece
            for cell in cells
            for piece in wrap(cell, width - margin, subsequent_indent="    ")
        ]
        for k, piece in enumerate(pieces):
            lines.append((below if k else row).ljust(margin) + piece)
    return lines


def _rails(drawn: Sequence[Box]) -> Iterator[tuple[str, str]]:
    """Return, for each box, the rails in its line and those that go on below it."""
    last_use = {j: i for i, box in enumerate(drawn) for j in box.inputs}
    lanes: list[int | None] = []
    for i, box in enumerate(drawn):
        joined = {lanes.index(j): last_use[j] == i for j in box.inputs}
        ending = [lane for lane, ends in joined.items() if ends]
        own = min(ending) if ending else lanes.index(None) if None in lanes else len(lanes)
        if own == len(lanes):
            lanes.append(None)
        row = _row(lanes, own, joined, "○" if box.kind == "input" else "●")
        for lane in ending:
            lanes[lane] = None
        if i in last_use:
            lanes[own] = i
        while lanes and lanes[-1] is None:
            lanes.pop()
        yield row, " ".join(" " if lane is None else "│" for lane in lanes)


def _row(lanes: Sequence[int | None], own: int, joined: dict[int, bool], mark: str) -> str:
    """Return the line of a node: its mark, joined to the rails that it takes its inputs from."""
    low, high = min(own, *joined, own), max(own, *joined, own)
    row = ""
    for lane, holds in enumerate(lanes):
        if lane == own:
            row += mark
        elif lane in joined:
            side = 0 if lane == low else 2 if lane == high else 1
            row += ("╰┴╯" if joined[lane] else "├┼┤")[side]
        elif holds is None:
            row += "─" if low < lane < high else " "
        else:
            row += "│"
        row += "─" if low <= lane < high else " "
    return row.rstrip()
