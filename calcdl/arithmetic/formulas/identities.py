"""Proofs that a constant is zero, by the laws of its functions: no ball can tell that.

A constant becomes a rational function, over the integers, of kernels: numbers between which no
relation is assumed but those that are written down here. With t = tan(u/2) are sin(u) and cos(u)
rational in t; exp(u) is a kernel, and so are the logarithms of irreducible factors, roots of them,
arctangents, and every function that is not one of these. Which sign a factor has under a root or a
logarithm, its ball says. If the numerator of the whole is the zero polynomial, the number is zero;
the converse does not hold.

This is the normal form of B. F. Caviness and J. H. Davenport for elementary constants, as far as
unconditional proofs go: R. H. Risch's structure theorem would tell which kernels are independent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import factorial, gcd
from typing import TYPE_CHECKING, Any, NamedTuple

from calcdl.arithmetic import exact
from calcdl.arithmetic.precision import load_flint, precision
from calcdl.errors import CalcdlError
from calcdl.functions import FUNCTIONS
from calcdl.functions.row import invoke
from calcdl.functions.rules import bound, definition_graph
from calcdl.graph.nodes import Graph
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from typing import TypeAlias

    from flint import fmpz, fmpz_mpoly

    from calcdl.arithmetic.kinds import Ball
    from calcdl.graph.nodes import Operation, Rational

    Polynomial: TypeAlias = fmpz_mpoly
    Key: TypeAlias = tuple[object, ...]

__all__ = ["is_zero_by_identities"]

_BITS = 640  # of the values of kernels
_MOST_KERNELS = 24
_MOST_TERMS = 400  # of a polynomial
_MOST_PRODUCTS = 20_000  # of terms, in one product
_LONGEST_CONJUGATE = 30  # terms of a denominator that is freed from a square root
_LARGEST_FACTORED = 60  # terms of a polynomial that is factored
_HIGHEST_POWER = 24
_LARGEST_INTEGER = 128  # bits of an integer that is factored
_MOST_UNITS = 8  # times that a smaller unit for the angles, or exponents, is tried
_LARGEST = 400  # nodes of a formula

_LARGEST_DIVISION = 120  # of pi: its eighths, thirds and fifths have roots for sines


class _NoProof(CalcdlError):
    """What is asked is beyond the laws that are known here, or too much work."""


class _OtherUnit(Exception):
    """A smaller unit is needed for the multiples of a number that occur under exp or sin."""


class Quotient(NamedTuple):
    """A number as the quotient of two polynomials in the kernels."""

    numerator: Polynomial
    denominator: Polynomial


def is_zero_by_identities(graph: Graph) -> bool:
    """Say whether a formula without variables, whose value is finite, is proven to be zero."""
    if len(graph.order()) > _LARGEST:
        return False
    units: dict[Key, Fraction] = {}
    try:
        with precision(_BITS):
            for _ in range(_MOST_UNITS):
                try:
                    kernels = Kernels(units)
                    return kernels.vanishes(apply(graph, kernels, {}).numerator)
                except _OtherUnit:
                    continue
            return False
    except CalcdlError:
        return False


class Kernels:
    """The arithmetic of rational functions of kernels.

    ``units`` holds, for what occurs under exp or sin in rational multiples, the greatest number
    of which all of them are whole multiples; it grows from one try to the next.
    """

    def __init__(self, units: dict[Key, Fraction]) -> None:
        load_flint()
        import flint

        self.flint = flint
        names = [f"k{i}" for i in range(_MOST_KERNELS)]
        self.context = flint.fmpz_mpoly_ctx.get(names, flint.Ordering.lex)
        self.generators = self.context.gens()
        self.units = units
        self.keys: dict[Key, int] = {}
        self.values: list[Ball] = []  # of the kernels, as balls
        self.meanings: list[tuple[str, Any]] = []  # "exp" and its exponent, "atan" and its argument
        self.relations: dict[int, tuple[int, Polynomial]] = {}  # kernel**power is a polynomial
        self.zero, self.one = self.number(0), self.number(1)

    # Kernels

    def kernel(self, key: Key, value: Ball, meaning: Any = None) -> Polynomial:
        """Return the generator of a kernel; ``value`` is its ball."""
        place = self.keys.get(key)
        if place is None:
            place = len(self.values)
            if place == _MOST_KERNELS or not value.is_finite():
                raise _NoProof("there are too many kernels, or one has no value")
            self.keys[key] = place
            self.values.append(value)
            self.meanings.append((str(key[0]), meaning))
        return self.generators[place]

    def key_of(self, u: Quotient) -> Key:
        return _terms(u.numerator), _terms(u.denominator)

    def ball(self, polynomial: Polynomial) -> Ball:
        """Return the value of a polynomial."""
        total = self.flint.arb(0)
        for exponents, coefficient in polynomial.to_dict().items():
            term = self.flint.arb(coefficient)
            for place, exponent in enumerate(exponents):
                if exponent:
                    term *= self.values[place] ** int(exponent)
            total += term
        return total

    def value(self, u: Quotient) -> Ball:
        return self.ball(u.numerator) / self.ball(u.denominator)

    def sign_of(self, polynomial: Polynomial) -> int:
        """Return the sign of a polynomial, whose ball has to tell it."""
        if polynomial.is_zero():
            return 0
        ball = self.ball(polynomial)
        if ball > 0:
            return 1
        if ball < 0:
            return -1
        raise _NoProof("the sign of a factor")

    def sign(self, u: Quotient) -> int:
        return self.sign_of(u.numerator) * self.sign_of(u.denominator)

    # Polynomials

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

    def times(self, p: Polynomial, q: Polynomial) -> Polynomial:
        if len(p) * len(q) > _MOST_PRODUCTS:
            raise _NoProof("a product is too long")
        return self.reduced(p * q)

    def to_power(self, p: Polynomial, exponent: int) -> Polynomial:
        if exponent > _HIGHEST_POWER:
            raise _NoProof("a power is too high")
        result = self.context.constant(1)
        for _ in range(exponent):
            result = self.times(result, p)
        return result

    def reduced(self, p: Polynomial) -> Polynomial:
        """Return a polynomial with roots to powers below their own."""
        for place in sorted(self.relations, reverse=True):
            power, root = self.relations[place]
            while not p.is_zero() and p.degrees()[place] >= power:
                parts: dict[int, dict[tuple[int, ...], fmpz]] = {}
                for exponents, coefficient in p.to_dict().items():
                    times, left = divmod(int(exponents[place]), power)
                    key = (*exponents[:place], left, *exponents[place + 1 :])
                    parts.setdefault(times, {})[key] = coefficient
                p = self.context.from_dict(parts.pop(0, {}))
                for times, part in parts.items():
                    q = self.context.from_dict(part)
                    for _ in range(times):
                        if len(q) * len(root) > _MOST_PRODUCTS:
                            raise _NoProof("a product is too long")
                        q *= root
                    p += q
        if len(p) > _MOST_TERMS:
            raise _NoProof("a sum is too long")
        return p

    def quotient(self, p: Polynomial, q: Polynomial) -> Quotient:
        """Return p/q in lowest terms, square roots in p alone; raises _NoProof where q is zero."""
        if q.is_zero():
            raise _NoProof("it divides by zero")
        if p.is_zero():
            return Quotient(p, self.context.constant(1))
        p, q = self.rationalized(p, q)
        if len(p) * len(q) <= _MOST_PRODUCTS:
            common = p.gcd(q)
            p, q = p // common, q // common
        if q.leading_coefficient() < 0:
            p, q = -p, -q
        return Quotient(p, q)

    def rationalized(self, p: Polynomial, q: Polynomial) -> tuple[Polynomial, Polynomial]:
        """Return numerator and denominator of the same number, short ones without square roots."""
        for place in sorted(self.relations, reverse=True):
            power, _ = self.relations[place]
            if power == 2 and q.degrees()[place] and len(q) <= _LONGEST_CONJUGATE:
                terms = q.to_dict().items()
                conjugate = self.context.from_dict({k: -c if k[place] else c for k, c in terms})
                p, q = self.times(p, conjugate), self.times(q, conjugate)
                if q.is_zero():
                    raise _NoProof("it divides by zero")
        return p, q

    def factors(self, p: Polynomial) -> list[tuple[Polynomial, int]]:
        """Return a polynomial's irreducible factors and their powers; the numbers are primes."""
        if len(p) > _LARGEST_FACTORED:
            raise _NoProof("too long to be factored")
        content, found = p.factor()
        size = abs(int(content))
        if size.bit_length() > _LARGEST_INTEGER:
            raise _NoProof("an integer is too long to be factored")
        primes = self.flint.fmpz(size).factor() if size > 1 else []
        numbers = [(self.context.constant(int(prime)), int(power)) for prime, power in primes]
        return numbers + [(factor, int(power)) for factor, power in found]

    def place_of(self, p: Polynomial) -> int | None:
        """Return which kernel a polynomial is, None if it is none."""
        terms = p.to_dict()
        if len(terms) != 1:
            return None
        ((exponents, coefficient),) = terms.items()
        if coefficient != 1 or sum(exponents) != 1:
            return None
        return list(exponents).index(1)

    # Arithmetic

    def number(self, value: Rational) -> Quotient:
        return Quotient(
            self.context.constant(value.numerator), self.context.constant(value.denominator)
        )

    def constant(self, name: str) -> Quotient:
        arb = self.flint.arb
        if name == "pi":
            return self.of(self.kernel(("pi",), arb.pi()))
        return self.exp(self.one)

    def of(self, polynomial: Polynomial) -> Quotient:
        return Quotient(polynomial, self.context.constant(1))

    def add(self, terms: Sequence[Quotient]) -> Quotient:
        total = terms[0]
        for term in terms[1:]:
            (p, q), (r, s) = total, term
            total = self.quotient(
                self.reduced(self.times(p, s) + self.times(r, q)), self.times(q, s)
            )
        return total

    def mul(self, factors: Sequence[Quotient]) -> Quotient:
        product = factors[0]
        for factor in factors[1:]:
            product = self.quotient(
                self.times(product.numerator, factor.numerator),
                self.times(product.denominator, factor.denominator),
            )
        return product

    def neg(self, u: Quotient) -> Quotient:
        return Quotient(-u.numerator, u.denominator)

    def div(self, u: Quotient, v: Quotient) -> Quotient:
        return self.mul((u, self.inverse(v)))

    def inverse(self, u: Quotient) -> Quotient:
        return self.quotient(u.denominator, u.numerator)

    def scaled(self, u: Quotient, factor: Fraction) -> Quotient:
        return self.mul((u, self.number(factor)))

    def pow(self, u: Quotient, v: Quotient) -> Quotient:
        exponent = self.rational(v)
        if exponent is None:
            return self.exp(self.mul((v, self.log(u))))
        whole = exponent.numerator // exponent.denominator
        result = self.whole_power(u, whole)
        part = exponent - whole
        return self.mul((result, self.root(u, part))) if part else result

    def rational(self, u: Quotient) -> Fraction | None:
        """Return the rational number that something is, None if it is not one."""
        if not (u.numerator.is_constant() and u.denominator.is_constant()):
            return None
        top, bottom = (int(p.leading_coefficient()) if not p.is_zero() else 0 for p in u)
        return Fraction(top, bottom)

    def whole_power(self, u: Quotient, exponent: int) -> Quotient:
        if exponent < 0:
            return self.whole_power(self.inverse(u), -exponent)
        top, bottom = (self.to_power(p, exponent) for p in u)
        return self.quotient(top, bottom)

    # Roots

    def root(self, u: Quotient, exponent: Fraction) -> Quotient:
        """Return u**exponent for a positive u, or zero, and an exponent between 0 and 1."""
        sign = self.sign(u)
        if sign <= 0:
            if sign == 0:
                return self.zero
            raise _NoProof("a root of a negative number")
        result = self.one
        for polynomial, direction in ((u.numerator, 1), (u.denominator, -1)):
            for factor, power in self.factors(polynomial):
                part = self.power_of_factor(factor, direction * power * exponent)
                result = self.mul((result, part))
        return result

    def power_of_factor(self, factor: Polynomial, exponent: Fraction) -> Quotient:
        """Return |factor|**exponent for an irreducible factor."""
        whole = exponent.numerator // exponent.denominator
        part = exponent - whole
        positive = factor if self.sign_of(factor) > 0 else -factor
        result = self.whole_power(self.of(positive), whole)
        if not part:
            return result
        place = self.place_of(positive)
        if place is not None and self.meanings[place][0] == "exp":
            return self.mul((result, self.exp(self.scaled(self.meanings[place][1], part))))
        degree = part.denominator
        key = ("root", degree, _terms(positive))
        kernel = self.kernel(key, self.ball(positive).root(degree), self.of(positive))
        self.relations.setdefault(self.keys[key], (degree, positive))
        return self.mul((result, self.of(self.to_power(kernel, part.numerator))))

    # Exponentials and logarithms

    def multiples(self, u: Quotient) -> list[tuple[Fraction, Quotient]]:
        """Return u as a sum of rational multiples of quotients that have no number in front."""
        if not u.denominator.is_constant():
            content = _content(u.numerator)
            primitive = Quotient(u.numerator // self.context.constant(content), u.denominator)
            return [(Fraction(content), primitive)]
        bottom = int(u.denominator.leading_coefficient())
        return [
            (Fraction(int(coefficient), bottom), self.of(self.context.from_dict({exponents: 1})))
            for exponents, coefficient in u.numerator.to_dict().items()
        ]

    def unit(self, kind: str, base: Quotient, factor: Fraction) -> tuple[Fraction, int]:
        """Return the unit of multiples of a number, and how many of it a factor is."""
        key = kind, self.key_of(base)
        known = self.units.get(key, Fraction(0))
        common = Fraction(
            gcd(known.numerator * factor.denominator, factor.numerator * known.denominator),
            known.denominator * factor.denominator,
        )
        if common != known:
            self.units[key] = common
            if known:
                raise _OtherUnit
        return common, int(factor / common)

    def exp(self, u: Quotient) -> Quotient:
        result = self.one
        for factor, base in self.multiples(u):
            result = self.mul((result, self.exp_of_multiple(factor, base)))
        return result

    def exp_of_multiple(self, factor: Fraction, base: Quotient) -> Quotient:
        place = self.place_of(base.numerator) if base.denominator.is_one() else None
        if place is not None and self.meanings[place][0] == "log":
            return self.pow(self.of(self.meanings[place][1]), self.number(factor))
        if place is not None and self.meanings[place][0] == "lambertw":  # w*exp(w) is u
            (u,) = self.meanings[place][1]
            return self.pow(self.div(u, base), self.number(factor))
        unit, times = self.unit("exp", base, factor)
        exponent = self.scaled(base, unit)
        kernel = self.kernel(("exp", self.key_of(base)), self.value(exponent).exp(), exponent)
        return self.whole_power(self.of(kernel), times)

    def log(self, u: Quotient) -> Quotient:
        if self.sign(u) <= 0:
            raise _NoProof("the logarithm of a number that is not positive")
        terms = [self.zero]
        for polynomial, direction in ((u.numerator, 1), (u.denominator, -1)):
            for factor, power in self.factors(polynomial):
                terms.append(self.scaled(self.log_of_factor(factor), Fraction(direction * power)))
        return self.add(terms)

    def log_of_factor(self, factor: Polynomial) -> Quotient:
        """Return log(|factor|) for an irreducible factor."""
        positive = factor if self.sign_of(factor) > 0 else -factor
        place = self.place_of(positive)
        if place is not None:
            kind, meaning = self.meanings[place]
            if kind == "exp":
                return meaning  # type: ignore[no-any-return]
            if kind == "root":
                return self.scaled(self.log(meaning), Fraction(1, self.relations[place][0]))
        key = ("log", _terms(positive))
        return self.of(self.kernel(key, self.ball(positive).log(), positive))

    # Circular functions

    def cosine_and_sine(self, u: Quotient) -> tuple[Quotient, Quotient]:
        cosine, sine = self.one, self.zero
        for factor, base in self.multiples(u):
            cosine, sine = self.turned((cosine, sine), self.turn(factor, base))
        return cosine, sine

    def turn(self, factor: Fraction, base: Quotient) -> tuple[Quotient, Quotient]:
        """Return cosine and sine of a multiple of something."""
        place = self.place_of(base.numerator) if base.denominator.is_one() else None
        kind = "" if place is None else self.meanings[place][0]
        if kind == "pi":
            return self.turn_of_pi(factor)
        if kind == "atan" and factor.denominator == 1:
            assert place is not None
            tangent = self.meanings[place][1]
            cosine = self.pow(self.one_and_square(tangent), self.number(Fraction(-1, 2)))
            return self.repeated(cosine, self.mul((cosine, tangent)), int(factor))
        unit, times = self.unit("turn", base, factor)
        half = self.value(self.scaled(base, unit / 2))
        t = self.of(self.kernel(("tan", self.key_of(base)), half.tan()))
        bottom = self.inverse(self.one_and_square(t))
        cosine = self.mul((self.sub(self.one, self.mul((t, t))), bottom))
        return self.repeated(cosine, self.mul((self.scaled(t, Fraction(2)), bottom)), times)

    def one_and_square(self, u: Quotient) -> Quotient:
        return self.add((self.one, self.mul((u, u))))

    def turn_of_pi(self, factor: Fraction) -> tuple[Quotient, Quotient]:
        if _LARGEST_DIVISION % factor.denominator:
            raise _NoProof("the sine of such a part of pi")
        # Every such part is a sum of eighths, thirds, fifths and whole halves of a turn.
        parts = int(factor * _LARGEST_DIVISION)
        cosine, sine = self.one, self.zero
        for divisor in (8, 3, 5):
            others = _LARGEST_DIVISION // divisor
            times = parts * pow(others, -1, divisor) % divisor
            parts -= times * others
            if times:
                turn = self.repeated(*self.corner(divisor), times)
                cosine, sine = self.turned((cosine, sine), turn)
        halves = parts // _LARGEST_DIVISION
        return (self.neg(cosine), self.neg(sine)) if halves % 2 else (cosine, sine)

    def corner(self, divisor: int) -> tuple[Quotient, Quotient]:
        """Return cosine and sine of pi divided by 8, 3 or 5."""
        half = Fraction(1, 2)
        root = self.root(self.number({8: 2, 3: 3, 5: 5}[divisor]), half)
        if divisor == 3:
            return self.number(half), self.scaled(root, half)
        if divisor == 5:
            rest = self.sub(self.number(5), root)
            cosine = self.scaled(self.add((self.one, root)), Fraction(1, 4))
            return cosine, self.root(self.scaled(rest, Fraction(1, 8)), half)
        cosine = self.scaled(self.root(self.add((self.number(2), root)), half), half)
        return cosine, self.div(self.scaled(root, Fraction(1, 4)), cosine)

    def turned(
        self, first: tuple[Quotient, Quotient], second: tuple[Quotient, Quotient]
    ) -> tuple[Quotient, Quotient]:
        """Return cosine and sine of the sum of two angles, of which both are known."""
        (c, s), (cosine, sine) = first, second
        return (
            self.sub(self.mul((c, cosine)), self.mul((s, sine))),
            self.add((self.mul((c, sine)), self.mul((s, cosine)))),
        )

    def repeated(self, cosine: Quotient, sine: Quotient, times: int) -> tuple[Quotient, Quotient]:
        """Return cosine and sine of so many times an angle."""
        if abs(times) > _HIGHEST_POWER:
            raise _NoProof("a multiple of an angle is too high")
        c, s = self.one, self.zero
        for _ in range(abs(times)):
            c, s = self.turned((c, s), (cosine, sine))
        return (c, s) if times >= 0 else (c, self.neg(s))

    def sub(self, u: Quotient, v: Quotient) -> Quotient:
        return self.add((u, self.neg(v)))

    def atan(self, u: Quotient) -> Quotient:
        sign = self.sign(u)
        if sign <= 0:
            return self.neg(self.atan(self.neg(u))) if sign else self.zero
        difference = self.sub(u, self.one)
        above = self.sign(difference)
        pi = self.constant("pi")
        if above == 0:
            return self.scaled(pi, Fraction(1, 4))
        if above > 0:
            return self.sub(self.scaled(pi, Fraction(1, 2)), self.atan(self.inverse(u)))
        return self.of(self.kernel(("atan", self.key_of(u)), self.value(u).atan(), u))

    def asin(self, u: Quotient) -> Quotient:
        rest = self.sub(self.one, self.mul((u, u)))
        if rest.numerator.is_zero():
            return self.scaled(self.constant("pi"), Fraction(self.sign(u), 2))
        return self.atan(self.div(u, self.root(rest, Fraction(1, 2))))

    # Functions and conditions

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
            raise _NoProof("a function that is not in the table")
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
        if order is None or steps == 0 or abs(steps) > _HIGHEST_POWER:
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
        small = order is not None and order.denominator == 1 and 0 <= order <= _HIGHEST_POWER
        return int(order) if small and order is not None else None

    def compare(self, operation: str, u: Quotient, v: Quotient) -> bool:
        return exact.compare(operation, self.sign(self.sub(u, v)), 0)

    def choose(self, condition: bool, chosen: Quotient, otherwise: Quotient) -> Quotient:
        return chosen if condition else otherwise

    def is_zero(self, u: Quotient) -> bool:
        return u.numerator.is_zero()

    def share(self, u: Quotient) -> Quotient:
        return u


def _terms(polynomial: Polynomial) -> Key:
    """Return a polynomial as something that can be a key."""
    return tuple(sorted((tuple(map(int, k)), int(c)) for k, c in polynomial.to_dict().items()))


def _content(polynomial: Polynomial) -> int:
    """Return the number that all terms have in common, with the sign of the first."""
    sign = 1 if polynomial.leading_coefficient() > 0 else -1
    return sign * gcd(*[int(c) for c in polynomial.to_dict().values()])


def _absolute(kernels: Kernels, u: Quotient) -> Quotient:
    return kernels.neg(u) if kernels.sign(u) < 0 else u


def _maximum(kernels: Kernels, u: Quotient, v: Quotient) -> Quotient:
    return u if kernels.sign(kernels.sub(u, v)) >= 0 else v


def _logsumexp(kernels: Kernels, *arguments: Quotient) -> Quotient:
    return kernels.log(kernels.add([kernels.exp(u) for u in arguments]))


def _tangent(kernels: Kernels, u: Quotient) -> Quotient:
    cosine, sine = kernels.cosine_and_sine(u)
    return kernels.div(sine, cosine)


def _bessel(name: str, turn: int, step: int) -> Callable[..., Quotient]:
    """Return the law of a Bessel function C of rational order n, of which two orders are kernels.

    C(n + 1) is turn*C(n - 1) + step*2*n/u*C(n), see https://dlmf.nist.gov/10.6 and 10.29.
    """

    def law(kernels: Kernels, n: Quotient, u: Quotient) -> Quotient:
        order = kernels.rational(n)
        if order is None or abs(order) > _HIGHEST_POWER or u.numerator.is_zero():
            return kernels.opaque(name, [n, u])
        lowest = (order % 1) - (1 if order % 1 == Fraction(1, 2) else 0)
        first, second = (_first_bessel(kernels, name, lowest + k, u) for k in (0, 1))
        while lowest < order:  # first is that of order lowest, second that of the next
            lowest += 1
            slope = kernels.scaled(kernels.div(second, u), 2 * step * lowest)
            first, second = second, kernels.add((kernels.scaled(first, Fraction(turn)), slope))
        while lowest > order:
            slope = kernels.scaled(kernels.div(first, u), 2 * step * lowest)
            before = kernels.scaled(kernels.sub(second, slope), Fraction(turn))
            lowest -= 1
            first, second = before, first
        return first

    return law


def _first_bessel(kernels: Kernels, name: str, order: Fraction, u: Quotient) -> Quotient:
    """Return a Bessel function of order -1/2 or 1/2 by elementary functions, others as kernels."""
    if abs(order) != Fraction(1, 2):
        return kernels.opaque(name, [kernels.number(order), u])
    square = kernels.scaled(kernels.mul((kernels.constant("pi"), u)), Fraction(1, 2))
    size = kernels.inverse(kernels.root(square, Fraction(1, 2)))
    if name == "besselk":
        scale = kernels.scaled(kernels.constant("pi"), Fraction(1, 2))
        return kernels.mul((size, scale, kernels.exp(kernels.neg(u))))
    above = order > 0
    if name == "besseli":
        return kernels.mul((size, kernels.call("sinh" if above else "cosh", [u])))
    cosine, sine = kernels.cosine_and_sine(u)
    if name == "bessely":
        return kernels.mul((size, kernels.neg(cosine) if above else sine))
    return kernels.mul((size, sine if above else cosine))


def _half(kernels: Kernels) -> Quotient:
    return kernels.scaled(kernels.constant("pi"), Fraction(1, 2))


_SHIFTED = frozenset(("gamma", "digamma", "polygamma"))
_LAWS: dict[Operation, Callable[..., Quotient]] = {
    "exp": Kernels.exp,
    "log": Kernels.log,
    "sin": lambda kernels, u: kernels.cosine_and_sine(u)[1],
    "cos": lambda kernels, u: kernels.cosine_and_sine(u)[0],
    "tan": _tangent,
    "atan": Kernels.atan,
    "asin": Kernels.asin,
    "acos": lambda kernels, u: kernels.sub(_half(kernels), kernels.asin(u)),
    "sqrt": lambda kernels, u: kernels.root(u, Fraction(1, 2)),
    "abs": _absolute,
    "sign": lambda kernels, u: kernels.number(kernels.sign(u)),
    "max": _maximum,
    "min": lambda kernels, u, v: kernels.neg(_maximum(kernels, kernels.neg(u), kernels.neg(v))),
    "digamma": lambda kernels, u: kernels.call("polygamma", [kernels.zero, u]),
    "loggamma": lambda kernels, u: kernels.log(kernels.call("gamma", [u])),
    "logsumexp": _logsumexp,
    "besselj": _bessel("besselj", -1, 1),
    "bessely": _bessel("bessely", -1, 1),
    "besseli": _bessel("besseli", 1, -1),
    "besselk": _bessel("besselk", 1, 1),
}
