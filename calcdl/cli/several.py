"""What the commands for functions of several inputs share."""

from typing import Annotated

import typer

from calcdl.cli.command import Format, fail_at_points
from calcdl.results.entries import Entries

__all__ = ["Variables", "names_of", "print_entries", "wants_formulas"]

Variables = Annotated[
    str | None,
    typer.Option(
        "--wrt",
        metavar="NAMES",
        help="Differentiate with respect to these: 'x,y'. Default: all.",
        show_default=False,
    ),
]


def names_of(text: str | None) -> list[str]:
    """Return the names in "x, y"."""
    return [] if text is None else [name.strip() for name in text.split(",")]


def wants_formulas(how: Format, at: list[str] | None) -> bool:
    """Say whether formulas will be printed: in a pipe only if there is no point."""
    return not at or how is not Format.plain


def print_entries(result: Entries, how: Format) -> None:
    """Print a result; end with the exit status that its worst point asks for."""
    if how is Format.table:
        from calcdl.render.table.entries import print_entries_table

        print_entries_table(result)
    elif how is Format.json:
        from calcdl.render.records import entries_json

        print(entries_json(result))
    elif how is Format.csv:
        from calcdl.render.columns import entries_csv

        print(entries_csv(result), end="")
    elif how is Format.latex:
        from calcdl.render.latex import entries_latex

        print(entries_latex(result))
    else:
        from calcdl.render.plain import entry_lines

        for line in entry_lines(result):
            print(line)
    if how is Format.plain and any(fact.along for fact in result.facts):
        return  # the partial derivatives were not asked for
    fail_at_points([point for entry in result.entries for point in entry.points], how)
