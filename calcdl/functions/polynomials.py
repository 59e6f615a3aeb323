"""Orthogonal polynomials, written out where they are called: their orders are whole numbers.

Reference: NIST Digital Library of Mathematical Functions, 18.5, 18.7 and 18.9; names and order of
arguments are SymPy's, and SciPy's with eval_ in front.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import comb, factorial

from calcdl.errors import ExpressionError, TooLarge
from calcdl.functions.row import Function
from calcdl.syntax.writer import Writer

__all__ = ["POLYNOMIALS", "binomial"]

_HIGHEST_DEGREE = 100

Coefficients = dict[int, Fraction]  # by the power of u


def _degree(w: Writer, name: str, n: int) -> int:
    degree = w.value(n)
    if type(degree) is not int or degree < 0:
        raise ExpressionError(f"the order of {name} has to be a whole number, as in {name}(3, …)")
    if degree > _HIGHEST_DEGREE:
        raise TooLarge(f"calcdl writes polynomials out up to the order {_HIGHEST_DEGREE}")
    return degree


def _polynomial(w: Writer, u: int, coefficients: Coefficients) -> int:
    """Return the sum of coefficients times powers of u, the highest first."""
    terms = []
    for k in sorted(coefficients, reverse=True):
        c = coefficients[k]
        if not c:
            continue
        power = u if k == 1 else w.pow(u, w.number(k))
        factors = [power] if k else []
        if abs(c) != 1 or not k:
            factors.insert(0, w.number(abs(c)))
        term = w.mul(factors)
        terms.append(w.neg(term) if c < 0 else term)
    return w.add(terms) if terms else w.number(0)


def _chebyshev(second: bool, n: int) -> Coefficients:
    """Return T(n) or U(n), by the recurrence that both have."""
    before, current = {0: Fraction(1)}, {1: Fraction(2 if second else 1)}
    for _ in range(n):
        following = {k + 1: 2 * c for k, c in current.items()}
        for k, c in before.items():
            following[k] = following.get(k, Fraction(0)) - c
        before, current = current, following
    return before


def _legendre(n: int) -> Coefficients:
    return {
        n - 2 * k: Fraction((-1) ** k * comb(n, k) * comb(2 * n - 2 * k, n), 2**n)
        for k in range(n // 2 + 1)
    }


def _hermite(n: int) -> Coefficients:
    """Return the physicists' polynomial."""
    return {
        n - 2 * k: Fraction(
            (-1) ** k * factorial(n) * 2 ** (n - 2 * k), factorial(k) * factorial(n - 2 * k)
        )
        for k in range(n // 2 + 1)
    }


def _hermite_normal(n: int) -> Coefficients:
    """Return the probabilists' polynomial."""
    return {
        n - 2 * k: Fraction((-1) ** k * factorial(n), 2**k * factorial(k) * factorial(n - 2 * k))
        for k in range(n // 2 + 1)
    }


def _laguerre(n: int) -> Coefficients:
    return {k: Fraction((-1) ** k * comb(n, k), factorial(k)) for k in range(n + 1)}


# With parameters, which may be any expressions


def _rising(w: Writer, a: int, first: int, last: int) -> list[int]:
    """Return the factors a + first, …, a + last."""
    return [w.add((a, w.number(k))) if k else a for k in range(first, last + 1)]


def _sum(w: Writer, terms: list[tuple[Fraction, list[int]]]) -> int:
    """Return a sum of products with numbers in front."""
    parts = []
    for number, factors in terms:
        shown = [w.number(abs(number))] if abs(number) != 1 or not factors else []
        part = w.mul([*shown, *factors])
        parts.append(w.neg(part) if number < 0 else part)
    return w.add(parts)


def _power(w: Writer, u: int, k: int) -> list[int]:
    return [] if k == 0 else [u] if k == 1 else [w.pow(u, w.number(k))]


def _assoc_laguerre(w: Writer, n: int, a: int, u: int) -> int:
    degree = _degree(w, "assoc_laguerre", n)
    return _sum(w, [
        (Fraction((-1) ** k, factorial(k) * factorial(degree - k)),
         [*_rising(w, a, k + 1, degree), *_power(w, u, k)])
        for k in range(degree, -1, -1)
    ])  # fmt: skip


def _gegenbauer(w: Writer, n: int, a: int, u: int) -> int:
    degree = _degree(w, "gegenbauer", n)
    return _sum(w, [
        (Fraction((-1) ** k * 2 ** (degree - 2 * k), factorial(k) * factorial(degree - 2 * k)),
         [*_rising(w, a, 0, degree - k - 1), *_power(w, u, degree - 2 * k)])
        for k in range(degree // 2 + 1)
    ])  # fmt: skip


def _jacobi(w: Writer, n: int, a: int, b: int, u: int) -> int:
    degree = _degree(w, "jacobi", n)
    both = w.add((a, b))
    moved = w.add((u, w.neg(w.number(1))))
    return _sum(w, [
        (Fraction(1, factorial(k) * factorial(degree - k) * 2**k),
         [*_rising(w, a, k + 1, degree), *_rising(w, both, degree + 1, degree + k),
          *_power(w, moved, k)])
        for k in range(degree + 1)
    ])  # fmt: skip


def binomial(w: Writer, u: int, v: int) -> int:
    """Return a polynomial in u where v is a small whole number, else the function."""
    degree = w.value(v)
    if type(degree) is not int or not 0 <= degree <= _LARGEST_BINOMIAL or w.value(u) is not None:
        return w.call("binomial", u, v)
    factors = [w.add((u, w.neg(w.number(k)))) if k else u for k in range(degree)]
    return _sum(w, [(Fraction(1, factorial(degree)), factors)])


_LARGEST_BINOMIAL = 20


def _row(
    name: str, coefficients: Callable[[int], Coefficients], says: str, *aliases: str
) -> Function:
    def writes(w: Writer, n: int, u: int) -> int:
        return _polynomial(w, u, coefficients(_degree(w, name, n)))

    return _written(name, "n u", writes, says, *aliases)


def _written(
    name: str, args: str, writes: Callable[..., int], says: str, *aliases: str
) -> Function:
    _, *others = args.split()
    return Function(name, args=args, local=(None,) * (1 + len(others)), sample=(), writes=writes,
                    says=f"{says} polynomial of order n", aliases=aliases,
                    example=f"{name}(3, {', '.join(others)})")  # fmt: skip


# fmt: off
POLYNOMIALS: tuple[Function, ...] = (
    _row("legendre", _legendre, "Legendre", "eval_legendre", "LegendreP"),
    _row("chebyshevt", lambda n: _chebyshev(False, n), "Chebyshev's first",
         "eval_chebyt", "ChebyshevT"),
    _row("chebyshevu", lambda n: _chebyshev(True, n), "Chebyshev's second",
         "eval_chebyu", "ChebyshevU"),
    _row("hermite", _hermite, "Hermite's (the physicists')", "eval_hermite", "HermiteH"),
    _row("hermite_prob", _hermite_normal, "Hermite's (the probabilists')", "eval_hermitenorm"),
    _row("laguerre", _laguerre, "Laguerre", "eval_laguerre", "LaguerreL"),
    _written("assoc_laguerre", "n a u", _assoc_laguerre, "associated Laguerre", "eval_genlaguerre"),
    _written("gegenbauer", "n a u", _gegenbauer, "Gegenbauer's ultraspherical",
             "eval_gegenbauer", "GegenbauerC"),
    _written("jacobi", "n a b u", _jacobi, "Jacobi", "eval_jacobi", "JacobiP"),
)
# fmt: on
