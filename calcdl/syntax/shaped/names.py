"""The names in a text in the language of arrays."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from calcdl.syntax.names import Names, NamesInText
from calcdl.syntax.notes import Notes
from calcdl.syntax.tokens import Tokens

__all__ = ["ArrayNames"]


class ArrayNames(NamesInText):
    """The names in a text in which some are declared, and some are words that are called."""

    def __init__(
        self,
        names: Names,
        tokens: Tokens,
        notes: Notes,
        declared: Collection[str],
        words: Collection[str],
        refused: Mapping[str, str],
    ) -> None:
        super().__init__(names, tokens, notes)
        self.declared, self.words_of_arrays, self.refused = declared, words, refused

    def called(self, at: int) -> str | None:
        name = self.words[at]
        if name in self.declared:
            return None
        if name in self.words_of_arrays and self.names.definition(name) is None:
            return name
        return super().called(at)

    def refuse_out_of_scope(self, name: str, at: int) -> None:
        if name in self.refused and self.names.definition(name) is None:
            raise self.error(f"{name} {self.refused[name]}", at)
        super().refuse_out_of_scope(name, at)

    def check_variable(self, at: int) -> None:
        if self.words[at] not in self.declared:
            super().check_variable(at)

    def require_plain(self, name: str, at: int) -> None:
        pass
