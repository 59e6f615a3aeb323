"""What a function does at a point, judged by mpmath alone: values very near it, and its domain.

Nothing here knows germs, balls or the table: the functions are mpmath's own, and where a function
is real is written down again. A side is looked at from three distances; a limit is what the values
settle on, and a slope what the quotients do.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

import mpmath

from tests.support.oracles import MPMATH

m = mpmath.mp

DIGITS = 260
DISTANCES = tuple(m.mpf(10) ** -k for k in (20, 40, 80))
NEAR = m.mpf(10) ** -8  # how close values have to come to be called a limit; roots are slow


Function = Callable[..., Any]


class Outside(Exception):
    """The function is not real there."""


def _where(condition: Callable[..., bool], function: Function) -> Function:
    def guarded(*arguments: Any) -> Any:
        if not condition(*arguments):
            raise Outside
        return function(*arguments)

    return guarded


def _whole(n: Any) -> bool:
    return bool(n == m.floor(n))


def _no_pole(u: Any) -> bool:
    return not (u <= 0 and _whole(u))


def _sign(u: Any) -> Any:
    return m.mpf((u > 0) - (u < 0))


def _inverse(function: Function) -> Function:
    return _where(lambda u: u != 0, lambda u: function(1 / u))


def _over(function: Function) -> Function:
    return lambda u: _divided(m.mpf(1), function(u))


def _divided(u: Any, v: Any) -> Any:
    if abs(v) < m.mpf(10) ** (-DIGITS + 20):
        raise Outside
    return u / v


def _acosh(u: Any) -> Any:
    return m.log(u + m.sqrt(u - 1) * m.sqrt(u + 1))


def _besselj(n: Any, u: Any) -> Any:
    mirrored = n < 0 and _whole(n)  # mpmath takes minutes for these near zero
    return (-1) ** int(n) * m.besselj(-n, u) if mirrored else m.besselj(n, u)


def _besseli(n: Any, u: Any) -> Any:
    return m.besseli(-n if _whole(n) and n < 0 else n, u)


def _atan2(u: Any, v: Any) -> Any:
    return m.atan2(u, v)


def _below_one(z: Any, u: Any) -> bool:
    return bool((u * m.sin(z) ** 2 if abs(z) < m.pi / 2 else u) < 1)


def _uppergamma(a: Any, u: Any) -> Any:
    """Return it by the exponential integral where mpmath takes minutes near zero."""
    return m.exp(-u) / u - m.e1(u) if a == -1 else m.gammainc(a, u)


def _expint(n: Any, u: Any) -> Any:
    if n < 1 or not _whole(n):
        return m.expint(n, u)
    value = m.e1(u)
    for k in range(1, int(n)):
        value = (m.exp(-u) - u * value) / k
    return value


# Every row of the table, and where it is real.
JUDGES: dict[str, Function] = {
    **MPMATH,
    "exp": m.exp,
    "log": _where(lambda u: u > 0, m.log),
    "log2": _where(lambda u: u > 0, MPMATH["log2"]),
    "log10": _where(lambda u: u > 0, MPMATH["log10"]),
    "log1p": _where(lambda u: u > -1, MPMATH["log1p"]),
    "sqrt": _where(lambda u: u >= 0, m.sqrt),
    "abs": abs,
    "sign": _sign,
    "heaviside": lambda u: m.mpf(u > 0) if u else m.mpf(1) / 2,
    "max": max,
    "min": min,
    "floor": m.floor,
    "ceil": m.ceil,
    "sin": m.sin,
    "cos": m.cos,
    "tan": lambda u: _divided(m.sin(u), m.cos(u)),
    "sec": _over(m.cos),
    "csc": _over(m.sin),
    "cot": lambda u: _divided(m.cos(u), m.sin(u)),
    "asin": _where(lambda u: abs(u) <= 1, m.asin),
    "acos": _where(lambda u: abs(u) <= 1, m.acos),
    "atan": m.atan,
    "asec": _where(lambda u: abs(u) >= 1, lambda u: m.acos(1 / u)),
    "acsc": _where(lambda u: abs(u) >= 1, lambda u: m.asin(1 / u)),
    "acot": lambda u: m.atan(1 / u) if u else m.pi / 2,
    "atan2": _where(lambda u, v: u != 0 or v != 0, _atan2),
    "sinc": lambda u: m.sin(u) / u if u else m.mpf(1),
    "sinh": m.sinh,
    "cosh": m.cosh,
    "tanh": m.tanh,
    "sech": m.sech,
    "csch": _where(lambda u: u != 0, m.csch),
    "coth": _where(lambda u: u != 0, m.coth),
    "asinh": m.asinh,
    "acosh": _where(lambda u: u >= 1, _acosh),
    "atanh": _where(lambda u: abs(u) < 1, m.atanh),
    "asech": _where(lambda u: 0 < u <= 1, lambda u: _acosh(1 / u)),
    "acsch": _inverse(m.asinh),
    "acoth": _where(lambda u: abs(u) > 1, lambda u: m.atanh(1 / u)),
    "logit": _where(lambda u: 0 < u < 1, MPMATH["logit"]),
    "elu": lambda u: u if u > 0 else m.exp(u) - 1,
    "celu": lambda u: u if u > 0 else m.exp(u) - 1,
    "leaky_relu": lambda u: u if u > 0 else u / 100,
    "erf": m.erf,
    "erfc": m.erfc,
    "erfinv": _where(lambda u: abs(u) < 1, m.erfinv),
    "gamma": _where(_no_pole, m.gamma),
    "loggamma": _where(lambda u: u > 0, m.loggamma),
    "digamma": _where(_no_pole, m.digamma),
    "polygamma": _where(lambda n, u: n >= 0 and _whole(n) and _no_pole(u), m.polygamma),
    "beta": _where(
        lambda u, v: _no_pole(u) and _no_pole(v),
        lambda u, v: m.gamma(u) * m.gamma(v) * m.rgamma(u + v),
    ),
    "factorial": _where(lambda u: _no_pole(u + 1), lambda u: m.gamma(u + 1)),
    "lambertw": _where(lambda u: u >= -m.exp(-1), lambda u: m.lambertw(u).real),
    "Si": m.si,
    "Ci": _where(lambda u: u > 0, m.ci),
    "Ei": _where(lambda u: u != 0, m.ei),
    "besselj": _where(lambda n, u: u >= 0 or _whole(n), _besselj),
    "bessely": _where(lambda n, u: u > 0, m.bessely),
    "besseli": _where(lambda n, u: u >= 0 or _whole(n), _besseli),
    "besselk": _where(lambda n, u: u > 0, m.besselk),
    "airyai": m.airyai,
    "airybi": m.airybi,
    "airyaiprime": lambda u: m.airyai(u, derivative=1),
    "airybiprime": lambda u: m.airybi(u, derivative=1),
}

JUDGES |= {
    "rsqrt": _where(lambda u: u > 0, MPMATH["rsqrt"]),
    "frac": lambda u: u - m.floor(u),
    "mod": _where(lambda u, v: v != 0, lambda u, v: u - v * m.floor(u / v)),
    "fmod": _where(lambda u, v: v != 0, MPMATH["fmod"]),
    "lgamma": _where(_no_pole, MPMATH["lgamma"]),
    "binomial": _where(lambda u, v: _no_pole(u + 1) or (v >= 0 and _whole(v)), m.binomial),
    "lowergamma": _where(lambda a, u: u >= 0, lambda a, u: m.gammainc(a, 0, u) if u else m.mpf(0)),
    "uppergamma": _where(lambda a, u: u > 0 or (u == 0 and a > 0), _uppergamma),
    "betainc_regularized": _where(
        lambda a, b, u, v: 0 <= u <= 1 and 0 <= v <= 1,
        lambda a, b, u, v: m.betainc(a, b, u, v, regularized=True),
    ),
    "zeta": _where(lambda s, a: a > 0, m.zeta),
    "polylog": _where(
        lambda s, u: u < 1 or (u == 1 and s > 1),
        lambda s, u: m.polylog(s, u).real if u < 1 else m.zeta(s),
    ),
    "erfi": m.erfi,
    "erfcinv": _where(lambda u: 0 < u < 2, MPMATH["erfcinv"]),
    "ndtri": _where(lambda u: 0 < u < 1, MPMATH["ndtri"]),
    "Shi": m.shi,
    "Chi": _where(lambda u: u > 0, m.chi),
    "li": _where(lambda u: u > 0 and u != 1, m.li),
    "E1": _where(lambda u: u > 0, m.e1),
    "expint": _where(
        lambda n, u: u > 0 or (u == 0 and n > 1),
        lambda n, u: _expint(n, u) if u else 1 / (n - 1),
    ),
    "fresnels": m.fresnels,
    "fresnelc": m.fresnelc,
    "elliptic_k": _where(lambda u: u < 1, m.ellipk),
    "elliptic_e": _where(lambda u: u <= 1, m.ellipe),
    "elliptic_f": _where(lambda z, u: _below_one(z, u), m.ellipf),
    "elliptic_einc": _where(lambda z, u: _below_one(z, u), m.ellipe),
    "elliptic_pi": _where(lambda n, u: n < 1 and u < 1, m.ellippi),
    "elliptic_piinc": _where(lambda n, z, u: _below_one(z, n) and _below_one(z, u), m.ellippi),
    "xlogy": _where(lambda u, v: u == 0 or v > 0, MPMATH["xlogy"]),
    "xlog1py": _where(lambda u, v: u == 0 or v > -1, MPMATH["xlog1py"]),
    "entr": _where(lambda u: u >= 0, MPMATH["entr"]),
    "rel_entr": _where(lambda u, v: u >= 0 and (v > 0 or u == v == 0), MPMATH["rel_entr"]),
    "kl_div": _where(lambda u, v: u >= 0 and (v > 0 or u == v == 0), MPMATH["kl_div"]),
    "huber": lambda u: MPMATH["huber"](u, m.mpf(1)),
    "smooth_l1": lambda u: MPMATH["smooth_l1"](u, m.mpf(1)),
    "softshrink": lambda u: MPMATH["softshrink"](u, m.mpf(1) / 2),
    "hardshrink": lambda u: MPMATH["hardshrink"](u, m.mpf(1) / 2),
    "squareplus": lambda u: MPMATH["squareplus"](u, m.mpf(4)),
}


class Side(NamedTuple):
    """A side: whether the function is real there, its limit and slope; None where none is seen."""

    exists: bool
    limit: Any = None
    slope: Any = None


class Verdict(NamedTuple):
    """Value and both sides; infinite limits and slopes are mpmath's."""

    value: Any
    left: Side
    right: Side


