"""Declarations of shapes: "W: m,n", "S: n,n symmetric", "w: ?"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from calcdl.errors import UsageError, parameter
from calcdl.graph.shapes import Shape, Size, size

__all__ = ["SIZES", "Declared", "read_shapes"]

# What may be known of a matrix, by the words for it.
_ATTRIBUTES = {
    "symmetric": "symmetric", "sym": "symmetric", "spd": "definite", "psd": "definite",
    "diagonal": "diagonal", "orthogonal": "orthogonal",
    "probabilities": "stochastic", "stochastic": "stochastic", "onehot": "stochastic",
    "one-hot": "stochastic", "prob": "stochastic",
}  # fmt: skip
_IMPLIED = {"definite": "symmetric", "diagonal": "symmetric"}
# Words for sizes that are to follow, and how many they are.
_UNKNOWN = {"?": 1, "vector": 1, "matrix": 2, "scalar": 0, "number": 0}
_DECLARATION = re.compile(r"\s*([^\W\d]\w*)\s*:(?!=)(.*)", re.DOTALL)
# A declaration as it stands in front of an expression, where "f: x -> x**2" is none.
SIZES = re.compile(r"\s*[^\W\d]\w*\s*:\s*[\w?]+(?:\s*[,×]?\s*[\w?-]+)*\s*")


class Declared(NamedTuple):
    """The shapes of variables, and what else is known of them."""

    shapes: Mapping[str, Shape] = MappingProxyType({})
    attributes: Mapping[str, frozenset[str]] = MappingProxyType({})

    def names(self) -> frozenset[str]:
        """Return all names that have a meaning, those of sizes too."""
        return self.sizes().union(self.shapes)

    def sizes(self) -> frozenset[str]:
        """Return the names of sizes."""
        return frozenset(
            [name for shape in self.shapes.values() for one in shape for name in one.names()]
        )

    def with_sizes(self, known: Mapping[str, Size]) -> Declared:
        """Return the declarations in which some sizes are others."""
        if not known:
            return self
        shapes = {
            name: tuple([one.put(known) for one in shape]) for name, shape in self.shapes.items()
        }
        return self._replace(shapes=shapes)


def read_shapes(texts: Sequence[str]) -> Declared:
    """Read declarations such as "W: m,n; x: n" and "S: n,n symmetric"; raises UsageError."""
    shapes: dict[str, Shape] = {}
    attributes: dict[str, frozenset[str]] = {}
    for text in texts:
        for piece in re.split("[;\n]", text):
            if not piece.strip():
                continue
            found = _DECLARATION.fullmatch(piece)
            if found is None:
                raise UsageError(
                    f"a shape reads 'W: m,n', not '{piece.strip()}': write ",
                    parameter("shape", "'W: m,n; x: n'"),
                )
            name, rest = found.groups()
            if name in shapes:
                raise UsageError(f"{name} has two shapes: leave one of them out")
            shapes[name], attributes[name] = _shape(name, rest)
    return Declared(shapes, attributes)


def _shape(name: str, text: str) -> tuple[Shape, frozenset[str]]:
    """Return the sizes in a declaration, and what is said behind them."""
    sizes: list[Size] = []
    found: set[str] = set()
    text = re.sub(r"positive[- ]definite", "spd", text.strip(" ()[]"))
    for word in re.findall(r"[^\s,×]+", text):
        if word in _ATTRIBUTES:
            found.add(_ATTRIBUTES[word])
        elif word in _UNKNOWN and (word == "?" or len(sizes) == 0):
            sizes += [size(f"?{name}{len(sizes) + k}") for k in range(_UNKNOWN[word])]
        elif word.isidentifier() or word.isdecimal():
            sizes.append(size(int(word) if word.isdecimal() else word))
        else:
            raise UsageError(f"'{word}' is no size of {name}: write a whole number or a name")
    shape = tuple(sizes)
    found |= {_IMPLIED[attribute] for attribute in found if attribute in _IMPLIED}
    if found - {"stochastic"} and (len(shape) != 2 or shape[0] != shape[1]):
        raise UsageError(f"{name} is no square matrix, and cannot be {max(found)}")
    return shape, frozenset(found)
