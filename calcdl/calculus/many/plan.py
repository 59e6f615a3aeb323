"""Which questions are answered at very many points in blocks, and how."""

from __future__ import annotations

from typing import NamedTuple

from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.partials.formulas import gradient_formulas
from calcdl.calculus.question import Asked
from calcdl.graph.nodes import Graph

__all__ = ["Plan", "is_for_blocks", "plan_of"]

_IN_BLOCKS = frozenset(("deriv", "eval", "partial", "gradient"))


class Plan(NamedTuple):
    """How an expression is answered in blocks: its variables, and the names of its outputs."""

    variables: list[str]
    labels: list[str]
    function: Graph
    outputs: list[tuple[str, ...]]  # the variables to differentiate by

    def formulas(self) -> list[Graph]:
        """Return the outputs as formulas of the rules, in which less cancels than in others."""
        if len(self.outputs) > 1:
            variables = [names[0] for names in self.outputs]
            return list(gradient_formulas(self.function, variables, "rules").values())
        (names,) = self.outputs
        return [formula(self.function, names[0], len(names), "rules") if names else self.function]


def is_for_blocks(asked: Asked) -> bool:
    """Say whether a question asks for no more than doubles can tell."""
    beyond = (
        asked.digits or asked.exact or asked.numeric or asked.side or asked.mixed or asked.along
    )
    second = asked.question == "partial" and asked.order != 1
    return asked.question in _IN_BLOCKS and not beyond and not second


def plan_of(asked: Asked) -> Plan:
    """Return how a question is answered; raises UsageError where it has no answer at any point."""
    graph = asked.graph
    if asked.question == "eval":
        return Plan(graph.symbols(), ["value"], graph, [()])
    without_points = asked._replace(at=())
    if asked.question == "deriv":
        variable, order = asked.variable(), asked.order
        without_points.points([variable], main=variable)
        label = "derivative" if order == 1 else f"derivative_{order}"
        names = sorted({*graph.symbols(), variable})
        return Plan(names, [label], graph, [(variable,) * order])
    variables = asked.variables()
    without_points.points(variables)
    names = sorted({*graph.symbols(), *variables})
    labels = [f"df/d{name}" for name in variables]
    return Plan(names, labels, graph, [(name,) for name in variables])
