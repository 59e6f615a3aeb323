"""Truncated Taylor series in several variables: all mixed derivatives up to given orders at once.

A number is a dictionary from multi-indices to constants of Taylor arithmetic, exact as long as
they can be; what is not in it is exactly zero, so that the mixed derivative of sin(x) + y is. The
highest power of each variable is given; what lies beyond is dropped (A. Griewank and A. Walther,
Evaluating Derivatives, 2008, chapter 13).
"""

from __future__ import annotations

from math import factorial, prod

from calcdl.arithmetic import exact
from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.signals import Kink
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import NoValue, TooLarge
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import bound, local_rule, missing_rule
from calcdl.lean import TYPE_CHECKING
from calcdl.sweep.corners import corners
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from calcdl.arithmetic.kinds import Number, Real
    from calcdl.graph.nodes import Operation, Rational

    Series: TypeAlias = dict["Index", Number]

__all__ = ["Multivariate"]

_LARGEST_EFFORT = 10_000_000  # products of coefficients, some ten seconds

Index = tuple[int, ...]


class Multivariate:
    """The arithmetic of Taylor series in several variables, with the highest powers of each.

    >>> series = Multivariate((1, 1))
    >>> x, y = series.variable(0, [3]), series.variable(1, [5])
    >>> series.derivative(series.mul((x, x, y)))
    6
    """

    def __init__(self, limits: Sequence[int]) -> None:
        self.limits = tuple(limits)
        self.origin = (0,) * len(self.limits)
        self.order = sum(self.limits)
        self.constants = Taylor(1)
        self.effort = 0  # products of coefficients so far

    # Making series, and looking into them

    def of(self, constant: Number) -> Series:
        """Return the series of a constant of Taylor arithmetic."""
        return {} if self._vanishes(constant) else {self.origin: constant}

    def number(self, value: Rational) -> Series:
        return self.of(self.constants.number(value))

    def constant(self, name: str) -> Series:
        return self.of(self.constants.constant(name))

    def variable(self, place: int, value: Number) -> Series:
        """Return the series of value + t for the variable at a place."""
        step = tuple([int(k == place) for k in range(len(self.limits))])
        return {**self.of(value), step: self.constants.one}

    def derivative(self, u: Series) -> Real:
        """Return the derivative of the highest order, as an exact number or a ball."""
        scale = prod(map(factorial, self.limits))
        coefficient = u.get(self.limits, self.constants.zero)
        product = self.constants.mul((self.constants.number(scale), coefficient))
        return self.constants.result(product, 0)

    def head(self, u: Series) -> Number:
        """Return the value at the point as a constant."""
        return u.get(self.origin, self.constants.zero)

    def is_constant(self, u: Series) -> bool:
        return not u or (len(u) == 1 and self.origin in u)

    def is_zero(self, u: Series) -> bool:
        return not u

    def share(self, u: Series) -> Series:
        return u

    def value(self, u: Series) -> Rational | None:
        """Return the rational number that a constant certainly is, else None."""
        return self.constants.value(self.head(u)) if self.is_constant(u) else None

    def same(self, u: Series, v: Series) -> bool:
        return u is v

    def _vanishes(self, constant: Number) -> bool:
        return constant.is_zero() if is_ball(constant) else self.constants.is_zero(constant)

    # Arithmetic

    def add(self, terms: Sequence[Series]) -> Series:
        total: dict[Index, list[Number]] = {}
        for term in terms:
            for index, constant in term.items():
                total.setdefault(index, []).append(constant)
        return self._collected(total)

    def _collected(self, terms: dict[Index, list[Number]]) -> Series:
        sums = {index: self.constants.add(parts) for index, parts in terms.items()}
        return {index: total for index, total in sums.items() if not self._vanishes(total)}

    def neg(self, u: Series) -> Series:
        return {index: self.constants.neg(constant) for index, constant in u.items()}

    def sub(self, u: Series, v: Series) -> Series:
        return {} if self.same(u, v) else self.add((u, self.neg(v)))

    def mul(self, factors: Sequence[Series]) -> Series:
        product = self.number(1)
        for factor in factors:
            product = self._product(product, factor)
        return product

    def _product(self, u: Series, v: Series) -> Series:
        """Return a product, by all pairs of terms: series of several variables are mostly sparse.

        Raises TooLarge where that would take a person's patience.
        """
        self.effort += len(u) * len(v)
        if self.effort > _LARGEST_EFFORT:
            raise TooLarge("a mixed derivative of so high an order takes too long here")
        found: dict[Index, list[Number]] = {}
        for i, a in u.items():
            for j, b in v.items():
                index = tuple([m + n for m, n in zip(i, j, strict=True)])
                if all([n <= most for n, most in zip(index, self.limits, strict=True)]):
                    found.setdefault(index, []).append(self.constants.mul((a, b)))
        return self._collected(found)

    def div(self, u: Series, v: Series) -> Series:
        return self._product(u, self._inverse(v))

    def _inverse(self, v: Series) -> Series:
        return self._composed(lambda taylor, t: taylor.div(taylor.one, t), v)

    def pow(self, u: Series, v: Series) -> Series:
        exponent = self.value(v)
        if type(exponent) is int and exponent >= 0:
            return self._whole_power(u, exponent)
        if self.is_constant(u) and self.is_constant(v):
            return self.of(self.constants.pow(self.head(u), self.head(v)))
        if self.is_constant(v):
            return self._composed(lambda taylor, t: taylor.pow(t, self.head(v)), u)
        if self.is_constant(u):
            return self._composed(lambda taylor, t: taylor.pow(self.head(u), t), v)
        sign = self.constants.sign_at_point(self.head(u))
        if sign == 0:
            raise Kink("a root begins there")
        if sign < 0:
            raise NoValue("a base that is not positive is raised to a power that is not whole")
        return self.call("exp", [self._product(v, self.call("log", [u]))])

    def _whole_power(self, u: Series, exponent: int) -> Series:
        return exact.by_squaring(self._product, self.number(1), u, exponent)

    # Functions

    def call(self, name: Operation, arguments: Sequence[Series]) -> Series:
        """Return a function of series; raises what Taylor arithmetic raises at the same point."""
        heads = [self.head(u) for u in arguments]
        varying = [k for k, u in enumerate(arguments) if not self.is_constant(u)]
        if not varying:
            return self.of(self.constants.call(name, heads))
        if len(varying) == 1:
            place = varying[0]

            def along(taylor: Taylor, t: Number) -> Number:
                return taylor.call(name, [*heads[:place], t, *heads[place + 1 :]])

            return self._composed(along, arguments[place])
        return self._of_several(name, arguments, varying)

    def _of_several(
        self, name: Operation, arguments: Sequence[Series], varying: list[int]
    ) -> Series:
        """Return a function of several arguments that vary, from its rules: one order a round."""
        heads = [self.head(u) for u in arguments]
        if name in ("max", "min") and self.same(*arguments):
            return arguments[0]
        for corner in corners(self.constants, name, heads, varying):
            if self.constants.sign_at_point(corner) == 0:
                raise Kink("a function is not smooth there")
        start = self.of(self.constants.call(name, heads))
        result = start
        for _ in range(self.order):
            slopes = self._slopes(str(name), arguments, varying, result)
            result = self._integrated(start, [(slopes[k], arguments[k]) for k in varying])
        return result

    def _slopes(
        self, name: str, arguments: Sequence[Series], varying: list[int], value: Series
    ) -> dict[int, Series]:
        """Return the local derivatives of a function in those of its arguments that vary."""
        row = FUNCTIONS[name]
        inputs = bound(name, arguments, lambda default: apply(default, self, {}))
        slopes = {}
        for k in varying:
            rule = local_rule(name, k)
            if rule is None:
                raise missing_rule(name, k)
            own = {row.args[0]: arguments[k]} if row.variadic else inputs
            slopes[k] = apply(rule, self, {**own, "y": value})
        return slopes

    def _integrated(self, start: Series, parts: Sequence[tuple[Series, Series]]) -> Series:
        """Return the series with this value whose differential is the sum of slope times du."""
        found = dict(start)
        for place in range(len(self.limits)):
            growth = self.add([self._product(s, self._derived(u, place)) for s, u in parts])
            for index, constant in growth.items():
                raised = (*index[:place], index[place] + 1, *index[place + 1 :])
                if not any(index[:place]) and raised[place] <= self.limits[place]:
                    found[raised] = self.constants.div(
                        constant, self.constants.number(raised[place])
                    )
        return found

    def _derived(self, u: Series, place: int) -> Series:
        """Return the derivative of a series in one of the variables."""
        return {
            (*index[:place], index[place] - 1, *index[place + 1 :]): self.constants.mul(
                ([index[place]], constant)
            )
            for index, constant in u.items()
            if index[place]
        }

    def _composed(self, function: Callable[[Taylor, Number], Number], u: Series) -> Series:
        """Return a function of one series from its Taylor series at the point (Horner's rule)."""
        taylor = Taylor(self.order + 1)
        series = function(taylor, taylor.variable(self.head(u)))
        rest = {index: constant for index, constant in u.items() if index != self.origin}
        result: Series = {}
        for k in range(self.order, -1, -1):
            coefficient = taylor.coefficient(series, k)
            constant = taylor.of(coefficient)
            result = self.add((self._product(result, rest), self.of(constant)))
        return result

    # Conditions

    def compare(self, operation: str, u: Series, v: Series) -> bool:
        difference = self.sub(u, v)
        sign = self.constants.sign_at_point(self.head(difference))
        if sign == 0 and not self.is_constant(difference):
            raise Kink("a function is not smooth there")
        return exact.compare(operation, sign, 0)

    def choose(self, condition: bool, chosen: Series, otherwise: Series) -> Series:
        return chosen if condition else otherwise
