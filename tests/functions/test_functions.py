"""Every row of the table of functions, tried at its sample points by routes that share no code."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from flint import arb

from calcdl.arithmetic.floats import Floats
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.rounding import double_of
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import CalcdlError, NoValue, UsageError
from calcdl.functions import ALIASES, FUNCTIONS, lookup
from calcdl.functions.learning import LEARNING
from calcdl.functions.parameters import JOINTLY
from calcdl.functions.rules import definition_graph, local_rule, rule_names, special_values
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.sweep.derivatives import tangents
from calcdl.sweep.forward import apply, values
from tests.support import oracles
from tests.support.oracles import Point, agree, ball_value, coefficients, exactly, moved
from tests.support.samples import arguments_of

BALL_DIGITS = 300  # of the 360 that the balls have; the rest may cancel
FEWER_BITS, FEWER_DIGITS = 224, 15  # where every coefficient is an integral
FLOAT_ULPS = 8  # exp(u) and the like magnify the rounding error of an inner u


@pytest.fixture(autouse=True)
def _precise_balls() -> Iterator[None]:
    with precision(oracles.BITS):
        yield


def graph_of(text: str) -> Graph:
    return read(text).graph


# The table as test cases


def label(name: str, sample: Any) -> str:
    return f"{name}({','.join(map(str, arguments_of(sample)))})"


def point_of(sample: Any) -> Point:
    return tuple([exactly(u) for u in arguments_of(sample)])


SAMPLES = [
    pytest.param(row.name, point_of(sample), id=label(row.name, sample))
    for row in FUNCTIONS.values()
    for sample in row.sample
]


def places(name: str, point: Point) -> list[int]:
    """Return the arguments with respect to which the row has a rule."""
    return [k for k in range(len(point)) if local_rule(name, k) is not None]


PARTIALS = [
    pytest.param(row.name, point_of(sample), place, id=f"{label(row.name, sample)}-d{place}")
    for row in FUNCTIONS.values()
    for sample in row.sample
    for place in places(row.name, point_of(sample))
]
RULES = [
    pytest.param(row.name, place, id=f"{row.name}-d{place}")
    for row in FUNCTIONS.values()
    for place, text in enumerate(row.local)
    if text is not None
]
DEFINED = [case for case in SAMPLES if definition_graph(case.values[0]) is not None]
IN_SYMPY = [case for case in SAMPLES if oracles.sympy_function(FUNCTIONS[case.values[0]].prints)]
NOT_IN_SYMPY = [case for case in SAMPLES if case not in IN_SYMPY]
STEPS = ("floor", "ceil", "frac", "mod")  # SymPy leaves their derivatives as they are
BY_MPMATH = {case.values[0] for case in NOT_IN_SYMPY}
SYMPY_PARTIALS = [case for case in PARTIALS if case.values[0] not in (*BY_MPMATH, *STEPS)]
MPMATH_PARTIALS = [case for case in PARTIALS if case.values[0] in BY_MPMATH]


@pytest.mark.parametrize("digits", [oracles.REFERENCE_DIGITS, BALL_DIGITS])
def test_agreement_is_to_the_digits_asked_for(digits: int) -> None:
    for want in (arb(7) / 3, -(arb(10) ** -30)):
        assert agree(want * (1 + arb(10) ** -(digits + 1)), want, digits)
        assert not agree(want * (1 + arb(10) ** -(digits - 1)), want, digits)


# The local derivatives


def rule_value(rule: Graph, name: str, point: Point, place: int) -> arb:
    """Return a local derivative in balls, from the rule given and nothing else of the row."""
    numbers = Taylor(1)
    row = FUNCTIONS[name]
    arguments = [numbers.number(u) for u in point]
    own = [arguments[place]] if row.variadic else arguments
    inputs = dict(zip(rule_names(name), own, strict=True))
    inputs["y"] = numbers.call(name, arguments)
    return coefficients(numbers, apply(rule, numbers, inputs))[0]


def contradictions(rule: Graph, name: str, point: Point, place: int) -> list[str]:
    """Return the routes to the derivative that a rule disagrees with."""
    got = rule_value(rule, name, point, place)
    routes = {
        "Taylor": (oracles.taylor_slope(name, point, place), BALL_DIGITS),
        "differences": (oracles.difference_slope(name, point, place), oracles.DIFFERENCE_DIGITS),
    }
    return [route for route, (want, digits) in routes.items() if not agree(got, want, digits)]


@pytest.mark.parametrize(("name", "point", "place"), PARTIALS)
def test_a_rule_agrees_with_taylor_arithmetic_and_differences(
    name: str, point: Point, place: int
) -> None:
    assert contradictions(local_rule(name, place), name, point, place) == []


def planted(text: str) -> Graph:
    """Return a rule that is wrong by 0.1 %."""
    return graph_of(f"({text})*1.001")


def planted_in_zero(text: str) -> Graph:
    """Return a rule that is wrong where a factor would hide behind a zero."""
    return graph_of(f"({text}) + 0.001")


@pytest.mark.parametrize(("name", "place"), RULES)
def test_a_rule_wrong_by_a_tenth_of_a_percent_is_caught(name: str, place: int) -> None:
    row = FUNCTIONS[name]
    for point in map(point_of, row.sample):
        is_zero = rule_value(local_rule(name, place), name, point, place).is_zero()
        wrong = (planted_in_zero if is_zero else planted)(row.local[place])
        assert contradictions(wrong, name, point, place) == ["Taylor", "differences"]


@pytest.mark.parametrize(
    ("name", "place"),
    [(row.name, k) for row in FUNCTIONS.values() for k, rule in enumerate(row.local) if not rule],
)
def test_a_derivative_without_a_rule_is_refused(name: str, place: int) -> None:
    row = FUNCTIONS[name]
    graph = graph_of(f"{name}({', '.join(row.args)})")
    inputs = {arg: float(u) for arg, u in zip(row.args, row.sample[0], strict=True)}
    found = values(graph, Floats(), inputs)
    with pytest.raises(UsageError, match=f"no formula for the derivative of {name}"):
        tangents(graph, Floats(), found, {row.args[place]: 1.0})


# Left of zero Bessel functions are real for whole orders alone. At the others flint has no bounds
# of the function around a whole order, and the derivative is not decided.
UNDECIDED = {("besselj", (3, -2.3)), ("besseli", (3, -2.3)), ("besselk", (0, 1.7)),
             ("expint", (3, 2.7))}  # fmt: skip
WITHOUT_RULE = [
    pytest.param(row.name, point_of(sample), place, id=f"{label(row.name, sample)}-d{place}")
    for row in FUNCTIONS.values()
    if row.name in JOINTLY
    for sample in row.sample
    for place, rule in enumerate(row.local)
    if rule is None and (row.name, sample) not in UNDECIDED
]


@pytest.mark.parametrize(("name", "point", "place"), WITHOUT_RULE)
def test_derivatives_by_parameters_agree_with_differences(
    name: str, point: Point, place: int
) -> None:
    """The function is moved in the parameter alone, and then in its last argument as well."""
    series = Taylor(3)
    last = len(point) - 1
    for bend in (0, 1) if place != last else (0,):
        arguments = moved([series.number(v) for v in point], place, [point[place], 1, 0])
        if bend:
            arguments = moved(arguments, last, [point[last], bend, 0])
        with precision(FEWER_BITS):
            got = coefficients(series, series.call(name, arguments))
        want = oracles.difference_coefficients(
            lambda t, b=bend: ball_value(
                name, moved(moved(point, last, point[last] + b * t), place, point[place] + t)
            ),
            series.length,
        )
        for k in range(series.length):
            assert agree(got[k], want[k], FEWER_DIGITS)


# Values, and their Taylor coefficients


@pytest.mark.parametrize(("name", "point"), SAMPLES)
def test_taylor_coefficients_agree_with_differences(name: str, point: Point) -> None:
    """On the curve u + 2*t + t**2, so that the chain rule of higher orders is tried as well."""
    series = Taylor(5)
    for place in places(name, point):
        u = point[place]
        arguments = moved([series.number(v) for v in point], place, [u, 2, 1, 0, 0])
        got = coefficients(series, series.call(name, arguments))
        want = oracles.difference_coefficients(
            lambda t, p=place, u=u: ball_value(name, moved(point, p, u + 2 * t + t * t)),
            series.length,
        )
        for k in range(series.length):
            assert agree(got[k], want[k], oracles.DIFFERENCE_DIGITS), f"place {place}, order {k}"


@pytest.mark.parametrize(("name", "point"), DEFINED)
def test_a_definition_agrees_with_the_function(name: str, point: Point) -> None:
    series = Taylor(5)
    arguments = [series.number(u) for u in point]
    arguments[-1] = series.variable(arguments[-1])
    definition = apply(
        definition_graph(name), series, dict(zip(rule_names(name), arguments, strict=True))
    )
    got = coefficients(series, definition)
    want = coefficients(series, series.call(name, arguments))
    assert all(map(agree, got, want, [BALL_DIGITS] * series.length))


@pytest.mark.parametrize(("name", "point"), IN_SYMPY)
def test_a_value_agrees_with_sympy(name: str, point: Point) -> None:
    want = oracles.sympy_value(oracles.sympy_function(FUNCTIONS[name].prints), point)
    assert agree(want, ball_value(name, point), oracles.REFERENCE_DIGITS)


@pytest.mark.parametrize(("name", "point"), NOT_IN_SYMPY)
def test_a_value_agrees_with_mpmath(name: str, point: Point) -> None:
    want = oracles.mpmath_value(name, point)
    assert agree(want, ball_value(name, point), oracles.REFERENCE_DIGITS)


@pytest.mark.parametrize(("name", "point", "place"), SYMPY_PARTIALS)
def test_a_rule_agrees_with_sympy(name: str, point: Point, place: int) -> None:
    want = oracles.sympy_slope(oracles.sympy_function(FUNCTIONS[name].prints), point, place)
    got = rule_value(local_rule(name, place), name, point, place)
    assert agree(want, got, oracles.REFERENCE_DIGITS)


@pytest.mark.parametrize(("name", "point", "place"), MPMATH_PARTIALS)
def test_a_rule_agrees_with_mpmath(name: str, point: Point, place: int) -> None:
    want = oracles.mpmath_slope(name, point, place)
    got = rule_value(local_rule(name, place), name, point, place)
    assert agree(want, got, oracles.REFERENCE_DIGITS)


# Floats


def close_to_ball(got: float, want: arb) -> bool:
    """Say whether a float is within a few ulps of a ball, or both are too small to matter."""
    nearest = float(want.mid())
    error = abs(arb(got) - want)
    return bool(error <= FLOAT_ULPS * arb(math.ulp(nearest)) or error <= arb("1e-300"))


@pytest.mark.parametrize(("name", "point"), SAMPLES)
def test_floats_are_within_a_few_ulps(name: str, point: Point) -> None:
    got = Floats().call(name, [float(u) for u in point])
    assert type(got) is float
    assert close_to_ball(got, ball_value(name, point))


FAR = (1000.0, -1000.0, 750.0, -750.0)
FAR_BITS = 4000  # enough for 1 + exp(-1000) and for erf(30)
EVERYWHERE = [row.name for row in LEARNING if not row.domain and not row.variadic]


def float_value_and_slope(text: str, x: float) -> tuple[float, float]:
    graph = graph_of(text)
    found = values(graph, Floats(), {"x": x})
    return found[graph.root], tangents(graph, Floats(), found, {"x": 1.0})[graph.root]


def ball_value_and_slope(text: str, x: float) -> list[arb]:
    with precision(FAR_BITS):
        pairs = Taylor(2)
        result = apply(graph_of(text), pairs, {"x": pairs.variable(pairs.number(exactly(x)))})
        return coefficients(pairs, result)


@pytest.mark.parametrize("x", FAR)
@pytest.mark.parametrize(
    "text",
    [
        *[f"{name}(x)" for name in EVERYWHERE],
        "logsumexp(x, 3)",
        "logsumexp(2, x, x/2)",
        "tanh(x)",
        "sech(x)",
    ],
)
def test_floats_overflow_nowhere(text: str, x: float) -> None:
    for got, want in zip(
        float_value_and_slope(text, x), ball_value_and_slope(text, x), strict=True
    ):
        assert math.isfinite(got)
        assert close_to_ball(got, want)


@pytest.mark.parametrize("x", FAR)
def test_the_slope_of_logsumexp_is_as_good_as_its_value(x: float) -> None:
    """exp(u - y) is off by the rounding error of y, which is large beside u - y."""
    value, slope = float_value_and_slope("logsumexp(x, x, -x)", x)
    want_value, want_slope = ball_value_and_slope("logsumexp(x, x, -x)", x)
    assert close_to_ball(value, want_value)
    assert abs(arb(slope) - want_slope) <= 2 * math.ulp(value)


# What the rows say besides


@pytest.mark.parametrize(
    ("name", "argument", "value"),
    [(row.name, *pair) for row in FUNCTIONS.values() for pair in row.special],
)
def test_special_values(name: str, argument: str, value: str) -> None:
    numbers = Taylor(1)
    got, want = (
        coefficients(numbers, apply(graph_of(text), numbers, {}))[0]
        for text in (f"{name}({argument})", value)
    )
    assert agree(got, want, BALL_DIGITS)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("log", {("number", 1): ("number", 0), ("constant", "e"): ("number", 1)}),
        ("acos", {("number", 1): ("number", 0), ("number", -1): ("constant", "pi")}),
        ("logit", {("number", Fraction(1, 2)): ("number", 0)}),
        ("sigmoid", {("number", 0): ("number", Fraction(1, 2))}),
        ("softplus", {}),
    ],
)
def test_special_values_that_are_numbers_or_constants(name: str, known: dict[Any, Any]) -> None:
    assert special_values(name) == known


@pytest.mark.parametrize(
    ("name", "point"), [case for case in SAMPLES if FUNCTIONS[case.values[0]].parity]
)
def test_parity(name: str, point: Point) -> None:
    sign = {"even": 1, "odd": -1}[FUNCTIONS[name].parity]
    (u,) = point
    assert agree(ball_value(name, (-u,)), sign * ball_value(name, point), BALL_DIGITS)


MORE_POINTS = (-5.5, -2.25, -1, -0.5, 0, 0.125, 0.5, 1, 1.5, 2.25, 3.75, 5.5, 30.25)


@pytest.mark.parametrize("name", [row.name for row in FUNCTIONS.values() if row.inverse])
def test_a_function_undoes_its_inverse(name: str) -> None:
    inverse = FUNCTIONS[name].inverse
    tried = 0
    for u in map(exactly, (*FUNCTIONS[inverse].sample, *MORE_POINTS)):
        with precision(FAR_BITS):
            try:
                inner = ball_value(inverse, (u,))
            except NoValue:
                continue  # outside the inverse's domain
            want = arb(u.numerator) / u.denominator
            assert agree(ball_value(name, (inner,)), want, BALL_DIGITS)
        tried += 1
    assert tried >= 5


@pytest.mark.parametrize("row", FUNCTIONS.values(), ids=repr)
def test_a_row_is_complete(row: Any) -> None:
    assert row.says
    assert len(row.sample) >= 3
    assert len(row.local) == len(row.args)
    for sample in row.sample:
        count = len(arguments_of(sample))
        assert row.fewest <= count <= (row.most or count)
    conditions = [f"where({text}, 1, 0)" for text in row.domain]
    for text in (*conditions, *row.corners):
        assert set(graph_of(text).symbols()) <= set(row.args)


def test_every_row_has_a_reference() -> None:
    """SymPy, a function written in mpmath beside the tests or, of what is new, its definition."""
    assert set(oracles.MPMATH) <= BY_MPMATH
    assert all(oracles.reference(name) for name in BY_MPMATH)


def test_a_definition_serves_as_reference() -> None:
    for name in ("gelu", "mish", "hardswish", "celu"):
        (point, *_) = [case.values[1] for case in SAMPLES if case.values[0] == name]
        written = oracles.mpmath_value(name, point)
        function = oracles.MPMATH.pop(name)
        try:
            assert agree(written, oracles.mpmath_value(name, point), oracles.REFERENCE_DIGITS)
        finally:
            oracles.MPMATH[name] = function


# Names

REQUIRED = """
exp exp2 expm1 log log2 log10 log1p sqrt cbrt abs sign square hypot sin cos tan sec csc cot asin
acos atan asec acsc acot atan2 sinc sinh cosh tanh sech csch coth asinh acosh atanh asech acsch
acoth erf erfc erfinv gamma loggamma digamma polygamma beta factorial lambertw Si Ci Ei besselj
bessely besseli besselk airyai airybi max min floor ceil heaviside clip sigmoid logsigmoid logit
softplus softsign silu gelu gelu_tanh relu relu6 leaky_relu elu selu celu mish tanhshrink hardtanh
hardsigmoid hardswish logsumexp
rsqrt round trunc frac mod fmod lgamma binomial lowergamma uppergamma betainc_regularized zeta
polylog erfi erfcx erfcinv ndtr ndtri log_ndtr Shi Chi li E1 expint fresnels fresnelc elliptic_k
elliptic_e elliptic_f elliptic_pi i0e i1e xlogy xlog1py entr rel_entr kl_div logcosh huber
smooth_l1 softshrink hardshrink threshold glu squareplus quick_gelu
"""
REQUIRED_ALIASES = {
    "ln": "log",
    "arcsin": "asin",
    "Abs": "abs",
    "Max": "max",
    "Min": "min",
    "logistic": "sigmoid",
    "swish": "silu",
    "gammaln": "lgamma",
    "ceiling": "ceil",
    "Heaviside": "heaviside",
}


def test_every_function_that_is_asked_for_is_there() -> None:
    assert set(REQUIRED.split()) <= set(FUNCTIONS)
    assert {alias: ALIASES.get(alias) for alias in REQUIRED_ALIASES} == REQUIRED_ALIASES


def test_no_name_means_two_functions() -> None:
    names = [name for row in FUNCTIONS.values() for name in (row.name, *row.aliases)]
    assert sorted(names) == sorted(set(names))
    assert len(FUNCTIONS) + len(ALIASES) == len(names)
    printed = [(row.prints, len(row.args)) for row in FUNCTIONS.values()]
    assert len(set(printed)) == len(printed)


@pytest.mark.parametrize("row", FUNCTIONS.values(), ids=repr)
def test_a_row_is_found_by_each_of_its_names(row: Any) -> None:
    assert {lookup(name) for name in (row.name, *row.aliases)} == {row}
    call = graph_of(f"{row.prints}({', '.join(row.args)})")
    assert call.nodes.operations[call.root] == row.name


def test_an_unknown_name_is_not_found() -> None:
    assert lookup("sigmund") is None


# PyTorch's conventions: the formulas and default constants in the documentation of torch.nn
# (https://docs.pytorch.org/docs/stable/nn.html: SELU, GELU, Hardswish, ...), worked out once with
# mpmath to 60 digits and rounded to double precision.


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("selu(1)", 1.0507009873554805),  # its scale
        ("selu(-1)", -1.1113307378125628),  # scale * 1.6732632423543772 * (1/e - 1)
        ("gelu(1)", 0.8413447460685429),  # approximate='none': the normal distribution at 1
        ("gelu_tanh(1)", 0.8411919906082767),  # approximate='tanh'
        ("silu(1)", 0.7310585786300049),
        ("mish(1)", 0.8650983882673103),
        ("softplus(1)", 1.3132616875182228),  # beta = 1
        ("logsigmoid(1)", -0.3132616875182228),
        ("softsign(-3)", -0.75),
        ("tanhshrink(1)", 0.23840584404423512),
        ("leaky_relu(-1)", -0.01),  # negative_slope = 0.01
        ("leaky_relu(-2, 0.25)", -0.5),
        ("elu(-1)", -0.6321205588285577),  # alpha = 1
        ("celu(-1)", -0.6321205588285577),  # alpha = 1
        ("celu(-2, 2)", -1.2642411176571153),
        ("relu6(7)", 6.0),
        ("hardtanh(-2)", -1.0),
        ("hardsigmoid(1)", 2 / 3),
        ("hardswish(1)", 2 / 3),
        ("hardswish(-1)", -1 / 3),
    ],
)
def test_values_are_those_of_pytorch(text: str, value: float) -> None:
    numbers = Taylor(1)
    ball = coefficients(numbers, apply(graph_of(text), numbers, {}))[0]
    assert double_of(ball) == value
    assert close_to_ball(apply(graph_of(text), Floats(), {}), ball)


# Where there is no value

OUTSIDE = """
log(0) log(-1) log2(0) log10(-2) log1p(-1) log1p(-2) sqrt(-1) logit(0) logit(1) logit(2)
asin(2) acos(-1.5) asec(0.5) acsc(0) acosh(0.5) atanh(1) atanh(-2) acoth(0.5) acoth(1) asech(0)
asech(2) acsch(0) csc(0) cot(0) csch(0) coth(0) atan2(0,0) erfinv(1) erfinv(-2) loggamma(0)
loggamma(-0.5) gamma(0) gamma(-2) factorial(-1) digamma(0) digamma(-3) polygamma(-1,2)
polygamma(0.5,2) polygamma(1,-2) lambertw(-1) Ei(0) Ci(-1) Ci(0) besselj(0.5,-1) bessely(0,-1)
bessely(0,0) besseli(0.5,-1) besselk(1,0)
"""


@pytest.mark.parametrize("text", OUTSIDE.split())
@pytest.mark.parametrize("arithmetic", [Taylor(1), Taylor(2), Floats()], ids=["1", "2", "floats"])
def test_outside_its_domain_a_function_has_no_value(text: str, arithmetic: Any) -> None:
    with pytest.raises(NoValue):
        apply(graph_of(text), arithmetic, {})


# At x = 0 these arguments are zero to first order without being zero, which is no reason to take
# them for the constant: sqrt(x**2) is abs(x).


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(x**2)",
        "hypot(x, 2*x)",
        "(x**2)**(1/2)",
        "cbrt(x**3)",
        "acos(1 - x**2)",
        "heaviside(x**2)",
        "sign(x**2)",
        "floor(-x**2)",
        "where(x**2 > 0, 1, 5)",
    ],
)
def test_an_argument_that_is_zero_to_first_order_is_not_zero(text: str) -> None:
    """The arithmetic refuses: more than two coefficients decide, and the side."""
    pairs = Taylor(2)
    with pytest.raises(CalcdlError):
        apply(graph_of(text), pairs, {"x": pairs.variable([])})
