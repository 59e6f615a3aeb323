"""Constants as closed formulas, exactly; their signs are decided by balls, or by proof.

The formula of a constant is what tells that cos(1) - cos(1) is zero, which no ball can; a ball is
what tells that sqrt(2) - 7/5 is positive, which no formula can.
"""

from __future__ import annotations

from calcdl.arithmetic.formulas.expansion import expands_to_zero
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.pi import MultipleOfPi
from calcdl.arithmetic.precision import current_precision, precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import CalcdlError, Undecided
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING, cast
from calcdl.sweep.forward import choose_or_apply

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from calcdl.arithmetic.kinds import Ball, Constant, Number
    from calcdl.graph.nodes import Rational

    Answer = TypeVar("Answer")

__all__ = ["Closed", "simple_rational"]

_BITS_OF_SOME_WORK = 1 << 22  # bits squared that take as long as what is done for any number
_WIDTH = 8  # terms of a sum that is tidied on; series multiply many sums
_PRECISIONS = (128, 512, 2048, 8192)  # bits
_LARGEST_DENOMINATOR = 10_000  # of a rational number that a formula may turn out to be


class Closed(Symbols):
    """The arithmetic of closed formulas, with signs.

    ``is_zero_formula`` is asked where balls cannot tell a number from zero: True, False, or None
    where it does not know either.
    """

    def __init__(self, is_zero_formula: Callable[[Graph], bool | None] | None = None) -> None:
        super().__init__()
        self._is_zero_formula = is_zero_formula
        self._signs: dict[int, int | Undecided] = {}
        self._balls: dict[
            tuple[int, int], Constant | CalcdlError
        ] = {}  # (bits, node): its number, or why it has none
        self.work = 0  # numbers computed so far, one of many bits counted as several

    def parts(self, node: int, width: int) -> Sequence[int]:
        wide = len(self.nodes.arguments[node]) > _WIDTH
        return (node,) if wide else super().parts(node, width)

    def content(self, total: int) -> tuple[Rational, int]:
        wide = len(self.nodes.arguments[total]) > _WIDTH
        return (1, total) if wide else super().content(total)

    def power_of_zero(self, exponent: int) -> int:
        is_free = bool(Graph(self.nodes, exponent).symbols())
        sign = None if is_free else self.sign_or_none(exponent)
        return self.zero if sign == 1 else super().power_of_zero(exponent)

    def ball(self, node: int, bits: int) -> Constant:
        """Return a constant, computed with so many bits, as a number of Taylor arithmetic.

        Parts that were computed before are not computed again: series ask for many constants.
        """
        known = self._balls
        if (bits, node) not in known:
            taylor = Taylor(1)
            with precision(bits):
                for part in self._unknown(node, bits):
                    known[bits, part] = self._number_of(part, bits, taylor)
                    self.work += 1 + bits * bits // _BITS_OF_SOME_WORK
        found = known[bits, node]
        if isinstance(found, CalcdlError):
            raise type(found)(found.reason)
        return found

    def _unknown(self, node: int, bits: int) -> Sequence[int]:
        """Return the parts of a constant that are not known to so many bits, in order."""
        stack, seen = [node], {node}
        for part in stack:
            for child in self.nodes.children(part):
                if child not in seen and (bits, child) not in self._balls:
                    seen.add(child)
                    stack.append(child)
        return sorted(stack)

    def _number_of(self, node: int, bits: int, taylor: Taylor) -> Constant | CalcdlError:
        """Return the number of a node whose parts are known, or the error that it has none."""
        operation, args = self.nodes.operations[node], self.nodes.arguments[node]
        if operation == "number":
            return taylor.number(self.nodes.value_of(node))
        if operation == "constant":
            return taylor.constant(self.nodes.name_of(node))
        try:
            parts = cast("list[Number]", [self._balls[bits, child] for child in args])
            return cast("Constant", choose_or_apply(taylor, operation, parts))
        except CalcdlError as error:
            return error

    def decide(self, node: int, question: Callable[[Ball], Answer | None]) -> Answer | None:
        """Return what a question finds in the ball of a constant; None at more bits asks again.

        The question is asked at the precision of the ball. None says that no precision is enough.
        """
        for bits in _PRECISIONS:
            try:
                number = self.ball(node, bits)
            except Undecided:
                continue
            with precision(bits):
                answer = question(Taylor(1).ball_of(number))
            if answer is not None:
                return answer
        return None

    def fold(self, node: int) -> int:
        """Return the node of the rational number, or multiple of pi, that a constant is; or itself.

        Raises NoValue where the constant has no real value.
        """
        if self.nodes.operations[node] == "number":
            return node
        value = Taylor(1).coefficient(self.number_at(node), 0)
        if is_ball(value):
            return node
        if type(value) is MultipleOfPi:
            return self.multiple(self.constant("pi"), value.factor)
        return self.number(value)

    def number_at(self, node: int) -> Constant:
        """Return the number of a constant at the first precision that decides what it is."""
        for bits in _PRECISIONS[:-1]:
            try:
                return self.ball(node, bits)
            except Undecided:
                continue
        return self.ball(node, _PRECISIONS[-1])

    def rational(self, node: int) -> Rational | None:
        """Return the rational number that a constant is proven to be, None where none is.

        Raises NoValue where the constant has no real value.
        """
        try:
            number = self.number_at(node)
            value = Taylor(1).value(number)
            if value is not None:
                return value
            with current_precision():
                value = simple_rational(Taylor(1).ball_of(self.ball(node, _PRECISIONS[1])))
            if value is None or self.sign(self.sub(node, self.number(value))):
                return None
        except Undecided:
            return None
        return value

    def proven(self, node: int) -> int:
        """Return the node of the rational number that a constant is proven to be; or itself."""
        value = self.rational(node)
        return node if value is None else self.number(value)

    def sign(self, node: int) -> int:
        """Return the sign of a constant; raises Undecided where it may be zero."""
        value = self.value(node)
        if value is not None:
            return int(value > 0) - int(value < 0)
        if node not in self._signs:
            self._signs[node] = self._find_sign(node)
        sign = self._signs[node]
        if isinstance(sign, Undecided):
            raise Undecided(sign.reason)
        return sign

    def sign_or_none(self, node: int) -> int | None:
        """Return the sign of a constant, None where it is not decided."""
        try:
            return self.sign(node)
        except Undecided:
            return None

    def sign_or_zero(self, node: int) -> int:
        """Return the sign of a constant, 0 where it is not decided."""
        return self.sign_or_none(node) or 0

    def _find_sign(self, node: int) -> int | Undecided:
        taylor = Taylor(1)
        size = None
        for bits in _PRECISIONS:
            try:
                number = self.ball(node, bits)
                if not is_ball(number) or not number.contains(0):
                    return taylor.sign_at_point(number)
                size = number.abs_upper().log_base(10).ceil().unique_fmpz()
            except Undecided:
                continue
        if expands_to_zero(Graph(self.nodes, node)):
            return 0
        if size is not None and _is_zero_by_laws(Graph(self.nodes, node)):
            return 0
        if self._is_zero_formula is not None:
            if self._is_zero_formula(Graph(self.nodes, node)):
                return 0
            self._is_zero_formula = None  # it may take seconds: one failure is enough
        bound = "very small" if size is None else f"less than 1e{size}"
        return Undecided(f"whether a number is zero: it is {bound}, not proven to be zero")

    def sub(self, u: int, v: int) -> int:
        return self.add((u, self.neg(v)))


def _is_zero_by_laws(graph: Graph) -> bool:
    """Say whether the laws of functions prove zero; they are loaded for the first such question."""
    from calcdl.arithmetic.constants.laws import is_zero_by_laws

    return is_zero_by_laws(graph)


def simple_rational(ball: Ball) -> Rational | None:
    """Return the rational number with a small denominator that a ball holds; None: it has none."""
    middle, exponent = (int(part) for part in ball.mid().man_exp()) if ball.is_finite() else (0, 0)
    if not ball.is_finite() or ball.is_exact() or abs(ball.rad() * 2**64) > 1 or exponent > 0:
        return None
    from fractions import Fraction

    if middle.bit_length() + exponent < -64:
        return 0 if ball.contains(0) else None
    found = Fraction(middle, 1 << -exponent).limit_denominator(_LARGEST_DENOMINATOR)
    held = ball.contains(Taylor(1).ball(found))
    return (found.numerator if found.denominator == 1 else found) if held else None
