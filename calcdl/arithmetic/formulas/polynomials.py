"""Polynomials in the generators of a formula, with a count of the work they take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from math import comb
from typing import NamedTuple

from flint import fmpz_mpoly, fmpz_mpoly_ctx, fmpz_poly
from flint.utils.flint_exceptions import DomainError

from calcdl.arithmetic.formulas.structure import HIGHEST_DEGREE, TooMuch
from calcdl.arithmetic.precision import load_flint

__all__ = ["Cofactor", "Monomial", "Polynomials"]

_MOST_TERMS = 1000  # of products, in all
_MOST_BITS = 200  # of a coefficient
_LARGEST_FACTORED = 1 << 60  # coefficient; python-flint raises OverflowError for larger ones

Monomial = tuple[int, ...]  # the exponents of the generators


class Cofactor(NamedTuple):
    """A monomial times powers of polynomials that have several terms."""

    key: Monomial
    sums: Sequence[tuple[fmpz_mpoly, int]]


@cache
def _context(width: int) -> fmpz_mpoly_ctx:
    return fmpz_mpoly_ctx.get(("g", width), "lex")


class Polynomials:
    """The polynomials in so many generators, the first one being the largest.

    Relations say that a generator to the power of its degree is a fraction of others.
    """

    def __init__(self, roots: Sequence[int]) -> None:
        load_flint()  # flint is there, and the open scopes of precision hold in it
        self.roots = roots or (1,)  # of which degree the generators are roots
        self.width = len(self.roots)
        self.context = _context(self.width)
        self.left = _MOST_TERMS
        self.relations: dict[int, tuple[int, fmpz_mpoly]] = {}  # place -> degree, what is zero

    def of_terms(self, terms: dict[Monomial, int]) -> fmpz_mpoly:
        """Return the sum of monomials; raises TooMuch."""
        for key, coefficient in terms.items():
            if max(key) > HIGHEST_DEGREE or coefficient.bit_length() > _MOST_BITS:
                raise TooMuch
        return self.context.from_dict(terms)

    def require_little_work(self, cofactors: Iterable[Cofactor]) -> None:
        """Raise TooMuch where to multiply out certainly takes too much, before any of it is done.

        A power of a sum has more terms than its exponent says, since no polynomial of so many
        terms has a zero other than 0 that is as often one as it has terms.
        """
        least = 0
        for key, sums in cofactors:
            if max(key) > HIGHEST_DEGREE:
                raise TooMuch
            for polynomial, exponent in sums:
                if exponent > 1:
                    least += comb(len(polynomial) + exponent - 1, exponent)
                    least += exponent + 1 if len(sums) == 1 and any(key) else 0
        if least > self.left:
            raise TooMuch

    def product_of(self, cofactor: Cofactor, number: int) -> fmpz_mpoly:
        """Return a number times a monomial and powers of polynomials; raises TooMuch."""
        key, sums = cofactor
        if not sums:
            return self.of_terms({key: number})
        total = self.power(*sums[0])
        for polynomial, exponent in sums[1:]:
            total = self.product(total, self.power(polynomial, exponent))
        return self.times_monomial(total, key, number)

    def product(self, p: fmpz_mpoly, q: fmpz_mpoly) -> fmpz_mpoly:
        """Return a product; raises TooMuch."""
        self.spend(len(p) * len(q))
        return p * q

    def times_monomial(self, p: fmpz_mpoly, key: Monomial, number: int) -> fmpz_mpoly:
        """Return a product with a monomial; raises TooMuch."""
        if number == 1 and not any(key):
            return p
        return self.product(p, self.of_terms({key: number}))

    def power(self, polynomial: fmpz_mpoly, exponent: int) -> fmpz_mpoly:
        """Return a power; raises TooMuch."""
        if exponent == 1:
            return polynomial
        self.spend(comb(len(polynomial) + exponent - 1, exponent))
        return polynomial**exponent

    def spend(self, terms: int) -> None:
        self.left -= terms
        if self.left < 0:
            raise TooMuch

    # Relations

    def relate(self, place: int, degree: int, above: fmpz_mpoly, below: fmpz_mpoly) -> None:
        """Enter that a generator to the power of its degree is a fraction."""
        self.relations[place] = degree, below * self.context.gen(place) ** degree - above

    def reduced(self, total: fmpz_mpoly) -> fmpz_mpoly:
        """Return a polynomial in which no generator has its degree, as far as that is known."""
        if self.relations and len(total) > 1:
            degrees = total.degrees()
            for place, (degree, relation) in self.relations.items():
                if degrees[place] >= degree:
                    total = divmod(total, relation)[1]
        return total

    def with_squares(self, total: fmpz_mpoly, a: int, p: int, b: int, q: int) -> fmpz_mpoly:
        """Return the shortest form of a polynomial where u**2 = p + q*v**2.

        The generators at a and b are roots of u and v, if these stand under a root.
        """
        m, n = 2 * self.roots[a], 2 * self.roots[b]
        degrees = total.degrees() if len(total) > 1 else (0,) * self.width
        if degrees[a] < m and degrees[b] < n:
            return total
        gens = list(self.context.gens())
        first, second = gens[a], gens[b]
        ways = [total, divmod(total, first**m - q * second**n - p)[1]]
        if degrees[b] >= n:  # the other one is to be the larger
            gens[a], gens[b] = second, first
            turned = divmod(total.compose(*gens), first**n - q * second**m + p * q)[1]
            ways.append(turned.compose(*gens))
        return min(ways, key=len)

    # Factors

    def square_root(self, polynomial: fmpz_mpoly) -> fmpz_mpoly | None:
        """Return what a polynomial is the square of, None if there is no such polynomial."""
        try:
            return polynomial.sqrt()
        except DomainError:
            return None

    def factors_of(self, polynomial: fmpz_mpoly) -> list[tuple[fmpz_mpoly, int]] | None:
        """Return the irreducible factors of a primitive polynomial, None if it has no two."""
        keys = polynomial.monoms()
        if self.is_irreducible(polynomial, keys):
            return None
        if max([abs(int(c)) for c in polynomial.coeffs()]) > _LARGEST_FACTORED:
            return None
        columns = [list(map(int, column)) for column in zip(*keys, strict=True)]
        steps = [
            1 if any([n % root for n in column]) else root
            for column, root in zip(columns, self.roots, strict=True)
        ]
        if _is_prime_in_one(columns, steps, list(map(int, polynomial.coeffs()))):
            return None
        content, factors = polynomial.deflate(steps).factor()  # in x rather than in sqrt(x)
        if int(content) != 1 or (len(factors) == 1 and factors[0][1] == 1):
            return None
        return [(factor.inflate(steps), int(exponent)) for factor, exponent in factors]

    def is_irreducible(self, polynomial: fmpz_mpoly, keys: Sequence[Monomial]) -> bool:
        """Say whether a polynomial is linear in a generator, with no common divisor of both parts.

        That takes less time than to look for factors, and holds for most sums with functions.
        """
        columns = zip(*keys, strict=True)
        counts = [sum(map(bool, column)) if max(column) == 1 else 0 for column in columns]
        if 1 in counts:
            return True
        linear = [place for place, count in enumerate(counts) if count]
        if not linear:
            return False
        place = min(linear, key=counts.__getitem__)
        terms = polynomial.to_dict()
        inside = self.context.from_dict({key: c for key, c in terms.items() if key[place]})
        outside = self.context.from_dict({key: c for key, c in terms.items() if not key[place]})
        return len(inside.gcd(outside)) == 1


def _is_prime_in_one(
    columns: Sequence[Sequence[int]], steps: Sequence[int], coefficients: Sequence[int]
) -> bool:
    """Say whether a polynomial has one generator alone, and no factors.

    The columns are its exponents by generator, to be divided by the steps. flint factors those in
    one variable twenty times as fast as those in several.
    """
    used = [place for place, column in enumerate(columns) if any(column)]
    if len(used) != 1:
        return False
    exponents = [n // steps[used[0]] for n in columns[used[0]]]
    dense = [0] * (max(exponents) + 1)
    for n, coefficient in zip(exponents, coefficients, strict=True):
        dense[n] = coefficient
    factors = fmpz_poly(dense).factor()[1]
    return len(factors) == 1 and factors[0][1] == 1
