"""PyTorch, by its own functions where they keep their digits and take tensors alone."""

from __future__ import annotations

from calcdl.functions.rules import row_of
from calcdl.functions.spellings.libraries import calls_of

__all__ = ["CALLS", "CHOOSE"]

# Measured in PyTorch 2.14.1 (CPU): ndtr and both forms of gelu are 0 where the function is small,
# left of about -8; tanhshrink is 0 near 0; airy_ai has few digits for negative arguments, and zeta
# no value for s < 1. threshold takes numbers alone.
_UNSOUND = frozenset(("ndtr", "gelu", "gelu_tanh", "tanhshrink", "airyai", "zeta", "threshold"))

_ALL = calls_of("pytorch")

CHOOSE = _ALL.pop("where")
# What has parameters with defaults takes them as Python's numbers, and never as tensors.
CALLS = {
    name: call
    for name, call in _ALL.items()
    if name not in _UNSOUND and (name == "heaviside" or not row_of(name).defaults)
} | {
    "loggamma": "torch.lgamma({0})",
    # Its own threshold, 20, leaves nine digits where 16 are to be had; exp(40) fits all types.
    "softplus": "F.softplus({0}, threshold=40.0)",
}
