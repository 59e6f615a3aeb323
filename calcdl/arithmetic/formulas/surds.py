"""Roots in products: powers of one base, abs(u) for the root of a square, roots of numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.atoms import (
    POWER,
    ROOT,
    SUM,
    Atom,
    Product,
    common_power,
    power,
    times,
)
from calcdl.arithmetic.formulas.factors import Factors, include
from calcdl.arithmetic.formulas.normal import Normal
from calcdl.arithmetic.formulas.products import Symbols

if TYPE_CHECKING:
    from calcdl.graph.nodes import Rational

__all__ = ["Narrower", "Surds", "with_roots_of_numbers"]


class Narrower(Exception):
    """A form would have no value at points where the formula has one."""


class Surds:
    """What is known of roots in the products of one formula."""

    def __init__(self, normal: Normal) -> None:
        self.normal, self.nodes = normal, normal.nodes

    def tidied(self, product: Product, write: Callable[[Atom], int]) -> tuple[Product, list[int]]:
        """Return a product in which roots stand as one writes them, and signs beside it.

        ``write`` gives the node of a sum. Raises Narrower.
        """
        return self.with_sizes(self.with_whole_bases(self.with_roots_of_squares(product, write)))

    def require_bases_above(self, product: Product) -> None:
        """Raise Narrower for (x**n + x)/x, which has no value at zero where x**(n - 1) + 1 may.

        x**n/x is written as x**(n - 1), and the formula may be divided by x itself.
        """
        kernels = self.normal.kernels
        may_vanish = [base for base in kernels.bases if not kernels.has_logarithm(base)]
        bases = {base: self.normal.base_atom(base) for base in may_vanish}
        own = [atom for atom in bases.values() if atom is not None]
        with_sums = any([atom.kind == SUM for atom in own])
        raised = {bases[a.base] for a in product.powers if a.kind == POWER and a.base in bases}
        for atom, count in product.powers.items():
            hidden = atom in own or (with_sums and atom.kind == SUM)
            if count < 0 and hidden and atom not in raised and not self.divides(atom):
                raise Narrower

    def divides(self, atom: Atom) -> bool:
        """Say whether the formula has no value where an atom is zero."""
        divisors = self.normal.divisors
        if atom in divisors or atom.kind != SUM:
            return atom in divisors
        sums = [other.polynomial for other in divisors if other.kind == SUM]
        return any([divmod(polynomial, atom.polynomial)[1].is_zero() for polynomial in sums])

    def with_whole_bases(self, product: Product) -> Product:
        """Return a product in which x*(x + 1)*sqrt(x**2 + x) is a power of x**2 + x."""
        for atom in list(product.powers):
            count = product.powers.get(atom, 0)
            if atom.kind != ROOT or atom.size is not None or not atom.product or not count:
                continue
            if atom.product.powers:
                rest = dict(product.powers)
                del rest[atom]
                inside = common_power(rest, atom.product)
                total = count + inside * atom.roots
                if self.normal.degree_of_call(atom):  # x*cbrt(x) is no power of cbrt(x)
                    whole = int(exact.quotient(total, atom.roots))
                    total, inside = total - whole * atom.roots, inside - whole
                if inside:
                    taken = times([Product(product.number, rest), power(atom.product, -inside)])
                    product = times([taken, Product(1, {atom: total} if total else {})])
        return product

    def with_roots_of_squares(self, product: Product, write: Callable[[Atom], int]) -> Product:
        """Use that sqrt(u**2) is abs(u), where u is a sum."""
        for atom, count in list(product.powers.items()):
            if atom.kind == SUM and atom.roots == 2 and count % 2 and atom.ratio == 1:
                root = self.normal.polynomials.square_root(atom.polynomial)
                if root is not None:
                    own = self.normal.sums.atom_of(root)
                    size = Atom(ROOT, self.nodes.make("abs", (write(own),)), 2)
                    size.size, size.product = Product(1, {own: 1}), Product(1, {own: 2})
                    if count < 0:
                        self.normal.divisors.add(size)
                    powers = dict(product.powers)
                    del powers[atom]
                    product = Product(product.number, {**powers, size: count})
        return product

    def with_sizes(self, product: Product) -> tuple[Product, list[int]]:
        """Return a product with abs(u) at most once, and sign(u) where u/abs(u) was.

        Raises Narrower where it would be divided by abs(u), and the formula is not.
        """
        signs = []
        self.require_no_signs_below(product)
        for atom in list(product.powers):
            count = product.powers.get(atom, 0)
            if atom.size is None or not count:
                continue
            outside = dict(product.powers)
            del outside[atom]
            inside = common_power(outside, atom.size)
            size = exact.quotient(2 * count, atom.roots)  # it is u**inside*abs(u)**size
            total = inside + size
            if total < 0 and not self.normal.is_divisor(atom):
                raise Narrower
            rest = times([Product(product.number, outside), power(atom.size, -inside)])
            if type(total) is int and size % 2 == 0:
                product = times([rest, power(atom.size, total)])
            elif type(total) is int and total:
                once = 1 if total > 0 else -1
                own = Product(1, {atom: once * atom.roots // 2})
                product = times([rest, power(atom.size, total - once), own])
            else:
                if inside % 2:
                    signs.append(self.nodes.make("sign", self.nodes.arguments[atom.node]))
                own = Product(1, {atom: int(total * atom.roots / 2)} if total else {})
                product = times([rest, own])
        return product, signs

    def require_no_signs_below(self, product: Product) -> None:
        """Raise Narrower for u + abs(u) in a denominator, which may have been 1 + sign(u)."""
        hidden = [a.place for a in self.normal.sizes if not self.normal.is_divisor(a)]
        if hidden and "sign" in self.normal.kernels.operations:
            for atom, count in product.powers.items():
                if atom.kind == SUM and count < 0 and atom not in self.normal.divisors:
                    degrees = atom.polynomial.degrees()
                    if any([degrees[place] for place in hidden]):
                        raise Narrower


def with_roots_of_numbers(
    symbols: Symbols, number: Rational, rooted: dict[Rational, list[int]], factors: Factors
) -> Rational:
    """Put roots of positive numbers together: sqrt(2)/2/sqrt(pi) is 1/sqrt(2*pi)."""
    for exponent in list(rooted):
        for node in list(rooted[exponent]):
            value = symbols.value(node)
            if value is not None and exponent > 0 and number.denominator % value == 0:
                number *= value
                rooted[exponent].remove(node)
                rooted.setdefault(exponent - 1, []).append(node)
    for exponent in [exponent for exponent in rooted if exponent > 0]:
        above, below = rooted[exponent], rooted.get(-exponent, [])
        if above and below:  # sqrt(2)/sqrt(pi) is sqrt(2/pi)
            above += [symbols.pow(node, symbols.number(-1)) for node in below]
            below.clear()
    for exponent, nodes in rooted.items():
        if nodes:
            base = symbols.mul(nodes)
            for other, theirs in list(factors.items()):  # sqrt(2)*sqrt(x) is sqrt(2*x)
                if theirs == exponent and symbols.nodes.operations[other] != "add":
                    del factors[other]
                    base = symbols.mul((base, other))
                    break
            include(factors, base, exponent)
    return number
