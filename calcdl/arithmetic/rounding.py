"""Exact numbers and balls → decimals, each digit of which is right.

A ball is rounded only if both of its ends round to the same decimal. Ties go to the even digit,
as in IEEE 754. Exponents are not limited.
"""

from __future__ import annotations

from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.precision import precision
from calcdl.errors import TooLarge
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import Ball, Real
    from calcdl.graph.nodes import Rational

__all__ = ["double_of", "round_value", "shortest"]

_DOUBLE_BITS = 53
_LONGEST_EXPONENT = 4096  # bits; to print a number takes that many digits of its logarithm


def round_value(value: Real, digits: int | None = None) -> str | None:
    """Return the decimal text of an exact number or an ``arb``; None if a ball is too wide.

    With ``digits``: that many significant digits. Without: the shortest text that reads back to
    the number rounded to 53 bits, the precision of a double.
    """
    if is_ball(value):
        return _round_ball(value, digits)
    if value == 0:
        return "0"
    if digits is not None:
        return _digits_of_exact(value, digits)
    mantissa, exponent = _round_ratio(abs(value.numerator), value.denominator)
    return shortest(mantissa if value > 0 else -mantissa, exponent)


def double_of(value: Real) -> float | None:
    """Return the double nearest to a number or to the middle of a ball; None out of range."""
    if is_ball(value):
        result = float(value.mid())
        if result == 0 and not value.mid().is_zero():
            return None
        return result if abs(result) != float("inf") else None
    try:
        result = value.numerator / value.denominator
    except OverflowError:
        return None
    return result if result or not value else None


def shortest(mantissa: int, exponent: int) -> str:
    """Return the shortest decimal that reads back to mantissa * 2**exponent as 53-bit number."""
    bits = abs(mantissa).bit_length()
    if -1021 < bits + exponent < 1024:  # the normal doubles, for which Python knows the answer
        import math

        return _without_zeros(repr(math.ldexp(mantissa, exponent)))
    return _shortest_outside_doubles(mantissa, exponent)


def _without_zeros(text: str) -> str:
    """Return 12 for 12.0, and leave exponents as Python writes them."""
    return text[:-2] if text.endswith(".0") else text


def _round_ratio(numerator: int, denominator: int) -> tuple[int, int]:
    """Round a positive ratio to 53 bits; return (mantissa, exponent)."""
    exponent = numerator.bit_length() - denominator.bit_length() - _DOUBLE_BITS
    while True:
        if exponent >= 0:
            whole, rest = divmod(numerator, denominator << exponent)
            unit = denominator << exponent
        else:
            whole, rest = divmod(numerator << -exponent, denominator)
            unit = denominator
        if whole.bit_length() <= _DOUBLE_BITS:
            break
        exponent += 1
    if 2 * rest > unit or (2 * rest == unit and whole & 1):
        whole += 1
    return whole, exponent


def _digits_of_exact(value: Rational, digits: int) -> str:
    """Round an exact number to a number of significant digits."""
    numerator, denominator = abs(value.numerator), value.denominator
    # The decimal exponent, from the lengths of both in bits; at most one too small.
    point = int((numerator.bit_length() - denominator.bit_length() - 1) * 0.30102999566398119)
    while True:
        shift = digits - 1 - point
        top = numerator * 10**shift if shift >= 0 else numerator
        bottom = denominator if shift >= 0 else denominator * 10**-shift
        whole, rest = divmod(top, bottom)
        if whole >= 10**digits:
            point += 1
        elif whole < 10 ** (digits - 1):
            point -= 1
        else:
            break
    if 2 * rest > bottom or (2 * rest == bottom and whole & 1):
        whole += 1
        if whole == 10**digits:
            whole, point = whole // 10, point + 1
    return decimal_text(whole, point, value < 0, pad=value.denominator != 1)


