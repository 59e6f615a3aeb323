"""What operations that are linear make of terms with named axes: a rule each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.shapes.language import Static
from calcdl.arithmetic.shapes.terms import Axes, Factor, NotTerms, Term
from calcdl.graph.shapes import ONE, Slice, count, size

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.arithmetic.shapes.matrices import Kernel, Matrices
    from calcdl.graph.shapes import Shape, Size

    Terms: TypeAlias = "list[Term]"
    Rule: TypeAlias = "Callable[[Applied, Sequence[Term]], Terms]"

__all__ = ["RULES", "Applied"]


class Applied(NamedTuple):
    """An operation that is applied to an array with terms, which is its argument at ``place``.

    ``shape`` is that of its value.
    """

    m: Matrices
    axes: Axes
    kernel: Kernel
    place: int
    shape: Shape

    @property
    def value(self) -> int:
        """The argument that has terms."""
        return self.kernel.values[self.place]

    def summed(self, term: Term, target: tuple[int, ...]) -> Term:
        """Return a term summed over the axes that its new target has not."""
        kept = {*target, *term.source}.union(*[factor.names for factor in term.factors])
        names = [name for name in dict.fromkeys(term.target) if name not in kept]
        repeated = [self.axes.sizes[name] for name in names]
        times = [Factor(self.m.size(count(repeated)), ())] if repeated else []
        return term._replace(target=target).times(*times)


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
    return [it.summed(term, _with(term.target, axis, it.axes.named(ONE))) for term in terms]


def _with(names: tuple[int, ...], axis: int, *new: int) -> tuple[int, ...]:
    return (*names[:axis], *new, *names[axis + 1 :])


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
    return [term._replace(target=_with(term.target, axis)) for term in terms]


def _newaxis(it: Applied, terms: Sequence[Term]) -> Terms:
    axis = it.kernel.op.get("axis")
    return [
        term._replace(target=(*term.target[:axis], it.axes.named(ONE), *term.target[axis:]))
        for term in terms
    ]


# Entries: each axis by a matrix of zeros and ones


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
    return term.times(factor)._replace(target=_with(term.target, axis, new))


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
        result.append(term.times(factor)._replace(target=_with(term.target, axis, new)))
    return result


def _triangle(it: Applied, terms: Sequence[Term]) -> Terms:
    ones = it.m.expand(it.m.symbols.one, it.shape)
    mask = it.m.operation(it.kernel.op, (ones,), it.shape)
    return [term.times(Factor(mask, term.target)) for term in terms]


def _solve(it: Applied, terms: Sequence[Term]) -> Terms:
    inverse = it.m.apply("inv", it.kernel.values[0])
    return [_in_front(it, term, inverse) for term in terms]


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
    "index": _index,
    "scatter": _scatter,
    "concat": _concat,
    "stack": _stack,
    "cumsum": _cumsum,
    "tril": _triangle,
    "triu": _triangle,
    "solve": _solve,
}
