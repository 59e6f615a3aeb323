"""What PyTorch and JAX return at points where there is no derivative.

The expected values were measured by running PyTorch 2.14.1 and JAX 0.10.2; neither is needed here.
"""

from __future__ import annotations

import pytest

from calcdl.calculus.point.frameworks import framework_derivatives
from calcdl.functions import FUNCTIONS, frameworks
from calcdl.functions.frameworks import CONVENTIONS, Convention
from calcdl.reading.expressions import read
from calcdl.reading.points import read_point
from tests.support.samples import arguments_of

# Expression, x, what PyTorch returned, what JAX returned; "-": left out, as it has no
# such function, or as it matters whether a part that occurs twice is computed once.
MEASURED = [
    ("abs(x)", "0", "0", "1"),
    ("abs(x)", "-2", "-1", "-1"),
    ("sign(x)", "0", "0", "0"),
    ("relu(x)", "0", "0", "0"),
    ("relu6(x)", "0", "0", "0"),
    ("relu6(x)", "6", "0", "0"),
    ("leaky_relu(x, 1/4)", "0", "0.25", "1"),
    ("elu(x, 2)", "0", "2", "2"),
    ("selu(x)", "0", "1.758099341", "1.758099341"),
    ("celu(x, 2)", "0", "1", "1"),
    ("hardtanh(x)", "-1", "0", "1"),
    ("hardtanh(x)", "1", "0", "1"),
    ("hardsigmoid(x)", "-3", "0", "0"),
    ("hardsigmoid(x)", "3", "0", "0"),
    ("hardswish(x)", "-3", "0", "0"),
    ("hardswish(x)", "3", "1", "1"),
    ("softsign(x)", "0", "1", "1"),
    ("max(x, 0)", "0", "0.5", "0.5"),
    ("max(x, -x)", "0", "0", "0"),
    ("max(x, x**2, 3*x)", "0", "1.75", "1.75"),
    ("min(x, 2)", "2", "0.5", "0.5"),
    ("clip(x, 1, 2)", "1", "0", "0.5"),
    ("clip(x, 1, 2)", "2", "0", "0.5"),
    ("clip(x, 1, x)", "1", "1", "0.75"),
    ("clip(2*x, x, 1)", "0", "1.5", "1.5"),
    ("floor(x)", "1", "0", "0"),
    ("ceil(x)", "1", "0", "0"),
    ("heaviside(x)", "0", "-", "0"),
    ("sqrt(x)", "0", "inf", "inf"),
    ("sqrt(-x)", "0", "inf", "inf"),
    ("cbrt(x)", "0", "-", "inf"),
    ("hypot(x, 0)", "0", "nan", "0.5"),
    ("hypot(x, x)", "0", "nan", "1"),
    ("atan2(x, 0*x)", "0", "0", "nan"),
    ("asin(x)", "1", "inf", "inf"),
    ("acos(x)", "-1", "-inf", "-inf"),
    ("acosh(x)", "1", "inf", "inf"),
    ("atanh(x)", "1", "inf", "inf"),
    ("log(x)", "0", "inf", "inf"),
    ("1/x", "0", "-inf", "-inf"),
    ("x**0", "0", "0", "0"),
    ("x**(1/2)", "0", "inf", "inf"),
    ("x**x", "0", "0", "nan"),
    ("0**x", "0", "0", "0"),
    ("x**(x + 1)", "0", "1", "1"),
    ("sqrt(x**2)", "0", "nan", "nan"),
    ("sqrt(abs(x))", "0", "nan", "inf"),
    ("sqrt(relu(x))", "-1", "0", "0"),
    ("sqrt(max(x, 0))", "-1", "0", "nan"),
    ("x*sqrt(x)", "0", "nan", "nan"),
    ("sqrt(2*x - x)", "0", "nan", "nan"),
    ("2*sqrt(x) - 3*sqrt(x)", "0", "-", "-"),
    ("x*sqrt(x) + sqrt(x)", "0", "-", "-"),
    ("floor(sqrt(x))", "0", "nan", "0"),
    ("sqrt(x)**0", "0", "nan", "0"),
    ("where(x > 0, sqrt(x), 0)", "0", "nan", "nan"),
    ("where(x > 0, log(x), 0)", "-1", "0", "0"),
    ("where(x > 0, x**2, x)", "0", "1", "1"),
    ("exp(log(x))", "0", "nan", "nan"),
    ("abs(x)*relu(x) + abs(x)", "0", "0", "1"),
    ("log(abs(x) + 1)", "0", "0", "1"),
    ("sec(x)*abs(x)", "0", "-", "-"),
    ("besselj(0, abs(x))", "0", "-", "-"),
]


