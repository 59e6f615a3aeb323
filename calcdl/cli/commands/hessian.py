"""``calcdl hessian``: all second partial derivatives, as formulas and at points."""

from calcdl.cli.shared.command import QuestionCommand

__all__ = ["command"]


class Hessian(QuestionCommand):
    """Second partial derivatives of EXPR; with --at also eigenvalues and definiteness.

    calcdl hessian "x^2*y"                                        as formulas
    calcdl hessian "(1-x)^2 + 100*(y-x^2)^2" --at x=1,y=1         as numbers
    calcdl hessian "x^2 - y^2" --at x=0,y=0 --format table        with eigenvalues
    calcdl hessian "x^2*y*z" --wrt x,y                            by some of the variables
    calcdl hessian "exp(x*y)" --format latex                      for a paper
    calcdl hessian "x^2*y" --format csv                           for a spreadsheet
    calcdl hessian "log(sum(exp(x)))" --shape "x: n"              by vectors, as a matrix
    calcdl hessian "sum(exp(A@x))" --shape "A: m,n; x: n" --wrt x --along v   times v
    """


command = Hessian("hessian")
