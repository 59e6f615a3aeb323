"""What is asked of a map: which variables it has, the values of the others, and its window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from calcdl.calculus.curve.ends import number_of
from calcdl.calculus.question import Asked
from calcdl.errors import UsageError, Wording, parameter
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import transplant
from calcdl.reading.points import Point, point_text, read_point, split_at_commas

__all__ = ["Axes", "axes_of", "ends_of", "points_of", "require_map", "with_values"]

Axes = tuple[str, str]
_FOR_CURVES = {
    "derivative": "derivative", "tangents": "tangent", "secants": "secants", "data": "data",
    "log": "log",
}  # fmt: skip


class _Named(NamedTuple):
    """The text of a point in two: what it says of the axes, and what of other variables."""

    on_axes: str
    others: str


def require_map(asked: Asked) -> None:
    """Raise UsageError where something is asked that a map does not show."""
    for field, name in _FOR_CURVES.items():
        if getattr(asked, field):
            raise UsageError(
                parameter(name),
                " is for curves, of functions of one variable: leave it out, or give all but one"
                " variable a value",
            )


def axes_of(asked: Asked) -> Axes:
    """Return the two variables; raises UsageError where it is not clear which."""
    names = list(asked.wrt) or asked.graph.symbols()
    if not asked.wrt and len(names) > 2:
        given = {name for text in asked.at for name in _names(text)}
        names = [name for name in names if name not in given]
    if len(names) == 2 and names[0] != names[1]:
        return names[0], names[1]
    if len(names) < 2:
        raise _too_few(names, asked)
    names.sort(key=lambda name: name not in ("x", "y"))
    first, second, other = (*names, "a")[:3]
    raise UsageError(
        f"a map has two variables, and here are {', '.join(names)}: say which, and give the others"
        " values, as in ",
        Wording(
            f"let='{other} = 1'", f"--wrt {first},{second} --at {other}=1, or --let '{other} = 1'"
        ),
    )


def _too_few(names: Sequence[str], asked: Asked) -> UsageError:
    """Return what is wrong where a map has one variable or none, and what to do."""
    here = f"only {names[0]}" if names else "none"
    first, second = (*names, *[name for name in ("x", "y") if name not in names])[:2]
    both = Wording(f"wrt=['{first}', '{second}']", f"--wrt {first},{second}")
    pieces: list[str | Wording] = [
        "a map has two variables, and here is ",
        here,
        ": name both, as in ",
        both,
    ]
    if asked.descent is not None:
        without = Wording(
            "call plot() for a curve", "leave --path, --start, --rate and --steps out"
        )
        pieces[0] = "a descent is drawn on a map, which has two variables, and here is "
        pieces += [", or ", without]
    return UsageError(*pieces)


def with_values(asked: Asked, axes: Axes) -> tuple[Graph, dict[str, str]]:
    """Return the function with the values that other variables are given, and their texts."""
    others = [name for name in asked.graph.symbols() if name not in axes]
    texts = [named.others for named in _each(asked, axes) if named.others]
    if not others and not texts:
        return asked.graph, {}
    point = read_point(",".join(dict.fromkeys(texts)), others)
    nodes = Nodes()
    replace = {name: transplant(value, nodes) for name, value in point.values.items()}
    return Graph(nodes, transplant(asked.graph, nodes, replace)), point.texts


def points_of(asked: Asked, axes: Axes) -> list[Point]:
    """Return the points that are to be marked."""
    texts = [named.on_axes for named in _each(asked, axes) if named.on_axes]
    return [read_point(text, axes) for text in texts]


def _each(asked: Asked, axes: Axes) -> Iterator[_Named]:
    for text in asked.at:
        parts: dict[bool, list[str]] = {True: [], False: []}
        others = [name for name in asked.graph.symbols() if name not in axes]
        for piece in split_at_commas(text):
            parts[piece.partition("=")[0].strip() not in others].append(piece)
        yield _Named(",".join(parts[True]), ",".join(parts[False]))


def _names(text: str) -> list[str]:
    return [piece.partition("=")[0].strip() for piece in split_at_commas(text) if "=" in piece]


def ends_of(asked: Asked, axes: Axes) -> list[dict[str, Fraction]]:
    """Return where the window begins and where it ends, for those axes of which that is said."""
    texts = asked.window or ("", "")
    return [_ends(text, axes, name) for text, name in zip(texts, ("from", "to"), strict=True)]


def _ends(text: str, axes: Axes, name: str) -> dict[str, Fraction]:
    """Return numbers by axis: "x=-2,y=-1", only some of these, or one number for all."""
    if not text:
        return {}
    names: Sequence[str] = [axis for axis in axes if axis in _names(text)] or axes
    if not _names(text) and len(split_at_commas(text)) == 1:
        text = point_text(dict.fromkeys(axes, text))
    values: Mapping[str, Graph] = read_point(text, names, asked=name).values
    return {axis: number_of(graph) for axis, graph in values.items()}
