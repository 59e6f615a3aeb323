"""Which rule a special function has where it is singular: at its poles and edges, at infinity.

An asymptotic expansion need not converge: a germ is cut off after some terms, and what it leaves
out is as small as it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calcdl.arithmetic.germs.expansions import Rule

__all__ = ["AT_INFINITY_ONLY", "rule_of"]

_GAMMA = frozenset(("gamma", "loggamma", "digamma", "polygamma", "binomial"))
_INTEGRALS = frozenset(("Ei", "Ci", "Si", "Shi", "Chi", "erf", "erfc", "erfi", "erfinv", "erfcinv",
                        "fresnels", "fresnelc"))  # fmt: skip
_INCOMPLETE = frozenset(("expint", "uppergamma", "lowergamma", "betainc_regularized"))
_ELLIPTIC = frozenset(("elliptic_k", "elliptic_e", "elliptic_pi"))
_AIRY = frozenset(("airyai", "airyaiprime", "airybi", "airybiprime"))
_BESSEL = frozenset(("besselj", "besseli", "bessely", "besselk")) | _AIRY

# These are analytic everywhere else.
AT_INFINITY_ONLY = frozenset(("Si", "erf", "erfc", "erfi", "fresnels", "fresnelc")) | _AIRY


def rule_of(name: str) -> Rule | None:
    """Return the rule of a special function; None for others. Its family alone is loaded."""
    if name in _GAMMA:
        from calcdl.arithmetic.germs.gamma import RULES
    elif name in _INTEGRALS:
        from calcdl.arithmetic.germs.integrals import RULES
    elif name in _INCOMPLETE:
        from calcdl.arithmetic.germs.incomplete import RULES
    elif name in _ELLIPTIC:
        from calcdl.arithmetic.germs.elliptic import RULES
    elif name in ("polylog", "zeta"):
        from calcdl.arithmetic.germs.zeta import RULES
    elif name in _BESSEL:
        from calcdl.arithmetic.germs.bessel import RULES
    elif name == "lambertw":
        from calcdl.arithmetic.germs.lambert import RULES
    else:
        return None
    return RULES[name]
