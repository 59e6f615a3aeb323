"""Wrong rules of differentiation, as people apply them: what each gives, and how to say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.check.samples import Trial
from calcdl.calculus.derivative.formula import formula
from calcdl.errors import CalcdlError
from calcdl.functions import lookup
from calcdl.functions.rules import local_rule
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph, Nodes, Undefined
from calcdl.graph.rewrite import rewrite, transplant
from calcdl.reading.writing import write
from calcdl.sweep.corners import named
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.arithmetic.kinds import Number
    from calcdl.graph.nodes import Operation

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
    "sum-sign": "the sign of the derivative of the term {u} is wrong",
    "sum-term": "the derivative of the term {u} is missing",
    "factor": "the factor {u} is missing",
    "divisor": "the division by {u} is missing",
    "factor-derived": "the constant factor {u} was differentiated, too",
    "value-of-inner": "{u} stands where {y}, the value of the function, belongs in its derivative",
    "inner-inside": "{name} was taken at the derivative of {u}, not at {u} itself",
    "outer-elsewhere": "the derivative of {name} was taken at {variable}, not at {u}",
    "outer-derivative": "the outer function {name} was not differentiated",
    "outer-missing": "the derivative of the outer function {name} is missing",
    "constant-kept": "the constant {u} was kept: its derivative is 0",
}
MISTAKES = {kind: rank for rank, kind in enumerate(_SENTENCES)}

_TRIGONOMETRIC = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))


class _Here(NamedTuple):
    """A node at a sample point; values and tangents are None where there are none.

    ``variable`` is the value of the variable, and ``rule`` the derivative of a function of one
    argument, in the names that ``inputs`` gives values to for an argument.
    """

    taylor: Taylor
    operation: Operation
    y: Number
    slope: Number
    args: list[Number]
    slopes: list[Any]  # None of an argument that does not depend on the variable
    variable: Number
    rule: Graph | None
    inputs: Callable[[Number], dict[str, Number]]


# A kind, the argument that it is about, and how the tangent is computed that it leads to.
if TYPE_CHECKING:
    Wrong: TypeAlias = Iterator[tuple[str, int, Callable[[], Number]]]


def wrong_tangents(
    graph: Graph,
    node: int,
    trial: Trial,
    taylor: Taylor,
    found: Mapping[int, Number],
    slopes: Mapping[int, Number],
    variable: Number,
) -> Iterator[tuple[Mistake, Number]]:
    """Yield each mistake that can be made at a node, and the tangent that it leads to.

    ``found`` and ``slopes`` are values and tangents at a point, by the places of the nodes in the
    trial; ``variable`` is the value of the variable. What has no value there is left out.
    """
    operation, place = graph.nodes.operations[node], trial.place
    if operation in LEAVES or operation in COMPARISONS or place[node] not in slopes:
        return
    children = graph.nodes.arguments[node]
    args = [found[place[j]] for j in children]
    if any(isinstance(value, CalcdlError) for value in args):
        return
    rule, inputs = _rule_of(operation, trial, taylor) if len(args) == 1 else (None, _no_inputs)
    here = _Here(
        taylor,
        operation,
        found[place[node]],
        slopes[place[node]],
        args,
        [slopes.get(place[j]) for j in children],
        variable,
        rule,
        inputs,
    )
    inner = [graph.nodes.operations[j] not in LEAVES for j in children]
    for kind, part, compute in _RULES.get(operation, _of_function)(here):
        if kind in _ABOUT_INNER and not inner[part]:
            continue
        try:
            yield Mistake(kind, node, part), compute()
        except CalcdlError:  # no value of this mistake at this point
            continue


def _no_inputs(u: Number) -> dict[str, Number]:
    return {}


_ABOUT_INNER = frozenset(("inner-derivative", "inner-inside", "outer-elsewhere"))


def _rule_of(
    operation: Operation, trial: Trial, taylor: Taylor
) -> tuple[Graph | None, Callable[[Number], dict[str, Number]]]:
    """Return the derivative of a function of one argument, and what its names are for one."""
    if type(operation) is Undefined:
        return formula(trial.stand_in(operation), "u"), lambda u: {"u": u}
    rule = local_rule(operation, 0) if lookup(operation) is not None else None
    valued = rule is not None and "y" in rule.symbols()

    def inputs(u: Number) -> dict[str, Number]:
        arguments = named(taylor, operation, [u])
        return {**arguments, "y": taylor.call(operation, [u])} if valued else arguments

    return rule, inputs


def _of_sum(here: _Here) -> Wrong:
    taylor = here.taylor
    several = sum(slope is not None for slope in here.slopes) > 1
    for k, slope in enumerate(here.slopes):
        if slope is None:
            yield "constant-kept", k, partial(taylor.add, (here.slope, here.args[k]))
        elif several:
            yield "sum-term", k, partial(taylor.sub, here.slope, slope)
            yield "sum-sign", k, partial(taylor.sub, here.slope, taylor.add((slope, slope)))


def _of_product(here: _Here) -> Wrong:
    taylor, args, slopes = here.taylor, here.args, here.slopes
    active = [k for k, slope in enumerate(slopes) if slope is not None]
    if len(active) > 1:
        for k in active:
            term = taylor.mul([slopes[k], *args[:k], *args[k + 1 :]])
            yield "product-term", k, partial(taylor.sub, here.slope, term)
            yield "product-sign", k, partial(taylor.sub, here.slope, taylor.add((term, term)))
        factors = [u if slope is None else slope for u, slope in zip(args, slopes, strict=True)]
        yield "product-of-derivatives", 0, partial(taylor.mul, factors)
    for k, slope in enumerate(slopes):
        if slope is None:
            yield "factor-derived", k, lambda: taylor.zero
            yield "factor", k, partial(taylor.div, here.slope, args[k])


def _of_quotient(here: _Here) -> Wrong:
    taylor, (u, v), (du, dv) = here.taylor, here.args, here.slopes
    if du is None:
        yield "inner-derivative", 1, partial(taylor.div, here.slope, dv)
        yield "quotient-square", 1, lambda: taylor.mul((here.slope, v))
        yield "quotient-of-derivatives", 1, lambda: taylor.div(u, dv)
        yield "factor", 0, partial(taylor.div, here.slope, u)
        return
    if dv is None:
        yield "divisor", 1, lambda: du
        return
    if taylor.is_zero(dv):  # as that of x/x
        return
    square = taylor.mul((v, v))
    first, second = taylor.div(du, v), taylor.div(taylor.mul((u, dv)), square)
    yield "inner-derivative", 1, lambda: taylor.sub(first, taylor.div(u, square))
    yield "quotient-upside-down", 0, partial(taylor.neg, here.slope)
    yield "quotient-square", 1, lambda: taylor.mul((here.slope, v))
    yield "quotient-denominator", 1, lambda: taylor.mul((here.slope, square))
    yield "quotient-plus", 0, lambda: taylor.add((first, second))
    yield "quotient-term", 1, lambda: first
    yield "quotient-term", 0, partial(taylor.neg, second)
    yield "quotient-of-derivatives", 0, partial(taylor.div, du, dv)


def _of_power(here: _Here) -> Wrong:
    taylor, (u, v), (du, dv) = here.taylor, here.args, here.slopes
    exponent = taylor.sub(v, taylor.one)

    def lowered() -> Number:
        return taylor.pow(u, exponent)

    if dv is None:
        yield "inner-derivative", 0, lambda: taylor.mul((v, lowered()))
        yield "power-exponent", 0, lambda: taylor.mul((v, here.y, du))
        yield "power-factor", 0, lambda: taylor.mul((lowered(), du))
        yield "outer-elsewhere", 0, lambda: taylor.mul((v, taylor.pow(here.variable, exponent), du))
        yield "inner-inside", 0, lambda: taylor.mul((v, taylor.pow(du, exponent)))
        yield "outer-derivative", 0, lambda: taylor.mul((here.y, du))
        yield "outer-missing", 0, lambda: du
    elif du is None:
        yield "inner-derivative", 1, partial(taylor.div, here.slope, dv)
        yield "exponential-as-power", 1, lambda: taylor.mul((v, lowered(), dv))
        yield "exponential-as-power", 1, lambda: taylor.mul((v, lowered()))
        yield "exponential-logarithm", 1, lambda: taylor.mul((here.y, dv))
    else:
        yield "exponential-as-power", 1, lambda: taylor.mul((v, lowered(), du))
        yield "product-of-derivatives", 0, lambda: taylor.mul((here.y, taylor.call("log", [u]), dv))


def _of_function(here: _Here) -> Wrong:
    taylor, operation = here.taylor, here.operation
    if operation == "where":
        return
    yield "sign", 0, partial(taylor.neg, here.slope)
    if operation in _TRIGONOMETRIC:
        degree = taylor.mul((taylor.constant("pi"), taylor.div(taylor.one, taylor.number(180))))
        yield "degrees", 0, lambda: taylor.mul((here.slope, degree))
        yield "degrees", 0, lambda: taylor.div(here.slope, degree)
    if operation in ("log", "log10"):
        ten = taylor.call("log", [taylor.number(10)])
        wrong = taylor.div if operation == "log" else lambda slope, by: taylor.mul((slope, by))
        yield "logarithm-base", 0, lambda: wrong(here.slope, ten)
    if len(here.args) == 1:
        yield from _of_one_argument(here)


def _of_one_argument(here: _Here) -> Wrong:
    taylor, (u,), (du,) = here.taylor, here.args, here.slopes
    yield "inner-derivative", 0, partial(taylor.div, here.slope, du)
    yield "outer-derivative", 0, lambda: taylor.mul((here.y, du))
    yield "outer-missing", 0, lambda: du
    if here.operation == "exp":
        before = taylor.sub(u, taylor.one)
        yield "exponential-as-power", 0, lambda: taylor.mul((u, taylor.call("exp", [before]), du))
        yield "exponential-as-power", 0, lambda: taylor.mul((u, taylor.call("exp", [before])))
    if here.rule is None:
        return

    def slope_at(place: Number, rule: Graph = here.rule) -> Number:
        return apply(rule, taylor, {**here.inputs(place), "inner": place})

    yield "inner-inside", 0, lambda: slope_at(du)
    yield "outer-elsewhere", 0, lambda: taylor.mul((slope_at(here.variable), du))
    for variant in _with_inner_value(here.rule):
        yield "value-of-inner", 0, partial(_product_of, taylor, slope_at, u, variant, du)


def _product_of(
    taylor: Taylor, slope_at: Callable[..., Number], u: Number, rule: Graph, by: Number
) -> Number:
    return taylor.mul((slope_at(u, rule), by))


def _with_inner_value(rule: Graph) -> Iterator[Graph]:
    """Yield a rule with the argument where the value belongs: in one place of it, or in all.

    So the derivative of sigmoid, y*(1 - y), becomes u*(1 - y), y*(1 - u) and u*(1 - u).
    """
    operations = rule.nodes.operations
    users = [
        i
        for i in rule.order()
        if any(
            operations[j] == "symbol" and rule.nodes.name_of(j) == "y"
            for j in rule.nodes.children(i)
        )
    ]
    for chosen in [[user] for user in users] + ([users] if len(users) > 1 else []):
        yield _with_inner_at(rule, chosen)


def _with_inner_at(rule: Graph, users: Sequence[int]) -> Graph:
    """Return a rule in which these nodes work on the argument in place of the value."""
    nodes = Nodes()
    y, inner = nodes.symbol("y"), nodes.symbol("inner")

    def mistaken(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        if node not in users:
            return None
        return nodes.make(operation, tuple([inner if j == y else j for j in args]))

    return Graph(nodes, rewrite(rule, nodes, mistaken)[rule.root])


_RULES: Any = {
    "add": _of_sum,
    "mul": _of_product,
    "div": _of_quotient,
    "pow": _of_power,
    "neg": lambda here: iter(()),
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
        term=_product_term(nodes, variable, children, mistake.part) if operation == "mul" else "",
        name=_name(operation) if named else write(Graph(nodes, node)),
        variable=variable,
        base=_LOGARITHMS.get(operation) or write(Graph(nodes, children[0])),
        what="denominator" if mistake.part else "numerator",
    )


_LOGARITHMS: dict[Operation, str] = {
    "log": "natural logarithm, not that to base 10",
    "log10": "logarithm to base 10, not the natural one",
}


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
    from calcdl.arithmetic.formulas.layout import lay_out
    from calcdl.arithmetic.formulas.products import Symbols

    symbols = Symbols()
    inputs = {name: symbols.nodes.symbol(name) for name in graph.symbols()}
    return write(lay_out(Graph(symbols.nodes, apply(graph, symbols, inputs))))
