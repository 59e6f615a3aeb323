"""Derivatives where Taylor arithmetic stops: a value, or what kind of point it is."""

from __future__ import annotations

from typing import Any

from calcdl.arithmetic.germs.germ import Infinite
from calcdl.arithmetic.signals import Kink
from calcdl.calculus.evaluation.value import value_at
from calcdl.calculus.germs_at import place_of
from calcdl.calculus.point.examine import LARGEST, Examined, examine
from calcdl.calculus.point.half import Half
from calcdl.calculus.point.words import beyond, lacks_more, sentence, words
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, Undecided
from calcdl.graph.nodes import Graph
from calcdl.reading.points import Point
from calcdl.results.value import Value

__all__ = ["intercept", "settle"]


def settle(
    graph: Graph,
    variable: str,
    point: Point,
    order: int,
    digits: int | None,
    side: int,
    cause: CalcdlError | None,
) -> tuple[Value, Any]:
    """Return the derivative at a point, or with ``side`` -1 or 1 that on one side, by germs.

    ``cause`` is why Taylor arithmetic stopped. Raises NoValue, NotDifferentiable or Undecided,
    with the behaviour of the function.
    """
    if isinstance(cause, (Kink, Undecided)):
        try:
            value_at(graph, point)
        except CalcdlError as error:
            if isinstance(cause, Kink) or type(error) is NoValue:
                cause = error
    known = None if isinstance(cause, Kink) else cause
    if graph.operation_count() > LARGEST:
        raise known or Undecided("the expression is too long to look at both sides")
    try:
        examined = examine(graph, variable, point, order)
    except CalcdlError as error:
        raise known or error from None
    if side:
        return _one_sided(examined, order, digits, side, cause)
    if examined.kind == "smooth" and order <= min(
        examined.derivatives, len(examined.right.derivatives)
    ):
        node = examined.right.derivatives[order - 1]
        assert isinstance(node, int)
        return examined.number(node, digits)
    if examined.analytic:
        raise cause or Undecided("its digits")
    raise _error(examined, variable, point, order, digits, cause)


def _one_sided(
    examined: Examined, order: int, digits: int | None, side: int, cause: CalcdlError | None
) -> tuple[Value, Any]:
    """Return the derivative on a side, where the function tends to its value at the point."""
    half = examined.left if side < 0 else examined.right
    name = "left" if side < 0 else "right"
    behaviour = examined.behaviour(digits)
    if examined.value is None and cause is not None:
        raise _error(examined, examined.variable, examined.point, order, digits, cause)
    continuous = (
        isinstance(half.limit, int)
        and examined.value is not None
        and examined.equal(examined.value, half.limit)
    )
    if continuous and order <= len(half.derivatives):
        node = half.derivatives[order - 1]
        if isinstance(node, int):
            return examined.number(node, digits)
    why = _why_not(half, order)
    if half.exists and half.limit is not None and not continuous:
        on_side = behaviour.left if side < 0 else behaviour.right
        has = "has no value" if examined.value is None else f"is {words(behaviour.value)}"
        why = f"the function {has} at the point, but tends to {words(on_side.limit)} there"
    error: CalcdlError
    if why is not None:
        error = NotDifferentiable(why, at=examined.point.text, side=name)
    else:
        why = half.why or "calcdl cannot tell it"
        error = Undecided(f"the derivative on the {name} could not be decided: {why}")
    error.node = None if cause is None else cause.node
    error.behaviour = behaviour
    raise error


def _why_not(half: Half, order: int) -> str | None:
    """Return why there is no derivative on a side, None if that is not decided."""
    if not half.exists:
        return "it is undefined there"
    if half.derivatives and isinstance(half.derivatives[-1], Infinite):
        steep = len(half.derivatives)
        what = "it" if steep == order == 1 else f"that of order {steep}"
        return f"{what} is infinite there"
    return None


def _error(
    examined: Examined,
    variable: str,
    point: Point,
    order: int,
    digits: int | None,
    cause: CalcdlError | None,
) -> CalcdlError:
    """Return the error that says what kind of point it is."""
    behaviour = examined.behaviour(digits)
    says = sentence(behaviour)
    if examined.kind in ("undecided", "outside the domain") or order == 0:
        error = cause or Undecided("")
        if type(error) is not NoValue:
            why = f"this could not be decided with certainty: {behaviour.why}"
            error = Undecided(why if behaviour.why else says)
    elif isinstance(cause, NoValue) and examined.value is None:
        error = NoValue(says if cause.kind == "pole" else f"{cause.reason}; {says}")
    else:
        what = "derivative" if order == 1 else f"derivative of order {order}"
        if len(point.texts) > 1:
            what = f"{what} in {variable}"
        if examined.kind == "smooth":
            says = beyond(behaviour)
            if not lacks_more(behaviour):
                error = Undecided(f"this could not be decided with certainty: {says}")
                error.node, error.behaviour = None if cause is None else cause.node, behaviour
                return error
        error = NotDifferentiable(
            says + (_slopes_of_frameworks(examined) if order == 1 else ""),
            what=what,
            at=point.text,
            left=None if behaviour.left.slope is None else behaviour.left.slope.decimal,
            right=None if behaviour.right.slope is None else behaviour.right.slope.decimal,
        )
    if cause is not None:
        error.node = cause.node
    error.behaviour = behaviour
    return error


def _slopes_of_frameworks(examined: Examined) -> str:
    """Return what PyTorch and JAX give for the slope, for the end of a sentence."""
    from calcdl.calculus.point.frameworks import framework_derivatives

    slopes = {
        name: repr(slope).removesuffix(".0")
        for name, slope in framework_derivatives(
            examined.graph, examined.variable, examined.point
        ).items()
    }
    if not slopes:
        return ""
    if len(slopes) > 1 and len(set(slopes.values())) == 1:
        return f" ({' and '.join(slopes)} return {slopes.popitem()[1]})"
    return f" ({', '.join(f'{name} returns {slope}' for name, slope in slopes.items())})"


def intercept(
    graph: Graph, variable: str, point: Point, side: int, digits: int | None
) -> Value | None:
    """Return f(a) - f'(a)*a, on one side if that is asked for; None where there is none."""
    examined = examine(graph, variable, point, 1)
    half = examined.left if side < 0 else examined.right
    slope = half.derivatives[0] if half.derivatives else None
    if not isinstance(half.limit, int) or not isinstance(slope, int):
        return None
    closed = examined.closed
    at = place_of(point.values, closed)[variable]
    return examined.number(closed.sub(half.limit, closed.mul((slope, at))), digits)[0]