def derivatives(expression: str, at: str, variable: str = "x") -> dict[str, float]:
    graph = read(expression).graph
    return framework_derivatives(graph, variable, read_point(at, graph.symbols(), main=variable))


@pytest.mark.parametrize(("expression", "at", "pytorch", "jax"), MEASURED)
def test_it_says_what_was_measured(expression: str, at: str, pytorch: str, jax: str) -> None:
    expected = {"PyTorch": pytorch, "JAX": jax}
    expected = {name: float(text) for name, text in expected.items() if text != "-"}
    found = derivatives(expression, at)
    assert list(found) == list(expected)
    assert found == pytest.approx(expected, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("name", [row.name for row in FUNCTIONS.values() if row.corners])
def test_every_function_with_corners_has_a_row_or_the_slope_of_its_rule(name: str) -> None:
    in_no_framework = {
        "asec",
        "acsc",
        "acot",
        "asech",
        "lambertw",
        "besselj",
        "besseli",
        "frac",
        "expint",
        "lowergamma",
        "uppergamma",
        "betainc_regularized",
        "polylog",
        "elliptic_e",
    }
    assert (name in CONVENTIONS) + (name in frameworks._BOTH.split()) + (name in in_no_framework)


def disagreements(name: str) -> list[str]:
    """Return where a framework's rule differs from calcdl's at a function's sample points."""
    wrong = []
    plain = {"heaviside": 1, "clip": 1}  # arguments beyond are constants there
    for sample in FUNCTIONS[name].sample:
        args = arguments_of(sample)
        for k in range(plain.get(name, len(args))):
            texts = [str(u) for u in args]
            texts[k] = "x"
            call = f"{name}({', '.join(texts)})"
            step = 1e-6
            low, high = (
                FUNCTIONS[name].floats(*args[:k], args[k] + h, *args[k + 1 :])
                for h in (-step, step)
            )
            slope = (high - low) / (2 * step)
            for framework, found in derivatives(call, str(args[k])).items():
                if found != pytest.approx(slope, rel=1e-5, abs=1e-5):
                    wrong.append(f"{framework}: {call} {found} {slope}")
    return wrong


@pytest.mark.parametrize("name", [name for name in CONVENTIONS if name in FUNCTIONS])
def test_beside_corners_the_rules_are_the_derivative(name: str) -> None:
    assert disagreements(name) == []


def test_a_rule_wrong_by_a_tenth_of_a_percent_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Convention("sqrt", ("1.001*g/(2*y)",), ("g/(2*y)",))
    monkeypatch.setitem(CONVENTIONS, "sqrt", wrong)
    assert {text.partition(":")[0] for text in disagreements("sqrt")} == {"PyTorch"}


def test_other_variables_are_constants() -> None:
    assert derivatives("max(x, y)*y", "x=2,y=2") == {"PyTorch": 1.0, "JAX": 1.0}
    assert derivatives("clip(x, y, 2)", "x=1,y=1") == {"PyTorch": 0.5, "JAX": 0.5}
    assert derivatives("abs(y)", "y=0") == {"PyTorch": 0.0, "JAX": 0.0}


def test_a_slope_that_a_framework_does_not_have() -> None:
    assert derivatives("elu(2, x)", "1") == {"JAX": 0.0}
    assert derivatives("sinc(x) + abs(x)", "0") == {}


def test_a_negative_exponent_is_not_mistaken_for_zero() -> None:
    assert derivatives("(1/2 + x)**(-1)", "1/2") == {"PyTorch": -1.0, "JAX": -1.0}


@pytest.mark.slow
def test_a_long_chain_takes_one_sweep() -> None:
    steps = [f"u{i + 1} = relu(u{i}) + max(u{i}, x)" for i in range(1500)]
    found = derivatives("; ".join(["u0 = x", *steps, "u1500"]), "-1")
    assert found == {"PyTorch": 1.0, "JAX": 1.0}
