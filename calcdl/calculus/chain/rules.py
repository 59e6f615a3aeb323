"""The rules of differentiation, spelled out: u = x**2, v = sin(x), u'*v + u*v'.

A rule is spelled out where it combines derivatives of several parts: products, quotients, powers
whose exponent varies, cases, functions of several arguments, and sums where that is asked for.
"""

from __future__ import annotations

from itertools import count

from calcdl.arithmetic.formulas.layout import lay_out
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.calculus.partials.formulas import gradient_formulas
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph, Nodes, Undefined
from calcdl.graph.rewrite import transplant
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.results.chain import Level, Part, RuleStep
from calcdl.sweep.derivatives import tangents
from calcdl.sweep.forward import values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from calcdl.graph.nodes import Operation

__all__ = ["rule_name", "with_steps"]

_MOST_LEVELS = 200  # times variables: beyond, nobody would read the rules of each
_MOST_PARTS = 8
_LETTERS = ("u", "v", "w", "p", "q", "r", "s", "t")

Slopes = dict[str, int]  # of levels and variables, in one table of formulas


class _Wanted(NamedTuple):
    """What rules are wanted: of sums too, the outermost of a level alone; and letters of parts."""

    sums: bool
    outermost: bool
    letters: Sequence[str]


def with_steps(
    levels: Sequence[Level],
    variables: Sequence[str],
    taken: set[str],
    sums: bool = False,
    outermost: bool = False,
) -> list[Level]:
    """Add to levels the rules in them, by each of the variables; of ``sums`` where that is wanted.

    Only the ``outermost`` may be wanted of each level. Parts have letters that are not ``taken``.
    """
    if len(levels) * len(variables) > _MOST_LEVELS:
        return list(levels)
    letters = _letters(taken.union([level.name for level in levels]))
    wanted = _Wanted(sums, outermost, letters)
    found: list[list[RuleStep]] = [[] for _ in levels]
    for variable in variables:
        symbols = Symbols()
        slopes: Slopes = {variable: symbols.one}
        for level, steps in zip(levels, found, strict=True):
            steps += _steps(level, variable, symbols, slopes, wanted)
            if level is not levels[-1]:
                slopes[level.name] = _slope(level.definition, symbols, slopes, level.name)
    return [level._replace(steps=tuple(steps)) for level, steps in zip(levels, found, strict=True)]


def _letters(taken: set[str]) -> list[str]:
    fresh = [name for name in _LETTERS if name not in taken]
    more = (f"p{k}" for k in count(1))
    while len(fresh) < _MOST_PARTS:
        name = next(more)
        fresh += [name] * (name not in taken)
    return fresh


def _slope(graph: Graph, symbols: Symbols, slopes: Slopes, name: str = "") -> int:
    """Return the derivative of a formula by the chain rule; ``name`` is that of its value."""
    found = values(graph, symbols, {one: symbols.nodes.symbol(one) for one in graph.symbols()})
    if name:
        found[graph.root] = symbols.nodes.symbol(name)
    return tangents(graph, symbols, found, slopes).get(graph.root, symbols.zero)


def _steps(
    level: Level, variable: str, symbols: Symbols, slopes: Slopes, wanted: _Wanted
) -> Iterator[RuleStep]:
    """Yield the rules in one level, the innermost first."""
    nodes, root = level.definition.nodes, level.definition.root
    varying: set[int] = set()
    for i in level.definition.order():
        operation, args = nodes.operations[i], nodes.arguments[i]
        if operation in LEAVES:
            if operation == "symbol" and slopes.get(nodes.name_of(i), symbols.zero) != symbols.zero:
                varying.add(i)
            continue
        if operation in COMPARISONS or varying.isdisjoint(args):
            continue
        varying.add(i)
        if wanted.outermost and i != root:
            continue
        parts = _parts(nodes, operation, args, varying, wanted.sums)
        if 0 < len(parts) <= _MOST_PARTS:
            yield _step(Graph(nodes, i), variable, parts, symbols, slopes, wanted.letters)


def _parts(
    nodes: Nodes, operation: Operation, args: tuple[int, ...], varying: set[int], sums: bool
) -> list[int]:
    """Return the parts that a rule combines; none where there is nothing to combine."""
    moving = [j for j in args if j in varying]
    if operation == "mul" and len(moving) > 1:
        constants = [j for j in args if j not in varying]
        first = moving[0]
        if constants:
            first = nodes.make("mul", (*constants, first))
        return [first, *moving[1:]]
    if operation == "add":
        return list(args) if sums else []
    if operation == "div" and args[1] in varying:
        return list(args) if args[0] in varying else [args[1]]
    if operation == "where":
        return list(args[1:]) if _is_thick(nodes, args[0]) else []
    return list(args) if len(moving) > 1 else []


