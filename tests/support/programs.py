"""What code in any language is held to: expressions, points, and certified values and gradients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from math import isfinite
from typing import Any, NamedTuple

from hypothesis import given, settings

import calcdl
from calcdl.errors import CalcdlError
from calcdl.functions import FUNCTIONS
from calcdl.functions.row import Function
from calcdl.graph.nodes import Graph
from tests.support import strategies
from tests.support.samples import arguments_of

__all__ = [
    "EXPRESSIONS",
    "SHAPES",
    "Call",
    "Case",
    "all_cases",
    "calls_of",
    "case_of",
    "cases_of",
    "code_for",
    "problems_of",
    "random_cases",
    "row_cases",
    "wrong",
]

# What exercises the sweep, the choice of branches, respelling, and names.
EXPRESSIONS: dict[str, list[tuple[float, ...]]] = {
    "x**2*y + 3*x - y/7": [(2.5, -1.5), (0.0, 4.0)],
    "w*x*y*z*sin(x*y)": [(0.5, 1.25, -2.0, 3.0)],
    "(x + 1)**7*(y - 2)**(-3)/(x*y)": [(0.75, 1.5)],
    "log(1 + exp(x)) - x*y": [(800.0, 0.5), (-800.0, 2.0), (0.25, 0.5)],
    "exp(x)/(exp(x) + exp(y))": [(900.0, 899.0), (-3.0, 40.0)],
    "sqrt(x**2 + y**2)": [(3e200, 4e200), (3e-200, 4e-200), (1.0, 0.0)],
    "where(x > 0, sqrt(x)*y, 0)": [(-1.0, 2.0), (4.0, 2.0)],
    "where(x > 0, where(y > 0, log(x*y), x), y**2)": [(-1.0, -2.0), (2.0, 3.0), (2.0, -3.0)],
    "relu(x*y) + max(x, y)*abs(y)": [(1.5, 2.5), (-1.5, 2.5)],
    "x**y + y**2.5 + x**-0.5 + x**(1/3)": [(1.5, 2.5)],
    "1 - sigmoid(w*x + b)**2": [(0.5, 2.0, -1.0), (40.0, 1.0, 1.0)],
    "(1 - tanh(x))*(1 + tanh(x)) + (1 - tanh(y)**2)": [(0.5, 12.0)],
    "log(exp(a) + exp(b) + exp(c))": [(1000.0, 999.0, 998.0), (-5.0, 0.5, 2.0)],
    "θ*math + int*double": [(1.5, 2.0, 3.0, 4.0)],
    "x": [(3.0,)],
    "0*x + 2": [(3.0,)],
}
# What a formatter and a linter look at: long lists, names that are reserved, undefined functions.
SHAPES = (
    "s(x*y)*r(x, y)",
    "x*sin(y)*exp(z)/(w + x)*tan(v + w)*log(w*x + y)",
    "where(x > 0, where(y > 0, log(x*y) + sin(x)*cos(y), x), y**2*exp(x*y)/(1 + x**2))",
    "type*fn*end*value*grad*t1*this",
    "X*x + θ*t1 + 3.14*α₁ + 2*pi*x",
    "a*b*c*d*g*h*k*l*m*n*o*p*q*r*u*v*w",
    "relu6(x)*hardtanh(y)*clip(x, -1, 2)",
    "gelu(x)*erf(y) + fmod(x, y)*mod(y, x)",
    "2**x + max(0, x) + hypot(1, y)",
    "atan2(y, x)*hypot(x, y)",
    "linux*unix + _x*y0",
    "where(x > 1, log(x - 1), y/0)*x",
)
_TOLERANCE = 1e-12  # relative to the number, or to what an ulp of the arguments does to the value


class Case(NamedTuple):
    """An expression at a point, with the certified value and partial derivatives there.

    A number is None where there is none, or where it is no finite double.
    """

    expression: str
    point: Mapping[str, float]
    value: float | None
    gradient: Mapping[str, float | None]


def cases_of(expressions: Mapping[str, Sequence[tuple[float, ...]]]) -> list[Case]:
    """Return expressions at their points; the numbers are those of the variables, sorted."""
    return [
        _case(text, tuple(sorted(calcdl.read(text).graph.symbols())), point)
        for text, points in expressions.items()
        for point in points
    ]


@cache
def row_cases() -> tuple[Case, ...]:
    """Return every function of the table at its samples."""
    return tuple([_of_row(row, sample) for row in FUNCTIONS.values() for sample in row.sample])


def case_of(graph: Graph, point: Mapping[str, Any]) -> Case | None:
    """Return a random graph at a point, if it has a value and a gradient that code must give.

    Where numbers happen to be equal, code has the slope of the branch that is taken, and
    not that of the function: graphs that choose at single points are left out.
    """
    names = graph.symbols()
    if not names or {"==", "!="} & set(graph.kinds()):
        return None
    (case,) = cases_of({calcdl.write(graph): [tuple([float(point[name]) for name in names])]})
    return None if None in (case.value, *case.gradient.values()) else case


@cache
def random_cases(count: int = 60) -> tuple[Case, ...]:
    """Return random graphs at random points where they have a value and a gradient."""
    found: list[Case] = []

    @settings(max_examples=count, database=None, derandomize=True, deadline=None)
    @given(strategies.graphs(), strategies.points())
    def collect(graph: Graph, point: dict[str, Any]) -> None:
        case = case_of(graph, point)
        if case is not None:
            found.append(case)

    collect()
    return tuple(found)


def all_cases() -> list[Case]:
    """Return what every language is tried at: expressions, the table's rows, random graphs."""
    return [*cases_of(EXPRESSIONS), *row_cases(), *random_cases()]


