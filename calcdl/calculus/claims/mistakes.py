"""Wrong rules at operations on arrays: functions whose gradient is what a mistake makes of it.

A mistake is planted as another function that has the same value. In it are *frozen* copies, in
which the variable is taken as constant: where f(u) becomes u + f(u°) - u°, the derivative of f has
been forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from calcdl.calculus.claims.here import Here
from calcdl.calculus.claims.samples import FROZEN
from calcdl.calculus.claims.statistics import (
    of_log_softmax,
    of_mean,
    of_softmax,
    of_standard,
    of_statistic,
    of_total,
)
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph, Nodes
from calcdl.graph.rewrite import rewrite_nodes
from calcdl.graph.shapes import as_shaped
from calcdl.sweep.derivatives import active_nodes

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.graph.nodes import Operation
    from calcdl.graph.shapes import Shape

    Wrong: TypeAlias = "Iterator[tuple[str, str, int]]"  # kind, part, node

__all__ = ["Mistaken", "mistaken_functions"]

_MOST = 60  # functions


class Mistaken(NamedTuple):
    """A function in which a mistake is planted: its kind, the operation, and the argument meant."""

    kind: str
    node: int
    part: int
    function: Graph


def mistaken_functions(graph: Graph, shapes: dict[int, Shape], variable: str) -> Iterator[Mistaken]:
    """Yield functions with a mistake, operations near the variable first."""
    nodes = Nodes()
    frozen = rewrite_nodes(graph.nodes, graph.order(), nodes, _freezing(graph, nodes, variable))
    live = rewrite_nodes(graph.nodes, graph.order(), nodes)
    active = active_nodes(graph, [variable])
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    count = 0
    for i in graph.order():
        if i not in active or operations[i] in LEAVES:
            continue
        args = arguments[i]
        here = Here(
            nodes, operations[i], tuple([live[j] for j in args]),
            tuple([frozen[j] for j in args]), frozen[i], [shapes[j] for j in args],
            tuple([k for k, j in enumerate(args) if j in active]),
        )  # fmt: skip
        for kind, part, node in _wrong_at(here):
            count += 1
            if count > _MOST:
                return
            yield Mistaken(kind, i, part, _with(graph, i, node, nodes, live))


def _freezing(graph: Graph, nodes: Nodes, variable: str) -> Any:
    def frozen(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        if operation == "symbol" and graph.nodes.name_of(node) == variable:
            return nodes.symbol(variable + FROZEN)
        return None

    return frozen


def _with(graph: Graph, place: int, node: int, nodes: Nodes, live: dict[int, int]) -> Graph:
    """Return a graph with another node at a place."""

    def replaced(i: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        return node if i == place else None

    return Graph(nodes, rewrite_nodes(graph.nodes, graph.order(), nodes, replaced)[graph.root])


def _wrong_at(here: Here) -> Iterator[tuple[str, int, int]]:
    """Yield kinds of mistakes, arguments that they are about, and what the operation becomes."""
    shaped = as_shaped(here.operation)
    rule = _RULES.get(str(here.operation) if shaped is None else shaped.name)
    if rule is not None:
        yield from rule(here)
    elif shaped is None and here.operation not in COMPARISONS:
        yield from _of_function(here)
    if len(here.active) > 1 and here.operation not in ("add", "where"):
        for k in here.active:
            args = list(here.args)
            args[k] = here.frozen[k]
            yield "product-part", k, here.make(here.operation, *args)


def _of_function(here: Here) -> Iterator[tuple[str, int, int]]:
    if len(here.active) == 1:
        (k,) = here.active
        if here.shapes[k] or not any(here.shapes):
            yield "function-derivative", k, here.moved(here.args[k], here.frozen[k])


def _of_power(here: Here) -> Iterator[tuple[str, int, int]]:
    if here.active != (0,):
        return
    u, v = here.args
    yield "power-factor", 0, here.moved(
        here.make("div", here.make("pow", u, v), v),
        here.make("div", here.value, v),
    )  # fmt: skip
    yield "function-derivative", 0, here.moved(u, here.frozen[0])


def _of_sum(here: Here) -> Iterator[tuple[str, int, int]]:
    for k in here.active if len(here.args) > 1 else ():
        terms = list(here.args)
        if len(here.active) > 1:
            terms[k] = here.frozen[k]
            yield "sum-term", k, here.make("add", *terms)
        turned = here.sub(here.make("add", here.frozen[k], here.frozen[k]), here.args[k])
        terms[k] = turned
        yield "sum-sign", k, here.make("add", *terms)


def _of_product(here: Here) -> Iterator[tuple[str, int, int]]:
    """A factor is missing that is an array: a mask, or the derivative of what is around it."""
    for k in range(len(here.args)):
        others = [j for j in range(len(here.args)) if j != k]
        if k not in here.active and here.shapes[k] and len(others) == 1:
            (j,) = others
            yield "factor-missing", k, here.moved(here.args[j], here.frozen[j])


def _of_matmul(here: Here) -> Iterator[tuple[str, int, int]]:
    """A factor stands transposed, or on the wrong side; both fit where matrices are square."""
    (a, b), (fa, fb) = here.args, here.frozen
    left, right = here.shapes

    def turned(u: int) -> int:
        return here.shaped("transpose", u)

    def fits(shape: Shape) -> bool:
        return len(shape) == 2 and shape[0] == shape[1]

    if 1 in here.active and fits(left):
        yield "factor-transposed", 0, here.moved(
            here.shaped("matmul", turned(fa), b), here.shaped("matmul", turned(fa), fb)
        )  # fmt: skip
    if 0 in here.active and fits(right):
        yield "factor-transposed", 1, here.moved(
            here.shaped("matmul", a, turned(fb)), here.shaped("matmul", fa, turned(fb))
        )  # fmt: skip
    if fits(left) and fits(right) and left == right:
        for k in here.active:
            live = (fb, a) if k == 0 else (b, fa)
            yield "factors-swapped", k, here.moved(
                here.shaped("matmul", *live), here.shaped("matmul", fb, fa)
            )  # fmt: skip
    if 0 in here.active and len(left) == 2 and left[0] == left[1] and len(right) == 1:
        yield "outer-turned", 0, here.moved(
            here.shaped("matmul", turned(a), b), here.shaped("matmul", turned(fa), fb)
        )  # fmt: skip


def _of_inverse(here: Here) -> Iterator[tuple[str, int, int]]:
    y = here.value
    turned = here.shaped("transpose", y)

    def around(x: int) -> int:
        product = here.shaped("matmul", here.shaped("matmul", turned, x), turned)
        return here.make("neg", product)

    yield "inverse-transposes", 0, here.moved(around(here.args[0]), around(here.frozen[0]))
    yield "inverse-sign", 0, here.sub(here.make("add", y, y), here.make(here.operation, *here.args))
    yield "inverse-once", 0, here.moved(
        here.make("neg", here.shaped("matmul", y, here.args[0])),
        here.make("neg", here.shaped("matmul", y, here.frozen[0])),
    )  # fmt: skip


def _of_choice(here: Here) -> Iterator[tuple[str, int, int]]:
    for k, other in ((1, 2), (2, 1)):
        if k in here.active:
            yield "case-missing", other, here.moved(here.args[k], here.frozen[k])


def _nothing(here: Here) -> Iterator[tuple[str, int, int]]:
    return iter(())


_RULES: dict[str, Callable[[Here], Iterator[tuple[str, int, int]]]] = {
    "add": _of_sum,
    "mul": _of_product,
    "pow": _of_power,
    "matmul": _of_matmul,
    "softmax": of_softmax,
    "log_softmax": of_log_softmax,
    "mean": of_mean,
    "sum": of_total,
    "var": of_statistic,
    "std": of_statistic,
    "norm": of_statistic,
    "logsumexp": of_statistic,
    "standardize": of_standard,
    "standardize_eps": of_standard,
    "rms_scale": of_standard,
    "rms_scale_eps": of_standard,
    "inv": _of_inverse,
    "neg": _nothing,
    "div": _nothing,
    "where": _of_choice,
}
