"""The error functions by rational approximations, for languages that lack them.

Texts in calcdl's language, and where they are from. The coefficients are those of W. J. Cody,
Rational Chebyshev approximations for the error function, Mathematics of Computation 23 (1969), as
in his program CALERF (1990, www.netlib.org/specfun/erf); their own errors are below 1e-18. The
power is split as there, so that the square does not lose the digits of exp(-u**2).
"""

from __future__ import annotations

__all__ = ["ERFCX_SLOPE", "HELPERS"]


def _polynomial(coefficients: tuple[str, ...], variable: str) -> str:
    """Return a polynomial as nested products, the coefficient of the highest power first.

    >>> _polynomial(("3", "2", "1"), "u")
    '((3)*u + 2)*u + 1'
    """
    text = coefficients[0]
    for coefficient in coefficients[1:]:
        text = f"({text})*{variable} + {coefficient}"
    return text


def _quotient(above: tuple[str, ...], below: tuple[str, ...], variable: str) -> str:
    return f"({_polynomial(above, variable)})/({_polynomial(below, variable)})"


_NEAR_ZERO = _quotient(  # erf(u)/u for |u| <= 0.46875
    ("1.85777706184603153e-1", "3.16112374387056560", "1.13864154151050156e2",
     "3.77485237685302021e2", "3.20937758913846947e3"),
    ("1", "2.36012909523441209e1", "2.44024637934444173e2", "1.28261652607737228e3",
     "2.84423683343917062e3"),
    "(u*u)",
)  # fmt: skip
_BELOW = ("1", "1.57449261107098347e1", "1.17693950891312499e2", "5.37181101862009858e2",
          "1.62138957456669019e3", "3.29079923573345963e3", "4.36261909014324716e3",
          "3.43936767414372164e3", "1.23033935480374942e3")  # fmt: skip
_MIDDLE = _quotient(  # erfcx(|u|) for 0.46875 <= |u| <= 4
    ("2.15311535474403846e-8", "5.64188496988670089e-1", "8.88314979438837594",
     "6.61191906371416295e1", "2.98635138197400131e2", "8.81952221241769090e2",
     "1.71204761263407058e3", "2.05107837782607147e3", "1.23033935479799725e3"),
    _BELOW,
    "abs(u)",
)  # fmt: skip
_FAR = _quotient(  # (1/sqrt(pi) - |u| erfcx(|u|)) u**2 for |u| > 4
    ("1.63153871373020978e-2", "3.05326634961232344e-1", "3.60344899949804439e-1",
     "1.25781726111229246e-1", "1.60837851487422766e-2", "6.58749161529837803e-4"),
    ("1", "2.56852019228982242", "1.87295284992346047", "5.27905102951428412e-1",
     "6.05183413124413191e-2", "2.33520497626869185e-3"),
    "(1/(u*u))",
)  # fmt: skip

_MIDDLE_REST = _quotient(  # 1/sqrt(pi) - u erfcx(u) by _MIDDLE, subtracted before it is rounded
    ("-2.15311535474403846e-8", "1.0865590861979480795e-6", "-2.6488996800201933785e-5",
     "2.8251050231804916997e-1", "4.4368439518520601015", "3.2818887601685587047e1",
     "1.4458703771366467825e2", "4.1026586981933858965e2", "7.1011606094476421078e2",
     "6.9414464820914254878e2"),
    _BELOW,
    "u",
)  # fmt: skip

_SCALED = f"where(abs(u) <= 4, {_MIDDLE}, (1/sqrt(pi) - {_FAR}/(u*u))/abs(u))"
_STEP = "(trunc(16*u)/16)"
_POWER = f"exp(-{_STEP}*{_STEP})*exp(-(u - {_STEP})*(u + {_STEP}))"
_TAIL = f"where(abs(u) > 28, 0, {_POWER}*{_SCALED})"
_SQUARE = f"exp({_STEP}*{_STEP})*exp((u - {_STEP})*(u + {_STEP}))"

_SOURCE = "W. J. Cody's rational approximations; within 6 units of the last place"

# 2 u erfcx(u) - 2/sqrt(pi), of which hardly a digit is left where u is large; at last the series.
ERFCX_SLOPE = (
    "where(u > 30, -(1 - 3/(2*u**2)*(1 - 5/(2*u**2)*(1 - 7/(2*u**2)*(1 - 9/(2*u**2)*("
    "1 - 11/(2*u**2)*(1 - 13/(2*u**2)))))))/(sqrt(pi)*u**2),"
    f" where(u > 4, -2*{_FAR}/(u*u), where(u > 1, -2*{_MIDDLE_REST}, 2*u*y - 2/sqrt(pi))))"
)

HELPERS = {
    "erf": (
        f"where(abs(u) <= 0.46875, u*({_NEAR_ZERO}), where(u < 0, erfc(-u) - 1, 1 - erfc(u)))",
        _SOURCE,
    ),
    "erfc": (
        f"where(abs(u) <= 0.46875, 1 - u*({_NEAR_ZERO}), where(u < 0, 2 - {_TAIL}, {_TAIL}))",
        _SOURCE,
    ),
    "erfcx": (
        f"where(abs(u) <= 0.46875, exp(u*u)*(1 - u*({_NEAR_ZERO})),"
        f" where(u < 0, 2*{_SQUARE} - {_SCALED}, {_SCALED}))",
        _SOURCE,
    ),
}
