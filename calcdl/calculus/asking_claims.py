"""The claims of a question: which text is one, and what it is about."""

from __future__ import annotations

from calcdl.calculus.question import Asked
from calcdl.errors import UsageError, parameter

__all__ = ["behind_a_file", "claims_by_variable"]


def behind_a_file(asked: Asked) -> Asked:
    """Return a question in which texts are claims where a file has the expression."""
    if asked.definitions is None or asked.claims or asked.gradient:
        return asked
    return asked._replace(texts=(), claims=[str(text) for text in asked.texts])


def claims_by_variable(asked: Asked) -> dict[str, str]:
    """Return the claims by the variables that they are about, or the only one by ""."""
    if not asked.gradient:
        return {"": _only_claim(asked)}
    if asked.wrt or asked.order != 1:
        leave_out = (": leave out ", parameter("wrt"), " and ", parameter("order"))
        raise UsageError(parameter("gradient"), " names the variables", *leave_out)
    named: dict[str, str] = {}
    for text in [*asked.gradient, *asked.claims]:
        name, equals, claim = text.partition("=")
        name = name.strip()
        if not equals or not name.isidentifier():
            raise UsageError(f"a claim about a gradient reads 'x=2*x*y', not '{text}'")
        if name in named:
            raise UsageError(f"there are two claims about {name}")
        named[name] = claim
    return named


def _only_claim(asked: Asked) -> str:
    if not asked.claims:
        raise UsageError("there is no claim: write one, as in calcdl check 'x**2' '2*x'")
    if len(asked.claims) > 1:
        several = ("there are several claims: put ", parameter("gradient"))
        raise UsageError(*several, " in front of x=… y=…")
    return asked.claims[0]
