"""Functions of Python floats, written so that nothing overflows or cancels on the way.

They are for the functions that ``math`` lacks. Like those of ``math`` they raise ValueError where
a function has no real value. A result too large for a float is inf; no finite argument gives nan.
"""

from __future__ import annotations

import math

__all__ = [
    "acot", "acoth", "acsc", "acsch", "asec", "asech", "atan2", "ceil", "celu", "clip", "cot",
    "coth", "csc", "csch", "elu", "factorial", "floor", "gelu", "gelu_tanh", "hardsigmoid",
    "hardswish", "hardtanh", "heaviside", "high_part", "leaky_relu", "loggamma", "logit",
    "logsigmoid", "logsumexp", "mish", "relu", "relu6", "sec", "sech", "selu", "sigmoid", "sign",
    "silu", "sinc", "softplus", "softsign", "square", "tanhshrink",
]  # fmt: skip

SELU_SCALE = "1.0507009873554804934193349852946"
SELU_ALPHA = "1.6732632423543772848170429916717"
SELU_LEFT = "1.7580993408473768599402175208123"  # their product
_SELU_SCALE, _SELU_ALPHA = float(SELU_SCALE), float(SELU_ALPHA)
_SQRT_HALF = math.sqrt(0.5)
_SQRT_HALF_REST = -4.833646656726457e-17  # what _SQRT_HALF lacks


# Steps and corners


def sign(u: float) -> float:
    return float((u > 0) - (u < 0))


def square(u: float) -> float:
    return u * u


def floor(u: float) -> float:
    return float(math.floor(u)) if math.isfinite(u) else u


def ceil(u: float) -> float:
    return float(math.ceil(u)) if math.isfinite(u) else u


def heaviside(u: float, h: float = 0.5) -> float:
    return h if u == 0 else float(u > 0)


def clip(u: float, a: float, b: float) -> float:
    return min(max(u, a), b)


# Trigonometric and hyperbolic functions


def _reciprocal(u: float) -> float:
    if u == 0:
        raise ValueError("math domain error")
    return 1 / u


def sec(u: float) -> float:
    return 1 / math.cos(u)


def csc(u: float) -> float:
    return _reciprocal(math.sin(u))


def cot(u: float) -> float:
    return _reciprocal(math.tan(u))


def asec(u: float) -> float:
    acute = math.atan(_leg(abs(u)))
    return acute if u > 0 else math.pi - acute


def acsc(u: float) -> float:
    return math.copysign(math.atan2(1, _leg(abs(u))), u)


def _leg(a: float) -> float:
    """Return sqrt(a**2 - 1), exact to a few ulps near a = 1 too."""
    return math.sqrt(a - 1) * math.sqrt(a + 1)


def acot(u: float) -> float:
    return math.atan(1 / u) if u else math.pi / 2


def atan2(u: float, v: float) -> float:
    if u == 0 and v == 0:
        raise ValueError("math domain error")
    return math.atan2(u, v)


def sinc(u: float) -> float:
    return math.sin(u) / u if u else 1.0


def sech(u: float) -> float:
    small = math.exp(-abs(u))
    return 2 * small / (1 + small * small)


def csch(u: float) -> float:
    size = abs(u)
    return math.copysign(2 * math.exp(-size) * _reciprocal(-math.expm1(-2 * size)), u)


def coth(u: float) -> float:
    return _reciprocal(math.tanh(u))


def asech(u: float) -> float:
    if u < 0.5:
        return math.log1p(math.sqrt((1 - u) * (1 + u))) - math.log(u)
    return 2 * math.atanh(math.sqrt((1 - u) / (1 + u)))


def acsch(u: float) -> float:
    size = abs(u)
    if size < 1e-300:  # 1/u might overflow
        return math.copysign(math.log(2) - math.log(size), u)
    return math.asinh(1 / u)


def acoth(u: float) -> float:
    size = abs(u)
    if size <= 1:
        raise ValueError("math domain error")
    return math.copysign(math.log1p(2 / (size - 1)) / 2, u)


# Special functions


