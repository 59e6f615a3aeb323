"""The chain rule, level by level: a nest of functions taken apart, and put together again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from calcdl.arithmetic.taylor import Kink, Taylor
from calcdl.calculus.certify import certified_all
from calcdl.calculus.derivative import choose_variables
from calcdl.calculus.gradient import (
    UNSMOOTH,
    gradient_formulas,
    point_inputs,
    require_smooth_nodes,
)
from calcdl.calculus.report import explain, require_few_digits
from calcdl.errors import CalcdlError, NoValue, Undecided
from calcdl.evaluate import apply, values
from calcdl.graph import COMPARISONS, LEAVES, Graph, Nodes, Undefined, transplant
from calcdl.reading import Point, read, read_point
from calcdl.results import Assembly, Chain, Level, LocalDerivative, Value
from calcdl.sweep import adjoints
from calcdl.syntax.parse import Reading

__all__ = ["chain"]

Paths = tuple[tuple[tuple[str, str], ...], ...]
Locals = dict[tuple[str, str], Graph]

_ARITHMETIC = frozenset(("add", "mul", "div", "neg"))
_MOST_PATHS = 12  # more are not listed one by one: there may be exponentially many


def chain(
    expression: Reading | str,
    wrt: Sequence[str] = (),
    at: str | None = None,
    digits: int | None = None,
) -> Chain:
    """Return the steps of the chain rule, with numbers if a point is given.

    ``wrt`` are the variables to differentiate by, by default all. Raises CalcdlError.

    >>> [level.name for level in chain("log(sin(x**2))").levels]
    ['u1', 'u2', 'f']
    """
    require_few_digits(digits)
    reading = read(expression) if isinstance(expression, str) else expression
    graph = reading.graph
    variables = choose_variables(graph, wrt)
    levels = _levels(reading)
    nodes = [node for node, _ in levels]
    steps = _with_rules([level for _, level in levels], variables)
    assemblies = _assemblies(graph, steps, variables)
    if at is None:
        return Chain(graph, tuple(steps), tuple(assemblies))
    point = read_point(at, sorted({*graph.symbols(), *variables}))
    try:
        steps, totals = _numbers(graph, nodes, steps, variables, point, digits)
    except CalcdlError as error:
        raise explain(error, reading, point) from None
    valued = [a._replace(value=v) for a, v in zip(assemblies, totals, strict=True)]
    return Chain(graph, tuple(steps), tuple(valued), point.texts)


# Taking apart


def _levels(reading: Reading) -> list[tuple[int, Level]]:
    """Return the node and the definition of each level, in terms of earlier levels."""
    graph = reading.graph
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    named = _named_nodes(reading)
    names = _names(reading, named)
    nodes = Nodes()
    written: dict[int, int] = {}
    levels = []
    for i in graph.order():
        operation, args = operations[i], arguments[i]
        if operation not in LEAVES:
            args = tuple([written[j] for j in args])
        written[i] = nodes.make(operation, args)
        if i in names:
            levels.append((i, Level(names[i], Graph(nodes, written[i]), "", ())))
            written[i] = nodes.symbol(names[i])
    return levels


def _named_nodes(reading: Reading) -> set[int]:
    """Return the nodes that are levels: inner functions, parts used twice, and the root."""
    graph = reading.graph
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    order = graph.order()
    active: set[int] = set()
    for i in order:
        if operations[i] == "symbol" or (
            operations[i] not in LEAVES and not active.isdisjoint(arguments[i])
        ):
            active.add(i)
    uses = dict.fromkeys(order, 0)
    for i in order:
        for j in graph.nodes.children(i):
            uses[j] += 1
    composite = {
        i for i in active if operations[i] != "symbol" and operations[i] not in COMPARISONS
    }
    named = {i for i in composite if uses[i] > 1 or i in reading.names} | {graph.root}
    for i in order:
        if operations[i] in COMPARISONS or operations[i] in LEAVES:
            continue
        inner = [j for j in arguments[i] if j in composite]
        if operations[i] not in _ARITHMETIC:
            named.update(inner)
        else:
            # Sums and products of earlier names stay together; a composed function is a name.
            named.update(
                j
                for j in inner
                if operations[j] not in _ARITHMETIC and not named.isdisjoint(arguments[j])
            )
    return named


def _names(reading: Reading, named: Iterable[int]) -> dict[int, str]:
    """Return a name for each level: the one it was defined by, else u1, u2 … and f at last."""
    graph = reading.graph
    operations = graph.nodes.operations
    taken = set(graph.symbols()) | {
        operations[i].name for i in graph.order() if type(operations[i]) is Undefined
    }
    names: dict[int, str] = {}
    for i in sorted(named):
        name = reading.names.get(i)
        if name is not None and name not in taken:
            names[i] = name
            taken.add(name)
    fresh = (f"u{k}" for k in range(1, len(taken) + len(graph.order()) + 2))
    free = (name for name in fresh if name not in taken)
    for i in sorted(named):
        if i not in names:
            outermost = [name for name in ("f", "y", "F") if name not in taken]
            names[i] = outermost[0] if i == graph.root and outermost else next(free)
    return names


def _with_rules(levels: Sequence[Level], variables: Sequence[str]) -> list[Level]:
    """Add to each level its rule, and its local derivatives by what depends on the variables."""
    depends = set(variables)
    complete = []
    for level in levels:
        inputs = [name for name in _inputs(level.definition) if name in depends]
        if inputs:
            depends.add(level.name)
        found = gradient_formulas(level.definition, inputs)
        local = tuple([LocalDerivative(name, found[name]) for name in inputs])
        complete.append(level._replace(rule=_rule(level.definition), local=local))
    return complete


def _inputs(level: Graph) -> list[str]:
    """Return the names in a level, except those that only conditions look at."""
    nodes = level.nodes
    needed = {level.root}
    for i in reversed(level.order()):
        if i in needed and nodes.operations[i] not in COMPARISONS:
            needed.update(nodes.children(i))
    return sorted(nodes.arguments[i][0] for i in needed if nodes.operations[i] == "symbol")


def _rule(level: Graph) -> str:
    """Return the textbook's name of the rule for the outermost operation."""
    nodes = level.nodes
    operation, args = nodes.operations[level.root], nodes.arguments[level.root]
    if operation in LEAVES:
        return "identity" if operation == "symbol" else "constant"
    varying = [bool(Graph(nodes, j).symbols()) for j in args]
    if not any(varying):
        return "constant"
    match operation:
        case "add":
            return "sum"
        case "neg":
            return "constant multiple"
        case "mul":
            return "constant multiple" if sum(varying) == 1 else "product"
        case "div":
            return "quotient" if varying[1] else "constant multiple"
        case "pow" if varying == [True, False]:
            return "power"
        case "pow" if varying == [False, True]:
            return "exponential"
        case "pow":
            return "power and exponential"
        case "exp":
            return "exponential"
        case "log":
            return "logarithm"
        case "where":
            return "cases"
    if type(operation) is Undefined:
        return f"derivative of {operation.name}"
    return f"derivative of {operation}"


