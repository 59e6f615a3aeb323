"""The sums of a formula as atoms: what they share is found, and stands once."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.atoms import SUM, Atom, Powers, Product
from calcdl.arithmetic.formulas.atoms import include as multiply
from calcdl.arithmetic.formulas.structure import power_of_number

if TYPE_CHECKING:
    from flint import fmpz_mpoly

    from calcdl.graph.nodes import Rational

__all__ = ["SumAtoms"]

_CLEARLY_FEWER = 2  # terms


class SumAtoms:
    """The sums that occur in a formula with these generators."""

    def __init__(self, generators: Sequence[Atom]) -> None:
        self.generators = generators
        self.atoms: list[Atom] = []

    def replace(self, own: Atom, atom: Atom) -> None:
        """Let another atom stand for a sum."""
        self.atoms = [other for other in self.atoms if other is not own]
        self.atoms.append(atom)

    def factored(
        self,
        total: fmpz_mpoly,
        number: Rational,
        common: Powers,
        written: bool,
        parts: Sequence[Product],
    ) -> Product:
        """Return common powers times a number times a polynomial, as a product."""
        if total.is_zero():
            return Product(0, {})
        content = total.term_content()
        if not content.is_one():
            total = total / content
            number *= self.include_monomial(common, content)
        if total.leading_coefficient() < 0:
            total, number = -total, -number
        if total.is_one():
            return Product(number, common)
        rest, number = self.without_known_sums(total, number, common)
        if rest.is_one():
            return Product(number, common)
        turned = number < 0 and self.reads_better_turned(rest, written)
        atom = self.atom_of(rest, -1 if turned else 1, written)
        number *= self.include(common, atom, atom.roots)
        kept = atom.parts is None and rest is total and content.is_constant()
        if kept and self.may_read_better_in_parts(rest, parts):
            scale = exact.quotient(1, number)
            atom.parts = [Product(part.number * scale, part.powers) for part in parts]
        return Product(number, common)

    def reads_better_turned(self, total: fmpz_mpoly, written: bool) -> bool:
        """Say whether a sum whose first coefficient is positive reads better the other way round.

        That is so where it was written that way, and where most of its terms are negative.
        """
        negative = sum([c < 0 for c in total.coeffs()])
        return negative > 0 if written or len(total) == 2 else 2 * negative > len(total)

    def may_read_better_in_parts(self, total: fmpz_mpoly, parts: Sequence[Product]) -> bool:
        """Say whether a sum may read better as the sum of its parts than multiplied out.

        In one kernel it does not, where it has clearly fewer terms than all parts together.
        """
        inside = [[len(a.polynomial) for a in part.powers if a.kind == SUM] for part in parts]
        if not any(inside):
            return False
        terms = sum([max(1, sum(lengths)) for lengths in inside])
        return len(total) > terms - _CLEARLY_FEWER or sum(map(bool, total.degrees())) > 1

    def include_monomial(self, powers: Powers, monomial: fmpz_mpoly) -> int:
        """Multiply powers by a monomial; return its number."""
        for place, count in enumerate(map(int, monomial.monoms()[0])):
            if count:
                multiply(powers, self.generators[place], count)
        return int(monomial.leading_coefficient())

    def include(self, powers: Powers, atom: Atom, count: int) -> Rational:
        """Multiply powers by one of a sum's polynomial; return the number that is left."""
        multiply(powers, atom, count)
        return 1 if atom.ratio == 1 else power_of_number(atom.ratio, -(count // atom.roots))

    def without_known_sums(
        self, total: fmpz_mpoly, number: Rational, powers: Powers
    ) -> tuple[fmpz_mpoly, Rational]:
        """Divide a polynomial by sums that there are, and by what it shares with denominators."""
        for atom in self.atoms:
            while (quotient := _quotient(total, atom.polynomial)) is not None:
                total = quotient
                number *= self.include(powers, atom, atom.roots)
        for atom in [a for a, count in powers.items() if count < 0 and a.kind == SUM]:
            if total.is_one() or atom.polynomial.total_degree() == 1:  # it has no divisors
                continue
            if self.whole_power(powers, atom) < 0:
                divisor = total.gcd(atom.polynomial)
                if not divisor.is_constant():
                    number *= self.split(powers, atom, divisor)
                    shared = self.atom_of(divisor)
                    number *= self.include(powers, shared, shared.roots)
                    total = total / divisor
        return total, number

    def split(self, powers: Powers, atom: Atom, divisor: fmpz_mpoly) -> Rational:
        """Write a power of a sum as powers of two factors; return the number that is left."""
        count = powers.pop(atom, 0) // atom.roots  # it may just have been cancelled
        number: Rational = power_of_number(atom.ratio, count)
        for part in (divisor, atom.polynomial / divisor):
            if not part.is_one():
                factor = self.atom_of(part)
                number *= self.include(powers, factor, count * factor.roots)
        return number

    def cancelled(self, product: Product) -> Product:
        """Return a product in which no sum above the bar shares a divisor with one below it."""
        number, powers = product.number, dict(product.powers)
        for above, below in itertools.product(list(powers), repeat=2):
            if self.whole_power(powers, above) > 0 > self.whole_power(powers, below):
                divisor = above.polynomial.gcd(below.polynomial)
                if not divisor.is_constant():
                    number *= self.split(powers, below, divisor)
                    number *= self.split(powers, above, divisor)
        return Product(number, powers)

    def whole_power(self, powers: Powers, atom: Atom) -> int:
        """Return the exponent of a sum if it is whole, else 0."""
        count = powers.get(atom, 0)
        return count // atom.roots if atom.kind == SUM and count % atom.roots == 0 else 0

    def atom_of(self, polynomial: fmpz_mpoly, ratio: int = 1, written: bool = False) -> Atom:
        for atom in self.atoms:
            if atom.polynomial == polynomial:
                return atom
        atom = Atom(SUM, 0 if written else -1)
        atom.polynomial, atom.ratio = polynomial, ratio
        self.atoms.append(atom)
        return atom


def _quotient(total: fmpz_mpoly, divisor: fmpz_mpoly) -> fmpz_mpoly | None:
    """Return the quotient of primitive polynomials, None if it is none.

    Most have too small a degree to be divided, and that takes a tenth of the time to see.
    """
    if total.total_degree() < divisor.total_degree():
        return None
    quotient, remainder = divmod(total, divisor)
    return quotient if remainder.is_zero() else None