def judge(function: Callable[[Any], Any], at: Any) -> Verdict:
    """Return what a function of one mpmath number does at a point."""
    with mpmath.workdps(DIGITS):
        place = at() if callable(at) else m.mpf(at)
        return Verdict(
            _value(function, place), _side(function, place, -1), _side(function, place, 1)
        )


def _value(function: Callable[[Any], Any], at: Any) -> Any:
    try:
        value = function(at)
    except (Outside, ValueError, ZeroDivisionError):
        return None
    if isinstance(value, m.mpc):
        assert abs(value.imag) < m.mpf(10) ** -100
        value = value.real
    return value if m.isfinite(value) else None


def _side(function: Callable[[Any], Any], at: Any, sign: int) -> Side:
    values = [_value(function, at + sign * h) for h in DISTANCES]
    if None in values:
        return Side(False)
    limit = _settled(values)
    if limit is None or m.isinf(limit):
        return Side(True, limit)
    steps = [(h, h / 2) for h in DISTANCES]
    slopes = []
    for h, near in steps:
        f, g = (_value(function, at + sign * k) for k in (h, near))
        slopes.append((f - g) / (sign * (h - near)))
    return Side(True, limit, _settled(slopes))


def _settled(values: list[Any]) -> Any:
    """Return what values tend to: the last of them where they settle, or an infinity."""
    sizes = [abs(value) for value in values]
    gaps = [abs(b - a) for a, b in pairwise(values)]
    if gaps[-1] <= NEAR * (1 + sizes[-1]):
        return values[-1] if sizes[-1] > NEAR else m.mpf(0)
    if sizes[-1] > sizes[0] and gaps[-1] >= gaps[0] * 0.9:  # also as slowly as a logarithm
        return m.inf * (1 if values[-1] > 0 else -1)
    return None
