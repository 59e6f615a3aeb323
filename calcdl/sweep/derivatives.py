"""Derivatives by forward and reverse sweeps over a graph, in any arithmetic.

A sweep visits each node once, in topological order or against it. What it computes with is the
arithmetic's affair: floats, Taylor series, formulas. See A. Griewank and A. Walther, Evaluating
Derivatives (2008), chapters 3 and 4; the reverse sweep costs a small multiple of the forward one,
however many variables there are.
"""

from __future__ import annotations

from calcdl.errors import CalcdlError
from calcdl.functions.rules import bound, local_rule, missing_rule, row_of
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph, Undefined, is_on_arrays
from calcdl.lean import TYPE_CHECKING, cache, cast
from calcdl.sweep.forward import Program, apply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeAlias

    from calcdl.graph.shapes import Shaped
    from calcdl.sweep.arithmetic import Arithmetic, N, ShapedArithmetic

    # From a node, its adjoint and the places that are wanted to what goes to these arguments.
    Pullback: TypeAlias = Callable[[int, N, Sequence[int]], dict[int, N]]

__all__ = [
    "active_nodes",
    "adjoints",
    "adjoints_of_variables",
    "local_derivatives",
    "rule_program",
    "tangents",
]

# Products of up to this many factors are differentiated by the textbook's product rule, which
# reads well but takes n**2 steps; longer ones with products of what stands before and behind.
_TEXTBOOK_PRODUCT = 8

# In graphs of more nodes than that, adjoints that several others are made of stay in one piece, so
# that the gradient costs a small multiple of the function; in smaller ones formulas read better
# if everything is multiplied out of its nest.
_LARGE = 100


def tangents(
    graph: Graph,
    arithmetic: Arithmetic[N],
    found: Mapping[int, N],
    directions: Mapping[str, N],
) -> dict[int, N]:
    """Return the directional derivative (tangent) of every node; a forward sweep.

    ``found`` are the values of the nodes and ``directions`` the tangents of the variables. Nodes
    that do not depend on these variables are left out.
    """
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    conditional = graph.is_conditional()
    result: dict[int, N] = {}
    for i in graph.order():
        operation, args = operations[i], arguments[i]
        if operation in LEAVES:
            if operation == "symbol" and (name := graph.nodes.name_of(i)) in directions:
                result[i] = directions[name]
            continue
        if result.keys().isdisjoint(args) or operation in COMPARISONS:
            continue
        if conditional and isinstance(found[i], CalcdlError):  # a branch that is not taken
            continue
        if operation == "add":
            terms = [result[j] for j in args if j in result]
        elif operation == "neg":
            terms = [arithmetic.neg(result[args[0]])]
        elif operation == "mul" and len(args) <= _TEXTBOOK_PRODUCT:
            terms = _textbook_product(arithmetic, args, found, result)
        elif operation == "where":
            zero = arithmetic.number(0)
            chosen, otherwise = result.get(args[1], zero), result.get(args[2], zero)
            if graph.nodes.is_undefined(args[2]) and not isinstance(found[args[2]], CalcdlError):
                otherwise = found[args[2]]  # a formula has no value there, as the function has none
            terms = [_branch(arithmetic, found[args[0]], chosen, otherwise)]
        else:
            active = [k for k, j in enumerate(args) if j in result]
            local = local_derivatives(arithmetic, graph, i, active, found)
            terms = [arithmetic.mul((slope, result[args[k]])) for k, slope in local.items()]
        if terms:
            result[i] = terms[0] if len(terms) == 1 else arithmetic.add(terms)
    return result


def _textbook_product(
    arithmetic: Arithmetic[N],
    args: Sequence[int],
    found: Mapping[int, N],
    slopes: Mapping[int, N],
) -> list[N]:
    """Return f'*g*h, f*g'*h and f*g*h'."""
    values = list(map(found.__getitem__, args))
    terms = []
    for k, j in enumerate(args):
        if j in slopes:
            factors = values.copy()
            factors[k] = slopes[j]
            terms.append(arithmetic.mul(factors))
    return terms


