"""What reverse mode of PyTorch and JAX gives as the derivative at a point.

The backward passes of the functions are those of ``functions.frameworks``.
"""

from __future__ import annotations

import math

from calcdl.arithmetic.floats import Floats
from calcdl.errors import NoValue
from calcdl.functions import FUNCTIONS, lookup
from calcdl.functions.frameworks import CONVENTIONS, FROM_INFINITY, GROWING, POLES, SMOOTH, VERSIONS
from calcdl.functions.rules import bound, local_rule, row_of, rule_names
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph, Undefined
from calcdl.lean import TYPE_CHECKING, cache
from calcdl.reading.points import Point
from calcdl.sweep.derivatives import active_nodes
from calcdl.sweep.forward import apply, values
from calcdl.syntax.parse import Names, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from calcdl.graph.nodes import Operation, Rational

__all__ = ["framework_derivatives"]


def framework_derivatives(graph: Graph, variable: str, point: Point) -> dict[str, float]:
    """Return what reverse mode of PyTorch and of JAX gives at a point, in double precision.

    It is inf or nan where the frameworks return that. A framework is left out if it lacks one of
    the functions, or if its answer depends on more than the expression tells: inf or nan may
    depend on whether a part that occurs twice is computed once.

    >>> from calcdl.reading.expressions import read
    >>> from calcdl.reading.points import read_point
    >>> framework_derivatives(read("abs(x)").graph, "x", read_point("0", ["x"]))
    {'PyTorch': 0.0, 'JAX': 1.0}
    """
    arithmetic = _Ieee()
    try:
        inputs = {name: apply(value, arithmetic, {}) for name, value in point.values.items()}
        found = values(graph, arithmetic, inputs)
    except NoValue:
        return {}
    if any([isinstance(value, NoValue) for value in found.values()]):
        return {}
    derivatives = {}
    for framework in VERSIONS:
        try:
            derivatives[framework] = _reverse(framework, graph, variable, found)
        except NoValue:
            continue
    return derivatives


class _Unknown(NoValue):
    """What a framework does here is not known."""


Pull: TypeAlias = "Callable[[float], float]"  # an adjoint, pulled back through an operation


def _reverse(framework: str, graph: Graph, variable: str, found: dict[int, float]) -> float:
    """Return the adjoint of a variable.

    Beside each adjoint the sweep keeps the kinds of its contributions, those along single paths:
    from them follows what comes out if the expression is computed as written, no part shared.
    """
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    varying, active = active_nodes(graph), active_nodes(graph, (variable,))
    bars: dict[int, float] = {graph.root: 1.0}
    kinds: dict[int, set[str]] = {graph.root: {"+"}}
    answer, paths = 0.0, {"0"}
    for i in reversed(graph.order()):
        if i in varying and operations[i] not in LEAVES:
            _require(framework, operations[i])
        if i not in active or i not in bars:
            continue
        if operations[i] == "symbol":
            answer, paths = bars[i], kinds[i]
            continue
        places = [k for k, j in enumerate(arguments[i]) if j in active]
        for k, pull in _pulls(framework, graph, i, places, found, varying):
            j = arguments[i][k]
            bars[j] = bars.get(j, 0.0) + pull(bars[i])
            kinds.setdefault(j, set()).update([_kind(pull(_EXAMPLES[kind])) for kind in kinds[i]])
    unshared = _total(paths)
    if _kind(answer) != unshared and not (math.isfinite(answer) and unshared == "0"):
        raise _Unknown("it depends on whether parts that occur twice are computed once")
    return answer + 0.0  # no negative zero


_NAN, _INF = math.nan, math.inf
_EXAMPLES = {"nan": _NAN, "inf": _INF, "-inf": -_INF, "-": -1.0, "0": 0.0, "+": 1.0}  # by kind


def _kind(u: float) -> str:
    """Return what a number is: "nan", "inf" or "-inf" or, if it is finite, its sign."""
    if not math.isfinite(u):
        return str(u)
    return "+" if u > 0 else "-" if u < 0 else "0"


def _total(kinds: set[str]) -> str:
    """Return what a sum of terms of these kinds is: not finite, or "0" for anything finite."""
    infinite = kinds & {"nan", "inf", "-inf"}
    if len(infinite) > 1:
        return "nan"
    return infinite.pop() if infinite else "0"


_OPERATORS = frozenset(("add", "mul", "neg", *COMPARISONS))


def _require(framework: str, operation: Operation) -> None:
    """Raise _Unknown unless a framework has an operation."""
    if operation in _OPERATORS or operation in SMOOTH[framework]:
        return
    row = None if type(operation) is Undefined else CONVENTIONS.get(operation)
    if row is None or (row.pytorch if framework == "PyTorch" else row.jax) is None:
        raise _Unknown(f"{framework} has no {operation}, or its rule is not known")


