"""A printed formula, in each of its forms, is the derivative wherever the function has one.

Random functions of two variables with corners, steps, conditions, roots, powers with variables in
the exponent and inverse functions; points where many of their parts are special. What is certain
at a point, by Taylor arithmetic and germs, is compared with the value of the formula there. Where
corners and steps alone meet, the slope along x is all that counts. With roots and powers, where it
has another value, or none, the function must not be differentiable as one of two variables: along
some direction it has no slope, or another one than its gradient says.

Left out are points where the formula has no value and no condition names them: where a vertical
tangent of two variables is one of none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice, product
from random import Random

import pytest

from calcdl.arithmetic.formulas.meetings import Meetings
from calcdl.arithmetic.formulas.ties import Ties
from calcdl.calculus.check.places import point_of
from calcdl.calculus.check.samples import claimed_at
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.partials.along import along
from calcdl.errors import CalcdlError, NoValue, Undecided
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.reading.points import Point
from tests.support.command import in_process

FORMS = ("best", "rules", "normal", "factored", "expanded")
LEAVES = ("x", "x", "y", "1", "2", "x - 1", "x + y", "x - y", "x*y", "2*x", "1 - x", "x**2", "y**2")
SHAPES = (
    "{a} + {b}", "{a} - {b}", "({a})*({b})", "({a})*({b})", "({a})/({b})", "abs({a})", "sign({a})",
    "relu({a})", "max({a}, {b})", "min({a}, {b})", "({a})**2", "({a})**3", "({a})**(1/2)",
    "({a})**(4/3)", "({a})**y", "({a})**(y - 1)", "({a})**(2*y)", "sqrt({a})", "exp({a})",
    "log({a})", "sin({a})", "atan({a})", "asin({a})", "cbrt({a})", "floor({a})", "heaviside({a})",
    "abs({a})*sgn({a})", "sqrt(({a})**2*({b})**2)", "sqrt(({a})**4)", "exp(x*log(y))*({a})",
    "where({a} > 0, {b}, {c})", "where({a} == 0, {b}, {c})", "where(x != y, {b}, {c})",
    "sqrt(({a})**2*({b}))",
)  # fmt: skip
CHOICES = ("relu({u})", "max({u}, {v})", "min({v}, {u})", "clip({u}, -1, 1)", "relu6({u})",
           "relu({u}) - relu(-({u}))", "max({u}, {v}) + min({u}, {v})", "clip({u}, {v}, 1)",
           "clip({v}, -1, {u})", "clip({v}, {u}, y)", "min(max({u}, {v}), y)")  # fmt: skip
ROUGH = ("x*y*(1 - x) - relu(x)", "floor(x)", "x + floor(x)", "y*abs(x)", "min(x*y, x)",
         "abs(x - y)", "where(x > 0, 1, y**2)", "sqrt((x*y)**2*(x - 1)**2)", "sign(x)*y",
         "relu(x) + y", "y + 2*relu(x - y)")  # fmt: skip
SMOOTH = ("0", "1", "x", "2*x", "x*y", "x - y", "x**2")
BESIDE = (
    "min(x, y**2 + 1)",
    "abs(x - y)*2",
    "floor(2*x - y)",
    "x + relu(1/3 - x)",
    "y**2*relu(x - 1)",
)
TIED_LEAVES = ("x", "y", "x*y", "x - y", "x + y", "1", "0", "x**2", "2*x", "x - 1", "y**2", "1 - x")
TIED = ("max({a}, {b})", "min({a}, {b})", "relu({a})", "abs({a})", "floor({a})", "({a}) + ({b})",
        "({a})*({b})", "({a}) - ({b})")  # fmt: skip
PLACES = [Fraction(text) for text in ("0", "0", "1", "-1", "1/2", "2", "-3")]
DIRECTIONS = ((1, 1), (1, -1), (2, 1), (-1, 3))


def function(random: Random, depth: int) -> str:
    if depth == 0:
        return random.choice(LEAVES)
    below = [
        function(random, depth - 1),
        *[function(random, random.randrange(depth)) for _ in "bc"],
    ]
    text = random.choice(SHAPES).format(a=below[0], b=below[1], c=below[2])
    return text.replace("y", "2") if "cbrt" in text or "**4)" in text else text


def place(random: Random) -> Point:
    odd = Fraction(random.randint(-30, 30), 7)
    return point_of({name: random.choice([*PLACES, odd]) for name in ("x", "y")})


def is_differentiable(graph: Graph, point: Point) -> bool:
    """Say whether a function has a gradient at a point, and the slopes that this says."""
    try:
        slope = {n: float(derivative_at(graph, n, point)[0].decimal) for n in graph.symbols()}
        for dx, dy in DIRECTIONS if len(slope) > 1 else ():
            direction = point_of({"x": Fraction(dx), "y": Fraction(dy)}).values
            there = float(along(graph, point, direction)[0].decimal)
            if abs(there - slope["x"] * dx - slope["y"] * dy) > 1e-9 * (1 + abs(there)):
                return False
    except CalcdlError:
        return False
    return True


def slip(graph: Graph, written: Graph, point: Point) -> str:
    """Return what is wrong with a formula at a point, empty if nothing is."""
    wrong = slip_by_x(graph, written, point)
    return wrong if wrong and is_differentiable(graph, point) else ""


def slip_by_x(graph: Graph, written: Graph, point: Point) -> str:
    """Return what is wrong with a formula at a point where only the slope along x counts."""
    try:
        true = float(derivative_at(graph, "x", point)[0].decimal)
    except CalcdlError:
        return ""
    try:
        value = float(claimed_at(written, point).decimal)
        return "" if abs(value - true) <= 1e-9 * (1 + abs(true)) else f"{value} for {true}"
    except NoValue:
        return f"nothing for {true}"
    except Undecided:
        return ""


@pytest.mark.parametrize("seed", range(12))
def test_formulas_are_the_derivative(seed: int) -> None:
    random = Random(seed)
    compared = 0
    while compared < 12:
        text = function(random, random.choice((1, 2, 2)))
        try:
            graph = read(text).graph
            forms = {form: formula(graph, "x", form=form) for form in FORMS}
        except CalcdlError:
            continue
        compared += 1
        for point in [place(random) for _ in range(4)]:
            for form, written in forms.items():
                assert not slip(graph, written, point), (text, form, point.text)


def slips_at_ties(part: int, others: Sequence[str] = SMOOTH) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong where a choice meets a corner or a step of what it chooses from.

    There the slope along x counts, whatever the function does along y.
    """
    texts = [choice.format(u=u, v=v) for choice in CHOICES for u in ROUGH for v in others]
    for text in dict.fromkeys(texts[part::4]):
        graph = read(f"{text} + 0*x*y").graph
        written = formula(graph, "x", tell=(reasons := []).append)
        for x, y in product(("-1", "0", "1", "2"), ("-2", "0", "1/2", "1")) if not reasons else ():
            point = point_of({"x": Fraction(x), "y": Fraction(y)})
            if wrong := slip_by_x(graph, written, point):
                yield text, point.text, wrong


