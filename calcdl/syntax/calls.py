"""What a name in front of parentheses means, and what to say of a name that means nothing."""

from __future__ import annotations

from keyword import iskeyword

from calcdl.errors import ExpressionError, UnknownName, Wording, parameter
from calcdl.graph.nodes import COMPARISONS, Graph, Nodes, Undefined
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    class Signature(Protocol):
        """What the parser needs to know of a function; a row of the table has it."""

        @property
        def name(self) -> str: ...
        @property
        def fewest(self) -> int: ...
        @property
        def most(self) -> int | None: ...
        @property
        def longer(self) -> str | None: ...
        @property
        def writes(self) -> Callable[..., int] | None: ...
        @property
        def takes(self) -> str | None: ...
        @property
        def inverse(self) -> str | None: ...
        @property
        def args(self) -> tuple[str, ...]: ...


__all__ = [
    "BUILT_IN",
    "Signature",
    "build_call",
    "check_name",
    "derivative_orders",
    "is_only_a_function",
    "refuse_conditions",
    "unknown_function",
]

_RELATIONS = {"Eq": "==", "Ne": "!=", "Gt": ">", "Ge": ">=", "Lt": "<", "Le": "<="}
_NUMBERS = {"sympify": 1, "Integer": 1, "Float": 1, "Rational": 2}  # with so many arguments
BUILT_IN = frozenset(("where", "Piecewise", "pow", "Pow", *_RELATIONS, *_NUMBERS))


def build_call(
    nodes: Nodes,
    name: str,
    arguments: list[Any],
    lookup: Callable[[str], Signature | None],
    declared: frozenset[str],
    index: int | None = None,
) -> int:
    """Return the node of a call, spelled in any of the ways that people use.

    An argument is a node, a pair of Piecewise or a list; ``index`` is what stands in brackets
    behind the call of a function that has several parts.

    Raises ExpressionError, whose place is that of the call.
    """
    if name == "Piecewise":
        return _piecewise(nodes, arguments)
    if name == "where":
        _require(name, arguments, 3, 3)
        operations = nodes.operations
        conditions = [type(i) is not int or operations[i] in COMPARISONS for i in arguments]
        if conditions != [True, False, False]:
            raise ExpressionError(
                "where takes a condition and two expressions, as in where(x > 0, x, -x)"
            )
        return nodes.make("where", tuple(arguments))
    row = None if name in declared else lookup(name)
    if row is not None and row.writes is not None:
        return _written(nodes, row, name, arguments, index)
    refuse_conditions(nodes, arguments)
    if name in _RELATIONS:
        _require(name, arguments, 2, 2)
        return nodes.make(_RELATIONS[name], tuple(arguments))
    if name in ("pow", "Pow"):
        _require(name, arguments, 2, 2)
        return nodes.make("pow", tuple(arguments))
    if name in _NUMBERS:
        return _number(nodes, name, arguments)
    if row is None:
        return nodes.make(Undefined(*derivative_orders(name, len(arguments))), tuple(arguments))
    if row.longer is not None and len(arguments) > (row.most or 0):
        row = lookup(row.longer) or row
    if row.name in ("max", "min"):
        node: int = arguments[0]
        for other in arguments[1:]:
            node = nodes.make(row.name, (node, other))
        return node
    if row.name == "log":
        _require(name, arguments, 1, 2)
        if len(arguments) == 2:
            return nodes.make("div", tuple([nodes.make("log", (i,)) for i in arguments]))
    _require(name, arguments, row.fewest, row.most)
    return nodes.make(row.name, tuple(arguments))


def _written(
    nodes: Nodes, row: Signature, name: str, arguments: list[Any], index: int | None
) -> int:
    """Return the node of a call that is written out."""
    from calcdl.syntax.written import written_call

    for argument in arguments:
        refuse_conditions(nodes, argument if type(argument) is list else [argument])
    if row.takes is None:
        _require(name, arguments, row.fewest, row.most)
    return written_call(nodes, row, name, arguments, index)


def _number(nodes: Nodes, name: str, arguments: list[Any]) -> int:
    """Return the number that SymPy's sympify(1), Rational(1, 8), Integer(3) or Float(0.5) is."""
    _require(name, arguments, 1, _NUMBERS[name])
    if name != "sympify" and any([Graph(nodes, i).symbols() for i in arguments]):
        raise ExpressionError(f"{name} takes numbers only: write the expression without it")
    if len(arguments) == 2:
        return nodes.make("div", tuple(arguments))
    number: int = arguments[0]
    if name == "Integer" and type(nodes.arguments[number][0]) is not int:
        raise ExpressionError("Integer takes a whole number")
    return number


def refuse_conditions(nodes: Nodes, arguments: list[Any]) -> None:
    """Raise ExpressionError where something else than a number is an argument."""
    operations = nodes.operations
    if any([type(i) is not int or operations[i] in COMPARISONS for i in arguments]):
        raise ExpressionError("a comparison is not a number: use it as the condition of where(…)")


def _piecewise(nodes: Nodes, pairs: list[Any]) -> int:
    operations, contents = nodes.operations, nodes.arguments
    if not all(type(pair) is tuple for pair in pairs):
        raise ExpressionError("Piecewise takes pairs, as in Piecewise((x, x > 0), (-x, True))")
    node, last = pairs[-1]
    if operations[last] == "constant" and contents[last] == ("True",):
        pairs = pairs[:-1]
    else:  # where no condition holds, there is no value
        node = nodes.undefined()
    for value, condition in reversed(pairs):
        if operations[condition] not in COMPARISONS:
            raise ExpressionError("Piecewise needs comparisons as its conditions")
        node = nodes.make("where", (condition, value, node))
    return int(node)


