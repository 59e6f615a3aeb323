"""The commands as Click sees them: common flags, and from those of a command to its answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import IO, Any

import typer
from typer.core import TyperCommand

from calcdl.calculus import answer, noun
from calcdl.calculus.question import Asked
from calcdl.cli.interrupts import raise_interrupts
from calcdl.cli.shared.arguments import ODD, Sorted, is_part, may_be_file, sort_words
from calcdl.cli.shared.flags import (
    COMMON,
    STREAM,
    USUAL_VALUES,
    common_flags,
    output_flags,
    stream_flags,
)
from calcdl.cli.shared.messages import Message, Speaker
from calcdl.cli.shared.output import (
    SHORT,
    Format,
    chosen_format,
    detail,
    named_format,
    require_form,
)
from calcdl.cli.shared.shortfall import shortfall
from calcdl.confined import one_question
from calcdl.errors import CalcdlError, UsageError
from calcdl.render.forms import write_result

__all__ = ["QuestionCommand", "ReportingCommand"]


class ReportingCommand(TyperCommand):
    """A command that reports errors, its own too, as JSON objects where that is the format."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta.setdefault("calcdl.args", list(args))
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from calcdl.cli.shared.help import write_help

        write_help(self, ctx, formatter)

    def invoke(self, ctx: Any) -> Any:
        params = dict(ctx.params)
        raise_interrupts()
        try:
            with one_question():
                return self.ask(ctx)
        except Exception as problem:
            from calcdl.cli.unexpected import is_expected, own_error

            if isinstance(problem, CalcdlError):
                error: CalcdlError = problem
            elif is_expected(problem):
                raise
            else:
                error = own_error(problem, str(self.name), ctx.meta["calcdl.args"])
            if not _in_json(params):
                raise error from None
        from calcdl.render.record import failure, write_json

        write_json(failure(str(self.name), _subject(params), error), sys.stdout)
        raise typer.Exit(error.status)

    def ask(self, ctx: Any) -> Any:
        """Answer the question."""
        return super().invoke(ctx)


def _in_json(params: Mapping[str, Any]) -> bool:
    """Say whether an error is to be a record."""
    return params.get("format") == Format.json or str(params.get("to")) == "json"


def _subject(params: dict[str, Any]) -> str | None:
    """Return the text that a command is about, as it was given."""
    for name in ("command", "expression", "name"):
        if params.get(name) is not None:
            return str(params[name])
    expressions = params.get("expressions")
    return "; ".join(expressions) if expressions else None


class AnsweringCommand(ReportingCommand):
    """A command whose answer comes in a format, on stdout or in a file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {param.name for param in self.params}
        self.params += [flag for flag in output_flags() if flag.name not in names]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            named = named_format(ctx.params)
            for name in SHORT:
                del ctx.params[name]
            ctx.params["format"] = named
        return rest

    def invoke(self, ctx: Any) -> Any:
        output = ctx.params["output"]
        if output in (None, "-") or self.is_of_arrays(ctx.params):
            return super().invoke(ctx)
        self.require_text(output)
        from calcdl.cli.shared.files import output_to

        with output_to(output):
            return super().invoke(ctx)

    def is_of_arrays(self, params: Mapping[str, Any]) -> bool:
        """Say whether a file is asked for that is no text: NumPy's, of vectors and matrices."""
        return bool(params.get("shape")) and params["output"].lower().endswith((".npy", ".npz"))

    def require_text(self, output: str) -> None:
        """Raise UsageError where the name of a file is one for what an answer cannot be."""
        from calcdl.cli.shared.files import require_text

        require_text(output)


class QuestionCommand(AnsweringCommand):
    """A command about an expression, which may begin with a minus, or about a stream of them.

    It reads expressions and points from stdin where "-" is given for them. Its function takes the
    flags that are its own and returns what is asked.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {param.name for param in self.params}
        self.params += [*common_flags(), *stream_flags("expression" in names, "at" in names)]

    def ask(self, ctx: Any) -> None:
        params = ctx.params
        form = chosen_format(params["format"], params["output"])
        stream = {name: params.get(name) for name in STREAM}
        if params.get("expression") == "-" or list(params.get("at") or ()) == ["-"]:
            from calcdl.cli.stream.run import run_stream

            run_stream(self, ctx, stream)
            return
        if any([may_be_file(text) for text in params.get("at") or ()]):
            from calcdl.cli.stream.file import run_file_of_points

            run_file_of_points(self, ctx, stream)
            return
        for name, value in stream.items():
            if value:
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
        if status:
            raise typer.Exit(status)

    def read(self, asked: Asked, say: Callable[[Message], None]) -> Asked:
        """Return a question with its texts read; what a shell is likely to have done is said."""
        try:
            return asked.read(say)
        except CalcdlError as error:
            from calcdl.cli.shared.shell import likely_taken

            likely = likely_taken(error, asked)
            if likely is not None:
                say(likely)
            raise

    def question(self, params: Mapping[str, Any], form: Format) -> Asked:
        """Return what flags ask, to be shown in a format; nothing has been read yet."""
        flags = {name: value for name, value in params.items() if name not in COMMON}
        asked: Asked = self.callback(**flags)  # type: ignore[misc]
        definitions = None
        if params["file"] is not None:
            from calcdl.cli.shared.source import file_text

            definitions = file_text(params["file"])
        asked = asked._replace(
            detail=detail(form),
            definitions=definitions,
            lets=params["let"] or (),
            functions=params["function"] or (),
            shapes=params["shape"] or (),
            random=params["random"],
        ).with_declarations()
        self.require(asked, form)
        return asked

    def require(self, asked: Asked, form: Format) -> None:
        """Raise UsageError where what is asked for does not come in a format."""
        require_form(asked, form)

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
        spelling = [asked.spelling()] if form is Format.table else []
        write_result(result, noun(asked), form, file, *spelling)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta["calcdl.args"] = list(args)
        if args == ["help"]:
            return super().parse_args(ctx, ["--help"])
        typed = sort_words(args, self.takes_value(ctx), USUAL_VALUES)
        if not ctx.resilient_parsing and not typed.asks_for_help and self.does_not_fit(typed):
            from calcdl.cli.shared.meant import as_meant

            typed = as_meant(self, ctx, args)
        return super().parse_args(ctx, typed.words)

    def takes_value(self, ctx: Any) -> dict[str, bool]:
        """Return the flags of the command, and whether a value follows them."""
        return {
            flag: not getattr(param, "is_flag", False)
            for param in self.get_params(ctx)
            for flag in (*param.opts, *param.secondary_opts)
            if flag.startswith("-")
        }

    def places(self) -> int | None:
        """Return how many operands the command takes; None if as many as there are."""
        counts = [param.nargs for param in self.params if param.param_type_name == "argument"]
        return None if -1 in counts else sum(counts)

    def does_not_fit(self, typed: Sorted) -> bool:
        """Say whether a command line is none that the command takes, as far as is seen at once."""
        places = self.places()
        return (
            bool(typed.unknown)
            or not typed.is_complete
            or "" in (*typed.flags, *typed.operands)
            or (len(typed.operands) > 2 and self.name == "check")
            or (places is None and any([is_part(word) for word in typed.operands]))
            or (places is not None and len(typed.operands) > places)
            or 0 < len(typed.behind) < len(typed.operands)
            or len(set(typed.flags)) < len(typed.flags)
            or any(word[0] in ODD for word in typed.operands)
        )
