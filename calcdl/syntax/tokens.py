"""What a text is made of: words, each of a kind and with its place."""

from __future__ import annotations

from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["KINDS", "OPERATORS", "Span", "Tokens", "next_word", "words_in"]

Span = tuple[int, int]

OPERATORS = {sign: sign for sign in ("**", "<=", ">=", "==", "!=", *"-+*/(),|!<>=;.:?[]%")}
OPERATORS["^"] = "**"
OPERATORS[":="] = "="
# What a word is, by its first character, unless it is an operator.
KINDS = dict.fromkeys("0123456789.", "number")
KINDS |= dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz", "name")
_DIGITS = frozenset("0123456789")
_PARTS_OF_NAMES = frozenset([*_DIGITS, *(sign for sign, kind in KINDS.items() if kind == "name")])
_PRIMES = frozenset("'′’")
_PAIRS = frozenset(("**", "<=", ">=", "==", "!=", ":="))
_POWER = "\0"  # stands for ** while signs are set apart
_APART = str.maketrans({sign: f" {sign} " for sign in "+-*/(),^|"} | {_POWER: " ** "})


def next_word(
    text: str, place: int, parts_of_names: Container[str] = _PARTS_OF_NAMES
) -> Span | None:
    """Return where the next word of a text begins and ends, None where there is no more.

    It is written by hand, because to load regular expressions takes a third of the time that
    Python takes to start.
    """
    size = len(text)
    while place < size and text[place].isspace():
        place += 1
    if place == size:
        return None
    first, pair = text[place], text[place : place + 2]
    if first in _DIGITS or (first == "." and pair[1:] in _DIGITS):
        return place, _end_of_numeral(text, place)
    if pair == "S." and "A" <= text[place + 2 : place + 3] <= "Z":  # of SymPy, S.Half
        return place, _end_of(parts_of_names, text, place + 3)
    if first == "π" or (first in parts_of_names and not first.isdecimal()):
        end = place + 1 if first == "π" else _end_of(parts_of_names, text, place + 1)
        return place, _end_of(_PRIMES, text, end)
    if first in "\"'":
        end = text.find(first, place + 1)
        if end > 0 and "\n" not in text[place:end]:
            return place, end + 1
    return place, place + (2 if pair in _PAIRS else 1)


def _end_of(characters: Container[str], text: str, place: int) -> int:
    """Return where a run of characters ends that begins at a place."""
    while text[place : place + 1] in characters:
        place += 1
    return place


def _end_of_numeral(text: str, place: int) -> int:
    """Return where 12, 1_000, 1.5, .5 or 1e-3 ends."""
    place = _end_of(_DIGITS, text, place)
    while text[place : place + 1] == "_" and text[place + 1 : place + 2] in _DIGITS:
        place = _end_of(_DIGITS, text, place + 1)
    if text[place : place + 1] == ".":
        place = _end_of(_DIGITS, text, place + 1)
    if text[place : place + 1] in ("e", "E"):
        digits = place + 2 if text[place + 1 : place + 2] in ("+", "-") else place + 1
        if text[digits : digits + 1] in _DIGITS:
            return _end_of(_DIGITS, text, digits)
    return place


def words_in(text: str) -> list[str]:
    """Return the words of a text of ASCII characters.

    >>> words_in("2*x1 + sin(.5e-3)**2")
    ['2', '*', 'x1', '+', 'sin', '(', '.5e-3', ')', '**', '2']
    """
    words = _words_between_signs(text)
    if words is not None:
        return words
    words = []
    place = 0
    while (span := next_word(text, place)) is not None:
        start, place = span
        words.append(text[start:place])
    return words


def _words_between_signs(text: str) -> list[str] | None:
    """Return the words of a text in which signs part names and plain numerals, None for others.

    Most texts are such, and to split one takes a fifth of the time of looking at each character.
    """
    if _POWER in text:
        return None
    words = text.replace("**", _POWER).translate(_APART).split()
    for word in words:
        if not (word in OPERATORS or word.isidentifier() or word.replace(".", "", 1).isdecimal()):
            return None
    return words


class Tokens:
    """The pieces of a text: what kind each is, its word, and its place in the text.

    A kind is "number", "name", "superscript", "string", or an operator; the last one is "end".
    Places are found when somebody asks for one, which is only where something has to be said.
    """

    __slots__ = ("_places", "is_latex", "kinds", "text", "words")

    def __init__(
        self,
        text: str,
        kinds: list[str],
        words: list[str],
        places: list[Span] | None = None,
        is_latex: bool = False,
    ) -> None:
        self.text = text
        self.kinds = kinds
        self.words = words
        self._places = places
        self.is_latex = is_latex

    def __len__(self) -> int:
        return len(self.kinds)

    def span(self, first: int, last: int | None = None) -> Span:
        """Return where in the text a token is, or where several begin and end."""
        if self._places is None:
            self._places = _places(self.text)
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
            self.is_latex,
        )


def _places(text: str) -> list[Span]:
    """Return the places of the words of a text, and that of its end."""
    places = []
    place = 0
    while (span := next_word(text, place)) is not None:
        places.append(span)
        place = span[1]
    return [*places, (len(text), len(text))]
