"""Formulas of arrays, and answers about them, in LaTeX."""

from __future__ import annotations

import re
from typing import Any

from calcdl.render.latex.formula import LaTeX
from calcdl.render.latex.names import name_latex
from calcdl.render.latex.text import text_latex
from calcdl.render.notation.array_formula import ArrayMarkup

__all__ = ["LATEX_OF_ARRAYS"]

_OPERATORS = {"det": r"\det", "trace": r"\operatorname{tr}", "max": r"\max", "min": r"\min",
              "exp": r"\exp"}  # fmt: skip


class _LaTeXOfArrays(LaTeX, ArrayMarkup):
    odot, oslash = r" \odot ", r" \oslash "
    above = {"transpose": r"\top", "inverse": "-1", "both": r"-\top"}  # noqa: RUF012
    entrywise = r"\odot "
    arrow = r" \mapsto "
    bars = (r"\left\lVert ", r" \right\rVert")

    def array(self, name: str, axes: int) -> str:
        """Return a name in bold letters: upright ones, and Greek ones by a command of amsmath."""
        text = name_latex(name)
        if not axes:
            return text
        base, below, index = text.partition("_{")
        letters = re.sub(r"\\mathrm\{([^{}]*)\}", r"\1", base)
        command = "boldsymbol" if "\\" in letters else "mathbf"
        return rf"\{command}{{{letters}}}{below}{index}"

    def adjoint(self, of: str) -> str:
        base, below, index = of.partition("_{")
        return rf"\bar{{{base}}}{below}{index}"

    def ones(self, digit: str, sizes: str) -> str:
        sizes = sizes.replace("×", r" \times ").replace("*", " ")
        return rf"\mathbf{{{digit}}}" + (f"_{{{sizes}}}" if sizes else "")

    def operator(self, name: str, below: str) -> str:
        operator = _OPERATORS.get(name) or self.function(name)
        return operator + (rf"_{{\text{{{below}}}}}" if below else "")

    def below(self, base: list[Any], index: str) -> list[Any]:
        return [*base, f"_{{{index if index.isalnum() else self.code(index)}}}"]

    def code(self, text: str) -> str:
        return rf"\texttt{{{text_latex(text)}}}"


LATEX_OF_ARRAYS = _LaTeXOfArrays()
