"""The chain rule, level by level: names, rules, numbers, and lines that say the same."""

from __future__ import annotations

import json
import re
import sys
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calcdl.api import chain
from calcdl.api import graph as computation
from calcdl.arithmetic.precision import precision
from calcdl.calculus.asking import ask
from calcdl.calculus.chain import numbers
from calcdl.calculus.chain.answer import answer
from calcdl.calculus.chain.known import _known
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.question import EVERYTHING, VALUES
from calcdl.errors import CalcdlError, Undecided
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.reading.writing import write
from calcdl.render.chain import record, rows
from calcdl.render.record import json_text
from calcdl.results.chain import Assembly, Chain
from calcdl.results.value import Value
from calcdl.syntax.parse import Reading
from calcdl.syntax.tokenize import tokenize
from tests.calculus.test_partials import as_point, ball_at, by_sympy, seeded, series_at
from tests.support.command import in_process
from tests.support.strategies import VARIABLES, graphs, points
from tests.sweep.test_laws import tidied


@pytest.fixture(autouse=True)
def _precision():
    with precision(200):
        yield


class Case(NamedTuple):
    """A nest of functions, the levels that a teacher would write, and a point."""

    text: str
    levels: list[str]  # "name = definition: rule"
    point: dict[str, Any]
    lets: tuple[str, ...] = ()

    def read(self) -> Reading:
        return read(self.text, lets=self.lets)

    def at(self) -> str:
        return ",".join(f"{name}={value}" for name, value in self.point.items())


HALF, THIRD = Fraction(1, 2), Fraction(1, 3)

CASES = {
    "square of a sum": Case(
        "(x + 1)**2",
        ["u1 = x + 1: sum", "f = u1**2: power"],
        {"x": 5},
    ),
    "article on s(x + y)": Case(
        "sigmoid(a(x, y))",
        ["a = x + y: sum", "f = sigmoid(a): derivative of sigmoid"],
        {"x": THIRD, "y": -HALF},
        ("a(x, y) = x + y",),
    ),
    "squared neuron": Case(
        "sigmoid(w*x + b)**2",
        ["u1 = w*x + b: sum", "u2 = sigmoid(u1): derivative of sigmoid", "f = u2**2: power"],
        {"x": 1, "w": 2, "b": 0},
    ),
    "four deep": Case(
        "log(sin(exp(x**2)))",
        [
            "u1 = x**2: power",
            "u2 = exp(u1): exponential",
            "u3 = sin(u2): derivative of sin",
            "f = log(u3): logarithm",
        ],
        {"x": HALF},
    ),
    "x to the x": Case("x**x", ["f = x**x: power and exponential"], {"x": Fraction(7, 5)}),
    "varying exponent": Case(
        "2**sin(x)",
        ["u1 = sin(x): derivative of sin", "f = 2**u1: exponential"],
        {"x": Fraction(7, 5)},
    ),
    "quotient": Case(
        "sin(x**2)/(x + 1)",
        ["u1 = x**2: power", "u2 = sin(u1): derivative of sin", "f = u2/(x + 1): quotient"],
        {"x": Fraction(4, 3)},
    ),
    "product": Case(
        "x*exp(x)",
        ["f = x*exp(x): product"],
        {"x": Fraction(4, 3)},
    ),
    "constant multiple": Case("-3*x", ["f = -3*x: constant multiple"], {"x": 2}),
    "part used twice": Case(
        "cos(x) + cos(x)**2",
        ["u1 = cos(x): derivative of cos", "u2 = u1**2: power", "f = u1 + u2: sum"],
        {"x": Fraction(4, 3)},
    ),
    "nested conditionals": Case(
        "where(x > 0, where(x > 1, sin(x), x), exp(x))",
        [
            "u1 = sin(x): derivative of sin",
            "u2 = Piecewise((u1, x > 1), (x, True)): cases",
            "u3 = exp(x): exponential",
            "f = Piecewise((u2, x > 0), (u3, True)): cases",
        ],
        {"x": Fraction(5, 2)},
    ),
    "logsumexp": Case(
        "logsumexp(x, y, 2*x)",
        ["u1 = 2*x: constant multiple", "f = logsumexp(x, y, u1): derivative of logsumexp"],
        {"x": THIRD, "y": -HALF},
    ),
    "names that are taken": Case(
        "sin(u1**2) + f*u2",
        ["u3 = u1**2: power", "u4 = sin(u3): derivative of sin", "y = u4 + f*u2: sum"],
        {"u1": THIRD, "f": -HALF, "u2": 3},
    ),
    "all usual names are taken": Case(
        "(f*y + F)**2",
        ["u1 = f*y + F: sum", "u2 = u1**2: power"],
        {"f": THIRD, "y": -HALF, "F": 3},
    ),
    "a variable named d": Case(
        "sin(d**2)", ["u1 = d**2: power", "f = sin(u1): derivative of sin"], {"d": THIRD}
    ),
    "names that are used indirectly": Case(
        "(a - y)**2",
        [
            "z = w*x + b: sum",
            "a = sigmoid(z): derivative of sigmoid",
            "u1 = a - y: sum",
            "f = u1**2: power",
        ],
        {"w": 2, "x": 1, "b": -1, "y": 0},
        ("a = sigmoid(z)", "z = w*x + b"),
    ),
    "names inside of functions": Case(
        "g(u)*u",
        [
            "u = x*y: product",
            "h = tanh(u): derivative of tanh",
            "g = h**2: power",
            "f = g*u: product",
        ],
        {"x": THIRD, "y": 2},
        ("h(t) = tanh(t)", "g(t) = h(t)**2", "u = x*y"),
    ),
    "names by definition": Case(
        "u**2 + v",
        [
            "u = x + 1: sum",
            "u1 = sin(u): derivative of sin",
            "v = u*u1: product",
            "u2 = u**2: power",
            "f = u2 + v: sum",
        ],
        {"x": THIRD},
        ("u = x + 1", "v = u*sin(u)"),
    ),
    "variable": Case("x", ["f = x: identity"], {"x": 3}),
}


