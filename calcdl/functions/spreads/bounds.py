"""What bounds of numbers that are off share: how far, and how large what is off may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcdl.functions.elementwise import absolute, maximum

if TYPE_CHECKING:
    from calcdl.functions.elementwise import Array

__all__ = ["MORE", "UNDERFLOW", "UNIT", "least_size", "positive", "size_of"]

UNIT = 2.0**-53  # what an operation is off by, in its result

# What a value may be off by where it is too small to have all its digits, or has become zero.
UNDERFLOW = 1e-305

MORE = 1.001  # times a distance from a pole, which is rounded too


def least_size(u: Array, h: Array) -> Array:
    """Return the least size that a number may have."""
    return maximum(absolute(u) - h, 0)


def positive(u: Array) -> Array:
    """Return zero in place of negative numbers, so that what is divided by them is infinite."""
    return maximum(u, 0)


def size_of(y: Array) -> Array:
    """Return how large a number may be that has been rounded to y."""
    return absolute(y) + UNDERFLOW
