"""``calcdl chain``: the chain rule, level by level."""

import sys

import typer

from calcdl.calculus.chain.answer import chain
from calcdl.cli.commands.expression_command import (
    At,
    Declared,
    Digits,
    Expression,
    ExpressionCommand,
    File,
    Format,
    Format_,
    Json,
    Let,
    chosen_format,
    one_point,
)
from calcdl.cli.shared.partials import Variables, names_of
from calcdl.cli.shared.source import note_absent, read_source
from calcdl.errors import Undecided
from calcdl.render.forms import write_result
from calcdl.render.words import quotient_name
from calcdl.results.chain import Chain, Number

__all__ = ["app", "print_chain"]

app = typer.Typer(add_completion=False)


@app.command("chain", cls=ExpressionCommand)
def chain_(
    expression: Expression = None,
    wrt: Variables = None,
    at: At = None,
    digits: Digits = None,
    let: Let = None,
    file: File = None,
    function: Declared = None,
    format: Format_ = None,
    json: Json = False,
) -> None:
    """Expand the chain rule into its steps; with --at the numbers flow through.

    calcdl chain "log(sin(exp(x**2)))" --at 0.5
    """
    how = chosen_format(format, json)
    reading = read_source(expression, let, file, function)
    result = chain(reading, names_of(wrt), one_point(at), digits)
    note_absent(names_of(wrt), [reading])
    print_chain(result, how)


def print_chain(result: Chain, how: Format) -> None:
    """Print the steps of the chain rule; say on stderr which numbers could not be decided."""
    write_result(result, "chain", how)
    errors = undecided(result)
    if not errors:
        return
    if how is not Format.json:
        sys.stdout.flush()
        for name, error in errors.items():
            print(f"calcdl: {name}: {error.message_in_shell}", file=sys.stderr)
    raise typer.Exit(max(error.status for error in errors.values()))


def undecided(result: Chain) -> dict[str, Undecided]:
    """Return the numbers that could not be decided, by what they are called."""
    whole = result.levels[-1].name
    numbers: dict[str, Number] = {}
    for level in result.levels:
        numbers[level.name] = level.value
        numbers |= {quotient_name(level.name, one.input): one.value for one in level.local}
        numbers.setdefault(quotient_name(whole, level.name), level.adjoint)
    numbers |= {quotient_name(whole, one.variable): one.value for one in result.assemblies}
    return {name: one for name, one in numbers.items() if isinstance(one, Undecided)}
