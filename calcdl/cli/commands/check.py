"""``calcdl check``: is a formula the derivative, and if not, what was likely done wrong?"""

from calcdl.cli.shared.command import QuestionCommand

__all__ = ["command"]


class Check(QuestionCommand):
    """Is CLAIM the derivative of EXPR? Ends with status 0 if it is, and 1 if not.

    calcdl check "x^2*sin(x)" "2x*sin(x) + x^2*cos(x)"       equal
    calcdl check "sin(x^2)" "cos(x^2)"                       what was forgotten, and where
    calcdl check "w*x + b" x --wrt w                         by one of several variables
    calcdl check "x^2*y" --gradient x="2*x*y" y="x^2"        a gradient
    calcdl check "sin(x)" "-sin(x)" -n 2                     a second derivative
    calcdl check "x^3" "3x^2" --json                         as data
    calcdl check "sum((X@w)^2)" "X.T@X@w" --wrt w --shape "X: N,n; w: n"   by a vector
    """


command = Check("check")
