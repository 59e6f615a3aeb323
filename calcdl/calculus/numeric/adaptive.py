"""An estimate of a derivative from values of a function alone, with a bound for its error.

The function is a black box of floats: an expression in double precision, or a program. Central
difference quotients with steps that are halved again and again are extrapolated (Richardson,
Ridders); of all estimates the one is taken whose bound is smallest. A bound adds what halving the
step still changes (truncation) and what the noise of the function can do (rounding), the noise
being measured by differences of high order (J. J. Moré and S. M. Wild, Estimating Computational
Noise, SIAM J. Sci. Comput. 33, 2011). An estimate that a quotient with a smaller step contradicts
is dropped (O. V. Lepski), so that a step which jumps over a feature of the function cannot win.
"""

from __future__ import annotations

import math
from itertools import pairwise

from calcdl.calculus.numeric.noise import FEWEST_LEVELS, Box, noise_near, value_of
from calcdl.errors import NotDifferentiable, Undecided
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.results.numeric import AdaptiveDerivative

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["adaptive_derivative"]

_EPSILON = 2.0**-52
_LEAST = math.ulp(0.0)
_LONGEST_TABLE = 61  # halvings of the step
_HIGHEST_ORDER = 7  # extrapolations
_SAFETY = 2.0
_SLOWEST = 0.85  # the most that may remain of a change when the step is halved


class Quotients(NamedTuple):
    """Difference quotients to one side, or to both: by falling step, with what noise does to them.

    ``power`` is that of the first term of the truncation error; all its multiples follow.
    """

    steps: list[float]
    quotients: list[float]
    noise: list[float]
    power: int


class Candidate(NamedTuple):
    """An extrapolated quotient, and the bound for its error; ``level`` is its longest step's."""

    bound: float
    estimate: float
    level: int


def adaptive_derivative(
    f: Callable[[float], float],
    x: float,
    run_for: Callable[[Sequence[float]], None] | None = None,
) -> AdaptiveDerivative:
    """Estimate f'(x) from values of f, and bound the error of the estimate.

    Where a value costs much, ``run_for`` computes several together before f is called; then the
    step falls to a quarter rather than to a half, and about half as many values are taken.

    ``f`` raises NoValue where it has none; at the edge of its domain the derivative is that of
    the side that has values. Raises NotDifferentiable at a corner or jump, and Undecided where
    no bound can be given.

    >>> found = adaptive_derivative(lambda x: x**3, 2.0)
    >>> abs(found.estimate - 12) <= found.bound < 1e-11
    True
    """
    box = Box(f, x, run_for)
    near, *far = _ladders(box)
    box.prepare([u for steps in (near, *far) for h in steps for u in (x + h, x - h)])
    for steps in far:
        for h in steps:
            for u in (x + h, x - h):
                box(u)  # noise is judged by how far the function ranges
    chosen, side = _estimate(box, near)
    for steps in far:
        try:
            other = _estimate(box, steps)
        except (NotDifferentiable, Undecided):
            continue
        apart = abs(other[0].estimate - chosen.estimate)
        if other[0].bound < chosen.bound and apart <= other[0].bound + chosen.bound:
            chosen, side = other
    return AdaptiveDerivative(chosen.estimate, chosen.bound, side, box.evaluations)


def _ladders(box: Box) -> Iterator[list[float]]:
    """Return falling steps: from the size of x to the gap between floats, and from 1 if x is tiny.

    They are powers of two, so that x + h is mostly exact.
    """
    x = box.x
    size = 2.0 ** min(math.frexp(x)[1], 1000) if x else 1.0
    tiny = 0 < abs(x) < 2.0**-16
    top = 2 * size if tiny else max(size / 2, 1.0)
    yield _falling(box, top, max(4 * math.ulp(x) if x else 0.0, top / 2**70, 1e-320))
    if tiny:
        yield _falling(box, 1.0, 2.0**-_LONGEST_TABLE)


def _falling(box: Box, top: float, least: float) -> list[float]:
    steps = []
    while top >= least:
        steps.append(top)
        top /= box.ratio
    return steps


def _estimate(box: Box, steps: Sequence[float]) -> tuple[Candidate, str]:
    """Return the best estimate with these steps, and the side that it is of."""
    right, left = (_levels_with_values(box, steps, sign) for sign in (1, -1))
    if len(right) < FEWEST_LEVELS and len(left) < FEWEST_LEVELS:
        raise Undecided("the function has no values to either side of the point")
    noise = noise_near(box, right, left)
    found: list[Candidate | None] = []
    for levels, sign in ((right, 1), (left, -1)):
        if len(levels) < FEWEST_LEVELS:
            continue
        candidate = _best(box, _one_sided(box, levels, sign, noise))
        if candidate is None:
            where = "right" if sign > 0 else "left"
            raise Undecided(
                f"the difference quotients to the {where} settle on no number as the step"
                " shrinks: the function may jump or be infinitely steep there, or be too rough"
            )
        found.append(candidate)
    if len(found) == 1:
        assert found[0] is not None
        return found[0], "right" if len(right) >= FEWEST_LEVELS else "left"
    above, below = found
    assert above is not None
    assert below is not None
    if abs(above.estimate - below.estimate) > above.bound + below.bound:
        slopes = [f"{one.estimate + 0.0:.6g}" for one in (below, above)]
        raise NotDifferentiable(
            f"there is no one slope: the difference quotients tend to {slopes[0]} on the left"
            f" and to {slopes[1]} on the right, as at a corner",
            what=None,
            left=slopes[0],
            right=slopes[1],
        )
    both = _best(box, _central(box, right[-min(len(right), len(left)) :], noise))
    if both is None:
        raise Undecided("the central difference quotients settle on no number as the step shrinks")
    # What the sides prove holds for both.
    for one in (above, below):
        if abs(one.estimate - both.estimate) > one.bound + both.bound:
            both = both._replace(bound=abs(one.estimate - both.estimate) + one.bound)
    return both, "both"


