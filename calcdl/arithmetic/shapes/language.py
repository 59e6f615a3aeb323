"""The language of arrays in any arithmetic: what calls, axes and sizes mean.

A value of the arithmetic is a node, an int; what is no array, such as an axis or the name of a
norm, is a ``Static``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from calcdl.errors import ExpressionError
from calcdl.functions import lookup
from calcdl.functions.shaped.operations import OPERATIONS
from calcdl.functions.shaped.row import misfit
from calcdl.functions.shaped.words import WORDS, Word
from calcdl.graph.nodes import Nodes
from calcdl.graph.shapes import Call, Shaped, Size, size
from calcdl.sweep.forward import values
from calcdl.syntax.names import Names

if TYPE_CHECKING:
    from calcdl.graph.nodes import Graph, Operation, Rational
    from calcdl.graph.shapes import Shape

__all__ = ["Language", "Static"]


class Static(NamedTuple):
    """What is no array: a number that counts, a text, None, a truth value, several of them."""

    content: Any


class Language(ABC):
    """An arithmetic of arrays, without what it makes of an operation."""

    def __init__(self) -> None:
        self.sizes: dict[int, Size] = {}  # nodes that are sizes

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
        if operation == "@":
            return self.apply("matmul", *values)
        if not isinstance(operation, Call):
            return self.elementwise(operation, *values)
        special = _SPECIAL.get(operation.name)
        if special is not None:
            return special(self, operation, values)
        return self.call_word(WORDS[operation.name], operation, values)

    def call_word(self, word: Word, call: Call, values: Sequence[Any]) -> int:
        """Return what a word means with these arguments; raises ExpressionError."""
        arrays, _, others = word.takes.partition("|")
        names = [name.partition("=") for name in (*arrays.split(), *others.split())]
        static = {name.partition("=")[0] for name in others.split()}
        positional = len(values) - len(call.keywords)
        if word.name in ("max", "min") and positional > 1 and self.are_arrays(values):
            return self.elementwise(word.name, *values)
        if positional > len(names):
            raise ExpressionError(f"{call.name} takes {len(names)} arguments, not {positional}")
        bound: dict[str, Any] = dict(zip([name for name, _, _ in names], values, strict=False))
        for key, one in zip(call.keywords, values[positional:], strict=True):
            name = _KEYWORDS.get(key, key)
            if name not in [own for own, _, _ in names]:
                raise ExpressionError(f"{call.name} has no argument {key}")
            bound[name] = one
        for name, equals, default in names:
            if name not in bound:
                if not equals:
                    raise ExpressionError(f"{call.name} needs the argument {name}")
                bound[name] = _DEFAULTS[default] if name in static else self.number(int(default))
            elif name in static:
                bound[name] = self.static(bound[name])
            else:
                bound[name] = self.array(bound[name])
        if isinstance(word.meaning, str):
            texts = {name: Static(one) if name in static else one for name, one in bound.items()}
            return self.written(word.meaning, **texts)
        return word.meaning(self, **bound)

    def are_arrays(self, values: Sequence[Any]) -> bool:
        """Say whether the second argument can be no axis, as in max(0, x)."""
        return not isinstance(values[1], Static) and (
            self.shape(values[1]) != ()
            or not self.shape(values[0])
            or self.value(values[1]) is None
        )

    # What is no array

    def static(self, value: int | Static) -> Any:
        """Return the content of what is no array: a whole number, a size, a text, several.

        Raises ExpressionError.
        """
        if isinstance(value, Static):
            return value.content
        if value in self.sizes:
            return self.sizes[value]
        number = self.value(value)
        if number is None:
            raise ExpressionError("an axis or a size is a number, or a name that a shape has")
        return number

    def array(self, value: int | Static) -> int:
        """Return the array that an argument is; raises ExpressionError."""
        if not isinstance(value, Static):
            return value
        if isinstance(value.content, Size):
            return self.size(value.content)
        if type(value.content) is not bool and isinstance(value.content, int | Fraction):
            return self.number(value.content)
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
            self.mul([self.number(factor), *[self.named_size(name) for name in names]])
            if names
            else self.number(factor)
            for names, factor in value.terms
        ]
        node = terms[0] if len(terms) == 1 else self.add(terms)
        self.sizes[node] = value
        return node


def _shape_of(language: Language, call: Call, values: Sequence[Any]) -> Any:
    return Static(language.shape(values[0]))


def _index(language: Language, call: Call, values: Sequence[Any]) -> Any:
    base, *places = values
    if isinstance(base, Static):  # X.shape[1]
        (k,) = [language.static(place) for place in places]
        return language.size(base.content[k])
    for axis, place in enumerate(places):
        content = language.static(place)
        if content is None:
            base = language.apply("newaxis", base, axis=axis)
        elif content != ALL:
            raise misfit("calcdl takes no entries out of an array yet: {}", language.shape(base))
    return base


def _tuple(language: Language, call: Call, values: Sequence[Any]) -> Any:
    return Static(tuple([language.static(one) for one in values]))


ALL = ("slice", None, None, None)  # the index ":"
_SPECIAL = {"shape": _shape_of, "index": _index, "tuple": _tuple}
_KEYWORDS = {"dim": "axis", "keepdim": "keepdims", "axes": "axis", "p": "ord", "n": "n",
             "normalized_shape": "axis"}  # fmt: skip
_DEFAULTS: dict[str, Any] = {"None": None, "False": False, "True": True, "-1": -1, "1": 1, "0": 0}


# The names that texts of rows and words have for arrays and for what is given beside them.
_NAMES = frozenset((
    "A", "B", "G", "K", "Q", "V", "Y", "a", "axis", "b", "delta", "eps", "g", "keepdims", "logits",
    "n", "other", "p", "r", "shape", "target", "x", "y",
))  # fmt: skip


@cache
def _read(text: str) -> Graph:
    """Return the graph of a text of a row or word, as it was written."""
    from calcdl.syntax.shaped.parser import ArrayParser

    return ArrayParser(text, Names(lookup), Nodes(), _NAMES, WORDS).run()
