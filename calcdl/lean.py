"""What every start needs of the standard library, without the modules that it stands in.

To load ``typing`` and ``functools`` takes as long as Python itself takes to start. For types they
are what this module names; while calcdl runs, a few lines do the same.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from functools import cache as cache
    from typing import NamedTuple as NamedTuple
    from typing import cast as cast
    from typing import final as final
else:
    from _collections import _tuplegetter as field  # what namedtuple takes as well

    def cast(kind, value):
        """Return the value; its type is what a reader of the program knows."""
        return value

    def final(kind):
        """Return the class, of which no other is made."""
        return kind

    def cache(function):
        """Return the function, which computes no answer twice."""
        answers = {}

        def cached(*arguments):
            try:
                return answers[arguments]
            except KeyError:
                pass
            answer = answers[arguments] = function(*arguments)
            return answer

        cached.__wrapped__, cached.__doc__ = function, function.__doc__
        cached.cache_clear = answers.clear
        return cached

    class _Fields(type):
        """Makes of a class body a tuple whose entries have the names annotated there."""

        def __new__(cls, name, bases, body):
            if not bases:  # NamedTuple itself
                return super().__new__(cls, name, bases, body)
            made = type.__new__(type, name, (_Record,), {"__slots__": (), **body})
            made._fields = made.__match_args__ = fields = tuple(made.__annotations__)
            made._field_defaults = {word: body[word] for word in fields if word in body}
            for place, word in enumerate(fields):
                setattr(made, word, field(place, None))
            return made

    class _Record(tuple):
        __slots__ = ()

        def __new__(cls, *values, **named):
            if named or len(values) != len(cls._fields):
                values = _filled(cls, values, named)
            return _new(cls, values)

        @classmethod
        def _make(cls, values):
            return cls(*values)

        def _replace(self, **named):
            values, place = list(self), self._fields.index
            try:
                for word, value in named.items():
                    values[place(word)] = value
            except ValueError:
                raise ValueError(f"{type(self).__name__} has no field {word}") from None
            return _new(type(self), values)

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            words = [f"{word}={value!r}" for word, value in zip(self._fields, self, strict=True)]
            return f"{type(self).__name__}({', '.join(words)})"

        def __getnewargs__(self):
            return tuple(self)

    _new = tuple.__new__

    def _filled(cls, values, named):
        """Return the values of all fields, those that are not given being what is usual."""
        usual = cls._field_defaults
        lacking = len(cls._fields) - len(values)
        if not named and 0 < lacking <= len(usual):  # those with defaults stand behind the others
            return values + tuple(usual.values())[-lacking:]
        rest = cls._fields[len(values) :]
        try:
            rest = [named.pop(word) if word in named else usual[word] for word in rest]
        except KeyError as word:
            raise TypeError(f"{cls.__name__} lacks its field {word}") from None
        if named or len(values) > len(cls._fields):
            raise TypeError(f"{cls.__name__} has the fields {', '.join(cls._fields)} alone")
        return (*values, *rest)

    class NamedTuple(metaclass=_Fields):
        """A tuple whose entries have names, as typing.NamedTuple is."""
