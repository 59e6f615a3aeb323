"""The form that reads best: how long it takes, beside the simplifiers of other systems."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator

from calcdl.calculus.derivative.formula import formula
from calcdl.reading.expressions import read
from calcdl.reading.writing import write
from tests.support.textbook import compared, pairs, to_maxima, variable_of

_EVERY = 10  # SymPy's simplify takes half a second a function
_ROUNDS = 3


def ours(form: str) -> Callable[[str], str]:
    def differentiated(text: str) -> str:
        return write(formula(read(text).graph, variable_of(text), form=form))

    return differentiated


def with_sympy(way: str) -> Callable[[str], str]:
    from sympy import Symbol, diff, simplify

    from calcdl.algebra import to_sympy

    def differentiated(text: str) -> str:
        slope = diff(to_sympy(read(text).graph), Symbol(variable_of(text), real=True))
        return str(simplify(slope) if way == "simplify" else slope)

    return differentiated


def with_symengine(text: str) -> str:
    import symengine

    return str(symengine.diff(symengine.sympify(text), symengine.Symbol(variable_of(text))))


def through_program(program: list[str], lines: list[str]) -> float:
    """Return the seconds that a program takes for lines on its stdin, but not for its start."""
    seconds = []
    for text in ("\n".join(lines), ""):
        start = time.perf_counter()
        subprocess.run(program, input=text, capture_output=True, text=True, check=False)
        seconds.append(time.perf_counter() - start)
    return seconds[0] - seconds[1]


def microseconds(function: Callable[[str], str], texts: list[str]) -> float:
    """Return the least time a formula, of several rounds."""
    best = float("inf")
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        for text in texts:
            function(text)
        best = min(best, time.perf_counter() - start)
    return best / len(texts) * 1e6


def others(texts: list[str]) -> Iterator[tuple[str, float]]:
    """Yield what the systems that are installed take a formula, in microseconds."""
    few = texts[::_EVERY]
    yield "SymPy `diff`", microseconds(with_sympy("diff"), few)
    start = time.perf_counter()
    for text in few:
        with_sympy("simplify")(text)
    yield "SymPy `simplify(diff)`", (time.perf_counter() - start) / len(few) * 1e6
    if importlib.util.find_spec("symengine"):
        plain = [text for text in few if "sigmoid" not in text]
        yield "SymEngine `diff`", microseconds(with_symengine, plain)
    slopes = [f"diff({to_maxima(text)}, {variable_of(text)})" for text in few]
    if shutil.which("maxima"):
        for way in ("ratsimp", "factor"):
            lines = [f"errcatch(string({way}({slope})))$" for slope in slopes]
            seconds = through_program(["maxima", "--very-quiet"], lines)
            yield f"Maxima `{way}(diff)`", seconds / len(few) * 1e6
    if shutil.which("giac"):
        lines = [f"simplify({slope});" for slope in slopes]
        yield "giac `simplify(diff)`", through_program(["giac"], lines) / len(few) * 1e6


def report() -> list[str]:
    """Return a table of the times, and how long the formulas are beside the shortest of theirs."""
    texts = [function for function, _ in pairs()]
    microseconds(ours("best"), texts[:50])
    rules, best = [microseconds(ours(form), texts) for form in ("rules", "best")]
    lengths = compared()
    short = sum(one.ratio <= 1 for one in lengths) / len(lengths)
    return [
        f"| read, differentiate, print {len(texts)} textbook functions | µs a formula |",
        "| --- | --: |",
        f"| calcdl, as the rules give it | {rules:,.0f} |",
        f"| calcdl, in the form that reads best | {best:,.0f} |",
        *[f"| {name} | {time:,.0f} |" for name, time in others(texts)],
        "",
        f"Of calcdl's formulas {short:.0%} are no longer than the shortest that SymPy and Maxima"
        f" give, the longest is {max(one.ratio for one in lengths):.2f} times as long.",
    ]
