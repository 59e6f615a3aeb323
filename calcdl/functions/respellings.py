"""Parts of formulas that lose digits or overflow in machine numbers, and what does not.

Both texts are in calcdl's language and equal wherever the first has a value; u, v and w are any
formulas, n is a positive number. A part is looked for in any order of its terms and factors, when
all inside it has been respelled: the first texts are written in what comes of that.
"""

from __future__ import annotations

__all__ = ["RESPELLINGS"]

# fmt: off
RESPELLINGS: tuple[tuple[str, str], ...] = (
    # Exponentials that overflow
    ("log(exp(u))", "u"),
    ("log(1 + exp(u))", "softplus(u)"),
    ("log1p(exp(u))", "softplus(u)"),
    ("max(u, 0) + softplus(-abs(u))", "softplus(u)"),
    ("exp(u)/(1 + exp(u))", "sigmoid(u)"),
    ("v/(1 + exp(u))", "v*sigmoid(-u)"),
    ("1/(exp(u) + exp(v))", "exp(-logsumexp(u, v))"),
    ("exp(u)/(exp(u) + exp(v))", "sigmoid(u - v)"),
    ("log(sigmoid(u))", "logsigmoid(u)"),
    ("log(cosh(u))", "logcosh(u)"),
    ("log(expm1(u))", "u + log(-expm1(-u))"),
    ("(exp(u) - exp(-u))/(exp(u) + exp(-u))", "tanh(u)"),
    ("sinh(u)/cosh(u)", "tanh(u)"),
    ("expm1(u)/(exp(u) + 1)", "tanh(u/2)"),
    ("exp(u)/expm1(u)", "-1/expm1(-u)"),
    ("n/(exp(u) + exp(-u))", "n/2*sech(u)"),
    ("1/cosh(u)", "sech(u)"),
    ("exp(u)*exp(v)", "exp(u + v)"),
    ("exp(u)/exp(v)", "exp(u - v)"),
    ("exp(u)**v", "exp(u*v)"),
    ("exp(-softplus(u))", "sigmoid(-u)"),

    # Differences that cancel
    ("1 - sigmoid(u)", "sigmoid(-u)"),
    ("1 - sigmoid(u)**2", "sigmoid(-u)*(1 + sigmoid(u))"),
    ("2*sigmoid(u) - 1", "tanh(u/2)"),
    ("1 - 2*sigmoid(u)", "-tanh(u/2)"),
    ("1 - tanh(u)**2", "sech(u)**2"),
    ("1 - tanh(u)", "2*sigmoid(-2*u)"),
    ("1 + tanh(u)", "2*sigmoid(2*u)"),
    ("1 - erf(u)", "erfc(u)"),
    ("1 + erf(u)", "erfc(-u)"),
    ("1 - erfc(u)", "erf(u)"),
    ("exp(u) - 1", "expm1(u)"),
    ("1 - exp(u)", "-expm1(u)"),
    ("log(-expm1(u))", "where(u > -0.7, log(-expm1(u)), log1p(-exp(u)))"),
    ("softplus(u) - u", "softplus(-u)"),
    ("cosh(u) - 1", "2*sinh(u/2)**2"),
    ("hypot(1, u) - 1", "u*(u/(1 + hypot(1, u)))"),
    ("sin(u)/u", "sinc(u)"),
    ("log(1 + u)", "log1p(u)"),
    ("log(1 - u)", "log1p(-u)"),
    ("log((1 + u)/(1 - u))", "2*atanh(u)"),
    ("log(u) - log1p(-u)", "logit(u)"),
    ("1 - cos(u)", "2*sin(u/2)**2"),
    ("(exp(u) - exp(-u))/2", "sinh(u)"),

    # Squares that overflow, and roots that have no slope at zero
    ("sqrt(u**2)", "abs(u)"),
    ("sqrt(u*u)", "abs(u)"),
    ("sqrt(u**2 + v**2)", "hypot(u, v)"),
    ("sqrt(u*u + v*v)", "hypot(u, v)"),
    ("sqrt(u**2 + v**2 + w**2)", "hypot(hypot(u, v), w)"),
    ("sqrt(1 + u**2)", "hypot(1, u)"),
    ("sqrt(1 + u*u)", "hypot(1, u)"),
    ("sqrt(n + u**2)", "hypot(sqrt(n), u)"),
    ("sqrt(n + u*u)", "hypot(sqrt(n), u)"),
    ("log(u**2)", "2*log(abs(u))"),
    ("log(u + hypot(1, u))", "asinh(u)"),
    ("log(u + sqrt(u**2 - 1))", "acosh(u)"),
)
# fmt: on
