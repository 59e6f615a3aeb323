"""A formula of arrays as it is set on paper: X⊤(Xw − y), with ⊙ for what goes entry by entry.

Vectors are columns there. Operations on arrays become ``Shaped`` ones of few kinds, named after
how they are set, and what NumPy repeats along an axis is a product with a vector of ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph, Nodes
from calcdl.graph.shapes import ONE, Shape, Shaped, as_shaped, shape_text
from calcdl.syntax.shaped.unparse import index_text

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation

__all__ = ["as_notation"]

_REDUCTIONS = frozenset(("sum", "mean", "var", "std", "prod", "max", "min", "norm", "logsumexp"))
_AXES = ("over rows", "over columns")


def as_notation(graph: Graph, shapes: Mapping[int, Shape]) -> Graph:
    """Return a formula in the operations that are set: chain, odot, oslash, raised, called …"""
    setting = _Setting(graph.nodes, shapes)
    for i in graph.order():
        setting.places[i] = setting.set(i)
    return Graph(setting.new, setting.places[graph.root])


class _Setting:
    """The nodes of a formula, and where each went."""

    def __init__(self, nodes: Nodes, shapes: Mapping[int, Shape]) -> None:
        self.nodes, self.shapes = nodes, shapes
        self.new = Nodes()
        self.places: dict[int, int] = {}

    def name(self, node: int) -> str:
        """Return the name of an operation on arrays."""
        shaped = as_shaped(self.nodes.operations[node])
        return "" if shaped is None else shaped.name

    def make(self, kind: str, *args: int, **given: Any) -> int:
        return self.new.make(cast("Operation", Shaped(kind, tuple(given.items()))), args)

    def set(self, node: int) -> int:
        """Return a node as it is set, its arguments being so."""
        operation, args = self.nodes.operations[node], self.nodes.arguments[node]
        if operation in LEAVES:
            return self.new.make(operation, args)
        shaped = as_shaped(operation)
        if shaped is not None:
            setter = _SETTERS.get(shaped.name, _Setting.called)
            return setter(self, shaped, args, self.shapes[node])
        shape = self.shapes[node]
        if not shape:
            return self.new.make(operation, tuple([self.places[i] for i in args]))
        return self.entries(operation, args, shape)

    # Entry by entry

    def entries(self, operation: Operation, args: Sequence[int], shape: Shape) -> int:
        if operation == "mul":
            arrays = [i for i in args if self.shapes[i]]
            scalars = [self.places[i] for i in args if not self.shapes[i]]
            fitted = [self.fitted(i, shape) for i in arrays]
            product = fitted[0] if len(fitted) == 1 else self.make("odot", *fitted)
            return self.chain(*scalars, product)
        if operation == "div" and self.shapes[args[1]]:
            above = self.fitted(args[0], shape, ones=True)
            return self.make("oslash", above, self.fitted(args[1], shape))
        if operation == "pow":
            return self.make("power", self.fitted(args[0], shape), self.places[args[1]])
        ones = operation in ("add", "neg")
        fitted = [self.fitted(i, shape, ones) for i in args]
        if operation == "exp":
            return self.make("called", *fitted, name="exp")
        if operation == "where" or operation in COMPARISONS:
            fitted = [self.places[i] for i in args]
        return self.new.make(operation, tuple(fitted))

    def fitted(self, node: int, shape: Shape, ones: bool = False) -> int:
        """Return a node repeated to a shape: 1b⊤ for a vector that is added to each row."""
        own, place = self.shapes[node], self.places[node]
        if self.nodes.operations[node] == "neg" and own != shape:
            (inside,) = self.nodes.arguments[node]
            return self.new.make("neg", (self.fitted(inside, shape, ones),))
        if not own:
            return self.times_ones(node, self.make("ones")) if ones else place
        if own == shape or len(shape) != 2:
            return place
        if len(own) == 1 or (own[0] == ONE != shape[0] and self.is_flat(node)):
            return self.chain(self.make("ones"), self.turned(place))
        if own[0] == ONE != shape[0]:
            return self.chain(self.make("ones"), place)
        return self.chain(place, self.turned(self.make("ones")))

    def times_ones(self, node: int, ones: int) -> int:
        """Return an array whose entries are all the same number."""
        place = self.places[node]
        is_one = self.nodes.operations[node] == "number" and self.nodes.value_of(node) == 1
        return ones if is_one else self.chain(place, ones)

    def is_flat(self, node: int) -> bool:
        """Say whether a node with an axis of one entry is set as a vector, which is a column."""
        waiting = [node]
        while waiting:
            i = waiting.pop()
            if self.name(i) in _REDUCTIONS or self.name(i) == "newaxis":
                return True
            if not self.name(i):
                waiting += [j for j in self.nodes.children(i) if self.shapes[j] == self.shapes[i]]
        return False

    # Products

    def chain(self, *parts: int) -> int:
        """Return factors beside each other; a factor that is a chain itself gives its own."""
        flat: list[int] = []
        for part in parts:
            shaped = as_shaped(self.new.operations[part])
            inside = shaped is not None and shaped.name == "chain"
            flat += self.new.arguments[part] if inside else (part,)
        return flat[0] if len(flat) == 1 else self.make("chain", *flat)

    def turned(self, place: int) -> int:
        """Return the transpose of what is set."""
        return self.raised(place, "transpose")

    def raised(self, place: int, by: str) -> int:
        """Return what is set with ⊤ or −1 above it, which together are −⊤."""
        shaped = as_shaped(self.new.operations[place])
        if shaped is None or shaped.name != "raised":
            return self.make("raised", place, by=by)
        (inside,) = self.new.arguments[place]
        own = shaped.get("by")
        if own == by:
            return inside
        both = {"transpose", "inverse"}
        if own == "both":
            (rest,) = both - {by}
            return self.make("raised", inside, by=rest)
        return self.make("raised", inside, by="both")

    def product(self, op: Shaped, args: Sequence[int], shape: Shape) -> int:
        left, right = args
        axes = len(self.shapes[left]), len(self.shapes[right])
        if axes == (1, 2):
            return self.chain(self.turned(self.places[right]), self.places[left])
        if axes == (1, 1):
            return self.chain(self.row(left), self.places[right])
        return self.chain(self.places[left], self.places[right])

    def row(self, vector: int) -> int:
        """Return a vector as a row: v⊤, and v⊤A for v@A."""
        before: list[int] = []
        while self.name(vector) == "matmul":
            left, right = self.nodes.arguments[vector]
            if len(self.shapes[left]) != 1:
                break
            before.insert(0, self.places[right])
            vector = left
        return self.chain(self.turned(self.places[vector]), *before)

    def outer(self, op: Shaped, args: Sequence[int], shape: Shape) -> int:
        return self.chain(self.places[args[0]], self.turned(self.places[args[1]]))

    def transposed(self, op: Shaped, args: Sequence[int], shape: Shape) -> int:
        return self.turned(self.places[args[0]])

    def inverse(self, op: Shaped, args: Sequence[int], shape: Shape) -> int:
        return self.raised(self.places[args[0]], "inverse")

    # Others

    def reduced(self, op: Shaped, args: Sequence[int], shape: Shape) -> int:
        """Return a reduction; the root of a sum of squares is a norm."""
        (inside,) = args
        axis, two = op.get("axis"), len(self.shapes[inside]) == 2
        if op.name == "norm" and axis is None:
            return self.make("norm", self.places[inside], frobenius=two)
        if op.name == "sum" and axis is None and self.is_square(inside):
            base, exponent = self.nodes.arguments[inside]
            norm = self.make("norm", self.places[base], frobenius=two)
            return self.new.make("pow", (norm, self.places[exponent]))
        words = _AXES[axis] if two and axis is not None else ""
        return self.make("called", self.places[inside], name=op.name, below=words)

    def is_square(self, node: int) -> bool:
        if self.nodes.operations[node] != "pow":
            return False
        exponent = self.nodes.arguments[node][1]
        return self.nodes.operations[exponent] == "number" and self.nodes.value_of(exponent) == 2

    def along(self, op: Shaped, args: Sequence[int], shape: Shape) -> int:
        """Return what goes along an axis; along the last one nothing is said of it."""
        axis = op.get("axis")
        words = _AXES[axis] if axis is not None and axis < len(shape) - 1 else ""
        return self.make("called", self.places[args[0]], name=op.name, below=words)

    def normalised(self, op: Shaped, args: Sequence[int], shape: Shape) -> int:
        """Return an array divided by its deviation, or by the root of the mean of its squares."""
        array, axis = self.places[args[0]], op.get("axis")
        words = _AXES[axis] if len(shape) == 2 and axis is not None else ""
        centred = op.name.startswith("standardize")
        square = array if centred else self.make("power", array, self.new.number(2))
        below = self.make("called", square, name="var" if centred else "mean", below=words)
        if len(args) > 1:
            added = self.places[args[1]]
            flat = len(shape) == 2 and axis is not None
            added = self.chain(added, self.make("ones")) if flat else added
            below = self.new.make("add", (below, added))
        below = self.new.make("sqrt", (below,))
        above = array
        if centred:
            mean = self.make("called", array, name="mean", below=words)
            mean = self.spread(mean, axis, shape)
            above = self.new.make("add", (array, self.new.make("neg", (mean,))))
        if axis is None or len(shape) == 1:
            return self.new.make("div", (above, below))
        return self.make("oslash", above, self.spread(below, axis, shape))

    def spread(self, place: int, axis: int | None, shape: Shape) -> int:
        """Return a reduction along an axis, repeated along it."""
        ones = self.make("ones")
        if axis is None or len(shape) != 2:
            return self.chain(place, ones)
        return (
            self.chain(place, self.turned(ones)) if axis else self.chain(ones, self.turned(place))
        )

    def expanded(self, op: Shaped, args: Sequence[int], shape: Shape) -> int:
        (inside,) = args
        if self.shapes[inside]:
            return self.fitted(inside, shape)
        is_zero = self.nodes.operations[inside] == "number" and not self.nodes.value_of(inside)
        if is_zero:
            return self.make("zeros", sizes=shape_text(shape))
        return self.times_ones(inside, self.make("ones", sizes=shape_text(shape)))

    def same(self, op: Shaped, args: Sequence[int], shape: Shape) -> int:
        """Return what is set as its argument is: v[:, None] is a column, as v is."""
        return self.places[args[0]]

    def solution(self, op: Shaped, args: Sequence[int], shape: Shape) -> int:
        return self.chain(self.raised(self.places[args[0]], "inverse"), self.places[args[1]])

    def logdet(self, op: Shaped, args: Sequence[int], shape: Shape) -> int:
        determinant = self.make("called", self.places[args[0]], name="det")
        return self.new.make("log", (self.new.make("abs", (determinant,)),))

    def diagonal(self, op: Shaped, args: Sequence[int], shape: Shape) -> int:
        return self.make("called", self.places[args[0]], name="diag")

    def identity(self, op: Shaped, args: Sequence[int], shape: Shape) -> int:
        return self.make("identity", sizes=str(shape[0]))

    def index(self, op: Shaped, args: Sequence[int], shape: Shape) -> int:
        return self.make("index", self.places[args[0]], below=index_text(op.get("key")))

    def called(self, op: Shaped, args: Sequence[int], shape: Shape) -> int:
        """Return an operation that has no sign of its own: a call, or all that NumPy is told."""
        places = [self.places[i] for i in args]
        if op.given:
            return self.make("code", *places, operation=op)
        return self.make("called", *places, name=op.name)


Setter = Callable[[_Setting, Shaped, Sequence[int], Shape], int]
_SETTERS: dict[str, Setter] = {
    "matmul": _Setting.product,
    "outer": _Setting.outer,
    "transpose": _Setting.transposed,
    "inv": _Setting.inverse,
    "expand": _Setting.expanded,
    "newaxis": _Setting.same,
    "squeeze": _Setting.same,
    "eye": _Setting.identity,
    "index": _Setting.index,
    "solve": _Setting.solution,
    "logdet": _Setting.logdet,
    "diagonal": _Setting.diagonal,
    "softmax": _Setting.along,
    "log_softmax": _Setting.along,
    **dict.fromkeys(_REDUCTIONS, _Setting.reduced),
    **dict.fromkeys(
        ("standardize", "standardize_eps", "rms_scale", "rms_scale_eps"), _Setting.normalised
    ),
}
