"""Many questions on stdin, a line each, and one record out for each, in order and at once.

A line is an expression, or a JSON object of flags; the command line's flags hold for all lines. A
bad line costs that line alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import PurePath
from time import monotonic
from typing import Any

from calcdl.cli.shared.values import Typed
from calcdl.cli.stream.asker import Answer, Asker
from calcdl.cli.stream.lines import Lines, arriving_lines, numbered
from calcdl.cli.stream.writing import announce, write_answers
from calcdl.errors import UsageError

__all__ = ["run_stream"]


def run_stream(command: Any, typed: Typed) -> int:
    """Answer the lines of stdin; return status 1 if any of them failed."""
    params = typed.params
    if params.get("plot"):
        raise UsageError("--plot draws below a table, and a stream has none: leave it out")
    if list(params.get("at") or ()) == ["-"]:
        if params.get("expression") == "-":
            raise UsageError("expressions and points cannot both come from stdin")
        if params.get("jobs") is not None:
            raise UsageError("--jobs is for expressions on stdin: leave it out with --at -")
        from calcdl.cli.stream.points import run_points

        return run_points(command, typed)
    for name in ("append", "certified"):
        if params.get(name):
            raise UsageError(f"--{name} is for points on stdin: give --at -")
    if "to" in params and {params["to"], _ending(params["output"])} & _PICTURES:
        raise UsageError(
            "a stream of graphs comes as text or JSON: leave out --to, and call FILE .txt or .json"
        )
    jobs = params["jobs"]
    if jobs is not None and jobs < 1:
        raise UsageError("--jobs takes a number of processes, 1 or more")
    announce("expressions")
    asker = Asker(command, typed)
    lines = numbered(arriving_lines(sys.stdin.buffer))
    if jobs is not None and jobs > 1:
        answers = _answers_of_processes(asker, lines, jobs)
    else:
        answers = _answers(asker, lines, jobs or min(_usable_processors(), _MOST_PROCESSES))
    return write_answers(answers, asker.form)


_PICTURES = {"dot", "gv", "mermaid", "mmd", "svg"}


def _ending(file: str | None) -> str:
    return PurePath(file or "").suffix[1:].lower()


# Seconds of work: done alone before other processes join, and in sight so that that pays off.
_ALONE, _PAYS_OFF = 0.2, 0.2
_MOST_PROCESSES = 8  # unless --jobs says otherwise: more would wait for the one that writes


def _answers(asker: Asker, chunks: Iterator[Lines], processes: int) -> Iterator[Answer]:
    """Yield the answers to lines, from up to so many processes as soon as that is faster."""
    spent, done = 0.0, 0
    for chunk in chunks:
        before = monotonic() - spent  # waiting for lines is no work
        for k, line in enumerate(chunk):
            spent = monotonic() - before
            if processes > 1 and spent > _ALONE and (len(chunk) - k) * spent / done > _PAYS_OFF:
                rest = chain([chunk[k:]], chunks)
                yield from _answers_of_processes(asker, rest, processes)
                return
            yield asker.answer(*line)
            done += 1


def _answers_of_processes(
    asker: Asker, chunks: Iterator[Lines], processes: int
) -> Iterator[Answer]:
    from calcdl.cli.stream.processes import answers_of_processes

    return answers_of_processes(asker, chunks, processes)


def _usable_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
