"""Mistakes planted in derivatives, by a differentiation of its own that makes them on purpose.

It shares no code with calcdl's: it writes the derivative as text, by the rules of a textbook, and
makes one mistake in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from calcdl.graph.nodes import LEAVES, Graph
from calcdl.reading.writing import write

__all__ = ["EXPLAINS", "Planted", "planted"]

_OUTER = {
    "sin": "cos({u})", "cos": "-sin({u})", "tan": "1 + tan({u})**2", "exp": "exp({u})",
    "log": "1/({u})", "sqrt": "1/(2*sqrt({u}))", "sinh": "cosh({u})", "cosh": "sinh({u})",
    "tanh": "1 - tanh({u})**2", "sigmoid": "sigmoid({u})*(1 - sigmoid({u}))",
    "softplus": "sigmoid({u})", "atan": "1/(1 + ({u})**2)", "asin": "1/sqrt(1 - ({u})**2)",
    "relu": "heaviside({u})", "abs": "sign({u})", "erf": "2/sqrt(pi)*exp(-({u})**2)",
}  # fmt: skip

# What a diagnosis may name for each kind of mistake.
_SIGNS = {"sign", "product-sign", "sum-sign", "quotient-upside-down", "quotient-plus"}
EXPLAINS: dict[str, set[str]] = {
    "sign": _SIGNS,
    "sum-sign": _SIGNS,
    "product-sign": _SIGNS,
    "inner": {"inner-derivative"},
    "inner-of-denominator": {"inner-derivative"},
    "constant": {"factor", "divisor", "constant-factor", "power-factor", "inner-derivative"},
    "product-term": {"product-term"},
    "product-of-derivatives": {"product-of-derivatives"},
    "sum-term": {"sum-term"},
    "power-exponent": {"power-exponent"},
    "power-factor": {"power-factor"},
    "quotient-upside-down": _SIGNS,
    "quotient-square": {"quotient-square"},
    "quotient-plus": {"quotient-plus"},
    "quotient-of-derivatives": {"quotient-of-derivatives"},
    "exponential-as-power": {"exponential-as-power"},
    "value-of-inner": {"value-of-inner"},
    "elsewhere": {"outer-elsewhere"},
    "outer-kept": {"outer-derivative", "function-itself"},
    "twice": {"constant-factor"},
}


class Planted(NamedTuple):
    """A kind of mistake, and the derivative in which it was made once."""

    kind: str
    claim: str


def planted(graph: Graph, variable: str) -> Iterator[Planted]:
    """Yield wrong derivatives of a function, each with one mistake, as a person writes them."""
    right = _Textbook(graph, variable).derivative()
    if right is None or right == "0":
        return
    yield Planted("sign", f"-({right})")
    yield Planted("twice", f"2*({right})")
    for node in graph.order():
        for kind in EXPLAINS:
            book = _Textbook(graph, variable, node, kind)
            claim = book.derivative()
            if claim is not None and book.made:
                yield Planted(kind, claim)


class _Textbook:
    """Differentiation by the book, but for one mistake at one node."""

    def __init__(self, graph: Graph, variable: str, node: int = -1, kind: str = "") -> None:
        self.graph, self.variable, self.node, self.kind = graph, variable, node, kind
        self.made = False
        self.slopes: dict[int, str] = {}

    def derivative(self) -> str | None:
        """Return the derivative as text; None for a function that is not in the book."""
        operations, arguments = self.graph.nodes.operations, self.graph.nodes.arguments
        for i in self.graph.order():
            operation = operations[i]
            if operation in LEAVES:
                self.slopes[i] = "1" if arguments[i] == (self.variable,) else "0"
                continue
            rule = self.rule(operation)
            if rule is None:
                return None
            self.slopes[i] = rule(i, *arguments[i])
        return self.slopes[self.graph.root]

    def rule(self, operation: object) -> Callable[..., str] | None:
        rules = {"add": self.sum, "mul": self.product, "div": self.quotient, "neg": self.minus,
                 "pow": self.power}  # fmt: skip
        if isinstance(operation, str):
            return rules.get(operation, self.function if operation in _OUTER else None)
        return None

    def text(self, node: int) -> str:
        return write(Graph(self.graph.nodes, node))

    def errs(self, node: int, kind: str) -> bool:
        """Say whether this mistake is to be made here, and note that it is."""
        here = node == self.node and kind == self.kind
        self.made = self.made or here
        return here

    def sum(self, node: int, *terms: int) -> str:
        slopes = [self.slopes[j] for j in terms if self.slopes[j] != "0"]
        if len(slopes) > 1:
            if self.errs(node, "sum-sign"):
                slopes[-1] = f"-({slopes[-1]})"
            elif self.errs(node, "sum-term"):
                slopes.pop()
        return "0" if not slopes else " + ".join([f"({slope})" for slope in slopes])

    def minus(self, node: int, u: int) -> str:
        return "0" if self.slopes[u] == "0" else f"-({self.slopes[u]})"

    def product(self, node: int, *factors: int) -> str:
        terms = []
        for k, j in enumerate(factors):
            if self.slopes[j] != "0":
                others = [self.text(i) for i in factors[:k] + factors[k + 1 :]]
                terms.append("*".join([f"({part})" for part in (self.slopes[j], *others)]))
        constants = [j for j in factors if self.slopes[j] == "0"]
        if not terms:
            return "0"
        if len(terms) > 1:
            if self.errs(node, "product-term"):
                terms.pop()
            elif self.errs(node, "product-sign"):
                terms[-1] = f"-({terms[-1]})"
            elif self.errs(node, "product-of-derivatives"):
                parts = [self.text(j) if j in constants else self.slopes[j] for j in factors]
                return "*".join([f"({part})" for part in parts])
        total = " + ".join(terms)
        if constants and self.errs(node, "constant"):
            total = f"({total})/({self.text(constants[0])})"
        return total

    def quotient(self, node: int, u: int, v: int) -> str:
        du, dv, (top, bottom) = self.slopes[u], self.slopes[v], (self.text(u), self.text(v))
        if dv == "0":
            if du == "0":
                return "0"
            return du if self.errs(node, "constant") else f"({du})/({bottom})"
        first, second = f"({du})*({bottom})", f"({top})*({dv})"
        square = f"({bottom})**2"
        if self.errs(node, "quotient-square"):
            square = f"({bottom})"
        elif du != "0" and self.errs(node, "quotient-plus"):
            return f"({first} + {second})/{square}"
        elif self.errs(node, "quotient-upside-down"):
            return f"({second} - {first})/{square}"
        elif du != "0" and self.errs(node, "quotient-of-derivatives"):
            return f"({du})/({dv})"
        elif self.errs(node, "inner-of-denominator"):
            second = f"({top})"
        return f"({first} - {second})/{square}"

    def power(self, node: int, u: int, v: int) -> str:
        du, dv, (base, exponent) = self.slopes[u], self.slopes[v], (self.text(u), self.text(v))
        if du == "0" and dv == "0":
            return "0"
        if du == "0":
            if self.errs(node, "exponential-as-power"):
                return f"({exponent})*({base})**({exponent} - 1)*({dv})"
            inner = "1" if self.errs(node, "inner") else dv
            return f"({base})**({exponent})*log({base})*({inner})"
        if dv != "0":
            return f"({base})**({exponent})*(({dv})*log({base}) + ({exponent})*({du})/({base}))"
        if self.errs(node, "power-exponent"):
            return f"({exponent})*({base})**({exponent})*({du})"
        factor = "1" if self.errs(node, "power-factor") else f"({exponent})"
        if self.graph.nodes.operations[u] not in LEAVES:
            if self.errs(node, "inner"):
                du = "1"
            elif self.errs(node, "elsewhere"):
                base = self.variable
        return f"{factor}*({base})**({exponent} - 1)*({du})"

    def function(self, node: int, u: int) -> str:
        name = self.graph.nodes.operations[node]
        du, inside = self.slopes[u], self.text(u)
        if du == "0":
            return "0"
        outer = _OUTER[name]
        if name == "exp" and self.errs(node, "exponential-as-power"):
            return f"({inside})*exp({inside} - 1)*({du})"
        if self.errs(node, "outer-kept") and name != "exp":
            return f"{self.text(node)}*({du})"
        if name == "tanh" and self.errs(node, "value-of-inner"):
            outer = "1 - ({u})**2"
        elif name == "sigmoid" and self.errs(node, "value-of-inner"):
            outer = "sigmoid({u})*(1 - ({u}))"
        elif self.errs(node, "sign"):
            outer = f"-({outer})"
        if self.graph.nodes.operations[u] not in LEAVES:
            if self.errs(node, "inner"):
                du = "1"
            elif self.errs(node, "elsewhere"):
                inside = self.variable
        return f"({outer.format(u=inside)})*({du})"
