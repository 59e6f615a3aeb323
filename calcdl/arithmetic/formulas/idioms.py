"""Products that have a shorter name: sin(x)/cos(x) is tan(x).

They are looked for in the factors of a product, as nodes and their exponents. Each is an equality
that holds wherever the longer form has a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.atoms import Product
from calcdl.arithmetic.formulas.cost import Cost
from calcdl.arithmetic.formulas.factors import Factors, include
from calcdl.arithmetic.formulas.kernels import QUOTIENTS
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.structure import power_of_number
from calcdl.graph.nodes import reachable

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["Idioms"]

# f: (p, q), where p + q*f**2 is a power of the sine and the cosine, given as exponents of the
# cosine and the sine; the hyperbolic functions likewise.
_SQUARES = {
    "tan": (1, 1, (-2, 0)), "cot": (1, 1, (0, -2)), "sin": (1, -1, (2, 0)), "cos": (1, -1, (0, 2)),
    "sec": (-1, 1, (-2, 2)), "csc": (-1, 1, (2, -2)),
    "tanh": (1, -1, (-2, 0)), "coth": (-1, 1, (0, -2)), "sinh": (1, 1, (2, 0)),
    "cosh": (-1, 1, (0, 2)), "sech": (1, -1, (-2, 2)), "csch": (1, 1, (2, -2)),
}  # fmt: skip
Way = tuple["Rational", Factors]


class Idioms:
    """The shorter names of products in which some operations occur."""

    def __init__(self, symbols: Symbols, cost: Cost, operations: Set[Operation]) -> None:
        self.symbols, self.nodes, self.cost = symbols, symbols.nodes, cost
        self.trigonometric = not operations.isdisjoint(QUOTIENTS)
        self.sigmoid = "sigmoid" in operations
        self.is_outermost = False  # the product that is being written is the whole formula
        self.exponential = "exp" in operations or operations >= {"cosh", "sinh"}
        self.may_occur = self.trigonometric or self.sigmoid or self.exponential

    def join(self, product: Product) -> bool:
        """Say whether two kernels of a product may be equal to a shorter one."""
        names = [self.nodes.operations[atom.node] for atom in product.powers]
        return self.trigonometric and sum([name in QUOTIENTS for name in names]) > 1

    def of(self, number: Rational, factors: Factors) -> Iterator[Way]:
        """Yield other ways to write a product."""
        if self.trigonometric:
            yield from self.in_sines(number, factors)
        if self.sigmoid:
            yield from self.of_sigmoid(number, factors)
        if self.exponential:
            yield from self.of_exponentials(number, factors)

    # Sines and cosines

    def in_sines(self, number: Rational, factors: Factors) -> Iterator[Way]:
        """Yield the ways to write what is cos(u)**a*sin(u)**b, or hyperbolic."""
        found: dict[tuple[int, str], list[int]] = {}
        for base, exponent in factors.items():
            operation = self.nodes.operations[base]
            whole = type(exponent) is int
            if operation in QUOTIENTS and whole:
                suffix = "h" if operation[-1] == "h" else ""
                found.setdefault((self.nodes.arguments[base][0], suffix), []).append(base)
            elif operation == "add" and (square := self.square(base)):
                (_, suffix), (_, of_sine), sign = square
                if whole or (suffix and not of_sine and sign > 0):  # cosh(u)**2 has one root
                    found.setdefault(square[0], []).append(base)
        for (argument, suffix), bases in found.items():
            if len(bases) == 1 and not self.may_be_named(bases[0], factors[bases[0]]):
                continue
            a: Rational = 0
            b: Rational = 0
            for base in bases:
                p, q, sign = self.exponents(base)
                count = factors[base]
                a, b = exact.quotient(a + p * count, 1), exact.quotient(b + q * count, 1)
                number *= 1 if sign == 1 else -1 if count % 2 else 1
            rest = {base: e for base, e in factors.items() if base not in bases}
            yield from self.ways(number, rest, argument, suffix, a, b)

    def may_be_named(self, base: int, exponent: Rational) -> bool:
        """Say whether a power alone may have another name: 1 + tan(u)**2, or 1/sec(u)."""
        operation = self.nodes.operations[base]
        return operation == "add" or (str(operation)[:3] in ("sec", "csc") and exponent < 0)

    def exponents(self, base: int) -> tuple[int, int, int]:
        """Return the exponents of cosine and sine that a factor is, and its sign."""
        operation = self.nodes.operations[base]
        if operation in QUOTIENTS:
            return (*QUOTIENTS[operation], 1)
        square = self.square(base)
        assert square is not None
        return (*square[1], square[2])

    def ways(
        self, number: Rational, rest: Factors, argument: int, suffix: str, a: Rational, b: Rational
    ) -> Iterator[Way]:
        """Yield the shortest way to write cos(u)**a*sin(u)**b."""
        ways: list[dict[str, Rational]] = [
            {"cos": a, "sin": b}, {"tan": b, "cos": a + b}, {"tan": b, "sec": -a - b},
            {"cot": a, "sin": a + b}, {"cot": a, "csc": -a - b}, {"sec": -a, "sin": b},
            {"csc": -b, "cos": a}, {"tan": -a, "sin": a + b}, {"cot": -b, "cos": a + b},
        ]  # fmt: skip
        ways = [way for way in ways if _is_as_wide(way, a, b)]
        new = dict(rest)
        if a == b and a and self.is_outermost and not self.meets(argument, rest):
            # 2*sin(u)*cos(u) is sin(2*u)
            double = self.symbols.multiple(argument, 2)
            include(new, self.nodes.make("sin" + suffix, (double,)), a)
            yield number * power_of_number(2, -a), new
        else:
            size = self.cost(argument) + len("()")
            best = min(ways, key=lambda way: self.length_of(way, suffix, size))
            for name, exponent in best.items():
                if exponent:
                    include(new, self.nodes.make(name + suffix, (argument,)), exponent)
            yield number, new

    def meets(self, argument: int, factors: Factors) -> bool:
        """Say whether a sum among factors has functions of an argument, too."""
        sums = [base for base in factors if self.nodes.operations[base] == "add"]
        return any([self.nodes.arguments[i] == (argument,) for i in reachable(self.nodes, sums)])

    def length_of(self, way: dict[str, Rational], suffix: str, size: int) -> int:
        """Return about how long a product of powers is, its argument being that long."""
        total = 0
        for name, exponent in way.items():
            if exponent:
                total += len(name) + size + self.cost.of_name(name + suffix)
                total += 1 if abs(exponent) == 1 else 4
        below = sum([exponent < 0 for exponent in way.values()])
        return total + 2 * (below == sum(map(bool, way.values()))) + 2 * (below > 1)

    def square(self, total: int) -> tuple[tuple[int, str], tuple[int, int], int] | None:
        """Return what 1 + tan(u)**2 and its like are: what they are of, exponents, and a sign."""
        nodes, terms = self.nodes, self.nodes.arguments[total]
        if len(terms) != 2:
            return None
        constant, square = terms if nodes.operations[terms[0]] == "number" else terms[::-1]
        one = self.symbols.value(constant)
        sign, square = self.symbols.split(square)
        if one not in (1, -1) or sign not in (1, -1) or nodes.operations[square] != "pow":
            return None
        base, exponent = nodes.arguments[square]
        name = nodes.operations[base]
        if name not in _SQUARES or self.symbols.value(exponent) != 2:
            return None
        p, q, powers = _SQUARES[name]
        if p * q != one * sign:
            return None
        return (nodes.arguments[base][0], "h" if name[-1] == "h" else ""), powers, int(one * p)

    # Exponentials

    def of_sigmoid(self, number: Rational, factors: Factors) -> Iterator[Way]:
        """Write sigmoid(u)/(1 - sigmoid(u)), of which neither is zero anywhere, as exp(u)."""
        for base, exponent in factors.items():
            if self.nodes.operations[base] != "sigmoid" or type(exponent) is not int:
                continue
            for sign in (1, -1):
                terms = self.symbols.number(sign), self.symbols.multiple(base, -sign)
                rest = self.nodes.make("add", tuple(sorted(terms)))
                other = factors.get(rest, 0)
                if exponent * other < 0 and type(other) is int:
                    new = {b: e for b, e in factors.items() if b not in (base, rest)}
                    include(new, base, exponent + other)
                    inside = self.symbols.multiple(self.nodes.arguments[base][0], -other)
                    yield number * sign ** abs(other), self.with_exponential(new, inside)

    def of_exponentials(self, number: Rational, factors: Factors) -> Iterator[Way]:
        nodes = self.nodes
        for total, exponent in factors.items():
            if nodes.operations[total] != "add" or len(nodes.arguments[total]) != 2:
                continue
            if type(exponent) is int:
                (c, first), (d, second) = map(self.symbols.split, nodes.arguments[total])
                names = [nodes.operations[first], nodes.operations[second]]
                if names == ["sinh", "cosh"]:
                    names, first, second, c, d = names[::-1], second, first, d, c
                same = nodes.arguments[first] == nodes.arguments[second]
                if names == ["cosh", "sinh"] and same and abs(c) == abs(d) == 1:
                    new = {b: e for b, e in factors.items() if b != total}
                    inside = self.symbols.multiple(nodes.arguments[first][0], c * d * exponent)
                    odd = c < 0 and exponent % 2
                    yield -number if odd else number, self.with_exponential(new, inside)
                elif self.symbols.one in (first, second) and "exp" in names:
                    yield from self.hyperbolic(number, factors, total)

    def hyperbolic(self, number: Rational, factors: Factors, total: int) -> Iterator[Way]:
        """Write exp(u)/(exp(2*u) + 1) as 1/(2*cosh(u)).

        And (exp(2*u) - 1)/(exp(2*u) + 1) as tanh(u).
        """
        nodes, symbols = self.nodes, self.symbols
        constant: Rational = 0
        coefficient: Rational = 0
        power = total
        for value, rest in map(symbols.split, nodes.arguments[total]):
            if rest == symbols.one:
                constant = value
            else:
                coefficient, power = value, rest
        half = symbols.multiple(nodes.arguments[power][0], exact.quotient(1, 2))
        opposite = symbols.call("exp", [symbols.multiple(half, -factors[total])])
        if coefficient != 1 or abs(constant) != 1 or symbols.split(half)[0].denominator != 1:
            return
        other = nodes.make("add", tuple(sorted((symbols.number(-constant), power))))
        if factors.get(opposite) == 1:
            new = {b: e for b, e in factors.items() if b not in (total, opposite)}
            name = "cosh" if constant == 1 else "sinh"
            include(new, nodes.make(name, (half,)), factors[total])
            yield number * power_of_number(2, factors[total]), new
        elif constant == -1 and factors.get(other) == -factors[total]:
            new = {b: e for b, e in factors.items() if b not in (total, other)}
            include(new, nodes.make("tanh", (half,)), factors[total])
            yield number, new

    def with_exponential(self, factors: Factors, inside: int) -> Factors:
        """Return factors times exp(inside)."""
        new = dict(factors)
        for base, exponent in factors.items():
            if self.nodes.operations[base] == "exp":
                del new[base]
                more = self.symbols.multiple(self.nodes.arguments[base][0], exponent)
                inside = self.symbols.add([inside, more])
        if inside != self.symbols.zero:
            include(new, self.symbols.call("exp", [inside]), 1)
        return new


def _is_as_wide(way: dict[str, Rational], a: Rational, b: Rational) -> bool:
    """Say whether a product of powers has a value wherever cos(u)**a*sin(u)**b has one."""
    for name, exponent in way.items():
        p, q = QUOTIENTS[name]
        at_cosine, at_sine = min(p, p * exponent) < 0, min(q, q * exponent) < 0
        if exponent and ((at_cosine and a >= 0) or (at_sine and b >= 0)):
            return False
    return True
