"""Functions without parentheses, as in textbooks: sin 2x, ln|x|, sin^2 x, cos sin x, log_2 x."""

from __future__ import annotations

from calcdl.errors import ExpressionError, TooLarge
from calcdl.graph.nodes import Nodes
from calcdl.syntax.calls import is_only_a_function
from calcdl.syntax.names import CONSTANTS, Names
from calcdl.syntax.pasted.calls import Calls, PastedFrame
from calcdl.syntax.pasted.spelled import Spelling, spelled_call
from calcdl.syntax.stacks import APPLICATION, INSIDE, NEGATION
from calcdl.syntax.tokens import Tokens

__all__ = ["Applications"]

_STARTS_ARGUMENT = frozenset(("name", "number", "-", "√", "∛", "∜"))
_BRACKETS = frozenset(("(", "[", "|", "√", "∛", "∜"))
_FROM_SUBSCRIPT = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_GOES_ON = {"(": "(…)", "[": "[…]", "|": "|…|", "√": "√…", "e": "e^…", "E": "E^…"}
_OWN_LOGARITHMS = {"2": "log2", "10": "log10", "e": "log"}


Exponent = tuple[str, int, int]  # its text, its last token, and the token behind it


class Applications(Calls):
    """Functions in front of operands that have no parentheses around them."""

    def __init__(self, text: str, tokens: Tokens, names: Names, nodes: Nodes) -> None:
        super().__init__(text, tokens, names, nodes)
        self.applied: list[tuple[str, Spelling]] = []  # functions that wait for their argument

    def read_application(self, name: str, at: int) -> bool | None:
        """Read a function that is not followed by a parenthesis; None where a name is no function.

        Otherwise say whether an operand is expected.
        """
        function, base = self.named.applicable(name), None
        if function is None:
            function, base = self.logarithm(name)
        if function is None:
            return None
        exponent = self.exponent_of_function(at + 1)
        following = at + 1 if exponent is None else exponent[2]
        kind = self.kinds[following]
        if kind not in _STARTS_ARGUMENT and kind not in _BRACKETS:
            return None
        if kind == "-" and not is_only_a_function(name, self.names.lookup):  # sec - 1
            return None
        if kind == "name" and self.words[following] in ("if", "else", "for"):
            return None
        spelling = Spelling(following - 1, noteworthy=True)
        spelling.base = base
        if exponent is not None:
            function = self.raised(function, exponent, spelling, at)
        if kind == "(" or kind == "[":
            return self.open_spelled(function, at, spelling)
        if kind == "|":
            self.open(PastedFrame("|", at, following, function, spelling))
            self.at = following + 1
        else:
            self.applied.append((function, spelling))
            self.operators.append((APPLICATION, "apply", at, False))
            self.at = following
        return True

    def logarithm(self, name: str) -> tuple[str | None, int | None]:
        """Return the function that log_2, log₂ or log_b is, and its base where it needs one."""
        if name[:3] != "log" or len(name) == 3 or self.names.lookup(name) is not None:
            return None, None
        base = name[3:].removeprefix("_").translate(_FROM_SUBSCRIPT)
        letter = name[3] == "_" and len(base) == 1 and base.isalpha()
        if not (letter or (base.isascii() and base.isdecimal())):
            return None, None
        if name in self.names.declared or self.names.definition(name) is not None:
            return None, None
        if base in _OWN_LOGARITHMS:
            return _OWN_LOGARITHMS[base], None
        nodes = self.nodes
        node = nodes.number(int(base[:9])) if base.isdecimal() else self.named_node(base)
        return "log", node

    def exponent_of_function(self, at: int) -> Exponent | None:
        """Return the exponent behind the name of a function, if one stands there."""
        kinds, words = self.kinds, self.words
        if kinds[at] == "superscript":
            return words[at], at, at + 1
        if kinds[at] != "**":
            return None
        k = at + 1
        bracket = kinds[k] == "("
        k += bracket
        minus = kinds[k] == "-"
        k += minus
        word = words[k]
        stop = k + 1 + bracket
        plain = kinds[k] == "number" and word.isdecimal()
        if not (plain or (kinds[k] == "name" and len(word) == 1)):
            return None
        if bracket and kinds[k + 1] != ")":
            return None
        return "-" * minus + word, k, stop

    def raised(self, function: str, exponent: Exponent, spelling: Spelling, at: int) -> str:
        """Return the function that sin^-1 is, or remember the power that sin^2 is raised to."""
        if exponent[0] == "-1":
            row = self.names.lookup(function)
            inverse = None if row is None else row.inverse
            if inverse is None or spelling.base is not None:
                raise self.error(
                    f"is this 1/{function}(x) or the inverse of {function}? write 1/{function}(x)"
                    " for the first",
                    at,
                    exponent[2] - 1,
                )
            return inverse
        text = exponent[0]
        if text.lstrip("-").isdecimal():
            spelling.power = self.signed(text, exponent[1])
        else:
            node = self.named_node(text.lstrip("-"))
            spelling.power = self.nodes.make("neg", (node,)) if text[0] == "-" else node
        return function

    # Where an argument ends

    def carry_out(self, kind: str, right: int, at: int, last: int) -> None:
        if kind == "∜":
            nodes = self.nodes
            quarter = nodes.make("div", (nodes.number(1), nodes.number(4)))
            self.push("pow", (right, quarter), at, last)
            return
        function, spelling = self.applied.pop()
        self.finish_application(function, spelling, right, at, last)

    def finish_application(
        self, function: str, spelling: Spelling, argument: int, first: int, last: int
    ) -> None:
        try:
            node = spelled_call(
                self.nodes, self.call, self.canonical(function), [argument], spelling
            )
        except (ExpressionError, TooLarge) as error:
            error.span = self.tokens.span(first, last)
            raise
        self.operands.append(self.place(node, first, last))
        self.notes.reading(first, last, node)

    def close_bars(self, at: int) -> None:
        """Close an absolute value, which may be the argument of a function in front of it."""
        frame = self.frames[-1]
        super().close_bars(at)
        assert isinstance(frame, PastedFrame)
        if frame.spelling is None:
            return
        node, _, _ = self.operands.pop()
        if self.kinds[at + 1] in ("**", "superscript", "!"):
            name, bars = self.tokens.written(frame.first), self.tokens.written(frame.last, at)
            power = self.tokens.written(at + 1)
            power = "^…" if power in ("^", "**") else power
            raise self.unclear(
                frame.first, at + 1, f"{name}({bars}){power}", f"{name}({bars}{power})"
            )
        self.finish_application(frame.name, frame.spelling, node, frame.first, at)

    def require_clear_end(self, sign: str, at: int) -> None:
        """Raise ExpressionError at sin x/2, which may be sin(x)/2 and sin(x/2)."""
        self.reduce(APPLICATION + 1)
        if not self.operators or self.operators[-1][1] != "apply":
            return
        kind, word = self.kinds[at + 1], self.words[at + 1]
        _, first, last = self.operands[-1]
        numeric = self.is_numeric(first, last)
        function = kind == "name" and self.is_function_at(at + 1)
        if function and (sign == "*" or not numeric or self.kinds[at + 2] != "("):
            return
        if not numeric:
            if kind in _BRACKETS or not self.touches(at):
                return
            if sign == "/" and kind == "name" and word in self.words[first : last + 1]:
                return
        self.refuse_unclear_end(at, sign)

    def refuse_unclear_end(self, at: int, sign: str) -> None:
        """Raise ExpressionError with the two ways to read an argument that goes on at a token."""
        start = self.operators[-1][2]
        _, first, last = self.operands[-1]
        name = self.tokens.written(start)
        inside = self.tokens.written(first, last)
        token = at + (sign in "*/" and self.kinds[at] == sign)
        written = self.tokens.written(token)
        rest = _GOES_ON.get(written, written)
        if self.kinds[token] == "name" and self.is_function_at(token):
            rest = f"{rest}(…)"
        raise self.unclear(
            start, at, f"{name}({inside}){sign}{rest}", f"{name}({inside}{sign}{rest})"
        )

    def unclear(self, first: int, last: int, one: str, other: str) -> ExpressionError:
        return self.error(f"this can be read in two ways: write {one} or {other}", first, last)

    def is_numeric(self, first: int, last: int) -> bool:
        """Say whether an argument holds no variable."""
        names = [self.words[k] for k in range(first, last + 1) if self.kinds[k] == "name"]
        return all([name in CONSTANTS for name in names])

    def is_function_at(self, at: int) -> bool:
        """Say whether a name is that of a function, with or without parentheses behind it."""
        name = self.words[at]
        if self.named.applicable(name) is not None or self.logarithm(name)[0] is not None:
            return True
        following = self.kinds[at + 1]
        return (
            following in ("(", "[")
            and name not in CONSTANTS
            and name not in (self.named.used_as_variables())
        )

    def touches(self, at: int) -> bool:
        """Say whether an operator has no space on either side."""
        span = self.tokens.span
        return span(at - 1)[1] == span(at)[0] and span(at)[1] == span(at + 1)[0]

    def is_applying(self) -> bool:
        """Say whether what comes may belong to the argument of sin in sin 2x, all else done."""
        if not self.applied:
            return False
        self.reduce(NEGATION)
        return bool(self.operators) and APPLICATION <= self.operators[-1][0] < NEGATION

    def multiply_implicitly(self, kind: str, at: int) -> None:
        if self.is_applying() and self.goes_on(kind, at):
            self.reduce(INSIDE)
            self.operators.append((INSIDE, "*", at, False))
        else:
            super().multiply_implicitly(kind, at)

    def is_applied(self, kind: str, at: int) -> bool:
        return kind == "name" and self.named.applicable(self.words[at]) is not None

    def goes_on(self, kind: str, at: int) -> bool:
        """Say whether a factor belongs to the argument of a function without parentheses.

        Raises ExpressionError where that is not clear.
        """
        function = kind == "name" and self.is_function_at(at)
        joined = kind in ("name", "number") and not function and not self.is_exponential(at)
        joined = joined or (self.kinds[at - 1] == "number" and not function)
        is_root = self.applied[-1][0] in ("sqrt", "cbrt")  # sqrt 2x may be sqrt(2)*x
        if joined and not is_root:
            return True
        self.reduce(APPLICATION + 1)
        _, first, last = self.operands[-1]
        if joined or not function or self.is_numeric(first, last):
            self.refuse_unclear_end(at, "*")
        return False

    def is_exponential(self, at: int) -> bool:
        """Say whether a token is the e of e^x."""
        return self.words[at] in ("e", "E") and self.kinds[at + 1] in ("**", "superscript")
