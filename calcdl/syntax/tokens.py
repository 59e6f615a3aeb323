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
# Letters beyond ASCII are left to a slower look: large classes of characters would make this
# pattern take twice as long to compile, at every start.
_PATTERN = re.compile(
    r"""
    \s*
    (?:
      (?P<number> (?: [0-9]+ (?: \.[0-9]* )? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )? )
    | (?P<name> [^\W\d] \w* ['′’]* )
    | (?P<operator> \*\* | [<>=!]= | [-+*/^(),|!<>=;] )
    | (?P<end> $ )
    | (?P<other> . )
    )
    """,
    re.VERBOSE,
)
_PRIMES = str.maketrans("′’", "''")
_SPELLINGS = {
    "^": "**", "·": "*", "×": "*", "⋅": "*", "∙": "*", "÷": "/", "∕": "/", "−": "-", "–": "-",
    "≤": "<=", "≥": ">=", "≠": "!=", "√": "√",
}  # fmt: skip


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a text, the last one of kind "end".

    Raises ExpressionError where a character has no meaning in the language.
    """
    tokens = []
    match = _PATTERN.match
    place = 0
    while True:
        found = match(text, place)
        assert found is not None  # the last alternative takes any character
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        word = text[start:end]
        if kind == "operator":
            kind = word = "**" if word == "^" else word
        elif kind == "other" or (kind == "name" and not word.isascii()):
            kind, word, end = _beyond_ascii(text, start, end)
        tokens.append(Token(kind, word, start, end))
        if kind == "end":
            return tokens
        place = end


def _beyond_ascii(text: str, start: int, end: int) -> tuple[str, str, int]:
    """Return kind, word and end of a token that begins with a name or another character.

    Python takes superscript digits, raised letters and ½ for parts of words; a name ends there.
    """
    word = text[start:end]
    if word[0] in _SUPERSCRIPTS or word[0] == "⁻":
        digits = start + 1
        while digits < len(text) and text[digits] in _SUPERSCRIPTS:
            digits += 1
        raised = text[start:digits].translate(_FROM_SUPERSCRIPT)
        if raised != "-":
            return "superscript", raised, digits
    elif word in _SPELLINGS:
        return _SPELLINGS[word], _SPELLINGS[word], end
    elif not _is_raised(word[0]) and (word[0].isalpha() or word[0] == "_"):
        length = 0
        while length < len(word) and not (
            _is_raised(word[length]) or word[length] in _SUPERSCRIPTS
        ):
            length += 1
        return "name", word[:length].translate(_PRIMES), start + length
    raise ExpressionError(_unreadable(word[0]), source=text, span=(start, start + 1))


def _is_raised(character: str) -> bool:
    """Say whether a character stands for a power or a fraction, which no name should swallow."""
    return (
        "ʰ" <= character <= "ʸ"
        or "ˠ" <= character <= "ˤ"
        or "ᴬ" <= character <= "ᵪ"
        or character in "ⁱⁿ"
        or _is_fraction(character)
    )


def _is_fraction(character: str) -> bool:
    return character in "½¼¾" or "⅐" <= character <= "⅞"


def _unreadable(character: str) -> str:
    if character in "[]{}":
        return f"I cannot read '{character}' here: group with ( and )"
    if character in "\"'`":
        return f"I cannot read {character} here: quotes have no meaning in an expression"
    if character == ".":
        return "I cannot read '.' here: write exp(x), not np.exp(x), and 0.5 for a half"
    if _is_fraction(character):
        return f"I cannot read '{character}' here: write a fraction with /, as in 1/2"
    if _is_raised(character):
        return f"I cannot read '{character}' here: write a power with **, as in e**x"
    if character in "&~":
        return f"I cannot read '{character}' here: nest where(…) to combine conditions"
    return f"I cannot read '{character}' here"
