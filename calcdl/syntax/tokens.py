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
# Letters and fractions that stand for powers and quotients, which no name should swallow.
_RAISED = "ʰ-ʸˠ-ˤᴬ-ᵪⁱⁿ½¼¾⅐-⅞"
_FROM_SUPERSCRIPT = str.maketrans(_SUPERSCRIPTS + "⁻", "0123456789-")
# Python calls superscript digits word characters, so a name has to leave them out by itself.
_PATTERN = re.compile(
    rf"""
    \s*
    (?:
      (?P<number> (?: [0-9]+ (?: \.[0-9]* )? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )? )
    | (?P<name> [^\W\d{_SUPERSCRIPTS}{_RAISED}] [^\W{_SUPERSCRIPTS}{_RAISED}]* ['′’]*)
    | (?P<superscript> ⁻?[{_SUPERSCRIPTS}]+ )
    | (?P<operator> \*\* | <= | >= | == | != | [-+*/^(),|!<>=;√≤≥≠·×⋅∙÷∕−–] )
    | (?P<end> $ )
    )
    """,
    re.VERBOSE,
)
_PRIMES = str.maketrans("′’", "''")
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
    spelling = _SPELLINGS.get
    place = 0
    while True:
        found = match(text, place)
        if found is None:
            place = len(text) - len(text[place:].lstrip())
            raise ExpressionError(_unreadable(text[place]), source=text, span=(place, place + 1))
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        word = text[start:end]
        if kind == "operator":
            kind = word = spelling(word, word)
        elif kind == "name" and word[-1] in "′’":
            word = word.translate(_PRIMES)
        elif kind == "superscript":
            word = word.translate(_FROM_SUPERSCRIPT)
        tokens.append(Token(kind, word, start, end))
        if kind == "end":
            return tokens
        place = end


def _unreadable(character: str) -> str:
    if character in "[]{}":
        return f"I cannot read '{character}' here: group with ( and )"
    if character in "\"'`":
        return f"I cannot read {character} here: quotes have no meaning in an expression"
    if character == ".":
        return "I cannot read '.' here: write exp(x), not np.exp(x), and 0.5 for a half"
    if character in "ⁱⁿ" or "ʰ" <= character <= "ˤ" or "ᴬ" <= character <= "ᵪ":
        return f"I cannot read '{character}' here: write a power with **, as in e**x"
    if character in "½¼¾" or "⅐" <= character <= "⅞":
        return f"I cannot read '{character}' here: write a fraction with /, as in 1/2"
    if character in "&~":
        return f"I cannot read '{character}' here: nest where(…) to combine conditions"
    return f"I cannot read '{character}' here"