def _levels_with_values(box: Box, steps: Sequence[float], sign: int) -> list[float]:
    """Return the steps below which the function has values throughout."""
    levels: list[float] = []
    for h in reversed(steps):
        if box(box.x + sign * h) is None:
            break
        levels.append(h)
    return levels[::-1]


# The quotients


def _one_sided(box: Box, steps: list[float], sign: int, noise: float) -> Quotients:
    quotients, disturbed = [], []
    for h in steps:
        end = box.x + sign * h
        value = value_of(box, end)
        quotients.append((value - box.here) / (end - box.x))
        disturbed.append((2 * noise + _EPSILON * (abs(value) + abs(box.here))) / h)
    return Quotients(steps, quotients, disturbed, 1)


def _central(box: Box, steps: list[float], noise: float) -> Quotients:
    quotients, disturbed = [], []
    for h in steps:
        high, low = box.x + h, box.x - h
        above, below = value_of(box, high), value_of(box, low)
        quotients.append((above - below) / (high - low))
        disturbed.append((2 * noise + _EPSILON * (abs(above) + abs(below))) / (2 * h))
    return Quotients(steps, quotients, disturbed, 2)


# The estimates


def _best(box: Box, side: Quotients) -> Candidate | None:
    """Return the extrapolated quotient with the smallest bound, None if there is none."""
    candidates = sorted(_candidates(box, side))
    standing: Candidate | None = None
    least = 0.0
    for candidate in candidates:
        if standing is None:
            if not _contradicted(side, candidate):
                standing, least = candidate, candidate.bound
        elif candidate.bound > 4 * least:
            break
        elif not _contradicted(side, candidate):
            apart = abs(candidate.estimate - standing.estimate)
            standing = standing._replace(bound=max(standing.bound, apart))
    return standing


def _candidates(box: Box, side: Quotients) -> Iterator[Candidate]:
    """Return the entries of the extrapolation table, with a bound for the error of each."""
    column, noise = side.quotients, side.noise
    coarser: list[float] | None = None
    for order in range(_HIGHEST_ORDER + 1):
        for j in range(1, len(column) - 1):
            change, earlier = abs(column[j] - column[j + 1]), abs(column[j - 1] - column[j])
            rounding = noise[j]
            slack = _SAFETY * (noise[j] + noise[j + 1])
            if change > slack and change > _SLOWEST * earlier:
                continue
            remaining = min(change / earlier, _SLOWEST) if earlier else 0.5
            if coarser is not None:
                change = max(change, abs(column[j] - coarser[j + 1]))
            truncation = change / (1 - max(remaining, 0.5))
            bound = _SAFETY * (truncation + rounding) + _argument_error(box, side, j)
            bound += _EPSILON * abs(column[j]) + _LEAST
            if math.isfinite(bound):
                yield Candidate(bound, column[j], j)
        factor = box.ratio ** (side.power * (order + 1))
        coarser = column
        noise = [(factor * fine + rough) / (factor - 1) for rough, fine in pairwise(noise)]
        column = [fine + (fine - rough) / (factor - 1) for rough, fine in pairwise(column)]


def _argument_error(box: Box, side: Quotients, level: int) -> float:
    """Return what f' changes over the rounding of x and of x + h: |f''| times a gap of floats."""
    found = 0.0
    for k in range(level, min(level + 4, len(side.steps) - 1)):
        h = side.steps[k]
        change = 4 * abs(side.quotients[k] - side.quotients[k + 1])
        if side.power == 2:
            above, below = value_of(box, box.x + h), value_of(box, box.x - h)
            change = abs((above - box.here) / h - (box.here - below) / h)
        found = max(found, change * (math.ulp(abs(box.x) + h) / h))
    return found


def _contradicted(side: Quotients, candidate: Candidate) -> bool:
    """Say whether a quotient with a smaller step is further off than its own error allows."""
    for k in range(candidate.level + 1, len(side.steps)):
        change = abs(side.quotients[k] - side.quotients[k - 1])
        allowed = candidate.bound + _SAFETY * side.noise[k] + change / (1 - _SLOWEST)
        if abs(candidate.estimate - side.quotients[k]) > allowed:
            return True
    return False
