"""The precision of balls, as a scope that is entered and left."""

from __future__ import annotations

import sys

from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, Protocol

    from flint import acb, arb, arb_series, fmpq

    class Flint(Protocol):
        """What is used of python-flint."""

        ctx: Any
        acb: type[acb]
        arb: type[arb]
        arb_series: type[arb_series]
        fmpq: type[fmpq]


__all__ = ["current_precision", "load_flint", "precision"]

# Every series carries its own length; flint's global cap would cut all of them alike.
_NO_CAP = 1 << 30
_OF_DOUBLES = 53


class precision:
    """A scope in which balls have so many bits: ``with precision(128):``.

    python-flint keeps the precision in a global context, and a cap for the length of series beside
    it: both are left as they were found. flint need not be loaded yet, for its import takes as
    long as many an answer; where it comes in later, the open scopes hold for it.

    >>> import flint
    >>> with precision(200):
    ...     flint.ctx.prec
    200
    >>> flint.ctx.prec
    53
    """

    __slots__ = ("bits", "found", "outer")

    innermost: precision | None = None

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.found: tuple[int, int] | None = None  # flint's precision and cap, if it was there
        self.outer: precision | None = None

    def __enter__(self) -> None:
        self.outer, precision.innermost = precision.innermost, self
        flint = sys.modules.get("flint")
        if flint is not None:
            self.set_context(flint.ctx)

    def set_context(self, context: Any) -> None:
        """Make a context what this scope wants, and keep what it was."""
        self.found = context.prec, context.cap
        context.prec, context.cap = self.bits, _NO_CAP

    def __exit__(self, *error: object) -> None:
        precision.innermost = self.outer
        if self.found is not None:
            context = sys.modules["flint"].ctx
            context.prec, context.cap = self.found


def current_precision() -> precision:
    """Return a scope of the precision in force: that of doubles where no other scope is open."""
    scope = precision.innermost
    return precision(_OF_DOUBLES if scope is None else scope.bits)


def load_flint() -> Flint:
    """Return python-flint, in whose context the open scopes hold."""
    import flint

    waiting = []
    scope = precision.innermost
    while scope is not None and scope.found is None:
        waiting.append(scope)
        scope = scope.outer
    for scope in reversed(waiting):
        scope.set_context(flint.ctx)
    return flint
