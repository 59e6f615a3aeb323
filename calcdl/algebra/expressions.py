"""Graphs as expressions of SymPy's, and back; never by text of a user.

What SymPy prints is read by calcdl's own parser.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from calcdl.errors import TooLarge, UsageError
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import bound, definition_graph
from calcdl.graph.nodes import COMPARISONS, Graph, Undefined
from calcdl.reading.expressions import read

__all__ = ["from_sympy", "read_back", "to_sympy"]

_LARGEST_BUILT = 2000  # operations; SymPy's own recursion ends somewhat above that depth
_LARGEST_NUMBER = 8192  # bits of a power of numbers, which SymPy would compute
_COUNTING = frozenset(("factorial", "gamma", "loggamma", "digamma", "polygamma", "binomial", "zeta",
                       "polylog", "expint", "lowergamma", "uppergamma"))  # fmt: skip
_LARGEST_COUNTED = 1000  # of an argument that SymPy may count up to
_LARGEST_EXPONENT = 1000  # of a power that SymPy may write out

_RELATIONS = {"<": "Lt", "<=": "Le", ">": "Gt", ">=": "Ge", "==": "Eq", "!=": "Ne"}
_SPECIAL_NAMES = {"exp2", "expm1", "log2", "log10", "log1p", "square", "hypot", "cbrt", "trunc"}


def to_sympy(
    graph: Graph,
    values: Mapping[str, Any] | None = None,
    *,
    opaque: bool = False,
    expands: bool = True,
) -> Any:
    """Return a graph as a SymPy expression, every variable real.

    ``values`` stand in for variables. Functions that SymPy does not have are written with those
    that it has, or stay names if ``opaque``. ``expands`` says that SymPy may write powers out.
    Raises TooLarge.
    """
    import sympy

    if graph.operation_count() > _LARGEST_BUILT:
        raise TooLarge(f"SymPy is only asked about expressions of {_LARGEST_BUILT} operations")
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    built: dict[int, Any] = {}
    for i in graph.order():
        operation, args = operations[i], arguments[i]
        if operation == "number":
            number = graph.nodes.value_of(i)
            built[i] = sympy.Rational(number.numerator, number.denominator)
        elif operation == "constant":
            built[i] = sympy.pi if graph.nodes.name_of(i) == "pi" else sympy.E
        elif operation == "symbol":
            name = graph.nodes.name_of(i)
            given = None if values is None else values.get(name)
            built[i] = sympy.Symbol(name, real=True) if given is None else given
        else:
            built[i] = _operation(sympy, operation, [built[j] for j in args], opaque, expands)
    return built[graph.root]


def _operation(sympy: Any, operation: Any, parts: list[Any], opaque: bool, expands: bool) -> Any:
    match operation:
        case "add":
            return sympy.Add(*parts)
        case "mul":
            return sympy.Mul(*parts)
        case "neg":
            return -parts[0]
        case "div":
            return parts[0] / parts[1]
        case "pow":
            return _power(parts[0], parts[1], expands)
        case "where":
            return sympy.Piecewise((parts[1], parts[0]), (parts[2], True))
    if operation in COMPARISONS:
        return getattr(sympy, _RELATIONS[operation])(*parts)
    if type(operation) is Undefined:
        return _undefined(sympy, operation, parts)
    if operation == "cbrt":  # SymPy's is the principal root, which is complex for u < 0
        return sympy.sign(parts[0]) * sympy.cbrt(sympy.Abs(parts[0]))
    if operation == "abs":
        return sympy.Abs(parts[0])
    if operation == "logsumexp" and not opaque:
        return sympy.log(sympy.Add(*[sympy.exp(part) for part in parts]))
    row = FUNCTIONS[operation]
    if row.prints in _SPECIAL_NAMES or not hasattr(sympy, row.prints):
        definition = definition_graph(operation)
        if opaque or definition is None:
            return sympy.Function(row.prints, real=True)(*parts)
        given = bound(operation, parts, lambda default: to_sympy(default, expands=expands))
        return to_sympy(definition, given, expands=expands)
    if operation in _COUNTING and any(u.is_Rational and abs(u) > _LARGEST_COUNTED for u in parts):
        raise TooLarge("SymPy is not asked about factorials of so many factors")
    return getattr(sympy, row.prints)(*parts)


def _power(base: Any, exponent: Any, expands: bool) -> Any:
    """Return a power, unless it is one that would take SymPy for ever; raises TooLarge."""
    if base.is_Rational and exponent.is_Rational and abs(base) not in (0, 1):
        size = max(abs(base.p), base.q).bit_length()
        if size * abs(exponent) > _LARGEST_NUMBER:
            raise TooLarge("SymPy is not asked about numbers of so many digits")
    power = base**exponent
    kept = power.is_Pow and power.exp.is_Rational and not power.base.is_number
    if expands and kept and max(abs(power.exp.p), power.exp.q) > _LARGEST_EXPONENT:
        raise TooLarge("SymPy is not asked about powers of so many factors")
    return power


def _undefined(sympy: Any, operation: Undefined, parts: list[Any]) -> Any:
    function = sympy.Function(operation.name, real=True)
    if not any(operation.orders):
        return function(*parts)
    dummies = [sympy.Dummy(f"u{k}", real=True) for k in range(len(parts))]
    pairs = [(u, n) for u, n in zip(dummies, operation.orders, strict=True) if n]
    return sympy.Subs(sympy.Derivative(function(*dummies), *pairs), dummies, parts)


def from_sympy(expression: Any) -> Graph:
    """Return a SymPy expression as a graph, its symbols as real variables.

    Raises UsageError where it holds what calcdl has no word for: I, oo, a constant that would be
    read as a variable, a symbol whose name is none here.

    >>> import sympy
    >>> x = sympy.Symbol("x")
    >>> from_sympy(sympy.Max(0, x)**2).symbols()
    ['x']
    """
    import sympy
    from sympy.core.function import AppliedUndef

    if not isinstance(expression, sympy.Expr):
        raise UsageError("this is no expression of SymPy's")
    names = {symbol.name for symbol in expression.free_symbols}
    functions = {applied.func.__name__ for applied in expression.atoms(AppliedUndef)}
    strange = expression.atoms(sympy.NumberSymbol) - {sympy.pi, sympy.E}
    strange |= expression.atoms(sympy.core.numbers.ImaginaryUnit)
    if strange:
        raise UsageError(f"calcdl has no word for {min(map(str, strange))}")
    graph = read(str(expression), functions=functions).graph
    if set(graph.symbols()) != names:
        raise UsageError("some of the symbols have names that are read as something else")
    return graph


def read_back(expression: Any, names: Sequence[str]) -> Graph | None:
    """Read what SymPy printed about these variables; raises CalcdlError where it cannot be read.

    None says that there is a constant such as EulerGamma, which would be read as a variable: the
    one that a person may have given that name is another thing, though it is printed alike.
    """
    import sympy

    ours = {sympy.Symbol(name, real=True) for name in names}
    constants = expression.atoms(sympy.NumberSymbol) - {sympy.pi, sympy.E}
    if constants or expression.atoms(sympy.Symbol) - ours:
        return None
    found = read(str(expression)).graph
    return found if set(found.symbols()) <= set(names) else None