@pytest.fixture(params=CASES, name="case")
def _case(request):
    return CASES[request.param]


def test_levels_are_those_that_a_teacher_would_write(case):
    levels = chain(case.read()).levels
    assert [f"{v.name} = {write(v.definition)}: {v.rule}" for v in levels] == case.levels


# Numbers, against SymPy


def seen_from(result: Chain, name: str) -> tuple[Any, Any]:
    """Return, as SymPy reads them, the whole with a level left as a symbol, and that level."""
    meaning: dict[str, Any] = {}
    for level in result.levels:
        found = by_sympy(write(level.definition), level.definition.symbols())
        names = {sympy.Symbol(other, real=True): means for other, means in meaning.items()}
        meaning[level.name] = found.subs(names, simultaneous=True)
        if level.name == name:
            whole = meaning[name]
            meaning[name] = sympy.Symbol(name, real=True)
    return meaning[result.levels[-1].name], whole


def at_point(expression: Any, point: dict[str, Any]) -> Any:
    """Return what SymPy makes of an expression at exact numbers."""
    given = {sympy.Symbol(name, real=True): sympy.sympify(v) for name, v in point.items()}
    return expression.subs(given)


def slope(expression: Any, name: str) -> Any:
    return sympy.diff(expression, sympy.Symbol(name, real=True))


def test_numbers_flow_forward_and_backward_as_in_sympy(case):
    result = chain(case.read(), at=case.at())
    known = dict(case.point)
    for level in result.levels:
        outer, inner = seen_from(result, level.name)
        known[level.name] = at_point(inner, case.point)
        assert level.value.float == float(known[level.name].evalf(40)), level.name
        adjoint = at_point(slope(outer, level.name), known)
        assert level.adjoint.float == float(adjoint.evalf(40)), level.name
        definition = by_sympy(write(level.definition), level.definition.symbols())
        for local in level.local:
            want = at_point(slope(definition, local.input), known)
            assert local.value.float == float(want.evalf(40)), (level.name, local.input)
    for one in result.assemblies:
        want = at_point(slope(inner, one.variable), case.point)
        assert one.value.float == float(want.evalf(40))


def test_chain_and_deriv_give_the_same_answer(case):
    reading = case.read()
    for one in chain(reading, at=case.at()).assemblies:
        assert write(one.tidied) == write(formula(reading.graph, one.variable))
        value, _ = derivative_at(reading.graph, one.variable, as_point(case.point))
        assert one.value.decimal == value.decimal


def test_a_constant_is_one_level():
    (level,) = chain("2 + sin(3)", at="1").levels
    assert (level.rule, level.local) == ("constant", ())
    assert level.value.float == pytest.approx(float(2 + sympy.sin(3)), rel=1e-15)


# Adjoints, against those of the computational graph


