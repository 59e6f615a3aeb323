"""Germs of a function at a point and on its two sides, as long and as fine as they have to be."""

from __future__ import annotations

from calcdl.arithmetic.formulas.closed import Closed
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.germs import Germs
from calcdl.arithmetic.germs.germ import Germ, Patience
from calcdl.arithmetic.precision import current_precision
from calcdl.arithmetic.signals import Finer, OneSided, TooShort
from calcdl.errors import NoValue, Undecided
from calcdl.functions.rules import rule_names
from calcdl.graph.nodes import Graph, Nodes
from calcdl.lean import TYPE_CHECKING, NamedTuple, cache
from calcdl.sweep.derivatives import tangents
from calcdl.sweep.forward import apply, values

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OutsideDomain", "SideGerm", "germ_on_side", "place_of", "value_at_point"]

_LONGEST = 64  # orders in the distance
_PATIENCE = 150_000  # work for one side, some seconds
_GROWTH = 4  # how much more work one of twice the length may be
_MOST_ROOTS = 1_000
_LARGEST_RULE = 3_000  # nodes of the formula of a derivative of a function of the table


class OutsideDomain(NamedTuple):
    """There is no germ: the function is not real there."""

    reason: str


class SideGerm(NamedTuple):
    """A germ, and the arithmetic that it is one of."""

    germs: Germs
    germ: Germ


def place_of(values_of: Mapping[str, Graph], closed: Closed) -> dict[str, int]:
    """Return the coordinates of a point as closed formulas."""
    return {name: closed.fold(apply(graph, closed, {})) for name, graph in values_of.items()}


def germ_on_side(
    graph: Graph, variable: str, place: Mapping[str, int], closed: Closed, side: int, orders: int
) -> SideGerm | OutsideDomain | Undecided:
    """Return the germ on a side, -1 or 1, or with 0 the value at the point."""
    length, roots = orders + 2, 1
    longest = max(_LONGEST, 4 * orders)
    before = -1
    patience = Patience(_PATIENCE)
    left = last = _PATIENCE
    while True:
        last, left = left, patience.left
        if _GROWTH * (last - left) > left:
            return Undecided("a longer series would take too long")
        germs = Germs(side, length, roots, closed, derivative_of_row, patience)
        inputs = {name: germs.of(node) for name, node in place.items()}
        inputs[variable] = germs.variable(place[variable])
        try:
            with current_precision():
                germ = apply(graph, germs, inputs)
        except Finer as finer:
            roots *= finer.factor
            if roots > _MOST_ROOTS:
                return Undecided("a power of the distance with a large denominator")
            continue
        except TooShort as short:
            if length >= longest:
                return Undecided(short.reason)
        except (NoValue, OneSided) as error:
            return OutsideDomain(error.reason)
        except Undecided as undecided:
            return undecided
        else:
            enough = germ.known > orders * roots or not germ.smooth or side == 0
            if enough or length >= longest or germ.known // roots == before:
                return SideGerm(germs, germ)
            before = germ.known // roots
        length *= 2


def value_at_point(graph: Graph, place: Mapping[str, int], closed: Closed) -> int:
    """Return the value of a function as a closed formula, its signs decided by proof as well.

    Raises NoValue where there is none, Undecided.
    """
    germs = Germs(0, 1, 1, closed, derivative_of_row, Patience(_PATIENCE))
    try:
        with current_precision():
            germ = apply(graph, germs, {name: germs.of(node) for name, node in place.items()})
    except OneSided as error:
        raise NoValue(error.reason) from None
    node = germs.constant_of(germ)
    assert node is not None
    return node


@cache
def derivative_of_row(name: str, place: int, order: int) -> Graph:
    """Return the formula of a higher derivative of a function of the table; Undecided."""
    symbols = Symbols()
    if order == 0:
        nodes = Nodes()
        arguments = [nodes.symbol(argument) for argument in rule_names(name)]
        return Graph(nodes, nodes.make(name, tuple(arguments)))
    before = derivative_of_row(name, place, order - 1)
    inputs = {argument: symbols.nodes.symbol(argument) for argument in rule_names(name)}
    tidied = values(before, symbols, inputs)
    current = Graph(symbols.nodes, tidied[before.root])
    tidied = {i: i for i in current.order()}
    slopes = tangents(current, symbols, tidied, {rule_names(name)[place]: symbols.one})
    if len(symbols.nodes) > _LARGEST_RULE:
        raise Undecided(f"the derivative of order {order} of {name}")
    return Graph(symbols.nodes, slopes.get(current.root, symbols.zero))
