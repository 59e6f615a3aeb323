"""Products that have a shorter name: exp(u)/(exp(u) + 1) is sigmoid(u), and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcdl.graph.nodes import LEAVES, reachable

if TYPE_CHECKING:
    from calcdl.arithmetic.shapes.matrices import Matrices

__all__ = ["with_short_names"]


def with_short_names(m: Matrices, value: int) -> int:
    """Return a value in which products have the name that is usual for them."""
    operations, arguments = m.nodes.operations, m.nodes.arguments
    order = reachable(m.nodes, (value,))
    if not any(operations[i] in ("exp", "cosh") or i in m.kernels for i in order):
        return value
    places: dict[int, int] = {}
    for i in order:
        if operations[i] in LEAVES:
            places[i] = i
            continue
        args = [places[j] for j in arguments[i]]
        same = tuple(args) == arguments[i]
        node = i if same else m.entries(operations[i], args)
        places[i] = _named(m, node)
    return places[value]


def _named(m: Matrices, node: int) -> int:
    """Return a product or a power by its short name, if it has one."""
    operation = m.nodes.operations[node]
    if operation not in ("mul", "pow"):
        return node
    if operation == "pow":
        inside, exponent = m.nodes.arguments[node]
        if m.nodes.operations[inside] == "cosh" and m.value(exponent) == -2:
            return _slope_of_tanh(m, m.nodes.arguments[inside][0])
    factors = list(m.nodes.arguments[node]) if operation == "mul" else [node]
    slope = _slope_of_sigmoid(m, factors)
    if slope is not None:
        return slope
    for factor in factors:
        base = _below(m, factor)
        if base is None:
            continue
        others = [one for one in factors if one != factor]
        exponential = _logistic(m, base)
        if exponential is not None:
            argument = m.symbols.neg(m.nodes.arguments[exponential][0])
            others.append(m.symbols.call("sigmoid", [argument]))
            return _turned(m, m.symbols.mul(others))
        divided = _divided_by_sum(m, base, others)
        if divided is not None:
            return m.symbols.mul(divided)
    return _turned(m, node)


def _divided_by_sum(m: Matrices, base: int, others: list[int]) -> list[int] | None:
    """Return factors with softmax(u), of which one is exp(u), or is A@exp(u), over sum(exp(u))."""
    total = m.kernels.get(base)
    if total is None or total.op.name != "sum":
        return None
    exponential, axis = total.values[0], total.op.get("axis")
    if m.nodes.operations[exponential] != "exp":
        return None
    for k, factor in enumerate(others):
        if factor == exponential:
            return [*others[:k], *others[k + 1 :], _softmax(m, exponential, axis)]
        kernel = m.kernels.get(factor)
        if axis is None and kernel is not None and kernel.op.name == "matmul":
            links = [_softmax(m, i, None) if i == exponential else i for i in kernel.values]
            if tuple(links) != kernel.values and len(m.shape(exponential)) == 1:
                product = m.kernel(kernel.op, links, m.shape(factor))
                return [*others[:k], *others[k + 1 :], product]
    return None


def _slope_of_tanh(m: Matrices, argument: int) -> int:
    """Return 1 - tanh(u)**2 for 1/cosh(u)**2, which overflows where tanh(u) is 1."""
    value = m.symbols.call("tanh", [argument])
    square = m.symbols.pow(value, m.number(2))
    return m.symbols.add((m.symbols.one, m.symbols.neg(square)))


def _slope_of_sigmoid(m: Matrices, factors: list[int]) -> int | None:
    """Return factors with s*(1 - s), where s is sigmoid(u), for exp(u)/(1 + exp(u))**2."""
    for factor in factors:
        if m.nodes.operations[factor] != "pow":
            continue
        base, exponent = m.nodes.arguments[factor]
        exponential = _logistic(m, base)
        if exponential is None or m.value(exponent) != -2 or exponential not in factors:
            continue
        argument = m.nodes.arguments[exponential][0]
        is_sum = m.nodes.operations[argument] == "add"
        terms = m.nodes.arguments[argument] if is_sum else (argument,)
        if all([m.symbols.is_negative(term) for term in terms]):
            argument = m.symbols.neg(argument)
        value = m.symbols.call("sigmoid", [argument])
        rest = m.symbols.add((m.symbols.one, m.symbols.neg(value)))
        others = [one for one in factors if one not in (factor, exponential)]
        return m.symbols.mul((*others, value, rest))
    return None


def _turned(m: Matrices, node: int) -> int:
    """Return sigmoid(u) for sigmoid(-u)*exp(u)."""
    factors = m.factors(node)
    for factor in factors:
        if m.nodes.operations[factor] != "sigmoid":
            continue
        opposite = m.symbols.neg(m.nodes.arguments[factor][0])
        exponential = m.symbols.call("exp", [opposite])
        if exponential in factors:
            others = [one for one in factors if one not in (factor, exponential)]
            return m.symbols.mul((*others, m.symbols.call("sigmoid", [opposite])))
    return node


def _below(m: Matrices, factor: int) -> int | None:
    """Return what a factor divides by."""
    if m.nodes.operations[factor] != "pow":
        return None
    base, exponent = m.nodes.arguments[factor]
    return base if m.value(exponent) == -1 else None


def _logistic(m: Matrices, base: int) -> int | None:
    """Return the exponential in 1 + exp(u)."""
    if m.nodes.operations[base] != "add" or len(m.nodes.arguments[base]) != 2:
        return None
    exponential, one = m.nodes.arguments[base]
    if m.value(exponential) == 1:
        exponential, one = one, exponential
    is_logistic = m.value(one) == 1 and m.nodes.operations[exponential] == "exp"
    return exponential if is_logistic else None


def _softmax(m: Matrices, exponential: int, axis: int | None) -> int:
    argument = m.nodes.arguments[exponential][0]
    last = len(m.shape(argument)) - 1
    place = last if axis is None else axis
    return m.apply("softmax", argument, axis=place, last=place == last or None)
