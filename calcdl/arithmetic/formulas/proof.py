"""Proof that a formula is zero, by its normal form."""

from __future__ import annotations

from calcdl.arithmetic.formulas.kernels import Kernels
from calcdl.arithmetic.formulas.normal import Normal
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.relations import rewritten
from calcdl.arithmetic.formulas.structure import TooMuch, structure

__all__ = ["is_zero"]


def is_zero(symbols: Symbols, node: int) -> bool:
    """Say whether a tidied formula is proven to be zero wherever it has a value.

    That takes some hundred microseconds. False says nothing: what is zero by more than the laws of
    rational expressions and the relations between kernels is not told.

    >>> from calcdl.reading.expressions import read
    >>> from calcdl.sweep.forward import apply
    >>> symbols = Symbols()
    >>> text = "sqrt(x)*(1/(1 - sqrt(x)) + 1/(1 + sqrt(x))) - 2*sqrt(x)/(1 - x)"
    >>> is_zero(symbols, apply(read(text).graph, symbols, {"x": symbols.nodes.symbol("x")}))
    True
    """
    try:
        order = structure(symbols, node)
        new = rewritten(symbols, order, set())
        if new != node:
            order = structure(symbols, new)
        normal = Normal(Kernels(symbols, order, strict=True), frozenset())
        return normal.found[new].number == 0
    except TooMuch:
        return False
