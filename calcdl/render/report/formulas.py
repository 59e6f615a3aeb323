"""The function, and its derivative as a formula, as a number, and as a tangent."""

from __future__ import annotations

from typing import Any

from calcdl.errors import CalcdlError
from calcdl.render.notation.answers import definitions
from calcdl.render.notation.formula import written
from calcdl.render.report.blocks import Block, Display, Note, Paragraph, Picture, Section
from calcdl.render.report.names import Letters, place_words
from calcdl.results.at_point import DerivativeAtPoint
from calcdl.results.curve import Curves
from calcdl.results.derivative import Derivative
from calcdl.results.report import Part, Report
from calcdl.results.surface import Surface

__all__ = ["derivative", "function", "note_of"]


def _equation_of(report: Report, letters: Letters) -> str:
    """Return f(x) = …"""
    return (
        f"{letters.function()}{letters.markup.equals}{written(report.expression, letters.markup)}"
    )


def note_of(error: CalcdlError | None) -> list[Block]:
    """Return what is missing, where something is."""
    return [] if error is None else [Note(f"{error.message_in_shell}.")]


def function(report: Report, letters: Letters) -> Section:
    """Return the function, and its curve or its map."""
    equation = Display((_equation_of(report, letters),))
    part: Part[Any] | None = report.curve or report.surface
    if part is None or part.result is None:
        return Section("The function", (equation, *note_of(part and part.error)))
    picture = _map(part.result, letters) if report.surface else _curve(part.result, letters)
    return Section("The function", (equation, picture), (part.line,))


def _curve(curves: Curves, letters: Letters) -> Picture:
    touching = [line for line in curves.extras.tangents if line.slope is not None]
    caption = f"The curve of {letters.letter}"
    for line in touching:
        caption += f", and the tangent at {place_words(line.point.at)}"
    return Picture(curves, f"{caption}.")


def _map(surface: Surface, letters: Letters) -> Picture:
    caption = f"Contours of {letters.letter}, and arrows along its gradient"
    for point in surface.points:
        if point.value is not None:
            slope = "" if point.gradient is None else ", with the gradient there"
            caption += f". The point {place_words(point.at)} is marked{slope}"
    return Picture(surface, f"{caption}.")


def derivative(report: Report, letters: Letters) -> Section | None:
    """Return the derivative by the only variable, what it is at the point, and the tangent."""
    part = report.derivative
    if part is None or part.result is None:
        return None
    result, markup = part.result, letters.markup
    assert result.formula is not None
    left = letters.derivative_of(result.variable)
    blocks: list[Block] = [Display((f"{left}{markup.equals}{written(result.formula, markup)}",))]
    if result.named is not None:
        named = f"{left}{markup.equals}{written(result.named.formula, markup)}"
        blocks += [
            Paragraph(("In the names that the parts were given:",)),
            Display((named, *definitions([result.named], markup))),
        ]
    for point in result.points:
        blocks += _at_point(point, result, letters)
    return Section("The derivative", tuple(blocks), (part.line,))


def _at_point(point: DerivativeAtPoint, result: Derivative, letters: Letters) -> list[Block]:
    lines = []
    if point.function is not None:
        name = letters.markup.name(letters.letter)
        lines.append(letters.equation(letters.at(name, point.at), point.function))
    if point.value is not None:
        name = letters.derivative(result.variable)
        lines.append(letters.equation(letters.at(name, point.at), point.value))
    blocks: list[Block] = []
    if lines:
        blocks += [Paragraph((f"At {place_words(point.at)}:",)), Display(tuple(lines))]
    if point.tangent is not None:
        equation = letters.line(point.tangent, result.variable)
        blocks += [Paragraph(("The tangent there is",)), Display((equation,))]
    return [*blocks, *note_of(point.error)]
