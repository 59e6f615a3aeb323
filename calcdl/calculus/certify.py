"""Numbers with proven digits: more and more precision, until the rounding is certain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from calcdl.arithmetic.rounding import double_of, round_value
from calcdl.arithmetic.taylor import set_precision
from calcdl.errors import CalcdlError, Undecided
from calcdl.results import Value

__all__ = ["certified", "precisions"]

_FIRST_PRECISION = 96  # bits: a double's 53 and what a short expression loses
_EFFORT = 1 << 25  # operations times bits; what a person may wait for
_LEAST_LIMIT, _GREATEST_LIMIT = 1 << 12, 1 << 17


def certified(
    compute: Callable[[], Any], digits: int | None = None, operations: int = 1
) -> tuple[Value, Any]:
    """Return what ``compute`` computes as a value with proven digits, and the number itself.

    ``compute`` gives an exact number or an ``arb`` at flint's current precision, and may raise
    Undecided to ask for more. ``operations`` is the size of the work, which bounds the precision.
    Raises Undecided if no precision within that bound is enough.
    """
    problem, ball, place = "its digits", None, None
    for precision in precisions(digits, operations):
        previous = set_precision(precision)
        try:
            number = compute()
            decimal = round_value(number, digits)
        except Undecided as undecided:
            problem, ball, place = undecided.message, None, undecided.node
            continue
        finally:
            set_precision(previous)
        if decimal is not None:
            exact = None if hasattr(number, "is_finite") else str(number)
            return Value(decimal, exact=exact, float=double_of(number)), number
        ball, place = number, None
    raise _undecided(problem, ball, place)


def precisions(digits: int | None, operations: int) -> list[int]:
    """Return the precisions to try, each twice the one before."""
    precision = _FIRST_PRECISION if digits is None else int(digits * 3.33) + 48
    limit = min(max(_EFFORT // max(operations, 1), _LEAST_LIMIT), _GREATEST_LIMIT)
    tries = [precision]
    while tries[-1] * 2 <= max(limit, 2 * precision):
        tries.append(tries[-1] * 2)
    return tries


def _undecided(problem: str, ball: Any, node: int | None) -> CalcdlError:
    if hasattr(ball, "contains") and ball.contains(0):
        size = ball.abs_upper().log_base(10).ceil().unique_fmpz() if ball.is_finite() else None
        if size is None:
            problem = "how large it is"
        else:
            problem = f"whether it is zero: it is less than 1e{size} in size, which is not proof"
    error = Undecided(f"this could not be decided with certainty: {problem}")
    error.node = node
    return error
