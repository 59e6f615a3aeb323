"""Germs: laws of their arithmetic, and that they are the function near the point.

The oracle is the function itself, computed in balls of 2000 bits very near the point, where the
terms of a germ must leave no more than the order that they are known to.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from flint import arb
from hypothesis import assume, given, settings

from calcdl.arithmetic.formulas.closed import Closed
from calcdl.arithmetic.germs import (
    Germs,
    bessel,
    elliptic,
    gamma,
    incomplete,
    integrals,
    lambert,
    special,
    zeta,
)
from calcdl.arithmetic.germs.germ import EXACT, FLAT, Germ, Infinite, Patience
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.signals import Finer
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.germs_at import derivative_of_row
from calcdl.errors import CalcdlError, NoValue, Undecided
from calcdl.functions import FUNCTIONS as TABLE
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.sweep.forward import apply
from tests.support.strategies import SMOOTH, VARIABLES, graphs, points

BITS = 2000
LENGTH = 5
NEAR = 80  # the distance is 2**-80
ENOUGH = 1 << 40  # patience
SIDES = pytest.mark.parametrize("side", [-1, 1])
often = settings(max_examples=60, deadline=None)


@pytest.fixture(autouse=True)
def _precise_balls() -> Any:
    with precision(BITS):
        yield


def germs_on(side: int = 1, roots: int = 1, length: int = LENGTH) -> Germs:
    return Germs(side, length, roots, Closed(), derivative_of_row, Patience(ENOUGH))


def germ_of(germs: Germs, text: str, at: Any = 0) -> Germ:
    """Return the germ of a function of x at a rational number."""
    here = germs.variable(germs.closed.number(at))
    return apply(read(text).graph, germs, {"x": here})


def ball(germs: Germs, node: int) -> arb:
    """Return a closed formula as a ball."""
    return Taylor(1).ball(Taylor(1).result(germs.closed.ball(node, BITS), 0))


def value_near(text: str, x: Fraction) -> arb:
    number = x.numerator if x.denominator == 1 else x
    taylor = Taylor(1)
    return taylor.ball_of(apply(read(text).graph, taylor, {"x": taylor.number(number)}))


def sum_of_terms(germs: Germs, germ: Germ, near: int) -> arb:
    """Return what the terms of a germ are at the distance 2**-near."""
    root, logarithm = arb(2) ** (arb(-near) / germs.roots), (arb(2) ** -near).log()
    total = arb(0)
    for (k, j), node in germ.terms.items():
        total += ball(germs, node) * root**k * logarithm**j
    return total


def misses(germs: Germs, germ: Germ, text: str, at: Any = 0) -> bool:
    """Say whether the terms of a germ leave more of the function than the rest may be."""
    near = NEAR * germs.roots
    there = Fraction(at) + germs.side * Fraction(1, 1 << near)
    rest = abs(value_near(text, there) - sum_of_terms(germs, germ, near))
    order = germ.known - Fraction(1, 2) if germ.known < FLAT else Fraction(20)
    allowed = arb(2) ** (-NEAR * arb(order.numerator) / order.denominator)
    return not rest < allowed


# A germ is the function near the point: text, point, roots that it needs

FUNCTIONS = [
    ("sin(x)/x", 0, 1), ("(exp(x) - 1 - x)/x**2", 0, 1), ("1/(exp(x) - 1)", 0, 1),
    ("exp(x)", "1/3", 1), ("tan(x)**3/(x - sin(x))", 0, 1), ("gamma(x)", -2, 1),
    ("x**2/(1 - cos(x))", 0, 1), ("log(1 + x)*cosh(x)", 0, 1), ("abs(x - 1)**3 + x", 1, 1),
    ("abs(x)*relu(x - 1)", 0, 1), ("floor(x)*x", 2, 1), ("where(x > 1, x**2, sin(x))", 1, 1),
    ("sigmoid(1/x)", 0, 1), ("x + exp(-1/abs(x))", 0, 1), ("hypot(x, x**2)", 0, 1),
    ("log(abs(x))", 0, 1), ("x*log(abs(x))**2 + x**3", 0, 1), ("log(abs(sin(x)))", 0, 1),
    ("exp(abs(x)*log(abs(x)))", 0, 1), ("digamma(abs(x))", 0, 1), ("besselk(1, abs(x))", 0, 1),
    ("sqrt(abs(x))", 0, 2), ("sqrt(abs(sin(x)))", 0, 2), ("abs(x)**(2/3)*(1 + x)", 0, 3),
    ("sqrt(abs(x) + abs(x)**(3/2))", 0, 4), ("acos(1 - abs(x))", 0, 2), ("cbrt(x**2 - x**3)", 0, 3),
    ("1/(sqrt(abs(x)) - 2*abs(x))", 0, 2), ("log(sqrt(abs(x)))*abs(x)**(1/2)", 0, 2),
]  # fmt: skip


@SIDES
@pytest.mark.parametrize(("text", "at", "roots"), FUNCTIONS)
def test_a_germ_is_the_function_near_the_point(text: str, at: Any, roots: int, side: int) -> None:
    germs = germs_on(side, roots)
    assert not misses(germs, germ_of(germs, text, Fraction(at)), text, at)


@pytest.mark.parametrize(("text", "at", "roots"), FUNCTIONS)
def test_a_coefficient_that_is_wrong_is_seen(text: str, at: Any, roots: int) -> None:
    germs = germs_on(1, roots)
    germ = germ_of(germs, text, Fraction(at))
    for key, node in germ.terms.items():
        wrong = germs.closed.multiple(node, Fraction(1_000_001, 1_000_000))
        assert misses(germs, germ._replace(terms={**germ.terms, key: wrong}), text, at)


# Against Taylor numbers, at random points of random smooth functions


def smooth_germ(graph: Graph, point: dict[str, Any], side: int) -> tuple[Germs, Germ]:
    """Return the germ in x of a function at a point; an example that has none is left out."""
    germs = germs_on(side)
    inputs = {name: germs.of(germs.closed.number(point[name])) for name in VARIABLES}
    inputs["x"] = germs.variable(germs.closed.number(point["x"]))
    try:
        return germs, apply(graph, germs, inputs)
    except CalcdlError:
        assume(False)
        raise


def series_in_x(graph: Graph, point: dict[str, Any]) -> list[arb]:
    """Return the Taylor coefficients in x; an example that has none is left out."""
    taylor = Taylor(LENGTH)
    inputs = {name: taylor.number(point[name]) for name in VARIABLES}
    inputs["x"] = taylor.variable(inputs["x"])
    try:
        series = apply(graph, taylor, inputs)
    except CalcdlError:
        assume(False)
        raise
    return [taylor.ball(taylor.result(series, k)) for k in range(LENGTH)]


@SIDES
@often
@given(graphs(SMOOTH, 4), points())
def test_where_there_is_a_taylor_series_the_germ_is_it(
    side: int, graph: Graph, point: dict[str, Any]
) -> None:
    coefficients = series_in_x(graph, point)
    germs, germ = smooth_germ(graph, point, side)
    assert all(j == 0 <= k for k, j in germ.terms)
    for k, coefficient in enumerate(coefficients[: min(germ.known, LENGTH)]):
        found = ball(germs, germ.terms.get((k, 0), germs.closed.zero))
        assert found.overlaps(coefficient * side**k)


# Laws of the arithmetic, coefficient by coefficient

PAIRS = list(product(["exp(x)/x", "log(x)*x", "1 + x - x**2/3", "1/sin(x) - log(x)**2", "x**x"],
                     ["sin(x)", "1/x**2 + log(x)", "cos(x) - 1", "2 - x*log(x)"]))  # fmt: skip


def differences(germs: Germs, germ: Germ, wanted: dict[tuple[int, int], arb], known: int) -> set:
    """Return the terms below an order in which a germ is not what is wanted."""
    assert germ.known >= known
    keys = {key for key in (*germ.terms, *wanted) if key[0] < known}
    zero = germs.closed.zero
    return {
        key for key in keys
        if not ball(germs, germ.terms.get(key, zero)).overlaps(wanted.get(key, arb(0)))
    }  # fmt: skip


def convolution(germs: Germs, u: Germ, v: Germ) -> dict[tuple[int, int], arb]:
    total: dict[tuple[int, int], arb] = {}
    for (k, j), (m, n) in product(u.terms, v.terms):
        term = ball(germs, u.terms[k, j]) * ball(germs, v.terms[m, n])
        total[k + m, j + n] = total.get((k + m, j + n), arb(0)) + term
    return total


def faults_of_product(germs: Germs, first: str, second: str) -> set[tuple[int, int]]:
    """Return where the germ of a product is not the product of the germs."""
    u, v = germ_of(germs, first), germ_of(germs, second)
    together = germ_of(germs, f"({first})*({second})")
    known = min(u.known + germs.low(v), v.known + germs.low(u), germs.top)
    return differences(germs, together, convolution(germs, u, v), known)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_germ_of_a_product_is_the_product_of_the_germs(first: str, second: str) -> None:
    assert faults_of_product(germs_on(), first, second) == set()


def test_a_product_that_leaves_out_a_term_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Germs.product

    def forgetful(self: Germs, u: Germ, v: Germ) -> Germ:
        germ = right(self, u, v)
        last = max(germ.terms, default=None)
        kept = {key: node for key, node in germ.terms.items() if key != last}
        return germ._replace(terms=kept) if len(kept) > 1 else germ

    monkeypatch.setattr(Germs, "product", forgetful)
    assert faults_of_product(germs_on(), "1 + x - x**2/3", "cos(x) - 1")


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_germ_of_a_sum_is_the_sum_of_the_germs(first: str, second: str) -> None:
    germs = germs_on()
    u, v = germ_of(germs, first), germ_of(germs, second)
    wanted = {
        key: sum((ball(germs, w.terms[key]) for w in (u, v) if key in w.terms), arb(0))
        for key in {**u.terms, **v.terms}
    }
    together = germ_of(germs, f"({first}) + ({second})")
    assert differences(germs, together, wanted, min(u.known, v.known)) == set()


def equal_below(germs: Germs, u: Germ, v: Germ) -> int:
    """Return the order below which two germs are known and equal."""
    known = min(u.known, v.known)
    difference = germs.sub(u, v)
    assert all(germs.closed.sign(node) == 0 for node in difference.terms.values())
    return known


IDENTITIES = [
    ("(({u})/({v}))*({v})", "{u}"), ("exp(log({u}))", "{u}"), ("log(exp(x*({u})))", "x*({u})"),
    ("sqrt(({u})**2)", "abs({u})"), ("abs({v})*sign({v})", "{v}"), ("({v})**3/({v})**2", "{v}"),
    ("max({u}, {v}) + min({u}, {v})", "({u}) + ({v})"), ("({u})**(3/2)*({u})**(-3/2)", "1"),
    ("log(({u})**2)", "2*log(abs({u}))"), ("({u} + {v})**2", "({u})**2 + 2*({u})*({v}) + ({v})**2"),
    ("relu({v}) - relu(-({v}))", "{v}"), ("where({u} > {v}, {u}, {v})", "max({u}, {v})"),
]  # fmt: skip
POSITIVE = ("exp(x)/x", "2 - x*log(x)", "1/sin(x) - log(x)", "x + x**2", "x**x")
ANY = ("-sin(x)", "log(x)", "cos(x) - 1", "1/x**2 + log(x)")


@pytest.mark.parametrize(("left", "right"), IDENTITIES)
def test_laws_of_functions(left: str, right: str) -> None:
    germs = germs_on(roots=2, length=9)
    for u, v in product(POSITIVE, ANY):
        one, other = (germ_of(germs, text.format(u=u, v=v)) for text in (left, right))
        assert equal_below(germs, one, other) > germs.low(other), (u, v)


@pytest.mark.parametrize("text", ["exp(x)/x", "sin(x)*log(1 + x)", "1/(x - x**3)", "tan(x)**2/x"])
def test_the_two_sides_of_a_meromorphic_function_are_mirrored(text: str) -> None:
    left, right = germs_on(-1), germs_on(1)
    one, other = germ_of(left, text), germ_of(right, text)
    wanted = {(k, 0): (-1) ** k * ball(right, node) for (k, _), node in other.terms.items()}
    assert differences(left, one, wanted, min(one.known, other.known)) == set()


# What is faster than any power, and what oscillates


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("exp(1/x)", Infinite(1)), ("-exp(1/x)/x", Infinite(-1)), ("exp(-1/x)/x**9", 0),
        ("exp(1/x)*exp(-1/x)", 1), ("exp(1/x + x)/exp(1/x)", 1), ("log(exp(1/x)) - 1/x", 0),
        ("exp(1/x)/(exp(1/x) + 1)", 1), ("exp(exp(1/x))/exp(1/x**9)", Infinite(1)),
        ("(exp(2/x) - exp(1/x))/exp(2/x)", 1), ("x**x", 1), ("x**9*log(x)**9", 0),
        ("x*sin(1/x)", 0), ("sin(1/x)", None), ("log(x)", Infinite(-1)),
        ("floor(-x)", -1), ("sign(x)", 1), ("ceil(x)", 1),
    ],
)  # fmt: skip
def test_limits(text: str, limit: Any) -> None:
    germs = germs_on(length=12)
    found = germs.limit_of(germ_of(germs, text))
    if type(limit) is int:
        assert germs.closed.sign(germs.closed.sub(found, germs.closed.number(limit))) == 0
    else:
        assert found == limit


OSCILLATING = ("sin(1/x)", "2 + cos(1/x)", "exp(sin(1/x))", "1/(2 + sin(1/x))", "abs(sin(1/x))",
               "x**2*(1 + sin(1/x**2)/2)", "sqrt(2 + sin(1/x))", "max(sin(1/x), cos(1/x))",
               "(sin(1/x) + 3)/x", "sigmoid(sin(1/x))*cos(1/x)")  # fmt: skip


@pytest.mark.parametrize("text", OSCILLATING)
def test_what_oscillates_stays_in_its_span(text: str) -> None:
    germs = germs_on()
    germ = germ_of(germs, text)
    assert germ.span is not None or germ.limit is not None
    for k in range(1, 200):
        s = Fraction(1, 10**9 + 10**7 * k + k**3)
        near = value_near(text, s) / (arb(s.numerator) / s.denominator) ** germ.known
        if germ.span is not None:
            assert germ.span.low <= near <= germ.span.high
        else:
            assert abs(near - ball(germs, germ.limit)) < arb("1e-6")


# What cannot be answered


@pytest.mark.parametrize(
    ("text", "roots", "factor"), [("sqrt(x)", 1, 2), ("x**(2/3)", 2, 3), ("sqrt(x**3)", 2, None)]
)
def test_a_root_asks_for_finer_powers(text: str, roots: int, factor: int | None) -> None:
    germs = germs_on(1, roots)
    if factor is None:
        assert germ_of(germs, text).terms
    else:
        with pytest.raises(Finer) as caught:
            germ_of(germs, text)
        assert caught.value.factor == factor


def test_an_exact_germ_has_no_rest() -> None:
    germs = germs_on()
    assert germ_of(germs, "(x + 1)**3 - x/2").known == EXACT
    assert germ_of(germs, "sin(x)").known <= LENGTH
    assert germs.is_zero(germ_of(germs, "x - x"))
    with pytest.raises(NoValue, match="divides by zero"):
        germ_of(germs, "1/(x - x)")


def test_patience_is_counted_and_ends() -> None:
    spent: list[int] = []
    for length in (4, 16):
        germs = germs_on(length=length)
        germ_of(germs, "exp(sin(x))*log(1 + x)")
        spent.append(ENOUGH - germs.patience.left)
    assert 0 < spent[0] < spent[1]
    tired = Germs(1, 16, 1, Closed(), derivative_of_row, Patience(spent[0]))
    with pytest.raises(Undecided, match="too long"):
        germ_of(tired, "exp(sin(x))*log(1 + x)")


def test_each_rule_of_a_special_function_is_told_by_its_name() -> None:
    families = [bessel, elliptic, gamma, incomplete, integrals, lambert, zeta]
    rules = {name: rule for family in families for name, rule in family.RULES.items()}
    assert {name: special.rule_of(name) for name in TABLE if special.rule_of(name)} == rules
    assert set(rules) >= special.AT_INFINITY_ONLY
