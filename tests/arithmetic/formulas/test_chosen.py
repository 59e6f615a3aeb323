"""Which form of a formula is chosen, what it costs, and that it never loses a point."""

from __future__ import annotations

from pathlib import Path

import pytest

from calcdl.arithmetic.formulas import choice, gain
from calcdl.arithmetic.formulas.choice import Choice
from calcdl.arithmetic.formulas.coprime import are_coprime
from calcdl.arithmetic.formulas.cost import PARTS_LOST, Cost
from calcdl.arithmetic.formulas.forms import Forms
from calcdl.arithmetic.formulas.layout import lay_out
from calcdl.arithmetic.formulas.polynomials import Cofactor, Polynomials
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.proof import is_zero
from calcdl.arithmetic.formulas.structure import TooMuch, require_low_powers, structure
from calcdl.calculus.derivative.formula import formula
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.reading.writing import write
from calcdl.sweep.forward import apply
from tests.support.textbook import pairs, variable_of

CHOSEN = list(pairs(Path(__file__).parent / "chosen.txt"))
SIMPLER = list(pairs(Path(__file__).parent / "simpler.txt"))


def tidied(symbols: Symbols, text: str) -> int:
    graph = read(text).graph
    return apply(graph, symbols, {name: symbols.nodes.symbol(name) for name in graph.symbols()})


@pytest.mark.parametrize(("function", "expected"), CHOSEN, ids=[text for text, _ in CHOSEN])
def test_the_form_that_reads_best(function: str, expected: str) -> None:
    graph = read(function).graph
    variable = next(name for name in ("w", "x") if name in graph.symbols())
    assert write(formula(graph, variable)) == expected


@pytest.mark.parametrize(("text", "expected"), SIMPLER, ids=[text for text, _ in SIMPLER])
def test_a_formula_that_is_equal_and_simpler(text: str, expected: str) -> None:
    symbols = Symbols()
    node = tidied(symbols, text)
    best = Choice(symbols, node, strict=True).best(node)
    assert write(lay_out(Graph(symbols.nodes, best))) == expected


@pytest.mark.parametrize(
    "text",
    ["x", "x**2 + 1", "3*x**2*exp(-x)", "(x - 1)/(x + 1)", "-x**3/2", "sqrt(x)/y", "x**(3/2) - x",
     "2*(x + 1)*(x - 1)**2", "1/(x*(x + 1))", "x**n", "log(2*x)**2", "1/2", "-1/2", "exp(x/3)",
     "besselj(2, x)/x", "relu(x)*x", "s'(x)*x"],
)  # fmt: skip
def test_cost_is_length_where_nothing_is_hard_to_read(text: str) -> None:
    symbols = Symbols()
    node = tidied(symbols, text)
    assert Cost(symbols.nodes)(node) == len(write(lay_out(Graph(symbols.nodes, node))))


def test_fractions_inside_fractions_cost_more() -> None:
    symbols = Symbols()
    cost = Cost(symbols.nodes)
    nested = symbols.nodes.make("add", tuple(sorted((tidied(symbols, "1/x"), symbols.one))))
    inside = symbols.nodes.make("pow", (nested, symbols.number(-1)))
    assert cost(inside) > cost(nested) + len("1/()")


def test_a_function_that_nobody_used_costs_more() -> None:
    symbols = Symbols()
    node = tidied(symbols, "sech(x)")
    assert Cost(symbols.nodes)(node) > Cost(symbols.nodes, {"sech"})(node)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("best", "3*x**2 - 6*x + 2"),
        ("normal", "3*x**2 - 6*x + 2"),
        ("expanded", "3*x**2 - 6*x + 2"),
        ("rules", "x*(x - 1) + x*(x - 2) + (x - 1)*(x - 2)"),
    ],
)
def test_a_form_by_its_name(form: str, expected: str) -> None:
    assert write(formula(read("x*(x - 1)*(x - 2)").graph, "x", form=form)) == expected


@pytest.mark.parametrize(
    "text",
    ["(x + 1)**2", "sin(x)*exp(x)", "sigmoid(w*x + b)**2", "x**3/3", "x/sqrt(x**2 + 1)",
     "3*cos(x)*sin(x)**2", "k + 2*x + 3*(x + 1)**2", "1/((x + 1)*(sin(x) + 1))",
     "2*x*sqrt(39*x + 80)/(x**2 + 6) + 5*y + log(x**2 + 6)/sqrt(39*x + 80) - 1/216",
     "(3*x**2 + 7)/(2*sqrt(x**3 + 7*x + 4))"],
)  # fmt: skip
def test_a_formula_that_has_nothing_to_gain_stays(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Choice, "best_of_all", None)
    symbols = Symbols()
    node = tidied(symbols, text)
    assert Choice(symbols, node).best(node) == node


@pytest.mark.parametrize(
    ("first", "second", "coprime"),
    [("x + 1", "x**2 - 1", False), ("x + 1", "x**2 + 1", True), ("x - 1", "x**3 + x - 2", False),
     ("x**2 + x + 1", "x**3 - 1", False), ("x**2 + x + 1", "x**3 - 2", True),
     ("2*x + 3", "4*x**2 - 9", False), ("2*x + 4", "x + 3", False), ("x + 1", "y + 1", False),
     ("x + 2", "x + 3", True), (f"x + {2**61 - 1}", "x + 2", True)],
)  # fmt: skip
def test_sums_without_a_common_divisor(first: str, second: str, coprime: bool) -> None:
    symbols = Symbols()
    sums = tidied(symbols, first), tidied(symbols, second)
    assert are_coprime(symbols, *sums) is are_coprime(symbols, *sums[::-1]) is coprime


