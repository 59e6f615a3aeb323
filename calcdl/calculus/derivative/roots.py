"""Roots of polynomials in one variable, as closed formulas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.graph.nodes import reachable

if TYPE_CHECKING:
    from calcdl.graph.nodes import Rational

__all__ = ["roots_of"]

_HIGHEST_DEGREE = 12
_LARGEST_DIVISOR = 1_000  # of a coefficient, in the search for rational roots


def roots_of(symbols: Symbols, node: int) -> list[int]:
    """Return the rational roots of a polynomial with rational coefficients, or all if it is short.

    Those of degree 2 come as closed formulas.
    """
    roots = []
    coefficients = _polynomial(symbols, node)
    if coefficients is None:
        return []
    while len(coefficients) > 3:
        root = _rational_root(coefficients)
        if root is None:
            break
        roots.append(symbols.number(root))
        coefficients = _divided(coefficients, root)
    if len(coefficients) == 2:
        roots.append(symbols.number(exact.quotient(-coefficients[0], coefficients[1])))
    elif len(coefficients) == 3:
        roots += _quadratic_roots(symbols, coefficients)
    return roots


def _quadratic_roots(symbols: Symbols, coefficients: Sequence[Rational]) -> list[int]:
    c, b, a = coefficients
    discriminant = b * b - 4 * a * c
    if discriminant < 0:
        return []
    root = symbols.pow(symbols.number(discriminant), symbols.number(exact.quotient(1, 2)))
    scale = exact.quotient(1, 2 * a)
    return [
        symbols.multiple(symbols.add((symbols.number(-b), symbols.multiple(root, sign))), scale)
        for sign in ((1, -1) if discriminant else (1,))
    ]


def _rational_root(coefficients: Sequence[Rational]) -> Rational | None:
    """Return a rational root, None if there is none with a small numerator and denominator."""
    from math import lcm

    scale = lcm(*[value.denominator for value in coefficients])
    whole = [int(value * scale) for value in coefficients]
    if whole[0] == 0:
        return 0
    for bottom in _divisors(whole[-1]):
        for top in _divisors(whole[0]):
            for sign in (1, -1):
                root = exact.quotient(sign * top, bottom)
                if _value(coefficients, root) == 0:
                    return root
    return None


def _divisors(value: int) -> list[int]:
    most = min(abs(value), _LARGEST_DIVISOR)
    return [d for d in range(1, most + 1) if value % d == 0]


def _value(coefficients: Sequence[Rational], x: Rational) -> Rational:
    total: Rational = 0
    for coefficient in reversed(coefficients):
        total = total * x + coefficient
    return total


def _divided(coefficients: Sequence[Rational], root: Rational) -> list[Rational]:
    """Return the quotient of a polynomial and x - root (Horner's rule)."""
    quotient: list[Rational] = []
    carry: Rational = 0
    for coefficient in reversed(coefficients):
        carry = carry * root + coefficient
        quotient.append(carry)
    return quotient[-2::-1]


def _polynomial(symbols: Symbols, node: int) -> list[Rational] | None:
    """Return the coefficients of a polynomial in one variable, from the constant up; else None."""
    nodes = symbols.nodes
    polynomials: dict[int, list[Rational]] = {}
    for i in reachable(nodes, (node,)):
        operation, args = nodes.operations[i], nodes.arguments[i]
        if operation == "number":
            polynomials[i] = [args[0]]
        elif operation == "symbol":
            polynomials[i] = [0, 1]
        elif operation == "add":
            polynomials[i] = _sum_of([polynomials[j] for j in args])
        elif operation == "mul":
            polynomials[i] = _product_of([polynomials[j] for j in args])
        elif operation == "pow":
            exponent = symbols.value(args[1])
            if type(exponent) is not int or not 0 <= exponent <= _HIGHEST_DEGREE:
                return None
            polynomials[i] = _product_of([polynomials[args[0]]] * exponent)
        else:
            return None
        if len(polynomials[i]) > _HIGHEST_DEGREE + 1:
            return None
    coefficients = polynomials[node]
    while coefficients and coefficients[-1] == 0:
        coefficients.pop()
    return coefficients if len(coefficients) > 1 else None


def _sum_of(parts: Sequence[list[Rational]]) -> list[Rational]:
    total: list[Rational] = [0] * max(map(len, parts))
    for part in parts:
        for k, coefficient in enumerate(part):
            total[k] += coefficient
    return total


def _product_of(parts: Sequence[list[Rational]]) -> list[Rational]:
    product: list[Rational] = [1]
    for part in parts:
        longer: list[Rational] = [0] * (len(product) + len(part) - 1)
        for j, a in enumerate(product):
            for k, b in enumerate(part):
                longer[j + k] += a * b
        product = longer
    return product
