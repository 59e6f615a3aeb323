"""Commands by the names that people have for them, and what calcdl does not do."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.errors import UsageError
from calcdl.functions import lookup

__all__ = ["meant_by"]

_OTHER_NAMES = {
    "d": "deriv",
    "derive": "deriv",
    "derivate": "deriv",
    "derivative": "deriv",
    "derivatives": "deriv",
    "diff": "deriv",
    "differentiate": "deriv",
    "slope": "deriv",
    "partials": "partial",
    "grads": "gradient",
    "gradients": "gradient",
    "nabla": "gradient",
    "steps": "chain",
    "chainrule": "chain",
    "chain-rule": "chain",
    "backprop": "chain",
    "backpropagation": "chain",
    "explain": "chain",
    "verify": "check",
    "gradcheck": "check",
    "compare": "check",
    "value": "eval",
    "val": "eval",
    "calc": "eval",
    "compute": "eval",
    "simplification": "simplify",
    "draw": "plot",
    "curve": "plot",
    "picture": "plot",
    "page": "report",
    "html": "report",
    "function": "functions",
    "example": "examples",
    "tutorial": "examples",
}

_AN_ANTIDERIVATIVE = (
    "calcdl differentiates, it does not integrate; whether F is an antiderivative of f it says by"
    " calcdl check F f"
)
_A_LIMIT = "what a function tends to at a point, from both sides, says calcdl point EXPR --at P"
_AN_EQUATION = (
    "calcdl differentiates, it solves no equations; whether x is a solution says calcdl eval"
    " EXPR --at x"
)
_AN_EXTREMUM = (
    "calcdl differentiates, it finds no extrema; where the slope is 0 it says by calcdl gradient"
    " EXPR --at P"
)
_A_SERIES = (
    "calcdl writes no series; its coefficients are those of calcdl deriv EXPR --at P -n N, divided"
    " by N!"
)
_A_FORM = "that is a form of a formula: calcdl simplify EXPR --form {}"

_NOT_HERE = {
    **dict.fromkeys(("integrate", "integral", "int", "antiderivative"), _AN_ANTIDERIVATIVE),
    **dict.fromkeys(("limit", "limits", "lim"), _A_LIMIT),
    **dict.fromkeys(("solve", "root", "roots", "zeros", "nsolve"), _AN_EQUATION),
    **dict.fromkeys(("minimize", "maximize", "optimize", "extrema", "min", "max"), _AN_EXTREMUM),
    **dict.fromkeys(("series", "taylor"), _A_SERIES),
    "version": "the version is a flag: calcdl --version",
    "factor": _A_FORM.format("factored"),
    "expand": _A_FORM.format("expanded"),
}


def meant_by(words: Sequence[str], commands: Sequence[str]) -> list[str]:
    """Return a command line that begins with a command, where its first word stands for one.

    >>> meant_by(["grad", "x*y"], ["deriv", "gradient", "graph"])
    ['gradient', 'x*y']

    Raises UsageError where it does not, with what to type instead.
    """
    word = words[0].lower()
    name = _OTHER_NAMES.get(word)
    if name is not None and name in commands:
        return [name, *words[1:]]
    if word in _NOT_HERE:
        raise UsageError(_NOT_HERE[word])
    beginning = [command for command in commands if word and command.startswith(word)]
    if len(beginning) == 1:
        return [*beginning, *words[1:]]
    if beginning:
        *others, last = beginning
        raise UsageError(f"{words[0]} may be {', '.join(others)} or {last}: write more of it")
    raise UsageError(_unknown(words, commands))


def _unknown(words: Sequence[str], commands: Sequence[str]) -> str:
    """Return what to say of a first word that is no command."""
    from difflib import get_close_matches
    from shlex import join

    if not words[0].isalpha() or len(words[0]) == 1 or lookup(words[0]) is not None:
        return f"'{words[0]}' is not a command: did you mean {join(['calcdl', 'deriv', *words])}?"
    close = get_close_matches(words[0].lower(), [*commands, *_OTHER_NAMES], n=1, cutoff=0.7)
    if not close:
        return f"there is no command {words[0]}: calcdl alone lists them"
    return f"there is no command {words[0]}: did you mean {_OTHER_NAMES.get(close[0], close[0])}?"
