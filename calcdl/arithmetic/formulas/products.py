"""Formulas as numbers: each operation makes a node and tidies it as it is made.

This is automatic simplification (J. S. Cohen, Computer Algebra and Symbolic Computation:
Mathematical Methods, chapter 3): rational arithmetic is done, like terms and like powers are
collected, zeros and ones vanish, arguments stand in one order. Sums, products, powers and
functions remain: a difference is a sum, a quotient a product with a negative power.

A tidied formula equals the original wherever that is differentiable; it may be defined at more
points (x/x becomes 1), which is why values never come from it.
"""

from __future__ import annotations

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.sums import WIDTH, Sums
from calcdl.arithmetic.pi import rational_sine
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import special_values
from calcdl.graph.nodes import COMPARISONS, require_limited
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calcdl.graph.nodes import Operation, Rational

__all__ = ["Symbols"]

_SCALED = frozenset(("number", "add", "mul"))  # a number in front of these goes inside
_TANGENTS: dict[Rational, int] = {0: 0, 1: 1, 3: -1}  # of so many quarters of pi
_E = -1  # the base of exp(u), which is no node


class Symbols(Sums):
    """The arithmetic of formulas, on the nodes of one table."""

    # Products

    def mul(self, factors: Sequence[int]) -> int:
        """Return the product, like powers collected."""
        one = self.one
        if one in factors:
            factors = [factor for factor in factors if factor != one] or (one,)
        if len(factors) == 1:
            return factors[0]
        operations, arguments = self.nodes.operations, self.nodes.arguments
        if len(factors) == 2:
            first, second = factors
            if operations[second] == "number":
                first, second = second, first
            if operations[first] == "number":
                if first != self.zero and operations[second] not in _SCALED:
                    return self.nodes.make("mul", (first, second))
                return self.multiple(second, arguments[first][0])
        coefficient: Rational = 1
        found: dict[int, int] = {}  # base -> the power of it
        waiting = factors
        while waiting:
            number, several = self.gather(waiting, len(factors), found)
            coefficient *= number
            waiting = []
            for base, powers in several.items():
                number, power = self.collect(base, powers)
                coefficient *= number
                if self.base(power) == base and operations[power] != "number":
                    found[base] = power
                else:  # it may have factors with the bases of others
                    del found[base]
                    waiting.append(power)
            if not waiting and len(found) > 1:
                number, waiting = self.take_contents(found)
                coefficient *= number
        return self.product(coefficient, list(found.values()))

    def gather(
        self, factors: Sequence[int], width: int, found: dict[int, int]
    ) -> tuple[Rational, dict[int, list[int]]]:
        """Enter in ``found``, by their bases, the factors that a product of so many is made of.

        Return the product of the numbers among them, and all powers of bases with several.
        """
        operations, arguments = self.nodes.operations, self.nodes.arguments
        coefficient: Rational = 1
        several: dict[int, list[int]] = {}
        for factor in factors:
            is_product = operations[factor] == "mul"
            for part in self.parts(factor, width) if is_product else (factor,):
                operation = operations[part]
                if operation == "number":
                    coefficient *= arguments[part][0]
                    require_limited(coefficient)
                    continue
                base = part
                if operation == "pow":
                    base = arguments[part][0]
                elif operation == "exp":
                    base = _E
                if base in found:
                    several.setdefault(base, [found[base]]).append(part)
                else:
                    found[base] = part
        return coefficient, several

    def base(self, factor: int) -> int:
        """Return what a factor is a power of: itself, if nothing else."""
        operation = self.nodes.operations[factor]
        if operation == "pow":
            return self.nodes.arguments[factor][0]
        return _E if operation == "exp" else factor

    def collect(self, base: int, powers: Sequence[int]) -> tuple[Rational, int]:
        """Return the product of powers of one base, as a number and the rest."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        if base == _E:
            return 1, self.call("exp", [self.add([arguments[power][0] for power in powers])])
        exponent = self.add([self.one if p == base else arguments[p][1] for p in powers])
        if operations[base] != "add" or powers.count(base) < len(powers):
            return 1, self.pow(base, exponent)
        content, primitive = self.content(base)
        power = exact.power(content, len(powers)) if type(content) is int else None
        if power is None:  # too large, or (x/2 + 1)**2 that may meet another power of x/2 + 1
            power, primitive = 1, base
        return power, self.pow(primitive, exponent)

    def take_contents(self, found: dict[int, int]) -> tuple[Rational, list[int]]:
        """Take sums out of ``found`` whose terms have a number in common.

        Return the product of these numbers, and the sums without them.
        """
        coefficient: Rational = 1
        primitives = []
        for base in [base for base in found if self.nodes.operations[found[base]] == "add"]:
            content, primitive = self.content(base)
            if content != 1:
                coefficient *= content
                del found[base]
                primitives.append(primitive)
        return coefficient, primitives

    def product(self, coefficient: Rational, factors: list[int]) -> int:
        """Return the product of a number and of powers with different bases."""
        nodes = self.nodes
        if coefficient == 0:
            return self.zero
        if not factors:
            return nodes.number(coefficient)
        if len(factors) == 1:
            return self.multiple(factors[0], coefficient)
        factors.sort()
        if coefficient != 1:
            factors.insert(0, nodes.number(coefficient))
        return nodes.make("mul", tuple(factors))

    def div(self, numerator: int, denominator: int) -> int:
        if numerator == denominator == self.zero:
            self.holds_constants = True
            return self.nodes.undefined()
        return self.mul((numerator, self.pow(denominator, self.nodes.number(-1))))

    # Powers

    def pow(self, base: int, exponent: int) -> int:
        """Return base**exponent, as simple as the laws that hold for all real bases allow."""
        nodes = self.nodes
        operation = nodes.operations[base]
        if base == self.one or exponent == self.zero:
            return self.one
        if exponent == self.one:
            return base
        value = self.value(exponent)
        if value is not None and (operation == "symbol" or operation == "add"):
            return nodes.make("pow", (base, exponent))
        if operation == "exp":
            return self.call("exp", [self.mul((exponent, nodes.arguments[base][0]))])
        if operation == "constant" and nodes.name_of(base) == "e":
            return self.call("exp", [exponent])
        if value is None:
            self.holds_roots |= operation in ("pow", "mul") or base == self.zero
            if base == self.zero:
                return self.power_of_zero(exponent)
            return nodes.make("pow", (base, exponent))
        if operation == "number":
            return self.numeric_power(base, exponent)
        if operation == "mul":
            return self.power_of_product(base, exponent, value)
        if type(value) is int:
            inner = nodes.arguments[base]
            if operation == "pow":
                return self.pow(inner[0], self.mul((inner[1], exponent)))
            if operation == "abs" and value % 2 == 0:
                return self.pow(inner[0], exponent)
            if operation == "cbrt" and value % 3 == 0:
                return self.pow(inner[0], nodes.number(value // 3))
        elif operation == "pow":
            inner = nodes.arguments[base]
            if nodes.operations[inner[0]] == "constant":  # it is positive
                return self.pow(inner[0], self.mul((inner[1], exponent)))
            self.holds_roots = True
        return nodes.make("pow", (base, exponent))

    def power_of_zero(self, exponent: int) -> int:
        """Return 0**x, which is 0 for positive x, 1 for x = 0, and has no value elsewhere."""
        operation = self.nodes.operations[exponent]
        if operation == "constant" or operation == "exp":  # both are positive
            return self.zero
        return self.nodes.make("pow", (self.zero, exponent))

    def numeric_power(self, base: int, exponent: int) -> int:
        nodes = self.nodes
        try:
            power = exact.power(nodes.arguments[base][0], nodes.arguments[exponent][0])
        except ZeroDivisionError:
            power = None
        if power is not None:
            return nodes.number(power)
        if nodes.arguments[base][0] <= 0:  # it has no value
            self.holds_constants = True
        return nodes.make("pow", (base, exponent))

    def power_of_product(self, base: int, exponent: int, value: Rational) -> int:
        factors = self.nodes.arguments[base]
        if type(value) is int and len(factors) <= WIDTH:
            return self.mul([self.pow(factor, exponent) for factor in factors])
        self.holds_roots = True
        coefficient, rest = self.split(base)
        if coefficient > 0 and coefficient != 1:
            outside = self.numeric_power(self.nodes.number(coefficient), exponent)
            return self.mul((outside, self.pow(rest, exponent)))
        return self.nodes.make("pow", (base, exponent))

    # Functions

    def call(self, name: Operation, arguments: Sequence[int]) -> int:
        """Return the value of a function, simplified where its row of the table says how."""
        nodes = self.nodes
        first = arguments[0]
        if name == "sqrt":
            return self.pow(first, nodes.number(exact.quotient(1, 2)))
        if name == "square":
            return self.pow(first, nodes.number(2))
        row = FUNCTIONS.get(name) if type(name) is str else None
        if row is None:
            return nodes.make(name, tuple(arguments))
        operation = nodes.operations[first]
        if operation == "number":
            values = [value for j in arguments if (value := self.value(j)) is not None]
            if len(values) == len(arguments):
                folded = exact.call(row.name, values)
                if folded is not None:
                    return nodes.number(folded)
                self.holds_constants = True
        elif name in ("max", "min") and first == arguments[-1]:
            return first
        if len(arguments) == 1:
            if operation == "mul" and name in ("sin", "cos", "tan"):
                value = self.of_angle(name, first)
                if value is not None:
                    return nodes.number(value)
            if operation == "number" or operation == "constant":
                content = nodes.arguments[first][0]
                special = special_values(row.name).get((operation, content))
                if special is not None:
                    kind, content = special
                    return nodes.number(content) if kind == "number" else self.constant(content)
                self.holds_constants = True
            elif operation == row.inverse:
                return nodes.arguments[first][0]
            if row.parity is not None and self.is_negative(first):
                mirrored = nodes.make(name, (self.neg(first),))
                return mirrored if row.parity == "even" else self.neg(mirrored)
        return nodes.make(name, tuple(arguments))

    def of_angle(self, name: str, angle: int) -> Rational | None:
        """Return the sine, cosine or tangent of a multiple of pi, where it is rational."""
        factor, rest = self.split(angle)
        if self.nodes.operations[rest] != "constant" or self.nodes.name_of(rest) != "pi":
            return None
        if name == "tan":
            return _TANGENTS.get(factor * 4 % 4)
        return rational_sine(factor if name == "sin" else exact.quotient(1, 2) - factor)

    def is_negative(self, node: int) -> bool:
        """Say whether a node is written with a minus in front."""
        return bool(self.coefficient(node) < 0)

    # Conditions

    def compare(self, operation: str, left: int, right: int) -> int:
        """Return the node of a comparison; one of numbers becomes the number 0 or 1."""
        a, b = self.value(left), self.value(right)
        if a is not None and b is not None:
            return self.one if exact.compare(operation, a, b) else self.zero
        return self.nodes.make(operation, (left, right))

    def choose(self, condition: int, chosen: int, otherwise: int) -> int:
        """Return ``chosen`` where the condition holds and ``otherwise`` elsewhere."""
        if chosen == otherwise:
            return chosen
        if self.nodes.operations[condition] in COMPARISONS:
            return self.nodes.make("where", (condition, chosen, otherwise))
        return chosen if condition == self.one else otherwise
