"""``calcdl point``: what a function does at a point, and on both sides of it."""

from __future__ import annotations

from calcdl.cli.shared.command import QuestionCommand
from calcdl.errors import UsageError
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from calcdl.calculus.question import Asked
    from calcdl.cli.shared.values import Params

__all__ = ["command"]


class Point(QuestionCommand):
    """What EXPR does at a point: smooth, corner, cusp, jump, hole, pole, edge of the domain.

    calcdl point "relu(x)" --at 0                         a corner
    calcdl point "sin(x)/x" --at 0                        a removable hole
    calcdl point "floor(x)" --at 1 --plot                 a jump, and a drawing of it
    calcdl point "1/x" --at 0                             a pole
    calcdl point "cbrt(x)" --at 0                         a vertical tangent
    calcdl point "sign(x)" --at 0 --format table          a jump
    calcdl point "abs(x) + y" --at x=0,y=0 --along 1,2    in a direction
    """

    def asked(self, asked: Asked, params: Params) -> Asked:
        if asked.plot and asked.along:
            raise UsageError("--plot draws along a variable: leave --along out")
        return asked


command = Point("point")
