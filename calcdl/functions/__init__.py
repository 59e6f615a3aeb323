"""The table of functions: one row a function, a file a family."""

from __future__ import annotations

from calcdl.functions.elementary import ELEMENTARY
from calcdl.functions.elliptic import ELLIPTIC
from calcdl.functions.entropy import ENTROPY
from calcdl.functions.gammas import GAMMAS
from calcdl.functions.integrals import INTEGRALS
from calcdl.functions.learning import LEARNING
from calcdl.functions.normal import NORMAL
from calcdl.functions.roots import ROOTS
from calcdl.functions.rounding import ROUNDING
from calcdl.functions.row import Function
from calcdl.functions.scaled import SCALED
from calcdl.functions.shrinkage import SHRINKAGE
from calcdl.functions.special import SPECIAL

__all__ = [
    "ALIASES",
    "FUNCTIONS",
    "WRITTEN_OUT",
    "Function",
    "is_reserved",
    "lookup",
    "rows_written_out",
]

_TABLES = (
    ELEMENTARY, ROOTS, ROUNDING, SPECIAL, GAMMAS, NORMAL, INTEGRALS, ELLIPTIC, SCALED, ENTROPY,
    LEARNING, SHRINKAGE,
)  # fmt: skip
FUNCTIONS: dict[str, Function] = {row.name: row for table in _TABLES for row in table}
ALIASES: dict[str, str] = {alias: row.name for row in FUNCTIONS.values() for alias in row.aliases}


# What is written out where it is called; its rows are loaded when a text names one.
WRITTEN_OUT = frozenset((
    "BCELoss", "BCEWithLogitsLoss", "ChebyshevT", "ChebyshevU", "CrossEntropyLoss", "GegenbauerC",
    "HermiteH", "JacobiP", "L1Loss", "LaguerreL", "LegendreP", "MSELoss", "assoc_laguerre",
    "average", "bce", "bce_with_logits", "bessel_i0", "bessel_i1", "betainc",
    "binary_cross_entropy", "binary_cross_entropy_with_logits", "chebyshevt", "chebyshevu",
    "cross_entropy", "dot", "eval_chebyt", "eval_chebyu", "eval_gegenbauer", "eval_genlaguerre",
    "eval_hermite", "eval_hermitenorm", "eval_jacobi", "eval_laguerre", "eval_legendre",
    "gammainc", "gammaincc", "gegenbauer", "hermite", "hermite_prob", "i0", "i1", "igamma",
    "igammac", "inner", "jacobi", "kl", "kl_divergence", "l1_loss", "laguerre", "legendre",
    "log_softmax", "logsoftmax", "mae", "mean", "mse", "mse_loss", "norm", "real_root", "root",
    "softmax", "softmin", "spence", "std", "var",
))  # fmt: skip


def lookup(name: str) -> Function | None:
    """Return the row of a function by its name or one of its aliases; None if there is none.

    >>> lookup("arcsin")
    Function('asin')
    """
    row = FUNCTIONS.get(ALIASES.get(name, name))
    if row is None and name in WRITTEN_OUT:
        from calcdl.functions.several import SEVERAL

        return SEVERAL[name]
    return row


def rows_written_out() -> list[Function]:
    """Return the rows of what is written out, each once."""
    from calcdl.functions.several import SEVERAL

    return list(dict.fromkeys(SEVERAL.values()))


def is_reserved(name: str) -> bool:
    """Say whether nobody's own definition may take a name: that of a function such as sin.

    Words that people call their own things yield to a definition: mean, norm, threshold, i0.
    """
    row = lookup(name)
    return row is not None and any(row in table for table in (ELEMENTARY, ROOTS, SPECIAL, LEARNING))
