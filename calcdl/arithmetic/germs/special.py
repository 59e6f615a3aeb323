"""Special functions over germs: at their poles and edges, and at infinity.

Series and asymptotic expansions are those of the NIST Digital Library of Mathematical Functions:
exponential integrals 6.6.2, 6.6.6, 6.12.2; error functions 7.12.1; gamma 5.5.1-2, 5.11.1-2, 5.15.8;
Airy functions 9.7.5-8; Bessel functions 10.8.1, 10.25.2, 10.27.4, 10.31.1, 10.40.1-2; Lambert's W
where it branches, 4.13.6. An asymptotic expansion need not converge: a germ is cut off after some
terms, and what it leaves out is as small as it says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import factorial
from typing import Any

from calcdl.arithmetic import exact
from calcdl.arithmetic.germs.germ import FLAT, Germ, Infinite
from calcdl.arithmetic.germs.numbers import GermNumbers
from calcdl.arithmetic.germs.powers import exponential, logarithm, power
from calcdl.arithmetic.germs.steps import whole_part
from calcdl.errors import Undecided

__all__ = ["AT_INFINITY_ONLY", "SPECIAL", "oscillation"]

_LONGEST_RECURRENCE = 1_000  # steps from a pole of gamma to where it has none
_HIGHEST_ORDER = 60  # of a Bessel or polygamma function at a pole

Limit = int | Infinite


def at_infinity(limit: Limit) -> int:
    """Return the sign of a limit that is infinite, 0 for one that is finite."""
    return limit.sign if isinstance(limit, Infinite) else 0


def rational(germs: GermNumbers, numerator: int, denominator: int = 1) -> Germ:
    return germs.number(exact.quotient(numerator, denominator))


def series(germs: GermNumbers, h: Germ, coefficient: Callable[[int], Any], extra: int = 0) -> Germ:
    """Return the sum of coefficient(k)*h**k, coefficients rational, for an h that tends to zero."""
    return germs.compose(lambda k: germs.closed.number(coefficient(k)), h, extra)


def root_of(germs: GermNumbers, u: Germ, numerator: int, denominator: int) -> Germ:
    return power(germs, u, rational(germs, numerator, denominator))


def growing(germs: GermNumbers, u: Germ) -> bool:
    """Say whether how fast a germ tends to infinity is known, so that expansions are of use."""
    lead = germs.lead(u) if u.exponent is None else None
    return lead is not None and lead.k < 0


def oscillation(germs: GermNumbers, u: Germ, numerator: int, denominator: int) -> Germ:
    """Return what oscillates and is bounded by a power of u, which tends to infinity."""
    size = exact.quotient(numerator, denominator)
    if size == 0:
        return Germ({}, 0, smooth=False)
    if not growing(germs, u):
        limit = germs.closed.zero if size < 0 else None
        return Germ({}, 0 if size < 0 else -FLAT, 0, limit, smooth=False)
    lead = germs.lead(u)
    assert lead is not None
    known = lead.k * size
    below = known.numerator // known.denominator
    return Germ({}, below, 0, None if below < 0 else germs.closed.zero, smooth=False)


# Exponential integrals and error functions


def ei(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,), (limit,) = arguments, limits
    sign = at_infinity(limit)
    if not sign:
        require_at_zero(germs, "Ei", limit)
        rest = series(germs, u, lambda k: Fraction(1, k * factorial(k)) if k else 0)
        return germs.add([logarithm(germs, germs.absolute(u)), minus_gamma(germs, -1), rest])
    if not growing(germs, u):
        return tending(germs, u, sign, sign > 0)
    inverse = germs.inverse(u)
    expansion = series(germs, inverse, factorial)
    size = germs.neg(logarithm(germs, germs.absolute(u)))
    found = exponential(germs, germs.add([u, size, logarithm(germs, expansion)]))
    return found if sign > 0 else germs.neg(found)


def ci(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,), (limit,) = arguments, limits
    if at_infinity(limit):
        return oscillation(germs, u, -1, 1)
    require_at_zero(germs, "Ci", limit)
    rest = series(
        germs,
        germs.product(u, u),
        lambda k: Fraction((-1) ** k, 2 * k * factorial(2 * k)) if k else 0,
    )
    return germs.add([logarithm(germs, u), minus_gamma(germs, -1), rest])


def si(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,), (limit,) = arguments, limits
    half = germs.closed.multiple(germs.closed.constant("pi"), Fraction(at_infinity(limit), 2))
    return germs.add([germs.of(half), oscillation(germs, u, -1, 1)])


def erfc(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,), (limit,) = arguments, limits
    if at_infinity(limit) < 0:
        mirrored = erfc(germs, [germs.neg(u)], [Infinite(1)])
        return germs.sub(germs.number(2), mirrored)
    if not growing(germs, u):
        return tending(germs, u, 1, False)
    square = germs.product(u, u)
    pi = logarithm(germs, germs.constant("pi"))
    size = germs.add([logarithm(germs, u), germs.product(rational(germs, 1, 2), pi)])
    expansion = series(
        germs,
        germs.inverse(square),
        lambda k: Fraction((-1) ** k * factorial(2 * k), 4**k * factorial(k)),
    )
    return exponential(
        germs, germs.add([germs.neg(square), germs.neg(size), logarithm(germs, expansion)])
    )


def erf(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    sign = at_infinity(limits[0])
    u = arguments[0] if sign > 0 else germs.neg(arguments[0])
    found = germs.sub(germs.number(1), erfc(germs, [u], [Infinite(1)]))
    return found if sign > 0 else germs.neg(found)


def erfinv(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    sign = germs.sign_of(arguments[0])
    return Germ({}, 0, sign, Infinite(sign), arguments[0].smooth)


def tending(germs: GermNumbers, u: Germ, sign: int, infinite: bool) -> Germ:
    """Return what tends to zero or to infinity at a rate that is not known."""
    limit = Infinite(sign) if infinite else germs.closed.zero
    return Germ({}, -FLAT if infinite else 0, sign, limit, u.smooth)


def minus_gamma(germs: GermNumbers, factor: Any) -> Germ:
    """Return a multiple of minus Euler's constant, which is digamma(1)."""
    closed = germs.closed
    return germs.of(closed.multiple(closed.call("digamma", [closed.one]), factor))


