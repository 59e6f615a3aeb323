"""Functions of deep learning, with PyTorch's definitions and default constants.

References: D. Hendrycks and K. Gimpel, Gaussian Error Linear Units, arXiv:1606.08415; D. Misra,
Mish, arXiv:1908.08681; G. Klambauer et al., Self-Normalizing Neural Networks, arXiv:1706.02515;
J. T. Barron, Continuously Differentiable Exponential Linear Units, arXiv:1704.07483.
"""

from __future__ import annotations

from calcdl.functions import floats
from calcdl.functions.elementary import antiderivative
from calcdl.functions.floats import SELU_ALPHA, SELU_SCALE
from calcdl.functions.row import Function
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, TypeVar

    from flint import arb, arb_series

    Number = TypeVar("Number", arb, arb_series)

__all__ = ["LEARNING"]


def _softplus(u: arb) -> arb:
    return u + (-u).exp().log1p() if u > 0 else u.exp().log1p()


def _softplus_taylor(u: arb, length: int) -> list[arb]:
    """Return the Taylor coefficients of softplus, whose derivative is sigmoid."""

    def sigmoid(s: arb_series) -> arb_series:
        if u > 0:
            return 1 / (1 + (-s).exp())
        power = s.exp()
        return power / (1 + power)

    return antiderivative(_softplus(u), sigmoid, u, length)


def _logsumexp(*arguments: Number) -> Number:
    """Return it for balls or series; the largest is taken out, so that no power is too large."""
    from flint import arb

    heads = [u if isinstance(u, arb) else u[0] for u in arguments]
    largest = arguments[max(range(len(heads)), key=lambda k: float(heads[k].mid()))]
    powers = [(u - largest).exp() for u in arguments]
    return largest + sum(powers[1:], powers[0]).log()


def _write_logsumexp(writer: Any, entries: list[int]) -> int:
    node: int = writer.call("logsumexp", *entries)
    return node


_GELU_SIGMOID = "sigmoid(2*sqrt(2/pi)*(u + 0.044715*u**3))"  # (1 + tanh(...))/2