def _round_ball(ball: Ball, digits: int | None) -> str | None:
    if not ball.is_finite() or ball.contains(0):
        return "0" if ball.is_zero() else None
    if int(ball.mid().man_exp()[1]).bit_length() > _LONGEST_EXPONENT:
        raise TooLarge("this number is too large or too small to print: its exponent is very long")
    if digits is not None:
        found = _decimal_digits(abs(ball), digits)
        return None if found is None else decimal_text(*found, bool(ball < 0), pad=True)
    ends = [_round_dyadic(end.mid()) for end in (ball.lower(), ball.upper())]
    return shortest(*ends[0]) if ends[0] == ends[1] else None


def _round_dyadic(ball: Ball) -> tuple[int, int]:
    """Round an exact ball to 53 bits, with an odd mantissa so that equal means equal."""
    mantissa, exponent = map(int, ball.man_exp())
    sign = -1 if mantissa < 0 else 1
    mantissa = abs(mantissa)
    excess = mantissa.bit_length() - _DOUBLE_BITS
    if excess > 0:
        mantissa, exponent = _round_ratio(mantissa, 1)[0], exponent + excess
    while mantissa and mantissa % 2 == 0:
        mantissa, exponent = mantissa >> 1, exponent + 1
    return sign * mantissa, exponent


def _decimal_digits(ball: Ball, digits: int) -> tuple[int, int] | None:
    """Return a positive ball's digits as an integer, and its decimal exponent; None if unsure."""
    import flint

    # Enough for the digits, and for 10**exponent with an exponent that may itself be long.
    exponent_bits = int(ball.mid().man_exp()[1]).bit_length()
    with precision(max(flint.ctx.prec, int(3.33 * digits) + 64) + 64 + 2 * exponent_bits):
        below = ball.log_base(10).mid().floor().unique_fmpz()
        if below is None:
            return None
        point, least = int(below), 10 ** (digits - 1)
        scaled = ball * flint.arb(10) ** (digits - 1 - point)
        whole = (scaled + flint.arb(0.5)).floor().unique_fmpz()
        if whole is None or not 20 * scaled > 20 * least - 1:  # below, a digit is a tenth of it
            return None
        return (least, point + 1) if whole == 10 * least else (int(whole), point)


def _shortest_outside_doubles(mantissa: int, exponent: int) -> str:
    """Find the shortest decimal for an exponent that doubles do not have."""
    import flint

    with precision(256 + 2 * exponent.bit_length()):
        value = flint.arb(abs(mantissa)) * flint.arb(2) ** exponent
        half = flint.arb(2) ** (exponent + abs(mantissa).bit_length() - _DOUBLE_BITS - 1)
        for digits in range(1, 18):
            found = _decimal_digits(value, digits)
            if found is None:
                continue
            whole, point = found
            read = flint.arb(whole) * flint.arb(10) ** (point - digits + 1)
            if abs(read - value) < half:
                return decimal_text(whole, point, mantissa < 0)
        raise ArithmeticError("17 digits always identify a 53-bit number")


def _digits(whole: int) -> str:
    """Return str(whole), which CPython refuses for long numbers."""
    if whole.bit_length() < 14000:
        return str(whole)
    import flint

    return str(flint.fmpz(whole))


def decimal_text(whole: int, point: int, negative: bool, pad: bool = False) -> str:
    """Write digits with a decimal exponent as Python writes floats, without a useless ".0".

    ``pad`` keeps zeros at the end, where they are digits that were asked for.
    """
    text = _digits(whole)
    if not pad:
        text = text.rstrip("0") or "0"
    sign = "-" if negative else ""
    if -5 < point < 16 or (pad and 0 <= point < len(text)):
        if point >= len(text) - 1:
            return sign + text + "0" * (point + 1 - len(text))
        if point < 0:
            return f"{sign}0.{'0' * (-point - 1)}{text}"
        return f"{sign}{text[: point + 1]}.{text[point + 1 :]}"
    decimals = f".{text[1:]}" if len(text) > 1 else ""
    return f"{sign}{text[0]}{decimals}e{'-' if point < 0 else '+'}{abs(point):02d}"
