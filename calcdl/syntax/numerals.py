"""Numerals → exact numbers, and back."""

from __future__ import annotations

from calcdl.errors import TooLarge
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = ["has_numeral", "numeral", "quotient_text", "read_numeral", "whole_text"]

_LONGEST_NUMBER = 4000  # digits; CPython refuses to convert longer ones from 4,300 on
_LONGEST_EXPONENT = 9  # digits of one that is worth a look
_PIECE = 4000  # digits that are converted at once
_LONGEST_TEXT = 100_000  # digits; to convert that many takes a tenth of a second


def read_numeral(text: str) -> Any:
    """Return the exact value of a numeral: an int, or a Fraction that is not whole.

    Raises TooLarge.
    """
    if len(text) <= 18 and text.isdecimal():
        return int(text)
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    too_long = len(exponent.lstrip("+-0")) > _LONGEST_EXPONENT
    power = 0 if too_long else int(exponent or 0) - len(decimals)
    if too_long or len(whole) + len(decimals) + abs(power) > _LONGEST_NUMBER:
        raise TooLarge(
            f"this number has more than {_LONGEST_NUMBER} digits, which is the limit:"
            " write a large one as a power, such as 10**5000"
        )
    digits = int(whole + decimals)
    if power >= 0:
        return digits * 10**power
    from fractions import Fraction

    value = Fraction(digits, 10**-power)
    return value.numerator if value.denominator == 1 else value


def whole_text(value: int) -> str:
    """Return str(value), which CPython refuses beyond 4,300 digits.

    It does so because the time grows with the square of the length, as it does here with a much
    smaller factor; so there is a bound here too. Raises TooLarge.
    """
    if value.bit_length() < 3 * _PIECE:
        return str(value)
    if value.bit_length() > 3.3219281 * _LONGEST_TEXT:
        raise TooLarge(f"a number here has more than {_LONGEST_TEXT} digits, which is the limit")
    pieces, rest, unit = [], abs(value), 10**_PIECE
    while rest >= unit:
        rest, piece = divmod(rest, unit)
        pieces.append(str(piece).rjust(_PIECE, "0"))
    sign = "-" if value < 0 else ""
    return sign + str(rest) + "".join(reversed(pieces))


def has_numeral(value: Any) -> bool:
    """Say whether a number can be typed as one numeral: it has no minus, and finitely many digits.

    >>> from fractions import Fraction
    >>> has_numeral(3), has_numeral(Fraction(1, 8)), has_numeral(Fraction(1, 3)), has_numeral(-3)
    (True, True, False, False)
    """
    return bool(value >= 0 and (type(value) is int or _places(value) is not None))


def quotient_text(value: Any) -> str:
    """Return the text of any number, as a quotient of whole ones where it is not whole."""
    if value.denominator == 1:
        return whole_text(value.numerator)
    return f"{whole_text(value.numerator)}/{whole_text(value.denominator)}"


def _places(value: Any) -> int | None:
    """Return how many decimals a fraction has, None where they do not end."""
    denominator, twos, fives = value.denominator, 0, 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None


def numeral(value: Any) -> str:
    """Return the text of a number that has a numeral."""
    if type(value) is int:
        return whole_text(value)
    places = _places(value)
    assert places is not None
    digits = whole_text(value.numerator * 10**places // value.denominator)
    if len(digits) > places:
        return f"{digits[:-places]}.{digits[-places:]}"
    plain = "0." + digits.rjust(places, "0")
    point = f".{digits[1:]}" if len(digits) > 1 else ""
    scientific = f"{digits[0]}{point}e-{places - len(digits) + 1}"
    return plain if places <= 6 or len(plain) <= len(scientific) else scientific
