"""``calcdl check``: is a formula the derivative, and if not, what was likely done wrong?"""

from functools import partial
from typing import Annotated

import typer

from calcdl.calculus.check.answer import check, check_gradient
from calcdl.cli.commands.expression_command import (
    Declared,
    Expression,
    ExpressionCommand,
    File,
    Format_,
    Json,
    Let,
    chosen_format,
)
from calcdl.cli.shared.source import read_source
from calcdl.errors import UsageError
from calcdl.render.forms import require_form, write_result

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command("check", cls=ExpressionCommand)
def check_(
    expression: Expression = None,
    claims: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CLAIM", help="What its derivative is said to be.", show_default=False
        ),
    ] = None,
    wrt: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The variable to differentiate by.", show_default=False),
    ] = None,
    gradient: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=CLAIM",
            help="A partial derivative, 'x=2*x*y'; may be repeated.",
            show_default=False,
        ),
    ] = None,
    order: Annotated[int, typer.Option(metavar="N", min=1, help="The derivative's order.")] = 1,
    let: Let = None,
    file: File = None,
    function: Declared = None,
    format: Format_ = None,
    json: Json = False,
) -> None:
    """Is CLAIM the derivative of EXPR? Ends with status 0 if it is, and 1 if not.

    calcdl check "sin(x**2)" "cos(x**2)"
    """
    how = chosen_format(format, json)
    require_form("check", how, "a verdict")
    texts = list(claims or ())
    if file is not None and expression is not None and not texts and not gradient:
        texts, expression = [expression], None  # the file has the expression
    reading = read_source(expression, let, file, function)
    read_claim = partial(read_source, lets=let, functions=function, beside=reading.text)
    if gradient:
        if wrt is not None or order != 1:
            raise UsageError("--gradient names the variables: leave out --wrt and --order")
        pairs = _named([*gradient, *texts])
        read = {name: read_claim(text) for name, text in pairs.items()}
        result = check_gradient(reading, read)
    else:
        claim = read_claim(_only(texts))
        result = check(reading, claim, wrt, order)
    write_result(result, "check", how)
    if not result.equal:
        raise typer.Exit(1)


def _named(texts: list[str]) -> dict[str, str]:
    """Return the claims of "x=2*x*y" and the like by the names of their variables."""
    found: dict[str, str] = {}
    for text in texts:
        name, equals, claim = text.partition("=")
        name = name.strip()
        if not equals or not name.isidentifier():
            raise UsageError(f"a claim about a gradient reads 'x=2*x*y', not '{text}'")
        if name in found:
            raise UsageError(f"there are two claims about {name}")
        found[name] = claim
    return found


def _only(texts: list[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    if texts:
        raise UsageError("there are several claims: put --gradient in front of x=… y=…")
    raise UsageError("there is no claim: write one, as in calcdl check 'x**2' '2*x'")
