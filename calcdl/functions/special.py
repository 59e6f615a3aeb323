"""Special functions: error, gamma, Bessel and Airy functions, integrals without a closed form.

Balls are python-flint's ``arb``. Functions without Taylor arithmetic in flint have it here.
"""

from __future__ import annotations

import math

from calcdl.errors import TooLarge, Undecided
from calcdl.functions import floats
from calcdl.functions.elementary import expansion, reversion
from calcdl.functions.row import Function
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeVar

    from flint import arb, arb_series

    Number = TypeVar("Number", arb, arb_series)

__all__ = ["SPECIAL"]

# Beyond these flint may work for ever: an order, and an order times bits where they are many.
_LARGEST_BESSEL_ORDER, _MOST_BESSEL_WORK, _ANY_BESSEL_BITS = 10**12, 2 * 10**9, 1024

_LOW_ORDER, _HIGHEST_ORDER = 30, 300  # of derivatives of digamma by series
_FAR_LEFT = -300  # from there on to the left a sum over all poles up to zero is long
_LONG_ORDER, _LONGEST_ORDER = 30, 100  # bits


def _polygamma(n: arb, u: arb) -> arb:
    return _polygamma_taylor(n, u, 1)[0]


def _polygamma_taylor(n: arb, u: arb, length: int) -> list[arb]:
    """Return the Taylor coefficients of the n-th derivative of digamma, from log(gamma)'s.

    Left of zero log(gamma) is not real, so there digamma = -r'/r is used, where r = 1/gamma.
    A high derivative would need as many terms, and there is a sum for it.
    """
    whole = n.unique_fmpz()
    if whole is None or whole < 0:
        return [n.nan()] * length
    order = int(whole)
    if order > _LOW_ORDER and u > _FAR_LEFT:
        return [_polygamma_by_sum(order, u, k) for k in range(length)]
    if order > _HIGHEST_ORDER:
        raise TooLarge(
            f"polygamma(n, u) for u <= {_FAR_LEFT} is limited to orders n up to {_HIGHEST_ORDER}"
        )
    count = order + length
    if u > 0:
        logs = expansion(lambda s: s.lgamma(), u, count + 1)
        digamma = [(k + 1) * logs[k + 1] for k in range(count)]
    else:
        if u.rgamma().contains(0):
            return [u.nan()] * length  # a pole, or too little precision to tell
        # One more term, because a derivative of a series is one term shorter.
        digamma = expansion(lambda s: -s.rgamma().derivative() / s.rgamma(), u, count + 1)
    return [math.perm(order + k, order) * digamma[order + k] for k in range(length)]


def _polygamma_by_sum(order: int, u: arb, k: int) -> arb:
    """Return the k-th Taylor coefficient of polygamma(order, u), for order > 0.

    With n = order + k it is the sum over j >= 0 of (-1)**(n + 1) n!/k! (u + j)**(-n - 1), see
    https://dlmf.nist.gov/5.15.E1. From where u + j is positive that is Hurwitz's zeta function.
    """
    ball = type(u)
    n = order + k
    if n.bit_length() > _LONGEST_ORDER:
        raise TooLarge(f"the order of polygamma is limited to 2**{_LONGEST_ORDER}")
    power, total = ball(n + 1), ball(0)
    while not u > 0:
        if u.contains(0):
            return u.nan()  # a pole, or too little precision to tell
        sign = 1 if u > 0 or n % 2 else -1
        total += sign * (-power * abs(u).log()).exp()
        u = u + 1
    if n.bit_length() <= _LONG_ORDER:
        total += power.zeta(u)
    else:  # zeta would take long for what is one term and little more, bounded by the integral
        rest = (-power * (u + 1).log()).exp() * (1 + (u + 1) / n)
        total += (-power * u.log()).exp() + rest * ball(0.5, 0.5)
    size = power.lgamma().exp()  # gamma gives up far out, where this is finite
    return (1 if n % 2 else -1) * size / math.factorial(k) * total


def _digamma_taylor(u: arb, length: int) -> list[arb]:
    return [u.digamma(), *_polygamma_taylor(type(u)(0), u, length)[1:]]


def _bessel_taylor(name: str, sign: int, lower: int, n: arb, u: arb, length: int) -> list[arb]:
    """Return the Taylor coefficients in u of a Bessel function of order n.

    Its derivative is (lower*C(n - 1) + sign*lower*C(n + 1))/2, see https://dlmf.nist.gov/10.6
    and https://dlmf.nist.gov/10.29, so the k-th is a sum over k + 1 neighbours.
    """
    wanted = range(1 - length, length)
    neighbours = {i: _bessel(name, n + i, u) for i in wanted}
    coefficients = []
    for k in range(length):
        terms = [sign**i * math.comb(k, i) * neighbours[2 * i - k] for i in range(k + 1)]
        total = sum(terms[1:], terms[0])
        coefficients.append(lower**k * total / (2**k * math.factorial(k)))
    return coefficients


