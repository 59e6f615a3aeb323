"""What point says of every row of the table at its edges, corners and poles, against a judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import pytest

from calcdl.api import point as verdicts
from calcdl.functions import FUNCTIONS, Function
from calcdl.results.point import OneSide
from calcdl.results.value import Value
from tests.support.judge import JUDGES, Side, judge, m

NUMBERS: dict[str, Callable[[], Any]] = {
    "-1/e": lambda: -m.exp(-1),
    "pi/2": lambda: m.pi / 2,
    "pi": lambda: +m.pi,
}
PLACES = ("-11/2", "-3", "-1", "-1/e", "0", "1", "pi/2", "3", "6", "pi")
HALVES = ("1/2", "-3/2")  # the judge takes minutes for Y and K of whole orders near zero
ORDERS = {
    "polygamma": ("0", "1", "2"),
    "beta": ("1/2", "-1/2"),
    "bessely": HALVES,
    "besselk": HALVES,
    "binomial": ("2", "1/2", "-1/2"),
    "expint": ("1", "3", "-1", "5/2"),
    "lowergamma": ("2", "1/2"),
    "uppergamma": ("2", "-1"),
    "zeta": ("2", "3", "3/2"),
    "polylog": ("-1", "1", "2", "3", "3/2"),
    "mod": ("2", "-3/2"),
    "fmod": ("2", "-3/2"),
    "elliptic_f": ("0", "-1", "1/2"),
    "elliptic_einc": ("0", "-1", "1/2"),
    "elliptic_pi": ("-1/2", "1/2"),
}
# Where there are more arguments than two.
CALLS = {
    "clip": [("x", "0", "1")],
    "threshold": [("x", "1", "0"), ("x", "1", "1")],
    "betainc_regularized": [("2", "5/2", "0", "x"), ("1/2", "1/2", "x", "1/3")],
    "elliptic_piinc": [("1/2", "x", "1/3")],
}
BESSEL_ORDERS = ("0", "2", "1/2", "5/2", "-1", "-3/2")
CLOSE = m.mpf(10) ** -7


def number(text: str) -> Any:
    fraction = Fraction(text) if text not in NUMBERS else None
    return NUMBERS[text]() if fraction is None else m.mpf(fraction.numerator) / fraction.denominator


def calls(row: Function) -> list[tuple[str, Callable[[Any], Any]]]:
    """Return calls of a row in x, as texts and as functions of mpmath numbers."""
    function = JUDGES[row.name]
    if row.name in CALLS:
        return [
            (f"{row.name}({', '.join(texts)})", partial(with_others, function, texts))
            for texts in CALLS[row.name]
        ]
    if row.fewest == 1 and row.local[0] is not None:
        return [(f"{row.name}(x)", function)]
    if row.local[0] is None:
        orders = ORDERS.get(row.name, BESSEL_ORDERS)
        return [(f"{row.name}({n}, x)", partial(with_order, function, n)) for n in orders]
    others = ORDERS.get(row.name, ("0", "-1"))
    return [(f"{row.name}(x, {c})", partial(with_second, function, c)) for c in others]


def with_others(function: Callable[..., Any], texts: Sequence[str], x: Any) -> Any:
    return function(*[x if text == "x" else number(text) for text in texts])


def with_order(function: Callable[..., Any], n: str, x: Any) -> Any:
    return function(number(n), x)


def with_second(function: Callable[..., Any], c: str, x: Any) -> Any:
    return function(x, number(c))


def agrees(told: Value | None, want: Any) -> bool:
    if told is None or want is None:
        return told is None and want is None
    if m.isinf(want) or told.decimal in ("oo", "-oo"):
        return told.decimal == ("oo" if want > 0 else "-oo") and bool(m.isinf(want))
    return bool(abs(m.mpf(told.decimal) - want) <= CLOSE * (1 + abs(want)))


def side_agrees(told: OneSide, want: Side) -> bool:
    if told.exists != want.exists or not agrees(told.limit, want.limit):
        return False
    infinite = want.limit is None or m.isinf(want.limit)
    return infinite or agrees(told.slope, want.slope)


@pytest.mark.slow
@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_row_where_it_is_not_smooth(name: str) -> None:
    for text, function in calls(FUNCTIONS[name]):
        for at in PLACES:
            (found,) = verdicts(text, at).points
            if found.kind == "smooth" and at != "0":
                continue
            assert found.kind != "undecided", (text, at, found.why)
            want = judge(function, partial(number, at))
            assert agrees(found.value, want.value), (text, at, want)
            assert side_agrees(found.left, want.left), (text, at, found.left, want.left)
            assert side_agrees(found.right, want.right), (text, at, found.right, want.right)


def test_the_judge_sees_what_is_wrong() -> None:
    (found,) = verdicts("sqrt(x)", "0").points
    want = judge(lambda x: JUDGES["sqrt"](x) + x * 0 + m.mpf(10) ** -3, partial(number, "0"))
    assert not agrees(found.value, want.value)
    (found,) = verdicts("abs(x)", "0").points
    assert not side_agrees(found.left, judge(lambda x: abs(x) * 1.001, partial(number, "0")).left)
    assert not side_agrees(found.left, judge(JUDGES["sqrt"], partial(number, "0")).left)
