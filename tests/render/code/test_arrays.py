"""Code for NumPy, PyTorch and JAX does what it says, on arrays of any shapes that broadcast.

PyTorch, JAX and SciPy need not be installed; what needs them is skipped where they are not.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import calcdl
from calcdl.graph.nodes import Graph
from tests.support import strategies
from tests.support.linters import complaints
from tests.support.programs import EXPRESSIONS, Case, case_of, cases_of, code_for, row_cases, wrong


def library(name: str) -> Any:
    skipped = pytest.mark.skipif(find_spec(name) is None, reason=f"there is no {name}")
    starts = [pytest.mark.process] if name == "torch" else []
    return pytest.param(name, marks=[skipped, *starts])


LIBRARIES = [library(name) for name in ("numpy", "torch", "jax")]
BROADCASTING = ["x*y", "x + 2*y", "x**2", "3*x - where(y > 0, 1/3, 2)", "x", "0*x + 0*y + 2"]


def function(code: str, name: str = "f") -> Callable[..., Any]:
    space: dict[str, Any] = {}
    exec(compile(code, "code", "exec"), space)
    found: Callable[..., Any] = space[name]
    return found


def array(target: str, numbers: Any) -> Any:
    """Return numbers as an array of doubles of a library."""
    if target == "torch":
        import torch

        return torch.tensor(numbers, dtype=torch.float64)
    if target == "jax":
        import jax

        jax.config.update("jax_enable_x64", True)
        return jax.numpy.asarray(numbers, dtype=jax.numpy.float64)
    return np.asarray(numbers)


def called(target: str, compute: Callable[..., Any], arguments: Sequence[Any]) -> tuple[Any, ...]:
    """Return value and gradient as NumPy's arrays; a warning is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        value, gradient = compute(*[array(target, numbers) for numbers in arguments])
    return np.asarray(value), *map(np.asarray, gradient)


def problems_of(
    target: str, cases: Sequence[Case], tolerance: float = 1e-12, least: float = 5e-324
) -> list[str]:
    """Return what is wrong with the answers at all points of an expression together."""
    points: dict[str, list[Case]] = {}
    for case in cases:
        if case.value is not None:
            points.setdefault(case.expression, []).append(case)
    problems = []
    for text, code in code_for(list(points), target).items():
        if "scipy" in code and find_spec("scipy") is None:
            continue
        there = points[text]
        names = sorted(there[0].point) or ["x"]
        columns = [[case.point.get(name, 0.0) for case in there] for name in names]
        compute = function(code, f"f{list(points).index(text)}")
        value, *gradient = called(target, compute, columns)
        assert {part.shape for part in (value, *gradient)} == {(len(there),)}, text
        for k, case in enumerate(there):
            slopes = [part[k] for part in gradient][: len(case.point)]
            few = 1e-9 if "polygamma has nine digits" in code else tolerance
            problems += wrong(case, value[k], slopes, few, least)
    return problems


@pytest.mark.parametrize("target", LIBRARIES)
def test_expressions(target: str) -> None:
    assert not problems_of(target, cases_of(EXPRESSIONS))


@pytest.mark.parametrize("target", LIBRARIES)
def test_every_row_of_the_table_at_its_samples(target: str) -> None:
    assert not problems_of(target, row_cases())


@pytest.mark.parametrize("target", LIBRARIES)
@pytest.mark.parametrize("text", BROADCASTING)
def test_answers_have_the_shape_that_arguments_broadcast_to(target: str, text: str) -> None:
    code = calcdl.code(text, to=target, order=2)
    names = calcdl.read(text).graph.symbols()
    shapes = {"x": (3, 1), "y": (4,)}
    numbers = {name: np.linspace(-1, 2, 4)[: shapes[name][0]] for name in names}
    arguments = [array(target, numbers[name].reshape(shapes[name])) for name in names]
    value, gradient, hessian = function(code)(*arguments)
    parts = [value, *gradient, *[entry for row in hessian for entry in row]]
    whole = np.broadcast_shapes(*[shapes[name] for name in names])
    assert {np.shape(part) for part in parts} == {whole}
    assert {np.asarray(part).dtype for part in parts} == {np.dtype(np.float64)}
    shared = [part for part in parts if target != "jax" and any(part is one for one in arguments)]
    assert not shared, "an answer is an argument, so that changing it would change both"


