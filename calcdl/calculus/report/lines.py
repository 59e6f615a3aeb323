"""The command lines that ask the questions of a report."""

from __future__ import annotations

from calcdl.calculus.question import Asked
from calcdl.reading.writing import write

__all__ = ["line_of"]


def line_of(asked: Asked) -> tuple[str, ...]:
    """Return the words that ask a question in a shell.

    >>> from calcdl.calculus.asking import ask
    >>> line_of(ask("deriv", "x**2", at="5", lets=["a = 2"]))
    ('calcdl', 'deriv', 'x**2', '--at', '5', '--let', 'a = 2')
    """
    reading = asked.reading
    text = write(reading.graph) if reading.by else reading.text  # d/dx(…) asks what it is about
    flags = {
        "wrt": [",".join(asked.wrt)] if asked.wrt else [],
        "at": asked.at,
        "tangent": asked.tangents,
        "digits": [] if asked.digits is None else [str(asked.digits)],
        "let": asked.lets,
        "function": asked.functions,
    }
    pairs = [(f"--{flag}", value) for flag, values in flags.items() for value in values]
    words = [word for pair in pairs for word in pair]
    return ("calcdl", asked.question, text, *words)
