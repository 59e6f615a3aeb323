"""The forms in which a formula may be written: normal, factored, multiplied out, term by term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from math import gcd, prod
from typing import TYPE_CHECKING

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.atoms import (
    KERNEL,
    POWER,
    SUM,
    Atom,
    Powers,
    Product,
    times,
)
from calcdl.arithmetic.formulas.cost import Cost
from calcdl.arithmetic.formulas.factors import factors_of
from calcdl.arithmetic.formulas.kernels import Kernels
from calcdl.arithmetic.formulas.normal import Normal
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.structure import factors_in, power_of_number
from calcdl.arithmetic.formulas.surds import Narrower
from calcdl.arithmetic.formulas.written import Writer

if TYPE_CHECKING:
    from flint import fmpz_mpoly

__all__ = ["Forms"]

_MOST_TERMS = 12  # of a numerator that is multiplied out
_WORTH_WRITING = 1.3  # times as long as the formula, what is written to see if it gets shorter
_SHORT_ENOUGH = 0.7  # times as long as the formula, what is not tried term by term any more
_SHORTEST_TERM = 3  # characters, with what stands between it and the one before
_FEW_TERMS = 8  # of sums that are written without asking how long they are
_FACTORED = 3  # terms of a sum at least; (x - 1)*(x + 1) is longer than x**2 - 1
_MOST_DIVIDED = 3  # terms of a sum that a denominator is divided into


class Forms:
    """The forms of one formula."""

    def __init__(
        self,
        symbols: Symbols,
        order: Sequence[int],
        function: Set[int],
        cost: Cost,
        hidden: Set[int] = frozenset(),
        strict: bool = False,
    ) -> None:
        self.symbols, self.root, self.hidden = symbols, order[-1], hidden
        self.cost = cost
        self.normal = Normal(Kernels(symbols, order, strict), function)
        self.writer = Writer(self.normal, cost)
        self.result = self.normal.sums.cancelled(self.normal.found[self.root])

    def all(self) -> Iterator[int]:
        """Yield the nodes of all forms that may be shorter; raises TooMuch.

        ``hidden`` are nodes that kernels have been divided by, although the formula is not: what
        is left has to be without them, or it would have no value where they are zero.
        """
        if self.is_divided():
            return
        makers = []
        if self.may_be_short():
            makers.append(self.normal_form)
            if any([atom.kind == SUM for atom in self.result.powers]):
                makers += [self.factored, self.with_short_denominator, self.inside]
                is_polynomial = self.writer.symbols_only and min(self.result.powers.values()) > 0
                makers.insert(0 if is_polynomial else 2, self.expanded)
        if self.symbols.nodes.operations[self.root] == "add" and not self.hidden:
            makers.append(self.term_by_term)
        least = self.cost(self.root)
        for make in makers:
            if make == self.term_by_term and least < _SHORT_ENOUGH * self.cost(self.root):
                return
            try:
                for form in make():
                    least = min(least, self.cost(form))
                    yield form
            except Narrower:
                continue

    def is_divided(self) -> bool:
        """Say whether a hidden denominator is still there."""
        for node in self.hidden:
            for base in factors_of(self.symbols, node)[1]:
                product = self.normal.found.get(base)
                atoms = product.powers if product else ()  # a number has none
                if min([self.result.powers.get(a, 0) for a in atoms], default=0) < 0:
                    return True
        return False

    def may_be_short(self) -> bool:
        """Say whether the normal form, or what may be made of it, can be shorter than the formula.

        Its length is found roughly, without writing it. Parts of it may become shorter still, but
        for a sum that has nothing in common: it is only multiplied out.
        """
        sums = [atom for atom in self.result.powers if atom.kind == SUM]
        alone = len(self.result.powers) == 1 and abs(self.result.number) == 1
        terms = sum([len(atom.polynomial) for atom in sums])
        if terms <= (2 if alone and self.writer.idioms.may_occur else 0 if alone else _FEW_TERMS):
            return True
        longest = (1 if alone else _WORTH_WRITING) * self.cost(self.root)
        if terms * _SHORTEST_TERM > longest:
            return False
        lengths = [self.cost(atom.node) + 1 for atom in self.normal.kernels.generators]
        total = sum([self.cost(atom.node) for atom in self.result.powers if atom.kind != SUM])
        for polynomial in [atom.polynomial for atom in sums]:
            for place, c in enumerate(polynomial.coeffs()):
                key = polynomial.monomial(place)
                total += len(str(c)) + 2
                total += sum([n for k, n in zip(key, lengths, strict=False) if k])
                if total > longest:
                    return False
        return total <= longest

    def normal_form(self) -> Iterator[int]:
        """Yield the product as it is."""
        yield self.writer.formula(self.result)

    def term_by_term(self) -> Iterator[int]:
        """Yield the sum of the terms, each in its normal form."""
        yield self.writer.total([self.term(j) for j in self.symbols.nodes.arguments[self.root]])

    def term(self, node: int) -> int:
        """Return a term of the formula, in normal form if it may have another one."""
        operations, arguments = self.symbols.nodes.operations, self.symbols.nodes.arguments
        product = self.normal.found[node]
        if self.writer.idioms.join(product):
            return self.writer.product(product)
        for factor in factors_in(self.symbols, node):
            base = arguments[factor][0] if operations[factor] == "pow" else factor
            if operations[base] in ("add", "mul", "pow") and base not in self.normal.function:
                return self.writer.product(product)
        return node

    def factored(self, everything: bool = False) -> Iterator[int]:
        """Yield the product with its sums factored over the integers, a person's own if wanted."""
        number, powers = self.result.number, dict(self.result.powers)
        for atom, count in self.result.powers.items():
            new = atom.kind == SUM and atom.node == -1 and len(atom.polynomial) >= _FACTORED
            if (new or (everything and atom.kind == SUM)) and count % atom.roots == 0:
                factors = self.normal.polynomials.factors_of(atom.polynomial)
                if factors is not None:
                    del powers[atom]
                    count //= atom.roots
                    number *= power_of_number(atom.ratio, count)
                    for polynomial, n in factors:
                        other = self.normal.sums.atom_of(polynomial)
                        number *= self.normal.sums.include(powers, other, count * n * other.roots)
        if powers != self.result.powers:
            yield self.writer.formula(Product(number, powers))

    def multiplied_out(self) -> int:
        """Return the product with all that stands above the bar multiplied out."""
        powers = self.result.powers
        above = {
            a: c
            for a, c in powers.items()
            if c > 0 and (a.place >= 0 or c % a.roots == 0) and not self.is_lowered(a)
        }
        scale = self.result.number.denominator
        polynomial = self.normal.expanded(Product(self.result.number * scale, above))
        rest = {a: c for a, c in powers.items() if a not in above}
        total = self.writer.multiplied_out(self.normal.polynomials.reduced(polynomial))
        return self.writer.product(Product(exact.quotient(1, scale), rest), total)

    def is_lowered(self, atom: Atom) -> bool:
        """Say whether an atom is x**n in x**(n - 1), which stays together."""
        base = self.normal.base_atom(atom.base) if atom.kind == POWER else None
        return base is not None and self.result.powers.get(base, 0) < 0

    def named(self, name: str) -> int:
        """Return the form that is called normal, factored or expanded; raises TooMuch, Narrower."""
        if name == "expanded":
            return self.multiplied_out()
        normal = self.writer.formula(self.result)
        return next(self.factored(everything=True), normal) if name == "factored" else normal

    def expanded(self) -> Iterator[int]:
        """Yield the product with its numerator multiplied out, where that may be short."""
        powers = self.result.powers
        above = {a: c for a, c in powers.items() if c > 0 and c % a.roots == 0}
        sums = [(a, c // a.roots) for a, c in above.items() if a.kind == SUM]
        size = prod([len(a.polynomial) ** min(count, _MOST_TERMS) for a, count in sums])
        alone = len(sums) == 1 and sums[0][1] == 1
        if not 1 < size <= _MOST_TERMS or (alone and len(above) < len(powers)):
            return
        bases = self.bases()  # x**a*x*(a + 2) has x**(a + 1)
        above = {
            a: c
            for a, c in above.items()
            if a.kind == SUM or (self.writer.is_symbol(a) and a.node not in bases)
        }
        if alone and len(above) == 1 and abs(self.result.number) == 1:
            return
        if alone and 1 < len(above) < len(powers):  # x*(1 - sigmoid(x))*sigmoid(x) stays
            return
        scale = self.result.number.denominator
        polynomial = self.normal.expanded(Product(self.result.number * scale, above))
        rest = {a: c for a, c in powers.items() if a not in above}
        factor = Product(exact.quotient(1, scale), rest)
        if rest and len(polynomial) <= _MOST_DIVIDED and self.is_divided_by_kernels(rest):
            yield self.writer.total(self.terms(polynomial, factor))
        yield self.writer.product(factor, self.writer.polynomial(polynomial))

    def is_divided_by_kernels(self, powers: Powers) -> bool:
        return all([atom.kind == KERNEL and count < 0 for atom, count in powers.items()])

    def with_short_denominator(self) -> Iterator[int]:
        """Yield the product divided by 1 - x**2 instead of (1 - x)*(x + 1)."""
        powers = self.result.powers
        below = {a: -c for a, c in powers.items() if a.kind == SUM and c == -a.roots == -1}
        if len(below) == 2 and all([len(a.polynomial) == 2 for a in below]):
            polynomial = self.normal.expanded(Product(1, below))
            if len(polynomial) == 2:
                rest = {a: c for a, c in powers.items() if a not in below}
                total = self.writer.polynomial(polynomial)
                yield self.writer.product(Product(self.result.number, rest), total, -1)

    def inside(self) -> Iterator[int]:
        """Yield the product with its denominator divided into one of its sums."""
        powers = self.result.powers
        sums = [a for a, c in powers.items() if a.kind == SUM and c == a.roots == 1]
        sums = [a for a in sums if len(a.polynomial) <= _MOST_DIVIDED]
        alone = len(sums) == 1
        sums = [atom for atom in sums if self.cancels(atom)]
        if not sums:
            return
        divisors = [a.kind for a, c in powers.items() if c < 0]
        if alone and divisors and SUM not in divisors:
            rest = {a: c for a, c in powers.items() if a is not sums[0]}
            yield self.writer.total(
                self.terms(sums[0].polynomial, Product(self.result.number * sums[0].ratio, rest))
            )
        bases = self.bases()  # x**(n - 1) is not x**n/x at zero
        below = {a: c for a, c in powers.items() if a.kind == KERNEL and c < 0}
        below = {a: c for a, c in below.items() if a.node not in bases}
        for atom in sums if below and len(powers) > len(below) + 1 else ():
            total = self.writer.total(self.terms(atom.polynomial, Product(atom.ratio, below)))
            rest = {a: c for a, c in powers.items() if a is not atom and a not in below}
            yield self.writer.product(Product(self.result.number, rest), total)

    def cancels(self, atom: Atom) -> bool:
        """Say whether something in a term of a sum cancels with what it is divided by."""
        number = self.result.number.denominator
        if number != 1 and any([gcd(int(c), number) != 1 for c in atom.polynomial.coeffs()]):
            return True
        degrees = atom.polynomial.degrees()
        return any([c < 0 and degrees[a.place] for a, c in self.result.powers.items()])

    def bases(self) -> set[int]:
        """Return the bases of powers with a variable in the exponent, if they may be zero."""
        bases = {atom.base for atom in self.result.powers if atom.kind == POWER}
        return {base for base in bases if base == -1 or not self.normal.kernels.has_logarithm(base)}

    def terms(self, polynomial: fmpz_mpoly, factor: Product) -> list[int]:
        """Return the terms of a sum, each times a factor."""
        terms = []
        for key, c in polynomial.to_dict().items():
            term = Product(int(c), self.writer.powers_of(key))
            terms.append(self.writer.product(times([factor, term])))
        return terms
