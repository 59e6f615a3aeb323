"""Backpropagation through a function of arrays: levels forward, adjoints backward."""

from __future__ import annotations

from calcdl.arithmetic.shapes.inferred import shapes_of
from calcdl.arithmetic.shapes.shown import as_written
from calcdl.calculus.backpropagation.backward import with_pullbacks
from calcdl.calculus.backpropagation.levels import nodes_of_levels
from calcdl.calculus.backpropagation.names import names_of_adjoints, names_of_levels
from calcdl.calculus.levels import cut
from calcdl.calculus.matrices.answer import answer as gradient
from calcdl.calculus.question import Asked
from calcdl.errors import UsageError, parameter
from calcdl.results.backpropagation import ArrayLevel, Backpropagation

__all__ = ["answer"]


def answer(asked: Asked) -> Backpropagation:
    """Return the levels of a number made of arrays, and the adjoints that come back through them.

    >>> from calcdl.calculus.asking import ask
    >>> result = answer(ask("chain", "sum((X@w - y)**2)", shapes=["X: N,n; w: n; y: N"]))
    >>> [(level.name, [one.name for one in level.pullbacks]) for level in result.levels]
    [('r', ['dX', 'dw', 'dy']), ('f', ['dr'])]
    """
    if asked.terms:
        raise UsageError(parameter("terms"), " is for functions of numbers: leave it out")
    whole = gradient(asked._replace(question="gradient"))
    (reading,) = asked.arrays
    variables = [name for entry in whole.entries for name in entry.variables]
    names = names_of_levels(reading, nodes_of_levels(reading), variables)
    levels = [
        ArrayLevel(names[node], definition, reading.shapes[node])
        for node, definition in cut(reading.graph, names)
    ]
    shapes = {name: reading.shape_of(name) for name in reading.variables()}
    shapes |= {level.name: level.shape for level in levels}
    adjoints = names_of_adjoints(list(shapes), reading.declared.sizes())
    attributes = reading.declared.attributes
    pulled = with_pullbacks(levels, variables, shapes, attributes, adjoints)
    if asked.array_point is not None:
        from calcdl.calculus.backpropagation.numbers import with_numbers

        smooth = not any([one.numbers is not None and one.numbers.errors for one in whole.entries])
        pulled = with_numbers(pulled, asked.array_point, asked.digits, smooth)
    shown = [
        level._replace(definition=as_written(level.definition, shapes_of(level.definition, shapes)))
        for level in pulled
    ]
    return Backpropagation(tuple(shown), whole)
