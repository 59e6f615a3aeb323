"""Partial derivatives on a terminal: a list for a gradient, a matrix for a Hessian or Jacobian."""

from __future__ import annotations

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from calcdl.reading.writing import write
from calcdl.render.names import function_name
from calcdl.render.table.parts import NOTHING, Formula, Pairs, fitting, grid, value_text
from calcdl.results.at_point import DerivativeAtPoint
from calcdl.results.partials import Entries, Entry, PointFacts

__all__ = ["print_entries_table"]


def print_entries_table(result: Entries) -> None:
    """Print formulas, and for each point the values and what they say together."""
    console = Console()
    head = grid()
    f = function_name(*result.expressions)
    for k, expression in enumerate(result.expressions, 1):
        name = f if len(result.expressions) == 1 else f"{f}{k}"
        head.add_row(f"{name}({', '.join(expression.symbols())})", Formula(write(expression)))
    console.print(head)
    console.print()
    console.print(_formulas(result))
    if result.command == "hessian" or any(e.label.count(",") for e in result.entries):
        _note_symmetry(console, result)
    points = result.entries[0].points if result.entries else ()
    for k, point in enumerate(points):
        console.print()
        place = ", ".join(f"{name} = {text}" for name, text in point.at.items())
        console.print(Text(f"at {place}", style="bold"))
        console.print(_values(result, k, console))
        if k < len(result.facts):
            facts = _facts(result.facts[k], result.variables)
            if facts.row_count:
                console.print(facts)


def _note_symmetry(console: Console, result: Entries) -> None:
    if result.command == "jacobian" or not any(_mixed(entry.label) for entry in result.entries):
        return
    if result.symmetric:
        note = "Mixed derivatives do not depend on the order of the variables."
    else:
        note = (
            "Mixed derivatives are taken in the order of the variables: where the function is not"
            " smooth, it may matter."
        )
    console.print(Text(note, style="dim"))


def _mixed(label: str) -> bool:
    return len(set(label.split(","))) > 1


def _formulas(result: Entries) -> Pairs:
    rows = grid()
    for entry in result.entries:
        if entry.formula is not None:
            rows.add_row(partial_name(entry.label, result), Formula(write(entry.formula)))
    return rows


def partial_name(label: str, result: Entries) -> str:
    """Return "∂f/∂x", "∂²f/∂x∂y" or "∂f1/∂x"."""
    names = label.split(",")
    function = function_name(*result.expressions)
    if result.command == "jacobian":
        place, *names = names
        function += place if len(result.expressions) > 1 else ""
    power = "" if len(names) == 1 else str(len(names)).translate(_SUPERSCRIPTS)
    below = []
    for name in dict.fromkeys(names):
        count = names.count(name)
        below.append(f"∂{name}" + ("" if count == 1 else str(count).translate(_SUPERSCRIPTS)))
    return f"∂{power}{function}/{''.join(below)}"


_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _values(result: Entries, k: int, console: Console) -> RenderableType:
    """Return the values at one point: a matrix where the labels are those of one, else a list."""
    if result.command in ("hessian", "jacobian"):
        return fitting(_matrix(result, k), console)
    rows = grid()
    for entry in result.entries:
        rows.add_row(partial_name(entry.label, result), _value(entry.points[k]))
    return rows


def _value(point: DerivativeAtPoint) -> Text:
    if point.value is not None:
        return value_text(point.value, bold=True)
    return NOTHING


def _matrix(result: Entries, k: int) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", style="cyan", no_wrap=True)
    for name in result.variables:
        table.add_column(name, header_style="cyan", overflow="fold")
    by_label: dict[str, Entry] = {entry.label: entry for entry in result.entries}
    rows = (
        [str(i) for i in range(1, len(result.expressions) + 1)]
        if result.command == "jacobian"
        else list(result.variables)
    )
    for row in rows:
        cells = []
        for name in result.variables:
            entry = by_label.get(f"{row},{name}") or by_label[f"{name},{row}"]
            cells.append(_value(entry.points[k]))
        table.add_row(
            f"{function_name(*result.expressions)}{row}" if result.command == "jacobian" else row,
            *cells,
        )
    return table


def _facts(facts: PointFacts, variables: tuple[str, ...]) -> Pairs:
    rows = grid()
    if facts.norm is not None:
        rows.add_row("norm", value_text(facts.norm))
    if facts.steepest:
        parts = (f"{n} = {v.decimal}" for n, v in zip(variables, facts.steepest, strict=True))
        rows.add_row("steepest ascent", Text(", ".join(parts)))
    if facts.along is not None:
        rows.add_row("along the direction", value_text(facts.along, bold=True))
    if facts.eigenvalues:
        rows.add_row("eigenvalues", Text(", ".join(v.decimal for v in facts.eigenvalues)))
    if facts.definiteness is not None:
        rows.add_row("definiteness", Text(facts.definiteness))
    return rows
