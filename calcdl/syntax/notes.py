"""What was inferred that a person could have meant otherwise."""

from __future__ import annotations

__all__ = ["Notes"]


class Notes:
    """Readings that deserve a word to the user, gathered while a text is read."""

    __slots__ = ("letters", "products", "singles", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.products: dict[int, tuple[int, str]] = {}  # start -> (end, how it was read)
        self.singles: dict[str, None] = {}  # names of one variable that look like several
        self.letters: set[str] = set()  # letters that were taken for undefined functions

    def product(self, start: int, left_end: int, right_start: int, end: int) -> None:
        """Remember how a product without a sign was read."""
        text = self.text
        left = text[start:left_end]
        earlier = self.products.get(start)
        if earlier is not None and earlier[0] == left_end:
            left = earlier[1]
        elif any(character in left for character in "/+-√"):
            left = f"({left})"
        self.products[start] = (end, f"{left}*{text[right_start:end]}")

    def sentences(self) -> list[str]:
        """Return what there is to say."""
        text = self.text
        said = [f"I read '{text[a:b]}' as '{how}'" for a, (b, how) in self.products.items()]
        said += [f"I read '{name}' as the name of one variable" for name in self.singles]
        said += [
            f"I read '{name}' as an undefined function: write {name}*(…) for a product"
            for name in sorted(self.letters)
        ]
        return said
