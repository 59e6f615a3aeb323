"""Numbers beside the parts of the rules in a chain."""

from __future__ import annotations

from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.evaluation.value import value_at
from calcdl.errors import CalcdlError, Undecided
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import transplant
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point
from calcdl.results.chain import Level, Number, Part, RuleStep
from calcdl.results.value import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

__all__ = ["with_numbers_of_parts"]


def with_numbers_of_parts(levels: Sequence[Level], point: Point, digits: int | None) -> list[Level]:
    """Add to the rules in levels what their parts and the derivatives of these are at a point."""
    nodes = Nodes()
    meaning: dict[str, int] = {}  # what each level stands for, in variables alone
    complete = []
    for level in levels:
        meaning[level.name] = transplant(level.definition, nodes, meaning)
        steps = [_with_numbers(step, nodes, meaning, point, digits) for step in level.steps]
        complete.append(level._replace(steps=tuple(steps)))
    return complete


def _with_numbers(
    step: RuleStep, nodes: Nodes, meaning: dict[str, int], point: Point, digits: int | None
) -> RuleStep:
    parts: list[Part] = []
    for part in step.parts:
        graph = Graph(nodes, transplant(part.formula, nodes, meaning))
        value = _number(value_at, graph, point, digits)
        slope = _number(derivative_at, graph, step.variable, point, 1, digits)
        parts.append(part._replace(value=value, slope=slope))
    return step._replace(parts=tuple(parts))


def _number(compute: Callable[..., tuple[Value, object]], *arguments: Any) -> Number:
    """Return a number, or None where a part has none: in a branch that is not taken."""
    try:
        return compute(*arguments)[0]
    except Undecided as undecided:
        return undecided
    except CalcdlError:
        return None