def assert_adjoints_are_those_of_the_graph(reading: Reading, wrt: list[str], at: str) -> int:
    """Compare every adjoint of a chain with that of the same node; return how many there were."""
    result = chain(reading, wrt, at)
    graph = reading.graph
    nodes = computation(reading, at).nodes
    by_text = {
        write(Graph(graph.nodes, i)): node for i, node in zip(graph.order(), nodes, strict=True)
    }
    compared = 0
    definitions: list[str] = []
    for level in result.levels:
        definitions.append(f"{level.name} = {write(level.definition)}")
        node = by_text[write(read("; ".join([*definitions, level.name])).graph)]
        if isinstance(level.adjoint, Value) and node.adjoint is not None:
            assert level.adjoint.decimal == node.adjoint.decimal, (level.name, definitions[-1])
            compared += 1
    for one in result.assemblies:
        node = by_text.get(one.variable)
        if isinstance(one.value, Value) and node is not None and node.adjoint is not None:
            assert one.value.decimal == node.adjoint.decimal, one.variable
            compared += 1
    return compared


BRANCHED = {"two branches": "(1 - w)**2 + (1 - v)**2", "shared": "sin(w*v)**2 + v*exp(w) + v**3",
            "condition": "where(v**2 > 1, w**2, sin(w)) + where(w > 3, 1, 2)**2",
            "outside": "exp(sin(v)**2)*(w + 1)"}  # fmt: skip


@pytest.mark.parametrize("text", BRANCHED.values(), ids=BRANCHED)
@pytest.mark.parametrize("wrt", [["w"], ["v"], ["w", "v"], []])
def test_every_adjoint_is_that_of_the_graph(text, wrt):
    assert assert_adjoints_are_those_of_the_graph(read(text), wrt, "w=1/3,v=-3/7") >= 2


def test_every_adjoint_of_the_cases_is_that_of_the_graph(case):
    for name in case.point:
        assert_adjoints_are_those_of_the_graph(case.read(), [name], case.at())


@pytest.mark.slow
@settings(deadline=None, derandomize=True, max_examples=20)
@given(graphs(), points(), st.sampled_from(VARIABLES))
def test_every_adjoint_of_random_graphs_is_that_of_the_graph(graph, point, name):
    assume(name in graph.symbols())
    at = ",".join(f"{name}={point[name]}" for name in graph.symbols())
    try:
        reading = read(write(graph))
        assert_adjoints_are_those_of_the_graph(reading, [name], at)
    except CalcdlError:
        assume(False)


def test_what_does_not_lead_to_the_variable_has_no_adjoint():
    levels = chain("(1 - w)**2 + (1 - v)**2", ["w"], "w=0,v=0").levels
    assert [level.adjoint and level.adjoint.decimal for level in levels] == [
        "2", "1", None, None, "1"
    ]  # fmt: skip


def test_a_wrong_adjoint_is_caught(monkeypatch):
    monkeypatch.setattr(numbers, "_backward", lambda taylor, levels, local: Zeros())
    with pytest.raises(AssertionError):
        assert_adjoints_are_those_of_the_graph(read("sin(x)**2"), [], "1")


class Zeros(dict):
    """What was not computed, taken for zero."""

    def __missing__(self, key):
        return []


# Numbers that are not known


UNPROVEN = "exp(log(tan(x/2 + pi/4)) - asinh(tan(x))) + x**2"  # which is 1 + x**2


def test_a_zero_that_is_not_proven_hides_nothing_else():
    result = chain("erf(x)**2/erf(x)**2 + erfc(x) + erf(x) + sin(x)**2 + cos(x)**2", at="1")
    assert all(isinstance(level.value, Value) for level in result.levels)
    (one,) = result.assemblies
    assert one.value.decimal == "0"


@pytest.mark.parametrize("flag", ["plain", "csv", "json", "latex", "table"])
def test_of_a_number_that_is_not_decided_it_is_said_what_is_known(flag):
    outcome = in_process("chain", UNPROVEN, "--at", "0.37", "--digits", "5", "--format", flag)
    assert outcome.status == 3
    assert "1.1369" in outcome.stdout
    if flag == "json":
        level = json.loads(outcome.stdout)["levels"][5]
        assert (level["value"], level["errors"]["value"]["code"]) == (None, "undecided")
        return
    assert re.search(r"0 to \d\d,\d{3} digits, not proven", outcome.stdout)
    assert "not proven to be zero" in outcome.stderr


# Lines: each, read back, is the derivative


def lines_of(result: Chain, one: Assembly) -> dict[str, Graph]:
    """Return the lines of an assembly, each written and read back."""
    definitions = "; ".join(f"{v.name} = {write(v.definition)}" for v in result.levels)
    return {
        "product": read(f"{definitions}; {write(one.product)}").graph,
        "substituted": read(write(one.substituted)).graph,
        "tidied": read(write(one.tidied)).graph,
    }


