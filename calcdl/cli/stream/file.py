"""Points in a file: --at pts.csv or --at @pts is --at - with the file as stdin."""

from __future__ import annotations

import sys
from typing import Any

from calcdl.cli.shared.messages import say
from calcdl.cli.stream.run import run_stream
from calcdl.errors import UsageError

__all__ = ["run_file_of_points"]


def run_file_of_points(command: Any, ctx: Any, flags: dict[str, Any]) -> None:
    """Answer the rows of a file; raises UsageError where it cannot be read."""
    if len(ctx.params["at"]) > 1:
        raise UsageError("a file of points stands alone: give --at once")
    (text,) = ctx.params["at"]
    name = text.removeprefix("@")
    try:
        points = open(name, encoding="utf-8")  # noqa: SIM115  (closed below)
    except OSError as error:
        raise UsageError(f"I cannot read {name}: {error.strerror}") from None
    if name == text:
        say(f"I read the points in {name}")
    stdin = sys.stdin
    with points:
        sys.stdin, ctx.params["at"] = points, ["-"]
        try:
            run_stream(command, ctx, flags)
        finally:
            sys.stdin = stdin
