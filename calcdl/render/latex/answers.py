"""Results in LaTeX, as formulas to put between dollar signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calcdl.errors import Undecided
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.render.latex.formula import formula_latex
from calcdl.render.latex.names import name_latex
from calcdl.render.named import definitions_of
from calcdl.render.names import function_name, is_exact
from calcdl.render.words import number_text
from calcdl.results.at_point import DerivativeAtPoint
from calcdl.results.chain import Assembly, Chain, Level, Number
from calcdl.results.derivative import Derivative
from calcdl.results.evaluation import Evaluation
from calcdl.results.named import NamedFormula
from calcdl.results.partials import Partials
from calcdl.results.simplification import Simplification
from calcdl.results.value import Value

__all__ = ["chain", "derivative", "evaluation", "partials", "simplification"]


def derivative(result: Derivative) -> list[str]:
    """Return "d/dx f = f'", and a line for the value at each point."""
    variable, order = name_latex(result.variable), result.order
    d = "d" if len(result.expression.symbols()) < 2 else r"\partial"
    power = "" if order == 1 else f"^{{{order}}}"
    operator = rf"\frac{{{d}{power}}}{{{d} {variable}{power}}}"
    formula = result.simplified or result.formula
    assert formula is not None
    named = result.named if result.shows_named else None
    left = rf"{operator} \left( {formula_latex(result.expression)} \right)"
    line = f"{left} = {formula_latex(formula if named is None else named.formula)}"
    return [line, *_definitions([named]), *_values_at(left, result.points)]


def _definitions(formulas: Sequence[NamedFormula | None]) -> list[str]:
    """Return a line for each name in formulas."""
    definitions = definitions_of(formulas).items()
    return [f"{name_latex(name)} = {formula_latex(graph)}" for name, graph in definitions]


def _values_at(left: str, points: Sequence[DerivativeAtPoint]) -> list[str]:
    """Return a line for each value of what is ``left`` of it."""
    lines = []
    for point in points:
        if point.value is not None:
            place = rf"\left. {left} \right|_{{{_place(point.at)}}}" if point.at else left
            lines.append(f"{place} {_relation(point.value)} {_value(point.value)}")
    return lines


def _place(at: dict[str, str]) -> str:
    return ", ".join(
        f"{name_latex(name)} = {formula_latex(read(text).graph)}" for name, text in at.items()
    )


def _relation(value: Value) -> str:
    return "=" if value.closed or is_exact(value) else r"\approx"


def _value(value: Value) -> str:
    if value.closed:
        return formula_latex(read(value.closed).graph)
    mantissa, _, exponent = value.decimal.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def partials(result: Partials) -> list[str]:
    """Return a line for each partial derivative, and for each of its values."""
    lines = []
    for entry in result.entries:
        function = function_name(*result.graphs)
        if entry.output is not None:
            function = f"{function}_{{{entry.output}}}"
        names = entry.variables
        power = "" if len(names) == 1 else f"^{{{len(names)}}}"
        below = " ".join(rf"\partial {name_latex(name)}" for name in names)
        left = rf"\frac{{\partial{power} {function}}}{{{below}}}"
        if entry.formula is not None:
            named = entry.named if result.shows_named else None
            formula = entry.formula if named is None else named.formula
            lines.append(f"{left} = {formula_latex(formula)}")
        lines += _values_at(left, entry.points)
    shown = [entry.named for entry in result.entries if result.shows_named]
    return [*lines, *_definitions(shown)]


def chain(result: Chain) -> list[str]:
    """Return each level and its local derivatives, then each derivative as a chain of equations.

    With a point the numbers stand behind the formulas, and lines for the numbers that flow
    backward behind those of the levels. Formulas are as they are written in the steps.
    """
    levels = {level.name: level for level in result.levels}
    whole = result.levels[-1].name
    lines = []
    for level in result.levels:
        lines.append(_equations(name_latex(level.name), [level.definition], level.value))
        for local in level.local:
            quotient = _quotient(level, local.input)
            lines.append(_equations(quotient, [local.formula], local.value))
    below = {local.input for level in result.levels[:-1] for local in level.local}
    for level in reversed(result.levels[:-1]):
        if level.adjoint is not None and level.name in below:  # else it is a local derivative
            lines.append(_equations(_fraction("d", whole, level.name), [], level.adjoint))
    d = "d" if len(result.expression.symbols()) < 2 else r"\partial"
    for assembly in result.assemblies:
        sides = [] if len(levels) == 1 else [_factors(assembly, levels)]
        sides += [
            formula_latex(graph)
            for graph in (assembly.product, assembly.substituted, assembly.tidied)
        ]
        shown = [side for side in dict.fromkeys(sides) if side]
        left = _fraction(d, whole, assembly.variable)
        lines.append(_equations(left, shown, assembly.value))
    return list(dict.fromkeys(lines))  # with one level both are the same


def _equations(left: str, right: Sequence[Graph | str], value: Number) -> str:
    """Return left = right = …, and the number that it is."""
    texts = [side if isinstance(side, str) else formula_latex(side) for side in right]
    line = " = ".join([left, *texts])
    if isinstance(value, Undecided):
        return rf"{line} \quad \text{{({number_text(value)})}}"
    if value is None or [_value(value)] == texts[-1:]:
        return line
    return f"{line} {_relation(value)} {_value(value)}"


def _fraction(d: str, outer: str, inner: str) -> str:
    return rf"\frac{{{d} {name_latex(outer)}}}{{{d} {name_latex(inner)}}}"


def _quotient(level: Level, inner: str) -> str:
    several = len(level.definition.symbols()) > 1
    return _fraction(r"\partial" if several else "d", level.name, inner)


def _factors(assembly: Assembly, levels: Mapping[str, Level]) -> str:
    """Return the derivative as a sum of products of quotients; empty if there are too many."""
    return " + ".join(
        r" \cdot ".join(_quotient(levels[outer], inner) for outer, inner in path)
        for path in assembly.paths or ()
    )


def evaluation(result: Evaluation) -> list[str]:
    """Return a line for each value."""
    return _values_at(formula_latex(result.expression), result.points)


def simplification(result: Simplification) -> list[str]:
    """Return an equation, with the conditions under which it holds."""
    equation = f"{formula_latex(result.expression)} = {formula_latex(result.formula)}"
    conditions = ", ".join([formula_latex(condition) for condition in result.conditions])
    return [rf"{equation} \quad \text{{where }} {conditions}" if conditions else equation]
