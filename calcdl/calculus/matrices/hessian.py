"""Second derivatives of a number by arrays: the Jacobian of its gradient, and along a direction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations_with_replacement

from calcdl.arithmetic.shapes.polish import polished, written
from calcdl.arithmetic.shapes.tidying import matrices
from calcdl.calculus.matrices.jacobian import jacobian, pulled_back, with_shapes
from calcdl.reading.shaped import ShapedReading
from calcdl.results.matrices import ArrayDerivative
from calcdl.sweep.derivatives import adjoints_of_variables
from calcdl.sweep.forward import values

__all__ = ["hessian", "hessian_along"]


def hessian(reading: ShapedReading, variables: Sequence[str]) -> list[ArrayDerivative]:
    """Return the second derivatives by each pair of variables."""
    slopes = {name: gradient_of(reading, name) for name in variables}
    return [
        jacobian(slopes[first], second)._replace(variables=(first, second))
        for first, second in combinations_with_replacement(variables, 2)
    ]


def hessian_along(
    reading: ShapedReading, directions: Mapping[str, ShapedReading]
) -> list[ArrayDerivative]:
    """Return the Hessian times a direction: the gradient of the derivative along it.

    ``directions`` are arrays in the shapes of the variables that they are for.
    """
    m = matrices(reading.declared.attributes)
    slopes = {name: gradient_of(reading, name) for name in directions}
    totals: dict[str, list[int]] = {name: [] for name in directions}
    for name, slope in slopes.items():
        direction = directions[name].graph
        symbols = {*slope.graph.symbols(), *direction.symbols()}
        inputs = {one: m.symbol(one, directions[name].shape_of(one)) for one in symbols}
        seed = values(direction, m, inputs)[direction.root]
        found = values(slope.graph, m, inputs)
        bars = adjoints_of_variables(slope.graph, m, found, list(directions), seed)
        for one, bar in bars.items():
            totals[one].append(bar)
    function = m.symbols.zero
    entries = []
    for name, bars_of_name in totals.items():
        shape = reading.shape_of(name)
        total = m.add(bars_of_name) if bars_of_name else m.symbols.zero
        (formula,) = written(m, polished(m, function, [m.expand(total, shape)]))
        entries.append(ArrayDerivative((name,), shape, formula))
    return entries


def gradient_of(reading: ShapedReading, name: str) -> ShapedReading:
    """Return the gradient by a variable as an expression that can be differentiated again."""
    m, function, _, slope = pulled_back(reading, name)
    (formula,) = written(m, polished(m, function, [slope]))
    return with_shapes(formula, reading.declared)
