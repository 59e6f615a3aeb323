"""What operations that take, place or join entries make of terms: matrices of zeros and ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic.shapes.statics import Static
from calcdl.arithmetic.shapes.terms import Applied, Factor, Term, with_axes
from calcdl.graph.shapes import Slice, size

if TYPE_CHECKING:
    from calcdl.arithmetic.shapes.matrices import Matrices
    from calcdl.arithmetic.shapes.terms import Rule, Terms
    from calcdl.graph.shapes import Shape, Size

__all__ = ["ENTRY_RULES"]


def _index(it: Applied, terms: Sequence[Term]) -> Terms:
    return [_chosen(it, term, it.kernel.op.get("key"), it.m.shape(it.value)) for term in terms]


def _chosen(it: Applied, term: Term, key: Sequence[int | Slice], shape: Shape) -> Term:
    """Return the entries of a target that an index takes."""
    target: list[int] = []
    factors = []
    for part, name, length in zip(key, term.target, shape, strict=True):
        if not isinstance(part, Slice):
            factors.append(Factor(_unit(it.m, length, part), (name,)))
        elif part == Slice():
            target.append(name)
        else:
            choice = _choice(it.m, length, part)
            target.append(it.axes.named(it.m.shape(choice)[0]))
            factors.append(Factor(choice, (target[-1], name)))
    return term.times(*factors)._replace(target=tuple(target))


def _scatter(it: Applied, terms: Sequence[Term]) -> Terms:
    result = []
    for term in terms:
        names = iter(term.target)
        target: list[int] = []
        factors = []
        for part, length in zip(it.kernel.op.get("key"), it.shape, strict=True):
            if part == Slice():
                target.append(next(names))
                continue
            target.append(it.axes.named(length))
            if isinstance(part, Slice):
                factors.append(Factor(_choice(it.m, length, part), (next(names), target[-1])))
            else:
                factors.append(Factor(_unit(it.m, length, part), (target[-1],)))
        result.append(term.times(*factors)._replace(target=tuple(target)))
    return result


def _choice(m: Matrices, size: Size, part: Slice) -> int:
    """Return the rows of an identity matrix that a slice takes."""
    eye = m.apply("eye", shape=(size, size))
    return m.apply("index", eye, key=(part, Slice()))


def _unit(m: Matrices, size: Size, place: int) -> int:
    return m.written("unit(n, k)", n=Static(size), k=Static(place))


def _concat(it: Applied, terms: Sequence[Term]) -> Terms:
    axis = it.kernel.op.get("axis")
    sizes = [it.m.shape(one)[axis] for one in it.kernel.values]
    start = size(0)
    for one in sizes[: it.place]:
        start = start.plus(one)
    part = Slice(_bound(start), _bound(start.plus(sizes[it.place])))
    choice = _choice(it.m, it.shape[axis], part)
    return [_put(it, term, axis, choice) for term in terms]


def _bound(size: Size) -> int | Size:
    return size if size.value is None else size.value


def _put(it: Applied, term: Term, axis: int, choice: int) -> Term:
    """Return a term whose entries along an axis are some of a longer one."""
    new = it.axes.named(it.shape[axis])
    factor = Factor(choice, (term.target[axis], new))
    return term.times(factor)._replace(target=with_axes(term.target, axis, new))


def _stack(it: Applied, terms: Sequence[Term]) -> Terms:
    axis = it.kernel.op.get("axis")
    result = []
    for term in terms:
        new = it.axes.named(it.shape[axis])
        factor = Factor(_unit(it.m, it.shape[axis], it.place), (new,))
        target = (*term.target[:axis], new, *term.target[axis:])
        result.append(term.times(factor)._replace(target=target))
    return result


def _cumsum(it: Applied, terms: Sequence[Term]) -> Terms:
    axis = it.kernel.op.get("axis")
    size = it.shape[axis]
    sums = it.m.written("tril(ones((n, n)))", n=it.m.size(size))
    result = []
    for term in terms:
        new = it.axes.named(size)
        factor = Factor(sums, (new, term.target[axis]))
        result.append(term.times(factor)._replace(target=with_axes(term.target, axis, new)))
    return result


def _triangle(it: Applied, terms: Sequence[Term]) -> Terms:
    ones = it.m.expand(it.m.symbols.one, it.shape)
    mask = it.m.operation(it.kernel.op, (ones,), it.shape)
    return [term.times(Factor(mask, term.target)) for term in terms]


ENTRY_RULES: dict[str, Rule] = {
    "index": _index,
    "scatter": _scatter,
    "concat": _concat,
    "stack": _stack,
    "cumsum": _cumsum,
    "tril": _triangle,
    "triu": _triangle,
}