def _pulls(
    framework: str,
    graph: Graph,
    node: int,
    places: Sequence[int],
    found: dict[int, float],
    varying: set[int],
) -> Iterator[tuple[int, Pull]]:
    """Yield how the adjoint of a node is pulled back to its arguments at these places."""
    operation, args = graph.nodes.operations[node], graph.nodes.arguments[node]
    if operation == "add":
        yield from [(k, _same) for k in places]
    elif operation == "neg":
        yield from [(k, _negative) for k in places]
    elif operation == "mul":
        yield from _product_pulls([found[j] for j in args], places)
    elif operation == "where":
        for k in places:
            chosen = found[args[0]] == (k == 1)
            yield k, (_same if chosen else _selected_zero)
    else:
        function = name = str(operation)
        inputs = _inputs(function, [found[j] for j in args], found[node])
        variadic = function not in CONVENTIONS and row_of(function).variadic
        if operation == "clip" and varying.isdisjoint(args[1:]):
            name = "clip of numbers"
        elif operation == "pow" and _is_zero_leaf(graph, args[1]):
            name = "pow of 0"
        for k in places:
            if variadic:
                inputs = {**inputs, rule_names(function)[0]: found[args[k]]}
            pull = _pull(framework, name, k, inputs)
            if pull is not None:
                yield k, pull


def _is_zero_leaf(graph: Graph, node: int) -> bool:
    return bool(graph.nodes.operations[node] == "number" and graph.nodes.arguments[node] == (0,))


def _same(g: float) -> float:
    return g


def _negative(g: float) -> float:
    return -g


def _selected_zero(g: float) -> float:
    return 0.0


def _product_pulls(factors: Sequence[float], places: Sequence[int]) -> Iterator[tuple[int, Pull]]:
    """Yield the rules of a product that is multiplied from left to right."""
    before = [1.0]
    for factor in factors[:-1]:
        before.append(before[-1] * factor)
    wanted, behind = frozenset(places), 1.0
    for k in range(len(factors) - 1, -1, -1):
        if k in wanted:
            yield k, _times(behind, before[k])
        behind *= factors[k]


def _times(behind: float, before: float) -> Pull:
    return lambda g: g * behind * before


def _pull(framework: str, name: str, place: int, inputs: dict[str, float]) -> Pull | None:
    """Return a function's rule at a point, None if nothing flows back. Raises _Unknown."""
    if name not in CONVENTIONS:
        rule = local_rule(name, place)
        if rule is None:
            raise _Unknown(f"there is no rule for {name}")
        local = apply(rule, _Ieee(), inputs)
        return _times(1.0, local)
    row = CONVENTIONS[name]
    texts = row.pytorch if framework == "PyTorch" else row.jax
    text = None if texts is None else texts[place]
    if text is None:
        raise _Unknown(f"{framework} has no such derivative of {name}")
    return _by_rule(_read(text), inputs) if text else None


def _by_rule(rule: Graph, inputs: dict[str, float]) -> Pull:
    return lambda g: apply(rule, _Ieee(), {**inputs, "g": g})


def _inputs(operation: str, args: Sequence[float], y: float) -> dict[str, float]:
    return {"y": y, **bound(operation, args, lambda default: apply(default, _Ieee(), {}))}


@cache
def _read(text: str) -> Graph:
    return parse(text, Names(lookup)).graph


class _Ieee(Floats):
    """Double precision with infinities and nan in place of exceptions."""

    def number(self, value: Rational) -> float:
        try:
            return value.numerator / value.denominator
        except OverflowError:
            return _INF if value > 0 else -_INF

    def div(self, u: float, v: float) -> float:
        if v:
            return u / v
        return _NAN if u == 0 or u != u else math.copysign(_INF, u) * math.copysign(1, v)

    def pow(self, u: float, v: float) -> float:
        try:
            return math.pow(u, v)
        except ValueError:  # a power of a negative number, or a negative power of zero
            infinite = u == 0
        except OverflowError:
            infinite = True
        return math.copysign(_INF, u if v % 2 == 1 else 1) if infinite else _NAN

    def call(self, name: Operation, arguments: Sequence[float]) -> float:
        """Return a function's value; NoValue where it is not known what the frameworks return."""
        if type(name) is Undefined:
            raise _Unknown(f"{name.name} is an undefined function")
        if any([u != u for u in arguments]):
            if name in ("max", "min", "clip", "heaviside"):
                raise _Unknown(f"it is not known what the frameworks take for {name} of nan")
            return _NAN
        if name not in FROM_INFINITY and any([math.isinf(u) for u in arguments]):
            raise _Unknown(f"it is not known what the frameworks take for {name} of infinity")
        function = math.atan2 if name == "atan2" else FUNCTIONS[name].floats
        if function is None:
            return super().call(name, arguments)
        try:
            return float(function(*arguments))
        except OverflowError:
            if name in GROWING:
                return _INF if name == "cosh" else math.copysign(_INF, arguments[0])
        except ValueError:
            if name in POLES:
                return POLES[name].get(arguments[0], _NAN)
        except ZeroDivisionError:
            pass
        raise _Unknown(f"it is not known what the frameworks take for {name} here")
