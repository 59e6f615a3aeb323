"""How PyTorch and JAX pull an adjoint back through a function, and what they return at infinity.

Each rule below is the framework's backward pass of one function, for every argument, the
non-smooth ones among them. All were measured by running PyTorch 2.14.1 (CPU) and JAX 0.10.2 in
double precision, in reverse mode (torch.autograd.grad, jax.vjp), with adjoints 1, 0, inf and nan
at and beside every corner; their forms follow the sources (jax/_src/lax/lax.py, jax/_src/nn,
jax/_src/numpy). Single precision, which is JAX's default, may differ where rounding decides, and
so may other versions: earlier sources of PyTorch (clamp_backward in FunctionsManual.cpp) have
slope 1 for clip at a bound, and the version measured has 0.
"""

from __future__ import annotations

from math import inf

from calcdl.functions.floats import SELU_LEFT, SELU_SCALE
from calcdl.lean import NamedTuple

__all__ = [
    "CONVENTIONS", "FROM_INFINITY", "GROWING", "POLES", "SMOOTH", "VERSIONS", "Convention",
]  # fmt: skip

VERSIONS = {"PyTorch": "2.14.1", "JAX": "0.10.2"}


class Convention(NamedTuple):
    """How the frameworks pull an adjoint g back through a function to each of its arguments.

    The texts are written in g, the row's argument names and the function's value y. It matters
    whether one multiplies by zero, which turns an infinite g into nan, or selects zero. None: the
    framework has no such derivative; "": nothing flows back, not even a zero.
    """

    name: str
    pytorch: tuple[str | None, ...] | None
    jax: tuple[str | None, ...] | None


def _alike(name: str, *texts: str | None) -> Convention:
    return Convention(name, texts, texts)


