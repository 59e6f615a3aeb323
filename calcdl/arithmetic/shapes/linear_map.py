"""Formulas that are linear in a variable → the terms of that linear map, by a forward sweep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic.shapes.contraction import contracted_sum
from calcdl.arithmetic.shapes.terms import Axes, Factor, Term
from calcdl.graph.nodes import reachable
from calcdl.graph.shapes import ONE, count

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.arithmetic.shapes.matrices import Kernel, Matrices
    from calcdl.graph.shapes import Shape

    Terms: TypeAlias = "list[Term]"

__all__ = ["Linear"]

_MOST_TERMS = 64  # of a map that is no matrix
_FEW_TERMS = 4  # of one that is: more are joined to one matrix


class NotTerms(Exception):
    """What has no such terms, or too many; the formula itself still is what it is."""


class Linear:
    """The linear map that a value is of a variable, as terms with named axes.

    ``terms`` is None where the map has none: where an operation on the way is known by its name
    alone.
    """

    def __init__(self, m: Matrices, value: int, variable: int) -> None:
        self.m, self.axes = m, Axes()
        self.source = m.shape(variable)
        self.of: dict[int, Terms] = {}
        self.terms: Terms | None
        try:
            self.terms = self.sweep(value, variable)
        except NotTerms:
            self.terms = None

    def sweep(self, value: int, variable: int) -> Terms:
        """Return the terms of a value; a forward sweep over what holds the variable."""
        m = self.m
        value = m.stripped(value) if m.is_zero(value) else value
        for node in self.order(value):
            if node == variable:
                names = self.axes.of(self.source)
                self.of[node] = [Term((), names, names)]
                continue
            kernel = m.kernels.get(node)
            inside = m.nodes.children(node) if kernel is None else kernel.values
            places = [k for k, one in enumerate(inside) if one in self.of]
            if not places:
                continue
            terms = (
                self.entrywise(node, places)
                if kernel is None
                else self.of_kernel(node, kernel, places)
            )
            if len(terms) > _FEW_TERMS and len(m.shape(node)) + len(self.source) <= 2:
                terms = self.joined(node, terms)
            if len(terms) > _MOST_TERMS:
                raise NotTerms
            self.of[node] = terms
        return self.of.get(value, [])

    def order(self, value: int) -> list[int]:
        """Return all nodes that a value is made of, in kernels too, each behind its parts."""
        seen: set[int] = set()
        waiting = [value]
        while waiting:
            for i in reachable(self.m.nodes, (waiting.pop(),)):
                if i not in seen:
                    seen.add(i)
                    if i in self.m.kernels:
                        waiting += self.m.kernels[i].values
        return sorted(seen)

    def joined(self, node: int, terms: Terms) -> Terms:
        """Return one term, whose factor is a matrix; many where there is none."""
        value = contracted_sum(self.m, self.axes, terms, source_first=False)
        if value is None:
            return terms
        target, source = self.axes.of(self.m.shape(node)), self.axes.of(self.source)
        return [Term((Factor(value, (*target, *source)),), target, source)]

    # What is done entry by entry

    def entrywise(self, node: int, places: Sequence[int]) -> Terms:
        m = self.m
        operation, args = m.nodes.operations[node], m.nodes.arguments[node]
        if operation == "add" and len(places) == len(args):
            return self.merged([term for one in args for term in self.repeated(one, node)])
        if operation == "mul" and len(places) == 1:
            others = [one for k, one in enumerate(args) if k != places[0]]
            return self.scaled(args[places[0]], node, others)
        if operation == "where" and 0 not in places:
            zero, one = m.symbols.zero, m.symbols.one
            return [
                term
                for k in (1, 2)
                if k in places
                for term in self.scaled(
                    args[k],
                    node,
                    [m.symbols.choose(args[0], *((one, zero) if k == 1 else (zero, one)))],
                )
            ] + self.constants_are_zero(args, places)
        raise NotTerms

    def merged(self, terms: Terms) -> Terms:
        """Return terms of which those are one that differ in what they scale their results by."""
        scales: dict[Term, list[int]] = {}
        for term in terms:
            own = [one for one in term.factors if one.names in ((), term.target)]
            others = tuple([one for one in term.factors if one not in own])
            scale = self.m.mul([self.m.symbols.one, *[one.value for one in own]])
            scales.setdefault(term._replace(factors=others), []).append(scale)
        result = []
        for term, several in scales.items():
            scale = several[0] if len(several) == 1 else self.m.add(several)
            names = term.target if self.m.shape(scale) else ()
            result.append(term if scale == self.m.symbols.one else term.times(Factor(scale, names)))
        return result

    def constants_are_zero(self, args: Sequence[int], places: Sequence[int]) -> Terms:
        """Return nothing, where what does not hold the variable is 0, as in a linear map it is."""
        if any(k not in places and not self.m.is_zero(args[k]) for k in (1, 2)):
            raise NotTerms
        return []

    def repeated(self, value: int, node: int) -> Terms:
        """Return the terms of a part, repeated to the shape of the whole."""
        m = self.m
        return [self.axes.repeated(term, m.shape(value), m.shape(node)) for term in self.of[value]]

    def scaled(self, value: int, node: int, others: Sequence[int]) -> Terms:
        """Return the terms of a part, times other parts."""
        m, whole = self.m, self.m.shape(node)
        return [
            term.times(
                *[Factor(one, self.axes.beside(term.target, m.shape(one), whole)) for one in others]
            )
            for term in self.repeated(value, node)
        ]

    # Operations

    def of_kernel(self, node: int, kernel: Kernel, places: Sequence[int]) -> Terms:
        rule = _RULES.get(kernel.op.name)
        if rule is None or len(places) != 1:
            raise NotTerms
        return rule(self, kernel, places[0])

    def one_matrix(self, value: int) -> Terms:
        """Return the terms of a vector as one, a matrix, where it will be multiplied by one."""
        terms = self.of[value]
        if len(terms) > 1 and len(self.m.shape(value)) + len(self.source) == 2:
            return self.joined(value, terms)
        return terms


def _matmul(linear: Linear, kernel: Kernel, place: int) -> Terms:
    """Return the terms of a product, in which all other values are one factor on each side."""
    m, values = linear.m, kernel.values
    terms = linear.one_matrix(values[place]) if len(values) > 1 else linear.of[values[place]]
    if place > 0:
        left = _product(m, values[:place])
        shape = m.shape(left)
        terms = [_joined(linear, term, left, shape, True) for term in terms]
    if place < len(values) - 1:
        right = _product(m, values[place + 1 :])
        shape = m.shape(right)
        terms = [_joined(linear, term, right, shape, False) for term in terms]
    return terms


def _product(m: Matrices, values: Sequence[int]) -> int:
    total = values[0]
    for value in values[1:]:
        total = m.apply("matmul", total, value)
    return total


def _joined(linear: Linear, term: Term, value: int, shape: Shape, in_front: bool) -> Term:
    """Return a term times a matrix or vector, in front of it or behind."""
    new = linear.axes.of(shape[:-1] if in_front else shape[1:])
    if in_front:
        names = (*new, term.target[0])
        return term.times(Factor(value, names))._replace(target=(*new, *term.target[1:]))
    names = (term.target[-1], *new)
    return term.times(Factor(value, names))._replace(target=(*term.target[:-1], *new))


def _sum(linear: Linear, kernel: Kernel, place: int) -> Terms:
    axis = kernel.op.get("axis")
    terms = []
    for term in linear.of[kernel.values[0]]:
        if axis is None:
            target: tuple[int, ...] = ()
        else:
            target = (*term.target[:axis], linear.axes.named(ONE), *term.target[axis + 1 :])
        terms.append(_summed(linear, term, target))
    return terms


def _summed(linear: Linear, term: Term, target: tuple[int, ...]) -> Term:
    """Return a term summed over the axes that its new target has not."""
    kept = {*target, *term.source}.union(*[factor.names for factor in term.factors])
    repeated = [linear.axes.sizes[name] for name in dict.fromkeys(term.target) if name not in kept]
    times = [Factor(linear.m.size(count(repeated)), ())] if repeated else []
    return term._replace(target=target).times(*times)


def _mean(linear: Linear, kernel: Kernel, place: int) -> Terms:
    m, axis = linear.m, kernel.op.get("axis")
    shape = m.shape(kernel.values[0])
    number = m.size(count(shape) if axis is None else shape[axis])
    share = Factor(m.div(m.symbols.one, number), ())
    return [term.times(share) for term in _sum(linear, kernel, place)]


def _transpose(linear: Linear, kernel: Kernel, place: int) -> Terms:
    return [term._replace(target=term.target[::-1]) for term in linear.of[kernel.values[0]]]


def _outer(linear: Linear, kernel: Kernel, place: int) -> Terms:
    other = kernel.values[1 - place]
    (name,) = linear.axes.of(linear.m.shape(other))
    factor = Factor(other, (name,))
    return [
        term.times(factor)._replace(
            target=(*term.target, name) if place == 0 else (name, *term.target)
        )
        for term in linear.of[kernel.values[place]]
    ]


def _diag(linear: Linear, kernel: Kernel, place: int) -> Terms:
    return [term._replace(target=term.target * 2) for term in linear.of[kernel.values[0]]]


def _diagonal(linear: Linear, kernel: Kernel, place: int) -> Terms:
    terms = []
    for term in linear.of[kernel.values[0]]:
        first, second = term.target
        terms.append(term.renamed({second: first})._replace(target=(first,)))
    return terms


def _trace(linear: Linear, kernel: Kernel, place: int) -> Terms:
    return [_summed(linear, term, ()) for term in _diagonal(linear, kernel, place)]


def _expand(linear: Linear, kernel: Kernel, place: int) -> Terms:
    m, value = linear.m, kernel.values[0]
    shape = kernel.op.get("shape")
    return [linear.axes.repeated(term, m.shape(value), shape) for term in linear.of[value]]


def _squeeze(linear: Linear, kernel: Kernel, place: int) -> Terms:
    axis = kernel.op.get("axis")
    return [
        term._replace(target=(*term.target[:axis], *term.target[axis + 1 :]))
        for term in linear.of[kernel.values[0]]
    ]


def _newaxis(linear: Linear, kernel: Kernel, place: int) -> Terms:
    axis = kernel.op.get("axis")
    return [
        term._replace(target=(*term.target[:axis], linear.axes.named(ONE), *term.target[axis:]))
        for term in linear.of[kernel.values[0]]
    ]


_RULES: dict[str, Callable[[Linear, Kernel, int], Terms]] = {
    "matmul": _matmul,
    "sum": _sum,
    "mean": _mean,
    "transpose": _transpose,
    "outer": _outer,
    "diag": _diag,
    "diagonal": _diagonal,
    "trace": _trace,
    "expand": _expand,
    "squeeze": _squeeze,
    "newaxis": _newaxis,
}
