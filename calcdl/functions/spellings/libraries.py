"""The calls of a library, taken from the table's column of what it calls our functions."""

from __future__ import annotations

import re

from calcdl.functions import FUNCTIONS
from calcdl.functions.elsewhere import ELSEWHERE
from calcdl.functions.rules import row_of

__all__ = ["calls_of"]

# A call, or an entry of one, whose arguments are names; what is more than that is no spelling.
_PLAIN_CALL = re.compile(r"[\w.]+\([\w ,='.]*\)(\[\d\])?")


def calls_of(library: str) -> dict[str, str]:
    """Return templates of the calls of a library, by the names of the functions in the table.

    >>> calls_of("numpy")["hypot"], calls_of("jax")["Ci"]
    ('np.hypot({0}, {1})', 'jax.scipy.special.sici({0})[1]')
    """
    found = {}
    for name, elsewhere in ELSEWHERE.items():
        text = getattr(elsewhere, library)
        arguments = _arguments(name)
        if text is None or not arguments:
            continue
        if "(" not in text and " " not in text:
            text = f"{text}({', '.join(arguments)})"
        if _PLAIN_CALL.fullmatch(text):
            function, bracket, rest = text.partition("(")
            found[name] = f"{function}{bracket}{_numbered(rest, arguments)}"
    return found


def _arguments(name: str) -> tuple[str, ...]:
    """Return the names of a function's arguments; none where the name is no operation."""
    if name == "where":
        return ("condition", "u", "v")
    if name not in FUNCTIONS and name != "pow":
        return ()
    row = row_of(name)
    return ("u", "v") if row.variadic else row.args


def _numbered(text: str, arguments: tuple[str, ...]) -> str:
    """Return a text with the numbers of its arguments in place of their names."""
    return re.sub(r"\w+", lambda word: _place(word[0], arguments), text)


def _place(word: str, arguments: tuple[str, ...]) -> str:
    return f"{{{arguments.index(word)}}}" if word in arguments else word
