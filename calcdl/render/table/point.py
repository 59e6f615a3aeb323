"""What a function does at a point, on a terminal."""

from __future__ import annotations

import math

from rich.console import Console
from rich.table import Table
from rich.text import Text

from calcdl.calculus.point.words import sentence
from calcdl.reading.writing import write
from calcdl.render.names import function_name
from calcdl.render.point import framework_text
from calcdl.render.table.parts import Formula, Pairs, fitting, grid, value_text
from calcdl.results.point import Behaviour, Side, Verdicts
from calcdl.results.value import Value

__all__ = ["print_verdicts_table"]

_ORDERS = {1: "slope", 2: "second derivative", 3: "third derivative"}
_STYLES = {"smooth": "bold green", "undecided": "bold yellow"}


def print_verdicts_table(result: Verdicts) -> None:
    """Print the function, and for each point both sides and what they say of the point."""
    console = Console()
    rows = grid()
    f = function_name(result.expression)
    rows.add_row(
        f"{f}({', '.join(result.expression.symbols())})", Formula(write(result.expression))
    )
    console.print(rows)
    for found in result.points:
        console.print()
        console.print(_heading(found))
        if found.kind == "smooth" and found.more:
            console.print(_values(found))
        else:
            console.print(fitting(_sides(found), console))
        console.print(Text(_says(found)))
        if told := _frameworks(found):
            console.print(Text(told, style="dim"))


def _heading(found: Behaviour) -> Text:
    place = ", ".join(f"{name} = {text}" for name, text in found.at.items())
    along = "" if found.along is None else f", along {found.along}"
    text = Text(f"at {place}{along}: ", style="bold")
    return text.append(found.kind, style=_STYLES.get(found.kind, "bold red"))


def _says(found: Behaviour) -> str:
    text = sentence(found)
    return f"{text[:1].upper()}{text[1:]}."


def _values(found: Behaviour) -> Pairs:
    """Return value and derivatives where both sides are the same."""
    rows = grid()
    if found.value is not None:
        rows.add_row("value", value_text(found.value))
    for order, value in enumerate(found.right.derivatives, 1):
        rows.add_row(_ORDERS.get(order, f"derivative {order}"), value_text(value))
    return rows


def _sides(found: Behaviour) -> Table:
    table = Table(box=None, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column("", style="cyan", no_wrap=True)
    for name in ("left", "at the point", "right"):
        table.add_column(name, overflow="fold")
    here = Text("none", style="red") if found.value is None else value_text(found.value)
    table.add_row("limit", _limit(found.left), here, _limit(found.right))
    most = max(len(found.left.derivatives), len(found.right.derivatives), 1)
    shown = most if found.more else min(most, found.derivatives + 1)
    for order in range(1, shown + 1):
        left, right = (_derivative(side, order) for side in (found.left, found.right))
        same = order <= found.derivatives and found.value is not None
        name = _ORDERS.get(order, f"derivative {order}")
        table.add_row(name, left, right if same else Text(""), right)
    return table


def _limit(side: Side) -> Text:
    if not side.exists:
        return Text("outside the domain", style="dim")
    return _number(side.limit)


def _derivative(side: Side, order: int) -> Text:
    if not side.exists:
        return Text("")
    if order <= len(side.derivatives):
        return _number(side.derivatives[order - 1])
    infinite = side.limit is not None and side.limit.decimal in ("oo", "-oo")
    return Text("") if infinite else Text("?", style="yellow")


def _number(value: Value | None) -> Text:
    if value is None:
        return Text("?", style="yellow")
    infinite = {"oo": "∞", "-oo": "-∞"}.get(value.decimal)
    return value_text(value) if infinite is None else Text(infinite)


def _frameworks(found: Behaviour) -> str:
    """Return what others give for the slope, nothing where that is simply right."""
    slopes = {name: framework_text(slope) for name, slope in found.frameworks}
    right = found.right.slope
    if found.kind == "smooth" and right is not None and right.float is not None:
        values = [slope for _, slope in found.frameworks]
        if all(math.isclose(slope, right.float, rel_tol=1e-9, abs_tol=1e-9) for slope in values):
            return ""
    if len(slopes) > 1 and len(set(slopes.values())) == 1:
        return f"{' and '.join(slopes)} both return {slopes.popitem()[1]} as the slope there."
    told = [f"{name} returns {slope}" for name, slope in slopes.items()]
    return f"As the slope there {' and '.join(told)}." if told else ""
