"""Statements under conditions: none runs that may raise an error in a branch that is not taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, NamedTuple

from calcdl.render.code.expressions import expression_text, written_arguments
from calcdl.render.code.needs import ALWAYS, needed_cases
from calcdl.render.code.statements import Body, Statement, named_parts

if TYPE_CHECKING:
    from calcdl.graph.nodes import Nodes
    from calcdl.render.code.needs import Cases
    from calcdl.render.code.syntax import Syntax
    from calcdl.results.code import Program

__all__ = ["Guard", "guards_of", "in_order", "parts_before"]


class Guard(NamedTuple):
    """A condition as text, and the nodes that its text is made of."""

    text: str
    conditions: tuple[int, ...]


def guards_of(
    program: Program, body: Body, syntax: Syntax, harmless: Collection[object]
) -> dict[int, Guard]:
    """Return, by the nodes of statements, under which condition each may run.

    A statement has none whose operations are all ``harmless``, or that is needed in any case.
    """
    names = body.names()
    needed = needed_cases(program)
    return {
        node: Guard(
            _condition(program.nodes, needed[node], syntax, names),
            tuple(sorted({condition for case in needed[node] for condition, _ in case})),
        )
        for node in names
        if needed[node] != ALWAYS and _may_raise(program.nodes, node, names, harmless)
    }


def in_order(program: Program, body: Body, guards: Mapping[int, Guard]) -> list[Statement]:
    """Return statements in an order in which each has before it all that it is made of."""
    by_node = {statement.node: statement for statement in body.statements}
    before = TopologicalSorter[int]()
    for node in by_node:
        before.add(node, *parts_before(program.nodes, node, guards, by_node))
    return [by_node[node] for node in before.static_order()]


def parts_before(
    nodes: Nodes, node: int, guards: Mapping[int, Guard], names: Collection[int]
) -> list[int]:
    """Return the nodes with names that a statement is made of, with those of its condition."""
    conditions = guards[node].conditions if node in guards else ()
    return named_parts(nodes, [*written_arguments(nodes, node), *conditions], names)


def _may_raise(
    nodes: Nodes, node: int, names: Collection[int], harmless: Collection[object]
) -> bool:
    """Say whether a statement may divide by zero, or call a function outside its domain."""
    stack = [node]
    while stack:
        node = stack.pop()
        if nodes.operations[node] not in harmless:
            return True
        stack += [child for child in written_arguments(nodes, node) if child not in names]
    return False


def _condition(nodes: Nodes, cases: Cases, syntax: Syntax, names: Mapping[int, str]) -> str:
    """Return as text that one of some cases holds."""
    texts = []
    for case in sorted(cases, key=sorted):
        parts = []
        for node, holds in sorted(case):
            text = names.get(node) or expression_text(nodes, node, syntax, names)
            opposite = f"{syntax.no} {text}" if node in names else f"{syntax.no} ({text})"
            parts.append(text if holds else opposite)
        texts.append(f" {syntax.both} ".join(parts))
    if len(texts) == 1:
        return texts[0]
    either = f" {syntax.either} "
    return either.join([f"({text})" if f" {syntax.both} " in text else text for text in texts])
