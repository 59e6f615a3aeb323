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
from calcdl.errors import CalcdlError, Undecided
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

__all__ = ["GermFacts", "outward"]

_SLACK = 1 << 20  # a number that tends to a limit comes nearer to it than a part of that


class GermFacts:
    """Germs on one side of a point (-1 left, 1 right, 0 at the point itself), as they are known.

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

    # Making germs

    def number(self, value: Any) -> Germ:
        return self.of(self.closed.number(value))

    def constant(self, name: str) -> Germ:
        return self.of(self.closed.constant(name))

    def of(self, node: int) -> Germ:
        """Return the constant germ of a closed formula."""
        return ZERO if node == self.closed.zero else Germ({(0, 0): node})

    def power_of_r(self, k: Any) -> Germ:
        """Return r**k; raises Finer where k is not whole."""
        if k.denominator != 1:
            raise Finer(k.denominator)
        return Germ({(int(k), 0): self.closed.one})

    def collected(self, parts: Iterable[tuple[tuple[int, int], int]], known: int) -> Germ:
        """Return the germ with these terms, like ones added, that is known to an order.

        It has no zeros, and nothing that lies beyond the length.
        """
        like: dict[tuple[int, int], list[int]] = {}
        for key, node in parts:
            like.setdefault(key, []).append(node)
        sums = {key: self.closed.add(nodes) for key, nodes in like.items()}
        terms = {key: node for key, node in sums.items() if node != self.closed.zero}
        short = {key: node for key, node in terms.items() if key[0] < self.top}
        return Germ(short, min(known, self.top) if len(short) < len(terms) else known)

    # Looking into them

    def is_zero(self, u: Germ) -> bool:
        return not u.terms and u.known == EXACT

    def share(self, u: Germ) -> Germ:
        return u

    def same(self, u: Germ, v: Germ) -> bool:
        """Say whether two germs are those of one node, so that also what they leave out is one."""
        return u is v

    def constant_of(self, u: Germ) -> int | None:
        """Return the closed formula that a germ is, or None if it is not constant."""
        if u.known != EXACT or any(key != (0, 0) for key in u.terms):
            return None
        return u.terms.get((0, 0), self.closed.zero)

    def low(self, u: Germ) -> int:
        """Return the order below which there are no terms."""
        return min([key[0] for key in u.terms], default=min(u.known, FLAT))

    def lead(self, u: Germ) -> Lead | None:
        """Return the first term that is certainly not zero, None if there is none; Undecided."""
        for k, j in sorted(u.terms, key=lambda key: (key[0], -key[1])):
            sign = self.closed.sign(u.terms[k, j])
            if sign:
                return Lead(k, j, u.terms[k, j], -sign if j % 2 else sign)
        return None

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

    def proven(self, u: Germ) -> Germ:
        """Return a germ without the terms, at its beginning, that are proven to be zero."""
        lead = self.lead(u)
        if lead is None:
            return u._replace(terms={}) if u.terms else u
        keys = [
            key for key in u.terms if key[0] > lead.k or (key[0] == lead.k and key[1] <= lead.j)
        ]
        return u if len(keys) == len(u.terms) else u._replace(terms={k: u.terms[k] for k in keys})

    # Signs and limits

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

    def sign_or_zero(self, u: Germ) -> int:
        """Return the sign near the point, 0 if it is not known."""
        try:
            return self.sign_of(u)
        except (TooShort, Undecided):
            return 0

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

    # Numbers between which a germ stays

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
        return outward(Span(limit - slack, limit + slack))

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
        return outward(Span(low, high))

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


def outward(span: Span) -> Span:
    """Return the same span with ends that are exact."""
    return Span(span.low.lower(), span.high.upper())
