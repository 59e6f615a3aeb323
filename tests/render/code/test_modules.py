"""PyTorch and JAX differentiate by the gradient that code has: once, or twice with the Hessian."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import calcdl
from tests.render.code.test_arrays import array, function
from tests.support.linters import complaints

EXPRESSIONS = {
    "log(1 + exp(w*x + b)) - y*(w*x + b)": ("w", "b"),
    "where(x > 0, sqrt(x)*y, 0) + x*y**3": (),
    "s + 2*r": ("s",),
    "exp(a*sin(b)*tanh(c)) + hypot(a, b)": ("c",),
}
SHAPES = [(3, 1), (4,), (), (3, 4)]
POINT = 0.25 + np.arange(12.0) / 9


def loaded(code: str) -> dict[str, Any]:
    space: dict[str, Any] = {}
    exec(compile(code, "code", "exec"), space)
    return space


def inputs_of(text: str, target: str) -> dict[str, Any]:
    """Return an array for each variable of an expression, all of other shapes."""
    names = calcdl.read(text).graph.symbols()
    shapes = dict(zip(names, SHAPES, strict=False))
    return {
        name: array(target, POINT[: int(np.prod(shape))].reshape(shape).copy())
        for name, shape in shapes.items()
    }


@pytest.mark.process
@pytest.mark.parametrize("text", EXPRESSIONS)
def test_torch_checks_the_gradient_and_the_second_derivatives(text: str) -> None:
    torch = pytest.importorskip("torch")
    given = [one.requires_grad_() for one in inputs_of(text, "torch").values()]
    once = loaded(calcdl.code(text, to="torch", module=True))["FFunction"]
    assert torch.autograd.gradcheck(once.apply, given)
    with pytest.raises(RuntimeError, match="no second derivatives: write them"):
        differentiated(once, given, 2)
    twice = loaded(calcdl.code(text, to="torch", module=True, order=2))["FFunction"]
    assert torch.autograd.gradcheck(twice.apply, given)
    assert torch.autograd.gradgradcheck(twice.apply, given)
    with pytest.raises(RuntimeError, match="no third derivatives"):
        differentiated(twice, given, 3)


def differentiated(compute: Any, given: list[Any], order: int) -> None:
    """Differentiate a sum that has other derivatives too, which would hide a missing one."""
    import torch

    total = compute.apply(*given).sum() + (given[0] ** 4).sum()
    for _ in range(order):
        total = torch.autograd.grad(total, given[0], create_graph=True)[0].sum()


@pytest.mark.process
def test_a_module_learns_its_parameters_and_hands_gradients_on() -> None:
    torch = pytest.importorskip("torch")
    code = calcdl.code("log(1 + exp(w*x + b)) - y*(w*x + b)", ["w", "b"], to="torch", module=True)
    x = torch.tensor([-1.0, 0.5, 2.0], requires_grad=True)
    y = torch.tensor([0.0, 1.0, 1.0])
    layer = loaded(code)["FModule"](torch.tensor(0.5), torch.tensor(-0.25))
    assert [name for name, _ in layer.named_parameters()] == ["w", "b"]
    layer(x, y).sum().backward()
    slope = torch.sigmoid(layer.w * x - 0.25) - y
    assert torch.allclose(layer.b.grad, slope.sum())
    assert torch.allclose(layer.w.grad, (slope * x).sum())
    assert torch.allclose(x.grad, slope * layer.w)
    assert y.grad is None


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_jax_differentiates_by_the_gradient(text: str) -> None:
    jax = pytest.importorskip("jax")
    from jax.test_util import check_grads

    given = tuple(inputs_of(text, "jax").values())
    places = tuple(range(len(given)))
    for order in (1, 2):
        value = loaded(calcdl.code(text, to="jax", module=True, order=order))["f_value"]
        check_grads(value, given, order=2)
        by_jax = jax.jit(jax.grad(lambda *at, value=value: value(*at).sum(), places))(*given)
        assert [slope.shape for slope in by_jax] == [one.shape for one in given]
    scalars = [one.ravel()[0] for one in given]
    plain = function(calcdl.code(text, to="jax", order=2))
    second = jax.hessian(value, places)(*scalars)
    assert np.allclose(np.array(second), np.array(plain(*scalars)[2]))


def test_a_branch_that_is_not_taken_has_second_derivatives_too() -> None:
    jax = pytest.importorskip("jax")
    code = calcdl.code("where(x > 0, sqrt(x), 0)", to="jax", module=True, order=2)
    value = loaded(code)["f_value"]
    array("jax", [0.0])
    assert jax.grad(jax.grad(value))(-1.0) == 0
    assert jax.grad(jax.grad(value))(4.0) == -1 / 32


def test_what_has_no_module_is_refused() -> None:
    with pytest.raises(calcdl.CalcdlError, match="C has no modules: 'module' is for torch and jax"):
        calcdl.code("x", to="c", module=True)
    with pytest.raises(calcdl.CalcdlError, match="takes no undefined functions"):
        calcdl.code("s(x)", to="torch", module=True)


@pytest.mark.process
def test_linters_have_nothing_to_say(tmp_path: Path) -> None:
    texts = {**EXPRESSIONS, "training*ctx + self*nn": ("training",)}
    texts["+".join([f"sin(a_long_name_{k}*x)**2" for k in range(9)])] = ("a_long_name_1",)
    for target in ("torch", "jax"):
        for order in (1, 2):
            for k, (text, wrt) in enumerate(texts.items()):
                code = calcdl.code(text, wrt, to=target, order=order, module=True, name="my_loss")
                (tmp_path / f"{target}_{order}_{k}.py").write_text(code + "\n", "utf-8")
    assert not complaints(tmp_path)