def _branch(arithmetic: Arithmetic[N], condition: N, chosen: N, otherwise: N) -> N:
    if isinstance(condition, bool):
        return chosen if condition else otherwise
    return arithmetic.choose(condition, chosen, otherwise)


def adjoints(
    graph: Graph,
    arithmetic: Arithmetic[N],
    found: Mapping[int, N],
    variables: Sequence[str] | None = None,
    seed: N | None = None,
    pull: Pullback[N] | None = None,
) -> dict[int, N]:
    """Return the derivative of the root with respect to nodes (their adjoints); a reverse sweep.

    ``seed`` is the adjoint of the root, which is 1 if none is given. Every node on a path from one
    of the variables (by default all) to the root has one; a variable that is missing from the
    result has derivative zero. ``pull`` says what the arguments of products, quotients, powers and
    functions get, by their places, if not by the rules of the table.
    """
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    order = graph.order()
    large = len(order) > _LARGE
    active = active_nodes(graph, variables)
    contributions: dict[int, list[N]] = {
        graph.root: [arithmetic.number(1) if seed is None else seed]
    }
    result: dict[int, N] = {}
    for i in reversed(order):
        if i not in contributions or i not in active:
            continue
        parts = contributions.pop(i)
        bar = parts[0] if len(parts) == 1 else arithmetic.add(parts)
        operation, args = operations[i], arguments[i]
        if large and len(args) > 1:
            bar = arithmetic.share(bar)
        result[i] = bar
        if operation == "symbol":
            continue
        if operation == "add":
            shares = [(j, bar) for j in args]
        elif operation == "neg":
            shares = [(args[0], arithmetic.neg(bar))]
        elif operation == "where":
            shares = _branch_shares(arithmetic, found[args[0]], args, bar)
        elif is_on_arrays(operation):
            wanted = [k for k, j in enumerate(args) if j in active]
            arrays, shaped = cast("ShapedArithmetic[N]", arithmetic), cast("Shaped", operation)
            pulled = arrays.pullback(shaped, [found[j] for j in args], found[i], bar, wanted)
            shares = [(args[k], share) for k, share in pulled.items()]
        else:
            wanted = [k for k, j in enumerate(args) if j in active]
            if pull is None:
                local = local_derivatives(arithmetic, graph, i, wanted, found)
                shares = [(args[k], arithmetic.mul((bar, local[k]))) for k in wanted if k in local]
            else:
                shares = [(args[k], share) for k, share in pull(i, bar, wanted).items()]
        for j, share in shares:
            if j in active:
                contributions.setdefault(j, []).append(share)
    return result


def adjoints_of_variables(
    graph: Graph,
    arithmetic: Arithmetic[N],
    found: Mapping[int, N],
    variables: Sequence[str] | None = None,
    seed: N | None = None,
) -> dict[str, N]:
    """Return the partial derivatives by the variables' names; what is missing is zero.

    ``seed`` is as for ``adjoints``.
    """
    nodes = graph.nodes
    bars = adjoints(graph, arithmetic, found, variables, seed)
    return {nodes.name_of(i): bar for i, bar in bars.items() if nodes.operations[i] == "symbol"}


def _branch_shares(
    arithmetic: Arithmetic[N], condition: N, args: Sequence[int], bar: N
) -> list[tuple[int, N]]:
    """Return what the branches of a condition contribute to: the one taken, or each in its case."""
    if isinstance(condition, bool):
        return [(args[1] if condition else args[2], bar)]
    zero = arithmetic.number(0)
    return [
        (args[1], arithmetic.choose(condition, bar, zero)),
        (args[2], arithmetic.choose(condition, zero, bar)),
    ]


