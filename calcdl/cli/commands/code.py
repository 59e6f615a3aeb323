"""``calcdl code``: the value and the gradient as a program in another language."""

from typing import IO, Annotated, Any

import typer

from calcdl.calculus.question import Asked, Coding
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import OUTPUT, Expression, Variables, names_of, texts_of
from calcdl.cli.shared.output import Format
from calcdl.errors import UsageError
from calcdl.functions.spellings import TARGETS

__all__ = ["app"]

app = typer.Typer(add_completion=False)


class CodeCommand(QuestionCommand):
    """A command whose answer is the text of a program."""

    def write(self, asked: Asked, result: Any, form: Format, file: IO[str]) -> None:
        if form is Format.json:
            super().write(asked, result, form, file)
            return
        from calcdl.render.code.answers import text_of

        print(text_of(result), file=file)

    def require_text(self, output: str) -> None:
        """Let pass any name: code goes into files of all kinds."""


@app.command(cls=CodeCommand)
def code(
    expression: Expression = None,
    wrt: Variables = None,
    to: Annotated[
        str, typer.Option(help="The language to write.", rich_help_panel=OUTPUT)
    ] = "python",
    order: Annotated[
        int, typer.Option(min=1, max=2, help="2: the Hessian as well.", rich_help_panel=OUTPUT)
    ] = 1,
    name: Annotated[
        str, typer.Option(help="What the function is called.", rich_help_panel=OUTPUT)
    ] = "f",
    single: Annotated[
        bool, typer.Option("--float", help="C in single precision.", rich_help_panel=OUTPUT)
    ] = False,
) -> Asked:
    """Write EXPR with its gradient as a function in another language.

    calcdl code "x*sin(y)"                            Python, with math alone
    calcdl code "log(1 + exp(w*x))" --to c            C, computed so that nothing overflows
    """
    if to not in TARGETS:
        raise UsageError(f"there is no target {to}: choose one of {', '.join(TARGETS)}")
    return Asked(
        "code",
        texts_of(expression),
        wrt=names_of(wrt),
        order=order,
        to=to,
        coding=Coding(name, single=single),
    )
