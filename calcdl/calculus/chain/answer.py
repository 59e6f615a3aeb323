"""The chain rule, level by level: a nest of functions taken apart, and put together again."""

from __future__ import annotations

from calcdl.calculus.chain.assembly import assemblies
from calcdl.calculus.chain.known import local_formulas
from calcdl.calculus.chain.numbers import numbered
from calcdl.calculus.chain.rules import rule_name, with_steps
from calcdl.calculus.explain import explain, placing
from calcdl.calculus.levels import cut, names_taken
from calcdl.calculus.partials.formulas import gradient_formulas
from calcdl.calculus.question import VALUES, Asked, require_few_digits
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.results.chain import Assembly, Chain, Level, LocalDerivative
from calcdl.syntax.parse import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["answer"]

_ARITHMETIC = frozenset(("add", "mul", "div", "neg"))


def answer(asked: Asked) -> Chain:
    """Return the steps of the chain rule, with numbers if there is a point. Raises CalcdlError.

    >>> from calcdl.calculus.asking import ask
    >>> [level.name for level in answer(ask("chain", "log(sin(x**2))")).levels]
    ['u1', 'u2', 'f']
    """
    asked.require_one_point()
    require_few_digits(asked.digits)
    graph, reading = asked.graph, asked.reading
    variables = asked.variables()
    points = asked.points(variables)
    given_up: list[str] = []
    with placing(reading):
        tidied = gradient_formulas(graph, variables, asked.form, given_up.append)
    levels = _levels(reading, variables)
    nodes = [node for node, _ in levels]
    alone = tidied if len(levels) == 1 else None
    steps = _with_rules([level for _, level in levels], variables, asked.form, alone)
    if asked.detail > VALUES or len(steps) == 1:  # else nobody sees the parts of rules
        steps = with_steps(steps, variables, names_taken(graph), asked.terms)
    found = _with_names(_by_rules(assemblies(steps, tidied), steps), asked)
    if not points:
        return Chain(graph, tuple(steps), tuple(found), given_up=tuple(given_up))
    from calcdl.calculus.chain.parts import with_numbers_of_parts

    (point,) = points
    try:
        steps, totals = numbered(graph, nodes, steps, variables, point, asked.digits)
        steps = with_numbers_of_parts(steps, point, asked.digits)
    except CalcdlError as error:
        raise explain(error, reading, point) from None
    valued = [a._replace(value=v) for a, v in zip(found, totals, strict=True)]
    return Chain(graph, tuple(steps), tuple(valued), point.texts, tuple(given_up))


def _by_rules(found: Sequence[Assembly], levels: Sequence[Level]) -> list[Assembly]:
    """Put what a rule makes of the parts in the place of a product that has one factor alone."""
    if len(levels) > 1:
        return list(found)
    (level,) = levels
    root = level.definition.root
    written = {step.variable: step.written for step in level.steps if step.whole.root == root}
    return [
        one._replace(product=written[one.variable], substituted=written[one.variable])
        if one.variable in written
        else one
        for one in found
    ]


def _with_names(found: Sequence[Assembly], asked: Asked) -> list[Assembly]:
    """Add the derivatives in the names of definitions, where these make them shorter."""
    if not asked.wants_names:
        return list(found)
    from calcdl.calculus.derivative.named import named_formulas

    named = named_formulas(asked, {(one.variable,): one.tidied for one in found})
    return [one._replace(named=named.get((one.variable,))) for one in found]


# Taking apart


def _levels(reading: Reading, variables: Sequence[str]) -> list[tuple[int, Level]]:
    """Return the node and the definition of each level, in terms of earlier levels."""
    names = _names(reading, _named_nodes(reading), variables)
    levels = cut(reading.graph, names)
    return [(node, Level(names[node], definition, "", ())) for node, definition in levels]


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


def _names(reading: Reading, named: Iterable[int], variables: Sequence[str]) -> dict[int, str]:
    """Return a name for each level: the one it was defined by, else u1, u2 … and f at last.

    It is none of ``variables``, which need not occur: df/dx is no quotient of x by itself.
    """
    graph = reading.graph
    taken = names_taken(graph).union(variables)
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


def _with_rules(
    levels: Sequence[Level],
    variables: Sequence[str],
    form: str,
    alone: Mapping[str, Graph] | None = None,
) -> list[Level]:
    """Add to each level its rule, and its local derivatives by what depends on the variables.

    Those of a level that is ``alone``, which is the function itself, are known.
    """
    depends = set(variables)
    complete = []
    for level in levels:
        inputs = [name for name in _inputs(level.definition) if name in depends]
        if inputs:
            depends.add(level.name)
        found = alone or local_formulas(level.definition, inputs, form)
        local = tuple([LocalDerivative(name, found[name]) for name in inputs])
        complete.append(level._replace(rule=rule_name(level.definition), local=local))
    return complete


def _inputs(level: Graph) -> list[str]:
    """Return the names in a level, except those that only conditions look at."""
    nodes = level.nodes
    needed = {level.root}
    for i in reversed(level.order()):
        if i in needed and nodes.operations[i] not in COMPARISONS:
            needed.update(nodes.children(i))
    return sorted(nodes.name_of(i) for i in needed if nodes.operations[i] == "symbol")
