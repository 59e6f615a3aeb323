"""Where a switch is zero: exactly, by polynomials and lines, or as floats see it."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import exp, isfinite, log, nextafter, pi

from calcdl.arithmetic.floats import Floats
from calcdl.arithmetic.formulas.layout import lay_out
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.check.polynomials import Bracket, quotient_of, roots
from calcdl.calculus.derivative.formula import formula
from calcdl.errors import CalcdlError, NowhereDefined
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import transplant
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.reading.expressions import read
from calcdl.sweep.derivatives import active_nodes
from calcdl.sweep.forward import Program, apply

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Zero", "bracket_of", "zeros_of"]

_MOST_ZEROS = 8  # of one switch: those nearest to 0
_WORK = 200_000  # operations on floats, for one switch
_PRECISION = 128  # bits


class Zero(NamedTuple):
    """Where a switch is zero: between two numbers, and exactly, as a closed formula, if known."""

    low: Fraction
    high: Fraction
    value: Graph | None

    @property
    def place(self) -> Fraction | Graph | None:
        """The exact place, a fraction if it is one."""
        return self.low if self.low == self.high else self.value


def zeros_of(
    switches: Sequence[Graph], name: str, others: dict[str, Fraction]
) -> tuple[list[Zero], bool]:
    """Return where switches are zero, in order, and whether that is all of them."""
    by_bracket: dict[Bracket, Zero] = {}
    complete = True
    for switch in switches:
        if name not in switch.symbols():
            continue
        switch = _with_values(switch, others)
        zeros = _exact_zeros(switch, name)
        if zeros is None:
            zeros = _sampled_zeros(switch, name, list(by_bracket))
            complete = False
        complete = complete and all(zero.place is not None for zero in zeros)
        zeros.sort(key=lambda zero: abs(zero.low))
        complete = complete and len(zeros) <= _MOST_ZEROS
        by_bracket |= {Bracket(zero.low, zero.high): zero for zero in zeros[:_MOST_ZEROS]}
    return [by_bracket[bracket] for bracket in sorted(by_bracket)], complete


def _with_values(switch: Graph, values: dict[str, Fraction]) -> Graph:
    nodes = Nodes()
    given = {name: nodes.number(value) for name, value in values.items()}
    return Graph(nodes, transplant(switch, nodes, given))


def _exact_zeros(switch: Graph, name: str) -> list[Zero] | None:
    """Return where a quotient of polynomials, or a line, is zero; None for other graphs."""
    zeros = _polynomial_zeros(switch, name)
    return _linear_zero(switch, name) if zeros is None else zeros


def _polynomial_zeros(switch: Graph, name: str) -> list[Zero] | None:
    """Return where a quotient of polynomials is zero or has a pole, None if it is none."""
    quotient = quotient_of(switch, name)
    if quotient is None:
        return None
    return [_named(bracket, part) for part in quotient if part for bracket in roots(part)]


def _named(bracket: Bracket, polynomial: Sequence[Fraction]) -> Zero:
    """Return a root with its closed formula, if it is rational or that of a square."""
    if bracket.low == bracket.high:
        return Zero(*bracket, None)
    if len(polynomial) == 3:
        c, b, a = polynomial
        middle, square = -b / (2 * a), (b * b / (4 * a) - c) / a
        sign = "+" if bracket.low > middle else "-"
        text = f"{middle} {sign} sqrt({square})" if middle else f"{sign}sqrt({square})"
        return Zero(*bracket, read(text).graph)
    return Zero(*bracket, _recognized(float(bracket.low)))


def _linear_zero(switch: Graph, name: str) -> list[Zero] | None:
    """Return the zero of a*x + b in closed form, whatever a and b are; None for other graphs."""
    active = active_nodes(switch, [name])
    if any(switch.nodes.operations[i] not in _RATIONAL for i in active):
        return None
    try:
        slope = formula(switch, name)
    except NowhereDefined:  # with these values of the other variables
        return []
    if slope.symbols():
        return None
    symbols = Symbols()
    offset = apply(switch, symbols, {name: symbols.zero})
    steepness = apply(slope, symbols, {})
    if steepness == symbols.zero:
        return None
    root = symbols.neg(symbols.mul((offset, symbols.pow(steepness, symbols.number(-1)))))
    value = lay_out(Graph(symbols.nodes, root))
    bracket = bracket_of(value)
    return None if bracket is None else [Zero(*bracket, value)]


_RATIONAL = frozenset(("symbol", "add", "mul", "neg", "div"))


def bracket_of(value: Graph) -> Bracket | None:
    """Return bounds of a closed formula, None where it has no value."""
    try:
        with precision(_PRECISION):
            taylor = Taylor(1)
            number = taylor.result(apply(value, taylor, {}), 0)
    except CalcdlError:
        return None
    if not is_ball(number):
        return Bracket(Fraction(number), Fraction(number))
    if not number.is_finite():
        return None
    low, high = (
        Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
        for mantissa, exponent in (number.lower().man_exp(), number.upper().man_exp())
    )
    return Bracket(low, high)


def _sampled_zeros(switch: Graph, name: str, known: Sequence[Bracket]) -> list[Zero]:
    """Return where floats see a change of sign, on a grid of many scales and near what is known.

    Some may be missing.
    """
    program, floats = Program(switch, [name]), Floats()

    def value(x: float) -> float | None:
        try:
            y = program.run(floats, [x])
        except CalcdlError:
            return None
        return y if isfinite(y) else None

    grid = _grid(known, max(switch.operation_count(), 1))
    seen = [(x, y) for x in grid if (y := value(x)) is not None]
    ends = {x: x for x, y in seen if y == 0}
    for (low, before), (high, behind) in pairwise(seen):
        if before * behind < 0:
            low, high = _bisected(value, low, high, before > 0)
            ends[low] = high
    return [_near(low, high) for low, high in ends.items()]


def _grid(known: Sequence[Bracket], size: int) -> list[float]:
    """Return numbers of many sizes and both signs, and others around those that are known."""
    steps = max(1, min(8, _WORK // (size * 2 * 24)))
    positive = [10.0 ** (k / steps) for k in range(-9 * steps, 15 * steps)]
    grid = {0.0, *positive, *[-x for x in positive]}
    for x in [float(bracket.low) for bracket in known]:
        grid |= {x, *[x + d * max(abs(x), 1) for d in positive[: 9 * steps : steps]]}
        grid |= {x - d * max(abs(x), 1) for d in positive[: 9 * steps : steps]}
    return sorted(grid)


def _bisected(
    value: Callable[[float], float | None], low: float, high: float, falls: bool
) -> tuple[float, float]:
    """Return neighbours between which a function changes its sign, or loses its value."""
    while nextafter(low, high) < high:
        middle = low + (high - low) / 2
        if middle <= low or middle >= high:
            break
        y = value(middle)
        if y is None or y == 0:
            return middle, middle
        low, high = (middle, high) if (y > 0) == falls else (low, middle)
    return low, high


def _near(low: float, high: float) -> Zero:
    """Return a zero that floats see as one with a formula where there is a simple one."""
    value = _recognized(low)
    bracket = None if value is None else bracket_of(value)
    if bracket is not None:
        return Zero(*bracket, value)
    width = Fraction(max(abs(low), abs(high), 1e-12)) / 10**12
    return Zero(Fraction(low) - width, Fraction(high) + width, None)


_FORMS: tuple[tuple[str, Callable[[float], float], Callable[[float], float]], ...] = (
    ("{}", lambda x: x, lambda y: y),
    ("{}*pi", lambda x: x / pi, lambda y: y * pi),
    ("sqrt({})", lambda x: x * x, lambda y: y**0.5),
    ("cbrt({})", lambda x: x**3, lambda y: y ** (1 / 3)),
    ("log({})", exp, log),
    ("exp({})", log, exp),
)


def _recognized(x: float) -> Graph | None:
    """Return a simple number very near to a float: a fraction, a root, a multiple of pi …

    >>> from calcdl.reading.writing import write
    >>> write(_recognized(-(2**0.5)))
    '-sqrt(2)'
    """
    size, sign = abs(x), "-" if x < 0 else ""
    for text, inward, outward in _FORMS:
        try:
            simple = Fraction(inward(size)).limit_denominator(1000)
            near = simple > 0 and abs(outward(float(simple)) - size) <= 1e-14 * size
        except (ValueError, OverflowError):
            continue
        if near or x == 0:
            return read(sign + text.format(simple).removeprefix("1*")).graph
    return None
