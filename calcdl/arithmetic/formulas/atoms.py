"""Numbers times powers of atoms: products that are never multiplied out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.formulas.structure import power_of_number

if TYPE_CHECKING:
    from flint import fmpz_mpoly

    from calcdl.graph.nodes import Rational

__all__ = [
    "KERNEL",
    "POWER",
    "ROOT",
    "SUM",
    "Atom",
    "Powers",
    "Product",
    "common_power",
    "common_powers",
    "include",
    "power",
    "power_part",
    "times",
    "without",
]

KERNEL, ROOT, SUM, POWER = range(4)


class Atom:
    """What a product may hold a power of.

    kind        KERNEL, the node itself; SUM, a polynomial; ROOT, a number or product under a root;
                POWER, base**(step*node), where the base -1 stands for e
    node        for a sum -1, or 0 if it stands like that in the function
    roots       the exponent is counted in this part of one: 2 where there is a square root
    place       the number of the generator that is one count; -1 for a sum without roots
    polynomial  what a sum is a multiple of, with whole coefficients, the first one positive
    ratio       what the polynomial is multiplied by
    product     what a root is the root of
    size        of a root that is abs(u): u
    parts       products of which a sum is made, where these have sums themselves
    """

    __slots__ = (
        "base", "kind", "node", "parts", "place", "polynomial", "product", "ratio", "roots", "size",
        "step",
    )  # fmt: skip

    def __init__(
        self, kind: int, node: int, roots: int = 1, step: Rational = 1, base: int = -1
    ) -> None:
        self.kind, self.node, self.roots, self.step, self.base = kind, node, roots, step, base
        self.place = -1
        self.polynomial: fmpz_mpoly
        self.ratio: Rational = 1
        self.product: Product | None = None
        self.size: Product | None = None
        self.parts: list[Product] | None = None


Powers = dict[Atom, int]  # no exponent is zero


class Product(NamedTuple):
    """A number times powers of atoms."""

    number: Rational
    powers: Powers


def include(powers: Powers, atom: Atom, count: int) -> None:
    """Multiply powers by one more."""
    count += powers.get(atom, 0)
    if count:
        powers[atom] = count
    else:
        powers.pop(atom, None)


def times(factors: Sequence[Product]) -> Product:
    """Return the product of products."""
    number, first = factors[0]
    powers = dict(first)
    for other, more in factors[1:]:
        number *= other
        for atom, count in more.items():
            if atom in powers:
                include(powers, atom, count)
            else:
                powers[atom] = count
    return Product(number, powers) if number else Product(0, {})


def power(product: Product, exponent: int) -> Product:
    """Return a whole power of a product; raises TooMuch."""
    number = product.number
    if number != 1:
        number = power_of_number(number, exponent)
    return Product(number, {atom: count * exponent for atom, count in product.powers.items()})


def power_part(product: Product, sign: int) -> Product:
    """Return the numerator or, as positive powers, the denominator of a product."""
    number = product.number.numerator if sign > 0 else product.number.denominator
    powers = {atom: abs(n) for atom, n in product.powers.items() if (n > 0) == (sign > 0)}
    return Product(number, powers)


def without(term: Product, common: Powers) -> Product:
    """Return a product divided by powers."""
    powers = dict(term.powers)
    for atom, count in common.items():
        include(powers, atom, -count)
    return Product(term.number, powers)


def common_powers(terms: Sequence[Product]) -> Powers:
    """Return the smallest power of each atom that occurs in all products."""
    common = dict(terms[0].powers)
    for term in terms[1:]:
        powers = term.powers
        for atom, count in common.items():
            if powers.get(atom, 0) < count:
                common[atom] = powers.get(atom, 0)
        for atom, count in powers.items():
            if count < 0 and atom not in common:
                common[atom] = count
    return {atom: count for atom, count in common.items() if count}


def common_power(powers: Powers, product: Product) -> int:
    """Return how often a product divides powers; how often it is divided by, as a minus."""
    counts = [(powers.get(atom, 0), count) for atom, count in product.powers.items()]
    if not counts or min([count for _, count in counts]) < 0:
        return 0
    most = min([have // count for have, count in counts])
    return most if most >= 0 else max([min(0, -(-have // count)) for have, count in counts])
