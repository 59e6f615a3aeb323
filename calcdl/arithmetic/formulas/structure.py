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
    "ROOTS",
    "SIZES",
    "TooMuch",
    "factors_in",
    "has_logarithm",
    "has_sums",
    "number_in",
    "power_of_number",
    "structure",
]

# Functions of which a power is a formula in their arguments: abs(u)**2, cbrt(u)**3.
SIZES = frozenset(("abs", "sign"))
ROOTS = {"cbrt": 3, "hypot": 2}
_TRIGONOMETRIC = ("sin", "cos", "tan", "cot", "sec", "csc")
_HYPERBOLIC = ("sinh", "cosh", "tanh", "coth", "sech", "csch")
# Functions of which two of one argument, or squares, may be equal to others.
FAMILIES: dict[Operation, str] = dict.fromkeys(_TRIGONOMETRIC, "circle")
FAMILIES |= dict.fromkeys(_HYPERBOLIC, "hyperbola")
_OPENED = frozenset(("add", "mul", *SIZES, *ROOTS))
_MOST_NODES = 150  # of a formula; nobody reads a longer one


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