# fmt: off
_ROWS = (
    # Corners
    Convention("abs", ("g*sign(u)",), ("where(u >= 0, g, -g)",)),
    Convention("relu", ("where(u <= 0, 0, g)",), ("where(u > 0, g, 0)",)),
    _alike("relu6", "where(u <= 0, 0, where(u >= 6, 0, g))"),
    Convention("leaky_relu", ("where(u > 0, g, a*g)", "where(u > 0, 0, g*u)"),
               ("where(u >= 0, g, a*g)", "where(u >= 0, 0, g*u)")),
    Convention("elu", ("where(u <= 0, g*a*exp(u), g)", None),
               ("where(u > 0, g, g*a*exp(u))", "where(u > 0, 0, g*expm1(u))")),
    _alike("selu", f"where(u <= 0, g*{SELU_LEFT}*exp(u), g*{SELU_SCALE})"),
    Convention("celu", ("where(u <= 0, g*exp(u/a), g)", None),
               ("g*heaviside(u) + g*exp(min(u, 0)/a)*heaviside(-u)",
                "g*expm1(min(u, 0)/a) - g*exp(min(u, 0)/a)*min(u, 0)/a")),
    Convention("hardtanh", ("where(abs(u) >= 1, 0, g)",), ("where(abs(u) > 1, 0, g)",)),
    Convention("hardsigmoid",  # PyTorch has a sixth in single precision
               ("where(abs(u) < 3, g*(11184811/67108864), 0)",), ("where(abs(u) < 3, g/6, 0)",)),
    Convention("hardswish", ("where(u <= -3, 0, where(u < 3, g*(u/3 + 1/2), g))",),
               ("g*relu6(u + 3)/6 + where(abs(u) < 3, g*u/6, 0)",)),
    Convention("softsign", ("g/(1 + abs(u)) - g*u/(1 + abs(u))**2*sign(u)",),
               ("g/(1 + abs(u)) - g*u/(1 + abs(u))**2*where(u >= 0, 1, -1)",)),

    # Ties
    Convention("max", ("where(u < v, 0, where(u == v, g/2, g))",
                       "where(v < u, 0, where(u == v, g/2, g))"),
               ("g*where(u == v, 1/2, where(u > v, 1, 0))",
                "g*where(u == v, 1/2, where(v > u, 1, 0))")),
    Convention("min", ("where(u > v, 0, where(u == v, g/2, g))",
                       "where(v > u, 0, where(u == v, g/2, g))"),
               ("g*where(u == v, 1/2, where(u < v, 1, 0))",
                "g*where(u == v, 1/2, where(v < u, 1, 0))")),
    Convention("clip",  # in PyTorch with tensors as bounds
               ("where(u < a, 0, where(u > b, 0, where(a == b, g,"
                " where(u == a, g/2, where(u == b, g/2, g)))))",
                "where(a > b, 0, where(u < a, g, where(a == b, 0, where(u == a, g/2, 0))))",
                "where(a > b, g, where(u > b, g, where(a == b, 0, where(u == b, g/2, 0))))"),
               ("g*heaviside(b - max(u, a))*heaviside(u - a)",
                "g*heaviside(b - max(u, a))*heaviside(a - u)", "g*heaviside(max(u, a) - b)")),
    Convention("clip of numbers",
               ("where(u <= a, 0, where(u >= b, 0, g))", None, None),
               ("g*heaviside(b - max(u, a))*heaviside(u - a)", None, None)),

    # Steps
    Convention("sign", ("0",), ("",)),
    Convention("floor", ("0",), ("",)),
    Convention("ceil", ("0",), ("",)),
    Convention("heaviside", None, ("0", "where(u == 0, g, 0)")),

    Convention("round", ("0",), ("",)),
    Convention("trunc", ("0",), ("",)),
    Convention("mod", ("g", "-g*round((u - y)/v)"),
               ("g", "-g*trunc(u/v) + where(fmod(u, v)*v < 0, g, 0)")),
    _alike("fmod", "g", "-g*trunc(u/v)"),

    # Losses and shrinkages; the widths are numbers in PyTorch, and JAX has none of these
    Convention("huber", ("where(u < -d, -d*g, where(u > d, d*g, u*g))", None), None),
    Convention("smooth_l1", ("where(u <= -b, -g, where(u >= b, g, u*g/b))", None), None),
    Convention("softshrink", ("where(abs(u) <= a, 0, g)", None), None),
    Convention("hardshrink", ("where(abs(u) <= a, 0, g)", None), None),
    Convention("threshold", ("where(u <= t, 0, g)", None, None), None),

    # Edges
    Convention("xlogy", ("where(u == 0, where(v <= 0, 0, g*log(v)), g*log(v))", "g*u/v"),
               ("g*log(v)", "g*u/v")),
    Convention("xlog1py", ("where(u == 0, where(v <= -1, 0, g*log1p(v)), g*log1p(v))",
                           "g*u/(v + 1)"), ("g*log1p(v)", "g*u/(v + 1)")),
    _alike("entr", "g*(-log(u) - 1)"),
    Convention("rel_entr", None, ("where(u > 0, g*(log(u) + 1) - g*log(v), 0)",
                                  "where(u > 0, -g*u/v, 0)")),
    Convention("kl_div", None, ("where(u > 0, g*(log(u) + 1) - g*log(v), 0) - g",
                                "where(u > 0, -g*u/v, 0) + g")),
    Convention("squareplus", None, ("g/2 + g/2/(2*sqrt(u**2 + b))*2*u",
                                    "g/2/(2*sqrt(u**2 + b))")),
    _alike("i0e", "g*(i1e(u) - sign(u)*y)"),
    _alike("i1e", "where(u == 0, g/2, g*(i0e(u) - y*(sign(u) + 1/u)))"),

    # Infinite slopes and ends of domains
    _alike("sqrt", "g/(2*y)"),
    Convention("cbrt", None, ("g/(3*y**2)",)),
    Convention("hypot", ("g*(u/y)", "g*(v/y)"),
               ("where(y == 0, g/2, g*u/y + 0*g)", "where(y == 0, g/2, g*v/y + 0*g)")),
    Convention("atan2", ("where(abs(u) + abs(v) == 0, g*0, g*(v/(u**2 + v**2)))",
                         "where(abs(u) + abs(v) == 0, g*0, g*(-u/(u**2 + v**2)))"),
               ("g*(v/(u**2 + v**2))", "g*(-u/(u**2 + v**2))")),
    Convention("pow", ("where(v == 0, 0, g*(v*u**(v - 1)))",
                       "g*where(u == 0, where(v >= 0, 0, y*log(u)), y*log(u))"),
               ("g*(v*u**(v - 1))", "g*(log(where(u == 0, 1, u))*y)")),
    Convention("pow of 0", ("0", None), ("", None)),
    _alike("div", "g/v", "-g*(y/v)"),
    _alike("where", None, "where(c, g, 0)", "where(c, 0, g)"),
)
# fmt: on

CONVENTIONS: dict[str, Convention] = {row.name: row for row in _ROWS}

# Both have these, and multiply the adjoint by the local derivative.
_BOTH = (
    "exp exp2 expm1 log log2 log10 log1p square sin cos tan asin acos atan sinh cosh tanh asinh"
    " acosh atanh erf erfc erfinv digamma sigmoid logsigmoid softplus logsumexp silu gelu"
    " gelu_tanh mish rsqrt ndtr ndtri log_ndtr lgamma glu"
)
SMOOTH = {
    "PyTorch": frozenset((*_BOTH.split(), "tanhshrink", "erfcx")),
    "JAX": frozenset((*_BOTH.split(), "E1", "Ei")),
}

_MEASURED_AT_INFINITY = (
    "abs sign relu relu6 hardtanh max min clip floor ceil sqrt exp exp2 expm1 log log2 log10 log1p"
    " sin cos tan sinh cosh tanh asinh atan"
)
FROM_INFINITY = frozenset(_MEASURED_AT_INFINITY.split())
GROWING = frozenset(("exp", "exp2", "expm1", "sinh", "cosh"))

# Infinite values; at other arguments where Python raises ValueError these functions are nan.
POLES: dict[str, dict[float, float]] = {
    "log": {0.0: -inf},
    "log2": {0.0: -inf},
    "log10": {0.0: -inf},
    "log1p": {-1.0: -inf},
    "atanh": {1.0: inf, -1.0: -inf},
    **{name: {} for name in ("sqrt", "asin", "acos", "acosh", "sin", "cos", "tan")},
}
