"""The chain rule, level by level."""

from __future__ import annotations

from calcdl.errors import Undecided
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.results.value import Value

if TYPE_CHECKING:
    from calcdl.results.named import NamedFormula

__all__ = ["Assembly", "Chain", "Level", "LocalDerivative", "Number", "Part", "RuleStep"]

Number = Value | Undecided | None  # None without a point, and where there is no number


class LocalDerivative(NamedTuple):
    """The derivative of a level with respect to one of its inputs, which are named in it."""

    input: str
    formula: Graph
    value: Number = None


class Part(NamedTuple):
    """What a rule works on, and its derivative: u = x**2, u' = 2*x; with a point also in numbers.

    Formulas are in the names of levels and in variables.
    """

    name: str
    formula: Graph
    derivative: Graph
    value: Number = None
    slope: Number = None


class RuleStep(NamedTuple):
    """A rule of differentiation, spelled out where it combines several parts that vary.

    ``whole`` is what is differentiated by ``variable``; ``pattern`` is the rule in the names of the
    parts, u'*v + u*v', and ``written`` the same with the parts themselves.
    """

    rule: str
    variable: str
    whole: Graph
    parts: tuple[Part, ...]
    pattern: Graph
    written: Graph


class Level(NamedTuple):
    """One function of a nest: what it is in terms of earlier levels and of variables.

    ``rule`` is the textbook's name of the rule that differentiates it. With a point: its ``value``,
    and its ``adjoint``, the derivative of the whole expression with respect to it; levels that do
    not lead to the variables asked for have none, and those of a branch that is not taken neither.
    ``steps`` are the rules in it that are more than one factor times another.
    """

    name: str
    definition: Graph
    rule: str
    local: tuple[LocalDerivative, ...]
    value: Number = None
    adjoint: Number = None
    steps: tuple[RuleStep, ...] = ()


class Assembly(NamedTuple):
    """How the local derivatives make the derivative with respect to one variable.

    ``paths`` lead from the expression to the variable, as pairs (level, input of it); None if they
    are too many to list. ``product`` multiplies the local derivatives along each path and adds
    the paths up, in the names of the levels; ``substituted`` has each name written out; ``tidied``
    is the derivative as deriv prints it, and ``named`` the same in the names that a person gave to
    levels, where that is shorter.
    """

    variable: str
    paths: tuple[tuple[tuple[str, str], ...], ...] | None
    product: Graph
    substituted: Graph
    tidied: Graph
    value: Number = None
    named: NamedFormula | None = None


class Chain(NamedTuple):
    """The chain rule of an expression, level by level, innermost first."""

    expression: Graph
    levels: tuple[Level, ...]
    assemblies: tuple[Assembly, ...]
    at: dict[str, str] | None = None
    given_up: tuple[str, ...] = ()  # why some formulas have not the form that was asked for
