"""Operators in front of what they work on: d/dx x^2, ∂(x²)/∂x, ∑ over given bounds."""

from __future__ import annotations

from calcdl.errors import ExpressionError, TooLarge
from calcdl.graph.nodes import Nodes
from calcdl.syntax.names import Names
from calcdl.syntax.pasted.calls import PastedFrame
from calcdl.syntax.pasted.code import Code
from calcdl.syntax.pasted.sums import series
from calcdl.syntax.stacks import SERIES
from calcdl.syntax.tokens import Tokens

__all__ = ["Prefixes"]

_STARTS_OPERAND = frozenset(("name", "number", "(", "[", "|", "√", "∛", "∜", "∑", "∏"))
_RAISES = frozenset(("**", "superscript", "!"))
_GOES_ON = _STARTS_OPERAND | {"*", "/", "@"}
_HIGHEST_ORDER = 20


class Prefixes(Code):
    """Derivatives and sums."""

    def __init__(self, text: str, tokens: Tokens, names: Names, nodes: Nodes) -> None:
        super().__init__(text, tokens, names, nodes)
        self.partners: dict[int, int] | None = None  # parentheses, and those that close them
        self.series: list[tuple[str, str, tuple[int, int]]] = []  # ∑, its index, its bounds
        self.differentials: list[tuple[str, ...]] = []  # the variables of each d/dx

    # Derivatives

    def read_differential(self, name: str, at: int) -> bool | None:
        """Read d/dx f, d(f)/dx or df/dx; None where a name is none of these."""
        if name != "d":
            return self.read_differential_of_name(name, at)
        if self.names.definition(name) is not None:
            return None
        if self.kinds[at + 1] == "(":
            return self.read_differential_around(at)
        order, k = self.order_at(at + 1)
        variables, k = self.variables_below(k)
        if len(variables) != order or not order or self.kinds[k] not in _STARTS_OPERAND:
            return None
        if self.is_all_in_brackets(at, k):
            frame = PastedFrame("call", at, k, "d/d")
            frame.variables = variables
            self.open(frame)
            self.at = k + 1
        else:
            self.differentials.append(variables)
            self.operators.append((SERIES, "d/d", at, False))
            self.at = k
        return True

    def is_all_in_brackets(self, at: int, k: int) -> bool:
        """Is what stands behind d/dx one pair of brackets, not a power that begins with it?

        d/dx (x + 1)^2 is the slope of the square in every textbook; (x + 1)*x after d/dx is either.
        """
        if self.kinds[k] not in ("(", "["):
            return False
        end = self.partner(k)
        if self.kinds[end + 1] not in _GOES_ON:
            return self.kinds[end + 1] not in _RAISES
        inside = self.tokens.written(k + 1, end - 1)
        sign = self.kinds[end + 1] if self.kinds[end + 1] in ("*", "/", "@") else "*"
        slope = self.tokens.written(at, k - 1)
        raise self.error(
            f"what is differentiated may end with '{self.kinds[end]}' or go on:"
            f" write ({slope}({inside})){sign}… or {slope}(({inside}){sign}…)",
            k,
            end,
        )

    def read_differential_around(self, at: int) -> bool | None:
        """Read d(f)/dx up to its f."""
        end = self.partner(at + 1)
        variables, k = self.variables_below(end + 1)
        if len(variables) != 1:
            return None
        frame = PastedFrame("call", at, at + 1, "d/d")
        frame.variables, frame.skip = variables, k - end - 1
        self.open(frame)
        self.at = at + 2
        return True

    def read_differential_of_name(self, name: str, at: int) -> bool | None:
        """Read df/dx where f has been defined."""
        definition = self.names.definition(name[1:])
        variables, k = self.variables_below(at + 1)
        if len(variables) != 1 or self.names.definition(name) is not None:
            return None
        if definition is None and self.tokens.is_latex and len(name) > 1:
            raise self.error(
                f"{name[1:]} is not defined: write what is differentiated, as in"
                f" \\frac{{d}}{{d{variables[0]}}} {variables[0]}^2",
                at,
                k - 1,
            )
        if definition is None:
            return None
        parameters = definition.parameters or ()
        inside = [self.nodes.symbol(parameter) for parameter in parameters]
        graph = definition.graph
        node = self.call(name[1:], inside) if parameters else self.written_out(graph, {})
        slope = self.differentiated(node, variables)
        self.operands.append(self.place(slope, at, k - 1))
        self.notes.reading(at, k - 1, slope)
        self.at = k
        return False

    def order_at(self, k: int) -> tuple[int, int]:
        """Return the order that d^2 or d² stands for, and the token behind it."""
        if self.kinds[k] == "superscript":
            return _small(self.words[k]), k + 1
        if self.kinds[k] != "**":
            return 1, k
        bracket = self.kinds[k + 1] == "("
        number = k + 1 + bracket
        if self.kinds[number] != "number" or (bracket and self.kinds[number + 1] != ")"):
            return 0, k
        return _small(self.words[number]), number + 1 + bracket

    def variables_below(self, k: int) -> tuple[tuple[str, ...], int]:
        """Return x, x, y of /dx²dy at a token, and the token behind it."""
        variables: list[str] = []
        if self.kinds[k] != "/":
            return (), k
        bracket = self.kinds[k + 1] == "("
        k += 1 + bracket
        while self.kinds[k] == "name" and self.words[k][0] == "d" and len(self.words[k]) > 1:
            order, after = self.order_at(k + 1)
            variables += [self.words[k][1:]] * order
            k = after
        if bracket and self.kinds[k] != ")":
            return (), k
        return tuple(variables), k + bracket

    def partner(self, at: int) -> int:
        """Return the bracket that closes one, or the last token."""
        if self.partners is None:
            self.partners, opened = {}, []
            for k, kind in enumerate(self.kinds):
                if kind in ("(", "["):
                    opened.append(k)
                elif kind in (")", "]") and opened:
                    self.partners[opened.pop()] = k
        return self.partners.get(at, len(self.kinds) - 2)

    # Sums

    def read_series(self, kind: str, at: int) -> bool:
        """Read ∑ and its bounds."""
        kinds = self.kinds
        if kinds[at + 1 : at + 4] != ["(", "name", "="]:
            raise self.error(f"I expected the bounds of '{kind}', as in {kind}_{{k=1}}^{{5}}", at)
        index = self.words[at + 2]
        if self.names.definition(index) is not None:
            raise self.error(f"{index} is defined: let '{kind}' run over another name", at + 2)
        self.open(PastedFrame("bounds", at, at + 1, index))
        self.at = at + 4
        return True

    def start_series(self, frame: PastedFrame) -> None:
        kind = self.kinds[frame.first]
        if len(frame.arguments) != 2:
            raise self.error(f"'{kind}' runs from one number to another", frame.first)
        low, high = frame.arguments
        self.series.append((kind, frame.name, (low, high)))
        self.operators.append((SERIES, kind, frame.first, False))

    def carry_out(self, kind: str, right: int, at: int, last: int) -> None:
        if kind == "d/d":
            self.finish_differential(right, at, last)
        elif kind in ("∑", "∏"):
            _, index, bounds = self.series.pop()
            try:
                node = series(self.nodes, kind, right, index, bounds, self.count)
            except (ExpressionError, TooLarge) as error:
                error.span = self.tokens.span(at, last)
                raise
            self.operands.append(self.place(node, at, last))
            self.notes.reading(at, last, node)
        else:
            super().carry_out(kind, right, at, last)

    def finish_differential(self, right: int, at: int, last: int) -> None:
        variables = self.differentials.pop()
        sign = self.kinds[self.at]
        if sign in ("+", "-"):
            inside = self.tokens.written(self.skipped(at), last)
            raise self.error(
                "what is differentiated may end here or go on: write"
                f" d/d{variables[0]}({inside}) or d/d{variables[0]}({inside} {sign} …)",
                at,
                self.at,
            )
        node = self.differentiated(right, variables)
        self.operands.append(self.place(node, at, last))
        self.notes.reading(at, last, node)

    def skipped(self, at: int) -> int:
        """Return the token behind d/dx."""
        _, k = self.order_at(at + 1)
        return self.variables_below(k)[1]


def _small(numeral: str) -> int:
    """Return the order of a derivative that a numeral is, 0 where it is too large for one."""
    if not numeral.isdecimal() or len(numeral) > 2:
        return 0
    return int(numeral) if int(numeral) <= _HIGHEST_ORDER else 0
