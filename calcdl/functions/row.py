"""What a row of the table of elementary functions says."""

from __future__ import annotations

from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeAlias, TypeVar

    from flint import arb, arb_series

    Enclosure = TypeVar("Enclosure", arb, arb_series, arb | arb_series)

    Computation: TypeAlias = Callable[..., Any]  # of balls or of series, and gives the same

__all__ = ["Function", "invoke"]


class Function:
    """One elementary function: its names, its rules, and how each arithmetic computes it.

    Rules, definitions, domains and corners are texts in calcdl's own language, written in the
    row's argument names and, in ``local``, in ``y``, the function's own value. They are read
    when they are first needed, so that a row costs nothing at start-up.

    name        canonical name, lower case where SymPy and NumPy disagree
    args        argument names, "u", "u v", "n u"; a default stands behind "=": "u a=1/100"
    local       the local derivative with respect to each argument; None where calcdl has no rule
    floats      a Python function of floats; None: computed through balls and rounded
    balls       the value over python-flint balls: an ``arb`` method's name, or a function of arbs
                (arguments in the row's order); None: through ``definition``
    series      likewise over ``arb_series`` (truncated Taylor series); an empty text means that
                ``balls`` serves for both; None: through ``taylor``, ``definition`` or ``local``
    taylor      a function (arbs..., length) that gives the Taylor coefficients of the function in
                its last argument, at that argument, the other arguments being constant
    definition  the function in terms of others
    domain      conditions under which the value is real; all must hold
    needs       further conditions under which it certainly has a value, which may be too much:
                a simplified formula names them where it has lost the function
    corners     expressions whose zeros are points where the function is not smooth
    removable   expressions at whose zeros the rule gives no slope, and the function may have one
    pieces      "joined" or "apart" where the function is made of smooth pieces that meet, or jump
    poles       True where balls may not tell whether there is a pole
    elsewhere   what the function is where it is not analytic, if not its definition
    at_infinity what it is at infinity, if not its definition
    within      two whole numbers between which its values are; where it reaches one of them, by
                its parity, ``special`` has it
    sign        "positive", "not negative", "not zero", or "as u" where it has the sign of its
                argument
    special     exact values, as (argument, value) texts: ("0", "1")
    parity      "odd" or "even" where that holds for all arguments
    inverse     name of the function g with f(g(u)) = u wherever g(u) is defined
    variadic    the function takes any number of arguments, ``args`` and ``local`` describe each
    writes      a function (Writer, arguments…) that writes a call out, so that it is no operation
    takes       what that is given: "vector", "vectors" or "lists", lists of nodes, of which "lists"
                have to be written as such; "index", a list and the number in brackets behind
                the call; None: the arguments
    longer      name of the row that a call with more arguments means
    prints      the name to print, where SymPy's parser wants another one than ``name``
    aliases     other names under which people type it
    work        how many times as long as exp a ball of very many bits takes, about
    sample      argument values, tuples where there are several, at which the tests try the row;
                texts or numbers, read exactly
    says        a few words for the documentation
    example     a call that shows what it is, where the names of its arguments make none
    """

    __slots__ = (
        "aliases", "args", "at_infinity", "balls", "corners", "defaults", "definition", "domain",
        "elsewhere", "example", "floats", "inverse", "local", "longer", "name",
        "needs", "parity", "pieces", "poles", "prints", "removable", "sample", "says", "series",
        "sign", "special", "takes", "taylor", "variadic", "within", "work", "writes",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        *,
        local: tuple[str | None, ...],
        sample: tuple[object, ...],
        says: str,
        args: str = "u",
        floats: Callable[..., float] | None = None,
        balls: str | Computation | None = None,
        series: str | Computation | None = None,
        taylor: Callable[..., list[arb]] | None = None,
        definition: str | None = None,
        domain: tuple[str, ...] = (),
        needs: tuple[str, ...] = (),
        corners: tuple[str, ...] = (),
        removable: tuple[str, ...] = (),
        pieces: str | None = None,
        poles: bool = False,
        elsewhere: str | None = None,
        at_infinity: str | None = None,
        within: tuple[int, int] | None = None,
        sign: str | None = None,
        special: tuple[tuple[str, str], ...] = (),
        parity: str | None = None,
        inverse: str | None = None,
        variadic: bool = False,
        writes: Callable[..., int] | None = None,
        takes: str | None = None,
        longer: str | None = None,
        prints: str | None = None,
        aliases: tuple[str, ...] = (),
        work: int = 1,
        example: str | None = None,
    ) -> None:
        words = [word.partition("=") for word in args.split()]
        self.name = name
        self.args = tuple(word[0] for word in words)
        self.defaults = tuple(word[2] for word in words if word[1])
        self.local = local
        self.floats = floats
        self.balls = balls
        self.series = balls if series == "" else series
        self.taylor = taylor
        self.definition = definition
        self.domain = domain
        self.needs = needs
        self.corners = corners
        self.removable = removable
        self.pieces = pieces
        self.poles = poles
        self.elsewhere = elsewhere
        self.at_infinity = at_infinity
        self.within = within
        self.sign = sign
        self.special = special
        self.parity = parity
        self.inverse = inverse
        self.variadic = variadic
        self.writes = writes
        self.takes = takes
        self.longer = longer
        self.prints = prints or name
        self.aliases = aliases
        self.sample = sample
        self.work = work
        self.says = says
        self.example = example

    @property
    def call(self) -> str:
        """A call by the names of its arguments, as in max(u, v)."""
        arguments = ("u", "v") if self.variadic else self.args
        return self.example or f"{self.name}({', '.join(arguments)})"

    @property
    def fewest(self) -> int:
        """The smallest number of arguments that a call may have."""
        return 1 if self.variadic else len(self.args) - len(self.defaults)

    @property
    def most(self) -> int | None:
        """The largest number of arguments that a call may have; None: no limit."""
        return None if self.variadic else len(self.args)

    def __repr__(self) -> str:
        return f"Function({self.name!r})"


def invoke(way: str | Computation, arguments: Sequence[Enclosure]) -> Enclosure:
    """Apply what a row gives for balls or series: a method's name, or a function."""
    found: Enclosure = (
        getattr(arguments[0], way)(*arguments[1:]) if isinstance(way, str) else way(*arguments)
    )
    return found
