"""What a function does on one side of a point: limit and slopes, as closed formulas."""

from __future__ import annotations

from math import factorial

from calcdl.arithmetic.formulas.closed import Closed
from calcdl.arithmetic.formulas.layout import lay_out
from calcdl.arithmetic.germs import Germs
from calcdl.arithmetic.germs.germ import Germ, Infinite
from calcdl.calculus.evaluation.proof import proven_number
from calcdl.calculus.germs_at import OutsideDomain, SideGerm
from calcdl.errors import CalcdlError, Undecided
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.writing import write
from calcdl.results.point import OneSide
from calcdl.results.value import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Half", "certain", "value_of"]

_LONGEST_CLOSED = 40  # characters of a closed form that is worth reading
Quantity = int | Infinite | None  # a closed formula, an infinity, or not decided


def certain(values: Sequence[Value | None]) -> tuple[Value, ...]:
    """Return values up to the first that is not certain."""
    certain = []
    for value in values:
        if value is None:
            break
        certain.append(value)
    return tuple(certain)


class Half:
    """A germ as limit and derivatives, each a closed formula or infinite or not decided."""

    def __init__(
        self,
        closed: Closed,
        germ: SideGerm | OutsideDomain | Undecided,
        side: int,
        orders: int,
    ) -> None:
        self.closed = closed
        self.exists = not isinstance(germ, OutsideDomain)
        self.why = germ.reason if isinstance(germ, Undecided) else None
        self.limit: Quantity = None
        self.derivatives: list[Quantity] = []
        self.explodes = False  # faster than any power
        self.is_nonzero = False  # certainly, on all of the side next to the point
        self.known = isinstance(germ, SideGerm)
        if isinstance(germ, SideGerm):
            try:
                self.read(germ.germs, germ.germ, side, orders)
            except CalcdlError as error:
                self.why = error.reason

    def read(self, germs: Germs, germ: Germ, side: int, orders: int) -> None:
        self.limit = germs.limit_of(germ)
        self.is_nonzero = germs.lead(germ) is not None
        self.explodes = germ.exponent is not None and germ.known < 0
        if self.limit is None:
            self.why = "the function oscillates there, or calcdl cannot tell its limit"
        if self.limit is None or isinstance(self.limit, Infinite):
            return
        try:
            self.derivatives = self.slopes(germs, germ, side, orders)
        except Undecided as undecided:
            self.why = undecided.reason

    def slopes(self, germs: Germs, germ: Germ, side: int, orders: int) -> list[Quantity]:
        """Return one-sided derivatives up to the first that is infinite or not known."""
        slopes: list[Quantity] = []
        for order in range(1, orders + 1 if germ.smooth else 2):
            last = order * germs.roots
            between = {
                key: node
                for key, node in germ.terms.items()
                if last - germs.roots < key[0] < last
                or (key[0] == last and key[1] > 0)
                or (key[0] == last - germs.roots and key[1] < 0)
            }
            lead = germs.lead(Germ(between)) if between else None
            if lead is not None:
                return [*slopes, Infinite(lead.sign * side**order)]
            if germ.known <= last:
                self.why = "a slope oscillates there, or calcdl cannot tell it"
                return [*slopes, None]
            node = germ.terms.get((last, 0), self.closed.zero)
            slopes.append(self.closed.multiple(node, factorial(order) * side**order))
        return slopes

    def rounded(self, digits: int | None) -> OneSide:
        """Return limit and derivatives as decimals."""
        limit = None if self.limit is None else value_of(self.closed, self.limit, digits)
        derivatives = [
            None if quantity is None else value_of(self.closed, quantity, digits)
            for quantity in self.derivatives
        ]
        return OneSide(self.exists, limit, certain(derivatives), self.why)


def value_of(closed: Closed, quantity: int | Infinite, digits: int | None) -> Value | None:
    """Return a limit as a value; None where its digits cannot be decided."""
    if isinstance(quantity, Infinite):
        text = "oo" if quantity.sign > 0 else "-oo"
        return Value(text, exact=text, infinite=quantity.sign)
    try:
        value, _ = proven_number(closed, quantity, digits)
    except Undecided:
        return None
    graph = Graph(closed.nodes, quantity)
    if value.exact is None and not _has_long_number(graph):
        text = write(lay_out(graph))
        if len(text) <= _LONGEST_CLOSED:
            value = value._replace(exact=text)
    return value


def _has_long_number(graph: Graph) -> bool:
    """Say whether a number in a formula is longer than a formula that is worth reading."""
    numbers = [
        graph.nodes.arguments[i][0] for i in graph.order() if graph.nodes.operations[i] == "number"
    ]
    return any(
        max(abs(number.numerator), number.denominator) > 10**_LONGEST_CLOSED for number in numbers
    )