@pytest.mark.parametrize("target", LIBRARIES)
def test_undefined_functions_names_and_hessians(target: str) -> None:
    text = "s(jnp*np)*value + zeros**3"
    compute = function(calcdl.code(text, to=target, order=2, function="s"))
    at = [array(target, numbers) for numbers in ([0.5, 1.0], [2.0, 3.0], [4.0, 5.0], [1.0, 2.0])]
    value, gradient, hessian = compute(
        *at, *[lambda u: u**4, lambda u: 4 * u**3, lambda u: 12 * u**2]
    )
    assert np.allclose(value, [5.0, 413.0])
    assert np.allclose(gradient, [[32.0, 1620.0], [8.0, 540.0], [1.0, 81.0], [3.0, 12.0]])
    assert np.allclose(hessian[0][0], [4 * 12 * 4, 5 * 12 * 81])
    assert np.allclose(hessian[3][3], [6.0, 12.0])


def test_a_branch_that_is_not_taken_warns_of_nothing() -> None:
    code = calcdl.code("where(x > 0, sqrt(x)*y, 0) + where(y == 0, 1, sin(y)/y)", to="numpy")
    assert "np.errstate" in code
    value, *gradient = called("numpy", function(code), [[-1.0, 4.0], [0.0, 0.0]])
    assert value.tolist() == [1.0, 1.0]
    assert np.array(gradient).tolist() == [[0.0, 0.0], [0.0, 2.0]]
    assert "np.errstate" not in calcdl.code("relu(x)*y + log(x)", to="numpy")


def test_what_a_library_lacks_is_refused_by_name() -> None:
    for target, language, name in (
        ("numpy", "NumPy", "polylog"),
        ("torch", "PyTorch", "gamma"),
        ("jax", "JAX", "besselj"),
    ):
        with pytest.raises(calcdl.CalcdlError, match=f"{language} has no {name}"):
            calcdl.code(f"{name}(2, x)" if name != "gamma" else "gamma(x)", to=target)


@pytest.mark.parametrize("target", LIBRARIES)
@settings(deadline=None, max_examples=40, derandomize=True)
@given(graph=strategies.graphs(), point=strategies.points())
def test_random_graphs(target: str, graph: Graph, point: dict[str, Any]) -> None:
    case = case_of(graph, point)
    if case is not None:
        assert not problems_of(target, [case], 1e-9, 1e-9)


def test_jax_compiles_it_and_maps_it() -> None:
    jax = pytest.importorskip("jax")
    compute = function(calcdl.code("where(x > 0, sqrt(x)*y, 0) + 3*y", to="jax"))
    x, y = array("jax", [-1.0, 4.0]), array("jax", [2.0, 3.0])
    for made in (compute, jax.jit(compute), jax.vmap(compute)):
        value, gradient = made(x, y)
        assert value.tolist() == [6.0, 15.0]
        assert [part.tolist() for part in gradient] == [[0.0, 0.75], [3.0, 5.0]]
    single = jax.numpy.float32
    value, gradient = compute(x.astype(single), y.astype(single))
    assert {part.dtype for part in (value, *gradient)} == {np.dtype(np.float32)}


@pytest.mark.process
def test_torch_traces_it_whole_and_keeps_the_type() -> None:
    torch = pytest.importorskip("torch")
    compute = function(calcdl.code("where(x > 0, 0.1, 2)*y + hypot(1, x) + max(0, y)", to="torch"))
    traced = torch.compile(compute, fullgraph=True, backend="eager")
    for kind in (torch.float64, torch.float32, torch.bfloat16):
        x, y = torch.tensor([-1.0, 0.0], dtype=kind), torch.tensor([2.0, 3.0], dtype=kind)
        value, gradient = compute(x, y)
        assert {part.dtype for part in (value, *gradient)} == {kind}
        again, slopes = traced(x, y)
        assert all(map(torch.equal, (value, *gradient), (again, *slopes)))
    _, (_, slope) = compute(torch.ones(1, dtype=torch.float64), -torch.ones(1, dtype=torch.float64))
    assert slope.item() == 0.1


@pytest.mark.process
def test_linters_and_type_checkers_have_nothing_to_say(tmp_path: Path) -> None:
    texts = [*EXPRESSIONS, *BROADCASTING, "s(x*y)*r(x, y)", "where(x > 0, gamma(x), 0)"]
    texts.append("+".join([f"sin(a_long_name_of_a_variable_{k}*x)**2" for k in range(7)]))
    for target in ("numpy", "torch", "jax"):
        for order in (1, 2):
            for k, (_, code) in enumerate(code_for(texts, target, order=order).items()):
                (tmp_path / f"{target}_{order}_{k}.py").write_text(code + "\n", "utf-8")
    assert not complaints(tmp_path, [path.name for path in tmp_path.glob("numpy_2_*")])
