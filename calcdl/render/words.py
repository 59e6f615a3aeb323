"""The words of the chain rule: df/du1 and products of such quotients."""

from __future__ import annotations

from calcdl.errors import TooClose
from calcdl.lean import TYPE_CHECKING
from calcdl.results.value import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calcdl.results.chain import Assembly, Level, Number

__all__ = ["factors_text", "level_quotient", "number_text", "numbers_text", "quotient_name"]


def number_text(number: Number) -> str:
    """Return a number as it is shown; of one that is not decided what is known of it.

    >>> from calcdl.errors import TooClose
    >>> number_text(TooClose("whether it is zero", 29591))
    '0 to 29,591 digits, not proven'
    """
    if number is None:
        return ""
    if isinstance(number, Value):
        return number.decimal
    if isinstance(number, TooClose) and number.zeros:
        return f"0 to {number.zeros:,} digits, not proven"
    return "undecided"


def quotient_name(outer: str, inner: str, partial: bool = False) -> str:
    """Return "df/dx", or "∂f/∂x" where there are other inputs."""
    d = "∂" if partial else "d"
    return f"{d}{outer}/{d}{inner}"


def level_quotient(level: Level, inner: str) -> str:
    """Return the name of a local derivative."""
    return quotient_name(level.name, inner, len(level.definition.symbols()) > 1)


def factors_text(assembly: Assembly, levels: Mapping[str, Level]) -> str:
    """Return the derivative as a sum of products of quotients; empty if there are too many."""
    if not assembly.paths:
        return ""
    return " + ".join(
        " · ".join(_factor(levels, outer, inner) for outer, inner in path)
        for path in assembly.paths
    )


def _factor(levels: Mapping[str, Level], outer: str, inner: str) -> str:
    """Return a factor; "∂f/∂x|u1" says that u1, which depends on x too, is held fixed."""
    level = levels[outer]
    inputs = [local.input for local in level.local]
    fixed = [name for name in inputs if name in levels and name != inner]
    held = f"|{','.join(fixed)}" if fixed and inner not in levels else ""
    return f"{level_quotient(level, inner)}{held}"


def numbers_text(assembly: Assembly, levels: Mapping[str, Level]) -> str:
    """Return the same line in numbers; empty where one of them is missing."""
    if not assembly.paths:
        return ""
    terms = []
    for path in assembly.paths:
        factors = []
        for outer, inner in path:
            (value,) = [local.value for local in levels[outer].local if local.input == inner]
            if not isinstance(value, Value):
                return ""
            factors.append(value.decimal)
        wrapped = [f"({text})" if text.startswith("-") else text for text in factors]
        terms.append(" · ".join(wrapped))
    return " + ".join(terms)
