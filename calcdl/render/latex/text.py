"""Text in LaTeX: whatever it holds, it is printed and never obeyed."""

from __future__ import annotations

from calcdl.render.notation.names import GREEK
from calcdl.syntax.escapes import visible

__all__ = ["declarations", "text_latex"]

_SPECIAL = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}", "`": r"\textasciigrave{}", "-": "{-}", "\n": r"\\ ",
    **{character: rf"\{character}" for character in "{}$&#%_"},
}  # fmt: skip
_LAST_LETTER = "\u017f"  # up to which LaTeX knows them all
_SIGNS = {"−": "-", "′": "'", "∞": r"\infty", "∂": r"\partial", "≤": r"\leq", "≥": r"\geq",
          "≠": r"\neq", "√": r"\surd", "∇": r"\nabla", "⋅": r"\cdot", "≈": r"\approx"}  # fmt: skip


def text_latex(text: str) -> str:
    r"""Return a text such that LaTeX prints it.

    >>> print(text_latex("50% of $x_1"))
    50\% of \$x\_1
    """
    return "".join([_SPECIAL.get(character, character) for character in visible(text)])


def declarations(body: str) -> list[str]:
    """Return what pdfTeX has to be told of characters that it does not know; others know fonts."""
    strange = sorted({c for c in body if c > _LAST_LETTER})
    return [rf"  \DeclareUnicodeCharacter{{{ord(c):04X}}}{{{_shown(c)}}}" for c in strange]


def _shown(character: str) -> str:
    if character in GREEK:
        return rf"\ensuremath{{\{GREEK[character]}}}"
    if character in _SIGNS:
        return rf"\ensuremath{{{_SIGNS[character]}}}"
    return f"[U+{ord(character):04X}]"
