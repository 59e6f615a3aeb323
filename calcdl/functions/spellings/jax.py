"""JAX, by jax.numpy, jax.nn and jax.scipy.special where they keep their digits."""

from __future__ import annotations

from calcdl.functions.spellings.libraries import calls_of

__all__ = ["CALLS", "CHOOSE"]

# Measured in JAX 0.10.2 (CPU): comb rounds its arguments, beta and celu have no value for some for
# which the function has one, as zeta for s < 1 and expn for orders below zero; log_ndtr has ten
# digits, gelu is 0 left of about -9, and squareplus overflows early.
_UNSOUND = frozenset(
    ("binomial", "beta", "celu", "zeta", "expint", "log_ndtr", "gelu_tanh", "squareplus")
)

_ALL = calls_of("jax")

CHOOSE = _ALL.pop("where")
CALLS = {name: call for name, call in _ALL.items() if name not in _UNSOUND}
