"""A question: one object, whether flags, an object of a stream, or a call from Python put it."""

from __future__ import annotations

from types import MappingProxyType

from calcdl.errors import CalcdlError, TooLarge, UsageError, Wording, parameter
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.reading.expressions import read, read_points
from calcdl.reading.points import Point, is_plain, notes_of_point, order_of
from calcdl.syntax.parse import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from calcdl.reading.array_points import ArrayPoint
    from calcdl.reading.shaped import ShapedReading
    from calcdl.syntax.unparse import Spelling

__all__ = [
    "EVERYTHING",
    "FORMULAS",
    "QUOTIENTS",
    "VALUES",
    "Asked",
    "Coding",
    "Descending",
    "ask",
    "choose_variable",
    "choose_variables",
    "require_few_digits",
]

# What is wanted of points: their values, formulas beside them, difference quotients, all there is.
VALUES, FORMULAS, QUOTIENTS, EVERYTHING = range(4)

_DIFFERENTIATE = frozenset(("deriv", "partial", "gradient", "chain", "check", "numeric", "report"))
_OF_ONE_VARIABLE = frozenset(("deriv", "check", "numeric"))
# Questions of vectors and matrices that may be asked at a point.
_HAVE_NUMBERS = frozenset(("gradient", "jacobian", "hessian", "partial", "deriv", "eval"))
_NAMES_NO_ABSENT = frozenset(("check", "numeric"))
_MOST_DIGITS = 100_000


