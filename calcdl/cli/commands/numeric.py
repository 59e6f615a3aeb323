"""``calcdl numeric``: the derivative as a limit, of a function or of any program."""

from __future__ import annotations

from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.values import positive
from calcdl.errors import UsageError
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from calcdl.calculus.question import Asked
    from calcdl.cli.shared.values import Params

__all__ = ["command"]

_MOST_STEPS = 300
_LEAST_OF_CURVE = 3  # steps


class Numeric(QuestionCommand):
    """Difference quotients of EXPR in double precision, their errors against the step.

    calcdl numeric "sin(x)" --at 1                               error against step
    calcdl numeric "(x+1)^2" --at 5 --step 0.0001                one step
    calcdl numeric "sin(x)" --at 1 --method central --steps 6    one method
    calcdl numeric "log(x)" --at 0.001 --method auto             the best, and a bound
    calcdl numeric "abs(x)" --at 0                               at a corner
    calcdl numeric "x^3" --limit                                 the limit in symbols
    """

    def asked(self, asked: Asked, params: Params) -> Asked:
        methods, step, steps = list(dict.fromkeys(asked.methods)), params["step"], params["steps"]
        if not asked.at and (not asked.limit or methods or step or steps):
            raise UsageError("a difference quotient needs a point: add --at 2")
        if asked.shell and asked.program is None:
            raise UsageError("--shell is for a program: add --command")
        adaptive = "auto" in methods
        if adaptive and len(methods) > 1:
            raise UsageError("--method auto stands alone: it chooses its steps by itself")
        chosen = _steps(step, steps)
        if asked.plot and (adaptive or not asked.at or 0 < len(chosen) < _LEAST_OF_CURVE):
            raise UsageError(
                "--plot draws the error against the step: it takes --at, and three steps or more"
            )
        methods = [] if adaptive else methods
        return asked._replace(adaptive=adaptive, methods=methods, steps=chosen)


def _steps(step: float | None, steps: str | None) -> list[float]:
    """Return the steps that are asked for, by one flag or the other."""
    if step is not None:
        if steps is not None:
            raise UsageError("--step and --steps exclude each other: choose one")
        return positive([step])
    if steps is None:
        return []
    if steps.strip().isdecimal():
        if not steps.strip(" 0"):
            raise UsageError("--steps takes the number of steps, at least 1, or a list of them")
        if len(steps.strip()) > len(str(_MOST_STEPS)) or int(steps) > _MOST_STEPS:
            raise UsageError(f"there may be up to {_MOST_STEPS} steps")
        return [float(f"1e-{k}") for k in range(1, int(steps) + 1)]
    try:
        return positive(list(dict.fromkeys(float(piece) for piece in steps.split(","))))
    except ValueError:
        raise UsageError(
            f"--steps takes a number of steps or a list such as 0.1,1e-5, not '{steps}'"
        ) from None


command = Numeric("numeric")
