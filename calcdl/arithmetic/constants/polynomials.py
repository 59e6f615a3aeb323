"""Polynomials in kernels, over the integers, and their quotients in lowest terms.

A kernel is a number that is given by its ball and its meaning; no relation between kernels is
assumed but those that are written down, of roots.
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING, Any, NamedTuple

from calcdl.arithmetic.precision import load_flint
from calcdl.errors import CalcdlError

if TYPE_CHECKING:
    from typing import TypeAlias

    from flint import fmpz, fmpz_mpoly

    from calcdl.arithmetic.kinds import Ball
    from calcdl.graph.nodes import Rational

    Polynomial: TypeAlias = fmpz_mpoly
    Key: TypeAlias = tuple[object, ...]

__all__ = ["HIGHEST_POWER", "NoProof", "Polynomials", "Quotient", "content_of", "terms_of"]

_MOST_KERNELS = 24
_MOST_TERMS = 400  # of a polynomial
_MOST_PRODUCTS = 20_000  # of terms, in one product
_LONGEST_CONJUGATE = 30  # terms of a denominator that is freed from a square root
_LARGEST_FACTORED = 60  # terms of a polynomial that is factored
HIGHEST_POWER = 24
_LARGEST_INTEGER = 128  # bits of an integer that is factored


class NoProof(CalcdlError):
    """What is asked is beyond the laws that are known here, or too much work."""


class Quotient(NamedTuple):
    """A number as the quotient of two polynomials in the kernels."""

    numerator: Polynomial
    denominator: Polynomial


class Polynomials:
    """The polynomials in kernels, and what is known of the kernels."""

    def __init__(self) -> None:
        load_flint()
        import flint

        self.flint = flint
        names = [f"k{i}" for i in range(_MOST_KERNELS)]
        self.context = flint.fmpz_mpoly_ctx.get(names, flint.Ordering.lex)
        self.generators = self.context.gens()
        self.keys: dict[Key, int] = {}
        self.values: list[Ball] = []  # of the kernels, as balls
        self.meanings: list[tuple[str, Any]] = []  # "exp" and its exponent, "atan" and its argument
        self.relations: dict[int, tuple[int, Polynomial]] = {}  # kernel**power is a polynomial

    # Kernels

    def kernel(self, key: Key, value: Ball, meaning: Any = None) -> Polynomial:
        """Return the generator of a kernel; ``value`` is its ball."""
        place = self.keys.get(key)
        if place is None:
            place = len(self.values)
            if place == _MOST_KERNELS or not value.is_finite():
                raise NoProof("there are too many kernels, or one has no value")
            self.keys[key] = place
            self.values.append(value)
            self.meanings.append((str(key[0]), meaning))
        return self.generators[place]

    def key_of(self, u: Quotient) -> Key:
        return terms_of(u.numerator), terms_of(u.denominator)

    def ball(self, polynomial: Polynomial) -> Ball:
        """Return the value of a polynomial."""
        total = self.flint.arb(0)
        for exponents, coefficient in polynomial.to_dict().items():
            term = self.flint.arb(coefficient)
            for place, exponent in enumerate(exponents):
                if exponent:
                    term *= self.values[place] ** int(exponent)
            total += term
        return total

    def value(self, u: Quotient) -> Ball:
        return self.ball(u.numerator) / self.ball(u.denominator)

    def sign_of(self, polynomial: Polynomial) -> int:
        """Return the sign of a polynomial, whose ball has to tell it."""
        if polynomial.is_zero():
            return 0
        ball = self.ball(polynomial)
        if ball > 0:
            return 1
        if ball < 0:
            return -1
        raise NoProof("the sign of a factor")

    def sign(self, u: Quotient) -> int:
        return self.sign_of(u.numerator) * self.sign_of(u.denominator)

    # Polynomials

    def number(self, value: Rational) -> Quotient:
        return Quotient(
            self.context.constant(value.numerator), self.context.constant(value.denominator)
        )

    def of(self, polynomial: Polynomial) -> Quotient:
        return Quotient(polynomial, self.context.constant(1))

    def times(self, p: Polynomial, q: Polynomial) -> Polynomial:
        if len(p) * len(q) > _MOST_PRODUCTS:
            raise NoProof("a product is too long")
        return self.reduced(p * q)

    def to_power(self, p: Polynomial, exponent: int) -> Polynomial:
        if exponent > HIGHEST_POWER:
            raise NoProof("a power is too high")
        result = self.context.constant(1)
        for _ in range(exponent):
            result = self.times(result, p)
        return result

    def reduced(self, p: Polynomial) -> Polynomial:
        """Return a polynomial with roots to powers below their own."""
        for place in sorted(self.relations, reverse=True):
            power, root = self.relations[place]
            while not p.is_zero() and p.degrees()[place] >= power:
                parts: dict[int, dict[tuple[int, ...], fmpz]] = {}
                for exponents, coefficient in p.to_dict().items():
                    times, left = divmod(int(exponents[place]), power)
                    key = (*exponents[:place], left, *exponents[place + 1 :])
                    parts.setdefault(times, {})[key] = coefficient
                p = self.context.from_dict(parts.pop(0, {}))
                for times, part in parts.items():
                    q = self.context.from_dict(part)
                    for _ in range(times):
                        if len(q) * len(root) > _MOST_PRODUCTS:
                            raise NoProof("a product is too long")
                        q *= root
                    p += q
        if len(p) > _MOST_TERMS:
            raise NoProof("a sum is too long")
        return p

    def quotient(self, p: Polynomial, q: Polynomial) -> Quotient:
        """Return p/q in lowest terms, square roots in p alone; raises NoProof where q is zero."""
        if q.is_zero():
            raise NoProof("it divides by zero")
        if p.is_zero():
            return Quotient(p, self.context.constant(1))
        p, q = self.rationalized(p, q)
        if len(p) * len(q) <= _MOST_PRODUCTS:
            common = p.gcd(q)
            p, q = p // common, q // common
        if q.leading_coefficient() < 0:
            p, q = -p, -q
        return Quotient(p, q)

    def rationalized(self, p: Polynomial, q: Polynomial) -> tuple[Polynomial, Polynomial]:
        """Return numerator and denominator of the same number, short ones without square roots."""
        for place in sorted(self.relations, reverse=True):
            power, _ = self.relations[place]
            if power == 2 and q.degrees()[place] and len(q) <= _LONGEST_CONJUGATE:
                terms = q.to_dict().items()
                conjugate = self.context.from_dict({k: -c if k[place] else c for k, c in terms})
                p, q = self.times(p, conjugate), self.times(q, conjugate)
                if q.is_zero():
                    raise NoProof("it divides by zero")
        return p, q

    def factors(self, p: Polynomial) -> list[tuple[Polynomial, int]]:
        """Return a polynomial's irreducible factors and their powers; the numbers are primes."""
        if len(p) > _LARGEST_FACTORED:
            raise NoProof("too long to be factored")
        content, found = p.factor()
        size = abs(int(content))
        if size.bit_length() > _LARGEST_INTEGER:
            raise NoProof("an integer is too long to be factored")
        primes = self.flint.fmpz(size).factor() if size > 1 else []
        numbers = [(self.context.constant(int(prime)), int(power)) for prime, power in primes]
        return numbers + [(factor, int(power)) for factor, power in found]

    def place_of(self, p: Polynomial) -> int | None:
        """Return which kernel a polynomial is, None if it is none."""
        terms = p.to_dict()
        if len(terms) != 1:
            return None
        ((exponents, coefficient),) = terms.items()
        if coefficient != 1 or sum(exponents) != 1:
            return None
        return list(exponents).index(1)


def terms_of(polynomial: Polynomial) -> Key:
    """Return a polynomial as something that can be a key."""
    return tuple(sorted((tuple(map(int, k)), int(c)) for k, c in polynomial.to_dict().items()))


def content_of(polynomial: Polynomial) -> int:
    """Return the number that all terms have in common, with the sign of the first."""
    sign = 1 if polynomial.leading_coefficient() > 0 else -1
    return sign * gcd(*[int(c) for c in polynomial.to_dict().values()])
