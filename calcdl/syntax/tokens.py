"""Text → tokens, each with its place."""

from __future__ import annotations

import re
from typing import NamedTuple

from calcdl.errors import ExpressionError

__all__ = ["Token", "tokenize"]


class Token(NamedTuple):
    """A piece of the text. ``kind`` is "number", "name", "superscript", "end", or an operator."""

    kind: str
    text: str
    start: int
    end: int


_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_FROM_SUPERSCRIPT = str.maketrans(_SUPERSCRIPTS + "⁻", "0123456789-")
# Python calls superscript digits word characters, so a name has to leave them out by itself.
_PATTERN = re.compile(
    rf"""
      [ \t\r\n\u00a0\u2009\u202f]+
    | (?P<number> (?: [0-9]+ (?: \.[0-9]* )? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )? )
    | (?P<name> [^\W\d{_SUPERSCRIPTS}] [^\W{_SUPERSCRIPTS}]* '*)
    | (?P<superscript> ⁻?[{_SUPERSCRIPTS}]+ )
    | (?P<operator> \*\* | <= | >= | == | != | [-+*/^(),|!<>=;√≤≥≠·×⋅∙÷∕−–] )
    """,
    re.VERBOSE,
)
_SPELLINGS = {
    "^": "**", "·": "*", "×": "*", "⋅": "*", "∙": "*", "÷": "/", "∕": "/", "−": "-", "–": "-",
    "≤": "<=", "≥": ">=", "≠": "!=",
}  # fmt: skip


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a text, the last one of kind "end".

    Raises ExpressionError where a character has no meaning in the language.
    """
    tokens = []
    match = _PATTERN.match
    place, length = 0, len(text)
    while place < length:
        found = match(text, place)
        if found is None:
            raise ExpressionError(_unreadable(text[place]), source=text, span=(place, place + 1))
        kind, end = found.lastgroup, found.end()
        if kind == "operator":
            word = found.group()
            word = _SPELLINGS.get(word, word)
            tokens.append(Token(word, word, place, end))
        elif kind == "superscript":
            word = found.group().translate(_FROM_SUPERSCRIPT)
            tokens.append(Token("superscript", word, place, end))
        elif kind is not None:
            tokens.append(Token(kind, found.group(), place, end))
        place = end
    tokens.append(Token("end", "", length, length))
    return tokens


def _unreadable(character: str) -> str:
    if character in "[]{}":
        return f"I cannot read '{character}' here: group with ( and )"
    if character in "\"'`":
        return f"I cannot read {character} here: quotes have no meaning in an expression"
    if character in "&~":
        return f"I cannot read '{character}' here: nest where(…) to combine conditions"
    return f"I cannot read '{character}' here"
