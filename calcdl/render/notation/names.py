"""What a name of a variable is made of: u1 has an index, alpha is Greek, xhat has an accent."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

__all__ = ["GREEK", "Name", "Word", "name_parts"]

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta", "η":
    "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ":
    "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "varphi", "χ":
    "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda",
    "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_SYMBOLS = {name: letter for letter, name in GREEK.items()} | {
    "epsilon": "ϵ", "phi": "ϕ", "vartheta": "ϑ", "varrho": "ϱ", "hbar": "ℏ", "ell": "ℓ",
}  # fmt: skip
# Greek capitals that look like Latin ones have no symbol of their own.
_CAPITALS = {
    "Alpha": "A", "Beta": "B", "Epsilon": "E", "Zeta": "Z", "Eta": "H", "Iota": "I", "Kappa": "K",
    "Mu": "M", "Nu": "N", "Omicron": "O", "Rho": "P", "Tau": "T", "Chi": "X",
}  # fmt: skip
_ACCENTS = ("hat", "bar", "tilde", "ddot", "dot", "vec")
_PARTS = re.compile(r"([^\W\d_]+)(\d*)$")


class Word(NamedTuple):
    """A part of a name: letters as they are, or a symbol by its name; accents from outside in."""

    letters: str
    symbol: str | None = None  # what it is called, as "alpha"
    is_upright: bool = False
    accents: tuple[str, ...] = ()


class Name(NamedTuple):
    """A name: its first word, and those that stand below it."""

    first: Word
    below: tuple[Word, ...] = ()


@cache
def name_parts(name: str) -> Name:
    """Return what a name of a variable is made of.

    >>> name_parts("alpha_max").first.letters, name_parts("u1").below[0].letters
    ('α', '1')
    """
    if name.startswith("_") or name.endswith("_") or "__" in name:
        return Name(Word(name, is_upright=True))
    first, *below = name.split("_")
    parts = _PARTS.match(first)
    if parts is not None and parts[2]:
        first, below = parts[1], [parts[2], *below]
    return Name(_word(first, 1), tuple([_word(text, 2) for text in below]))


def _word(text: str, letters: int) -> Word:
    """Return a word; one of more letters than so many is one name, and stands upright."""
    accents: list[str] = []
    while (accent := _accent(text)) is not None:
        accents.append(accent)
        text = text.removesuffix(accent)
    return _plain(text, letters)._replace(accents=tuple(accents))


def _accent(text: str) -> str | None:
    """Return the accent with which a word ends, unless it is the word, or a symbol's name."""
    if text in _SYMBOLS:
        return None
    return next((name for name in _ACCENTS if text.endswith(name) and text != name), None)


def _plain(text: str, letters: int) -> Word:
    if text in _SYMBOLS:
        return Word(_SYMBOLS[text], text)
    if text in _CAPITALS:
        return Word(_CAPITALS[text], is_upright=True)
    upright = text.isascii() and text.isalpha() and len(text) > letters
    return Word("o" if text == "omicron" else text, is_upright=upright and text != "omicron")
