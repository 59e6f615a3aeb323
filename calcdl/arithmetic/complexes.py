"""Complex numbers, for difference quotients with an imaginary step."""

from __future__ import annotations

import cmath
import operator
from functools import reduce
from typing import Generic, TypeVar

from calcdl.errors import NoValue, UsageError
from calcdl.functions.rules import definition_graph, rule_names
from calcdl.graph.nodes import Undefined
from calcdl.lean import TYPE_CHECKING
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol, Self

    from calcdl.graph.nodes import Operation, Rational

    class Complex(Protocol):
        """A complex number: Python's, or an ``acb`` of flint's."""

        def __add__(self, other: Self, /) -> Self: ...
        def __mul__(self, other: Self, /) -> Self: ...
        def __neg__(self) -> Self: ...
        def __truediv__(self, other: Self, /) -> Self: ...
        def __pow__(self, other: Self, /) -> Self: ...


__all__ = ["Complexes", "python_complexes"]

Z = TypeVar("Z", bound="Complex")


class Complexes(Generic[Z]):
    """The arithmetic of complex numbers, for the complex step: f'(x) is about Im f(x + ih)/h.

    It has no difference of two near values, so that a tiny step costs no digits (W. Squire and
    G. Trapp, SIAM Rev. 40, 1998); but f has to be made of functions that complex numbers have.
    ``call`` applies one of ``NAMES``, ``make`` turns exact numbers into complex ones.
    """

    NAMES = frozenset(
        ("exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan",
         "sinh", "cosh", "tanh", "asinh", "acosh", "atanh")
    )  # fmt: skip

    def __init__(self, call: Callable[[str, Z], Z], make: Callable[[Rational], Z]) -> None:
        self._call, self.number = call, make

    def constant(self, name: str) -> Z:
        one = self.number(1)
        if name == "pi":
            return self.number(4) * self._call("atan", one)
        return self._call("exp", one)

    def add(self, terms: Sequence[Z]) -> Z:
        return reduce(operator.add, terms)

    def mul(self, factors: Sequence[Z]) -> Z:
        return reduce(operator.mul, factors)

    def neg(self, u: Z) -> Z:
        return -u

    def div(self, u: Z, v: Z) -> Z:
        return self._checked(lambda: u / v)

    def pow(self, u: Z, v: Z) -> Z:
        return self._checked(lambda: u**v)

    def is_zero(self, u: Z) -> bool:
        return u == self.number(0)

    def share(self, u: Z) -> Z:
        return u

    def call(self, name: Operation, arguments: Sequence[Z]) -> Z:
        """Return a function's value; UsageError where complex numbers do not have it."""
        if type(name) is Undefined:
            raise self._refusal(name.name)
        if name in self.NAMES:
            return self._checked(lambda: self._call(name, arguments[0]))
        definition = definition_graph(name)
        if definition is None or len(arguments) != len(rule_names(name)):
            raise self._refusal(name)
        return apply(definition, self, dict(zip(rule_names(name), arguments, strict=True)))

    def compare(self, operation: str, u: Z, v: Z) -> bool:
        raise self._refusal(f"the condition {operation}")

    def choose(self, condition: bool, chosen: Z, otherwise: Z) -> Z:
        raise self._refusal("where")

    def _refusal(self, name: str) -> UsageError:
        return UsageError(
            f"a complex step cannot pass through {name}: it takes functions made of + - * / **,"
            " exp, log, sqrt, sin, cos, tan, sinh, cosh, tanh and their inverses"
        )

    def _checked(self, compute: Callable[[], Z]) -> Z:
        try:
            return compute()
        except ZeroDivisionError:
            raise NoValue("it divides by zero") from None
        except (ValueError, OverflowError):
            raise NoValue("a complex number is out of range") from None


def python_complexes() -> Complexes[complex]:
    """Return the arithmetic of Python's own complex numbers."""
    return Complexes(
        lambda name, u: complex(getattr(cmath, name)(u)), lambda value: complex(float(value))
    )
