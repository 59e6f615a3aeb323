"""Elliptic integrals, with the parameter m = k**2 and the order of arguments that SymPy has.

Reference: NIST Digital Library of Mathematical Functions, 19.2, 19.4 and 19.5; SciPy's ellipk,
ellipe, ellipkinc and ellipeinc are the same functions, and Mathematica's EllipticK, EllipticE, ….
The derivatives by n are those of SymPy's elliptic_pi.
"""

from __future__ import annotations

from math import comb

from calcdl.errors import Undecided
from calcdl.functions.row import Function
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["ELLIPTIC"]


# Complete integrals


def _elliptic_k(m: Any) -> Any:
    return type(m).pi() / 2 / (1 - m).sqrt().agm(1)


def _elliptic_e(m: Any) -> Any:
    from flint import acb

    return acb(m).elliptic_e().real if m <= 1 else m.nan()


def _complete(first: float) -> Callable[[Any, int], list[Any]]:
    """Return the Taylor coefficients of pi/2*2F1(first, 1/2; 1; m), which is K or E (19.5.1-2)."""

    def taylor(m: Any, length: int) -> list[Any]:
        ball = type(m)
        a, b, scale = ball(first), ball(0.5), ball.pi() / 2
        coefficients = []
        for k in range(length):  # the k-th derivative of 2F1(a, b; 1) is (a)_k (b)_k / k! 2F1(…)
            coefficients.append(scale * m.hypgeom_2f1(a + k, b + k, ball(1 + k)))
            scale = scale * (a + k) * (b + k) / (k + 1) ** 2
        return coefficients

    return taylor


def _elliptic_pi(n: Any, m: Any) -> Any:
    from flint import acb

    return acb.elliptic_pi(n, m).real if n < 1 and m < 1 else n.nan()


def _elliptic_pi_series(n: Any, m: Any) -> Any:
    series = type(n)
    quarter = type(n[0]).pi() / 2
    return _solved(_elliptic_pi(n[0], m[0]), series([quarter], m.prec), m, n)[2]


# Incomplete integrals


def _elliptic_f(z: Any, m: Any) -> Any:
    from flint import acb

    return acb.elliptic_f(z, m).real if _is_real(z, m) else z.nan()


def _elliptic_einc(z: Any, m: Any) -> Any:
    from flint import acb

    return acb.elliptic_e_inc(z, m).real if _is_real(z, m) else z.nan()


def _elliptic_pi_inc(n: Any, z: Any, m: Any) -> Any:
    from flint import acb

    real = _is_real(z, m) and _is_real(z, n)
    return acb.elliptic_pi_inc(n, z, m).real if real else z.nan()


def _is_real(z: Any, m: Any) -> bool:
    """Say whether 1 - m*sin(t)**2 is certainly positive for all t between 0 and z."""
    return bool(m < 1 or (abs(z) < z.pi() / 2 and m * z.sin() ** 2 < 1))


def _elliptic_f_series(z: Any, m: Any) -> Any:
    return _solved(None, z, m)[0]


def _elliptic_einc_series(z: Any, m: Any) -> Any:
    return _solved(None, z, m)[1]


def _elliptic_pi_inc_series(n: Any, z: Any, m: Any) -> Any:
    return _solved(_elliptic_pi_inc(n[0], z[0], m[0]), z, m, n)[2]


def _solved(pi: Any, z: Any, m: Any, n: Any = None) -> tuple[Any, Any, Any]:
    """Return F, E and Pi of series, by their differential equations, a coefficient a round.

    The equations by m and n have no value where one of m, 1 - m, n, 1 - n and m - n is zero.
    """
    series = type(z)
    length = min([s.prec for s in (z, m, n) if s is not None])
    start = _elliptic_f(z[0], m[0]), _elliptic_einc(z[0], m[0]), pi or 0
    if _is_hole(m, n) and not _varies(z):
        return _by_integrals(start, z[0], m, n, length)
    square = z.sin() ** 2
    w = (1 - m * square).sqrt()
    found = [series([value]) for value in start]
    for _ in range(length - 1):
        slopes = _slopes(found, (z, m, n), square, w)
        found = [s.integral() + value for s, value in zip(slopes, start, strict=True)]
    return found[0], found[1], found[2]


