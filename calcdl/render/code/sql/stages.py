"""The statements of a program in stages of a query: what a stage names, the next one may use."""

from __future__ import annotations

from collections.abc import Mapping

from calcdl.render.code.branches import Guard, in_order, parts_before
from calcdl.render.code.statements import Body, Statement
from calcdl.results.code import Program

__all__ = ["stages_of"]


def stages_of(program: Program, body: Body, guards: Mapping[int, Guard]) -> list[list[Statement]]:
    """Return the statements in stages, each in the first in which all that it needs has a name."""
    names = body.names()
    levels: dict[int, int] = {}
    stages: list[list[Statement]] = []
    for statement in in_order(program, body, guards):
        parts = parts_before(program.nodes, statement.node, guards, names)
        level = levels[statement.node] = max([levels[part] + 1 for part in parts], default=0)
        if level == len(stages):
            stages.append([])
        stages[level].append(statement)
    return [sorted(stage, key=lambda statement: statement.node) for stage in stages]
