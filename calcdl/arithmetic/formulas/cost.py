"""What it costs to read a formula: its length, and what makes it hard.

Lengths are those of the text that would be printed, and are found without printing it.
"""

from __future__ import annotations

from calcdl.functions import FUNCTIONS
from calcdl.graph.nodes import COMPARISONS, LEAVES, Nodes, Undefined
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from calcdl.graph.nodes import Operation, Rational

__all__ = ["PARTS_LOST", "Cost"]

PARTS_LOST = 3  # characters that it has to save to multiply out more than a polynomial in x

_ATOM, _POWER, _PRODUCT, _SUM = range(4)  # what stands around something, the loosest last

_WHOLE, _HALVES, _DIVIDED = range(3)  # without fractions, with numbers such as x/2, others
_NESTED = (0, 2, 4)  # (x + 1/x)/y has fractions on two levels
_NESTED_ALONE = 1  # exp(x)*(x + 1/x) has not, but a fraction stands in the line
_NESTED_BELOW = (0, 2, 6)  # 1/(x + 1/x) even more so
_SPLIT = 2  # cos(x)/x - sin(x)/x**2 reads better as one fraction
_MINUSES = 2  # a sum that is negative for the most part reads better with a minus before it
_CHOICE = 20  # characters of "Piecewise(( , ), ( , True))", about
# A function that the person has not used, and that has to be known: less where it is known to
# everybody. 1 - tanh(x)**2 stays, because that is how it is written in deep learning.
_NEW = {"sin": 1, "cos": 1, "tan": 1, "cot": 2, "sec": 2, "csc": 2, "sinh": 2, "cosh": 2, "tanh": 2,
        "sech": 6, "csch": 6, "coth": 6}  # fmt: skip

_TEN = 10
_LONG = 1 << 10  # bits
_DIGITS_A_BIT = 0.30103

Measure = tuple[int, int, int]  # the cost of a node, what stands around it, its fractions
_Factor = tuple[int, bool, int]  # its length, whether it is below the bar, its fractions


