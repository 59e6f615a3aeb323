"""Robust losses, shrinkages and gates, with the definitions and default constants of PyTorch.

References: the documentation of torch.nn (HuberLoss, SmoothL1Loss, Softshrink, Hardshrink,
Threshold, GLU); P. J. Huber, Robust Estimation of a Location Parameter (1964); squareplus: jax.nn
and J. T. Barron, arXiv:2112.11687; quick_gelu: arXiv:1606.08415, section 2, with 1.702.
"""

from __future__ import annotations

import math

from calcdl.functions import floats
from calcdl.functions.row import Function

__all__ = ["SHRINKAGE"]


def _logcosh(u: float) -> float:
    size = abs(u)
    if size < 1:
        half = math.sinh(size / 2)
        return math.log1p(2 * half * half)
    return size + (math.log1p(math.exp(-2 * size)) - math.log(2))


def _require_positive(width: float) -> None:
    if width <= 0:
        raise ValueError("math domain error")


def _huber(u: float, d: float = 1.0) -> float:
    _require_positive(d)
    size = abs(u)
    return d * (size - d / 2) if size > d else u * u / 2


def _smooth_l1(u: float, b: float = 1.0) -> float:
    _require_positive(b)
    size = abs(u)
    return size - b / 2 if size > b else u * u / (2 * b)


def _softshrink(u: float, a: float = 0.5) -> float:
    _require_positive(a)
    return u - a if u > a else u + a if u < -a else 0.0


def _hardshrink(u: float, a: float = 0.5) -> float:
    _require_positive(a)
    return u if abs(u) > a else 0.0


def _threshold(u: float, t: float, v: float) -> float:
    return u if u > t else v


def _glu(u: float, v: float) -> float:
    return u * floats.sigmoid(v)


def _squareplus(u: float, b: float = 4.0) -> float:
    root = math.hypot(u, math.sqrt(b))
    if u > 0:
        return (u + root) / 2
    return b / (2 * (root - u)) if root else 0.0


def _quick_gelu(u: float) -> float:
    """Return it; far to the left it is so steep that the rounding of 1.702*u is put right."""
    x = 1.702 * u
    if not abs(x) < _FAR:
        return u * floats.sigmoid(x)
    u_high, c_high = floats.high_part(u), floats.high_part(1.702)
    u_low, c_low = u - u_high, 1.702 - c_high
    missing = ((u_high * c_high - x) + u_high * c_low + u_low * c_high) + u_low * c_low
    missing += u * _MISSING
    gate = floats.sigmoid(x)
    return u * gate * (1 + (1 - gate) * missing)


_FAR, _MISSING = 745.0, 4.263256414560601e-17  # where exp underflows; what the double 1.702 lacks


# A row stays on few lines, so that the table can be read as one.
# fmt: off
SHRINKAGE: tuple[Function, ...] = (
    # Losses
    Function("logcosh", sign="not negative", local=("tanh(u)",), floats=_logcosh,
             definition="log(cosh(u))", parity="even", special=(("0", "0"),),
             aliases=("log_cosh", "lncosh"), sample=(-1.3, 0.4, 0.004, 30.5, -20.5),
             says="log(cosh(u)), a smooth abs"),
    Function("huber", args="u d=1", pieces="joined",
             local=("clip(u, -d, d)", "where(u > d, u - d, where(u < -d, -u - d, 0))"),
             floats=_huber,
             definition="where(u > d, d*(u - d/2), where(u < -d, -d*(u + d/2), u**2/2))",
             domain=("d > 0",), corners=("abs(u) - d",), aliases=("huber_loss", "HuberLoss"),
             sample=((-1.3, 1), (0.4, 1.75), (40.5, 0.25), (-0.25, 3)),
             says="u**2/2, and a straight line where abs(u) > d"),
    Function("smooth_l1", args="u b=1", pieces="joined",
             local=("clip(u/b, -1, 1)", "-clip(u/b, -1, 1)**2/2"), floats=_smooth_l1,
             definition="where(u > b, u - b/2, where(u < -b, -u - b/2, u**2/(2*b)))",
             domain=("b > 0",), corners=("abs(u) - b",),
             aliases=("smooth_l1_loss", "SmoothL1Loss"),
             sample=((-1.3, 1), (0.4, 1.75), (40.5, 0.25), (-0.25, 3)),
             says="abs(u) - b/2, and a parabola where abs(u) < b"),

    # Shrinkages
    Function("softshrink", args="u a=1/2", pieces="joined",
             local=("where(u > a, 1, where(u < -a, 1, 0))",
                    "where(u > a, -1, where(u < -a, 1, 0))"), floats=_softshrink,
             definition="where(u > a, u - a, where(u < -a, u + a, 0))", domain=("a > 0",),
             corners=("abs(u) - a",), aliases=("soft_shrink", "Softshrink"),
             sample=((-1.3, 0.5), (0.4, 0.5), (40.5, 1.75)),
             says="u moved towards zero by a; 0 between -a and a"),
    Function("hardshrink", args="u a=1/2", pieces="apart",
             local=("where(u > a, 1, where(u < -a, 1, 0))", "0"), floats=_hardshrink,
             definition="where(u > a, u, where(u < -a, u, 0))", domain=("a > 0",),
             corners=("abs(u) - a",), aliases=("hard_shrink", "Hardshrink"),
             sample=((-1.3, 0.5), (0.4, 0.5), (40.5, 1.75)), says="u, but 0 between -a and a"),
    Function("threshold", args="u t v", pieces="apart",
             local=("where(u > t, 1, 0)", "0", "where(u > t, 0, 1)"), floats=_threshold,
             definition="where(u > t, u, v)", corners=("u - t",), aliases=("Threshold",),
             sample=((-1.3, 0.5, 20), (0.4, 0.25, -1), (40.5, 1.75, 3)),
             says="u where it is above t, v elsewhere"),

    # Smooth
    Function("glu", args="u v", local=("sigmoid(v)", "y*(1 - sigmoid(v))"), floats=_glu,
             definition="u*sigmoid(v)", aliases=("GLU",),
             sample=((-1.3, 0.4), (2.5, -1.75), (20.5, 30.25)),
             says="u*sigmoid(v), a gated linear unit of the halves u and v"),
    Function("squareplus", args="u b=4", sign="not negative",
             local=("y/sqrt(u**2 + b)", "1/(4*sqrt(u**2 + b))"), floats=_squareplus,
             definition="(u + sqrt(u**2 + b))/2", domain=("b >= 0",), corners=("u**2 + b",),
             sample=((-1.3, 4), (0.4, 4), (40.5, 0.25), (-20.5, 1.75)),
             says="(u + sqrt(u**2 + b))/2, a smooth form of relu"),
    Function("quick_gelu", sign="as u", local=("sigmoid(1.702*u)*(1 + 1.702*(u - y))",),
             floats=_quick_gelu, definition="u*sigmoid(1.702*u)", special=(("0", "0"),),
             aliases=("QuickGELU", "gelu_quick"), sample=(-1.3, 0.4, 20.5, -4.5),
             says="u*sigmoid(1.702*u), an approximation of gelu"),
)
# fmt: on
