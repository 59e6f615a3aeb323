"""Calls as other programs and textbooks spell them: parameters by name, powers of functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from calcdl.errors import ExpressionError
from calcdl.graph.nodes import Nodes
from calcdl.syntax.pasted.conventions import CONVENTIONS, spread, with_target, without_defaults

__all__ = ["ARITHMETIC", "VARIANTS", "Spelling", "spelled_call"]

Call = Callable[[str, list[Any]], int]

_FIRST = frozenset(("x", "input", "self", "features", "a", "z", "x1", "logits", "arg", "base", "y"))
_CONDITION = ("condition", "cond")
# The names of further parameters, in their order.
_PARAMETERS: dict[str, tuple[str, ...]] = {
    "softplus": ("beta", "threshold"),
    "elu": ("alpha a",),
    "celu": ("alpha a",),
    "leaky_relu": ("negative_slope alpha a", "weight"),
    "clip": (
        "min a_min min_val lower min_value clip_value_min lo",
        "max a_max max_val upper max_value clip_value_max hi",
    ),
    "hardtanh": ("min_val", "max_val"),
    "gelu": ("approximate",),
    "heaviside": ("values x2 h0",),
    "log": ("base",),
    "where": ("input self", "other"),
    "pow": ("exponent exp y x2 other",),
    "max": ("other y x2",),
    "min": ("other y x2",),
    "atan2": ("other x x2",),
    "logit": ("eps",),
    "huber": ("delta d",),
    "smooth_l1": ("beta b",),
    "softshrink": ("lambd a",),
    "hardshrink": ("lambd a",),
    "threshold": ("threshold t", "value v"),
    "squareplus": ("b",),
    "mse": ("target y_true",),
    "mae": ("target y_true",),
    "bce": ("target y_true",),
    "bce_with_logits": ("target labels",),
    "cross_entropy": ("target labels",),
    "zeta": ("q a",),
    "xlogy": ("other y",),
    "xlog1py": ("other y",),
    "logsumexp": ("other x2",),
    "mod": ("other x2",),
    "fmod": ("other x2",),
    "hypot": ("other x2",),
}
_WITHOUT_EFFECT = frozenset(("inplace", "out", "dtype", "name"))
# Names of functions of which programs have arithmetic.
ARITHMETIC = {
    "add": "add", "sub": "sub", "subtract": "sub", "mul": "mul", "multiply": "mul", "div": "div",
    "divide": "div", "true_divide": "div", "neg": "neg", "negative": "neg",
    "reciprocal": "reciprocal", "power": "pow", "float_power": "pow",
}  # fmt: skip
# Functions that mean something else where they come from.
_NORMALISED_SINC = frozenset(("numpy", "torch", "jax", "scipy"))


class Spelling:
    """What was written at a call beside its name and arguments.

    last          the token in front of the bracket
    options       arguments by name
    power         the node of n in sin^n(x)
    base          the node of b in log_b(x)
    origin        the package in front of the name: numpy, torch, jax, tf, keras, sympy
    swapped       whether arguments stand in Mathematica's order
    makes         whether the call may make a module that is called next: nn.LeakyReLU(0.1)(x)
    carried       what that was made with
    may_be_empty  whether there may be nothing between the brackets
    noteworthy    whether to say how the call was read
    """

    __slots__ = (
        "base", "carried", "last", "makes", "may_be_empty", "noteworthy", "options", "origin",
        "power", "swapped",
    )  # fmt: skip

    def __init__(self, last: int, *, noteworthy: bool = False) -> None:
        self.last = last
        self.options: dict[str, Any] = {}
        self.power: int | None = None
        self.base: int | None = None
        self.origin = ""
        self.swapped = False
        self.makes = False
        self.carried: list[Any] = []
        self.may_be_empty = False
        self.noteworthy = noteworthy


def spelled_call(
    nodes: Nodes,
    call: Call,
    name: str,
    arguments: list[Any],
    spelling: Spelling,
    parameters: tuple[str, ...] = (),
) -> int:
    """Return the node of a call that is spelled in another way; raises ExpressionError.

    ``call`` makes the node of a call as calcdl spells it, whose arguments are ``parameters``.
    """
    if spelling.swapped and name == "log" and len(arguments) == 2:  # Log[b, x]
        arguments = arguments[::-1]
    if spelling.swapped and name == "atan" and len(arguments) == 2:  # ArcTan[x, y]
        name, arguments = "atan2", arguments[::-1]
    arguments = [*arguments, *spelling.carried]
    if spelling.base is not None:
        arguments = [*arguments, spelling.base]
    if name in ARITHMETIC and (spelling.origin or spelling.may_be_empty):
        node = _arithmetic(nodes, call, ARITHMETIC[name], arguments)
    else:
        node = _call_with_options(nodes, call, name, arguments, spelling, parameters)
    if spelling.power is not None:
        node = nodes.make("pow", (node, spelling.power))
    return node


def _call_with_options(
    nodes: Nodes,
    call: Call,
    name: str,
    arguments: list[Any],
    spelling: Spelling,
    parameters: tuple[str, ...],
) -> int:
    options, origin = {**spelling.options}, spelling.origin
    if options:
        options = without_defaults(nodes, name, arguments, options)
    if name in ("var", "std"):
        return spread(nodes, call, name, arguments, options, origin)
    arguments = with_target(nodes, name, arguments, options, origin)
    values = _bound(name, arguments, options, parameters) if options else arguments
    return _variant(nodes, call, name, values, origin)


def _bound(
    name: str, arguments: list[Any], options: dict[str, Any], own: tuple[str, ...]
) -> list[Any]:
    """Return arguments with those by name at their places, None where one is left out."""
    values = list(arguments)
    parameters = _PARAMETERS.get(name, ())
    for option, value in options.items():
        if option in _WITHOUT_EFFECT:
            continue
        places = [k for k, names in enumerate(parameters, 1) if option in names.split()]
        if not places and option in own:
            places = [own.index(option)]
        if not places and option in (_CONDITION if name == "where" else _FIRST):
            places = [0]
        if not places:
            compares = ": == compares" if name == "where" else ""
            raise ExpressionError(f"{name} has no parameter that is called {option}{compares}")
        place = places[0]
        values += [None] * (place + 1 - len(values))
        if values[place] is not None:
            raise ExpressionError(f"{name} is given {option} twice")
        values[place] = value
    return values


def _variant(nodes: Nodes, call: Call, name: str, values: list[Any], origin: str) -> int:
    """Return the node of a call with the parameters and the defaults of other programs."""
    special = VARIANTS.get(name)
    if special is not None:
        node = special(nodes, call, values, origin)
        if node is not None:
            return node
    while values and values[-1] is None:
        values = values[:-1]
    if None in values or any([type(value) in (str, bool) for value in values]):
        raise ExpressionError(f"an argument of {name} is missing")
    return call(name, values)


def _softplus(nodes: Nodes, call: Call, values: list[Any], origin: str) -> int | None:
    """PyTorch's softplus(x, beta, threshold), which is x where beta*x is above a threshold given.

    The usual threshold is left out: there softplus and x differ by less than 3e-9.
    """
    if len(values) < 2 or values[0] is None:
        return None
    x, beta, threshold = [*values, None][:3]
    steep = x if beta is None else nodes.make("mul", (beta, x))
    node = call("softplus", [steep])
    if beta is not None:
        node = nodes.make("div", (node, beta))
    if threshold is None:
        return node
    return nodes.make("where", (nodes.make(">", (steep, threshold)), x, node))


def _clip(nodes: Nodes, call: Call, values: list[Any], origin: str) -> int | None:
    if None not in values and len(values) != 2:
        return None
    x, low, high = [*values, None, None][:3]
    if x is None or (low is None and high is None):
        raise ExpressionError("clip takes a number and its bounds, as in clip(x, 0, 1)")
    return call("max", [x, low]) if high is None else call("min", [x, high])


def _hardtanh(nodes: Nodes, call: Call, values: list[Any], origin: str) -> int | None:
    if len(values) < 2:
        return None
    one = nodes.number(1)
    x, low, high = [*values, None][:3]
    low = nodes.make("neg", (one,)) if low is None else low
    return call("clip", [x, low, one if high is None else high])


def _gelu(nodes: Nodes, call: Call, values: list[Any], origin: str) -> int | None:
    approximate = values[1] if len(values) > 1 else origin == "jax"  # whose default it is
    if len(values) > 2 or type(approximate) not in (bool, str):
        return None
    if type(approximate) is str and approximate not in ("tanh", "none"):
        raise ExpressionError("gelu is approximate='tanh' or approximate='none'")
    return call("gelu_tanh" if approximate in (True, "tanh") else "gelu", values[:1])


def _leaky_relu(nodes: Nodes, call: Call, values: list[Any], origin: str) -> int | None:
    if len(values) == 1 and origin in ("tf", "keras"):
        from fractions import Fraction

        return call("leaky_relu", [*values, nodes.number(Fraction(1, 5))])
    return None


def _sinc(nodes: Nodes, call: Call, values: list[Any], origin: str) -> int | None:
    if origin not in _NORMALISED_SINC or len(values) != 1:
        return None
    return call("sinc", [nodes.make("mul", (nodes.make("constant", ("pi",)), values[0]))])


VARIANTS: dict[str, Callable[[Nodes, Call, list[Any], str], int | None]] = {
    "softplus": _softplus,
    "clip": _clip,
    "hardtanh": _hardtanh,
    "gelu": _gelu,
    "leaky_relu": _leaky_relu,
    "sinc": _sinc,
    **CONVENTIONS,
}


def _arithmetic(nodes: Nodes, call: Call, operation: str, arguments: list[Any]) -> int:
    """Return the node of np.add(x, y) or x.mul(y); raises ExpressionError."""
    wanted = 1 if operation in ("neg", "reciprocal") else 2
    if len(arguments) != wanted:
        plural = "s" * (wanted > 1)
        raise ExpressionError(f"{operation} takes {wanted} argument{plural}, not {len(arguments)}")
    if operation == "reciprocal":
        return nodes.make("div", (nodes.number(1), arguments[0]))
    if operation == "sub":
        return nodes.make("add", (arguments[0], nodes.make("neg", (arguments[1],))))
    return nodes.make(operation, tuple(arguments))
