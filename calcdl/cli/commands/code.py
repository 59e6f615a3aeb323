"""``calcdl code``: the value and the gradient as a program in another language."""

from __future__ import annotations

from calcdl.calculus.question import Coding
from calcdl.cli.shared.command import QuestionCommand, names_of
from calcdl.cli.shared.messages import say
from calcdl.cli.shared.output import chosen_format
from calcdl.errors import UsageError
from calcdl.functions.spellings import target_named, target_of_file
from calcdl.lean import TYPE_CHECKING
from calcdl.render.rows import write_plain

if TYPE_CHECKING:
    from typing import IO, Any

    from calcdl.calculus.question import Asked
    from calcdl.cli.shared.output import Format
    from calcdl.cli.shared.values import Params, Typed

__all__ = ["command"]


class Code(QuestionCommand):
    """Write EXPR with its gradient as a function in another language.

    calcdl code "x*sin(y)"                            Python, with math alone
    calcdl code "log(1 + exp(w*x))" --to c            C, where nothing overflows
    calcdl code "sigmoid(w*x)^2" --to torch -o f.py   for PyTorch, into a file
    calcdl code "x^3*sin(x*y)" --count                what the derivatives cost
    calcdl code "sum(A@x)" --shape "A: m,n; x: n" --to jax
    calcdl code "x*sin(y)" --certify "x in [0, 9], y in [-1, 1]"
    """

    def settled(self, params: Params) -> Params:
        """Return what flags say: the name of a file may say in which language it is written.

        Of formats it says that of records alone, and that only where it is not the language.
        """
        settled = super().settled(params)
        output, to = settled["output"], settled["to"]
        if output in (None, "-") or self.is_stream(params):
            return settled
        named = target_of_file(output)
        says_language = named is not None and target_named(to or named) == named
        is_record = output.lower().endswith((".json", ".jsonl")) and not says_language
        usual = "json" if is_record else "plain"
        return {**settled, "to": to or named, "format": settled["format"] or usual}

    def question(self, params: Params, form: Format) -> Asked:
        """Return what flags ask; the language is Python where nothing says another one."""
        return super().question({**params, "to": params["to"] or "python"}, form)

    def answered(self, typed: Typed) -> int:
        params = typed.params
        form = chosen_format(params["format"], params["output"])
        if self.is_stream(params) and form != "json":
            raise UsageError("code of many expressions comes as records, one a line: add --json")
        if params["output"] not in (None, "-") and not params["to"] and form != "json":
            name = params["output"]
            say(f"the name {name} says no language: this is Python, --to names another one")
        return super().answered(typed)

    def asked(self, asked: Asked, params: Params) -> Asked:
        coding = Coding(
            params["name"],
            params["dialect"] or "",
            params["single"],
            params["module"],
            table=params["table"] or "",
            column=params["column"],
            keep=names_of(params["keep"]) if params["keep"] else (),
            aggregate=params["aggregate"] or "",
            counts=params["count"],
            certify=params["certify"] or "",
            check=params["check"],
        )
        return asked._replace(coding=coding)

    def require(self, asked: Asked, form: Format) -> None:
        """Raise UsageError for a format that code has not; on a terminal it is what it is."""
        if form != "table":
            super().require(asked, form)

    def write(self, asked: Asked, result: Any, form: Format, file: IO[str]) -> None:
        if form == "json":
            super().write(asked, result, form, file)
            return
        from calcdl.render.code.answers import counted, text_of

        if asked.coding.counts:
            write_plain(counted(result), file)
        else:
            print(text_of(result), file=file)

    def require_text(self, output: str) -> None:
        """Let pass any name: code goes into files of all kinds."""


command = Code("code")