def assert_lines_are_the_derivative(result: Chain, point: dict[str, Any]) -> None:
    for one in result.assemblies:
        slope = series_at(result.expression, point, {one.variable: 1}, 1)
        for name, line in lines_of(result, one).items():
            assert ball_at(line, point).overlaps(slope), name


def test_every_line_is_the_derivative(case):
    result = chain(case.read())
    assert_lines_are_the_derivative(result, case.point)
    elsewhere = {name: Fraction(k + 7, 11) for k, name in enumerate(case.point)}
    assert_lines_are_the_derivative(result, elsewhere)


def test_a_line_that_is_wrong_is_caught():
    result = chain("(x + 1)**2")
    (one,) = result.assemblies
    wrong = result._replace(assemblies=(one._replace(product=read("2.001*u1").graph),))
    with pytest.raises(AssertionError, match="product"):
        assert_lines_are_the_derivative(wrong, {"x": 5})


@pytest.mark.slow
@seeded
@given(graphs(), points())
def test_every_line_is_the_derivative_for_random_graphs(graph, point):
    slope = series_at(graph, point, {"x": 1}, 1)
    assume(slope is not None)
    result = chain(untold(graph), ["x"])
    for name, line in lines_of(result, result.assemblies[0]).items():
        found = ball_at(line, point)
        if found is None:
            # A local derivative may lack a value where the branch with it is not taken.
            assert name != "tidied"
            assert has_conditions(graph)
        else:
            assert found.overlaps(slope), name


def untold(graph: Graph) -> Reading:
    """Return a graph that came from no text, as what was read."""
    return Reading("", graph, tokenize(""), {}, [], {})


def has_conditions(graph: Graph) -> bool:
    return any(graph.nodes.operations[i] in ("where", "max") for i in graph.order())


@pytest.mark.slow
@seeded
@given(graphs(), points())
def test_numbers_of_random_graphs_are_those_of_deriv(graph, point):
    names = [name for name in VARIABLES if name in graph.symbols()]
    assume(names)
    here = {name: point[name] for name in names}
    text = ",".join(f"{name}={value}" for name, value in here.items())
    try:
        result = chain(untold(graph), at=text)
    except CalcdlError:
        assume(False)
    for one in result.assemblies:
        if one.value is not None:
            try:
                value, _ = derivative_at(graph, one.variable, as_point(here))
            except Undecided:  # one sweep may see that a number is zero where the other cannot
                continue
            assert one.value.decimal == value.decimal


# Undefined functions


@pytest.mark.parametrize(
    ("text", "lets", "product"),
    [
        ("f(g(h(x)))", (), "f'(u2)*g'(u1)*h'(x)"),
        ("s(a(x, y))", ("a(x, y) = x + y",), "s'(a)*1"),
        ("s(x*y, x)", (), "D1(s)(u1, x)*y + D2(s)(u1, x)"),
    ],
)
def test_undefined_functions_keep_their_marks(text, lets, product):
    result = chain(read(text, lets=lets), ["x"])
    (one,) = result.assemblies
    assert write(one.product) == product
    for line in lines_of(result, one).values():
        assert write(tidied(line)) == write(one.tidied)


def test_three_levels_of_undefined_functions_are_written_out():
    (one,) = chain("f(g(h(x)))").assemblies
    assert write(one.substituted) == "f'(g(h(x)))*g'(h(x))*h'(x)"


# Paths and size


def test_a_variable_that_is_reached_in_two_ways_has_two_paths():
    (one,) = chain("sin(x**2)*exp(x**2)").assemblies
    assert len(one.paths) == 2
    assert {path[-1] for path in one.paths} == {("u1", "x")}


def test_a_variable_that_is_not_there_has_no_path_and_derivative_zero():
    (one,) = chain("sin(x)", ["q"]).assemblies
    assert one.paths == ()
    assert write(one.product) == write(one.substituted) == write(one.tidied) == "0"


def test_two_hundred_levels():
    depth, half = 200, {"x": HALF}
    result = chain("sin(" * depth + "x" + ")" * depth, at="1/2")
    (one,) = result.assemblies
    assert [level.name for level in result.levels] == [f"u{k}" for k in range(1, depth)] + ["f"]
    assert len(one.paths[0]) == depth
    assert one.product.operation_count() == depth + 1
    assert_lines_are_the_derivative(result, half)
    slope = series_at(result.expression, half, {"x": 1}, 1)
    assert one.value.float == pytest.approx(float(slope), rel=1e-15)


