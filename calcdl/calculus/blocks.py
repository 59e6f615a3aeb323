"""One question asked at very many points: derivatives by arrays of doubles.

Doubles are fast but say nothing of how wrong they are. So beside each derivative the program here
computes what the rounding errors of all its operations may add up to, to first order: the sum of
abs(adjoint * value) over the nodes, a condition number (S. Linnainmaa, BIT 16, 1976). Points at
which twelve digits are not safe, or at which the function is not smooth or not defined, are
reported as needing care, and the caller asks for them one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from calcdl.arithmetic.symbols import Symbols
from calcdl.errors import NoValue, TooLarge
from calcdl.evaluate import apply, apply_operation, values
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import (
    corner_graphs,
    rule_names,
)
from calcdl.graph import COMPARISONS, LEAVES, Graph, Undefined, reachable
from calcdl.sweep import active_nodes, adjoints, tangents

__all__ = ["Prepared", "prepare"]

_LARGEST = 20_000  # nodes of a program
_MEMORY = 1 << 22  # bytes that intermediate arrays may take together
_FEWEST = 256  # points worth a sweep by arrays

# What operations and inputs are off by (2**-52 relative to each), as a multiple of which the error
# of a result is estimated, may be 2**-40 of the result: twelve digits.
_CONDITION = 2.0**12
_SIGN = 2.0**48  # the sign of a number is certain up to sixteen times its error
_TINY = 1e-290  # below, something may have been rounded to zero on the way


class _Formulas:
    """Derivatives of a function and what tells where they hold, as nodes of one table.

    ``outputs`` are the derivatives asked for, ``function`` is the function as it was written,
    ``parts`` the nodes of that, and ``corners`` are zero where a part of it is not smooth.
    """

    def __init__(self, graph: Graph, outputs: Sequence[Sequence[str]]) -> None:
        for operation in (graph.nodes.operations[i] for i in graph.order()):
            if type(operation) is Undefined:
                raise NoValue(f"{operation.name} is an undefined function, so it has no value")
        self.symbols = Symbols()
        self.nodes = self.symbols.nodes
        self.written = self._copy(graph)
        self.function = self.written[graph.root]
        self.parts = sorted(set(self.written.values()))
        tidy = values(graph, self.symbols, {n: self.nodes.symbol(n) for n in graph.symbols()})
        known: dict[tuple[str, ...], int] = {(): tidy[graph.root]}
        for names in outputs:
            for k, name in enumerate(names):
                before, here = tuple(names[:k]), tuple(names[: k + 1])
                if here not in known:
                    known[here] = self._slope(known[before], name)
        self.outputs = [known[tuple(names)] for names in outputs]
        self.corners = self._find_corners(graph, tidy)

    def _copy(self, graph: Graph) -> dict[int, int]:
        """Return, for each node of the function, what it is in the table, as it was written."""
        copied: dict[int, int] = {}
        for i in graph.order():
            operation, args = graph.nodes.operations[i], graph.nodes.arguments[i]
            if operation not in LEAVES:
                args = tuple([copied[j] for j in args])
            copied[i] = self.nodes.make(operation, args)
        return copied

    def _slope(self, root: int, name: str) -> int:
        graph = Graph(self.nodes, root)
        found = {i: i for i in graph.order()}
        slopes = tangents(graph, self.symbols, found, {name: self.symbols.one})
        self.require_size()
        return int(slopes.get(root, self.symbols.zero))

    def require_size(self) -> None:
        """Raise TooLarge where the formulas have too many parts."""
        if len(self.nodes) > _LARGEST:
            raise TooLarge(f"the formula has more than {_LARGEST} parts, which is too large here")

    def _find_corners(self, graph: Graph, tidy: Mapping[int, int]) -> dict[int, int]:
        symbols, active = self.symbols, active_nodes(graph)
        found: dict[int, int] = {}
        for i in graph.order():
            operation = graph.nodes.operations[i]
            if operation in LEAVES or active.isdisjoint(graph.nodes.arguments[i]):
                continue
            args = [tidy[j] for j in graph.nodes.arguments[i]]
            if operation in COMPARISONS:
                corners = [symbols.add((args[0], symbols.neg(args[1])))]
            elif operation == "pow":
                corners = [] if type(symbols.value(args[1])) is int else [args[0]]
            elif operation in FUNCTIONS:
                inputs = dict(zip(rule_names(operation), args, strict=False))
                corners = [apply(corner, symbols, inputs) for corner in corner_graphs(operation)]
            else:
                corners = []
            for corner in corners:
                found.setdefault(corner, self.written[i])
        return found

    def make_stable(self) -> None:
        """Write 1 - sigmoid(u) and 1 - tanh(u)**2, which cancel, as sigmoid(-u) and sech(u)**2."""
        symbols = self.symbols
        copied: dict[int, int] = {}
        for i in reachable(self.nodes, self.outputs):
            operation, args = self.nodes.operations[i], self.nodes.arguments[i]
            if operation in LEAVES:
                copied[i] = i
                continue
            simple = self._complement(args) if operation == "add" else None
            if simple is None:
                copied[i] = apply_operation(symbols, operation, [copied[j] for j in args])
            else:
                copied[i] = symbols.mul([copied.get(j, j) for j in simple])
        self.outputs = [copied[i] for i in self.outputs]

    def _complement(self, terms: tuple[int, ...]) -> tuple[int, ...] | None:
        """Return the factors of 1 - y for a y with y -> 1, None for other sums."""
        symbols, nodes = self.symbols, self.nodes
        if len(terms) != 2 or symbols.one not in terms:
            return None
        coefficient, y = symbols.split(terms[0] if terms[1] == symbols.one else terms[1])
        inner = nodes.arguments[y]
        if coefficient != -1:
            return None
        if nodes.operations[y] == "sigmoid":
            return (symbols.call("sigmoid", [symbols.neg(inner[0])]),)
        if nodes.operations[y] == "pow" and symbols.value(inner[1]) == 2:
            if nodes.operations[inner[0]] != "tanh":
                return None
            return (symbols.call("sech", nodes.arguments[inner[0]]),) * 2
        return None

    def uncertainty(self, root: int) -> int:
        """Return the node of the sum of abs(adjoint * value) over all that the root is made of."""
        symbols, graph = self.symbols, Graph(self.nodes, root)
        bars = adjoints(graph, symbols, {i: i for i in graph.order()})
        self.require_size()
        if not bars:
            return symbols.zero
        terms = dict.fromkeys(symbols.call("abs", [symbols.mul((b, i))]) for i, b in bars.items())
        if graph.is_conditional():  # in a branch not taken, zero times nan is not to be counted
            terms = dict.fromkeys(self._zero_if_nan(term) for term in terms)
        return symbols.add(list(terms)) if len(terms) > 1 else next(iter(terms))

    def _zero_if_nan(self, node: int) -> int:
        itself = self.symbols.compare("==", node, node)
        return self.symbols.choose(itself, node, self.symbols.zero)


class Prepared:
    """Derivatives of a function, ready to be evaluated at blocks of points (see ``prepare``)."""

    def __init__(self, graph: Graph, outputs: Sequence[Sequence[str]]) -> None:
        formulas = _Formulas(graph, outputs)
        formulas.make_stable()
        self.variables = tuple(graph.symbols())
        self._nodes = formulas.nodes
        self._function = formulas.function
        self._parts = frozenset(formulas.parts)
        self._outputs = [(root, formulas.uncertainty(root)) for root in formulas.outputs]
        self._corners = [(root, formulas.uncertainty(root)) for root in formulas.corners]
        self._cornered = list(formulas.corners.values())
        pairs = [*self._outputs, *self._corners]
        self._kept = {self._function, *(node for pair in pairs for node in pair)}
        self._order = reachable(self._nodes, self._kept)
        self._last_uses, most = self._lifetimes()
        self._length = max(_MEMORY // (8 * most), _FEWEST)

    def _lifetimes(self) -> tuple[list[list[int]], int]:
        """Return, for each step, what no later one needs, and how many arrays live at a time."""
        users: dict[int, int] = {}
        for place, i in enumerate(self._order):
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

    def at(self, inputs: Mapping[str, Any]) -> tuple[list[Any], Any]:
        """Return the outputs at points as float64 arrays, and a mask of those that need care.

        ``inputs`` has an array for each variable, all of one length. A point needs care where the
        function or an output is not finite, where a part of the function is not smooth or a
        condition is about to change, or where rounding errors may have spoilt the twelfth digit.
        """
        import numpy as np

        from calcdl.arithmetic.arrays import quiet

        count = max((len(array) for array in inputs.values()), default=1)
        outputs = [np.empty(count) for _ in self._outputs]
        care = np.empty(count, dtype=bool)
        with quiet():
            for start in range(0, count, self._length):
                part = slice(start, min(start + self._length, count))
                here = {name: u[part] for name, u in inputs.items()}
                found, suspects = self._sweep(here)
                care[part] = suspects.get(self._function, False)
                for output, (root, _) in zip(outputs, self._outputs, strict=True):
                    output[part] = found[root]
                care[part] |= self._doubtful(found, suspects)
                care[part] |= self._underflown([output[part] for output in outputs], here)
        return outputs, care

    def _sweep(
        self, inputs: Mapping[str, Any], keep: bool = False
    ) -> tuple[dict[int, Any], dict[int, Any]]:
        """Return the values of nodes, and where parts of the function are not finite."""
        import numpy as np

        from calcdl.arithmetic.arrays import Arrays

        arithmetic = Arrays()
        operations, arguments = self._nodes.operations, self._nodes.arguments
        found: dict[int, Any] = {}
        suspects: dict[int, Any] = {}
        for i, done in zip(self._order, self._last_uses, strict=True):
            operation, args = operations[i], arguments[i]
            if operation == "symbol":
                found[i] = inputs[args[0]]
            elif operation == "number":
                found[i] = arithmetic.number(args[0])
            elif operation == "constant":
                found[i] = arithmetic.constant(args[0])
            else:
                found[i] = apply_operation(arithmetic, operation, [found[j] for j in args])
            if i in self._parts:
                finite = np.isfinite(found[i])
                suspect = None if finite.all() else ~finite
                if suspects and operation not in LEAVES:
                    suspect = _inherited(suspect, operation, args, found, suspects)
                if suspect is not None:
                    suspects[i] = suspect
            if not keep:
                for j in done:
                    del found[j]
        return found, suspects

    def _doubtful(self, found: Mapping[int, Any], suspects: Mapping[int, Any]) -> Any:
        """Return where a number is not known as well as it should be."""
        import numpy as np

        doubtful: Any = False
        for root, uncertainty in self._outputs:
            # Written so that nan is doubtful.
            sure = found[uncertainty] <= abs(found[root]) * _CONDITION
            doubtful = doubtful | ~(sure & np.isfinite(found[root]))
        for (root, uncertainty), part in zip(self._corners, self._cornered, strict=True):
            unsure = ~(abs(found[root]) * _SIGN > found[uncertainty])
            if part in suspects:  # then that has to be looked at only if a branch leads there
                unsure = unsure & ~suspects[part]
            doubtful = doubtful | unsure
        return doubtful

    def _underflown(self, outputs: Sequence[Any], inputs: Mapping[str, Any]) -> Any:
        """Return where an output is zero, or nearly, though it should perhaps not be."""
        import numpy as np

        tiny = [abs(output) < _TINY for output in outputs]
        if not any(mask.any() for mask in tiny):
            return False
        places = np.flatnonzero(np.logical_or.reduce(tiny))
        found, _ = self._sweep({name: u[places] for name, u in inputs.items()}, keep=True)
        zeros = self._true_zeros(found)
        result = np.zeros(len(outputs[0]), dtype=bool)
        for mask, (root, _) in zip(tiny, self._outputs, strict=True):
            result[places] |= mask[places] & ~zeros[root]
        return result

    def _true_zeros(self, found: Mapping[int, Any]) -> dict[int, Any]:
        """Return for each node where it is zero because it should be, and not by underflow."""
        import numpy as np

        operations, arguments = self._nodes.operations, self._nodes.arguments
        zeros: dict[int, Any] = {}
        for i in reachable(self._nodes, [root for root, _ in self._outputs]):
            operation = operations[i]
            zero = np.equal(found[i], 0)
            if operation not in LEAVES and operation not in _STEPS:
                parts = [zeros[j] for j in arguments[i]]
                if operation == "where":
                    zero = np.where(found[arguments[i][0]], parts[1], parts[2])
                elif operation in _ZERO_BY_ONE:
                    zero = zero & np.logical_or.reduce(np.broadcast_arrays(*parts))
                elif operation in ("pow", "div"):
                    zero = zero & parts[0]
                else:
                    zero = zero & np.logical_and.reduce(np.broadcast_arrays(*parts))
            zeros[i] = zero
        return zeros


# Functions that are zero on whole intervals, and those that are zero if one argument is.
_STEPS = frozenset(
    ("sign", "heaviside", "floor", "ceil", "relu", "relu6", "hardsigmoid", "hardswish")
)
_ZERO_BY_ONE = frozenset(("mul", "max", "min", "clip"))


def _inherited(
    own: Any,
    operation: Any,
    args: Sequence[int],
    found: Mapping[int, Any],
    suspects: Mapping[int, Any],
) -> Any:
    """Return where a node or what it is made of is not finite; a branch not taken may be."""
    import numpy as np

    masks = [suspects.get(j) for j in args]
    if operation == "where" and any(mask is not None for mask in masks):
        branches = [False if mask is None else mask for mask in masks]
        masks = [branches[0], np.where(found[args[0]], branches[1], branches[2])]
    for mask in masks:
        if mask is not None:
            own = mask if own is None else own | mask
    return own


def prepare(graph: Graph, outputs: Sequence[Sequence[str]]) -> Prepared:
    """Make derivatives ready to be evaluated at arrays of points.

    An output is named by the variables to differentiate by, in turn: ("x",) is the derivative,
    ("x", "x") the second one, ("x", "y") a mixed one, () the function itself. Raises TooLarge
    where a formula has too many parts, NoValue for undefined functions, UsageError where there is
    no rule.

    >>> import numpy
    >>> from calcdl.reading import read
    >>> (slope,), care = prepare(read("abs(x)*x").graph, [("x",)]).at({"x": numpy.arange(-1., 2)})
    >>> slope.tolist(), care.tolist()
    ([2.0, 0.0, 2.0], [False, True, False])
    """
    return Prepared(graph, outputs)
