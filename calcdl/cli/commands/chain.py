"""``calcdl chain``: the chain rule, level by level."""

from calcdl.cli.shared.command import QuestionCommand

__all__ = ["command"]


class Chain(QuestionCommand):
    """Expand the chain rule into its steps; with --at the numbers flow through.

    calcdl chain "(x+1)^2"                          level by level
    calcdl chain "log(sin(exp(x^2)))" --at 0.5      with numbers, forward and backward
    calcdl chain "f(g(h(x)))"                       of functions that have only a name
    calcdl chain "u^2" --let "u = x + 1"            with your own names
    calcdl chain "sigmoid(w*x + b)^2" --wrt w       by one of several variables
    calcdl chain "x^2*sin(x)" --json                as data
    calcdl chain "sum((A@x - y)^2)" --shape "A: m,n; x: n; y: m"   backpropagation
    """


command = Chain("chain")
