"""Results as Python shows them: readable in a terminal, as formulas in a notebook."""

from __future__ import annotations

from typing import Any

from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.reading.points import point_text
from calcdl.reading.writing import SYMPY, write
from calcdl.render.forms import lacks, source
from calcdl.results import (
    chain,
    check,
    curve,
    derivative,
    evaluation,
    graph,
    matrices,
    numeric,
    partials,
    point,
    report,
    simplification,
    surface,
)
from calcdl.results.value import Value

__all__ = [
    "ArrayDerivatives",
    "Behaviours",
    "Chain",
    "Check",
    "Computation",
    "Curves",
    "Derivative",
    "Evaluation",
    "Numeric",
    "Partials",
    "Report",
    "Simplification",
    "Surface",
    "readable",
]

_LONGEST = 12  # entries of a list that are shown


class _Shown:  # no docstring, so that help() shows that of the result
    __slots__ = ()
    _noun = ""

    def __repr__(self) -> str:
        return readable(self)

    def _repr_latex_(self) -> str | None:
        """Return the result as display mathematics, None where it has no such form."""
        if lacks(self._noun, "latex"):
            return None
        lines = [rf"\displaystyle {line}" for line in source(self, self._noun, "latex")]
        return f"$${' '.join(lines)}$$" if len(lines) == 1 else _gathered(lines)


def _gathered(lines: list[str]) -> str:
    return "$$\\begin{gathered}\n" + " \\\\\n".join(lines) + "\n\\end{gathered}$$"


class Derivative(_Shown, derivative.Derivative):
    __slots__ = ()
    _noun = "derivative"


class Evaluation(_Shown, evaluation.Evaluation):
    __slots__ = ()
    _noun = "evaluation"


class Simplification(_Shown, simplification.Simplification):
    __slots__ = ()
    _noun = "simplification"


class Chain(_Shown, chain.Chain):
    __slots__ = ()
    _noun = "chain"


class Partials(_Shown, partials.Partials):
    __slots__ = ()
    _noun = "partials"


class ArrayDerivatives(_Shown, matrices.ArrayDerivatives):
    __slots__ = ()
    _noun = "matrices"


class Computation(_Shown, graph.Computation):
    __slots__ = ()
    _noun = "graph"


class Behaviours(_Shown, point.Behaviours):
    __slots__ = ()
    _noun = "point"


class Check(_Shown, check.Check):
    __slots__ = ()
    _noun = "check"


class Numeric(_Shown, numeric.Numeric):
    __slots__ = ()
    _noun = "numeric"


class Curves(_Shown, curve.Curves):
    __slots__ = ()
    _noun = "curve"

    def _repr_svg_(self) -> str:
        """Return the picture, which notebooks show."""
        from calcdl.render.picture.plot_svg import plot_svg

        return plot_svg(self, SYMPY, self.title)


class Surface(_Shown, surface.Surface):
    __slots__ = ()
    _noun = "surface"

    def _repr_svg_(self) -> str:
        """Return the map, which notebooks show."""
        from calcdl.render.picture.map_svg import map_svg

        return map_svg(self, SYMPY, self.title)


class Report(_Shown, report.Report):
    __slots__ = ()
    _noun = "report"

    def _repr_html_(self) -> str:
        """Return the page, which notebooks show and which may be written to a file."""
        from calcdl.render.page.page import page

        return page(self, SYMPY, "")


def readable(result: Any) -> str:
    """Return a result as text: formulas and numbers as they are typed, what is empty left out.

    Results are named tuples a few deep, so that this may call itself.

    >>> from calcdl.reading.expressions import read
    >>> readable(derivative.Derivative(read("x**2").graph, "x", formula=read("2*x").graph))
    "Derivative(expression='x**2', variable='x', formula='2*x')"
    """
    if isinstance(result, Graph):
        return repr(write(result))
    if isinstance(result, Value):
        return result.closed or result.decimal
    if isinstance(result, CalcdlError):
        return f"{type(result).__name__}({result.message!r})"
    if isinstance(result, dict) and all(isinstance(text, str) for text in result.values()):
        return repr(point_text(result))
    if not isinstance(result, tuple):
        return repr(result)
    if not hasattr(result, "_fields"):
        shown = [readable(part) for part in result[:_LONGEST]]
        more = [f"… {len(result) - _LONGEST} more"] if len(result) > _LONGEST else []
        return f"[{', '.join(shown + more)}]"
    usual = getattr(result, "_field_defaults", {})
    fields = [
        f"{name}={readable(part)}"
        for name, part in zip(result._fields, result, strict=True)
        if part not in (None, ()) and not (name in usual and usual[name] is part)
    ]
    return f"{type(result).__name__}({', '.join(fields)})"
