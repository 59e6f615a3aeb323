"""Relatives of the gamma function: log|gamma|, binomial coefficients, incomplete gamma and beta
functions, zeta and polylogarithms.

Reference: NIST Digital Library of Mathematical Functions, chapters 5, 8 and 25; names, arguments
and their order are SymPy's. Balls are python-flint's ``arb``.
"""

from __future__ import annotations

import math

from calcdl.errors import TooLarge
from calcdl.functions.elementary import expansion
from calcdl.functions.row import Function
from calcdl.lean import TYPE_CHECKING, cache

if TYPE_CHECKING:
    from typing import Any

__all__ = ["GAMMAS"]

_HIGHEST_DEGREE = 1000  # of a binomial coefficient as a polynomial
_LARGEST_ORDER, _LARGEST_BROKEN = 1000, 300  # of polylogarithms, whole ones and others
_MOST_TERMS = 2000  # of its series
_LOWEST_ORDER = 100  # of polylogarithms as rational functions, zeta as a polynomial

# log|gamma| and binomial coefficients


def _lgamma(u: Any) -> Any:
    return u.lgamma() if u > 0 else -abs(u.rgamma()).log()


def _lgamma_taylor(u: Any, length: int) -> list[Any]:
    if u > 0:
        return expansion(lambda s: s.lgamma(), u, length)
    sign = u.rgamma().sgn()
    return expansion(lambda s: -(sign * s.rgamma()).log(), u, length)


def _binomial(u: Any, v: Any) -> Any:
    """Return it for balls or series; a polynomial in u where v is a constant whole number."""
    degree = _degree(v)
    if degree is None:
        return (u + 1).gamma() * (v + 1).rgamma() * (u - v + 1).rgamma()
    product = 0 * u + 1
    for k in range(degree):
        product = product * (u - k) / (k + 1)
    return product


def _write_binomial(writer: Any, u: int, v: int) -> int:
    from calcdl.functions.polynomials import binomial

    return binomial(writer, u, v)


def _degree(v: Any) -> int | None:
    head = v
    if hasattr(v, "prec"):
        if len(v) > 1:
            return None
        head = v[0]
    whole = head.unique_fmpz() if head.is_exact() else None
    return int(whole) if whole is not None and 0 <= whole <= _HIGHEST_DEGREE else None


# Incomplete gamma and beta functions


def _lowergamma_taylor(a: Any, u: Any, length: int) -> list[Any]:
    return expansion(lambda s: type(s).gamma_lower(a, s), u, length)


def _uppergamma_taylor(a: Any, u: Any, length: int) -> list[Any]:
    return expansion(lambda s: type(s).gamma_upper(a, s), u, length)


def _betainc(a: Any, b: Any, u: Any, v: Any) -> Any:
    return v.beta_lower(a, b, 1) - u.beta_lower(a, b, 1)


def _betainc_series(a: Any, b: Any, u: Any, v: Any) -> Any:
    """Return it for series u and v; a and b are constant."""
    first, second = a[0], b[0]
    parts = [
        type(s)(s[0].beta_lower(first, second, 1))
        if len(s) < 2
        else type(s).beta_lower(first, second, s, 1)
        for s in (u, v)
    ]
    return parts[1] - parts[0]


# Zeta functions


_LOWEST_HURWITZ = -200


def _zeta(s: Any, a: Any = 1) -> Any:
    from flint import acb

    if s < _LOWEST_HURWITZ and not a == 1:
        raise TooLarge(f"zeta(s, a) is limited to s > {_LOWEST_HURWITZ}")

    return acb(s).zeta(acb(a)).real if s.is_finite() else s.nan()


