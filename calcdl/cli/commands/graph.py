"""``calcdl graph``: the computational graph, with values forward and adjoints backward."""

import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from shutil import get_terminal_size
from typing import IO, Annotated, Any

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import OUTPUT, At, Digits, Expression, texts_of
from calcdl.cli.shared.messages import Message
from calcdl.cli.shared.output import Format
from calcdl.errors import UsageError
from calcdl.reading.writing import SYMPY
from calcdl.render.graph import record, rows
from calcdl.render.picture.rails import drawing
from calcdl.render.record import json_text
from calcdl.results.graph import Computation, OperationCounts
from calcdl.syntax.unparse import Spelling

__all__ = ["app"]

app = typer.Typer(add_completion=False)


class Target(StrEnum):
    """What a graph is written as."""

    text = "text"
    dot = "dot"
    mermaid = "mermaid"
    json = "json"
    svg = "svg"


_ENDINGS = {".dot": Target.dot, ".gv": Target.dot, ".mmd": Target.mermaid, ".svg": Target.svg,
            ".json": Target.json}  # fmt: skip


class GraphCommand(QuestionCommand):
    """A command whose answer may go to a file, and whose name then says what is written."""

    def question(self, params: Mapping[str, Any], form: Format) -> Asked:
        chosen = params["format"] is not None
        to = _target(params["to"] and Target(params["to"]), params["output"], form, chosen)
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
        if form is Format.table:
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
    if to == Target.json:
        return json_text(record(result)).rstrip("\n")
    if to == Target.text:
        return "\n".join(drawing(result, width, heading, spelling))
    if to == Target.svg:
        from calcdl.render.picture.svg import svg

        return svg(result)
    from calcdl.render.picture import dot_and_mermaid

    return dot_and_mermaid.dot(result) if to == Target.dot else dot_and_mermaid.mermaid(result)


@app.command(cls=GraphCommand)
def graph(
    expression: Expression = None,
    at: At = None,
    to: Annotated[
        Target | None,
        typer.Option(
            help="Default: text, or what the name of FILE says.",
            show_default=False,
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    digits: Digits = None,
) -> Asked:
    """Draw the computational graph; with --at values flow forward and adjoints backward.

    calcdl graph "sigmoid(w*x + b)^2"                           the operations
    calcdl graph "sigmoid(w*x + b)^2" --at w=2,x=1,b=0.5        values and adjoints
    calcdl graph "x*sin(x*y)" --at x=1,y=2 --digits 4           in few digits
    calcdl graph "sum((X@w - y)^2)" --shape "X: N,n; w: n; y: N"   with shapes
    calcdl graph "x*sin(x)" --to dot                            for Graphviz
    calcdl graph "x*sin(x)" --to mermaid                        for Markdown
    calcdl graph "x*sin(x)" --json                              as data
    """
    return Asked("graph", texts_of(expression), texts_of(at), digits=digits, to=to or Target.text)


def _target(to: Target | None, output: str | None, form: Format, chosen: bool) -> Target:
    """Return what to write, from all the flags that may say so."""
    if form not in (Format.table, Format.plain, Format.json):
        raise UsageError(
            f"a graph has no {form.value} form: choose --to text, dot, mermaid, json or svg"
        )
    if form is Format.json:
        if to not in (None, Target.json):
            raise UsageError(f"--json and --to {to.value} exclude each other: choose one")
        return Target.json
    ending = Path(output or "").suffix.lower()
    if ending in (".png", ".pdf", ".jpg", ".jpeg"):
        raise UsageError(f"calcdl draws no {ending[1:].upper()} file: choose .svg, .dot or .mmd")
    target = to or (Target.text if chosen else _ENDINGS.get(ending, Target.text))
    if target is Target.svg and output is None and sys.stdout.isatty():
        raise UsageError("an SVG picture goes to a file: add -o graph.svg, or redirect the output")
    return target
