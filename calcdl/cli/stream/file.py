"""Points in a file: --at pts.csv or --at @pts is --at - with the file as stdin."""

from __future__ import annotations

import sys
from typing import Any

from calcdl.cli.shared.messages import say
from calcdl.cli.shared.values import Typed
from calcdl.cli.stream.run import run_stream
from calcdl.errors import UsageError

__all__ = ["run_stream_or_file"]


def run_stream_or_file(command: Any, typed: Typed) -> int:
    """Answer the lines of stdin, or the rows of a file; raises UsageError if it cannot be read."""
    params = typed.params
    at = list(params.get("at") or ())
    if params.get("expression") == "-" or at == ["-"]:
        return run_stream(command, typed)
    if len(at) > 1:
        raise UsageError("a file of points stands alone: give --at once")
    (text,) = at
    name = text.removeprefix("@")
    try:
        points = open(name, encoding="utf-8")  # noqa: SIM115  (closed below)
    except OSError as error:
        raise UsageError(f"I cannot read {name}: {error.strerror}") from None
    if name == text:
        say(f"I read the points in {name}")
    stdin = sys.stdin
    with points:
        sys.stdin = points
        try:
            return run_stream(command, typed._replace(params={**params, "at": ["-"]}))
        finally:
            sys.stdin = stdin
