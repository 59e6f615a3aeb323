"""Arithmetic, powers, exponentials and logarithms of constants as rational functions of kernels.

exp(u) is a kernel, and so are the logarithms of irreducible factors and roots of them. Which sign a
factor has under a root or a logarithm, its ball says.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

from calcdl.arithmetic.constants.polynomials import (
    NoProof,
    Polynomials,
    Quotient,
    content_of,
    terms_of,
)

if TYPE_CHECKING:
    from typing import TypeAlias

    from flint import fmpz_mpoly

    Polynomial: TypeAlias = fmpz_mpoly
    Key: TypeAlias = tuple[object, ...]

__all__ = ["Exponentials", "OtherUnit"]


class OtherUnit(Exception):
    """A smaller unit is needed for the multiples of a number that occur under exp or sin."""


class Exponentials(Polynomials):
    """The arithmetic of rational functions of kernels, with powers, exponentials and logarithms.

    ``units`` holds, for what occurs under exp or sin in rational multiples, the greatest number
    of which all of them are whole multiples; it grows from one try to the next.
    """

    def __init__(self, units: dict[Key, Fraction]) -> None:
        super().__init__()
        self.units = units
        self.zero, self.one = self.number(0), self.number(1)

    # Arithmetic

    def constant(self, name: str) -> Quotient:
        arb = self.flint.arb
        if name == "pi":
            return self.of(self.kernel(("pi",), arb.pi()))
        return self.exp(self.one)

    def add(self, terms: Sequence[Quotient]) -> Quotient:
        total = terms[0]
        for term in terms[1:]:
            (p, q), (r, s) = total, term
            total = self.quotient(
                self.reduced(self.times(p, s) + self.times(r, q)), self.times(q, s)
            )
        return total

    def mul(self, factors: Sequence[Quotient]) -> Quotient:
        product = factors[0]
        for factor in factors[1:]:
            product = self.quotient(
                self.times(product.numerator, factor.numerator),
                self.times(product.denominator, factor.denominator),
            )
        return product

    def neg(self, u: Quotient) -> Quotient:
        return Quotient(-u.numerator, u.denominator)

    def sub(self, u: Quotient, v: Quotient) -> Quotient:
        return self.add((u, self.neg(v)))

    def div(self, u: Quotient, v: Quotient) -> Quotient:
        return self.mul((u, self.inverse(v)))

    def inverse(self, u: Quotient) -> Quotient:
        return self.quotient(u.denominator, u.numerator)

    def scaled(self, u: Quotient, factor: Fraction) -> Quotient:
        return self.mul((u, self.number(factor)))

    def pow(self, u: Quotient, v: Quotient) -> Quotient:
        exponent = self.rational(v)
        if exponent is None:
            return self.exp(self.mul((v, self.log(u))))
        whole = exponent.numerator // exponent.denominator
        result = self.whole_power(u, whole)
        part = exponent - whole
        return self.mul((result, self.root(u, part))) if part else result

    def rational(self, u: Quotient) -> Fraction | None:
        """Return the rational number that something is, None if it is not one."""
        if not (u.numerator.is_constant() and u.denominator.is_constant()):
            return None
        top, bottom = (int(p.leading_coefficient()) if not p.is_zero() else 0 for p in u)
        return Fraction(top, bottom)

    def whole_power(self, u: Quotient, exponent: int) -> Quotient:
        if exponent < 0:
            return self.whole_power(self.inverse(u), -exponent)
        top, bottom = (self.to_power(p, exponent) for p in u)
        return self.quotient(top, bottom)

    # Roots

    def root(self, u: Quotient, exponent: Fraction) -> Quotient:
        """Return u**exponent for a positive u, or zero, and an exponent between 0 and 1."""
        sign = self.sign(u)
        if sign <= 0:
            if sign == 0:
                return self.zero
            raise NoProof("a root of a negative number")
        result = self.one
        for polynomial, direction in ((u.numerator, 1), (u.denominator, -1)):
            for factor, power in self.factors(polynomial):
                part = self.power_of_factor(factor, direction * power * exponent)
                result = self.mul((result, part))
        return result

    def power_of_factor(self, factor: Polynomial, exponent: Fraction) -> Quotient:
        """Return |factor|**exponent for an irreducible factor."""
        whole = exponent.numerator // exponent.denominator
        part = exponent - whole
        positive = factor if self.sign_of(factor) > 0 else -factor
        result = self.whole_power(self.of(positive), whole)
        if not part:
            return result
        place = self.place_of(positive)
        if place is not None and self.meanings[place][0] == "exp":
            return self.mul((result, self.exp(self.scaled(self.meanings[place][1], part))))
        degree = part.denominator
        key = ("root", degree, terms_of(positive))
        kernel = self.kernel(key, self.ball(positive).root(degree), self.of(positive))
        self.relations.setdefault(self.keys[key], (degree, positive))
        return self.mul((result, self.of(self.to_power(kernel, part.numerator))))

    # Exponentials and logarithms

    def multiples(self, u: Quotient) -> list[tuple[Fraction, Quotient]]:
        """Return u as a sum of rational multiples of quotients that have no number in front."""
        if not u.denominator.is_constant():
            content = content_of(u.numerator)
            primitive = Quotient(u.numerator // self.context.constant(content), u.denominator)
            return [(Fraction(content), primitive)]
        bottom = int(u.denominator.leading_coefficient())
        return [
            (Fraction(int(coefficient), bottom), self.of(self.context.from_dict({exponents: 1})))
            for exponents, coefficient in u.numerator.to_dict().items()
        ]

    def unit(self, kind: str, base: Quotient, factor: Fraction) -> tuple[Fraction, int]:
        """Return the unit of multiples of a number, and how many of it a factor is."""
        key = kind, self.key_of(base)
        known = self.units.get(key, Fraction(0))
        common = Fraction(
            gcd(known.numerator * factor.denominator, factor.numerator * known.denominator),
            known.denominator * factor.denominator,
        )
        if common != known:
            self.units[key] = common
            if known:
                raise OtherUnit
        return common, int(factor / common)

    def exp(self, u: Quotient) -> Quotient:
        result = self.one
        for factor, base in self.multiples(u):
            result = self.mul((result, self.exp_of_multiple(factor, base)))
        return result

    def exp_of_multiple(self, factor: Fraction, base: Quotient) -> Quotient:
        place = self.place_of(base.numerator) if base.denominator.is_one() else None
        if place is not None and self.meanings[place][0] == "log":
            return self.pow(self.of(self.meanings[place][1]), self.number(factor))
        if place is not None and self.meanings[place][0] == "lambertw":  # w*exp(w) is u
            (u,) = self.meanings[place][1]
            return self.pow(self.div(u, base), self.number(factor))
        unit, times = self.unit("exp", base, factor)
        exponent = self.scaled(base, unit)
        kernel = self.kernel(("exp", self.key_of(base)), self.value(exponent).exp(), exponent)
        return self.whole_power(self.of(kernel), times)

    def log(self, u: Quotient) -> Quotient:
        if self.sign(u) <= 0:
            raise NoProof("the logarithm of a number that is not positive")
        terms = [self.zero]
        for polynomial, direction in ((u.numerator, 1), (u.denominator, -1)):
            for factor, power in self.factors(polynomial):
                terms.append(self.scaled(self.log_of_factor(factor), Fraction(direction * power)))
        return self.add(terms)

    def log_of_factor(self, factor: Polynomial) -> Quotient:
        """Return log(|factor|) for an irreducible factor."""
        positive = factor if self.sign_of(factor) > 0 else -factor
        place = self.place_of(positive)
        if place is not None:
            kind, meaning = self.meanings[place]
            if kind == "exp":
                return meaning  # type: ignore[no-any-return]
            if kind == "root":
                return self.scaled(self.log(meaning), Fraction(1, self.relations[place][0]))
        key = ("log", terms_of(positive))
        return self.of(self.kernel(key, self.ball(positive).log(), positive))
