"""Many questions on stdin, a line each, and one record out for each, in order and at once.

A line is an expression, or a JSON object of flags; the command line's flags hold for all lines. A
bad line costs that line alone.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from time import monotonic
from typing import Any, NamedTuple

import typer

from calcdl.cli.commands.expression_command import STREAM_FLAGS, Format, chosen_format
from calcdl.cli.shared.messages import describe, say
from calcdl.cli.shared.source import file_text
from calcdl.cli.stream.lines import Lines, arriving_lines, decoded, numbered
from calcdl.cli.unexpected import own_error
from calcdl.confined import one_question
from calcdl.errors import CalcdlError, UsageError
from calcdl.syntax.escapes import visible

__all__ = ["Answer", "Asker", "announce", "run_stream", "write_answers"]

_COMMAND_KEY = re.compile(r'^(\{"schema": \d+, "command": "\w+")')


class Answer(NamedTuple):
    """What a line led to: a record, messages, an exit status as of a single question."""

    line: int
    record: str
    messages: str
    status: int
    size: int  # bytes of the input
    lines: int = 1  # that it answers


def run_stream(command: Any, ctx: Any, flags: dict[str, Any]) -> None:
    """Answer the lines of stdin; end with status 1 if any of them failed."""
    if list(ctx.params.get("at") or ()) == ["-"]:
        if ctx.params.get("expression") == "-":
            raise UsageError("expressions and points cannot both come from stdin")
        if flags["jobs"] is not None:
            raise UsageError("--jobs is for expressions on stdin: leave it out with --at -")
        from calcdl.cli.stream.points import run_points

        run_points(command, ctx, flags)
        return
    for name in ("append", "certified"):
        if flags[name]:
            raise UsageError(f"--{name} is for points on stdin: give --at -")
    if ctx.params.get("output") is not None:
        raise UsageError("--output is for a single graph: leave it out")
    if str(ctx.params.get("to")) in ("dot", "mermaid", "svg"):
        raise UsageError("a stream of graphs comes as text or JSON: leave out --to")
    jobs = flags["jobs"]
    if jobs is not None and jobs < 1:
        raise UsageError("--jobs takes a number of processes, 1 or more")
    announce("expressions")
    asker = Asker(command, ctx)
    lines = numbered(arriving_lines(sys.stdin.buffer))
    if jobs is not None and jobs > 1:
        answers = _answers_of_processes(asker, lines, jobs)
    else:
        answers = _answers(asker, lines, jobs or min(_usable_processors(), _MOST_PROCESSES))
    write_answers(answers, asker.how)


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


def announce(what: str) -> None:
    """Say what calcdl waits for, if it waits for a person; raises UsageError without a stdin."""
    if sys.stdin is None:
        raise UsageError(f"there is no stdin to read {what} from")
    if sys.stdin.isatty():
        say(f"reading {what} from the terminal, one a line; end with Ctrl-D")


# Answers


class Asker:
    """One command with its flags, to be asked about line after line."""

    def __init__(self, command: Any, ctx: Any, field: str = "expression") -> None:
        self.command, self.ctx, self.field = command, ctx, field
        self.params = {k: v for k, v in ctx.params.items() if k not in STREAM_FLAGS}
        if self.params.get("format") is None and not self.params.get("json"):
            self.params["format"] = Format.plain
        self.how = chosen_format(self.params["format"], self.params.get("json", False))
        if str(self.params.get("to")) == "json":
            self.how = Format.json
        if self.params.get("file") is not None:
            file_text(self.params["file"])

    def answer(self, number: int, line: bytes) -> Answer:
        """Return the answer to a line."""
        printed, said = io.StringIO(), io.StringIO()
        status, error = 0, None
        streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = printed, said  # contextlib's redirection takes ten times as long
        try:
            with one_question():
                self.command.callback(**self.params_of(decoded(line)))
        except CalcdlError as problem:
            error = problem
        except typer.Exit as leave:
            status = leave.exit_code
        except Exception as problem:
            error = self.own_error(problem, line)
        finally:
            sys.stdout, sys.stderr = streams
        if error is not None:
            return self.failed(number, line, error, said.getvalue())
        record = self.record(number, printed.getvalue())
        return Answer(number, record, _with_line(said.getvalue(), number), status, len(line) + 1)

    def own_error(self, problem: Exception, line: bytes) -> CalcdlError:
        """Return what to say of an exception that nobody expected, which costs this line alone."""
        text = line.decode("utf-8", "replace").rstrip("\r")
        return own_error(problem, str(self.command.name), self.ctx.meta["calcdl.args"], text)

    def failed(self, number: int, line: bytes, error: CalcdlError, said: str = "") -> Answer:
        """Return the answer to a line that cannot be answered."""
        record, size = "\n", len(line) + 1
        if self.how is Format.json:
            from calcdl.render.record import failure, json_text

            text = line.decode("utf-8", "replace").rstrip("\r")
            record = json_text(failure(str(self.command.name), text, error), number)
        else:
            said = f"{said}{describe(error)}\n"
        return Answer(number, record, _with_line(said, number), error.status, size)

    def record(self, number: int, printed: str) -> str:
        """Return what was printed as one record of the stream."""
        if self.how is Format.plain:
            return "\t".join(printed.splitlines()) + "\n"
        if self.how is Format.json:
            return _COMMAND_KEY.sub(rf'\1, "line": {number}', printed)
        return printed or "\n"

    def params_of(self, text: str) -> dict[str, Any]:
        """Return the parameters of the question that a line asks; raises UsageError."""
        if self.field == "at":
            return {**self.params, "at": [text]}
        if text.lstrip().startswith("{"):
            from calcdl.cli.stream.flags_of_object import params_of_object

            return params_of_object(self.command, self.ctx, self.params, text)
        if "claims" in self.params and "\t" in text:
            expression, _, claim = text.partition("\t")
            return {**self.params, "expression": expression, "claims": [claim]}
        return {**self.params, "expression": text}


def _with_line(messages: str, number: int) -> str:
    if not messages:
        return ""
    return re.sub(r"^calcdl: ", f"calcdl: line {number}: ", messages, flags=re.MULTILINE)


# Records out


def write_answers(answers: Iterable[Answer], how: Format | None = None) -> None:
    """Write records as they are known, and at the end how many lines failed.

    Records of CSV have each a heading, which is written only when it changes.
    """
    asked = failed = 0
    negative = False
    heading, waiting = None, ""
    progress = _Progress()
    quotes = how is not Format.table and sys.stdout.isatty()  # what was typed, and no colours
    for answer in answers:
        asked += answer.lines
        failed += answer.status > 1
        negative = negative or answer.status == 1
        record = answer.record
        if how is Format.csv and "\n" in record.rstrip("\n"):
            first, _, rest = record.partition("\n")
            if first == heading:
                record = rest
            else:
                record, waiting, heading = f"{first}\n{waiting}{rest}", "", first
        elif how is Format.csv and heading is None:  # the heading is to come first
            record, waiting = "", waiting + record
        sys.stdout.write(visible(record) if quotes else record)
        sys.stdout.flush()
        if answer.messages:
            progress.pause()
            sys.stderr.write(answer.messages)
            sys.stderr.flush()
        progress.advance(answer.size, answer.lines)
    progress.end()
    sys.stdout.write(waiting)
    if failed:
        say(f"{failed} of {asked} lines failed")
    if failed or negative:
        raise typer.Exit(1)


class _Progress:
    """A progress bar on a terminal, once a stream has taken longer than a second."""

    def __init__(self) -> None:
        self.bar: Any = None
        self.count = self.size = 0
        self.start = monotonic()
        dumb = os.environ.get("TERM") == "dumb"
        self.wanted = sys.stderr.isatty() and not sys.stdout.isatty() and not dumb

    def advance(self, size: int, count: int) -> None:
        """Count lines and bytes."""
        if not self.wanted:
            return
        self.count += count
        self.size += size
        if self.bar is None:
            if monotonic() - self.start < 1:
                return
            from calcdl.render.table.progress import Bar

            self.bar = Bar(_size_of_input())
        self.bar.show(self.count, self.size)

    def pause(self) -> None:
        """Take the bar away, so that a message can stand in its place."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None

    end = pause


def _size_of_input() -> int | None:
    """Return how many bytes stdin has, if it is a file."""
    import stat

    try:
        found = os.fstat(sys.stdin.fileno())
    except (OSError, ValueError):
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None
