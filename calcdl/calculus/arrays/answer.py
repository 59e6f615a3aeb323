"""Values of expressions of vectors and matrices."""

from __future__ import annotations

from calcdl.arithmetic.shapes.shown import as_written
from calcdl.calculus.arrays.numbers import place_of, value_numbers
from calcdl.calculus.question import Asked, require_few_digits
from calcdl.errors import UsageError, parameter
from calcdl.graph.shapes import shape_text
from calcdl.reading.array_points import pattern_of, read_array_point
from calcdl.results.arrays import ArrayEvaluation

__all__ = ["answer"]


def answer(asked: Asked) -> ArrayEvaluation:
    """Return the value of an expression of arrays at a point; one without variables needs none.

    >>> from calcdl.calculus.asking import ask
    >>> result = answer(ask("eval", "A@x", at="A=[[1,2],[3,4]]; x=[1,1]", shapes=["A: m,n; x: n"]))
    >>> [value.decimal for value in result.numbers.values]
    ['3', '7']
    """
    require_few_digits(asked.digits)
    (reading,) = asked.arrays
    point = asked.array_point
    if point is None and reading.graph.symbols():
        raise UsageError(
            f"the value has the shape {shape_text(reading.shape)}: say where, with ",
            parameter("at", f'"{pattern_of(reading, reading.variables())}"'),
            " or ",
            parameter("random", "1"),
        )
    if point is None:
        point, _ = read_array_point(reading, [])
    return ArrayEvaluation(
        as_written(reading.graph, reading.shapes),
        {name: reading.shape_of(name) for name in reading.variables()},
        reading.shape,
        value_numbers(reading.graph, point, asked.digits),
        place_of(point),
    )
