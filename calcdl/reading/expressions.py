"""What a person typed → graphs: expressions, definitions, and points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from calcdl.errors import CalcdlError, ExpressionError, UsageError, parameter
from calcdl.functions import is_reserved, lookup
from calcdl.graph.nodes import Graph, Nodes
from calcdl.reading.names import derivative_of, known_names
from calcdl.reading.points import Point, read_point, split_at_commas
from calcdl.syntax.calls import BUILT_IN
from calcdl.syntax.parse import Definition, Names, Reading, parse
from calcdl.syntax.tokens import Span, Tokens, tokenize

__all__ = ["read", "read_points"]


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
    for name in declared:
        _require_name(name, "an undefined function")
    if not lets and _MARKS.isdisjoint(text) and _MARKS.isdisjoint(beside):
        return parse(text, Names(lookup, known_names, declared=declared, derivative=derivative_of))
    written = [_Written.read(let) for let in lets]
    *inside, last = _statements(text)
    written += [_Written.from_tokens(text, tokens) for tokens in inside]
    own = {item.name for item in written}
    written += [item for item in _definitions(beside) if item.name not in own]
    outermost = None
    if "=" in last.kinds[1:]:  # y = x**2 is the function y
        outermost = _Written.from_tokens(text, last)
        last = outermost.body
    nodes = Nodes()
    definitions, notes = _define(written, declared, nodes)
    names = Names(lookup, known_names, definitions, declared, derivative=derivative_of)
    reading = parse(text, names, nodes=nodes, tokens=last)
    reading.notes[:0] = notes
    if outermost is not None:
        reading.names[reading.graph.root] = outermost.name
    defined = {name: one.graph for name, one in definitions.items() if one.parameters is None}
    return reading._replace(defined=defined)


_MARKS = frozenset("=;#\n")  # without one of them, a text is an expression and nothing else


class _Written(NamedTuple):
    """A definition that has been cut into its parts but not yet read."""

    text: str
    name: str
    parameters: tuple[str, ...] | None
    body: Tokens
    place: Span

    @classmethod
    def read(cls, text: str) -> _Written:
        try:
            return cls.from_tokens(text, tokenize(text))
        except CalcdlError as error:
            error.source = error.source or text
            raise

    @classmethod
    def from_tokens(cls, text: str, tokens: Tokens) -> _Written:
        kinds, words = tokens.kinds, tokens.words
        equals = kinds.index("=") if "=" in kinds else -1
        head = kinds[: max(equals, 0)]
        parameters = None
        if head[:2] == ["name", "("] and head[-1] == ")" and _lists_names(head[2:-1]):
            parameters = tuple(words[2 : equals - 1 : 2])
            if len(set(parameters)) < len(parameters):
                raise ExpressionError(
                    "the parameters of a function need different names",
                    source=text,
                    span=tokens.span(2, equals - 2),
                )
        elif head != ["name"]:
            end = tokens.span(equals)[0] if equals > 0 else tokens.span(0)[1]
            raise ExpressionError(
                "a definition reads 'u = x + 1' or 'f(t) = t**2'",
                source=text,
                span=(tokens.span(0)[0], end),
            )
        name, place = words[0], tokens.span(0)
        try:
            _require_name(name, "the definition")
        except UsageError as error:
            raise ExpressionError(error.reason, source=text, span=place) from None
        body = tokens.piece(equals + 1, len(kinds) - 1)
        return cls(text, name, parameters, body, place)


def _definitions(text: str) -> list[_Written]:
    """Return the definitions in a text, without the expression that may follow them."""
    pieces = _statements(text) if text else []
    return [_Written.from_tokens(text, tokens) for tokens in pieces if "=" in tokens.kinds[1:]]


def _require_name(name: str, what: str) -> None:
    """Raise UsageError unless a name is free to be given to something."""
    if not name.isidentifier():
        raise UsageError(f"'{name}' is not a name that {what} can have")
    if name in _TAKEN or is_reserved(name):
        raise UsageError(f"{name} already has a meaning: give {what} another name")


_TAKEN = frozenset(("pi", "π", "e", "E", "I", "True", *BUILT_IN))


def _lists_names(kinds: list[str]) -> bool:
    """Say whether kinds of tokens spell "name, name, …"."""
    return (
        bool(kinds)
        and kinds[::2] == ["name"] * len(kinds[::2])
        and kinds[1::2] == [","] * (len(kinds) // 2)
    )


def _statements(text: str) -> list[Tokens]:
    """Cut a text at ';' and line ends, leaving out comments; the last piece is the expression."""
    tokens = tokenize(_without_comments(text))
    end = len(tokens) - 1
    pieces: list[tuple[int, int]] = []
    first = depth = 0  # of open parentheses, inside of which a line may end
    for k, kind in enumerate(tokens.kinds[:-1]):
        if kind == ";":
            pieces.append((first, k))
            first = k + 1
            continue
        if (
            k > first
            and depth == 0
            and tokens.kinds[k - 1] not in _CONTINUED
            and kind not in _CONTINUING
            and "\n" in text[tokens.span(k - 1)[1] : tokens.span(k)[0]]
        ):
            pieces.append((first, k))
            first = k
        depth += (kind == "(") - (kind == ")")
    pieces.append((first, end))
    return [tokens.piece(a, b) for a, b in pieces if a < b] or [tokens.piece(end, end)]


_CONTINUED = frozenset(("+", "-", "*", "/", "**", "=", ","))  # a line goes on behind these
_CONTINUING = _CONTINUED - {"-"}  # and in front of these


def _without_comments(text: str) -> str:
    """Return the text with comments turned into spaces, so that all places stay."""
    if "#" not in text:
        return text
    lines = []
    for line in text.split("\n"):
        code, mark, comment = line.partition("#")
        lines.append(code + " " * (len(mark) + len(comment)))
    return "\n".join(lines)


def _define(
    written: list[_Written], declared: frozenset[str], nodes: Nodes
) -> tuple[dict[str, Definition], list[str]]:
    """Read definitions, each after those that it uses, all into one table of nodes."""
    by_name: dict[str, _Written] = {}
    for item in written:
        if item.name in by_name:
            raise UsageError(f"{item.name} is defined twice", source=item.text, span=item.place)
        by_name[item.name] = item
    definitions: dict[str, Definition] = {}
    notes: list[str] = []
    stack = [(item, False) for item in reversed(written)]
    waiting: set[str] = set()
    while stack:
        item, uses_are_read = stack.pop()
        if item.name in definitions:
            continue
        if not uses_are_read:
            waiting.add(item.name)
            stack.append((item, True))
            own = item.parameters or ()
            for at, word in enumerate(item.body.words):
                name = word.rstrip("'")
                used = by_name.get(name) if name not in own else None
                if used is None or used.name in definitions:
                    continue
                if used.name in waiting:
                    raise UsageError(
                        f"the definition of {used.name} leads back to itself",
                        source=item.text,
                        span=item.body.span(at),
                    )
                stack.append((used, False))
            continue
        waiting.discard(item.name)
        names = Names(
            lookup, known_names, definitions, declared, item.parameters or (), derivative_of
        )
        reading = parse(item.text, names, nodes=nodes, tokens=item.body)
        notes += reading.notes
        definitions[item.name] = Definition(item.parameters, reading.graph)
    return definitions, notes


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
