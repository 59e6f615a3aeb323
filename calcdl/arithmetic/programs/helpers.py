"""Functions that code brings with it, because its target lacks them and their text is long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcdl.arithmetic.programs.lowering import lowered
from calcdl.arithmetic.programs.sweeps import operations_of
from calcdl.functions.rules import row_of, text_graph
from calcdl.graph.nodes import reachable
from calcdl.results.code import Helper, Program

if TYPE_CHECKING:
    from calcdl.functions.spellings import Spellings

__all__ = ["helpers_of"]


def helpers_of(program: Program, spellings: Spellings, language: str) -> tuple[Helper, ...]:
    """Return the functions that a program calls and its target lacks; each calls earlier ones."""
    found: dict[str, Helper] = {}
    stack = _called(program, spellings)
    while stack:
        name = stack.pop()
        text, source = spellings.helpers[name]
        graph, row = operations_of(text_graph(text)), row_of(name)
        own = lowered(Program(graph.nodes, graph.root, ()), spellings, language)
        found.pop(name, None)
        found[name] = Helper(name, row.args, own, row.says, source)
        stack += _called(own, spellings)
    return tuple(reversed(found.values()))


def _called(program: Program, spellings: Spellings) -> list[str]:
    nodes = program.nodes
    kinds = {nodes.operations[i] for i in reachable(nodes, program.roots())}
    return sorted([kind for kind in kinds if type(kind) is str and kind in spellings.helpers])
