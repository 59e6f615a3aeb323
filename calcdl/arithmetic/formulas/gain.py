"""What another form of a formula may gain, told by its operations alone: nothing is loaded."""

from __future__ import annotations

from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.structure import (
    FAMILIES,
    factors_in,
    has_logarithm,
    has_sums,
    number_in,
)
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence, Set

    from calcdl.graph.nodes import Operation, Rational

__all__ = ["ALL", "COMMON_FACTORS", "NOTHING", "POLYNOMIAL", "what_may_gain"]

NOTHING, COMMON_FACTORS, POLYNOMIAL, ALL = range(4)  # a polynomial may be shorter multiplied out

_POLYNOMIAL = frozenset(("add", "mul", "pow", "number", "symbol", "constant"))
_APART = ({"sin", "cos"}, {"sec", "tan"}, {"csc", "cot"})
_HYPERBOLIC = frozenset([name for name, family in FAMILIES.items() if family == "hyperbola"])
_COMPLEMENTS = frozenset(("sigmoid", "erf"))
_MIRRORED = frozenset(("sigmoid", "softplus", "relu"))
_IN_SUMS = frozenset((*_COMPLEMENTS, "exp", *_HYPERBOLIC))
_TURNED = frozenset(("sec", "csc", "sech", "csch"))  # 1/sec(u) is cos(u)
_RELATED = frozenset(("abs", "sign", "heaviside", "cbrt", "hypot",
                      "besselj", "bessely", "besseli", "besselk",
                      "erfc", "expm1", "silu", "tanhshrink", "softsign", "log1p"))  # fmt: skip


def what_may_gain(symbols: Symbols, order: Sequence[int], is_written: Callable[[int], bool]) -> int:
    """Say which forms of a formula may be better than the one that it has, by its structure.

    ``order`` is that structure; a node ``is_written`` if a person wrote it.
    """
    nodes = symbols.nodes
    operations = nodes.operations
    sums = [i for i in order if operations[i] == "add"]
    root = order[-1]
    if len(sums) > 1 and operations[root] == "add" and _share_sums(symbols, nodes.arguments[root]):
        return ALL
    if _has_relations(symbols, order):
        return ALL
    if not sums:
        return NOTHING
    if operations[root] == "add" and len(sums) == 1:
        plain = all([operations[i] in _POLYNOMIAL for i in order]) and _is_whole(symbols, root)
        return COMMON_FACTORS if not plain or _have_common_power(symbols, root) else NOTHING
    if operations[root] == "add":
        sums.remove(root)
    elif len(sums) == 1 and _is_whole(symbols, sums[0]) and not _is_divided(symbols, order):
        return NOTHING
    from calcdl.arithmetic.formulas.apart import Apart

    apart = Apart(symbols, sums, is_written)
    if not apart.all_flat:
        return ALL
    if operations[root] != "add":
        return NOTHING if apart.is_settled(root) else ALL
    terms = nodes.arguments[root]
    if apart.is_polynomial_apart(terms):
        return POLYNOMIAL
    return COMMON_FACTORS if apart.are_apart(terms) else ALL


def _share_sums(symbols: Symbols, terms: Sequence[int]) -> bool:
    """Say whether all terms have powers of one sum as factors, as by the rule of quotients.

    That is the usual reason for another form, and told in a tenth of the time of the others.
    """
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    shared: set[tuple[int, bool]] | None = None
    for term in terms:
        own = set()
        for part in factors_in(symbols, term):
            base, exponent = arguments[part] if operations[part] == "pow" else (part, symbols.one)
            value = symbols.value(exponent)
            if operations[base] == "add" and value is not None:
                own.add((base, value > 0))
        shared = own if shared is None else shared & own
        if not shared:
            return False
    return True


def _is_divided(symbols: Symbols, order: Sequence[int]) -> bool:
    """Say whether there is a power that is not a whole and positive one, or a root."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    values = [symbols.value(arguments[i][1]) for i in order if operations[i] == "pow"]
    return not all([type(value) is int and value > 0 for value in values])


def _is_whole(symbols: Symbols, total: int) -> bool:
    """Say whether a sum has whole coefficients, and no term a negative power, a root or exp."""
    nodes = symbols.nodes
    for term in nodes.arguments[total]:
        for part in factors_in(symbols, term):
            operation = nodes.operations[part]
            value = symbols.value(nodes.arguments[part][1] if operation == "pow" else part)
            whole = type(value) is int and (value > 0 or operation == "number")
            if operation == "exp" or (operation in ("pow", "number") and not whole):
                return False
    return True


def _have_common_power(symbols: Symbols, total: int) -> bool:
    """Say whether all terms have the same power of something, as those of a*x**2 + b*x**2 have."""
    common: set[int] | None = None
    for term in symbols.nodes.arguments[total]:
        parts = factors_in(symbols, term)
        common = set(parts) if common is None else common.intersection(parts)
        if not common:
            return False
    return any([symbols.value(part) is None for part in common or ()])


def _has_relations(symbols: Symbols, order: Sequence[int]) -> bool:
    """Say whether there are kernels that other ones, or powers of them, may be equal to."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    there = {operations[i] for i in order}
    if not there.isdisjoint(_RELATED):
        return True
    constant, may_add_up = "constant" in there, not there.isdisjoint(_IN_SUMS)
    for i in order:
        operation = operations[i]
        if operation == "pow":
            if _is_related(symbols, there, *arguments[i]):
                return True
        elif operation == "log":
            if operations[arguments[i][0]] == "pow":
                return True
        elif operation == "exp":
            if has_logarithm(symbols, arguments[i][0]) or has_sums(symbols, arguments[i][0]):
                return True
        elif operation == "mul":
            if constant and _join_under_root(symbols, arguments[i]):
                return True
        elif operation == "add" and may_add_up and _add_up(symbols, i):
            return True
    if not there.isdisjoint(_MIRRORED) and _are_mirrored(symbols, order):
        return True
    return not there.isdisjoint(FAMILIES) and _have_families(symbols, order, there)


