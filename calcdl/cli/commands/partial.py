"""``calcdl partial``: partial derivatives of a function of several inputs."""

from __future__ import annotations

from calcdl.cli.shared.command import QuestionCommand
from calcdl.errors import UsageError
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from calcdl.calculus.question import Asked
    from calcdl.cli.shared.values import Params

__all__ = ["command"]


class Partial(QuestionCommand):
    """Partial derivatives of EXPR, with respect to each of its variables.

    calcdl partial "x^2*sin(y)"                         as formulas
    calcdl partial "sigmoid(w*x + b)" --at w=1,x=2,b=0  as numbers
    calcdl partial "s(x + y)" --steps                   by the chain rule
    calcdl partial "exp(x*y)" --mixed x,x,y             one of higher order
    calcdl partial "x^2*y" -n 2                         all of the second order
    calcdl partial "x^2*y*z" --wrt x,y                  by some of the variables
    """

    def asked(self, asked: Asked, params: Params) -> Asked:
        if not params["steps"]:
            return asked
        if asked.order != 1 or asked.mixed or len(asked.at) > 1:
            raise UsageError("--steps shows first partial derivatives, at one point at the most")
        return asked._replace(question="chain")


command = Partial("partial")
