"""From products of atoms back to the nodes of tidied formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.atoms import (
    KERNEL,
    POWER,
    SUM,
    Atom,
    Product,
)
from calcdl.arithmetic.formulas.cost import PARTS_LOST, Cost
from calcdl.arithmetic.formulas.factors import Factors, collected, include, joined
from calcdl.arithmetic.formulas.idioms import Idioms
from calcdl.arithmetic.formulas.normal import Normal
from calcdl.arithmetic.formulas.structure import factors_in, power_of_number
from calcdl.arithmetic.formulas.surds import Surds, with_roots_of_numbers

if TYPE_CHECKING:
    from flint import fmpz_mpoly

    from calcdl.arithmetic.formulas.polynomials import Monomial
    from calcdl.graph.nodes import Rational

__all__ = ["Writer"]

_NO_CALLS = frozenset(("number", "symbol", "add", "mul"))


class Writer:
    """Writes products and polynomials of one formula as nodes, the cheapest way it knows."""

    def __init__(self, normal: Normal, cost: Cost) -> None:
        self.normal, self.cost = normal, cost
        self.symbols, self.nodes = normal.kernels.symbols, normal.nodes
        self.generators = normal.kernels.generators
        self.plain = [a.kind == KERNEL and a.roots == 1 for a in self.generators]
        self.all_plain = all(self.plain)
        self.plain_nodes = {a.node for a in self.generators if a.kind == KERNEL and a.roots == 1}
        self.symbols_only = all([self.is_symbol(a) for a in self.generators])
        self.sums: dict[Atom, int] = {}
        self.given = normal.kernels.there
        self.own: set[int] = set()  # sums that nobody has written before
        self.idioms = Idioms(self.symbols, cost, normal.kernels.operations)
        self.surds = Surds(normal)
        self.has_powers = any([a.kind == POWER for a in self.generators])
        self.has_roots = any([a.kind != KERNEL and a.roots > 1 for a in self.generators])

    def is_symbol(self, atom: Atom) -> bool:
        return atom.kind == KERNEL and self.nodes.operations[atom.node] == "symbol"

    # Products

    def formula(self, product: Product) -> int:
        """Return the node of a product that is a whole formula."""
        for atom in product.powers:
            if atom.kind == SUM:
                self.sum(atom)
        self.idioms.is_outermost = True
        node = self.product(product)
        self.idioms.is_outermost = False
        return node

    def product(self, product: Product, more: int = -1, exponent: int = 1) -> int:
        """Return the node of a product, times a power of one more node."""
        signs: list[int] = []
        if self.normal.kernels.bases:
            self.surds.require_bases_above(product)
        if self.has_roots:
            product, signs = self.surds.tidied(product, self.sum)
        number, factors = self.factors(product)
        number = self.with_minus_outside(number, factors)
        if number < 0:
            number = self.with_minus_inside(number, factors)
        for factor in signs:
            include(factors, factor, 1)
        if more >= 0:
            include(factors, more, exponent)
        if number == -1 and list(factors.values()) == [1]:
            node = self.symbols.neg(*factors)
        else:
            node = joined(self.symbols, number, factors)
        if not self.idioms.may_occur:
            return node
        ways = [joined(self.symbols, *way) for way in self.idioms.of(number, factors)]
        return min([node, *ways], key=self.cost) if ways else node

    def factors(self, product: Product) -> tuple[Rational, Factors]:
        """Return a product as a number, and bases with their exponents."""
        number = product.number
        factors: Factors = {}
        rooted: dict[Rational, list[int]] = {}  # exponent -> positive numbers
        exponents: dict[int, list[int]] = {}  # base -> terms of its exponent
        powers = dict(product.powers)
        bases = [a.base for a in powers if a.kind == POWER] if self.has_powers else []
        for base in dict.fromkeys(bases):
            exponents[base] = []
            own = self.normal.base_atom(base)  # x**n/x is x**(n - 1)
            if own in powers:
                exponent = exact.quotient(powers.pop(own), own.roots)
                exponents[base].append(self.symbols.number(exponent))
        for atom, count in powers.items():
            exponent = count if atom.roots == 1 else exact.quotient(count, atom.roots)
            if atom.kind == KERNEL and type(exponent) is int:
                include(factors, atom.node, exponent)
            elif atom.kind == POWER:
                term = self.symbols.multiple(atom.node, count * atom.step)
                exponents[atom.base].append(term)
            elif atom.kind == SUM:
                include(factors, self.sum(atom), exponent)
                if atom.roots == 1 and atom.ratio not in (1, -1):
                    size = atom.ratio if atom.ratio > 0 else -atom.ratio
                    number *= power_of_number(size, exponent)
            elif atom.size is not None:
                include(factors, atom.node, 2 * exponent)
            elif degree := self.normal.degree_of_call(atom):
                include(factors, atom.node, exact.quotient(count * degree, atom.roots))
            elif self.nodes.operations[atom.node] in ("number", "constant"):
                rooted.setdefault(exponent, []).append(atom.node)
            else:
                include(factors, atom.node, exponent)
        if rooted:
            number = with_roots_of_numbers(self.symbols, number, rooted, factors)
        for base, terms in exponents.items():
            include(factors, self.power_of(base, self.symbols.add(terms)), 1)
        return number, factors

    def power_of(self, base: int, exponent: int) -> int:
        if base == -1:
            return self.symbols.call("exp", [exponent])
        return self.nodes.make("pow", (base, exponent))

    def with_minus_outside(self, number: Rational, factors: Factors) -> Rational:
        """Write (-x - 1)*y as -(x + 1)*y, where no person wrote -x - 1."""
        for base, exponent in list(factors.items()):
            if self.nodes.operations[base] == "add" and type(exponent) is int and exponent % 2:
                terms = self.nodes.arguments[base]
                if all(map(self.symbols.is_negative, terms)) and base not in self.normal.function:
                    number = -number
                    self.turn(factors, base)
        return number

    def turn(self, factors: Factors, base: int) -> None:
        """Change the sign of a sum among factors."""
        exponent = factors.pop(base)
        terms = map(self.symbols.neg, self.nodes.arguments[base])
        include(factors, self.nodes.make("add", tuple(sorted(terms))), exponent)

    def with_minus_inside(self, number: Rational, factors: Factors) -> Rational:
        """Write -(x - 1)*y as (1 - x)*y, where no person wrote x - 1."""
        for base, exponent in factors.items():
            if exponent not in (1, -1) or self.nodes.operations[base] != "add":
                continue
            if base in self.own or (exponent == 1 and self.turns(base)):
                terms = self.nodes.arguments[base]
                if len(terms) == 2 and sum(map(self.symbols.is_negative, terms)) == 1:
                    self.turn(factors, base)
                    return -number
        return number

    def turns(self, total: int) -> bool:
        """Say whether x - 1 may be 1 - x, so that a minus goes.

        The formula would begin with the minus, and it is neither 1 - sigmoid(x) nor what a person
        wrote, but for 1 - x.
        """
        if not self.idioms.is_outermost:
            return False
        operations, one = self.nodes.operations, self.symbols.one
        terms = [self.symbols.split(term)[1] for term in self.nodes.arguments[total]]
        terms = [self.nodes.arguments[i][0] if operations[i] == "pow" else i for i in terms]
        if one not in terms:
            return total not in self.normal.function
        return all([operations[i] in _NO_CALLS for i in terms])

    # Sums

    def sum(self, atom: Atom) -> int:
        """Return the node of a sum; what it is a multiple of if the ratio is another than one."""
        if atom not in self.sums:
            # The innermost first, so that nothing recurses.
            for inner in self.sums_inside(atom) if atom.parts else (atom,):
                node = self.sums[inner] = self.sum_of(inner)
                if inner.node == -1 and inner.roots == 1 and node not in self.given:
                    self.own.add(node)
        return self.sums[atom]

    def sums_inside(self, atom: Atom) -> list[Atom]:
        """Return the sums that a sum is made of and that have not been written, and itself."""
        found = {atom: None}
        waiting = [atom]
        for outer in waiting:
            for part in outer.parts or ():
                for inner in part.powers:
                    if inner.kind == SUM and inner not in found and inner not in self.sums:
                        found[inner] = None
                        waiting.append(inner)
        order = {a: k for k, a in enumerate(self.normal.sums.atoms)}
        return sorted(found, key=lambda a: order.get(a, len(order)))

    def sum_of(self, atom: Atom) -> int:
        """Return the node of a sum, multiplied out where that is clearly shorter."""
        total = self.as_it_stands(atom)
        if total is None:
            sign = -1 if atom.ratio < 0 else 1
            total = self.multiplied_out(atom.polynomial, atom.ratio if atom.roots > 1 else sign)
        total = self.put_together(atom.polynomial, total)
        if atom.parts is None or abs(atom.ratio) != 1 or len(atom.polynomial) < 3:
            return total
        parts = self.total([self.product(part) for part in atom.parts])
        lost = 0 if sum(map(bool, atom.polynomial.degrees())) == 1 else PARTS_LOST
        return total if self.cost(total) + lost <= self.cost(parts) else parts

    def polynomial(self, polynomial: fmpz_mpoly, scale: Rational = 1) -> int:
        """Return the node of a polynomial times a number, as a sum that may be put together."""
        return self.put_together(polynomial, self.multiplied_out(polynomial, scale))

    def put_together(self, polynomial: fmpz_mpoly, total: int) -> int:
        """Return the node of a polynomial with what some of its terms share in front of them."""
        if len(polynomial) < 3 or self.symbols_only:  # it has no common factors
            return total
        return collected(self.symbols, self.cost, total)

    def as_it_stands(self, atom: Atom) -> int | None:
        """Return the node of a sum that the formula has multiplied out, which need not be written.

        It has as many terms as the polynomial, so that no relation has changed it.
        """
        node = self.normal.sums_given.get(atom)
        if node is None:
            return None
        terms = self.nodes.arguments[node]
        plain = len(terms) == len(atom.polynomial) and all(map(self.is_monomial, terms))
        return node if plain else None

    def is_monomial(self, term: int) -> bool:
        """Say whether a term is a number times whole powers of generators that have no roots."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        one = self.symbols.one
        for part in factors_in(self.symbols, term):
            base, exponent = arguments[part] if operations[part] == "pow" else (part, one)
            value = self.symbols.value(exponent)
            if base not in self.plain_nodes and operations[base] != "number":
                return False
            if type(value) is not int or value < 0:
                return False
        return True

    def multiplied_out(self, polynomial: fmpz_mpoly, scale: Rational = 1) -> int:
        """Return the node of a polynomial times a number, as a sum of monomials."""
        # monoms() and coeffs() take half the time of to_dict()
        terms = zip(polynomial.monoms(), polynomial.coeffs(), strict=True)
        written = [self.monomial(key, int(c) * scale) for key, c in terms]
        if self.all_plain and len(written) > 1:  # they are all different
            return self.nodes.make("add", tuple(sorted(written)))
        return self.symbols.add(written)

    def total(self, terms: list[int]) -> int:
        return collected(self.symbols, self.cost, self.symbols.add(terms))

    def monomial(self, key: Monomial, number: Rational) -> int:
        """Return the node of a number times powers of generators."""
        make, parts = self.nodes.make, []
        for place, exponent in enumerate(key):
            if exponent:
                if not self.plain[place]:
                    return self.product(Product(number, self.powers_of(key)))
                node = self.generators[place].node
                if exponent != 1:
                    node = make("pow", (node, self.nodes.number(int(exponent))))
                parts.append(node)
        parts.sort()
        if number != 1 or not parts:
            parts.insert(0, self.nodes.number(number))
        return parts[0] if len(parts) == 1 else make("mul", tuple(parts))

    def powers_of(self, key: Monomial) -> dict[Atom, int]:
        """Return a monomial as powers of atoms."""
        return {self.generators[place]: int(n) for place, n in enumerate(key) if n}
