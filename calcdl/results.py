"""What calcdl finds out, as data: graphs and numbers, never rendered text.

Results are named tuples, because a frozen dataclass takes four times as long to define, and that
time would be part of every start.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from calcdl.errors import CalcdlError
from calcdl.graph import Graph

__all__ = [
    "AdaptiveDerivative",
    "Assembly",
    "Chain",
    "Check",
    "Computation",
    "ComputationNode",
    "Derivative",
    "DerivativeAtPoint",
    "Diagnosis",
    "DifferenceQuotient",
    "Entries",
    "Entry",
    "Evaluation",
    "Laboratory",
    "LaboratoryAtPoint",
    "Level",
    "LocalDerivative",
    "NumericDerivative",
    "PointFacts",
    "Tangent",
    "Value",
    "Verdict",
    "Witness",
]


class Value(NamedTuple):
    """A real number.

    ``decimal`` is a numeral all of whose digits are right; ``exact`` is the number itself if it is
    rational; ``closed`` the closed form that was asked for; ``float`` the nearest double, None
    where its range ends.
    """

    decimal: str
    exact: str | None = None
    closed: str | None = None
    float: float | None = None
    certified: bool = True


class NumericDerivative(NamedTuple):
    """A finite-difference estimate of a derivative in double precision, and how far it is off.

    ``error`` is estimate - derivative, the sum of ``truncation_error`` (what a larger step adds:
    of the order of the step for one-sided quotients, of its square for central ones) and of
    ``rounding_error`` (what a smaller step adds, about eps*|f(x)|/step). ``best_step`` is the
    step from a geometric series whose error is smallest.
    """

    estimate: float
    method: str
    step: float
    error: float
    truncation_error: float
    rounding_error: float
    best_step: float
    best_error: float


class Tangent(NamedTuple):
    """The line slope*x + intercept that touches the graph of a function at a point."""

    slope: Value
    intercept: Value


class DerivativeAtPoint(NamedTuple):
    """A derivative at a point: its value, or the error that says why there is none."""

    at: dict[str, str]
    value: Value | None = None
    function: Value | None = None
    numeric: NumericDerivative | None = None
    tangent: Tangent | None = None
    agreement: dict[str, bool] | None = None
    error: CalcdlError | None = None


class Derivative(NamedTuple):
    """The derivative of an expression: its formula, and its values at points."""

    expression: Graph
    variable: str
    order: int = 1
    formula: Graph | None = None
    simplified: Graph | None = None
    points: tuple[DerivativeAtPoint, ...] = ()


class Evaluation(NamedTuple):
    """The values of an expression at points."""

    expression: Graph
    points: tuple[DerivativeAtPoint, ...]


class LocalDerivative(NamedTuple):
    """The derivative of a level with respect to one of its inputs, which are named in it."""

    input: str
    formula: Graph
    value: Value | None = None


class Level(NamedTuple):
    """One function of a nest: what it is in terms of earlier levels and of variables.

    ``rule`` is the textbook's name of the rule that differentiates it. With a point: its ``value``,
    and its ``adjoint``, the derivative of the whole expression with respect to it.
    """

    name: str
    definition: Graph
    rule: str
    local: tuple[LocalDerivative, ...]
    value: Value | None = None
    adjoint: Value | None = None


class Assembly(NamedTuple):
    """How the local derivatives make the derivative with respect to one variable.

    ``paths`` lead from the expression to the variable, as pairs (level, input of it); None if they
    are too many to list. ``product`` multiplies the local derivatives along each path and adds
    the paths up, in the names of the levels; ``substituted`` has each name written out; ``tidied``
    is the derivative as deriv prints it.
    """

    variable: str
    paths: tuple[tuple[tuple[str, str], ...], ...] | None
    product: Graph
    substituted: Graph
    tidied: Graph
    value: Value | None = None


class Chain(NamedTuple):
    """The chain rule of an expression, level by level, innermost first."""

    expression: Graph
    levels: tuple[Level, ...]
    assemblies: tuple[Assembly, ...]
    at: dict[str, str] | None = None


class Entry(NamedTuple):
    """One partial derivative: what it is called, its formula, and its values at the points."""

    label: str
    formula: Graph | None
    points: tuple[DerivativeAtPoint, ...] = ()


class PointFacts(NamedTuple):
    """What the entries say together at a point, as far as it is certain.

    For a gradient its norm, the direction of steepest ascent and the derivative along a given
    direction; for a Hessian its eigenvalues and definiteness.
    """

    norm: Value | None = None
    steepest: tuple[Value, ...] = ()
    along: Value | None = None
    eigenvalues: tuple[Value, ...] = ()
    definiteness: str | None = None


class Entries(NamedTuple):
    """Partial derivatives of one expression or of several, labelled by variables."""

    command: str
    expressions: tuple[Graph, ...]
    variables: tuple[str, ...]
    entries: tuple[Entry, ...]
    facts: tuple[PointFacts, ...] = ()


class ComputationNode(NamedTuple):
    """A node of a computational graph: an operation on earlier nodes, or a leaf.

    ``operation`` and ``arguments`` are as in calcdl.graph.Nodes, except that arguments count the
    nodes of the result. ``label`` is how the operation is written, ``name`` what a variable or a
    definition is called. At a point there are the ``value`` (a bool for a condition) and the
    ``adjoint``, the derivative of the root with respect to the node; nodes that depend on no
    variable have none. ``error`` says why a number is missing.
    """

    operation: Any
    arguments: tuple[Any, ...]
    label: str
    name: str | None = None
    value: Value | bool | None = None
    adjoint: Value | None = None
    error: CalcdlError | None = None


class Computation(NamedTuple):
    """The computational graph of an expression, in topological order, the root last."""

    expression: Graph
    nodes: tuple[ComputationNode, ...]
    at: dict[str, str] | None = None


class Witness(NamedTuple):
    """A point at which a claim is not the derivative, and what both are there.

    ``claimed`` is None where the claim has no real value. ``stand_ins`` define what undefined
    functions were taken for, as in "s(t) = exp(t)".
    """

    at: dict[str, str]
    claimed: Value | None
    derivative: Value | None
    stand_ins: tuple[str, ...] = ()


class Diagnosis(NamedTuple):
    """What was likely done wrong: a stable code, and a sentence without capital and full stop."""

    kind: str
    says: str


class Verdict(NamedTuple):
    """Whether a claim is the derivative with respect to a variable.

    ``proven`` is False for an equality that only holds at ``points`` random points to 50 digits;
    a difference is always proven. ``part`` tells where a claim that is different elsewhere agrees,
    as in "x > 0", and ``gaps`` points at which one that is equal has no value.
    """

    variable: str
    claim: Graph
    derivative: Graph
    equal: bool
    proven: bool
    points: int
    witness: Witness | None = None
    part: str | None = None
    gaps: tuple[dict[str, str], ...] = ()
    diagnosis: Diagnosis | None = None


class Check(NamedTuple):
    """Whether claims are the derivatives of an expression, a verdict for each variable."""

    expression: Graph
    order: int
    verdicts: tuple[Verdict, ...]

    @property
    def equal(self) -> bool:
        return all(verdict.equal for verdict in self.verdicts)


class DifferenceQuotient(NamedTuple):
    """One estimate in the finite-difference laboratory, and its error as in NumericDerivative.

    ``estimate`` is None where there is none, and ``reason`` says why; the errors are None where
    the true derivative is not known, as that of a program.
    """

    method: str
    step: float
    estimate: float | None = None
    error: float | None = None
    truncation_error: float | None = None
    rounding_error: float | None = None
    reason: str | None = None


class AdaptiveDerivative(NamedTuple):
    """An estimate of a derivative from values of a function, and a bound for its error.

    ``side`` is "both", or at the edge of a domain "left" or "right".
    """

    estimate: float
    bound: float
    side: str
    evaluations: int


class LaboratoryAtPoint(NamedTuple):
    """Difference quotients at a point beside the true derivative, where it is known.

    ``best_steps`` names for each method the step with the smallest error.
    """

    at: dict[str, str]
    value: Value | None = None
    quotients: tuple[DifferenceQuotient, ...] = ()
    best_steps: dict[str, float] | None = None
    adaptive: AdaptiveDerivative | None = None
    error: CalcdlError | None = None


class Laboratory(NamedTuple):
    """Difference quotients of an expression, or of a program that is run for each value."""

    expression: Graph | None
    program: str | None
    variable: str
    points: tuple[LaboratoryAtPoint, ...]