def active_nodes(graph: Graph, variables: Iterable[str] | None = None) -> set[int]:
    """Return the nodes that depend on one of the variables, by default on any."""
    names = None if variables is None else frozenset(variables)
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    active: set[int] = set()
    for i in graph.order():
        operation = operations[i]
        if operation == "symbol":
            if names is None or graph.nodes.name_of(i) in names:
                active.add(i)
        elif operation in LEAVES or operation in COMPARISONS:
            continue
        elif not active.isdisjoint(arguments[i]):
            active.add(i)
    return active


def local_derivatives(
    arithmetic: Arithmetic[N],
    graph: Graph,
    node: int,
    places: Sequence[int],
    found: Mapping[int, N],
    rule_of: Callable[[str, int], Program | None] | None = None,
) -> dict[int, N]:
    """Return the derivative of an operation with respect to its arguments at these places.

    ``rule_of`` gives the rules of functions and operators, by default those of the table.
    """
    operation = graph.nodes.operations[node]
    args = [found[j] for j in graph.nodes.arguments[node]]
    if operation == "mul":
        return _product_rule(arithmetic, args, places)
    if type(operation) is Undefined:
        return {k: arithmetic.call(_differentiated(operation, k), args) for k in places}
    if operation == "pow":
        places = _places_in_power(arithmetic, args, places)
    elif operation in ("max", "min") and args[0] is args[1]:
        args = [arithmetic.number(0)] * 2  # the rules ask for the difference, which no ball tells
    row = row_of(operation)
    if not row.variadic:
        if len(args) < len(row.args):
            given = bound(operation, args, lambda default: apply(default, arithmetic, {}))
            args = list(given.values())
        args.append(found[node])
    local = {}
    for k in places:
        rule = (rule_of or rule_program)(operation, k)
        if rule is None:
            raise missing_rule(operation, k)
        try:
            local[k] = rule.run(arithmetic, (args[k], found[node]) if row.variadic else args)
        except CalcdlError as error:
            error.node = node  # not a node of the rule
            raise
    return local


def _places_in_power(
    arithmetic: Arithmetic[N], args: Sequence[N], places: Sequence[int]
) -> Sequence[int]:
    """Return at which of these places a power has a slope that is not known to be zero."""
    if 0 in places:  # x**0 is 1, at x = 0 too
        return [k for k in places if k != 0] if arithmetic.is_zero(args[1]) else places
    # 0**x is 0, but has no slope where x is 0
    return [] if arithmetic.is_zero(args[0]) and not arithmetic.is_zero(args[1]) else places


@cache
def rule_program(operation: str, place: int) -> Program | None:
    """Return a local derivative as a program of the operation's arguments and its value."""
    graph = local_rule(operation, place)
    return None if graph is None else Program(graph, (*row_of(operation).args, "y"))


def _differentiated(operation: Undefined, place: int) -> Undefined:
    orders = list(operation.orders)
    orders[place] += 1
    return Undefined(operation.name, tuple(orders))


def _product_rule(
    arithmetic: Arithmetic[N], factors: list[N], places: Sequence[int]
) -> dict[int, N]:
    """Return, for each place, the product of all other factors."""
    count = len(factors)
    if count <= _TEXTBOOK_PRODUCT:
        return {k: _product(arithmetic, factors[:k] + factors[k + 1 :]) for k in places}
    share = arithmetic.share
    before = [factors[0]]
    for factor in factors[1:-1]:
        before.append(share(arithmetic.mul((before[-1], factor))))
    behind = [factors[-1]]
    for factor in reversed(factors[1:-1]):
        behind.append(share(arithmetic.mul((factor, behind[-1]))))
    behind.reverse()
    local = {0: behind[0], count - 1: before[-1]}
    for k in places:
        if 0 < k < count - 1:
            local[k] = arithmetic.mul((before[k - 1], behind[k]))
    return {k: local[k] for k in places}


def _product(arithmetic: Arithmetic[N], factors: list[N]) -> N:
    return factors[0] if len(factors) == 1 else arithmetic.mul(factors)