class Cost:
    """The cost of nodes of one table, each found once."""

    def __init__(self, nodes: Nodes, known: Set[Operation] = frozenset()) -> None:
        self.nodes, self.known_names = nodes, known
        self.found: dict[int, Measure] = {}
        self.factors: dict[int, _Factor] = {}

    def __call__(self, node: int) -> int:
        found = self.found
        if node not in found:
            for i in self.missing(node):
                found[i] = self.measure(i)
        return found[node][0]

    def missing(self, node: int) -> list[int]:
        """Return the nodes whose cost is needed and not known, in topological order."""
        found, operations, arguments = self.found, self.nodes.operations, self.nodes.arguments
        seen = {node}
        order = [node]
        for i in order:
            operation = operations[i]
            if operation in LEAVES:
                continue
            parts = self.factors_of(arguments[i]) if operation == "mul" else arguments[i]
            for j in parts:
                if j not in found and j not in seen:
                    seen.add(j)
                    order.append(j)
        order.sort()
        return order

    def factors_of(self, factors: tuple[int, ...]) -> list[int]:
        """Return the nodes by which factors are measured: of powers the bases, and no numbers."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        parts: list[int] = []
        for j in factors:
            if operations[j] == "pow":
                base, exponent = arguments[j]
                parts.append(base)
                if operations[exponent] != "number":
                    parts.append(exponent)
            elif operations[j] != "number":
                parts.append(j)
        return parts

    def measure(self, node: int) -> Measure:
        operation, args = self.nodes.operations[node], self.nodes.arguments[node]
        if operation == "mul":
            if self.nodes.operations[args[0]] == "number":
                return self.product(self.nodes.arguments[args[0]][0], args[1:])
            return self.product(1, args)
        if operation == "pow":
            return self.product(1, (node,))
        if operation == "add":
            return self.sum(args)
        if operation == "number":
            plain = type(args[0]) is int and args[0] >= 0
            return (_digits(args[0]), _ATOM, _WHOLE) if plain else self.product(args[0], ())
        if operation == "symbol":
            return len(self.nodes.name_of(node)), _ATOM, _WHOLE
        if operation == "constant":
            return len(self.nodes.name_of(node)), _ATOM, _WHOLE
        return self.call(operation, args)

    def call(self, operation: Operation, args: tuple[int, ...]) -> Measure:
        length = sum([self.found[j][0] for j in args]) + 2 * len(args)
        if operation == "where":
            return length + _CHOICE, _ATOM, _WHOLE
        if operation in COMPARISONS:
            return length, _SUM, _WHOLE
        name = str(operation)
        if type(operation) is Undefined:  # s'(x)
            name = operation.name + "'" * sum(operation.orders)
        elif operation in FUNCTIONS:
            name = FUNCTIONS[name].prints
        return length + len(name) + self.of_name(operation), _ATOM, _WHOLE

    def of_name(self, name: Operation) -> int:
        """Return what it costs that a function occurs, beside its length."""
        return 0 if name in self.known_names else _NEW.get(str(name), 0)

    def sum(self, terms: tuple[int, ...]) -> Measure:
        operations, arguments = self.nodes.operations, self.nodes.arguments
        length, negative, divided, fractions = 3 * (len(terms) - 1), 0, _WHOLE, []
        for term in terms:
            size, _, below = self.found[term]
            length += size
            if below:
                divided = max(divided, below)
                if below == _DIVIDED:
                    fractions.append(term)
            first = arguments[term][0] if operations[term] == "mul" else term
            if operations[first] == "number" and arguments[first][0] < 0:
                negative += 1
        if len(fractions) > 1:
            length += _SPLIT * self.shared(fractions)
        length -= negative  # 1 - x has one minus, and it is between the terms
        if 2 * negative > len(terms):
            length += 1 if negative == len(terms) else _MINUSES
        return length, _SUM, divided

    def shared(self, fractions: Sequence[int]) -> int:
        """Return how many terms of a sum are divided by what one before is divided by."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        seen: set[int] = set()
        count = 0
        for term in fractions:
            factors = arguments[term] if operations[term] == "mul" else (term,)
            powers = [arguments[i] for i in factors if operations[i] == "pow"]
            below = [
                base
                for base, exponent in powers
                if operations[exponent] == "number" and arguments[exponent][0] < 0
            ]
            count += not seen.isdisjoint(below)
            seen.update(below)
        return count

    def product(self, number: Rational, factors: tuple[int, ...]) -> Measure:
        above = below = length = inside = 0  # factors, factors, characters; what fractions add
        divided = _WHOLE
        known = self.factors
        for factor in factors:
            parts = known.get(factor)
            if parts is None:
                parts = known[factor] = self.factor(factor)
            size, is_below, nested = parts
            length += size
            if is_below:
                below += 1
            else:
                above += 1
            if nested:
                length += _NESTED_BELOW[nested] if is_below else 0
                inside += 0 if is_below else _NESTED[nested]
                divided = max(divided, nested)
        top, bottom = number.numerator, number.denominator
        if not above or (top != 1 and top != -1):
            length += _digits(top)
            above += 1
        if below:
            divided = _DIVIDED
        if bottom != 1:
            length += _digits(bottom)
            below += 1
            divided = max(divided, _HALVES)
        length += above - 1 + (top < 0)
        if below:
            length += below + (2 if below > 1 else 0) + inside
        elif inside and above > 1:
            length += _NESTED_ALONE
        elif above == 1 and top > 0 and factors:
            is_power = self.nodes.operations[factors[0]] == "pow"
            return length, (_POWER if is_power else self.found[factors[0]][1]), divided
        return length, _PRODUCT, divided

    def factor(self, factor: int) -> _Factor:
        operations, arguments = self.nodes.operations, self.nodes.arguments
        if operations[factor] != "pow":
            size, kind, divided = self.found[factor]
            return size + 2 if kind > _POWER else size, False, divided
        base, exponent = arguments[factor]
        if operations[exponent] != "number":
            return self.enclosed(base, _ATOM) + 2 + self.enclosed(exponent, _POWER), False, _WHOLE
        value = arguments[exponent][0]
        top, bottom = value.numerator, value.denominator
        return self.raised(base, abs(top), bottom), top < 0, self.found[base][2]

    def raised(self, base: int, top: int, bottom: int) -> int:
        """Return the length of a base to a positive power, given as a fraction."""
        if bottom == 1:
            if top == 1:
                return self.enclosed(base, _POWER)
            return self.enclosed(base, _ATOM) + 2 + _digits(top)
        if bottom == 2 and top == 1:
            return self.found[base][0] + len("sqrt()")
        return self.enclosed(base, _ATOM) + 2 + _digits(top) + _digits(bottom) + len("(/)")

    def enclosed(self, node: int, most: int) -> int:
        """Return the length of a node with the parentheses that it needs."""
        size, kind, _ = self.found[node]
        return size + 2 if kind > most else size


def _digits(number: int) -> int:
    """Return how many digits a whole number has; Python does not write the very long ones."""
    if -_TEN < number < _TEN:
        return 1
    bits = number.bit_length()
    return len(str(abs(number))) if bits < _LONG else int(bits * _DIGITS_A_BIT) + 1
