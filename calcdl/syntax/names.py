"""What the names in a text mean: functions that are called, variables, constants, definitions."""

from __future__ import annotations

from types import MappingProxyType

from calcdl.errors import ExpressionError, UnknownName
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.syntax.calls import (
    BUILT_IN,
    check_name,
    is_only_a_function,
    unknown_function,
)
from calcdl.syntax.notes import Notes
from calcdl.syntax.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from calcdl.syntax.calls import Signature

__all__ = ["CONSTANTS", "PROSE", "SYMPY_NUMBERS", "Definition", "Elsewhere", "Names", "NamesInText"]

SYMPY_NUMBERS = {"S.Half": "0.5", "S.One": "1", "S.Zero": "0", "S.NegativeOne": "-1"}
CONSTANTS = {"S.Pi": "pi", "S.Exp1": "e", "pi": "pi", "π": "pi", "e": "e", "E": "e"}
_LETTERS_OF_FUNCTIONS = frozenset("fghstFGHSuvφψ")
_OUT_OF_SCOPE = {
    "I": "calcdl works with real numbers: the imaginary unit I is out of scope",
    "oo": "infinity is not a number that calcdl can work with",
    "zoo": "infinity is not a number that calcdl can work with",
    "inf": "infinity is not a number that calcdl can work with",
    "nan": "nan is not a number that calcdl can work with",
    "S.Infinity": "infinity is not a number that calcdl can work with",
    "S.NaN": "nan is not a number that calcdl can work with",
    "S.ImaginaryUnit": "calcdl works with real numbers: the imaginary unit I is out of scope",
    "True": "True is a condition: it can only stand in the last pair of Piecewise",
}


# What a name holds that may be a function and its argument run together: sinx.
_RUN_TOGETHER = ("sin", "cos", "tan", "cot", "exp", "log", "ln", "sqrt", "abs", "relu", "sigmoid")


# Words of sentences, which nobody multiplies.
PROSE = frozenset((
    "of", "the", "derivative", "differentiate", "squared", "cubed", "find", "deriv", "calcdl",
))  # fmt: skip


class Elsewhere(Exception):
    """A text is not in calcdl's own language, and has to be read as what people paste."""


class Definition(NamedTuple):
    """A name that stands for an expression; a function has names for its parameters.

    ``names`` are the nodes inside it that other definitions gave a name to.
    """

    parameters: tuple[str, ...] | None
    graph: Graph
    names: Mapping[int, str] = MappingProxyType({})


class Names(NamedTuple):
    """All that gives names a meaning.

    ``lookup`` gives the signature of a function by any of its names, ``known`` all names that a
    suggestion may offer; ``declared`` are undefined functions named by the user, ``parameters``
    names that hide definitions. ``derivative`` gives that of a graph by one of its variables, for
    functions with a prime.
    """

    lookup: Callable[[str], Signature | None]
    known: Callable[[], list[str]] = list
    definitions: Mapping[str, Definition] = {}
    declared: frozenset[str] = frozenset()
    parameters: tuple[str, ...] = ()
    derivative: Callable[[Graph, str], Graph] | None = None

    def definition(self, name: str) -> Definition | None:
        """Return what a name is defined as, unless it is a parameter here."""
        return None if name in self.parameters else self.definitions.get(name)


