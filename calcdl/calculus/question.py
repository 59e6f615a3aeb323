"""Reading a question: the variables that it is about."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.errors import TooLarge, UsageError, Wording, parameter
from calcdl.graph.nodes import Graph

__all__ = ["choose_variable", "choose_variables", "require_few_digits"]

_MOST_DIGITS = 100_000


def choose_variable(graph: Graph, wanted: str | None) -> str:
    """Return the variable to differentiate by: the one named, or the only one.

    Raises UsageError where there are several and none is named.
    """
    names = graph.symbols()
    if wanted is not None:
        if wanted not in names and not wanted.isidentifier():
            raise UsageError(f"'{wanted}' is not the name of a variable")
        return wanted
    if len(names) > 1:
        listed = f"{', '.join(names[:-1])} and {names[-1]}"
        raise UsageError(
            f"the expression has the variables {listed}: say which one with ",
            parameter("wrt", names[-1]),
            ", or ask for all with ",
            Wording("partials", "'calcdl partial'"),
        )
    return names[0] if names else "x"


def choose_variables(graph: Graph, wrt: Sequence[str]) -> list[str]:
    """Return the variables to differentiate by, each once."""
    for name in wrt:
        if not name.isidentifier():
            raise UsageError(f"'{name}' is not the name of a variable")
    return list(dict.fromkeys(wrt)) or graph.symbols() or ["x"]


def require_few_digits(digits: int | None) -> None:
    """Raise TooLarge where more digits are asked for than calcdl will compute."""
    if digits is not None and digits > _MOST_DIGITS:
        raise TooLarge(f"calcdl computes up to {_MOST_DIGITS} digits")
