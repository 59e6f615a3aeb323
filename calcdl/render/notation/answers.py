"""Results as lines of formulas: equations for formulas, and for values at points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain as chained

from calcdl.errors import Undecided
from calcdl.reading.expressions import read
from calcdl.render.named import definitions_of
from calcdl.render.names import function_name, is_exact
from calcdl.render.notation.formula import is_tall, written
from calcdl.render.notation.markup import Markup
from calcdl.render.words import number_text
from calcdl.results.at_point import DerivativeAtPoint
from calcdl.results.chain import Assembly, Chain, Level, Number
from calcdl.results.derivative import Derivative
from calcdl.results.evaluation import Evaluation
from calcdl.results.named import NamedFormula
from calcdl.results.partials import Partial, Partials
from calcdl.results.simplification import Simplification
from calcdl.results.value import Value

__all__ = [
    "assembly_sides",
    "chain",
    "decimal",
    "definitions",
    "derivative",
    "equations",
    "evaluation",
    "level_lines",
    "numeral",
    "partial_line",
    "partial_name",
    "partials",
    "place",
    "quotient",
    "relation",
    "simplification",
    "value_of",
]


def derivative(result: Derivative, markup: Markup) -> list[str]:
    """Return "d/dx f = f'", and a line for the value at each point."""
    left = _applied(result, markup)
    if result.formula is None:
        return _values_at(left, result.points, markup)
    named = result.named if result.shows_named else None
    line = _derivative_line(result, markup)
    return [line, *definitions([named], markup), *_values_at(left, result.points, markup)]


def _derivative_line(result: Derivative, markup: Markup) -> str:
    """Return the equation of a derivative."""
    formula = result.simplified or result.formula
    assert formula is not None
    named = result.named if result.shows_named else None
    right = written(formula if named is None else named.formula, markup)
    return f"{_applied(result, markup)}{markup.equals}{right}"


def _applied(result: Derivative, markup: Markup) -> str:
    """Return d/dx in front of the function."""
    before, behind = markup.fence_of(is_tall(result.expression))
    inside = f"{markup.inside_fence}{written(result.expression, markup)}{markup.inside_fence}"
    return f"{_operator(result, markup)}{markup.before_fence}{before}{inside}{behind}"


def _operator(result: Derivative, markup: Markup) -> str:
    d = markup.d(len(result.expression.symbols()) > 1)
    d_variable = f"{d}{markup.beside}{markup.name(result.variable)}"
    if result.order != 1:
        order = markup.numeral(str(result.order))
        d, d_variable = ("".join(markup.power_of(text, order)) for text in (d, d_variable))
    return "".join(markup.fraction_of(d, d_variable))


def definitions(formulas: Sequence[NamedFormula | None], markup: Markup) -> list[str]:
    """Return a line for each name in formulas."""
    return [
        f"{markup.name(name)}{markup.equals}{written(graph, markup)}"
        for name, graph in definitions_of(formulas).items()
    ]


def _values_at(left: str, points: Sequence[DerivativeAtPoint], markup: Markup) -> list[str]:
    """Return a line for each value of what is ``left`` of it."""
    return [_value_line(left, p.at, p.value, markup) for p in points if p.value is not None]


def _value_line(left: str, at: Mapping[str, str], value: Value, markup: Markup) -> str:
    """Return what something is at a point."""
    shown = markup.taken_at(left, place(at, markup)) if at else left
    return f"{shown}{relation(value, markup)}{value_of(value, markup)}"


def place(at: Mapping[str, str], markup: Markup) -> str:
    """Return a point: "x = 1, y = 2"."""
    return markup.comma.join(
        [
            f"{markup.name(name)}{markup.equals}{written(read(text).graph, markup)}"
            for name, text in at.items()
        ]
    )


def relation(value: Value, markup: Markup) -> str:
    """Return whether a value is equal to what is shown of it."""
    return markup.equals if value.closed or is_exact(value) else markup.approx


def value_of(value: Value, markup: Markup) -> str:
    """Return a value as it is shown: a closed form if there is one, else the decimal."""
    return written(read(value.closed).graph, markup) if value.closed else decimal(value, markup)


def decimal(value: Value, markup: Markup) -> str:
    """Return the decimal of a value, a power of ten apart, or an infinity."""
    if value.infinite:
        return f"{markup.minus if value.infinite < 0 else ''}{markup.infinity}"
    return numeral(value.decimal, markup)


def numeral(text: str, markup: Markup) -> str:
    """Return a numeral, a power of ten apart."""
    mantissa, _, exponent = text.partition("e")
    if not exponent:
        return markup.numeral(mantissa)
    power = markup.power_of(markup.numeral("10"), markup.numeral(str(int(exponent))))
    return "".join([markup.numeral(mantissa), markup.times, *power])


def partials(result: Partials, markup: Markup) -> list[str]:
    """Return a line for each partial derivative, and for each of its values."""
    lines = []
    for entry in result.entries:
        if entry.formula is not None:
            lines.append(partial_line(result, entry, markup))
        lines += _values_at(partial_name(result, entry, markup), entry.points, markup)
    return lines


def partial_line(result: Partials, entry: Partial, markup: Markup) -> str:
    """Return the equation of a partial derivative."""
    assert entry.formula is not None
    return f"{partial_name(result, entry, markup)}{markup.equals}{written(entry.formula, markup)}"


def partial_name(result: Partials, entry: Partial, markup: Markup) -> str:
    """Return what a partial derivative is called, as ∂²f/∂x∂y."""
    function = markup.name(function_name(*result.graphs))
    if entry.output is not None:
        function = markup.indexed(function, entry.output)
    names, d = entry.variables, markup.d(True)
    power = [d] if len(names) == 1 else markup.power_of(d, markup.numeral(str(len(names))))
    below = markup.beside.join([f"{d}{markup.beside}{markup.name(name)}" for name in names])
    return "".join(markup.fraction_of(f"{''.join(power)}{markup.beside}{function}", below))


def chain(result: Chain, markup: Markup) -> list[str]:
    """Return each level and its local derivatives, then each derivative as a chain of equations.

    With a point the numbers stand behind the formulas, and lines for the numbers that flow
    backward behind those of the levels. Formulas are as they are written in the steps.
    """
    lines = list(chained(*[level_lines(level, markup) for level in result.levels]))
    whole = result.levels[-1].name
    below = {local.input for level in result.levels[:-1] for local in level.local}
    for level in reversed(result.levels[:-1]):
        if level.adjoint is not None and level.name in below:  # else it is a local derivative
            left = _fraction(markup.d(False), whole, level.name, markup)
            lines.append(equations(left, [], level.adjoint, markup))
    lines += [_assembly_line(result, assembly, markup) for assembly in result.assemblies]
    return list(dict.fromkeys(lines))  # with one level both are the same


def level_lines(level: Level, markup: Markup) -> list[str]:
    """Return a level, and its local derivatives."""
    name = markup.name(level.name)
    lines = [equations(name, [written(level.definition, markup)], level.value, markup)]
    for local in level.local:
        left, right = quotient(level, local.input, markup), written(local.formula, markup)
        lines.append(equations(left, [right], local.value, markup))
    return lines


def _assembly_line(result: Chain, assembly: Assembly, markup: Markup) -> str:
    """Return a derivative of the whole as a chain of equations."""
    left, right = assembly_sides(result, assembly, markup)
    return equations(left, right, assembly.value, markup)


def assembly_sides(result: Chain, assembly: Assembly, markup: Markup) -> tuple[str, list[str]]:
    """Return a derivative of the whole, and what it is equal to, from the rule to the formula."""
    levels = {level.name: level for level in result.levels}
    graphs = (assembly.product, assembly.substituted, assembly.tidied)
    sides = [] if len(levels) == 1 else [_factors(assembly, levels, markup)]
    sides += [written(graph, markup) for graph in graphs]
    shown = [side for side in dict.fromkeys(sides) if side]
    d = markup.d(len(result.expression.symbols()) > 1)
    return _fraction(d, result.levels[-1].name, assembly.variable, markup), shown


def equations(left: str, right: Sequence[str], value: Number, markup: Markup) -> str:
    """Return left = right = …, and the number that it is."""
    line = markup.equals.join([left, *right])
    if isinstance(value, Undecided):
        return f"{line}{markup.remark(f'({number_text(value)})')}"
    if value is None or [value_of(value, markup)] == list(right[-1:]):
        return line
    return f"{line}{relation(value, markup)}{value_of(value, markup)}"


def _fraction(d: str, outer: str, inner: str, markup: Markup) -> str:
    above, below = (f"{d}{markup.beside}{markup.name(name)}" for name in (outer, inner))
    return "".join(markup.fraction_of(above, below))


def quotient(level: Level, inner: str, markup: Markup) -> str:
    """Return the name of a local derivative."""
    several = len(level.definition.symbols()) > 1
    return _fraction(markup.d(several), level.name, inner, markup)


def _factors(assembly: Assembly, levels: Mapping[str, Level], markup: Markup) -> str:
    """Return the derivative as a sum of products of quotients; empty if there are too many."""
    return markup.plus.join(
        markup.times.join(quotient(levels[outer], inner, markup) for outer, inner in path)
        for path in assembly.paths or ()
    )


def evaluation(result: Evaluation, markup: Markup) -> list[str]:
    """Return a line for each value."""
    return _values_at(written(result.expression, markup), result.points, markup)


def simplification(result: Simplification, markup: Markup) -> list[str]:
    """Return an equation, with the conditions under which it holds."""
    sides = [written(graph, markup) for graph in (result.expression, result.formula)]
    equation = markup.equals.join(sides)
    conditions = markup.comma.join([written(condition, markup) for condition in result.conditions])
    return [f"{equation}{markup.remark('where ')}{conditions}" if conditions else equation]
