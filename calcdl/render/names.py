"""What a result is called beside the names that are in the user's formula."""

from __future__ import annotations

from itertools import chain, count

from calcdl.graph.nodes import Graph, Undefined
from calcdl.lean import TYPE_CHECKING
from calcdl.results.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["called", "free_name", "function_name", "is_exact", "off_text", "tangent_name"]

_LONGEST_NAMES = 24  # characters of the variables of a function in its name
_LONGEST_COMPARED = 400  # characters, exponents apart


def is_exact(value: Value) -> bool:
    """Say whether a value's decimal is the number itself: 0.5 is 1/2, and 0.3333 is not 1/3.

    >>> is_exact(Value("0.5", exact="1/2")), is_exact(Value("0.3333", exact="1/3"))
    (True, False)
    """
    if value.exact is None or len(value.exact) + len(value.decimal) > _LONGEST_COMPARED:
        return value.decimal in ("0", value.exact)
    from fractions import Fraction

    try:
        return Fraction(value.exact) == Fraction(value.decimal)
    except ValueError:  # an infinity
        return value.exact == value.decimal


def off_text(error: float, estimate: float, value: Value | None) -> str:
    """Say how far an estimate is off; an error beyond the range of doubles is an error."""
    if error:
        return f"off by {error:.2g}"
    equal = value is not None and is_exact(value._replace(decimal=repr(estimate)))
    return "no error" if equal else "off by less than 1e-323"


def function_name(*graphs: Graph) -> str:
    """Return "f", or a letter that none of the formulas uses.

    >>> from calcdl.reading.expressions import read
    >>> function_name(read("x**2").graph), function_name(read("f*g(x)").graph)
    ('f', 'F')
    """
    return _free(("f", "g", "F", "G", "h"), _taken(graphs))


def called(function: str, variables: Sequence[str]) -> str:
    """Return a function with its variables, of which a long list is abbreviated.

    >>> called("f", ["x", "y"]), called("f", ["b1", "b2", "v1", "v2", "w11", "w12", "x1", "x2"])
    ('f(x, y)', 'f(b1, b2, …, x2)')
    """
    inside = ", ".join(variables)
    if len(variables) > 3 and len(inside) > _LONGEST_NAMES:
        inside = f"{variables[0]}, {variables[1]}, …, {variables[-1]}"
    return f"{function}({inside})"


def tangent_name(*graphs: Graph) -> str:
    """Return the letter of a tangent's height: "y", or one that none of the formulas uses."""
    return _free(("y", "z", "t", "Y"), _taken(graphs))


def free_name(letters: Sequence[str], graphs: Iterable[Graph], *names: str) -> str:
    """Return the first letter that none of the formulas uses, and that is none of these names."""
    return _free(letters, _taken(graphs) | set(names))


def _taken(graphs: Iterable[Graph]) -> set[str]:
    """Return the names of variables and of undefined functions."""
    taken: set[str] = set()
    for graph in graphs:
        taken.update(graph.symbols())
        operations = [graph.nodes.operations[i] for i in graph.order()]
        taken.update(one.name for one in operations if type(one) is Undefined)
    return taken


def _free(letters: Sequence[str], taken: set[str]) -> str:
    numbered: Iterator[str] = (f"{letters[0]}{k}" for k in count(1))
    return next(name for name in chain(letters, numbered) if name not in taken)
