"""Functions of several inputs, against SymPy: digits, formulas, directions, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

import mpmath
import pytest
import sympy
from hypothesis import HealthCheck, assume, given, settings
from sympy.parsing.sympy_parser import parse_expr, rationalize, standard_transformations

from calcdl.api import gradient, hessian, jacobian, partials
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.signals import Kink
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.partials.along import along
from calcdl.calculus.partials.formulas import gradient_formulas, hessian_formulas, mixed_formula
from calcdl.calculus.partials.values import gradient_at, hessian_at, mixed_at
from calcdl.errors import CalcdlError, Undecided
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.reading.points import Point, read_point
from calcdl.reading.writing import write
from calcdl.sweep.forward import apply
from tests.benchmarks.gradients import operation_ratio, product_of_sines
from tests.support.command import in_process
from tests.support.strategies import SMOOTH, VARIABLES, directions, graphs, points
from tests.sweep.test_laws import read_back

DIGITS = 30

seeded = settings(
    max_examples=200,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def _precision():
    with precision(200):
        yield


# Balls: a formula at a point, and the Taylor series along a direction


def ball_at(graph: Graph, point: dict[str, Any]) -> Any:
    """Return a ball for the value at a point, None where there is none."""
    return series_at(graph, point, {}, 0)


def series_at(graph: Graph, point: dict[str, Any], direction: dict[str, Any], order: int) -> Any:
    """Return a ball for a Taylor coefficient along a direction, None where there is none."""
    taylor = Taylor(order + 1)
    inputs: dict[str, Any] = {}
    for name, start in point.items():
        slope = direction.get(name, 0)
        inputs[name] = [start, slope, *[0] * order][: order + 1] if slope else taylor.number(start)
    try:
        return taylor.ball(taylor.coefficient(apply(graph, taylor, inputs), order))
    except (CalcdlError, Kink):
        return None


def as_point(values: dict[str, Any]) -> Point:
    return read_point(",".join(f"{name}={value}" for name, value in values.items()), list(values))


# SymPy: functions that it lacks, written as in a textbook

SYMPY: dict[str, Any] = {
    "sigmoid": lambda u: 1 / (1 + sympy.exp(-u)),
    "softplus": lambda u: sympy.log(1 + sympy.exp(u)),
    "logsumexp": lambda *us: sympy.log(sum(sympy.exp(u) for u in us)),
    "s": sympy.Function("s"),
}


def by_sympy(text: str, names: list[str]) -> Any:
    """Return what SymPy's own parser reads, all variables real."""
    symbols = {name: sympy.Symbol(name, real=True) for name in names}
    return parse_expr(
        text,
        local_dict={**SYMPY, **symbols},
        transformations=(*standard_transformations, rationalize),
    )


def sympy_derivatives(
    expression: Any, orders: Sequence[tuple[str, ...]], point: dict[str, Any]
) -> list[Decimal]:
    """Return partial derivatives at a point: SymPy's formulas, in mpmath with 70 digits."""
    formulas = [
        sympy.diff(expression, *[sympy.Symbol(name, real=True) for name in names])
        for names in orders
    ]
    symbols = [sympy.Symbol(name, real=True) for name in point]
    compute = sympy.lambdify(symbols, formulas, modules="mpmath", cse=True)
    with mpmath.workdps(70):
        given = [
            mpmath.mpf(Fraction(v).numerator) / Fraction(v).denominator for v in point.values()
        ]
        return [Decimal(mpmath.nstr(mpmath.mpf(one), 60)) for one in compute(*given)]


def sympy_number(expression: Any, point: dict[str, Any]) -> Any:
    given = {sympy.Symbol(name, real=True): sympy.Rational(v) for name, v in point.items()}
    return expression.evalf(60, subs=given)


def rounded(number: Decimal, digits: int = DIGITS) -> Decimal:
    return Context(prec=digits).plus(number)


# Well-known functions, each at a point without meaning


def normal(text: str) -> str:
    """Return the cumulative distribution function of the normal distribution."""
    return f"((1 + erf(({text})/sqrt(2)))/2)"


def black_scholes() -> str:
    d1 = "(log(S/K) + (r + v**2/2)*T)/(v*sqrt(T))"
    return f"S*{normal(d1)} - K*exp(-r*T)*{normal(f'{d1} - v*sqrt(T)')}"


def logistic_loss() -> str:
    """Return the loss of a logistic regression on four data points with labels 1 and -1."""
    data = [("1/2", "3", 1), ("-2", "1/4", -1), ("7/5", "-1", 1), ("1/3", "2/3", -1)]
    return " + ".join(f"softplus(-({t})*(w*({a}) + v*({b}) + c))" for a, b, t in data)