# A row stays on few lines, so that the table can be read as one.
# fmt: off
LEARNING: tuple[Function, ...] = (
    # Smooth
    Function("sigmoid", local=("y*(1 - y)",), floats=floats.sigmoid, definition="1/(1 + exp(-u))",
             inverse="logit", special=(("0", "1/2"),), aliases=("logistic", "expit", "Sigmoid"),
             sample=(-1.3, 0.4, 20.5, -20.5), sign="positive", within=(0, 1),
             says="logistic function"),
    Function("logsigmoid", local=("sigmoid(-u)",), floats=floats.logsigmoid,
             definition="-softplus(-u)", special=(("0", "-log(2)"),),
             aliases=("log_sigmoid", "LogSigmoid", "log_expit"),
             sample=(-1.3, 0.4, 20.5, -20.5), says="logarithm of sigmoid"),
    Function("logit", local=("1/(u*(1 - u))",), floats=floats.logit, definition="log(u/(1 - u))",
             inverse="sigmoid", domain=("0 < u", "u < 1"), special=(("1/2", "0"),),
             sample=(0.004, 0.4, 0.9375), says="inverse of sigmoid"),
    Function("softplus", local=("sigmoid(u)",), floats=floats.softplus, balls=_softplus,
             taylor=_softplus_taylor, sign="positive",
             definition="log1p(exp(u))", special=(("0", "log(2)"),),
             aliases=("soft_plus", "Softplus"), sample=(-1.3, 0.4, 20.5, -20.5),
             says="smooth form of relu"),
    Function("logsumexp", local=("exp(u - y)",), floats=floats.logsumexp, balls=_logsumexp,
             series="", variadic=True, writes=_write_logsumexp, takes="vector",
             aliases=("log_sum_exp", "LogSumExp", "logaddexp"),
             sample=((-1.3, 0.4, 2.5), (0.7, 0.3), (1.7,), (40.5, -1.25, 39.5, 2.75)),
             says="log(exp(u1) + exp(u2) + ...), a smooth max; its gradient is softmax"),
    Function("silu", local=("sigmoid(u) + y*(1 - sigmoid(u))",), floats=floats.silu, sign="as u",
             definition="u*sigmoid(u)", special=(("0", "0"),), aliases=("swish", "SiLU", "Swish"),
             sample=(-1.3, 0.4, 20.5, -20.5), says="u*sigmoid(u), also called swish"),
    Function("gelu", local=("erfc(-u/sqrt(2))/2 + u*exp(-u**2/2)/sqrt(2*pi)",), sign="as u",
             floats=floats.gelu, definition="u*erfc(-u/sqrt(2))/2", special=(("0", "0"),),
             aliases=("GELU",), sample=(-1.3, 0.4, 20.5, -20.5),
             says="u times the probability that a normal variable is below u"),
    Function("gelu_tanh", floats=floats.gelu_tanh, definition=f"u*{_GELU_SIGMOID}",
             local=(f"{_GELU_SIGMOID}*(1 + (u - y)*2*sqrt(2/pi)*(1 + 0.134145*u**2))",),
             special=(("0", "0"),), aliases=("gelu_new", "gelu_pytorch_tanh", "gelu_approx"),
             sample=(-1.3, 0.4, 20.5, -4.5), says="the approximation of gelu by tanh"),
    Function("mish", floats=floats.mish, definition="u/(1 + 2*exp(-u)/(exp(u) + 2))", sign="as u",
             local=("tanh(softplus(u)) + u*sigmoid(u)*(1 - tanh(softplus(u))**2)",),
             special=(("0", "0"),), aliases=("Mish",), sample=(-1.3, 0.4, 20.5, -20.5),
             says="u*tanh(softplus(u))"),
    Function("tanhshrink", local=("tanh(u)**2",), floats=floats.tanhshrink, sign="as u",
             definition="u - tanh(u)", parity="odd", special=(("0", "0"),),
             aliases=("tanh_shrink", "Tanhshrink"), sample=(-1.3, 0.4, 20.5, 0.004, -2.5),
             says="u - tanh(u)"),
    Function("softsign", local=("1/(1 + abs(u))**2",), floats=floats.softsign, sign="as u",
             definition="u/(1 + abs(u))", corners=("u",), parity="odd", special=(("0", "0"),),
             aliases=("soft_sign", "Softsign"), sample=(-1.3, 0.4, 40.5), within=(-1, 1),
             says="u/(1 + abs(u))"),

    # Linear on one side
    Function("relu", local=("heaviside(u)",), floats=floats.relu, definition="max(u, 0)",
             corners=("u",), special=(("0", "0"),), aliases=("ReLU", "Relu"), pieces="joined",
             sample=(-1.3, 0.4, 40.5), says="rectified linear unit, max(u, 0)"),
    Function("leaky_relu", args="u a=1/100", pieces="joined",
             local=("where(u > 0, 1, a)", "where(u > 0, 0, u)"), floats=floats.leaky_relu,
             definition="where(u > 0, u, a*u)", corners=("u",),
             aliases=("leakyrelu", "LeakyReLU", "prelu", "PReLU"),
             sample=((-1.3, 0.125), (0.4, 0.125), (40.5, 0.01), (-40.5, 0.01)),
             says="u, or a*u where u is negative"),
    Function("elu", args="u a=1", floats=floats.elu, pieces="joined",
             local=("where(u > 0, 1, a*exp(u))", "where(u > 0, 0, expm1(u))"),
             definition="where(u > 0, u, a*expm1(u))", corners=("u",), aliases=("ELU",),
             sample=((-1.3, 1), (0.4, 1), (-1.3, 1.75), (20.5, 1.75), (-20.5, 1)),
             says="u, or a*(exp(u) - 1) where u is negative"),
    Function("selu", floats=floats.selu, pieces="joined", sign="as u",
             local=(f"{SELU_SCALE}*where(u > 0, 1, {SELU_ALPHA}*exp(u))",),
             definition=f"{SELU_SCALE}*where(u > 0, u, {SELU_ALPHA}*expm1(u))",
             corners=("u",), special=(("0", "0"),), aliases=("SELU",),
             sample=(-1.3, 0.4, 20.5, -20.5), says="scaled elu of self-normalizing networks"),
    Function("celu", args="u a=1", floats=floats.celu, pieces="joined",
             local=("where(u > 0, 1, exp(u/a))", "where(u > 0, 0, expm1(u/a) - u/a*exp(u/a))"),
             definition="where(u > 0, u, a*expm1(u/a))", corners=("u",), aliases=("CELU",),
             sample=((-1.3, 1), (0.4, 1), (-1.3, 1.75), (20.5, 1.75), (-20.5, 1)),
             says="elu with a slope of 1 at zero for every a"),

    # Pieces of straight lines and parabolas
    Function("relu6", local=("heaviside(u)*heaviside(6 - u)",), floats=floats.relu6,
             definition="min(max(u, 0), 6)", corners=("u", "u - 6"), special=(("0", "0"),),
             aliases=("ReLU6",), sample=(-1.3, 0.4, 40.5), pieces="joined", sign="not negative",
             says="relu, at most 6"),
    Function("hardtanh", local=("where(abs(u) < 1, 1, 0)",), floats=floats.hardtanh, sign="as u",
             definition="max(min(u, 1), -1)", corners=("u + 1", "u - 1"), parity="odd",
             special=(("0", "0"),), aliases=("hard_tanh", "Hardtanh"), pieces="joined",
             sample=(-1.3, 0.4, 40.5, -0.7), says="u between -1 and 1"),
    Function("hardsigmoid", local=("where(abs(u) < 3, 1/6, 0)",), floats=floats.hardsigmoid,
             definition="relu6(u + 3)/6", corners=("u + 3", "u - 3"), special=(("0", "1/2"),),
             aliases=("hard_sigmoid", "Hardsigmoid"), sample=(-1.3, 0.4, 40.5, -3.5),
             pieces="joined", sign="not negative", says="sigmoid by straight lines"),
    Function("hardswish", local=("where(u < -3, 0, where(u > 3, 1, u/3 + 1/2))",), pieces="joined",
             floats=floats.hardswish, definition="u*relu6(u + 3)/6", corners=("u + 3", "u - 3"),
             special=(("0", "0"),), aliases=("hard_swish", "Hardswish"),
             sample=(-1.3, 0.4, 40.5, -3.5), says="u*hardsigmoid(u)"),
)
# fmt: on
