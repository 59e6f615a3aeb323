"""``calcdl graph``: the computational graph, with values forward and adjoints backward."""

import sys
from enum import StrEnum
from pathlib import Path
from shutil import get_terminal_size
from typing import Annotated

import typer

from calcdl.calculus.graph.answer import computation, operation_counts
from calcdl.cli.commands.expression_command import (
    At,
    Declared,
    Digits,
    Expression,
    ExpressionCommand,
    File,
    Format,
    Format_,
    Json,
    Let,
    chosen_format,
    one_point,
)
from calcdl.cli.shared.messages import say
from calcdl.cli.shared.source import read_source
from calcdl.errors import TooLarge, Undecided, UsageError
from calcdl.graph.nodes import Graph
from calcdl.results.graph import Computation

__all__ = ["app"]

app = typer.Typer(add_completion=False)


class Target(StrEnum):
    """What a graph is written as."""

    text = "text"
    dot = "dot"
    mermaid = "mermaid"
    json = "json"
    svg = "svg"


_LARGEST = {Target.text: 60, Target.svg: 300, Target.dot: 5000, Target.mermaid: 5000,
            Target.json: 5000}  # fmt: skip
_ENDINGS = {".dot": Target.dot, ".gv": Target.dot, ".mmd": Target.mermaid, ".svg": Target.svg,
            ".json": Target.json}  # fmt: skip


@app.command(cls=ExpressionCommand)
def graph(
    expression: Expression = None,
    at: At = None,
    to: Annotated[
        Target | None,
        typer.Option(help="Default: text, or what the name of FILE says.", show_default=False),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to FILE.", show_default=False),
    ] = None,
    digits: Digits = None,
    let: Let = None,
    file: File = None,
    function: Declared = None,
    format: Format_ = None,
    json: Json = False,
) -> None:
    """Draw the computational graph; with --at values flow forward and adjoints backward.

    calcdl graph "sigmoid(w*x + b)**2" --at w=2,x=1,b=0.5
    """
    how = chosen_format(format, json)
    target = _target(to, output, how, json or format is not None)
    reading = read_source(expression, let, file, function)
    if target is Target.text and _is_too_large(reading.graph, target):
        _write(_counts(reading.graph), output)
        return
    _require_size(reading.graph, target)
    result = computation(reading, one_point(at), digits)
    narrow = how is Format.table and output is None
    width = get_terminal_size().columns if narrow else None
    _write(_rendered(result, target, width, how is Format.table or output is not None), output)
    status = _report_undecided(result)
    if status:
        raise typer.Exit(status)


def _target(to: Target | None, output: str | None, how: Format, chosen: bool) -> Target:
    """Return what to write, from all the flags that may say so."""
    if how in (Format.csv, Format.latex):
        raise UsageError(
            f"a graph has no {how.value} form: choose --to text, dot, mermaid, json or svg"
        )
    if how is Format.json:
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


def _is_too_large(graph: Graph, target: Target) -> bool:
    return graph.operation_count() > _LARGEST[target]


def _require_size(graph: Graph, target: Target) -> None:
    if not _is_too_large(graph, target):
        return
    counts = ", ".join(f"{name} {count}" for name, count in operation_counts(graph).items())
    other = "; --to dot takes more" if target is Target.svg else ""
    raise TooLarge(
        f"the graph is too large for --to {target.value}: it has {graph.operation_count()}"
        f" operations ({counts}), and the limit is {_LARGEST[target]}{other}"
    )


def _counts(graph: Graph) -> str:
    """Return the operations of a graph that is too large to draw, after a word on stderr."""
    say(
        f"the graph is too large to draw as text: it has {graph.operation_count()}"
        f" operations, and the limit is {_LARGEST[Target.text]}; here is how often each occurs"
    )
    return "\n".join(f"{name}\t{count}" for name, count in operation_counts(graph).items())


def _rendered(result: Computation, target: Target, width: int | None, heading: bool) -> str:
    if target is Target.json:
        from calcdl.render.graph import record
        from calcdl.render.record import json_text

        return json_text(record(result)).rstrip("\n")
    if target in (Target.dot, Target.mermaid):
        from calcdl.render.picture.dot_and_mermaid import dot, mermaid

        return dot(result) if target is Target.dot else mermaid(result)
    if target is Target.svg:
        from calcdl.render.picture.svg import svg

        return svg(result)
    from calcdl.render.picture.rails import drawing

    return "\n".join(drawing(result, width, heading))


def _write(text: str, output: str | None) -> None:
    if output is None:
        print(text)
        return
    try:
        Path(output).write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"I cannot write {output}: {error.strerror}") from None


def _report_undecided(result: Computation) -> int:
    """Say on stderr why numbers are missing; return the exit status that this means."""
    errors = [node.error for node in result.nodes if isinstance(node.error, Undecided)]
    for message in dict.fromkeys(error.message_in_shell for error in errors):
        say(message)
    return max((error.status for error in errors), default=0)
