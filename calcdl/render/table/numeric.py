"""The finite-difference laboratory on a terminal: a table, and a drawing of error against step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from rich.console import Console
from rich.table import Table
from rich.text import Text

from calcdl.reading.writing import write
from calcdl.render.names import function_name
from calcdl.render.numeric import bound_text, number_text
from calcdl.render.table.parts import Formula, fitting, grid, value_text
from calcdl.results.numeric import DifferenceQuotient, Laboratory, LaboratoryAtPoint
from calcdl.syntax.escapes import visible

__all__ = ["error_drawing", "print_laboratory_table"]

_USUAL_STEP = 0.0001  # that of calcdl deriv
_STYLES = ("cyan", "magenta", "yellow", "green", "blue", "red")
_METHOD_WIDTH = 30  # three columns of numbers
_ESTIMATE_WIDTH = 24


def print_laboratory_table(result: Laboratory, digits: int | None = None) -> None:
    """Print for each point the errors of the methods, step by step."""
    console = Console()
    head = grid()
    if result.expression is not None:
        names = ", ".join(result.expression.symbols() or [result.variable])
        head.add_row(f"{_name(result)}({names})", Formula(write(result.expression)))
    else:
        program = Text(visible(result.program or ""))
        head.add_row(f"{_name(result)}({result.variable})", program)
    console.print(head)
    for point in result.points:
        console.print()
        place = ", ".join(f"{name} = {text}" for name, text in point.at.items())
        console.print(Text(f"at {place}", style="bold"))
        _print_point(console, result, point, digits)


def _name(result: Laboratory) -> str:
    return function_name(result.expression) if result.expression is not None else "f"


def _print_point(
    console: Console, result: Laboratory, point: LaboratoryAtPoint, digits: int | None
) -> None:
    facts = grid()
    prime = f"d{_name(result)}/d{result.variable}"
    if point.value is not None:
        facts.add_row(prime, value_text(point.value, bold=True))
    if point.adaptive is not None:
        found = point.adaptive
        text = Text(f"{number_text(found.estimate, digits)} ± {bound_text(found.bound)}")
        side = "" if found.side == "both" else f", from the {found.side}"
        text.append(f"  from {found.evaluations} values of f{side}", style="dim")
        facts.add_row("adaptive", text)
    refused = point.error or point.no_derivative
    if refused is not None:
        facts.add_row(prime, Text(refused.message_in_shell, style="red"))
    console.print(facts)
    if not point.quotients:
        return
    methods = list(dict.fromkeys(one.method for one in point.quotients))
    width = _METHOD_WIDTH if point.best_steps else _ESTIMATE_WIDTH
    count = max(1, (console.width - 9) // width)
    for first in range(0, len(methods), count):
        console.print()
        table = _table(point, methods[first : first + count], digits)
        console.print(fitting(table, console))
    if point.best_steps:
        console.print(Text("* the best step of its method   ◂ the step of deriv", style="dim"))
        drawing = error_drawing(point.quotients, console.width)
        if drawing:
            console.print()
            console.print(drawing)


def _table(point: LaboratoryAtPoint, methods: Sequence[str], digits: int | None) -> Table:
    """Return a row a step, for each method its error and the parts of it, or its estimate."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("step", no_wrap=True)
    best = point.best_steps
    for method in methods:
        if best is None:
            table.add_column(method, no_wrap=True)
            continue
        for name in (f"{method}\nerror", "\ntruncation", "\nrounding"):
            table.add_column(name, justify="right", no_wrap=True)
    by_place = {(one.method, one.step): one for one in point.quotients}
    for step in dict.fromkeys(one.step for one in point.quotients):
        cells = [Text(f"{step:g} ◂" if step == _USUAL_STEP else f"{step:g}")]
        for method in methods:
            one = by_place[method, step]
            if best is None:
                cells.append(_estimate_cell(one, digits))
            else:
                cells += _error_cells(one, best.get(method) == step)
        table.add_row(*cells)
    return table


def _estimate_cell(one: DifferenceQuotient, digits: int | None) -> Text:
    return Text(number_text(one.estimate, digits) or "-")


