"""Multiplying out: two formulas whose expansions are the same are equal.

A tidied formula becomes a sum of monomials in what is neither a sum nor a product nor a whole
power: sqrt(2), pi, cos(1). That the expansion is empty proves zero; the converse does not hold.
"""

from __future__ import annotations

from calcdl.arithmetic import exact
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeAlias

__all__ = ["expands_to_zero"]

_MOST_MONOMIALS = 500
_HIGHEST_POWER = 16
_LARGEST_DIVISOR = 1000  # that is looked for in a number

Monomial: TypeAlias = "tuple[tuple[int, Any], ...]"  # (node, exponent), sorted, no exponent zero
Polynomial: TypeAlias = "dict[Monomial, Any]"


class _TooLong(Exception):
    """The expansion has more monomials than are worth the time."""


def expands_to_zero(graph: Graph) -> bool:
    """Say whether a formula of tidied sums, products and powers certainly is zero."""
    nodes = graph.nodes
    found: dict[int, Polynomial] = {}
    try:
        for i in graph.order():
            operation, args = nodes.operations[i], nodes.arguments[i]
            if operation == "number":
                found[i] = {(): args[0]} if args[0] else {}
            elif operation == "add":
                found[i] = _sum([found[j] for j in args])
            elif operation == "mul":
                found[i] = _product(graph, [found[j] for j in args])
            elif operation == "pow" and nodes.operations[args[1]] == "number":
                found[i] = _power(graph, args[0], found[args[0]], nodes.arguments[args[1]][0])
            else:
                found[i] = {((i, 1),): 1}
    except _TooLong:
        return False
    return not found[graph.root]


def _sum(terms: list[Polynomial]) -> Polynomial:
    total: Polynomial = {}
    for term in terms:
        for monomial, coefficient in term.items():
            total[monomial] = total.get(monomial, 0) + coefficient
    return {monomial: c for monomial, c in total.items() if c}


def _product(graph: Graph, factors: list[Polynomial]) -> Polynomial:
    product: Polynomial = {(): 1}
    for factor in factors:
        if len(product) * len(factor) > _MOST_MONOMIALS:
            raise _TooLong
        product = _sum(
            [
                _times(graph, m, n, a * b)
                for m, a in product.items()
                for n, b in factor.items()
            ]
        )  # fmt: skip
    return product


def _times(graph: Graph, m: Monomial, n: Monomial, coefficient: Any) -> Polynomial:
    """Return the product of two monomials; whole powers of numbers join the coefficient."""
    exponents = dict(m)
    for base, exponent in n:
        exponents[base] = exponents.get(base, 0) + exponent
    for base, exponent in list(exponents.items()):
        if graph.nodes.operations[base] == "number":
            whole = exponent.numerator // exponent.denominator
            power = exact.power(graph.nodes.arguments[base][0], whole)
            if power is not None:  # nor too large a number
                coefficient *= power
                exponents[base] -= whole
    return {tuple(sorted((base, e) for base, e in exponents.items() if e)): coefficient}


def _power(graph: Graph, base: int, polynomial: Polynomial, exponent: Any) -> Polynomial:
    if graph.nodes.operations[base] == "number":
        return _power_of_number(graph, graph.nodes.arguments[base][0], exponent)
    if type(exponent) is int and 1 <= exponent <= _HIGHEST_POWER:
        return _product(graph, [polynomial] * exponent)
    if len(polynomial) == 1 and type(exponent) is int:
        ((monomial, coefficient),) = polynomial.items()
        if coefficient == 1:
            return {tuple((node, e * exponent) for node, e in monomial): 1}
    return {((base, exponent),): 1}


def _power_of_number(graph: Graph, number: Any, exponent: Any) -> Polynomial:
    """Return a power of a number by powers of its divisors, so that 6**n is 2**n*3**n.

    It may be a number too large to be worked out, or a root.
    """
    if number == 0 or (number < 0 and type(exponent) is not int):
        return {((graph.nodes.number(number), exponent),): 1}
    product: Polynomial = {(): -1 if number < 0 and exponent % 2 else 1}
    for part, sign in ((abs(number.numerator), 1), (number.denominator, -1)):
        for divisor, count in _divisors(part):
            power: Polynomial = {((graph.nodes.number(divisor), sign * count * exponent),): 1}
            product = _product(graph, [product, power])
    return product


def _divisors(number: int) -> Iterator[tuple[int, int]]:
    """Yield small primes and what is left, with how often each divides a positive number."""
    for divisor in range(2, _LARGEST_DIVISOR):
        count = 0
        while number % divisor == 0:
            number, count = number // divisor, count + 1
        if count:
            yield divisor, count
        if number == 1:
            return
    yield number, 1