def perceptron_loss() -> str:
    """Return the squared loss of a 2-2-1 perceptron at one data point."""
    hidden = [f"sigmoid(a{k}*(3/10) + b{k}*(-7/10) + c{k})" for k in (1, 2)]
    return f"(sigmoid(v1*{hidden[0]} + v2*{hidden[1]} + v0) - 1)**2"


def cross_entropy() -> str:
    """Return the loss of a softmax with three classes; the second is right."""
    logits = [f"a{k}*(3/10) + b{k}" for k in (1, 2, 3)]
    return f"logsumexp({', '.join(logits)}) - ({logits[1]})"


WELL_KNOWN = {
    "Rosenbrock": ("(1 - x)**2 + 100*(y - x**2)**2", "-17/13,5/7"),
    "Himmelblau": ("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", "29/11,-31/9"),
    "Ackley": (
        "-20*exp(-sqrt((x**2 + y**2)/2)/5) - exp((cos(2*pi*x) + cos(2*pi*y))/2) + E + 20",
        "11/17,-23/19",
    ),
    "Griewank": ("1 + (x**2 + y**2)/4000 - cos(x)*cos(y/sqrt(2))", "-101/23,37/6"),
    "Styblinski-Tang": (
        "(x**4 - 16*x**2 + 5*x)/2 + (y**4 - 16*y**2 + 5*y)/2",
        "-29/10,13/7",
    ),
    "logistic regression": (logistic_loss(), "2/7,-3/5,8/11"),
    "perceptron": (perceptron_loss(), "1/7,-2/3,5/11,3/13,-6/17,7/19,-8/23,9/29,10/31"),
    "softmax cross-entropy": (cross_entropy(), "3/7,-5/11,2/13,1/17,-9/19,4/23"),
    "Black-Scholes": (black_scholes(), "103/100,101/99,13/12,3/100,1/4"),
    "Gaussian log-likelihood": (
        "-3*log(s) - 3*log(2*pi)/2 - ((1/2 - m)**2 + (7/3 - m)**2 + (-1/5 - m)**2)/(2*s**2)",
        "4/7,9/8",
    ),
}


@pytest.fixture(params=WELL_KNOWN, name="known")
def _known(request):
    """A well-known function: its text, its variables, its point."""
    text, values = WELL_KNOWN[request.param]
    names = read(text).graph.symbols()
    pairs = zip(names, values.split(","), strict=True)
    return text, names, {name: Fraction(value) for name, value in pairs}


def assert_entries_equal_sympy(result: Any, text: str, names: list[str], point: Any) -> None:
    expression = by_sympy(text, names)
    orders = [tuple(entry.label.split(",")) for entry in result.entries]
    wanted = sympy_derivatives(expression, orders, point)
    for entry, want in zip(result.entries, wanted, strict=True):
        (found,) = entry.points
        assert found.error is None
        assert found.value.certified
        assert Decimal(found.value.decimal) == rounded(want), entry.label


def test_the_digits_of_a_gradient_are_those_of_sympy(known):
    text, names, point = known
    at = ",".join(f"{name}={value}" for name, value in point.items())
    result = gradient(text, names, at, digits=DIGITS)
    assert [entry.label for entry in result.entries] == names
    assert_entries_equal_sympy(result, text, names, point)


@pytest.mark.slow
def test_the_digits_of_a_hessian_are_those_of_sympy(known):
    text, names, point = known
    at = ",".join(f"{name}={value}" for name, value in point.items())
    result = partials(text, names, at, order=2, digits=DIGITS)
    pairs = combinations_with_replacement(names, 2)
    assert [entry.label for entry in result.entries] == [f"{a},{b}" for a, b in pairs]
    assert_entries_equal_sympy(result, text, names, point)


def test_a_hessian_has_the_second_partials_and_what_they_say():
    text, at = WELL_KNOWN["Rosenbrock"][0], "x=1,y=1"
    result = hessian(text, at=at)
    values = [
        [entry.points[0].value for entry in one.entries]
        for one in (result, partials(text, at=at, order=2))
    ]
    assert values[0] == values[1]
    (fact,) = result.facts
    assert fact.definiteness == "positive definite"
    matrix = sympy.Matrix([[802, -400], [-400, 200]])
    wanted = sorted(float(sympy.N(value, 40)) for value in matrix.eigenvals())
    assert [value.float for value in fact.eigenvalues] == wanted


def test_a_last_digit_that_is_wrong_is_caught():
    (want,) = sympy_derivatives(by_sympy("sin(x)", ["x"]), [("x",)], {"x": 1})
    assert rounded(want) != rounded(want) + Decimal("1e-30")


