"""Numbers modulo a prime: whether a formula is zero is seen at a random point, almost certainly.

A function that is not rational stands for a new variable: exp(u), for the same u, is the same
random number. So what is zero here is zero whatever these functions are, while an identity of
theirs, as sin(u)**2 + cos(u)**2 = 1, is not seen. Roots and signs are *adjoined*: r = sqrt(u) with
r**2 = u, and s = sign(u) with s**2 = 1. A number is a sum of products of them with residues; and
logarithms that are only added stay what they are, for exp to find them.

How likely it is that something is zero here and not there is bounded by degrees: J. T. Schwartz,
Fast probabilistic algorithms for verification of polynomial identities, J. ACM 27 (1980).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING

from calcdl.arithmetic.exact import by_squaring
from calcdl.arithmetic.residues.numbers import CONSTANT, VARIABLE, Residue, ResidueNumbers
from calcdl.errors import Undecided
from calcdl.functions.rules import bound, definition_graph, row_of
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation

__all__ = ["Residue", "Residues"]

_LARGEST_POWER = 1 << 10


class Residues(ResidueNumbers):
    """The arithmetic of numbers modulo a prime, at one random point."""

    def pow(self, u: Residue, v: Residue) -> Residue:
        exponent, base = self.small(v), self.whole(u)
        if exponent is None or exponent.denominator > 2 or abs(exponent) > _LARGEST_POWER:
            return self.kernel("pow", base, self.whole(v))
        if exponent.denominator == 2:
            base, exponent = self.root(base), exponent * 2
        times = exponent.numerator
        power = by_squaring(self.product, self.number(1), base, abs(times))
        return self.inverse(power) if times < 0 else power

    # Functions

    def constant(self, name: str) -> Residue:
        return self.kernel(name)

    def kernel(self, name: str, *arguments: Residue) -> Residue:
        """Return the random number that a function has as its value."""
        key = (name, tuple([frozenset(u.parts.items()) for u in arguments]))
        if key not in self.kernels:
            self.kernels[key] = self.variable()
        return self.kernels[key]

    def adjoin(self, name: str, u: Residue, square: Residue) -> Residue:
        """Return a new number with this square, which sqrt or sign of u is."""
        new = Residue({1 << len(self.squares): 1}, VARIABLE)
        self.squares.append(square)
        self.adjoined[name].append((u, new))
        return new

    def root(self, u: Residue) -> Residue:
        """Return a square root, a multiple of an earlier one where the squares are so."""
        for square, root in self.adjoined["sqrt"]:
            factor = _exact_root(self.small_ratio(u, square))
            if factor is not None:
                return self.product(self.number(factor), root)
        value = _exact_root(self.small(u))
        return self.adjoin("sqrt", u, u) if value is None else self.number(value)

    def sign(self, u: Residue) -> Residue:
        """Return the sign of a number that is not zero."""
        known = self.small(u)
        if known is not None:
            return self.number((known > 0) - (known < 0))
        for other, sign in self.adjoined["sign"]:
            factor = self.small_ratio(u, other)
            if factor:
                return sign if factor > 0 else self.neg(sign)
        return self.adjoin("sign", u, self.number(1))

    def small_ratio(self, u: Residue, v: Residue) -> Fraction | None:
        """Return the small number c with u = c*v, None if there is none."""
        if u.parts.keys() != v.parts.keys():
            return None
        bits = min(u.parts)
        ratio = u.parts[bits] * pow(v.parts[bits], -1, self.prime) % self.prime
        if any((ratio * v.parts[k] - u.parts[k]) % self.prime for k in u.parts):
            return None
        return self.small(Residue({0: ratio}, CONSTANT))

    def log(self, u: Residue) -> Residue:
        for place, (other, _) in enumerate(self.logarithms):
            if other.parts == u.parts:
                return Residue({}, CONSTANT, {place: 1})
        self.logarithms.append((u, self.variable()))
        return Residue({}, CONSTANT, {len(self.logarithms) - 1: 1})

    def exp(self, u: Residue) -> Residue:
        """Return exp(u), in which exp(-v) is 1/exp(v), and exp(log(v)) is v."""
        total = self.number(1)
        if u.parts:
            plain = Residue(u.parts, u.size)
            first = plain.parts[min(plain.parts)]
            if first > self.prime // 2:
                total = self.inverse(self.kernel("exp", self.neg(plain)))
            else:
                total = self.kernel("exp", plain)
        for place, times in u.logarithms.items():
            power = by_squaring(self.product, self.number(1), self.logarithms[place][0], abs(times))
            total = self.product(total, self.inverse(power) if times < 0 else power)
        return total

    def call(self, name: Operation, arguments: Sequence[Residue]) -> Residue:
        if type(name) is not str:
            raise Undecided("a function is not defined")
        own = _OWN.get(name)
        if own is not None:
            return own(self, *arguments)
        definition = definition_graph(name)
        if definition is not None:
            inputs = bound(name, arguments, lambda default: apply(default, self, {}))
            return apply(definition, self, inputs)
        if row_of(name).corners:
            raise Undecided(f"{name} is not taken modulo a prime")
        return self.with_parity(name, [self.whole(u) for u in arguments])

    def with_parity(self, name: str, arguments: Sequence[Residue]) -> Residue:
        parity, (first, *others) = row_of(name).parity, arguments
        if parity is None or others or not first.parts:
            return self.kernel(name, *arguments)
        turned = first.parts[min(first.parts)] > self.prime // 2
        value = self.kernel(name, self.neg(first) if turned else first)
        return self.neg(value) if turned and parity == "odd" else value

    def compare(self, operation: str, u: Residue, v: Residue) -> Residue:
        """Return 1 where a comparison holds, else 0; what is equal at single points is left out."""
        if operation in ("==", "!="):
            raise Undecided("whether two numbers are equal is not asked modulo a prime")
        sign = self.sign(self.whole(self.sub(u, v)))
        if not sign.parts:  # both are the same function
            return self.number(int(operation in ("<=", ">=")))
        more = self.div(self.sum(self.number(1), sign), self.number(2))
        return more if operation in (">", ">=") else self.sub(self.number(1), more)

    def choose(self, condition: Residue, chosen: Residue, otherwise: Residue) -> Residue:
        first, second = self.whole(chosen), self.whole(otherwise)
        return self.sum(self.product(condition, self.sub(first, second)), second)


def _exact_root(value: Fraction | None) -> Fraction | None:
    """Return the root of a positive fraction if it is one."""
    if value is None or value <= 0:
        return None
    root = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    return root if root * root == value else None


def _logsumexp(r: Residues, *us: Residue) -> Residue:
    return r.log(r.add([r.exp(u) for u in us]))


def _extreme(sign: int) -> Callable[..., Residue]:
    def extreme(r: Residues, *us: Residue) -> Residue:
        best = r.whole(us[0])
        for u in us[1:]:
            less = r.sub(r.whole(u), best)
            more = r.div(r.sum(r.number(1), r.sign(less)), r.number(2)) if less.parts else less
            part = more if sign > 0 else r.sub(r.number(1), more)
            best = r.sum(best, r.product(part, less))
        return best

    return extreme


def _heaviside(r: Residues, u: Residue, at_zero: Residue | None = None) -> Residue:
    sign = r.sign(r.whole(u))
    if not sign.parts and at_zero is not None:
        return at_zero
    return r.div(r.sum(r.number(1), sign), r.number(2))


_OWN: dict[str, Callable[..., Residue]] = {
    "exp": lambda r, u: r.exp(u),
    "log": lambda r, u: r.log(r.whole(u)),
    "sqrt": lambda r, u: r.root(r.whole(u)),
    "abs": lambda r, u: r.product(r.whole(u), r.sign(r.whole(u))),
    "sign": lambda r, u: r.sign(r.whole(u)),
    "heaviside": _heaviside,
    "max": _extreme(1),
    "min": _extreme(-1),
    "logsumexp": _logsumexp,
}
