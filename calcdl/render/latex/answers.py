"""Results in LaTeX, as formulas to put between dollar signs."""

from __future__ import annotations

from functools import partial

from calcdl.render.latex.formula import LATEX
from calcdl.render.notation import answers

__all__ = ["chain", "derivative", "evaluation", "partials", "simplification"]

chain = partial(answers.chain, markup=LATEX)
derivative = partial(answers.derivative, markup=LATEX)
evaluation = partial(answers.evaluation, markup=LATEX)
partials = partial(answers.partials, markup=LATEX)
simplification = partial(answers.simplification, markup=LATEX)
