"""The form that reads best: how long it takes, beside the simplifiers of other systems."""

from __future__ import annotations

import importlib.util
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from statistics import mean, median

from calcdl.calculus.derivative.formula import formula
from calcdl.reading.expressions import read
from calcdl.reading.writing import write
from tests.support.textbook import compared, pairs, to_maxima, variable_of

_EVERY = 10  # SymPy's simplify takes half a second a function
_ROUNDS = 9
_PLAIN = ["x**3 - 3*x", "(x + 1)**10", "exp(-x**2/2)", "sin(cos(x))", "log(x)", "3*x**2 + 1/x"]


def ours(form: str) -> Callable[[str], str]:
    def differentiated(text: str) -> str:
        return write(formula(read(text).graph, variable_of(text), form=form))

    return differentiated


def with_sympy(way: str) -> Callable[[str], str]:
    from sympy import Symbol, diff, simplify

    from calcdl.algebra.expressions import to_sympy

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
        start = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(program, input=text, capture_output=True, text=True, check=False)
        end = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime)
    return seconds[0] - seconds[1]


def microseconds(functions: list[Callable[[str], str]], texts: list[str]) -> list[float]:
    """Return the times a formula of functions in turn: the least of several rounds, on average."""
    return [mean(times) for times in zip(*least_times(functions, texts), strict=True)]


def least_times(functions: list[Callable[[str], str]], texts: list[str]) -> list[list[float]]:
    """Return of each text the least microseconds of several rounds that each function takes."""
    times = []
    for text in texts:
        best = [float("inf")] * len(functions)
        for _ in range(_ROUNDS):
            for k, function in enumerate(functions):
                start = time.process_time()
                function(text)
                best[k] = min(best[k], time.process_time() - start)
        times.append([least * 1e6 for least in best])
    return times


def others(texts: list[str]) -> Iterator[tuple[str, float]]:
    """Yield what the systems that are installed take a formula, in microseconds."""
    few = texts[::_EVERY]
    yield "SymPy `diff`", *microseconds([with_sympy("diff")], few)
    start = time.process_time()
    for text in few:
        with_sympy("simplify")(text)
    yield "SymPy `simplify(diff)`", (time.process_time() - start) / len(few) * 1e6
    if importlib.util.find_spec("symengine"):
        plain = [text for text in few if "sigmoid" not in text]
        yield "SymEngine `diff`", *microseconds([with_symengine], plain)
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
    ways = [ours("rules"), ours("best")]
    times = least_times(ways, texts)
    rules, best = [mean(column) for column in zip(*times, strict=True)]
    more = median([chosen - given for given, chosen in times])
    plain = median([chosen - given for given, chosen in least_times(ways, _PLAIN)])
    lengths = compared()
    short = sum(one.ratio <= 1 for one in lengths) / len(lengths)
    rows = [
        ("calcdl, as the rules give it", rules),
        ("calcdl, in the form that reads best", best),
        *others(texts),
    ]
    return [
        f"| read, differentiate, print {len(texts)} textbook functions, time of the processor"
        " | µs a formula | × calcdl |",
        "| --- | --: | --: |",
        *[f"| {name} | {time:,.0f} | {time / best:,.2f} |" for name, time in rows],
        "",
        f"To choose the form takes {more:,.0f} µs a formula in the median, and {plain:,.0f} µs"
        f" where there is nothing to gain, as in the derivatives of {', '.join(_PLAIN)}.",
        "",
        f"Of calcdl's formulas {short:.1%} are no longer than the shortest that SymPy and Maxima"
        f" give, the longest is {max(one.ratio for one in lengths):.2f} times as long.",
    ]
