"""The values of flags, from texts and by the table."""

from __future__ import annotations

from calcdl.cli.shared.flags import NAMES, NUMBER, SWITCH, WHOLE, Flag
from calcdl.errors import UsageError
from calcdl.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    Params = Mapping[str, Any]  # the values of flags, by their names

__all__ = ["Typed", "positive", "require_readable", "usual_values", "value_of"]


class Typed(NamedTuple):
    """What was typed for a command: the values of its flags, and the words themselves."""

    params: Params
    words: Sequence[str]


def usual_values(flags: Sequence[Flag]) -> dict[str, Any]:
    """Return the values of flags that nobody gives."""
    return {flag.name: _usual(flag) for flag in flags}


def _usual(flag: Flag) -> Any:
    if flag.is_repeated:
        return ()
    return False if flag.kind == SWITCH else flag.default


def value_of(flag: Flag, texts: Sequence[str]) -> Any:
    """Return the value of a flag that is given with these texts; raises UsageError."""
    values = tuple([_single(flag, text) for text in texts])
    if flag.is_repeated:
        return values
    if flag.kind == NAMES:
        return ",".join(texts)
    if len(values) != 1:
        raise UsageError(f"{flag.name} has {len(values)} values: give one")
    return values[0]


_NUMBERS: dict[str, tuple[Callable[[str], Any], str]] = {
    WHOLE: (int, "a whole number"),
    NUMBER: (float, "a number"),
}


def require_readable(
    pairs: Iterable[tuple[str, str | None]], by_option: Mapping[str, Flag]
) -> None:
    """Raise UsageError where a flag of a command line has a value that it does not take."""
    for option, text in pairs:
        if option in by_option and text is not None:
            _single(by_option[option], text, option)


def _single(flag: Flag, text: str, called: str = "") -> Any:
    """Return the value that a text says for a flag, which is ``called`` as whoever asks has it."""
    if flag.choices:
        if text.lower() in flag.choices:
            return text.lower()
        *others, last = flag.choices
        listed = f"{', '.join(others)} or {last}"
        raise UsageError(f"{called or flag.name} has to be {listed}, not '{text}'")
    if flag.kind not in _NUMBERS:
        return text
    number, what = _NUMBERS[flag.kind]
    try:
        value = number(text)
        if _is_in_range(flag, value):
            return value
    except ValueError:
        pass
    raise UsageError(f"{called or flag.name} has to be {what}{_range(flag)}, not '{text}'")


def _is_in_range(flag: Flag, value: Any) -> bool:
    is_small = flag.least is not None and value < flag.least
    return not is_small and (flag.most is None or value <= flag.most)


def _range(flag: Flag) -> str:
    if flag.least is None:
        return ""
    return f", {flag.least} or more" if flag.most is None else f" from {flag.least} to {flag.most}"


def positive(steps: list[float]) -> list[float]:
    """Return the steps of difference quotients; raises UsageError."""
    if not all(0 < step < float("inf") for step in steps):
        raise UsageError("the step has to be a positive number")
    return steps