@pytest.mark.parametrize(
    "text",
    ["(3*z + 8)*log(y)/w + 3*z + 8", "3*x*sqrt(x**2 + 2)*erf(z) + 3*x**2 - 2*x/5",
     "sqrt(x**4 + 6)*x**3*log(x) + (x**4 + 6)**(3/2)/x - 3", "sin(y)/(8*x + 30)**3 - 5*z - 209",
     "x/16 + log(x)/(16*sqrt(x + 1)) + y/16", "4*sqrt(y**2 + 5) - 4*sin(y)/(x + 1) - 12*x"],
)  # fmt: skip
def test_terms_beside_monomials_that_may_gain_are_tried(text: str) -> None:
    symbols = Symbols()
    node = tidied(symbols, text)
    assert gain.what_may_gain(symbols, structure(symbols, node), lambda _: True) == gain.ALL


@pytest.mark.parametrize("part", range(5))
def test_what_is_not_tried_would_gain_nothing(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    functions = [text for text, _ in [*pairs(), *CHOSEN]][part::5]
    graphs = [(read(text).graph, variable_of(text)) for text in functions]
    without = [formula(*question) for question in graphs]
    monkeypatch.setattr(choice, "what_may_gain", lambda *_: gain.ALL)
    for graph, (function, variable) in zip(without, graphs, strict=True):
        length = len(write(graph))
        assert length <= len(write(formula(function, variable))) + PARTS_LOST, write(function)


@pytest.mark.parametrize(
    "text",
    ["(x + 1)**999999999*(x**2 + 1)**999999999/x", "sin(x)**999999999*cos(x)**999999999*x",
     "x**1000000/(x**2 + 1) + 1/x", "(x + y + z + 1)**50*(x - y + z)**50 + 1/x",
     "(x/3 + 1/7)**1000*x + 1/x", "x**(1/1000) + x**(1/999) + 1/x",
     "+".join(f"sin({k}*x)/(x + {k})" for k in range(80)),
     "/(1 + ".join(["x"] * 60) + ")" * 59],
)  # fmt: skip
def test_what_is_too_much_is_left_as_it_is_or_done_at_once(text: str) -> None:
    assert write(formula(read(text).graph, "x"))


@pytest.mark.parametrize(
    ("text", "zero"),
    [
        ("1/(1 - sqrt(x)) + 1/(1 + sqrt(x)) - 2/(1 - x)", True),
        ("sin(x)**4 - cos(x)**4 - sin(x)**2 + cos(x)**2", True),
        ("(exp(2*x) - 1)/(exp(x) + 1) - exp(x) + 1", True),
        ("x**n*x - x**(n + 1)", True),
        ("abs(x)**2 - x**2", True),
        ("sign(x)**2 - 1", False),  # at zero it is -1
        ("sqrt(x**2) - x", False),
        ("sin(x)**2 + cos(y)**2 - 1", False),
        ("x - 1", False),
    ],
)
def test_zero_is_proven_by_the_normal_form(text: str, zero: bool) -> None:
    symbols = Symbols()
    assert is_zero(symbols, tidied(symbols, text)) is zero


@pytest.mark.parametrize(
    ("text", "early"),
    [("x**62*sin(x) + 1", True), ("x**60*sin(x) + 1", False), ("x**99*y + x**70", False),
     ("x**40*y + x**-40", False), ("x**80*y + x**-1", True), ("x**80*y + x + 1 + exp(x)", True),
     ("x**80*(x + 1) + y", False), ("x**80*exp(-x) + exp(x)", False), ("x**80*y + abs(x)", False),
     ("cos(x)**80 + sec(x)", False), ("tan(x)**80 + sin(x)", False), ("cos(x)**80 + y", True),
     ("sqrt(x)*x**61 + y", False), ("(x**90 + 3)**2*x", True), ("x**90/(x + y) + y", False)],
)  # fmt: skip
def test_what_is_given_up_early_would_be_given_up(text: str, early: bool) -> None:
    symbols = Symbols()
    order = structure(symbols, tidied(symbols, text))
    if early:
        with pytest.raises(TooMuch):
            require_low_powers(symbols, order)
        with pytest.raises(TooMuch):
            Forms(symbols, order, frozenset(), Cost(symbols.nodes))
    else:
        require_low_powers(symbols, order)


@pytest.mark.parametrize("exponent", [2, 40, 300, 499, 500, 999, 10**9])
def test_a_power_takes_no_less_work_than_is_known_before(exponent: int) -> None:
    """So that what is given up before it is multiplied out is what would be given up amid it."""
    polynomials = Polynomials([1, 1])
    x, y = polynomials.context.gens()
    for total in (x + 3 * y, x**2 - 2 * x + 1, 1 + x + y):
        cofactor = Cofactor((1, 0), [(total, exponent)])
        try:
            polynomials.require_little_work([cofactor])
            known = True
        except TooMuch:
            known = False
        try:
            Polynomials([1, 1]).product_of(cofactor, 1)
            done = True
        except TooMuch:
            done = False
        assert known or not done
        assert known == done or len(total) > 2
