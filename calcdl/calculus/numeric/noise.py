"""How far the values of a function of floats may be off, told from the values alone.

Differences of high order leave little of a smooth function, and all of its noise (J. J. Moré and
S. M. Wild, Estimating Computational Noise, SIAM J. Sci. Comput. 33, 2011).
"""

from __future__ import annotations

import math
from itertools import pairwise

from calcdl.errors import NoValue, Undecided
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["FEWEST_LEVELS", "Box", "noise_near", "value_of"]

FEWEST_LEVELS = 6  # halvings of a step that an estimate needs
_EPSILON = 2.0**-52
_LEAST = math.ulp(0.0)
_SCALES = 17  # of distances at which values are compared
_NOISY = 0.02  # how much of a function's variation may be noise


class Box:
    """A function whose values are kept; None stands for a point where it has none.

    ``run_for`` is given where values cost much: it is told which will be asked for, and then
    fewer will. ``ratio`` is that of a step to the next one.
    """

    def __init__(
        self,
        f: Callable[[float], float],
        x: float,
        run_for: Callable[[Sequence[float]], None] | None = None,
    ) -> None:
        self._f = f
        self._run_for = run_for
        self.spares = run_for is not None
        self.ratio = 4.0 if self.spares else 2.0
        self._values: dict[float, float | None] = {}
        self.x = x
        self.here = f(x)
        if not math.isfinite(self.here):
            raise NoValue(f"the function is {self.here} at {x!r}")
        self._values[x] = self.here

    def __call__(self, u: float) -> float | None:
        if u not in self._values:
            try:
                value = self._f(u)
            except NoValue:
                value = math.nan
            self._values[u] = value if math.isfinite(value) else None
        return self._values[u]

    def prepare(self, arguments: Iterable[float]) -> None:
        """Say which values will be asked for, so that they can be computed together."""
        if self._run_for is not None:
            self._run_for([u for u in arguments if u not in self._values])

    @property
    def variation(self) -> float:
        """The distance between the largest and the smallest value."""
        known = [value for value in self._values.values() if value is not None]
        return max(known) - min(known)

    @property
    def evaluations(self) -> int:
        return len(self._values)


def value_of(box: Box, u: float) -> float:
    value = box(u)
    assert value is not None
    return value


def noise_near(box: Box, right: list[float], left: list[float]) -> float:
    """Return how far values of the function near x may be off, beside their own last place.

    Raises Undecided where it is no smaller than what the function does.
    """
    found = _LEAST
    for places in _equally_spaced(box, right, left):
        values = [box(place) for place in places]
        numbers = [value for value in values if value is not None]
        if len(numbers) < len(values):
            break
        fourth, fifth, sixth = _deviations(numbers)
        if fourth > 3 * found and sixth < fourth / 8:
            break  # the differences are those of the function, and no longer of its noise
        found = max(found, 3 * fourth, 3 * fifth, 3 * sixth)
    stairs = _height_of_stairs(box, right, left)
    found = max(found, stairs)
    if found > max(_NOISY * box.variation, 16 * _EPSILON * abs(box.here), 64 * _LEAST):
        kind = "moves in steps of" if stairs == found else "is rough by"
        raise Undecided(
            f"the function {kind} about {found:.2g}, which hides what its slope is:"
            " double precision or the digits that a program prints may be too few here"
        )
    return found


def _equally_spaced(box: Box, right: list[float], left: list[float]) -> Iterator[list[float]]:
    """Yield points near x at equal distances, which grow from one to the next."""
    sign = 1 if len(right) >= FEWEST_LEVELS else -1
    least = math.ulp(box.x) if box.x else min(right + left) * 2.0**-44
    ratio = 4.0 if box.x else 32.0
    # From x on, most values are those of another distance; but x may be where f is not smooth.
    first = 0 if box.spares and box.x and min(len(right), len(left)) >= FEWEST_LEVELS else 16
    rows = [
        [box.x + sign * (first + i) * least * ratio**k for i in range(9)] for k in range(_SCALES)
    ]
    box.prepare([place for row in rows for place in row])
    yield from rows


def _deviations(values: list[float]) -> list[float]:
    """Return the standard deviation of noise, from differences of order 4, 5 and 6.

    ``values`` are those at equal distances, and in such differences little is left of a smooth
    function.
    """
    scale = max(map(abs, values)) or 1.0
    values = [value / scale for value in values]
    found = []
    for order in range(1, 7):
        values = [b - a for a, b in pairwise(values)]
        if order >= 4:
            mean = sum(value * value for value in values) / len(values)
            found.append(math.sqrt(mean / math.comb(2 * order, order)) * scale)
    return found


def _height_of_stairs(box: Box, right: list[float], left: list[float]) -> float:
    """Return the height of the steps of a function that moves in steps, and 0 for others.

    It is level around x, then jumps, and is level there too: a program that prints few digits.
    """
    for levels, sign in ((right, 1), (left, -1)):
        flat = 0.0
        for h in reversed(levels):
            value = value_of(box, box.x + sign * h)
            if value == box.here:
                flat = h
                continue
            end = box.x + sign * h
            beside = [box(end + part * flat) for part in (-1 / 16, 1 / 64, 1 / 16)]
            if flat > 16 * math.ulp(end) and beside.count(value) >= 2:
                return abs(value - box.here)
            break
    return 0.0
