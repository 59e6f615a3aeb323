"""``calcdl plot``: the curve of a function, its derivative, tangents and secants."""

from __future__ import annotations

import math
from pathlib import Path

from calcdl.calculus.question import Asked, Descending
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import RATE, STEPS
from calcdl.cli.shared.screen import whole_screen
from calcdl.cli.shared.source import data_text
from calcdl.errors import UsageError
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.data import read_data
from calcdl.render.picture.scene import DOTS
from calcdl.render.picture.terminal import dots_of, drawing

if TYPE_CHECKING:
    from typing import IO, Any

    from calcdl.cli.shared.output import Format
    from calcdl.cli.shared.values import Params, Typed

__all__ = ["command"]

_MOST_STEPS = 100_000
PICTURES = frozenset(("svg", "png", "pdf", "gif"))


class Plot(QuestionCommand):
    """Draw functions of one variable: poles, jumps, holes and spikes as they are; or one of two.

    calcdl plot "tan(x)"                                  a window is chosen
    calcdl plot "x^2" --tangent 5                         the tangent, with its slope
    calcdl plot "x^2" --secants 1                         how secants become the tangent
    calcdl plot "gelu(x)" --derivative                    with its derivative
    calcdl plot "relu(x)" "softplus(x)" --from -3 --to 3  several in one window
    calcdl plot "x^2" --secants 1 -o secants.svg          as a picture that moves
    calcdl plot "sin(1/x)" --json                         as data
    calcdl plot "x^2 - y^2" -o saddle.svg                 contours, with the gradient
    calcdl plot "x^2 + 9y^2" --path --start x=2,y=1       a gradient descent over them
    """

    def run(self, typed: Typed) -> int:
        output, form = typed.params["output"], typed.params["format"]
        if form is not None and _kind_of_picture(output):
            raise UsageError(f"{output} is a picture: leave --{form} out")
        return super().run(typed)

    def asked(self, asked: Asked, params: Params) -> Asked:
        """Return the question; a file that is called like a picture will be one."""
        if "-" in (*asked.texts, *asked.at):
            raise UsageError("plot draws one picture: write EXPR itself; --data - reads points")
        screen = whole_screen(params["marks"])
        start, stop, data = params["start"], params["stop"], params["data"]
        return asked._replace(
            data=() if data is None else read_data(data_text(data)),
            window=() if start is stop is None else (start or "", stop or ""),
            dots=dots_of(screen),
            descent=_descent(params),
            to=screen.marks,
        )

    def question(self, params: Params, form: Format) -> Asked:
        asked = super().question(params, form)
        picture = _kind_of_picture(params["output"])
        if picture:
            return asked._replace(to=picture, dots=DOTS)
        is_data = form in ("json", "csv") or params["format"] == "plain"
        return asked._replace(to="data" if is_data else asked.to)

    def require(self, asked: Asked, form: Format) -> None:
        """Raise UsageError where there is no such form of a curve."""
        if form == "latex":
            raise UsageError("a curve has no latex form: choose table, plain, json or csv")

    def require_text(self, output: str) -> None:
        """Raise UsageError where a file is called like what a curve cannot be."""
        if not _kind_of_picture(output):
            from calcdl.cli.shared.files import require_text

            endings = ".svg, .png, .pdf, .gif, .txt, .csv or .json"
            require_text(output, "a plot is a picture or text", endings)

    def write(self, asked: Asked, result: Any, form: Format, file: IO[str]) -> None:
        if asked.to == "data":
            super().write(asked, result, form, file)
        elif asked.to in PICTURES and asked.to != "svg":
            content = _picture_bytes(asked, result)
            file.flush()
            file.buffer.write(content)  # type: ignore[attr-defined]  # stdout, or a file in its place
        else:
            print(_picture_text(asked, result), file=file)


def _picture_bytes(asked: Asked, result: Any) -> bytes:
    """Return a picture in a format that is no text."""
    if not asked.is_map:
        from calcdl.render.picture.plot_matplotlib import picture

        return picture(result, asked.spelling(), asked.to, asked.title)
    if asked.to == "gif":
        raise UsageError("a map does not move: choose .svg, .png or .pdf")
    from calcdl.render.picture.map_matplotlib import map_picture

    return map_picture(result, asked.spelling(), asked.to, asked.title)


def _picture_text(asked: Asked, result: Any) -> str:
    """Return a picture as SVG, or as a terminal shows it."""
    spelling = asked.spelling()
    if asked.to == "svg" and asked.is_map:
        from calcdl.render.picture.map_svg import map_svg

        return map_svg(result, spelling, asked.title)
    if asked.to == "svg":
        from calcdl.render.picture.plot_svg import plot_svg

        return plot_svg(result, spelling, asked.title)
    screen = whole_screen(asked.to)
    if asked.is_map:
        from calcdl.render.picture.map_terminal import map_drawing

        return map_drawing(result, spelling, screen, asked.title)
    return drawing(result, spelling, screen, asked.title)


def _kind_of_picture(output: str | None) -> str:
    """Return what picture a file is called like, empty where it is called like none."""
    ending = Path(output or "").suffix.lower().removeprefix(".")
    return ending if ending in PICTURES else ""


def _descent(params: Params) -> Descending | None:
    """Return the gradient descent that is asked for, by --path or any of its flags."""
    start, rate, steps = params["descent_start"], params["rate"], params["steps"]
    if not params["path"] and start is None and rate is None and steps is None:
        return None
    if start is None:
        raise UsageError("a descent needs a place to start: add --start, as in --start x=-1,y=1")
    if rate is not None and not 0 < rate < math.inf:
        raise UsageError("--rate has to be a positive number")
    if steps is not None and not 0 < steps <= _MOST_STEPS:
        raise UsageError(f"--steps has to be a whole number from 1 to {_MOST_STEPS}")
    return Descending(start, RATE if rate is None else rate, STEPS if steps is None else steps)


command = Plot("plot")
