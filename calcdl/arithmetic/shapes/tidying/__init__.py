"""How formulas of arrays are tidied: a rule an operation, in a file a family."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from calcdl.arithmetic.shapes.matrices import Matrices
from calcdl.arithmetic.shapes.tidying.chains import CHAINS
from calcdl.arithmetic.shapes.tidying.linear import LINEAR
from calcdl.arithmetic.shapes.tidying.sums import SUMS
from calcdl.arithmetic.shapes.tidying.transposes import OF_MATRICES

if TYPE_CHECKING:
    from calcdl.arithmetic.shapes.matrices import Rule

__all__ = ["matrices"]

_RULES: dict[str, Rule] = {**CHAINS, **OF_MATRICES, **LINEAR, **SUMS}


def matrices(attributes: Mapping[str, frozenset[str]] = MappingProxyType({})) -> Matrices:
    """Return the arithmetic of formulas of arrays, which tidies them."""
    return Matrices(_RULES, attributes)