def test_formulas_have_the_values_that_the_sweeps_give(known):
    text, names, point = known
    graph = read(text).graph
    first, second = gradient_formulas(graph, names), hessian_formulas(graph, names)
    for name in names:
        assert ball_at(first[name], point).overlaps(series_at(graph, point, {name: 1}, 1))
    for pair, found in hessian_at(graph, names, as_point(point)).items():
        assert ball_at(second[pair], point).overlaps(ball(found)), pair


def ball(found: Any) -> Any:
    """Return a ball for what gradient_at and hessian_at found."""
    number = found[1]
    return number if hasattr(number, "overlaps") else Taylor(1).ball(number)


def test_the_greeks_have_their_closed_forms():
    """The delta of a call is N(d1), and its rho K*T*exp(-r*T)*N(d2)."""
    text, values = WELL_KNOWN["Black-Scholes"]
    names = read(text).graph.symbols()
    point = dict(zip(names, map(Fraction, values.split(",")), strict=True))
    greeks = gradient_formulas(read(text).graph, names)
    d1 = "(log(S/K) + (r + v**2/2)*T)/(v*sqrt(T))"
    delta = read(normal(d1)).graph
    rho = read(f"K*T*exp(-r*T)*{normal(f'{d1} - v*sqrt(T)')}").graph
    assert ball_at(greeks["S"], point).overlaps(ball_at(delta, point))
    assert ball_at(greeks["r"], point).overlaps(ball_at(rho, point))


# Random graphs


@pytest.mark.slow
@seeded
@given(graphs(), points())
def test_a_gradient_is_made_of_slopes_along_the_axes(graph, point):
    slopes = {name: series_at(graph, point, {name: 1}, 1) for name in VARIABLES}
    assume(None not in slopes.values())
    for name, found in gradient_at(graph, VARIABLES, as_point(point)).items():
        if isinstance(found, tuple):
            assert ball(found).overlaps(slopes[name])
        else:
            assert isinstance(found, Undecided)  # zero, for all that balls can tell


@pytest.mark.slow
@seeded
@given(graphs(), points())
def test_a_hessian_is_made_of_curvatures_along_the_axes_and_diagonals(graph, point):
    try:
        found = hessian_at(graph, VARIABLES, as_point(point))
    except CalcdlError:
        assume(False)
    for (a, b), one in found.items():
        if not isinstance(one, tuple):
            continue
        axes = [series_at(graph, point, {name: 1}, 2) for name in (a, b)]
        diagonal = series_at(graph, point, {a: 1, b: 1}, 2)
        if None in (*axes, diagonal):
            continue  # not smooth along these lines: decided from both sides
        if a == b:
            assert ball(one).overlaps(2 * axes[0])
        else:
            assert ball(one).overlaps(diagonal - axes[0] - axes[1])


@pytest.mark.slow
@seeded
@given(graphs(), points(), directions())
def test_the_slope_along_a_direction_is_the_gradient_times_it(graph, point, direction):
    here = as_point(point)
    try:
        slope = along(graph, here, as_point(direction).values)
    except CalcdlError:
        assume(False)
    found = gradient_at(graph, VARIABLES, here)
    assume(all(isinstance(one, tuple) for one in found.values()))
    want = sum(
        (ball(found[name]) * Taylor(1).ball(direction[name]) for name in VARIABLES),
        start=Taylor(1).ball(0),
    )
    assert ball(slope).overlaps(want)


def is_smooth(graph: Graph) -> bool:
    operations = {graph.nodes.operations[i] for i in graph.order()}
    return operations.isdisjoint(("max", "where"))


@pytest.mark.slow
@seeded
@given(graphs(functions=SMOOTH, size=5).filter(is_smooth), points())
def test_the_digits_of_a_random_gradient_are_those_of_sympy(graph, point):
    found = gradient_at(graph, VARIABLES, as_point(point), DIGITS)
    expression = by_sympy(write(graph), list(VARIABLES))
    for name, one in found.items():
        if not isinstance(one, tuple) or abs(float(one[0].decimal)) > 1e100:
            continue  # SymPy takes minutes for exp(exp(100))
        want = sympy.diff(expression, sympy.Symbol(name, real=True))
        value = sympy_number(want, point)
        if not value.is_Number or not value.is_finite:
            continue  # where SymPy has no number, as at 0**0
        assert Decimal(one[0].decimal) == rounded(Decimal(str(value)))


