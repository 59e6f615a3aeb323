"""A program as statements: what is used twice has a name, and no line is long."""

from __future__ import annotations

from collections.abc import Container, Iterable
from itertools import count
from typing import NamedTuple

from calcdl.graph.nodes import COMPARISONS, LEAVES, Nodes, reachable
from calcdl.render.code.expressions import expression_text, own_length, written_arguments
from calcdl.render.code.syntax import Syntax
from calcdl.results.code import Program

__all__ = ["Body", "Statement", "body_of", "named_nodes", "named_parts"]

_LONGEST = 52  # characters of an expression, so that a line has room for what stands around it
_NAME = 4  # characters that a name has, about


class Statement(NamedTuple):
    """A name for the value of a node, which may be a condition."""

    name: str
    text: str
    is_condition: bool
    node: int


class Body(NamedTuple):
    """The statements of a program in their order, and its answers as expressions."""

    statements: list[Statement]
    value: str
    gradient: list[str]
    hessian: list[list[str]]

    def names(self) -> dict[int, str]:
        """Return the names of statements by their nodes."""
        return {statement.node: statement.name for statement in self.statements}


def body_of(
    program: Program,
    syntax: Syntax,
    taken: Iterable[str],
    prefix: str = "t",
    longest: int = _LONGEST,
) -> Body:
    """Return a program as statements; their names are none of those that are ``taken``."""
    nodes = program.nodes
    names = named_nodes(program, syntax, taken, prefix, longest)
    statements = [
        Statement(
            name, expression_text(nodes, i, syntax, names), nodes.operations[i] in COMPARISONS, i
        )
        for i, name in names.items()
    ]

    def text(root: int) -> str:
        return names.get(root) or expression_text(nodes, root, syntax, names)

    return Body(
        statements,
        text(program.value),
        [text(root) for root in program.gradient],
        [[text(root) for root in row] for row in program.hessian],
    )


def named_nodes(
    program: Program,
    syntax: Syntax,
    taken: Iterable[str],
    prefix: str = "t",
    longest: int = _LONGEST,
) -> dict[int, str]:
    """Return names for nodes that are used twice, or whose text would be long, in their order."""
    nodes = program.nodes
    order = reachable(nodes, program.roots())
    used_names = set(taken)
    uses: dict[int, int] = dict.fromkeys(order, 0)
    for i in order:
        for child in written_arguments(nodes, i):
            uses[child] += 1
    for root in program.roots():
        uses[root] += 1
    for row in program.hessian:
        for root in row[1:]:  # which stands on both sides of the diagonal
            uses[root] += 1
    lengths: dict[int, int] = {}
    named: list[int] = []
    for i in order:
        lengths[i] = own_length(nodes, i, syntax)
        if nodes.operations[i] in LEAVES:
            continue
        args = written_arguments(nodes, i)
        by_length = sorted(set(args), key=lengths.__getitem__)
        while by_length and lengths[i] + sum([lengths[j] for j in args]) > longest:
            part = by_length.pop()
            if lengths[part] > _NAME and nodes.operations[part] not in LEAVES:
                named.append(part)
                lengths[part] = _NAME
        lengths[i] += sum([lengths[j] for j in args])
        is_apart = syntax.names_choices and nodes.operations[i] == "where"
        if is_apart or (uses[i] > 1 and not _is_cheap(nodes, i)):
            named.append(i)
            lengths[i] = _NAME
    fresh = (name for k in count(1) if (name := f"{prefix}{k}") not in used_names)
    return dict(zip(sorted(named), fresh, strict=False))


def named_parts(nodes: Nodes, roots: Iterable[int], names: Container[int]) -> list[int]:
    """Return the nodes with names that the texts of some nodes are made of."""
    seen: dict[int, None] = {}
    stack = list(roots)
    while stack:
        node = stack.pop()
        if node not in seen:
            seen[node] = None
            if node not in names:
                stack += written_arguments(nodes, node)
    return [node for node in seen if node in names]


def _is_cheap(nodes: Nodes, node: int) -> bool:
    """Say whether a node may as well be written twice: the opposite of a name, and what is 0/0."""
    if nodes.is_undefined(node):
        return True
    return nodes.operations[node] == "neg" and nodes.operations[nodes.arguments[node][0]] in LEAVES
