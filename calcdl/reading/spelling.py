"""How a person spells: what the texts that were read say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from calcdl.functions import lookup
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.expressions import is_plain, read
from calcdl.syntax.names import CONSTANTS
from calcdl.syntax.parse import Reading
from calcdl.syntax.tokens import Tokens
from calcdl.syntax.unparse import Spelling, unparse

if TYPE_CHECKING:
    from calcdl.reading.statements import Statement

__all__ = ["respelled", "spelling_of"]

_OF_BOOKS = frozenset(("superscript", "√", "∛", "∜", "|"))


def spelling_of(
    readings: Sequence[Reading], lets: Sequence[str] = (), declared: Iterable[str] = ()
) -> Spelling:
    """Return the spelling of the texts that were read, and of definitions beside them.

    Where a text has two ways to write something, the first counts; where it has none, that of
    calcdl's own language. A function has the name by which it was called.

    >>> from calcdl.reading.expressions import read
    >>> from calcdl.reading.writing import write
    >>> reading = read("e^x*ln(x) + |x|")
    >>> write(reading.graph, spelling_of([reading]))
    'e^x*ln(x) + |x|'
    """
    texts = [reading.text for reading in readings if not is_plain(reading.text)]
    written = _written([*texts, *lets])
    pieces = [reading.tokens for reading in readings] + [statement.body for statement in written]
    own = {name for reading in readings for name in reading.graph.symbols()}
    own |= {name for statement in written for name in _names_of(statement)} | {*declared}
    functions: dict[str, str] = {}
    for tokens in pieces:
        for called, name in _called(tokens, own):
            functions.setdefault(name, called)
    words = [word for tokens in pieces for word in tokens.words]
    constants = {CONSTANTS[word]: word for word in reversed(words) if word in CONSTANTS}
    return Spelling(
        power=_power(pieces),
        e=constants.get("e", "e"),
        pi=constants.get("pi", "pi"),
        exponential="exp" not in functions and any([_raises_e(tokens) for tokens in pieces]),
        bars="abs" not in functions and any(["|" in tokens.kinds for tokens in pieces]),
        flat=True,
        cases="Piecewise" if "Piecewise" in words else "where",
        functions={name: called for name, called in functions.items() if name != called},
    )


def respelled(text: str, spelling: Spelling) -> str:
    """Return a formula that calcdl has written, such as a closed form, in another spelling.

    >>> respelled("E**2*log(2)", Spelling("^", "e", functions={"log": "ln"}))
    'e^2*ln(2)'
    """
    return unparse(read(text).graph, spelling)


def _written(texts: Sequence[str]) -> list[Statement]:
    if not texts:
        return []
    from calcdl.reading.statements import statements  # which most texts do without

    return [statement for text in texts for statement in statements(text)]


def _names_of(statement: Statement) -> Sequence[str]:
    """Return the names to which a definition gives a meaning."""
    return [*([] if statement.name is None else [statement.name]), *(statement.parameters or ())]


def _called(tokens: Tokens, own: set[str]) -> Iterator[tuple[str, str]]:
    """Yield names by which functions are called, and those that they have in the table.

    What stands behind a point, as in np.log, may mean something of its own there.
    """
    for k, (kind, word) in enumerate(zip(tokens.kinds, tokens.words, strict=True)):
        if kind == "name" and word not in own and tokens.kinds[k - 1] != ".":
            row = lookup("sigmoid" if word == "σ" else word)
            if row is not None and row.writes is None:
                yield word, row.name


def _power(pieces: Sequence[Tokens]) -> str:
    """Return the sign of powers; where there is none, that of books if the text looks like them."""
    for tokens in pieces:
        if tokens.is_latex:
            return "^"
        for kind, word in zip(tokens.kinds, tokens.words, strict=True):
            if kind == "**" and word in ("^", "**"):
                return word
    return "^" if any([_is_of_a_book(tokens) for tokens in pieces]) else "**"


def _is_of_a_book(tokens: Tokens) -> bool:
    """Say whether a text has what no program has: x², √x, |x|, 2x."""
    kinds = tokens.kinds
    return not _OF_BOOKS.isdisjoint(kinds) or ("number", "name") in pairwise(kinds)


def _raises_e(tokens: Tokens) -> bool:
    """Say whether a power of e is in a text."""
    raised = zip(tokens.words, tokens.kinds[1:], strict=False)
    return any([CONSTANTS.get(word) == "e" and kind in _POWERS for word, kind in raised])


_POWERS = ("**", "superscript")
