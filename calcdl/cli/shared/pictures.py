"""Small drawings that stand below a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any

from calcdl.calculus import answer
from calcdl.calculus.curve.beside import beside
from calcdl.calculus.question import Asked
from calcdl.cli.shared.screen import small_screen
from calcdl.render.picture.terminal import dots_of, drawing

__all__ = ["Pictures"]


class Pictures:
    """The drawings that belong to an answer; raises UsageError where they cannot be."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.screen = asked, small_screen()
        dots = dots_of(self.screen)
        self.curves = [answer(question._replace(dots=dots)) for question in beside(asked)]

    def write(self, result: Any, file: IO[str], say: Callable[[str], None]) -> None:
        """Print the drawings; the table of difference quotients has its own, if there is one."""
        for curves in self.curves:
            print(f"\n{drawing(curves, self.asked.spelling(), self.screen)}", file=file)
        if self.asked.question == "numeric" and not all([p.best_steps for p in result.points]):
            file.flush()
            say("there is no error curve where the derivative is not known")
