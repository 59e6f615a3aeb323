r"""What is put out while LaTeX is read, and what is open in it."""

from __future__ import annotations

import re
from typing import NoReturn

from calcdl.errors import ExpressionError
from calcdl.syntax.characters import PART_OF_NAME, WORD
from calcdl.syntax.greek import GREEK
from calcdl.syntax.tokens import KINDS, OPERATORS, Span

__all__ = ["CLOSES", "OPENS", "Open", "Words"]

_ITEM = re.compile(
    rf"""
      \\ (?: [A-Za-z]+ \*? | . )
    | (?: [0-9]+ (?: \.[0-9]* )? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ (?![0-9]) )?
    | {WORD}
    | \*\* | [<>=!:]=
    | ['′’]+
    | \S
    """,
    re.VERBOSE,
)
_BRACE = re.compile(r"[{}]")
OPENS, CLOSES = ("(", "[", "{"), (")", "]", "}")


class Open:
    """What is open on the stack: a plan of words and gaps, a brace, cases, the bounds of a sum."""

    __slots__ = ("closer", "first", "gaps", "kind", "place", "slash", "steps")

    def __init__(
        self, kind: str, place: Span, first: int, steps: tuple[str, ...] = (), closer: str = ""
    ) -> None:
        self.kind = kind
        self.place = place
        self.first = first  # the token that comes next when it is opened
        self.steps = list(reversed(steps))
        self.closer = closer
        self.gaps = 0  # that have been filled
        self.slash = -1  # the token between numerator and denominator


class Words:
    """The tokens that LaTeX has become so far, and the place in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.kinds: list[str] = []
        self.words: list[str] = []
        self.places: list[Span] = []
        self.open: list[Open] = []
        self.at = 0
        self.place: Span = (0, 0)
        self.splits = "\\" in text or "$" in text  # whether letters side by side are a product
        self.base = -1  # the name that the last superscript belongs to
        self.differential = -1  # the token that is ∂, and takes the next name
        self.braced = False  # whether cases stand behind a brace of their own
        self.environments = 0  # that are open and have rows
        self.start = -1  # of \\left, whose bracket comes next
        self.is_call = False  # whether a brace that follows holds the argument of a function

    def next_item(self) -> str | None:
        found = _ITEM.search(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        self.place = found.span()
        return found[0]

    def peek(self) -> str:
        """Return what comes next, which may be nothing."""
        found = _ITEM.search(self.text, self.at)
        return "" if found is None else found[0]

    def literal(self) -> str:
        """Return what stands in the braces that follow, or the one item that does."""
        item = self.next_item()
        if item != "{":
            return item or ""
        start, depth = self.at, 1
        for found in _BRACE.finditer(self.text, self.at):
            depth += 1 if found[0] == "{" else -1
            if depth == 0:
                self.at = found.end()
                break
        else:
            self.refuse("I expected '}' to close '{'", (start - 1, start))
        return self.text[start : self.at - 1]

    def put(self, kind: str, word: str) -> None:
        self.kinds.append(kind)
        self.words.append(word)
        start, end = self.place
        self.places.append((start if self.start < 0 else self.start, end))
        self.start = -1

    def word(self, word: str) -> None:
        """Put out a word of calcdl's own language."""
        if word in OPENS:
            self.put("(", word)
        elif word in CLOSES:
            self.put(")", word)
        else:
            self.put(OPERATORS.get(word) or KINDS.get(word[0], word), OPERATORS.get(word, word))

    def drop_last(self) -> None:
        self.kinds.pop()
        self.words.pop()
        self.places.pop()

    def keep(self, first: int, tokens: list[int]) -> None:
        self.kinds[first:] = [self.kinds[k] for k in tokens]
        self.words[first:] = [self.words[k] for k in tokens]
        self.places[first:] = [self.places[k] for k in tokens]

    def put_differential(self) -> None:
        """Put out the d of dx, which takes the name that follows."""
        self.differential = len(self.words)
        self.put("name", "d")

    def follows_differential(self) -> bool:
        return self.differential >= 0 and self.differential == len(self.words) - 1

    def put_name(self, word: str) -> None:
        """Put out a name, as one with the d in front of it if there is one."""
        if self.follows_differential() and word != "π":
            self.words[-1] += word
            self.places[-1] = self.places[-1][0], self.place[1]
            self.differential = -1
        else:
            self.put("name", word)

    def name(self, word: str) -> None:
        """Put out a name, which may be that of a Greek letter."""
        word = GREEK.get(word, word)
        if not word[:1].isalpha() or PART_OF_NAME.fullmatch(word) is None:
            self.refuse(f"I cannot read '{word}' as a name", self.place)
        self.put_name(word)
        self.is_call = True

    def prime(self, count: int) -> None:
        self.differential = -1
        if self.kinds[-1:] != ["name"]:
            self.put("'", "'")
            return
        self.words[-1] += "'" * count
        self.places[-1] = self.places[-1][0], self.place[1]

    def refuse(self, message: str, place: Span) -> NoReturn:
        raise ExpressionError(message, source=self.text, span=place)
