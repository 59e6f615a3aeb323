"""The chain rule, level by level: a nest of functions taken apart, and put together again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from calcdl.arithmetic.taylor import Kink, Taylor
from calcdl.calculus.certify import certified_all
from calcdl.calculus.derivative import formula
from calcdl.calculus.gradient import (
    UNSMOOTH,
    gradient_formulas,
    point_inputs,
    require_smooth_nodes,
)
from calcdl.calculus.report import explain, require_few_digits
from calcdl.errors import CalcdlError, Undecided
from calcdl.evaluate import values
from calcdl.graph import COMPARISONS, LEAVES, Graph, Nodes, Undefined, transplant
from calcdl.reading import Point, read, read_point
from calcdl.results import Assembly, Chain, Level, LocalDerivative, Value
from calcdl.sweep import adjoints
from calcdl.syntax.parse import Reading

__all__ = ["chain"]

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
    variables = list(wrt) or graph.symbols() or ["x"]
    levels = _levels(reading)
    nodes = [node for node, _ in levels]
    steps = _with_rules([level for _, level in levels], variables)
    assemblies = [_assembly(graph, steps, name) for name in variables]
    if at is None:
        return Chain(graph, tuple(steps), tuple(assemblies))
    point = read_point(at, sorted({*graph.symbols(), *variables}))
    try:
        numbered = _numbers(graph, nodes, steps, variables, point, digits)
    except CalcdlError as error:
        raise explain(error, reading, point) from None
    steps, totals = numbered
    assemblies = [a._replace(value=v) for a, v in zip(assemblies, totals, strict=True)]
    return Chain(graph, tuple(steps), tuple(assemblies), point.texts)


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


def _assembly(graph: Graph, levels: Sequence[Level], variable: str) -> Assembly:
    """Return the derivative with respect to a variable, put together from local derivatives."""
    paths = _paths(levels, variable)
    product = _sum_of_paths(levels, paths) if paths is not None else _swept(levels, variable)
    return Assembly(
        variable, paths, product, _written_out(levels, product), formula(graph, variable)
    )


def _paths(
    levels: Sequence[Level], variable: str
) -> tuple[tuple[tuple[str, str], ...], ...] | None:
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


def _sum_of_paths(levels: Sequence[Level], paths: tuple[tuple[tuple[str, str], ...], ...]) -> Graph:
    nodes = Nodes()
    local = _local_formulas(levels)
    terms = []
    for path in paths:
        factors = tuple([transplant(local[step], nodes) for step in path])
        terms.append(factors[0] if len(factors) == 1 else nodes.make("mul", factors))
    if not terms:
        return Graph(nodes, nodes.number(0))
    return Graph(nodes, terms[0] if len(terms) == 1 else nodes.make("add", tuple(terms)))


def _swept(levels: Sequence[Level], variable: str) -> Graph:
    """Return the sum over all paths without listing them: by the adjoints of the levels."""
    nodes = Nodes()
    local = _local_formulas(levels)
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


def _local_formulas(levels: Sequence[Level]) -> dict[tuple[str, str], Graph]:
    return {(level.name, one.input): one.formula for level in levels for one in level.local}


def _written_out(levels: Sequence[Level], product: Graph) -> Graph:
    """Return a formula with every name of a level replaced by what it stands for."""
    nodes = Nodes()
    meaning: dict[str, int] = {}
    for level in levels:
        meaning[level.name] = transplant(level.definition, nodes, meaning)
    return Graph(nodes, transplant(product, nodes, meaning))


# Numbers


def _numbers(
    graph: Graph,
    nodes: Sequence[int],
    levels: Sequence[Level],
    variables: Sequence[str],
    point: Point,
    digits: int | None,
) -> tuple[list[Level], list[Value | None]]:
    """Return the levels with values, local derivatives and adjoints, and the derivatives."""
    taylor = Taylor(1)

    def compute() -> list[Any]:
        found = values(graph, taylor, point_inputs(taylor, point))
        require_smooth_nodes(graph, taylor, found)
        bars = adjoints(graph, taylor, found)
        known: dict[str, Any] = point_inputs(taylor, point)
        numbers = []
        for node, level in zip(nodes, levels, strict=True):
            known[level.name] = found[node]
            numbers += [found[node], bars.get(node, [])]
            numbers += _local_numbers(taylor, level, known)
        symbols = {graph.nodes.arguments[i][0]: bar for i, bar in bars.items()
                   if graph.nodes.operations[i] == "symbol"}  # fmt: skip
        numbers += [symbols.get(name, []) for name in variables]
        return [taylor.result(number, 0) for number in numbers]

    try:
        found = certified_all(compute, digits, 4 * graph.operation_count())
    except Kink as kink:
        error = Undecided(UNSMOOTH)
        error.node = kink.node
        raise error from None
    certain = iter([None if isinstance(one, Undecided) else one[0] for one in found])
    numbered = []
    for level in levels:
        value, adjoint = next(certain), next(certain)
        local = tuple([one._replace(value=next(certain)) for one in level.local])
        numbered.append(level._replace(value=value, adjoint=adjoint, local=local))
    return numbered, list(certain)


def _local_numbers(taylor: Taylor, level: Level, known: dict[str, Any]) -> list[Any]:
    """Return the local derivatives of a level as numbers, by a sweep over its definition."""
    definition = level.definition
    found = values(definition, taylor, {name: known[name] for name in definition.symbols()})
    bars = adjoints(definition, taylor, found)
    nodes = definition.nodes
    by_name = {nodes.arguments[i][0]: bar for i, bar in bars.items()
               if nodes.operations[i] == "symbol"}  # fmt: skip
    return [by_name.get(one.input, []) for one in level.local]
