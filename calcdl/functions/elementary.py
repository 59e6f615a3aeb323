"""Elementary functions: exponentials, logarithms, roots, trigonometric, hyperbolic, stepwise ones.

Balls and series are python-flint objects; this module never imports flint before they exist.
"""

from __future__ import annotations

import math

from calcdl.functions import floats
from calcdl.functions.row import Function
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from flint import arb, arb_series

__all__ = ["ELEMENTARY", "antiderivative", "expansion"]


def expansion(function: Callable[[arb_series], arb_series], u: arb, length: int) -> list[arb]:
    """Return the first Taylor coefficients, at the ball u, of a function of ``arb_series``."""
    from flint import arb_series

    series = function(arb_series([u, 1], length))
    return [series[k] for k in range(length)]


def reversion(name: str, forward: str) -> Callable[[arb, int], list[arb]]:
    """Return what gives the Taylor coefficients of an inverse function: those forward, reversed.

    ``name`` is that function's as a method of a ball, ``forward`` the other's as one of a series.
    """

    def taylor(u: arb, length: int) -> list[arb]:
        value: arb = getattr(u, name)()

        def reverse(s: arb_series) -> arb_series:
            s[0] = value
            image: arb_series = getattr(s, forward)()
            image[0] = 0
            return image.reversion()

        return [value, *expansion(reverse, value, length)[1:]] if length > 1 else [value]

    return taylor


def antiderivative(
    value: arb, slope: Callable[[arb_series], arb_series], u: arb, length: int
) -> list[arb]:
    """Return the Taylor coefficients at u of the function with this value and this derivative.

    It keeps all digits where a closed form, such as log(u + sqrt(u**2 + 1)), would cancel.
    """
    slopes = expansion(slope, u, length - 1) if length > 1 else []
    return [value] + [c / (k + 1) for k, c in enumerate(slopes)]


def _expm1_taylor(u: arb, length: int) -> list[arb]:
    return [u.expm1(), *expansion(lambda s: s.exp(), u, length)[1:]]


def _log1p_taylor(u: arb, length: int) -> list[arb]:
    return antiderivative(u.log1p(), lambda s: 1 / (1 + s), u, length)


def _asinh_taylor(u: arb, length: int) -> list[arb]:
    return antiderivative(u.asinh(), lambda s: (s * s + 1).rsqrt(), u, length)


def _acosh_taylor(u: arb, length: int) -> list[arb]:
    return antiderivative(u.acosh(), lambda s: (s * s - 1).rsqrt(), u, length)


def _atanh_taylor(u: arb, length: int) -> list[arb]:
    return antiderivative(u.atanh(), lambda s: 1 / (1 - s * s), u, length)


def _atan2(u: arb, v: arb) -> arb:
    """Return it where the ball does not lie across its jump."""
    across = u.contains(0) and not u.is_zero() and not v > 0
    return u.nan() if across else type(u).atan2(u, v)


def _atan2_series(u: arb_series, v: arb_series) -> arb_series:
    """Return it by the quotient that is finite at the point, which may lie on either axis."""
    over, beside = u[0], v[0]
    if beside > 0:
        return (u / v).atan()
    quarter = type(over).pi() / 2
    if over > 0:
        return quarter - (v / u).atan()
    if over < 0:
        return -quarter - (v / u).atan()
    raise ValueError("which side of the negative axis it is")


def _sinc_taylor(u: arb, length: int) -> list[arb]:
    """Return the Taylor coefficients of sin(u)/u, by 0F1(3/2, -u**2/4) where u may be zero."""
    if abs(u) > 1:
        return expansion(lambda s: s.sin() / s, u, length)
    ball = type(u)

    def at(s: arb_series) -> arb_series:
        inner = -s * s / 4
        w = inner[0]
        scale, b = ball(1), ball(1.5)  # the m-th derivative of 0F1(b, w) is 0F1(b + m, w)/(b)_m
        terms = []
        for m in range(length):
            terms.append(w.hypgeom_0f1(b + m) * scale)
            scale /= (b + m) * (m + 1)
        total = 0 * s
        for term in reversed(terms):
            total = total * (inner - w) + term
        return total

    return expansion(at, u, length)


