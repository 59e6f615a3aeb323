"""Results as tables on a terminal; the only place that imports Rich."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from calcdl.functions import Function
from calcdl.reading import write
from calcdl.results import Derivative, DerivativeAtPoint, NumericDerivative, Tangent, Value

__all__ = ["print_derivative_table", "print_functions_table"]

_NAMES = {1: "f′", 2: "f″", 3: "f‴"}


def print_derivative_table(result: Derivative) -> None:
    """Print the formula, and for each point what is known there."""
    console = Console()
    name = _NAMES.get(result.order, f"f⁽{_superscript(result.order)}⁾")
    arguments = f"({result.variable})" if len(result.expression.symbols()) < 2 else ""
    prime = name if not arguments else f"{name}{arguments}"
    if not arguments:
        prime = f"∂f/∂{result.variable}" if result.order == 1 else f"{name} by {result.variable}"
    grid = _grid()
    grid.add_row(f"f{arguments}", Text(write(result.expression)))
    if result.formula is not None:
        grid.add_row(prime, Text(write(result.formula)))
    if result.simplified is not None:
        grid.add_row("simplified", Text(write(result.simplified)))
    console.print(grid)
    for point in result.points:
        console.print()
        console.print(Text(f"at {_place(point.at)}", style="bold"))
        console.print(_at_point(point, prime, arguments, result.variable))


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def _place(at: dict[str, str]) -> str:
    return ", ".join(f"{name} = {text}" for name, text in at.items())


def _at_point(point: DerivativeAtPoint, prime: str, arguments: str, variable: str) -> Table:
    grid = _grid()
    if point.function is not None:
        grid.add_row(f"f{arguments}", _value(point.function))
    if point.value is not None:
        grid.add_row(prime, _value(point.value, bold=True))
    if point.numeric is not None:
        grid.add_row("numeric", _numeric(point.numeric))
    if point.tangent is not None:
        grid.add_row("tangent", Text(f"y = {_line(point.tangent, variable)}"))
    if point.agreement:
        grid.add_row("agreement", _agreement(point.agreement))
    if point.error is not None:
        grid.add_row(prime, Text(point.error.message, style="red"))
    return grid


def _value(value: Value, bold: bool = False) -> Text:
    text = Text(style="bold" if bold else "")
    if value.closed and value.closed != value.decimal:
        text.append(f"{value.closed} ≈ ")
    elif value.exact and value.exact != value.decimal:
        text.append(f"{value.exact} ≈ ")
    return text.append(value.decimal)


def _numeric(numeric: NumericDerivative) -> Text:
    text = Text(f"{numeric.estimate!r}")
    text.append(
        f"  {numeric.method} difference, step {numeric.step:.3g}: off by {numeric.error:.2g}"
        f" (truncation {numeric.truncation_error:.2g}, rounding {numeric.rounding_error:.2g});"
        f" best step {numeric.best_step:.1g}, off by {numeric.best_error:.2g}",
        style="dim",
    )
    return text


def _line(tangent: Tangent, variable: str) -> str:
    """Write slope*x + intercept as a person would."""
    slope, intercept = tangent.slope.decimal, tangent.intercept.decimal
    if slope == "0":
        return intercept
    term = {"1": variable, "-1": f"-{variable}"}.get(slope, f"{slope}*{variable}")
    if intercept == "0":
        return term
    sign = "-" if intercept.startswith("-") else "+"
    return f"{term} {sign} {intercept.removeprefix('-')}"


def _agreement(agreement: dict[str, bool]) -> Text:
    text = Text("Taylor series")
    for route, agrees in agreement.items():
        text.append(" = " if agrees else " ≠ ", style="green" if agrees else "bold red")
        text.append(route, style="" if agrees else "bold red")
    return text


def _superscript(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def print_functions_table(
    rows: Sequence[Function], aliases_of: Callable[[Function], list[str]]
) -> None:
    """Print functions, a row each: the derivative is written in the arguments and the value y."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("function", "other names", "meaning", "derivatives (y is the value)"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        derivatives = ", ".join(rule or "-" for rule in row.local)
        called = f"{row.name}({', '.join(row.args)}{', …' if row.variadic else ''})"
        aliases = " ".join(aliases_of(row))
        table.add_row(Text(called, style="cyan"), Text(aliases), Text(row.says), Text(derivatives))
    Console().print(table)
