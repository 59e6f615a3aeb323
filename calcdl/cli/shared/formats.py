"""Results in the format asked for: one mechanism for all commands.

A command names for each of its formats the renderer, as "module.function" below calcdl.render; it
is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from calcdl.cli.commands.expression_command import Format
from calcdl.errors import UsageError

__all__ = ["Forms", "print_result", "require_form"]

Forms = Mapping[Format, str]


def require_form(how: Format, forms: Forms, what: str) -> None:
    """Raise UsageError where ``what``, as in "a verdict", does not come in a format."""
    if how not in forms:
        *others, last = [str(form) for form in Format if form in forms]
        raise UsageError(f"{what} has no {how} form: choose {', '.join(others)} or {last}")


def print_result(result: Any, how: Format, forms: Forms, *details: Any) -> None:
    """Print a result; ``details`` go to its renderers, save that of JSON.

    The renderer of tables prints by itself; the others return a text or lines.
    """
    render = _renderer(forms[how])
    if how is Format.json:
        details = ()
    printed = render(result, *details)
    if printed is None:
        return
    text = printed if isinstance(printed, str) else "".join(f"{line}\n" for line in printed)
    print(text, end="" if not text or text.endswith("\n") else "\n")


@cache
def _renderer(place: str) -> Callable[..., Any]:
    module, _, name = place.rpartition(".")
    return getattr(import_module(f"calcdl.render.{module}"), name)  # type: ignore[no-any-return]
