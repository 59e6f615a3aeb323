"""``calcdl functions``: the table of elementary functions."""

from typing import Annotated

import typer

from calcdl.cli.shared.command import AnsweringCommand
from calcdl.cli.shared.flags import Format_, Output
from calcdl.cli.shared.output import Format, chosen_format
from calcdl.errors import UsageError
from calcdl.functions import ALIASES, FUNCTIONS, WRITTEN_OUT
from calcdl.reading.names import array_words, function_rows, is_only_of_arrays
from calcdl.render.forms import write_result

__all__ = ["app"]

app = typer.Typer(add_completion=False)


def _complete(incomplete: str) -> list[str]:
    return [name for name in (*FUNCTIONS, *ALIASES, *WRITTEN_OUT) if name.startswith(incomplete)]


@app.command(cls=AnsweringCommand)
def functions(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="One function, by any of its names.",
            show_default=False,
            autocompletion=_complete,
        ),
    ] = None,
    arrays: Annotated[
        bool,
        typer.Option("--arrays", help="Those of vectors and matrices, which --shape declares."),
    ] = False,
    format: Format_ = None,
    output: Output = None,
) -> None:
    """List the functions that calcdl knows: names and meanings, or all of one.

    calcdl functions                all of them
    calcdl functions gelu           one of them
    calcdl functions --arrays       those of vectors and matrices
    calcdl functions gelu --json    as data
    """
    form = chosen_format(format, output)
    if form is Format.latex:
        raise UsageError(
            "the table of functions has no LaTeX form: choose table, plain, csv or json"
        )
    if arrays or (name is not None and is_only_of_arrays(name)):
        write_result(array_words(name), "array_words", form)
        return
    rows = function_rows(name)
    if name is None:
        write_result(rows, "functions", form)
        return
    from calcdl.calculus.functions.answer import answer

    write_result(answer(rows[0]), "functions", form)
