"""The program of a number that arrays give, and of its gradient by each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from calcdl.arithmetic.programs.counting import counts_of
from calcdl.arithmetic.programs.lowering import lowered
from calcdl.arithmetic.programs.respelling import respelled
from calcdl.arithmetic.programs.sweeps import operations_of
from calcdl.arithmetic.shapes.polish import polished, written
from calcdl.calculus.code.corners import has_corners
from calcdl.calculus.matrices.gradient import formulas_of
from calcdl.calculus.question import Asked
from calcdl.errors import UsageError, parameter
from calcdl.functions.spellings import TARGETS, spellings
from calcdl.functions.spellings.shaped import ARRAYS
from calcdl.graph.nodes import LEAVES, Nodes, reachable
from calcdl.graph.rewrite import rewrite_nodes
from calcdl.graph.shapes import Shaped
from calcdl.results.code import Code, Program
from calcdl.sweep.derivatives import adjoints_of_variables

if TYPE_CHECKING:
    from collections.abc import Container

    from calcdl.graph.nodes import Operation
    from calcdl.graph.rewrite import Change

__all__ = ["code_of_arrays"]

_ARITHMETIC = frozenset(("add", "mul", "div", "neg"))


def code_of_arrays(asked: Asked) -> Code:
    """Return the program of a scalar and of its gradient, whose parts have the variables' shapes.

    Raises UsageError where a target knows no arrays; an operation that it lacks its writer refuses.
    """
    target = TARGETS[asked.to]
    if asked.to not in ARRAYS:
        raise UsageError(
            "code of vectors and matrices is for ", parameter("to", "numpy"), ", torch or jax"
        )
    if asked.order > 1:
        raise UsageError("code of vectors and matrices has no second derivatives")
    (reading,) = asked.arrays
    variables = reading.variables()
    stable, changes = respelled(operations_of(reading.graph))
    m, found = formulas_of(reading._replace(graph=stable))
    value = found[stable.root]
    if m.shape(value):
        raise UsageError("code is written of a number: sum the entries, or take their mean")
    wrt = list(asked.wrt) or variables
    slopes = adjoints_of_variables(stable, m, found, wrt)
    answers = [m.expand(slopes.get(name, m.symbols.zero), reading.shape_of(name)) for name in wrt]
    graphs = written(m, polished(m, value, [value, *answers]))
    roots = [graph.root for graph in graphs]
    program = _with_one_side(Program(graphs[0].nodes, roots[0], tuple(roots[1:])))
    column = spellings(target.column)._replace(shaped=ARRAYS[asked.to])
    program = lowered(program, column, target.language)
    if "tensor" in column.shaped:
        program = _on_tensors(program, reading.declared.sizes())
    return Code(
        reading.graph,
        tuple(variables),
        tuple(wrt),
        program,
        counts_of(program),
        changes,
        (),
        asked.to,
        asked.coding.name,
        has_corners=has_corners(stable),
        shapes={name: reading.shape_of(name) for name in variables},
    )


def _with_one_side(program: Program) -> Program:
    """Return a program whose slopes at corners are those of the left side, as elsewhere in code."""
    made = Nodes()

    def changed(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        if operation != "heaviside" or len(args) > 1:
            return None
        right = made.make(">", (args[0], made.number(0)))
        return made.make("where", (right, made.number(1), made.number(0)))

    return _rewritten(program, made, changed)


def _rewritten(program: Program, made: Nodes, changed: Change) -> Program:
    order = reachable(program.nodes, program.roots())
    places = rewrite_nodes(program.nodes, order, made, changed)
    return Program(made, places[program.value], tuple([places[i] for i in program.gradient]))


def _on_tensors(program: Program, sizes: Container[str]) -> Program:
    """Return a program whose functions are given no sizes, which are numbers and no tensors."""
    nodes = program.nodes
    made = Nodes()
    plain: set[int] = set()  # what is made of sizes and numbers alone

    def changed(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        leaf = operation in LEAVES
        if (operation == "symbol" and nodes.name_of(node) in sizes) or operation == "number":
            plain.add(node)
        elif not leaf and all([child in plain for child in nodes.arguments[node]]):
            if operation in _ARITHMETIC:
                plain.add(node)
            elif type(operation) is str:
                tensor = cast("Operation", Shaped("tensor"))
                return made.make(operation, tuple([made.make(tensor, (u,)) for u in args]))
        return None

    return _rewritten(program, made, changed)