# Putting together


def _assemblies(graph: Graph, levels: Sequence[Level], variables: Sequence[str]) -> list[Assembly]:
    """Return each derivative, put together from local derivatives."""
    local = {(level.name, one.input): one.formula for level in levels for one in level.local}
    nodes = Nodes()
    meaning: dict[str, int] = {}  # what each level stands for, in variables alone
    for level in levels:
        meaning[level.name] = transplant(level.definition, nodes, meaning)
    tidied = gradient_formulas(graph, variables)
    assemblies = []
    for name in variables:
        paths = _paths(levels, name)
        product = _swept(levels, local, name) if paths is None else _sum_of_paths(local, paths)
        substituted = Graph(nodes, transplant(product, nodes, meaning))
        assemblies.append(Assembly(name, paths, product, substituted, tidied[name]))
    return assemblies


def _paths(levels: Sequence[Level], variable: str) -> Paths | None:
    """Return all paths from the last level to the variable; None if they are too many."""
    counts = {variable: 1}
    for level in levels:
        counts[level.name] = sum(counts.get(local.input, 0) for local in level.local)
    if counts[levels[-1].name] > _MOST_PATHS:
        return None
    by_name = {level.name: level for level in levels}
    paths = []
    stack: list[tuple[str, tuple[tuple[str, str], ...]]] = [(levels[-1].name, ())]
    while stack:
        name, path = stack.pop()
        if name == variable:
            paths.append(path)
        elif name in by_name:
            for local in reversed(by_name[name].local):
                if counts.get(local.input):
                    stack.append((local.input, (*path, (name, local.input))))
    return tuple(paths)


def _sum_of_paths(local: Locals, paths: Paths) -> Graph:
    nodes = Nodes()
    terms = []
    for path in paths:
        factors = tuple([transplant(local[step], nodes) for step in path])
        terms.append(factors[0] if len(factors) == 1 else nodes.make("mul", factors))
    if not terms:
        return Graph(nodes, nodes.number(0))
    return Graph(nodes, terms[0] if len(terms) == 1 else nodes.make("add", tuple(terms)))


