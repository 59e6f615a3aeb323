"""The computational graph for other programs: DOT, Mermaid and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from calcdl.calculus.graph.answer import operation_counts
from calcdl.graph.nodes import LEAVES, Undefined
from calcdl.reading.writing import write
from calcdl.render.picture.rails import Box, boxes
from calcdl.render.records import SCHEMA, dumps, error_record, value_record
from calcdl.results.graph import Computation, ComputationNode

__all__ = ["EDGE", "FILL", "box_lines", "dot", "edges", "graph_json", "mermaid"]

FILL = {"input": "#e3effc", "operation": "#f6f8fa", "output": "#fff3cd"}
EDGE, INK, _VALUE, _ADJOINT = "#8c959f", "#1f2328", "#1a7f37", "#c62828"


def box_lines(box: Box) -> list[tuple[str, str]]:
    """Return the lines of text in a box, each with its colour."""
    lines = [(box.text, INK), (f"value {box.value}", _VALUE), (f"adjoint {box.adjoint}", _ADJOINT)]
    return lines[: 1 + bool(box.value) + bool(box.value and box.adjoint)]


def edges(drawn: Sequence[Box]) -> list[tuple[int, int]]:
    return [(j, i) for i, box in enumerate(drawn) for j in box.inputs]


def dot(result: Computation) -> str:
    """Return the graph in the language of Graphviz.

    >>> from calcdl.calculus.graph.answer import computation
    >>> print(dot(computation("-x")))
    digraph computation {
      node [shape=box style="rounded,filled" fontname="monospace"]
      edge [color="#8c959f"]
      n0 [label=<x> fillcolor="#e3effc"]
      n1 [label=<f = -x> fillcolor="#fff3cd"]
      n0 -> n1
    }
    """
    drawn = boxes(result)
    rows = [
        "digraph computation {",
        '  node [shape=box style="rounded,filled" fontname="monospace"]',
        f'  edge [color="{EDGE}"]',
    ]
    for i, box in enumerate(drawn):
        text, *numbers = [(escape(line), colour) for line, colour in box_lines(box)]
        label = text[0] + "".join(
            f'<br/><font color="{colour}">{line}</font>' for line, colour in numbers
        )
        rows.append(f'  n{i} [label=<{label}> fillcolor="{FILL[box.kind]}"]')
    rows += [f"  n{j} -> n{i}" for j, i in edges(drawn)]
    return "\n".join([*rows, "}"])


def mermaid(result: Computation) -> str:
    """Return the graph as a Mermaid flowchart, which Markdown on many sites shows as a picture.

    >>> from calcdl.calculus.graph.answer import computation
    >>> print(mermaid(computation("-x")))
    flowchart TD
      n0(["x"])
      n1["f = -x"]
      n0 --> n1
      style n0 fill:#e3effc,color:#1f2328
      style n1 fill:#fff3cd,color:#1f2328
    """
    drawn = boxes(result)
    rows = ["flowchart TD"]
    for i, box in enumerate(drawn):
        label = "<br/>".join(line.translate(_MERMAID) for line, _ in box_lines(box))
        rows.append(f'  n{i}(["{label}"])' if box.kind == "input" else f'  n{i}["{label}"]')
    rows += [f"  n{j} --> n{i}" for j, i in edges(drawn)]
    rows += [f"  style n{i} fill:{FILL[b.kind]},color:{INK}" for i, b in enumerate(drawn)]
    return "\n".join(rows)


# Mermaid reads labels as HTML and as Markdown: x*y*z would lose its stars.
_MERMAID = {ord(mark): f"#{ord(mark)};" for mark in '"#&*<>_`'}


def graph_json(result: Computation) -> str:
    """Return the record of a computational graph, with numbers as nodes of their own."""
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "command": "graph",
        "expression": write(result.expression),
        "operations": operation_counts(result.expression),
    }
    if result.at is not None:
        record["at"] = result.at
    record["nodes"] = [_node(i, node) for i, node in enumerate(result.nodes)]
    return dumps(record)


def _node(i: int, node: ComputationNode) -> dict[str, Any]:
    leaf, undefined = node.operation in LEAVES, type(node.operation) is Undefined
    record: dict[str, Any] = {
        "id": i,
        "operation": "undefined" if undefined else node.operation,
        "label": node.label,
        "name": node.name,
        "arguments": [] if leaf else list(node.arguments),
    }
    if node.value is not None:
        record["value"] = node.value if isinstance(node.value, bool) else value_record(node.value)
    if node.adjoint is not None:
        record["adjoint"] = value_record(node.adjoint)
    if node.error is not None:
        record["error"] = error_record(node.error)
    return record
