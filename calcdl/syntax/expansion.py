"""What calls of functions, of definitions and of derivatives are, written out."""

from __future__ import annotations

from calcdl.errors import ExpressionError, TooLarge
from calcdl.graph.nodes import Graph, Nodes
from calcdl.lean import TYPE_CHECKING
from calcdl.syntax.calls import build_call, derivative_orders, refuse_conditions
from calcdl.syntax.names import CONSTANTS, Definition, Names, NamesInText
from calcdl.syntax.stacks import Stacks
from calcdl.syntax.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

__all__ = ["Expansion"]

_LARGEST_EXPANSION = 200_000  # nodes of definitions and derivatives that are written out


class Expansion(Stacks):
    """What names mean in one text, and what is written out in place of them."""

    def __init__(self, text: str, tokens: Tokens, names: Names, nodes: Nodes) -> None:
        super().__init__(text, tokens, nodes)
        self.names = names
        self.named = NamesInText(names, tokens, self.notes)
        self.defined: dict[int, str] = {}  # nodes that a definition gave a name to
        self.calls: dict[tuple[str, tuple[int, ...]], int] = {}  # of definitions, written out
        self.derivatives: dict[int, tuple[int, tuple[str, ...]]] = {}  # node: of what, and by what

    def named_node(self, name: str) -> int:
        """Return the node of a constant, of a definition without arguments, or of a variable."""
        if name in CONSTANTS:
            return self.nodes.make("constant", (CONSTANTS[name],))
        definition = self.names.definition(name)
        if definition is not None and definition.parameters is None:
            return self.written_out(definition.graph, {})
        return self.nodes.symbol(name)

    def canonical(self, name: str) -> str:
        """Return the name that the table has for a function, unless a person has defined it."""
        own = name in self.names.declared or self.names.definition(name) is not None
        row = None if own else self.names.lookup(name)
        return name if row is None else row.name

    def call(self, name: str, arguments: list[Any], index: int | None = None) -> int:
        """Return the node of a call, or of a part of it; raises ExpressionError."""
        names = self.names
        plain, orders = derivative_orders(name, len(arguments))
        definition = names.definition(plain)
        known = definition is not None or names.lookup(plain) is not None
        if any(orders) and known and names.derivative is not None:
            return self.derivative_call(plain, orders, arguments)
        if definition is not None and definition.parameters is not None:
            refuse_conditions(self.nodes, arguments)
            meaning = _meaning(name, definition.parameters, arguments)
            key = name, tuple(arguments)
            node = self.calls.get(key)
            if node is None:
                node = self.calls[key] = self.call_of(name, definition, meaning)
            return node
        if len(arguments) > 1:
            self.notes.letters.discard(name)
        return build_call(self.nodes, name, arguments, names.lookup, names.declared, index)

    def call_of(self, name: str, definition: Definition, meaning: Mapping[str, int]) -> int:
        """Return the node of a call written out; the names that are inside it stay names."""
        from calcdl.graph.rewrite import substituted

        graph = definition.graph
        self.count(graph)
        places = substituted(graph, self.nodes, meaning)
        node = places[graph.root]
        self.defined.setdefault(node, name)
        for inner, inner_name in definition.names.items():
            if inner in places:
                self.defined.setdefault(places[inner], inner_name)
        return node

    def derivative_call(self, name: str, orders: Sequence[int], arguments: list[Any]) -> int:
        """Return the derivative of a known or defined function at the arguments of a call."""
        names = self.names
        self.call(name, arguments)  # refuses what no call of the function can be
        definition = names.definition(name)
        if definition is not None and definition.parameters is not None:
            parameters, graph = definition.parameters, definition.graph
        else:
            nodes = Nodes()
            parameters = tuple([f"x{k}" for k in range(len(arguments))])
            inside = [nodes.symbol(parameter) for parameter in parameters]
            graph = Graph(nodes, build_call(nodes, name, inside, names.lookup, names.declared))
        for parameter, order in zip(parameters, orders, strict=True):
            graph = self.derivative(graph, [parameter] * order)
        return self.written_out(graph, _meaning(name, parameters, arguments))

    def derivative(self, graph: Graph, variables: Sequence[str]) -> Graph:
        """Return the derivative of a graph by one variable after another."""
        assert self.names.derivative is not None
        for variable in variables:
            graph = self.names.derivative(graph, variable)
            self.count(graph)
        return graph

    def differentiated(self, node: int, variables: Sequence[str]) -> int:
        """Return the node of the derivative of one, as d/dx(x^2) has it."""
        graph = self.derivative(Graph(self.nodes, node), variables)
        slope = self.written_out(graph, {})
        self.derivatives[slope] = node, tuple(variables)
        return slope

    def written_out(self, graph: Graph, meaning: dict[str, int]) -> int:
        """Return the node of a definition with arguments in place of its parameters."""
        self.count(graph)
        return self.copied(graph, meaning)

    def copied(self, graph: Graph, meaning: Mapping[str, int] | None = None) -> int:
        """Return the node of a graph among those of this text."""
        from calcdl.graph.rewrite import transplant

        return transplant(graph, self.nodes, meaning)

    def count(self, graph: Graph) -> None:
        """Count the nodes of what is written out; raises TooLarge before there are too many.

        Functions each of which calls the one before it twice double with each.
        """
        self.nodes.copied += len(graph.order())
        if self.nodes.copied > _LARGEST_EXPANSION:
            raise TooLarge(
                f"written out, the definitions have more than {_LARGEST_EXPANSION} parts:"
                " calcdl does not go on"
            )


def _meaning(name: str, parameters: Sequence[str], arguments: list[int]) -> dict[str, int]:
    """Return what the parameters of a function stand for in a call; raises ExpressionError."""
    if len(parameters) != len(arguments):
        raise ExpressionError(
            f"{name} takes {len(parameters)} argument{'s' * (len(parameters) != 1)}"
            f" ({', '.join(parameters)}), not {len(arguments)}"
        )
    return dict(zip(parameters, arguments, strict=True))
