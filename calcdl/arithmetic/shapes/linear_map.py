"""Formulas that are linear in a variable → the terms of that linear map, by a forward sweep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic.shapes.contraction import contracted_sum
from calcdl.arithmetic.shapes.linear_rules import RULES
from calcdl.arithmetic.shapes.terms import Applied, Axes, Factor, NotTerms, Term
from calcdl.graph.nodes import reachable

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.arithmetic.shapes.matrices import Kernel, Matrices

    Terms: TypeAlias = "list[Term]"

__all__ = ["Linear"]

_MOST_TERMS = 64  # of a map that is no matrix
_FEW_TERMS, _FEW_FACTORS = 4, 8  # of one that is: more are joined to one matrix


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
            if len(m.shape(node)) + len(self.source) <= 2 and _are_many(terms):
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
        value = contracted_sum(self.m, self.axes, terms)
        if value is None:
            return terms
        target, source = self.axes.of(self.m.shape(node)), self.axes.of(self.source)
        return [Term((Factor(value, (*source, *target)),), target, source)]

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
        """Return the terms of an operation that is linear in each argument that has terms.

        Of arrays that are joined, those without terms are 0.
        """
        rule = RULES.get(kernel.op.name)
        if kernel.op.name in ("concat", "stack"):
            linear = all([one in self.of or self.m.is_zero(one) for one in kernel.values])
        else:
            linear = len(places) == 1
        if rule is None or not linear:
            raise NotTerms
        terms = []
        for k in places:
            inside = self.of[kernel.values[k]]
            if kernel.op.name == "matmul" and len(inside) > 1:
                inside = self.one_matrix(kernel.values[k], inside)
            terms += rule(Applied(self.m, self.axes, kernel, k, self.m.shape(node)), inside)
        return terms

    def one_matrix(self, value: int, terms: Terms) -> Terms:
        """Return the terms of a vector as one, a matrix, where it will be multiplied by one."""
        is_vector = len(self.m.shape(value)) + len(self.source) == 2
        return self.joined(value, terms) if is_vector else terms


def _are_many(terms: Terms) -> bool:
    return len(terms) > _FEW_TERMS or any([len(term.factors) > _FEW_FACTORS for term in terms])
