"""Lambert's W over germs where it branches, and at infinity.

The branch: NIST Digital Library of Mathematical Functions, 4.13.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial
from typing import Any

from calcdl.arithmetic.germs.expansions import Limit, Rule, rational, series
from calcdl.arithmetic.germs.germ import Germ, Infinite
from calcdl.arithmetic.germs.numbers import GermNumbers
from calcdl.arithmetic.germs.powers import power

__all__ = ["RULES"]

# Lambert's W


def lambertw(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,), (limit,) = arguments, limits
    if isinstance(limit, Infinite):
        return Germ({}, 0, 1, limit, u.smooth)
    inside = germs.add([germs.product(germs.constant("e"), u), germs.number(1)])
    p = power(germs, germs.product(germs.number(2), inside), rational(germs, 1, 2))
    coefficients: list[Fraction] = []

    def coefficient(k: int) -> Any:
        if k >= len(coefficients):
            coefficients[:] = branch_of_lambertw(2 * k + 4)
        return coefficients[k]

    return series(germs, p, coefficient)


def branch_of_lambertw(length: int) -> list[Fraction]:
    """Return the coefficients of W in p = sqrt(2*(e*u + 1)).

    With W = t - 1 it is p**2/2 = 1 + (t - 1)*exp(t), the sum of (n - 1)/n!*t**n, to be reversed.
    """
    from flint import fmpq, fmpq_series

    inner = [fmpq(2 * (n - 1), factorial(n)) for n in range(2, length + 2)]
    root = fmpq_series(inner, prec=length).sqrt()
    forward = fmpq_series([0, 1], prec=length) * root
    backward = forward.reversion()
    return [Fraction(-1)] + [
        Fraction(int(backward[k].p), int(backward[k].q)) for k in range(1, length)
    ]


RULES: dict[str, Rule] = {"lambertw": lambertw}
