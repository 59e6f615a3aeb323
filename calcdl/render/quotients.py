"""Difference quotients as they are written: (f(5.0001) - f(5))/0.0001."""

from __future__ import annotations

from calcdl.calculus.difference_quotients import COMPLEX_STEP
from calcdl.lean import TYPE_CHECKING
from calcdl.render.names import function_name
from calcdl.render.rows import float_text
from calcdl.results.numeric import DifferenceQuotient, Numeric, NumericAtPoint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Quotients"]

# What each method makes of values in the order in which it asks for them. The numbers that values
# are multiplied and divided by are those that it computes with, functions of its step.
_FORMS = {
    "forward": "({0} - {1})/{h}",
    "backward": "({0} - {1})/{h}",
    "central": "({0} - {1})/{two}",
    "five-point": "(8*({0} - {1}) - ({2} - {3}))/{twelve}",
    "richardson": "(64*({4} - {5})/{half} - 20*({2} - {3})/{h} + ({0} - {1})/{two})/45",
}
_MULTIPLES: dict[str, Callable[[float], float]] = {
    "h": lambda h: h,
    "two": lambda h: 2 * h,
    "half": lambda h: 2 * (h / 4),
    "twelve": lambda h: 12 * h,
}


class Quotients:
    """The quotients at one point, as texts that calcdl reads where f is defined."""

    def __init__(self, result: Numeric, point: NumericAtPoint) -> None:
        self.variable, self.at = result.variable, point.at
        self.name, self.parameters = "f", [result.variable]
        if result.expression is not None:
            self.name = function_name(result.expression)
            self.parameters = result.expression.symbols() or self.parameters

    def text(self, quotient: DifferenceQuotient) -> str:
        """Return a quotient with the calls of f that it is made of; empty if it has not begun."""
        if quotient.method == COMPLEX_STEP:
            step = float_text(quotient.step)
            return f"Im({self.call(f'{self.at[self.variable]} + {step}i')})/{step}"
        return _filled(quotient, [self.call(float_text(x)) for x, _ in quotient.values])

    def values(self, quotient: DifferenceQuotient) -> str:
        """Return a quotient with the values of f in it; empty where the quotient has none."""
        return _filled(quotient, [float_text(value) for _, value in quotient.values])

    def call(self, number: str) -> str:
        """Return the call of f with a number for the variable, and what is fixed for the others."""
        others = {**self.at, self.variable: number}
        return f"{self.name}({', '.join(others.get(name, name) for name in self.parameters)})"


def _filled(quotient: DifferenceQuotient, parts: Sequence[str]) -> str:
    form = _FORMS.get(quotient.method.removesuffix("-exact"))
    h = quotient.h
    if form is None or h is None:
        return ""
    numbers = {name: float_text(multiple(h)) for name, multiple in _MULTIPLES.items()}
    signed = [f"({part})" if part.startswith("-") else part for part in parts]
    return form.format(*signed, **numbers)
