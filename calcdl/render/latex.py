"""Results in LaTeX, as formulas to put between dollar signs."""

from __future__ import annotations

from calcdl.algebra import latex
from calcdl.reading import read
from calcdl.results import Derivative, Value

__all__ = ["derivative_latex"]


def derivative_latex(result: Derivative) -> str:
    """Return "d/dx f = f'", and a line for the value at each point."""
    variable, order = latex(read(result.variable).graph), result.order
    d = "d" if len(result.expression.symbols()) < 2 else r"\partial"
    power = "" if order == 1 else f"^{{{order}}}"
    operator = rf"\frac{{{d}{power}}}{{{d} {variable}{power}}}"
    formula = result.simplified or result.formula
    assert formula is not None
    left = rf"{operator} \left( {latex(result.expression)} \right)"
    lines = [f"{left} = {latex(formula)}"]
    for point in result.points:
        if point.value is not None:
            where = ", ".join(
                f"{latex(read(name).graph)} = {latex(read(text).graph)}"
                for name, text in point.at.items()
            )
            lines.append(
                rf"\left. {left} \right|_{{{where}}} {_relation(point.value)} {_value(point.value)}"
            )
    return "\n".join(lines)


def _relation(value: Value) -> str:
    return "=" if value.closed or value.exact == value.decimal else r"\approx"


def _value(value: Value) -> str:
    if value.closed:
        return latex(read(value.closed).graph)
    mantissa, _, exponent = value.decimal.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa
