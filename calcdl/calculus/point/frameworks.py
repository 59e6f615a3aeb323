"""What PyTorch and JAX return as the derivative at points where a function has none.

Each rule below is the framework's backward pass of one function, for every argument, the
non-smooth ones among them. All were measured by running PyTorch 2.14.1 (CPU) and JAX 0.10.2 in
double precision, in reverse mode (torch.autograd.grad, jax.vjp), with adjoints 1, 0, inf and nan
at and beside every corner; their forms follow the sources (jax/_src/lax/lax.py, jax/_src/nn,
jax/_src/numpy). Single precision, which is JAX's default, may differ where rounding decides, and
so may other versions: earlier sources of PyTorch (clamp_backward in FunctionsManual.cpp) have
slope 1 for clip at a bound, and the version measured has 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

from calcdl.errors import NoValue
from calcdl.functions import FUNCTIONS, lookup
from calcdl.functions.rules import bound, local_rule, row_of, rule_names
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph, Undefined
from calcdl.reading.points import Point
from calcdl.sweep.derivatives import active_nodes
from calcdl.sweep.forward import apply, values
from calcdl.syntax.parse import Names, parse

__all__ = ["CONVENTIONS", "VERSIONS", "Convention", "framework_derivatives"]

VERSIONS = {"PyTorch": "2.14.1", "JAX": "0.10.2"}


class Convention(NamedTuple):
    """How the frameworks pull an adjoint g back through a function to each of its arguments.

    The texts are written in g, the row's argument names and the function's value y. It matters
    whether one multiplies by zero, which turns an infinite g into nan, or selects zero. None: the
    framework has no such derivative; "": nothing flows back, not even a zero.
    """

    name: str
    pytorch: tuple[str | None, ...] | None
    jax: tuple[str | None, ...] | None


_SELU = "1.0507009873554804934193349852946"
_SELU_LEFT = "1.7580993408473768599402175208123"

# fmt: off
_ROWS = (
    # Corners
    Convention("abs", ("g*sign(u)",), ("where(u >= 0, g, -g)",)),
    Convention("relu", ("where(u <= 0, 0, g)",), ("where(u > 0, g, 0)",)),
    Convention("relu6", *[("where(u <= 0, 0, where(u >= 6, 0, g))",)]*2),
    Convention("leaky_relu", ("where(u > 0, g, a*g)", "where(u > 0, 0, g*u)"),
               ("where(u >= 0, g, a*g)", "where(u >= 0, 0, g*u)")),
    Convention("elu", ("where(u <= 0, g*a*exp(u), g)", None),
               ("where(u > 0, g, g*a*exp(u))", "where(u > 0, 0, g*expm1(u))")),
    Convention("selu", *[(f"where(u <= 0, g*{_SELU_LEFT}*exp(u), g*{_SELU})",)]*2),
    Convention("celu", ("where(u <= 0, g*exp(u/a), g)", None),
               ("g*heaviside(u) + g*exp(min(u, 0)/a)*heaviside(-u)",
                "g*expm1(min(u, 0)/a) - g*exp(min(u, 0)/a)*min(u, 0)/a")),
    Convention("hardtanh", ("where(abs(u) >= 1, 0, g)",), ("where(abs(u) > 1, 0, g)",)),
    Convention("hardsigmoid",  # PyTorch has a sixth in single precision
               ("where(abs(u) < 3, g*(11184811/67108864), 0)",), ("where(abs(u) < 3, g/6, 0)",)),
    Convention("hardswish", ("where(u <= -3, 0, where(u < 3, g*(u/3 + 1/2), g))",),
               ("g*relu6(u + 3)/6 + where(abs(u) < 3, g*u/6, 0)",)),
    Convention("softsign", ("g/(1 + abs(u)) - g*u/(1 + abs(u))**2*sign(u)",),
               ("g/(1 + abs(u)) - g*u/(1 + abs(u))**2*where(u >= 0, 1, -1)",)),

    # Ties
    Convention("max", ("where(u < v, 0, where(u == v, g/2, g))",
                       "where(v < u, 0, where(u == v, g/2, g))"),
               ("g*where(u == v, 1/2, where(u > v, 1, 0))",
                "g*where(u == v, 1/2, where(v > u, 1, 0))")),
    Convention("min", ("where(u > v, 0, where(u == v, g/2, g))",
                       "where(v > u, 0, where(u == v, g/2, g))"),
               ("g*where(u == v, 1/2, where(u < v, 1, 0))",
                "g*where(u == v, 1/2, where(v < u, 1, 0))")),
    Convention("clip",  # in PyTorch with tensors as bounds
               ("where(u < a, 0, where(u > b, 0, where(a == b, g,"
                " where(u == a, g/2, where(u == b, g/2, g)))))",
                "where(a > b, 0, where(u < a, g, where(a == b, 0, where(u == a, g/2, 0))))",
                "where(a > b, g, where(u > b, g, where(a == b, 0, where(u == b, g/2, 0))))"),
               ("g*heaviside(b - max(u, a))*heaviside(u - a)",
                "g*heaviside(b - max(u, a))*heaviside(a - u)", "g*heaviside(max(u, a) - b)")),
    Convention("clip of numbers",
               ("where(u <= a, 0, where(u >= b, 0, g))", None, None),
               ("g*heaviside(b - max(u, a))*heaviside(u - a)", None, None)),

    # Steps
    Convention("sign", ("0",), ("",)),
    Convention("floor", ("0",), ("",)),
    Convention("ceil", ("0",), ("",)),
    Convention("heaviside", None, ("0", "where(u == 0, g, 0)")),

    # Infinite slopes and ends of domains
    Convention("sqrt", *[("g/(2*y)",)]*2),
    Convention("cbrt", None, ("g/(3*y**2)",)),
    Convention("hypot", ("g*(u/y)", "g*(v/y)"),
               ("where(y == 0, g/2, g*u/y + 0*g)", "where(y == 0, g/2, g*v/y + 0*g)")),
    Convention("atan2", ("where(abs(u) + abs(v) == 0, g*0, g*(v/(u**2 + v**2)))",
                         "where(abs(u) + abs(v) == 0, g*0, g*(-u/(u**2 + v**2)))"),
               ("g*(v/(u**2 + v**2))", "g*(-u/(u**2 + v**2))")),
    Convention("pow", ("where(v == 0, 0, g*(v*u**(v - 1)))",
                       "g*where(u == 0, where(v >= 0, 0, y*log(u)), y*log(u))"),
               ("g*(v*u**(v - 1))", "g*(log(where(u == 0, 1, u))*y)")),
    Convention("pow of 0", ("0", None), ("", None)),
    Convention("div", *[("g/v", "-g*(y/v)")]*2),
    Convention("where", *[(None, "where(c, g, 0)", "where(c, 0, g)")]*2),
)
# fmt: on

CONVENTIONS: dict[str, Convention] = {row.name: row for row in _ROWS}

# Both have these, and multiply the adjoint by the local derivative.
_BOTH = (
    "exp exp2 expm1 log log2 log10 log1p square sin cos tan asin acos atan sinh cosh tanh asinh"
    " acosh atanh erf erfc erfinv digamma sigmoid logsigmoid softplus logsumexp silu gelu"
    " gelu_tanh mish"
)
_SMOOTH = {
    "PyTorch": frozenset((*_BOTH.split(), "tanhshrink")),
    "JAX": frozenset(_BOTH.split()),
}


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


Pull = Callable[[float], float]  # an adjoint, pulled back through an operation


def _reverse(framework: str, graph: Graph, variable: str, found: dict[int, Any]) -> float:
    """Return the adjoint of a variable.

    Beside each adjoint the sweep keeps the kinds of its contributions, those along single paths:
    from them follows what comes out if the expression is computed as written, no part shared.
    """
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    varying, active = active_nodes(graph), active_nodes(graph, (variable,))
    bars: dict[int, float] = {graph.root: 1.0}
    kinds: dict[int, set[float]] = {graph.root: {1.0}}
    answer, paths = 0.0, {0.0}
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
            kinds.setdefault(j, set()).update([_kind(pull(kind)) for kind in kinds[i]])
    unshared = _total(paths)
    if _kind(answer) is not unshared and not (math.isfinite(answer) and unshared == 0):
        raise _Unknown("it depends on whether parts that occur twice are computed once")
    return answer + 0.0  # no negative zero


def _kind(u: float) -> float:
    """Return nan, inf, -inf or, for a finite number, its sign; always the same objects."""
    return _NAN if u != u else _KINDS[u] if math.isinf(u) else _KINDS[float((u > 0) - (u < 0))]


_NAN, _INF = math.nan, math.inf
_KINDS = {u: u for u in (-_INF, -1.0, 0.0, 1.0, _INF)}


def _total(kinds: set[float]) -> float:
    """Return what a sum of terms of these kinds is: nan, inf, -inf, or 0 for anything finite."""
    infinite = [u for u in kinds if not math.isfinite(u)]
    return 0.0 if not infinite else infinite[0] if len(infinite) == 1 else _NAN


_OPERATORS = frozenset(("add", "mul", "neg", *COMPARISONS))


def _require(framework: str, operation: Any) -> None:
    """Raise _Unknown unless a framework has an operation."""
    if operation in _OPERATORS or operation in _SMOOTH[framework]:
        return
    row = None if type(operation) is Undefined else CONVENTIONS.get(operation)
    if row is None or (row.pytorch if framework == "PyTorch" else row.jax) is None:
        raise _Unknown(f"{framework} has no {operation}, or its rule is not known")


def _pulls(
    framework: str,
    graph: Graph,
    node: int,
    places: Sequence[int],
    found: dict[int, Any],
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
            yield k, partial(_times_both, behind, before[k])
        behind *= factors[k]


def _times_both(behind: float, before: float, g: float) -> float:
    return g * behind * before


def _pull(framework: str, name: str, place: int, inputs: dict[str, Any]) -> Pull | None:
    """Return a function's rule at a point, None if nothing flows back. Raises _Unknown."""
    if name not in CONVENTIONS:
        rule = local_rule(name, place)
        if rule is None:
            raise _Unknown(f"there is no rule for {name}")
        local = apply(rule, _Ieee(), inputs)
        return partial(_times_both, 1.0, local)
    row = CONVENTIONS[name]
    texts = row.pytorch if framework == "PyTorch" else row.jax
    text = None if texts is None else texts[place]
    if text is None:
        raise _Unknown(f"{framework} has no such derivative of {name}")
    return partial(_evaluate, _read(text), inputs) if text else None


