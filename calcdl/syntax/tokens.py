"""What a text is made of: words, each of a kind and with its place."""

from __future__ import annotations

import re

__all__ = ["KINDS", "OPERATORS", "PATTERN", "Span", "Tokens"]

Span = tuple[int, int]

# Letters beyond ASCII are left to a slower look: large classes of characters would make this
# pattern take twice as long to compile, at every start.
PATTERN = re.compile(
    r"""
      (?: [0-9]+ (?: _[0-9]+ )* (?: \.[0-9]* )? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )?
    | S\.[A-Z]\w*
    | [^\W\d] \w* ['′’]*
    | "[^"\n]*" | '[^'\n]*'
    | \*\* | [<>=!:]=
    | \S
    """,
    re.VERBOSE,
)
OPERATORS = {sign: sign for sign in ("**", "<=", ">=", "==", "!=", *"-+*/(),|!<>=;.:?[]%")}
OPERATORS["^"] = "**"
OPERATORS[":="] = "="
# What a word is, by its first character, unless it is an operator.
KINDS = dict.fromkeys("0123456789.", "number")
KINDS |= dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz", "name")


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
            end = len(self.text)
            self._places = [*(found.span() for found in PATTERN.finditer(self.text)), (end, end)]
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
