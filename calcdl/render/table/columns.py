"""How many columns of a terminal a text takes."""

from __future__ import annotations

__all__ = ["are_narrow", "column_count"]


def column_count(text: str) -> int:
    """Return how many columns a text takes."""
    if are_narrow(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def are_narrow(text: str) -> bool:
    """Say whether every character of a text is known to take one column.

    Known are Latin, Greek and Cyrillic letters, primes, small digits and the signs of mathematics.
    """
    return text.isprintable() and (text.isascii() or all([_is_narrow(c) for c in text]))


def _is_narrow(character: str) -> bool:
    return (
        character < "\u0300"
        or "\u0370" <= character <= "\u0482"
        or "\u1e00" <= character <= "\u20cf"
        or "\u2100" <= character <= "\u2319"
    )
