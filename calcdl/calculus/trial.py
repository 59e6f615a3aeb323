"""A claim and a derivative at sample points, in balls: do they agree there, or certainly not?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import factorial
from random import Random
from typing import Any, NamedTuple

from calcdl.arithmetic.taylor import Taylor, set_precision
from calcdl.calculus.derivative import coefficient, formula, point_inputs
from calcdl.errors import CalcdlError, NoValue, Undecided
from calcdl.evaluate import apply
from calcdl.graph import LEAVES, Graph, Nodes, Undefined, transplant
from calcdl.reading import Point, read, write

__all__ = ["Trial", "agree", "claimed_number", "compare", "numbers_of", "points", "trials"]

DIGITS = 50
_PRECISIONS = (224, 896, 3584)  # bits; the first holds 50 digits of most functions

_SIMPLE = tuple(map(Fraction, ("1", "2", "-1", "3", "-2", "1/2", "-1/2", "5", "-3", "10")))
_SCALES = tuple(map(Fraction, ("1/20", "1/2", "1", "1", "3", "3", "10", "40", "1000")))

# What stands in for undefined functions: a claim has to hold for each of them.
_STAND_INS = ("{0}**3 + {0}", "exp({0})", "sin({0})")


class Trial(NamedTuple):
    """A function and a claim in which other functions stand in for undefined ones.

    ``place`` tells where the nodes of the function as written went; ``stand_ins`` are definitions
    such as "s(t) = exp(t)".
    """

    graph: Graph
    claim: Graph
    place: dict[int, int]
    stand_ins: tuple[str, ...] = ()


def trials(graph: Graph, claim: Graph) -> list[Trial]:
    """Return a function and a claim to compute with; several if functions in them are undefined.

    >>> from calcdl.reading import read
    >>> trials(read("s(2x)").graph, read("2*s'(2x)").graph)[1].stand_ins
    ('s(t) = exp(t)',)
    """
    arities: dict[str, int] = {}
    for one in (graph, claim):
        for i in one.order():
            operation = one.nodes.operations[i]
            if type(operation) is Undefined:
                arities.setdefault(operation.name, len(operation.orders))
    if not arities:
        return [Trial(graph, claim, {i: i for i in graph.order()})]
    return [_with_stand_ins(graph, claim, arities, shift) for shift in range(len(_STAND_INS))]


def _with_stand_ins(graph: Graph, claim: Graph, arities: dict[str, int], shift: int) -> Trial:
    bodies, told = {}, []
    for number, (name, arity) in enumerate(sorted(arities.items())):
        names = ["t"] if arity == 1 else [f"t{k + 1}" for k in range(arity)]
        factors = [
            f"({_STAND_INS[(number + shift + k) % 3].format(one)})" for k, one in enumerate(names)
        ]
        text = "*".join(factors) if arity > 1 else factors[0][1:-1]
        scale = number // len(_STAND_INS) + 1
        bodies[name] = read(text if scale == 1 else f"{scale}*({text})").graph, names
        told.append(f"{name}({', '.join(names)}) = {write(bodies[name][0])}")
    nodes = Nodes()
    place = _copy(graph, nodes, bodies)
    root = _copy(claim, nodes, bodies)[claim.root]
    return Trial(Graph(nodes, place[graph.root]), Graph(nodes, root), place, tuple(told))


def _copy(graph: Graph, nodes: Nodes, bodies: dict[str, tuple[Graph, list[str]]]) -> dict[int, int]:
    """Copy a graph, with the derivative of a body in place of each call that has one."""
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    copied: dict[int, int] = {}
    for i in graph.order():
        operation = operations[i]
        args = arguments[i] if operation in LEAVES else tuple([copied[j] for j in arguments[i]])
        if type(operation) is not Undefined:
            copied[i] = nodes.make(operation, args)
            continue
        body, names = bodies[operation.name]
        for name, order in zip(names, operation.orders, strict=False):
            body = formula(body, name, order) if order else body
        copied[i] = transplant(body, nodes, dict(zip(names, args, strict=False)))
    return copied


def points(names: Sequence[str]) -> Iterator[tuple[Point, bool]]:
    """Return points, always the same: first simple ones, then random ones without an end.

    The flag says whether a point is random. They are rational, of several sizes and both signs.
    """
    for k in range(len(_SIMPLE)):
        yield _point({n: _SIMPLE[(k + j) % len(_SIMPLE)] for j, n in enumerate(names)}), False
    yield _point(dict.fromkeys(names, Fraction(0))), False
    random = Random(64)
    while True:
        scale = random.choice(_SCALES)
        yield _point({n: scale * Fraction(random.randint(-997, 997), 997) for n in names}), True


def _point(values: dict[str, Fraction]) -> Point:
    graphs = {}
    for name, value in values.items():
        nodes = Nodes()
        graphs[name] = Graph(nodes, nodes.number(value))
    return Point(graphs, {name: str(value) for name, value in values.items()})


def numbers_of(point: Point) -> dict[str, Fraction]:
    """Return the coordinates of one of the sample points."""
    return {name: Fraction(text) for name, text in point.texts.items()}


def compare(trial: Trial, variable: str, order: int, point: Point) -> str | None:
    """Return "agree", "differ" or "undefined" (that is the claim); None where f' has no value.

    The derivative is computed from the function as written, by Taylor arithmetic.
    """
    for precision in _PRECISIONS:
        previous = set_precision(precision)
        try:
            slope = coefficient(trial.graph, variable, point, order) * factorial(order)
            try:
                claimed = claimed_number(trial.claim, point)
            except NoValue:
                return "undefined"
            verdict = _verdict(slope, claimed, last=precision == _PRECISIONS[-1])
        except Undecided:
            continue
        except CalcdlError:
            return None
        finally:
            set_precision(previous)
        if verdict is not None:
            return verdict
    return None


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
    exact = not hasattr(slope, "mid") and not hasattr(claimed, "mid")
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
