"""The surface of a function of two variables on a window, as data: what maps are drawn from."""

from typing import NamedTuple

from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.results.curve import Window
from calcdl.results.value import Value

__all__ = [
    "Arrow",
    "Contour",
    "Critical",
    "Descent",
    "Heights",
    "MarkedPoint",
    "Place",
    "Surface",
]

Place = tuple[float, float]


class Contour(NamedTuple):
    """The places at which the function has the value ``level``.

    Every point of ``paths`` is one to within rounding. Between neighbours the function is
    continuous, and the contour is nowhere farther from the straight line that joins them than the
    cells of the map are wide.
    """

    level: float
    paths: tuple[tuple[Place, ...], ...]


class Critical(NamedTuple):
    """A point at which the gradient is proven to be zero, the only one near by.

    ``kind`` is "minimum", "maximum" or "saddle". ``value`` is that of the function, None where its
    digits are not certain.
    """

    kind: str
    x: Value
    y: Value
    value: Value | None


class Arrow(NamedTuple):
    """The gradient at a place."""

    place: Place
    gradient: Place


class Heights(NamedTuple):
    """Values at the middles of equal parts of the window, row by row from the bottom.

    None is a place where there is certainly no real value, nan one where calcdl does not know it.
    """

    columns: int
    rows: int
    values: tuple[float | None, ...]


class MarkedPoint(NamedTuple):
    """A point that was asked for; an error says why there is no value."""

    at: dict[str, str]
    place: Place | None = None
    value: Value | None = None
    gradient: Place | None = None
    error: CalcdlError | None = None


class Descent(NamedTuple):
    """A gradient descent in floats: every point is the one before less ``rate`` times the gradient.

    ``outcome`` is "ended" where all steps were made, "diverged" where numbers grew beyond all
    use, "stuck" where there was no value or no gradient; ``error`` says why.
    ``gradient`` is that at the last of the ``points``, None where there is none.
    """

    rate: float
    steps: int
    points: tuple[Place, ...]
    values: tuple[float, ...]
    gradient: Place | None
    outcome: str
    error: CalcdlError | None = None


class Surface(NamedTuple):
    """A function of two variables on a window.

    ``contours`` belong to the ``levels``, which are far apart as powers are if it is
    ``logarithmic``. There is no real value in the boxes of ``empty``, but for isolated points; in
    those of ``rough`` there may be a pole, a jump or an edge, and no contour is drawn there. In
    those of ``unresolved`` it is not known how contours run.
    ``unmarked`` says that there may be more points with a gradient of zero than ``critical``.
    ``title`` is a heading.
    """

    expression: Graph
    variables: tuple[str, str]
    at: dict[str, str]
    window: Window
    levels: tuple[float, ...]
    logarithmic: bool
    contours: tuple[Contour, ...]
    critical: tuple[Critical, ...]
    unmarked: bool
    arrows: tuple[Arrow, ...]
    heights: Heights
    empty: tuple[Window, ...] = ()
    rough: tuple[Window, ...] = ()
    unresolved: tuple[Window, ...] = ()
    points: tuple[MarkedPoint, ...] = ()
    descent: Descent | None = None
    title: str = ""
