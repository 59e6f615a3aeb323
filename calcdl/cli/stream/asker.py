"""One command with its flags, to be asked about line after line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from io import StringIO
from typing import Any, NamedTuple

from calcdl.calculus.asking import read_question
from calcdl.calculus.question import Asked
from calcdl.cli.shared.flags import Flag
from calcdl.cli.shared.messages import Message, describe
from calcdl.cli.shared.output import chosen_format, source
from calcdl.cli.shared.shortfall import shortfall
from calcdl.cli.shared.source import file_text
from calcdl.cli.shared.values import Typed
from calcdl.cli.stream.lines import decoded
from calcdl.cli.unexpected import own_error
from calcdl.confined import one_question
from calcdl.errors import CalcdlError
from calcdl.render.record import failure, json_text
from calcdl.render.rows import csv_text

__all__ = ["Answer", "Asker"]


class Answer(NamedTuple):
    """What a line led to: a record, messages, an exit status as of a single question."""

    line: int
    record: str
    messages: str
    status: int
    size: int  # bytes of the input
    lines: int = 1  # that it answers
    heading: str = ""  # of the columns of the record, in CSV


class Outcome(NamedTuple):
    """What became of a question: what was asked and its result, or why there is none."""

    messages: list[Message]
    status: int
    asked: Any = None
    result: Any = None
    error: CalcdlError | None = None


class Asker:
    """One command with its flags; each line asks the same of another expression."""

    def __init__(self, command: Any, typed: Typed) -> None:
        self.command, self.typed, self.name = command, typed, str(command.name)
        self.params = dict(typed.params)
        named = self.params["format"], self.params["output"]
        self.form = self.params["format"] = chosen_format(*named, usual="plain")
        if self.params.get("to") == "json":
            self.form = "json"
        if self.params["file"] is not None:
            file_text(self.params["file"])

    def answer(self, number: int, line: bytes) -> Answer:
        """Return the answer to a line."""
        return self.made(number, line, self.outcome(line))

    def outcome(self, line: bytes) -> Outcome:
        """Return what becomes of a line; whatever goes wrong, it costs this line alone."""
        messages: list[Message] = []
        try:
            with one_question():
                asked = read_question(self.question(line), messages.append)
                result = self.command.answer(asked, messages.append)
            lacks, status = shortfall(asked, result, self.form)
        except Exception as problem:
            return self.failure(problem, line, messages)
        return Outcome([*messages, *lacks], status, asked, result)

    def failure(self, problem: Exception, line: bytes, messages: Sequence[Message] = ()) -> Outcome:
        """Return what becomes of a line that cannot be answered."""
        if not isinstance(problem, CalcdlError):
            problem = self.own_error(problem, line)
        reasons = [] if self.form == "json" else [problem]
        return Outcome([*messages, *reasons], problem.status, error=problem)

    def own_error(self, problem: Exception, line: bytes) -> CalcdlError:
        """Return what to say of an exception that nobody expected."""
        return own_error(problem, self.name, self.typed.words, _shown(line))

    def question(self, line: bytes) -> Asked:
        """Return the question that a line asks, unread; raises UsageError."""
        text = decoded(line)
        if text.lstrip().startswith("{"):
            from calcdl.cli.stream.flags_of_object import params_of_object

            params = params_of_object(self.keys, self.params, text)
            asked: Asked = self.command.question(params, self.form)
            return asked
        if "claims" in self.params and "\t" in text:
            expression, _, claim = text.partition("\t")
            return self.same._replace(texts=[expression], claims=[claim])
        return self.same._replace(texts=[text])

    @cached_property
    def keys(self) -> dict[str, Flag]:
        """The flags that an object on a line may have."""
        from calcdl.cli.stream.flags_of_object import keys_of_object

        return keys_of_object(self.command.flags)

    @cached_property
    def same(self) -> Asked:
        """What is the same for all lines; raises UsageError."""
        asked: Asked = self.command.question(self.params, self.form)
        return asked

    def made(self, number: int, line: bytes, outcome: Outcome) -> Answer:
        """Return an outcome as it is written."""
        heading, record = self.record(number, line, outcome)
        said = [f"{describe(message, f'line {number}: ')}\n" for message in outcome.messages]
        text = "".join(dict.fromkeys(said))
        return Answer(number, record, text, outcome.status, len(line) + 1, heading=heading)

    def record(self, number: int, line: bytes, outcome: Outcome) -> tuple[str, str]:
        """Return the heading, which only CSV has, and the record of an outcome."""
        if outcome.error is not None:
            failed = failure(self.name, _shown(line), outcome.error)
            return "", json_text(failed, number) if self.form == "json" else "\n"
        if self.form not in ("plain", "json", "csv"):
            text = StringIO()
            self.command.write(outcome.asked, outcome.result, self.form, text)
            return "", text.getvalue() or "\n"
        written = source(outcome.asked, outcome.result, self.form)
        if self.form == "json":
            return "", json_text(written, number)
        if self.form == "plain":
            return "", "\t".join([cell for row in written for cell in row]) + "\n"
        heading, *rows = written
        return csv_text([heading]), csv_text(rows) or "\n"


def _shown(line: bytes) -> str:
    """Return a line as a message may repeat it."""
    return line.decode("utf-8", "replace").rstrip("\r")
