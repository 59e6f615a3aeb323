"""Numbers modulo a prime, with roots and signs adjoined, and bounds on what they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import SystemRandom
from typing import TYPE_CHECKING, Any, NamedTuple

from calcdl.arithmetic.primes import ERROR
from calcdl.errors import Undecided

if TYPE_CHECKING:
    from calcdl.graph.nodes import Rational

__all__ = ["CONSTANT", "VARIABLE", "Residue", "ResidueNumbers"]

_SMALL = 1 << 15  # numerators and denominators of numbers that are recognised
_MOST_PARTS = 1 << 10


class Size(NamedTuple):
    """Bounds on a quotient of polynomials: degrees above and below, bits of all coefficients."""

    above: int
    below: int
    bits: int

    def plus(self, other: Size) -> Size:
        if not self.below and not other.below:
            return Size(max(self.above, other.above), 0, max(self.bits, other.bits) + 1)
        above = max(self.above + other.below, other.above + self.below)
        return Size(above, self.below + other.below, self.bits + other.bits + 1)

    def times(self, other: Size) -> Size:
        return Size(self.above + other.above, self.below + other.below, self.bits + other.bits)


class Residue(NamedTuple):
    """A number: residues by the sets of what they are multiplied with, and multiples of logarithms.

    A set is the bits of an int, of which each is one of what was adjoined.
    """

    parts: Mapping[int, int]
    size: Size
    logarithms: Mapping[int, int] = {}


CONSTANT, VARIABLE = Size(0, 0, 1), Size(1, 0, 1)
_OF_VARIABLES = Size(2, 2, 64)  # an entry of the reflection along a vector of them


class ResidueNumbers:
    """Numbers modulo a prime at one random point: their sums, products and quotients."""

    def __init__(self, prime: int) -> None:
        self.prime = prime
        self.random = SystemRandom()
        self.squares: list[Residue] = []  # of what was adjoined
        self.adjoined: dict[str, list[tuple[Residue, Residue]]] = {"sqrt": [], "sign": []}
        self.kernels: dict[tuple[str, Any], Residue] = {}
        self.logarithms: list[tuple[Residue, Residue]] = []  # what they are of, and values
        self.largest = CONSTANT

    # Numbers

    def variable(self, value: Rational | None = None) -> Residue:
        """Return a variable at a random point, or what is made of a few, at this one."""
        if value is None:
            return Residue({0: self.random.randrange(1, self.prime)}, VARIABLE)
        return self.number(value)._replace(size=_OF_VARIABLES)

    def number(self, value: Rational) -> Residue:
        top, bottom = value.numerator, value.denominator
        residue = top * pow(bottom, -1, self.prime) % self.prime
        size = Size(0, 0, max(top.bit_length(), 1) + bottom.bit_length())
        return Residue({0: residue} if residue else {}, size)

    def made(self, parts: Mapping[int, int], size: Size) -> Residue:
        """Return a number of parts that may be zero; raises Undecided."""
        if len(parts) > _MOST_PARTS:
            raise Undecided("there are too many roots and cases")
        if size.above + size.below > self.largest.above + self.largest.below:
            self.largest = size
        return Residue({bits: part for bits, part in parts.items() if part}, size)

    def whole(self, u: Residue) -> Residue:
        """Return a number with values in place of its logarithms."""
        total = Residue(u.parts, u.size)
        for place, times in u.logarithms.items():
            total = self.sum(total, self.product(self.number(times), self.logarithms[place][1]))
        return total

    def is_zero(self, u: Residue) -> bool:
        return not self.whole(u).parts

    def share(self, u: Residue) -> Residue:
        return u

    def small(self, u: Residue) -> Fraction | None:
        """Return the fraction of small numbers that a number is, None if it is none."""
        if u.logarithms or not u.parts.keys() <= {0}:
            return None
        residue = u.parts.get(0, 0)
        above, below = (self.prime, 0), (residue, 1)
        while below[0] >= _SMALL:
            times = above[0] // below[0]
            above, below = below, (above[0] - times * below[0], above[1] - times * below[1])
        if not below[1] or abs(below[1]) >= _SMALL:
            return None
        return Fraction(*below)

    # Sums, products, quotients

    def add(self, terms: Sequence[Residue]) -> Residue:
        total = terms[0]
        for term in terms[1:]:
            total = self.sum(total, term)
        return total

    def sum(self, u: Residue, v: Residue) -> Residue:
        parts = dict(u.parts)
        for bits, part in v.parts.items():
            parts[bits] = (parts.get(bits, 0) + part) % self.prime
        made = self.made(parts, u.size.plus(v.size))
        if not u.logarithms and not v.logarithms:
            return made
        logarithms = dict(u.logarithms)
        for place, times in v.logarithms.items():
            logarithms[place] = logarithms.get(place, 0) + times
        kept = {place: times for place, times in logarithms.items() if times}
        return made._replace(logarithms=kept)

    def neg(self, u: Residue) -> Residue:
        parts = {bits: self.prime - part for bits, part in u.parts.items()}
        return Residue(parts, u.size, {place: -times for place, times in u.logarithms.items()})

    def sub(self, u: Residue, v: Residue) -> Residue:
        return self.sum(u, self.neg(v))

    def mul(self, factors: Sequence[Residue]) -> Residue:
        product = self.whole(factors[0])
        for factor in factors[1:]:
            product = self.product(product, self.whole(factor))
        return product

    def product(self, u: Residue, v: Residue) -> Residue:
        size = u.size.times(v.size)
        total: dict[int, int] = {}
        for left, part in u.parts.items():
            for right, other in v.parts.items():
                both, value = left & right, part * other % self.prime
                if not both:
                    total[left ^ right] = (total.get(left ^ right, 0) + value) % self.prime
                    continue
                squares, size = self.product_of_squares(both, size)
                for bits, square in squares.parts.items():  # of roots of others
                    extra = self.product(
                        Residue({left ^ right: value}, CONSTANT),
                        Residue({bits: square}, CONSTANT),
                    )
                    for place, more in extra.parts.items():
                        total[place] = (total.get(place, 0) + more) % self.prime
        return self.made(total, size)

    def product_of_squares(self, bits: int, size: Size) -> tuple[Residue, Size]:
        squares = self.number(1)
        for place in _places(bits):
            squares = self.product(squares, self.squares[place])
        return squares, size.times(squares.size)

    def div(self, u: Residue, v: Residue) -> Residue:
        return self.product(self.whole(u), self.inverse(self.whole(v)))

    def inverse(self, u: Residue) -> Residue:
        """Return 1/u, by conjugates; raises Undecided where there is none."""
        above = self.number(1)
        while u.parts.keys() - {0}:
            bit = 1 << (max(u.parts).bit_length() - 1)
            parts = {
                bits: -part % self.prime if bits & bit else part for bits, part in u.parts.items()
            }
            conjugate = Residue(parts, u.size)
            above, u = self.product(above, conjugate), self.product(u, conjugate)
        if not u.parts:
            raise Undecided("a denominator is zero modulo a prime")
        inverse = Residue(
            {0: pow(u.parts[0], -1, self.prime)}, Size(u.size.below, u.size.above, u.size.bits)
        )
        return self.product(above, inverse)

    # Certainty

    def error(self) -> float:
        """Return a bound on the probability that something is zero here by chance.

        The point is no zero of the numerator, the prime does not divide its coefficients, and no
        two arguments of functions are equal by chance, nor a small number.
        """
        degree = self.largest.above + self.largest.below + 1
        known = len(self.kernels) + len(self.logarithms) + len(self.squares)
        by_chance = degree * (known + 1) ** 2 * (2 * _SMALL) ** 2
        primes = self.prime.bit_length() ** 2 * self.largest.bits
        return float(Fraction(by_chance + primes, self.prime // 4)) + ERROR


def _places(bits: int) -> list[int]:
    return [place for place in range(bits.bit_length()) if bits >> place & 1]
