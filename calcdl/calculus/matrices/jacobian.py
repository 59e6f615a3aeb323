"""The Jacobian of an array by another: a matrix where there is one, else the linear map.

The reverse sweep gives Jᵀ@v of a variable v in the shape of the function. That is linear in v, and
the matrix of a linear map is read off by a forward sweep. See J. R. Magnus and H. Neudecker, Matrix
Differential Calculus (1999), chapter 9.
"""

from __future__ import annotations

from typing import NamedTuple

from calcdl.arithmetic.shapes.contraction import contracted_sum
from calcdl.arithmetic.shapes.linear_map import Linear
from calcdl.arithmetic.shapes.matrices import Matrices
from calcdl.arithmetic.shapes.polish import polished, written
from calcdl.arithmetic.shapes.repeated import with_ones
from calcdl.arithmetic.shapes.shaping import Shapes
from calcdl.calculus.matrices.gradient import formulas_of
from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import Shape
from calcdl.reading.shaped import Declared, ShapedReading
from calcdl.results.matrices import ArrayDerivative
from calcdl.sweep.derivatives import adjoints_of_variables
from calcdl.sweep.forward import values

__all__ = ["Pulled", "jacobian", "pulled_back", "with_shapes"]

_SEED = "⟨v⟩"  # no name that a person can write


class Pulled(NamedTuple):
    """What J'@v is, ``pulled``, of the variable ``seed``, in an arithmetic of formulas.

    ``function`` is the value of what is differentiated.
    """

    m: Matrices
    function: int
    seed: int
    pulled: int


def jacobian(reading: ShapedReading, name: str, transposed: bool = False) -> ArrayDerivative:
    """Return the Jacobian by a variable; its rows are those of the function, or ``transposed``."""
    pulled = pulled_back(reading, name)
    m = pulled.m
    shape = (*reading.shape, *reading.shape_of(name))
    if len(shape) <= 2:
        value = matrix_of(pulled, shape)
        if value is not None:
            if transposed:
                value, shape = m.apply("transpose", value), shape[::-1]
            (formula,) = written(
                m, [with_ones(m, one) for one in polished(m, pulled.function, [value])]
            )
            return ArrayDerivative((name,), shape, formula)
    direction = free_direction(reading, name)
    return ArrayDerivative((name,), shape, forward(reading, pulled, name, direction), direction)


def free_direction(reading: ShapedReading, name: str) -> str:
    """Return what a small change of a variable is called, by a name that nothing else has."""
    taken = {*reading.declared.names(), *reading.variables()}
    direction = f"d{name}"
    while direction in taken:
        direction += "_"
    return direction


def pulled_back(reading: ShapedReading, name: str) -> Pulled:
    """Return what the reverse sweep makes of a variable in the shape of the function."""
    m, found = formulas_of(reading)
    graph = reading.graph
    seed = m.symbol(_SEED, reading.shape) if reading.shape else m.symbols.one
    slopes = adjoints_of_variables(graph, m, found, [name], seed)
    slope = m.expand(slopes.get(name, m.symbols.zero), reading.shape_of(name))
    return Pulled(m, found[graph.root], seed, slope)


def matrix_of(pulled: Pulled, shape: Shape) -> int | None:
    """Return the matrix of a map, its axes those of the function and of the variable in turn."""
    m = pulled.m
    if pulled.seed == m.symbols.one:
        return pulled.pulled
    linear = Linear(m, pulled.pulled, pulled.seed)
    if linear.terms is None:
        return None
    if not linear.terms:
        return m.expand(m.symbols.zero, shape)
    return contracted_sum(m, linear.axes, linear.terms)


def forward(reading: ShapedReading, pulled: Pulled, name: str, direction: str) -> Graph:
    """Return J@dx, the pullback of the pullback, as a formula in a direction."""
    (transposed,) = written(pulled.m, [pulled.pulled])
    shapes = {**reading.declared.shapes, _SEED: reading.shape}
    linear = with_shapes(transposed, reading.declared._replace(shapes=shapes))
    m, found = formulas_of(linear)
    graph = linear.graph
    seed = m.symbol(direction, reading.shape_of(name))
    slopes = adjoints_of_variables(graph, m, found, [_SEED], seed)
    value = m.expand(slopes.get(_SEED, m.symbols.zero), reading.shape)
    (formula,) = written(m, polished(m, found[graph.root], [value]))
    return formula


def with_shapes(graph: Graph, declared: Declared) -> ShapedReading:
    """Return a formula of arrays as one that was read, with the shapes of all nodes."""
    arithmetic = Shapes(declared.shapes)
    inputs = {
        name: arithmetic.symbol(name, declared.shapes.get(name, ())) for name in graph.symbols()
    }
    root = values(graph, arithmetic, inputs)[graph.root]
    return ShapedReading("", Graph(arithmetic.nodes, root), arithmetic.shapes, declared)
