"""What code of arrays needs to know of a library: a value for each, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.render.code.pythonic import WIDTH, enclosed

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.graph.nodes import Operation

    Adapted: TypeAlias = Callable[[Operation, str, tuple[str | None, ...]], str]

__all__ = ["LIBRARIES", "Library"]


class Library(NamedTuple):
    """A library of arrays: its names, and how it makes arrays of a shape.

    ``given`` is the type of what a function takes and ``array`` that of what it returns.
    ``imports`` are lines, each with what it is needed for. ``prepared`` makes arrays of what is
    given, ``zeros`` those of the shape that variables broadcast to, and ``adapted`` fits calls to
    numbers among their arguments, for a variable of which there is an array. Statements that may
    warn of what is not chosen stand below the line ``quiet``, and ``notes`` are said of calls.
    """

    prefix: str
    given: str
    array: str
    says: str
    imports: tuple[tuple[str, str], ...]
    reserved: tuple[str, ...]
    prepared: Callable[[Sequence[str]], list[str]]
    zeros: Callable[[Sequence[str]], list[str]]
    adapted: Callable[[str], Adapted]
    quiet: str = ""
    notes: tuple[tuple[str, str], ...] = ()


def _as_it_is(operation: Operation, template: str, numbers: tuple[str | None, ...]) -> str:
    return template


def _with_whole_order(operation: Operation, template: str, numbers: tuple[str | None, ...]) -> str:
    """Return a call of polygamma, whose order is no floating-point number."""
    if operation == "polygamma" and numbers[0] is not None:
        return template.replace("{0}", numbers[0].removesuffix(".0"))
    return template


def _zeros(prefix: str, made: str, variables: Sequence[str]) -> list[str]:
    """Return statements that make zeros of the shape that variables broadcast to."""
    shapes = [f"{name}.shape" for name in variables]
    if len(shapes) == 1:
        return [f"zeros = {made.format(shapes[0])}"]
    broadcast = enclosed(f"shape = {prefix}.broadcast_shapes(", shapes, ")", WIDTH - 8)
    return [*broadcast, f"zeros = {made.format('shape')}"]


# NumPy


def _as_doubles(variables: Sequence[str]) -> list[str]:
    lines = []
    for name in variables:
        lines += enclosed(f"{name} = np.asarray(", [name, "dtype=np.float64"], ")", WIDTH - 4)
    return lines


# PyTorch

_TAKE_A_NUMBER_LAST = frozenset(("mod", "fmod", "xlogy", "xlog1py"))
_CLAMPED = {"max": "torch.clamp({0}, min={1})", "min": "torch.clamp({0}, max={1})"}


def _with_tensors(variable: str) -> Adapted:
    """Return what makes tensors of numbers where PyTorch's functions take no numbers."""

    def tensor(template: str, place: int) -> str:
        return template.replace(f"{{{place}}}", f"{variable}.new_tensor({{{place}}})")

    def adapted(operation: Operation, template: str, numbers: tuple[str | None, ...]) -> str:
        places = [place for place, number in enumerate(numbers) if number is not None]
        if operation == "where":  # of two numbers it would be in single precision
            return tensor(template, 1) if places == [1, 2] else template
        if operation == "polygamma":
            return _with_whole_order(operation, template, numbers)
        if places == [1] and operation in _CLAMPED:
            return _CLAMPED[operation]
        last = [1] if operation in _TAKE_A_NUMBER_LAST else []
        if operation == "pow" or places == ([1, 2] if operation == "clip" else last):
            return template
        for place in places:
            template = tensor(template, place)
        return template

    return adapted


# JAX


def _of_one_type(variables: Sequence[str]) -> list[str]:
    return [
        *enclosed("dtype = jnp.result_type(", [*variables, "float"], ")", WIDTH - 4),
        *[f"{name} = jnp.asarray({name}, dtype)" for name in variables],
    ]


_SHAPE = "It works element by element; all answers have the shape that the arguments broadcast to."

LIBRARIES: dict[str, Library] = {
    "numpy": Library(
        "np",
        "ArrayLike",
        "Floats",
        _SHAPE,
        (
            ("np.", "import numpy as np"),
            ("ArrayLike", "from numpy.typing import ArrayLike, NDArray"),
            ("special.", "from scipy import special  # type: ignore[import-untyped,unused-ignore]"),
        ),
        ("np", "special", "Floats", "ArrayLike", "NDArray"),
        _as_doubles,
        lambda variables: _zeros("np", "np.zeros({0})", variables),
        lambda variable: _as_it_is,
        'with np.errstate(all="ignore"):',
        (("special.", "It needs SciPy."),),
    ),
    "torch": Library(
        "torch",
        "Tensor",
        "Tensor",
        f"{_SHAPE} Tensors are of one floating-point type.",
        (
            ("torch.", "import torch"),
            (" F.", "import torch.nn.functional as F"),
            ("Tensor", "from torch import Tensor"),
        ),
        ("torch", "F", "Tensor"),
        lambda variables: [],
        lambda variables: _zeros("torch", f"{variables[0]}.new_zeros({{0}})", variables),
        _with_tensors,
        notes=(("polygamma(", "PyTorch's polygamma has nine digits."),),
    ),
    "jax": Library(
        "jnp",
        "ArrayLike",
        "Array",
        _SHAPE,
        (
            ("jax.", "import jax"),
            ("jnp.", "import jax.numpy as jnp"),
            ("Array", "from jax import Array"),
            ("ArrayLike", "from jax.typing import ArrayLike"),
        ),
        ("jax", "jnp", "Array", "ArrayLike"),
        _of_one_type,
        lambda variables: _zeros("jnp", "jnp.zeros({0}, dtype)", variables),
        lambda variable: _with_whole_order,
    ),
}