@pytest.mark.parametrize("part", range(4))
def test_formulas_are_the_derivative_where_a_choice_meets_a_corner(part: int) -> None:
    assert list(slips_at_ties(part)) == []


@pytest.mark.parametrize("other", BESIDE)
def test_formulas_are_the_derivative_where_both_sides_have_corners(other: str) -> None:
    """At different places: where both are rough at one, no rule tells which slope is right."""
    assert [*slips_at_ties(0, [other]), *slips_at_ties(1, [other])] == []


def nest(random: Random, depth: int) -> str:
    if depth == 0:
        return random.choice(TIED_LEAVES)
    first, second = nest(random, depth - 1), nest(random, random.randrange(depth))
    return random.choice(TIED).format(a=first, b=second)


def slips_where_corners_meet(seed: int, count: int) -> list[tuple[str, str, str]]:
    """Return what is wrong at points where corners and steps of random nests meet."""
    random, slips, compared = Random(seed), [], 0
    while compared < count:
        text = nest(random, random.choice((2, 3, 3)))
        graph = read(f"{text} + 0*x*y").graph
        written = formula(graph, "x", tell=(reasons := []).append)
        compared += not reasons
        for x, y in product(("-1", "0", "1", "2"), ("-2", "0", "1/2", "1")) if not reasons else ():
            point = point_of({"x": Fraction(x), "y": Fraction(y)})
            slips.append((text, point.text, slip_by_x(graph, written, point)))
    return [wrong for wrong in slips if wrong[2]]


@pytest.mark.parametrize("seed", range(4))
def test_formulas_are_the_derivative_where_corners_and_steps_meet(seed: int) -> None:
    assert slips_where_corners_meet(seed, 60) == []


