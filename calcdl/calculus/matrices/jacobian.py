"""The Jacobian of an array by another: a matrix where there is one, else the linear map.

The reverse sweep gives Jᵀ@v of a variable v in the shape of the function. That is linear in v, and
the matrix of a linear map is read off by a forward sweep. See J. R. Magnus and H. Neudecker, Matrix
Differential Calculus (1999), chapter 9.
"""

from __future__ import annotations

from typing import NamedTuple

from calcdl.arithmetic.shapes.contraction import contracted_sum
from calcdl.arithmetic.shapes.kronecker import array_of, matrix_of_vecs
from calcdl.arithmetic.shapes.linear_map import Linear
from calcdl.arithmetic.shapes.matrices import Matrices
from calcdl.arithmetic.shapes.polish import polished, written
from calcdl.arithmetic.shapes.repeated import with_ones
from calcdl.arithmetic.shapes.shaping import Shapes
from calcdl.calculus.matrices.gradient import formulas_of
from calcdl.errors import UsageError, parameter
from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import Shape, count
from calcdl.reading.shaped import Declared, ShapedReading
from calcdl.results.matrices import ArrayDerivative
from calcdl.sweep.derivatives import adjoints_of_variables
from calcdl.sweep.forward import values

__all__ = ["Pulled", "jacobian", "pulled_back", "with_shapes"]

_FEW_TERMS = 1  # of an array that says what it is at a glance
_SEED = "⟨v⟩"  # no name that a person can write


class Pulled(NamedTuple):
    """What J'@v is, ``pulled``, of the variable ``seed``, in an arithmetic of formulas.

    ``function`` is the value of what is differentiated.
    """

    m: Matrices
    function: int
    seed: int
    pulled: int


def jacobian(
    reading: ShapedReading, name: str, transposed: bool = False, vec: str = ""
) -> ArrayDerivative:
    """Return the Jacobian by a variable; its rows are those of the function, or ``transposed``.

    Where it has more than two axes it is the linear map, or the matrix between vecs, which take
    the "rows" or "columns" in turn. Raises UsageError.
    """
    pulled = pulled_back(reading, name)
    m = pulled.m
    shape = (*reading.shape, *reading.shape_of(name))
    linear = Linear(m, pulled.pulled, pulled.seed) if reading.shape else None
    value = matrix_of(pulled, linear, shape) if len(shape) <= 2 else None
    if len(shape) > 2 and vec:
        sizes = count(reading.shape), count(reading.shape_of(name))
        value = matrix_between_vecs(m, linear, sizes, name, vec == "rows")
        shape = sizes
    if value is None:
        direction = free_direction(reading, name)
        formula = forward(reading, pulled, name, direction)
        return ArrayDerivative((name,), shape, formula, direction, array(pulled, linear))
    if transposed and (vec or (reading.shape and reading.shape_of(name))):
        value, shape = m.apply("transpose", value), shape[::-1]
    (best,) = polished(m, pulled.function, [value])
    (formula,) = written(m, [with_ones(m, best)])
    return ArrayDerivative((name,), shape, formula)


def matrix_between_vecs(
    m: Matrices, linear: Linear | None, shape: Shape, name: str, by_rows: bool
) -> int:
    """Return the matrix that a map by a variable is, when matrices are vectors of their entries."""
    terms = None if linear is None else linear.terms
    value = None
    if linear is not None and terms:
        value = matrix_of_vecs(m, linear.axes, terms, by_rows)
    elif terms is not None:
        value = m.symbols.zero
    if value is None:
        raise UsageError(
            f"calcdl has the derivative by {name} as a linear map, not as a matrix: leave out ",
            parameter("vec"),
        )
    return m.expand(value, shape)


def array(pulled: Pulled, linear: Linear | None) -> Graph | None:
    """Return a map as an array with all axes, where that is short."""
    if linear is None or not linear.terms or len(linear.terms) > _FEW_TERMS:
        return None
    value = array_of(pulled.m, linear.axes, linear.terms)
    if value is None:
        return None
    (formula,) = written(pulled.m, polished(pulled.m, pulled.function, [value]))
    return formula


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


def matrix_of(pulled: Pulled, linear: Linear | None, shape: Shape) -> int | None:
    """Return the matrix of a map, its axes those of the function and of the variable in turn."""
    m = pulled.m
    if linear is None:
        return pulled.pulled
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