# A row stays on few lines, so that the table can be read as one.
# fmt: off
ELEMENTARY: tuple[Function, ...] = (
    # Exponentials, logarithms, powers
    Function("exp", local=("y",), floats=math.exp, balls="exp", series="", inverse="log",
             special=(("0", "1"), ("1", "e")), sample=(-1.3, 0.4, 2.5, 30.5), sign="positive",
             says="exponential function"),
    Function("exp2", local=("y*log(2)",), floats=math.exp2, definition="2**u", inverse="log2",
             special=(("0", "1"), ("1", "2")), sample=(-1.3, 0.4, 2.5, 30.5), sign="positive",
             says="two to the power u"),
    Function("expm1", local=("exp(u)",), floats=math.expm1, balls="expm1", taylor=_expm1_taylor,
             definition="exp(u) - 1", special=(("0", "0"),), inverse="log1p", sign="as u",
             sample=(-1.3, 0.004, 2.5, 30.5, -40.5), says="exp(u) - 1, exact near zero"),
    Function("log", local=("1/u",), floats=math.log, balls="log", series="", inverse="exp",
             domain=("u > 0",), special=(("1", "0"), ("e", "1")), aliases=("ln",),
             sample=(0.3, 1.7, 40.5), says="natural logarithm"),
    Function("log2", local=("1/(u*log(2))",), floats=math.log2, balls=lambda u: u.log_base(2),
             definition="log(u)/log(2)", inverse="exp2", domain=("u > 0",),
             special=(("1", "0"), ("2", "1")), sample=(0.3, 1.7, 40.5), says="logarithm to base 2"),
    Function("log10", local=("1/(u*log(10))",), floats=math.log10, balls=lambda u: u.log_base(10),
             definition="log(u)/log(10)", domain=("u > 0",), special=(("1", "0"), ("10", "1")),
             sample=(0.3, 1.7, 40.5), says="logarithm to base 10"),
    Function("log1p", local=("1/(1 + u)",), floats=math.log1p, balls="log1p", taylor=_log1p_taylor,
             definition="log(1 + u)", inverse="expm1", domain=("u > -1",), special=(("0", "0"),),
             sample=(-0.7, 0.004, 1.7, 40.5), sign="as u", says="log(1 + u), exact near zero"),
    Function("sqrt", local=("1/(2*y)",), floats=math.sqrt, balls="sqrt", series="",
             domain=("u >= 0",), corners=("u",), special=(("0", "0"), ("1", "1")),
             sample=(0.3, 1.7, 40.5), elsewhere="u**(1/2)", says="square root"),
    Function("square", local=("2*u",), floats=floats.square, definition="u**2", parity="even",
             inverse="sqrt", special=(("0", "0"), ("1", "1")), sample=(-1.3, 0.4, 40.5),
             says="u times u"),

    # Corners and steps: each arithmetic has these itself
    Function("abs", local=("sign(u)",), floats=abs, corners=("u",), parity="even", pieces="joined",
             special=(("0", "0"),), aliases=("Abs", "fabs", "absolute"),
             sample=(-1.3, 0.4, 40.5), says="absolute value"),
    Function("sign", local=("0",), floats=floats.sign, corners=("u",), parity="odd", pieces="apart",
             special=(("0", "0"),), aliases=("sgn",), sample=(-1.3, 0.4, 40.5), sign="as u",
             says="-1, 0 or 1: the sign"),
    Function("heaviside", args="u h=1/2", local=("0", "where(u == 0, 1, 0)"), pieces="apart",
             floats=floats.heaviside, corners=("u",), prints="Heaviside", aliases=("Heaviside",),
             sample=((-1.3, 0.5), (0.4, 0.25), (40.5, 0.5)), sign="not negative",
             says="unit step: 0 left of zero, 1 right of it, h at zero"),
    Function("max", args="u v", local=("heaviside(u - v)", "heaviside(v - u)"), floats=max,
             corners=("u - v",), prints="Max", aliases=("Max", "maximum", "fmax"), pieces="joined",
             sample=((-1.3, 0.4), (2.5, -1.7), (40.5, 3.25)), says="the larger"),
    Function("min", args="u v", local=("heaviside(v - u)", "heaviside(u - v)"), floats=min,
             corners=("u - v",), prints="Min", aliases=("Min", "minimum", "fmin"), pieces="joined",
             sample=((-1.3, 0.4), (2.5, -1.7), (40.5, 3.25)), says="the smaller"),
    Function("clip", args="u a b", pieces="joined",
             local=("heaviside(u - a)*heaviside(b - u)", "heaviside(a - u)*heaviside(b - a)",
                    "heaviside(max(u, a) - b)"),
             floats=floats.clip, definition="min(max(u, a), b)",
             corners=("abs(u - a) + max(a - b, 0)", "max(u, a) - b"),
             aliases=("clamp",),
             sample=((-1.3, -0.5, 2.5), (0.4, -0.5, 2.5), (40.5, -0.5, 2.5), (0.4, 3.5, 1.25)),
             says="u, but not below a and not above b"),
    Function("floor", local=("0",), floats=floats.floor, corners=("sin(pi*u)",), pieces="apart",
             sample=(-1.3, 0.4, 40.5), says="largest integer that is not above u"),
    Function("ceil", local=("0",), floats=floats.ceil, corners=("sin(pi*u)",), prints="ceiling",
             aliases=("ceiling",), sample=(-1.3, 0.4, 40.5), pieces="apart",
             says="smallest integer that is not below u"),

    # Trigonometric functions
    Function("sin", local=("cos(u)",), floats=math.sin, balls="sin", series="", parity="odd",
             inverse="asin", within=(-1, 1),
             special=(("0", "0"), ("pi", "0"), ("2*pi", "0"), ("pi/2", "1"), ("pi/6", "1/2")),
             sample=(-1.3, 0.4, 40.5), says="sine"),
    Function("cos", local=("-sin(u)",), floats=math.cos, balls="cos", series="", parity="even",
             inverse="acos", within=(-1, 1),
             special=(("0", "1"), ("pi", "-1"), ("2*pi", "1"), ("pi/2", "0"), ("pi/3", "1/2")),
             sample=(-1.3, 0.4, 40.5), says="cosine"),
    Function("tan", local=("y**2 + 1",), floats=math.tan, balls="tan", series="", parity="odd",
             inverse="atan", special=(("0", "0"), ("pi", "0"), ("pi/4", "1")), aliases=("tg",),
             sample=(-1.3, 0.4, 40.5), elsewhere="sin(u)/cos(u)", poles=True,
             needs=("cos(u) != 0",), says="tangent"),
    Function("sec", local=("y*tan(u)",), floats=floats.sec, balls="sec", definition="1/cos(u)",
             parity="even", inverse="asec", special=(("0", "1"), ("pi", "-1"), ("pi/3", "2")),
             sample=(-1.3, 0.4, 40.5), poles=True,
             needs=("cos(u) != 0",), sign="not zero", says="secant"),
    Function("csc", local=("-y*cot(u)",), floats=floats.csc, balls="csc", definition="1/sin(u)",
             parity="odd", inverse="acsc", special=(("pi/2", "1"), ("pi/6", "2")), poles=True,
             aliases=("cosec",), sample=(-1.3, 0.4, 40.5),
             needs=("sin(u) != 0",), sign="not zero", says="cosecant"),
    Function("cot", local=("-y**2 - 1",), floats=floats.cot, balls="cot", poles=True,
             definition="cos(u)/sin(u)", parity="odd", inverse="acot",
             special=(("pi/2", "0"), ("pi/4", "1")), aliases=("cotan", "ctg"),
             sample=(-1.3, 0.4, 40.5), needs=("sin(u) != 0",), says="cotangent"),
    Function("asin", local=("1/sqrt(1 - u**2)",), floats=math.asin, balls="asin", series="",
             parity="odd", domain=("-1 <= u", "u <= 1"), corners=("1 - u**2",), sign="as u",
             special=(("0", "0"), ("1/2", "pi/6"), ("1", "pi/2")), aliases=("arcsin",),
             sample=(-0.7, 0.004, 0.9), elsewhere="sign(u)*(pi/2 - 2*asin(sqrt((1 - abs(u))/2)))",
             says="angle whose sine is u"),
    Function("acos", local=("-1/sqrt(1 - u**2)",), floats=math.acos, balls="acos", series="",
             domain=("-1 <= u", "u <= 1"), corners=("1 - u**2",), sign="not negative",
             special=(("0", "pi/2"), ("1", "0"), ("-1", "pi"), ("1/2", "pi/3")),
             aliases=("arccos",), sample=(-0.7, 0.004, 0.9), elsewhere="pi/2 - asin(u)",
             says="angle whose cosine is u"),
    Function("atan", local=("1/(1 + u**2)",), floats=math.atan, balls="atan", series="",
             parity="odd", special=(("0", "0"), ("1", "pi/4")), aliases=("arctan", "arctg"),
             sample=(-1.3, 0.4, 40.5), sign="as u", at_infinity="sign(u)*pi/2 - atan(1/u)",
             within=(-2, 2), says="angle whose tangent is u"),
    Function("asec", local=("1/(u**2*sqrt(1 - 1/u**2))",), floats=floats.asec,
             definition="acos(1/u)", domain=("abs(u) >= 1",), corners=("u**2 - 1",),
             special=(("1", "0"), ("-1", "pi"), ("2", "pi/3")), aliases=("arcsec",),
             sample=(-1.3, 1.0625, 40.5), says="angle whose secant is u"),
    Function("acsc", local=("-1/(u**2*sqrt(1 - 1/u**2))",), floats=floats.acsc, parity="odd",
             definition="asin(1/u)", domain=("abs(u) >= 1",), corners=("u**2 - 1",),
             special=(("1", "pi/2"), ("2", "pi/6")), aliases=("arccsc", "arccosec"),
             sample=(-1.3, 1.0625, 40.5), says="angle whose cosecant is u"),
    Function("acot", local=("-1/(1 + u**2)",), floats=floats.acot, corners=("u",), within=(-2, 2),
             definition="where(u < 0, -pi/2 - atan(u), pi/2 - atan(u))",
             special=(("0", "pi/2"), ("1", "pi/4"), ("-1", "-pi/4")),
             aliases=("arccot", "arcctg"), sample=(-1.3, 0.4, 40.5),
             says="angle whose cotangent is u, between -pi/2 and pi/2"),
    Function("atan2", args="u v", local=("v/(u**2 + v**2)", "-u/(u**2 + v**2)"),
             floats=floats.atan2, balls=_atan2,
             series=_atan2_series,
             definition="where(v > 0, atan(u/v), where(u > 0, pi/2 - atan(v/u),"
                        " where(u < 0, -pi/2 - atan(v/u), pi)))",
             domain=("abs(u) + abs(v) > 0",), corners=("abs(u) + max(v, 0)",),
             aliases=("arctan2",),
             sample=((-1.3, 0.4), (2.5, -1.7), (-0.7, -2.5), (40.5, 3.25)),
             says="angle of the point with ordinate u and abscissa v"),
    Function("sinc", local=("(cos(u) - y)/u",), floats=floats.sinc, balls="sinc", removable=("u",),
             taylor=_sinc_taylor, definition="where(u == 0, 1, sin(u)/u)", parity="even",
             special=(("0", "1"), ("pi", "0"), ("2*pi", "0")), sample=(-1.3, 0.4, 40.5),
             elsewhere="sin(u)/u", within=(-1, 1),
             says="sin(u)/u, 1 at zero; NumPy's is sin(pi*u)/(pi*u)"),

    # Hyperbolic functions
    Function("sinh", local=("cosh(u)",), floats=math.sinh, balls="sinh", parity="odd", sign="as u",
             definition="(exp(u) - exp(-u))/2", inverse="asinh", special=(("0", "0"),),
             sample=(-1.3, 0.4, 30.5), says="hyperbolic sine"),
    Function("cosh", local=("sinh(u)",), floats=math.cosh, balls="cosh", parity="even",
             definition="(exp(u) + exp(-u))/2", inverse="acosh", special=(("0", "1"),),
             sample=(-1.3, 0.4, 30.5), sign="positive", says="hyperbolic cosine"),
    Function("tanh", local=("1 - y**2",), floats=math.tanh, balls="tanh", parity="odd", sign="as u",
             definition="1 - 2/(exp(2*u) + 1)", inverse="atanh", special=(("0", "0"),),
             at_infinity="sign(u)*(1 - 2/(exp(2*abs(u)) + 1))", within=(-1, 1),
             aliases=("Tanh",), sample=(-1.3, 0.4, 20.5), says="hyperbolic tangent"),
    Function("sech", local=("-y*tanh(u)",), floats=floats.sech, balls="sech", parity="even",
             definition="2/(exp(u) + exp(-u))", inverse="asech", special=(("0", "1"),),
             sample=(-1.3, 0.4, 30.5), sign="positive", within=(0, 1), says="hyperbolic secant"),
    Function("csch", local=("-y*coth(u)",), floats=floats.csch, balls="csch", parity="odd",
             definition="2/(exp(u) - exp(-u))", inverse="acsch", aliases=("cosech",), poles=True,
             sample=(-1.3, 0.4, 30.5),
             needs=("u != 0",), sign="not zero", says="hyperbolic cosecant"),
    Function("coth", local=("-csch(u)**2",), floats=floats.coth, balls="coth", parity="odd",
             definition="1 + 2/(exp(2*u) - 1)", inverse="acoth", sample=(-1.3, 0.4, 20.5),
             poles=True, needs=("u != 0",), sign="not zero", says="hyperbolic cotangent"),
    Function("asinh", local=("1/sqrt(1 + u**2)",), floats=math.asinh, balls="asinh", parity="odd",
             taylor=_asinh_taylor, definition="log(u + sqrt(u**2 + 1))", inverse="sinh",
             special=(("0", "0"),), aliases=("arcsinh", "arsinh"), sample=(-1.3, 0.4, 40.5),
             sign="as u", at_infinity="sign(u)*log(abs(u) + sqrt(u**2 + 1))",
             says="inverse of sinh"),
    Function("acosh", local=("1/sqrt(u**2 - 1)",), floats=math.acosh, balls="acosh",
             taylor=_acosh_taylor, definition="log(u + sqrt(u**2 - 1))", domain=("u >= 1",),
             corners=("u - 1",), special=(("1", "0"),), aliases=("arccosh", "arcosh"),
             sample=(1.0625, 2.3, 40.5), sign="not negative", elsewhere="2*asinh(sqrt((u - 1)/2))",
             says="inverse of cosh, for u >= 1"),
    Function("atanh", local=("1/(1 - u**2)",), floats=math.atanh, balls="atanh", parity="odd",
             taylor=_atanh_taylor, definition="log((1 + u)/(1 - u))/2", inverse="tanh", sign="as u",
             domain=("-1 < u", "u < 1"), special=(("0", "0"),), aliases=("arctanh", "artanh"),
             sample=(-0.7, 0.004, 0.9), says="inverse of tanh"),
    Function("asech", local=("-1/(u*sqrt(1 - u**2))",), floats=floats.asech, sign="not negative",
             definition="acosh(1/u)", domain=("0 < u", "u <= 1"), corners=("1 - u",),
             special=(("1", "0"),), aliases=("arcsech", "arsech"), sample=(0.004, 0.4, 0.9),
             says="inverse of sech, for 0 < u <= 1"),
    Function("acsch", local=("-1/(u**2*sqrt(1 + 1/u**2))",), floats=floats.acsch, parity="odd",
             definition="asinh(1/u)", inverse="csch", domain=("u != 0",),
             aliases=("arccsch", "arcsch"), sample=(-1.3, 0.4, 40.5), says="inverse of csch"),
    Function("acoth", local=("1/(1 - u**2)",), floats=floats.acoth, parity="odd",
             definition="atanh(1/u)", inverse="coth", domain=("abs(u) > 1",),
             aliases=("arccoth", "arcoth"), sample=(-1.3, 1.0625, 40.5), says="inverse of coth"),
)
# fmt: on