MEETINGS = (
    ("max(x + floor(x), min(x, y**2))", "0", "0"), ("min(relu(x), y*abs(x))", "0", "0"),
    ("max(x*y*(1 - x) - relu(x), min(x*y, x))", "0", "-2"),
    ("abs(relu(x + y)) - max(0, max(1 - x, x + y)) - x*y", "2", "-2"),
    ("abs(x*y)*min(x + y, x - 1) + abs(min(x**2, x))", "0", "1/2"),
    ("leaky_relu(x) - y*relu(x)", "0", "99/100"), ("(floor(x*y) - x + y)*abs(x*y)", "0", "1/2"),
    ("relu(x*y - abs(x)) + x*relu(abs(x) - x*y)", "0", "1/2"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "x", "y"), MEETINGS)
def test_no_mean_of_slopes_is_the_slope_where_corners_meet(
    text: str, x: str, y: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, point = read(text).graph, point_of({"x": Fraction(x), "y": Fraction(y)})
    assert slip(graph, formula(graph, "x"), point) == ""
    monkeypatch.setattr(Meetings, "all", lambda self: [])
    assert slip(graph, formula(graph, "x"), point) != ""


def test_where_the_slope_is_not_known_a_note_says_so() -> None:
    question = ("partial", "floor(x**2*y)*abs(x) + x*y", "--wrt", "x")
    outcome = in_process(*question)
    assert outcome.status == 0
    assert "where several corners or steps meet, the formula may not be" in outcome.stderr
    assert '"given_up": ["corners"]' in in_process(*question, "--json").stdout


THIN = ("x**2", "abs(x)", "x**2*(x - 1)**2", "(x - y)**2", "relu(x)", "1", "-x**2", "x")


@pytest.mark.parametrize("comparison", ["> 0", "<= 0", "== 0", "< 0"])
def test_a_condition_may_be_thin_in_one_case_of_its_own(comparison: str) -> None:
    compared = 0
    for first, second in product(THIN, repeat=2):
        text = f"where(where(abs(y) == 0, {first}, {second}) {comparison}, 2*x, x**2) + 0*x*y"
        graph = read(text).graph
        written = formula(graph, "x")
        for x, y in product(("0", "1", "-1", "1/2"), ("0", "1", "-2")):
            point = point_of({"x": Fraction(x), "y": Fraction(y)})
            assert not slip_by_x(graph, written, point), (text, point.text)
            compared += 1
    assert compared == 768


def test_means_of_slopes_are_wrong_at_ties(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ties, "factors", lambda self, node: [])
    assert len(list(islice(slips_at_ties(0), 11))) == 11


@pytest.mark.parametrize(
    "text", ["x**2*0**y", "sin(x)*sign(0**y)", "x/(1 + 0**abs(y))", "x + 0**y"]
)
def test_zero_to_the_power_of_a_parameter_that_is_zero_is_one(text: str) -> None:
    graph = read(text).graph
    for form in FORMS:
        for y in ("0", "1/3", "2"):
            point = point_of({"x": Fraction(3, 2), "y": Fraction(y)})
            value = claimed_at(formula(graph, "x", form=form), point).decimal
            assert value == derivative_at(graph, "x", point)[0].decimal, form


def test_a_wrong_and_a_narrow_formula_are_noticed() -> None:
    graph, origin = read("abs(x)*sign(x) + y").graph, point_of({"x": Fraction(0), "y": Fraction(1)})
    assert slip(graph, read("sign(x)**2 + 0*y").graph, origin) == "0.0 for 1.0"
    assert slip(graph, read("x/x + 0*y").graph, origin) == "nothing for 1.0"
    assert slip(graph, read("1 + 0*y").graph, origin) == ""


def test_a_form_that_is_given_up_is_told() -> None:
    much, points = "would be too much work here", "has no value at points where there is one"
    long = "(x + 1)**40*(x + 2)**40*(x + 3)**90"
    for question, reason in (
        (("deriv", long, "--form", "expanded"), much),
        (("gradient", f"y*{long}", "--form", "expanded"), much),
        (("hessian", f"y*{long}", "--form", "expanded"), much),
        (("simplify", "x**(y - 1) + 1", "--form", "normal"), points),
    ):
        outcome = in_process(*question)
        assert outcome.status == 0
        assert outcome.stderr.count("\n") == 1
        assert f"the {question[-1]} form {reason}" in outcome.stderr
    assert in_process("deriv", "(x + 1)**3", "--form", "expanded").stderr == ""