# Higher and mixed derivatives


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x**2*y", "x,x,y"),
        ("sin(x*y)*exp(x)", "x,y"),
        ("sin(x*y)*exp(x)", "y,x,x"),
        ("log(1 + x**2 + y**4)", "x,x,y,y"),
        ("sigmoid(x*y + z)/z", "x,y,z"),
        ("x**y", "x,y,y"),
        ("x**3", "x,x,x"),
        ("x**3", "x,y"),
    ],
)
def test_a_mixed_derivative_by_three_routes(text, names):
    graph, order = read(text).graph, names.split(",")
    point = {"x": Fraction(7, 5), "y": Fraction(-3, 11), "z": Fraction(5, 3)}
    value, number = mixed_at(graph, order, as_point(point), DIGITS)
    (want,) = sympy_derivatives(by_sympy(text, list(VARIABLES)), [tuple(order)], point)
    assert Decimal(value.decimal) == rounded(want)
    assert ball((value, number)).overlaps(ball_at(mixed_formula(graph, order), point))


def test_the_order_of_differentiation_does_not_matter():
    graph = read("sin(x*y)*exp(x/z)").graph
    point = as_point({"x": Fraction(1, 3), "y": 2, "z": Fraction(5, 7)})
    values = {mixed_at(graph, names, point)[0].decimal for names in ("xyz", "zyx", "yzx")}
    assert len(values) == 1


def test_second_partials_are_listed_once():
    found = partials("x**2*y + sin(z)", order=2)
    assert [(entry.label, write(entry.formula)) for entry in found.entries] == [
        ("x,x", "2*y"),
        ("x,y", "2*x"),
        ("x,z", "0"),
        ("y,y", "0"),
        ("y,z", "0"),
        ("z,z", "-sin(z)"),
    ]


# Several expressions; undefined functions


def test_a_jacobian_is_labelled_by_row_and_variable():
    found = jacobian(["x*y", "x + z"], at="x=2,y=3,z=5")
    labels = {entry.label: entry.points[0].value.decimal for entry in found.entries}
    assert labels == {"1,x": "3", "1,y": "2", "1,z": "0", "2,x": "1", "2,y": "0", "2,z": "1"}
    assert found.variables == ("x", "y", "z")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s(x*y, x)", {"x": "y*D1(s)(x*y, x) + D2(s)(x*y, x)", "y": "x*D1(s)(x*y, x)"}),
        ("s(x + y)", {"x": "s'(x + y)", "y": "s'(x + y)"}),
        ("s(x)**2*y", {"x": "2*y*s(x)*s'(x)", "y": "s(x)**2"}),
    ],
)
def test_partials_of_undefined_functions_read_back(text, expected):
    found = partials(text, list(expected))
    assert {entry.label: write(entry.formula) for entry in found.entries} == expected
    for entry in found.entries:
        assert write(read_back(entry.formula)) == expected[entry.label]
        again = formula(read_back(entry.formula), "x")
        assert write(read_back(again)) == write(again)


# Where a function is not smooth there is never a wrong number

KINKS = {
    "a corner in x": ("abs(x)*y", {"x": 0, "y": 3}),
    "a corner that y takes away": ("abs(x)*y", {"x": 0, "y": 0}),
    "two arguments that are equal": ("max(x, y)", {"x": 2, "y": 2}),
    "equal arguments, less their maximum": ("max(x, y) - min(x, y)", {"x": 2, "y": 2}),
    "a sum that hides the corner": ("max(x, y) + min(x, y)", {"x": 2, "y": 2}),
    "a boundary with a corner": ("where(x > y, x, y)", {"x": 1, "y": 1}),
    "a boundary with a jump": ("where(x > 1, y, -y)", {"x": 1, "y": 2}),
    "a boundary that nothing shows": ("where(x > 0, sin(x), x)*y", {"x": 0, "y": 2}),
    "a corner of relu": ("relu(x - y)*x", {"x": 3, "y": 3}),
    "a corner inside": ("sigmoid(abs(x - y))", {"x": 1, "y": 1}),
    "a double zero": ("abs(x)*x + y", {"x": 0, "y": 1}),
    "a step": ("floor(x)*y", {"x": 2, "y": 5}),
}


@pytest.mark.parametrize("case", KINKS)
def test_a_partial_at_a_kink_is_what_both_sides_say_or_none(case):
    text, point = KINKS[case]
    graph = read(text).graph
    for name, found in gradient_at(graph, list(point), as_point(point)).items():
        left, right = (one_sided_slope(graph, name, point, side) for side in (-1, 1))
        agree = abs(left - right) < 1e-6
        if isinstance(found, tuple):
            assert agree
            assert float(found[0].decimal) == pytest.approx(left, abs=1e-6)
        else:
            assert not agree, "there is a derivative"


