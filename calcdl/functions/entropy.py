"""Terms of entropies and divergences, elementwise as in scipy.special: 0*log(0) is 0.

Reference: the documentation of scipy.special.xlogy, xlog1py, entr, rel_entr and kl_div; where these
are infinite there is no real value. PyTorch's kl_div is another function, of a logarithm.
"""

from __future__ import annotations

import math

from calcdl.functions.row import Function
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = ["ENTROPY"]


def _xlogy(u: Any, v: Any) -> Any:
    return u if _is_zero(u) else u * v.log()


def _xlog1py(u: Any, v: Any) -> Any:
    if _is_zero(u):
        return u
    return u * (v.log1p() if type(v) is type(u) and not hasattr(v, "prec") else (1 + v).log())


def _float_xlogy(u: float, v: float) -> float:
    return u * math.log(v) if u else 0.0


def _float_xlog1py(u: float, v: float) -> float:
    return u * math.log1p(v) if u else 0.0


def _entr(u: float) -> float:
    return -u * math.log(u) if u else 0.0


def _rel_entr(u: float, v: float) -> float:
    if u < 0 or v < 0:
        raise ValueError("math domain error")
    return u * math.log(u / v) if u else 0.0


def _kl_div(u: float, v: float) -> float:
    """Return it; where u is near v, by the series of (1 + h)*log(1 + h) - h."""
    h = (u - v) / v if v else 1.0
    if abs(h) > 0.4 or not u:
        return _rel_entr(u, v) - u + v
    term, total = -h, 0.0  # (-h)**k/(k*(k - 1))
    for k in range(2, 45):
        term *= -h
        total += term / (k * (k - 1))
    return v * total


def _is_zero(u: Any) -> bool:
    """Say whether a ball is exactly zero; a series may be zero at the point and vary."""
    return not hasattr(u, "prec") and bool(u.is_zero())


# A row stays on few lines, so that the table can be read as one.
# fmt: off
ENTROPY: tuple[Function, ...] = (
    Function("xlogy", args="u v", local=("log(v)", "u/v"), floats=_float_xlogy, balls=_xlogy,
             series="", definition="where(u == 0, 0, u*log(v))",
             domain=("where(u == 0, 1, v) > 0",), corners=("where(v > 0, 1, u)",),
             sample=((-1.3, 0.4), (2.5, 1.7), (0.25, 40.5)), says="u*log(v), which is 0 for u = 0"),
    Function("xlog1py", args="u v", local=("log1p(v)", "u/(1 + v)"), floats=_float_xlog1py,
             balls=_xlog1py, series="", definition="where(u == 0, 0, u*log1p(v))",
             domain=("where(u == 0, 1, v + 1) > 0",), corners=("where(v > -1, 1, u)",),
             sample=((-1.3, 0.4), (2.5, -0.7), (0.25, 40.5)),
             says="u*log(1 + v), which is 0 for u = 0"),
    Function("entr", floats=_entr, local=("-log(u) - 1",),
             definition="where(u == 0, 0, -u*log(u))", domain=("u >= 0",), corners=("u",),
             special=(("0", "0"), ("1", "0"), ("1/e", "1/e")), sample=(0.004, 0.4, 1.7, 40.5),
             says="-u*log(u), a term of an entropy"),
    Function("rel_entr", args="u v", floats=_rel_entr, local=("log(u/v) + 1", "-u/v"),
             definition="where(u == 0, 0, u*log(u/v))",
             domain=("u >= 0", "v >= 0", "where(u == 0, 1, v) > 0"), corners=("u",),
             sample=((0.3, 0.4), (2.5, 1.75), (0.25, 40.5)),
             says="u*log(u/v), a term of a relative entropy"),
    Function("kl_div", args="u v", floats=_kl_div, local=("log(u/v)", "1 - u/v"),
             definition="where(u == 0, v, u*log(u/v) - u + v)",
             domain=("u >= 0", "v >= 0", "where(u == 0, 1, v) > 0"), corners=("u",),
             sample=((0.3, 0.5), (2.5, 1.75), (0.25, 40.5)),
             says="u*log(u/v) - u + v, as in SciPy; PyTorch's takes log(v)"),
)
# fmt: on
