"""All that calcdl knows of a function, as the answers to several questions."""

from typing import Any, Generic, NamedTuple, TypeVar

from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.results.chain import Chain
from calcdl.results.curve import Curves
from calcdl.results.derivative import Derivative
from calcdl.results.graph import Computation
from calcdl.results.numeric import Numeric
from calcdl.results.partials import Partials
from calcdl.results.point import Behaviours
from calcdl.results.surface import Surface

__all__ = ["Part", "Report"]

T = TypeVar("T")


class Part(NamedTuple, Generic[T]):
    """The answer to one question, and the words of the command line that asks it.

    ``error`` says why there is no answer, or only one without numbers.
    """

    line: tuple[str, ...]
    result: T | None = None
    error: CalcdlError | None = None


class Report(NamedTuple):
    """A function, its derivatives by some of its variables, and what there is at a point.

    There is a ``derivative`` where there is one variable to differentiate by, else there are a
    ``gradient`` and a ``hessian``; ``curve`` is where that variable is the only one, or the others
    have values at the point, and ``surface`` where that is so of two. ``quotients`` are by each
    variable, and like the ``behaviours`` only where there is a point.
    """

    expression: Graph
    variables: tuple[str, ...]
    at: dict[str, str] | None
    chain: Part[Chain]
    computation: Part[Computation]
    derivative: Part[Derivative] | None = None
    gradient: Part[Partials] | None = None
    hessian: Part[Partials] | None = None
    curve: Part[Curves] | None = None
    surface: Part[Surface] | None = None
    quotients: tuple[Part[Numeric], ...] = ()
    behaviours: Part[Behaviours] | None = None

    @property
    def parts(self) -> list[Part[Any]]:
        """All parts that there are."""
        several = (self.curve, self.surface, self.derivative, self.gradient, self.hessian,
                   self.chain, self.computation, *self.quotients, self.behaviours)  # fmt: skip
        return [part for part in several if part is not None]
