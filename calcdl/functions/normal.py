"""Relatives of the error function, and the normal distribution.

Reference: NIST Digital Library of Mathematical Functions, chapter 7; the normal distribution has
the names of scipy.special, and the logarithm of its function is what that is far to the left too.
"""

from __future__ import annotations

import math

from calcdl.functions import floats
from calcdl.functions.elementary import reversion
from calcdl.functions.row import Function
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = ["NORMAL"]


def _erfcx(u: Any) -> Any:
    """Return exp(u**2)*erfc(u); right of zero that is U(1/2, 1/2, u**2)/sqrt(pi)."""
    ball = type(u)
    if u > 0:
        return (u * u).hypgeom_u(ball(0.5), ball(0.5)) / ball.const_sqrt_pi()
    return (u * u).exp() * u.erfc()


def _erfcx_taylor(u: Any, length: int) -> list[Any]:
    """Return the Taylor coefficients of erfcx, by those of its equation y' = 2*u*y - c."""
    coefficients = [_erfcx(u)]
    ball = type(u)
    constant = 2 / ball.const_sqrt_pi()
    before = ball(0)
    for k in range(length - 1):
        following = (2 * (u * coefficients[-1] + before) - (0 if k else constant)) / (k + 1)
        before = coefficients[-1]
        coefficients.append(following)
    return coefficients


def _ball_log_ndtr(u: Any) -> Any:
    """Return log(ndtr(u)), from what is small of it."""
    x = u / type(u)(2).sqrt()
    if u > 0:
        return (-x.erfc() / 2).log1p()
    return (_erfcx(-x) / 2).log() - x * x if u < 0 else ((-x).erfc() / 2).log()


# Forms for floats

_FAR, _NEAR = 25.0, -5.0  # where erfc becomes too small, and ndtr


def _float_erfcx(u: float) -> float:
    """Return it from erfc, with u**2 in two parts; far out by the asymptotic series 7.12.1."""
    if u > _FAR:
        term = total = 1.0
        for k in range(1, 12):
            term *= -(2 * k - 1) / (2 * u * u)
            total += term
        return total / (u * math.sqrt(math.pi))
    high = floats.high_part(u)
    rest = (u - high) * (u + high)
    return math.exp(high * high) * math.exp(rest) * math.erfc(u)


def _ndtr(u: float) -> float:
    return floats.gelu(u) / u if abs(u) > 1e-3 else math.erfc(-u * math.sqrt(0.5)) / 2


def _log_ndtr(u: float) -> float:
    if u > 0:
        return math.log1p(-_ndtr(-u))
    if u > _NEAR:
        return math.log(_ndtr(u))
    return math.log(_float_erfcx(-u * math.sqrt(0.5)) / 2) - u * u / 2


# A row stays on few lines, so that the table can be read as one.
# fmt: off
NORMAL: tuple[Function, ...] = (
    Function("erfi", sign="as u", local=("2*exp(u**2)/sqrt(pi)",), balls="erfi", series="",
             parity="odd", special=(("0", "0"),), sample=(-1.3, 0.4, 3.25), says="erf(i*u)/i"),
    Function("erfcx", sign="positive", local=("2*u*y - 2/sqrt(pi)",), floats=_float_erfcx,
             balls=_erfcx, taylor=_erfcx_taylor, definition="exp(u**2)*erfc(u)",
             special=(("0", "1"),), work=100, sample=(-1.3, 0.4, 12.5, 40.5),
             says="exp(u**2)*erfc(u), which never underflows"),
    Function("erfcinv", local=("-sqrt(pi)*exp(y**2)/2",), balls="erfcinv",
             taylor=reversion("erfcinv", "erfc"), inverse="erfc",
             domain=("0 < u", "u < 2"), special=(("1", "0"),), aliases=("erfc_inv",),
             work=5, sample=(0.004, 0.7, 1.9375), says="inverse of erfc"),
    Function("ndtr", sign="positive", within=(0, 1), local=("exp(-u**2/2)/sqrt(2*pi)",),
             floats=_ndtr, inverse="ndtri", definition="erfc(-u/sqrt(2))/2",
             special=(("0", "1/2"),), aliases=("norm_cdf", "normcdf", "ncdf"),
             sample=(-1.3, 0.4, 4.5, -12.5), says="probability that a normal variable is below u"),
    Function("ndtri", local=("sqrt(2*pi)*exp(y**2/2)",), inverse="ndtr", work=5,
             definition="-sqrt(2)*erfcinv(2*u)", domain=("0 < u", "u < 1"),
             special=(("1/2", "0"),), aliases=("norm_ppf", "probit"), sample=(0.004, 0.4, 0.9375),
             says="inverse of ndtr"),
    Function("log_ndtr", local=("exp(-u**2/2 - y)/sqrt(2*pi)",), floats=_log_ndtr,
             balls=_ball_log_ndtr, definition="log(ndtr(u))", special=(("0", "-log(2)"),),
             aliases=("norm_logcdf",), sample=(-1.3, 0.4, 4.5, -12.5, -40.5),
             says="logarithm of ndtr"),
)
# fmt: on
