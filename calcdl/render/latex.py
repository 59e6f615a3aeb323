"""Results in LaTeX, as formulas to put between dollar signs."""

from __future__ import annotations

from calcdl.algebra import latex
from calcdl.reading import read
from calcdl.results.chain import Chain
from calcdl.results.derivative import Derivative, Evaluation, Value
from calcdl.results.entries import Entries

__all__ = ["chain_latex", "derivative_latex", "entries_latex", "evaluation_latex"]


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
            where = _place(point.at)
            lines.append(
                rf"\left. {left} \right|_{{{where}}} {_relation(point.value)} {_value(point.value)}"
            )
    return "\n".join(lines)


def _place(at: dict[str, str]) -> str:
    return ", ".join(
        f"{latex(read(name).graph)} = {latex(read(text).graph)}" for name, text in at.items()
    )


def _relation(value: Value) -> str:
    return "=" if value.closed or value.exact == value.decimal else r"\approx"


def _value(value: Value) -> str:
    if value.closed:
        return latex(read(value.closed).graph)
    mantissa, _, exponent = value.decimal.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def entries_latex(result: Entries) -> str:
    """Return a line for each partial derivative, and for each of its values."""
    lines = []
    for entry in result.entries:
        names = entry.label.split(",")
        function = "f"
        if result.command == "jacobian":
            function, names = f"f_{{{names[0]}}}", names[1:]
        power = "" if len(names) == 1 else f"^{{{len(names)}}}"
        below = " ".join(rf"\partial {latex(read(name).graph)}" for name in names)
        left = rf"\frac{{\partial{power} {function}}}{{{below}}}"
        if entry.formula is not None:
            lines.append(f"{left} = {latex(entry.formula)}")
        for point in entry.points:
            if point.value is not None:
                where = _place(point.at)
                relation, value = _relation(point.value), _value(point.value)
                lines.append(rf"\left. {left} \right|_{{{where}}} {relation} {value}")
    return "\n".join(lines)


def chain_latex(result: Chain) -> str:
    """Return each level with its local derivatives, then each derivative as a chain of equations.

    At a point each of them ends with its value there.
    """
    lines = []
    d = "d" if len(result.expression.symbols()) < 2 else r"\partial"
    for level in result.levels:
        name = _name(level.name)
        lines.append(_equation(name, latex(level.definition), level.value))
        for one in level.local:
            quotient = rf"\frac{{{d} {name}}}{{{d} {_name(one.input)}}}"
            lines.append(_equation(quotient, latex(one.formula), one.value))
    whole = _name(result.levels[-1].name)
    for assembly in result.assemblies:
        left = rf"\frac{{{d} {whole}}}{{{d} {_name(assembly.variable)}}}"
        product = f"{left} = {latex(assembly.product)}"
        lines.append(_equation(product, latex(assembly.tidied), assembly.value))
    return "\n".join(lines)


def _name(name: str) -> str:
    return latex(read(name).graph)


def _equation(left: str, right: str, value: Value | None) -> str:
    """Return left = right, and if there is a value that is not what right says already, it too."""
    if value is None or _value(value) == right:
        return f"{left} = {right}"
    return f"{left} = {right} {_relation(value)} {_value(value)}"


def evaluation_latex(result: Evaluation) -> str:
    """Return a line for each value."""
    left = latex(result.expression)
    lines = []
    for point in result.points:
        if point.value is not None:
            place = rf"\left. {left} \right|_{{{_place(point.at)}}}" if point.at else left
            lines.append(f"{place} {_relation(point.value)} {_value(point.value)}")
    return "\n".join(lines)
