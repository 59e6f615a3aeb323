"""A program as stages of a query: what a stage names, the next one may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from calcdl.graph.nodes import Nodes, reachable
from calcdl.render.code.branches import Guard, in_order, parts_before
from calcdl.render.code.statements import Body, Statement, named_parts
from calcdl.results.code import Program

__all__ = ["Stage", "stages_of"]


class Stage(NamedTuple):
    """A query over the one before: columns that it hands on, and those that it computes."""

    kept: list[str]
    computed: list[Statement]


def stages_of(
    program: Program,
    body: Body,
    guards: Mapping[int, Guard],
    columns: Mapping[str, str],
    wanted: Iterable[str],
) -> tuple[list[str], list[Stage]]:
    """Return the columns that the first stage has to read, and the stages after it.

    ``columns`` are those of the variables; the answer has ``wanted`` besides what it is made of.
    """
    nodes = program.nodes
    names = {**_symbols(program, columns), **body.names()}
    statements = in_order(program, body, guards)
    levels = _levels(nodes, statements, guards)
    last = max(levels.values(), default=0) + 1
    order = [*wanted, *columns.values(), *[one.name for one in statements]]
    uses = dict.fromkeys(wanted, last)
    for node in named_parts(nodes, program.roots(), names):
        uses[names[node]] = last
    for node, level in levels.items():
        for part in parts_before(nodes, node, guards, names):
            uses[names[part]] = max(level, uses.get(names[part], 0))
    uses = {name: uses[name] for name in dict.fromkeys(order) if name in uses}
    born = dict.fromkeys(uses, 0) | {names[node]: level for node, level in levels.items()}
    stages = []
    for level in range(1, last):
        kept = [name for name in uses if born[name] < level < uses[name]]
        computed = [one for one in statements if levels[one.node] == level]
        stages.append(Stage(kept, computed))
    return [name for name in uses if born[name] == 0], stages


def _symbols(program: Program, columns: Mapping[str, str]) -> dict[int, str]:
    nodes = program.nodes
    used = reachable(nodes, program.roots())
    return {i: columns[nodes.name_of(i)] for i in used if nodes.operations[i] == "symbol"}


def _levels(
    nodes: Nodes, statements: Sequence[Statement], guards: Mapping[int, Guard]
) -> dict[int, int]:
    """Return in which stage each statement can be computed first."""
    levels: dict[int, int] = {}
    named = {statement.node for statement in statements}
    for statement in statements:
        parts = parts_before(nodes, statement.node, guards, named)
        levels[statement.node] = 1 + max([levels[part] for part in parts], default=0)
    return levels