def _ignore(note: str) -> None:
    """Hear how a text was read, and tell nobody."""


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
        """Return the variable to differentiate by; raises UsageError where it is not clear."""
        return choose_variable(self.graph, self.wrt[0] if self.wrt else None)

    def variables(self) -> list[str]:
        """Return the variables to differentiate by, each once; raises UsageError."""
        return choose_variables(self.graph, self.mixed or self.wrt)

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
            raise UsageError("there is no point: add ", parameter("at"))
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
        if len(names) == 1 and len(names[0]) > 1 and self.question in _DIFFERENTIATE:
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

    def read(self, tell: Callable[[str], None] = _ignore) -> Asked:
        """Return the question with its expressions and claims read; ``tell`` hears how they were.

        Raises UsageError where the question makes no sense, and ExpressionError.
        """
        if self.shapes:
            return self._with_arrays(tell)._with_arrays_at_point(tell)
        if self.random is not None:
            raise UsageError(
                parameter("random"),
                " is for vectors and matrices: declare them with ",
                parameter("shape", "'x: n'"),
            )
        if self.question == "point":
            self.require_way()
        for text in (*self.at, *self.along):
            for note in notes_of_point(text):
                tell(note)
        if self.question == "check":
            return self._with_claims(tell)
        if self.data and not self.texts and self.definitions is None:
            return self  # a picture of data alone
        if self.program is None:
            readings = tuple([self._read(text, tell) for text in self._whole()])
            return self._replace(readings=readings)._named()._with_each_point(tell)
        if self.texts or self.definitions is not None or self.lets or self.functions:
            raise UsageError("differentiate an expression or a program: leave one of them out")
        return self._with_each_point(tell)

    def with_declarations(self) -> Asked:
        """Return the question with the shapes that stand in front of its expressions."""
        texts = [text for text in (self.definitions, *self.texts) if isinstance(text, str)]
        if not any([":" in text for text in texts]):
            return self
        from calcdl.reading.shaped import without_declarations

        shapes = [*self.shapes]
        definitions = self.definitions
        if definitions is not None:
            definitions = without_declarations(definitions, shapes, more=bool(self.texts))
        whole = [
            without_declarations(text, shapes) if isinstance(text, str) else text
            for text in self.texts
        ]
        return self._replace(texts=whole, definitions=definitions, shapes=shapes)

    def _with_arrays(self, tell: Callable[[str], None]) -> Asked:
        from calcdl.reading.shaped import read_arrays, read_beside

        asked = self._claims_behind_a_file() if self.question == "check" else self
        texts = [str(text) for text in asked._whole()]
        arrays = read_arrays(texts, self.shapes, self.lets)
        claimed = {}
        if self.question == "check":
            (first,) = arrays
            named = asked.named_claims().items()
            claimed = {name: read_beside(claim, first, self.lets) for name, claim in named}
        notes = [note for one in (*arrays, *claimed.values()) for note in one.notes]
        for note in dict.fromkeys(notes):
            tell(note)
        return asked._replace(arrays=arrays, claims_on_arrays=claimed)

    def _with_arrays_at_point(self, tell: Callable[[str], None]) -> Asked:
        """Return the question with the arrays that its variables are, if a point is asked for."""
        if self.question not in _HAVE_NUMBERS and self.random is not None:
            leave_out = (" of arrays has no numbers: leave out ", parameter("random"))
            raise UsageError(self.question, *leave_out)
        if (not self.at and self.random is None) or len(self.arrays) != 1:
            return self
        from calcdl.reading.array_points import read_array_point

        (reading,) = self.arrays
        point, notes = read_array_point(reading, self.at, self.random)
        for note in notes:
            tell(note)
        return self._replace(array_point=point)

    def _with_each_point(self, tell: Callable[[str], None]) -> Asked:
        """Return the question with the points that a text says, as 0:3:0.5 does, one by one."""
        if all([is_plain(text) for text in self.at]):
            return self
        from calcdl.reading.several_points import single_points

        names = sorted({*self.symbols, *self.wrt, *self.mixed})
        typed = [text for text in self.texts if isinstance(text, str)]
        order = order_of(names, self.wrt, typed)
        at = [point for text in self.at for point in single_points(text, names, order, tell)]
        return self._replace(at=at)

    def _whole(self) -> Sequence[str | Reading]:
        """Return the expressions behind the definitions of a file, which may end with one."""
        if not self.texts and self.definitions is None:
            raise UsageError("there is no expression: write one, as in calcdl deriv 'sin(x)'")
        if not self.definitions:
            return self.texts or [""]
        return [f"{self.definitions}\n{text}" for text in self.texts] or [self.definitions]

    def _read(self, text: str | Reading, tell: Callable[[str], None], beside: str = "") -> Reading:
        if not isinstance(text, str):
            return text
        reading = read(text, lets=self.lets, functions=self.functions, beside=beside)
        if reading.asks is not None and not beside and self._is_asked(reading.asks.by):
            reading = reading.asks
        for note in reading.notes:
            tell(note)
        return reading

    def _with_claims(self, tell: Callable[[str], None]) -> Asked:
        asked = self._claims_behind_a_file()
        (whole,) = asked._whole()
        reading = asked._read(whole, tell)
        named = asked.named_claims().items()
        claimed = {name: asked._read(claim, tell, reading.text) for name, claim in named}
        return asked._replace(readings=(reading,), claimed=claimed)._named()

    def _claims_behind_a_file(self) -> Asked:
        """Return the question in which texts are claims where a file has the expression."""
        if self.definitions is None or self.claims or self.gradient:
            return self
        return self._replace(texts=(), claims=[str(text) for text in self.texts])

    def _is_asked(self, by: Sequence[str]) -> bool:
        """Say whether d/dx(…), typed at a command that differentiates, is that question itself."""
        if self.question not in _DIFFERENTIATE or self.mixed or self.order != 1:
            return False
        if len(set(by)) > 1 or (len(by) > 1 and self.question != "deriv"):
            return False
        return len(self.texts) < 2 and list(self.wrt) in ([], [by[0]])

    def _named(self) -> Asked:
        """Return the question with its variables by the names that the expressions have for them.

        "all" are all that there are, and one is asked for by ``deriv`` alone. Raises UsageError
        where a name is not there and another is likely to be meant.
        """
        by = self.readings[0].by
        if by:
            return self._replace(wrt=by[:1], order=len(by))
        if list(self.wrt) == ["all"] and "all" not in self.symbols:
            question = "partial" if self.question == "deriv" else self.question
            return self._replace(question=question, wrt=())
        wrt = [self._variable(name, "wrt") for name in self.wrt]
        return self._replace(wrt=wrt, mixed=[self._variable(name, "mixed") for name in self.mixed])

    def _variable(self, name: str, asked: str) -> str:
        """Return the variable that a name stands for; ``asked`` is the parameter with the name."""
        if name in self.symbols or any([name in reading.defined for reading in self.readings]):
            return name
        if not name.replace("_", "x").isalnum() or name[0].isdecimal():
            name = _name_in(name)
        from calcdl.reading.variables import find_variable

        single = asked == "wrt" and self.question in _OF_ONE_VARIABLE
        return find_variable(name, self.symbols, asked, single=single)

    def named_claims(self) -> dict[str, str]:
        """Return the claims by the variables that they are about, or the only one by ""."""
        if not self.gradient:
            if len(self.claims) == 1:
                return {"": self.claims[0]}
            if not self.claims:
                raise UsageError("there is no claim: write one, as in calcdl check 'x**2' '2*x'")
            several = ("there are several claims: put ", parameter("gradient"))
            raise UsageError(*several, " in front of x=… y=…")
        if self.wrt or self.order != 1:
            leave_out = (": leave out ", parameter("wrt"), " and ", parameter("order"))
            raise UsageError(parameter("gradient"), " names the variables", *leave_out)
        named: dict[str, str] = {}
        for text in [*self.gradient, *self.claims]:
            name, equals, claim = text.partition("=")
            name = name.strip()
            if not equals or not name.isidentifier():
                raise UsageError(f"a claim about a gradient reads 'x=2*x*y', not '{text}'")
            if name in named:
                raise UsageError(f"there are two claims about {name}")
            named[name] = claim
        return named


