"""calcdl from Python: what the commands do, as functions.

Expressions are texts in calcdl's language, what ``read`` or ``from_sympy`` made of one, or formulas
of earlier results. A point is a number or a text for the only variable, "x=1,y=2" or
{"x": 1, "y": 2} for several; a list is several points. Numbers are taken as they are written: 0.1
is 1/10. ``wrt`` names variables, ``digits`` asks for so many instead of the 17 of a double, ``let``
holds definitions such as "f(t) = t**2", and ``function`` names of functions that are not defined.

Results are named tuples of graphs and numbers (see ``calcdl.results``) that print readably, and in
a notebook as formulas. An error at a point is part of the result, so that other points have theirs;
all others are raised, each a ``CalcdlError``: ``ExpressionError`` where a text is not in the
language, ``UsageError`` where the question does not fit, ``TooLarge`` where an answer would be too
much work.
"""

from __future__ import annotations

from calcdl.algebra.expressions import from_sympy
from calcdl.api.derivatives import derivative, gradient, hessian, jacobian, partials
from calcdl.api.inspection import chain, check, evaluate, graph, numeric, point, simplify
from calcdl.api.language import functions, read, to_sympy, write
from calcdl.api.pictures import contours, plot, report
from calcdl.api.programs import code

__all__ = [
    "chain",
    "check",
    "code",
    "contours",
    "derivative",
    "evaluate",
    "from_sympy",
    "functions",
    "gradient",
    "graph",
    "hessian",
    "jacobian",
    "numeric",
    "partials",
    "plot",
    "point",
    "read",
    "report",
    "simplify",
    "to_sympy",
    "write",
]
