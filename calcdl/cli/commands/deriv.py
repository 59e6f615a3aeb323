"""``calcdl deriv``: the derivative of a function, as a formula and at points."""

from __future__ import annotations

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.values import positive
from calcdl.errors import UsageError
from calcdl.lean import TYPE_CHECKING
from calcdl.render.forms import write_result

if TYPE_CHECKING:
    from typing import IO, Any

    from calcdl.cli.shared.output import Format
    from calcdl.cli.shared.values import Params

__all__ = ["command"]


class Deriv(QuestionCommand):
    """Differentiate EXPR: a formula, or with --at its value.

    calcdl deriv "x^3 + 2x"                         the formula
    calcdl deriv "(x+1)^2" --at 5                   the slope at x = 5
    calcdl deriv "exp(-x^2/2)" -n 2                 the second derivative
    calcdl deriv "x^2" --at 3 --plot                with a drawing of the tangent
    calcdl deriv "sigmoid(w*x + b)" --wrt w         by one of several variables
    calcdl deriv "abs(x)" --at 0 --side right       on one side of a corner
    calcdl deriv "sin(x)" --at pi/6 --exact         sqrt(3)/2
    """

    def asked(self, asked: Asked, params: Params) -> Asked:
        if asked.numeric and not asked.at:
            raise UsageError("a difference quotient needs a point: add --at 2")
        if asked.numeric and asked.order != 1:
            raise UsageError("--numeric estimates first derivatives only: leave out --order")
        side = params["side"]
        if params["steps"]:
            other = asked.order != 1 or side or asked.numeric or asked.exact or asked.simplify
            if other or asked.named or len(asked.at) > 1:
                raise UsageError(
                    "--steps shows how a first derivative comes about: it goes with --wrt,"
                    " --digits, --form and one --at"
                )
            return asked._replace(question="chain")
        return asked._replace(
            side={None: 0, "left": -1, "right": 1}[side],
            methods=[_method(params["method"], side)],
            steps=positive([params["step"]]),
        )

    def write(self, asked: Asked, result: Any, form: Format, file: IO[str]) -> None:
        """Write a result; the table stands before its last line, for which SymPy is asked."""
        super().write(asked, result, form, file)
        of_arrays = bool(asked.shapes)  # whose digits no other route holds
        if form == "table" and asked.at and asked.question == self.name and not of_arrays:
            from calcdl.calculus.derivative.agreement import agreement

            file.flush()
            write_result(agreement(asked, result), "agreement", form, file)


def _method(method: str, side: str | None) -> str:
    """Return the difference quotient to take: on the side asked for, there is one choice."""
    if side is None or method != "central":
        return method
    return "backward" if side == "left" else "forward"


command = Deriv("deriv")