def one_sided_slope(graph: Graph, name: str, point: dict[str, Any], side: int) -> float:
    """Return a difference quotient in balls, with a step at which only jumps look large."""
    step = side * Fraction(1, 10**12)
    there, here = (ball_at(graph, {**point, name: point[name] + h}) for h in (step, 0))
    return float((there - here) / Taylor(1).ball(step))


@pytest.mark.parametrize("case", KINKS)
def test_a_hessian_at_a_kink_is_refused_or_right(case):
    text, point = KINKS[case]
    graph, names = read(text).graph, list(point)
    try:
        found = hessian_at(graph, names, as_point(point))
    except CalcdlError:
        return
    for name in names:
        if isinstance(found[name, name], tuple):
            assert derivative_at(graph, name, as_point(point), 2)[0] == found[name, name][0]


# What it costs


def test_the_gradient_of_a_product_costs_less_than_four_times_the_product():
    assert operation_ratio(product_of_sines(2000)) <= 4


def test_the_gradient_of_a_chain_costs_a_small_multiple_of_the_chain():
    """f = sin(x1*sin(x2*sin(…))): a cosine and three products a variable, beside f's two."""
    count = 500
    text = "".join(f"sin(x{i}*" for i in range(count)) + "x" + ")" * count
    assert operation_ratio(read(text).graph) <= 4


@pytest.mark.parametrize("names", ["x,y", "y,x", "x,x,y", "x,y,y"])
@pytest.mark.parametrize("inside", ["x", "x*y", "x - y", "sin(x) + y - 1"])
def test_even_powers_of_absolute_values_have_the_derivatives_of_powers(
    inside: str, names: str
) -> None:
    for n in (2, 4):
        for at in ("x=0,y=1", "x=1,y=1", "x=0,y=0"):
            mixed = ("--mixed", names, "--at", at)
            plain = in_process("partial", f"({inside})**{n}*cos(x + y)", *mixed)
            assert in_process("partial", f"abs({inside})**{n}*cos(x + y)", *mixed) == plain


@pytest.mark.parametrize("first", ["x*abs(x)", "relu(x)**2", "x*floor(x + 1/2)", "abs(x)"])
@pytest.mark.parametrize("second", ["y", "y*abs(y)", "cos(y)", "abs(y - 1)"])
def test_factors_of_different_variables_are_differentiated_each_by_its_own(
    first: str, second: str
) -> None:
    origin = read_point("x=0,y=0", ["x", "y"])
    slopes = []
    for text, name in ((first, "x"), (second, "y")):
        try:
            slopes.append(Fraction(derivative_at(read(text).graph, name, origin)[0].decimal))
        except CalcdlError:
            slopes.append(None)
    for names in ("xy", "yx"):
        product = read(f"({first})*({second})").graph
        if None in slopes:
            with pytest.raises(CalcdlError):
                mixed_at(product, names, origin)
        else:
            assert Fraction(mixed_at(product, names, origin)[0].decimal) == slopes[0] * slopes[1]


def test_low_powers_of_absolute_values_have_no_high_derivatives() -> None:
    for text, names in (("abs(x)*y", "x,y"), ("abs(x)**3*y", "x,x,x,y"), ("abs(x - y)", "x,y")):
        outcome = in_process("partial", text, "--mixed", names, "--at", "x=0,y=0")
        assert (outcome.status, outcome.stdout.split("\t")[-1]) == (3, "\n")


@pytest.mark.parametrize("text", ["0**y + x", "(x + 1)*0**y", "x**y", "abs(x**y)", "x + 0**y*0**y"])
def test_zero_to_the_power_of_zero_has_no_slope_by_the_exponent(text: str) -> None:
    graph, origin = read(text).graph, read_point("x=0,y=0", ["x", "y"])
    assert isinstance(gradient_at(graph, ["x", "y"], origin)["y"], CalcdlError)
    assert isinstance(gradient_at(graph, ["y"], origin)["y"], CalcdlError)


@pytest.mark.parametrize(
    "text",
    ["x**2*y*sin(x*y)", "sqrt(x**2 + y**2)/(x - y)", "x*abs(y)*abs(x)", "(x*y + 1)**3*exp(y*z)",
     "max(x*y, z) + x**4**(1/2)", "y*sin(2*x)*sin(3*x) + sin(3*x)*sin(x*y)", "5"],
)  # fmt: skip
def test_partial_derivatives_are_what_each_is_by_itself(text: str) -> None:
    graph, names = read(text).graph, ["x", "y", "z"]
    together = gradient_formulas(graph, names)
    assert {name: write(together[name]) for name in names} == {
        name: write(formula(graph, name)) for name in names
    }