def _name_in(text: str) -> str:
    r"""Return the name of a variable that is written in another way: y_hat for \hat{y}."""
    if "," in text:
        partials = Wording("partials", "'calcdl partial'")
        raise UsageError(f"'{text}' is several variables: name one, or ask ", partials, " for them")
    try:
        graph = read(text).graph
    except CalcdlError:
        graph = None
    if graph is None or graph.nodes.operations[graph.root] != "symbol":
        raise UsageError(f"'{text}' is not the name of a variable")
    return graph.symbols()[0]


def ask(
    question: str,
    *texts: str | Reading,
    at: Sequence[str] | str | None = None,
    wrt: Sequence[str] | str | None = None,
    **flags: Any,
) -> Asked:
    """Return a question as Python puts it: a text where there may be several is one, None none.

    >>> ask("deriv", "x**2*y", at="x=1,y=2", wrt="x").graph.symbols()
    ['x', 'y']
    """
    asked = Asked(question, texts, at=_several(at), wrt=_several(wrt), **flags)
    return asked.with_declarations().read()


def _several(texts: Sequence[str] | str | None) -> Sequence[str]:
    return [texts] if isinstance(texts, str) else texts or ()


def choose_variable(graph: Graph, wanted: str | None) -> str:
    """Return the variable to differentiate by: the one named, or the only one.

    Raises UsageError where there are several and none is named.
    """
    names = graph.symbols()
    if wanted is not None:
        return wanted
    if len(names) > 1:
        from calcdl.reading.variables import glued

        listed, product = f"{', '.join(names[:-1])} and {names[-1]}", glued(names)
        raise UsageError(
            f"the expression has the variables {listed}: say which one with ",
            parameter("wrt", names[-1]),
            ", or ask for all with ",
            Wording("partials", "'calcdl partial'"),
            f"; {product}" if product else "",
        )
    return names[0] if names else "x"


def choose_variables(graph: Graph, wrt: Sequence[str]) -> list[str]:
    """Return the variables to differentiate by, each once."""
    return list(dict.fromkeys(wrt)) or graph.symbols() or ["x"]


def require_few_digits(digits: int | None) -> None:
    """Raise TooLarge where more digits are asked for than calcdl will compute."""
    if digits is not None and digits > _MOST_DIGITS:
        raise TooLarge(f"calcdl computes up to {_MOST_DIGITS} digits")
