"""A real number."""

from __future__ import annotations

from calcdl.lean import NamedTuple

__all__ = ["Value"]


class Value(NamedTuple):
    """A real number.

    ``decimal`` is a numeral all of whose digits are right; ``exact`` is the number itself if it is
    rational; ``closed`` the closed form that was asked for; ``float`` the nearest double, None
    where its range ends. A limit may be ``infinite``: 1 for oo and -1 for -oo.
    """

    decimal: str
    exact: str | None = None
    closed: str | None = None
    float: float | None = None
    certified: bool = True
    infinite: int = 0