# The gamma function and its relatives


def bernoulli(k: int) -> Fraction:
    from flint import fmpq

    value = fmpq.bernoulli(k)
    return Fraction(int(value.p), int(value.q))


def stirling(germs: GermNumbers, u: Germ) -> Germ:
    """Return log(gamma(u)) for a u that tends to infinity."""
    closed = germs.closed
    half = rational(germs, 1, 2)
    logarithm_of_u = logarithm(germs, u)
    turn = closed.call("log", [closed.multiple(closed.constant("pi"), 2)])
    inverse = germs.inverse(u)

    def coefficient(k: int) -> Any:
        return bernoulli(k + 1) / (k * (k + 1)) if k % 2 else 0

    return germs.add(
        [
            germs.product(germs.sub(u, half), logarithm_of_u),
            germs.neg(u),
            germs.of(closed.multiple(turn, Fraction(1, 2))),
            series(germs, inverse, coefficient),
        ]
    )


def require_right(name: str, sign: int) -> None:
    if sign < 0:
        raise Undecided(f"what {name} is, with a pole at every whole number on the way")


def gamma(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,), (limit,) = arguments, limits
    if not isinstance(limit, Infinite):
        factors, shifted = beside_pole(germs, "gamma", u, limit)
        return germs.div(germs.call("gamma", [shifted]), germs.mul(factors))
    require_right("gamma", limit.sign)
    if not growing(germs, u):
        return tending(germs, u, 1, True)
    return exponential(germs, stirling(germs, u))


def loggamma(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,), (limit,) = arguments, limits
    if not isinstance(limit, Infinite):
        return logarithm(germs, gamma(germs, arguments, limits))
    return stirling(germs, u) if growing(germs, u) else tending(germs, u, 1, True)


