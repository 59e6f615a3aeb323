"""Text → tokens."""

from __future__ import annotations

from calcdl.errors import TooLarge
from calcdl.syntax.tokens import KINDS, OPERATORS, Span, Tokens, next_word, words_in

__all__ = ["tokenize"]

_LONGEST_TEXT = 1 << 20  # characters


def tokenize(text: str) -> Tokens:
    """Return the tokens of a text.

    Raises ExpressionError where a character has no meaning in the language, and TooLarge.
    """
    if len(text) > _LONGEST_TEXT:
        raise TooLarge(
            f"this text has {len(text)} characters, and calcdl reads up to {_LONGEST_TEXT} at once"
        )
    if "\\" in text or "$" in text or _is_latex(text):
        from calcdl.syntax.latex.reader import latex_tokens

        return latex_tokens(text)
    if text.isascii():
        words = words_in(text)
        try:
            kinds = [OPERATORS.get(word) or KINDS[word[0]] for word in words]
        except KeyError:  # of a character that begins no word
            pass
        else:
            kinds.append("end")
            words.append("")
            return Tokens(text, kinds, words)
    return _one_by_one(text)


def _is_latex(text: str) -> bool:
    """Say whether a text has scripts in braces, as in e^{-x}, or a sum over bounds."""
    return ("{" in text and ("^{" in text or "_{" in text)) or "∑" in text or "∏" in text


def _one_by_one(text: str) -> Tokens:
    """Return the tokens of a text that holds more than ASCII, or strings, or what is unreadable."""
    from calcdl.syntax.characters import PARTS_OF_NAMES, pieces

    kinds: list[str] = []
    words: list[str] = []
    places: list[Span] = []
    place = 0
    while (span := next_word(text, place, PARTS_OF_NAMES)) is not None:
        start, place = span
        word = text[start:place]
        kind = OPERATORS.get(word) or KINDS.get(word[0], "")
        if kind and word.isascii():
            kinds.append(kind)
            words.append(word)
            places.append((start, place))
            continue
        parts, place = pieces(text, start, place, kinds[-1:] == ["="])
        for kind, word in parts:
            kinds.append(kind)
            words.append(word)
            places.append((start, place))
    end = len(text)
    return Tokens(text, [*kinds, "end"], [*words, ""], [*places, (end, end)])
