"""What calcdl says to someone who has typed no more than its name: what it is, and what to try."""

from __future__ import annotations

__all__ = ["BY_PURPOSE", "EXAMPLES", "WELCOME"]

_ABOUT = """\
calcdl differentiates what you type: as a formula, as a number with every digit
proven, and step by step by the chain rule, for one input or many. It reads
textbooks, LaTeX, NumPy and PyTorch, says whether a gradient that you derived by
hand is right, and where a function has no derivative, and why.
"""

EXAMPLES = {
    'calcdl deriv "x^3 + 2x"': "the derivative",
    'calcdl deriv "sin(x)" --at pi/3': "its value at a point",
    'calcdl chain "sigmoid(w*x + b)^2" --wrt w': "the chain rule, step by step",
    'calcdl graph "sigmoid(w*x)" --at w=2,x=1': "backpropagation, drawn",
    'calcdl check "sin(x^2)" "cos(x^2)"': "is that its derivative?",
}

BY_PURPOSE = {
    "Differentiate": {
        "deriv": "a function of one input: a formula, or a number at a point",
        "partial": "a function of several inputs, by each of them",
        "gradient": "by all inputs together, or along a direction",
        "jacobian": "several functions, row by row",
        "hessian": "twice, with eigenvalues",
    },
    "See why": {
        "chain": "the chain rule, level by level, with letters and numbers",
        "plot": "the curve, with its derivative, tangents and secants",
        "report": "a page with all of this, to read and to pass on",
        "graph": "the computational graph, values forward and adjoints backward",
        "numeric": "the derivative as a limit: difference quotients and their errors",
    },
    "Make sure": {
        "check": "is a formula the derivative? if not, where, and what was forgotten",
        "point": "what happens at a point: corner, jump, hole, pole, edge",
        "eval": "the value of a function, every digit proven",
        "simplify": "a formula in the form that reads best",
    },
    "Put it to use": {
        "code": "value and gradient as a function in another language, or as a query",
    },
    "Look up": {
        "functions": "the functions that calcdl knows",
        "examples": "lines to try, by topic, and what they print",
        "help": "help COMMAND, or COMMAND --help: flags, examples, exit statuses",
    },
}

_FLAGS = """\
-V, --version; --install-completion teaches your shell to complete all of this.
"""


def _listed(title: str, rows: dict[str, str], width: int) -> str:
    return "".join([f"{title}\n", *[f"  {name:{width}}  {says}\n" for name, says in rows.items()]])


WELCOME = "\n".join(
    [
        _ABOUT,
        _listed("Try", EXAMPLES, 44),
        *[_listed(purpose, commands, 9) for purpose, commands in BY_PURPOSE.items()],
        _FLAGS.rstrip(),
    ]
)
