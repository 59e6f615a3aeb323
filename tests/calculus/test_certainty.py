"""Every decimal is right to its last digit: random functions and points against mpmath.

The oracle evaluates the same text with its own functions in 260-digit arithmetic and takes the
derivative as a central difference with step 1e-80, whose error lies beyond the 100th digit.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, NamedTuple

import mpmath
import pytest

from calcdl import algebra
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.evaluation.value import value_at
from calcdl.errors import NotDifferentiable, NoValue, TooLarge, Undecided
from calcdl.reading.expressions import read
from calcdl.reading.points import read_point
from tests.support.command import in_process

pytestmark = pytest.mark.process  # SymPy gets only so much time

DIGITS = 260
STEP = mpmath.mpf(10) ** -80
SEEDS = range(10)
CASES = 500  # compared, for each seed
LARGEST = mpmath.mpf(10) ** 300

Function = Callable[[Any], Any]


def _sigmoid(u: Any) -> Any:
    return 1 / (1 + mpmath.exp(-u))


def _softplus(u: Any) -> Any:
    return mpmath.log1p(mpmath.exp(u))


FUNCTIONS: dict[str, Function] = {
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": mpmath.tan,
    "exp": mpmath.exp,
    "expm1": mpmath.expm1,
    "log": mpmath.log,
    "log1p": mpmath.log1p,
    "sqrt": mpmath.sqrt,
    "cbrt": lambda u: mpmath.sign(u) * mpmath.cbrt(abs(u)),
    "asin": mpmath.asin,
    "atan": mpmath.atan,
    "sinh": mpmath.sinh,
    "tanh": mpmath.tanh,
    "asinh": mpmath.asinh,
    "acosh": mpmath.acosh,
    "abs": abs,
    "relu": lambda u: u if u > 0 else mpmath.mpf(0),
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "silu": lambda u: u * _sigmoid(u),
    "mish": lambda u: u * mpmath.tanh(_softplus(u)),
    "gelu": lambda u: u * mpmath.erfc(-u / mpmath.sqrt(2)) / 2,
    "erf": mpmath.erf,
    "lambertw": mpmath.lambertw,
    "digamma": mpmath.digamma,
    "gamma": mpmath.gamma,
}
RARE = ("erf", "gelu", "lambertw", "digamma", "gamma", "mish")  # because mpmath is slow at them


class Case(NamedTuple):
    """An expression as text and as a function of mpmath numbers."""

    text: str
    function: Function


def random_case(choice: random.Random, depth: int) -> Case:
    """Return a random expression in x; its depth is small, so that this may recurse."""
    if depth == 0 or choice.random() < 0.12:
        return _leaf(choice)
    if choice.random() < 0.5:
        name = choice.choice(list(FUNCTIONS))
        if name in RARE and choice.random() < 0.6:
            name = "sin"
        inner = random_case(choice, depth - 1)
        outer = FUNCTIONS[name]
        return Case(f"{name}({inner.text})", lambda x: outer(_bounded(inner.function(x))))
    a, b = random_case(choice, depth - 1), random_case(choice, depth - 1)
    f, g = a.function, b.function
    match choice.choice("+-*/^"):
        case "+":
            return Case(f"({a.text} + {b.text})", lambda x: f(x) + g(x))
        case "-":
            return Case(f"({a.text} - {b.text})", lambda x: f(x) - g(x))
        case "*":
            return Case(f"({a.text} * {b.text})", lambda x: f(x) * g(x))
        case "/":
            return Case(f"({a.text} / {b.text})", lambda x: f(x) / g(x))
    n = choice.choice((2, 3, 4, -1, -2))
    return Case(f"({a.text})**({n})", lambda x: f(x) ** n)


def _leaf(choice: random.Random) -> Case:
    kind = choice.random()
    if kind < 0.7:
        return Case("x", lambda x: x)
    if kind < 0.75:
        return Case("pi", lambda x: mpmath.pi + 0)
    if kind < 0.8:
        n = choice.randint(-30, 30)
        return Case(f"(1 + 1e{n})", lambda x: 1 + mpmath.mpf(10) ** n)
    n, m = choice.randint(1, 30), choice.choice((1, 2, 3, 5, 7, 10))
    return Case(f"({n}/{m})", lambda x: mpmath.mpf(n) / m)


def _bounded(u: Any) -> Any:
    """Return an argument that mpmath can work on in reasonable time; OverflowError otherwise."""
    if abs(u) > 1000 or isinstance(u, mpmath.mpc):
        raise OverflowError
    return u


def random_point(choice: random.Random) -> tuple[str, Any]:
    kind = choice.random()
    if kind < 0.1:
        n, m = choice.randint(-6, 6), choice.choice((1, 2, 3, 4, 6))
        return f"{n}*pi/{m}", n * mpmath.pi / m
    if kind < 0.2:
        n, e = choice.randint(1, 99), choice.randint(-25, 3)
        return f"{n}e{e}", n * mpmath.mpf(10) ** e
    n, m = choice.randint(-40, 40), choice.choice((1, 3, 7, 10, 11))
    return f"{n}/{m}", mpmath.mpf(n) / m


def truth(case: Case, x: Any, order: int) -> Any:
    """Return value or derivative to more than 100 digits; None where the oracle has none."""
    try:
        if order == 0:
            found = case.function(x)
        else:
            above, below = case.function(x + STEP), case.function(x - STEP)
            found = (above - below) / (2 * STEP)
            if abs(above) > LARGEST or abs(above - below) > abs(above) / 10**20:
                return None
    except (ArithmeticError, ValueError, mpmath.libmp.NoConvergence):
        return None
    if isinstance(found, mpmath.mpc) or not mpmath.isfinite(found) or abs(found) > LARGEST:
        return None
    return found


def is_right(text: str, number: Any, digits: int | None) -> bool:
    """Say whether a decimal is the number correctly rounded: to a double, or to N digits."""
    if digits is None:
        return float(text) == float(number)
    unit = mpmath.mpf(10) ** (mpmath.floor(mpmath.log10(abs(number))) - digits + 1)
    return bool(abs(mpmath.mpf(text) - number) <= unit / 2 * (1 + mpmath.mpf(10) ** -40))


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_no_digit_is_wrong(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(algebra, "_SECONDS", 0.2)  # what is not proven by then has no digits
    choice = random.Random(seed)
    compared = undecided = 0
    with mpmath.workdps(DIGITS):
        while compared < CASES:
            case = random_case(choice, choice.randint(1, 5))
            place, x = random_point(choice)
            order = choice.choice((0, 1, 1, 1))
            digits = choice.choice((None, None, None, 5, 30, 60))
            graph = read(case.text).graph
            point = read_point(place, ["x"])
            try:
                if order:
                    text = derivative_at(graph, "x", point, 1, digits)[0].decimal
                else:
                    text = value_at(graph, point, digits)[0].decimal
            except (NoValue, NotDifferentiable, TooLarge):
                continue
            except Undecided:
                undecided += 1
                continue
            number = truth(case, x, order)
            if number is None:
                continue
            told = f"{case.text} at {place}, order {order}, digits {digits}: {text}"
            compared += 1
            if abs(number) < mpmath.mpf(10) ** -70:  # zero, as far as the difference can tell
                assert abs(mpmath.mpf(text)) < mpmath.mpf(10) ** -60, told
                continue
            assert is_right(text, number, digits), f"{told}, but it is {mpmath.nstr(number, 70)}"
    assert undecided < CASES / 20


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("sin(pi)", "0"),
        ("cos(pi/2)", "0"),
        ("exp(log(2)) - 2", "0"),
        ("sqrt(2)**2 - 2", "0"),
        ("(1e16 + 1) - 1e16", "1"),
        ("tan(pi/4) - 1", "0"),
        ("sin(1)**2 + cos(1)**2 - 1", "0"),
        ("sqrt(3 + 2*sqrt(2)) - 1 - sqrt(2)", "0"),
        ("exp(pi*sqrt(163)) - 262537412640768744", "-7.499274028018143e-13"),
    ],
)
def test_zero_is_exact_where_it_can_be_proven(text: str, printed: str) -> None:
    assert in_process("eval", text).stdout == f"{printed}\n"


def test_zero_that_is_not_proven_is_not_called_zero() -> None:
    outcome = in_process("eval", "16*atan(1/5) - 4*atan(1/239) - pi")
    assert outcome.status == 3
    assert outcome.stdout == ""
    assert "whether it is zero: it is less than 1e-" in outcome.stderr
    assert "not proven to be zero" in outcome.stderr


@pytest.mark.parametrize("edge", [
    "log({})", "log1p({} - 1)", "atanh({} + 1)", "atanh({} - 1)", "1/({})", "({})**(-1/2)",
    "cot({})", "csc({})", "gamma({} - 3)", "digamma({})", "log(abs({}))", "1/sin({} + pi)",
])  # fmt: skip
def test_zero_times_nothing_is_nothing(edge: str) -> None:
    """Where a part has no value the whole has none, though no ball can tell of the part."""
    part = edge.format("exp(log(2)) - x")
    with pytest.raises(NoValue):
        value_at(read(f"0*({part}) + x").graph, read_point("2", ["x"]))
