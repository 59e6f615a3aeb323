"""By what factor a claim is wrong: a number, or one that hangs on sizes and on parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from calcdl.calculus.claims.samples import ratio, rational
from calcdl.results.check import Diagnosis

if TYPE_CHECKING:
    from calcdl.calculus.claims.samples import Sample

__all__ = ["Factor", "factor_of", "say_factor"]

_POWERS = tuple(map(Fraction, ("1", "-1", "1/2", "-1/2", "2", "-2")))


class Factor(NamedTuple):
    """A number times powers of sizes and of parameters, by their names."""

    number: Fraction
    powers: tuple[tuple[str, Fraction], ...] = ()

    def inverse(self) -> Factor:
        return Factor(1 / self.number, tuple([(name, -power) for name, power in self.powers]))

    @property
    def text(self) -> str:
        """As a person writes it: 2/(N*k)."""
        above = [_power(name, power) for name, power in self.powers if power > 0]
        below = [_power(name, -power) for name, power in self.powers if power < 0]
        top, bottom = abs(self.number.numerator), self.number.denominator
        above = ([str(top)] if top != 1 or not above else []) + above
        below = ([str(bottom)] if bottom != 1 else []) + below
        sign, text = "-" if self.number < 0 else "", "*".join(above)
        if not below:
            return sign + text
        bottom_text = "*".join(below)
        return f"{sign}{text}/{bottom_text if len(below) == 1 else f'({bottom_text})'}"


def _power(name: str, power: Fraction) -> str:
    if power == 1:
        return name
    return f"sqrt({name})" if power == Fraction(1, 2) else f"{name}**{power}"


def factor_of(
    pairs: Sequence[tuple[Sequence[float], Sequence[float]]], samples: Sequence[Sample]
) -> Factor | None:
    """Return the factor c with u = c*v for all pairs, one for each sample; None: there is none."""
    ratios: list[float | None] = []
    for us, vs in pairs:
        if not any(us) and not any(vs):  # which says nothing
            ratios.append(None)
            continue
        c = ratio(us, vs)
        if not c:
            return None
        ratios.append(c)
    known = [(c, sample) for c, sample in zip(ratios, samples, strict=True) if c is not None]
    if len(known) < 2:
        return None
    for powers in _monomials(known[0][1]):
        numbers = [_without(c, powers, sample) for c, sample in known]
        number = None if numbers[0] is None else rational(numbers[0])
        if number and all(n is not None and rational(n) == number for n in numbers):
            return Factor(number, powers)
    return None


def _monomials(sample: Sample) -> Iterator[tuple[tuple[str, Fraction], ...]]:
    """Yield products of powers of at most two names, simple ones first."""
    place = sample.place
    parameters = [name for name, lengths in place.lengths.items() if not lengths]
    names = [*place.sizes, *parameters]
    yield ()
    for count in (1, 2):
        for powers in product(_POWERS[: 6 if count == 1 else 2], repeat=count):
            for chosen in combinations(names, count):
                yield tuple(zip(chosen, powers, strict=True))


def _without(c: float, powers: tuple[tuple[str, Fraction], ...], sample: Sample) -> float | None:
    """Return a number divided by powers of names; None where these have no value."""
    place = sample.place
    for name, power in powers:
        value = float(place.sizes[name] if name in place.sizes else place.numbers[name][0])
        if value <= 0 and power.denominator != 1:
            return None
        c /= value ** float(power)
    return c


def say_factor(factor: Factor, sizes: Sequence[str], has_mean: bool) -> Diagnosis:
    """Return what it means that a claim is so many times the gradient."""
    if factor == Factor(Fraction(-1)):
        return Diagnosis("sign", "the sign is wrong")
    of_sizes = bool(factor.powers) and all(
        name in sizes and power.denominator == 1 for name, power in factor.powers
    )
    inverse = factor.inverse()
    if of_sizes and all(power < 0 for _, power in factor.powers):
        says = f"the claim is {factor.text} times the gradient: a mean was taken for a sum"
        kind = "mean-for-sum"
        if factor.number != 1:
            says = f"the claim is {factor.text} times the gradient"
        return Diagnosis(kind, says)
    if of_sizes and all(power > 0 for _, power in factor.powers) and factor.number == 1:
        what = ": a sum was taken for a mean" if has_mean else ""
        return Diagnosis("sum-for-mean", f"the factor {inverse.text} is missing{what}")
    if factor.number < 0:
        return Diagnosis("factor", f"the claim is {factor.text} times the gradient")
    simple = factor.number == 1 and len(factor.powers) == 1
    if (simple and factor.powers[0][1] < 0) or (not factor.powers and factor.number.numerator == 1):
        return Diagnosis("factor", f"the factor {inverse.text} is missing")
    if simple or (not factor.powers and factor.number.denominator == 1):
        return Diagnosis("factor", f"there is a factor {factor.text} too many")
    return Diagnosis("factor", f"the claim is {factor.text} times the gradient")
