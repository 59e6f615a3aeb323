"""The program of a function, its gradient and its Hessian, in the operations of a target."""

from __future__ import annotations

import re
from collections.abc import Sequence

from calcdl.arithmetic.programs.counting import counts_of
from calcdl.arithmetic.programs.helpers import helpers_of
from calcdl.arithmetic.programs.lowering import lowered
from calcdl.arithmetic.programs.respelling import respelled
from calcdl.arithmetic.programs.sweeps import differentiated, operations_of
from calcdl.calculus.code.box import read_box
from calcdl.calculus.code.corners import has_corners
from calcdl.calculus.code.modules import differentiated_by
from calcdl.calculus.code.queries import dialect_of, query_of
from calcdl.calculus.explain import placing
from calcdl.calculus.question import Asked
from calcdl.errors import UsageError, Wording, parameter
from calcdl.functions.spellings import TARGETS, spellings, target_named, target_of
from calcdl.graph.nodes import Graph, Undefined, reachable
from calcdl.results.code import Certificate, Code, Program, Proven

__all__ = ["answer"]


def answer(asked: Asked) -> Code:
    """Return the program that code is written from.

    Raises UsageError where a target lacks a function.

    >>> from calcdl.calculus.asking import ask
    >>> answer(ask("code", "x**2*y", to="c")).counts
    Counts(function=2, together=4)
    """
    asked = asked._replace(to=target_named(asked.to))
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", asked.coding.name):
        raise UsageError(
            parameter("name"), f" {asked.coding.name} is no name that a function can have"
        )
    if asked.shapes:
        if asked.coding.certify:
            raise UsageError("numbers are tried, and no arrays: leave out ", parameter("certify"))
        if asked.coding.check:
            raise UsageError(
                parameter("check"), " is for functions of numbers: leave out ", parameter("shape")
            )
        if asked.coding.module:
            raise UsageError(
                parameter("module"), " is for functions of numbers: leave out ", parameter("shape")
            )
        from calcdl.calculus.code.shaped import code_of_arrays

        return code_of_arrays(asked)
    graph, coding = asked.graph, asked.coding
    dialect = dialect_of(asked)
    target = target_of(asked.to, dialect)
    if coding.single and not target.single:
        able = " and ".join([name for name, other in TARGETS.items() if other.single])
        raise UsageError(f"{target.language} has no code in single precision: {able} have")
    wrt = differentiated_by(asked, target)
    with placing(asked.reading):
        typed = operations_of(graph)
        stable, changes = (typed, ()) if target.exact else respelled(typed)
        column = spellings(target.column)
        program = differentiated(stable, wrt, asked.order, column.calls)
        program = lowered(program, column, target.language, target.exact)
    functions = _undefined(program)
    variables = tuple(dict.fromkeys([*graph.symbols(), *wrt]))
    return Code(
        graph,
        variables,
        tuple(wrt),
        program,
        counts_of(program),
        changes,
        functions,
        asked.to,
        coding.name,
        dialect,
        coding.single,
        coding.module,
        has_corners(stable),
        helpers_of(program, column, target.language),
        query_of(asked, functions),
        parameters=tuple(asked.variables()) if coding.module and asked.wrt else (),
        certificate=_certificate(asked, program, typed, variables) if coding.certify else None,
        checks=_checks(asked, variables, wrt, functions) if coding.check else (),
    )


def _certificate(
    asked: Asked, program: Program, typed: Graph, variables: tuple[str, ...]
) -> Certificate:
    """Return how far a program is off in a box. Raises UsageError for what no double says."""
    target = target_of(asked.to, dialect_of(asked))
    if target.exact:
        raise UsageError(f"code for {target.language} does not round: leave out ",
                         parameter("certify"))  # fmt: skip
    if asked.coding.single:
        raise UsageError(parameter("certify"), " is about doubles: leave out ", Wording("single",
                         "--float"))  # fmt: skip
    undefined = _undefined(program)
    if undefined:
        raise UsageError(f"{undefined[0].name} is an undefined function, of which there are no "
                         "values to try: leave out ", parameter("certify"))  # fmt: skip
    from calcdl.calculus.code.certificate import certificate

    wrt = differentiated_by(asked, target)
    labels = ["the value", *[f"df/d{name}" for name in wrt]]
    if asked.order > 1:
        labels += [f"d2f/(d{u} d{v})" for k, u in enumerate(wrt) for v in wrt[k:]]
    truth = differentiated(typed, wrt, asked.order)
    return certificate(program, truth, labels, read_box(asked.coding.certify, variables))


def _checks(
    asked: Asked, variables: Sequence[str], wrt: Sequence[str], functions: Sequence[Undefined]
) -> tuple[Proven, ...]:
    """Return what code is checked at. Raises UsageError where no check can be written."""
    from calcdl.calculus.code.proven import CHECKED, proven_points

    if asked.to not in CHECKED or asked.coding.single or asked.coding.module or functions:
        raise UsageError(
            f"a check is written beside functions of doubles for {', '.join(CHECKED)}: leave out ",
            parameter("check"),
        )
    return proven_points(asked, variables, wrt)


def _undefined(program: Program) -> tuple[Undefined, ...]:
    """Return the undefined functions that answers call, and their derivatives."""
    nodes = program.nodes
    found = {nodes.operations[i] for i in reachable(nodes, program.roots())}
    return tuple(sorted([one for one in found if type(one) is Undefined]))
