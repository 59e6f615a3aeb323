"""Words are found by hand, and are those that a regular expression finds."""

from __future__ import annotations

import re
from collections.abc import Container

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcdl.syntax.characters import PARTS_OF_NAMES
from calcdl.syntax.tokens import Span, next_word, words_in

WORD = r"""
      (?: [0-9]+ (?: _[0-9]+ )* (?: \.[0-9]* )? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )?
    | S\.[A-Z] PART*
    | (?: ALONE | (?! \d ) PART PART* ) ['′’]*
    | "[^"\n]*" | '[^'\n]*'
    | \*\* | [<>=!:]=
    | \S
    """
ASCII = re.compile(WORD.replace("ALONE | ", "").replace("PART", r"\w"), re.VERBOSE)
PART = r"(?: (?! [π⁰¹²³⁴⁵⁶⁷⁸⁹ⁱⁿ½¼¾⅐-⅞ʰ-ʸˠ-ˤᴬ-ᵪ] ) \w )"  # π is a name by itself
LETTERS = re.compile(WORD.replace("ALONE", "π").replace("PART", PART), re.VERBOSE)

PIECES = [
    *"0123456789", *"abeESx_.'\"+-*/()<>=!:,|^% \n\t", "1e", ".5", "S.", "S.Half", "x1",
    "1_0", "e+3", "**", "<=", ":=", "sin(",
]  # fmt: skip
BEYOND = [*PIECES, *"π²½ˣ′’αβ∂√·≤²ᵀⅠ٣五", "π'", "𝑥", "é"]


def by_hand(text: str, *parts_of_names: Container[str]) -> list[Span]:
    spans: list[Span] = []
    while (span := next_word(text, spans[-1][1] if spans else 0, *parts_of_names)) is not None:
        spans.append(span)
    return spans


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_words_are_those_of_the_expression(text: str) -> None:
    assert by_hand(text) == [match.span() for match in ASCII.finditer(text)]
    assert words_in(text) == ASCII.findall(text)


@given(st.lists(st.sampled_from(BEYOND)).map("".join) | st.text())
def test_words_beyond_ascii_are_those_of_the_expression(text: str) -> None:
    assert by_hand(text, PARTS_OF_NAMES) == [match.span() for match in LETTERS.finditer(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1e-3.5", ["1e-3", ".5"]),
        ("1.e5e", ["1.e5", "e"]),
        ("S.Halfx S.half", ["S.Halfx", "S", ".", "half"]),
        ("f''(x)", ["f''", "(", "x", ")"]),
        ("'ab' 'c\n'", ["'ab'", "'", "c", "'"]),
        ("x**-2<=3", ["x", "**", "-", "2", "<=", "3"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_in(text) == words
