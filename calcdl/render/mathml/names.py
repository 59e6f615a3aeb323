"""Names of variables in MathML: u1 has an index, alpha is a Greek letter."""

from __future__ import annotations

from functools import cache
from html import escape

from calcdl.render.notation.names import Word, name_parts

__all__ = ["identifier", "name_mathml"]

_ACCENTS = {"hat": "^", "bar": "¯", "tilde": "~", "dot": "˙", "ddot": "¨", "vec": "→"}
_APART = '<mspace width="0.2em"/>'  # so that x1_2 is not x12


@cache
def name_mathml(name: str) -> str:
    """Return a variable in MathML.

    >>> print(name_mathml("u1"))
    <msub><mi>u</mi><mn>1</mn></msub>
    >>> print(name_mathml("xhat"))
    <mover accent="true"><mi>x</mi><mo stretchy="false">^</mo></mover>
    """
    first, below = name_parts(name)
    text = _word(first)
    if not below:
        return text
    words = _APART.join([_word(word) for word in below])
    return f"<msub>{text}{words if len(below) == 1 else f'<mrow>{words}</mrow>'}</msub>"


def identifier(text: str, is_upright: bool = False) -> str:
    """Return a name of letters; of one letter browsers make it slanted, unless it is upright."""
    normal = ' mathvariant="normal"' if is_upright and len(text) == 1 else ""
    return f"<mi{normal}>{escape(text)}</mi>"


def _word(word: Word) -> str:
    text = word.letters
    leaf = f"<mn>{text}</mn>" if text.isdecimal() else identifier(text, word.is_upright)
    for accent in reversed(word.accents):
        sign = f'<mo stretchy="false">{_ACCENTS[accent]}</mo>'
        leaf = f'<mover accent="true">{leaf}{sign}</mover>'
    return leaf
