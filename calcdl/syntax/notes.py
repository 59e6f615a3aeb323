"""What was inferred that a person could have meant otherwise."""

from __future__ import annotations

from calcdl.syntax.tokens import Tokens

__all__ = ["Notes"]


class Notes:
    """Readings that deserve a word to the user, gathered while a text is read."""

    __slots__ = ("letters", "products", "singles")

    def __init__(self) -> None:
        self.products: dict[int, tuple[int, str, str]] = {}
        # first token -> (last token, what was written, how it was read)
        self.singles: dict[str, None] = {}  # names of one variable that look like several
        self.letters: set[str] = set()  # letters that were taken for undefined functions

    def product(
        self, tokens: Tokens, first: int, left_last: int, right_first: int, last: int
    ) -> None:
        """Remember how a product without a sign was read."""
        left = tokens.written(first, left_last)
        earlier = self.products.get(first)
        if earlier is not None and earlier[0] == left_last:
            left = earlier[2]
        elif any(character in left for character in "/+-√^") or "**" in left:
            left = f"({left})"
        read = f"{left}*{tokens.written(right_first, last)}"
        self.products[first] = (last, tokens.written(first, last), read)

    def sentences(self) -> list[str]:
        """Return what there is to say."""
        if not (self.products or self.singles or self.letters):
            return []
        said = [
            f"I read '{_on_a_line(text)}' as '{_on_a_line(read)}'"
            for _, text, read in self.products.values()
        ]
        said += [f"I read '{name}' as the name of one variable" for name in self.singles]
        said += [
            f"I read '{name}' as an undefined function: write {name}*(…) for a product"
            for name in sorted(self.letters)
        ]
        return said


def _on_a_line(text: str) -> str:
    """Return a text without the ends of lines, or what is left of comments."""
    return " ".join(text.split())