def digamma(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    return polygamma(germs, [germs.number(0), *arguments], [germs.closed.zero, *limits])


def polygamma(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    _, u = arguments
    n, limit = whole_order(germs, arguments[0]), limits[1]
    sign = (-1) ** (n + 1)
    if not isinstance(limit, Infinite):
        factors, shifted = beside_pole(germs, "polygamma", u, limit)
        poles = [power(germs, factor, germs.number(-n - 1)) for factor in factors]
        steps = germs.product(germs.number(sign * factorial(n)), germs.add(poles))
        return germs.add([germs.call("polygamma", [arguments[0], shifted]), steps])
    require_right("polygamma", limit.sign)
    if not growing(germs, u):
        return tending(germs, u, sign if n else 1, n == 0)
    inverse = germs.inverse(u)

    def coefficient(k: int) -> Any:  # of u**-(n + k)
        if k == 1:
            return Fraction(sign * factorial(n), 2)
        if k % 2 or k + n == 0:
            return 0
        return sign * bernoulli(k) * Fraction(factorial(k + n - 1), factorial(k))

    powers = power(germs, inverse, germs.number(n))
    rest = germs.product(powers, series(germs, inverse, coefficient))
    return germs.add([logarithm(germs, u), rest]) if n == 0 else rest


def whole_order(germs: GermNumbers, n: Germ) -> int:
    """Return the order of a function as an int; raises Undecided where it is not a small one."""
    node = germs.constant_of(n)
    value = None if node is None else germs.closed.value(germs.closed.fold(node))
    if value is None or value.denominator != 1 or abs(value.numerator) > _HIGHEST_ORDER:
        raise Undecided("what a function of this order does there")
    return int(value)


def beside_pole(germs: GermNumbers, name: str, u: Germ, limit: int) -> tuple[list[Germ], Germ]:
    """Return u, u + 1 … up to where a function has no pole, for a u that tends to 0, -1, -2 …."""
    steps = 1 - whole_part(germs, limit)
    if not 0 < steps <= _LONGEST_RECURRENCE:
        raise Undecided(f"what {name} is so far left")
    factors = [germs.add((u, germs.number(k))) for k in range(steps)]
    return factors, germs.add((u, germs.number(steps)))


# Bessel functions


class Bessel:
    """A Bessel function of constant order at zero: J and Y (sign -1) or I and K (sign 1)."""

    def __init__(self, germs: GermNumbers, n: Germ, u: Germ, sign: int) -> None:
        node = germs.constant_of(n)
        if node is None:
            raise Undecided("what a Bessel function is whose order varies")
        self.germs, self.order, self.sign = germs, germs.closed.fold(node), sign
        self.half = germs.product(rational(germs, 1, 2), u)
        square = germs.product(self.half, self.half)
        self.square = square if sign > 0 else germs.neg(square)
        value = germs.closed.value(self.order)
        self.whole = int(value) if value is not None and value.denominator == 1 else None
        if self.whole is not None and abs(self.whole) > _HIGHEST_ORDER:
            raise Undecided("what a Bessel function of so high an order does there")

    def first(self, order: int) -> Germ:
        """Return J or I of an order that is no negative whole number, a closed formula."""
        germs, closed = self.germs, self.germs.closed
        start = closed.pow(
            closed.call("gamma", [closed.add((order, closed.one))]), closed.number(-1)
        )

        def coefficient(k: int) -> int:
            steps = [closed.add((order, closed.number(i))) for i in range(1, k + 1)]
            product = closed.mul([*steps, closed.number(factorial(k))])
            return closed.mul((start, closed.pow(product, closed.number(-1))))

        value = closed.value(order)
        extra = 0 if value is None or value >= 0 else -int(value // 1) * germs.roots
        powers = germs.compose(coefficient, self.square, extra)
        return germs.product(power(germs, self.half, germs.of(order)), powers)

    def second(self) -> Germ:
        """Return Y or K."""
        if self.whole is not None:
            return self.second_of_whole(abs(self.whole))
        germs, closed = self.germs, self.germs.closed
        angle = closed.mul((self.order, closed.constant("pi")))
        inverse = closed.pow(closed.call("sin", [angle]), closed.number(-1))
        plus, minus = self.first(self.order), self.first(closed.neg(self.order))
        if self.sign < 0:
            plus = germs.product(plus, germs.of(closed.call("cos", [angle])))
            return germs.product(germs.sub(plus, minus), germs.of(inverse))
        scale = closed.mul((closed.multiple(closed.constant("pi"), Fraction(1, 2)), inverse))
        return germs.product(germs.sub(minus, plus), germs.of(scale))

    def second_of_whole(self, n: int) -> Germ:
        """Return pi*Y or 2*K of order n, divided by pi or 2: poles, a logarithm and a series."""
        germs, closed = self.germs, self.germs.closed
        poles = [
            germs.product(
                germs.number(
                    exact.quotient((-self.sign) ** k * factorial(n - k - 1), factorial(k))
                ),
                power(germs, self.half, germs.number(2 * k - n)),
            )
            for k in range(n)
        ]
        turns = germs.product(logarithm(germs, self.half), self.first(closed.number(n)))
        psi = closed.call("digamma", [closed.one])

        def coefficient(k: int) -> int:
            harmonic = Fraction(0) + sum(Fraction(1, i) for i in range(1, k + 1))
            harmonic += sum(Fraction(1, i) for i in range(1, n + k + 1))
            total = closed.add((closed.multiple(psi, 2), closed.number(harmonic)))
            return closed.multiple(total, Fraction(1, factorial(k) * factorial(n + k)))

        rest = germs.product(
            power(germs, self.half, germs.number(n)), germs.compose(coefficient, self.square)
        )
        if self.sign < 0:
            twice = germs.product(germs.number(2), turns)
            total = germs.add([twice, germs.neg(germs.add([*poles, rest]))])
            scale = germs.of(closed.pow(closed.constant("pi"), closed.number(-1)))
            odd = self.whole is not None and self.whole < 0 and n % 2
            return germs.product(germs.neg(scale) if odd else scale, total)
        parity = germs.number((-1) ** n)
        turns = germs.product(germs.number(-2), germs.product(parity, turns))
        total = germs.add([*poles, turns, germs.product(parity, rest)])
        return germs.product(rational(germs, 1, 2), total)


def bessel_first(sign: int) -> Callable[..., Germ]:
    def first(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
        n, u = arguments
        infinite = at_infinity(limits[1])
        if not infinite:
            require_at_zero(germs, "a Bessel function", limits[1])
            function = Bessel(germs, n, u, sign)
            if function.whole is None or function.whole >= 0:
                return function.first(function.order)
            found = function.first(germs.closed.neg(function.order))
            return germs.neg(found) if sign < 0 and function.whole % 2 else found
        if sign < 0:
            return oscillation(germs, u, -1, 2)
        found = fast_bessel(germs, n, germs.absolute(u), 1)
        return germs.neg(found) if infinite < 0 and whole_order(germs, n) % 2 else found

    return first


def bessel_second(sign: int) -> Callable[..., Germ]:
    def second(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
        n, u = arguments
        if not at_infinity(limits[1]):
            require_at_zero(germs, "a Bessel function", limits[1])
            return Bessel(germs, n, u, sign).second()
        return oscillation(germs, u, -1, 2) if sign < 0 else fast_bessel(germs, n, u, -1)

    return second


def require_at_zero(germs: GermNumbers, name: str, limit: Limit) -> None:
    if isinstance(limit, Infinite) or germs.closed.sign(limit):
        raise Undecided(f"what {name} is where it is not analytic")


def fast_bessel(germs: GermNumbers, n: Germ, u: Germ, sign: int) -> Germ:
    """Return I (sign 1) or K (sign -1) of a u that tends to infinity."""
    closed = germs.closed
    node = germs.constant_of(n)
    if node is None:
        raise Undecided("what a Bessel function is whose order varies")
    if not growing(germs, u):
        return tending(germs, u, 1, sign > 0)
    square = closed.multiple(closed.pow(node, closed.number(2)), 4)

    def coefficient(k: int) -> int:
        steps = [closed.add((square, closed.number(-((2 * i - 1) ** 2)))) for i in range(1, k + 1)]
        scale = closed.number(Fraction((-sign) ** k, 8**k * factorial(k)))
        return closed.mul([*steps, scale])

    expansion = germs.compose(coefficient, germs.inverse(u))
    pi = closed.constant("pi")
    inside = (
        closed.pow(closed.multiple(pi, 2), closed.number(-1))
        if sign > 0
        else closed.multiple(pi, Fraction(1, 2))
    )
    size = germs.sub(germs.of(closed.call("log", [inside])), logarithm(germs, u))
    turn = u if sign > 0 else germs.neg(u)
    half = germs.product(rational(germs, 1, 2), size)
    return exponential(germs, germs.add([turn, half, logarithm(germs, expansion)]))


# Airy functions


def airy(sign: int, prime: bool) -> Callable[..., Germ]:
    """Return the rule of Ai (sign -1) or Bi (sign 1), or of its derivative, at infinity."""

    def at_both(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
        (u,) = arguments
        if at_infinity(limits[0]) < 0:
            return oscillation(germs, germs.neg(u), 1 if prime else -1, 4)
        if not growing(germs, u):
            return tending(germs, u, -1 if prime and sign < 0 else 1, sign > 0)
        zeta = germs.product(rational(germs, 2, 3), root_of(germs, u, 3, 2))

        def coefficient(k: int) -> Any:
            value = Fraction(1, 216**k * factorial(k))
            for odd in range(2 * k + 1, 6 * k, 2):
                value *= odd
            if prime:
                value *= Fraction(6 * k + 1, 1 - 6 * k)
            return value if sign > 0 else (-1) ** k * value

        expansion = series(germs, germs.inverse(zeta), coefficient)
        closed = germs.closed
        scale = closed.multiple(closed.call("log", [closed.constant("pi")]), Fraction(-1, 2))
        parts = [germs.of(scale), logarithm(germs, expansion)]
        quarter = germs.product(rational(germs, 1 if prime else -1, 4), logarithm(germs, u))
        turn = zeta if sign > 0 else germs.neg(zeta)
        if sign < 0:
            parts.append(germs.of(closed.neg(closed.call("log", [closed.number(2)]))))
        found = exponential(germs, germs.add([turn, quarter, *parts]))
        return germs.neg(found) if prime and sign < 0 else found

    return at_both


# Lambert's W


def lambertw(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,), (limit,) = arguments, limits
    if isinstance(limit, Infinite):
        return Germ({}, 0, 1, limit, u.smooth)
    inside = germs.add([germs.product(germs.constant("e"), u), germs.number(1)])
    p = power(germs, germs.product(germs.number(2), inside), rational(germs, 1, 2))
    coefficients: list[Fraction] = []

    def coefficient(k: int) -> Any:
        if k >= len(coefficients):
            coefficients[:] = branch_of_lambertw(2 * k + 4)
        return coefficients[k]

    return series(germs, p, coefficient)


def branch_of_lambertw(length: int) -> list[Fraction]:
    """Return the coefficients of W in p = sqrt(2*(e*u + 1)).

    With W = t - 1 it is p**2/2 = 1 + (t - 1)*exp(t), the sum of (n - 1)/n!*t**n, to be reversed.
    """
    from flint import fmpq, fmpq_series

    inner = [fmpq(2 * (n - 1), factorial(n)) for n in range(2, length + 2)]
    root = fmpq_series(inner, prec=length).sqrt()
    forward = fmpq_series([0, 1], prec=length) * root
    found = forward.reversion()
    return [Fraction(-1)] + [Fraction(int(found[k].p), int(found[k].q)) for k in range(1, length)]


SPECIAL: dict[str, Callable[[GermNumbers, Sequence[Germ], Sequence[Limit]], Germ]] = {
    "Ei": ei,
    "Ci": ci,
    "Si": si,
    "erf": erf,
    "erfc": erfc,
    "erfinv": erfinv,
    "gamma": gamma,
    "loggamma": loggamma,
    "digamma": digamma,
    "polygamma": polygamma,
    "besselj": bessel_first(-1),
    "besseli": bessel_first(1),
    "bessely": bessel_second(-1),
    "besselk": bessel_second(1),
    "airyai": airy(-1, False),
    "airyaiprime": airy(-1, True),
    "airybi": airy(1, False),
    "airybiprime": airy(1, True),
    "lambertw": lambertw,
}
# These are analytic everywhere else.
AT_INFINITY_ONLY = frozenset(
    (
        "Si",
        "erf",
        "erfc",
        "erfi",
        "fresnels",
        "fresnelc",
        "airyai",
        "airyaiprime",
        "airybi",
        "airybiprime",
    )
)
