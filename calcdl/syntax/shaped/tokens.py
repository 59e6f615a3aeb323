"""Text → tokens, where a quote transposes and a dot may be MATLAB's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from calcdl.errors import ExpressionError
from calcdl.syntax.tokens import KINDS, OPERATORS, Span, Tokens

__all__ = ["in_columns", "is_in_columns", "tokenize"]

_PATTERN = re.compile(
    r"""
      (?: [0-9]+ (?: \.(?![*/^'\\]) [0-9]* )? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )?
    | [^\W\dᵀ][^\Wᵀ]*
    | "[^"\n]*"
    | \.\.\. | \*\* | [<>=!]= | \.[*/^'] | [⁻⁰¹²³⁴-⁹]+
    | \S
    """,
    re.VERBOSE,
)
_KINDS = {
    **OPERATORS, "@": "@", "'": "'", "ᵀ": "'", "⊤": "'", ".'": "'", "·": "*", "⋅": "*", "×": "*",
    "⊙": "*", "∘": "*", "−": "-", "\\": "\\", ".*": "*", "./": "/", ".^": "**", "...": "...",
    "^": "^",
}  # fmt: skip
_ENDS_OPERAND = frozenset(("name", "number", ")", "]", "'", "superscript"))
_MATLABS = frozenset((".*", "./", ".^", "\\"))
# Words of matrixcalculus.org, and of SymPy.
_MATHEMATICS = frozenset((
    "tr", "norm1", "norm2", "vector", "Trace", "Determinant", "Inverse", "Transpose",
))  # fmt: skip
_PYTHONS = frozenset(("T", "axis", "jnp", "keepdims", "np", "torch"))
_OF_MATRICES = {"*": "times", "/": "over"}
_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def tokenize(text: str) -> Tokens:
    """Return the tokens of a text in the language of arrays; raises ExpressionError."""
    kinds: list[str] = []
    words: list[str] = []
    places: list[Span] = []
    place = 0
    while found := _PATTERN.search(text, place):
        start, place = found.span()
        word = found[0]
        before = kinds[-1] if kinds else ""
        if word == "'" and before not in _ENDS_OPERAND:
            place = text.find("'", start + 1) + 1
            if not place:
                raise ExpressionError("this quote has no end", source=text, span=(start, start + 1))
            word = text[start:place]
        kind = _kind(word)
        if not kind:
            raise ExpressionError(f"I cannot read '{word}'", source=text, span=(start, place))
        kinds.append(kind)
        words.append(word.translate(_SUPERSCRIPTS) if kind == "superscript" else word)
        places.append((start, place))
    end = len(text)
    return Tokens(text, [*kinds, "end"], [*words, ""], [*places, (end, end)])


def is_in_columns(texts: Iterable[str], declared: Collection[str]) -> bool:
    """Say whether texts are MATLAB's, or of whoever writes as mathematics has it.

    There * is the product of matrices, and a vector a column. A product by @ is NumPy's.
    """
    marked = weakly = pythons = False
    for text in texts:
        tokens = tokenize(text)
        kinds, words = tokens.kinds, tokens.words
        if "@" in kinds:
            return False
        for k, word in enumerate(words):
            called = kinds[k + 1 : k + 2] == ["("] and word not in declared
            if word in _MATLABS and kinds[k - 1 : k] == ["number"]:
                weakly = True  # 2.*x and 1./x are also a decimal and a sign
            elif kinds[k] == "'" or word in _MATLABS or (word in _MATHEMATICS and called):
                marked = True
            elif word == "**" or (word in _PYTHONS and word not in declared):
                pythons = True
    return marked or (weakly and not pythons)


def in_columns(tokens: Tokens) -> Tokens:
    """Return tokens in which * and / are those of matrices."""
    kinds = [
        _OF_MATRICES.get(word, kind) for kind, word in zip(tokens.kinds, tokens.words, strict=True)
    ]
    places = [tokens.span(k) for k in range(len(tokens))]
    return Tokens(tokens.text, kinds, tokens.words, places)


def _kind(word: str) -> str:
    """Return what a word is, an empty text where it is nothing."""
    if len(word) > 1 and word[0] in "'\"":
        return "string"
    if word[0] in "⁻⁰¹²³⁴⁵⁶⁷⁸⁹":
        return "superscript"
    kind = _KINDS.get(word) or KINDS.get(word[0], "")
    return kind or ("name" if word[0].isalpha() else "")
