"""What a function does at a point, in a sentence."""

from __future__ import annotations

from calcdl.results.point import Behaviour, OneSide
from calcdl.results.value import Value

__all__ = ["beyond", "lacks_more", "sentence", "words"]


def sentence(behaviour: Behaviour, subject: str = "the function") -> str:
    """Return what is the matter at a point, without a full stop: "the function has a corner …"."""
    left, right = behaviour.left, behaviour.right
    if behaviour.kind == "smooth":
        return _smooth(behaviour, subject)
    if behaviour.kind == "corner":
        return f"{subject} has a corner there, its slope is {_on_both_sides(left, right)}"
    if behaviour.kind == "cusp":
        return f"{subject} has a cusp there, its slope is {_on_both_sides(left, right)}"
    if behaviour.kind == "vertical tangent":
        return f"{subject} has a vertical tangent there, its slope is {words(left.slope)}"
    if behaviour.kind == "jump":
        also = "" if behaviour.value is None else f", and is {words(behaviour.value)} at the point"
        return (
            f"{subject} jumps there, from {words(left.limit)} on the left to"
            f" {words(right.limit)} on the right{also}"
        )
    if behaviour.kind == "removable hole":
        return _hole(behaviour, subject)
    if behaviour.kind in ("pole", "essential singularity"):
        what = "a pole" if behaviour.kind == "pole" else "an essential singularity"
        return (
            f"{subject} has {what} there, it tends to {words(left.limit)} on the left and to"
            f" {words(right.limit)} on the right"
        )
    if behaviour.kind == "edge of the domain":
        return _edge(behaviour, subject)
    if behaviour.kind == "isolated point":
        return f"{subject} has a value there, but none on either side"
    if behaviour.kind == "outside the domain":
        return f"{subject} has no real values there, nor on either side"
    return f"what {subject} does there could not be decided: {behaviour.why or 'no more is known'}"


def words(value: Value | None) -> str:
    """Return a limit or slope as words say it."""
    if value is None:
        return "not decided"
    if value.infinite:
        return "infinity" if value.infinite > 0 else "-infinity"
    return value.decimal


def _on_both_sides(left: OneSide, right: OneSide) -> str:
    return f"{words(left.slope)} on the left and {words(right.slope)} on the right"


def _smooth(behaviour: Behaviour, subject: str) -> str:
    text = f"{subject} is smooth there, its slope is {words(behaviour.right.slope)}"
    return text if behaviour.more else f"{text}; {beyond(behaviour)}"


def beyond(behaviour: Behaviour) -> str:
    """Return what becomes of the first derivative that the function does not have."""
    order = behaviour.derivatives + 1
    count = "1 derivative" if behaviour.derivatives == 1 else f"{behaviour.derivatives} derivatives"
    left, right = _next(behaviour.left, behaviour), _next(behaviour.right, behaviour)
    if not lacks_more(behaviour):
        if left is None or right is None:
            return f"it has {count} there, and whether it has more could not be decided"
        return f"it has {count} there, and whether it has one of order {order} is not decided"
    return (
        f"it has {count} there, and that of order {order} is {words(left)} on the left and"
        f" {words(right)} on the right"
    )


def lacks_more(behaviour: Behaviour) -> bool:
    """Say whether the function is known to have no derivative beyond those that it has."""
    both = [_next(behaviour.left, behaviour), _next(behaviour.right, behaviour)]
    known = {value for value in both if value is not None}
    return any(value.infinite for value in known) or len({v.decimal for v in known}) == 2


def _next(side: OneSide, behaviour: Behaviour) -> Value | None:
    """Return the one-sided derivative of the first order that the function does not have."""
    beyond_known = side.derivatives[behaviour.derivatives :]
    return beyond_known[0] if beyond_known else None


def _hole(behaviour: Behaviour, subject: str) -> str:
    limit = words(behaviour.left.limit)
    if behaviour.value is not None:
        return f"{subject} is {words(behaviour.value)} there, but tends to {limit} on both sides"
    text = f"{subject} has a hole there: it has no value, but the limit {limit}"
    if behaviour.derivatives:
        return f"{text}; with that value its slope would be {words(behaviour.right.slope)}"
    if behaviour.left.slope is None or behaviour.right.slope is None:
        return f"{text}; whether it then has a slope could not be decided"
    slopes = _on_both_sides(behaviour.left, behaviour.right)
    return f"{text}; with that value its slope would be {slopes}"


def _edge(behaviour: Behaviour, subject: str) -> str:
    inside, name, other = (
        (behaviour.left, "left", "right")
        if behaviour.left.exists
        else (behaviour.right, "right", "left")
    )
    text = f"the domain of {subject} ends there: it has no real values on the {other}"
    if inside.limit is None:
        return text
    if behaviour.value is None or behaviour.value.decimal != inside.limit.decimal:
        text = f"{text}, and tends to {words(inside.limit)} on the {name}"
        return text if inside.slope is None else f"{text} with the slope {words(inside.slope)}"
    return f"{text}, and its slope on the {name} is {words(inside.slope)}"
