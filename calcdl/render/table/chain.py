"""The chain rule on a terminal: levels with their rules, numbers forward and backward, assembly."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table

from calcdl.reading.writing import write
from calcdl.render.names import called
from calcdl.render.table.fitting import Fitting
from calcdl.render.table.lines import Formula, Line
from calcdl.render.table.pairs import Pairs
from calcdl.render.table.parts import at_point
from calcdl.render.table.steps import step_lines
from calcdl.render.words import (
    factors_text,
    level_quotient,
    number_text,
    numbers_text,
    quotient_name,
)
from calcdl.results.chain import Assembly, Chain
from calcdl.syntax.unparse import Spelling

__all__ = ["table"]


def table(result: Chain, spelling: Spelling) -> Iterator[RenderableType]:
    """Yield the levels, innermost first, and how their derivatives make the whole."""
    outermost, arguments = result.levels[-1].name, result.expression.symbols()
    head = called(outermost, arguments) if arguments else outermost
    yield Formula(f"{head} = {write(result.expression, spelling)}")
    if result.at is not None:
        yield at_point(result.at)
    yield ""
    yield Fitting(_levels(result, spelling))
    if result.at is not None:
        yield ""
        yield Line("backward", style="bold")
        yield _backward(result)
    for assembly in result.assemblies:
        yield ""
        yield _Equations(assembly, result, spelling)


def _levels(result: Chain, spelling: Spelling) -> Table:
    """Return a table: each level with its rule, its local derivatives, and the values."""
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    heading = "forward" if result.at is not None else ""
    table.add_row(Line("level by level", style="bold"), Line(heading, style="bold"))
    for level in result.levels:
        head = Formula(f"{level.name} = {write(level.definition, spelling)}", style="cyan")
        head.append(f"   {level.rule}", style="dim")
        table.add_row(head, number_text(level.value))
        several = len({step.variable for one in result.levels for step in one.steps}) > 1
        for step in level.steps:
            for line, number in step_lines(step, level, several, spelling):
                table.add_row(line, number)
        for local in level.local:
            name = level_quotient(level, local.input)
            line = Formula(f"  {name} = {write(local.formula, spelling)}")
            table.add_row(line, number_text(local.value))
    return table


def _backward(result: Chain) -> Pairs:
    """Return the derivatives of the whole with respect to each level."""
    rows = Pairs()
    whole = result.levels[-1].name
    for level in reversed(result.levels):
        if level.adjoint is not None:
            rows.add_row(f"d{whole}/d{level.name}", number_text(level.adjoint))
    return rows


class _Equations:
    """The derivative as a chain of equations; a long name has its own line."""

    def __init__(self, assembly: Assembly, result: Chain, spelling: Spelling) -> None:
        several = len(result.expression.symbols()) > 1
        self.name = quotient_name(result.levels[-1].name, assembly.variable, several)
        self.sides = _sides(assembly, result, spelling)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        name = self.name
        if cell_len(name) > options.max_width // 2:
            yield Line(name, style="cyan")
            name = ""
        table = Table.grid(padding=(0, 1))
        table.add_column(style="cyan", no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        *others, last = self.sides
        for side in others:
            table.add_row(name, "=", Formula(side))
            name = ""
        table.add_row(name, "=", Formula(last, style="bold"))
        yield table


def _sides(assembly: Assembly, result: Chain, spelling: Spelling) -> list[str]:
    """Return what the derivative equals, from the product of quotients to the number."""
    levels = {level.name: level for level in result.levels}
    nested = len(levels) > 1
    sides = [factors_text(assembly, levels)] if nested else []
    formulas = [assembly.product, assembly.substituted, assembly.tidied]
    if assembly.named is not None:
        formulas.insert(1, assembly.named.formula)
    sides += [write(formula, spelling) for formula in formulas]
    if assembly.value is not None:
        numbers = numbers_text(assembly, levels) if nested else ""
        sides += [numbers, number_text(assembly.value)]
    return list(dict.fromkeys([side for side in sides if side]))
