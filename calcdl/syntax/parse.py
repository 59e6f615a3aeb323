"""Text → graph: the door to the parser, and what a text was read as."""

from __future__ import annotations

from types import MappingProxyType

from calcdl.errors import CalcdlError, ExpressionError
from calcdl.graph.nodes import Graph, Nodes
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.syntax.names import Definition, Elsewhere, Names
from calcdl.syntax.parser import Parser
from calcdl.syntax.tokenize import tokenize
from calcdl.syntax.tokens import Span, Tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Definition", "Names", "Reading", "parse"]


class Reading(NamedTuple):
    """What a text says: its graph, the tokens each node was written with, what was inferred.

    ``names`` are the nodes that a definition gave a name to; ``defined`` are all names that stand
    for an expression, so that they are no variables. A text that reads d/dx(…) is a derivative, and
    may be a question: ``asks`` is that question, about what is differentiated there, and ``by`` are
    in it the variables.
    """

    text: str
    graph: Graph
    tokens: Tokens
    places: dict[int, tuple[int, int]]
    notes: list[str]
    names: dict[int, str]
    defined: Mapping[str, Graph] = MappingProxyType({})
    asks: Reading | None = None
    by: tuple[str, ...] = ()

    def span(self, node: int) -> Span | None:
        """Return where in the text a node was written, if it was."""
        place = self.places.get(node)
        return None if place is None else self.tokens.span(*place)


def parse(
    text: str,
    names: Names,
    *,
    nodes: Nodes | None = None,
    tokens: Tokens | None = None,
) -> Reading:
    """Read one expression, in which ``names`` have a meaning.

    Nodes are made in ``nodes``, ``tokens`` are read in place of the text. Raises ExpressionError or
    UnknownName, with the place in the text, and TooLarge.
    """
    try:
        tokens = tokenize(text) if tokens is None else tokens
        parser, graph = _parsed(text, tokens, names, Nodes() if nodes is None else nodes)
        notes = parser.notes.sentences(tokens, graph.root)
        reading = Reading(text, graph, tokens, parser.places, notes, parser.defined)
        if graph.root not in parser.derivatives:
            return reading
        inside, by = parser.derivatives[graph.root]
        asks = reading._replace(
            graph=Graph(graph.nodes, inside),
            notes=parser.notes.of_question(tokens, inside, by),
            by=by,
        )
        return reading._replace(asks=asks)
    except CalcdlError as error:
        if error.source is None:
            error.source = text
        raise


def _parsed(text: str, tokens: Tokens, names: Names, nodes: Nodes) -> tuple[Parser, Graph]:
    """Return a parser that has read a text, and its graph.

    What is not in calcdl's own language is read again, with all that people paste.
    """
    copied = nodes.copied
    if not tokens.is_latex:
        parser = Parser(text, tokens, names, nodes)
        try:
            return parser, parser.run()
        except (Elsewhere, ExpressionError):
            nodes.copied = copied
    from calcdl.syntax.pasted.parser import PastedParser

    parser = PastedParser(text, tokens, names, nodes)
    return parser, parser.run()
