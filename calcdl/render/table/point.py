"""What a function does at a point, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table

from calcdl.calculus.point.words import sentence
from calcdl.reading.points import place_text
from calcdl.render.point import frameworks_text
from calcdl.render.table.fitting import Fitting
from calcdl.render.table.lines import Items, Line
from calcdl.render.table.pairs import Pairs
from calcdl.render.table.parts import head, value_text
from calcdl.results.point import Behaviour, Behaviours, OneSide
from calcdl.results.value import Value
from calcdl.syntax.unparse import Spelling

__all__ = ["table"]

_ORDERS = {1: "slope", 2: "second derivative", 3: "third derivative"}
_STYLES = {"smooth": "bold green", "undecided": "bold magenta"}


def table(result: Behaviours, spelling: Spelling) -> Iterator[RenderableType]:
    """Yield the function, and for each point both sides and what they say of the point."""
    yield head(result.expression, spelling)
    for behaviour in result.points:
        yield ""
        yield _heading(behaviour)
        plainly_smooth = behaviour.kind == "smooth" and behaviour.more
        yield _values(behaviour) if plainly_smooth else Fitting(_sides(behaviour))
        yield Line(_says(behaviour))
        if frameworks := frameworks_text(behaviour):
            yield Line(frameworks, style="dim")


def _heading(behaviour: Behaviour) -> Line:
    along = "" if behaviour.along is None else f", along {behaviour.along}"
    text = Items(f"at {place_text(behaviour.at)}{along}: ", style="bold")
    return text.append(behaviour.kind, style=_STYLES.get(behaviour.kind, "bold red"))


def _says(behaviour: Behaviour) -> str:
    text = sentence(behaviour)
    return f"{text[:1].upper()}{text[1:]}."


def _values(behaviour: Behaviour) -> Pairs:
    """Return value and derivatives where both sides are the same."""
    rows = Pairs()
    if behaviour.value is not None:
        rows.add_row("value", value_text(behaviour.value))
    for order, value in enumerate(behaviour.right.derivatives, 1):
        rows.add_row(_ORDERS.get(order, f"derivative {order}"), value_text(value))
    return rows


def _sides(behaviour: Behaviour) -> Table:
    table = Table(box=None, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column("", style="cyan", no_wrap=True)
    for name in ("left", "at the point", "right"):
        table.add_column(name, overflow="fold")
    here = Line("none", style="red") if behaviour.value is None else value_text(behaviour.value)
    table.add_row("limit", _limit(behaviour.left), here, _limit(behaviour.right))
    most = max(len(behaviour.left.derivatives), len(behaviour.right.derivatives), 1)
    shown = most if behaviour.more else min(most, behaviour.derivatives + 1)
    for order in range(1, shown + 1):
        left, right = (_derivative(side, order) for side in (behaviour.left, behaviour.right))
        same = order <= behaviour.derivatives and behaviour.value is not None
        name = _ORDERS.get(order, f"derivative {order}")
        table.add_row(name, left, right if same else Line(""), right)
    return table


def _limit(side: OneSide) -> Line:
    if not side.exists:
        return Line("outside the domain", style="dim")
    return _number(side.limit)


def _derivative(side: OneSide, order: int) -> Line:
    if not side.exists:
        return Line("")
    if order <= len(side.derivatives):
        return _number(side.derivatives[order - 1])
    infinite = side.limit is not None and side.limit.infinite
    return Line("") if infinite else Line("?", style="magenta")


def _number(value: Value | None) -> Line:
    if value is None:
        return Line("?", style="magenta")
    if value.infinite:
        return Line("∞" if value.infinite > 0 else "-∞")
    return value_text(value)
