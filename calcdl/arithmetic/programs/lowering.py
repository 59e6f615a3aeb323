"""A program in the operations that a target has: functions written out, powers multiplied out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, cast

from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.programs.exponentials import ExponentialSums
from calcdl.arithmetic.programs.operations import BEYOND_RANGE, Operations
from calcdl.arithmetic.programs.shaped import on_arrays
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import CalcdlError, TooLarge, UsageError
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import bound, definition_graph, row_of, text_graph
from calcdl.functions.stable import STABLE
from calcdl.graph.nodes import Graph, Nodes, Undefined, is_on_arrays, reachable
from calcdl.results.code import Program
from calcdl.sweep.forward import Program as Steps
from calcdl.sweep.forward import apply, apply_operation

if TYPE_CHECKING:
    from calcdl.functions.spellings import Spellings
    from calcdl.graph.nodes import Operation
    from calcdl.graph.shapes import Shaped

__all__ = ["is_written", "lowered"]

_MOST_PRODUCTS = 32  # the largest exponent that is multiplied out: rounding grows with it
# Functions that are written by powers below 1 where their argument is a logsumexp, less a number.
_OF_SUMS = ("exp", "sigmoid", "softplus", "logsigmoid")
_LARGEST_EXPONENT = 1 << 14  # of two, beyond which no target has numbers
_BITS = 192  # of constants that are worked out beforehand, far more than any target has


def lowered(program: Program, spellings: Spellings, language: str, exact: bool = False) -> Program:
    """Return a program in the functions that a language has; errors call it by that name.

    An ``exact`` language takes constants and powers as they are, and definitions as they stand.
    Raises UsageError for a function that it lacks and that cannot be written out.
    """
    lower = (_Exact if exact else _Lowered)(spellings, language)
    operations, arguments = program.nodes.operations, program.nodes.arguments
    order = reachable(program.nodes, program.roots())
    exponents = {} if exact else _whole_exponents(program.nodes, order)
    places: dict[int, int] = {}
    for i in order:
        operation, args = operations[i], arguments[i]
        if operation == "number":
            places[i] = lower.number(program.nodes.value_of(i))
        elif operation == "symbol":
            places[i] = lower.nodes.symbol(program.nodes.name_of(i))
        elif operation == "constant":
            places[i] = lower.constant(program.nodes.name_of(i))
        else:
            for exponent in exponents.pop(args[0], ()) if operation == "pow" else ():
                lower.chain(places[args[0]], exponent)
            places[i] = apply_operation(lower, operation, [places[j] for j in args])
    return Program(
        lower.nodes,
        places[program.value],
        tuple([places[i] for i in program.gradient]),
        tuple([tuple([places[i] for i in row]) for row in program.hessian]),
    )


def _whole_exponents(nodes: Nodes, order: Sequence[int]) -> dict[int, list[int]]:
    """Return, for each base, the exponents that will be multiplied out, the smallest first."""
    exponents: dict[int, set[int]] = {}
    for i in order:
        if nodes.operations[i] == "pow":
            base, exponent = nodes.arguments[i]
            whole = nodes.value_of(exponent) if nodes.operations[exponent] == "number" else None
            if type(whole) is int and 1 < abs(whole) <= _MOST_PRODUCTS:
                exponents.setdefault(base, set()).add(abs(whole))
    return {base: sorted(found) for base, found in exponents.items()}


def is_written(name: str, spellings: Spellings) -> bool:
    """Say whether code can have a function: the target has it, or it is written out in others."""
    if name in spellings.calls:
        return True
    steps = _steps(name, spellings.written.get(name))
    if steps is None:
        return name == "logsumexp"
    parts = [part for part, _ in steps.steps if type(part) is str and part in FUNCTIONS]
    return all([is_written(part, spellings) for part in parts])


@cache
def _steps(name: str, text: str | None) -> Steps | None:
    """Return how a function is written out: as a target wants it, stably, or by its definition."""
    if text is None and name in STABLE:
        text = STABLE[name].value
    if text == "":
        return None
    graph = definition_graph(name) if text is None else text_graph(text)
    return None if graph is None else Steps(graph, row_of(name).args)


class _Lowered(Operations):
    """The arithmetic of what a target has; constants are worked out as they are made."""

    def __init__(self, spellings: Spellings, language: str) -> None:
        super().__init__()
        self.spellings = spellings
        self.language = language
        self.powers: dict[int, dict[int, int]] = {}
        self.within: set[str] = set()  # functions that are being written out
        self.sums = ExponentialSums(self)

    def constant(self, name: str) -> int:
        return self.worked_out(super().constant(name))

    def worked_out(self, node: int) -> int:
        """Return a node without variables as a number, exact enough for all targets."""
        with precision(_BITS):
            try:
                taylor = Taylor(1)
                ball = taylor.ball_of(apply(Graph(self.nodes, node), taylor, {}))
            except CalcdlError:
                return node
            if not ball.is_finite():
                return node
            mantissa, exponent = ball.mid().man_exp()
        if abs(exponent) > _LARGEST_EXPONENT:
            raise TooLarge(BEYOND_RANGE)
        return self.number(Fraction(int(mantissa)) * Fraction(2) ** int(exponent))

    def div(self, u: int, v: int) -> int:
        """Return a quotient; what the number 0 divides has no value, and no infinite one."""
        return super().div(v if self.value(v) == 0 else u, v)

    # Powers

    def pow(self, u: int, v: int) -> int:
        exponent = self.value(v)
        if (
            exponent is None
            or not -_MOST_PRODUCTS <= exponent <= _MOST_PRODUCTS
            or self.value(u) is not None
        ):
            node = super().pow(u, v)
            fixed = self.value(u) is not None and exponent is not None
            return self.worked_out(node) if fixed and self.value(node) is None else node
        if exponent < 0:
            return self.div(self.number(1), self.pow(u, self.number(-exponent)))
        if type(exponent) is int:
            return self.chain(u, exponent)
        whole, rest = divmod(exponent, 1)
        if rest == Fraction(1, 2):
            return self.mul((self.chain(u, int(whole)), self.call("sqrt", (u,))))
        return super().pow(u, v)

    def chain(self, u: int, exponent: int) -> int:
        """Return a power by products, of powers that there are already as far as they serve."""
        known = self.powers.setdefault(u, {0: self.number(1), 1: u})
        if exponent not in known:
            larger = next((k for k in sorted(known, reverse=True) if exponent - k in known), None)
            half = exponent // 2 if larger is None else larger
            known[exponent] = self.mul((self.chain(u, half), self.chain(u, exponent - half)))
        return known[exponent]

    # Functions

    def call(self, name: Operation, arguments: Sequence[int]) -> int:
        if is_on_arrays(name):
            return on_arrays(self, cast("Shaped", name), arguments, self.spellings.shaped)
        if type(name) is Undefined:
            return super().call(name, arguments)
        assert type(name) is str
        if all([self.value(u) is not None for u in arguments]):
            node = self.worked_out(super().call(name, arguments))
            if self.value(node) is not None:
                return node
        if name in _OF_SUMS:
            written = self.sums.call(name, arguments[0])
            if written is not None:
                return written
        row = row_of(name)
        if row.variadic:
            return self.of_many(name, arguments)
        is_whole = name in self.within or name not in self.spellings.written
        if name in self.spellings.calls and is_whole:
            return super().call(name, self.with_defaults(name, arguments))
        return self.written_out(name, arguments)

    def of_many(self, name: str, arguments: Sequence[int]) -> int:
        assert name == "logsumexp", name
        return self.sums.logarithm(arguments, name in self.spellings.calls)

    def with_defaults(self, name: str, arguments: Sequence[int]) -> list[int]:
        """Return all arguments of a call, those that were left out too."""
        return list(bound(name, arguments, lambda default: apply(default, self, {})).values())

    def written_out(self, name: str, arguments: Sequence[int]) -> int:
        steps = self.steps(name)
        if steps is None:
            raise UsageError(
                f"{self.language} has no {name}, and calcdl knows no sound way to write it out"
            )
        self.within.add(name)
        node = steps.run(self, self.with_defaults(name, arguments))
        self.within.remove(name)
        return node

    def steps(self, name: str) -> Steps | None:
        """Return how a function is written out, None where it is not."""
        return _steps(name, self.spellings.written.get(name))


class _Exact(_Lowered):
    """The arithmetic of a target that rounds nothing: definitions serve it as they stand."""

    def constant(self, name: str) -> int:
        return Operations.constant(self, name)

    def worked_out(self, node: int) -> int:
        return node

    def pow(self, u: int, v: int) -> int:
        return Operations.pow(self, u, v)

    def of_many(self, name: str, arguments: Sequence[int]) -> int:
        if name in self.spellings.calls:
            return Operations.call(self, name, arguments)
        return self.call("log", (self.add([self.call("exp", (u,)) for u in arguments]),))

    def steps(self, name: str) -> Steps | None:
        graph = definition_graph(name)
        return super().steps(name) if graph is None else Steps(graph, row_of(name).args)
