"""``calcdl gradient``: all first partial derivatives together, and along a direction."""

from calcdl.cli.shared.command import QuestionCommand

__all__ = ["command"]


class Gradient(QuestionCommand):
    """The gradient of EXPR; with --at also its norm and the steepest ascent.

    calcdl gradient "x^2*y"                               as formulas
    calcdl gradient "x^2*y" --at x=1,y=2                  as numbers
    calcdl gradient "x^2*y" --at x=1,y=2 --along 1,2      along a direction
    calcdl gradient "(sigmoid(w*x + b) - y)^2" --wrt w,b  by some of the variables
    calcdl gradient "x*y" --at x=1,y=2 --format table     with norm and steepest ascent
    calcdl gradient "logsumexp(a, b)" --format latex      for a paper
    calcdl gradient "sum((X@w - y)^2)" --shape "X: N,n; w: n; y: N"   of vectors and matrices
    calcdl gradient "sum(A@x)" --shape "A: m,n; x: n" --random 7      at a random point
    """


command = Gradient("gradient")
