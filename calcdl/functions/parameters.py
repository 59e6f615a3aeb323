"""Series of functions whose parameters vary too: a in lowergamma(a, u), n in besselj(n, u).

No rule says what the derivative by such a parameter is. The function is analytic in it, though, so
that Taylor coefficients are integrals over a circle (Cauchy), which flint encloses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from calcdl.errors import TooLarge, Undecided

__all__ = ["JOINTLY"]

_MOST_BITS = 400
_LONGEST = 12  # series, for every coefficient is an integral
_MOST_VALUES = 6000  # that an integral may take
_FARTHEST = 2.0**-6  # how far arguments move on the circle, of a unit and of themselves
_MOST_HALVINGS = 64
_VARIES = 2  # coefficients that a series has at least if it is not constant


def _by_cauchy(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of series from one of complex balls that is analytic at real arguments.

    That one returns what is not finite where it is not analytic, as on a branch cut.
    """

    def series(*arguments: Any) -> Any:
        length = min([s.prec for s in arguments])
        heads = [s[0] for s in arguments]
        radius = _radius(arguments)
        coefficients = [function(*map(_complex, heads)).real]
        coefficients += [_coefficient(function, arguments, radius, k) for k in range(1, length)]
        return type(arguments[0])(coefficients, length)

    return series


def _coefficient(function: Callable[..., Any], arguments: Sequence[Any], r: Any, k: int) -> Any:
    """Return the k-th Taylor coefficient of f(u(t), …), from its values where abs(t) = r.

    The half below the real axis has the same real parts as that above.
    """
    if k >= _LONGEST:
        raise TooLarge(f"series by a parameter of a function are limited to {_LONGEST} terms")
    import flint

    if flint.ctx.prec > _MOST_BITS:
        raise Undecided("a derivative by a parameter of a function, to so many digits")
    acb = flint.acb

    def integrand(half_turns: Any, analytic: bool) -> Any:
        t = r * half_turns.exp_pi_i()
        return function(*[_at(s, t) for s in arguments]) * (-k * half_turns).exp_pi_i()

    return acb.integral(integrand, 0, 1, eval_limit=_MOST_VALUES).real / r**k


def _radius(arguments: Sequence[Any]) -> Any:
    """Return the radius of a circle on which no argument moves far."""
    radius = type(arguments[0][0])(1)
    for s in arguments:
        bound = min(_FARTHEST, _FARTHEST * abs(float(s[0].mid())) or _FARTHEST)
        for _ in range(_MOST_HALVINGS):
            if sum([abs(s[k]) * radius**k for k in range(1, len(s))]) <= bound:
                break
            radius = radius / 2
    return radius


def _at(s: Any, t: Any) -> Any:
    total = 0 * t
    for k in range(len(s) - 1, -1, -1):
        total = total * t + s[k]
    return total


def _complex(u: Any) -> Any:
    from flint import acb

    return acb(u)


def _right_of_zero(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that is not finite unless its last argument is right of zero."""

    def guarded(*arguments: Any) -> Any:
        ok = arguments[-1].real > 0
        return function(*arguments) if ok else arguments[-1] * arguments[-1].real.nan()

    return guarded


def _polylog(s: Any, u: Any) -> Any:
    """Return the series of polylog(s, u), u not being zero.

    With u = u0*exp(x) it is the sum of polylog(s - k, u0)*x**k/k!, for u*d/du lowers the order.
    """
    from flint import acb, acb_series

    series, length = type(s), min(s.prec, u.prec)
    turn = (u / u[0]).log() if len(u) > 1 else series([0], length)
    total, power = series([0], length), series([1], length)
    for k in range(length if len(u) > 1 else 1):
        order = acb_series([acb(s[i]) - (0 if i else k) for i in range(len(s))], length)
        found = acb_series.polylog(order, acb(u[0]))
        total = total + series([found[i].real for i in range(length)], length) * power
        power = power * turn / (k + 1)
    return total


def _zeta(s: Any, a: Any = None) -> Any:
    """Return the series of Riemann's zeta(s), or Hurwitz's zeta(s, a)."""
    if a is None:
        return s.zeta()
    if len(a) < _VARIES:
        return s.zeta(a[0])
    return _by_cauchy(_right_of_zero(lambda s, a: s.zeta(a)))(s, a)


def _betainc(a: Any, b: Any, u: Any, v: Any) -> Any:
    """Return it for complex balls; not finite where u or v may be on a branch cut."""
    if any([not (s.is_exact() and s == 0) and not 0 < s.real < 1 for s in (u, v)]):
        return a * a.real.nan()
    return v.beta_lower(a, b, True) - u.beta_lower(a, b, True)


# By the name of a function, what gives its series where arguments vary for which there is no rule.
JOINTLY: dict[str, Callable[..., Any]] = {
    "lowergamma": _by_cauchy(_right_of_zero(lambda a, u: u.gamma_lower(a))),
    "uppergamma": _by_cauchy(_right_of_zero(lambda a, u: u.gamma_upper(a))),
    "betainc_regularized": _by_cauchy(_betainc),
    "expint": _by_cauchy(_right_of_zero(lambda n, u: u.expint(n))),
    "besselj": _by_cauchy(_right_of_zero(lambda n, u: u.bessel_j(n))),
    "bessely": _by_cauchy(_right_of_zero(lambda n, u: u.bessel_y(n))),
    "besseli": _by_cauchy(_right_of_zero(lambda n, u: u.bessel_i(n))),
    "besselk": _by_cauchy(_right_of_zero(lambda n, u: u.bessel_k(n))),
    "polylog": _polylog,
    "zeta": _zeta,
}
