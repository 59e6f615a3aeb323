"""The chain rule on a terminal: levels with their rules, numbers forward and backward, assembly."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from calcdl.reading.writing import write
from calcdl.render.table.parts import Formula, Pairs, fitting, grid
from calcdl.render.words import (
    factors_text,
    level_quotient,
    number_text,
    numbers_text,
    quotient_name,
)
from calcdl.results.chain import Assembly, Chain, Level

__all__ = ["print_chain_table"]


def print_chain_table(result: Chain) -> None:
    """Print the levels, innermost first, and how their derivatives make the whole."""
    console = Console()
    arguments = ", ".join(result.expression.symbols())
    outermost = result.levels[-1].name
    head = f"{outermost}({arguments})" if arguments else outermost
    console.print(Formula(f"{head} = {write(result.expression)}"))
    if result.at is not None:
        place = ", ".join(f"{name} = {text}" for name, text in result.at.items())
        console.print(Text(f"at {place}", style="bold"))
    console.print()
    console.print(fitting(_levels(result), console))
    if result.at is not None:
        console.print()
        console.print(Text("backward", style="bold"))
        console.print(_backward(result))
    for assembly in result.assemblies:
        console.print()
        _print_assembly(console, assembly, result)


def _levels(result: Chain) -> Table:
    """Return a table: each level with its rule, its local derivatives, and the values."""
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    heading = "forward" if result.at is not None else ""
    table.add_row(Text("level by level", style="bold"), Text(heading, style="bold"))
    for level in result.levels:
        head = Formula(f"{level.name} = {write(level.definition)}", style="cyan")
        head.append(f"   {level.rule}", style="dim")
        table.add_row(head, number_text(level.value))
        for local in level.local:
            name = level_quotient(level, local.input)
            line = Formula(f"  {name} = {write(local.formula)}")
            table.add_row(line, number_text(local.value))
    return table


def _backward(result: Chain) -> Pairs:
    """Return the derivatives of the whole with respect to each level."""
    table = grid()
    whole = result.levels[-1].name
    for level in reversed(result.levels):
        if level.adjoint is not None:
            table.add_row(f"d{whole}/d{level.name}", number_text(level.adjoint))
    return table


def _print_assembly(console: Console, assembly: Assembly, result: Chain) -> None:
    """Print the derivative as a chain of equations; a long name has its own line."""
    levels = {level.name: level for level in result.levels}
    outermost: Level = result.levels[-1]
    name = quotient_name(outermost.name, assembly.variable, len(result.expression.symbols()) > 1)
    lines = [factors_text(assembly, levels)] if len(result.levels) > 1 else []
    lines += [write(assembly.product), write(assembly.substituted), write(assembly.tidied)]
    if assembly.value is not None:
        numbers = numbers_text(assembly, levels) if len(result.levels) > 1 else ""
        lines += [numbers, number_text(assembly.value)]
    shown = list(dict.fromkeys([line for line in lines if line]))
    if cell_len(name) > console.width // 2:
        console.print(Text(name, style="cyan", overflow="fold"))
        name = ""
    table = Table.grid(padding=(0, 1))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for k, line in enumerate(shown):
        final = k == len(shown) - 1
        table.add_row("" if k else name, "=", Formula(line, style="bold" if final else ""))
    console.print(table)
