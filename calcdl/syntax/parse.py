"""Tokens → graph: an operator-precedence parser with explicit stacks (Dijkstra's shunting yard).

It never recurses, so nesting is limited by memory alone, and it knows the place of every operand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from calcdl.errors import CalcdlError, ExpressionError, TooLarge
from calcdl.graph.nodes import COMPARISONS, Graph, Nodes
from calcdl.syntax.calls import build_call, derivative_orders, refuse_conditions
from calcdl.syntax.names import CONSTANTS, SYMPY_NUMBERS, Definition, Names, NamesInText
from calcdl.syntax.notes import Notes
from calcdl.syntax.numerals import read_numeral
from calcdl.syntax.tokens import Span, Tokens, tokenize

__all__ = ["Definition", "Names", "Reading", "parse"]

_PRECEDENCE = {"<": 1, "<=": 1, ">": 1, ">=": 1, "==": 1, "!=": 1,
               "+": 2, "-": 2, "*": 3, "/": 3, "**": 5}  # fmt: skip
_NEGATION, _RADICAL = 4, 6
_BASES = re.compile("[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+")  # behind a zero
_SUFFIXES = re.compile("[ij]|[dD][0-9]+|_[0-9_]+")  # 2i, Fortran's 1d5, 1_000
_CHAINS = {"+": "add", "-": "add", "*": "mul"}
_STARTS_OPERAND = frozenset(("number", "name", "(", "√"))
_LARGEST_EXPANSION = 200_000  # nodes of definitions and derivatives that are written out


class Reading(NamedTuple):
    """What a text says: its graph, the tokens each node was written with, what was inferred.

    ``names`` are the nodes that a definition gave a name to; ``defined`` are all names that stand
    for an expression, so that they are no variables.
    """

    text: str
    graph: Graph
    tokens: Tokens
    places: dict[int, tuple[int, int]]
    notes: list[str]
    names: dict[int, str]
    defined: Mapping[str, Graph] = MappingProxyType({})

    def span(self, node: int) -> Span | None:
        """Return where in the text a node was written, if it was."""
        place = self.places.get(node)
        return None if place is None else self.tokens.span(*place)


class _Chain:
    """A sum or product that is still growing, so that n terms cost n steps and not n squared."""

    __slots__ = ("items", "operation")

    def __init__(self, operation: str, items: list[int]) -> None:
        self.operation = operation
        self.items = items


class _Frame(NamedTuple):
    """An open bracket: "(", "|", "call" or "pair", the tokens that open it, what is inside."""

    kind: str
    first: int
    last: int
    name: str = ""
    arguments: list[Any] = []  # noqa: RUF012  (never shared: every call frame gets its own)


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
        return _Parser(text, tokens, names, Nodes() if nodes is None else nodes).run()
    except CalcdlError as error:
        if error.source is None:
            error.source = text
        raise


class _Parser:
    def __init__(self, text: str, tokens: Tokens, names: Names, nodes: Nodes) -> None:
        self.text = text
        self.tokens = tokens
        self.kinds, self.words = tokens.kinds, tokens.words
        self.names = names
        self.nodes = nodes
        self.notes = Notes()
        self.named = NamesInText(names, tokens, self.notes)
        self.operands: list[tuple[Any, int, int]] = []  # value, first and last token
        self.operators: list[tuple[int, str, int, bool]] = []  # precedence, kind, token, notable
        self.frames: list[_Frame] = []
        self.places: dict[int, tuple[int, int]] = {}  # of nodes: first and last token
        self.variables: dict[str, int] = {}
        self.defined: dict[int, str] = {}  # nodes that a definition gave a name to
        self.calls: dict[tuple[str, tuple[int, ...]], int] = {}  # of definitions, written out
        self.conditions = False  # whether any operand may be something else than a number
        self.at = 0

    # The loop: an operand, then an operator, until the text ends.

    def run(self) -> Reading:
        kinds = self.kinds
        expects_operand = True
        while True:
            kind = kinds[self.at]
            if expects_operand:
                expects_operand = self.read_operand(kind)
            elif kind == "end":
                break
            else:
                expects_operand = self.read_operator(kind)
        self.reduce(0)
        if self.frames:
            frame = self.frames[-1]
            closer = "|" if frame.kind == "|" else ")"
            opener = self.tokens.written(frame.first, frame.last)
            raise self.error(f"I expected '{closer}' to close '{opener}'", frame.first, frame.last)
        graph = Graph(self.nodes, self.scalar(*self.operands[0]))
        notes = self.notes.sentences()
        return Reading(self.text, graph, self.tokens, self.places, notes, self.defined)

    def read_operand(self, kind: str) -> bool:
        """Read where an operand must stand; say whether one is still expected afterwards."""
        at = self.at
        self.at = at + 1
        if kind == "name":
            return self.read_name(self.words[at], at)
        if kind == "number":
            self.operands.append((self.number(self.words[at], at), at, at))
            return False
        if kind == "(" or kind == "|":
            self.open(_Frame(kind, at, at))
        elif kind == "-":
            self.operators.append((_NEGATION, "neg", at, False))
        elif kind == "√":
            self.operators.append((_RADICAL, "√", at, False))
        elif kind != "+":  # a plus in front of an operand changes nothing
            raise self.missing_operand(at)
        return True

    def read_operator(self, kind: str) -> bool:
        """Read where an operator may stand; say whether an operand is expected afterwards."""
        at = self.at
        precedence = _PRECEDENCE.get(kind)
        if precedence is not None:
            # '**' groups to the right, and a comparison does not chain (reduce objects).
            self.reduce(precedence + 1 if kind == "**" else precedence)
            self.operators.append((precedence, kind, at, False))
        elif kind in _STARTS_OPERAND or (kind == "|" and not self.inside_bars()):
            self.multiply_implicitly(kind, at)
            return True
        elif kind == ",":
            self.next_argument(at)
        else:
            if kind == ")":
                self.close_bracket(at)
            elif kind == "|":
                self.reduce(0)
                frame = self.frames.pop()
                self.operators.pop()
                self.push("abs", (self.scalar(*self.operands.pop()),), frame.first, at)
            elif kind == "!":
                value, first, last = self.operands.pop()
                self.push("factorial", (self.scalar(value, first, last),), first, at)
                if self.kinds[at + 1] == "!":
                    raise ExpressionError(
                        "double factorials are not supported: write (x!)! for the factorial of x!",
                        span=(self.tokens.span(at)[0], self.tokens.span(at)[1] + 1),
                    )
            elif kind == "superscript":
                self.raise_to(at)
            else:
                raise self.error(f"I did not expect '{self.tokens.written(at)}' here", at)
            self.at = at + 1
            return False
        self.at = at + 1
        return True

    def number(self, numeral: str, at: int) -> int:
        try:
            value = read_numeral(numeral)
        except TooLarge as error:
            error.span = self.tokens.span(at)
            raise
        return self.nodes.make("number", (value,))

    # Names

    def read_name(self, name: str, at: int) -> bool:
        if self.kinds[at + 1] == "(":
            function = self.named.called(at)
            if function is not None:
                return self.open_call(function, at)
        node = self.variables.get(name)
        if node is None:
            if name in CONSTANTS:
                node = self.nodes.make("constant", (CONSTANTS[name],))
            elif name in SYMPY_NUMBERS:
                numeral = SYMPY_NUMBERS[name]
                node = self.number(numeral.removeprefix("-"), at)
                node = self.nodes.make("neg", (node,)) if numeral.startswith("-") else node
            elif name == "True" and self.frames and self.frames[-1].kind == "pair":
                node = self.nodes.make("constant", ("True",))
            else:
                node = self.variable(name, at)
        self.operands.append((node, at, at))
        return False

    def variable(self, name: str, at: int) -> int:
        definition = self.names.definition(name)
        if definition is None:
            self.named.check_variable(at)
            node = self.nodes.make("symbol", (name,))
            if len(name) == 1:  # of which there is nothing to say where it comes again
                self.variables[name] = node
            self.places.setdefault(node, (at, at))
            return node
        if definition.parameters is not None:
            call = f"{name}({', '.join(definition.parameters)})"
            raise self.error(f"{name} is a function: write {call}", at)
        graph = definition.graph
        node = graph.root if graph.nodes is self.nodes else self.copied(graph)
        self.defined.setdefault(node, name)
        return node

    # Brackets

    def open(self, frame: _Frame) -> None:
        self.frames.append(frame)
        self.operators.append((-1, frame.kind, frame.first, False))

    def open_call(self, name: str, first: int) -> bool:
        at = first
        orders = self.named.partial_orders(first)
        if orders:
            name = self.words[first + 2 * len(orders)]
            if self.named.has_meaning(name, first) and self.named.is_sigma(name):
                name = "sigmoid"
            at += 3 * len(orders)  # D1 ( D2 ( s ) )
            if self.kinds[at + 1] != "(":
                end = self.tokens.span(at)[1]
                raise ExpressionError(f"I expected the arguments of {name}", span=(end, end))
            name = f"{name}:{','.join(map(str, sorted(orders)))}"
        at += 1
        if self.kinds[at + 1] == ")":
            raise self.error(f"{self.words[first]} needs an argument", first, at + 1)
        self.open(_Frame("call", first, at, name, []))
        self.at = at + 1
        return True

    def close_bracket(self, at: int) -> None:
        self.reduce(0)
        if not self.frames or self.frames[-1].kind == "|":
            raise self.error(
                "this ')' closes nothing"
                if not self.frames
                else "I expected '|' to close the absolute value before ')'",
                at,
            )
        frame = self.frames.pop()
        self.operators.pop()
        node, first, last = self.operands.pop()
        if type(node) is _Chain:
            node = self.close(node, first, last)
        if frame.kind == "(":
            self.operands.append((node, frame.first, at))
        elif frame.kind == "pair":
            self.operands.append(((frame.arguments[0], node), frame.first, at))
        else:
            frame.arguments.append(node)
            self.finish_call(frame, at)

    def next_argument(self, at: int) -> None:
        self.reduce(0)
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.kind == "call":
            frame.arguments.append(self.close(*self.operands.pop()))
        elif (
            frame is not None
            and frame.kind == "("
            and len(self.frames) > 1
            and self.frames[-2].name == "Piecewise"
        ):
            inside = self.scalar(*self.operands.pop())
            self.conditions = True
            self.frames[-1] = _Frame("pair", frame.first, frame.last, "", [inside])
        else:
            raise self.error("a comma only separates the arguments of a function", at)

    def finish_call(self, frame: _Frame, last: int) -> None:
        try:
            node = self.call(frame.name, frame.arguments)
        except (ExpressionError, TooLarge) as error:
            error.span = self.tokens.span(frame.first, last)
            raise
        if self.nodes.operations[node] in COMPARISONS:
            self.conditions = True
        self.places.setdefault(node, (frame.first, last))
        self.operands.append((node, frame.first, last))

    def call(self, name: str, arguments: list[Any]) -> int:
        """Return the node of a call; raises ExpressionError."""
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
                node = self.calls[key] = self.written_out(definition.graph, meaning)
            self.defined.setdefault(node, name)
            return node
        if len(arguments) > 1:
            self.notes.letters.discard(name)
        return build_call(self.nodes, name, arguments, names.lookup, names.declared)

    def derivative_call(self, name: str, orders: Sequence[int], arguments: list[Any]) -> int:
        """Return the derivative of a known or defined function at the arguments of a call."""
        names = self.names
        assert names.derivative is not None
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
            for _ in range(order):
                graph = names.derivative(graph, parameter)
                self.count(graph)
        return self.written_out(graph, _meaning(name, parameters, arguments))

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

    # Operators

    def reduce(self, precedence: int) -> None:
        """Carry out the waiting operators that bind at least as tightly as ``precedence``."""
        operators, operands = self.operators, self.operands
        while operators and operators[-1][0] >= precedence:
            _, kind, at, noteworthy = operators.pop()
            right, right_first, last = operands.pop()
            if type(right) is not int or self.conditions:
                right = self.scalar(right, right_first, last)
            if kind == "neg" or kind == "√":
                self.push("sqrt" if kind == "√" else "neg", (right,), at, last)
                continue
            left, first, left_last = operands.pop()
            if noteworthy:
                self.notes.product(self.tokens, first, left_last, right_first, last)
            if kind in _CHAINS:
                if kind == "-":
                    right = self.nodes.make("neg", (right,))
                operation = _CHAINS[kind]
                if type(left) is _Chain and left.operation == operation:
                    left.items.append(right)
                else:
                    if type(left) is not int or self.conditions:
                        left = self.scalar(left, first, left_last)
                    left = _Chain(operation, [left, right])
                operands.append((left, first, last))
                continue
            left = self.scalar(left, first, left_last)
            if kind == "/" or kind == "**":
                kind = "div" if kind == "/" else "pow"
            else:
                self.conditions = True
            self.push(kind, (left, right), first, last)

    def close(self, value: Any, first: int, last: int) -> Any:
        """Return the node of an operand, which nothing can be appended to any more.

        It may be a condition, and inside of Piecewise a (value, condition) pair.
        """
        if type(value) is _Chain:
            node = self.nodes.make(value.operation, tuple(value.items))
            self.places.setdefault(node, (first, last))
            return node
        return value

    def scalar(self, value: Any, first: int, last: int) -> int:
        """Return the node of an operand that has to be a number."""
        node = self.close(value, first, last)
        if self.conditions and (
            type(node) is not int or self.nodes.operations[node] in COMPARISONS
        ):
            raise self.error(
                "a comparison is not a number: use it as the condition of where(…)", first, last
            )
        return node  # type: ignore[no-any-return]

    def push(self, operation: str, arguments: tuple[int, ...], first: int, last: int) -> None:
        node = self.nodes.make(operation, arguments)
        self.places.setdefault(node, (first, last))
        self.operands.append((node, first, last))

    def raise_to(self, at: int) -> None:
        value, first, last = self.operands.pop()
        exponent = self.number(self.words[at].lstrip("-"), at)
        if self.words[at].startswith("-"):
            exponent = self.nodes.make("neg", (exponent,))
        self.push("pow", (self.scalar(value, first, last), exponent), first, at)

    # Multiplication that is left out

    def multiply_implicitly(self, kind: str, at: int) -> None:
        before, word, words = self.kinds[at - 1], self.words[at], self.words
        if kind == "number" and before in ("number", "name"):
            end, start = self.tokens.span(at - 1)[1], self.tokens.span(at)[0]
            raise ExpressionError(
                f"I expected an operator between '{words[at - 1]}' and '{word}'", span=(end, start)
            )
        radical = bool(self.operators) and self.operators[-1][1] == "√" and kind != "√"
        touching = before == "number" and self.tokens.span(at)[0] == self.tokens.span(at - 1)[1]
        unlikely = touching and (
            (kind == "name" and self.is_half_a_numeral(at)) or self.is_in_exponent()
        )
        self.reduce(_PRECEDENCE["*"] + 1)
        divides = bool(self.operators) and self.operators[-1][1] == "/"
        calls_next = self.kinds[at + 1] == "("
        variables = before == "name" and (kind == "(" or (kind == "name" and not calls_next))
        self.reduce(_PRECEDENCE["*"])
        variables = variables and words[at - 1] not in CONSTANTS
        noteworthy = divides or variables or radical or unlikely
        self.operators.append((_PRECEDENCE["*"], "*", at, noteworthy))

    # Small questions

    def is_half_a_numeral(self, at: int) -> bool:
        """Say whether a name behind a digit may be the rest of a numeral: 2e, 0x1F, 2i, 1_000."""
        number, word = self.words[at - 1], self.words[at]
        if word in ("e", "E"):  # half of 2e3; 2e**x is no such thing
            return self.kinds[at + 1] != "**"
        if word in ("f", "F", "l", "L"):  # C's 2.0f; 2l is a product
            return "." in number and self.kinds[at + 1] != "("
        suffix = _SUFFIXES.fullmatch(word) is not None
        return suffix or (number == "0" and _BASES.fullmatch(word) is not None)

    def is_in_exponent(self) -> bool:
        """Say whether what comes may have been meant for the exponent of a number: 2^3x."""
        operators = self.operators
        k = len(operators) - 1
        while k >= 0 and operators[k][1] == "neg":
            k -= 1
        if k < 0 or operators[k][1] != "**":
            return False
        base = self.operands[-2][0]
        return type(base) is int and self.nodes.operations[base] in ("number", "constant")

    def inside_bars(self) -> bool:
        return bool(self.frames) and self.frames[-1].kind == "|"

    def missing_operand(self, at: int) -> ExpressionError:
        before = self.kinds[at - 1] if at else None
        if before is None or before == ";" or before == "=":
            if self.kinds[at] == "end":
                return self.error("there is no expression here", at)
            return self.error(f"an expression cannot begin with '{self.tokens.written(at)}'", at)
        end = self.tokens.span(at - 1)[1]
        return ExpressionError(
            f"I expected an operand after '{self.tokens.written(at - 1)}'", span=(end, end)
        )

    def error(self, message: str, first: int, last: int | None = None) -> ExpressionError:
        """Return the error that some tokens are."""
        return ExpressionError(message, span=self.tokens.span(first, last))


def _meaning(name: str, parameters: Sequence[str], arguments: list[int]) -> dict[str, int]:
    """Return what the parameters of a function stand for in a call; raises ExpressionError."""
    if len(parameters) != len(arguments):
        raise ExpressionError(
            f"{name} takes {len(parameters)} argument{'s' * (len(parameters) != 1)}"
            f" ({', '.join(parameters)}), not {len(arguments)}"
        )
    return dict(zip(parameters, arguments, strict=True))
