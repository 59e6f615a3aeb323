"""Parts of formulas that lose digits or overflow in machine numbers, and what does not.

Both texts are in calcdl's language and equal wherever the first has a value; u, v and w are any
formulas. A part is looked for in any order of its terms and factors.
"""

from __future__ import annotations

__all__ = ["RESPELLINGS"]

# fmt: off
RESPELLINGS: tuple[tuple[str, str], ...] = (
    # Exponentials that overflow
    ("log(1 + exp(u))", "softplus(u)"),
    ("log1p(exp(u))", "softplus(u)"),
    ("1/(1 + exp(u))", "sigmoid(-u)"),
    ("1/(exp(u) + exp(v))", "exp(-logsumexp(u, v))"),
    ("exp(u)/(1 + exp(u))", "sigmoid(u)"),
    ("exp(u)/(exp(u) + exp(v))", "sigmoid(u - v)"),
    ("log(sigmoid(u))", "logsigmoid(u)"),
    ("log(cosh(u))", "logcosh(u)"),
    ("(exp(u) - exp(-u))/(exp(u) + exp(-u))", "tanh(u)"),
    ("(exp(u) - 1)/(exp(u) + 1)", "tanh(u/2)"),
    ("exp(u)*exp(v)", "exp(u + v)"),

    # Differences that cancel
    ("1 - sigmoid(u)", "sigmoid(-u)"),
    ("1 - sigmoid(u)**2", "sigmoid(-u)*(1 + sigmoid(u))"),
    ("1 - tanh(u)**2", "sech(u)**2"),
    ("1 - erf(u)", "erfc(u)"),
    ("1 - erfc(u)", "erf(u)"),
    ("exp(u) - 1", "expm1(u)"),
    ("1 - exp(u)", "-expm1(u)"),
    ("log(1 + u)", "log1p(u)"),
    ("log(1 - u)", "log1p(-u)"),
    ("1 - cos(u)", "2*sin(u/2)**2"),
    ("(exp(u) - exp(-u))/2", "sinh(u)"),

    # Squares that overflow, and roots that have no slope at zero
    ("sqrt(u**2)", "abs(u)"),
    ("sqrt(u**2 + v**2)", "hypot(u, v)"),
    ("sqrt(u**2 + v**2 + w**2)", "hypot(hypot(u, v), w)"),
    ("sqrt(1 + u**2)", "hypot(1, u)"),
)
# fmt: on
