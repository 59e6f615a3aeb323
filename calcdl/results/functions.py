"""What is known of a function of the table."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from calcdl.graph.nodes import Graph

__all__ = ["CornerSlopes", "FunctionPage", "Stroke"]

Stroke = tuple[tuple[float, float], ...]


class CornerSlopes(NamedTuple):
    """A point where a function is not smooth, and the slopes that frameworks return there.

    A framework is missing where it is not known what it returns.
    """

    at: dict[str, str]
    slopes: dict[str, float]


class FunctionPage(NamedTuple):
    """A function: what it is, where it is not smooth, its names, and its curve.

    ``written`` is it in other functions, by rule or as its call is written out; ``partials`` are
    derivatives by argument, None where there is none. ``names`` are by library, None where that
    has no such function, and empty where they are not known. The curve is made of ``strokes``,
    each without a gap, for ``fixed`` values of the other arguments.
    """

    name: str
    call: str
    says: str
    family: str
    aliases: tuple[str, ...]
    written: Graph | None
    partials: dict[str, Graph | None]
    domain: tuple[str, ...]
    corners: tuple[str, ...]
    names: dict[str, str | None]
    slopes: tuple[CornerSlopes, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    along: str = ""
    fixed: Mapping[str, str] = MappingProxyType({})
