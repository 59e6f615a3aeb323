"""Reading, differentiating and printing formulas, in one process."""

from __future__ import annotations

import random
import time

from calcdl.calculus.derivative.formula import formula
from calcdl.reading.expressions import read
from calcdl.reading.writing import write

COUNT = 3000
SHAPES = (
    "{a}*x**{b}*sin({c}*x) + exp(-{d}*x**2)",
    "(x**{a} + {b}*x + {c})/(x**2 + {d})",
    "sin(cos({a}*x + {b}))*tanh({c}*x - {d})",
    "log(x**2 + {a})*sqrt({b}*x + {c}) - x/{d}",
    "({a}*x + {b})**{c}*exp({d}*x)",
    "x**{a} - {b}*x**3 + {c}*x**2 - {d}*x + 1",
    "atan({a}*x)/({b}*x + {c}) + cos(x)**{d}",
    "exp(sin({a}*x)*cos({b}*x)) + {c}*x**{d}",
)


def expressions(count: int) -> list[str]:
    """Return different expressions of some 40 characters."""
    chance = random.Random(1)
    return [
        SHAPES[i % len(SHAPES)].format(**{k: chance.randint(2, 999) for k in "abcd"})
        for i in range(count)
    ]


def ours(texts: list[str]) -> None:
    for text in texts:
        write(formula(read(text).graph, "x"))


def with_sympy(texts: list[str]) -> None:
    from sympy import Symbol, diff
    from sympy.parsing.sympy_parser import parse_expr

    x = Symbol("x")
    for text in texts:
        str(diff(parse_expr(text), x))


def rate(function: object, texts: list[str]) -> float:
    """Return how many texts a second a function answers."""
    start = time.perf_counter()
    function(texts)  # type: ignore[operator]
    return len(texts) / (time.perf_counter() - start)


def report() -> list[str]:
    """Return a table of expressions a second."""
    texts = expressions(COUNT)
    length = sum(map(len, texts)) / len(texts)
    ours(texts[:50])
    with_sympy(texts[-8:])
    mine = theirs = 0.0
    for k in range(3):  # in turn, each part of the texts once
        part = texts[k * COUNT // 3 : (k + 1) * COUNT // 3]
        mine += rate(ours, part) / 3
        theirs += rate(with_sympy, part[:150]) / 3
    return [
        f"| read, differentiate, print, {length:.0f} characters | a second | × SymPy |",
        "| --- | --: | --: |",
        f"| calcdl | {mine:,.0f} | {mine / theirs:.0f} |",
        f"| SymPy `parse_expr`, `diff`, `str` | {theirs:,.0f} | 1 |",
    ]
