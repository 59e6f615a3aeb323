"""Characters beyond ASCII that people paste, and what to say of one that has no meaning."""

from __future__ import annotations

import re

from calcdl.errors import ExpressionError
from calcdl.syntax.tokens import KINDS, OPERATORS, words_in

__all__ = ["PARTS_OF_NAMES", "PART_OF_NAME", "WORD", "pieces"]

_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁱⁿˣʸᵃᵇᶜᵈᵉᵏᵐᵖᵗ", "0123456789+-()inxyabcdekmpt", strict=True))
_FRACTIONS = {
    "½": "12", "⅓": "13", "⅔": "23", "¼": "14", "¾": "34", "⅕": "15", "⅖": "25", "⅗": "35",
    "⅘": "45", "⅙": "16", "⅚": "56", "⅛": "18", "⅜": "38", "⅝": "58", "⅞": "78",
}  # fmt: skip
_SIGNS = {
    "·": "*", "×": "*", "⋅": "*", "∙": "*", "∗": "*", "•": "*", "÷": "/", "∕": "/", "⁄": "/",
    "−": "-", "–": "-", "＋": "+", "≤": "<=", "≥": ">=", "≠": "!=", "⩽": "<=", "⩾": ">=", "√": "√",
    "∛": "∛", "∜": "∜", "°": "°", "º": "°", "ˆ": "**", "↦": "↦", "→": "↦", "≔": "=",
}  # fmt: skip
_ROUNDED = {"⌊": "floor(x)", "⌋": "floor(x)", "⌈": "ceil(x)", "⌉": "ceil(x)"}
_INVISIBLE = frozenset("\u2061\u2062\u2063\u2064\u200b\ufeff\u00ad")  # that pages have in formulas
# What no name goes over: π is one by itself, and Python takes ³ and ½ for parts of words.
_NO_LETTER = "[π⁰¹²³⁴⁵⁶⁷⁸⁹ⁱⁿ½¼¾⅐-⅞ʰ-ʸˠ-ˤᴬ-ᵪ]"
WORD = rf"(?: π | (?!{_NO_LETTER})[^\W\d_] (?: (?!{_NO_LETTER})[^\W_] )* )"  # without _
PART_OF_NAME = re.compile(rf"(?:(?!{_NO_LETTER})\w)+")


class _PartsOfNames:
    """The characters of which names are made, in a text that holds more than ASCII."""

    def __contains__(self, character: object) -> bool:
        return PART_OF_NAME.match(str(character)) is not None


PARTS_OF_NAMES = _PartsOfNames()
_PRIMES = str.maketrans("′’", "''")
Pieces = list[tuple[str, str]]


def pieces(text: str, start: int, end: int, is_value: bool) -> tuple[Pieces, int]:
    """Return kinds and words of what stands at a place, and where it ends.

    ``is_value`` says that an equals sign stands in front of it, behind which there may be a string.
    """
    word = text[start:end]
    first = word[0]
    if word in _SIGNS:
        return [(_SIGNS[word], _SIGNS[word])], end
    if first in _INVISIBLE:
        return [], end
    if first in _FRACTIONS:
        above, below = list(_FRACTIONS[first])
        fraction = [("(", "("), ("number", above), ("/", "/"), ("number", below), (")", ")")]
        return fraction, start + 1
    if first in _RAISED:
        return _raised(text, start)
    if first == "∂":
        return _differential(text, end)
    if first in "\"'" and len(word) > 1 and is_value:
        return [("string", word[1:-1])], end
    if first == "'" and text[:start].rstrip().endswith(")"):
        raise ExpressionError(
            "a prime stands behind the name of a function, as in f'(x): what is to be"
            " differentiated needs none",
            source=text,
            span=(start, start + 1),
        )
    if first == "ª" or not (first.isalpha() or first == "_") or _is_raised(first):
        raise ExpressionError(_unreadable(first), source=text, span=(start, start + 1))
    return [("name", _plain_name(word))], end


def _plain_name(word: str) -> str:
    """Return a name without the slant or width that pages give to letters, primes as in ASCII."""
    if any([
        "\U0001d400" <= c <= "\U0001d7ff" or "Ａ" <= c <= "ｚ" or c in "ℎℯℓ" for c in word
    ]):  # fmt: skip
        from unicodedata import normalize

        word = normalize("NFKC", word)
    return word.translate(_PRIMES)


def _raised(text: str, start: int) -> tuple[Pieces, int]:
    """Return a power that is written in raised characters: ² alone, or all of ⁻ˣ."""
    end = start
    while end < len(text) and text[end] in _RAISED:
        end += 1
    if end < len(text) and _is_raised(text[end]):
        raise ExpressionError(_unreadable(text[end]), source=text, span=(end, end + 1))
    word = "".join([_RAISED[character] for character in text[start:end]])
    if word.removeprefix("-").isdecimal():
        return [("superscript", word)], end
    power = next((k for k in range(1, len(word)) if word[k].isdigit() and word[k - 1].isalpha()), 0)
    if power:  # e⁻ˣ², which is no x2
        raise ExpressionError(
            "I cannot read a power of a power in raised characters: write e**(-x**2)",
            source=text,
            span=(start, end),
        )
    inside = [(OPERATORS.get(w) or KINDS[w[0]], w) for w in words_in(word)]
    return [("**", "**"), ("(", "("), *inside, (")", ")")], end


def _differential(text: str, end: int) -> tuple[Pieces, int]:
    """Return ∂, ∂x or ∂f, which is read as d, dx or df."""
    name = PART_OF_NAME.match(text, end)
    if name is None:
        return [("name", "d")], end
    return [("name", "d" + _plain_name(name[0]))], name.end()


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
    if character in "{}":
        return f"I cannot read '{character}' here: group with ( and )"
    if character in "\"'`":
        return f"I cannot read {character} here: quotes have no meaning in an expression"
    if character == "∇":
        return "I cannot read '∇' here: the command gradient has all partial derivatives"
    if _is_fraction(character):
        return f"I cannot read '{character}' here: write a fraction with /, as in 1/2"
    if character == "ᵀ":
        return "I cannot read 'ᵀ' here: what calcdl differentiates are numbers, not matrices"
    if _is_raised(character):
        return f"I cannot read '{character}' here: write a power with **, as in e**x"
    if character in "&~":
        return f"I cannot read '{character}' here: nest where(…) to combine conditions"
    if character == "∞":
        return "infinity is not a number that calcdl can work with"
    if character in _ROUNDED:
        return f"I cannot read '{character}' here: write {_ROUNDED[character]}"
    if character == "∫":
        return "calcdl differentiates: it does not integrate"
    return f"I cannot read '{character}' here"
