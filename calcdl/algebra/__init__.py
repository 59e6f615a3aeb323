"""The only door to SymPy: what takes a computer algebra system, and a second opinion.

SymPy works in a process of its own, because neither its time nor its memory can be told before; it
is loaded there, with what makes its expressions of graphs.
"""

from __future__ import annotations

from calcdl.confined import Confined, NoAnswer
from calcdl.errors import TooLarge, parameter
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import transplant
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

__all__ = ["differentiate", "exact_value", "is_zero", "simplify"]

# SymPy's simplify tries many forms; its time grows fast with the size of what it is given.
_LARGEST_SIMPLIFIED = 40  # operations

_MOMENT = 2.0  # seconds for what nobody asked for
_SECONDS = 4.0  # for a proof that a formula is zero
_LONGEST = 4.0  # for what was asked for


def _ask(seconds: float, question: Callable[..., Any], *arguments: Any) -> Any:
    """Return SymPy's answer to a question; None where it has none, raises NoAnswer."""
    return _SYMPY.ask(seconds, _answered, question, *arguments)


def _answered(question: Callable[..., Any], *arguments: Any) -> Any:
    """Answer a question, as the process that has SymPy; None where it has no answer.

    Exceptions of every kind come out of SymPy, such as mpmath's NoConvergence, PolynomialError,
    KeyError, ValueError for a number of too many digits; and CalcdlError where what it answers is
    not in calcdl's language.
    """
    try:
        return question(*arguments)
    except Exception:
        return None


def _load() -> None:
    import sympy  # noqa: F401

    from calcdl.algebra import expressions  # noqa: F401


_SYMPY = Confined(_load)


def _compact(graph: Graph) -> Graph:
    """Return a graph in a table of its own, which is quickly handed to another process."""
    nodes = Nodes()
    return Graph(nodes, transplant(graph, nodes))


def simplify(graph: Graph) -> Graph | None:
    """Return SymPy's simplification of a formula, None where it has none to offer.

    Small formulas go through SymPy's ``simplify``; larger ones through its quicker
    ``factor_terms``. Raises TooLarge where that takes too long.
    """
    if graph.operation_count() > 10 * _LARGEST_SIMPLIFIED:
        return None
    try:
        simpler: Graph | None = _ask(_LONGEST, _simplified, _compact(graph))
        return simpler
    except NoAnswer:
        raise TooLarge(
            f"SymPy has not simplified this within {_LONGEST:g} seconds: leave out ",
            parameter("simplify"),
        ) from None


def _simplified(graph: Graph) -> Graph | None:
    import sympy

    from calcdl.algebra.expressions import read_back, to_sympy

    small = graph.operation_count() <= _LARGEST_SIMPLIFIED
    simpler = sympy.simplify if small else sympy.factor_terms
    return read_back(simpler(to_sympy(graph, opaque=True)), graph.symbols())


def differentiate(graph: Graph, variable: str, order: int = 1) -> Graph | None:
    """Return SymPy's own derivative of a graph; None where it is not one that calcdl can read."""
    if graph.operation_count() > _LARGEST_SIMPLIFIED or order > 5:
        return None
    try:
        theirs: Graph | None = _ask(_MOMENT, _differentiated, _compact(graph), variable, order)
        return theirs
    except NoAnswer:
        return None


def _differentiated(graph: Graph, variable: str, order: int) -> Graph | None:
    import sympy

    from calcdl.algebra.expressions import read_back, to_sympy

    theirs = sympy.diff(to_sympy(graph, expands=False), sympy.Symbol(variable, real=True), order)
    return read_back(theirs, graph.symbols())


def exact_value(formula: Graph, values: Mapping[str, Graph]) -> str | None:
    """Return the closed form of a formula at a point, None where SymPy finds none."""
    try:
        given = {name: _compact(value) for name, value in values.items()}
        text: str | None = _ask(_LONGEST, _exact_value, _compact(formula), given)
        return text
    except NoAnswer:
        return None


def _exact_value(formula: Graph, values: Mapping[str, Graph]) -> str | None:
    import sympy

    from calcdl.algebra.expressions import read_back, to_sympy

    given = {name: to_sympy(value) for name, value in values.items()}
    value = to_sympy(formula, given)
    if formula.operation_count() <= _LARGEST_SIMPLIFIED:
        simpler = sympy.simplify(value)
        value = simpler if simpler.count_ops() <= value.count_ops() else value
    if value.is_finite is False or value.has(sympy.Float, sympy.Subs, sympy.Derivative):
        return None
    text = str(value)
    return None if read_back(value, ()) is None else text


def is_zero(graph: Graph, positive: Sequence[str] = ()) -> bool | None:
    """Say whether SymPy simplifies a formula to zero; None where it does not within seconds.

    Some variables may be known to be positive.
    """
    if graph.operation_count() > 3 * _LARGEST_SIMPLIFIED:
        return None
    try:
        zero: bool | None = _ask(_SECONDS, _is_zero, _compact(graph), tuple(positive))
        return zero
    except NoAnswer:
        return None


def _is_zero(graph: Graph, positive: tuple[str, ...]) -> bool | None:
    import sympy

    from calcdl.algebra.expressions import to_sympy

    known = {name: sympy.Symbol(name, positive=True) for name in positive}
    expression = to_sympy(graph, known)
    expression = expression.replace(sympy.sign, lambda u: u / sympy.Abs(u))
    expression = expression.replace(sympy.erfc, lambda u: 1 - sympy.erf(u))
    for simpler in (sympy.cancel, sympy.trigsimp, sympy.simplify, _as_exponentials):
        expression = simpler(expression)
        if expression == 0:
            return True
    return None


def _as_exponentials(expression: Any) -> Any:
    """Return an expression with hyperbolic and trigonometric functions as exponentials."""
    import sympy

    return sympy.simplify(sympy.expand(expression.rewrite(sympy.exp)))
