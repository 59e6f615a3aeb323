"""Wrong rules of differentiation, as people apply them, and what each gives at a point."""

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
from calcdl.graph.rewrite import rewrite
from calcdl.sweep.corners import named
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.arithmetic.kinds import Number
    from calcdl.graph.nodes import Operation
from calcdl.calculus.check.mistakes import Mistake

__all__ = ["wrong_tangents"]

_TRIGONOMETRIC = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))


class Here(NamedTuple):
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


# A kind, the argument that it is about, and what computes the tangent that it leads to.
if TYPE_CHECKING:
    Wrong: TypeAlias = Iterator[tuple[str, int, Callable[[], Number]]]


def wrong_tangents(
    graph: Graph,
    node: int,
    trial: Trial,
    taylor: Taylor,
    primals: Mapping[int, Number],
    slopes: Mapping[int, Number],
    variable: Number,
) -> Iterator[tuple[Mistake, Number]]:
    """Yield each mistake that can be made at a node, and the tangent that it leads to.

    ``primals`` and ``slopes`` are values and tangents at a point, by the places of the nodes in the
    trial; ``variable`` is the value of the variable. What has no value there is left out.
    """
    operation, place = graph.nodes.operations[node], trial.place
    if operation in LEAVES or operation in COMPARISONS or place[node] not in slopes:
        return
    children = graph.nodes.arguments[node]
    args = [primals[place[j]] for j in children]
    if any(isinstance(value, CalcdlError) for value in args):
        return
    rule, inputs = _rule_of(operation, trial, taylor) if len(args) == 1 else (None, _no_inputs)
    here = Here(
        taylor,
        operation,
        primals[place[node]],
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


def _of_sum(here: Here) -> Wrong:
    taylor = here.taylor
    several = sum(slope is not None for slope in here.slopes) > 1
    for k, slope in enumerate(here.slopes):
        if slope is None:
            yield "constant-kept", k, partial(taylor.add, (here.slope, here.args[k]))
        elif several:
            yield "sum-term", k, partial(taylor.sub, here.slope, slope)
            yield "sum-sign", k, partial(taylor.sub, here.slope, taylor.add((slope, slope)))


def _of_product(here: Here) -> Wrong:
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


def _of_quotient(here: Here) -> Wrong:
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


def _of_power(here: Here) -> Wrong:
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


def _of_function(here: Here) -> Wrong:
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


def _of_one_argument(here: Here) -> Wrong:
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
