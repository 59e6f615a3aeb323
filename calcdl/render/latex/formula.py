"""Graph → LaTeX."""

from __future__ import annotations

from calcdl.graph.nodes import Graph
from calcdl.render.latex.names import name_latex, upright
from calcdl.render.notation.formula import written
from calcdl.render.notation.markup import Markup

__all__ = ["LATEX", "LaTeX", "formula_latex"]

_KNOWN = frozenset(
    ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "coth", "log", "max", "min")
)
_NAMES = {"asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan", "gamma": r"\Gamma"}


def formula_latex(graph: Graph) -> str:
    """Return a formula in LaTeX, as it is written. Raises TooLarge.

    >>> from calcdl.reading.expressions import read
    >>> print(formula_latex(read("2*u1*1").graph))
    2 u_{1} \\cdot 1
    >>> print(formula_latex(read("(2*u2)*cos(u1)/x**2").graph))
    \\frac{\\left(2 u_{2}\\right) \\cdot \\cos\\left(u_{1}\\right)}{x^{2}}
    """
    return written(graph, LATEX)


class LaTeX(Markup):
    """Formulas as they stand between dollar signs."""

    minus, less, plus = "-", " - ", " + "
    times, beside, comma, apply = r" \cdot ", " ", ", ", ""
    equals, approx, infinity = " = ", r" \approx ", r"\infty"
    nabla = r"\nabla "
    bars = (r"\left\|", r"\right\|")
    matrix = (r"\begin{pmatrix} ", " & ", r" \\ ", r" \end{pmatrix}")
    aligned = (r"\begin{aligned} ", r" \\ ", r" \end{aligned}")
    before_relation = " &"
    before_fence = inside_fence = " "
    fence = (r"\left(", r"\right)")
    fraction = (r"\frac{", "}{", "}")
    power = ("", "^{", "}")
    cases = (r"\begin{cases} ", r" \end{cases}")
    if_, next_case, otherwise = r" & \text{if } ", r" \\ ", r" & \text{otherwise}"
    around = {  # noqa: RUF012  (nobody changes it)
        "sqrt": (r"\sqrt{", "}"),
        "cbrt": (r"\sqrt[3]{", "}"),
        "abs": (r"\left|", r"\right|"),
        "floor": (r"\left\lfloor ", r" \right\rfloor"),
        "ceil": (r"\left\lceil ", r" \right\rceil"),
    }
    relations = {  # noqa: RUF012
        "<": " < ", "<=": r" \leq ", ">": " > ", ">=": r" \geq ", "==": " = ", "!=": r" \neq ",
    }  # fmt: skip

    def name(self, name: str) -> str:
        return name_latex(name)

    def constant(self, name: str) -> str:
        return r"\pi" if name == "pi" else "e"

    def numeral(self, digits: str) -> str:
        return digits

    def function(self, operation: str) -> str:
        if operation in _NAMES:
            return _NAMES[operation]
        return f"\\{operation}" if operation in _KNOWN else upright("operatorname", operation)

    def undefined(self, name: str) -> str:
        return upright("operatorname", name)

    def primed(self, function: str, order: int) -> str:
        return function + "'" * order

    def partial(self, function: str, places: list[str]) -> str:
        return rf"\partial_{{{','.join(places)}}} {function}"

    def d(self, is_partial: bool) -> str:
        return r"\partial" if is_partial else "d"

    def indexed(self, function: str, place: int) -> str:
        return f"{function}_{{{place}}}"

    def taken_at(self, function: str, place: str) -> str:
        return rf"\left. {function} \right|_{{{place}}}"

    def remark(self, text: str) -> str:
        return rf" \quad \text{{{text}}}"

    def limit(self, variable: str, target: str) -> str:
        return rf"\lim_{{{variable} \to {target}}} "


LATEX = LaTeX()
