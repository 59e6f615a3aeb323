"""Points on stdin: one expression, and an answer for each row.

A row is a number, a point such as x=1,y=2, a JSON object, or a row of a table whose first line
names the columns. Numbers go through NumPy in blocks; what doubles cannot tell, what is not a
plain number, and everything with --certified goes the way of a single question.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from calcdl.calculus.asking import read_question
from calcdl.calculus.many.plan import Plan, is_for_blocks, plan_of
from calcdl.calculus.question import Asked
from calcdl.cli.shared.messages import say
from calcdl.cli.shared.output import source
from calcdl.cli.shared.values import Typed
from calcdl.cli.stream.asker import Answer, Asker
from calcdl.cli.stream.lines import arriving_lines
from calcdl.cli.stream.rows import Rows
from calcdl.cli.stream.writing import announce, write_answers
from calcdl.errors import CalcdlError, UsageError

__all__ = ["run_points"]


def run_points(command: Any, typed: Typed) -> int:
    """Answer the rows of stdin; return status 1 if any of them failed."""
    announce("points")
    asker = PointAsker(command, typed)
    form = None if asker.plan is not None else asker.form
    return write_answers(asker.answers(arriving_lines(sys.stdin.buffer)), form)


class PointAsker(Asker):
    """One command and expression, to be asked at point after point."""

    def __init__(self, command: Any, typed: Typed) -> None:
        super().__init__(command, typed)
        append = self.params["append"]
        if append and self.form not in ("plain", "csv"):
            raise UsageError("--append writes plain text or CSV: leave out the other format")
        self.plan = self.plan_blocks()
        if append and self.plan is None:
            raise UsageError("--append is for deriv, eval, partial and gradient, a row a point")
        self.certified = self.params["certified"]
        self.is_csv = self.plan is not None and self.form == "csv"
        self.appends = append or self.is_csv
        if self.is_csv:  # each answer is one of plain text, to be put behind its row
            self.form = self.params["format"] = "plain"
            del self.same
        self.prepared: Any = None
        self.proven: Any = None
        self.is_for_blocks = self.is_for_proven = True

    def plan_blocks(self) -> Plan | None:
        """Return how the command is answered by NumPy; None where it is not."""
        if self.form not in ("plain", "csv"):
            return None
        try:
            asked = self.same
        except UsageError:  # each row will tell
            return None
        if not is_for_blocks(asked):
            return None
        asked = read_question(asked, say)
        for name in asked.absent() if asked.question == "deriv" else ():
            say(f"nothing here depends on {name}")
        return plan_of(asked)

    def question(self, line: bytes) -> Asked:
        return self.same._replace(at=[line.decode()])

    # Answers

    def answers(self, chunks: Iterable[list[bytes]]) -> Iterator[Answer]:
        """Yield an answer to each row; those in blocks come as one answer for many rows."""
        wanted = self.plan.variables if self.plan is not None else None
        rows = Rows(wanted, "," if self.is_csv else "\t")
        for chunk in chunks:
            for piece in rows.read(chunk):
                if piece.heading is not None:
                    if self.appends:
                        yield self.heading(piece.line, piece.heading, rows)
                    continue
                if self.is_csv and rows.columns is None:
                    rows.columns = wanted or ["x"]
                    yield self.heading(piece.line, rows.delimiter.join(rows.columns), rows)
                if self.plan is not None and piece.arrays is not None:
                    answers = self.proven_rows if self.certified else self.answer_block
                    yield from answers(piece, rows)
                    continue
                for number, line in piece.rows:
                    yield self.answer_row(number, line, rows)

    def heading(self, line: int, text: str, rows: Rows) -> Answer:
        assert self.plan is not None
        record = rows.delimiter.join([text, *self.plan.labels]) + "\n"
        return Answer(line, record, "", 0, 0, lines=0)

    def answer_block(self, piece: Any, rows: Rows) -> Iterator[Answer]:
        """Yield the answers to rows of numbers; doubtful ones are asked for by themselves."""
        assert self.plan is not None
        computed = self.in_doubles(self.plan, piece)
        if computed is None:  # row by row each answers, or tells of it
            for number, line in piece.rows:
                yield self.answer_row(number, line, rows)
            return
        columns, doubtful = computed
        text = self.texts(columns, piece, rows)
        places = doubtful.nonzero()[0].tolist()
        if not places:
            size = sum([len(line) for _, line in piece.rows]) + len(piece.rows)
            yield Answer(piece.line, text, "", 0, size, len(piece.rows))
            return
        texts = text.split("\n")
        begin = 0
        for place in [*places, len(piece.rows)]:
            if place > begin:
                size = sum([len(line) + 1 for _, line in piece.rows[begin:place]])
                record = "\n".join(texts[begin:place]) + "\n"
                yield Answer(piece.rows[begin][0], record, "", 0, size, place - begin)
            if place < len(piece.rows):
                number, line = piece.rows[place]
                yield self.answer_proven(number, line, rows)
            begin = place + 1

    def in_doubles(self, plan: Plan, piece: Any) -> tuple[Sequence[Any], Any] | None:
        """Return the values at many points, and for each whether doubles cannot tell it.

        None if the question is not one for blocks: too large, or without an answer anywhere.
        """
        if not self.is_for_blocks:
            return None
        try:
            if self.prepared is None:
                from calcdl.calculus.many.doubles import prepare

                self.prepared = prepare(plan.function, plan.outputs)
            outputs: tuple[Sequence[Any], Any] = self.prepared.at(piece.arrays, len(piece.rows))
            return outputs
        except CalcdlError:
            pass
        except Exception as problem:
            self.own_error(problem, piece.rows[0][1])
        self.is_for_blocks = False
        return None

    def proven_rows(self, piece: Any, rows: Rows) -> Iterator[Answer]:
        """Yield the answers to rows of numbers with every digit proven."""
        run: list[str] = []
        size = 0
        for number, line in piece.rows:
            answer = self.answer_proven(number, line, rows)
            if answer.status == 0 and not answer.messages:
                run.append(answer.record)
                size += answer.size
                continue
            if run:
                yield Answer(number, "".join(run), "", 0, size, len(run))
                run, size = [], 0
            yield answer
        if run:
            yield Answer(piece.line, "".join(run), "", 0, size, len(run))

    def answer_proven(self, number: int, line: bytes, rows: Rows) -> Answer:
        """Return the answer to a row of numbers, by the short way where that is certain."""
        assert self.plan is not None
        text = line.decode()
        outputs = self.proven_texts(self.plan, rows.fields(text), line)
        if outputs is None:
            return self.answer_row(number, line, rows)
        return Answer(number, f"{self.line(rows, text, outputs)}\n", "", 0, len(line) + 1)

    def proven_texts(self, plan: Plan, point: dict[str, str], line: bytes) -> list[str] | None:
        """Return the outputs at a point by the short way; None where that does not lead there."""
        if not self.is_for_proven:
            return None
        try:
            if self.proven is None:
                from calcdl.calculus.many.balls import ProvenPoints

                self.proven = ProvenPoints(plan.function, plan.formulas())
        except CalcdlError:  # the formula is too large, or there is none
            self.is_for_proven = False
            return None
        try:
            return self.proven.at(point)  # type: ignore[no-any-return]
        except Exception as problem:  # the long way answers, or tells of it
            self.own_error(problem, line)
            return None

    def texts(self, outputs: Sequence[Any], piece: Any, rows: Rows) -> str:
        """Return the lines of a block."""
        columns = [map(repr, (column + 0.0).tolist()) for column in outputs]
        if len(columns) == 1 and not self.appends:
            return ("\n".join(columns[0]) + "\n").replace(".0\n", "\n")
        fields: list[Any] = [map(_whole, column) for column in columns]
        if self.appends:
            fields.insert(0, [line.decode() for _, line in piece.rows])
        delimiter = rows.delimiter if self.appends else "\t"
        return "\n".join(map(delimiter.join, zip(*fields, strict=True))) + "\n"

    def line(self, rows: Rows, text: str, values: Sequence[str]) -> str:
        """Return the answer to a row as a line."""
        return rows.delimiter.join([text, *values]) if self.appends else "\t".join(values)

    def answer_row(self, number: int, line: bytes, rows: Rows) -> Answer:
        """Return the answer to one row, as to a single question."""
        try:
            point = rows.point_text(line).encode()
            outcome = self.outcome(point)
            if outcome.error is None and len(outcome.asked.at) > 1:
                raise UsageError("a row of the input is one point, and this one says several")
        except Exception as problem:
            point, outcome = line, self.failure(problem, line)
        answer = self.made(number, point, outcome)._replace(size=len(line) + 1)
        if self.plan is None or self.form != "plain":
            return answer
        values = [""] * len(self.plan.labels)
        if outcome.error is None:
            rows_of_point = source(outcome.asked, outcome.result, "plain")
            values = [row[-1] for row in rows_of_point] or values
        record = self.line(rows, line.decode("utf-8", "replace"), values)
        return answer._replace(record=f"{record}\n")


def _whole(text: str) -> str:
    return text.removesuffix(".0")
