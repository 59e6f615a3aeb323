"""Names of functions as other programs and textbooks spell them: lg, SIN, LogisticSigmoid."""

from __future__ import annotations

from calcdl.syntax.calls import BUILT_IN
from calcdl.syntax.names import Names, NamesInText
from calcdl.syntax.notes import Notes
from calcdl.syntax.pasted.spelled import ARITHMETIC
from calcdl.syntax.pasted.stars import holds_a_call, with_stars
from calcdl.syntax.pasted.sums import SUMS
from calcdl.syntax.tokens import Tokens

__all__ = ["OTHER_CONSTANTS", "PastedNames"]

# Functions that may stand in front of an argument without parentheses.
_WITHOUT_PARENTHESES = frozenset((
    "sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "acot", "asec", "acsc",
    "sinh", "cosh", "tanh", "coth", "sech", "csch", "asinh", "acosh", "atanh", "exp", "log", "log2",
    "log10", "log1p", "expm1", "sqrt", "cbrt", "abs", "sign", "floor", "ceiling", "erf", "erfc",
    "sigmoid", "relu", "softplus", "gelu", "silu", "elu", "selu", "mish", "softsign", "sinc",
))  # fmt: skip
_OTHER_NAMES = {
    "lg": "log10", "ld": "log2", "tg": "tan", "If": "where", "IF": "where", "iif": "where",
    "ifelse": "where", "LogisticSigmoid": "sigmoid", "Ramp": "relu", "HeavisideTheta": "heaviside",
    "InverseErf": "erfinv", "airy_ai": "airyai", "Power": "pow", "POWER": "pow", "tgamma": "gamma",
}  # fmt: skip
# Functions of <math.h>, beside pow.
_OF_C = frozenset((
    "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh",
    "atanh", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt", "hypot",
    "fabs", "floor", "ceil", "round", "rint", "trunc", "fmod", "fmax", "fmin", "erf", "erfc",
    "gamma", "lgamma",
))  # fmt: skip
OTHER_CONSTANTS = {"Pi": "pi", "PI": "pi", "M_PI": "pi", "M_E": "e"}


class PastedNames(NamesInText):
    """The names in one text that is not all in calcdl's own language."""

    def __init__(self, names: Names, tokens: Tokens, notes: Notes) -> None:
        super().__init__(names, tokens, notes)
        self.in_lower_case: dict[str, set[str]] | None = None  # functions, by any of their names

    def spelled_otherwise(self, name: str, at: int) -> str:
        """Return the function that SIN, Sum or IF is; raises UnknownName."""
        if name in SUMS:
            return name
        function = _OTHER_NAMES.get(name) or self.but_for_case(name) or self.of_single_floats(name)
        if function is None:
            raise self.unknown(name, at)
        self.notes.spelled[name] = function
        return function

    def of_single_floats(self, name: str) -> str | None:
        """Return the function that one of C's for single floats is: sqrtf, fmaxf, powf."""
        if not name.endswith("f"):
            return None
        function = _OTHER_NAMES.get(name[:-1], name[:-1])
        is_known = function in BUILT_IN or function in _OF_C
        return function if is_known and function.islower() else None

    def but_for_case(self, name: str) -> str | None:
        """Return the function whose name differs from one in capitals alone."""
        if self.in_lower_case is None:
            self.in_lower_case = {}
            for known in self.names.known():
                row = self.names.lookup(known)
                if row is not None:
                    self.in_lower_case.setdefault(known.lower(), set()).add(row.name)
        functions = self.in_lower_case.get(name.lower(), set())
        return next(iter(functions)) if len(functions) == 1 else None

    def applicable(self, name: str) -> str | None:
        """Return the function of a name that may stand without parentheses, as sin in sin x."""
        names = self.names
        if name in names.declared or name in names.parameters or name in names.definitions:
            return None
        row = names.lookup(name)
        if row is None and name in _OTHER_NAMES:
            row = names.lookup(_OTHER_NAMES[name])
        if row is None and not name.islower() and len(name) > 1:
            row = names.lookup(name.lower())
        return row.name if row is not None and row.name in _WITHOUT_PARENTHESES else None

    def function_of_code(self, word: str) -> str | None:
        """Return the function that a name behind a dot is."""
        if self.names.lookup(word) is not None or word in BUILT_IN or word in SUMS:
            return word
        if word in ARITHMETIC:
            return word
        return _OTHER_NAMES.get(word) or self.but_for_case(word)

    def called_with_brackets(self, at: int) -> str | None:
        """Return the function that is called at a token as Mathematica does, in Sin[x]."""
        name = self.words[at]
        definition = self.names.definition(name)
        if name in self.names.declared or (definition is not None and definition.parameters):
            return name
        if len(name) == 1 or definition is not None or name in self.names.parameters:
            return None
        return self.function_of_code(name)

    def require_plain(self, name: str, at: int) -> None:
        """Refuse xlnx, which is one name."""
        if holds_a_call(name):
            raise self.error(f"{name} is one name: write {with_stars(name)}", at)