def _zeta_taylor(s: Any, *others: Any) -> list[Any]:
    """Return the Taylor coefficients of zeta(s, a) in a, (-1)**k*(s)_k/k!*zeta(s + k, a).

    Without a they are those of Riemann's zeta function in s.
    """
    *rest, length = others
    if not rest:
        return expansion(lambda t: t.zeta(), s, length)
    a = rest[0]
    whole = s.unique_fmpz() if s.is_exact() else None
    if whole is not None and -_LOWEST_ORDER <= whole <= 0:  # a polynomial of Bernoulli, 25.11.14
        degree = 1 - int(whole)
        coefficients = [
            -math.comb(degree, k) * a.bernoulli_poly(degree - k) / degree
            for k in range(min(length, degree + 1))
        ]
        return coefficients + [0 * a] * (length - len(coefficients))
    coefficients, scale = [], type(s)(1)
    for k in range(length):
        coefficients.append(scale * _zeta(s + k, a))
        scale = -scale * (s + k) / (k + 1)
    return coefficients


def _polylog(s: Any, u: Any) -> Any:
    whole = s.unique_fmpz() if s.is_exact() else None
    if whole is not None and -_LOWEST_ORDER <= whole <= 1:
        return rational_polylog(int(whole), u / (1 - u)) if whole < 1 else -(1 - u).log()
    if u.is_exact() and u == 1 and s > 1:
        return s.zeta()
    if whole is not None and u < -1 and whole <= _LARGEST_ORDER:
        return _polylog_far_left(int(whole), u)
    series = _polylog_by_series(s, u) if s > 2 and abs(u) <= 1 else None
    if series is None and abs(s) > _LARGEST_BROKEN:
        raise TooLarge(f"the order of a polylogarithm is limited to {_LARGEST_BROKEN} there")
    return u.polylog(s) if series is None else series