def loggamma(u: float) -> float:
    if u <= 0:
        raise ValueError("math domain error")
    return math.lgamma(u)  # near 1 and 2, where it is zero, exact in absolute terms only


def factorial(u: float) -> float:
    if u == math.floor(u) and 0 <= u <= 170:
        return float(math.factorial(int(u)))
    if abs(u) < 0.5:
        return math.gamma(u + 1)
    return u * math.gamma(u)  # u + 1 is rounded, and gamma is steep


# Deep learning


def sigmoid(u: float) -> float:
    if u >= 0:
        return 1 / (1 + math.exp(-u))
    small = math.exp(u)
    return small / (1 + small)


def softplus(u: float) -> float:
    return max(u, 0.0) + math.log1p(math.exp(-abs(u)))


def logsigmoid(u: float) -> float:
    return -softplus(-u)


def logit(u: float) -> float:
    if not 0 < u < 1:
        raise ValueError("math domain error")
    if 0.25 <= u <= 0.75:
        return math.log1p((2 * u - 1) / (1 - u))
    return math.log(u / (1 - u))


def logsumexp(*arguments: float) -> float:
    largest, *others = sorted(arguments, reverse=True)
    if math.isinf(largest):
        return largest
    return largest + math.log1p(math.fsum([math.exp(u - largest) for u in others]))


def softsign(u: float) -> float:
    return u / (1 + abs(u))


def silu(u: float) -> float:
    return u * sigmoid(u)


def gelu(u: float) -> float:
    """Return u*erfc(-u/sqrt(2))/2.

    Far to the left erfc is so steep that the rounding error of its argument shows, so that error
    is computed (Dekker's product) and its effect put right.
    """
    if abs(u) > 40:
        return u if u > 0 else -0.0
    x = -u * _SQRT_HALF
    u_high, c_high = high_part(-u), high_part(_SQRT_HALF)
    u_low, c_low = -u - u_high, _SQRT_HALF - c_high
    missing = ((u_high * c_high - x) + u_high * c_low + u_low * c_high) + u_low * c_low
    missing -= u * _SQRT_HALF_REST
    slope = -2 / math.sqrt(math.pi) * math.exp(-x * x)
    return u / 2 * (math.erfc(x) + slope * missing)


def high_part(u: float) -> float:
    """Return the upper half of the digits (Veltkamp's splitting)."""
    shifted = 134217729.0 * u  # 2**27 + 1
    return shifted - (shifted - u)


def gelu_tanh(u: float) -> float:
    return u * sigmoid(2 * math.sqrt(2 / math.pi) * (u + 0.044715 * u * u * u))


def mish(u: float) -> float:
    if u > 20:  # tanh(softplus(20)) rounds to 1
        return u
    power = math.exp(u)
    n = power * (power + 2)
    return u * n / (n + 2)


def relu(u: float) -> float:
    return max(u, 0.0)


def relu6(u: float) -> float:
    return min(max(u, 0.0), 6.0)


def leaky_relu(u: float, a: float = 0.01) -> float:
    return u if u > 0 else a * u


def elu(u: float, a: float = 1.0) -> float:
    return u if u > 0 else a * math.expm1(u)


def selu(u: float) -> float:
    return _SELU_SCALE * elu(u, _SELU_ALPHA)


def celu(u: float, a: float = 1.0) -> float:
    return u if u > 0 else a * math.expm1(u / a)


def tanhshrink(u: float) -> float:
    """Return u - tanh(u) = (u*cosh(u) - sinh(u)) / cosh(u), by the numerator's series if small."""
    if abs(u) > 2:
        return u - math.tanh(u)
    term, total = u, 0.0  # term is u**(2*k + 1) / (2*k + 1)!
    for k in range(1, 16):
        term *= u * u / (2 * k * (2 * k + 1))
        total += 2 * k * term
    return total / math.cosh(u)


def hardtanh(u: float) -> float:
    return max(min(u, 1.0), -1.0)


def hardsigmoid(u: float) -> float:
    return relu6(u + 3) / 6


def hardswish(u: float) -> float:
    return u * relu6(u + 3) / 6
