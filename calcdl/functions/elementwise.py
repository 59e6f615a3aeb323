"""NumPy's functions of arrays of floats, with types: its own say that they return anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]  # or a scalar, np.float64, which has its operations
    Mask: TypeAlias = NDArray[np.bool_]
    Unary: TypeAlias = Callable[[Array], Array]
    Binary: TypeAlias = Callable[[Array | float, Array | float], Array]

__all__ = [
    "absolute",
    "arcsinh",
    "arctan",
    "arctan2",
    "arctanh",
    "ceil",
    "copysign",
    "cos",
    "cosh",
    "exp",
    "expm1",
    "floor",
    "hypot",
    "log",
    "log1p",
    "maximum",
    "minimum",
    "power",
    "rounded",
    "sin",
    "sqrt",
    "tan",
    "tanh",
    "where",
]  # fmt: skip

absolute: Unary = np.abs
arctan: Unary = np.arctan
arcsinh: Unary = np.arcsinh
arctanh: Unary = np.arctanh
ceil: Unary = np.ceil
cos: Unary = np.cos
cosh: Unary = np.cosh
exp: Unary = np.exp
expm1: Unary = np.expm1
floor: Unary = np.floor
log: Unary = np.log
log1p: Unary = np.log1p
rounded: Unary = np.round
sin: Unary = np.sin
sqrt: Unary = np.sqrt
tan: Unary = np.tan
tanh: Unary = np.tanh

arctan2: Binary = np.arctan2
copysign: Binary = np.copysign
hypot: Binary = np.hypot
maximum: Binary = np.maximum
minimum: Binary = np.minimum
power: Binary = np.power

where: Callable[[Mask, Array | float, Array | float], Array] = np.where
