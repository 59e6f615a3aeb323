"""One question asked at very many points: derivatives by arrays of doubles.

Doubles are fast but say nothing of how wrong they are. So each node of all that is computed comes
with a bound of its error (see arithmetic.arrays.bounded), and the parts without a variable are
known before, as well as a single question would tell them. Points at which twelve digits are not
safe, or at which the function is not certainly smooth and defined, are reported as needing care,
and the caller asks for them one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from calcdl.calculus.many.formulas import Formulas
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph, Nodes, reachable
from calcdl.reading.points import Point
from calcdl.sweep.forward import apply_operation

__all__ = ["Around", "Prepared", "prepare"]

_MEMORY = 1 << 22  # bytes that intermediate arrays may take together
_FEWEST = 256  # points worth a sweep by arrays
_ACCURACY = 2.0**-40  # the error that a result may have, relative to it: twelve digits


class Around(NamedTuple):
    """What is known on boxes: a column a box.

    The first row of ``numbers`` is the function at the centre, the others are the outputs;
    ``errors`` are how far the values on the box may be from these. Where the function's is finite,
    the function is defined and continuous on the box; ``smooth`` is where it is analytic.
    """

    numbers: Any
    errors: Any
    smooth: Any


class Prepared:
    """Derivatives of a function, ready to be evaluated at blocks of points (see ``prepare``)."""

    def __init__(self, graph: Graph, outputs: Sequence[Sequence[str]]) -> None:
        formulas = Formulas(graph, outputs)
        formulas.make_stable()
        self.variables = tuple(graph.symbols())
        self._nodes = formulas.nodes
        self._function = formulas.function
        self._outputs = formulas.outputs
        self._corners = formulas.corners
        self._kept = {self._function, *self._outputs, *self._corners}
        self._kept.update(*self._corners.values())
        known = _without_variables(self._nodes, self._kept)
        self._order = _reachable_outside(self._nodes, self._kept, known)
        self._known = {i: _known_number(self._nodes, i) for i in known.intersection(self._order)}
        self._last_uses, most = self._lifetimes()
        self._length = max(_MEMORY // (16 * most), _FEWEST)  # of two arrays a node

    def _lifetimes(self) -> tuple[list[list[int]], int]:
        """Return, for each step, what no later one needs, and how many nodes live at a time."""
        users: dict[int, int] = {}
        for place, i in enumerate(self._order):
            if i in self._known:
                continue
            for j in self._nodes.children(i):
                users[j] = place
        ends: list[list[int]] = [[] for _ in self._order]
        for node, place in users.items():
            if node not in self._kept:
                ends[place].append(node)
        alive = most = 0
        for done in ends:
            alive += 1
            most = max(most, alive)
            alive -= len(done)
        return ends, most

    def at(self, inputs: Mapping[str, Any], count: int | None = None) -> tuple[list[Any], Any]:
        """Return the outputs at points as float64 arrays, and a mask of those that need care.

        ``inputs`` has an array for each variable, all of one length, which is ``count``; a zero in
        it has to be one. A point needs care where the function may have no value, where a part of
        it may not be smooth or a condition may be about to change, or where an output is not known
        to twelve digits.
        """
        import numpy as np

        from calcdl.arithmetic.arrays.bounded import Bounded
        from calcdl.arithmetic.arrays.numbers import quiet

        variable = Bounded().variable
        if count is None:
            count = max((len(array) for array in inputs.values()), default=1)
        outputs = [np.empty(count) for _ in self._outputs]
        care = np.empty(count, dtype=bool)
        with quiet():
            for part in self._parts(count):
                found = self._sweep({name: variable(u[part]) for name, u in inputs.items()})
                for output, root in zip(outputs, self._outputs, strict=True):
                    output[part] = found[root].value
                care[part] = self._doubtful(found)
        return outputs, care

    def around(self, inputs: Mapping[str, Any], radii: Mapping[str, Any]) -> Around:
        """Return what is known on boxes: ``inputs`` are their centres, ``radii`` half their sizes.

        Both have an array for each variable, all of one length. Where doubles do not know a number
        on all of a box, its error there is not finite.
        """
        import numpy as np

        from calcdl.arithmetic.arrays.bounded import Number
        from calcdl.arithmetic.arrays.numbers import quiet

        count = len(next(iter(inputs.values())))
        shape = (len(self._outputs) + 1, count)
        numbers, errors, smooth = np.empty(shape), np.empty(shape), np.empty(count, dtype=bool)
        with quiet():
            for part in self._parts(count):
                boxes = {name: Number(u[part], radii[name][part]) for name, u in inputs.items()}
                found = self._sweep(boxes)
                for k, root in enumerate((self._function, *self._outputs)):
                    numbers[k, part], errors[k, part] = found[root]
                smooth[part] = ~self._may_be_rough(found)
        return Around(numbers, errors, smooth)

    def _parts(self, count: int) -> Iterator[slice]:
        """Yield what of so many points is computed at a time."""
        for start in range(0, count, self._length):
            yield slice(start, min(start + self._length, count))

    def _sweep(self, inputs: Mapping[str, Any]) -> dict[int, Any]:
        """Return the numbers that are kept, ``inputs`` being Numbers."""
        from calcdl.arithmetic.arrays.bounded import Bounded

        arithmetic = Bounded()
        operations, arguments = self._nodes.operations, self._nodes.arguments
        found: dict[int, Any] = {}
        for i, done in zip(self._order, self._last_uses, strict=True):
            operation, args = operations[i], arguments[i]
            if i in self._known:
                found[i] = arithmetic.known(*self._known[i])
            elif operation == "symbol":
                found[i] = inputs[self._nodes.name_of(i)]
            elif operation == "number":
                found[i] = arithmetic.number(self._nodes.value_of(i))
            elif operation == "constant":
                found[i] = arithmetic.constant(self._nodes.name_of(i))
            else:
                found[i] = apply_operation(arithmetic, operation, [found[j] for j in args])
            for j in done:
                del found[j]
        return found

    def _doubtful(self, found: Mapping[int, Any]) -> Any:
        """Return where a number is not known as well as it should be."""
        import numpy as np

        doubtful = self._may_be_rough(found)
        for root in self._outputs:
            value, error = found[root]
            size = np.abs(value)
            doubtful = doubtful | ~((error <= size * _ACCURACY) & np.isfinite(size))
        return doubtful

    def _may_be_rough(self, found: Mapping[int, Any]) -> Any:
        """Return where the function is not certainly defined and smooth."""
        import numpy as np

        # Written so that nan is doubtful.
        function = found[self._function]
        doubtful = ~(np.isfinite(function.value) & np.isfinite(function.error))
        for root, parts in self._corners.items():
            value, error = found[root]
            unsure = ~(np.abs(value) > 2 * error)
            # What has no value matters if a branch leads there, and then the function has none.
            for part in parts:
                doubtful = doubtful | (unsure & np.isfinite(found[part].error))
        return doubtful


def _without_variables(nodes: Nodes, roots: Iterable[int]) -> set[int]:
    """Return the operations that no variable has a part in; a comparison is none, nor a number."""
    constant: set[int] = set()
    for i in reachable(nodes, roots):
        if nodes.operations[i] != "symbol" and constant.issuperset(nodes.children(i)):
            constant.add(i)
    operations = nodes.operations
    return {i for i in constant if operations[i] not in LEAVES and operations[i] not in COMPARISONS}


def _reachable_outside(nodes: Nodes, roots: Iterable[int], known: set[int]) -> list[int]:
    """Return what the roots depend on, in order, but not what only known nodes are made of."""
    seen = set(roots)
    stack = list(seen)
    for i in stack:
        if i not in known:
            stack += [j for j in set(nodes.children(i)) if j not in seen]
            seen.update(nodes.children(i))
    return sorted(stack)


def _known_number(nodes: Nodes, root: int) -> tuple[float, bool]:
    """Return the double nearest to a number, and whether it is that number; nan if it has none."""
    from calcdl.calculus.evaluation.value import value_at

    try:
        value, number = value_at(Graph(nodes, root), Point({}, {}))
    except CalcdlError:
        return float("nan"), False
    if value.float is None:
        return float("nan"), False
    return value.float, value.exact is not None and bool(number == value.float)


def prepare(graph: Graph, outputs: Sequence[Sequence[str]]) -> Prepared:
    """Make derivatives ready to be evaluated at arrays of points.

    An output is named by the variables to differentiate by, in turn: ("x",) is the derivative,
    ("x", "x") the second one, ("x", "y") a mixed one, () the function itself. Raises TooLarge
    where a formula has too many parts, NoValue for undefined functions, UsageError where there is
    no rule.

    >>> import numpy
    >>> from calcdl.reading.expressions import read
    >>> (slope,), care = prepare(read("abs(x)*x").graph, [("x",)]).at({"x": numpy.arange(-1., 2)})
    >>> slope.tolist(), care.tolist()
    ([2.0, 0.0, 2.0], [False, True, False])
    """
    return Prepared(graph, outputs)
