"""A question: one object, whether flags, an object of a stream, or a call from Python put it.

How its texts are read, and what Python says read, is in ``asking``.
"""

from __future__ import annotations

from types import MappingProxyType

from calcdl.errors import TooLarge, UsageError, parameter
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.reading.expressions import read_points
from calcdl.reading.points import Point
from calcdl.syntax.parse import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calcdl.reading.array_points import ArrayPoint
    from calcdl.reading.shaped import ShapedReading
    from calcdl.syntax.unparse import Spelling

__all__ = [
    "DIFFERENTIATE",
    "EVERYTHING",
    "FORMULAS",
    "QUOTIENTS",
    "VALUES",
    "Asked",
    "Coding",
    "Descending",
    "require_few_digits",
]

# What is wanted of points: their values, formulas beside them, difference quotients, all there is.
VALUES, FORMULAS, QUOTIENTS, EVERYTHING = range(4)

DIFFERENTIATE = frozenset(("deriv", "partial", "gradient", "chain", "check", "numeric", "report"))
_NAMES_NO_ABSENT = frozenset(("check", "numeric"))
_MOST_DIGITS = 100_000


class Descending(NamedTuple):
    """A gradient descent: where it starts, as it was typed, its rate, and how many steps."""

    start: str
    rate: float
    steps: int


class Coding(NamedTuple):
    """How code is written: what its function is called, and the variants of a target.

    ``dialect`` is that of SQL, a ``single`` program works in single precision, and a ``module`` is
    one of PyTorch. A query reads a ``table``, a variable from the column of its name or from
    ``column`` as it was typed ("x=amount due"), has the columns of ``keep`` in its answer, and
    may ``aggregate`` over all rows, "sum" or "mean".
    With ``counts`` it is the numbers of operations that are wanted, not the code.
    It is tried in the intervals of ``certify``, if there are any, and with ``check`` a check of it
    stands beside it.
    """

    name: str = "f"
    dialect: str = ""
    single: bool = False
    module: bool = False
    table: str = ""
    column: Sequence[str] = ()
    keep: Sequence[str] = ()
    aggregate: str = ""
    counts: bool = False
    certify: str = ""
    check: bool = False


