"""Formulas of arrays in markup: bold letters, ⊤, ⊙, and vectors of ones."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import as_shaped
from calcdl.render.notation.arrays import as_notation
from calcdl.render.notation.formula import Writer, assembled
from calcdl.render.notation.markup import Markup
from calcdl.syntax.shaped.unparse import push_operation

if TYPE_CHECKING:
    from calcdl.graph.shapes import Shape

__all__ = ["ArrayMarkup", "written_arrays"]

_ENTRIES, _CHAIN, _POWER, _ATOM = 3, 4, 5, 6
_BINDS = {"chain": _CHAIN, "odot": _ENTRIES, "oslash": _ENTRIES, "raised": _POWER,
          "power": _POWER}  # fmt: skip


class ArrayMarkup(Markup):
    """What a language of markup has for arrays."""

    odot: ClassVar[str]
    oslash: ClassVar[str]
    above: ClassVar[Mapping[str, str]]  # ⊤, −1, −⊤ by what they say
    entrywise: ClassVar[str]  # in front of an exponent that is for each entry
    arrow: ClassVar[str]

    @abstractmethod
    def array(self, name: str, axes: int) -> str:
        """Return a variable that is a vector or a matrix."""

    @abstractmethod
    def adjoint(self, of: str) -> str:
        """Return the adjoint of what is written."""

    @abstractmethod
    def ones(self, digit: str, sizes: str) -> str:
        """Return an array of the same digits, or the identity I."""

    @abstractmethod
    def operator(self, name: str, below: str) -> str:
        """Return the name of an operation, with what it was given below."""

    @abstractmethod
    def code(self, text: str) -> str:
        """Return a text of a program."""

    @abstractmethod
    def below(self, base: list[Any], index: str) -> list[Any]:
        """Return parts with an index."""


def written_arrays(
    graph: Graph, shapes: Mapping[int, Shape], leaves: Mapping[str, str], markup: ArrayMarkup
) -> str:
    """Return a formula of arrays; ``leaves`` is how its variables are written. Raises TooLarge."""
    setting = as_notation(graph, shapes)
    writer = _ArrayWriter(setting, markup, leaves)
    symbols = [i for i in graph.order() if graph.nodes.operations[i] == "symbol"]
    writer.arrays.update([graph.nodes.name_of(i) for i in symbols if shapes[i]])
    return assembled(setting, writer)


class _ArrayWriter(Writer):
    """What to write for a node of a formula as it is set."""

    def __init__(self, graph: Graph, markup: ArrayMarkup, leaves: Mapping[str, str]) -> None:
        super().__init__(graph, markup)
        self.signs, self.leaves = markup, leaves
        self.arrays: set[str] = set()  # the names of vectors and matrices

    def kind(self, node: int) -> str:
        shaped = as_shaped(self.operations[node])
        return "" if shaped is None else shaped.name

    def leaf(self, node: int, least: int) -> str:
        if self.operations[node] == "symbol":
            return self.leaves[self.nodes.name_of(node)]
        return super().leaf(node, least)

    def precedence(self, node: int) -> int:
        kind = self.kind(node)
        if self.operations[node] == "neg":
            return _ENTRIES
        return _BINDS.get(kind, _ATOM) if kind else super().precedence(node)

    def begins_with_minus(self, node: int) -> bool:
        return self.operations[node] == "neg" or (
            not self.kind(node) and super().begins_with_minus(node)
        )

    def parts(self, node: int) -> list[Any]:
        args, signs = self.arguments[node], self.signs
        shaped = as_shaped(self.operations[node])
        if shaped is None:
            if self.operations[node] == "neg":
                twice = self.operations[args[0]] == "neg"
                return [signs.minus, (args[0], _CHAIN if twice else _ENTRIES)]
            return super().parts(node)
        match shaped.name:
            case "chain":
                return self._chain(args)
            case "odot" | "oslash":
                is_product = shaped.name == "odot"
                sign, least = (signs.odot, _CHAIN) if is_product else (signs.oslash, _POWER)
                parts: list[Any] = [(args[0], _ENTRIES)]
                for arg in args[1:]:
                    parts += (sign, (arg, least))
                return parts
            case "raised":
                return signs.power_of((args[0], _ATOM), signs.above[shaped.get("by")])
            case "power":
                before, base, between, exponent, behind = signs.power_of(args[0], args[1])
                least = _ATOM + (self.operations[base] in ("div", "exp"))
                return [before, (base, least), between, signs.entrywise, (exponent, 0), behind]
            case "norm":
                before, behind = signs.bars
                norm = [before, (args[0], 0), behind]
                return signs.below(norm, "F") if shaped.get("frobenius") else norm
            case "ones" | "zeros" | "identity":
                digit = {"ones": "1", "zeros": "0", "identity": "I"}[shaped.name]
                return [signs.ones(digit, shaped.get("sizes") or "")]
            case "code":
                stack: list[Any] = []
                push_operation(self.nodes, shaped.get("operation"), args, stack)
                return [signs.code(one) if type(one) is str else one for one in reversed(stack)]
            case "index":
                return signs.below([(args[0], _ATOM)], shaped.get("below"))
        operator = signs.operator(shaped.get("name"), shaped.get("below") or "")
        return [operator, *self._arguments(args)]

    def _chain(self, args: tuple[int, ...]) -> list[Any]:
        """Return factors beside each other; a number's letter in front of a fence is no call."""
        parts: list[Any] = [(args[0], _CHAIN)]
        for left, right in pairwise(args):
            fenced = self.precedence(right) < _POWER
            sign = self.signs.times if fenced and self._is_letter(left) else self.signs.beside
            parts += (sign, (right, _POWER))
        return parts

    def _is_letter(self, node: int) -> bool:
        """Say whether a node is the letter of a number."""
        if self.operations[node] == "symbol":
            return self.nodes.name_of(node) not in self.arrays
        return self.operations[node] == "constant"
