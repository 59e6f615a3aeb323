"""What operations that are linear make of terms with named axes: a rule each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic.shapes.entry_rules import ENTRY_RULES
from calcdl.arithmetic.shapes.terms import Applied, Factor, NotTerms, Term, with_axes
from calcdl.graph.shapes import ONE, count

if TYPE_CHECKING:
    from calcdl.arithmetic.shapes.terms import Rule, Terms

__all__ = ["RULES"]

# Products


def _matmul(it: Applied, terms: Sequence[Term]) -> Terms:
    """Return the terms of a product, in which all other values are one factor on each side."""
    before, behind = it.kernel.values[: it.place], it.kernel.values[it.place + 1 :]
    result = list(terms)
    if before:
        left = it.m.chained(before)
        result = [_in_front(it, term, left) for term in result]
    if behind:
        right = it.m.chained(behind)
        result = [_behind(it, term, right) for term in result]
    return result


def _in_front(it: Applied, term: Term, value: int) -> Term:
    new = it.axes.of(it.m.shape(value)[:-1])
    factor = Factor(value, (*new, term.target[0]))
    return term.times(factor)._replace(target=(*new, *term.target[1:]))


def _behind(it: Applied, term: Term, value: int) -> Term:
    new = it.axes.of(it.m.shape(value)[1:])
    factor = Factor(value, (term.target[-1], *new))
    return term.times(factor)._replace(target=(*term.target[:-1], *new))


def _outer(it: Applied, terms: Sequence[Term]) -> Terms:
    other = it.kernel.values[1 - it.place]
    (name,) = it.axes.of(it.m.shape(other))
    factor = Factor(other, (name,))
    return [
        term.times(factor)._replace(
            target=(*term.target, name) if it.place == 0 else (name, *term.target)
        )
        for term in terms
    ]


def _solve(it: Applied, terms: Sequence[Term]) -> Terms:
    inverse = it.m.apply("inv", it.kernel.values[0])
    return [_in_front(it, term, inverse) for term in terms]


def _einsum(it: Applied, terms: Sequence[Term]) -> Terms:
    inputs, _, output = it.kernel.op.get("subscripts").partition("->")
    letters: dict[str, int] = {}
    factors = []
    for k, (word, value) in enumerate(zip(inputs.split(","), it.kernel.values, strict=True)):
        for letter, length in zip(word, it.m.shape(value), strict=True):
            if letter not in letters:
                letters[letter] = it.axes.named(length)
        names = tuple([letters[letter] for letter in word])
        if k == it.place:
            own = names
        else:
            factors.append(Factor(value, names))
    target = tuple([letters[letter] for letter in output])
    return [it.summed(_joined_at(term, own).times(*factors), target) for term in terms]


def _joined_at(term: Term, names: tuple[int, ...]) -> Term:
    """Return a term whose target has other names; axes that get the same one are the same."""
    new: dict[int, int] = {}
    for old, name in zip(term.target, names, strict=True):
        first = new.setdefault(old, name)
        if first != name:
            raise NotTerms  # the diagonal of what is a diagonal matrix
    return term.renamed(new)


# Sums, and what changes nothing but the axes


def _sum(it: Applied, terms: Sequence[Term]) -> Terms:
    axis = it.kernel.op.get("axis")
    if axis is None:
        return [it.summed(term, ()) for term in terms]
    return [it.summed(term, with_axes(term.target, axis, it.axes.named(ONE))) for term in terms]


def _mean(it: Applied, terms: Sequence[Term]) -> Terms:
    m, axis = it.m, it.kernel.op.get("axis")
    shape = m.shape(it.value)
    number = m.size(count(shape) if axis is None else shape[axis])
    share = Factor(m.div(m.symbols.one, number), ())
    return [term.times(share) for term in _sum(it, terms)]


def _transpose(it: Applied, terms: Sequence[Term]) -> Terms:
    return [term._replace(target=term.target[::-1]) for term in terms]


def _diag(it: Applied, terms: Sequence[Term]) -> Terms:
    return [term._replace(target=term.target * 2) for term in terms]


def _diagonal(it: Applied, terms: Sequence[Term]) -> Terms:
    result = []
    for term in terms:
        first, second = term.target
        result.append(term.renamed({second: first})._replace(target=(first,)))
    return result


def _trace(it: Applied, terms: Sequence[Term]) -> Terms:
    return [it.summed(term, ()) for term in _diagonal(it, terms)]


def _expand(it: Applied, terms: Sequence[Term]) -> Terms:
    return [it.axes.repeated(term, it.m.shape(it.value), it.shape) for term in terms]


def _squeeze(it: Applied, terms: Sequence[Term]) -> Terms:
    axis = it.kernel.op.get("axis")
    return [term._replace(target=with_axes(term.target, axis)) for term in terms]


def _newaxis(it: Applied, terms: Sequence[Term]) -> Terms:
    axis = it.kernel.op.get("axis")
    return [
        term._replace(target=(*term.target[:axis], it.axes.named(ONE), *term.target[axis:]))
        for term in terms
    ]


RULES: dict[str, Rule] = {
    "matmul": _matmul,
    "outer": _outer,
    "einsum": _einsum,
    "sum": _sum,
    "mean": _mean,
    "transpose": _transpose,
    "diag": _diag,
    "diagonal": _diagonal,
    "trace": _trace,
    "expand": _expand,
    "squeeze": _squeeze,
    "newaxis": _newaxis,
    "solve": _solve,
    **ENTRY_RULES,
}
