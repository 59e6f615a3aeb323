"""One text that says several points, or says one in another way: 0:3:0.5, "1; 2; 3", "x=1 y=2"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from calcdl.errors import TooLarge, UsageError, parameter
from calcdl.reading.points import split_at_commas

__all__ = ["single_points"]

_MOST_POINTS = 100_000
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_DOTS = re.compile(r"(?<=\d)\s*(\.{2,3}|…)\s*(?=[-+.\d])")  # 0..3, another way to write 0:3
_ASSIGNMENT = re.compile(r"\s*([^\W\d]\w*)\s*(?::=|==|:|->|→)\s*([^:=]+)")


def single_points(
    text: str, names: Sequence[str], order: Sequence[str], tell: Callable[[str], None]
) -> list[str]:
    """Return the points that a text says, each as ``read_point`` takes it.

    ``names`` are the variables that need a value, and ``order`` is that in which bare values stand
    for them, empty where that is not clear. ``tell`` hears how the text was read, where that could
    be meant otherwise. Raises UsageError with what to write where it is not clear.

    >>> single_points("0:1:0.5", ["x"], ["x"], print)
    I read 0:1:0.5 as 3 points, from 0 to 1
    ['0', '0.5', '1']
    """
    points: list[str] = []
    for piece in _apart(text, names):
        named = _with_equals(_DOTS.sub(":", piece))
        if len(names) > 1:
            named = _in_order(named, names, order)
        if named != piece.strip():
            tell(f"I read '{piece.strip()}' as '{named}'")
        points += _ranged(named, tell)
        if len(points) > _MOST_POINTS:
            raise TooLarge(f"there are more than {_MOST_POINTS} points: give them on stdin")
    return points


def _apart(text: str, names: Sequence[str]) -> list[str]:
    """Return the points that stand side by side in a text: "1; 2", "[1, 2]", "1 2", "1,2,3"."""
    inner = _bare(text)
    pieces = [piece.strip() for piece in inner.split(";") if piece.strip()]
    if len(pieces) > 1:
        return [",".join(pieces)] if _sets_each_once(pieces) else pieces
    words = inner.split()
    if len(words) > 1 and all(_NUMBER.fullmatch(word) for word in words):
        return words if len(names) < 2 else [",".join(words)]
    values = split_at_commas(inner)
    if len(names) < 2 and len(values) > 1 and "=" not in inner and _are_several(text, values):
        return [value.strip() for value in values]
    return [inner]


def _bare(text: str) -> str:
    """Return a list, a tuple or an object without what is around it; a matrix stays one."""
    text = text.strip()
    if text.startswith("{") and text.endswith("}"):
        return text[1:-1].replace('"', "").replace("'", "")
    is_list = text.startswith("[") and text.endswith("]") and "[" not in text[1:]
    is_tuple = text.startswith("(") and text.endswith(")") and not set("()") & set(text[1:-1])
    return text[1:-1] if is_list or (is_tuple and "," in text) else text


def _are_several(text: str, values: Sequence[str]) -> bool:
    """Say whether values with commas between them are no decimal, as 1,5 may be."""
    return len(values) > 2 or text.lstrip().startswith("[")


def _sets_each_once(pieces: Sequence[str]) -> bool:
    """Say whether pieces set variables, no two of them the same: they are one point."""
    named = [_with_equals(part) for piece in pieces for part in split_at_commas(piece)]
    names = [part.partition("=")[0].strip() for part in named if "=" in part]
    return len(set(names)) == len(named)


def _with_equals(piece: str) -> str:
    """Return a point with = and commas: "x=1 y=2", "x: 1" and "x->1" are other ways to write it."""
    if re.search(r"=[^=,]*\s[^\W\d]\w*\s*=", piece) and "," not in piece:
        piece = re.sub(r"\s+(?=[^\W\d]\w*\s*=)", ",", piece.strip())
    parts = [_ASSIGNMENT.fullmatch(part) for part in split_at_commas(piece)]
    if all(parts):
        return ",".join([f"{part[1]}={part[2].strip()}" for part in parts if part])
    return piece.strip()


def _in_order(piece: str, names: Sequence[str], order: Sequence[str]) -> str:
    """Return bare values as those of the variables in order; raises UsageError if there is none."""
    values = [value.strip() for value in split_at_commas(piece)]
    if "=" in piece or len(values) != len(names):
        return piece
    if not order:
        assigned = ",".join([f"{name}={value}" for name, value in zip(names, values, strict=True)])
        raise UsageError(
            f"say which variable is which of {piece}: write ", parameter("at", assigned),
            ", or as it is meant", source=piece,
        )  # fmt: skip
    return ",".join([f"{name}={value}" for name, value in zip(order, values, strict=True)])


def _ranged(point: str, tell: Callable[[str], None]) -> list[str]:
    """Return the points of a range, "0:3:0.5" or "x=0:3:0.5,y=1", both ends included."""
    parts = split_at_commas(point)
    ranges = [k for k, part in enumerate(parts) if ":" in part]
    if not ranges:
        return [point]
    if len(ranges) > 1:
        raise UsageError("there is one range in a point at the most", source=point)
    k = ranges[0]
    name, equals, text = parts[k].rpartition("=")
    values = list(_values(text.strip(), point))
    tell(f"I read {text.strip()} as {len(values)} points, from {values[0]} to {values[-1]}")
    return [",".join([*parts[:k], f"{name}{equals}{value}", *parts[k + 1 :]]) for value in values]


def _values(text: str, source: str) -> Iterator[str]:
    """Yield the numbers of a range; raises UsageError where it is none, TooLarge."""
    try:
        start, stop, *rest = [Fraction(piece.strip()) for piece in text.split(":")]
        (step,) = rest or [Fraction(1 if stop >= start else -1)]
    except (ValueError, ZeroDivisionError):
        raise UsageError(
            "a range has two or three numbers, start:stop:step, as in 0:3:0.5", source=source
        ) from None
    way = stop - start
    if step == 0 or way / step < 0:
        written = f": write {_text(start)}:{_text(stop)}:{_text(-step)}" if step else ""
        raise UsageError(
            f"{text} never gets from {_text(start)} to {_text(stop)}{written}", source=source
        )
    if abs(step) > abs(way) > 0:
        written = f"{_text(start)}:{_text(step)}:{_text(stop)}"
        raise UsageError(
            f"the step of {text} is longer than its way: it stands last, write {written}",
            source=source,
        )
    count = way // step + 1
    if count > _MOST_POINTS:
        raise TooLarge(f"{text} has {count} points: up to {_MOST_POINTS} may stand in a range")
    for k in range(count):
        yield _text(start + k * step)


def _text(value: Fraction) -> str:
    """Return a number as it is typed, a decimal where it is one: "0.5", "1/3"."""
    rest, places = value.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        places = max(places, power)
    if rest > 1 or places == 0:
        return str(value)
    digits = str(abs(value.numerator) * 10**places // value.denominator).zfill(places + 1)
    return f"{'-' * (value < 0)}{digits[:-places]}.{digits[-places:]}"
