"""Operations on arrays in NumPy, PyTorch and JAX: a column for each.

"{0}" is the first argument and "{*}" all of them. "{axis}", "{kept}" (an axis that stays),
"{within}" (one that has to be named), "{shape}", "{key}", "{k}" and "{subscripts}" are what an
operation was given, and "{like}" is an array among the parameters.
An operation that is not here is refused by name.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ARRAYS", "FRAMES", "Frame"]


class Frame(NamedTuple):
    """What is around a program on arrays: imports, types, and the words that libraries differ in.

    ``number`` is the type of a parameter that is a number, and ``value`` that of what is returned.
    ``placed`` is the body of a function of an array, a key and a shape: the array at that place,
    and zeros around it. What has no ``steps_backwards`` takes no x[::-1].
    """

    imports: tuple[str, ...]
    array: str
    number: str
    value: str
    placed: tuple[str, ...]
    axis: str = ", axis={}"
    kept: str = ", keepdims=True"
    steps_backwards: bool = True
    sqrt: str = "np.sqrt"


def _numpy(np: str, linalg: str) -> dict[str, str]:
    """Return what NumPy and JAX write alike, but for the names of modules."""
    reductions = {name: f"{np}.{name}({{0}}{{kept}})" for name in
                  ("sum", "mean", "var", "std", "prod", "max", "min")}  # fmt: skip
    return reductions | {
        "norm": f"{np}.linalg.norm({{0}}{{kept}})",
        "outer": f"{np}.outer({{0}}, {{1}})",
        "inv": f"{np}.linalg.inv({{0}})",
        "det": f"{np}.linalg.det({{0}})",
        "logdet": f"{np}.linalg.slogdet({{0}})[1]",
        "trace": f"{np}.trace({{0}})",
        "diag": f"{np}.diag({{0}})",
        "diagonal": f"{np}.diagonal({{0}})",
        "expm": f"{linalg}.expm({{0}})",
        "expm_frechet": f"{linalg}.expm_frechet({{0}}, {{1}}, compute_expm=False)",
        "solve": f"{np}.linalg.solve({{0}}, {{1}})",
        "pinv": f"{np}.linalg.pinv({{0}})",
        "cholesky": f"{np}.linalg.cholesky({{0}})",
        "nuclear": f'{np}.linalg.norm({{0}}, "nuc")',
        "polar": f"{linalg}.polar({{0}})[0]",
        "ones": f"{np}.ones({{shape}})",
        "eye": f"{np}.eye({{n}})",
        "unit": f"{np}.eye({{n}})[{{place}}]",
        "concat": f"{np}.concatenate([{{*}}], axis={{at}})",
        "stack": f"{np}.stack([{{*}}], axis={{at}})",
        "reshape": f"{np}.reshape({{0}}, {{shape}})",
        "tril": f"{np}.tril({{0}}, {{k}})",
        "triu": f"{np}.triu({{0}}, {{k}})",
        "cumsum": f"{np}.cumsum({{0}}{{axis}})",
        "kron": f"{np}.kron({{0}}, {{1}})",
        "conv1d": f'{np}.correlate({{0}}, {{1}}, "valid")',
        "convolve": f"{np}.convolve({{0}}, {{1}})",
        "einsum": f'{np}.einsum("{{subscripts}}", {{*}})',
        "scatter": "_placed({0}, {key}, {shape})",
    }


_TORCH = {
    **{name: f"torch.{name}({{0}}{{kept}})" for name in ("sum", "mean", "prod")},
    **{name: f"torch.{name}({{0}}{{kept}}, correction=0)" for name in ("var", "std")},
    "max": "torch.amax({0}{kept})",
    "min": "torch.amin({0}{kept})",
    "norm": "torch.linalg.vector_norm({0}{kept})",
    "logsumexp": "torch.logsumexp({0}{within})",
    "softmax": "torch.softmax({0}{within})",
    "log_softmax": "torch.log_softmax({0}{within})",
    "outer": "torch.outer({0}, {1})",
    "inv": "torch.linalg.inv({0})",
    "det": "torch.linalg.det({0})",
    "logdet": "torch.linalg.slogdet({0})[1]",
    "trace": "torch.trace({0})",
    "diag": "torch.diag({0})",
    "diagonal": "torch.diagonal({0})",
    "expm": "torch.linalg.matrix_exp({0})",
    "solve": "torch.linalg.solve({0}, {1})",
    "pinv": "torch.linalg.pinv({0})",
    "cholesky": "torch.linalg.cholesky({0})",
    "nuclear": 'torch.linalg.matrix_norm({0}, ord="nuc")',
    "ones": "{like}.new_ones({shape})",
    "eye": "torch.eye({n}, dtype={like}.dtype, device={like}.device)",
    "unit": "torch.eye({n}, dtype={like}.dtype, device={like}.device)[{place}]",
    "concat": "torch.cat([{*}], dim={at})",
    "stack": "torch.stack([{*}], dim={at})",
    "reshape": "torch.reshape({0}, {shape})",
    "tril": "torch.tril({0}, {k})",
    "triu": "torch.triu({0}, {k})",
    "cumsum": "torch.cumsum({0}{axis})",
    "kron": "torch.kron({0}, {1})",
    "conv1d": "F.conv1d({0}[None, None], {1}[None, None])[0, 0]",
    "convolve": "F.conv1d({0}[None, None], {1}.flip(0)[None, None],"
    " padding={1}.shape[0] - 1)[0, 0]",
    "einsum": 'torch.einsum("{subscripts}", {*})',
    "tensor": "{like}.new_tensor({0})",
    "scatter": "_placed({0}, {key}, {shape})",
}

ARRAYS: dict[str, dict[str, str]] = {
    "numpy": _numpy("np", "linalg"),
    "jax": _numpy("jnp", "jax.scipy.linalg")
    | {
        "logsumexp": "jax.nn.logsumexp({0}{kept})",
        "softmax": "jax.nn.softmax({0}{axis})",
        "log_softmax": "jax.nn.log_softmax({0}{axis})",
    },
    "torch": _TORCH,
}

FRAMES = {
    "numpy": Frame(
        (
            "import numpy as np",
            "from numpy.typing import NDArray",
            "from scipy import linalg, special",
        ),
        "NDArray[np.float64]",
        "float",
        "np.float64",
        ("result = np.zeros(shape)", "result[key] = x", "return result"),
    ),
    "jax": Frame(
        ("import jax", "import jax.numpy as jnp"),
        "jax.Array",
        "jax.typing.ArrayLike",
        "jax.Array",
        ("return jnp.zeros(shape, x.dtype).at[key].set(x)",),
        sqrt="jnp.sqrt",
    ),
    "torch": Frame(
        ("import torch", "from torch import Tensor", "from torch.nn import functional as F"),
        "Tensor",
        "Tensor | float",
        "Tensor",
        ("result = x.new_zeros(shape)", "result[key] = x", "return result"),
        axis=", dim={}",
        kept=", keepdim=True",
        steps_backwards=False,
        sqrt="torch.sqrt",
    ),
}
