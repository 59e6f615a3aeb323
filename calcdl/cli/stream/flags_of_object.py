"""A question as a JSON object whose keys are the names of flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from calcdl.cli.shared.flags import SWITCH, Flag
from calcdl.cli.shared.values import usual_values, value_of
from calcdl.cli.stream.objects import point_of, read_object
from calcdl.errors import UsageError

if TYPE_CHECKING:
    from calcdl.cli.shared.values import Params

__all__ = ["keys_of_object", "params_of_object"]

_ALSO = {"claim": "claims"}


def keys_of_object(flags: Sequence[Flag]) -> dict[str, Flag]:
    """Return the flags of a command that an object may have, by its keys."""
    return {flag.name: flag for flag in flags if flag.of_a_line}


def params_of_object(known: Mapping[str, Flag], base: Params, text: str) -> Params:
    """Return the values of flags with those of an object, whose keys are ``known``, over them.

    Numbers are taken as they are written, so that 0.1 stays exactly that. Raises UsageError.
    """
    given: dict[str, Any] = {"expression": None}
    for key, value in read_object(text).items():
        flag = known.get(_ALSO.get(key, key).replace("-", "_"))
        if flag is None:
            keys = ", ".join(sorted(known))
            raise UsageError(f"there is no key {key} here: the keys are {keys}")
        given[flag.name] = _value(flag, value)
    if given["expression"] == "-":
        raise UsageError("the expression of a line cannot be -")
    return {**base, **given}


def _value(flag: Flag, value: Any) -> Any:
    """Return the value of a flag as it would be typed; null leaves it out."""
    if value is None:
        return usual_values([flag])[flag.name]
    if flag.kind == SWITCH:
        if type(value) is not bool:
            raise UsageError(f"{flag.name} has to be true or false")
        return value
    if flag.usual and value is True:
        return flag.usual
    return value_of(flag, _texts(flag.name, value))


def _texts(key: str, value: Any) -> list[str]:
    """Return the values of a flag as it would be typed, once or several times."""
    if type(value) is list:
        return [text for item in value for text in _texts(key, item)]
    if type(value) is dict and key in ("at", "along"):
        return [point_of(value)]
    if type(value) is dict and key == "gradient":
        return [f"{name}={item}" for name, item in value.items()]
    if type(value) is not str:
        raise UsageError(f"{key} has a value that it cannot have")
    return [value]
