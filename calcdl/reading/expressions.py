"""What a person typed → graphs: expressions, definitions, and points."""

from __future__ import annotations

from calcdl.errors import UsageError, parameter
from calcdl.functions import lookup
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.names import derivative_of, known_names
from calcdl.reading.points import Point, read_point, split_at_commas
from calcdl.syntax.parse import Names, Reading, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["is_plain", "read", "read_points"]


def read(
    text: str, *, lets: Sequence[str] = (), functions: Iterable[str] = (), beside: str = ""
) -> Reading:
    """Read an expression, which may follow definitions: "u = x + 1; f(t) = t**2; f(u)".

    ``lets`` are further definitions, and ``functions`` names of undefined functions. A definition
    may use any other, in whatever order they stand; one that comes last is itself the expression,
    so that "y = x**2" reads as x**2. Raises ExpressionError or UnknownName, with
    the place in the text that is to blame.

    >>> from calcdl.reading.writing import write
    >>> write(read("f(u)", lets=["u = x + 1", "f(t) = t**2"]).graph)
    '(x + 1)**2'
    """
    declared = frozenset(functions)
    if not lets and not declared and is_plain(text) and is_plain(beside):
        return parse(text, _NAMES)
    from calcdl.reading.definitions import read_definitions

    return read_definitions(text, lets, declared, beside)


_NAMES = Names(lookup, known_names, derivative=derivative_of)  # where nothing is defined
_MARKS = frozenset("=;#\n\\↦→")  # one of them may be more than an expression


def is_plain(text: str) -> bool:
    """Say whether a text can only be an expression, with nothing in front of it."""
    if not _MARKS.isdisjoint(text):
        return False
    return ">" not in text and not text.lstrip().startswith(("lambda", "def ", "return "))


def read_points(
    readings: Sequence[Reading],
    texts: Sequence[str] | str,
    variables: Sequence[str],
    wrt: Sequence[str] = (),
    main: str | None = None,
) -> list[Point]:
    """Read the points of expressions, as ``read_point`` does, and check the names asked for.

    Raises UsageError where a definition has fixed what is to be set or to vary: an answer that
    forgets a flag in silence is one to another question.
    """
    defined = {name: graph for one in readings for name, graph in one.defined.items()}
    texts = [texts] if isinstance(texts, str) else texts
    if defined:
        free = {name for one in readings for name in one.graph.symbols()} | set(wrt)
        for text in texts:
            _require_free(text, defined, free)
    for name in (*wrt, *variables):
        if name in defined:
            raise UsageError(
                f"{name} is defined as {_quoted(defined[name])} and is no variable to"
                " differentiate by: leave out the definition, or name a variable"
            )
    return [read_point(text, variables, main=main) for text in texts]


def _require_free(text: str, defined: Mapping[str, Graph], free: set[str]) -> None:
    """Raise UsageError where a point sets what is defined, or where nothing is left to be set."""
    for piece in split_at_commas(text):
        name, equals, _ = piece.partition("=")
        name = name.strip() if equals else "" if free else next(iter(defined))
        if name in defined:
            raise UsageError(
                f"{name} is defined as {_quoted(defined[name])}, so that ",
                parameter("at"),
                f" cannot set {'it' if equals else 'anything'}: leave out the definition or ",
                parameter("at"),
                source=text,
            )


def _quoted(graph: Graph) -> str:
    from calcdl.reading.writing import write

    text = write(graph)
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


_LONGEST_QUOTE = 40  # characters