def _error_cells(one: DifferenceQuotient, is_best: bool) -> list[Text]:
    style = "bold green" if is_best else ""
    mark = "*" if is_best else ""
    error = f"{mark}{_short(one.error)}"
    return [
        Text(error, style=style),
        Text(_short(one.truncation_error), style="dim"),
        Text(_short(one.rounding_error), style="dim"),
    ]


def _short(value: float | None) -> str:
    return "-" if value is None else "0" if value == 0 else f"{value:.1e}"


# The drawing


def error_drawing(quotients: Sequence[DifferenceQuotient], columns: int, rows: int = 12) -> Text:
    """Return a log-log drawing of the size of the error against the step.

    Lines are made of Braille dots, two by four a character; errors of zero are left out. A letter
    on each line says which method it is.
    """
    lines: dict[str, list[tuple[float, float]]] = {}
    for one in quotients:
        if one.error and one.step > 0:
            points = lines.setdefault(one.method, [])
            points.append((math.log10(one.step), math.log10(abs(one.error))))
    every = [point for points in lines.values() for point in points]
    if len({x for x, _ in every}) < 3:
        return Text()
    width = min(columns - 8, 64)
    canvas = _Canvas(width, rows, every)
    for k, points in enumerate(lines.values()):
        canvas.draw(sorted(points), k)
    text = Text()
    for k, method in enumerate(lines):
        text.append(f"{'   ' if k else '|error|  '}{_letter(k)} {method}", style=_STYLES[k % 6])
    for row in range(rows):
        text.append(f"\n{canvas.label(row):>6} ")
        for column in range(width):
            mark, line = canvas.cell(row, column)
            text.append(mark, style=None if line is None else _STYLES[line % 6])
    left, right = f"{10**canvas.left:.0e}", f"{10**canvas.right:.0e}"
    room = max(width - len(left) - len(right), 0)
    return text.append(f"\n       {left}{'step'.center(room)[:room]}{right}")


def _letter(k: int) -> str:
    return "abcdefg"[k % 7]


class _Canvas:
    """Characters of Braille dots, onto which a range of numbers is mapped."""

    _DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))

    def __init__(self, width: int, rows: int, points: Sequence[tuple[float, float]]) -> None:
        self.width, self.rows = width, rows
        self.left, self.right = min(x for x, _ in points), max(x for x, _ in points)
        self.bottom = math.floor(min(y for _, y in points))
        self.top = max(math.ceil(max(y for _, y in points)), self.bottom + 1)
        self._dots: dict[tuple[int, int], int] = {}
        self._owner: dict[tuple[int, int], int] = {}
        self._letters: dict[tuple[int, int], str] = {}

    def label(self, row: int) -> str:
        """Return the power of ten at the top or bottom, or in the middle."""
        if row not in (0, self.rows // 2, self.rows - 1):
            return ""
        height = self.top - (self.top - self.bottom) * row / (self.rows - 1)
        return f"1e{height:.0f}"

    def draw(self, points: Sequence[tuple[float, float]], k: int) -> None:
        """Draw a line through points, with the letter of its method at about a third of it."""
        places = [self._place(*point) for point in points]
        for (x0, y0), (x1, y1) in pairwise(places):
            length = max(abs(x1 - x0), abs(y1 - y0), 1)
            for i in range(length + 1):
                x, y = x0 + (x1 - x0) * i // length, y0 + (y1 - y0) * i // length
                cell = (y // 4, x // 2)
                self._dots[cell] = self._dots.get(cell, 0) | self._DOTS[y % 4][x % 2]
                self._owner[cell] = k
        for x, y in (places[0], places[-1 - len(places) // 5]):
            self._letters.setdefault((y // 4, x // 2), _letter(k))

    def cell(self, row: int, column: int) -> tuple[str, int | None]:
        """Return the character at a place, and the number of the line that it is of."""
        letter = self._letters.get((row, column))
        if letter is not None:
            return letter, "abcdefg".index(letter)
        dots = self._dots.get((row, column), 0)
        return (chr(0x2800 + dots), self._owner[row, column]) if dots else (" ", None)

    def _place(self, x: float, y: float) -> tuple[int, int]:
        across = (x - self.left) / (self.right - self.left)
        down = (self.top - y) / (self.top - self.bottom)
        return round(across * (2 * self.width - 1)), round(down * (4 * self.rows - 1))
