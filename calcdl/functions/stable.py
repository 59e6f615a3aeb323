"""How code computes values and slopes in machine numbers, where the table's own texts lose digits.

A column of the table: the texts are in calcdl's language and in the row's argument names, ``y``
being the value. ``value`` is what a machine computes that lacks the function, ``local`` are the
slopes. Nothing in them cancels near a zero or overflows before the result does; where a function
has a corner, its slope is that of one side, selected and never multiplied by zero.

References: N. J. Higham, Accuracy and Stability of Numerical Algorithms (2002), chapter 1; M.
Mächler, Accurately computing log(1 − exp(−|a|)) (2012).
"""

from __future__ import annotations

from math import factorial
from typing import NamedTuple

from calcdl.functions.spellings.rational import ERFCX_SLOPE

__all__ = ["STABLE", "Stable"]


class Stable(NamedTuple):
    """What code computes for a function; None where the row's own texts do.

    An empty ``value`` says that its definition is not sound in machine numbers. ``beside`` are
    slopes that share more with the value where that is written out.
    """

    value: str | None = None
    local: tuple[str | None, ...] = ()
    beside: tuple[str, ...] = ()


def _slopes(*texts: str | None) -> Stable:
    return Stable(None, texts)


def _series(variable: str, *coefficients: str) -> str:
    """Return a polynomial by Horner's rule, the constant term first.

    >>> _series("u**2", "1", "1/6", "1/120")
    '(1 + u**2*(1/6 + u**2*(1/120)))'
    """
    *others, text = coefficients
    text = f"({text})"
    for coefficient in reversed(others):
        text = f"({coefficient} + {variable}*{text})"
    return text


def _near(u: str, radius: str, near: str, elsewhere: str) -> str:
    """Return a series where a number is small, and what is computed elsewhere."""
    return f"where(abs({u}) < {radius}, {near}, {elsewhere})"


# u*cosh(u) - sinh(u), (sin(u)/u)' and exp(t) - 1 - t*exp(t), without what they begin with.
_TANHSHRINK = _series("u**2", *[f"{2 * k}/{factorial(2 * k + 1)}" for k in range(1, 10)])
_SINC_SLOPE = _series(
    "u**2", *[f"{(-1) ** k * 2 * k}/{factorial(2 * k + 1)}" for k in range(1, 10)]
)
_CELU_SLOPE = _series("(u/a)", *[f"{1 - k}/{factorial(k)}" for k in range(2, 15)])
_CELU_BY_A = _near("u/a", "1/4", f"(u/a)**2*{_CELU_SLOPE}", "expm1(u/a) - max(u/a, -800)*exp(u/a)")
# log(u/v) whatever the quotient, and by s = (u - v)/(u + v) the rest of atanh(s) behind s.
_LOG_QUOTIENT = "2*log(sqrt(u)/sqrt(v))"
_S = "((u - v)/(u + v))"
_ATANH_REST = f"{_S}**3*" + _series(f"{_S}**2", *[f"1/{k}" for k in range(3, 20, 2)])
# Of mish: exp(-abs(u)), which is exp(u) on the left, and of gelu_tanh where it still has a slope.
_POWER = "exp(-abs(u))"
_NEAR = "clip(u, -40, 40)"
_GATE = f"2*sqrt(2/pi)*{_NEAR}*(1 + 0.044715*{_NEAR}**2)"
_ROOT = "hypot(u, sqrt(b))"
_CBRT = "(sign(u)*abs(u)**(1/3))"


