"""A command, from the values of its flags to its answer; who has read them does not matter."""

from __future__ import annotations

import sys

from calcdl.calculus import answer, noun
from calcdl.calculus.asking import read_question, with_declarations
from calcdl.calculus.question import Asked
from calcdl.cli.interrupts import raise_interrupts
from calcdl.cli.shared.arguments import ODD, Sorted, is_part, may_be_file, sort_words
from calcdl.cli.shared.flags import NAMES, STREAM, SWITCH, Flag, flags_of
from calcdl.cli.shared.messages import Message, Speaker
from calcdl.cli.shared.output import (
    SHORT,
    chosen_format,
    detail,
    named_format,
    require_form,
)
from calcdl.cli.shared.shortfall import shortfall
from calcdl.cli.shared.values import Typed
from calcdl.confined import one_question
from calcdl.errors import CalcdlError, UsageError
from calcdl.lean import TYPE_CHECKING
from calcdl.render.forms import write_result

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO, Any

    from calcdl.cli.shared.output import Format
    from calcdl.cli.shared.values import Params

__all__ = ["AnsweringCommand", "Command", "QuestionCommand", "Typed"]


class Command:
    """A command; its docstring is its help, its flags are those that the table has for its name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.flags: list[Flag] = flags_of(name)

    def settled(self, params: Params) -> Params:
        """Return the values of flags with one for each thing to say; raises UsageError."""
        return params

    def run(self, typed: Typed) -> int:
        """Answer, and return the exit status.

        An error, one of calcdl's own too, is raised, or is a record where that is the format.
        """
        raise_interrupts()
        try:
            with one_question():
                return self.answered(typed)
        except Exception as problem:
            from calcdl.cli.unexpected import is_expected, own_error

            if isinstance(problem, CalcdlError):
                error: CalcdlError = problem
            elif is_expected(problem):
                raise
            else:
                error = own_error(problem, self.name, typed.words)
            if not _in_json(typed.params):
                raise error from None
        from calcdl.render.record import failure, write_json

        write_json(failure(self.name, self.subject(typed.params), error), sys.stdout)
        return error.status

    def subject(self, params: Params) -> str | None:
        """Return the text that a command is about, as it was given."""
        about = [flag for flag in self.flags if flag.is_operand or flag.asks == "program"]
        texts = [params[flag.name] for flag in about if params[flag.name]]
        if not texts:
            return None
        return texts[0] if isinstance(texts[0], str) else "; ".join(texts[0])

    def answered(self, typed: Typed) -> int:
        """Print the answer, and return the exit status."""
        raise NotImplementedError


def _in_json(params: Params) -> bool:
    """Say whether an error is to be a record."""
    return params.get("format") == "json" or params.get("to") == "json"


class AnsweringCommand(Command):
    """A command whose answer comes in a format, on stdout or in a file."""

    def settled(self, params: Params) -> Params:
        """Return the flags with --json and its like as what they are short for."""
        rest = {name: value for name, value in params.items() if name not in SHORT}
        return {**rest, "format": named_format(params)}

    def run(self, typed: Typed) -> int:
        output = typed.params["output"]
        if output in (None, "-") or self.is_of_arrays(typed.params):
            return super().run(typed)
        self.require_text(output)
        from calcdl.cli.shared.files import output_to

        with output_to(output):
            return super().run(typed)

    def is_of_arrays(self, params: Params) -> bool:
        """Say whether a file is asked for that is no text: NumPy's, of vectors and matrices."""
        return bool(params.get("shape")) and params["output"].lower().endswith((".npy", ".npz"))

    def require_text(self, output: str) -> None:
        """Raise UsageError where the name of a file is one for what an answer cannot be."""
        from calcdl.cli.shared.files import require_text

        require_text(output)