def _evaluate(rule: Graph, inputs: dict[str, Any], g: float) -> float:
    return float(apply(rule, _Ieee(), {**inputs, "g": g}))


def _inputs(operation: str, args: Sequence[float], y: float) -> dict[str, Any]:
    return {"y": y, **bound(operation, args, lambda default: apply(default, _Ieee(), {}))}


@cache
def _read(text: str) -> Graph:
    return parse(text, Names(lookup)).graph


class _Ieee:
    """Double precision with infinities and nan in place of exceptions."""

    def number(self, value: Any) -> float:
        try:
            return float(value.numerator / value.denominator)
        except OverflowError:
            return _INF if value > 0 else -_INF

    def constant(self, name: str) -> float:
        return math.pi if name == "pi" else math.e

    def add(self, terms: Sequence[float]) -> float:
        total = terms[0]
        for term in terms[1:]:  # sum() would correct rounding errors
            total += term
        return total

    def mul(self, factors: Sequence[float]) -> float:
        return math.prod(factors)

    def neg(self, u: float) -> float:
        return -u

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

    def is_zero(self, u: float) -> bool:
        return u == 0

    def share(self, u: Any) -> Any:
        return u

    def call(self, name: Any, arguments: Sequence[float]) -> float:
        """Return a function's value; NoValue where it is not known what the frameworks return."""
        if type(name) is Undefined:
            raise _Unknown(f"{name.name} is an undefined function")
        if any([u != u for u in arguments]):
            if name in ("max", "min", "clip", "heaviside"):
                raise _Unknown(f"it is not known what the frameworks take for {name} of nan")
            return _NAN
        if name not in _FROM_INFINITY and any([math.isinf(u) for u in arguments]):
            raise _Unknown(f"it is not known what the frameworks take for {name} of infinity")
        function = math.atan2 if name == "atan2" else FUNCTIONS[name].floats
        if function is None:
            from calcdl.arithmetic.floats import Floats

            return Floats().call(name, arguments)
        try:
            return float(function(*arguments))
        except OverflowError:
            if name in _GROWING:
                return _INF if name == "cosh" else math.copysign(_INF, arguments[0])
        except ValueError:
            if name in _POLES:
                return _POLES[name].get(arguments[0], _NAN)
        except ZeroDivisionError:
            pass
        raise _Unknown(f"it is not known what the frameworks take for {name} here")

    def compare(self, operation: str, u: float, v: float) -> bool:
        from calcdl.arithmetic.floats import Floats

        return Floats().compare(operation, u, v)

    def choose(self, condition: bool, chosen: Any, otherwise: Any) -> Any:
        return chosen if condition else otherwise


_MEASURED_AT_INFINITY = (
    "abs sign relu relu6 hardtanh max min clip floor ceil sqrt exp exp2 expm1 log log2 log10 log1p"
    " sin cos tan sinh cosh tanh asinh atan"
)
_FROM_INFINITY = frozenset(_MEASURED_AT_INFINITY.split())
_GROWING = frozenset(("exp", "exp2", "expm1", "sinh", "cosh"))

# Infinite values; at other arguments where Python raises ValueError these functions are nan.
_POLES: dict[str, dict[float, float]] = {
    "log": {0.0: -_INF},
    "log2": {0.0: -_INF},
    "log10": {0.0: -_INF},
    "log1p": {-1.0: -_INF},
    "atanh": {1.0: _INF, -1.0: -_INF},
    **{name: {} for name in ("sqrt", "asin", "acos", "acosh", "sin", "cos", "tan")},
}
