"""``calcdl functions``: the table of elementary functions."""

from typing import Any

from calcdl.cli.shared.command import AnsweringCommand
from calcdl.cli.shared.output import chosen_format
from calcdl.cli.shared.values import Typed
from calcdl.errors import UsageError
from calcdl.functions import ALIASES, FUNCTIONS, WRITTEN_OUT
from calcdl.reading.names import array_words, function_rows, is_only_of_arrays
from calcdl.render.forms import write_result

__all__ = ["command", "complete"]


class Functions(AnsweringCommand):
    """List the functions that calcdl knows: names and meanings, or all of one.

    calcdl functions                all of them
    calcdl functions gelu           one of them
    calcdl functions --arrays       those of vectors and matrices
    calcdl functions --target c     which of them code in C has
    calcdl functions gelu --json    as data
    """

    def answered(self, typed: Typed) -> int:
        params = typed.params
        form = chosen_format(params["format"], params["output"])
        if form == "latex":
            raise UsageError(
                "the table of functions has no LaTeX form: choose table, plain, csv or json"
            )
        name = params["name"]
        if params["arrays"] or (name is not None and is_only_of_arrays(name)):
            write_result(array_words(name), "array_words", form)
            return 0
        rows = function_rows(name)
        if params["target"]:
            from calcdl.calculus.functions.targets import availability

            write_result(availability(rows, params["target"]), "availability", form)
            return 0
        if name is None:
            write_result(rows, "functions", form)
            return 0
        from calcdl.calculus.functions.answer import answer

        write_result(answer(rows[0]), "functions", form)
        return 0


def complete(params: dict[str, Any], incomplete: str) -> list[str]:
    """Return the names that a shell is offered."""
    return [name for name in (*FUNCTIONS, *ALIASES, *WRITTEN_OUT) if name.startswith(incomplete)]


command = Functions("functions")