def _swept(levels: Sequence[Level], local: Locals, variable: str) -> Graph:
    """Return the sum over all paths without listing them: by the adjoints of the levels."""
    nodes = Nodes()
    depends = {variable}
    for level in levels:
        if any(one.input in depends for one in level.local):
            depends.add(level.name)
    shares: dict[str, list[int]] = {levels[-1].name: [nodes.number(1)]}
    for level in reversed(levels):
        bar = _total(nodes, shares.get(level.name, []))
        for one in level.local:
            if one.input in depends:
                factor = transplant(local[level.name, one.input], nodes)
                shares.setdefault(one.input, []).append(nodes.make("mul", (bar, factor)))
    return Graph(nodes, _total(nodes, shares.get(variable, [])))


def _total(nodes: Nodes, terms: list[int]) -> int:
    if not terms:
        return nodes.number(0)
    return terms[0] if len(terms) == 1 else nodes.make("add", tuple(terms))


# Numbers


def _numbers(
    graph: Graph,
    nodes: Sequence[int],
    levels: Sequence[Level],
    variables: Sequence[str],
    point: Point,
    digits: int | None,
) -> tuple[list[Level], list[Value]]:
    """Return the levels with values, local derivatives and adjoints, and the derivatives.

    Levels of a branch that is not taken have no numbers. Raises Undecided if a derivative is.
    """
    taylor = Taylor(1)
    alive: list[bool] = []

    def compute() -> list[Any]:
        found = values(graph, taylor, point_inputs(taylor, point))
        require_smooth_nodes(graph, taylor, found, variables)
        alive[:] = [not isinstance(found[node], CalcdlError) for node in nodes]
        known: dict[str, Any] = point_inputs(taylor, point)
        known.update({level.name: found[i] for i, level in zip(nodes, levels, strict=True)})
        local = [
            _local_numbers(taylor, level, known) if living else []
            for level, living in zip(levels, alive, strict=True)
        ]
        bars = _backward(taylor, levels, local)
        numbers = []
        for level, living, slopes in zip(levels, alive, local, strict=True):
            if living:
                numbers += [known[level.name], bars.get(level.name, []), *slopes]
        numbers += [bars.get(name, []) for name in variables]
        return [taylor.result(number, 0) for number in numbers]

    try:
        found = certified_all(compute, digits, 4 * graph.operation_count())
    except Kink as kink:
        error = Undecided(UNSMOOTH)
        error.node = kink.node
        raise error from None
    rounded = iter(found)

    def certain() -> Value | None:
        one = next(rounded)
        return None if isinstance(one, Undecided) else one[0]

    numbered = []
    for level, living in zip(levels, alive, strict=True):
        if living:
            level = level._replace(value=certain(), adjoint=certain())
            level = level._replace(
                local=tuple([one._replace(value=certain()) for one in level.local])
            )
        numbered.append(level)
    totals = []
    for one in rounded:
        if isinstance(one, Undecided):
            raise one
        totals.append(one[0])
    return numbered, totals


def _backward(
    taylor: Taylor, levels: Sequence[Level], local: Sequence[Sequence[Any]]
) -> dict[str, Any]:
    """Return the adjoints of levels and variables, from the last level to the first."""
    shares: dict[str, list[Any]] = {levels[-1].name: [[1]]}
    bars: dict[str, Any] = {}
    for level, slopes in zip(reversed(levels), reversed(local), strict=True):
        bars[level.name] = bar = taylor.add(shares.pop(level.name, [[]]))
        for one, slope in zip(level.local, slopes, strict=False):
            shares.setdefault(one.input, []).append(taylor.mul((bar, slope)))
    return bars | {name: taylor.add(terms) for name, terms in shares.items()}


def _local_numbers(taylor: Taylor, level: Level, known: dict[str, Any]) -> list[Any]:
    """Return the local derivatives of a level as numbers, by a sweep over its definition.

    Where a rule has no value, as that of sinc at 0, Taylor series of the definition have one.
    """
    definition = level.definition
    inputs = {name: known[name] for name in definition.symbols()}
    wanted = [one.input for one in level.local]
    nodes = definition.nodes
    try:
        bars = adjoints(definition, taylor, values(definition, taylor, inputs), wanted)
    except NoValue:
        return [_slope(definition, inputs, name) for name in wanted]
    by_name = {nodes.arguments[i][0]: bar for i, bar in bars.items()
               if nodes.operations[i] == "symbol"}  # fmt: skip
    return [by_name.get(name, []) for name in wanted]


def _slope(definition: Graph, inputs: dict[str, Any], name: str) -> Any:
    """Return the derivative of a level by one of its inputs, as a constant."""
    taylor = Taylor(2)
    series = apply(definition, taylor, {**inputs, name: taylor.variable(inputs[name])})
    slope = taylor.coefficient(series, 1)
    return taylor.number(slope) if not hasattr(slope, "mid") else slope
