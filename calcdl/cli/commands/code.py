"""``calcdl code``: the value and the gradient as a program in another language."""

from __future__ import annotations

from calcdl.calculus.question import Coding
from calcdl.cli.shared.command import QuestionCommand, names_of
from calcdl.cli.shared.output import chosen_format
from calcdl.errors import UsageError
from calcdl.functions.spellings import TARGETS
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
    calcdl code "log(1 + exp(w*x))" --to c            C, computed so that nothing overflows
    calcdl code "sigmoid(w*x)^2" --to torch -o f.py   for PyTorch, into a file
    calcdl code "x^3*sin(x*y)" --count                what the derivatives cost
    calcdl code "sum(A@x)" --shape "A: m,n; x: n" --to jax   of vectors and matrices
    calcdl code "x*sin(y)" --certify "x in [0, 9], y in [-1, 1]"
    """

    def question(self, params: Params, form: Format) -> Asked:
        """Return what flags ask; the name of a file may say in which language it is written."""
        to = params["to"] or _of_file(params["output"]) or "python"
        return super().question({**params, "to": to}, form)

    def answered(self, typed: Typed) -> int:
        params = typed.params
        form = chosen_format(params["format"], params["output"])
        if self.is_stream(params) and form != "json":
            raise UsageError("code of many expressions comes as records, one a line: add --json")
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


def _of_file(name: str | None) -> str | None:
    """Return the target whose files have such names, the first of several."""
    return next(
        (to for to, target in TARGETS.items() if (name or "").endswith(target.ending)), None
    )


command = Code("code")
