"""The letters of a report, and equations that begin with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from calcdl.reading.expressions import read
from calcdl.reading.points import place_text
from calcdl.render.names import free_name, function_name, tangent_name
from calcdl.render.notation.answers import decimal, relation, value_of
from calcdl.render.notation.formula import is_tall, written
from calcdl.render.notation.markup import Markup
from calcdl.results.at_point import Tangent
from calcdl.results.report import Report
from calcdl.results.value import Value

__all__ = ["Letters", "place_words"]


def place_words(at: Mapping[str, str]) -> str:
    """Return a point among words, no equation of which is torn apart at the end of a line."""
    return place_text(at).replace(" = ", "\u00a0=\u00a0")


_NOTHING: Mapping[str, str] = MappingProxyType({})


class Letters:
    """What the function of a report is called, in a language of markup."""

    def __init__(self, report: Report, markup: Markup) -> None:
        self.markup = markup
        self.expression = report.expression
        derivative = report.derivative
        graphs = [report.expression]
        if derivative is not None and derivative.result is not None:
            graphs += derivative.result.graphs
        self.letter = function_name(*graphs)
        self.tangent = tangent_name(*graphs)
        self.matrix = free_name("HQ", graphs)
        self.step = free_name("hkδ", graphs, self.letter)
        self.symbols = report.expression.symbols() or list(report.variables)

    def function(self, beyond: Mapping[str, str] = _NOTHING) -> str:
        """Return f(x), or what it is ``beyond`` x, f(x + h)."""
        names = [f"{self.markup.name(name)}{beyond.get(name, '')}" for name in self.symbols]
        return self.markup.call(self.markup.name(self.letter), names)

    def at(self, function: str, place: Mapping[str, str]) -> str:
        """Return a function at a point, f(5)."""
        others = [name for name in place if name not in self.symbols]
        values = [read(place[n]).graph for n in [*self.symbols, *others] if n in place]
        arguments = [written(value, self.markup) for value in values]
        return self.markup.call(function, arguments, any(map(is_tall, values)))

    def derivative(self, variable: str) -> str:
        """Return f′, or ∂f/∂x where there are several variables."""
        markup, name = self.markup, self.markup.name(self.letter)
        if len(self.symbols) < 2:
            return markup.primed(name, 1)
        d = markup.d(True)
        below = f"{d}{markup.beside}{markup.name(variable)}"
        return "".join(markup.fraction_of(f"{d}{markup.beside}{name}", below))

    def derivative_of(self, variable: str) -> str:
        """Return f′(x)."""
        names = [self.markup.name(name) for name in self.symbols]
        return self.markup.call(self.derivative(variable), names)

    def relation(self, values: Sequence[Value]) -> str:
        """Return whether all of several values are equal to what is shown of them."""
        relations = [relation(value, self.markup) for value in values]
        return self.markup.approx if self.markup.approx in relations else self.markup.equals

    def equation(self, left: str, value: Value) -> str:
        """Return what something is as a number."""
        return f"{left}{relation(value, self.markup)}{value_of(value, self.markup)}"

    def line(self, tangent: Tangent, variable: str) -> str:
        """Return y = slope*x + intercept as a person would write it."""
        markup = self.markup
        slope, intercept = tangent.slope, tangent.intercept
        shown = [] if slope.decimal == "0" else [self._term(slope, markup.name(variable))]
        left = f"{markup.name(self.tangent)}{self.relation([slope, intercept])}"
        if not shown:
            return f"{left}{decimal(intercept, markup)}"
        if intercept.decimal == "0":
            return f"{left}{shown[0]}"
        sign = markup.less if intercept.decimal.startswith("-") else markup.plus
        size = intercept._replace(decimal=intercept.decimal.removeprefix("-"))
        return f"{left}{shown[0]}{sign}{decimal(size, markup)}"

    def _term(self, slope: Value, variable: str) -> str:
        if slope.decimal in ("1", "-1"):
            return f"{self.markup.minus if slope.decimal == '-1' else ''}{variable}"
        between = self.markup.times if "e" in slope.decimal else self.markup.beside
        return f"{decimal(slope, self.markup)}{between}{variable}"
