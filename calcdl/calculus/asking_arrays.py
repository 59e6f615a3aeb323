"""A question of vectors and matrices is put: shapes, expressions, claims and the point are read."""

from __future__ import annotations

from collections.abc import Callable

from calcdl.calculus.asking_claims import behind_a_file, claims_by_variable
from calcdl.calculus.question import Asked
from calcdl.errors import UsageError, parameter
from calcdl.reading.shaped import read_arrays, read_beside, without_declarations

__all__ = ["read_arrays_asked", "with_declared_shapes"]

# Questions that may be asked at a point.
_HAVE_NUMBERS = frozenset(("gradient", "jacobian", "hessian", "partial", "deriv", "eval"))


def with_declared_shapes(asked: Asked) -> Asked:
    """Return a question with the shapes that stand in front of its expressions."""
    shapes = [*asked.shapes]
    definitions = asked.definitions
    if definitions is not None:
        definitions = without_declarations(definitions, shapes, more=bool(asked.texts))
    texts = [
        without_declarations(text, shapes) if isinstance(text, str) else text
        for text in asked.texts
    ]
    return asked._replace(texts=texts, definitions=definitions, shapes=shapes)


def read_arrays_asked(asked: Asked, tell: Callable[[str], None]) -> Asked:
    """Return a question with its texts read as expressions of arrays; raises CalcdlError."""
    if asked.question == "check":
        asked = behind_a_file(asked)
    arrays = read_arrays([str(text) for text in asked.whole()], asked.shapes, asked.lets)
    claimed = {}
    if asked.question == "check":
        (first,) = arrays
        named = claims_by_variable(asked).items()
        claimed = {name: read_beside(claim, first, asked.lets) for name, claim in named}
    notes = [note for reading in (*arrays, *claimed.values()) for note in reading.notes]
    for note in dict.fromkeys(notes):
        tell(note)
    return _at_point(asked._replace(arrays=arrays, claims_on_arrays=claimed), tell)


def _at_point(asked: Asked, tell: Callable[[str], None]) -> Asked:
    """Return a question with the arrays that its variables are, if a point is asked for."""
    if asked.question not in _HAVE_NUMBERS and asked.random is not None:
        leave_out = (" of arrays has no numbers: leave out ", parameter("random"))
        raise UsageError(asked.question, *leave_out)
    if (not asked.at and asked.random is None) or len(asked.arrays) != 1:
        return asked
    from calcdl.reading.array_points import read_array_point

    (reading,) = asked.arrays
    point, notes = read_array_point(reading, asked.at, asked.random)
    for note in notes:
        tell(note)
    return asked._replace(array_point=point)
