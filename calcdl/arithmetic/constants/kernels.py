"""Constants as rational functions, over the integers, of kernels.

Kernels are numbers between which no relation is assumed but those that are written down here. With
t = tan(u/2) are sin(u) and cos(u) rational in t; exp(u) is a kernel, and so are the logarithms of
irreducible factors, roots of them, arctangents, and every function that is not one of these. Which
sign a factor has under a root or a logarithm, its ball says.

This is the normal form of B. F. Caviness and J. H. Davenport for elementary constants, as far as
unconditional proofs go: R. H. Risch's structure theorem would tell which kernels are independent.
"""

from __future__ import annotations

from fractions import Fraction

from calcdl.arithmetic import exact
from calcdl.arithmetic.constants.exponentials import Exponentials
from calcdl.arithmetic.constants.polynomials import HIGHEST_POWER, NoProof, Quotient

__all__ = ["Kernels"]

_LARGEST_DIVISION = 120  # of pi: its eighths, thirds and fifths have roots for sines


class Kernels(Exponentials):
    """The arithmetic of rational functions of kernels, as far as it has laws of its own."""

    # Circular functions

    def cosine_and_sine(self, u: Quotient) -> tuple[Quotient, Quotient]:
        cosine, sine = self.one, self.zero
        for factor, base in self.multiples(u):
            cosine, sine = self.turned((cosine, sine), self.turn(factor, base))
        return cosine, sine

    def turn(self, factor: Fraction, base: Quotient) -> tuple[Quotient, Quotient]:
        """Return cosine and sine of a multiple of something."""
        place = self.place_of(base.numerator) if base.denominator.is_one() else None
        kind = "" if place is None else self.meanings[place][0]
        if kind == "pi":
            return self.turn_of_pi(factor)
        if kind == "atan" and factor.denominator == 1:
            assert place is not None
            tangent = self.meanings[place][1]
            cosine = self.pow(self.one_and_square(tangent), self.number(Fraction(-1, 2)))
            return self.repeated(cosine, self.mul((cosine, tangent)), int(factor))
        unit, times = self.unit("turn", base, factor)
        half = self.value(self.scaled(base, unit / 2))
        t = self.of(self.kernel(("tan", self.key_of(base)), half.tan()))
        bottom = self.inverse(self.one_and_square(t))
        cosine = self.mul((self.sub(self.one, self.mul((t, t))), bottom))
        return self.repeated(cosine, self.mul((self.scaled(t, Fraction(2)), bottom)), times)

    def one_and_square(self, u: Quotient) -> Quotient:
        return self.add((self.one, self.mul((u, u))))

    def turn_of_pi(self, factor: Fraction) -> tuple[Quotient, Quotient]:
        if _LARGEST_DIVISION % factor.denominator:
            raise NoProof("the sine of such a part of pi")
        # Every such part is a sum of eighths, thirds, fifths and whole halves of a turn.
        parts = int(factor * _LARGEST_DIVISION)
        cosine, sine = self.one, self.zero
        for divisor in (8, 3, 5):
            others = _LARGEST_DIVISION // divisor
            times = parts * pow(others, -1, divisor) % divisor
            parts -= times * others
            if times:
                turn = self.repeated(*self.corner(divisor), times)
                cosine, sine = self.turned((cosine, sine), turn)
        halves = parts // _LARGEST_DIVISION
        return (self.neg(cosine), self.neg(sine)) if halves % 2 else (cosine, sine)

    def corner(self, divisor: int) -> tuple[Quotient, Quotient]:
        """Return cosine and sine of pi divided by 8, 3 or 5."""
        half = Fraction(1, 2)
        root = self.root(self.number({8: 2, 3: 3, 5: 5}[divisor]), half)
        if divisor == 3:
            return self.number(half), self.scaled(root, half)
        if divisor == 5:
            rest = self.sub(self.number(5), root)
            cosine = self.scaled(self.add((self.one, root)), Fraction(1, 4))
            return cosine, self.root(self.scaled(rest, Fraction(1, 8)), half)
        cosine = self.scaled(self.root(self.add((self.number(2), root)), half), half)
        return cosine, self.div(self.scaled(root, Fraction(1, 4)), cosine)

    def turned(
        self, first: tuple[Quotient, Quotient], second: tuple[Quotient, Quotient]
    ) -> tuple[Quotient, Quotient]:
        """Return cosine and sine of the sum of two angles, of which both are known."""
        (c, s), (cosine, sine) = first, second
        return (
            self.sub(self.mul((c, cosine)), self.mul((s, sine))),
            self.add((self.mul((c, sine)), self.mul((s, cosine)))),
        )

    def repeated(self, cosine: Quotient, sine: Quotient, times: int) -> tuple[Quotient, Quotient]:
        """Return cosine and sine of so many times an angle."""
        if abs(times) > HIGHEST_POWER:
            raise NoProof("a multiple of an angle is too high")
        c, s = self.one, self.zero
        for _ in range(abs(times)):
            c, s = self.turned((c, s), (cosine, sine))
        return (c, s) if times >= 0 else (c, self.neg(s))

    def atan(self, u: Quotient) -> Quotient:
        sign = self.sign(u)
        if sign <= 0:
            return self.neg(self.atan(self.neg(u))) if sign else self.zero
        difference = self.sub(u, self.one)
        above = self.sign(difference)
        pi = self.constant("pi")
        if above == 0:
            return self.scaled(pi, Fraction(1, 4))
        if above > 0:
            return self.sub(self.scaled(pi, Fraction(1, 2)), self.atan(self.inverse(u)))
        return self.of(self.kernel(("atan", self.key_of(u)), self.value(u).atan(), u))

    def asin(self, u: Quotient) -> Quotient:
        rest = self.sub(self.one, self.mul((u, u)))
        if rest.numerator.is_zero():
            return self.scaled(self.constant("pi"), Fraction(self.sign(u), 2))
        return self.atan(self.div(u, self.root(rest, Fraction(1, 2))))

    # Conditions

    def compare(self, operation: str, u: Quotient, v: Quotient) -> bool:
        return exact.compare(operation, self.sign(self.sub(u, v)), 0)

    def choose(self, condition: bool, chosen: Quotient, otherwise: Quotient) -> Quotient:
        return chosen if condition else otherwise

    def is_zero(self, u: Quotient) -> bool:
        return u.numerator.is_zero()

    def share(self, u: Quotient) -> Quotient:
        return u
