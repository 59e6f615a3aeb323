"""Expressions themselves: read, written, from SymPy and to it, and the functions they may use."""

from __future__ import annotations

from typing import Any

from calcdl.algebra import expressions
from calcdl.api.arguments import Expression, Texts, reading_of, texts_of
from calcdl.functions import Function
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read as read_text
from calcdl.reading.names import function_rows
from calcdl.reading.writing import write as write_graph
from calcdl.syntax.parse import Reading

__all__ = ["functions", "read", "to_sympy", "write"]


def read(text: str, *, let: Texts = None, function: Texts = None) -> Reading:
    """Return what a text says: its ``graph``, and ``notes`` of what had to be inferred.

    Raises ExpressionError, with the place in the text that is to blame.

    >>> write(read("2x + f(x)", let="f(t) = t**2").graph)
    '2*x + x**2'
    """
    return read_text(text, lets=texts_of(let), functions=texts_of(function))


def write(expression: Graph | Reading) -> str:
    """Return a graph as text that reads back as the same graph, and that SymPy's parser accepts.

    >>> write(read("3x^2"))
    '3*x**2'
    """
    return write_graph(expression.graph if isinstance(expression, Reading) else expression)


def functions(name: str | None = None) -> tuple[Function, ...]:
    """Return the table of functions, or the row of one, by any of its names. Raises UnknownName.

    >>> functions("expit")[0].name, functions("tanh")[0].local
    ('sigmoid', ('1 - y**2',))
    """
    return tuple(function_rows(name))


def to_sympy(expression: Expression) -> Any:
    """Return an expression as SymPy has it, its variables real. Raises TooLarge.

    >>> to_sympy("2x + relu(x)")
    2*x + Max(0, x)
    """
    return expressions.to_sympy(reading_of(expression).graph)