def derivative_orders(name: str, arity: int) -> tuple[str, tuple[int, ...]]:
    """Return the function of a call, and how often it is differentiated by each argument.

    ``name`` is f, f' or, for D1(D2(f)), "f:1,2". Raises ExpressionError.
    """
    name, _, places = name.partition(":")
    plain = name.rstrip("'")
    primes = len(name) - len(plain)
    if primes and arity != 1:
        raise ExpressionError(
            f"{plain} has {arity} arguments: write D1({plain})(…) for its derivative with"
            " respect to the first",
        )
    orders = [primes] if primes else [0] * arity
    for place in map(int, places.split(",") if places else ()):
        if not 1 <= place <= arity:
            raise ExpressionError(f"{plain} has no argument number {place}")
        orders[place - 1] += 1
    return plain, tuple(orders)


def _require(name: str, arguments: list[Any], fewest: int, most: int | None) -> None:
    count = len(arguments)
    if count < fewest or (most is not None and count > most):
        wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
        plural = "s" * (wanted != "1")
        raise ExpressionError(f"{name} takes {wanted} argument{plural}, not {count}")


def check_name(name: str, lookup: Callable[[str], Signature | None]) -> None:
    """Refuse a name that cannot be a variable."""
    plain = name.rstrip("'")
    if plain != name:
        raise ExpressionError(f"write the argument of {name}, as in {name}(x)")
    if name in ("and", "or", "not"):
        raise ExpressionError(f"I cannot read '{name}' here: nest where(…) to combine conditions")
    if iskeyword(name):
        raise ExpressionError(
            f"'{name}' is a word of Python that SymPy cannot read as a variable:"
            f" call it {name[:3]}_ or something else",
        )
    if is_only_a_function(name, lookup) or name in BUILT_IN:
        example = "condition, a, b" if name == "where" else "x"
        raise ExpressionError(f"{name} is a function: write {name}({example})")


def is_only_a_function(name: str, lookup: Callable[[str], Signature | None]) -> bool:
    """Say whether a name is one that nobody gives to a variable."""
    row = lookup(name)
    return row is not None and row.name in _FUNCTIONS_ONLY


# Names of functions that nobody uses for a variable; gamma, beta and max are left to both.
_FUNCTIONS_ONLY = frozenset(
    ("sin", "cos", "tan", "exp", "log", "sqrt", "sinh", "cosh", "tanh", "asin", "acos", "atan",
     "sigmoid", "relu", "softplus", "abs")
)  # fmt: skip


_RECIPES: dict[str, str | tuple[str | Wording, ...]] = {
    "diff": "the command deriv differentiates",
    "derivative": "the command deriv differentiates",
    "Derivative": "write d/dx(…), or ask deriv for that of the function alone",
    "grad": "the command gradient has all partial derivatives",
    "gradient": "the command gradient has all partial derivatives",
    "integrate": "calcdl differentiates: it does not integrate",
    "Integral": "calcdl differentiates: it does not integrate",
    **dict.fromkeys(
        ("limit", "Limit", "lim"),
        (
            "the command point says what a function tends to: give it the function alone, and ",
            parameter("at"),
        ),
    ),
    "solve": "calcdl differentiates: it solves no equations",
    **dict.fromkeys(
        ("range", "arange", "linspace"), "0:1:0.25 are points with the same distance, both ends in"
    ),
    "Phi": "write ndtr(x) for the normal distribution",
    "float": "leave it out, numbers are exact here",
    "int": "write trunc(x), or floor(x)",
    "nCr": "write binomial(n, k)",
    "cdf": "ndtr(x) is that of the normal distribution",
    "logcdf": "log_ndtr(x) is that of the normal distribution",
    "ppf": "ndtri(x) is that of the normal distribution",
    "pdf": "exp(-x**2/2)/sqrt(2*pi) is that of the normal distribution",
    "detach": "leave it out, or put a letter for what is constant",
    "item": "leave it out",
    "backward": "the command gradient does that",
}


def unknown_function(name: str, known: list[str], written: str = "") -> UnknownName:
    """Return the error for a function that calcdl does not know, with what may have been meant."""
    from calcdl.syntax.likely import likely_names

    close = likely_names(name, known)
    if name in _RECIPES:
        recipe = _RECIPES[name]
        pieces = (recipe,) if isinstance(recipe, str) else recipe
        return UnknownName(f"I do not know the function {written or name}: ", *pieces)
    from calcdl.syntax.pasted.stars import letter_and_function

    product = letter_and_function(name)
    if product and not close:
        return UnknownName(f"I do not know the function {written or name}: write {product}")
    known_ones = Wording("functions()", "'calcdl functions'")
    hint = (
        (f"did you mean {' or '.join(close)}?",)
        if close
        else ("see ", known_ones, " for those it knows")
    )
    if written:
        return UnknownName(f"I do not know the function {written}: ", *hint)
    declared = Wording(f"functions=[{name!r}]", f"--function {name}")
    return UnknownName(
        f"I do not know the function {name}: ", *hint, " (", declared, " declares it undefined)"
    )