def _is_thick(nodes: Nodes, condition: int) -> bool:
    """Say whether a condition holds on a half-line: at a single point a branch has no slope."""
    if nodes.operations[condition] in ("==", "!="):
        return False
    return {nodes.operations[j] for j in nodes.arguments[condition]} == {"symbol", "number"}


def _step(
    whole: Graph,
    variable: str,
    arguments: Sequence[int],
    symbols: Symbols,
    slopes: Slopes,
    names: Sequence[str],
) -> RuleStep:
    parts = []
    for name, node in zip(names, arguments, strict=False):
        formula = Graph(whole.nodes, node)
        slope = _slope(formula, symbols, slopes)
        parts.append(Part(name, formula, lay_out(Graph(symbols.nodes, slope))))
    pattern = _pattern(whole, [part.name for part in parts])
    nodes = Nodes()
    meaning = {part.name: transplant(part.formula, nodes) for part in parts}
    meaning |= {f"{part.name}'": transplant(part.derivative, nodes) for part in parts}
    written = Graph(nodes, transplant(pattern, nodes, meaning))
    return RuleStep(rule_name(whole), variable, whole, tuple(parts), pattern, written)


def _pattern(whole: Graph, names: Sequence[str]) -> Graph:
    """Return the derivative of an operation in the names of its parts, u, and their derivatives."""
    operation = whole.nodes.operations[whole.root]
    nodes = Nodes()
    inside = [nodes.symbol(name) for name in names]
    primes = [nodes.symbol(f"{name}'") for name in names]
    make = nodes.make
    match operation:
        case "add":
            root = make("add", tuple(primes))
        case "mul":
            terms = [[*inside[:k], primes[k], *inside[k + 1 :]] for k in range(len(inside))]
            root = make("add", tuple([make("mul", tuple(term)) for term in terms]))
        case "div" if len(names) == 1:
            numerator = whole.nodes.arguments[whole.root][0]
            above = transplant(Graph(whole.nodes, numerator), nodes)
            minus = make("mul", (make("neg", (above,)), primes[0]))
            if above == nodes.number(1):
                minus = make("neg", (primes[0],))
            root = make("div", (minus, make("pow", (inside[0], nodes.number(2)))))
        case "div":
            (u, v), (du, dv) = inside, primes
            minus = make("neg", (make("mul", (u, dv)),))
            above = make("add", (make("mul", (du, v)), minus))
            root = make("div", (above, make("pow", (v, nodes.number(2)))))
        case "where":
            condition = transplant(Graph(whole.nodes, whole.nodes.arguments[whole.root][0]), nodes)
            root = make("where", (condition, *primes))
        case "max" | "min":
            condition = make(">" if operation == "max" else "<", tuple(inside))
            root = make("where", (condition, *primes))
        case _:
            call = Graph(nodes, make(operation, tuple(inside)))
            partials = gradient_formulas(call, names)
            factors = [transplant(partials[name], nodes) for name in names]
            terms = [[prime, factor] for factor, prime in zip(factors, primes, strict=True)]
            root = make("add", tuple([make("mul", tuple(term)) for term in terms]))
    return Graph(nodes, root)


def rule_name(graph: Graph) -> str:
    """Return the textbook's name of the rule for the outermost operation."""
    nodes = graph.nodes
    operation, args = nodes.operations[graph.root], nodes.arguments[graph.root]
    if operation == "symbol":
        return "identity"
    if not graph.symbols():
        return "constant"
    match operation:
        case "add":
            return "sum"
        case "neg":
            return "constant multiple"
        case "mul":
            return "constant multiple" if sum(_vary(nodes, args)) == 1 else "product"
        case "div":
            return "quotient" if _vary(nodes, args)[1] else "constant multiple"
        case "pow":
            base, exponent = _vary(nodes, args)
            if base and exponent:
                return "power and exponential"
            return "power" if base else "exponential"
        case "exp":
            return "exponential"
        case "log":
            return "logarithm"
        case "where":
            return "cases"
    if type(operation) is Undefined:
        return f"derivative of {operation.name}"
    return f"derivative of {operation}"


def _vary(nodes: Nodes, args: Sequence[int]) -> list[bool]:
    """Say of each argument whether there are variables in it."""
    return [nodes.operations[i] == "symbol" or bool(Graph(nodes, i).symbols()) for i in args]
