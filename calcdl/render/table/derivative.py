"""A derivative on a terminal: the formula, and what is known at each point."""

from __future__ import annotations

from calcdl.lean import TYPE_CHECKING
from calcdl.reading.writing import write
from calcdl.render.names import function_name, off_text, tangent_name
from calcdl.render.rows import float_text
from calcdl.render.table.agreement import NAME as AGREEMENT
from calcdl.render.table.lines import Formula, Line
from calcdl.render.table.named import add_definitions, add_named
from calcdl.render.table.pairs import Pairs
from calcdl.render.table.parts import NOTHING, at_point, superscript, value_text
from calcdl.results.at_point import DerivativeAtPoint, NumericDerivative, Tangent
from calcdl.results.derivative import Derivative
from calcdl.results.value import Value
from calcdl.syntax.unparse import Spelling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

__all__ = ["table"]

_PRIMES = {1: "′", 2: "″", 3: "‴"}


def table(result: Derivative, spelling: Spelling) -> Iterator[RenderableType]:
    """Yield the formula, and for each point what is known there."""
    f, prime = _names(result)
    rows = Pairs()
    rows.add_row(f, Formula(write(result.expression, spelling)))
    if result.formula is not None:
        rows.add_row(prime, Formula(write(result.formula, spelling)))
        add_named(rows, result.named, spelling)
    if result.simplified is not None:
        rows.add_row("simplified", Formula(write(result.simplified, spelling)))
    add_definitions(rows, [result.named], spelling)
    yield rows
    for point in result.points:
        yield ""
        yield at_point(point.at)
        yield _facts(point, result, f, prime, spelling)


def _names(result: Derivative) -> tuple[str, str]:
    """Return what the function and its derivative are called, as f(x) and f′(x), or f and ∂f/∂x."""
    f, variable = function_name(*result.graphs), result.variable
    prime = f + _PRIMES.get(result.order, f"⁽{superscript(result.order)}⁾")
    if len(result.expression.symbols()) < 2:
        return f"{f}({variable})", f"{prime}({variable})"
    return f, f"∂{f}/∂{variable}" if result.order == 1 else f"{prime} by {variable}"


def _facts(
    point: DerivativeAtPoint, result: Derivative, f: str, prime: str, spelling: Spelling
) -> Pairs:
    rows = Pairs(least=len(AGREEMENT))
    if point.function is not None:
        rows.add_row(f, value_text(point.function, spelling=spelling))
    if point.value is not None:
        rows.add_row(prime, value_text(point.value, bold=True, spelling=spelling))
    if point.numeric is not None:
        rows.add_row("numeric", _numeric(point.numeric, point.value))
    if point.tangent is not None:
        y = tangent_name(*result.graphs)
        rows.add_row("tangent", Line(f"{y} = {_line(point.tangent, result.variable)}"))
    if point.error is not None:
        rows.add_row(prime, NOTHING)
    return rows


def _numeric(numeric: NumericDerivative, value: Value | None) -> Line:
    """Return a quotient and its error, with the parts of that and a better step if it has one."""
    text = Line(float_text(numeric.estimate))
    off = off_text(numeric.error, numeric.estimate, value)
    details = f"  {numeric.method} difference, step {numeric.step:.3g}: {off}"
    if numeric.error:
        details += (
            f" (truncation {numeric.truncation_error:.2g}, rounding {numeric.rounding_error:.2g});"
            f" best step {numeric.best_step:.1g}, {_best(numeric.best_error)}"
        )
    return text.append(details, style="dim")


def _best(error: float) -> str:
    return f"off by {error:.2g}" if error else "right to the last digit"


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
