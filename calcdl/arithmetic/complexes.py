"""Complex numbers, for difference quotients with an imaginary step."""

from __future__ import annotations

import cmath
import operator
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from calcdl.errors import NoValue, UsageError
from calcdl.functions.rules import definition_graph, rule_names
from calcdl.graph.nodes import Undefined
from calcdl.sweep.forward import apply

__all__ = ["Complexes"]


class Complexes:
    """The arithmetic of complex numbers, for the complex step: f'(x) is about Im f(x + ih)/h.

    It has no difference of two near values, so that a tiny step costs no digits (W. Squire and
    G. Trapp, SIAM Rev. 40, 1998); but f has to be made of functions that complex numbers have.
    ``call`` applies one of ``NAMES``; ``make`` and ``real`` turn exact numbers into numbers.
    """

    NAMES = frozenset(
        ("exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan",
         "sinh", "cosh", "tanh", "asinh", "acosh", "atanh")
    )  # fmt: skip

    def __init__(
        self,
        call: Callable[[str, Any], Any] = lambda name, u: getattr(cmath, name)(u),
        make: Callable[[Any], Any] = complex,
        real: Callable[[Any], Any] = float,
    ) -> None:
        self._call, self._make, self._real = call, make, real

    def number(self, value: Any) -> Any:
        return self._make(self._real(value))

    def constant(self, name: str) -> Any:
        one = self.number(1)
        return 4 * self._call("atan", one) if name == "pi" else self._call("exp", one)

    def add(self, terms: Sequence[Any]) -> Any:
        return reduce(operator.add, terms)

    def mul(self, factors: Sequence[Any]) -> Any:
        return reduce(operator.mul, factors)

    def neg(self, u: Any) -> Any:
        return -u

    def div(self, u: Any, v: Any) -> Any:
        return self._checked(lambda: u / v)

    def pow(self, u: Any, v: Any) -> Any:
        return self._checked(lambda: u**v)

    def is_zero(self, u: Any) -> bool:
        return bool(u == 0)

    def share(self, u: Any) -> Any:
        return u

    def call(self, name: Any, arguments: Sequence[Any]) -> Any:
        """Return a function's value; UsageError where complex numbers do not have it."""
        if name in self.NAMES:
            return self._checked(lambda: self._call(name, arguments[0]))
        definition = None if isinstance(name, Undefined) else definition_graph(name)
        if definition is None or len(arguments) != len(rule_names(name)):
            raise self._refusal(getattr(name, "name", name))
        return apply(definition, self, dict(zip(rule_names(name), arguments, strict=True)))

    def compare(self, operation: str, u: Any, v: Any) -> bool:
        raise self._refusal(f"the condition {operation}")

    def choose(self, condition: Any, chosen: Any, otherwise: Any) -> Any:
        raise self._refusal("where")

    def _refusal(self, name: str) -> UsageError:
        return UsageError(
            f"a complex step cannot pass through {name}: it takes functions made of + - * / **,"
            " exp, log, sqrt, sin, cos, tan, sinh, cosh, tanh and their inverses"
        )

    def _checked(self, compute: Callable[[], Any]) -> Any:
        try:
            return compute()
        except ZeroDivisionError:
            raise NoValue("it divides by zero") from None
        except (ValueError, OverflowError):
            raise NoValue("a complex number is out of range") from None
