"""What the commands for functions of several inputs share."""

from typing import Annotated

import typer

from calcdl.cli.commands.expression_command import Format, fail_at_points
from calcdl.render.forms import write_result
from calcdl.results.partials import Partials

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


def print_entries(result: Partials, how: Format) -> None:
    """Print a result; end with the exit status that its worst point asks for."""
    write_result(result, "partials", how)
    if how is Format.plain and any(fact.along for fact in result.facts):
        return  # the partial derivatives were not asked for
    fail_at_points([point for entry in result.entries for point in entry.points], how)
