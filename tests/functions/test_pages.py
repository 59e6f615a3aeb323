"""The page of each function: it fits, its derivatives are the engine's, its names are read."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from flint import arb

from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.functions.answer import answer
from calcdl.errors import CalcdlError
from calcdl.functions import FUNCTIONS, Function, lookup
from calcdl.functions.elsewhere import ELSEWHERE
from calcdl.functions.families import families
from calcdl.reading.expressions import read
from calcdl.reading.names import function_rows
from calcdl.sweep.forward import apply
from tests.support import oracles
from tests.support.command import in_process
from tests.support.oracles import agree, exactly
from tests.support.samples import arguments_of

ROWS = function_rows()
NARROW = 60


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_page_fits_a_narrow_terminal(row: Function, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(NARROW))
    outcome = in_process("functions", row.name, "--format", "table")
    assert (outcome.status, outcome.stderr) == (0, "")
    lines = outcome.stdout.splitlines()
    assert max(map(len, lines)) <= NARROW
    assert "…" not in outcome.stdout.replace("polynomial of order n", "")
    assert row.name in lines[0]


def test_the_list_has_a_line_a_function_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(NARROW))
    lines = in_process("functions", "--format", "table").stdout.splitlines()
    assert max(map(len, lines)) <= NARROW
    listed = [line.split("(")[0].strip() for line in lines if line.startswith("  ")]
    assert sorted(listed) == sorted([row.name for row in ROWS])
    assert len(lines) == len(ROWS) + 2 * len(families()) + 1


def test_every_function_is_in_one_family() -> None:
    rows = [row for family in families().values() for row in family]
    assert len(rows) == len(ROWS)
    assert set(rows) == set(ROWS)


SAMPLED = [
    pytest.param(row, sample, id=f"{row.name}{sample}")
    for row in FUNCTIONS.values()
    if not row.variadic
    for sample in row.sample[:2]
]


@pytest.mark.parametrize(("row", "sample"), SAMPLED)
def test_a_page_states_the_derivatives_of_the_engine(row: Function, sample: object) -> None:
    """The formulas of the page, evaluated, are the slopes that Taylor arithmetic has."""
    point = [exactly(u) for u in arguments_of(sample)]
    page = answer(row)
    with precision(oracles.BITS):
        taylor = Taylor(1)
        inputs = {n: taylor.number(u) for n, u in zip(row.args, point, strict=False)}
        for place, name in enumerate(row.args[: len(point)]):
            partial = page.partials.get(name)
            if partial is None or row.local[place] is None:
                assert row.local[place] is None or name not in page.partials
                continue
            value = apply(partial, taylor, inputs)
            got: arb = taylor.ball(taylor.coefficient(value, 0))
            assert agree(got, oracles.taylor_slope(row.name, tuple(point), place), 30)


def test_slopes_at_corners_are_those_of_the_frameworks() -> None:
    expected = {
        "relu": [{"PyTorch": 0, "JAX": 0}], "abs": [{"PyTorch": 0, "JAX": 1}],
        "max": [{"PyTorch": 0.5, "JAX": 0.5}], "relu6": [{"PyTorch": 0, "JAX": 0}] * 2,
        "huber": [{"PyTorch": 1}, {"PyTorch": -1}],
    }  # fmt: skip
    for name, slopes in expected.items():
        assert [corner.slopes for corner in answer(FUNCTIONS[name]).slopes] == slopes, name


def test_a_page_says_what_is_not_known() -> None:
    assert "slope at u = 0: " not in in_process("functions", "erf").stdout
    text = in_process("functions", "acot").stdout
    assert "slope at u = 0\tnot known\n" in text


# Names in other libraries. These are no names of functions alone, or other ones in calcdl.
NOT_READ = {
    "F.glu(torch.stack((u, v)), 0)", "jax.nn.glu(jnp.stack((u, v)), 0)",
    "torch.var(u, correction=0)", "torch.std(u, correction=0)",
}  # fmt: skip
PARTS = ("sici(", "shichi(", "airy(", "fresnel(", "_polynomial_", "torch.pi", "jnp.pi")
OF_LISTS = {"where", "Piecewise", "Rational", "Integer", "Float", "sympify", "softmax", "softmin",
            "log_softmax", "cross_entropy", "mean", "var", "std", "norm", "dot", "logsumexp",
            "mse", "mae", "bce", "bce_with_logits", "Eq", "Ne", "Gt", "Ge", "Lt", "Le"}  # fmt: skip
NAMES = [
    pytest.param(row, text, id=f"{row.name}-{text}")
    for row in ROWS
    if row.name not in OF_LISTS
    for text in ELSEWHERE[row.name]
    if text is not None and text not in NOT_READ and not any(part in text for part in PARTS)
]


def test_every_function_has_its_names() -> None:
    assert set(ELSEWHERE) == {row.name for row in ROWS}


@pytest.mark.parametrize(("row", "text"), NAMES)
def test_its_name_in_a_library_is_read_as_the_function(row: Function, text: str) -> None:
    graph = read(row.call).graph
    there = [name for name in row.args if name in graph.symbols()] or graph.symbols()
    arguments = row.call.partition("(")[2].removesuffix(")")
    is_name = all(c.isalnum() or c in "._" for c in text)
    other = read(f"{text}({arguments})" if is_name else text.replace("(u, n)", "(3, u)")).graph
    sample = row.sample[0] if row.sample else ("7/10",) * len(there)
    values = [Fraction(str(u)) for u in arguments_of(sample)]
    inputs = dict(zip(row.args if row.sample else there, values, strict=False))
    with precision(200):
        taylor = Taylor(1)
        numbers = {name: taylor.number(u) for name, u in inputs.items()}
        balls = [
            taylor.ball(taylor.coefficient(apply(g, taylor, numbers), 0)) for g in (graph, other)
        ]
    assert agree(balls[1], balls[0], 15)


def test_sympy_and_numpy_have_the_names() -> None:
    import numpy
    import sympy

    for name, (_, _, in_numpy, in_sympy) in ELSEWHERE.items():
        if in_sympy and in_sympy.isidentifier():
            assert hasattr(sympy, in_sympy), name
        if in_numpy and in_numpy.startswith("np.") and in_numpy[3:].isidentifier():
            assert hasattr(numpy, in_numpy[3:]), name


def test_a_page_as_a_record() -> None:
    record = json.loads(in_process("functions", "leaky_relu", "--json").stdout)
    assert record["family"] == "activations"
    assert record["names"]["JAX"] == "jax.nn.leaky_relu"
    assert record["slopes"] == [
        {"at": {"u": "0", "a": "1/100"}, "frameworks": {"PyTorch": 0.01, "JAX": 1.0}}
    ]


def test_a_name_that_nobody_is_likely_to_have_meant_gets_no_suggestion() -> None:
    outcome = in_process("functions", "frobnicate")
    assert outcome.status == 2
    assert "did you mean" not in outcome.stderr
    assert lookup("frobnicate") is None


def test_a_call_names_its_function() -> None:
    assert in_process("functions", "relu(x)").stdout == in_process("functions", "relu").stdout
    with pytest.raises(CalcdlError):
        function_rows("")