class NamesInText:
    """The names in one text, whose tokens tell how they are used."""

    def __init__(self, names: Names, tokens: Tokens, notes: Notes) -> None:
        self.names = names
        self.tokens = tokens
        self.kinds, self.words = tokens.kinds, tokens.words
        self.notes = notes
        self.variables: set[str] | None = None

    def called(self, at: int) -> str | None:
        """Return the function that is called at a token, None if its name is a factor.

        Raises UnknownName, and ExpressionError for a name that cannot be called.
        """
        name, names = self.words[at], self.names
        plain = name.rstrip("'")
        definition = names.definition(plain)
        if definition is not None and definition.parameters is None and plain == name:
            return None
        if name in CONSTANTS:
            return None
        if self.has_meaning(plain, at):
            return "sigmoid" + name[1:] if self.is_sigma(plain) else name
        if plain != name:
            return name
        if name in self.used_as_variables():
            return None
        self.refuse_out_of_scope(name, at)
        if self.is_sympify(name):
            return "sympify"
        if len(name) == 1:
            if name not in _LETTERS_OF_FUNCTIONS:
                self.notes.letters.add(name)
            return name
        if self.partial_orders(at):
            return name
        return self.spelled_otherwise(name, at)

    def spelled_otherwise(self, name: str, at: int) -> str:
        """Return the function that a name is which calcdl has not; raises UnknownName."""
        raise self.unknown(name, at)

    def unknown(self, name: str, at: int) -> UnknownName:
        """Return the error that the name of a function is."""
        error = unknown_function(name, self.names.known())
        error.span = self.tokens.span(at)
        return error

    def refuse_out_of_scope(self, name: str, at: int) -> None:
        if name in _OUT_OF_SCOPE:
            raise self.error(_OUT_OF_SCOPE[name], at)

    def is_sympify(self, name: str) -> bool:
        """Say whether S is SymPy's, as in S(1)/2: it is called with numerals and nothing else."""
        if name != "S" or "S" in self.names.declared or self.names.definition("S") is not None:
            return False
        kinds, words = self.kinds, self.words
        for k in range(len(words) - 1):
            if words[k] == "S":
                minus = kinds[k + 2 : k + 3] in (["-"], ["+"])
                if kinds[k + 1] != "(" or kinds[k + 2 + minus : k + 4 + minus] != ["number", ")"]:
                    return False
        return True

    def partial_orders(self, at: int) -> list[int]:
        """Return [1, 2] where the tokens spell D1(D2(s))(…), and [] where they do not."""
        name = self.words[at]
        if not _is_partial(name):
            return []
        if name in self.names.declared or self.names.lookup(name) is not None:
            return []
        kinds, words, place = self.kinds, self.words, at
        orders: list[int] = []
        while _is_partial(name) and kinds[place + 1] == "(":
            orders.append(int(name[1:]))
            place += 2
            if kinds[place] != "name":
                return []
            name = words[place]
        closed = all(kind == ")" for kind in kinds[place + 1 : place + 1 + len(orders)])
        return orders if closed else []

    def used_as_variables(self) -> set[str]:
        """Return the names that stand somewhere without a parenthesis behind them."""
        if self.variables is None:
            kinds, words = self.kinds, self.words
            self.variables = {
                words[k]
                for k in range(len(words) - 1)
                if kinds[k] == "name"
                and kinds[k + 1] != "("
                and not (kinds[k + 1] == ")" and k > 1 and _is_partial(words[k - 2]))
            }
        return self.variables

    def has_meaning(self, name: str, at: int) -> bool:
        """Say whether a name is that of a known, defined or declared function.

        Raises ExpressionError for one that cannot be called, or differentiated where ``at`` asks
        for that.
        """
        names = self.names
        if name in names.parameters:
            raise self.error(
                f"{name} is a parameter of this definition and stands for a number:"
                " it cannot be called",
                at,
            )
        definition = names.definition(name)
        if definition is not None and definition.parameters is None:
            raise self.error(
                f"{name} is defined without arguments: define {name}(x) to write its derivative",
                at,
            )
        if name in BUILT_IN and name != self.words[at]:
            raise self.error(f"{name} is no function of which there is a derivative", at)
        known = names.lookup(name) is not None or name in BUILT_IN or self.is_sigma(name)
        return definition is not None or known or name in names.declared

    def is_sigma(self, name: str) -> bool:
        """Say whether a name is σ as deep learning has it, unless that is defined or declared."""
        names = self.names
        return name == "σ" and names.definition(name) is None and name not in names.declared

    def check_variable(self, at: int) -> None:
        """Refuse a name that cannot be a variable, and note one that looks like several."""
        name = self.words[at]
        self.refuse_out_of_scope(name, at)
        if "." in name:
            raise self.error(f"calcdl does not know SymPy's {name}", at)
        if len(name) > 1:
            self.refuse_bare_function(name, at)
            try:
                check_name(name, self.names.lookup)
            except ExpressionError as error:
                error.span = self.tokens.span(at)
                raise
            self.note_run_together(name, at)

    def refuse_bare_function(self, name: str, at: int) -> None:
        """Explain sin**2, which is no call."""
        if self.kinds[at + 1] in ("**", "superscript") and is_only_a_function(
            name, self.names.lookup
        ):
            raise self.error(
                f"{name} is a function: write {name}(x)**2 for the square of {name}", at
            )

    def note_run_together(self, name: str, at: int) -> None:
        """Say that the xy of 2xy, or cost, is one variable."""
        self.require_plain(name, at)
        behind_number = at > 0 and self.kinds[at - 1] == "number"
        call = any(
            is_only_a_function(name[:k], self.names.lookup) for k in (len(name) - 1, len(name) - 2)
        )
        if call or (behind_number and len(name) <= 3 and name.isalpha()):
            self.notes.singles[name] = None

    def require_plain(self, name: str, at: int) -> None:
        """Raise Elsewhere where a name may be a function and its argument."""
        if any([function in name for function in _RUN_TOGETHER]):
            raise Elsewhere

    def as_a_call(self, name: str) -> str:
        """Return how to call a function of two arguments that stands between them: x mod 3."""
        row = self.names.lookup(name)
        return f": write {name}(a, b)" if row is not None and row.fewest == row.most == 2 else ""

    def error(self, message: str, at: int) -> ExpressionError:
        """Return the error that a token is."""
        return ExpressionError(message, span=self.tokens.span(at))


def _is_partial(name: str) -> bool:
    """Say whether a name is D1, D2 …"""
    return name[:1] == "D" and name[1:].isdecimal() and len(name) < 9  # nobody counts further
