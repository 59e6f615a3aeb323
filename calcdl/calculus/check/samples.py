"""A claim and a derivative at sample points, in balls: do they agree there, or certainly not?"""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from math import factorial
from random import Random

from calcdl.algebra import is_zero
from calcdl.arithmetic.formulas.closed import Closed
from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.signals import Kink
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.at_point import coefficient, point_inputs
from calcdl.calculus.certify import certified
from calcdl.calculus.check.places import point_of
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.evaluation.value import value_at
from calcdl.calculus.germs_at import SideGerm, germ_on_side, place_of
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, Undecided
from calcdl.graph.nodes import Graph, Nodes, Undefined
from calcdl.graph.rewrite import rewrite, transplant
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.reading.expressions import read
from calcdl.reading.points import Point
from calcdl.reading.writing import write
from calcdl.results.value import Value
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from calcdl.graph.nodes import Operation

__all__ = [
    "PRECISIONS",
    "SIMPLE",
    "Trial",
    "agree",
    "claimed_at",
    "claimed_at_corner",
    "claimed_number",
    "compare",
    "compare_at_corner",
    "points",
    "trials",
]

DIGITS = 50
PRECISIONS = (224, 896, 3584)  # bits; the first holds 50 digits of most functions

_SIMPLE = tuple(map(Fraction, ("1", "2", "-1", "3", "-2", "1/2", "-1/2", "5", "-3", "10")))
SIMPLE = len(_SIMPLE) + 1  # points that come first
_SCALES = tuple(map(Fraction, ("1/20", "1/2", "1", "1", "3", "3", "10", "40", "1000")))

# What stands in for undefined functions: a claim has to hold for each of them.
_STAND_INS = ("{0}**3 + {0}", "exp({0})", "sin({0})")


class Trial(NamedTuple):
    """A function and a claim in which other functions stand in for undefined ones.

    ``place`` tells where the nodes of the function as written went; ``stand_ins`` are definitions
    such as "s(t) = exp(t)", ``bodies`` the same as graphs, with the names of their arguments.
    """

    graph: Graph
    claim: Graph
    place: dict[int, int]
    stand_ins: tuple[str, ...] = ()
    bodies: Mapping[str, tuple[Graph, list[str]]] = {}

    def stand_in(self, operation: Undefined) -> Graph:
        """Return what stands in for an undefined function of one argument, which is called u."""
        body, (name, *_) = self.bodies[operation.name]
        body = formula(body, name, operation.orders[0]) if operation.orders[0] else body
        nodes = Nodes()
        return Graph(nodes, transplant(body, nodes, {name: nodes.symbol("u")}))


def trials(graph: Graph, claim: Graph) -> list[Trial]:
    """Return a function and a claim to compute with; several if functions in them are undefined.

    >>> from calcdl.reading.expressions import read
    >>> trials(read("s(2x)").graph, read("2*s'(2x)").graph)[1].stand_ins
    ('s(t) = exp(t)',)
    """
    arities: dict[str, int] = {}
    for side in (graph, claim):
        for i in side.order():
            operation = side.nodes.operations[i]
            if type(operation) is Undefined:
                arities.setdefault(operation.name, len(operation.orders))
    if not arities:
        return [Trial(graph, claim, {i: i for i in graph.order()})]
    return [_with_stand_ins(graph, claim, arities, shift) for shift in range(len(_STAND_INS))]


def _with_stand_ins(graph: Graph, claim: Graph, arities: dict[str, int], shift: int) -> Trial:
    bodies, definitions = {}, []
    for number, (name, arity) in enumerate(sorted(arities.items())):
        names = ["t"] if arity == 1 else [f"t{k + 1}" for k in range(arity)]
        factors = [
            f"({_STAND_INS[(number + shift + k) % 3].format(argument)})"
            for k, argument in enumerate(names)
        ]
        text = "*".join(factors) if arity > 1 else factors[0][1:-1]
        scale = number // len(_STAND_INS) + 1
        bodies[name] = read(text if scale == 1 else f"{scale}*({text})").graph, names
        definitions.append(f"{name}({', '.join(names)}) = {write(bodies[name][0])}")
    nodes = Nodes()
    place = _copy(graph, nodes, bodies)
    root = _copy(claim, nodes, bodies)[claim.root]
    return Trial(
        Graph(nodes, place[graph.root]), Graph(nodes, root), place, tuple(definitions), bodies
    )


