"""Arrays in files: what -o writes, --at reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.support.command import in_process

LEAST_SQUARES = ("gradient", "sum((X@w - y)**2)", "--shape", "X: N,n; w: n; y: N")


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def gradient_by_hand(folder: Path) -> np.ndarray:
    rng = np.random.default_rng(0)
    X, w, y = rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=4)
    for name, array in {"X": X, "w": w, "y": y}.items():
        np.save(folder / f"{name}.npy", array)
    return np.asarray(2 * X.T @ (X @ w - y))


AT = ("--at", "X=@X.npy; w=@w.npy; y=@y.npy")


def test_numpy_reads_what_is_written(tmp_path: Path) -> None:
    expected = gradient_by_hand(tmp_path)
    outcome = in_process(*LEAST_SQUARES, "--wrt", "w", *AT, "-o", "slope.npy")
    assert outcome == (0, "", "")
    assert np.allclose(np.load(tmp_path / "slope.npy"), expected, rtol=1e-14)
    assert not list(tmp_path.glob(".*"))


def test_several_arrays_are_one_archive_or_several_files(tmp_path: Path) -> None:
    gradient_by_hand(tmp_path)
    assert in_process(*LEAST_SQUARES, *AT, "-o", "all.npz").status == 0
    archive = np.load(tmp_path / "all.npz")
    outcome = in_process(*LEAST_SQUARES, *AT, "-o", "all.npy")
    assert "I wrote all-X.npy, all-w.npy, all-y.npy" in outcome.stderr
    for name in "Xwy":
        assert np.array_equal(archive[name], np.load(tmp_path / f"all-{name}.npy"))


def test_what_is_too_much_to_prove_is_numpys_and_said_to_be(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    A, x = rng.normal(size=(400, 300)), rng.normal(size=300)
    np.save(tmp_path / "A.npy", A)
    np.save(tmp_path / "x.npy", x)
    question = ("gradient", "norm(A@x)**2", "--shape", "A: m,n; x: n", "--wrt", "x")
    outcome = in_process(*question, "--at", "A=@A.npy; x=@x.npy", "-o", "g.npy")
    assert "digits are not proven" in outcome.stderr
    assert np.allclose(np.load(tmp_path / "g.npy"), 2 * A.T @ (A @ x))
    refused = in_process(*question, "--at", "A=@A.npy; x=@x.npy", "--digits", "20")
    assert refused.status == 4
    assert "leave out --digits" in refused.stderr


def test_an_entry_without_a_slope_is_named(tmp_path: Path) -> None:
    outcome = in_process("gradient", "sum(abs(x))", "--shape", "x: n", "--at", "x=[1,0]")
    assert outcome.status == 3
    assert outcome.stdout == "x\t[1, null]\n"
    assert (
        "there is no derivative by x[1] at x = [1,0]: the function has a corner" in outcome.stderr
    )
