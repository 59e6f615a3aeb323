"""Tokens → graph: an operator-precedence parser with explicit stacks (Dijkstra's shunting yard).

It never recurses, so nesting is limited by memory alone, and it knows the place of every operand.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from calcdl.errors import CalcdlError, ExpressionError
from calcdl.graph import COMPARISONS, Graph, Nodes, transplant
from calcdl.syntax.calls import build_call
from calcdl.syntax.names import CONSTANTS, Definition, Names, NamesInText
from calcdl.syntax.notes import Notes
from calcdl.syntax.numerals import read_numeral
from calcdl.syntax.tokens import Token, tokenize

__all__ = ["Definition", "Names", "Reading", "parse"]

_PRECEDENCE = {"<": 1, "<=": 1, ">": 1, ">=": 1, "==": 1, "!=": 1,
               "+": 2, "-": 2, "*": 3, "/": 3, "**": 5}  # fmt: skip
_NEGATION, _RADICAL = 4, 6
_STARTS_OPERAND = frozenset(("number", "name", "(", "√"))


class Reading(NamedTuple):
    """What a text says: its graph, where each node was written, and what had to be inferred.

    ``names`` are the nodes that a definition gave a name to.
    """

    text: str
    graph: Graph
    spans: dict[int, tuple[int, int]]
    notes: list[str]
    names: dict[int, str]


class _Chain:
    """A sum or product that is still growing, so that n terms cost n steps and not n squared."""

    __slots__ = ("items", "operation")

    def __init__(self, operation: str, items: list[int]) -> None:
        self.operation = operation
        self.items = items


class _Frame(NamedTuple):
    """An open bracket: "(", "|" or "call", where it stands, and what has been read inside it."""

    kind: str
    start: int
    end: int
    name: str = ""
    arguments: list[Any] = []  # noqa: RUF012  (never shared: every call frame gets its own)


def parse(
    text: str,
    names: Names,
    *,
    nodes: Nodes | None = None,
    tokens: list[Token] | None = None,
) -> Reading:
    """Read one expression, in which ``names`` have a meaning.

    Nodes are made in ``nodes``, ``tokens`` are read in place of the text. Raises ExpressionError or
    UnknownName, with the place in the text, and TooLarge.
    """
    try:
        return _Parser(text, names, nodes, tokens).run()
    except CalcdlError as error:
        if error.source is None:
            error.source = text
        raise


class _Parser:
    def __init__(
        self, text: str, names: Names, nodes: Nodes | None, tokens: list[Token] | None
    ) -> None:
        self.text = text
        self.names = names
        self.nodes = Nodes() if nodes is None else nodes
        self.tokens = tokenize(text) if tokens is None else tokens
        self.notes = Notes(text)
        self.named = NamesInText(names, text, self.tokens, self.notes)
        self.operands: list[tuple[Any, int, int]] = []
        self.operators: list[tuple[int, Any, int, bool]] = []
        self.frames: list[_Frame] = []
        self.spans: dict[int, tuple[int, int]] = {}
        self.defined: dict[int, str] = {}  # nodes that a definition gave a name to
        self.conditions = False  # whether any operand may be something else than a number
        self.at = 0

    # The loop: an operand, then an operator, until the text ends.

    def run(self) -> Reading:
        tokens = self.tokens
        expects_operand = True
        while True:
            token = tokens[self.at]
            if expects_operand:
                expects_operand = self.read_operand(token)
            elif token.kind == "end":
                break
            else:
                expects_operand = self.read_operator(token)
        self.reduce(0)
        if self.frames:
            frame = self.frames[-1]
            closer = "|" if frame.kind == "|" else ")"
            raise ExpressionError(
                f"I expected '{closer}' to close '{self.text[frame.start : frame.end]}'",
                span=(frame.start, frame.end),
            )
        root, start, end = self.operands[0]
        root = self.scalar(root, start, end)
        graph = Graph(self.nodes, root)
        return Reading(self.text, graph, self.spans, self.notes.sentences(), self.defined)

    def read_operand(self, token: Token) -> bool:
        """Read where an operand must stand; say whether one is still expected afterwards."""
        kind = token.kind
        if kind == "number":
            node = self.nodes.make("number", (read_numeral(token.text, (token.start, token.end)),))
            self.operands.append((node, token.start, token.end))
        elif kind == "name":
            return self.read_name(token)
        elif kind == "(":
            self.open(_Frame("(", token.start, token.end))
            return True
        elif kind == "-":
            self.operators.append((_NEGATION, "neg", token.start, False))
            self.at += 1
            return True
        elif kind == "|":
            self.open(_Frame("|", token.start, token.end))
            return True
        elif kind == "√":
            self.operators.append((_RADICAL, "√", token.start, False))
            self.at += 1
            return True
        elif kind == "+" and self.starts_expression():
            self.at += 1
            return True
        else:
            raise self.missing_operand(token)
        self.at += 1
        return False

    def read_operator(self, token: Token) -> bool:
        """Read where an operator may stand; say whether an operand is expected afterwards."""
        kind = token.kind
        precedence = _PRECEDENCE.get(kind)
        if precedence is not None:
            # '**' groups to the right, and a comparison does not chain (reduce_one objects).
            self.reduce(precedence + 1 if kind == "**" else precedence)
            self.operators.append((precedence, kind, token.start, False))
            self.at += 1
            return True
        if kind in _STARTS_OPERAND or (kind == "|" and not self.inside_bars()):
            self.multiply_implicitly(token)
            return True
        if kind == ")":
            self.close_bracket(token)
        elif kind == ",":
            self.next_argument(token)
            self.at += 1
            return True
        elif kind == "|":
            self.reduce(0)
            frame = self.frames.pop()
            self.operators.pop()
            value, start, end = self.operands.pop()
            self.push("abs", (self.scalar(value, start, end),), frame.start, token.end)
        elif kind == "!":
            value, start, end = self.operands.pop()
            self.push("factorial", (self.scalar(value, start, end),), start, token.end)
            if self.tokens[self.at + 1].kind == "!":
                raise ExpressionError(
                    "double factorials are not supported: write (x!)! for the factorial of x!",
                    span=(token.start, token.end + 1),
                )
        elif kind == "superscript":
            self.raise_to(token)
        else:
            raise ExpressionError(
                f"I did not expect '{self.text[token.start : token.end]}' here",
                span=(token.start, token.end),
            )
        self.at += 1
        return False

    # Names

    def read_name(self, token: Token) -> bool:
        if self.tokens[self.at + 1].kind == "(":
            function = self.named.called(self.at)
            if function is not None:
                return self.open_call(function, token)
        name = token.text
        if name in CONSTANTS:
            node = self.nodes.make("constant", (CONSTANTS[name],))
        elif name == "True" and self.frames and self.frames[-1].kind == "pair":
            node = self.nodes.make("constant", ("True",))
        else:
            node = self.variable(name, token)
        self.operands.append((node, token.start, token.end))
        self.at += 1
        return False

    def variable(self, name: str, token: Token) -> int:
        definition = self.names.definition(name)
        if definition is None:
            self.named.check_variable(self.at)
            node = self.nodes.make("symbol", (name,))
            self.spans.setdefault(node, (token.start, token.end))
            return node
        if definition.parameters is not None:
            raise ExpressionError(
                f"{name} is a function: write {name}({', '.join(definition.parameters)})",
                span=(token.start, token.end),
            )
        graph = definition.graph
        node = graph.root if graph.nodes is self.nodes else transplant(graph, self.nodes)
        self.defined.setdefault(node, name)
        return node

    # Brackets

    def open(self, frame: _Frame) -> None:
        self.frames.append(frame)
        self.operators.append((-1, frame.kind, frame.start, False))
        self.at += 1

    def open_call(self, name: str, token: Token) -> bool:
        tokens = self.tokens
        orders = self.named.partial_orders(self.at)
        if orders:
            name = tokens[self.at + 2 * len(orders)].text
            self.named.refuse_defined(name, (token.start, token.end))
            self.at += 3 * len(orders)  # D1 ( D2 ( s ) )
            if tokens[self.at + 1].kind != "(":
                raise ExpressionError(
                    f"I expected the arguments of {name}", span=(tokens[self.at].end,) * 2
                )
            name = f"{name}:{','.join(map(str, sorted(orders)))}"
        self.at += 1
        if tokens[self.at + 1].kind == ")":
            raise ExpressionError(
                f"{token.text} needs an argument", span=(token.start, tokens[self.at + 1].end)
            )
        self.open(_Frame("call", token.start, tokens[self.at].end, name, []))
        return True

    def close_bracket(self, token: Token) -> None:
        self.reduce(0)
        if not self.frames or self.frames[-1].kind == "|":
            raise ExpressionError(
                "this ')' closes nothing"
                if not self.frames
                else "I expected '|' to close the absolute value before ')'",
                span=(token.start, token.end),
            )
        frame = self.frames.pop()
        self.operators.pop()
        value, start, end = self.operands.pop()
        node = self.close(value, start, end)
        if frame.kind == "(":
            self.operands.append((node, frame.start, token.end))
        elif frame.kind == "pair":
            self.operands.append(((frame.arguments[0], node), frame.start, token.end))
        else:
            frame.arguments.append(node)
            self.finish_call(frame, token.end)

    def next_argument(self, token: Token) -> None:
        self.reduce(0)
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.kind == "call":
            value, start, end = self.operands.pop()
            frame.arguments.append(self.close(value, start, end))
        elif (
            frame is not None
            and frame.kind == "("
            and len(self.frames) > 1
            and self.frames[-2].name == "Piecewise"
        ):
            value, start, end = self.operands.pop()
            inside = self.scalar(value, start, end)
            self.conditions = True
            self.frames[-1] = _Frame("pair", frame.start, frame.end, "", [inside])
        else:
            raise ExpressionError(
                "a comma only separates the arguments of a function",
                span=(token.start, token.end),
            )

    def finish_call(self, frame: _Frame, end: int) -> None:
        name, span = frame.name, (frame.start, end)
        definition = self.names.definition(name)
        if definition is not None and definition.parameters is not None:
            wanted = definition.parameters
            if len(wanted) != len(frame.arguments):
                raise ExpressionError(
                    f"{name} takes {len(wanted)} argument{'s' * (len(wanted) != 1)}"
                    f" ({', '.join(wanted)}), not {len(frame.arguments)}",
                    span=span,
                )
            arguments = dict(zip(wanted, frame.arguments, strict=True))
            node = transplant(definition.graph, self.nodes, arguments)
            self.defined.setdefault(node, name)
        else:
            if len(frame.arguments) > 1:
                self.notes.letters.discard(name)
            node = build_call(
                self.nodes, name, frame.arguments, self.names.lookup, self.names.declared, span
            )
            if self.nodes.operations[node] in COMPARISONS:
                self.conditions = True
        self.spans.setdefault(node, span)
        self.operands.append((node, frame.start, end))

    # Operators

    def reduce(self, precedence: int) -> None:
        """Carry out the waiting operators that bind at least as tightly as ``precedence``."""
        operators = self.operators
        while operators and operators[-1][0] >= precedence:
            self.reduce_one()

    def reduce_one(self) -> None:
        _, kind, place, noteworthy = self.operators.pop()
        right, right_start, end = self.operands.pop()
        right = self.scalar(right, right_start, end)
        if kind == "neg" or kind == "√":
            self.push("sqrt" if kind == "√" else "neg", (right,), place, end)
            return
        left, start, left_end = self.operands.pop()
        if noteworthy:
            self.notes.product(start, left_end, right_start, end)
        if kind == "+" or kind == "-" or kind == "*":
            operation = "mul" if kind == "*" else "add"
            if kind == "-":
                right = self.nodes.make("neg", (right,))
            if type(left) is _Chain and left.operation == operation:
                left.items.append(right)
            else:
                left = _Chain(operation, [self.scalar(left, start, left_end), right])
            self.operands.append((left, start, end))
            return
        left = self.scalar(left, start, left_end)
        if kind == "/" or kind == "**":
            self.push("div" if kind == "/" else "pow", (left, right), start, end)
        else:
            self.conditions = True
            self.push(kind, (left, right), start, end)

    def close(self, value: Any, start: int, end: int) -> Any:
        """Return the node of an operand, which nothing can be appended to any more.

        It may be a condition, and inside of Piecewise a (value, condition) pair.
        """
        if type(value) is _Chain:
            node = self.nodes.make(value.operation, tuple(value.items))
            self.spans.setdefault(node, (start, end))
            return node
        return value

    def scalar(self, value: Any, start: int, end: int) -> int:
        """Return the node of an operand that has to be a number."""
        node = self.close(value, start, end)
        if self.conditions and (
            type(node) is not int or self.nodes.operations[node] in COMPARISONS
        ):
            raise ExpressionError(
                "a comparison is not a number: use it as the condition of where(…)",
                span=(start, end),
            )
        return node  # type: ignore[no-any-return]

    def push(self, operation: str, arguments: tuple[int, ...], start: int, end: int) -> None:
        node = self.nodes.make(operation, arguments)
        self.spans.setdefault(node, (start, end))
        self.operands.append((node, start, end))

    def raise_to(self, token: Token) -> None:
        value, start, end = self.operands.pop()
        sign, digits = token.text[0], token.text.lstrip("-")
        exponent = self.nodes.make("number", (read_numeral(digits, (token.start, token.end)),))
        if sign == "-":
            exponent = self.nodes.make("neg", (exponent,))
        self.push("pow", (self.scalar(value, start, end), exponent), start, token.end)

    # Multiplication that is left out

    def multiply_implicitly(self, token: Token) -> None:
        before = self.tokens[self.at - 1]
        if token.kind == "number" and before.kind in ("number", "name"):
            raise ExpressionError(
                f"I expected an operator between '{before.text}' and '{token.text}'",
                span=(before.end, token.start),
            )
        radical = bool(self.operators) and self.operators[-1][1] == "√" and token.kind != "√"
        # 2e may be half of 2e3; 2e**x is no such thing.
        exponent = (
            before.kind == "number"
            and token.text in ("e", "E")
            and token.start == before.end
            and self.tokens[self.at + 1].kind != "**"
        )
        self.reduce(_PRECEDENCE["*"] + 1)
        divides = bool(self.operators) and self.operators[-1][1] == "/"
        variables = before.kind == "name" and (
            token.kind == "(" or (token.kind == "name" and not self.calls_next())
        )
        self.reduce(_PRECEDENCE["*"])
        variables = variables and before.text not in CONSTANTS
        noteworthy = divides or variables or radical or exponent
        self.operators.append((_PRECEDENCE["*"], "*", token.start, noteworthy))

    def calls_next(self) -> bool:
        return self.tokens[self.at + 1].kind == "("

    # Small questions

    def inside_bars(self) -> bool:
        return bool(self.frames) and self.frames[-1].kind == "|"

    def starts_expression(self) -> bool:
        return self.at == 0 or self.tokens[self.at - 1].kind in ("(", ",", "=", ";")

    def missing_operand(self, token: Token) -> ExpressionError:
        before = self.tokens[self.at - 1] if self.at else None
        if before is None or before.kind == ";" or before.kind == "=":
            if token.kind == "end":
                return ExpressionError("there is no expression here", span=(token.start,) * 2)
            return ExpressionError(
                f"an expression cannot begin with '{self.text[token.start : token.end]}'",
                span=(token.start, token.end),
            )
        return ExpressionError(
            f"I expected an operand after '{self.text[before.start : before.end]}'",
            span=(before.end, before.end),
        )
