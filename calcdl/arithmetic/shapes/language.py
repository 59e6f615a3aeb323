"""The language of arrays in any arithmetic: what calls, axes and sizes mean.

A value of the arithmetic is a node, an int; what is no array, such as an axis or the name of a
norm, is a ``Static``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from calcdl.arithmetic.shapes.arguments import bind
from calcdl.arithmetic.shapes.indices import Places, indexed, put, sliced
from calcdl.arithmetic.shapes.statics import Items, Static, several, size_of
from calcdl.errors import ExpressionError
from calcdl.functions import lookup
from calcdl.functions.shaped.operations import OPERATIONS
from calcdl.functions.shaped.row import misfit
from calcdl.functions.shaped.words import WORDS
from calcdl.graph.nodes import Nodes
from calcdl.graph.shapes import Call, Rounded, Shaped, Size, size
from calcdl.sweep.forward import values
from calcdl.syntax.names import Names

if TYPE_CHECKING:
    from calcdl.functions.shaped.word import Word
    from calcdl.graph.nodes import Graph, Operation, Rational
    from calcdl.graph.shapes import Shape

__all__ = ["Language"]


class Language(ABC):
    """An arithmetic of arrays, without what it makes of an operation."""

    nodes: Nodes

    def __init__(self) -> None:
        self.sizes: dict[int, Size] = {}  # nodes that are sizes
        self.known_sizes: Mapping[str, Size] = {}  # what was not known at first
        self.unknown_sizes = 0

    @abstractmethod
    def shape(self, value: int) -> Shape: ...
    @abstractmethod
    def number(self, value: Rational) -> int: ...
    @abstractmethod
    def operation(self, op: Shaped, values: Sequence[int], shape: Shape) -> int: ...
    @abstractmethod
    def elementwise(self, operation: Operation, *values: int) -> int: ...
    @abstractmethod
    def expand(self, value: int, shape: Shape) -> int: ...
    @abstractmethod
    def value(self, value: int) -> Rational | None: ...
    @abstractmethod
    def named_size(self, name: str) -> int: ...
    @abstractmethod
    def operation_of(self, value: int) -> str: ...

    def is_zero(self, value: int) -> bool:
        """Say whether all entries of a value are certainly 0."""
        return self.value(value) == 0

    def share(self, value: int) -> int:
        return value

    def apply(self, name: str, *values: int, **given: Any) -> int:
        """Return the value of an operation; raises ExpressionError where shapes do not fit."""
        op = Shaped(name, tuple([(key, one) for key, one in given.items() if one is not None]))
        shape = OPERATIONS[name].shape(op, [self.shape(one) for one in values])
        return self.operation(op, values, shape)

    def chained(self, values: Sequence[int]) -> int:
        """Return the product by @ of one array or several, from the left."""
        total = values[0]
        for value in values[1:]:
            total = self.apply("matmul", total, value)
        return total

    def written(self, text: str, **meaning: int | Static) -> int:
        """Return the value of a text in the language, in which names have a meaning."""
        graph = _read(text)
        return cast("int", values(graph, self, meaning)[graph.root])  # type: ignore[arg-type]

    # What a sweep asks for

    def add(self, terms: Sequence[int]) -> int:
        return self.elementwise("add", *terms)

    def mul(self, factors: Sequence[int]) -> int:
        return self.elementwise("mul", *factors)

    def neg(self, u: int) -> int:
        return self.elementwise("neg", u)

    def div(self, u: int, v: int) -> int:
        return self.elementwise("div", u, v)

    def pow(self, u: int, v: int) -> int:
        return self.elementwise("pow", u, v)

    def compare(self, operation: str, u: int, v: int) -> int:
        return self.elementwise(operation, u, v)

    def choose(self, condition: int, chosen: int, otherwise: int) -> int:
        return self.elementwise("where", condition, chosen, otherwise)

    def call(self, operation: Operation | Call | Shaped, values: Sequence[Any]) -> Any:
        """Return the value of a function of entries, of an operation, or of a call by name."""
        if isinstance(operation, Shaped):
            if operation.name == "literal":
                return Static(operation.get("content"))
            return self.apply(operation.name, *values, **dict(operation.given))
        if operation in _SIGNS:
            return self.apply(_SIGNS[operation], *map(self.array, values))
        if not isinstance(operation, Call):
            return self.elementwise(operation, *values)
        special = _SPECIAL.get(operation.name)
        if special is not None:
            return special(self, operation, values)
        own = WORDS.get(f"{operation.style}.{operation.name}")
        return self.call_word(own or WORDS[operation.name], operation, values)

    def call_word(self, word: Word, call: Call, values: Sequence[Any]) -> int:
        """Return what a word means with these arguments; raises ExpressionError."""
        if word.name in ("max", "min") and self.are_arrays(word, call, values):
            return self.call_word(WORDS[f"{word.name}imum"], call, values)
        bound = bind(self, word, call, values)
        if not isinstance(word.meaning, str):
            return word.meaning(self, **bound)
        texts = {
            one.name: bound[one.name] if one.is_array else Static(bound[one.name])
            for one in word.arguments()
        }
        return self.written(word.meaning, **texts)

    def are_arrays(self, word: Word, call: Call, values: Sequence[Any]) -> bool:
        """Say whether the second argument of max is no axis, as in max(0, x).

        Raises ExpressionError where it may be either.
        """
        if len(values) < 2 or call.keywords:
            return False
        if isinstance(values[1], Static):
            return isinstance(values[1].content, Size)
        first, second = self.array(values[0]), values[1]
        if self.shape(second) or not self.shape(first) or self.value(second) is None:
            return True
        if not call.style:
            raise misfit(
                f"{word.name}(x, {self.value(second)}) may be entry by entry, or along an axis:"
                f" write {word.name}imum(x, {self.value(second)}), or"
                f" {word.name}(x, axis={self.value(second)})"
            )
        return False

    # What is no array

    def static(self, value: int | Static) -> Any:
        """Return the content of what is no array: a whole number, a size, a text, several.

        Raises ExpressionError.
        """
        if isinstance(value, Static):
            return value.content
        number = self.value(value)
        if number is not None:
            return number
        found = self.sizes.get(value) or size_of(self.nodes, value, self.sizes)
        if found is None:
            raise ExpressionError(
                "an axis, an index or a size is a whole number, or made of the names of sizes"
            )
        return found

    def array(self, value: int | Static) -> int:
        """Return the array that an argument is; raises ExpressionError."""
        if not isinstance(value, Static):
            return value
        content = value.content
        if isinstance(content, Size):
            return self.size(content)
        if isinstance(content, Items):
            return self.apply("stack", *[self.array(one) for one in content.values], axis=0)
        if type(content) is not bool and isinstance(content, int | Fraction):
            return self.number(content)
        if content == "inf":
            raise ExpressionError("infinity is not a number that calcdl can work with")
        raise ExpressionError("an array is expected here")

    def as_axis(self, content: Any, axes: int) -> int:
        """Return the axis that a number counts, from 0, negative ones from behind."""
        if type(content) is not int or not -axes <= content < axes:
            places = f"a whole number from {-axes} to {axes - 1}" if axes else "none of a number"
            raise ExpressionError(f"an axis is {places} here")
        return content % axes

    def as_shape(self, content: Any) -> Shape:
        """Return the shape that sizes are; raises ExpressionError."""
        several = content if type(content) is tuple and type(content) is not Size else (content,)
        return tuple([self.as_size(one) for one in several])

    def as_size(self, content: Any) -> Size:
        """Return the size that a whole number or a size is; raises ExpressionError."""
        if isinstance(content, Size):
            return content
        if type(content) is int and content >= 0:
            return size(content)
        raise ExpressionError("a size is a whole number, or a name that a shape has")

    def size(self, value: Size) -> int:
        """Return the number that a size is."""
        terms = [
            self.mul(parts) if len(parts) > 1 else parts[0]
            for names, factor in value.terms
            for parts in [
                [
                    *([self.number(factor)] if factor != 1 or not names else []),
                    *[self.part_of_size(name) for name in names],
                ]
            ]
        ] or [self.number(0)]
        node = terms[0] if len(terms) == 1 else self.add(terms)
        self.sizes[node] = value
        return node

    def part_of_size(self, part: str | Rounded) -> int:
        if isinstance(part, str):
            return self.named_size(part)
        return self.elementwise("ceil", self.div(self.size(part.above), self.number(part.below)))

    def unknown_size(self) -> Size:
        """Return the size of what is repeated as often as is needed."""
        self.unknown_sizes += 1
        name = f"?{self.unknown_sizes}"
        return self.known_sizes.get(name, size(name))


_SIGNS = {"@": "matmul", "\\": "solve"}
_SPECIAL: dict[str, Callable[[Any, Call, Sequence[Any]], Any]] = {
    "shape": lambda language, call, values: Static(language.shape(language.array(values[0]))),
    "index": indexed,
    "slice": sliced,
    "tuple": several,
    "list": several,
    "quote": lambda language, call, values: language.call(Call("transpose"), values),
    "at": lambda language, call, values: Static(Places(values[0])),
    "set": put,
}


# The names that texts of rows and words have for arrays and for what is given beside them.
_NAMES = frozenset((
    "A", "B", "G", "K", "Q", "V", "Y", "a", "axis", "b", "delta", "eps", "g", "k", "keepdims",
    "key", "logits", "n", "other", "p", "q", "r", "shape", "target", "w", "x", "y",
))  # fmt: skip


@cache
def _read(text: str) -> Graph:
    """Return the graph of a text of a row or word, as it was written."""
    from calcdl.syntax.shaped.parser import ArrayParser

    return ArrayParser(text, Names(lookup), Nodes(), _NAMES, WORDS).run()