def _bessel(name: str, n: arb, u: arb) -> arb:
    if not abs(n) < _LARGEST_BESSEL_ORDER:
        raise TooLarge("the order of a Bessel function is limited to 10**12")
    import flint

    bits = flint.ctx.prec
    if bits > _ANY_BESSEL_BITS and not abs(n) * bits < _MOST_BESSEL_WORK:
        raise TooLarge("a Bessel function of so large an order takes too long at so many digits")
    value: arb = getattr(u, name)(n)
    if not value.is_finite() and u > 0 and u.is_exact():  # it has a value everywhere there
        raise Undecided("how large a Bessel function of so large an order is")
    return value


def _beta(u: Number, v: Number) -> Number:
    return u.gamma() * v.gamma() * (u + v).rgamma()


_BESSEL_SAMPLE = ((0, 1.7), (2, 3.25), (0.5, 2.4), (1, 40.5))
# A Bessel function of a negative argument is real if its order is whole.
_BESSEL_DOMAIN = ("where(n == floor(n), 1, u) >= 0",)
_BESSEL_CORNERS = ("where(n == floor(n), 1, u)",)  # elsewhere it begins like u**n

# A row stays on few lines, so that the table can be read as one.
# fmt: off
SPECIAL: tuple[Function, ...] = (
    # Error functions
    Function("erf", local=("2*exp(-u**2)/sqrt(pi)",), floats=math.erf, balls="erf", series="",
             parity="odd", inverse="erfinv", special=(("0", "0"),), sign="as u", within=(-1, 1),
             sample=(-1.3, 0.4, 3.25), says="error function"),
    Function("erfc", local=("-2*exp(-u**2)/sqrt(pi)",), floats=math.erfc, balls="erfc", series="",
             definition="1 - erf(u)", special=(("0", "1"),), sample=(-1.3, 0.4, 12.5),
             sign="positive", within=(0, 2), says="1 - erf(u), exact where it is small"),
    Function("erfinv", local=("sqrt(pi)*exp(y**2)/2",), balls="erfinv",
             taylor=reversion("erfinv", "erf"), parity="odd", inverse="erf",
             domain=("-1 < u", "u < 1"), special=(("0", "0"),),
             aliases=("erf_inv", "inverf"), work=5, sample=(-0.7, 0.004, 0.9375), sign="as u",
             says="inverse of erf"),

    # The gamma function and its relatives
    Function("gamma", local=("y*digamma(u)",), floats=math.gamma, balls="gamma", series="",
             special=(("1", "1"), ("2", "1"), ("3", "2"), ("4", "6"), ("1/2", "sqrt(pi)")),
             aliases=("Gamma",), work=100, sample=(-1.3, 0.4, 2.7, 20.5),
             needs=("u > 0",), sign="not zero", says="gamma function"),
    Function("loggamma", local=("digamma(u)",), floats=floats.loggamma, balls="lgamma", series="",
             domain=("u > 0",), special=(("1", "0"), ("2", "0")), aliases=("log_gamma", "lnGamma"),
             work=100, sample=(0.4, 4.7, 40.5), says="logarithm of gamma, for u > 0"),
    Function("digamma", local=("polygamma(1, u)",), balls="digamma", taylor=_digamma_taylor,
             aliases=("psi",), work=100, sample=(-1.3, 0.4, 2.7, 40.5),
             needs=("u > 0",), says="logarithmic derivative of gamma"),
    Function("polygamma", args="n u", local=(None, "polygamma(n + 1, u)"), balls=_polygamma,
             taylor=_polygamma_taylor, domain=("n >= 0", "n == floor(n)"),
             work=300, sample=((0, 0.4), (1, -1.3), (2, 2.7), (3, 40.5)),
             needs=("u > 0",), says="n-th derivative of digamma"),
    Function("beta", args="u v", elsewhere="gamma(u)*gamma(v)/gamma(u + v)",
             local=("y*(digamma(u) - digamma(u + v))", "y*(digamma(v) - digamma(u + v))"),
             balls=_beta, series="",
             aliases=("Beta",), work=300, sample=((0.4, 1.7), (2.3, -1.25), (20.5, 30.25)),
             needs=("u > 0", "v > 0"), says="beta function, gamma(u)*gamma(v)/gamma(u + v)"),
    Function("factorial", local=("y*digamma(u + 1)",), floats=floats.factorial, balls="fac",
             definition="gamma(u + 1)", special=(("0", "1"), ("1", "1"), ("2", "2"), ("3", "6")),
             work=100, sample=(-1.3, 0.4, 2.7, 20.5),
             needs=("u > -1",), sign="not zero", says="u!, which is gamma(u + 1) between integers"),

    # Integrals and inverses without a closed form
    Function("lambertw", local=("exp(-y)/(1 + y)",), balls="lambertw", series="",
             domain=("u >= -1/e",), corners=("1 + e*u",), prints="LambertW",
             special=(("0", "0"), ("e", "1")),
             aliases=("LambertW", "lambert_w", "productlog", "ProductLog"),
             sample=(-0.3, 0.4, 40.5), says="the w >= -1 for which w*exp(w) is u"),
    Function("Si", local=("sinc(u)",), balls="si", series="", parity="odd", special=(("0", "0"),),
             sample=(-1.3, 0.4, 40.5), removable=("u",), says="sine integral"),
    Function("Ci", local=("cos(u)/u",), balls="ci", series="", domain=("u > 0",),
             sample=(0.4, 2.7, 40.5), says="cosine integral"),
    Function("Ei", local=("exp(u)/u",), balls="ei", series="", domain=("u != 0",),
             aliases=("expi",), work=10, sample=(-1.3, 0.4, 20.5), says="exponential integral"),

    # Bessel and Airy functions
    Function("besselj", args="n u", local=(None, "besselj(n - 1, u)/2 - besselj(n + 1, u)/2"),
             balls=lambda n, u: _bessel("bessel_j", n, u),
             domain=_BESSEL_DOMAIN, corners=_BESSEL_CORNERS,
             taylor=lambda n, u, length: _bessel_taylor("bessel_j", -1, 1, n, u, length),
             aliases=("BesselJ", "jv"), work=10, sample=(*_BESSEL_SAMPLE, (3, -2.3)),
             needs=("where(n == floor(n), 1, where(n > 0, 1, u)) != 0",),
             says="Bessel function of the first kind, of order n"),
    Function("bessely", args="n u", local=(None, "bessely(n - 1, u)/2 - bessely(n + 1, u)/2"),
             balls=lambda n, u: _bessel("bessel_y", n, u), domain=("u > 0",),
             taylor=lambda n, u, length: _bessel_taylor("bessel_y", -1, 1, n, u, length),
             aliases=("BesselY", "yv"), work=10, sample=_BESSEL_SAMPLE,
             says="Bessel function of the second kind, of order n"),
    Function("besseli", args="n u", local=(None, "besseli(n - 1, u)/2 + besseli(n + 1, u)/2"),
             balls=lambda n, u: _bessel("bessel_i", n, u),
             domain=_BESSEL_DOMAIN, corners=_BESSEL_CORNERS,
             taylor=lambda n, u, length: _bessel_taylor("bessel_i", 1, 1, n, u, length),
             aliases=("BesselI", "iv"), work=10, sample=(*_BESSEL_SAMPLE, (3, -2.3)),
             needs=("where(n == floor(n), 1, where(n > 0, 1, u)) != 0",),
             says="modified Bessel function of the first kind, of order n"),
    Function("besselk", args="n u", local=(None, "-besselk(n - 1, u)/2 - besselk(n + 1, u)/2"),
             balls=lambda n, u: _bessel("bessel_k", n, u), domain=("u > 0",),
             taylor=lambda n, u, length: _bessel_taylor("bessel_k", 1, -1, n, u, length),
             aliases=("BesselK", "kv"), work=10, sample=_BESSEL_SAMPLE,
             says="modified Bessel function of the second kind, of order n"),
    Function("airyai", local=("airyaiprime(u)",), balls="airy_ai", series="",
             aliases=("AiryAi",), work=5, sample=(-2.3, 0.4, 12.5), says="Airy function Ai"),
    Function("airybi", local=("airybiprime(u)",), balls="airy_bi", series="",
             aliases=("AiryBi",), work=5, sample=(-2.3, 0.4, 12.5), says="Airy function Bi"),
    Function("airyaiprime", local=("u*airyai(u)",), balls=lambda u: u.airy_ai(1),
             series="airy_ai_prime", aliases=("AiryAiPrime",), work=5, sample=(-2.3, 0.4, 12.5),
             says="derivative of the Airy function Ai"),
    Function("airybiprime", local=("u*airybi(u)",), balls=lambda u: u.airy_bi(1),
             series="airy_bi_prime", aliases=("AiryBiPrime",), work=5, sample=(-2.3, 0.4, 12.5),
             says="derivative of the Airy function Bi"),
)
# fmt: on
