"""The normal form: a formula as a number times powers of sums and kernels.

Sums are polynomials in the kernels. What their terms have in common stays in front of them, so
that nothing is multiplied out that need not be: x*(x + 1)**999 + (x + 1)**1000 is
(x + 1)**999*(2*x + 1). A fraction and its normal form are equal wherever the fraction has a value:
the denominator of the normal form divides that of the fraction, and each relation between kernels
that is used says why it holds there too.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from math import lcm
from typing import TYPE_CHECKING

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.atoms import (
    KERNEL,
    ROOT,
    SUM,
    Atom,
    Product,
    common_powers,
    include,
    power,
    power_part,
    times,
    without,
)
from calcdl.arithmetic.formulas.kernels import Kernels, prime_powers
from calcdl.arithmetic.formulas.polynomials import Cofactor, Monomial, Polynomials
from calcdl.arithmetic.formulas.structure import ROOTS, TooMuch, number_in, power_of_number
from calcdl.arithmetic.formulas.sum_atoms import SumAtoms

if TYPE_CHECKING:
    from flint import fmpz_mpoly

    from calcdl.graph.nodes import Rational

__all__ = ["Normal"]

_NOTHING = Product(0, {})


class Normal:
    """The normal forms of the nodes of one formula; ``function`` are the nodes a person wrote."""

    def __init__(self, kernels: Kernels, function: Set[int]) -> None:
        self.kernels, self.function = kernels, function
        self.symbols, self.nodes = kernels.symbols, kernels.nodes
        self.polynomials = Polynomials([atom.roots for atom in kernels.generators])
        self.sums = SumAtoms(kernels.generators)
        self.sizes: list[Atom] = []  # roots that are abs(u)
        self.sums_given: dict[Atom, int] = {}  # the nodes that are a sum and nothing else
        self.divisors: set[Atom] = set()
        self.has_roots = any([atom.kind != KERNEL for atom in kernels.generators])
        self.found: dict[int, Product] = {}
        for node in kernels.order:  # arguments before what is made of them
            self.found[node] = self.product_of(node)

    # Nodes

    def product_of(self, node: int) -> Product:
        operation, args = self.nodes.operations[node], self.nodes.arguments[node]
        if operation == "number":
            return Product(args[0], {})
        if operation == "mul":
            return times([self.found[j] for j in args])
        if operation == "add":
            return self.sum_at(node, self.sum([self.found[j] for j in args], node in self.function))
        if operation == "pow":
            return self.power_of(node, *args)
        known = self.kernels.products.get(node)
        if known is not None:
            return known
        if operation == "abs" or operation == "sign":
            return self.size_of(node, args[0])
        atom = self.kernels.atoms[node]
        if operation in ROOTS:
            return self.called_root(atom, str(operation), args)
        return Product(1, {atom: atom.roots})

    def called_root(self, atom: Atom, name: str, args: tuple[int, ...]) -> Product:
        """Return cbrt(u), a root of u for negative u too, or hypot(u, v), one of u**2 + v**2."""
        inside = [self.found[j] for j in args]
        if name == "hypot":
            inside = [self.sum([power(product, 2) for product in inside], False)]
        self.relate(atom, inside[0])
        return Product(1, {atom: atom.roots // ROOTS[name]})

    def degree_of_call(self, atom: Atom) -> int:
        """Return of which degree a root is that is the call of a function, 0 if it is none."""
        name = str(self.nodes.operations[atom.node]) if atom.kind == ROOT else ""
        return ROOTS.get(name, 0)

    def size_of(self, node: int, argument: int) -> Product:
        """Return abs(u) as the root of u**2, and sign(u) as u over it."""
        atom = self.kernels.atoms.get(self.nodes.make("abs", (argument,)))
        if atom is None or atom.kind != ROOT:
            return Product(1, {self.kernels.atoms[node]: self.kernels.atoms[node].roots})
        size = self.found[argument]
        if atom.size is None:
            atom.size = size
            self.sizes.append(atom)
            self.relate(atom, power(size, 2))
        once = atom.roots // 2
        if self.nodes.operations[node] == "abs":
            return Product(1, {atom: once})
        return times([size, Product(1, {atom: -once})])

    # Powers

    def power_of(self, node: int, base: int, exponent: int) -> Product:
        value = self.symbols.value(exponent)
        if value is not None:
            if value < 0:
                self.note_divisor(self.found[base])
            return self.rational_power(base, value)
        if node in self.kernels.opaque:
            atom = self.kernels.atoms[node]
            return Product(1, {atom: atom.roots})
        product = self.kernels.products[node]
        number = number_in(self.symbols, exponent)
        if not number:
            return product
        if self.base_atom(base) is None and self.nodes.operations[base] != "number":
            self.kernels.require_positive(base, number)
        return times([product, self.rational_power(base, number)])

    def base_atom(self, base: int) -> Atom | None:
        """Return the atom that the base of a power is, if it is one."""
        number, powers = self.found.get(base, _NOTHING)
        atom, count = next(iter(powers.items()), (None, 0))
        whole = atom is not None and len(powers) == 1 and count == atom.roots
        return atom if whole and number == 1 else None

    def note_divisor(self, product: Product) -> None:
        """Note what the formula is divided by: where that is zero it has no value.

        Of 1 + sign(u), which is (u + abs(u))/abs(u), the sum has a zero more.
        """
        cleared = any([product.powers.get(atom, 0) < 0 for atom in self.sizes])
        for atom, count in product.powers.items():
            if count > 0 and not (cleared and atom.kind == SUM):
                self.divisors.add(atom)
                self.divisors.update(atom.product.powers if atom.product else ())

    def is_divisor(self, atom: Atom) -> bool:
        """Say whether the formula has no value where abs(u), an atom, is zero."""
        assert atom.size is not None
        return atom in self.divisors or self.divisors.issuperset(atom.size.powers)

    def rational_power(self, base: int, value: Rational) -> Product:
        if type(value) is int:
            return power(self.found[base], value)
        if self.nodes.operations[base] == "number":
            primes = prime_powers(self.nodes.arguments[base][0])
            return times([self.root_of_prime(p, count * value) for p, count in primes.items()])
        found = self.root_of_atom(self.found[base], value)
        if found is not None:
            return found
        atom = self.kernels.atoms.get(base)
        if atom is None:
            raise TooMuch
        if atom.product is None:
            self.relate(atom, self.found[base])
        return Product(1, {atom: int(value * atom.roots)})

    def root_of_atom(self, product: Product, value: Rational) -> Product | None:
        """Return a root of a kernel, of abs(u), or of a sum that was made the base of a root."""
        if not product.powers:  # as in sqrt(sin(x)**2 + cos(x)**2)
            if value < 0 and not product.number:
                raise TooMuch
            number = exact.power(product.number, value)
            return None if number is None else Product(number, {})
        if len(product.powers) != 1:
            return None
        ((atom, count),) = product.powers.items()
        whole = count * value
        if product.number == 1 and whole.denominator == 1 and self.is_not_negative(atom, count):
            return Product(1, {atom: int(whole)})
        if count != atom.roots or atom.kind not in (KERNEL, SUM) or atom.roots == 1:
            return None
        number = exact.power(product.number, value)
        return None if number is None else Product(number, {atom: int(value * atom.roots)})

    def is_not_negative(self, atom: Atom, count: int) -> bool:
        """Say whether an atom is abs(u), or a called root that is not negative where a root of its
        power is taken: hypot(u, v), and cbrt(u) but in cbrt(u)**2.
        """
        degree = self.degree_of_call(atom)
        if degree == ROOTS["cbrt"]:
            return count * degree // atom.roots % 2 == 1
        return bool(degree) or atom.size is not None

    def root_of_prime(self, prime: int, exponent: Rational) -> Product:
        whole = exponent.numerator // exponent.denominator
        atom = self.kernels.atoms["prime", prime]
        count = int((exponent - whole) * atom.roots)
        if count and atom.place not in self.polynomials.relations:
            self.relate(atom, Product(prime, {}))
        return Product(power_of_number(prime, whole), {atom: count} if count else {})

    def relate(self, atom: Atom, product: Product) -> None:
        """Enter what a root is the root of."""
        atom.product = product
        above, below = [self.expanded(power_part(product, sign)) for sign in (1, -1)]
        self.polynomials.relate(atom.place, atom.roots, above, below)

    def as_base(self, node: int, total: Product) -> Product:
        """Return a sum as the base of a root: its sign, and a number with no root, stay inside."""
        atom = self.kernels.atoms.get(node)
        if atom is None:
            return total
        own, count = next(iter(total.powers.items()), (Atom(SUM, -1), 0))
        if len(total.powers) != 1 or own.kind != SUM or count != own.roots or own.place >= 0:
            if own is not atom:
                atom.kind = ROOT
            return total
        number: Rational = total.number * own.ratio  # the sum is this times the polynomial
        outside = number if number > 0 else -number
        if node in self.kernels.bases or not _has_root(outside, atom.roots):
            outside = 1
        atom.polynomial, atom.ratio = own.polynomial, exact.quotient(number, outside)
        self.sums.replace(own, atom)
        if atom.place >= 0:
            below = self.polynomials.context.constant(atom.ratio.denominator)
            above = atom.ratio.numerator * atom.polynomial
            self.polynomials.relate(atom.place, atom.roots, above, below)
        return Product(outside, {atom: atom.roots})

    # Sums

    def sum_at(self, node: int, total: Product) -> Product:
        """Return the sum that a node is, noting the node if it is a sum without factors."""
        if node in self.kernels.roots:
            total = self.as_base(node, total)
        if total.number == 1 and len(total.powers) == 1:
            ((atom, count),) = total.powers.items()
            if atom.kind == SUM and count == atom.roots:
                self.sums_given.setdefault(atom, node)
        return total

    def sum(self, terms: Sequence[Product], written: bool) -> Product:
        """Return a sum of products as one product; ``written`` says that a person wrote it."""
        if self.has_roots:
            terms = [self.with_whole_roots(term) for term in terms]
        common = common_powers(terms)
        parts = [without(term, common) for term in terms] if common else terms
        total, number = self.added(parts)
        total = self.polynomials.reduced(total)
        for a, p, b, q in self.kernels.pairs:
            total = self.polynomials.with_squares(total, a.place, p, b.place, q)
        return self.sums.factored(total, number, common, written, parts)

    def with_whole_roots(self, term: Product) -> Product:
        """Return a product in which no root stands to the power of its degree.

        Those of polynomials may: their powers are reduced when terms are added.
        """
        roots = [atom for atom in term.powers if atom.kind == ROOT]
        whole = [a for a in roots if abs(term.powers[a]) >= a.roots and not self.is_of_sum(a)]
        for atom in whole:
            powers = dict(term.powers)
            count = powers.pop(atom)
            times_whole = int(exact.quotient(count, atom.roots))  # towards zero
            include(powers, atom, count - times_whole * atom.roots)
            assert atom.product is not None
            term = times([Product(term.number, powers), power(atom.product, times_whole)])
        return term

    def is_of_sum(self, atom: Atom) -> bool:
        """Say whether what a root is the root of is a polynomial with several terms."""
        powers = atom.product.powers if atom.product else {}
        sums = [inner for inner in powers if inner.kind == SUM]
        return bool(sums) and min(powers.values()) > 0 and atom.size is None

    def added(self, parts: Sequence[Product]) -> tuple[fmpz_mpoly, Rational]:
        """Return the sum of products without negative powers: a polynomial, and its factor."""
        polynomials = self.polynomials
        cofactors = [self.cofactor(part) for part in parts]
        polynomials.require_little_work([cofactor for cofactor, _ in cofactors])
        scale = lcm(*[number.denominator for _, number in cofactors])
        monomials: dict[Monomial, int] = {}
        products = []
        for cofactor, number in cofactors:
            whole = number.numerator * (scale // number.denominator)
            key, sums = cofactor
            if sums:
                products.append(polynomials.product_of(cofactor, whole))
            else:
                monomials[key] = monomials.get(key, 0) + whole
        no_monomials = products and not monomials
        total = products.pop() if no_monomials else polynomials.of_terms(monomials)
        for product in products:
            total += product
        return total, exact.quotient(1, scale)

    def cofactor(self, product: Product) -> tuple[Cofactor, Rational]:
        """Return a product as a monomial times powers of polynomials, and a number."""
        number, powers = product
        exponents = [0] * self.polynomials.width
        sums = []
        for atom, count in powers.items():
            if atom.kind == SUM and count >= atom.roots:
                whole, count = divmod(count, atom.roots)
                number *= power_of_number(atom.ratio, whole)
                sums.append((atom.polynomial, whole))
            if count:
                exponents[atom.place] += count
        return Cofactor(tuple(exponents), sums), number

    def expanded(self, product: Product) -> fmpz_mpoly:
        """Return a product without negative powers as a polynomial; raises TooMuch."""
        cofactor, number = self.cofactor(product)
        self.polynomials.require_little_work((cofactor,))
        if number.denominator != 1:
            raise TooMuch
        return self.polynomials.product_of(cofactor, int(number))


def _has_root(number: Rational, degree: int) -> bool:
    return exact.power(number, exact.quotient(1, degree)) is not None
