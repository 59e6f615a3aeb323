"""How code computes values and slopes in machine numbers, where the table's own texts lose digits.

A column of the table: the texts are in calcdl's language and in the row's argument names, ``y``
being the value. ``value`` is what a machine computes that lacks the function, ``local`` are the
slopes. Nothing in them cancels near a zero or overflows before the result does; where a function
has a corner, its slope is that of one side, selected and never multiplied by zero.

References: N. J. Higham, Accuracy and Stability of Numerical Algorithms (2002), chapter 1; M.
Mächler, Accurately computing log(1 − exp(−|a|)) (2012).
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["STABLE", "Stable"]


class Stable(NamedTuple):
    """What code computes for a function; None where the row's own texts do.

    An empty ``value`` says that its definition is not sound in machine numbers.
    """

    value: str | None = None
    local: tuple[str | None, ...] = ()


def _slopes(*texts: str | None) -> Stable:
    return Stable(None, texts)


# fmt: off
STABLE: dict[str, Stable] = {
    # Operators
    "pow": _slopes("v*u**(v - 1)", "where(u == 0, 0, y*log(u))"),

    # Corners: the slope of one side
    "abs": _slopes("sign(u)"),
    "sign": Stable("where(u > 0, 1, where(u < 0, -1, 0))", ("0",)),
    "heaviside": Stable("where(u > 0, 1, where(u < 0, 0, h))", ("0", "where(u == 0, 1, 0)")),
    "max": Stable("where(u >= v, u, v)", ("where(u >= v, 1, 0)", "where(u >= v, 0, 1)")),
    "min": Stable("where(u <= v, u, v)", ("where(u <= v, 1, 0)", "where(u <= v, 0, 1)")),
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
    "atan2": _slopes("v/hypot(u, v)/hypot(u, v)", "-u/hypot(u, v)/hypot(u, v)"),

    # Hyperbolic functions and their inverses
    "tanh": _slopes("sech(u)**2"),
    "sech": Stable("1/cosh(u)"),
    "asinh": _slopes("1/hypot(1, u)"),
    "acosh": _slopes("1/(sqrt(u - 1)*sqrt(u + 1))"),
    "atanh": Stable("log1p(2*u/(1 - u))/2", ("1/((1 - u)*(1 + u))",)),
    "acoth": Stable("log1p(2/(u - 1))/2", ("1/((1 - u)*(1 + u))",)),
    "asech": _slopes("-1/(u*sqrt((1 - u)*(1 + u)))"),
    "acsch": _slopes("-1/(abs(u)*hypot(1, u))"),

    # Roots
    "hypot": Stable(
        "where(u == v, sqrt(2)*abs(u),"
        " max(abs(u), abs(v))*sqrt(1 + (min(abs(u), abs(v))/max(abs(u), abs(v)))**2))",
        ("where(y == 0, 0, u/y)", "where(y == 0, 0, v/y)")),

    # Smooth functions of deep learning
    "sigmoid": Stable("where(u < 0, exp(-abs(u)), 1)/(1 + exp(-abs(u)))", ("y*sigmoid(-u)",)),
    "softplus": Stable("max(u, 0) + log1p(exp(-abs(u)))", ("sigmoid(u)",)),
    "logsigmoid": Stable("min(u, 0) - log1p(exp(-abs(u)))", ("sigmoid(-u)",)),
    "silu": Stable("u*sigmoid(u)", ("sigmoid(u)*(1 + u*sigmoid(-u))",)),
    "glu": _slopes("sigmoid(v)", "y*sigmoid(-v)"),
    "tanhshrink": Stable(
        "where(abs(u) < 1/8, u**3*(1/3 - u**2*(2/15 - u**2*(17/315 - u**2*(62/2835 - u**2*("
        "1382/155925 - u**2*(21844/6081075 - u**2*929569/638512875)))))), u - tanh(u))",
        ("tanh(u)**2",)),
    "erfcx": Stable(""),
    "log_ndtr": Stable(""),
    "logcosh": Stable(
        "where(abs(u) < 1, log1p(2*sinh(u/2)**2), abs(u) + log1p(exp(-2*abs(u))) - log(2))",
        ("tanh(u)",)),
}
# fmt: on