class Asked(NamedTuple):
    """What is asked, and of what; nothing has been computed yet.

    ``question`` is the name of a command. ``texts`` are expressions, ``at`` points, ``along``
    directions and ``claims`` formulas as they were typed, in ``gradient`` behind "x="; ``wrt`` and
    ``mixed`` are names of variables. Where there are none the answer takes all variables, 53 bits
    for ``digits`` None, and methods and steps that are usual. ``form`` is how formulas are written,
    ``named`` that they are to be in the names of parts, and who simplifies them is "own" or
    "sympy". ``side`` is -1 for the left, 1 for the right, 0 for both. ``detail`` says what is
    wanted beside values, for what nobody looks at is not computed; a difference quotient that
    cannot be had is an error only if ``numeric``. With ``terms`` a chain goes through sums as
    well, and ``limit`` asks for the limit of difference quotients in symbols. ``to`` is what a
    graph will be drawn as, or code is written for, with its ``coding``; ``program`` is what is
    differentiated in place of an expression.

    A picture shows the ``window`` from one number to another ("": where it is best), as finely as
    its ``dots``, across and upwards, tell apart; with the ``derivative``, with ``tangents`` and
    ``secants`` at points, and with points that are ``data``; ``log`` names its logarithmic axes.
    Jacobians of arrays have a ``layout``, "numerator" or "denominator", and in place of the linear
    map between matrices, by ``vec``, the matrix that takes their "rows" or "columns" in turn.
    With ``plot`` a small picture stands below the answer. A map of two variables shows a
    ``descent``. Pictures and reports have a ``title``.

    Texts are read behind the ``definitions`` of a file, with those of ``lets`` and undefined
    ``functions`` of these names; then there are ``readings``, and of the claims, by the variables
    that they are about, ``claimed``. Where ``shapes`` of vectors and matrices are declared, it is
    ``arrays`` that are read, and ``claims_on_arrays``; all of ``at`` is one ``array_point``, in
    which ``random`` numbers by a seed stand for what is not given.
    """

    question: str
    texts: Sequence[str | Reading] = ()
    at: Sequence[str] = ()
    wrt: Sequence[str] = ()
    digits: int | None = None
    order: int = 1
    mixed: Sequence[str] = ()
    along: Sequence[str] = ()
    claims: Sequence[str] = ()
    gradient: Sequence[str] = ()
    side: int = 0
    exact: bool = False
    form: str = "best"
    named: bool = False
    simplify: str = ""
    numeric: bool = False
    terms: bool = False
    limit: bool = False
    adaptive: bool = False
    methods: Sequence[str] = ()
    steps: Sequence[float] = ()
    program: str | None = None
    shell: bool = False
    to: str = "text"
    coding: Coding = Coding()
    window: Sequence[str] = ()
    dots: tuple[int, int] = (160, 80)
    derivative: bool = False
    tangents: Sequence[str] = ()
    secants: Sequence[str] = ()
    title: str = ""
    data: Sequence[tuple[float, float]] = ()
    log: str = ""
    plot: bool = False
    descent: Descending | None = None
    detail: int = FORMULAS
    definitions: str | None = None
    lets: Sequence[str] = ()
    functions: Sequence[str] = ()
    shapes: Sequence[str] = ()
    layout: str = "numerator"
    vec: str = ""
    random: int | None = None
    readings: tuple[Reading, ...] = ()
    arrays: tuple[ShapedReading, ...] = ()
    array_point: ArrayPoint | None = None
    claimed: Mapping[str, Reading] = MappingProxyType({})
    claims_on_arrays: Mapping[str, ShapedReading] = MappingProxyType({})

    @property
    def reading(self) -> Reading:
        """What the only expression says."""
        (reading,) = self.readings
        return reading

    @property
    def graph(self) -> Graph:
        """The only expression."""
        return self.reading.graph

    @property
    def symbols(self) -> list[str]:
        """The variables of all expressions."""
        if self.arrays:
            return sorted({name for one in self.arrays for name in one.variables()})
        if len(self.readings) == 1:
            return self.graph.symbols()
        return sorted({name for reading in self.readings for name in reading.graph.symbols()})

    @property
    def is_map(self) -> bool:
        """Whether a picture is one of a function of two variables."""
        if self.question != "plot" or len(self.readings) != 1:
            return False
        if self.descent is not None or len(self.wrt) == 2:
            return True
        return not self.wrt and len(self.graph.symbols()) > 1

    @property
    def wants_formulas(self) -> bool:
        """Whether formulas are wanted: beside values only where they will be seen."""
        return self.detail >= FORMULAS or not self.at

    @property
    def wants_names(self) -> bool:
        """Whether formulas are wanted in the names of parts, and there are names."""
        wanted = self.wants_formulas and (self.named or self.detail >= QUOTIENTS)
        return wanted and any([reading.names for reading in self.readings])

    def variable(self) -> str:
        """Return the variable to differentiate by: the one that is named, or the only one.

        Raises UsageError where there are several and none is named.
        """
        if self.wrt:
            return self.wrt[0]
        names = self.graph.symbols()
        if len(names) > 1:
            from calcdl.reading.variables import several_variables

            raise several_variables(names)
        return names[0] if names else "x"

    def variables(self) -> list[str]:
        """Return the variables to differentiate by, each once."""
        return list(dict.fromkeys(self.mixed or self.wrt)) or self.graph.symbols() or ["x"]

    def points(self, variables: Sequence[str] = (), main: str | None = None) -> list[Point]:
        """Return the points, with values for these variables and those of the expressions.

        ``main`` is the one that a bare value is for. Raises UsageError and ExpressionError.
        """
        names = self.symbols
        if not set(variables) <= set(names):
            names = sorted({*names, *variables})
        return read_points(self.readings, self.at, names, [*self.wrt, *self.mixed], main=main)

    def require_one_point(self) -> None:
        """Raise UsageError where there are several points."""
        if len(self.at) > 1:
            raise UsageError(
                "this command shows one point at a time: give ", parameter("at"), " once"
            )

    def require_way(self) -> None:
        """Raise UsageError where there is no point to look at, or no single way to look from it."""
        if not self.at:
            raise UsageError("there is no point: add one, as in ", parameter("at", "2"))
        if self.along and self.wrt:
            so_does_wrt = (" says which way to go, and so does ", parameter("wrt"))
            raise UsageError(parameter("along"), *so_does_wrt, ": leave one of them out")

    def absent(self) -> list[str]:
        """Return the variables named that none of the expressions depends on: often a slip."""
        named = dict.fromkeys([*self.wrt, *self.mixed])
        if not named or self.question in _NAMES_NO_ABSENT:
            return []
        there = self.symbols
        return [name for name in named if there and name not in there]

    def glued(self) -> list[str]:
        """Return what to say of names that hold the variable asked for, as wx holds x."""
        names = self.symbols
        if len(names) == 1 and len(names[0]) > 1 and self.question in DIFFERENTIATE:
            return self._glued_alone(names[0])
        if len(names) < 2 or not self.wrt:
            return []
        from calcdl.reading.variables import missing_star

        found = [missing_star(name, names) for name in self.wrt if name in names]
        return [f"{sentence} for a product" for sentence in found if sentence is not None]

    def _glued_alone(self, name: str) -> list[str]:
        """Return what to say where the variable that nobody named may be a product, as kx is."""
        from calcdl.reading.variables import may_be_a_product

        if name in self.wrt or not may_be_a_product(name):
            return []
        from calcdl.syntax.pasted.stars import as_a_variable

        note = as_a_variable(name)
        is_said = any([note in reading.notes for reading in self.readings])
        return [] if is_said or any([text.startswith(f"{name}=") for text in self.at]) else [note]

    def spelling(self) -> Spelling:
        """Return how formulas are written by whoever asks."""
        from calcdl.reading.spelling import spelling_of

        return spelling_of([*self.readings, *self.claimed.values()], self.lets, self.functions)

    def wording(self) -> Spelling:
        """Return how formulas in sentences are written: in a table like those around them."""
        if self.detail == EVERYTHING:
            return self.spelling()
        from calcdl.reading.writing import SYMPY

        return SYMPY

    def whole(self) -> Sequence[str | Reading]:
        """Return the expressions behind the definitions of a file, which may end with one."""
        if not self.texts and self.definitions is None:
            raise UsageError("there is no expression: write one, as in calcdl deriv 'sin(x)'")
        if not self.definitions:
            return self.texts or [""]
        return [f"{self.definitions}\n{text}" for text in self.texts] or [self.definitions]


def require_few_digits(digits: int | None) -> None:
    """Raise TooLarge where more digits are asked for than calcdl will compute."""
    if digits is not None and digits > _MOST_DIGITS:
        raise TooLarge(f"calcdl computes up to {_MOST_DIGITS} digits")
