"""``calcdl report``: a page, a document or a record with all that there is to say of a function."""

from __future__ import annotations

import sys
from pathlib import Path

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.errors import UsageError
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import IO, Any

    from calcdl.cli.shared.output import Format
    from calcdl.cli.shared.values import Params

__all__ = ["command"]

_ENDINGS = frozenset(("", ".html", ".htm", ".tex", ".json"))


class Report(QuestionCommand):
    """Write a page about EXPR: its curve, derivative, chain rule, graph, limit, and the point.

    calcdl report "(x+1)^2" --at 5 -o page.html           all that there is at a point
    calcdl report "sigmoid(w*x + b)^2" --wrt w -o page.html
    calcdl report "x^2*y" --at x=1,y=2 -o page.html       the gradient and the Hessian
    calcdl report "relu(x)" --at 0 -o page.html           where there is no derivative
    calcdl report "tanh(x)" --title "The tangent" -o page.html
    calcdl report "sin(x)/x" --at 0 -o document.tex       for LaTeX
    calcdl report "x^2*y" --at x=1,y=2 --json             as data
    """

    formats = ("json", "latex")

    def question(self, params: Params, form: Format) -> Asked:
        """Return what flags ask: a page in HTML, a document for LaTeX, or a record."""
        named, output = params["format"], params["output"]
        if named not in (None, *self.formats):
            raise UsageError(
                f"a report has no {named} form: it is a page in HTML, with --latex a document, or"
                " with --json a record"
            )
        if named is not None and Path(output or "").suffix.lower() in (".html", ".htm"):
            ending = "tex" if named == "latex" else "json"
            raise UsageError(f"{output} is a page: leave --{named} out, or name a .{ending} file")
        if form not in self.formats and output in (None, "-") and sys.stdout.isatty():
            raise UsageError("a page goes to a file: add -o page.html, or redirect the output")
        if params["text"] == "-":
            raise UsageError("a report is about one function: write it, or give a file with --file")
        return super().question(params, form)

    def require(self, asked: Asked, form: Format) -> None:
        """Let pass what ``question`` let pass: a report has forms of its own."""

    def require_text(self, output: str) -> None:
        """Raise UsageError where a file is called like what a report cannot be."""
        ending = Path(output).suffix.lower()
        if ending == ".pdf":
            raise UsageError(
                "calcdl writes no PDF: write page.html and print it from a browser, or page.tex"
            )
        if ending not in _ENDINGS:
            raise UsageError(
                f"a report is a page, .html, a document, .tex, or a record, .json, and no {ending}"
                " file"
            )

    def write(self, asked: Asked, result: Any, form: Format, file: IO[str]) -> None:
        if form == "latex":
            from calcdl.render.latex.report import document

            print(document(result, asked.title), file=file)
            return
        if form == "json":
            from calcdl.render.record import write_json
            from calcdl.render.report.parts import record

            write_json(record(result, asked.title), file)
            return
        from calcdl.render.page.page import page

        print(page(result, asked.spelling(), asked.title), file=file)


command = Report("report")
