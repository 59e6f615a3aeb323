"""What can go wrong.

    CalcdlError              error               2
      UsageError             usage               2  the question does not fit
        NoRule               usage               2    no formula for a derivative by a parameter
      ExpressionError        syntax              2  the text is not in the language
        UnknownName          unknown-name        2
      NoValue                no-value            3  no real value at the point
        NowhereDefined       no-value            3    nor at any other
      NotDifferentiable      not-differentiable  3  a value, but no derivative
      Undecided              undecided           3  no precision was enough to tell
        TooClose             undecided           3    the digits of a number that is known
        NoClosedForm         undecided           3    a closed form, which was asked for
      TooLarge               limit               4  more than calcdl works on
      InternalError          internal           70  an error of calcdl itself

Beside each stand its code, which is stable, and the exit status of a command that it ends. Some
more never leave the rooms that raise them: see ``arithmetic.signals``.

What an error says is in its fields; the sentence is made of them when it is asked for, and no code
reads it. Where it names a way out, it does so as ``parameter`` for whoever calls from Python, and
as a flag in a shell: ``message`` and ``message_in_shell``.
"""

from __future__ import annotations

from calcdl.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "CalcdlError",
    "ExpressionError",
    "InternalError",
    "NoClosedForm",
    "NoRule",
    "NoValue",
    "NotDifferentiable",
    "NowhereDefined",
    "TooClose",
    "TooLarge",
    "Undecided",
    "UnknownName",
    "UsageError",
    "Wording",
    "parameter",
]


class Wording(NamedTuple):
    """A piece of a sentence that depends on who is spoken to."""

    python: str
    shell: str


def parameter(name: str, value: str | None = None) -> Wording:
    """Return a parameter of Python's functions, which is a flag of a command.

    >>> parameter("wrt"), parameter("wrt", "x")
    (Wording(python="'wrt'", shell='--wrt'), Wording(python="wrt='x'", shell='--wrt x'))
    """
    if value is None:
        return Wording(repr(name), f"--{name}")
    return Wording(f"{name}={value!r}", f"--{name} {value}")


class CalcdlError(Exception):
    """Why there is no answer, in words that a person can act on, and the place that is to blame.

    ``pieces`` say why. ``source`` is the text as typed and ``span`` the half-open range of
    characters in it; both are None where no text is to blame. ``node`` is the operation at which
    a sweep stopped and ``part`` that operation as text, ``at`` is the point, "x = 1, y = 2", and
    ``behaviour`` what the function does there, where that was looked at. ``kind`` tells apart
    reasons that matter to calcdl.
    """

    code = "error"
    status = 2

    def __init__(
        self,
        *pieces: str | Wording,
        source: str | None = None,
        span: tuple[int, int] | None = None,
        kind: str | None = None,
    ) -> None:
        super().__init__(*pieces)
        self.pieces = pieces
        self.source = source
        self.span = span
        self.kind = kind
        self.node: int | None = None
        self.part: str | None = None
        self.at: str | None = None
        self.behaviour: Any = None

    @property
    def reason(self) -> str:
        """Why, without the place: what an error that says more of it takes over."""
        return "".join([piece if isinstance(piece, str) else piece.python for piece in self.pieces])

    @property
    def message(self) -> str:
        """The sentence for a program in Python."""
        return self._sentence(self.reason)

    @property
    def message_in_shell(self) -> str:
        """The sentence for a person at a shell."""
        pieces = [piece if isinstance(piece, str) else piece.shell for piece in self.pieces]
        return self._sentence("".join(pieces))

    def _sentence(self, reason: str) -> str:
        return reason

    def __str__(self) -> str:
        return self.message


class UsageError(CalcdlError):
    """The question does not fit the command: a missing point, an ambiguous variable."""

    code = "usage"


class NoRule(UsageError):
    """No rule says what the derivative of a function by one of its arguments is."""


class ExpressionError(CalcdlError):
    """The text is not in calcdl's language."""

    code = "syntax"


class UnknownName(ExpressionError):
    """A function name that calcdl does not know."""

    code = "unknown-name"


class NoValue(CalcdlError):
    """The function has no real value at the point; ``kind`` is "pole" or "no-case" where known."""

    code = "no-value"
    status = 3

    def _sentence(self, reason: str) -> str:
        where = f" at {self.at}" if self.at else ""
        return reason if self.part is None else f"{self.part} has no real value{where}: {reason}"


class NowhereDefined(NoValue):
    """A part that is always needed is a constant without a value, such as log(-1)."""

    def _sentence(self, reason: str) -> str:
        return f"{self.part} has no real value: {reason}; so the function is defined nowhere"


class NotDifferentiable(CalcdlError):
    """The function has a value at the point, but no derivative of the order asked for.

    ``what`` is that derivative, "derivative of order 2 in x", None where the reason says all, and
    ``side`` the only one that was looked at. ``left`` and ``right`` are the one-sided derivatives
    as decimal texts, where they exist.
    """

    code = "not-differentiable"
    status = 3

    def __init__(
        self,
        *pieces: str | Wording,
        what: str | None = "derivative",
        at: str | None = None,
        side: str | None = None,
        left: str | None = None,
        right: str | None = None,
    ) -> None:
        super().__init__(*pieces)
        self.what = what
        self.at = at
        self.side = side
        self.left = left
        self.right = right

    def _sentence(self, reason: str) -> str:
        if not self.at or self.what is None:
            return reason
        on_side = f" on the {self.side}" if self.side else ""
        return f"there is no {self.what} at {self.at}{on_side}: {reason}"


class Undecided(CalcdlError):
    """No precision that calcdl tried was enough to say what holds at the point."""

    code = "undecided"
    status = 3

    def _sentence(self, reason: str) -> str:
        return f"at {self.at} {reason}" if self.at else reason


class TooClose(Undecided):
    """A number was computed, but is too close to zero or to a tie for its digits to be certain.

    ``zeros`` is how many digits behind the point are certainly zero, where it may be zero.
    """

    def __init__(self, reason: str, zeros: int | None = None) -> None:
        super().__init__(reason)
        self.zeros = zeros


class NoClosedForm(Undecided):
    """The value is known, but not its closed form."""

    def _sentence(self, reason: str) -> str:
        return reason


class InternalError(CalcdlError):
    """An exception that nobody expected: an error of calcdl, not of the question."""

    code = "internal"
    status = 70


class TooLarge(CalcdlError):
    """A limit of calcdl: the number or the expression is larger than it will work on."""

    code = "limit"
    status = 4
