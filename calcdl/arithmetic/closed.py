"""Constants as closed formulas, exactly; their signs are decided by balls, or by proof.

The formula of a constant is what tells that cos(1) - cos(1) is zero, which no ball can; a ball is
what tells that sqrt(2) - 7/5 is positive, which no formula can.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from calcdl.arithmetic.expansion import expands_to_zero
from calcdl.arithmetic.pi import MultipleOfPi
from calcdl.arithmetic.symbols import Symbols
from calcdl.arithmetic.taylor import Taylor, set_precision
from calcdl.errors import Undecided
from calcdl.evaluate import apply
from calcdl.graph import Graph

__all__ = ["Closed"]

_WIDTH = 8  # terms of a sum that is tidied on; series multiply many sums
_PRECISIONS = (128, 512, 2048)  # bits


class Closed(Symbols):
    """The arithmetic of closed formulas, with signs.

    ``is_zero_formula`` is asked where balls cannot tell a number from zero: True, False, or None
    where it does not know either.
    """

    def __init__(self, is_zero_formula: Callable[[Graph], bool | None] | None = None) -> None:
        super().__init__()
        self._is_zero_formula = is_zero_formula
        self._signs: dict[int, int | Undecided] = {}

    def parts(self, node: int, width: int) -> Sequence[int]:
        wide = len(self.nodes.arguments[node]) > _WIDTH
        return (node,) if wide else super().parts(node, width)

    def content(self, total: int) -> tuple[Any, int]:
        wide = len(self.nodes.arguments[total]) > _WIDTH
        return (1, total) if wide else super().content(total)

    def ball(self, node: int, taylor: Taylor) -> Any:
        """Return a constant as a number of Taylor arithmetic, at the current precision."""
        return apply(Graph(self.nodes, node), taylor, {})

    def fold(self, node: int) -> int:
        """Return the node of the rational number, or multiple of pi, that a constant is; or itself.

        Raises NoValue where the constant has no real value.
        """
        if self.nodes.operations[node] == "number":
            return node
        value = self.ball(node, Taylor(1))
        if type(value) is not list:
            return node
        if value and type(value[0]) is MultipleOfPi:
            return self.multiple(self.constant("pi"), value[0].factor)
        return self.number(value[0] if value else 0)

    def sign(self, node: int) -> int:
        """Return the sign of a constant; raises Undecided where it may be zero."""
        value = self.value(node)
        if value is not None:
            return int(value > 0) - int(value < 0)
        if node not in self._signs:
            self._signs[node] = self._find_sign(node)
        sign = self._signs[node]
        if isinstance(sign, Undecided):
            raise Undecided(sign.message)
        return sign

    def sign_or_zero(self, node: int) -> int:
        """Return the sign of a constant, 0 where it is not decided."""
        try:
            return self.sign(node)
        except Undecided:
            return 0

    def _find_sign(self, node: int) -> int | Undecided:
        taylor = Taylor(1)
        size = None
        for precision in _PRECISIONS:
            previous = set_precision(precision)
            try:
                number = self.ball(node, taylor)
                if type(number) is list or not number.contains(0):
                    return taylor.sign_at_point(number)
                size = number.abs_upper().log_base(10).ceil().unique_fmpz()
            except Undecided:
                continue
            finally:
                set_precision(previous)
        if expands_to_zero(Graph(self.nodes, node)):
            return 0
        if self._is_zero_formula is not None:
            if self._is_zero_formula(Graph(self.nodes, node)):
                return 0
            self._is_zero_formula = None  # it may take seconds: one failure is enough
        bound = "very small" if size is None else f"less than 1e{size}"
        return Undecided(f"whether a number is zero: it is {bound}, not proven to be zero")

    def sub(self, u: int, v: int) -> int:
        return self.add((u, self.neg(v)))
