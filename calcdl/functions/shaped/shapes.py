"""Shapes that several operations on arrays give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.functions.shaped.row import misfit

if TYPE_CHECKING:
    from calcdl.graph.shapes import Shape, Shaped

__all__ = ["given", "matrix", "same", "square"]


def same(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    """Return the shape of the first argument."""
    return shapes[0]


def given(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    """Return the shape that the operation was given."""
    shape: Shape = op.get("shape")
    return shape


def matrix(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    """Return the shape of a matrix; raises Misfit."""
    if len(shapes[0]) != 2:
        raise misfit(f"{op.name} takes a matrix, and here is {{}}", shapes[0])
    return shapes[0]


def square(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    """Return the shape of the first of the arguments, all square matrices; raises Misfit."""
    for shape in shapes:
        if len(shape) != 2 or shape[0] != shape[1]:
            raise misfit(f"{op.name} takes a square matrix, and here is {{}}", shape)
    return shapes[0]
