"""What a function does at a point, in a sentence."""

from __future__ import annotations

from calcdl.results.point import Behaviour, OneSide
from calcdl.results.value import Value

__all__ = ["beyond", "lacks_more", "sentence", "words"]


def sentence(found: Behaviour, subject: str = "the function") -> str:
    """Return what is the matter at a point, without a full stop: "the function has a corner …"."""
    left, right = found.left, found.right
    if found.kind == "smooth":
        return _smooth(found, subject)
    if found.kind == "corner":
        return f"{subject} has a corner there, its slope is {_on_both_sides(left, right)}"
    if found.kind == "cusp":
        return f"{subject} has a cusp there, its slope is {_on_both_sides(left, right)}"
    if found.kind == "vertical tangent":
        return f"{subject} has a vertical tangent there, its slope is {words(left.slope)}"
    if found.kind == "jump":
        also = "" if found.value is None else f", and is {words(found.value)} at the point"
        return (
            f"{subject} jumps there, from {words(left.limit)} on the left to"
            f" {words(right.limit)} on the right{also}"
        )
    if found.kind == "removable hole":
        return _hole(found, subject)
    if found.kind in ("pole", "essential singularity"):
        what = "a pole" if found.kind == "pole" else "an essential singularity"
        return (
            f"{subject} has {what} there, it tends to {words(left.limit)} on the left and to"
            f" {words(right.limit)} on the right"
        )
    if found.kind == "edge of the domain":
        return _edge(found, subject)
    if found.kind == "isolated point":
        return f"{subject} has a value there, but none on either side"
    if found.kind == "outside the domain":
        return f"{subject} has no real values there, nor on either side"
    return f"what {subject} does there could not be decided: {found.why or 'no more is known'}"


def words(value: Value | None) -> str:
    """Return a limit or slope as words say it."""
    if value is None:
        return "not decided"
    if value.infinite:
        return "infinity" if value.infinite > 0 else "-infinity"
    return value.decimal


def _on_both_sides(left: OneSide, right: OneSide) -> str:
    return f"{words(left.slope)} on the left and {words(right.slope)} on the right"


def _smooth(found: Behaviour, subject: str) -> str:
    text = f"{subject} is smooth there, its slope is {words(found.right.slope)}"
    return text if found.more else f"{text}; {beyond(found)}"


def beyond(found: Behaviour) -> str:
    """Return what becomes of the first derivative that the function does not have."""
    order = found.derivatives + 1
    count = "1 derivative" if found.derivatives == 1 else f"{found.derivatives} derivatives"
    left, right = _next(found.left, found), _next(found.right, found)
    if not lacks_more(found):
        if left is None or right is None:
            return f"it has {count} there, and whether it has more could not be decided"
        return f"it has {count} there, and whether it has one of order {order} is not decided"
    return (
        f"it has {count} there, and that of order {order} is {words(left)} on the left and"
        f" {words(right)} on the right"
    )


def lacks_more(found: Behaviour) -> bool:
    """Say whether the function is known to have no derivative beyond those that it has."""
    both = [_next(found.left, found), _next(found.right, found)]
    known = {value for value in both if value is not None}
    return any(value.infinite for value in known) or len({v.decimal for v in known}) == 2


def _next(side: OneSide, found: Behaviour) -> Value | None:
    """Return the one-sided derivative of the first order that the function does not have."""
    beyond_known = side.derivatives[found.derivatives :]
    return beyond_known[0] if beyond_known else None


def _hole(found: Behaviour, subject: str) -> str:
    limit = words(found.left.limit)
    if found.value is not None:
        return f"{subject} is {words(found.value)} there, but tends to {limit} on both sides"
    text = f"{subject} has a hole there: it has no value, but the limit {limit}"
    if found.derivatives:
        return f"{text}; with that value its slope would be {words(found.right.slope)}"
    if found.left.slope is None or found.right.slope is None:
        return f"{text}; whether it then has a slope could not be decided"
    return f"{text}; with that value its slope would be {_on_both_sides(found.left, found.right)}"


def _edge(found: Behaviour, subject: str) -> str:
    inside, name, other = (
        (found.left, "left", "right") if found.left.exists else (found.right, "right", "left")
    )
    text = f"the domain of {subject} ends there: it has no real values on the {other}"
    if inside.limit is None:
        return text
    if found.value is None or found.value.decimal != inside.limit.decimal:
        text = f"{text}, and tends to {words(inside.limit)} on the {name}"
        return text if inside.slope is None else f"{text} with the slope {words(inside.slope)}"
    return f"{text}, and its slope on the {name} is {words(inside.slope)}"
