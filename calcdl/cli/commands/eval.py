"""``calcdl eval``: the value of a function."""

from calcdl.cli.shared.command import QuestionCommand

__all__ = ["command"]


class Eval(QuestionCommand):
    """The value of EXPR at a point, every digit proven.

    calcdl eval "sin(x)/x" --at 0.1                     a number
    calcdl eval "sigmoid(w*x + b)" --at w=2,x=1,b=0     of several variables
    calcdl eval "gamma(1/2)" --digits 40                forty digits, all of them right
    calcdl eval "cos(pi/12)" --exact                    a closed form
    calcdl eval "u^2" --let "u = x + 1" --at x=2        with definitions
    calcdl eval "log(x)" --at 1 --at 2 --json           several points, as data
    calcdl eval "A@x" --shape "A: m,n; x: n" --random 7  of arrays
    """


command = Eval("eval")
