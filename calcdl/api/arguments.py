"""What Python's arguments ask: expressions, points and texts, as the shell would have put them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from numbers import Rational, Real
from typing import Any, Literal

from calcdl.calculus.asking import ask
from calcdl.calculus.question import Asked
from calcdl.errors import UsageError
from calcdl.graph.nodes import Graph, Undefined
from calcdl.reading.expressions import read
from calcdl.reading.writing import write
from calcdl.syntax.parse import Reading

__all__ = [
    "Expression",
    "Form",
    "Number",
    "Place",
    "Places",
    "Texts",
    "asked",
    "numeral_of",
    "place_of",
    "places_of",
    "reading_of",
    "text_of",
    "texts_of",
]

Expression = str | Reading | Graph
Number = int | float | Fraction | str
Place = Number | Mapping[str, Number]
Places = Place | Sequence[Place] | None
Texts = str | Sequence[str] | None
Form = Literal["best", "rules", "normal", "factored", "expanded"]


def asked(
    question: str,
    expressions: Sequence[Expression],
    wrt: Texts,
    at: Places,
    let: Texts,
    function: Texts,
    **flags: Any,
) -> Asked:
    """Return what is asked, with its texts read; raises CalcdlError."""
    readings = [text if isinstance(text, str) else reading_of(text) for text in expressions]
    names = {"lets": texts_of(let), "functions": texts_of(function)}
    return ask(question, *readings, wrt=texts_of(wrt), at=places_of(at), **names, **flags)


def reading_of(expression: Expression) -> Reading:
    """Return an expression that may not be text as what its text says."""
    if isinstance(expression, Reading):
        return expression
    if isinstance(expression, str):
        return read(expression)
    undefined = [kind.name for kind in expression.kinds() if isinstance(kind, Undefined)]
    return read(write(expression), functions=undefined)


def text_of(expression: Expression) -> str:
    if isinstance(expression, str):
        return expression
    return expression.text if isinstance(expression, Reading) else write(expression)


def texts_of(texts: Texts) -> Sequence[str]:
    return [texts] if isinstance(texts, str) else texts or ()


def places_of(places: Places) -> list[str]:
    """Return points as the shell has them."""
    if places is None:
        return []
    if isinstance(places, (str, int, float, Real, Mapping)):
        return [place_of(places)]
    return [place_of(place) for place in places]


def place_of(place: Place) -> str:
    if isinstance(place, Mapping):
        return ",".join([f"{name}={numeral_of(value)}" for name, value in place.items()])
    return numeral_of(place)


def numeral_of(number: Number) -> str:
    """Return a number as it is written; raises UsageError for one that is not finite."""
    if isinstance(number, str):
        return number
    if isinstance(number, Rational):
        return str(Fraction(number))
    decimal = repr(float(number))
    if decimal in ("nan", "inf", "-inf"):
        raise UsageError(f"a point is made of real numbers, and {decimal} is none")
    return decimal
