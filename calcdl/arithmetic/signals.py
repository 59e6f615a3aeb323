"""What an arithmetic raises where it alone cannot go on, so that its caller looks elsewhere."""

from __future__ import annotations

from calcdl.errors import CalcdlError

__all__ = ["Finer", "Kink", "OneSided", "TooShort"]


class TooShort(CalcdlError):
    """The terms that are known do not decide a question; more of them may."""


class OneSided(CalcdlError):
    """The function is not real on the side of the point that was asked for."""


class Finer(CalcdlError):
    """The series needs powers of s**(1/(d*factor))."""

    def __init__(self, factor: int) -> None:
        super().__init__("a power of a root")
        self.factor = factor


class Kink(CalcdlError):
    """The point is one where a function is not smooth: its sides have to be looked at (germs)."""
