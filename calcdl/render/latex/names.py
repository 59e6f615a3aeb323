"""Names of variables in LaTeX: u1 has an index, alpha is a Greek letter."""

from __future__ import annotations

import re
from functools import cache

from calcdl.render.notation.names import GREEK, Word, name_parts

__all__ = ["name_latex", "upright"]


@cache
def name_latex(name: str) -> str:
    """Return a variable in LaTeX.

    >>> print(name_latex("u1"), name_latex("alpha_max"), name_latex("W_ij"), name_latex("wx"))
    u_{1} \\alpha_{\\mathrm{max}} W_{ij} \\mathrm{wx}
    """
    first, below = name_parts(name)
    text = _word(first)
    return f"{text}_{{{', '.join(map(_word, below))}}}" if below else text


def upright(command: str, name: str) -> str:
    """Return a name in letters that stand upright, by one of LaTeX's commands for that."""
    underscore = "\\_"
    return rf"\{command}{{{_letters(name.replace('_', underscore))}}}"


def _word(word: Word) -> str:
    if word.symbol is not None:
        text = f"\\{word.symbol}"
    elif word.is_upright:
        text = upright("mathrm", word.letters)
    else:
        text = _letters(word.letters)
    before = "".join([rf"\{accent}{{" for accent in word.accents])
    return f"{before}{text}{'}' * len(word.accents)}"


def _letters(text: str) -> str:
    """Return a text with Greek letters as LaTeX names them, and others as text."""
    if text in GREEK:
        return f"\\{GREEK[text]}"
    return text if text.isascii() else re.sub(r"[^\x00-\x7f]+", _not_ascii, text)


def _not_ascii(found: re.Match[str]) -> str:
    if all(letter in GREEK for letter in found[0]):
        return "".join(rf"{{\{GREEK[letter]}}}" for letter in found[0])
    return rf"\text{{{found[0]}}}"
