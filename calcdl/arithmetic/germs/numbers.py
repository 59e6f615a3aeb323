"""One-sided germs: what a function does as its input approaches a point from one side.

With s for the distance from the point and r for s**(1/d), a germ is a truncated Laurent-Puiseux
series whose coefficients are closed formulas, exactly, and which may hold powers of L = log(s):

    f = sum of c[k, j] * r**k * L**j for k < known, and a rest that is o(r**(known - eps)) for any
    eps > 0

- ``known`` is EXACT where there is no rest, and FLAT where the rest is smaller than any power.
- What grows or shrinks faster than any power is kept as sign*exp(``exponent``).
- Where ``known`` is 0 or less, ``limit`` may still tell the limit: a constant, or Infinite.
- Where there are no terms, f/r**known may be known to stay between two numbers, ``span``.
- ``smooth`` is False where a part oscillates: then only what follows from the definition of limit
  and slope may be read off, because such a series cannot be differentiated term by term.

Products and quotients of such series go back to V. Puiseux; that the logarithm and the exponential
of one are of the same kind, up to what is faster than powers, is G. H. Hardy's order of infinity.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.closed import Closed
from calcdl.arithmetic.germs.germ import (
    EXACT,
    FLAT,
    ZERO,
    Germ,
    Infinite,
    Lead,
    Patience,
    Span,
    order_of_product,
)
from calcdl.arithmetic.signals import Finer, TooShort
from calcdl.errors import CalcdlError, NoValue, Undecided
from calcdl.graph.nodes import Graph

__all__ = ["GermNumbers"]

_SLACK = 1 << 20  # a number that tends to a limit comes nearer to it than a part of that
_MOST_TERMS = 256  # of a series that is put into another


class GermNumbers:
    """Germs on one side of a point (-1 left, 1 right, 0 at the point itself), without functions.

    Terms of order ``length`` in s and above are dropped; ``roots`` is d. ``derivative`` gives the
    derivative of a function of the table: its name, the place of the argument and the order.
    """

    def __init__(
        self,
        side: int,
        length: int,
        roots: int,
        closed: Closed,
        derivative: Callable[[str, int, int], Graph],
        patience: Patience,
    ) -> None:
        self.side = side
        self.roots = roots
        self.top = length * roots
        self.patience = patience
        self.seen = closed.work  # what of it has been taken from patience
        self.closed = closed
        self.derivative = derivative

    def spend(self, work: int) -> None:
        """Count work, with that of the closed formulas since it was counted last."""
        done, self.seen = self.closed.work - self.seen, self.closed.work
        self.patience.spend(work + done)

    # Making germs, and looking into them

    def number(self, value: Any) -> Germ:
        return self.of(self.closed.number(value))

    def constant(self, name: str) -> Germ:
        return self.of(self.closed.constant(name))

    def of(self, node: int) -> Germ:
        """Return the constant germ of a closed formula."""
        return ZERO if node == self.closed.zero else Germ({(0, 0): node})

    def variable(self, node: int) -> Germ:
        """Return the germ of the variable at a point: node + side*s."""
        if self.side == 0:
            return self.of(node)
        return self.add((self.of(node), Germ({(self.roots, 0): self.closed.number(self.side)})))

    def is_zero(self, u: Germ) -> bool:
        return not u.terms and u.known == EXACT

    def share(self, u: Germ) -> Germ:
        return u

    def constant_of(self, u: Germ) -> int | None:
        """Return the closed formula that a germ is, or None if it is not constant."""
        if u.known != EXACT or any(key != (0, 0) for key in u.terms):
            return None
        return u.terms.get((0, 0), self.closed.zero)

    def lead(self, u: Germ) -> Lead | None:
        """Return the first term that is certainly not zero, None if there is none; Undecided."""
        for k, j in sorted(u.terms, key=lambda key: (key[0], -key[1])):
            sign = self.closed.sign(u.terms[k, j])
            if sign:
                return Lead(k, j, u.terms[k, j], -sign if j % 2 else sign)
        return None

    def proven(self, u: Germ) -> Germ:
        """Return a germ without the terms, at its beginning, that are proven to be zero."""
        lead = self.lead(u)
        if lead is None:
            return u._replace(terms={}) if u.terms else u
        keys = [
            key for key in u.terms if key[0] > lead.k or (key[0] == lead.k and key[1] <= lead.j)
        ]
        return u if len(keys) == len(u.terms) else u._replace(terms={k: u.terms[k] for k in keys})

    def sign_of(self, u: Germ) -> int:
        """Return the sign near the point; raises TooShort and Undecided."""
        lead = self.lead(u)
        if lead is not None:
            return lead.sign
        if u.sign or u.known == EXACT:
            return u.sign
        if isinstance(u.limit, Infinite):
            return u.limit.sign
        if u.span is not None and (u.span.low > 0 or u.span.high < 0):
            return 1 if u.span.low > 0 else -1
        if u.limit is not None and (sign := self.closed.sign(u.limit)):
            return sign
        raise self.short(u, "the sign of a function that is very flat or oscillates")

    def short(self, u: Germ, what: str) -> CalcdlError:
        """Return what to raise where a germ does not hold what is needed."""
        return TooShort(what) if u.smooth and 0 < u.known < FLAT else Undecided(what)

    def limit_of(self, u: Germ) -> Any:
        """Return the limit at the point: a closed formula, Infinite, or None if it is not known."""
        low = self.low(u)
        if u.terms and (low < 0 or any(key[0] == 0 and key[1] > 0 for key in u.terms)):
            lead = self.lead(u)
            if lead is not None and (lead.k < 0 or (lead.k == 0 and lead.j > 0)):
                return Infinite(lead.sign)
        if u.known > 0:
            return u.terms.get((0, 0), self.closed.zero)
        return u.limit

    def low(self, u: Germ) -> int:
        """Return the order below which there are no terms."""
        return min([key[0] for key in u.terms], default=min(u.known, FLAT))

    # Arithmetic

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
        total: dict[tuple[int, int], list[int]] = {}
        for u in terms:
            for key, node in u.terms.items():
                if key[0] < known:
                    total.setdefault(key, []).append(node)
        found = self.kept({key: self.closed.add(nodes) for key, nodes in total.items()}, known)
        signs = {u.sign for u in terms}
        together = not any(u.terms for u in terms) and len(signs) == 1
        return found._replace(
            sign=signs.pop() if together else 0,
            limit=None if found.known > 0 else self.sum_of_limits(terms),
            smooth=all(u.smooth for u in terms),
            span=None if found.terms else self.span_of_sum(terms, found.known),
        )

    def kept(self, terms: dict[tuple[int, int], int], known: int) -> Germ:
        """Return a germ without zeros and without what lies beyond the length."""
        zero = self.closed.zero
        found = {key: node for key, node in terms.items() if node != zero and key[0] < self.top}
        if known > self.top and any(n != zero and key[0] >= self.top for key, n in terms.items()):
            known = self.top
        return Germ(found, known)

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
        parts = []
        for u in terms:
            if u.exponent is not None and u.known < 0:
                part = self.exponential(self.sub(u.exponent, exponent))
                parts.append(self.neg(part) if u.sign < 0 else part)
            elif u.known <= -FLAT:  # it may be faster than any power
                raise Undecided("which of two fast functions outweighs the other")
        others = Germ({}, EXACT if len(parts) == len(terms) else FLAT)
        ratio = self.add([*parts, others])
        if ratio.known < 0 or self.lead(ratio) is None:
            raise Undecided("which of two fast functions outweighs the other")
        sign = self.sign_of(ratio)
        shifted = self.add((exponent, self.logarithm(self.absolute(ratio))))
        found = self.exponential(shifted)
        return found._replace(sign=sign, limit=Infinite(sign), smooth=all(u.smooth for u in terms))

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

    def sum_of_limits(self, terms: Sequence[Germ]) -> Any:
        finite: list[int] = []
        infinite = set()
        for u in terms:
            limit = self.limit_of(u)
            if limit is None:
                return None
            if isinstance(limit, Infinite):
                infinite.add(limit)
            else:
                finite.append(limit)
        if infinite:
            return infinite.pop() if len(infinite) == 1 else None
        return self.closed.add(finite)

    def neg(self, u: Germ) -> Germ:
        limit = u.limit
        if isinstance(limit, Infinite):
            limit = Infinite(-limit.sign)
        elif limit is not None:
            limit = self.closed.neg(limit)
        terms = {key: self.closed.neg(node) for key, node in u.terms.items()}
        span = None if u.span is None else Span(-u.span.high, -u.span.low)
        return u._replace(terms=terms, sign=-u.sign, limit=limit, span=span)

    def same(self, u: Germ, v: Germ) -> bool:
        """Say whether two germs are those of one node, so that also what they leave out is one."""
        return u is v

    def sub(self, u: Germ, v: Germ) -> Germ:
        return ZERO if self.same(u, v) else self.add((u, self.neg(v)))

    def mul(self, factors: Sequence[Germ]) -> Germ:
        product = self.number(1)
        for factor in factors:
            product = self.product(product, factor)
        return product

    def product(self, u: Germ, v: Germ) -> Germ:
        if self.is_zero(u) or self.is_zero(v):
            return ZERO
        if u.exponent is not None or v.exponent is not None:
            found = self.product_of_fast(u, v)
            if found is not None:
                return found
        known = min(order_of_product(u.known, self.low(v)), order_of_product(v.known, self.low(u)))
        self.spend(1 + len(u.terms) * len(v.terms))
        total: dict[tuple[int, int], list[int]] = {}
        for (k, j), a in u.terms.items():
            for (m, n), b in v.terms.items():
                if k + m < known:
                    total.setdefault((k + m, j + n), []).append(self.closed.mul((a, b)))
        found = self.kept({key: self.closed.add(nodes) for key, nodes in total.items()}, known)
        found = found._replace(smooth=u.smooth and v.smooth)
        if found.terms or found.known == EXACT:
            return found
        limit = None if found.known > 0 else self.product_of_limits(u, v)
        sign = self.sign_or_zero(u) * self.sign_or_zero(v)
        return found._replace(sign=sign, limit=limit, span=self.span_of_product(u, v))

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
        found = self.exponential(self.add(parts))
        return self.neg(found) if sign < 0 else found

    def absolute(self, u: Germ) -> Germ:
        return self.neg(u) if self.sign_of(u) < 0 else u

    def sign_or_zero(self, u: Germ) -> int:
        """Return the sign near the point, 0 if it is not known."""
        try:
            return self.sign_of(u)
        except (TooShort, Undecided):
            return 0

    def product_of_limits(self, u: Germ, v: Germ) -> Any:
        limits = self.limit_of(u), self.limit_of(v)
        if None in limits:
            return None
        if not any(isinstance(limit, Infinite) for limit in limits):
            return self.closed.mul(limits)
        signs = [
            limit.sign if isinstance(limit, Infinite) else self.closed.sign(limit)
            for limit in limits
        ]
        return Infinite(signs[0] * signs[1]) if all(signs) else None

    def div(self, u: Germ, v: Germ) -> Germ:
        if self.same(u, v) and v.exponent is None and self.lead(v) is not None:
            return self.number(1)
        inverse = self.inverse(v)
        if not inverse.terms and inverse.exponent is None and u.terms and v.terms:
            found = self.quotient_of_leads(u, v)
            if found is not None:
                return found
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
            found = self.exponential(self.neg(u.exponent))
            return self.neg(found) if u.sign < 0 else found
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
        return Germ({}, -u.known, sign, limit, u.smooth, span=_outward(span))

    def within(self, u: Germ, known: int) -> Span | None:
        """Return two numbers between which u/r**known stays, None where there are none known."""
        if not u.terms and u.span is not None and u.known == known:
            return u.span
        if u.known < known or (u.known == known and u.span is None):
            return None
        if any(key[0] < known or (key[0] == known and key[1] > 0) for key in u.terms):
            return None
        node = u.terms.get((known, 0), self.closed.zero)
        limit: Any = self.closed.decide(node, lambda ball: ball)
        if limit is None:
            return None
        slack = abs(limit) / _SLACK + 1 / limit.__class__(_SLACK)
        return _outward(Span(limit - slack, limit + slack))

    def span_of_sum(self, terms: Sequence[Germ], known: int) -> Span | None:
        """Return the span of a sum that has no terms left."""
        if known >= FLAT or known <= -FLAT or all(u.span is None for u in terms):
            return None
        low = high = None
        for u in terms:
            span = self.within(u, known)
            if span is None:
                return None
            low = span.low if low is None else low + span.low
            high = span.high if high is None else high + span.high
        return _outward(Span(low, high))

    def span_of_product(self, u: Germ, v: Germ) -> Span | None:
        """Return the span of a product that has no terms."""
        if u.span is None and v.span is None:
            return None
        first, second = self.within(u, self.low(u)), self.within(v, self.low(v))
        if first is None or second is None:
            return None
        ends = [a * b for a in first for b in second]
        total = ends[0]
        for end in ends[1:]:
            total = total.union(end)
        return Span(total.lower(), total.upper())

    def is_pure(self, u: Germ, lead: Lead) -> bool:
        """Say whether the leading terms hold no logarithm."""
        return all(key[1] == 0 for key in u.terms if key[0] == lead.k)

    def relative(self, u: Germ, lead: Lead) -> Germ:
        """Return h in u = c*r**k*L**i*(1 + h) for the lead c*r**k*L**i, without terms before it."""
        scale = self.closed.pow(lead.coefficient, self.closed.number(-1))
        terms = {
            (k - lead.k, j - lead.j): self.closed.mul((scale, node))
            for (k, j), node in u.terms.items()
            if (k, j) != (lead.k, lead.j)
        }
        return Germ(terms, order_of_product(u.known, -lead.k), smooth=u.smooth)

    def compose(self, coefficient: Callable[[int], int], h: Germ, extra: int = 0) -> Germ:
        """Return the sum of coefficient(n)*h**n for an h that tends to zero, by Horner's rule.

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
            count = len(coefficients) - 1
            total = self.of(coefficients[count])
            for node in reversed(coefficients[:-1]):
                total = self.add((self.product(total, h), self.of(node)))
        finally:
            self.top = top
        known = min(total.known, FLAT if low >= FLAT else low * (count + 1))
        terms = {key: node for key, node in total.terms.items() if key[0] < known}
        return Germ(terms, known, smooth=h.smooth)

    def known_coefficients(self, coefficient: Callable[[int], int], count: int) -> list[int]:
        """Return the coefficients up to number ``count``, or to the last one that is known."""
        found = [coefficient(0)]
        for n in range(1, count + 1):
            try:
                found.append(coefficient(n))
            except Undecided:
                if n == 1:
                    raise
                break
        return found

    def pow(self, u: Germ, v: Germ) -> Germ:
        raise NotImplementedError

    def exponential(self, u: Germ) -> Germ:
        raise NotImplementedError

    def logarithm(self, u: Germ) -> Germ:
        raise NotImplementedError

    def power_of_r(self, k: Any) -> Germ:
        """Return r**k; raises Finer where k is not whole."""
        if k.denominator != 1:
            raise Finer(k.denominator)
        return Germ({(int(k), 0): self.closed.one})

    # Functions and conditions

    def call(self, name: Any, arguments: Sequence[Germ]) -> Germ:
        raise NotImplementedError

    def compare(self, operation: str, u: Germ, v: Germ) -> bool:
        return exact.compare(operation, self.sign_of(self.sub(u, v)), 0)

    def choose(self, condition: bool, chosen: Germ, otherwise: Germ) -> Germ:
        return chosen if condition else otherwise


def _outward(span: Span) -> Span:
    """Return the same span with ends that are exact."""
    return Span(span.low.lower(), span.high.upper())
