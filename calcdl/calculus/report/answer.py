"""All about a function: what the other rooms answer, each asked once."""

from __future__ import annotations

from typing import Any

from calcdl.calculus import answer as answer_of
from calcdl.calculus.asking import read_question
from calcdl.calculus.question import EVERYTHING, FORMULAS, Asked
from calcdl.calculus.report.lines import line_of
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Undefined
from calcdl.reading.points import point_text
from calcdl.results.derivative import Derivative
from calcdl.results.report import Part, Report

__all__ = ["answer"]

_MOST_VARIABLES = 8  # for which there are tables of difference quotients
_DOTS = (800, 480)
_DOTS_OF_MAP = (640, 372)


def answer(asked: Asked) -> Report:
    """Return what there is to say of a function, and at a point.

    What another room refuses is the error of its part; where there is no derivative as a formula,
    the error is raised.

    >>> from calcdl.calculus.asking import ask
    >>> report = answer(ask("report", "x**2", at="3"))
    >>> report.derivative.result.points[0].value.decimal
    '6'
    """
    asked.require_one_point()
    variables = tuple(asked.variables())
    points = asked.points(variables, main=variables[0] if len(variables) == 1 else None)
    single = len(variables) == 1
    main: dict[str, Any] = (
        {"derivative": _main(asked, "deriv", wrt=variables if len(asked.symbols) > 1 else ())}
        if single
        else {name: _main(asked, name) for name in ("gradient", "hessian")}
    )
    here = points[0].texts if points else None
    at_point: dict[str, Any] = {}
    if here is not None:
        by = variables[:_MOST_VARIABLES]
        at_point["quotients"] = tuple(
            [_part(asked, "numeric", wrt=[name] if len(asked.symbols) > 1 else ()) for name in by]
        )
        at_point["behaviours"] = _part(asked, "point")
    return Report(
        asked.graph,
        variables,
        here,
        chain=_with_or_without_numbers(asked, "chain"),
        computation=_with_or_without_numbers(asked, "graph", wrt=(), to="svg"),
        curve=_curve(asked, variables[0], here, main["derivative"]) if single else None,
        surface=_surface(asked, variables, here) if len(variables) == 2 else None,
        **main,
        **at_point,
    )


def _main(asked: Asked, question: str, **changes: Any) -> Part[Any]:
    """Return the part without which there is no report; raises CalcdlError."""
    own = asked._replace(question=question, detail=EVERYTHING, **changes)
    return Part(line_of(own), answer_of(own))


def _part(asked: Asked, question: str, **changes: Any) -> Part[Any]:
    own = asked._replace(**{"question": question, "detail": FORMULAS, **changes})
    try:
        return Part(line_of(own), answer_of(own))
    except CalcdlError as error:
        return Part(line_of(own), error=error)


def _with_or_without_numbers(asked: Asked, question: str, **changes: Any) -> Part[Any]:
    """Return a part that has formulas where there are no numbers at the point."""
    part = _part(asked, question, **changes)
    if part.error is None or not asked.at:
        return part
    return _part(asked, question, **changes, at=())._replace(line=part.line, error=part.error)


def _has_undefined(asked: Asked) -> bool:
    return any([type(kind) is Undefined for kind in asked.graph.kinds()])


def _surface(
    asked: Asked, variables: tuple[str, ...], here: dict[str, str] | None
) -> Part[Any] | None:
    """Return the map by two variables, with the point; others have their values there."""
    if _has_undefined(asked) or not set(asked.symbols) <= {*variables, *(here or {})}:
        return None
    is_clear = set(asked.symbols) == set(variables) and not asked.wrt
    return _part(
        asked,
        "plot",
        wrt=() if is_clear else variables,
        at=[point_text(here)] if here else (),
        to="svg",
        dots=_DOTS_OF_MAP,
        title="",
        digits=None,
    )


def _curve(
    asked: Asked, variable: str, here: dict[str, str] | None, derivative: Part[Derivative]
) -> Part[Any] | None:
    """Return the curve, with the point and the tangent; other variables have their values there."""
    if _has_undefined(asked):
        return None
    fixed = [name for name in asked.symbols if name != variable]
    at = here or {}
    if not set(fixed) <= set(at):
        return None
    values = [f"{name} = {at[name]}" for name in fixed]
    marked = [at[variable]] if variable in at else []
    points = derivative.result.points if derivative.result is not None else ()
    has_slope = any([point.value is not None for point in points])
    own = asked._replace(
        question="plot",
        wrt=(),
        at=() if has_slope else marked,
        tangents=marked if has_slope else (),
        dots=_DOTS,
        title="",
        digits=None,
    )
    if values:
        own = own._replace(lets=[*asked.lets, *values], readings=(), texts=[asked.reading.text])
        own = read_question(own)
    return _part(own, "plot")
