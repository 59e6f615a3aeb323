"""The computational graph for other programs: DOT and Mermaid."""

from __future__ import annotations

from html import escape

from calcdl.render.picture.boxes import EDGE, FILL, INK, box_lines, boxes, edges
from calcdl.results.graph import Computation

__all__ = ["dot", "mermaid"]


def dot(result: Computation) -> str:
    """Return the graph in the language of Graphviz.

    >>> from calcdl.api import graph
    >>> print(dot(graph("-x")))
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

    >>> from calcdl.api import graph
    >>> print(mermaid(graph("-x")))
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
