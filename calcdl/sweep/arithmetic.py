"""What an arithmetic is: the operations that a sweep needs, on numbers of one type.

Only annotations use it, so that nothing is loaded from here when calcdl runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation, Rational
    from calcdl.graph.shapes import Shaped

__all__ = ["Arithmetic", "ExactArithmetic", "N", "ShapedArithmetic"]

N = TypeVar("N")


class Arithmetic(Protocol[N]):
    """What a sweep needs to compute with numbers N.

    A condition is a bool where the arithmetic decides it, else a number: a formula, or an array
    with an element a point. ``choose`` is given what ``compare`` returned. ``share`` announces a
    number that will be used more than once; formulas keep it in one piece.
    """

    def number(self, value: Rational) -> N: ...
    def constant(self, name: str) -> N: ...
    def add(self, terms: Sequence[N]) -> N: ...
    def mul(self, factors: Sequence[N]) -> N: ...
    def neg(self, u: N) -> N: ...
    def div(self, u: N, v: N) -> N: ...
    def pow(self, u: N, v: N) -> N: ...
    def call(self, name: Operation, arguments: Sequence[N]) -> N: ...
    def compare(self, operation: str, u: N, v: N) -> N | bool: ...
    def choose(self, condition: Any, chosen: N, otherwise: N) -> N: ...
    def is_zero(self, u: N) -> bool: ...
    def share(self, u: N) -> N: ...


class ExactArithmetic(Arithmetic[N], Protocol[N]):
    """An arithmetic that knows more of its numbers.

    ``value`` is the rational number that one is, or None; ``same`` says whether two of them are
    one and the same function near the point.
    """

    def value(self, u: N) -> Rational | None: ...
    def same(self, u: N, v: N) -> bool: ...


class ShapedArithmetic(Arithmetic[N], Protocol[N]):
    """An arithmetic of arrays, which knows how adjoints go through operations on them.

    ``pullback`` returns the adjoints of the arguments at the places that are wanted, each in the
    shape of its argument; one that is missing is zero.
    """

    def pullback(
        self, op: Shaped, values: Sequence[N], value: N, adjoint: N, wanted: Sequence[int]
    ) -> dict[int, N]: ...