def many_paths(depth: int) -> str:
    """Return u*sin(u) of u*sin(u) …: two paths a level."""
    definitions = ["u1 = x*sin(x)"]
    definitions += [f"u{k} = u{k - 1}*sin(u{k - 1})" for k in range(2, depth + 1)]
    return "; ".join([*definitions, f"cos(u{depth})"])


def test_many_paths_are_not_listed_but_their_sum_is_right():
    result = chain(many_paths(6))
    (one,) = result.assemblies
    assert one.paths is None
    assert_lines_are_the_derivative(result, {"x": Fraction(4, 3)})


def test_lines_grow_with_the_number_of_levels_not_of_paths():
    sizes = []
    for depth in (20, 40, 80):
        (one,) = chain(many_paths(depth)).assemblies
        sizes.append([one.product.operation_count(), one.substituted.operation_count()])
    for small, large in pairwise(sizes):
        assert all(b <= 2.2 * a for a, b in zip(small, large, strict=True))


# In a pipe


def test_plain_rows_are_separated_by_tabs():
    assert rows(chain("(x + 1)**2", at="5")) == [
        ["u1", "x + 1", "sum", "du1/dx = 1", "6", "du1/dx = 1", "12"],
        ["f", "u1**2", "power", "df/du1 = 2*u1", "36", "df/du1 = 12", "1"],
        ["df/dx", "(2*u1)*1", "(2*(x + 1))*1", "2*x + 2", "12"],
    ]


def test_rows_have_no_numbers_without_a_point(case):
    assert {len(row) for row in rows(chain(case.read()))} == {4}


def test_a_record_has_all_of_it():
    result = chain("sigmoid(w*x + b)**2", ["w"], "x=1,w=2,b=0")
    written = json.loads(json_text(record(result)))
    assert list(written) == ["schema", "command", "expression", "at", "levels", "assemblies"]
    assert written["at"] == {"x": "1", "w": "2", "b": "0"}
    level = written["levels"][0]
    assert list(level) == ["name", "definition", "rule", "local", "value", "adjoint"]
    assert level["local"]["w"]["derivative"] == "x"
    assert level["local"]["w"]["value"]["exact"] == "1"
    assert list(written["assemblies"]) == ["w"]
    one = written["assemblies"]["w"]
    assert list(one) == ["paths", "product", "substituted", "derivative", "value"]
    assert one["paths"] == [[["f", "u2"], ["u2", "u1"], ["u1", "w"]]]
    assert one["value"]["decimal"] == "0.18495608645965958"


@pytest.mark.parametrize(
    ("expression", "point"),
    [("abs(x)", "0"), ("relu(sin(x))", "pi"), ("max(x, y)", "x=1,y=1"), ("1/x", "0")],
)
def test_where_there_is_no_derivative_the_status_is_3(expression, point):
    outcome = in_process("chain", expression, "--at", point)
    assert outcome.status == 3
    assert outcome.stdout == ""
    assert outcome.stderr.startswith("calcdl: ")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("x*sin(x)", ""), ("(x + 1)/(x**2 + 3)", ""), ("x**x + 2*x", ""), ("x**y", "x=2,y=3"),
        ("x*y/(x + y)", "x=1,y=2"), ("log(sin(x**2))", "1"), ("3", ""),
    ],
)  # fmt: skip
def test_rows_are_the_same_whatever_else_is_computed(text: str, at: str) -> None:
    asked = [ask("chain", text, at=at or None, detail=detail) for detail in (VALUES, EVERYTHING)]
    short, whole = [rows(answer(one)) for one in asked]
    assert short == whole


def test_what_is_remembered_of_a_level_does_not_hang_on_who_asked() -> None:
    texts = ["sin(x*y)*y", "sin(x*y)*x", "exp(x*y) + cos(x)*y", "where(x > y, sin(x)*y, x)**2"]
    asked = [(text, wrt) for text in texts for wrt in ("x", "y", None)]

    def answered() -> list[object]:
        return [rows(answer(ask("chain", text, wrt=wrt))) for text, wrt in asked]

    _known.clear()
    first = answered()
    asked.reverse()
    assert answered() == first[::-1]
    _known.clear()
    assert answered() == first[::-1]


@pytest.mark.slow
def test_the_work_for_many_variables_grows_with_their_number() -> None:
    def calls(variables: int) -> int:
        count = 0

        def counted(frame: object, event: str, argument: object) -> None:
            nonlocal count
            count += 1

        expression = "+".join(f"x{i}**2" for i in range(variables))
        sys.setprofile(counted)
        try:
            chain(expression)
        finally:
            sys.setprofile(None)
        return count

    calls(10)  # what is imported on the way is not counted
    assert calls(800) < 2.2 * calls(400)
