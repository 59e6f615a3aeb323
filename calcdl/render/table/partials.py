"""Partial derivatives on a terminal: a list for a gradient, a matrix for a Hessian or Jacobian."""

from __future__ import annotations

from calcdl.lean import TYPE_CHECKING
from calcdl.reading.writing import write
from calcdl.render.names import called, function_name
from calcdl.render.table.lines import Formula, Items, Line
from calcdl.render.table.named import add_definitions, add_named
from calcdl.render.table.pairs import Pairs
from calcdl.render.table.parts import NOTHING, at_point, superscript, value_text
from calcdl.results.at_point import DerivativeAtPoint
from calcdl.results.partials import Partial, Partials, PointFacts
from calcdl.syntax.unparse import Spelling

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType
    from rich.table import Table

__all__ = ["table"]


def table(result: Partials, spelling: Spelling) -> Iterator[RenderableType]:
    """Yield formulas, and for each point the values and what they say together."""
    yield _functions(result, spelling)
    yield ""
    yield _formulas(result, spelling)
    if result.command != "jacobian" and any(len(set(e.variables)) > 1 for e in result.entries):
        yield Line(_SYMMETRIC if result.symmetric else _IN_ORDER, style="dim")
    points = result.entries[0].points if result.entries else ()
    for k, point in enumerate(points):
        yield ""
        yield at_point(point.at)
        yield _values(result, k)
        facts = _facts(result.facts[k], result.variables) if result.facts else Pairs()
        if facts.rows:
            yield facts


_SYMMETRIC = "Mixed derivatives do not depend on the order of the variables."
_IN_ORDER = (
    "Mixed derivatives are taken in the order of the variables: where the function is not"
    " smooth, it may matter."
)


def _functions(result: Partials, spelling: Spelling) -> Pairs:
    rows = Pairs()
    f = function_name(*result.graphs)
    for k, expression in enumerate(result.expressions, 1):
        name = f if len(result.expressions) == 1 else f"{f}{k}"
        rows.add_row(called(name, expression.symbols()), Formula(write(expression, spelling)))
    return rows


def _formulas(result: Partials, spelling: Spelling) -> Pairs:
    rows = Pairs()
    for entry in result.entries:
        if entry.formula is not None:
            rows.add_row(partial_name(entry, result), Formula(write(entry.formula, spelling)))
            add_named(rows, entry.named, spelling)
    add_definitions(rows, [entry.named for entry in result.entries], spelling)
    return rows


def partial_name(entry: Partial, result: Partials) -> str:
    """Return "∂f/∂x", "∂²f/∂x∂y" or "∂f1/∂x"."""
    function = function_name(*result.graphs)
    if len(result.expressions) > 1:
        function += str(entry.output)
    return partial_of(function, entry.variables)


def partial_of(function: str, variables: Sequence[str]) -> str:
    """Return "∂²f/∂x∂y" for "f", and "x" and "y"."""
    below = [f"∂{name}{_power(variables.count(name))}" for name in dict.fromkeys(variables)]
    return f"∂{_power(len(variables))}{function}/{''.join(below)}"


def _power(number: int) -> str:
    return "" if number == 1 else superscript(number)


def _values(result: Partials, k: int) -> RenderableType:
    """Return the values at one point: a matrix where they are the entries of one, else a list."""
    if result.command in ("hessian", "jacobian"):
        from calcdl.render.table.fitting import Fitting

        return Fitting(_matrix(result, k), matrix=True)
    rows = Pairs()
    for entry in result.entries:
        rows.add_row(partial_name(entry, result), _value(entry.points[k]))
    return rows


def _value(point: DerivativeAtPoint) -> Line:
    return NOTHING if point.value is None else value_text(point.value, bold=True)


def _matrix(result: Partials, k: int) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", style="cyan", no_wrap=True)
    for name in result.variables:
        table.add_column(name, header_style="cyan", overflow="fold")
    for heading, entries in _matrix_rows(result):
        table.add_row(heading, *[_value(entry.points[k]) for entry in entries])
    return table


def _matrix_rows(result: Partials) -> list[tuple[str, list[Partial]]]:
    names = result.variables
    if result.command == "jacobian":
        f = function_name(*result.graphs)
        by_output = {(entry.output, entry.variables): entry for entry in result.entries}
        outputs = range(1, len(result.expressions) + 1)
        return [(f"{f}{i}", [by_output[i, (name,)] for name in names]) for i in outputs]
    by_names = {entry.variables[::-1]: entry for entry in result.entries}
    by_names |= {entry.variables: entry for entry in result.entries}
    return [(row, [by_names[row, name] for name in names]) for row in names]


def _facts(facts: PointFacts, variables: tuple[str, ...]) -> Pairs:
    rows = Pairs()
    if facts.norm is not None:
        rows.add_row("norm", value_text(facts.norm))
    if facts.steepest:
        parts = (f"{n} = {v.decimal}" for n, v in zip(variables, facts.steepest, strict=True))
        rows.add_row("steepest ascent", Items(", ".join(parts)))
    if facts.along is not None:
        rows.add_row("along the direction", value_text(facts.along, bold=True))
    if facts.eigenvalues:
        rows.add_row("eigenvalues", Items(", ".join(v.decimal for v in facts.eigenvalues)))
    if facts.definiteness is not None:
        rows.add_row("definiteness", Line(facts.definiteness))
    return rows
