"""Numbers with proven digits: more and more precision, until the rounding is certain."""

from __future__ import annotations

from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.rounding import double_of, round_value
from calcdl.errors import TooClose, Undecided
from calcdl.functions import FUNCTIONS
from calcdl.graph.nodes import LEAVES, Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.results.value import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from calcdl.arithmetic.kinds import Real

__all__ = ["ENOUGH_FOR_MOST", "certified", "certified_all", "work_of"]

_FIRST_PRECISION = 96  # bits: a double's 53 and what a short expression loses
_EFFORT = 1 << 25  # operations times bits; what a person may wait for
_LEAST_LIMIT, _GREATEST_LIMIT = 1 << 12, 1 << 17
# An operation takes about a second for each 10**11 of this many bits squared, and never less than
# one of few bits does in Python. The bound on all tries together is some seconds of it.
_PATIENCE = 3 * 10**11
_LEAST_COST = 1 << 21
_LONGEST_EXACT = 13_000  # bits of a number that is also shown exactly


def certified(
    compute: Callable[[], Real],
    digits: int | None = None,
    operations: int = 1,
    most: int | None = None,
) -> tuple[Value, Real]:
    """Return what ``compute`` computes as a value with proven digits, and the number itself.

    ``compute`` gives an exact number or an ``arb`` at flint's current precision, and may raise
    Undecided to ask for more. ``operations`` is the size of the work, which bounds the precision,
    as does ``most``, in bits beyond those that the digits need. Raises Undecided if no precision
    within these bounds is enough.
    """
    (found,) = certified_all(lambda: [compute()], digits, operations, most)
    if isinstance(found, Undecided):
        raise found
    return found


def certified_all(
    compute: Callable[[], Sequence[Real]],
    digits: int | None = None,
    operations: int = 1,
    most: int | None = None,
) -> list[tuple[Value, Real] | Undecided]:
    """Return many numbers that are computed together, each as ``certified`` does.

    A number whose digits cannot be made certain is Undecided; that is raised only if it is
    raised by ``compute`` at every precision.
    """
    failure: Undecided | None = None
    found: list[tuple[Value, Real] | Undecided] | None = None
    for bits in _precisions(digits, operations, most):
        try:
            with precision(bits):
                found = [_rounded(number, digits) for number in compute()]
        except Undecided as undecided:
            failure = _undecided(undecided.reason)
            failure.node = undecided.node
            continue
        if not any(isinstance(one, Undecided) for one in found):
            return found
    if found is None:
        assert failure is not None
        raise failure
    return found


def _rounded(number: Real, digits: int | None) -> tuple[Value, Real] | Undecided:
    decimal = round_value(number, digits)
    if decimal is not None:
        return Value(decimal, exact=_exact_text(number), float=double_of(number)), number
    if not is_ball(number) or not number.is_finite():
        return _too_close("how large it is")
    if not number.contains(0):
        return _too_close("its digits")
    size = number.abs_upper().log_base(10).ceil().unique_fmpz()
    if size is None:
        return _too_close("whether it is zero")
    problem = f"whether it is zero: it is less than 1e{size}, not proven to be zero"
    return _too_close(problem, max(-int(size), 0))


def _exact_text(number: Real) -> str | None:
    """Return an exact number as text, None for a ball and where it has thousands of digits."""
    if is_ball(number):
        return None
    longest = max(abs(number.numerator), number.denominator)
    return str(number) if longest.bit_length() <= _LONGEST_EXACT else None


def _precisions(digits: int | None, operations: int, most: int | None) -> list[int]:
    """Return the precisions to try, each twice the one before; at least two."""
    precision = _FIRST_PRECISION if digits is None else int(digits * 3.33) + 48
    limit = min(max(_EFFORT // max(operations, 1), _LEAST_LIMIT), _GREATEST_LIMIT)
    if most is not None:
        limit = min(limit, precision + most)
    tries = [precision]
    spent = 0
    while tries[-1] * 2 <= max(limit, 2 * precision):
        spent += max(operations, 1) * max(4 * tries[-1] ** 2, _LEAST_COST)
        if spent > _PATIENCE and len(tries) > 1:
            break
        tries.append(tries[-1] * 2)
    return tries


def work_of(graph: Graph) -> int:
    """Return how many operations a graph takes, slow functions counted as so many quick ones."""
    operations = [graph.nodes.operations[i] for i in graph.order()]
    rows = [FUNCTIONS.get(op) for op in operations if op not in LEAVES and type(op) is str]
    return sum(1 if row is None else row.work for row in rows)


def _undecided(problem: str) -> Undecided:
    return Undecided(f"this could not be decided with certainty: {problem}")


def _too_close(problem: str, zeros: int | None = None) -> TooClose:
    return TooClose(_undecided(problem).reason, zeros)


ENOUGH_FOR_MOST = 1 << 11  # bits, before algebra is tried
