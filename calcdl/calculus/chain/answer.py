"""The chain rule, level by level: a nest of functions taken apart, and put together again."""

from __future__ import annotations

from calcdl.calculus.chain.assembly import assemblies
from calcdl.calculus.chain.known import known_of
from calcdl.calculus.chain.numbers import numbered
from calcdl.calculus.chain.rules import with_steps
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
    from collections.abc import Collection, Mapping, Sequence

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
    levels = _levels(reading, variables, asked.form, tidied)
    found = assemblies(graph, levels, tidied)
    steps = list(levels.values())
    shows_rules = asked.detail > VALUES
    if shows_rules or len(steps) == 1:  # of a rule alone what it makes of its parts is seen
        taken = names_taken(graph)
        steps = with_steps(steps, variables, taken, asked.terms, outermost=not shows_rules)
    found = _with_names(_by_rules(found, steps), asked)
    if not points:
        return Chain(graph, tuple(steps), tuple(found), given_up=tuple(given_up))
    from calcdl.calculus.chain.parts import with_numbers_of_parts

    (point,) = points
    try:
        steps, totals = numbered(graph, list(levels), steps, variables, point, asked.digits)
        if shows_rules:
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


def _levels(
    reading: Reading, variables: Sequence[str], form: str, tidied: Mapping[str, Graph]
) -> dict[int, Level]:
    """Return the levels, in terms of earlier ones and of variables, by the nodes that they are.

    Local derivatives are by what depends on the variables. Those of a level that is the function
    itself are ``tidied``, which are known.
    """
    names = _names(reading, _named_nodes(reading), variables)
    definitions = cut(reading.graph, names)
    depends = set(variables)
    levels = {}
    for node, definition in definitions:
        name, known = names[node], known_of(definition)
        inputs = [one for one in known.inputs if one in depends]
        if inputs:
            depends.add(name)
        if len(definitions) == 1:
            local = tuple([LocalDerivative(one, tidied[one]) for one in inputs])
        else:
            local = known.local(definition, inputs, form)
        levels[node] = Level(name, definition, known.rule, local)
    return levels


def _named_nodes(reading: Reading) -> set[int]:
    """Return the nodes that are levels: inner functions, parts used twice, and the root."""
    graph = reading.graph
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    order = graph.order()
    uses = dict.fromkeys(order, 0)
    active: set[int] = set()
    composite: dict[int, None] = {}  # in order
    for i in order:
        operation, args = operations[i], arguments[i]
        if operation in LEAVES:
            if operation == "symbol":
                active.add(i)
            continue
        for j in args:
            uses[j] += 1
        if not active.isdisjoint(args):
            active.add(i)
            if operation not in COMPARISONS:
                composite[i] = None
    named = {i for i in composite if uses[i] > 1 or i in reading.names} | {graph.root}
    for i in composite:
        inner = [j for j in arguments[i] if j in composite]
        if operations[i] not in _ARITHMETIC:
            named.update(inner)
        else:
            # Sums and products of earlier names stay together; a composed function is a name.
            named.update(
                [
                    j
                    for j in inner
                    if operations[j] not in _ARITHMETIC and not named.isdisjoint(arguments[j])
                ]
            )
    return named


def _names(reading: Reading, named: Collection[int], variables: Sequence[str]) -> dict[int, str]:
    """Return a name for each level: the one it was defined by, else u1, u2 … and f at last.

    It is none of ``variables``, which need not occur: df/dx is no quotient of x by itself.
    """
    graph = reading.graph
    taken = names_taken(graph).union(variables)
    names: dict[int, str] = {}
    if reading.names:
        for i in sorted(named):
            name = reading.names.get(i)
            if name is not None and name not in taken:
                names[i] = name
                taken.add(name)
    fresh = (f"u{k}" for k in range(1, len(taken) + len(named) + 2))
    free = (name for name in fresh if name not in taken)
    outermost = [name for name in ("f", "y", "F") if name not in taken]
    for i in sorted(named):
        if i not in names:
            names[i] = outermost[0] if i == graph.root and outermost else next(free)
    return names
