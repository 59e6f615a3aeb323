"""Arguments of functions stand in a derivative as the person wrote them, where that is shorter."""

from __future__ import annotations

from fractions import Fraction

import pytest

from calcdl.calculus.check.places import point_of
from calcdl.calculus.check.samples import claimed_at
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.partials.formulas import gradient_formulas
from calcdl.reading.expressions import read
from calcdl.reading.writing import write

KEPT = (
    "sqrt(2/pi)*(x + 0.044715*x**3)",
    "0.7978845608*(x + 0.044715*x**3)",
    "(x*y + x**2/3)*erf(2)/7",
    "(x + x**3/5)/sqrt(3)",
)
NOT_SHORTER = {"2*(x + x**2)": "2*x**2 + 2*x", "0.5*(x + 1)": "x/2 + 1/2"}
NOT_EVERYWHERE = "0.7978845608*(x + 0.044715*x**3)*x/x"
FUNCTIONS = ("x*tanh({u})", "exp({u})", "besselj(0, {u})", "x*abs({u}) + {u}")


@pytest.mark.parametrize("argument", KEPT)
@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("order", [1, 2])
def test_an_argument_is_kept_and_the_formula_is_the_derivative(
    function: str, argument: str, order: int
) -> None:
    graph = read(function.format(u=argument)).graph
    point = point_of({name: Fraction(5, 7) for name in graph.symbols()})
    found = formula(graph, "x", order)
    assert f"({argument})" in write(found) or f", {argument})" in write(found)
    true = float(derivative_at(graph, "x", point, order)[0].decimal)
    assert abs(float(claimed_at(found, point).decimal) - true) <= 1e-12 * (1 + abs(true))


def test_an_argument_is_kept_in_long_gradients() -> None:
    """Those are laid out together."""
    text = " + ".join([f"tanh({KEPT[0]} + {k}*y)*y**{k}" for k in range(2, 30)])
    found = gradient_formulas(read(text).graph, ["x", "y"])
    assert all([KEPT[0] in write(found[name]) for name in "xy"])


@pytest.mark.parametrize("argument", NOT_SHORTER)
def test_an_argument_is_tidied_where_that_is_shorter(argument: str) -> None:
    assert f"({NOT_SHORTER[argument]})" in write(formula(read(f"sin({argument})").graph, "x"))


def test_an_argument_with_holes_is_not_kept() -> None:
    """The derivative has a value at 0 where the argument has none: a branch fills the hole."""
    graph = read(f"where(x == 0, 1, exp({NOT_EVERYWHERE}))").graph
    found, origin = formula(graph, "x"), point_of({"x": Fraction(0)})
    assert claimed_at(found, origin).decimal == derivative_at(graph, "x", origin)[0].decimal
