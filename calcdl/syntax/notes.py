"""What was inferred that a person could have meant otherwise."""

from __future__ import annotations

from bisect import bisect_right

from calcdl.graph.nodes import Graph, Nodes
from calcdl.lean import TYPE_CHECKING
from calcdl.syntax.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Notes"]

_MOST = 24  # notes about one text
_LONGEST = 240  # characters, or tokens
_FACTORS = frozenset(("name", "number", "(", "√"))


class Notes:
    """Readings that deserve a word to the user, gathered while a text is read."""

    __slots__ = ("has_e_for_term", "letters", "nodes", "products", "readings", "singles", "spelled")

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self.readings: list[tuple[int, int, int]] = []  # first and last token, and the node
        self.spelled: dict[str, str] = {}  # names as they were written, and as calcdl has them
        self.products: dict[int, _Product] = {}  # by their first tokens
        self.singles: dict[str, None] = {}  # names of one variable that look like several
        self.has_e_for_term = False  # which may be meant for a small number, as in sqrt(v + e)
        self.letters: set[str] = set()  # letters that were taken for undefined functions

    def product(
        self, tokens: Tokens, first: int, left_last: int, right_first: int, last: int
    ) -> None:
        """Remember how a product without a sign was read."""
        earlier = self.products.get(first)
        if earlier is not None and tokens.kinds[earlier.last + 1] in _FACTORS:
            if earlier.last < left_last:  # what there was nothing to say about
                earlier.factors.append(tokens.written(earlier.last + 1, left_last))
            earlier.last = last
            earlier.factors.append(tokens.written(right_first, last))
            return
        start = max(first, left_last - _LONGEST)
        left = "…" * (start > first) + tokens.written(start, left_last)
        if any(character in left for character in "/+-√^") or "**" in left:
            left = f"({left})"
        self.products[first] = _Product(last, [left, tokens.written(right_first, last)])

    def reading(self, first: int, last: int, node: int) -> None:
        """Remember what some tokens were read as, in place of what was read inside of them."""
        while self.readings and self.readings[-1][0] >= first:
            self.readings.pop()
        self.readings.append((first, last, node))

    def sentences(self, tokens: Tokens, root: int) -> list[str]:
        """Return what there is to say of a text that is a node."""
        if tokens.is_latex and len(tokens) > 1:
            written = tokens.written(0, len(tokens) - 2)
            return [self.sentence(written, root), *self.of_letters()]
        if self.has_e_for_term and Graph(self.nodes, root).symbols():
            return [*self._of_tokens(tokens), _E_FOR_TERM]
        return self._of_tokens(tokens)

    def _of_tokens(self, tokens: Tokens) -> list[str]:
        if not (self.products or self.singles or self.letters or self.readings or self.spelled):
            return []
        inside = _Spans(self.readings)
        said = [
            self.sentence(tokens.written(first, last), node)
            for first, last, node in self.readings[: _MOST + 1]
        ]
        said += [
            f"I read '{_on_a_line(tokens.written(first, product.last))}'"
            f" as '{_on_a_line('*'.join(product.factors))}'"
            for first, product in self.products.items()
            if not inside.hold(first)
        ]
        said += [
            f"I read '{written}' as '{name}'" if name else f"I leave out '{written}'"
            for written, name in self.spelled.items()
        ]
        if self.singles:
            from calcdl.syntax.pasted.stars import as_a_variable

            said += map(as_a_variable, self.singles)
        more = max(len(self.readings) - _MOST - 1, 0)
        return _few(list(dict.fromkeys(said + self.of_letters())), more)

    def sentence(self, text: str, node: int) -> str:
        """Return how a text was read."""
        from calcdl.syntax.unparse import unparse

        read = unparse(Graph(self.nodes, node))
        return f"I read '{_shortened(_on_a_line(text))}' as '{_shortened(read)}'"

    def of_question(self, tokens: Tokens, inside: int, by: Sequence[str]) -> list[str]:
        """Return how d/dx(…) was read as a question about what is differentiated there."""
        written = tokens.written(0, len(tokens) - 2)
        names = " and ".join(by)
        return [f"{self.sentence(written, inside)}, to be differentiated by {names}"]

    def of_letters(self) -> list[str]:
        return [
            f"I read '{name}' as an undefined function: write {name}*(…) for a product"
            + (", ndtr(…) for the normal distribution" if name == "Φ" else "")
            for name in sorted(self.letters)
        ]


_E_FOR_TERM = "I read 'e' as Euler's number, 2.718…: a variable needs another name, as eps"


class _Product:
    """A product without signs: the token that ends it, and its factors as they are read."""

    __slots__ = ("factors", "last")

    def __init__(self, last: int, factors: list[str]) -> None:
        self.last = last
        self.factors = factors


class _Spans:
    """Places in a text that do not overlap, in their order."""

    def __init__(self, readings: list[tuple[int, int, int]]) -> None:
        self.readings = readings
        self.firsts = [first for first, _, _ in readings]

    def hold(self, token: int) -> bool:
        """Say whether a token is inside one of them."""
        k = bisect_right(self.firsts, token) - 1
        return k >= 0 and token <= self.readings[k][1]


def _few(said: list[str], more: int) -> list[str]:
    if len(said) <= _MOST:
        return said
    return [*said[:_MOST], f"I read {len(said) - _MOST + more} other places likewise"]


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _on_a_line(text: str) -> str:
    """Return a text without the ends of lines, or what is left of comments."""
    return " ".join(text.split())
