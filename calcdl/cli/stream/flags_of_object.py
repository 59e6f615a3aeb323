"""A question as a JSON object whose keys are the names of flags."""

from __future__ import annotations

from typing import Any

from calcdl.cli.shared.flags import USUAL_VALUES
from calcdl.cli.stream.objects import point_of, read_object
from calcdl.errors import UsageError

__all__ = ["params_of_object"]

_NOT_IN_A_LINE = frozenset(
    (
        "file",
        "format",
        "plain",
        "json",
        "csv",
        "latex",
        "jobs",
        "append",
        "certified",
        "output",
        "plot",
        "to",
        "help",
        "shell",
    )
)
_ALSO = {"claim": "claims"}


def params_of_object(command: Any, ctx: Any, base: dict[str, Any], text: str) -> dict[str, Any]:
    """Return a command's parameters with those of an object laid over them; raises UsageError.

    Numbers are taken as they are written, so that 0.1 stays exactly that.
    """
    record = read_object(text)
    known = {
        param.name: param
        for param in command.get_params(ctx)
        if param.name not in _NOT_IN_A_LINE and param.name != "command"
    }
    arguments: list[str] = []
    operands: dict[str, list[str]] = {}
    for key, value in record.items():
        name = _ALSO.get(key, key).replace("-", "_")
        param = known.get(name)
        if param is None:
            keys = ", ".join(sorted(known))
            raise UsageError(f"there is no key {key} here: the keys are {keys}")
        if value is None:
            continue
        if param.param_type_name == "argument":
            operands[name] = _texts(name, value)
        elif param.opts[0] in USUAL_VALUES:
            texts = [] if value is True else _texts(name, value)
            arguments += [f"{param.opts[0]}={one}" for one in texts] or [param.opts[0]]
        elif getattr(param, "is_flag", False):
            if type(value) is not bool:
                raise UsageError(f"{key} has to be true or false")
            arguments += [param.opts[0]] * value
        else:
            for item in _texts(name, value):
                arguments += [param.opts[0], item]
    expression = operands.get("expression", [])
    if expression == ["-"]:
        raise UsageError("the expression of a line cannot be -")
    positional = [*expression, *operands.get("claims", [])]
    try:
        inner = command.make_context(command.name, [*arguments, "--", *positional])
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        message = str(error.format_message()).rstrip(".")
        raise UsageError(message[:1].lower() + message[1:]) from None
    base = {**base, "expression": None}
    given = {_ALSO.get(key, key).replace("-", "_") for key in record}
    return {**base, **{name: value for name, value in inner.params.items() if name in given}}


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