def _copy(graph: Graph, nodes: Nodes, bodies: dict[str, tuple[Graph, list[str]]]) -> dict[int, int]:
    """Copy a graph, with the derivative of a body in place of each call that has one."""

    def embodied(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        if type(operation) is not Undefined:
            return None
        body, names = bodies[operation.name]
        for name, order in zip(names, operation.orders, strict=False):
            body = formula(body, name, order) if order else body
        return transplant(body, nodes, dict(zip(names, args, strict=False)))

    return rewrite(graph, nodes, embodied)


def points(names: Sequence[str]) -> Iterator[tuple[Point, bool]]:
    """Return points, always the same: first simple ones, then random ones without an end.

    The flag says whether a point is random. They are rational, of several sizes and both signs.
    Those of few variables are kept, as a stream asks for them in each line.
    """
    if len(names) > _FEW or (tuple(names) not in _kept and len(_kept) == _MOST_KEPT):
        yield from _new_points(names)
        return
    kept, more = _kept.setdefault(tuple(names), ([], _new_points(names)))
    for k in count():
        if k == len(kept):
            kept.append(next(more))
        yield kept[k]


_FEW, _MOST_KEPT = 3, 32  # variables, and sets of them
_kept: dict[tuple[str, ...], tuple[list[tuple[Point, bool]], Iterator[tuple[Point, bool]]]] = {}


def _new_points(names: Sequence[str]) -> Iterator[tuple[Point, bool]]:
    for k in range(len(_SIMPLE)):
        yield point_of({n: _SIMPLE[(k + j) % len(_SIMPLE)] for j, n in enumerate(names)}), False
    yield point_of(dict.fromkeys(names, Fraction(0))), False
    random = Random(64)
    while True:
        scale = random.choice(_SCALES)
        yield point_of({n: scale * Fraction(random.randint(-997, 997), 997) for n in names}), True


def compare(
    trial: Trial, variable: str, order: int, point: Point, precisions: Sequence[int] = PRECISIONS
) -> str | None:
    """Return "agree", "differ", "undefined" (that is the claim), or "nowhere" (f' has no value).

    None says that it is not decided. The derivative is computed from the function as written, by
    Taylor arithmetic; "corner" says that it cannot be, because something is not smooth there.
    """
    for bits in precisions:
        try:
            with precision(bits):
                slope = coefficient(trial.graph, variable, point, order) * factorial(order)
                try:
                    claimed = claimed_number(trial.claim, point)
                except NoValue:
                    return "undefined"
                verdict = _verdict(slope, claimed, last=bits == precisions[-1])
        except (Kink, NotDifferentiable):
            return "corner"
        except Undecided:
            continue
        except NoValue:
            return "nowhere"
        except CalcdlError:
            return None
        if verdict is not None:
            return verdict
    return None


def compare_at_corner(trial: Trial, variable: str, order: int, point: Point) -> str | None:
    """Return what ``compare`` does, the derivative being decided by looking at both sides.

    It is there that a function of several pieces may have another derivative than any of them.
    """
    try:
        slope = derivative_at(trial.graph, variable, point, order, digits=DIGITS + 10)[1]
    except Undecided:
        return None
    except (NoValue, NotDifferentiable):
        return "nowhere"
    except CalcdlError:
        return None
    try:
        with precision(PRECISIONS[0]):
            return _verdict(slope, claimed_at_corner(trial.claim, point))
    except NoValue:
        return "undefined"
    except CalcdlError:
        return None


def claimed_at(claim: Graph, point: Point, digits: int | None = None) -> Value:
    """Return the value of a claim at a point with proven digits; raises NoValue, Undecided."""
    try:
        return value_at(claim, point, digits)[0]
    except Undecided:
        return certified(lambda: claimed_at_corner(claim, point), digits)[0]


def claimed_at_corner(claim: Graph, point: Point) -> Any:
    """Return the value of a claim, by closed formulas where balls cannot choose a branch.

    Raises NoValue and Undecided.
    """
    try:
        return claimed_number(claim, point)
    except Undecided:
        closed = Closed(is_zero)
        place = place_of(point.values, closed)
        here = germ_on_side(claim, next(iter(place)), place, closed, 0, 0)
        value = here.germs.constant_of(here.germ) if isinstance(here, SideGerm) else None
        if value is None:
            raise
        return Taylor(1).result(closed.ball(value, PRECISIONS[0]), 0)


def claimed_number(claim: Graph, point: Point) -> Any:
    """Return the value of a graph at a point, an exact number or a ball."""
    taylor = Taylor(1)
    inputs = point_inputs(taylor, point)
    return taylor.result(apply(claim, taylor, inputs), 0)


def _verdict(slope: Any, claimed: Any, last: bool = True) -> str | None:
    """Compare two numbers: balls that do not overlap prove that they differ.

    They agree if they do to 50 digits. Where one may be zero there is no such digit: then, at the
    last precision, agreement to 50 decimals has to do.
    """
    exact = not is_ball(slope) and not is_ball(claimed)
    taylor = Taylor(1)
    difference = slope - claimed if exact else taylor.ball(slope) - taylor.ball(claimed)
    if exact:
        return "agree" if difference == 0 else "differ"
    if not difference.is_finite():
        return None
    if not difference.contains(0):
        return "differ"
    bound = difference.abs_upper() * 10**DIGITS
    close = bound < taylor.ball(slope).abs_lower() or (last and bound < 1)
    return "agree" if close else None


def agree(first: Any, second: Any) -> bool:
    """Say whether two numbers of Taylor arithmetic of length 1 are equal as far as is known."""
    taylor = Taylor(1)
    try:
        return _verdict(taylor.result(first, 0), taylor.result(second, 0)) == "agree"
    except CalcdlError:
        return False
