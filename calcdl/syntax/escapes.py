"""Characters that a terminal obeys instead of showing them, written so that they can be seen."""

from __future__ import annotations

__all__ = ["visible"]

_KEPT = frozenset("\n\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))))
# Spaces of all widths are kept too, and Python calls only the one of ASCII printable.


def visible(text: str) -> str:
    r"""Return a text with escapes for control characters, marks of direction and lone surrogates.

    What can be printed stays as it is, tabs and ends of lines too. A byte of the command line that
    is not UTF-8, which Python keeps as a surrogate, is written as that byte.

    >>> print(visible("\x1b[31m ∂f/∂x \u202e \udcff"))
    \x1b[31m ∂f/∂x \u202e \xff
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _KEPT else _escape(c) for c in text)


def _escape(character: str) -> str:
    if "\udc80" <= character <= "\udcff":
        character = chr(ord(character) - 0xDC00)
    return character.encode("unicode_escape").decode("ascii")