# fmt: off
STABLE: dict[str, Stable] = {
    # Operators
    "pow": _slopes("v*u**(v - 1)", "where(u == 0, 0, y*log(u))"),

    # Corners: the slope of one side, for max and min of the same, so that u*v is max*min of them
    "abs": _slopes("sign(u)"),
    "sign": Stable("where(u > 0, 1, where(u < 0, -1, 0))", ("0",)),
    "heaviside": Stable("where(u > 0, 1, where(u < 0, 0, h))", ("0", "where(u == 0, 1, 0)")),
    "max": Stable("where(u >= v, u, v)", ("where(u >= v, 1, 0)", "where(u >= v, 0, 1)")),
    "min": Stable("where(u <= v, u, v)", ("where(u < v, 1, 0)", "where(u < v, 0, 1)")),
    "clip": Stable("min(max(u, a), b)",
                   ("where(u >= a, where(u <= b, 1, 0), 0)",
                    "where(a > b, 0, where(u < a, 1, 0))",
                    "where(a > b, 1, where(u > b, 1, 0))")),
    "relu": Stable("where(u > 0, u, 0)", ("where(u > 0, 1, 0)",)),
    "relu6": Stable("min(max(u, 0), 6)", ("where(u > 0, where(u < 6, 1, 0), 0)",)),
    "hardtanh": Stable("min(max(u, -1), 1)", ("where(u > -1, where(u < 1, 1, 0), 0)",)),

    # Trigonometric functions and their inverses
    "asin": _slopes("1/sqrt((1 - u)*(1 + u))"),
    "acos": _slopes("-1/sqrt((1 - u)*(1 + u))"),
    "asec": _slopes("1/(abs(u)*sqrt((u - 1)*(u + 1)))"),
    "acsc": _slopes("-1/(abs(u)*sqrt((u - 1)*(u + 1)))"),
    "acot": Stable("where(u == 0, pi/2, atan(1/u))"),
    "sinc": _slopes(_near("u", "1", f"u*{_SINC_SLOPE}", "(cos(u) - y)/u")),
    "atan2": _slopes("v/hypot(u, v)/hypot(u, v)", "-u/hypot(u, v)/hypot(u, v)"),

    # Hyperbolic functions and their inverses
    "tanh": _slopes("sech(u)**2"),
    "sech": Stable("1/cosh(u)"),
    "csch": Stable("1/sinh(u)"),
    "coth": Stable("1/tanh(u)"),
    "asinh": _slopes("1/hypot(1, u)"),
    "acosh": _slopes("1/(sqrt(u - 1)*sqrt(u + 1))"),
    "atanh": Stable("log1p(2*u/(1 - u))/2", ("1/((1 - u)*(1 + u))",)),
    "acoth": Stable("sign(u)*log1p(2/(abs(u) - 1))/2", ("1/((1 - u)*(1 + u))",)),
    "asech": _slopes("-1/(u*sqrt((1 - u)*(1 + u)))"),
    "acsch": _slopes("-1/(abs(u)*hypot(1, u))"),

    # Roots; a power loses digits far from 1, which a step of Newton's method gives back
    "cbrt": Stable(f"where(u == 0, u, {_CBRT} - ({_CBRT} - u/({_CBRT}*{_CBRT}))/3)"),
    "hypot": Stable(
        "where(u == v, sqrt(2)*abs(u),"
        " max(abs(u), abs(v))*sqrt(1 + (min(abs(u), abs(v))/max(abs(u), abs(v)))**2))",
        ("where(y == 0, 0, u/y)", "where(y == 0, 0, v/y)")),

    # Smooth functions of deep learning
    "sigmoid": Stable("where(u < 0, exp(-abs(u)), 1)/(1 + exp(-abs(u)))", ("y*sigmoid(-u)",),
                      ("exp(-abs(u))/(1 + exp(-abs(u)))**2",)),
    "softplus": Stable("max(u, 0) + log1p(exp(-abs(u)))", ("sigmoid(u)",)),
    "logsigmoid": Stable("min(u, 0) - log1p(exp(-abs(u)))", ("sigmoid(-u)",)),
    "silu": Stable("u*sigmoid(u)", ("sigmoid(u)*(1 + u*sigmoid(-u))",)),
    "glu": _slopes("sigmoid(v)", "y*sigmoid(-v)"),
    "gelu_tanh": _slopes(f"sigmoid({_GATE})*(1 + {_NEAR}*sigmoid(-{_GATE})*2*sqrt(2/pi)"
                         f"*(1 + 0.134145*{_NEAR}**2))"),
    "quick_gelu": _slopes("sigmoid(1.702*u)*(1 + 1.702*u*sigmoid(-1.702*u))"),
    "mish": Stable(
        f"u*where(u < 0, {_POWER}*({_POWER} + 2), 1 + 2*{_POWER})"
        f"/where(u < 0, 2 + {_POWER}*({_POWER} + 2), 1 + 2*{_POWER}*(1 + {_POWER}))",
        ("tanh(softplus(u)) + u*sigmoid(u)*sech(softplus(u))**2",)),
    "tanhshrink": Stable(_near("u", "1", f"u**3*{_TANHSHRINK}/cosh(u)", "u - tanh(u)"),
                         ("tanh(u)**2",)),
    "celu": Stable(
        "where(u > 0, u, where(abs(u/a) < 1e-16, u, a*expm1(u/a)))",
        (None, f"where(u > 0, 0, {_CELU_BY_A})")),
    "squareplus": Stable(
        f"where(b == 0, max(u, 0), where(u > 0, u + {_ROOT}, b/({_ROOT} - u))/2)",
        (f"y/{_ROOT}", f"1/(4*{_ROOT})")),
    "erfc": Stable(""),
    "erfcx": Stable("", (ERFCX_SLOPE,)),
    "lgamma": Stable(""),
    "i0e": Stable(""),
    "i1e": Stable(""),
    "log_ndtr": Stable(
        "where(u < -1, log(erfcx(-u/sqrt(2))/2) - u**2/2, log1p(-erfc(u/sqrt(2))/2))",
        ("where(u > 5, sqrt(2/pi)*exp(-u**2/2)/erfc(-u/sqrt(2)), sqrt(2/pi)/erfcx(-u/sqrt(2)))",)),
    "logcosh": Stable(
        "where(abs(u) < 1, log1p(2*sinh(u/2)**2), abs(u) + log1p(exp(-2*abs(u))) - log(2))",
        ("tanh(u)",)),
    "smooth_l1": Stable("where(u > b, u - b/2, where(u < -b, -u - b/2, u/b*u/2))"),

    # Remainders: what is left, where the quotient rounds to a whole number
    "mod": Stable("where(v > 0, where(fmod(u, v) < 0, fmod(u, v) + v, fmod(u, v)),"
                  " where(fmod(u, v) > 0, fmod(u, v) + v, fmod(u, v)))", ("1", "(y - u)/v")),
    "fmod": _slopes("1", "(y - u)/v"),

    # Terms of entropies
    "rel_entr": Stable(f"where(u == 0, 0, u*{_LOG_QUOTIENT})", (f"{_LOG_QUOTIENT} + 1", "-u/v")),
    "kl_div": Stable(
        f"where(u == 0, v, where(u > 0.8*v, where(u < 1.25*v,"
        f" (u + v)*({_S}**2 + (1 + {_S})*{_ATANH_REST}), u*{_LOG_QUOTIENT} - (u - v)),"
        f" u*{_LOG_QUOTIENT} - (u - v)))", (_LOG_QUOTIENT, "(v - u)/v")),
}
# fmt: on
