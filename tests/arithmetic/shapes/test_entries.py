"""Arrays written out in numbers agree with NumPy, and the rules of operations agree with them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from calcdl.arithmetic.arrays.shaped import ShapedArrays
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.shapes.entries import Entries
from calcdl.arithmetic.shapes.entries_of import ENTRIES_OF
from calcdl.calculus.matrices.gradient import gradients
from calcdl.errors import TooLarge
from calcdl.functions.shaped.operations import OPERATIONS
from calcdl.reading.shaped import ShapedReading, read_shaped
from calcdl.sweep.forward import values
from tests.arithmetic.shapes.written_out import agree, gradient_of, numbers_of, witness

SIZES = {"m": 3, "k": 4}
SHAPES = "A: m,2; B: 2,k; S: 2,2; u: 2; v: m; w: 5"
SAMPLES = [(name, sample) for name, row in OPERATIONS.items() for sample in row.sample]
WRITTEN_OUT = [(name, sample) for name, sample in SAMPLES if name in ENTRIES_OF]
UNWRITTEN = {"expm", "expm_frechet", "cholesky", "nuclear", "pinv", "polar"}


def read_sample(sample: str, shapes: str = SHAPES) -> ShapedReading:
    return read_shaped(sample, [shapes])


def weighted(sample: str) -> ShapedReading:
    """Return a number made of a sample, in which every entry has its weight and adjoint."""
    shapes = SHAPES.replace("m", str(SIZES["m"])).replace("k", str(SIZES["k"]))
    sizes = ",".join(map(str, read_sample(sample, shapes).shape))
    return read_sample(f"sum(C*({sample})**2)", f"{shapes}; C: {sizes}")


def test_every_operation_is_written_out_but_for_these() -> None:
    assert set(OPERATIONS) - set(ENTRIES_OF) == UNWRITTEN


@pytest.mark.parametrize(("name", "sample"), WRITTEN_OUT)
def test_entries_are_numpys(name: str, sample: str) -> None:
    reading = read_sample(sample)
    at = witness(reading, SIZES, seed=1)
    shape, numbers = numbers_of(reading.graph, at)
    theirs = values(reading.graph, ShapedArrays(SIZES), at.arrays())[reading.graph.root]
    assert shape == np.shape(theirs)
    assert np.allclose([float(n) for n in numbers], np.ravel(theirs), rtol=1e-12)


def require_equal_gradients(reading: ShapedReading, seed: int = 2) -> None:
    """Fail where a formula of the gradient is not that of the function written out in numbers."""
    at = witness(reading, SIZES, seed)
    names = [name for name in reading.variables() if name != "C"]
    formulas, _ = gradients(reading, names)
    with precision(192):
        for name in names:
            shape, claimed = numbers_of(formulas[name], at)
            assert shape == at.shapes[name]
            true = gradient_of(reading.graph, name, at)
            assert all([agree(u, v) for u, v in zip(claimed, true, strict=True)]), name


@pytest.mark.parametrize(("name", "sample"), WRITTEN_OUT)
def test_a_pullback_is_the_gradient_of_all_entries(name: str, sample: str) -> None:
    reading = weighted(sample)
    if reading.variables():
        require_equal_gradients(reading)


@pytest.mark.parametrize(
    ("name", "sample", "wrong"),
    [
        ("inv", "inv(S)", "-Y@G@Y"),
        ("logdet", "logdet(S)", "G*inv(A)"),
        ("mean", "mean(A, axis=1)", "G/A.size"),
        ("softmax", "softmax(A, axis=1)", "Y*(G - sum(Y*G))"),
        ("transpose", "S.T", "G"),
    ],
)
def test_a_planted_wrong_pullback_is_caught(
    name: str, sample: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(OPERATIONS, name, OPERATIONS[name]._replace(pullback=(wrong,)))
    with pytest.raises(AssertionError):
        require_equal_gradients(weighted(sample))


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_inverses_and_determinants_are_exact_at_every_size(n: int) -> None:
    reading = read_shaped("S@inv(S)", ["S: n,n"])
    at = witness(reading, {"n": n}, seed=n)
    _, numbers = numbers_of(reading.graph, at)
    assert numbers == np.eye(n).ravel().tolist()
    reading = read_shaped("det(S)*det(inv(S))", ["S: n,n"])
    assert numbers_of(reading.graph, at)[1] == [1]


def test_no_pivot_is_needed() -> None:
    reading = read_shaped("inv(S)", ["S: 2,2"])
    at = witness(reading, {}, seed=0)
    at = at._replace(numbers=dict(zip(at.numbers, (0, 1, 1, 0), strict=True)))
    assert numbers_of(reading.graph, at)[1] == [0, 1, 1, 0]


def test_work_is_bounded() -> None:
    reading = read_shaped("A@A", ["A: 9,9"])
    entries = Entries({}, most=100)
    with pytest.raises(TooLarge, match="100 operations"):
        values(reading.graph, entries, {"A": entries.symbol("A", (9, 9))})


def _broadcast_pairs() -> list[Any]:
    return ["A + u", "u + 2", "outer(u, v) + v", "u/A", "max(A, 1/2)", "abs(A)**u"]


@pytest.mark.parametrize("text", _broadcast_pairs())
def test_what_is_repeated_is_what_numpy_repeats(text: str) -> None:
    test_entries_are_numpys("", text)
