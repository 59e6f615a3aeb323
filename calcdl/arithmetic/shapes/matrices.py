"""Formulas of arrays, tidied as they are made.

What is done entry by entry is left to the arithmetic of formulas of numbers, for which every
other operation is one more variable, a *kernel*: the laws of + and * do not know of shapes. So a
value is a node of that arithmetic, and a kernel a symbol in it that stands for an operation on
other values. What has fewer entries than its shape says is repeated by the kernel ``expand``,
which is around a whole value and never inside of one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.shapes.language import Language
from calcdl.arithmetic.shapes.statics import Static
from calcdl.errors import NoRule
from calcdl.functions.shaped.operations import OPERATIONS
from calcdl.functions.shaped.row import argument_names
from calcdl.graph.nodes import COMPARISONS, LEAVES, reachable
from calcdl.graph.shapes import Shaped, broadcast, size

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from calcdl.graph.nodes import Operation, Rational
    from calcdl.graph.shapes import Shape

    Rule: TypeAlias = "Callable[[Matrices, Shaped, Sequence[int], Shape], int | None]"

__all__ = ["Kernel", "Matrices"]


class Kernel(NamedTuple):
    """An operation on arrays, and the values that it works on."""

    op: Shaped
    values: tuple[int, ...]


class Matrices(Language):
    """The arithmetic of formulas of arrays.

    ``rules`` tidy operations, by their names; ``attributes`` are what is known of variables. See
    ``tidying.matrices``.
    """

    def __init__(self, rules: Mapping[str, Rule], attributes: Mapping[str, frozenset[str]]) -> None:
        super().__init__()
        self.rules = rules
        self.symbols = Symbols()
        self.nodes = self.symbols.nodes
        self.shapes: dict[int, Shape] = {}
        self.kernels: dict[int, Kernel] = {}
        self.made: dict[Kernel, int] = {}
        self.attributes = attributes

    # Leaves

    def symbol(self, name: str, shape: Shape) -> int:
        """Return the value of a variable."""
        node = self.nodes.symbol(name)
        self.shapes[node] = shape
        return node

    def named_size(self, name: str) -> int:
        node = self.symbol(name, ())
        self.sizes[node] = size(name)
        return node

    def number(self, value: Rational) -> int:
        return self.nodes.number(value)

    def constant(self, name: str) -> int:
        return self.symbols.constant(name)

    def value(self, value: int) -> Rational | None:
        return self.symbols.value(value)

    def is_zero(self, value: int) -> bool:
        return self.stripped(value) == self.symbols.zero

    def has(self, value: int, attribute: str) -> bool:
        """Say whether a variable was declared to be symmetric, orthogonal, diagonal …"""
        if self.nodes.operations[value] != "symbol":
            return False
        return attribute in self.attributes.get(self.nodes.name_of(value), ())

    # Shapes

    def shape(self, value: int) -> Shape:
        """Return the shape of a value."""
        found = self.shapes.get(value)
        if found is None:
            operations, arguments = self.nodes.operations, self.nodes.arguments
            for i in reachable(self.nodes, (value,)):
                if i not in self.shapes:
                    inside = () if operations[i] in LEAVES else arguments[i]
                    self.shapes[i] = broadcast([self.shapes[j] for j in inside]) or ()
            found = self.shapes[value]
        return found

    def stripped(self, value: int) -> int:
        """Return what a value repeats, itself if it repeats nothing."""
        kernel = self.kernels.get(value)
        return kernel.values[0] if kernel is not None and kernel.op.name == "expand" else value

    def expand(self, value: int, shape: Shape) -> int:
        value = self.stripped(value)
        if self.shape(value) == shape:
            return value
        return self.kernel(Shaped("expand", (("shape", shape),)), (value,), shape)

    def elementwise(self, operation: Operation, *values: int) -> int:
        arrays = [self.array(value) for value in values]
        shape = broadcast([self.shape(value) for value in arrays])
        assert shape is not None
        inside = [self.stripped(value) for value in arrays]
        return self.expand(self.entries(operation, inside), shape)

    def entries(self, operation: Operation, values: Sequence[int]) -> int:
        """Return the value of an operation as the arithmetic of numbers has it."""
        symbols = self.symbols
        if operation == "add":
            return symbols.add(self.joined(values))
        if operation == "mul":
            return self.within_case(values)
        if operation == "neg":
            return symbols.neg(values[0])
        if operation == "div":
            return symbols.div(*values)
        if operation == "pow":
            return symbols.pow(*values)
        if operation == "where":
            return symbols.choose(*values)
        if operation in COMPARISONS:
            return symbols.compare(operation, *values)
        return symbols.call(operation, values)

    def within_case(self, factors: Sequence[int]) -> int:
        """Return a product; one with what is 0 in a case is that product in the other case."""
        for k, factor in enumerate(factors):
            if self.nodes.operations[factor] != "where":
                continue
            condition, *branches = self.nodes.arguments[factor]
            if self.symbols.zero in branches:
                others = [*factors[:k], *factors[k + 1 :]]
                return self.symbols.choose(
                    condition, *[self.within_case([*others, branch]) for branch in branches]
                )
        return self.symbols.mul(factors)

    def joined(self, terms: Sequence[int]) -> list[int]:
        """Return terms of which those with the same condition are one."""
        result: list[int] = []
        cases: dict[int, int] = {}  # condition -> the place of the term
        for term in terms:
            if self.nodes.operations[term] != "where":
                result.append(term)
                continue
            condition, chosen, otherwise = self.nodes.arguments[term]
            if condition not in cases:
                cases[condition] = len(result)
                result.append(term)
                continue
            _, first, second = self.nodes.arguments[result[cases[condition]]]
            both = self.symbols.add((first, chosen)), self.symbols.add((second, otherwise))
            result[cases[condition]] = self.symbols.choose(condition, *both)
        return result

    # Operations

    def kernel(self, op: Shaped, values: Sequence[int], shape: Shape) -> int:
        """Return the value that an operation is, which is left as it is."""
        kernel = Kernel(op, tuple(values))
        node = self.made.get(kernel)
        if node is None:
            node = self.made[kernel] = self.nodes.symbol(f"⟨{len(self.made):06}⟩")
            self.kernels[node] = kernel
            self.shapes[node] = shape
        return node

    def operation(self, op: Shaped, values: Sequence[int], shape: Shape) -> int:
        rule = self.rules.get(op.name)
        found = None if rule is None else rule(self, op, values, shape)
        return self.kernel(op, values, shape) if found is None else self.expand(found, shape)

    def pullback(
        self, op: Shaped, values: Sequence[int], value: int, adjoint: int, wanted: Sequence[int]
    ) -> dict[int, int]:
        """Return the adjoints of the arguments at these places, by their places."""
        texts = OPERATIONS[op.name].rule(op, [self.shape(one) for one in values])
        meaning: dict[str, int | Static] = {key: Static(one) for key, one in op.given}
        meaning.setdefault("axis", Static(None))
        meaning |= dict(zip(argument_names(len(values)), values, strict=True))
        meaning |= {"Y": value, "G": adjoint}
        found = {}
        for k in wanted:
            if k >= len(texts):
                raise NoRule(f"calcdl has no derivative of {op.name}")
            found[k] = self.expand(self.written(texts[k], **meaning), self.shape(values[k]))
        return found

    # Parts

    def operation_of(self, value: int) -> str:
        """Return the name of the operation that a value is, an empty one if it is no kernel."""
        kernel = self.kernels.get(value)
        return "" if kernel is None else kernel.op.name

    def factors(self, value: int) -> list[int]:
        """Return what a value is the product of."""
        value = self.stripped(value)
        if self.nodes.operations[value] == "mul":
            return list(self.nodes.arguments[value])
        return [value]

    def split(self, value: int) -> tuple[int, int]:
        """Return the factors of a value that are single numbers, and the others.

        Ones are left where there are no others.
        """
        shape = self.shape(value)
        factors = self.factors(value)
        if shape and len(factors) == 1 and self.nodes.operations[factors[0]] == "add":
            content, rest = self.symbols.content(factors[0])
            if content != 1:
                return self.number(content), self.expand(rest, shape)
        scalars = [one for one in factors if not self.shape(one)]
        if not scalars or not shape:
            return self.symbols.one, value
        others = [one for one in factors if self.shape(one)]
        rest = self.symbols.mul(others) if others else self.symbols.one
        return self.symbols.mul(scalars), self.expand(rest, shape)

    def is_ones(self, value: int) -> bool:
        """Say whether a value has nothing but ones."""
        return self.stripped(value) == self.symbols.one != value
