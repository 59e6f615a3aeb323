"""What a shell is offered while an expression, or the name of a variable, is typed."""

from __future__ import annotations

import re
from typing import Any

from calcdl.errors import CalcdlError
from calcdl.functions import ALIASES, FUNCTIONS, WRITTEN_OUT
from calcdl.reading.expressions import read

__all__ = ["with_functions", "with_variables"]


def with_functions(params: dict[str, Any], incomplete: str) -> list[str]:
    """Return an expression with the name at its end completed to those of functions.

    >>> with_functions({}, "x*softp")
    ['x*softplus']
    """
    name = re.search(r"[^\W\d]\w*$", incomplete)
    if name is None:
        return []
    before, begun = incomplete[: name.start()], name[0]
    names = (*FUNCTIONS, *ALIASES, *WRITTEN_OUT)
    return [f"{before}{name}" for name in dict.fromkeys(names) if name.startswith(begun)]


def with_variables(params: dict[str, Any], incomplete: str) -> list[str]:
    """Return names, "x,y", with the last one completed to the variables of what is typed so far."""
    texts = [params.get("expression"), *(params.get("expressions") or ())]
    before, comma, begun = incomplete.rpartition(",")
    names = dict.fromkeys(
        name for text in texts if text for name in _variables(text, params.get("let") or ())
    )
    given = before.split(",")
    return [
        f"{before}{comma}{name}" for name in names if name.startswith(begun) and name not in given
    ]


def _variables(text: str, lets: Any) -> list[str]:
    try:
        return read(text, lets=list(lets)).graph.symbols()
    except CalcdlError:
        return []
