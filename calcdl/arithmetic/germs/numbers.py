"""Sums, products and quotients of germs, and series in powers of a germ."""

from __future__ import annotations

from calcdl.arithmetic import exact
from calcdl.arithmetic.germs.facts import GermFacts, outward
from calcdl.arithmetic.germs.germ import (
    EXACT,
    FLAT,
    ZERO,
    Germ,
    Infinite,
    Span,
    order_of_product,
)
from calcdl.arithmetic.signals import TooShort
from calcdl.errors import NoValue, Undecided
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

__all__ = ["GermNumbers"]

_MOST_TERMS = 256  # of a series that is put into another


class GermNumbers(GermFacts):
    """The arithmetic of germs on one side of a point, without functions."""

    def variable(self, node: int) -> Germ:
        """Return the germ of the variable at a point: node + side*s."""
        if self.side == 0:
            return self.of(node)
        return self.add((self.of(node), Germ({(self.roots, 0): self.closed.number(self.side)})))

    # Sums

    def add(self, terms: Sequence[Germ]) -> Germ:
        terms = [u for u in terms if not self.is_zero(u)]
        self.spend(len(terms))
        if not terms:
            return ZERO
        if len(terms) == 1:
            return terms[0]
        fast = [u for u in terms if u.exponent is not None and u.known < 0]
        if fast:
            return self.dominated(fast, terms)
        known = min([u.known for u in terms])
        parts = (part for u in terms for part in u.terms.items() if part[0][0] < known)
        total = self.collected(parts, known)
        signs = {u.sign for u in terms}
        together = not any(u.terms for u in terms) and len(signs) == 1
        return total._replace(
            sign=signs.pop() if together else 0,
            limit=None if total.known > 0 else self.sum_of_limits(terms),
            smooth=all(u.smooth for u in terms),
            span=None if total.terms else self.span_of_sum(terms, total.known),
        )

    def dominated(self, fast: Sequence[Germ], terms: Sequence[Germ]) -> Germ:
        """Return a sum in which terms that are faster than any power outweigh the others.

        With e for the largest exponent it is exp(e) times the sum of exp(exponent - e), which is
        a series. Raises Undecided where it is not certain which exponent is the largest.
        """
        largest = fast[0]
        for u in fast[1:]:
            if self.outgrows(self.exponent_of(u), self.exponent_of(largest)):
                largest = u
        exponent = self.exponent_of(largest)
        ratio = self.relative_to(exponent, terms)
        if ratio.known < 0 or self.lead(ratio) is None:
            raise Undecided("which of two fast functions outweighs the other")
        sign = self.sign_of(ratio)
        shifted = self.add((exponent, self.logarithm(self.absolute(ratio))))
        smooth = all(u.smooth for u in terms)
        return self.exponential(shifted)._replace(sign=sign, limit=Infinite(sign), smooth=smooth)

    def relative_to(self, exponent: Germ, terms: Sequence[Germ]) -> Germ:
        """Return a sum divided by exp(exponent), the largest of its terms; raises Undecided."""
        parts = []
        for u in terms:
            if u.exponent is not None and u.known < 0:
                part = self.exponential(self.sub(u.exponent, exponent))
                parts.append(self.neg(part) if u.sign < 0 else part)
            elif u.known <= -FLAT:  # it may be faster than any power
                raise Undecided("which of two fast functions outweighs the other")
        others = Germ({}, EXACT if len(parts) == len(terms) else FLAT)
        return self.add([*parts, others])

    def exponent_of(self, u: Germ) -> Germ:
        assert u.exponent is not None
        return u.exponent

    def outgrows(self, u: Germ, v: Germ) -> bool:
        """Say whether exp(u - v) tends to infinity faster than any power."""
        difference = self.sub(u, v)
        if difference.exponent is not None:
            return difference.known < 0 and difference.sign > 0
        lead = self.lead(difference)
        return lead is not None and lead.sign > 0 and (lead.k < 0 or (lead.k == 0 and lead.j > 1))

    def neg(self, u: Germ) -> Germ:
        limit = u.limit
        if isinstance(limit, Infinite):
            limit = Infinite(-limit.sign)
        elif limit is not None:
            limit = self.closed.neg(limit)
        terms = {key: self.closed.neg(node) for key, node in u.terms.items()}
        span = None if u.span is None else Span(-u.span.high, -u.span.low)
        return u._replace(terms=terms, sign=-u.sign, limit=limit, span=span)

    def sub(self, u: Germ, v: Germ) -> Germ:
        return ZERO if self.same(u, v) else self.add((u, self.neg(v)))

    def absolute(self, u: Germ) -> Germ:
        return self.neg(u) if self.sign_of(u) < 0 else u

    # Products

    def mul(self, factors: Sequence[Germ]) -> Germ:
        product = self.number(1)
        for factor in factors:
            product = self.product(product, factor)
        return product

    def product(self, u: Germ, v: Germ) -> Germ:
        if self.is_zero(u) or self.is_zero(v):
            return ZERO
        if u.exponent is not None or v.exponent is not None:
            fast = self.product_of_fast(u, v)
            if fast is not None:
                return fast
        known = min(order_of_product(u.known, self.low(v)), order_of_product(v.known, self.low(u)))
        self.spend(1 + len(u.terms) * len(v.terms))
        parts = (
            ((k + m, j + n), self.closed.mul((a, b)))
            for (k, j), a in u.terms.items()
            for (m, n), b in v.terms.items()
            if k + m < known
        )
        product = self.collected(parts, known)._replace(smooth=u.smooth and v.smooth)
        if product.terms or product.known == EXACT:
            return product
        limit = None if product.known > 0 else self.product_of_limits(u, v)
        sign = self.sign_or_zero(u) * self.sign_or_zero(v)
        return product._replace(sign=sign, limit=limit, span=self.span_of_product(u, v))

    def product_of_fast(self, u: Germ, v: Germ) -> Germ | None:
        """Return a product of what is faster than powers, as an exponential; None: as a bound."""
        try:
            sign = self.sign_of(u) * self.sign_of(v)
            parts = [
                w.exponent if w.exponent is not None else self.logarithm(self.absolute(w))
                for w in (u, v)
            ]
        except (TooShort, Undecided):
            return None
        size = self.exponential(self.add(parts))
        return self.neg(size) if sign < 0 else size

    # Quotients

    def div(self, u: Germ, v: Germ) -> Germ:
        if self.same(u, v) and v.exponent is None and self.lead(v) is not None:
            return self.number(1)
        inverse = self.inverse(v)
        if not inverse.terms and inverse.exponent is None and u.terms and v.terms:
            quotient = self.quotient_of_leads(u, v)
            if quotient is not None:
                return quotient
        return self.product(u, inverse)

    def quotient_of_leads(self, u: Germ, v: Germ) -> Germ | None:
        """Return what is known of u/v by leading terms, logarithms among them; None: nothing."""
        above, below = self.lead(u), self.lead(v)
        if above is None or below is None:
            return None
        k, j = above.k - below.k, above.j - below.j
        sign = above.sign * below.sign
        limit: Any = self.closed.zero
        if k < 0 or (k == 0 and j > 0):
            limit = Infinite(sign)
        elif k == 0 and j == 0:
            limit = self.closed.div(above.coefficient, below.coefficient)
        return Germ({}, k, sign, limit if k <= 0 else None, u.smooth and v.smooth)

    def inverse(self, u: Germ) -> Germ:
        """Return 1/u; raises NoValue if u is zero, TooShort, Undecided."""
        if u.exponent is not None:
            size = self.exponential(self.neg(u.exponent))
            return self.neg(size) if u.sign < 0 else size
        lead = self.lead(u)
        if lead is None:
            return self.inverse_without_terms(u)
        u = self.proven(u)
        rest = self.relative(u, lead)
        scale = self.closed.pow(lead.coefficient, self.closed.number(-1))
        powers = self.compose(lambda n: self.closed.number((-1) ** n), rest, lead.k)
        return self.product(Germ({(-lead.k, -lead.j): scale}), powers)

    def inverse_without_terms(self, u: Germ) -> Germ:
        if u.known == EXACT:
            raise NoValue("it divides by zero")
        limit = self.limit_of(u)
        if isinstance(limit, Infinite):
            return Germ({}, 0, limit.sign, self.closed.zero, u.smooth)
        if u.span is not None and (u.span.low > 0 or u.span.high < 0):
            return self.inverse_within(u)
        if limit is None or (0 < u.known < FLAT and (u.known >= self.top or not u.sign)):
            raise self.short(u, "how a denominator vanishes")
        sign = self.closed.sign(limit)
        if sign:
            inverse = self.closed.pow(limit, self.closed.number(-1))
            return Germ({}, 0, sign, inverse, u.smooth)
        sign = self.sign_of(u)
        return Germ({}, -FLAT, sign, Infinite(sign), u.smooth)

    def inverse_within(self, u: Germ) -> Germ:
        """Return 1/u for a u without terms whose quotient by a power stays away from zero."""
        assert u.span is not None
        sign = self.sign_of(u)
        span = Span(1 / u.span.high, 1 / u.span.low)
        limit = Infinite(sign) if u.known > 0 else self.closed.zero if u.known < 0 else None
        return Germ({}, -u.known, sign, limit, u.smooth, span=outward(span))

    # Series in a germ

    def compose(self, coefficient: Callable[[int], int], h: Germ, extra: int = 0) -> Germ:
        """Return the sum of coefficient(n)*h**n for an h that tends to zero.

        ``extra`` orders are kept beyond the length, for a product with r**-extra.
        """
        first = coefficient(0)
        if self.is_zero(h):
            return self.of(first)
        low = self.low(h)
        if low <= 0:
            return Germ({}, 0, self.closed.sign(first), first, h.smooth)
        wanted = min(h.known, self.top + max(extra, 0))
        count = 1 if low >= FLAT else max(1, -(-wanted // low) - 1)
        if count > _MOST_TERMS:
            raise Undecided("a series in powers of the distance with a large denominator")
        top, self.top = self.top, self.top + max(extra, 0)
        try:
            coefficients = self.known_coefficients(coefficient, count)
            total = self.horner(coefficients, h)
        finally:
            self.top = top
        known = min(total.known, FLAT if low >= FLAT else low * len(coefficients))
        terms = {key: node for key, node in total.terms.items() if key[0] < known}
        return Germ(terms, known, smooth=h.smooth)

    def horner(self, coefficients: Sequence[int], h: Germ) -> Germ:
        """Return a polynomial in h."""
        total = self.of(coefficients[-1])
        for node in reversed(coefficients[:-1]):
            total = self.add((self.product(total, h), self.of(node)))
        return total

    def known_coefficients(self, coefficient: Callable[[int], int], count: int) -> list[int]:
        """Return the coefficients up to number ``count``, or to the last one that is known."""
        coefficients = [coefficient(0)]
        for n in range(1, count + 1):
            try:
                coefficients.append(coefficient(n))
            except Undecided:
                if n == 1:
                    raise
                break
        return coefficients

    # Powers, functions and conditions

    def pow(self, u: Germ, v: Germ) -> Germ:
        raise NotImplementedError

    def exponential(self, u: Germ) -> Germ:
        raise NotImplementedError

    def logarithm(self, u: Germ) -> Germ:
        raise NotImplementedError

    def call(self, name: Any, arguments: Sequence[Germ]) -> Germ:
        raise NotImplementedError

    def compare(self, operation: str, u: Germ, v: Germ) -> bool:
        return exact.compare(operation, self.sign_of(self.sub(u, v)), 0)

    def choose(self, condition: bool, chosen: Germ, otherwise: Germ) -> Germ:
        return chosen if condition else otherwise
