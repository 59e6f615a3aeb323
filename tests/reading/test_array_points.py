"""Arrays at a point: lists, files, random numbers; what does not fit is refused."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from calcdl.errors import UsageError
from calcdl.graph.nodes import Graph
from calcdl.reading.array_points import ArrayPoint, read_array_point
from calcdl.reading.attributes import lacking
from calcdl.reading.lists import nested, read_lists
from calcdl.reading.shaped import read_shaped


def point(expression: str, shapes: str, *texts: str, seed: int | None = None) -> ArrayPoint:
    return read_array_point(read_shaped(expression, [shapes]), texts, seed)[0]


@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 1), (2, 3, 4)])
def test_lists_are_read_back(shape: tuple[int, ...]) -> None:
    entries = [str(k) for k in range(int(np.prod(shape)))]
    assert read_lists(str(nested(shape, entries)).replace("'", "")) == (shape, entries)


def test_numbers_are_exactly_what_is_written() -> None:
    given = point("sum(x)", "x: n", "x=[0.1, 1/3, 2]").arrays["x"]
    assert given.entries[0] == Fraction(1, 10)
    assert isinstance(given.entries[1], Graph)
    assert given.entries[2] == 2


def test_files_are_read(tmp_path: Path) -> None:
    np.save(tmp_path / "W.npy", np.array([[1.5, 2], [3, 4], [5, 6]]))
    (tmp_path / "x.csv").write_text("# a column\n0.1\n2e-1\n")
    found = point("W@x", "W: m,n; x: n", f"W=@{tmp_path}/W.npy; x=@{tmp_path}/x.csv")
    assert found.arrays["W"].shape == (3, 2)
    assert list(found.arrays["W"].entries) == [1.5, 2, 3, 4, 5, 6]
    assert found.arrays["x"].shape == (2,)
    assert list(found.arrays["x"].entries) == [Fraction(1, 10), Fraction(1, 5)]
    assert found.sizes == {"m": 3, "n": 2}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.csv", "1,2\n3\n", "line 2 of .* has 1 numbers, and those above have 2"),
        ("x.csv", "1,two\n", "line 1 of .* has no numbers alone"),
        ("x.csv", "\n", "has no numbers for x"),
        ("x.npy", "no array", "I cannot read x from"),
        ("x.npz", "", "several arrays"),
    ],
)
def test_a_file_that_is_no_array_is_refused(
    name: str, content: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(UsageError, match=message):
        point("sum(x)", "x: n", f"x=@{tmp_path}/{name}")


def test_no_program_in_a_file_is_run(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.array([{}, 1], dtype=object), allow_pickle=True)
    with pytest.raises(UsageError, match="I cannot read x"):
        point("sum(x)", "x: n", f"x=@{tmp_path}/x.npy")


def test_random_numbers_are_the_same_for_a_seed() -> None:
    text, shapes = "sum(A@x)", "A: m,n; x: n"
    first = point(text, shapes, seed=7)
    assert first == point(text, shapes, seed=7)
    assert first != point(text, shapes, seed=8)
    assert first.sizes == {"m": 3, "n": 2}
    given = point(text, shapes, "A=[[1,2,3],[4,5,6]]", seed=7)
    assert given.arrays["x"].shape == (3,)


@pytest.mark.parametrize(
    ("words", "attribute"),
    [
        ("symmetric", "symmetric"), ("spd", "definite"), ("diagonal", "diagonal"),
        ("orthogonal", "orthogonal"), ("stochastic", "stochastic"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("n", [1, 2, 5])
def test_random_arrays_are_what_is_declared(words: str, attribute: str, n: int) -> None:
    given = point("sum(S)", f"S: {n},{n} {words}", seed=n).arrays["S"]
    assert lacking(given.entries, given.shape, frozenset((attribute,))) is None
    if words == "spd":
        matrix = np.array([float(u) for u in given.entries]).reshape(n, n)  # type: ignore[arg-type]
        assert np.linalg.eigvalsh(matrix).min() > 0


def test_sizes_that_nothing_says_are_rectangular() -> None:
    sizes = list(point("sum(A@B@C)", "A: a,b; B: b,c; C: c,d", seed=1).sizes.values())
    assert all([m != n for m, n in pairwise(sizes)])
