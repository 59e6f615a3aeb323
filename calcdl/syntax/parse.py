"""Tokens → graph: an operator-precedence parser with explicit stacks (Dijkstra's shunting yard).

It never recurses, so nesting is limited by memory alone, and it knows the place of every operand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from calcdl.errors import CalcdlError, ExpressionError, TooLarge
from calcdl.graph import COMPARISONS, Graph, Nodes, transplant
from calcdl.syntax.calls import (
    BUILT_IN,
    Signature,
    build_call,
    check_name,
    is_only_a_function,
    unknown_function,
)
from calcdl.syntax.tokens import Token, tokenize

__all__ = ["Definition", "Reading", "parse"]

_PRECEDENCE = {"<": 1, "<=": 1, ">": 1, ">=": 1, "==": 1, "!=": 1,
               "+": 2, "-": 2, "*": 3, "/": 3, "**": 5}  # fmt: skip
_NEGATION, _RADICAL = 4, 6
_STARTS_OPERAND = frozenset(("number", "name", "(", "√"))
_LETTERS_OF_FUNCTIONS = frozenset("fghstFGHSuvφψ")
_CONSTANTS = {"pi": "pi", "π": "pi", "e": "e", "E": "e"}
_LONGEST_NUMBER = 4000  # digits; CPython refuses to convert longer ones from 4,300 on
_OUT_OF_SCOPE = {
    "I": "calcdl works with real numbers: the imaginary unit I is out of scope",
    "oo": "infinity is not a number that calcdl can work with",
    "zoo": "infinity is not a number that calcdl can work with",
    "inf": "infinity is not a number that calcdl can work with",
    "nan": "nan is not a number that calcdl can work with",
    "True": "True is a condition: it can only stand in the last pair of Piecewise",
}


class Definition(NamedTuple):
    """A name that stands for an expression; a function has names for its parameters."""

    parameters: tuple[str, ...] | None
    graph: Graph


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
    lookup: Callable[[str], Signature | None],
    *,
    known: Callable[[], list[str]] = list,
    definitions: Mapping[str, Definition] | None = None,
    declared: frozenset[str] = frozenset(),
    parameters: tuple[str, ...] = (),
    nodes: Nodes | None = None,
    tokens: list[Token] | None = None,
) -> Reading:
    """Read one expression.

    ``lookup`` gives the signature of a function by any of its names, ``known`` all names that a
    suggestion may offer; ``declared`` are undefined functions named by the user, ``parameters``
    names that hide definitions. Nodes are made in ``nodes``, ``tokens`` are read in place of the
    text. Raises ExpressionError or UnknownName, with the place in the text, and TooLarge.
    """
    try:
        parser = _Parser(text, lookup, known, definitions or {}, declared, nodes, tokens)
        parser.parameters = parameters
        return parser.run()
    except CalcdlError as error:
        if error.source is None:
            error.source = text
        raise


class _Parser:
    def __init__(
        self,
        text: str,
        lookup: Callable[[str], Signature | None],
        known: Callable[[], list[str]],
        definitions: Mapping[str, Definition],
        declared: frozenset[str],
        nodes: Nodes | None,
        tokens: list[Token] | None,
    ) -> None:
        self.text = text
        self.lookup = lookup
        self.known = known
        self.definitions = definitions
        self.declared = declared
        self.parameters: tuple[str, ...] = ()
        self.nodes = Nodes() if nodes is None else nodes
        self.tokens = tokenize(text) if tokens is None else tokens
        self.operands: list[tuple[Any, int, int]] = []
        self.operators: list[tuple[int, Any, int, bool]] = []
        self.frames: list[_Frame] = []
        self.spans: dict[int, tuple[int, int]] = {}
        self.names: dict[int, str] = {}
        self.notes: dict[int, tuple[int, str]] = {}
        self.singles: dict[str, Token] = {}  # names that look like several
        self.letters: set[str] = set()  # letters that were taken for undefined functions
        self.conditions = False  # whether any operand may be something else than a number
        self.variables: set[str] | None = None
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
        source = self.text
        notes = [f"I read '{source[a:b]}' as '{said}'" for a, (b, said) in self.notes.items()]
        notes += [f"I read '{name}' as the name of one variable" for name in self.singles]
        notes += [
            f"I read '{name}' as an undefined function: write {name}*(…) for a product"
            for name in sorted(self.letters)
        ]
        return Reading(source, Graph(self.nodes, root), self.spans, notes, self.names)

    def read_operand(self, token: Token) -> bool:
        """Read where an operand must stand; say whether one is still expected afterwards."""
        kind = token.kind
        if kind == "number":
            node = self.nodes.make("number", (_number(token),))
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
        name = token.text
        if self.tokens[self.at + 1].kind == "(":
            definition = self.definition(name)
            if definition is not None and definition.parameters is not None:
                return self.open_call(name, token)
            if name == "σ" and definition is None and name not in self.declared:
                return self.open_call("sigmoid", token)
            if self.is_function(name, token):
                return self.open_call(name, token)
        if name in _CONSTANTS:
            node = self.nodes.make("constant", (_CONSTANTS[name],))
        elif name == "True" and self.frames and self.frames[-1].kind == "pair":
            node = self.nodes.make("constant", ("True",))
        else:
            node = self.variable(name, token)
        self.operands.append((node, token.start, token.end))
        self.at += 1
        return False

    def is_function(self, name: str, token: Token) -> bool:
        """Say whether a name before a parenthesis is called or multiplied by it."""
        if name in _CONSTANTS or self.definition(name) is not None:
            return False
        if name in self.parameters:
            raise ExpressionError(
                f"{name} is a parameter of this definition and stands for a number:"
                f" it cannot be called",
                span=(token.start, token.end),
            )
        if name in BUILT_IN or name in self.declared or self.lookup(name) is not None:
            return True
        if name.endswith("'"):
            self.refuse_defined(name.rstrip("'"), token)
            return True
        if name in self.used_as_variables():
            return False
        if name in _OUT_OF_SCOPE:
            raise ExpressionError(_OUT_OF_SCOPE[name], span=(token.start, token.end))
        if len(name) == 1 and name not in _LETTERS_OF_FUNCTIONS:
            self.letters.add(name)
        if len(name) == 1 or self.partial_orders():
            return True
        raise unknown_function(name, self.known(), (token.start, token.end))

    def partial_orders(self) -> list[int]:
        """Return [1, 2] where the tokens spell D1(D2(s))(…), and [] where they do not."""
        tokens, place = self.tokens, self.at
        orders: list[int] = []
        name = tokens[place].text
        while _is_partial(name) and tokens[place + 1].kind == "(":
            orders.append(int(name[1:]))
            place += 2
            if tokens[place].kind != "name":
                return []
            name = tokens[place].text
        closed = all(token.kind == ")" for token in tokens[place + 1 : place + 1 + len(orders)])
        return orders if closed else []

    def used_as_variables(self) -> set[str]:
        """Return the names that stand somewhere without a parenthesis behind them."""
        if self.variables is None:
            tokens = self.tokens
            self.variables = {
                token.text
                for k, (token, following) in enumerate(pairwise(tokens))
                if token.kind == "name"
                and following.kind != "("
                and not (following.kind == ")" and k > 1 and _is_partial(tokens[k - 2].text))
            }
        return self.variables

    def definition(self, name: str) -> Definition | None:
        """Return what a name is defined as, unless it is a parameter here."""
        return None if name in self.parameters else self.definitions.get(name)

    def refuse_defined(self, name: str, token: Token) -> None:
        if self.definition(name) is not None:
            raise ExpressionError(
                f"{name} is defined: ask deriv for its derivative",
                span=(token.start, token.end),
            )

    def variable(self, name: str, token: Token) -> int:
        definition = self.definition(name)
        if definition is not None:
            if definition.parameters is not None:
                raise ExpressionError(
                    f"{name} is a function: write {name}({', '.join(definition.parameters)})",
                    span=(token.start, token.end),
                )
            graph = definition.graph
            node = graph.root if graph.nodes is self.nodes else transplant(graph, self.nodes)
            self.names.setdefault(node, name)
            return node
        if name in _OUT_OF_SCOPE:
            raise ExpressionError(_OUT_OF_SCOPE[name], span=(token.start, token.end))
        if len(name) > 1:
            self.refuse_bare_function(name, token)
            check_name(name, self.lookup, (token.start, token.end))
            self.note_run_together(name, token)
        node = self.nodes.make("symbol", (name,))
        self.spans.setdefault(node, (token.start, token.end))
        return node

    def refuse_bare_function(self, name: str, token: Token) -> None:
        """Explain sin**2(x) and sin 2x, which are no calls."""
        if not is_only_a_function(name, self.lookup):
            return
        following = self.tokens[self.at + 1]
        if following.kind in ("**", "superscript"):
            say = f"write {name}(x)**2 for the square of {name}"
        elif following.kind in ("name", "number"):
            argument = self.text[following.start :].split(maxsplit=1)[0]
            say = f"write its argument in parentheses, as in {name}({argument.rstrip('+-*/^),')})"
        else:
            return
        raise ExpressionError(f"{name} is a function: {say}", span=(token.start, token.end))

    def note_run_together(self, name: str, token: Token) -> None:
        """Say that sinx, or the xy of 2xy, is one variable."""
        behind_number = self.at > 0 and self.tokens[self.at - 1].kind == "number"
        call = any(
            is_only_a_function(name[:k], self.lookup) for k in (len(name) - 1, len(name) - 2)
        )
        if call or (behind_number and len(name) <= 3 and name.isalpha()):
            self.singles.setdefault(name, token)

    # Brackets

    def open(self, frame: _Frame) -> None:
        self.frames.append(frame)
        self.operators.append((-1, frame.kind, frame.start, False))
        self.at += 1

    def open_call(self, name: str, token: Token) -> bool:
        tokens = self.tokens
        known = name in self.declared or self.lookup(name) is not None
        orders = [] if known else self.partial_orders()
        if orders:
            name = tokens[self.at + 2 * len(orders)].text
            self.refuse_defined(name, token)
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
        definition = self.definition(name)
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
            self.names.setdefault(node, name)
        else:
            if len(frame.arguments) > 1:
                self.letters.discard(name)
            node = build_call(self.nodes, name, frame.arguments, self.lookup, self.declared, span)
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
            self.note(start, left_end, right_start, end)
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
        exponent = self.nodes.make("number", (_number(token._replace(text=digits)),))
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
        variables = variables and before.text not in _CONSTANTS
        noteworthy = divides or variables or radical or exponent
        self.operators.append((_PRECEDENCE["*"], "*", token.start, noteworthy))

    def calls_next(self) -> bool:
        return self.tokens[self.at + 1].kind == "("

    def note(self, start: int, left_end: int, right_start: int, end: int) -> None:
        """Remember how a product without a sign was read, for the person to see."""
        text = self.text
        left = text[start:left_end]
        earlier = self.notes.get(start)
        if earlier is not None and earlier[0] == left_end:
            left = earlier[1]
        elif any(character in left for character in "/+-√"):
            left = f"({left})"
        self.notes[start] = (end, f"{left}*{text[right_start:end]}")

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


def _is_partial(name: str) -> bool:
    """Say whether a name is D1, D2 …"""
    return name[:1] == "D" and name[1:].isdecimal()


def _number(token: Token) -> Any:
    """Return the exact value of a numeral: an int, or a Fraction that is not whole."""
    text = token.text
    if len(text) <= 18 and text.isdecimal():
        return int(text)
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    power = int(exponent or 0) - len(decimals)
    if len(whole) + len(decimals) + abs(power) > _LONGEST_NUMBER:
        raise TooLarge(
            f"this number has more than {_LONGEST_NUMBER} digits, which is the limit:"
            " write a large one as a power, such as 10**5000",
            span=(token.start, token.end),
        )
    digits = int(whole + decimals)
    if power >= 0:
        return digits * 10**power
    from fractions import Fraction

    value = Fraction(digits, 10**-power)
    return value.numerator if value.denominator == 1 else value
