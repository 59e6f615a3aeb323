"""Wrong rules of differentiation, as people apply them: what each gives, and how to say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from calcdl.arithmetic.series import named
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.derivative import formula
from calcdl.errors import CalcdlError
from calcdl.evaluate import apply
from calcdl.functions import lookup
from calcdl.functions.rules import local_rule
from calcdl.graph import COMPARISONS, LEAVES, Graph, Nodes, Undefined, transplant
from calcdl.reading import write

__all__ = ["MISTAKES", "Mistake", "say", "wrong_tangents"]


class Mistake(NamedTuple):
    """A wrong rule at a node of a graph; ``part`` is the argument that it is about."""

    kind: str
    node: int
    part: int = 0


# The sentences, the likeliest mistake first. {y} is the operation, {u} the argument that it is
# about, {du} its derivative, {term} its term of the product rule, {name} the function's name.
_SENTENCES = {
    "inner-derivative": "the derivative of the inner function {u}, {du}, is missing",
    "product-term": "the term {term} of the product rule is missing",
    "product-of-derivatives": "the derivative of {y} was taken for the product of the derivatives",
    "quotient-upside-down": "the quotient rule for {y} is upside down, which changes its sign",
    "quotient-square": "the square of the denominator is missing in the quotient rule for {y}",
    "quotient-plus": "the quotient rule for {y} has a minus, not a plus",
    "quotient-of-derivatives": "the derivative of {y} was taken for a quotient of derivatives",
    "quotient-term": "the derivative of the {what} is missing in the quotient rule for {y}",
    "quotient-denominator": "the denominator is missing in the quotient rule for {y}",
    "power-exponent": "the exponent of {y} was not lowered by one in the power rule",
    "power-factor": "the factor of the power rule, the exponent of {y}, is missing",
    "exponential-as-power": "the power rule was used for the exponential function {y}",
    "exponential-logarithm": "the factor log({base}) of the derivative of {y} is missing",
    "degrees": "{y} was taken for one of degrees: calcdl computes in radians",
    "logarithm-base": "{y} is the {base}",
    "sign": "the sign of the derivative of {y} is wrong",
    "product-sign": "the term {term} of the product rule has the wrong sign",
    "sum-term": "the derivative of the term {u} is missing",
    "factor": "the factor {u} is missing",
    "factor-derived": "the constant factor {u} was differentiated, too",
    "inner-inside": "{name} was taken at the derivative of {u}, not at {u} itself",
    "outer-derivative": "the outer function {name} was not differentiated",
    "outer-missing": "the derivative of the outer function {name} is missing",
    "constant-kept": "the constant {u} was kept: its derivative is 0",
}
MISTAKES = {kind: rank for rank, kind in enumerate(_SENTENCES)}

_TRIGONOMETRIC = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))


class _Here(NamedTuple):
    """A node at a sample point; values and tangents are None where there are none."""

    taylor: Taylor
    operation: Any
    y: Any
    slope: Any
    args: list[Any]
    slopes: list[Any]


Wrong = Iterator[tuple[str, int, Any]]


def wrong_tangents(
    graph: Graph,
    node: int,
    place: Mapping[int, int],
    taylor: Taylor,
    found: Mapping[int, Any],
    slopes: Mapping[int, Any],
) -> Iterator[tuple[Mistake, Any]]:
    """Yield each mistake that can be made at a node, and the tangent that it leads to.

    ``found`` and ``slopes`` are values and tangents at a point, by the places of the nodes.
    """
    operation = graph.nodes.operations[node]
    if operation in LEAVES or operation in COMPARISONS or place[node] not in slopes:
        return
    children = graph.nodes.arguments[node]
    here = _Here(
        taylor,
        operation,
        found[place[node]],
        slopes[place[node]],
        [found[place[j]] for j in children],
        [slopes.get(place[j]) for j in children],
    )
    if any(isinstance(value, CalcdlError) for value in here.args):
        return
    inner = [graph.nodes.operations[j] not in LEAVES for j in children]
    rules = _RULES.get(operation, _of_function)
    possible = rules(here)
    while True:
        try:
            kind, part, wrong = next(possible)
        except StopIteration:
            return
        except CalcdlError:  # no value of this mistake at this point
            return
        if kind not in _ABOUT_INNER or inner[part]:
            yield Mistake(kind, node, part), wrong


_ABOUT_INNER = frozenset(("inner-derivative", "inner-inside"))


def _of_sum(here: _Here) -> Wrong:
    taylor = here.taylor
    for k, slope in enumerate(here.slopes):
        if slope is None:
            yield "constant-kept", k, taylor.add((here.slope, here.args[k]))
        else:
            yield "sum-term", k, taylor.sub(here.slope, slope)


def _of_product(here: _Here) -> Wrong:
    taylor, args, slopes = here.taylor, here.args, here.slopes
    active = [k for k, slope in enumerate(slopes) if slope is not None]
    if len(active) > 1:
        for k in active:
            term = taylor.mul([slopes[k], *args[:k], *args[k + 1 :]])
            yield "product-term", k, taylor.sub(here.slope, term)
            yield "product-sign", k, taylor.sub(here.slope, taylor.add((term, term)))
        factors = [u if slope is None else slope for u, slope in zip(args, slopes, strict=True)]
        yield "product-of-derivatives", 0, taylor.mul(factors)
    for k, slope in enumerate(slopes):
        if slope is None:
            yield "factor-derived", k, []
            yield "factor", k, taylor.div(here.slope, args[k])


def _of_quotient(here: _Here) -> Wrong:
    taylor, (u, v), (du, dv) = here.taylor, here.args, here.slopes
    if du is None:
        yield "inner-derivative", 1, taylor.div(here.slope, dv)
        yield "quotient-square", 1, taylor.mul((here.slope, v))
        yield "quotient-of-derivatives", 1, taylor.div(u, dv)
        return
    if dv is None:
        yield "factor", 1, du
        return
    square = taylor.mul((v, v))
    first, second = taylor.div(du, v), taylor.div(taylor.mul((u, dv)), square)
    yield "quotient-upside-down", 0, taylor.neg(here.slope)
    yield "quotient-square", 1, taylor.mul((here.slope, v))
    yield "quotient-denominator", 1, taylor.mul((here.slope, square))
    yield "quotient-plus", 0, taylor.add((first, second))
    yield "quotient-term", 1, first
    yield "quotient-term", 0, taylor.neg(second)
    yield "quotient-of-derivatives", 0, taylor.div(du, dv)


def _of_power(here: _Here) -> Wrong:
    taylor, (u, v), (du, dv) = here.taylor, here.args, here.slopes
    one = taylor.number(1)
    lowered = taylor.pow(u, taylor.sub(v, one))
    if dv is None:
        yield "power-exponent", 0, taylor.mul((v, here.y, du))
        yield "power-factor", 0, taylor.mul((lowered, du))
        yield "outer-derivative", 0, taylor.mul((here.y, du))
        yield "outer-missing", 0, du
        yield "inner-derivative", 0, taylor.mul((v, lowered))
    elif du is None:
        yield "exponential-as-power", 1, taylor.mul((v, lowered, dv))
        yield "exponential-logarithm", 1, taylor.mul((here.y, dv))
        yield "inner-derivative", 1, taylor.div(here.slope, dv)
    else:
        logarithm = taylor.call("log", [u])
        yield "exponential-as-power", 1, taylor.mul((v, lowered, du))
        yield "product-of-derivatives", 0, taylor.mul((here.y, logarithm, dv))


def _of_function(here: _Here) -> Wrong:
    taylor, operation = here.taylor, here.operation
    if operation == "where":
        return
    yield "sign", 0, taylor.neg(here.slope)
    if operation in _TRIGONOMETRIC:
        degree = taylor.mul((taylor.constant("pi"), taylor.div([1], [180])))
        yield "degrees", 0, taylor.mul((here.slope, degree))
        yield "degrees", 0, taylor.div(here.slope, degree)
    if operation in ("log", "log10"):
        ten = taylor.call("log", [[10]])
        changed = taylor.div(here.slope, ten) if operation == "log" else None
        yield "logarithm-base", 0, changed or taylor.mul((here.slope, ten))
    if len(here.args) != 1:
        return
    (u,), (du,) = here.args, here.slopes
    yield "outer-derivative", 0, taylor.mul((here.y, du))
    yield "outer-missing", 0, du
    if operation == "exp":
        before = taylor.call("exp", [taylor.sub(u, [1])])
        yield "exponential-as-power", 0, taylor.mul((u, before, du))
    yield "inner-derivative", 0, taylor.div(here.slope, du)
    rule = None if type(operation) is Undefined else local_rule(operation, 0)
    if rule is not None:
        inputs = {**named(taylor, operation, [du]), "y": taylor.call(operation, [du])}
        yield "inner-inside", 0, apply(rule, taylor, inputs)


def _of_minus(here: _Here) -> Wrong:
    yield "sign", 0, here.taylor.neg(here.slope)


_RULES: Any = {
    "add": _of_sum,
    "mul": _of_product,
    "div": _of_quotient,
    "pow": _of_power,
    "neg": _of_minus,
}


def say(graph: Graph, variable: str, mistake: Mistake) -> str:
    """Return a sentence about a mistake in a graph."""
    nodes, node = graph.nodes, mistake.node
    operation, children = nodes.operations[node], nodes.arguments[node]
    part = children[mistake.part]
    named = type(operation) is Undefined or lookup(operation) is not None
    return _SENTENCES[mistake.kind].format(
        y=write(Graph(nodes, node)),
        u=_plain(nodes, part) if operation == "add" else write(Graph(nodes, part)),
        du=write(formula(Graph(nodes, part), variable)),
        term=_product_term(nodes, variable, children, mistake.part)
        if mistake.kind.startswith("product-")
        else "",
        name=_name(operation) if named else write(Graph(nodes, node)),
        base=write(Graph(nodes, children[0]))
        if operation == "pow"
        else "natural logarithm, not that to base 10"
        if operation == "log"
        else "logarithm to base 10, not the natural one",
        what="denominator" if mistake.part else "numerator",
    )  # fmt: skip


def _name(operation: Any) -> str:
    return str(operation.name if type(operation) is Undefined else operation)


def _plain(nodes: Nodes, node: int) -> str:
    """Return the text of an argument, a term without the minus in front of it."""
    if nodes.operations[node] == "neg":
        node = nodes.arguments[node][0]
    return write(Graph(nodes, node))


def _product_term(nodes: Nodes, variable: str, factors: Sequence[int], k: int) -> str:
    """Return one term of the product rule as a formula: the other factors times a derivative."""
    new = Nodes()
    parts = [transplant(Graph(nodes, j), new) for j in factors]
    parts[k] = transplant(formula(Graph(nodes, factors[k]), variable), new)
    term = Graph(new, new.make("mul", tuple(parts)))
    return _tidied(term)


def _tidied(graph: Graph) -> str:
    from calcdl.arithmetic.symbols import Symbols
    from calcdl.layout import lay_out

    symbols = Symbols()
    inputs = {name: symbols.nodes.symbol(name) for name in graph.symbols()}
    return write(lay_out(Graph(symbols.nodes, apply(graph, symbols, inputs))))
