"""A question is put: its expressions, claims, variables and points are read.

What is seldom part of one waits in ``asking_claims`` and ``asking_arrays``.
"""

from __future__ import annotations

from calcdl.calculus.question import DIFFERENTIATE, Asked
from calcdl.errors import CalcdlError, UsageError, Wording, parameter
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.expressions import read
from calcdl.reading.points import is_plain, list_of, notes_of_point, order_of
from calcdl.syntax.parse import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

__all__ = ["ask", "read_question", "with_declarations"]

_OF_ONE_VARIABLE = frozenset(("deriv", "check", "numeric"))
_OF_SEVERAL = frozenset(("jacobian", "plot"))


def ask(
    question: str,
    *texts: str | Reading,
    at: Sequence[str] | str | None = None,
    wrt: Sequence[str] | str | None = None,
    **flags: Any,
) -> Asked:
    """Return a question as Python puts it: a text where there may be several is one, None none.

    >>> ask("deriv", "x**2*y", at="x=1,y=2", wrt="x").graph.symbols()
    ['x', 'y']
    """
    asked = Asked(question, texts, at=_several(at), wrt=_several(wrt), **flags)
    return read_question(with_declarations(asked))


def _several(texts: Sequence[str] | str | None) -> Sequence[str]:
    return [texts] if isinstance(texts, str) else texts or ()


def with_declarations(asked: Asked) -> Asked:
    """Return a question with the shapes that stand in front of its expressions."""
    texts = [text for text in (asked.definitions, *asked.texts) if isinstance(text, str)]
    if not any([":" in text for text in texts]):
        return asked
    from calcdl.calculus.asking_arrays import with_declared_shapes

    return with_declared_shapes(asked)


def _ignore(note: str) -> None:
    """Hear how a text was read, and tell nobody."""


def read_question(asked: Asked, tell: Callable[[str], None] = _ignore) -> Asked:
    """Return a question with its texts read; ``tell`` hears how they were.

    Raises UsageError where the question makes no sense, and ExpressionError.
    """
    if asked.shapes:
        from calcdl.calculus.asking_arrays import read_arrays_asked

        return read_arrays_asked(asked, tell)
    if asked.random is not None:
        raise UsageError(
            parameter("random"),
            " is for vectors and matrices: declare them with ",
            parameter("shape", "'x: n'"),
        )
    if asked.question == "point":
        asked.require_way()
    for text in (*asked.at, *asked.along):
        for note in notes_of_point(text):
            tell(note)
    if asked.question == "check":
        return _with_claims(asked, tell)
    if asked.data and not asked.texts and asked.definitions is None:
        return asked  # a picture of data alone
    if asked.program is None:
        texts = [part for text in asked.whole() for part in _listed(asked, text, tell)]
        readings = tuple([_read(asked, text, tell) for text in texts])
        return _with_each_point(_named(asked._replace(readings=readings)), tell)
    if asked.texts or asked.definitions is not None or asked.lets or asked.functions:
        raise UsageError("differentiate an expression or a program: leave one of them out")
    return _with_each_point(asked, tell)


def _with_claims(asked: Asked, tell: Callable[[str], None]) -> Asked:
    from calcdl.calculus.asking_claims import behind_a_file, claims_by_variable

    asked = behind_a_file(asked)
    (whole,) = asked.whole()
    reading = _read(asked, whole, tell)
    named = claims_by_variable(asked).items()
    claimed = {name: _read(asked, claim, tell, reading.text) for name, claim in named}
    return _named(asked._replace(readings=(reading,), claimed=claimed))


def _with_each_point(asked: Asked, tell: Callable[[str], None]) -> Asked:
    """Return a question with the points that a text says, as 0:3:0.5 does, one by one."""
    if all([is_plain(text) for text in asked.at]):
        return asked
    from calcdl.reading.several_points import single_points

    names = sorted({*asked.symbols, *asked.wrt, *asked.mixed})
    typed = [text for text in asked.texts if isinstance(text, str)]
    order = order_of(names, asked.wrt, typed)
    at = [point for text in asked.at for point in single_points(text, names, order, tell)]
    return asked._replace(at=at)


# Expressions


def _listed(
    asked: Asked, text: str | Reading, tell: Callable[[str], None]
) -> Sequence[str | Reading]:
    """Return the expressions of a list, "[f, g]", where a question takes several."""
    if asked.question not in _OF_SEVERAL or not isinstance(text, str) or "," not in text:
        return [text]
    definitions, semicolon, last = text.rpartition(";")
    parts = list_of(last)
    if len(parts) < 2:
        return [text]
    tell(f"I read '{last.strip()}' as {len(parts)} expressions")
    return [f"{definitions}{semicolon}{part}" for part in parts]


def _read(
    asked: Asked, text: str | Reading, tell: Callable[[str], None], beside: str = ""
) -> Reading:
    if not isinstance(text, str):
        return text
    reading = read(text, lets=asked.lets, functions=asked.functions, beside=beside)
    if reading.asks is not None and not beside and _is_asked(asked, reading.asks.by):
        reading = reading.asks
    for note in reading.notes:
        tell(note)
    return reading


def _is_asked(asked: Asked, by: Sequence[str]) -> bool:
    """Say whether d/dx(…), typed at a command that differentiates, is that question itself."""
    if asked.question not in DIFFERENTIATE or asked.mixed or asked.order != 1:
        return False
    if len(set(by)) > 1 or (len(by) > 1 and asked.question != "deriv"):
        return False
    return len(asked.texts) < 2 and list(asked.wrt) in ([], [by[0]])


# Variables


def _named(asked: Asked) -> Asked:
    """Return a question with its variables by the names that the expressions have for them.

    "all" are all that there are, and one is asked for by ``deriv`` alone. Raises UsageError
    where a name is not there and another is likely to be meant.
    """
    by = asked.readings[0].by
    if by:
        return asked._replace(wrt=by[:1], order=len(by))
    if not asked.wrt and not asked.mixed:
        return asked
    if list(asked.wrt) == ["all"] and "all" not in asked.symbols:
        question = "partial" if asked.question == "deriv" else asked.question
        return asked._replace(question=question, wrt=())
    wrt = [_variable(asked, name, "wrt") for name in asked.wrt]
    return asked._replace(wrt=wrt, mixed=[_variable(asked, name, "mixed") for name in asked.mixed])


def _variable(asked: Asked, name: str, place: str) -> str:
    """Return the variable that a name stands for; ``place`` is the parameter with the name."""
    if name in asked.symbols or any([name in reading.defined for reading in asked.readings]):
        return name
    if not name.replace("_", "x").isalnum() or name[0].isdecimal():
        name = _name_in(name)
    from calcdl.reading.variables import find_variable

    single = place == "wrt" and asked.question in _OF_ONE_VARIABLE
    return find_variable(name, asked.symbols, place, single=single)


def _name_in(text: str) -> str:
    r"""Return the name of a variable that is written in another way: y_hat for \hat{y}."""
    if "," in text:
        partials = Wording("partials", "'calcdl partial'")
        raise UsageError(f"'{text}' is several variables: name one, or ask ", partials, " for them")
    try:
        graph = read(text).graph
    except CalcdlError:
        graph = None
    if graph is None or graph.nodes.operations[graph.root] != "symbol":
        raise UsageError(f"'{text}' is not the name of a variable")
    return graph.symbols()[0]
