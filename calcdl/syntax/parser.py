"""Tokens → graph: an operator-precedence parser with explicit stacks (Dijkstra's shunting yard).

It never recurses, so nesting is limited by memory alone, and it knows the place of every operand.
"""

from __future__ import annotations

from calcdl.errors import ExpressionError
from calcdl.graph.nodes import Graph, Nodes
from calcdl.syntax.brackets import CLOSERS
from calcdl.syntax.names import CONSTANTS, PROSE, SYMPY_NUMBERS, Elsewhere, Names
from calcdl.syntax.products import Products
from calcdl.syntax.stacks import NEGATION, PRECEDENCE, RADICAL
from calcdl.syntax.tokens import Tokens

__all__ = ["ROOTS", "Parser"]

ROOTS = frozenset(("√", "∛", "∜"))
_STARTS_OPERAND = frozenset(("number", "name", "(", "√"))
# Behind the name of a function, these may begin what it is applied to.
_APPLIES = frozenset(("name", "number", "-", "|", "**", "superscript", *ROOTS))
# Names that mean something in pasted text, where calcdl's own language has nothing but variables.
_BEFORE_TERMS = frozenset(("(", ",", "+", "-", ";", "="))
_BEHIND_TERMS = frozenset((")", ",", "+", "-", ";", "end"))
_SIGNS = ("+", "-")
_PASTED = frozenset(("lg", "ld", "tg", "Pi", "PI", "M_PI", "M_E", *PROSE))


class Parser(Products):
    """One text in calcdl's own language, read token by token."""

    def __init__(self, text: str, tokens: Tokens, names: Names, nodes: Nodes) -> None:
        super().__init__(text, tokens, names, nodes)
        self.variables: dict[str, int] = {}

    # The loop: an operand, then an operator, until the text ends.

    def run(self) -> Graph:
        """Return the graph of the text; raises ExpressionError and TooLarge."""
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
        self.complete()
        if self.frames:
            frame = self.frames[-1]
            closer = CLOSERS[self.words[frame.last]]
            opener = self.tokens.written(frame.first, frame.last)
            raise self.error(f"I expected '{closer}' to close '{opener}'", frame.first, frame.last)
        return Graph(self.nodes, self.scalar(*self.operands[0]))

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
            self.open(self.frame(kind, at, at))
        elif kind == "-":
            self.operators.append((NEGATION, "neg", at, False))
        elif kind == "√":
            self.operators.append((RADICAL, kind, at, False))
        elif kind != "+":  # a plus in front of an operand changes nothing
            raise self.missing_operand(at)
        return True

    def read_operator(self, kind: str) -> bool:
        """Read where an operator may stand; say whether an operand is expected afterwards."""
        at = self.at
        precedence = PRECEDENCE.get(kind)
        if precedence is not None:
            if kind == "/" and self.words[at - 1] == "1":
                self.note_power_of_one(at)
            # '**' groups to the right, and a comparison does not chain (reduce objects).
            self.reduce(precedence + 1 if kind in ("**", "^") else precedence)
            self.operators.append((precedence, kind, at, False))
        elif kind in _STARTS_OPERAND or (kind == "|" and not self.inside_bars()):
            self.multiply_implicitly(kind, at)
            return True
        elif kind == ",":
            self.next_argument(at)
        elif kind == ")":
            return self.close_bracket(at)
        else:
            self.read_behind_operand(kind, at)
            self.at = at + 1
            return False
        self.at = at + 1
        return True

    def note_power_of_one(self, at: int) -> None:
        """Say what x^1/2 is, of which some think that it is a root."""
        if at > 2 and self.kinds[at - 2] == "**":
            power = self.tokens.written(at - 3, at - 1)
            below = self.tokens.written(at + 1)
            self.notes.spelled[f"{power}/{below}"] = f"({power})/{below}"

    def read_behind_operand(self, kind: str, at: int) -> None:
        """Read what stands behind an operand and belongs to it: x!, x², the end of |x|."""
        if kind == "|":
            self.close_bars(at)
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

    def close_bars(self, at: int) -> None:
        self.complete()
        frame = self.frames.pop()
        self.operators.pop()
        self.push("abs", (self.scalar(*self.operands.pop()),), frame.first, at)

    def read_name(self, name: str, at: int) -> bool:
        """Read a name where an operand must stand, and what it calls."""
        following = self.kinds[at + 1]
        if following == "(":
            if name == "d":
                self.require_plain(name, following)
            function = self.named.called(at)
            if function is not None:
                return self.open_call(function, at)
        node = self.variables.get(name)
        if node is None:
            self.require_plain(name, following)
            node = self.constant(name, at)
            if node is None:
                node = self.variable(name, at)
        self.operands.append((node, at, at))
        return False

    def require_plain(self, name: str, following: str) -> None:
        """Raise Elsewhere at a name that may be more than a variable."""
        if name in _PASTED or name == "d":
            raise Elsewhere
        if following in _APPLIES and len(name) > 1 and self.names.lookup(name) is not None:
            raise Elsewhere
        if following == "/" and name[0] == "d" and self.names.definitions:  # df/dx
            raise Elsewhere

    def constant(self, name: str, at: int) -> int | None:
        if name in CONSTANTS:
            if name == "e" and self.is_term(at):
                self.notes.has_e_for_term = True
            return self.nodes.make("constant", (CONSTANTS[name],))
        if name in SYMPY_NUMBERS:
            return self.signed(SYMPY_NUMBERS[name], at)
        if name == "True" and self.frames and self.frames[-1].kind == "pair":
            return self.nodes.make("constant", ("True",))
        return None

    def is_term(self, at: int) -> bool:
        """Say whether a token is a term of a sum by itself."""
        before, behind = self.kinds[at - 1] if at else "(", self.kinds[at + 1]
        is_alone = before in _BEFORE_TERMS and behind in _BEHIND_TERMS
        return is_alone and (before in _SIGNS or behind in _SIGNS)

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

    def missing_operand(self, at: int) -> ExpressionError:
        before = self.kinds[at - 1] if at else None
        if before is None or before == ";" or before == "=":
            if self.kinds[at] == "end":
                return self.error("there is no expression here", at)
            return self.error(f"an expression cannot begin with '{self.tokens.written(at)}'", at)
        if before == "/" == self.kinds[at]:
            return self.error("I cannot read '//' here: write floor(a/b)", at - 1, at)
        end = self.tokens.span(at - 1)[1]
        return ExpressionError(
            f"I expected an operand after '{self.tokens.written(at - 1)}'", span=(end, end)
        )
