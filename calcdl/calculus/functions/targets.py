"""Which functions of the table the targets of code have: their values, and their slopes."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.arithmetic.programs.lowering import is_written
from calcdl.arithmetic.programs.sweeps import differentiated, operations_of
from calcdl.functions import FUNCTIONS, Function
from calcdl.functions.spellings import Spellings, spellings, target_named, target_of
from calcdl.graph.nodes import Graph, Nodes, reachable
from calcdl.results.availability import Availability

__all__ = ["availability"]


def availability(functions: Sequence[Function], to: str) -> list[Availability]:
    """Return what a target has of some functions; raises UsageError where there is no target.

    Those that formulas have written in others as they are read are left out.
    """
    to = target_named(to)
    column = spellings(target_of(to).column)
    return [
        _availability(function, to, column) for function in functions if function.name in FUNCTIONS
    ]


def _availability(function: Function, to: str, column: Spellings) -> Availability:
    name = function.name
    if not is_written(name, column):
        return Availability(name, to, "refused", (name,))
    brought = "brought along" if name in column.helpers else "own"
    value = brought if name in column.calls else "written out"
    lacking = [kind for kind in _kinds_of_slopes(function) if not is_written(kind, column)]
    return Availability(name, to, value, tuple(lacking))


def _kinds_of_slopes(function: Function) -> list[str]:
    """Return the functions that occur in the slopes of a function, for those arguments with one."""
    names = ["u", "v"] if function.variadic else list(function.args)
    slopes = function.local * 2 if function.variadic else function.local
    nodes = Nodes()
    call = nodes.make(function.name, tuple([nodes.symbol(name) for name in names]))
    graph = operations_of(Graph(nodes, call))
    wrt = [name for name, slope in zip(names, slopes, strict=True) if slope is not None]
    program = differentiated(graph, wrt)
    used = reachable(program.nodes, program.gradient)
    return sorted({str(kind) for i in used if (kind := program.nodes.operations[i]) in FUNCTIONS})
