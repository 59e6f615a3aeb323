"""Text → tokens, each with its place."""

from __future__ import annotations

import re

from calcdl.errors import ExpressionError, TooLarge

__all__ = ["Span", "Tokens", "tokenize"]

Span = tuple[int, int]

_LONGEST_TEXT = 1 << 20  # characters

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_FROM_SUPERSCRIPT = str.maketrans(_SUPERSCRIPTS + "⁻", "0123456789-")
# Letters beyond ASCII are left to a slower look: large classes of characters would make this
# pattern take twice as long to compile, at every start.
_PATTERN = re.compile(
    r"""
      (?: [0-9]+ (?: \.[0-9]* )? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )?
    | S\.[A-Z]\w*
    | [^\W\d] \w* ['′’]*
    | \*\* | [<>=!]=
    | \S
    """,
    re.VERBOSE,
)
_PRIMES = str.maketrans("′’", "''")
_OPERATORS = {sign: sign for sign in ("**", "<=", ">=", "==", "!=", *"-+*/(),|!<>=;")}
_OPERATORS["^"] = "**"
_SPELLINGS = {
    "·": "*", "×": "*", "⋅": "*", "∙": "*", "÷": "/", "∕": "/", "−": "-", "–": "-", "≤": "<=",
    "≥": ">=", "≠": "!=", "√": "√",
}  # fmt: skip
# What a word is, by its first character, unless it is an operator.
_KINDS = dict.fromkeys("0123456789.", "number")
_KINDS |= dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz", "name")


class Tokens:
    """The pieces of a text: what kind each is, its word, and its place in the text.

    A kind is "number", "name", "superscript", or an operator; the last one is "end". Places are
    found when somebody asks for one, which is only where something has to be said.
    """

    __slots__ = ("_places", "kinds", "text", "words")

    def __init__(
        self, text: str, kinds: list[str], words: list[str], places: list[Span] | None = None
    ) -> None:
        self.text = text
        self.kinds = kinds
        self.words = words
        self._places = places

    def __len__(self) -> int:
        return len(self.kinds)

    def span(self, first: int, last: int | None = None) -> Span:
        """Return where in the text a token is, or where several begin and end."""
        if self._places is None:
            end = len(self.text)
            self._places = [*(found.span() for found in _PATTERN.finditer(self.text)), (end, end)]
        return self._places[first][0], self._places[first if last is None else last][1]

    def written(self, first: int, last: int | None = None) -> str:
        """Return the text of a token as it stands there, or that of several."""
        start, end = self.span(first, last)
        return self.text[start:end]

    def piece(self, first: int, stop: int) -> Tokens:
        """Return some of the tokens, ended where the last of them ends."""
        places = [self.span(k) for k in range(first, stop)]
        end = places[-1][1] if places else self.span(first)[0]
        return Tokens(
            self.text,
            [*self.kinds[first:stop], "end"],
            [*self.words[first:stop], ""],
            [*places, (end, end)],
        )


def tokenize(text: str) -> Tokens:
    """Return the tokens of a text.

    Raises ExpressionError where a character has no meaning in the language, and TooLarge.
    """
    if len(text) > _LONGEST_TEXT:
        raise TooLarge(
            f"this text has {len(text)} characters, and calcdl reads up to {_LONGEST_TEXT} at once"
        )
    words = _PATTERN.findall(text)
    if text.isascii() and "." not in words:
        try:
            kinds = [_OPERATORS.get(word) or _KINDS[word[0]] for word in words]
        except KeyError:  # of a character that begins no word
            pass
        else:
            kinds.append("end")
            words.append("")
            return Tokens(text, kinds, words)
    return _one_by_one(text)


def _one_by_one(text: str) -> Tokens:
    """Return the tokens of a text that holds more than ASCII, or what cannot be read."""
    kinds: list[str] = []
    words: list[str] = []
    places: list[Span] = []
    place = 0
    while found := _PATTERN.search(text, place):
        start, place = found.span()
        word = found[0]
        kind = _OPERATORS.get(word) or _KINDS.get(word[0], "")
        if not word.isascii() or not kind or word == ".":
            kind, word, place = _beyond_ascii(text, start, place)
        kinds.append(kind)
        words.append(word)
        places.append((start, place))
    end = len(text)
    return Tokens(text, [*kinds, "end"], [*words, ""], [*places, (end, end)])


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
