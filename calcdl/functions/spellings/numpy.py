"""NumPy, and of SciPy's special functions those that calcdl cannot write out for it."""

from __future__ import annotations

from calcdl.functions.rules import row_of
from calcdl.functions.spellings.libraries import calls_of
from calcdl.functions.stable import STABLE

__all__ = ["CALLS", "CHOOSE", "WRITTEN"]

# They have no value for some arguments for which the function has one: zeta for s < 1, binom for
# whole numbers below zero, expn for orders below zero, ellipkinc and ellipeinc for m > 1.
_INCOMPLETE = frozenset(("zeta", "binomial", "expint", "elliptic_f", "elliptic_einc"))


def _is_needed(name: str, call: str) -> bool:
    """Say whether a call is NumPy's own, or nothing else is sound."""
    if call.startswith("np."):
        return True
    stable = STABLE[name].value if name in STABLE else None
    return not (row_of(name).definition if stable is None else stable)


_ALL = calls_of("numpy")

CHOOSE = _ALL.pop("where")
CALLS = {
    name: call.replace("scipy.special.", "special.")
    for name, call in _ALL.items()
    if name not in _INCOMPLETE and _is_needed(name, call)
} | {"lambertw": "special.lambertw({0}).real"}

# np.cosh warns where it overflows, though 1/cosh is a plain 0 there.
WRITTEN = {"sech": "2*exp(-abs(u))/(1 + exp(-2*abs(u)))"}
