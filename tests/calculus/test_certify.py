"""Certified digits: right for every number that a ball may hold, and no more than it allows."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from flint import arb, ctx, fmpq
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.rounding import round_value
from calcdl.calculus.certify import certified, certified_all
from calcdl.errors import TooClose, Undecided

pytestmark = pytest.mark.slow

often = settings(max_examples=120, deadline=None)
numbers = st.builds(
    lambda n, d, e: Fraction(n, d) * Fraction(10) ** e,
    st.integers(-(10**20), 10**20).filter(bool),
    st.sampled_from((1, 2, 3, 7, 10**9 + 7, 2**60)),
    st.integers(-280, 280),
)
counts = st.one_of(st.none(), st.integers(1, 40))


def as_arb(value: Fraction) -> arb:
    return arb(fmpq(value.numerator, value.denominator))


def rounded(value: Fraction, digits: int) -> Decimal:
    """Return the decimal with so many digits that is nearest, by Python's own decimals."""
    context = Context(prec=digits, rounding=ROUND_HALF_EVEN, Emin=-(10**6), Emax=10**6)
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def is_right(text: str, value: Fraction, digits: int | None) -> bool:
    """Say whether a text is a number rounded to so many digits, or reads as its nearest double."""
    if digits is None:
        return float(text) == value.numerator / value.denominator
    return Decimal(text) == rounded(value, digits)


def is_tie(value: Fraction, digits: int | None) -> bool:
    """Say whether a number lies halfway between two with so many digits, or between doubles."""
    if digits is None:
        double = value.numerator / value.denominator
        return 2 * abs(value - Fraction(double)) == Fraction(math.ulp(double))
    near = rounded(value, digits + 1)
    return Fraction(near) == value and near.as_tuple().digits[digits:] == (5,)


def ends(ball: arb) -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest number of a ball, exactly."""
    with precision(4000):
        pairs = [end.mid().man_exp() for end in (ball.lower(), ball.upper())]
    low, high = (Fraction(int(m)) * Fraction(2) ** int(e) for m, e in pairs)
    return low, high


# A number that is computed as well as is asked for


@often
@given(numbers, counts)
def test_the_digits_of_a_number_are_right(value: Fraction, digits: int | None) -> None:
    assume(not is_tie(value, digits))
    result, _ = certified(lambda: as_arb(value) * arb(3).sqrt() / arb(3).sqrt(), digits)
    assert result.exact is None
    assert is_right(result.decimal, value, digits)
    assert result.float == pytest.approx(value.numerator / value.denominator, rel=2.0**-46)


@often
@given(numbers, counts)
def test_an_exact_number_needs_no_ball(value: Fraction, digits: int | None) -> None:
    number = value.numerator if value.denominator == 1 else value
    result, same = certified(lambda: number, digits)
    assert (same, Fraction(result.exact or "")) == (number, value)
    assert is_right(result.decimal, value, digits)


@pytest.mark.parametrize("digits", [1, 5, 30])
def test_a_tie_goes_to_the_even_digit_and_a_ball_around_it_is_not_decided(digits: int) -> None:
    tie = Fraction(10**digits + 5, 10**digits)
    assert Decimal(certified(lambda: tie, digits)[0].decimal) == rounded(tie, digits)
    with pytest.raises(TooClose):
        certified(lambda: as_arb(tie) + arb(0, arb(2) ** -ctx.prec), digits)


# A ball that does not get narrower


def claims_too_much(round_ball: Callable[..., str | None], ball: arb, digits: int | None) -> bool:
    """Say whether a text is printed that is not right for all numbers of a ball."""
    text = round_ball(ball, digits)
    return text is not None and not all(is_right(text, end, digits) for end in ends(ball))


@often
@given(numbers, st.integers(2, 160), counts)
def test_no_more_is_claimed_than_all_of_the_ball_allows(
    value: Fraction, bits: int, digits: int | None
) -> None:
    ball = as_arb(value) * (1 + arb(0, arb(2) ** -bits))
    try:
        result, number = certified(lambda: ball, digits)
    except Undecided:
        low, high = ends(ball)
        if digits is not None:
            assert rounded(low, digits) != rounded(high, digits) or bits < 3 * digits + 9
        else:
            assert bits < 62 or float(low) != float(high)
        return
    assert number.overlaps(ball)
    assert not claims_too_much(lambda *_: result.decimal, ball, digits)


def test_a_claim_that_looks_at_the_middle_alone_is_caught() -> None:
    """Rounding the middle of a ball is the mistake that all this is about."""
    ball = arb("0.125 +/- 0.01")
    assert not claims_too_much(round_value, ball, 2)
    assert claims_too_much(lambda ball, digits: round_value(ball.mid(), digits), ball, 2)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("0 +/- 1e-30", "whether it is zero: it is less than 1e-29, not proven to be zero"),
        ("nan", "how large it is"),
        ("0.5 +/- 1e-9", "its digits"),
    ],
)
def test_what_is_not_certain_is_said(text: str, problem: str) -> None:
    with pytest.raises(TooClose, match=problem) as caught:
        certified(lambda: arb(text), 20)
    assert caught.value.message.startswith("this could not be decided with certainty: ")


# More and more bits


def bits_tried(digits: int | None, **limits: Any) -> list[int]:
    tried: list[int] = []

    def compute() -> arb:
        tried.append(ctx.prec)
        raise Undecided("how it ends")

    with pytest.raises(Undecided, match="how it ends"):
        certified(compute, digits, **limits)
    return tried


@pytest.mark.parametrize("digits", [None, 10, 1000])
@pytest.mark.parametrize("operations", [1, 1000, 10**7])
def test_precision_doubles_until_patience_ends(digits: int | None, operations: int) -> None:
    arb(1)
    tried = bits_tried(digits, operations=operations)
    assert len(tried) >= 2
    assert tried[0] >= (53 if digits is None else 3.33 * digits)
    assert all(b == 2 * a for a, b in pairwise(tried))
    assert sum(operations * bits**2 for bits in tried[:-1]) < 10**12 or len(tried) == 2
    assert len(bits_tried(digits, operations=operations, most=1)) == 2


def test_one_number_that_is_not_certain_leaves_the_others() -> None:
    first, second, third = certified_all(lambda: [arb(2).sqrt(), arb("0 +/- 1e-9"), 7])
    assert not isinstance(first, Undecided)
    assert first[0].decimal == "1.4142135623730951"
    assert isinstance(second, TooClose)
    assert not isinstance(third, Undecided)
    assert third[0].exact == "7"


@pytest.mark.parametrize("fails", [False, True])
def test_the_precision_is_afterwards_what_it_was(fails: bool) -> None:
    with precision(211):
        if fails:
            with pytest.raises(Undecided):
                certified(lambda: arb("0 +/- 1"))
        else:
            certified(lambda: arb(2).sqrt(), 100)
        assert ctx.prec == 211
