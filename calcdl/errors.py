"""What can go wrong, each kind with a stable code and the exit status that it means."""

from __future__ import annotations

from typing import Any

__all__ = [
    "CalcdlError",
    "ExpressionError",
    "InternalError",
    "NoValue",
    "NotDifferentiable",
    "NowhereDefined",
    "TooClose",
    "TooLarge",
    "Undecided",
    "UnknownName",
    "UsageError",
]


class CalcdlError(Exception):
    """A sentence that a person can act on, and the place in the text that it is about.

    ``source`` is the text as typed and ``span`` the half-open range of characters in it; both are
    None where no text is to blame. ``node`` is the operation at which a sweep stopped, and
    ``behaviour`` what the function does at the point, where that was looked at.
    """

    code = "error"
    status = 2

    def __init__(
        self, message: str, *, source: str | None = None, span: tuple[int, int] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.span = span
        self.node: int | None = None
        self.behaviour: Any = None


class UsageError(CalcdlError):
    """The question does not fit the command: a missing point, an ambiguous variable."""

    code = "usage"


class ExpressionError(CalcdlError):
    """The text is not in calcdl's language."""

    code = "syntax"


class UnknownName(ExpressionError):
    """A function name that calcdl does not know."""

    code = "unknown-name"


class NoValue(CalcdlError):
    """The function has no real value at the point."""

    code = "no-value"
    status = 3


class NowhereDefined(NoValue):
    """A part that is always needed is a constant without a value, such as log(-1)."""


class NotDifferentiable(CalcdlError):
    """The function has a value at the point, but no derivative of the order asked for.

    ``left`` and ``right`` are the one-sided derivatives as decimal texts, where they exist.
    """

    code = "not-differentiable"
    status = 3

    def __init__(
        self,
        message: str,
        *,
        source: str | None = None,
        span: tuple[int, int] | None = None,
        left: str | None = None,
        right: str | None = None,
    ) -> None:
        super().__init__(message, source=source, span=span)
        self.left = left
        self.right = right


class Undecided(CalcdlError):
    """No precision that calcdl tried was enough to say what holds at the point."""

    code = "undecided"
    status = 3


class TooClose(Undecided):
    """A number was computed, but is too close to zero or to a tie for its digits to be certain.

    ``zeros`` is how many digits behind the point are certainly zero, where it may be zero.
    """

    def __init__(self, message: str, zeros: int | None = None) -> None:
        super().__init__(message)
        self.zeros = zeros


class InternalError(CalcdlError):
    """An exception that nobody expected: an error of calcdl, not of the question."""

    code = "internal"
    status = 70


class TooLarge(CalcdlError):
    """A limit of calcdl: the number or the expression is larger than it will work on."""

    code = "limit"
    status = 4
