"""``calcdl graph``: the computational graph, with values forward and adjoints backward."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import get_terminal_size

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.messages import Message
from calcdl.errors import UsageError
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.writing import SYMPY
from calcdl.render.graph import record, rows
from calcdl.render.picture.rails import drawing
from calcdl.render.record import json_text
from calcdl.results.graph import Computation, OperationCounts
from calcdl.syntax.unparse import Spelling

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO, Any

    from calcdl.cli.shared.output import Format
    from calcdl.cli.shared.values import Params

__all__ = ["command"]


_ENDINGS = {".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".svg": "svg", ".json": "json"}


class Graph(QuestionCommand):
    """Draw the computational graph; with --at values flow forward and adjoints backward.

    calcdl graph "sigmoid(w*x + b)^2"                           the operations
    calcdl graph "sigmoid(w*x + b)^2" --at w=2,x=1,b=0.5        values and adjoints
    calcdl graph "x*sin(x*y)" --at x=1,y=2 --digits 4           in few digits
    calcdl graph "sum((X@w - y)^2)" --shape "X: N,n; w: n; y: N"   with shapes
    calcdl graph "x*sin(x)" --to dot                            for Graphviz
    calcdl graph "x*sin(x)" --to mermaid                        for Markdown
    calcdl graph "x*sin(x)" --json                              as data
    """

    def question(self, params: Params, form: Format) -> Asked:
        """Return what flags ask; the name of a file may say what is written."""
        to = _target(params["to"], params["output"], form, params["format"] is not None)
        return super().question({**params, "to": to}, form)

    def require(self, asked: Asked, form: Format) -> None:
        """Let pass what ``_target`` let pass: a graph is drawn in forms of its own."""

    def answer(self, asked: Asked, tell: Callable[[Message], None]) -> Any:
        result = super().answer(asked, tell)
        if isinstance(result, OperationCounts):
            tell(
                f"the graph is too large to draw as text: it has {result.total} operations, and"
                f" the limit is {result.limit}; here is how often each occurs"
            )
        return result

    def write(self, asked: Asked, result: Any, form: Format, file: IO[str]) -> None:
        if form == "table":
            width = get_terminal_size().columns
            print(_drawn(result, asked.to, width, True, asked.spelling()), file=file)
        else:
            print(_drawn(result, asked.to, heading=False), file=file)

    def require_text(self, output: str) -> None:
        """Let pass what ``_target`` will look at: a graph may be a picture."""


def _drawn(
    result: Computation | OperationCounts,
    to: str,
    width: int | None = None,
    heading: bool = True,
    spelling: Spelling = SYMPY,
) -> str:
    """Return a graph as it is written; with a width no line of a text is longer."""
    if isinstance(result, OperationCounts):
        return "\n".join(["\t".join(row) for row in rows(result)])
    if to == "json":
        return json_text(record(result)).rstrip("\n")
    if to == "text":
        return "\n".join(drawing(result, width, heading, spelling))
    if to == "svg":
        from calcdl.render.picture.svg import svg

        return svg(result)
    from calcdl.render.picture import dot_and_mermaid

    return dot_and_mermaid.dot(result) if to == "dot" else dot_and_mermaid.mermaid(result)


def _target(to: str | None, output: str | None, form: Format, chosen: bool) -> str:
    """Return what to write, from all the flags that may say so."""
    if form not in ("table", "plain", "json"):
        raise UsageError(f"a graph has no {form} form: choose --to text, dot, mermaid, json or svg")
    if form == "json":
        if to not in (None, "json"):
            raise UsageError(f"--json and --to {to} exclude each other: choose one")
        return "json"
    ending = Path(output or "").suffix.lower()
    if ending in (".png", ".pdf", ".jpg", ".jpeg"):
        raise UsageError(f"calcdl draws no {ending[1:].upper()} file: choose .svg, .dot or .mmd")
    target = to or ("text" if chosen else _ENDINGS.get(ending, "text"))
    if target == "svg" and output is None and sys.stdout.isatty():
        raise UsageError("an SVG picture goes to a file: add -o graph.svg, or redirect the output")
    return target


command = Graph("graph")
