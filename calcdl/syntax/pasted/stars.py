"""Names that people write where they mean a product: wx, ax, xlnx."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["as_a_variable", "holds_a_call", "letter_and_function", "pieces_of", "with_stars"]

_FUNCTIONS = (
    "sigmoid", "arcsin", "arccos", "arctan", "sqrt", "sinh", "cosh", "tanh", "asin", "acos", "atan",
    "relu", "sin", "cos", "tan", "cot", "exp", "log", "abs", "ln",
)  # fmt: skip
_LETTERS = (
    "epsilon", "lambda", "alpha", "gamma", "delta", "theta", "kappa", "sigma", "omega", "beta",
    "zeta", "iota", "rho", "tau", "phi", "chi", "psi", "eta", "pi", "mu", "nu", "xi",
)  # fmt: skip
_MOST_PIECES = 4  # of a product that is worth writing out
_MOST_LETTERS = 3  # of a name that is not likely to be a word
_MOST_INSIDE = 2  # letters behind a function
_OFTEN_ARGUMENTS = frozenset("xyθφαω")


@cache
def _piece() -> re.Pattern[str]:
    """Return what a piece looks like; few questions need it, and it takes long to compile."""
    return re.compile(
        rf"(?P<function>{'|'.join(_FUNCTIONS)})|(?:{'|'.join(_LETTERS)}|[^\W\d_])[0-9₀-₉]*"
        r"(?:_[0-9]+)?|(?P<number>[0-9]+)"
    )


def pieces_of(name: str) -> list[str]:
    """Return the letters and functions that a name may be made of; it alone if it is made of none.

    >>> pieces_of("xlnx"), pieces_of("w1x1"), pieces_of("theta"), pieces_of("learning_rate")
    (['x', 'ln', 'x'], ['w1', 'x1'], ['theta'], ['learning_rate'])
    """
    pieces: list[str] = []
    place = 0
    while place < len(name):
        found = _piece().match(name, place)
        if found is None or (found["number"] and pieces[-1] not in _FUNCTIONS):
            return [name]
        pieces.append(found[0])
        place = found.end()
    return [name] if pieces[-1] in _FUNCTIONS else pieces


def with_stars(name: str) -> str | None:
    """Return a name as the product that it may be meant for, None where it is too long for one.

    >>> with_stars("wx"), with_stars("xlnx"), with_stars("sin2x")
    ('w*x', 'x*ln(x)', 'sin(2*x)')
    """
    pieces = pieces_of(name)
    functions = sum([piece in _FUNCTIONS for piece in pieces])
    is_word = functions == 0 and len(pieces) == len(name) > _MOST_LETTERS
    if len(pieces) < 2 or is_word or len(pieces) > _MOST_PIECES + 2 * functions:
        return None
    factors: list[str] = []
    for piece in reversed(pieces):
        if piece not in _FUNCTIONS:
            factors.insert(0, piece)
            continue
        inside = []
        while factors and "(" not in factors[0]:
            inside.append(factors.pop(0))
        if len(inside) > _MOST_INSIDE:  # logits
            return None
        if not inside and factors:  # cossinx
            inside.append(factors.pop(0))
        factors.insert(0, f"{piece}({'*'.join(inside)})")
    return "*".join(factors)


def letter_and_function(name: str) -> str | None:
    """Return what to write where a letter stands before the name of a function, as in xsin(x).

    >>> letter_and_function("xsin"), letter_and_function("resin")
    ('x*sin(…)', None)
    """
    letter, function = name[:1], name[1:]
    return f"{letter}*{function}(…)" if letter.isalpha() and function in _FUNCTIONS else None


def as_a_variable(name: str) -> str:
    """Return the note that a name is read as one variable, and what to write if it is several.

    >>> as_a_variable("kx")
    "I read 'kx' as the name of one variable: write k*x if it is not"
    """
    several = None if pieces_of(name)[0] == "d" else with_stars(name)
    advice = f": write {several} if it is not" if several else ""
    return f"I read '{name}' as the name of one variable{advice}"


def holds_a_call(name: str) -> bool:
    """Say whether a name is a function and its argument run together, as in sinx."""
    pieces = pieces_of(name)
    others = [piece for piece in pieces if piece not in _FUNCTIONS and not piece.isdecimal()]
    return len(others) < len(pieces) > 1 and _OFTEN_ARGUMENTS.issuperset(others)