def _is_hole(m: Any, n: Any) -> bool:
    """Say whether an equation has no value at the point, where the functions may be smooth."""
    zeros = [m[0], 1 - m[0]] if _varies(m) else []
    if n is not None:
        zeros += [n[0], m[0] - n[0]]
    return any(zero.contains(0) for zero in zeros)


def _slopes(found: Any, arguments: Any, square: Any, w: Any) -> tuple[Any, Any, Any]:
    """Return the derivatives of F, E and Pi along series z, m and n."""
    (f, e, p), (z, m, n) = found, arguments
    df, de, dp = z.derivative() / w, z.derivative() * w, 0 * z
    double = (2 * z).sin() / w
    if n is not None:
        fn = 1 - n * square
        dp = z.derivative() / (w * fn)
        if _varies(n):
            first = e + (m - n) * f / n + (n * n - m) * p / n - n * w * w * double / (2 * fn)
            dp = dp + n.derivative() * first / (2 * (m - n) * (n - 1))
    if _varies(m):
        slope = m.derivative()
        df = df + slope * (e / (2 * m * (1 - m)) - f / (2 * m) - double / (4 * (1 - m)))
        de = de + slope * (e - f) / (2 * m)
        if n is not None:
            third = e / (m - 1) + p - m * double / (2 * (m - 1))
            dp = dp + slope * third / (2 * (n - m))
    return df, de, dp


def _varies(s: Any) -> bool:
    return s is not None and len(s) > 1


def _by_integrals(start: Any, z: Any, m: Any, n: Any, length: int) -> tuple[Any, Any, Any]:
    """Return F, E and Pi of a constant z, whatever m and n are at the point.

    With w = 1 - m*sin(t)**2 and v = 1 - n*sin(t)**2 the coefficients of powers of m and n, less
    what they are at the point, are integrals of sin(t)**(2*k) times powers of w and v.
    """
    if length > _MOST_INTEGRALS:
        raise Undecided("an elliptic integral of this order")
    by_m = _powers(m, length)
    by_n = _powers(m if n is None else n, length)
    f, e, p = (0 * m + value for value in start)
    for k in range(1, length):
        f = f + _binomial(k) * _moment(z, m[0], k, k) * by_m[k]
        e = e - _binomial(k) / (2 * k - 1) * _moment(z, m[0], k, k - 1) * by_m[k]
        for i in range(k + 1 if n is not None else 0):
            if len(by_n[i]) and len(by_m[k - i]):
                moment = _moment(z, m[0], k, k - i, n[0], i + 1)
                p = p + _binomial(k - i) * moment * by_n[i] * by_m[k - i]
    return f, e, p


def _powers(s: Any, length: int) -> list[Any]:
    """Return the powers of a series less its first term."""
    moved = 1 * s
    moved[0] = 0
    powers = [0 * s + 1]
    for _ in range(length):
        powers.append(powers[-1] * moved)
    return powers


def _binomial(k: int) -> Any:
    """Return (-1)**k times the binomial coefficient of -1/2 over k."""
    from flint import arb

    return arb(comb(2 * k, k)) / arb(4) ** k


def _moment(z: Any, m: Any, k: int, order: int, n: Any = 0, other: int = 0) -> Any:
    """Return the integral from 0 to z of sin(t)**(2*k)/(w**(order + 1/2)*v**other)."""
    from flint import acb

    def integrand(t: Any, analytic: bool) -> Any:
        sine = t.sin() ** 2
        w = 1 - m * sine
        return sine**k / (w**order * w.sqrt(analytic=analytic) * (1 - n * sine) ** other)

    return acb.integral(integrand, 0, z).real


_MOST_INTEGRALS = 12

# Where the integrand is real all the way: beyond pi/2 sin(t)**2 has been 1.
_REAL_M = "where(abs(z) < pi/2, m*sin(z)**2, m) < 1"
_REAL_N = "where(abs(z) < pi/2, n*sin(z)**2, n) < 1"

