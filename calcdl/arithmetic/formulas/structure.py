"""The part of a formula that is sums, products and powers: down to its kernels."""

from __future__ import annotations

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calcdl.graph.nodes import Operation, Rational

__all__ = [
    "FAMILIES",
    "HIGHEST_DEGREE",
    "ROOTS",
    "SIZES",
    "TooMuch",
    "factors_in",
    "has_logarithm",
    "has_sums",
    "number_in",
    "power_of_number",
    "require_low_powers",
    "structure",
]

# Functions of which a power is a formula in their arguments: abs(u)**2, cbrt(u)**3.
SIZES = frozenset(("abs", "sign"))
STEPS = frozenset(("heaviside", "sign"))  # of which only the sign of the argument matters
ROOTS = {"cbrt": 3, "hypot": 2}
_TRIGONOMETRIC = ("sin", "cos", "tan", "cot", "sec", "csc")
_HYPERBOLIC = ("sinh", "cosh", "tanh", "coth", "sech", "csch")
# Functions of which two of one argument, or squares, may be equal to others.
FAMILIES: dict[Operation, str] = dict.fromkeys(_TRIGONOMETRIC, "circle")
FAMILIES |= dict.fromkeys(_HYPERBOLIC, "hyperbola")
_OPENED = frozenset(("add", "mul", *SIZES, *ROOTS))
_MOST_NODES = 150  # of a formula; nobody reads a longer one
HIGHEST_DEGREE = 60  # of a polynomial in a kernel; gcd and factors take long for more
# What is no kernel of its own, or not where others of its family are.
_JOINED = frozenset(("pow", "exp", "constant", *_OPENED, *FAMILIES)) - {
    "sin",
    "cos",
    "sinh",
    "cosh",
}


class TooMuch(Exception):
    """A formula is too large to be brought to another form."""


def structure(symbols: Symbols, root: int, with_branches: bool = False) -> list[int]:
    """Return the nodes of a formula down to its kernels, in topological order; raises TooMuch.

    A condition is a kernel, or its branches belong to the formula.
    """
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    seen = {root}
    stack = [root]
    for node in stack:
        operation = operations[node]
        if operation in _OPENED:
            inner = arguments[node]
        elif operation == "pow":
            exponent = arguments[node][1]
            plain = operations[exponent] == "number" or number_in(symbols, exponent)
            inner = arguments[node][:1] if plain else ()
        elif with_branches and operation == "where":
            inner = arguments[node][1:]
        else:
            continue
        for child in inner:
            if child not in seen:
                seen.add(child)
                stack.append(child)
        if len(stack) > _MOST_NODES:
            raise TooMuch
    stack.sort()
    return stack


def require_low_powers(symbols: Symbols, order: Sequence[int]) -> None:
    """Raise TooMuch where a sum certainly has a higher degree in a kernel than is worked with.

    That is so where two of its terms are powers of kernels alone, and one has so much higher a
    power that it stays when what they have in common is taken out. ``order`` is a structure.
    """
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    exponents = [arguments[i][1] for i in order if operations[i] == "pow"]
    values = [symbols.value(exponent) for exponent in exponents]
    if not any([type(value) is int and abs(value) > HIGHEST_DEGREE for value in values]):
        return
    for i in order:
        if operations[i] == "add":
            terms = [_powers_of_kernels(symbols, term) for term in arguments[i]]
            plain = [powers for powers in terms if powers is not None]
            for base in set().union(*plain):
                counts = [powers.get(base, 0) for powers in plain]
                if max(counts) - min(counts) > HIGHEST_DEGREE:
                    raise TooMuch


def _powers_of_kernels(symbols: Symbols, term: int) -> dict[int, int] | None:
    """Return kernels with their exponents, None if a term has anything else but a number."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    powers: dict[int, int] = {}
    for factor in factors_in(symbols, term):
        base, exponent = arguments[factor] if operations[factor] == "pow" else (factor, symbols.one)
        value = symbols.value(exponent)
        if operations[base] in _JOINED or type(value) is not int:
            return None
        if operations[base] != "number":
            powers[base] = value
    return powers


def power_of_number(number: Rational, exponent: Rational) -> Rational:
    """Return a power that is rational; raises TooMuch for one that is not, or is too long."""
    try:
        value = exact.power(number, exponent)
    except ZeroDivisionError:
        value = None
    if value is None:
        raise TooMuch
    return value


def factors_in(symbols: Symbols, term: int) -> Sequence[int]:
    """Return the factors of a product, or what is no product by itself."""
    return symbols.nodes.arguments[term] if symbols.nodes.operations[term] == "mul" else (term,)


def has_logarithm(symbols: Symbols, exponent: int) -> bool:
    """Say whether a term of an exponent is a multiple of a logarithm."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    for term in arguments[exponent] if operations[exponent] == "add" else (exponent,):
        if "log" in [operations[factor] for factor in factors_in(symbols, term)]:
            return True
    return False


def has_sums(symbols: Symbols, total: int) -> bool:
    """Say whether a term of a sum has a sum as a factor."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    if operations[total] != "add":
        return False
    factors = [factor for term in arguments[total] for factor in factors_in(symbols, term)]
    return "add" in [operations[factor] for factor in factors]


def number_in(symbols: Symbols, exponent: int) -> Rational:
    """Return the number that is a term of a sum, 0 if there is none."""
    if symbols.nodes.operations[exponent] != "add":
        return 0
    values = [symbols.value(term) for term in symbols.nodes.arguments[exponent]]
    return next((value for value in values if value is not None), 0)
