"""``calcdl jacobian``: the first partial derivatives of several expressions."""

from calcdl.cli.shared.command import QuestionCommand

__all__ = ["command"]


class Jacobian(QuestionCommand):
    """First partial derivatives of several expressions, row by row.

    calcdl jacobian "x*y" "x + y"                                 as formulas
    calcdl jacobian "x*y" "x + y" --at x=1,y=2                    as numbers
    calcdl jacobian "r*cos(t)" "r*sin(t)" --wrt r,t               polar coordinates
    calcdl jacobian "x^2" "x^3" --at 2 --digits 5                 of one variable
    calcdl jacobian "x*y" "sin(x)" --format latex                 for a paper
    calcdl jacobian "x*y" "sin(x)" --format csv                   for a spreadsheet
    calcdl jacobian "tanh(W@x)" --shape "W: m,n; x: n" --wrt x    as a matrix
    calcdl jacobian "A@X@B" --shape "A: m,n; X: n,k; B: k,d"      as linear maps
    calcdl jacobian "A@X@B" --shape "A: m,n; X: n,k; B: k,d" --vec   kron(A, B.T)
    """


command = Jacobian("jacobian")