class Call(NamedTuple):
    """A function of a compiled program, f0, f1, …, and the case that it is called for."""

    name: str
    case: Case

    def arguments(self) -> list[float]:
        """Return the numbers of the point in the order of the parameters."""
        return [self.case.point[name] for name in sorted(self.case.point)]


def calls_of(cases: Sequence[Case], target: str, **options: Any) -> tuple[list[str], list[Call]]:
    """Return the code of all expressions that have some, and a call for each of their cases."""
    texts = list(dict.fromkeys(case.expression for case in cases))
    codes = code_for(texts, target, **options)
    names = {text: f"f{k}" for k, text in enumerate(texts) if text in codes}
    calls = [Call(names[case.expression], case) for case in cases if case.expression in names]
    return list(codes.values()), calls


def problems_of(calls: Sequence[Call], output: str, tolerance: float = _TOLERANCE) -> list[str]:
    """Return what is wrong with the lines that a program has printed: value and gradient."""
    rows = [[float(word) for word in line.split()] for line in output.splitlines()]
    return [
        problem
        for call, (value, *gradient) in zip(calls, rows, strict=True)
        for problem in wrong(call.case, value, gradient, tolerance)
    ]


def code_for(expressions: Sequence[str], target: str, **options: Any) -> dict[str, str]:
    """Return the code of expressions, each in a function f0, f1, …, for those that have one."""
    found = {}
    for k, expression in enumerate(expressions):
        try:
            found[expression] = calcdl.code(expression, to=target, name=f"f{k}", **options)
        except CalcdlError:
            continue
    return found


def wrong(
    case: Case,
    value: float,
    gradient: Sequence[float],
    tolerance: float = _TOLERANCE,
    least: float = 5e-324,
) -> list[str]:
    """Return what is wrong with numbers that code has given, an error of ``least`` being none."""
    scale = sum([abs(x * (case.gradient[name] or 0)) for name, x in case.point.items()])
    problems = []
    if case.value is not None and not _is_close(value, case.value, scale, tolerance, least):
        problems.append(f"{case.expression} at {case.point}: {value!r}, not {case.value!r}")
    for name, found in zip(sorted(case.point), gradient, strict=True):
        true = case.gradient[name]
        if true is not None and not _is_close(found, true, abs(true), tolerance, least):
            problems.append(f"{case.expression} by {name} at {case.point}: {found!r}, not {true!r}")
    return problems


def _is_close(found: float, true: float, scale: float, tolerance: float, least: float) -> bool:
    return isfinite(found) and abs(found - true) <= tolerance * max(abs(true), scale) + least


def _of_row(row: Function, sample: Any) -> Case:
    numbers = arguments_of(sample)
    names = [f"u{k}" for k in range(len(numbers))] if row.variadic else list(row.args)
    slopes = row.local * len(numbers) if row.variadic else row.local
    texts, point = [], {}
    for name, slope, number in zip(names, slopes, numbers, strict=False):
        fixed = slope is None
        texts.append(str(Fraction(str(number))) if fixed else name)
        if not fixed:
            point[name] = float(Fraction(str(number)))
    text = f"{row.name}({', '.join(texts)})"
    return _case(text, tuple(sorted(point)), tuple([point[name] for name in sorted(point)]))


def _case(text: str, names: tuple[str, ...], point: tuple[float, ...]) -> Case:
    at = dict(zip(names, point, strict=True))
    gradient: dict[str, float | None] = dict.fromkeys(names)
    try:
        value = _number(calcdl.evaluate(text, at=at).points[0].value)
        if names:
            for one in calcdl.partials(text, at=at).entries:
                gradient[one.variables[0]] = _number(one.points[0].value)
    except calcdl.CalcdlError:  # it is defined nowhere
        return Case(text, at, None, dict.fromkeys(names))
    return Case(text, at, value, gradient)


def _number(value: Any) -> float | None:
    """Return a certified number as a double; None where there is none."""
    number = None if value is None else value.float
    return number if number is not None and isfinite(number) else None