# A row stays on few lines, so that the table can be read as one.
# fmt: off
ELLIPTIC: tuple[Function, ...] = (
    Function("elliptic_k", sign="positive", args="m",
             local=("(elliptic_e(m) - (1 - m)*y)/(2*m*(1 - m))",), balls=_elliptic_k,
             taylor=_complete(0.5), domain=("m < 1",), removable=("m",), special=(("0", "pi/2"),),
             aliases=("ellipk", "EllipticK"), work=10, sample=(-1.3, 0.4, 0.9375, -20.5),
             says="complete elliptic integral K(m)"),
    Function("elliptic_e", sign="positive", args="m", local=("(y - elliptic_k(m))/(2*m)",),
             balls=_elliptic_e, taylor=_complete(-0.5), domain=("m <= 1",), corners=("1 - m",),
             removable=("m",), special=(("0", "pi/2"), ("1", "1")),
             aliases=("ellipe", "EllipticE"), longer="elliptic_einc", work=10,
             sample=(-1.3, 0.4, 0.9375, -20.5), says="complete elliptic integral E(m)"),
    Function("elliptic_f", args="z m",
             local=("1/sqrt(1 - m*sin(z)**2)",
                    "elliptic_einc(z, m)/(2*m*(1 - m)) - y/(2*m)"
                    " - sin(2*z)/(4*(1 - m)*sqrt(1 - m*sin(z)**2))"), balls=_elliptic_f,
             series=_elliptic_f_series, domain=(_REAL_M,), removable=("m", "1 - m"),
             aliases=("ellipkinc", "EllipticF"), work=100,
             sample=((-1.3, 0.4), (0.4, 1.75), (4.25, -2.5)),
             says="incomplete elliptic integral F(z, m)"),
    Function("elliptic_einc", args="z m",
             local=("sqrt(1 - m*sin(z)**2)", "(y - elliptic_f(z, m))/(2*m)"), balls=_elliptic_einc,
             series=_elliptic_einc_series, domain=(_REAL_M,), removable=("m",),
             prints="elliptic_e", aliases=("ellipeinc",), work=100,
             sample=((-1.3, 0.4), (0.4, 1.75), (4.25, -2.5)),
             says="incomplete elliptic integral E(z, m), printed as SymPy's elliptic_e(z, m)"),
    Function("elliptic_pi", args="n m",
             local=("(elliptic_e(m) + (m - n)*elliptic_k(m)/n + (n**2 - m)*y/n)"
                    "/(2*(m - n)*(n - 1))", "(elliptic_e(m)/(m - 1) + y)/(2*(n - m))"),
             balls=_elliptic_pi, series=_elliptic_pi_series, domain=("n < 1", "m < 1"),
             removable=("n", "n - m"), aliases=("EllipticPi",), longer="elliptic_piinc", work=100,
             sample=((-1.3, 0.4), (0.4, -1.75), (0.25, 0.9375)),
             says="complete elliptic integral Pi(n, m)"),
    Function("elliptic_piinc", args="n z m",
             local=("(elliptic_einc(z, m) + (m - n)*elliptic_f(z, m)/n + (n**2 - m)*y/n"
                    " - n*sqrt(1 - m*sin(z)**2)*sin(2*z)/(2*(1 - n*sin(z)**2)))"
                    "/(2*(m - n)*(n - 1))", "1/(sqrt(1 - m*sin(z)**2)*(1 - n*sin(z)**2))",
                    "(elliptic_einc(z, m)/(m - 1) + y"
                    " - m*sin(2*z)/(2*(m - 1)*sqrt(1 - m*sin(z)**2)))/(2*(n - m))"),
             balls=_elliptic_pi_inc, series=_elliptic_pi_inc_series, domain=(_REAL_N, _REAL_M),
             removable=("n", "n - m", "1 - n", "1 - m"), prints="elliptic_pi", work=100,
             sample=((-1.3, 0.4, 0.4), (0.4, -1.25, -1.75), (1.5, 0.25, 0.9375)),
             says="incomplete elliptic integral Pi(n, z, m), printed as SymPy's elliptic_pi"),
)
# fmt: on
