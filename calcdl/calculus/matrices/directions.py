"""The directions along which second derivatives of a number by arrays are asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from calcdl.calculus.question import Asked
from calcdl.errors import UsageError, parameter
from calcdl.graph.shapes import Shape, shape_text
from calcdl.reading.shaped import ShapedReading, read_shaped

__all__ = ["directions_of"]

_NAMED = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)(.*)", re.DOTALL)


def directions_of(asked: Asked, variables: Sequence[str]) -> dict[str, ShapedReading]:
    """Return the direction of each variable: "V" of the only one, or "w=V; b=u" of several.

    A name that nothing was said of is an array in the shape of its variable. Raises UsageError
    and ExpressionError.
    """
    (reading,) = asked.arrays
    texts: dict[str, str] = {}
    for piece in [piece for text in asked.along for piece in text.split(";") if piece.strip()]:
        found = _NAMED.fullmatch(piece)
        if found is None and len(variables) > 1:
            named = "; ".join([f"{name}=V{k}" for k, name in enumerate(variables, 1)])
            raise UsageError(
                f"there are the variables {', '.join(variables)}: say which way each goes, as in ",
                parameter("along", f'"{named}"'),
                ", or name one of them with ",
                parameter("wrt"),
            )
        name, text = found.groups() if found else (variables[0], piece)
        if name not in variables:
            raise UsageError(f"{name} is none of the variables {', '.join(variables)}")
        texts[name] = text.strip()
    return {name: _direction(reading, name, text) for name, text in texts.items()}


def _direction(reading: ShapedReading, name: str, text: str) -> ShapedReading:
    """Return the array that a text says, in the shape of a variable."""
    shape = reading.shape_of(name)
    declared = reading.declared
    shapes = [
        f"{one}: {', '.join(map(str, sizes))} {' '.join(declared.attributes.get(one, ()))}"
        for one, sizes in declared.shapes.items()
    ]
    known = {*declared.shapes, *reading.variables(), *declared.sizes()}
    if text.isidentifier() and text not in known:
        shapes.append(f"{text}: {', '.join(map(str, shape))}")
    found = read_shaped(text, shapes)
    if found.shape != shape:
        raise UsageError(_misfit(text, found.shape, name, shape))
    return found


def _misfit(text: str, shape: Shape, name: str, wanted: Shape) -> str:
    return (
        f"the direction {text} is {shape_text(shape)}, and {name} is {shape_text(wanted)}:"
        " a direction has the shape of its variable"
    )
