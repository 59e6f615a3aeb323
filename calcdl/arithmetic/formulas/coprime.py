"""Whether two sums of powers of one variable have a common divisor.

Euclid's algorithm, modulo a prime: two polynomials that have no common divisor modulo a prime that
divides neither of their first coefficients have none at all (J. von zur Gathen and J. Gerhard,
Modern Computer Algebra, section 6.4).
"""

from __future__ import annotations

from math import gcd

from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.structure import factors_in
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from calcdl.graph.nodes import Rational

__all__ = ["are_coprime"]

_PRIME = (1 << 61) - 1
_HIGHEST_DEGREE = 12  # what takes longer than to try other forms is not worth it


def are_coprime(symbols: Symbols, first: int, second: int) -> bool:
    """Say whether two sums certainly are without divisors in common and without numeric ones."""
    (x, p), (y, q) = _in_one_variable(symbols, first), _in_one_variable(symbols, second)
    if x is None or x != y:
        return False
    while len(q) > 1:
        p, q = q, _remainder(p, q)
    return len(q) == 1


def _remainder(p: list[int], q: list[int]) -> list[int]:
    """Return what is left of a polynomial that is divided by another one, modulo the prime."""
    rest, inverse = p.copy(), pow(q[-1], -1, _PRIME)
    while len(rest) >= len(q):
        factor = rest.pop() * inverse
        shift = len(rest) - len(q) + 1
        for k, c in enumerate(q[:-1], shift):
            rest[k] = (rest[k] - factor * c) % _PRIME
    while rest and not rest[-1]:
        rest.pop()
    return rest


def _in_one_variable(symbols: Symbols, total: int) -> tuple[int | None, list[int]]:
    """Return the variable of a sum, and its coefficients modulo the prime, that of x**0 first.

    There is no such variable if the sum has several, has anything else, or is of a high degree.
    """
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    variables: set[int] = set()
    coefficients, degree = [0] * (_HIGHEST_DEGREE + 1), 0
    numbers = []
    for term in arguments[total]:
        number: Rational = 1
        exponent: Rational = 0
        for factor in factors_in(symbols, term):
            if operations[factor] == "number":
                number = arguments[factor][0]
                continue
            base, power = (
                arguments[factor] if operations[factor] == "pow" else (factor, symbols.one)
            )
            exponent = symbols.value(power) or 0
            if operations[base] != "symbol":
                return None, []
            variables.add(base)
        if type(number) is not int or type(exponent) is not int:
            return None, []
        if not 0 <= exponent <= _HIGHEST_DEGREE:
            return None, []
        numbers.append(number)
        coefficients[exponent] = number % _PRIME
        degree = max(degree, exponent)
    if len(variables) > 1 or gcd(*numbers) != 1 or not coefficients[degree]:
        return None, []
    return variables.pop(), coefficients[: degree + 1]