class QuestionCommand(AnsweringCommand):
    """A command about an expression, which may begin with a minus, or about a stream of them.

    It reads expressions and points from stdin where "-" is given for them.
    """

    # What is asked

    def question(self, params: Params, form: Format) -> Asked:
        """Return what flags ask, to be shown in a format; nothing has been read yet."""
        asked = self.asked(Asked(self.name)._replace(**self.said(params)), params)
        definitions = None
        if params["file"] is not None:
            from calcdl.cli.shared.source import file_text

            definitions = file_text(params["file"])
        asked = asked._replace(detail=detail(form), definitions=definitions)
        asked = with_declarations(asked)
        self.require(asked, form)
        return asked

    def said(self, params: Params) -> dict[str, Any]:
        """Return what flags say of a question beside what is usual, by its fields.

        A text where there may be several is one.
        """
        fields: dict[str, Any] = {}
        for name, field, usual, is_names in self.fields:
            value = params.get(name)
            if value is None or value == usual:
                continue
            if is_names:
                value = names_of(value)
            elif usual == ():
                value = [value] if isinstance(value, str) else list(value)
            fields[field] = value
        return fields

    def asked(self, asked: Asked, params: Params) -> Asked:
        """Return the question with what flags say of it that are no fields of it."""
        return asked

    def require(self, asked: Asked, form: Format) -> None:
        """Raise UsageError where what is asked for does not come in a format."""
        require_form(asked, form)

    def read(self, asked: Asked, say: Callable[[Message], None]) -> Asked:
        """Return a question with its texts read; what a shell is likely to have done is said."""
        try:
            return read_question(asked, say)
        except CalcdlError as error:
            from calcdl.cli.shared.shell import likely_taken

            likely = likely_taken(error, asked)
            if likely is not None:
                say(likely)
            raise

    # The answer

    def answered(self, typed: Typed) -> int:
        params = typed.params
        if self.is_stream(params):
            from calcdl.cli.stream.file import run_stream_or_file

            return run_stream_or_file(self, typed)
        form = chosen_format(params["format"], params["output"])
        for name in STREAM:
            if params.get(name):
                raise UsageError(f"--{name} is for a stream: give - for EXPR or for --at")
        say = Speaker()
        asked = self.read(self.question(params, form), say)
        result = self.answer(asked, say)
        if params["output"] is not None and self.is_of_arrays(params):
            from calcdl.cli.shared.array_output import save_arrays

            save_arrays(result, params["output"])
        elif not asked.plot:
            self.write(asked, result, form, sys.stdout)
        else:
            from calcdl.cli.shared.pictures import Pictures

            pictures = Pictures(asked)  # which may be refused, so before anything is printed
            self.write(asked, result, form, sys.stdout)
            pictures.write(result, sys.stdout, say)
        messages, status = shortfall(asked, result, form)
        sys.stdout.flush()
        for message in messages:
            say(message)
        return status

    def answer(self, asked: Asked, tell: Callable[[Message], None]) -> Any:
        """Return the result of a question, and tell what may be a slip in it."""
        result = answer(asked)
        for name in asked.absent() if asked.question == self.name else ():  # not of partial --steps
            tell(f"nothing here depends on {name}")
        for sentence in asked.glued():
            tell(sentence)
        return result

    def write(self, asked: Asked, result: Any, form: Format, file: IO[str]) -> None:
        """Write a result; a table speaks the language in which the question was put."""
        spelling = [asked.spelling()] if form == "table" else []
        write_result(result, noun(asked), form, file, *spelling)

    # The words of a line

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.by_option = {option: flag for flag in self.flags for option in flag.options}
        takes_value = {option: flag.kind != SWITCH for option, flag in self.by_option.items()}
        self.takes_value = {**takes_value, "--help": False, "-h": False}
        usual = Asked._field_defaults
        fields = [(flag, flag.name if flag.asks is None else flag.asks) for flag in self.flags]
        self.fields = [
            (flag.name, field, usual[field], flag.kind == NAMES)
            for flag, field in fields
            if field in usual
        ]

    def sorted(self, words: Sequence[str]) -> Sorted:
        """Return the words of a line, sorted into flags and operands; help alone is a flag."""
        if list(words) == ["help"]:
            words = ["--help"]
        usual = {option: flag.usual for option, flag in self.by_option.items() if flag.usual}
        return sort_words(words, self.takes_value, usual)

    def places(self) -> int | None:
        """Return how many operands the command takes; None if as many as there are."""
        operands = [flag for flag in self.flags if flag.is_operand]
        return None if any([flag.is_repeated for flag in operands]) else len(operands)

    def single_values(self, typed: Sorted) -> list[tuple[str, str]]:
        """Return the flags of a line that say one thing, and what they say."""
        flags = [(self.by_option.get(flag), value) for flag, value in typed.pairs(self.takes_value)]
        return [
            (flag.options[0], value)
            for flag, value in flags
            if flag is not None and value is not None and not flag.is_repeated
        ]

    def does_not_fit(self, typed: Sorted) -> bool:
        """Say whether a command line is none that the command takes, as far as is seen at once."""
        places = self.places()
        single = [flag for flag, _ in self.single_values(typed)]
        return (
            bool(typed.unknown)
            or not typed.is_complete
            or "" in (*typed.flags, *typed.operands)
            or (len(typed.operands) > 2 and self.name == "check")
            or (places is None and any([is_part(word) for word in typed.operands]))
            or (places is not None and len(typed.operands) > places)
            or 0 < len(typed.behind) < len(typed.operands)
            or len(set(single)) < len(single)
            or any(word[0] in ODD for word in typed.operands)
        )

    def is_stream(self, params: Params) -> bool:
        """Say whether expressions or points are read one by one, from stdin or a file."""
        at = params.get("at") or ()
        is_stdin = params.get("expression") == "-" or list(at) == ["-"]
        return is_stdin or any([may_be_file(text) for text in at])


def names_of(text: str) -> list[str]:
    """Return the names in "x, y"."""
    return [name.strip() for name in text.split(",")]
