"""Points and directions: "5", "pi/3", "x=1,y=2"."""

from __future__ import annotations

from itertools import accumulate

from calcdl.errors import CalcdlError, UsageError, Wording, parameter
from calcdl.functions import lookup
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.reading.names import derivative_of, known_names
from calcdl.syntax.parse import Names, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "Point",
    "is_plain",
    "list_of",
    "notes_of_point",
    "order_of",
    "pattern_of",
    "place_text",
    "point_text",
    "read_direction",
    "read_point",
    "split_at_commas",
]


class Point(NamedTuple):
    """Values for variables, each a graph without variables, and the texts that they came from."""

    values: dict[str, Graph]
    texts: dict[str, str]

    @property
    def text(self) -> str:
        """The point as messages name it: "x = 1, y = 2"."""
        return place_text(self.texts)


def place_text(at: Mapping[str, str]) -> str:
    """Return a point as sentences name it.

    >>> place_text({"x": "1", "y": "1/2"})
    'x = 1, y = 1/2'
    """
    return ", ".join([f"{name} = {text}" for name, text in at.items()])


def point_text(at: Mapping[str, str]) -> str:
    """Return a point as --at takes it.

    >>> point_text({"x": "1", "y": "1/2"})
    'x=1,y=1/2'
    """
    return ",".join([f"{name}={text}" for name, text in at.items()])


def read_point(
    text: str, variables: Sequence[str], *, main: str | None = None, asked: str = "at"
) -> Point:
    """Read a point: "5" or "pi/3" for the only variable, "x=1,y=2" for several.

    ``variables`` are those that need a value, ``main`` the one that a bare value is for, and
    ``asked`` the parameter that messages speak of.
    Raises UsageError if a value is missing or superfluous, and ExpressionError.
    """
    values: dict[str, Graph] = {}
    texts: dict[str, str] = {}
    for piece in split_at_commas(text):
        name, equals, value = piece.partition("=")
        name = name.strip()
        if not equals:
            name, value = _only(variables, main, text), piece
        elif variables and name != main and name not in variables:
            from calcdl.reading.variables import find_variable

            name = find_variable(name, variables, asked, "{}=…")
        if equals and variables and name not in variables and name != main:
            raise UsageError(
                f"there is no variable {name or '(empty)'} here: ",
                parameter(asked),
                f" may set {_enumerate(variables)}",
                source=text,
            )
        if name in values:
            raise UsageError(
                f"the point sets {name} twice", *(() if equals else _SEVERAL_VALUES), source=text
            )
        graph = parse(value, _names_of_values()).graph
        if graph.symbols():
            raise UsageError(
                f"the value of {name} has to be a number, but it holds the variable"
                f" {graph.symbols()[0]}",
                source=text,
            )
        values[name], texts[name] = graph, " ".join(value.split())
    missing = [name for name in variables if name not in values]
    if missing:
        raise UsageError(
            parameter(asked),
            f" says nothing of {_enumerate(missing)}: write ",
            parameter(asked, pattern_of(variables)),
            source=text,
        )
    return Point(values, texts)


def _names_of_values() -> Names:
    return Names(lookup, known_names, derivative=derivative_of)


def notes_of_point(text: str) -> list[str]:
    """Return how the values of a point or a direction are read, where that needs to be said."""
    notes: list[str] = []
    for piece in split_at_commas(text):
        name, equals, value = piece.partition("=")
        value = value if equals else name
        if _NUMERALS.issuperset(value):
            continue
        try:
            reading = parse(value, _names_of_values())
        except CalcdlError:  # the question itself reads the point, and says so
            return []
        notes += reading.notes
    return notes


_NUMERALS = frozenset("0123456789.+-")  # of which nothing is read in two ways


def is_plain(text: str) -> bool:
    """Say whether a text can only be one point: "5", "pi/3" or "x=1,y=2"."""
    if not _MARKS.isdisjoint(text) or ".." in text:
        return False
    are_named = text.count("=") == text.count(",") + 1
    return are_named or not ("," in text or " " in text or "=" in text)


_MARKS = frozenset(";:>→[{…")


def order_of(names: Sequence[str], wrt: Sequence[str], texts: Sequence[str]) -> Sequence[str]:
    """Return the order in which bare values, "1,2", stand for variables; empty if it is not clear.

    It is that of ``wrt`` if all are named there, or the alphabet's, if they are met in the texts
    in the same order.
    """
    if set(wrt) == set(names):
        return wrt
    import re

    met = [name for text in texts for name in re.findall(r"[^\W\d]\w*", text) if name in names]
    return names if list(dict.fromkeys(met)) == list(names) else []


_SEVERAL_VALUES = (
    ": ",
    Wording("give a list for", "repeat --at for"),
    " several points; a decimal has a point, 0.5",
)


def read_direction(text: str, variables: Sequence[str]) -> Point:
    """Read "1,2", a component for each variable in order, or "x=1,y=2"."""
    if "=" not in text:
        components = text.split(",")
        if len(components) != len(variables):
            raise UsageError(
                f"the direction has {len(components)} components, but there are"
                f" {len(variables)} variables: {', '.join(variables)}",
                source=text,
            )
        text = point_text(dict(zip(variables, components, strict=True)))
    return read_point(text, variables, asked="along")


def _only(variables: Sequence[str], main: str | None, text: str) -> str:
    if len(variables) > 1:
        raise UsageError(
            f"say which variable is {text.strip()}: the expression has {_enumerate(variables)},"
            " so write ",
            parameter("at", pattern_of(variables)),
            source=text,
        )
    return variables[0] if variables else (main or "x")


def pattern_of(names: Sequence[str]) -> str:
    """Return what a point reads like: "x=…,y=…"."""
    return ",".join(f"{name}=…" for name in names)


def split_at_commas(text: str) -> list[str]:
    """Split at the commas that are not inside parentheses."""
    pieces, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            pieces.append(text[start:place])
            start = place + 1
    return [*pieces, text[start:]]


def list_of(text: str) -> list[str]:
    """Return the parts of a list of formulas: "[f, g]", "(f, g)" or "f, g"; one, if it is none.

    >>> list_of("[x*y, max(x, y)]"), list_of("(x + 1)*(y, 2)"), list_of("1,5*x")
    (['x*y', 'max(x, y)'], ['(x + 1)*(y, 2)'], ['1,5*x'])
    """
    inner = text.strip()
    is_enclosed = _is_in_brackets(inner)
    parts = split_at_commas(inner[1:-1] if is_enclosed else inner)
    ends = [(part[:1].isdigit(), part[-1:].isdigit()) for part in parts]
    is_decimal = any([ends[k][1] and ends[k + 1][0] for k in range(len(ends) - 1)])
    are_whole = all([_is_whole(part) for part in parts])
    if not are_whole or (is_decimal and not is_enclosed):
        return [text]
    return [part.strip() for part in parts]


def _is_in_brackets(text: str) -> bool:
    """Say whether the bracket at the start of a text is closed at its end, and not before."""
    if text[:1] + text[-1:] not in ("[]", "()"):
        return False
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if depth == 0:
            return place == len(text) - 1
    return False


def _is_whole(part: str) -> bool:
    """Say whether every bracket in a text is closed there, and none before it is opened."""
    for opening, closing in ("()", "[]"):
        steps = [(c == opening) - (c == closing) for c in part]
        open_there = list(accumulate(steps, initial=0))
        if open_there[-1] or min(open_there) < 0:
            return False
    return True


def _enumerate(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
