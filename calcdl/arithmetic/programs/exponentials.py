"""Sums of exponentials: their logarithm, a part of them, and the logarithm of a part.

Where one of several exponents is the largest by far, its part is next to 1, and the logarithm of
that next to 0: both keep their digits as functions of how far the others lie below it, which is
``logsumexp(v, w) - u``. That is computed of powers below 1, for it has few digits itself where
exponents are large.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from calcdl.arithmetic.programs.operations import Operations
    from calcdl.graph.nodes import Nodes

__all__ = ["ExponentialSums", "better_with_exponentials", "is_sum_above"]


def better_with_exponentials(lean: Operations, node: int) -> int | None:
    """Return a node that is equal and keeps its digits, None where there is none.

    >>> from calcdl.arithmetic.programs.operations import Operations
    >>> from calcdl.graph.nodes import Graph
    >>> from calcdl.syntax.unparse import unparse
    >>> lean = Operations()
    >>> x, y = lean.nodes.symbol("x"), lean.nodes.symbol("y")
    >>> loss = lean.add((lean.call("logsumexp", (x, y)), lean.neg(x)))
    >>> unparse(Graph(lean.nodes, better_with_exponentials(lean, loss)))
    'softplus(y - x)'
    """
    operation, args = lean.nodes.operations[node], lean.nodes.arguments[node]
    if operation == "log":
        exponents = _exponents(lean, args[0])
        return None if exponents is None else _logarithm(lean, exponents)
    if operation == "div":
        return _part(lean, *args)
    if operation == "add":
        return _logarithm_of_part(lean, *args)
    return None


def _logarithm(lean: Operations, exponents: Sequence[int]) -> int:
    """Return the logarithm of a sum of exponentials; next to 0 where 1 is the largest by far."""
    others = [u for u in exponents if not lean.is_zero(u)]
    if len(others) == len(exponents) - 1:
        return lean.call("softplus", (_sum(lean, others),))
    return lean.call("logsumexp", exponents)


def _sum(lean: Operations, exponents: Sequence[int]) -> int:
    """Return the exponent that is as much as several."""
    return exponents[0] if len(exponents) == 1 else lean.call("logsumexp", exponents)


def _above(lean: Operations, exponents: Sequence[int], u: int) -> int:
    """Return by how much all other exponents together exceed one of them."""
    others = list(exponents)
    others.remove(u)
    return lean.add((_sum(lean, others), lean.neg(u)))


def _part(lean: Operations, above: int, below: int) -> int | None:
    """Return exp(u)/(exp(u) + exp(v) + exp(w)) and its like, of three or more, by exponents."""
    nodes = lean.nodes
    if nodes.operations[below] != "add" or not any(
        [nodes.operations[part] == "add" for part in nodes.arguments[below]]
    ):
        return None
    exponents = _exponents(lean, below)
    if exponents is None:
        return None
    if nodes.operations[above] == "exp" and nodes.arguments[above][0] in exponents:
        (u,) = nodes.arguments[above]
        return lean.call("sigmoid", (lean.neg(_above(lean, exponents, u)),))
    rest = lean.neg(lean.call("logsumexp", exponents))
    if nodes.operations[above] == "exp":
        return lean.call("exp", (lean.add((nodes.arguments[above][0], rest)),))
    return lean.mul((above, lean.call("exp", (rest,))))


def _logarithm_of_part(lean: Operations, u: int, v: int) -> int | None:
    """Return logsumexp(u, v, w) - u, or its opposite, by how much v and w together exceed u."""
    operations, arguments = lean.nodes.operations, lean.nodes.arguments
    for first, second, is_opposite in ((u, v, False), (v, u, False), (u, v, True), (v, u, True)):
        total = lean.negated(first) if is_opposite else first
        part = second if is_opposite else lean.negated(second)
        if total is None or part is None or operations[total] != "logsumexp":
            continue
        exponents = arguments[total]
        if part in exponents and len(exponents) > 1:
            loss = lean.call("softplus", (_above(lean, exponents, part),))
            return lean.neg(loss) if is_opposite else loss
    return None


def _exponents(lean: Operations, total: int) -> list[int] | None:
    """Return the exponents of a sum of two or more exponentials; 1 is exp(0)."""
    nodes = lean.nodes
    exponents, stack = [], [total]
    while stack:
        node = stack.pop()
        if nodes.operations[node] == "add":
            stack += reversed(nodes.arguments[node])
        elif nodes.operations[node] == "exp":
            exponents.append(nodes.arguments[node][0])
        elif lean.value(node) == 1:
            exponents.append(lean.number(0))
        else:
            return None
    softplus = len(exponents) == 2 and any([lean.is_zero(u) for u in exponents])
    return exponents if len(exponents) > 1 and not softplus else None


def is_sum_above(nodes: Nodes, node: int) -> bool:
    """Say whether a node is logsumexp(v, w) - u, its opposite, or such a sum itself."""
    stack, depth = [node], 3
    while stack and depth:
        node, depth = stack.pop(), depth - 1
        if nodes.operations[node] == "logsumexp":
            return True
        if nodes.operations[node] in ("add", "neg"):
            stack += nodes.arguments[node]
    return False


# Written out


class _Scaled(NamedTuple):
    """Exponentials by the largest of them: the exponent of that, all powers, and their sum."""

    largest: int
    powers: dict[int, int]
    total: int


class ExponentialSums:
    """What a target computes for logsumexp of several numbers, and for functions of it."""

    def __init__(self, lower: Operations) -> None:
        self.lower = lower
        self.exponents: dict[int | None, tuple[int, ...]] = {}  # of nodes that are their logsumexp
        self.scaled: dict[int, _Scaled] = {}  # of these nodes, made once: each slope asks for it

    def logarithm(self, exponents: Sequence[int], is_own: bool) -> int:
        """Return logsumexp; a target whose ``own`` it is calls that of two."""
        lower = self.lower
        if len(exponents) == 1:
            return exponents[0]
        if len(exponents) == 2 and is_own:
            node = lower.nodes.make("logsumexp", tuple(exponents))
        elif len(exponents) == 2:
            rest = lower.call("log1p", (self._smaller(*exponents),))
            node = lower.add((lower.call("max", exponents), rest))
        else:
            scaled = self._scaled(exponents)
            node = lower.add((scaled.largest, lower.call("log", (scaled.total,))))
        self.exponents[node] = tuple(exponents)
        return node

    def _smaller(self, u: int, v: int) -> int:
        """Return exp(-abs(u - v)): the smaller of two exponentials where the larger is 1."""
        lower = self.lower
        gap = lower.call("abs", (lower.add((u, lower.neg(v))),))
        return lower.call("exp", (lower.neg(gap),))

    def _scaled(self, exponents: Sequence[int]) -> _Scaled:
        lower = self.lower
        largest = exponents[0]
        for u in exponents[1:]:
            largest = lower.call("max", (largest, u))
        if len(exponents) == 2:
            return _Scaled(largest, {}, lower.add((lower.number(1), self._smaller(*exponents))))
        powers = [lower.call("exp", (lower.add((u, lower.neg(largest))),)) for u in exponents]
        return _Scaled(largest, dict(zip(exponents, powers, strict=True)), lower.add(powers))

    def call(self, name: str, argument: int) -> int | None:
        """Return a function of such a sum less a number; None where it is no such function."""
        lower = self.lower
        minus = lower.negated(argument)
        node = argument if minus is None else minus
        nodes, is_opposite = lower.nodes, minus is not None
        if node in self.exponents:
            return self._function(name, node, lower.number(0), is_opposite)
        for left, right in _orders(
            nodes.arguments[node] if nodes.operations[node] == "add" else ()
        ):
            if left in self.exponents:
                return self._function(name, left, lower.neg(right), is_opposite)
            if lower.negated(left) in self.exponents:
                return self._function(name, lower.neg(left), right, not is_opposite)
        return None

    def _function(self, name: str, total: int, u: int, is_opposite: bool) -> int | None:
        """Return a function of total - u, or of its opposite."""
        if total not in self.scaled:
            self.scaled[total] = self._scaled(self.exponents[total])
        lower, scaled = self.lower, self.scaled[total]
        if name == "exp":
            power = scaled.powers.get(u) if is_opposite else None
            return None if power is None else lower.div(power, scaled.total)
        gap, zero = lower.add((scaled.largest, lower.neg(u))), lower.number(0)
        others = lower.mul((scaled.total, lower.call("exp", (lower.call("min", (gap, zero)),))))
        this = lower.call("exp", (lower.call("min", (lower.neg(gap), zero)),))
        both = lower.add((others, this))
        if name == "sigmoid":
            return lower.div(this if is_opposite else others, both)
        if is_opposite != (name == "logsigmoid"):
            return None
        loss = lower.choose(
            lower.compare("<", gap, zero),
            lower.call("log1p", (others,)),
            lower.add((gap, lower.call("log", (both,)))),
        )
        return lower.neg(loss) if is_opposite else loss


def _orders(args: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    return (args, args[::-1]) if args else ()