def _polylog_far_left(s: int, u: Any) -> Any:
    """Return it for a whole order > 1 and u < -1, by its inversion (25.12.16 and its like)."""
    ball = type(u)
    turn = (-u).log()
    total = (-1) ** s * _polylog(ball(s), 1 / u)
    for k in range(s // 2 + 1):
        eta = (1 - ball(2) ** (1 - 2 * k)) * ball(2 * k).zeta() if k else ball(0.5)
        total = total + 2 * eta * turn ** (s - 2 * k) / ball(s - 2 * k).fac()
    return -total


def _polylog_by_series(s: Any, u: Any) -> Any:
    """Return the sum of u**k/k**s where few terms are enough; flint's own is wide for a large s.

    The terms beyond the last are bounded by the integral of k**-s.
    """
    from flint import ctx

    ball, count, digits = type(u), 4, 0.0
    size = abs(u).upper()
    while digits < ctx.prec and count <= _MOST_TERMS:
        count *= 2
        bound = size**count * (-s * ball(count).log()).exp()
        digits = -float(bound.log().upper()) / math.log(2) if bound > 0 else math.inf
    if digits < ctx.prec:
        return None
    total = ball(0)
    for k in range(count - 1, 0, -1):
        total = (total + (-s * ball(k).log()).exp()) * u
    return total + bound * (1 + count / (s - 1)) * ball(0, 1)


def rational_polylog(s: int, w: Any) -> Any:
    """Return the polylogarithm of order 0, -1, … at u, a polynomial in w = u/(1 - u)."""
    total = 0 * w
    for coefficient in reversed(_polynomial(-s)):
        total = total * w + coefficient
    return total


@cache
def _polynomial(n: int) -> tuple[int, ...]:
    """Return the coefficients in w = u/(1 - u) of n times u*d/du, which makes w to w + w**2."""
    coefficients = [0, 1]
    for _ in range(n):
        slopes = [k * c for k, c in enumerate(coefficients)]  # w times the derivative
        coefficients = [a + b for a, b in zip([*slopes, 0], [0, *slopes], strict=True)]
    return tuple(coefficients)


def _polylog_taylor(s: Any, u: Any, length: int) -> list[Any]:
    """Return the Taylor coefficients in u: those of its series at 0, else by u*d/du of order k."""
    ball = type(u)
    if u.is_zero():
        return [ball(0)] + [(-s * ball(k).log()).exp() for k in range(1, length)]
    if length == 1:
        return [_polylog(s, u)]
    orders = [_polylog(s - k, u) / math.factorial(k) for k in range(length)]

    def at(t: Any) -> Any:
        turns = (t / u).log()
        turns[0] = 0
        total = 0 * turns
        for order in reversed(orders):
            total = total * turns + order
        return total

    return expansion(at, u, length)


# A row stays on few lines, so that the table can be read as one.
# fmt: off
GAMMAS: tuple[Function, ...] = (
    Function("lgamma", local=("digamma(u)",), floats=math.lgamma, balls=_lgamma,
             taylor=_lgamma_taylor, definition="log(abs(gamma(u)))",
             special=(("1", "0"), ("2", "0")), aliases=("gammaln",), work=100,
             sample=(-1.3, 0.4, 4.7, 40.5),
             needs=("u > 0",), says="log(abs(gamma(u))), as in math and SciPy"),
    Function("binomial", args="u v",
             local=("y*(digamma(u + 1) - digamma(u - v + 1))",
                    "y*(digamma(u - v + 1) - digamma(v + 1))"), balls=_binomial, series="",
             writes=_write_binomial, aliases=("binom", "comb", "nchoosek"), work=300,
             sample=((2.5, 0.75), (-0.3, 1.7), (20.5, 7.25)),
             says="binomial coefficient, u over v"),
    Function("lowergamma", args="a u", local=(None, "u**(a - 1)*exp(-u)"),
             domain=("a > 0", "u >= 0"), balls=lambda a, u: u.gamma_lower(a),
             taylor=_lowergamma_taylor,
             corners=("u",), work=100,
             sample=((2, 0.4), (0.5, 2.7), (3.25, 20.5)),
             says="lower incomplete gamma function: integral of t**(a - 1)*exp(-t) from 0 to u"),
    Function("uppergamma", args="a u", local=(None, "-u**(a - 1)*exp(-u)"),
             domain=("u >= 0", "where(a > 0, 1, u) > 0"), balls=lambda a, u: u.gamma_upper(a),
             taylor=_uppergamma_taylor,
             corners=("u",), work=100,
             sample=((2, 0.4), (0.5, 2.7), (-1.5, 0.25), (3.25, 20.5)),
             says="upper incomplete gamma function: integral of t**(a - 1)*exp(-t) from u on"),
    Function("betainc_regularized", args="a b u v",
             local=(None, None, "-u**(a - 1)*(1 - u)**(b - 1)/beta(a, b)",
                    "v**(a - 1)*(1 - v)**(b - 1)/beta(a, b)"), balls=_betainc,
             series=_betainc_series, 
             corners=("u*(1 - u)", "v*(1 - v)"),
             domain=("a > 0", "b > 0", "0 <= u", "u <= 1", "0 <= v", "v <= 1"), work=100,
             sample=((2, 3, 0.25, 0.4), (0.5, 2.5, 0.125, 0.75), (20, 7.25, 0.5, 0.9375)),
             says="regularized incomplete beta function from u to v, as in SymPy"),
    Function("zeta", args="s a=1", local=(None, "where(s == 0, -1, -s*zeta(s + 1, a))"),
             balls=_zeta, taylor=_zeta_taylor,
             domain=("s != 1", "a > 0"), aliases=("Zeta",),
             work=300, sample=((2, 1.5), (3, 0.4), (-1.5, 2.75), (0.5, 20.5)),
             says="zeta function of Riemann, or of Hurwitz with a"),
    Function("polylog", args="s u", local=(None, "polylog(s - 1, u)/u"), balls=_polylog,
             taylor=_polylog_taylor, 
             domain=("u <= 1", "where(s > 1, 0, u) < 1"),
             corners=("1 - u",), removable=("u",), aliases=("PolyLog",), work=300,
             sample=((2, 0.4), (3, -20.5), (-1, 0.75), (1.5, -0.25)),
             says="polylogarithm, the sum of u**k/k**s"),
)
# fmt: on
