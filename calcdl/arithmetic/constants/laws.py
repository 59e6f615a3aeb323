"""Proofs that a constant is zero, by the laws of its functions: no ball can tell that.

A constant becomes a rational function of kernels (see constants.kernels). If its numerator is the
zero polynomial, the number is zero; the converse does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import factorial
from typing import TYPE_CHECKING

from calcdl.arithmetic.constants.exponentials import OtherUnit
from calcdl.arithmetic.constants.kernels import Kernels
from calcdl.arithmetic.constants.polynomials import HIGHEST_POWER, NoProof, Quotient
from calcdl.arithmetic.precision import precision
from calcdl.errors import CalcdlError
from calcdl.functions import FUNCTIONS
from calcdl.functions.row import invoke
from calcdl.functions.rules import bound, definition_graph
from calcdl.graph.nodes import Graph
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from typing import TypeAlias

    from flint import fmpz_mpoly

    from calcdl.graph.nodes import Operation

    Polynomial: TypeAlias = fmpz_mpoly
    Key: TypeAlias = tuple[object, ...]

__all__ = ["Constants", "is_zero_by_laws"]

_BITS = 640  # of the values of kernels
_MOST_UNITS = 8  # times that a smaller unit for the angles, or exponents, is tried
_LARGEST = 400  # nodes of a formula


def is_zero_by_laws(graph: Graph) -> bool:
    """Say whether a formula without variables, whose value is finite, is proven to be zero."""
    if len(graph.order()) > _LARGEST:
        return False
    units: dict[Key, Fraction] = {}
    try:
        with precision(_BITS):
            for _ in range(_MOST_UNITS):
                try:
                    constants = Constants(units)
                    return constants.vanishes(apply(graph, constants, {}).numerator)
                except OtherUnit:
                    continue
            return False
    except CalcdlError:
        return False


class Constants(Kernels):
    """The arithmetic of constants without variables."""

    def vanishes(self, p: Polynomial) -> bool:
        """Say whether a polynomial is zero, or a sum of logarithms whose product is one."""
        if p.is_zero():
            return True
        product = self.one
        for exponents, coefficient in p.to_dict().items():
            places = [place for place, exponent in enumerate(exponents) if exponent]
            if len(places) != 1 or sum(exponents) != 1 or self.meanings[places[0]][0] != "log":
                return False
            inside = self.of(self.meanings[places[0]][1])
            product = self.mul((product, self.whole_power(inside, int(coefficient))))
        return self.sub(product, self.one).numerator.is_zero()

    def call(self, name: Operation, arguments: Sequence[Quotient]) -> Quotient:
        if name in _LAWS:
            return _LAWS[name](self, *arguments)
        if name in _SHIFTED and (shifted := self.shifted(name, arguments)) is not None:
            return shifted
        if type(name) is not str or (definition := definition_graph(name)) is None:
            return self.opaque(name, arguments)
        inputs = bound(name, arguments, lambda default: apply(default, self, {}))
        return apply(definition, self, inputs)

    def opaque(self, name: Operation, arguments: Sequence[Quotient]) -> Quotient:
        """Return a function of which no law is used as a kernel."""
        row = FUNCTIONS.get(name) if type(name) is str else None
        if row is None or row.balls is None:
            raise NoProof("a function that is not in the table")
        if name == "gamma" and (known := self.rational(arguments[0])) in (1, Fraction(1, 2)):
            return self.one if known == 1 else self.root(self.constant("pi"), Fraction(1, 2))
        if row.parity is not None and self.sign(arguments[0]) < 0:
            mirrored = self.opaque(name, [self.neg(arguments[0])])
            return self.neg(mirrored) if row.parity == "odd" else mirrored
        value = invoke(row.balls, [self.value(u) for u in arguments])
        key = (name, *[self.key_of(u) for u in arguments])
        return self.of(self.kernel(key, value, arguments))

    def shifted(self, name: str, arguments: Sequence[Quotient]) -> Quotient | None:
        """Return gamma or polygamma by an argument whose number lies in (0, 1]; None: it does."""
        u, order = arguments[-1], self.order_of(name, arguments)
        number = [factor for factor, base in self.multiples(u) if self.rational(base) == 1]
        steps = -(-number[0].numerator // number[0].denominator) - 1 if number else 0
        if order is None or steps == 0 or abs(steps) > HIGHEST_POWER:
            return None
        lowest = self.sub(u, self.number(steps))
        shifts = range(steps) if steps > 0 else range(steps, 0)
        terms = [self.add((lowest, self.number(k))) for k in shifts]
        start = self.call(name, [*arguments[:-1], lowest])
        if name == "gamma":
            product = self.mul(terms)
            return self.mul((start, product)) if steps > 0 else self.div(start, product)
        scale = (-1) ** order * factorial(order)
        poles = self.add([self.whole_power(term, -1 - order) for term in terms])
        change = self.scaled(poles, Fraction(scale if steps > 0 else -scale))
        return self.add((start, change))

    def order_of(self, name: str, arguments: Sequence[Quotient]) -> int | None:
        """Return the order of a polygamma function as an int, 0 for others, None: too high."""
        if len(arguments) == 1:
            return 0
        order = self.rational(arguments[0])
        small = order is not None and order.denominator == 1 and 0 <= order <= HIGHEST_POWER
        return int(order) if small and order is not None else None


def _absolute(constants: Constants, u: Quotient) -> Quotient:
    return constants.neg(u) if constants.sign(u) < 0 else u


def _maximum(constants: Constants, u: Quotient, v: Quotient) -> Quotient:
    return u if constants.sign(constants.sub(u, v)) >= 0 else v


def _minimum(constants: Constants, u: Quotient, v: Quotient) -> Quotient:
    return constants.neg(_maximum(constants, constants.neg(u), constants.neg(v)))


def _logsumexp(constants: Constants, *arguments: Quotient) -> Quotient:
    return constants.log(constants.add([constants.exp(u) for u in arguments]))


def _tangent(constants: Constants, u: Quotient) -> Quotient:
    cosine, sine = constants.cosine_and_sine(u)
    return constants.div(sine, cosine)


def _bessel(name: str, turn: int, step: int) -> Callable[..., Quotient]:
    """Return the law of a Bessel function C of rational order n, of which two orders are constants.

    C(n + 1) is turn*C(n - 1) + step*2*n/u*C(n), see https://dlmf.nist.gov/10.6 and 10.29.
    """

    def law(constants: Constants, n: Quotient, u: Quotient) -> Quotient:
        order = constants.rational(n)
        if order is None or abs(order) > HIGHEST_POWER or u.numerator.is_zero():
            return constants.opaque(name, [n, u])
        lowest = (order % 1) - (1 if order % 1 == Fraction(1, 2) else 0)
        first, second = (_first_bessel(constants, name, lowest + k, u) for k in (0, 1))
        while lowest < order:  # first is that of order lowest, second that of the next
            lowest += 1
            slope = constants.scaled(constants.div(second, u), 2 * step * lowest)
            first, second = second, constants.add((constants.scaled(first, Fraction(turn)), slope))
        while lowest > order:
            slope = constants.scaled(constants.div(first, u), 2 * step * lowest)
            before = constants.scaled(constants.sub(second, slope), Fraction(turn))
            lowest -= 1
            first, second = before, first
        return first

    return law


def _first_bessel(constants: Constants, name: str, order: Fraction, u: Quotient) -> Quotient:
    """Return a Bessel function of order -1/2 or 1/2 by elementary functions, others as kernels."""
    if abs(order) != Fraction(1, 2):
        return constants.opaque(name, [constants.number(order), u])
    square = constants.scaled(constants.mul((constants.constant("pi"), u)), Fraction(1, 2))
    size = constants.inverse(constants.root(square, Fraction(1, 2)))
    if name == "besselk":
        scale = constants.scaled(constants.constant("pi"), Fraction(1, 2))
        return constants.mul((size, scale, constants.exp(constants.neg(u))))
    above = order > 0
    if name == "besseli":
        return constants.mul((size, constants.call("sinh" if above else "cosh", [u])))
    cosine, sine = constants.cosine_and_sine(u)
    if name == "bessely":
        return constants.mul((size, constants.neg(cosine) if above else sine))
    return constants.mul((size, sine if above else cosine))


def _half(constants: Constants) -> Quotient:
    return constants.scaled(constants.constant("pi"), Fraction(1, 2))


_SHIFTED = frozenset(("gamma", "digamma", "polygamma"))
_LAWS: dict[Operation, Callable[..., Quotient]] = {
    "exp": Kernels.exp,
    "log": Kernels.log,
    "sin": lambda constants, u: constants.cosine_and_sine(u)[1],
    "cos": lambda constants, u: constants.cosine_and_sine(u)[0],
    "tan": _tangent,
    "atan": Kernels.atan,
    "asin": Kernels.asin,
    "acos": lambda constants, u: constants.sub(_half(constants), constants.asin(u)),
    "sqrt": lambda constants, u: constants.root(u, Fraction(1, 2)),
    "abs": _absolute,
    "sign": lambda constants, u: constants.number(constants.sign(u)),
    "max": _maximum,
    "min": _minimum,
    "digamma": lambda constants, u: constants.call("polygamma", [constants.zero, u]),
    "loggamma": lambda constants, u: constants.log(constants.call("gamma", [u])),
    "logsumexp": _logsumexp,
    "besselj": _bessel("besselj", -1, 1),
    "bessely": _bessel("bessely", -1, 1),
    "besseli": _bessel("besseli", 1, -1),
    "besselk": _bessel("besselk", 1, 1),
}
