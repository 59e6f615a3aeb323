"""Blocks of doubles held against proven digits: at all exponents, every row, made-up expressions.

    python -m tests.support.blocks_trial POINTS [SEED]

A sample of it is in tests/calculus/test_many.py.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.evaluation.value import value_at
from calcdl.calculus.many.balls import ProvenPoints
from calcdl.calculus.many.doubles import prepare
from calcdl.errors import CalcdlError, Undecided
from calcdl.functions import FUNCTIONS
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.reading.points import read_point

ORDERS = (0, 1, 1, 2, 3, 4, 5, 6)
TWELVE_DIGITS = 1e-12

_ATOMS = (
    "x", "x", "x", "x + 1", "3*x + 1", "x**2", "1/x", "x/3", "2 - x", "x*1e-300", "x*1e300",
    "1e10*x", "0.1*x", "exp(x)", "exp(-x)",
)  # fmt: skip
_CONSTANTS = ("log(3)", "sqrt(2)", "pi", "exp(-800)", "floor(log(7))", "1e-200", "1e200", "-1")
_POWERS = ("2", "3", "-1", "1/2", "-3/2", "1/3", "5", "-4")
_BOUNDS = ("0", "1", "x")


class Fault(NamedTuple):
    """A number that a block gives, and what is true."""

    expression: str
    order: int
    point: str
    printed: float
    true: str


class Tally(NamedTuple):
    """How many points were tried, how many of them doubles told, and the wrong ones."""

    points: int
    told: int
    faults: list[Fault]


def expressions_of_rows() -> list[str]:
    """Return calls of every function of the table."""
    found = []
    for name, row in FUNCTIONS.items():
        if row.variadic:
            found += [f"{name}(x, 2*x, 1)", f"1/{name}(x, 1)"]
        elif len(row.args) == 1:
            found += [f"{name}(x)", f"{name}(x**2)", f"x*{name}(1/x)", f"1/{name}(x)"]
        elif len(row.args) == 2:
            found.append(f"{name}(2, x)")
            if None in row.local:  # an order
                found += [f"{name}(1/2, x)", f"{name}(3, x**2)"]
            else:
                found += [f"{name}(x, 2)", f"{name}(x, x + 1)", f"{name}(x, x**2)"]
        else:
            found += [f"{name}(x, -1, 2)", f"{name}(1, x, 3)"]
    return found


def made_up(choice: random.Random, depth: int) -> str:
    """Return an expression of x."""
    if depth == 0:
        return choice.choice(_ATOMS)
    u = made_up(choice, depth - 1)
    kind = choice.random()
    if kind < 0.45:
        return f"{choice.choice(_UNARY)}({u})"
    if kind < 0.55:
        return f"({u})**({choice.choice(_POWERS)})"
    if kind < 0.62:
        return f"{choice.choice(_CONSTANTS)}*({u})"
    v = made_up(choice, depth - 1)
    if kind < 0.68:
        w = made_up(choice, depth - 1)
        return f"where({u} > {choice.choice(_BOUNDS)}, {v}, {w})"
    if kind < 0.74:
        return f"{choice.choice(('max', 'min', 'hypot', 'atan2'))}({u}, {v})"
    return f"({u}){choice.choice('**/+-')}({v})"


_UNARY = [
    name
    for name, row in FUNCTIONS.items()
    if len(row.args) == 1 and row.floats and not row.variadic
]


def points(choice: random.Random, count: int) -> list[str]:
    """Return numerals of both signs and all exponents, exact and not."""
    found = []
    for _ in range(count):
        sign = choice.choice(("", "-"))
        if choice.random() < 0.2:
            found.append(f"{sign}{choice.randint(0, 1000)}")
            continue
        widest = choice.choice(((-330, 308), (-20, 20), (-3, 3)))
        digits = choice.randint(0, 16)
        found.append(f"{sign}{choice.uniform(1, 10):.{digits}f}e{choice.randint(*widest)}")
    return found


def tried(expression: str, order: int, texts: Sequence[str]) -> Tally:
    """Ask a block and the proven way for the same points."""
    try:
        graph = read(expression).graph
        block = prepare(graph, [("x",) * order])
        x = np.array(texts, dtype=float)
        (found,), care = block.at({"x": x}, len(texts))
    except CalcdlError:  # too large for a block, or no such derivative
        return Tally(0, 0, [])
    try:
        short = ProvenPoints(graph, [formula(graph, "x", order) if order else graph])
    except CalcdlError:
        short = None
    told = [k for k in range(len(texts)) if not care[k] and _is_read_rightly(texts[k], x[k])]
    faults = []
    for k in told:
        true = _truth(graph, order, texts[k], short)
        if not _agrees(float(found[k]), true):
            faults.append(Fault(expression, order, texts[k], float(found[k]), true))
    return Tally(len(texts), len(told), faults)


def _is_read_rightly(text: str, number: float) -> bool:
    """Say whether a numeral goes into a block: Rows keeps what is too large or small out."""
    return math.isfinite(number) and (number != 0 or not text.partition("e")[0].strip("-+0."))


def _truth(graph: Graph, order: int, text: str, short: ProvenPoints | None) -> str:
    """Return the numeral that --certified prints, or what it says."""
    proven = None if short is None else short.at({"x": text})
    if proven is not None:
        return proven[0]
    point = read_point(text, ["x"])
    try:
        value, _ = derivative_at(graph, "x", point, order) if order else value_at(graph, point)
    except Undecided:
        return "undecided"
    except CalcdlError as error:
        return error.message
    return value.decimal


def _agrees(number: float, true: str) -> bool:
    if true == "undecided":  # then nothing speaks against the block
        return True
    try:
        expected = float(true)
    except ValueError:
        return False
    if expected == 0:
        return number == 0 and not true.partition("e")[0].strip("-0.")
    return math.isclose(number, expected, rel_tol=TWELVE_DIGITS)


def questions(seed: int) -> Iterator[tuple[str, int, list[str]]]:
    """Yield expressions, orders and points without an end, the table and made-up ones in turn."""
    choice = random.Random(seed)
    rows = expressions_of_rows()
    while True:
        choice.shuffle(rows)
        for row in rows:
            for expression in (row, made_up(choice, choice.randint(1, 3))):
                yield expression, choice.choice(ORDERS), points(choice, 60)


def main() -> None:
    """Try so many points and print what was found."""
    wanted, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    asked = told = wrong = 0
    for expression, order, texts in questions(seed):
        tally = tried(expression, order, texts)
        asked, told, wrong = asked + tally.points, told + tally.told, wrong + len(tally.faults)
        for fault in tally.faults:
            print(*fault, sep="\t", flush=True)
        if asked >= wanted:
            break
    print(f"{asked} points, {told} of them told by doubles, {wrong} wrong")


if __name__ == "__main__":
    main()
