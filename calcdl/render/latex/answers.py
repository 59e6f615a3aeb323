"""Results in LaTeX, as formulas to put between dollar signs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from calcdl.render.latex.formula import LATEX
from calcdl.render.notation import answers

if TYPE_CHECKING:
    from calcdl.results.backpropagation import Backpropagation
    from calcdl.results.matrices import ArrayDerivatives

__all__ = [
    "backpropagation",
    "chain",
    "derivative",
    "evaluation",
    "matrices",
    "partials",
    "simplification",
]

chain = partial(answers.chain, markup=LATEX)
derivative = partial(answers.derivative, markup=LATEX)
evaluation = partial(answers.evaluation, markup=LATEX)
partials = partial(answers.partials, markup=LATEX)
simplification = partial(answers.simplification, markup=LATEX)


def matrices(result: ArrayDerivatives) -> list[str]:
    """Return derivatives by vectors and matrices; their signs are loaded where they are used."""
    from calcdl.render.latex.arrays import LATEX_OF_ARRAYS
    from calcdl.render.notation import array_answers

    return array_answers.matrices(result, LATEX_OF_ARRAYS)


def backpropagation(result: Backpropagation) -> list[str]:
    """Return backpropagation level by level."""
    from calcdl.render.latex.arrays import LATEX_OF_ARRAYS
    from calcdl.render.notation import array_answers

    return array_answers.backpropagation(result, LATEX_OF_ARRAYS)
