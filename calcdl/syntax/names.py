"""What the names in a text mean: functions that are called, variables, constants, definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import NamedTuple

from calcdl.errors import ExpressionError
from calcdl.graph import Graph
from calcdl.syntax.calls import (
    BUILT_IN,
    Signature,
    check_name,
    is_only_a_function,
    unknown_function,
)
from calcdl.syntax.notes import Notes
from calcdl.syntax.tokens import Token

__all__ = ["CONSTANTS", "Definition", "Names", "NamesInText"]

CONSTANTS = {"pi": "pi", "π": "pi", "e": "e", "E": "e"}
_LETTERS_OF_FUNCTIONS = frozenset("fghstFGHSuvφψ")
_OUT_OF_SCOPE = {
    "I": "calcdl works with real numbers: the imaginary unit I is out of scope",
    "oo": "infinity is not a number that calcdl can work with",
    "zoo": "infinity is not a number that calcdl can work with",
    "inf": "infinity is not a number that calcdl can work with",
    "nan": "nan is not a number that calcdl can work with",
    "True": "True is a condition: it can only stand in the last pair of Piecewise",
}


class Definition(NamedTuple):
    """A name that stands for an expression; a function has names for its parameters."""

    parameters: tuple[str, ...] | None
    graph: Graph


class Names(NamedTuple):
    """All that gives names a meaning.

    ``lookup`` gives the signature of a function by any of its names, ``known`` all names that a
    suggestion may offer; ``declared`` are undefined functions named by the user, ``parameters``
    names that hide definitions.
    """

    lookup: Callable[[str], Signature | None]
    known: Callable[[], list[str]] = list
    definitions: Mapping[str, Definition] = {}
    declared: frozenset[str] = frozenset()
    parameters: tuple[str, ...] = ()

    def definition(self, name: str) -> Definition | None:
        """Return what a name is defined as, unless it is a parameter here."""
        return None if name in self.parameters else self.definitions.get(name)


class NamesInText:
    """The names in one text, whose tokens tell how they are used."""

    def __init__(self, names: Names, text: str, tokens: list[Token], notes: Notes) -> None:
        self.names = names
        self.text = text
        self.tokens = tokens
        self.notes = notes
        self.variables: set[str] | None = None

    def called(self, at: int) -> str | None:
        """Return the function that is called at a token, None if its name is a factor.

        Raises UnknownName, and ExpressionError for a name that cannot be called.
        """
        token, names = self.tokens[at], self.names
        name, span = token.text, (token.start, token.end)
        definition = names.definition(name)
        if definition is not None:
            return None if definition.parameters is None else name
        if name in CONSTANTS:
            return None
        if name in names.parameters:
            raise ExpressionError(
                f"{name} is a parameter of this definition and stands for a number:"
                " it cannot be called",
                span=span,
            )
        if name in BUILT_IN or name in names.declared or names.lookup(name) is not None:
            return name
        if name == "σ":
            return "sigmoid"
        if name.endswith("'"):
            self.refuse_defined(name.rstrip("'"), span)
            return name
        if name in self.used_as_variables():
            return None
        if name in _OUT_OF_SCOPE:
            raise ExpressionError(_OUT_OF_SCOPE[name], span=span)
        if len(name) == 1:
            if name not in _LETTERS_OF_FUNCTIONS:
                self.notes.letters.add(name)
            return name
        if self.partial_orders(at):
            return name
        raise unknown_function(name, names.known(), span)

    def partial_orders(self, at: int) -> list[int]:
        """Return [1, 2] where the tokens spell D1(D2(s))(…), and [] where they do not."""
        tokens, place = self.tokens, at
        orders: list[int] = []
        name = tokens[place].text
        if name in self.names.declared or self.names.lookup(name) is not None:
            return []
        while _is_partial(name) and tokens[place + 1].kind == "(":
            orders.append(int(name[1:]))
            place += 2
            if tokens[place].kind != "name":
                return []
            name = tokens[place].text
        closed = all(token.kind == ")" for token in tokens[place + 1 : place + 1 + len(orders)])
        return orders if closed else []

    def used_as_variables(self) -> set[str]:
        """Return the names that stand somewhere without a parenthesis behind them."""
        if self.variables is None:
            tokens = self.tokens
            self.variables = {
                token.text
                for k, (token, following) in enumerate(pairwise(tokens))
                if token.kind == "name"
                and following.kind != "("
                and not (following.kind == ")" and k > 1 and _is_partial(tokens[k - 2].text))
            }
        return self.variables

    def refuse_defined(self, name: str, span: tuple[int, int]) -> None:
        """Refuse the derivative of a function that is not undefined."""
        if self.names.definition(name) is not None:
            raise ExpressionError(f"{name} is defined: ask deriv for its derivative", span=span)

    def check_variable(self, at: int) -> None:
        """Refuse a name that cannot be a variable, and note one that looks like several."""
        token = self.tokens[at]
        name, span = token.text, (token.start, token.end)
        if name in _OUT_OF_SCOPE:
            raise ExpressionError(_OUT_OF_SCOPE[name], span=span)
        if len(name) > 1:
            self.refuse_bare_function(name, at)
            check_name(name, self.names.lookup, span)
            self.note_run_together(name, at)

    def refuse_bare_function(self, name: str, at: int) -> None:
        """Explain sin**2(x) and sin 2x, which are no calls."""
        if not is_only_a_function(name, self.names.lookup):
            return
        token, following = self.tokens[at], self.tokens[at + 1]
        if following.kind in ("**", "superscript"):
            say = f"write {name}(x)**2 for the square of {name}"
        elif following.kind in ("name", "number"):
            argument = self.text[following.start :].split(maxsplit=1)[0]
            say = f"write its argument in parentheses, as in {name}({argument.rstrip('+-*/^),')})"
        else:
            return
        raise ExpressionError(f"{name} is a function: {say}", span=(token.start, token.end))

    def note_run_together(self, name: str, at: int) -> None:
        """Say that sinx, or the xy of 2xy, is one variable."""
        behind_number = at > 0 and self.tokens[at - 1].kind == "number"
        call = any(
            is_only_a_function(name[:k], self.names.lookup) for k in (len(name) - 1, len(name) - 2)
        )
        if call or (behind_number and len(name) <= 3 and name.isalpha()):
            self.notes.singles[name] = None


def _is_partial(name: str) -> bool:
    """Say whether a name is D1, D2 …"""
    return name[:1] == "D" and name[1:].isdecimal()
