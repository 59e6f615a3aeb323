"""Expressions that follow definitions, or are one."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.errors import CalcdlError, ExpressionError, UsageError
from calcdl.functions import lookup
from calcdl.graph.nodes import Nodes
from calcdl.reading.names import derivative_of, known_names
from calcdl.reading.statements import Statement, require_name, statements
from calcdl.syntax.parse import Definition, Names, Reading, parse
from calcdl.syntax.tokenize import tokenize

__all__ = ["read_definitions"]


def read_definitions(
    text: str, lets: Sequence[str], declared: frozenset[str], beside: str
) -> Reading:
    """Return what a text says that may begin with definitions; ``lets`` are further ones.

    Those of the text ``beside`` it hold too. Raises UsageError and ExpressionError.
    """
    for name in declared:
        require_name(name, "an undefined function")
    written = [_let(let) for let in lets]
    *inside, last = statements(text)
    written += inside
    own = {item.name for item in written}
    others = statements(beside) if beside else []
    written += [item for item in others if item.name is not None and item.name not in own]
    nodes = Nodes()
    definitions, notes = _define(written, declared, nodes)
    names = Names(lookup, known_names, definitions, declared, derivative=derivative_of)
    reading = parse(text, names, nodes=nodes, tokens=last.body)
    if last.head:
        notes.append(f"I leave out '{last.head}'")
    for one in (reading, reading.asks):
        if one is not None:
            one.notes[:0] = notes
    if last.name is not None:  # y = x**2 is the function y
        reading.names[reading.graph.root] = last.name
    for definition in definitions.values():  # z, where a = sigmoid(z) is all that is used
        for node, name in definition.names.items():
            reading.names.setdefault(node, name)
    defined = {name: one.graph for name, one in definitions.items() if one.parameters is None}
    asks = None if reading.asks is None else reading.asks._replace(defined=defined)
    return reading._replace(defined=defined, asks=asks)


def _let(text: str) -> Statement:
    """Return the definition that a text is; raises ExpressionError."""
    try:
        found = statements(text)
    except CalcdlError as error:
        error.source = error.source or text
        raise
    return found[0] if len(found) == 1 else Statement(text, None, None, tokenize(text), (0, 0))


def _no_definition(statement: Statement) -> ExpressionError:
    """Return the error that an expression is where only definitions may stand."""
    return ExpressionError(
        "a definition reads 'u = x + 1' or 'f(t) = t**2'",
        source=statement.text,
        span=statement.body.span(0),
    )


def _define(
    written: list[Statement], declared: frozenset[str], nodes: Nodes
) -> tuple[dict[str, Definition], list[str]]:
    """Read definitions, each after those that it uses, all into one table of nodes."""
    by_name: dict[str, Statement] = {}
    for item in written:
        if item.name is None:
            raise item.taken or _no_definition(item)
        if item.name in by_name:
            raise UsageError(f"{item.name} is defined twice", source=item.text, span=item.place)
        by_name[item.name] = item
    definitions: dict[str, Definition] = {}
    notes: list[str] = []
    stack = [(item, False) for item in reversed(written)]
    waiting: set[str] = set()
    while stack:
        item, uses_are_read = stack.pop()
        if item.name is None or item.name in definitions:
            continue
        if not uses_are_read:
            waiting.add(item.name)
            stack.append((item, True))
            own = item.parameters or ()
            for at, word in enumerate(item.body.words):
                name = word.rstrip("'")
                if name[0:1] == "d" and item.body.kinds[at + 1] == "/" and name not in by_name:
                    name = name[1:]  # of df/dx
                used = by_name.get(name) if name not in own else None
                if used is None or used.name is None or used.name in definitions:
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
        definitions[item.name] = Definition(item.parameters, reading.graph, reading.names)
    return definitions, notes
