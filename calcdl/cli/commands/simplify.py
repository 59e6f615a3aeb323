"""``calcdl simplify``: a formula in the form that reads best."""

from calcdl.cli.shared.command import QuestionCommand

__all__ = ["command"]


class Simplify(QuestionCommand):
    """EXPR in the form that reads best, equal wherever EXPR has a value.

    calcdl simplify "(x^3 - y^3)/(x - y)"              x**2 + x*y + y**2
    calcdl simplify "sin(x)^2 + cos(x)^2"              an identity
    calcdl simplify "(x+1)^3" --form expanded          multiplied out
    calcdl simplify "x^4 - 1" --form factored          as a product
    calcdl simplify "(x^2 - 1)/(x - 1)" --json         and where it is equal
    calcdl simplify "sqrt(x^2 + 2x + 1)" --format latex  for a paper
    """


command = Simplify("simplify")