def _join_under_root(symbols: Symbols, factors: Sequence[int]) -> bool:
    """Say whether there is sqrt(pi) beside another root: sqrt(pi)*sqrt(x) is sqrt(pi*x)."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    powers = [arguments[i] for i in factors if operations[i] == "pow"]
    exponents = [n for base, n in powers if operations[base] != "add"]
    roots = [n for n in exponents if type(symbols.value(n)) is not int]
    return len(set(roots)) < len(roots)


def _add_up(symbols: Symbols, total: int) -> bool:
    """Say whether terms may be one: 1 - sigmoid(u), cosh(u) + sinh(u), exp(u) + exp(-u)."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    rests = [symbols.split(term)[1] for term in arguments[total]]
    names = [operations[i] for i in rests]
    if len(rests) == 2 and symbols.one in rests and not _COMPLEMENTS.isdisjoint(names):
        return True
    inside = [arguments[i][0] for i in rests if operations[i] in _HYPERBOLIC]
    exponents = {arguments[i][0] for i in rests if operations[i] == "exp"}
    opposite = [symbols.neg(i) in exponents for i in exponents]
    return len(set(inside)) < len(inside) or any(opposite)


def _are_mirrored(symbols: Symbols, order: Sequence[int]) -> bool:
    """Say whether there are functions of u and of -u, of which one is written in the other."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    calls = {(operations[i], arguments[i][0]) for i in order if operations[i] in _MIRRORED}
    return len(calls) > 1 and any([(name, symbols.neg(i)) in calls for name, i in calls])


def _is_related(symbols: Symbols, there: Set[Operation], base: int, exponent: int) -> bool:
    """Say whether a power may meet others, among these operations."""
    inner, value = symbols.nodes.operations[base], symbols.value(exponent)
    if value is None:
        return bool(number_in(symbols, exponent))  # x**(n - 1) may meet x**n
    if inner in _TURNED and value < 0:
        return True
    if inner in ("pow", "number") or ("sigmoid" in there and value < 0):
        return True
    return "add" in there and inner == "mul" and type(value) is not int


def _have_families(symbols: Symbols, order: Sequence[int], there: Set[Operation]) -> bool:
    """Say whether trigonometric or hyperbolic functions may meet others of the same argument."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    members = [(str(operations[i]), arguments[i][0]) for i in order if operations[i] in FAMILIES]
    several = len({(FAMILIES[name], argument) for name, argument in members}) < len(members)
    if several and any([_meet(symbols, arguments[i]) for i in order if operations[i] == "mul"]):
        return True
    if "exp" in there:
        exponents = [arguments[i][0] for i in order if operations[i] == "exp"]
        rests = {rest for exponent in exponents for rest in _rests(symbols, exponent)}
        hyperbolic = [argument for name, argument in members if name[-1] == "h"]
        if not all([rests.isdisjoint(_rests(symbols, argument)) for argument in hyperbolic]):
            return True
    raised = {
        i for i in order if operations[i] == "pow" and operations[arguments[i][0]] in FAMILIES
    }
    if not raised or "add" not in there:
        return False
    terms = [term for i in order if operations[i] == "add" for term in arguments[i]]
    return several or not all([raised.isdisjoint(factors_in(symbols, term)) for term in terms])


def _meet(symbols: Symbols, factors: Sequence[int]) -> bool:
    """Say whether functions of a family and of one argument make a product with a shorter name.

    Different powers of sine and cosine do not, nor does sec(u)*tan(u).
    """
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    members: dict[tuple[str, int], dict[str, Rational | None]] = {}
    for factor in factors:
        base, exponent = arguments[factor] if operations[factor] == "pow" else (factor, symbols.one)
        name = operations[base]
        if name in FAMILIES:
            key = FAMILIES[name], arguments[base][0]
            members.setdefault(key, {})[str(name).rstrip("h")] = symbols.value(exponent)
    for powers in members.values():
        if len(powers) > 1:
            counts = set(powers.values())
            whole = all([type(count) is int and count > 0 for count in counts])
            if (
                not whole
                or powers.keys() not in _APART
                or (powers.keys() == _APART[0] and len(counts) < 2)
            ):
                return True
    return False


def _rests(symbols: Symbols, total: int) -> list[int]:
    """Return what the terms of a sum are multiples of."""
    nodes = symbols.nodes
    terms = nodes.arguments[total] if nodes.operations[total] == "add" else (total,)
    return [symbols.split(term)[1] for term in terms]
