"""The finite-difference laboratory on a terminal: a table, and a drawing of error against step."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from calcdl.reading.writing import write
from calcdl.render.names import called, function_name
from calcdl.render.numeric import bound_text, number_text
from calcdl.render.picture.canvas import Canvas
from calcdl.render.picture.frame import coloured, fit_across, framed, margin_of
from calcdl.render.picture.ticks import Tick, ticks_of_powers
from calcdl.render.table.fitting import Fitting
from calcdl.render.table.limit import limit_lines
from calcdl.render.table.lines import Formula, Line
from calcdl.render.table.pairs import Pairs
from calcdl.render.table.parts import NOTHING, at_point, marks_of, value_text
from calcdl.render.table.quotients import written_out
from calcdl.results.curve import Window
from calcdl.results.numeric import AdaptiveDerivative, DifferenceQuotient, Numeric, NumericAtPoint
from calcdl.syntax.escapes import visible
from calcdl.syntax.unparse import Spelling

__all__ = ["table"]

_USUAL_STEP = 0.0001  # that of calcdl deriv
_METHOD_WIDTH = 30  # three columns of numbers
_ESTIMATE_WIDTH = 24
_LETTERS = "abcdefg"
_LEAST_OF_CURVE, _NUMBERS = 3, 6  # steps, and numbers beside the drawing
_NARROWEST, _WIDEST = 8, 72  # columns of the drawing


def table(result: Numeric, spelling: Spelling) -> Iterator[RenderableType]:
    """Yield for each point the errors of the methods, step by step."""
    f = "f" if result.expression is None else function_name(result.expression)
    yield _function(result, f, spelling)
    if result.limit is not None:
        yield ""
        yield from limit_lines(result, spelling)
    for point in result.points:
        yield ""
        yield at_point(point.at)
        yield _facts(point, f"d{f}/d{result.variable}", result.digits)
        if len({quotient.step for quotient in point.quotients}) == 1:
            yield ""
            yield written_out(result, point)
        elif point.quotients:
            yield _Quotients(point, result.digits)


def _function(result: Numeric, f: str, spelling: Spelling) -> Pairs:
    rows = Pairs()
    if result.expression is None:
        rows.add_row(f"{f}({result.variable})", Line(visible(result.program or "")))
    else:
        name = called(f, result.expression.symbols() or [result.variable])
        rows.add_row(name, Formula(write(result.expression, spelling)))
    return rows


def _facts(point: NumericAtPoint, derivative: str, digits: int | None) -> Pairs:
    rows = Pairs()
    if point.value is not None:
        rows.add_row(derivative, value_text(point.value, bold=True))
    if point.adaptive is not None:
        rows.add_row("adaptive", _adaptive(point.adaptive, digits))
    if point.error is not None:
        rows.add_row(derivative, NOTHING)
    elif point.no_derivative is not None:
        rows.add_row(derivative, Line(point.no_derivative.message_in_shell, style="red"))
    return rows


def _adaptive(adaptive: AdaptiveDerivative, digits: int | None) -> Line:
    text = Line(f"{number_text(adaptive.estimate, digits)} ± {bound_text(adaptive.bound)}")
    side = "" if adaptive.side == "both" else f", from the {adaptive.side}"
    return text.append(f"  from {adaptive.evaluations} values of f{side}", style="dim")


class _Quotients:
    """A table of as many methods as there is room for, the others below; then the drawing."""

    def __init__(self, point: NumericAtPoint, digits: int | None) -> None:
        self.point, self.digits = point, digits

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        point, room = self.point, options.max_width
        methods = list(dict.fromkeys(quotient.method for quotient in point.quotients))
        width = _METHOD_WIDTH if point.best_steps else _ESTIMATE_WIDTH
        count = max(1, (room - 9) // width)
        for first in range(0, len(methods), count):
            yield ""
            yield Fitting(_table(point, methods[first : first + count], self.digits))
        if point.best_steps:
            yield Line("* the best step of its method   ◂ the step of deriv", style="dim")
            drawing = _error_drawing(point.quotients, room, marks=marks_of(options))
            if drawing:
                yield ""
                yield drawing


def _table(point: NumericAtPoint, methods: Sequence[str], digits: int | None) -> Table:
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
    by_place = {(quotient.method, quotient.step): quotient for quotient in point.quotients}
    for step in dict.fromkeys(quotient.step for quotient in point.quotients):
        cells = [Line(f"{step:g} ◂" if step == _USUAL_STEP else f"{step:g}")]
        for method in methods:
            quotient = by_place[method, step]
            if best is None:
                cells.append(Line(number_text(quotient.estimate, digits) or "-"))
            else:
                cells += _error_cells(quotient, best.get(method) == step)
        table.add_row(*cells)
    return table


def _error_cells(quotient: DifferenceQuotient, is_best: bool) -> list[Line]:
    mark, style = ("*", "bold green") if is_best else ("", "")
    parts = (quotient.truncation_error, quotient.rounding_error)
    error = Line(f"{mark}{_short(quotient.error)}", style=style)
    return [error, *[Line(_short(part), style="dim") for part in parts]]


def _short(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.1e}" if value else "0"


# The drawing


def _error_drawing(
    quotients: Sequence[DifferenceQuotient], columns: int, rows: int = 12, marks: str = "braille"
) -> Text:
    """Return a log-log drawing of the size of the error against the step.

    A letter on each line says which method it is; errors of zero are left out.
    """
    lines: dict[str, list[tuple[float, float]]] = {}
    for quotient in quotients:
        if quotient.error and quotient.step > 0:
            points = lines.setdefault(quotient.method, [])
            points.append((math.log10(quotient.step), math.log10(abs(quotient.error))))
    every = [point for points in lines.values() for point in points]
    if len({x for x, _ in every}) < _LEAST_OF_CURVE:
        return Text()
    window = _window(every)
    upwards = ticks_of_powers(window.bottom, window.top, _NUMBERS)
    width = max(min(columns, _WIDEST) - margin_of(upwards) - 2, _NARROWEST)
    canvas = Canvas(width, rows, window, marks)
    for k, points in enumerate(lines.values()):
        _draw(canvas, sorted(points), k)

    def along(count: int) -> list[Tick]:
        return ticks_of_powers(window.left, window.right, count)

    across = along(fit_across(along, width, window.right - window.left, _NUMBERS))
    methods = [coloured(f"{_LETTERS[k % 7]} {name}", k, True) for k, name in enumerate(lines)]
    head = f"|error| by step:  {'   '.join(methods)}"
    return Text.from_ansi("\n".join([head, *framed(canvas, across, upwards, colour=True)]))


def _window(points: Sequence[tuple[float, float]]) -> Window:
    """Return the window of a drawing, upwards from one power of ten to another."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    bottom = math.floor(min(ys))
    return Window(min(xs), max(xs), bottom, max(math.ceil(max(ys)), bottom + 1))


def _draw(canvas: Canvas, points: Sequence[tuple[float, float]], k: int) -> None:
    """Draw a line, with the letter of its method at both ends of it, as far as there is room."""
    letter = _LETTERS[k % 7]
    canvas.line(points, k, letter)
    for place in (points[0], points[-1 - len(points) // 5]):
        if canvas.at(*canvas.cell_of(place))[0] not in _LETTERS:
            canvas.put(place, letter, k)
