"""The curve of a function on a window, as data: what every picture of it is drawn from."""

from collections.abc import Callable
from typing import NamedTuple

from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.results.value import Value

__all__ = [
    "Band",
    "Curve",
    "Curves",
    "End",
    "Extras",
    "Isolated",
    "Line",
    "Mark",
    "Piece",
    "PlacedPoint",
    "Window",
]


class Window(NamedTuple):
    """The part of the plane that is looked at."""

    left: float
    right: float
    bottom: float
    top: float


class End(NamedTuple):
    """Where a piece of a curve ends.

    ``y`` is the limit there, infinite at a pole, None where it is not known or there is none.
    ``closed`` says whether the function has that value there; None: not known. ``kind`` is what
    the function does at the point, as in ``results.point``, "window" where the window ends.
    """

    x: float
    y: float | None
    closed: bool | None
    kind: str

    def moved(self, x: Callable[[float], float], y: Callable[[float], float]) -> "End":
        return self._replace(x=x(self.x), y=None if self.y is None else y(self.y))


class Band(NamedTuple):
    """A column narrower than a dot in which the function takes all values from low to high."""

    left: float
    right: float
    low: float
    high: float


class Piece(NamedTuple):
    """A part of the curve without a gap.

    Between neighbours of ``points`` the curve is within a quarter of a dot of the straight line
    that joins them, or within the band that is given.
    """

    points: tuple[tuple[float, float], ...]
    bands: tuple[Band, ...]
    start: End
    end: End

    def moved(self, x: Callable[[float], float], y: Callable[[float], float]) -> "Piece":
        """Return the piece with every x and every y moved by functions that rise."""
        bands = [Band(x(b.left), x(b.right), y(b.low), y(b.high)) for b in self.bands]
        return Piece(
            tuple([(x(a), y(b)) for a, b in self.points]),
            tuple(bands),
            self.start.moved(x, y),
            self.end.moved(x, y),
        )


class Mark(NamedTuple):
    """A point that is proven to be there, and to be the only one of its kind near by.

    ``kind`` is "zero", "minimum", "maximum", "inflection", or one of ``results.point.KINDS``.
    ``y`` is the value of the function, None where there is none or it is not certain.
    """

    kind: str
    x: Value
    y: Value | None


class Isolated(NamedTuple):
    """A value at a point beside which the curve does not run into it."""

    x: float
    y: float


class Curve(NamedTuple):
    """The curve of a function of one variable on a window.

    ``unresolved`` are the intervals on which calcdl does not know the curve. ``unmarked`` names
    the kinds of marks of which there may be more in it, because a search for them did not end.
    ``derivative_of`` is the number of the curve of which this one is the derivative, of which
    ``order``.
    """

    expression: Graph
    variable: str
    window: Window
    pieces: tuple[Piece, ...]
    isolated: tuple[Isolated, ...] = ()
    marks: tuple[Mark, ...] = ()
    unresolved: tuple[tuple[float, float], ...] = ()
    unmarked: tuple[str, ...] = ()
    derivative_of: int | None = None
    order: int = 1


class PlacedPoint(NamedTuple):
    """A point that was asked for, of the curve of that number; an error says why there is none."""

    curve: int
    at: dict[str, str]
    x: Value | None = None
    y: Value | None = None
    error: CalcdlError | None = None


class Line(NamedTuple):
    """The straight line through a point that touches its curve there.

    With a ``step`` it is the secant: it meets the curve again where x is greater by the step.
    """

    point: PlacedPoint
    slope: Value | None = None
    step: float | None = None


class Extras(NamedTuple):
    """What is drawn beside curves."""

    points: tuple[PlacedPoint, ...] = ()
    tangents: tuple[Line, ...] = ()
    secants: tuple[Line, ...] = ()

    @property
    def all_points(self) -> list[PlacedPoint]:
        """The points, and those at which the lines touch or begin."""
        return [*self.points, *[line.point for line in (*self.tangents, *self.secants)]]


class Curves(NamedTuple):
    """Curves in one window, and what is drawn with them.

    ``data`` are points that were given. ``in_pi`` says that all functions have a period that is a
    rational multiple of pi. ``log`` names the axes that are logarithmic, "x", "y" or "xy": it is on
    these that the line between two points of a piece is straight. ``title`` is a heading.
    """

    window: Window
    curves: tuple[Curve, ...]
    extras: Extras = Extras()
    data: tuple[tuple[float, float], ...] = ()
    in_pi: bool = False
    log: str = ""
    title: str = ""
