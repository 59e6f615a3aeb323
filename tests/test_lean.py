"""What stands in for the standard library is held against it."""

from __future__ import annotations

import pickle
import typing

import pytest

from calcdl import lean


class Standard(typing.NamedTuple):
    """A point."""

    x: int
    y: float = 2.0
    name: str = "p"

    @property
    def double(self) -> int:
        return 2 * self.x


class Lean(lean.NamedTuple):
    """A point."""

    x: int
    y: float = 2.0
    name: str = "p"

    @property
    def double(self) -> int:
        return 2 * self.x


CALLS: list[tuple[tuple[object, ...], dict[str, object]]] = [
    ((1,), {}),
    ((1, 3.0, "q"), {}),
    ((1,), {"name": "q"}),
    ((), {"x": 1, "y": 5}),
    ((), {"name": "q", "x": 4}),
]


@pytest.mark.parametrize(("values", "named"), CALLS)
def test_a_named_tuple_is_what_typing_makes(
    values: tuple[typing.Any, ...], named: dict[str, typing.Any]
) -> None:
    ours, theirs = Lean(*values, **named), Standard(*values, **named)
    assert tuple(ours) == tuple(theirs)
    assert (ours.x, ours.y, ours.name, ours.double) == (theirs.x, theirs.y, theirs.name, 2 * ours.x)
    assert repr(ours) == repr(theirs).replace("Standard", "Lean")
    assert ours._asdict() == theirs._asdict()
    assert tuple(ours._replace(y=7)) == tuple(theirs._replace(y=7))
    assert ours == Lean._make(theirs)
    assert hash(ours) == hash(theirs)
    again = pickle.loads(pickle.dumps(ours))
    assert type(again) is Lean
    assert again == ours
    match ours:
        case Lean(x, _, name):
            assert (x, name) == (theirs.x, theirs.name)


def test_a_named_tuple_says_the_same_of_itself() -> None:
    for name in ("_fields", "_field_defaults", "__match_args__", "__doc__", "__slots__"):
        assert getattr(Lean, name) == getattr(Standard, name), name
    assert type(Lean) is type
    assert issubclass(Lean, tuple)


WRONG: list[tuple[tuple[object, ...], dict[str, object]]] = [
    ((), {}), ((1, 2, 3, 4), {}), ((1,), {"x": 1}), ((1,), {"z": 1}), ((), {"y": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("values", "named"), WRONG)
def test_wrong_arguments_are_refused_as_by_typing(
    values: tuple[typing.Any, ...], named: dict[str, typing.Any]
) -> None:
    for kind in (Lean, Standard):
        with pytest.raises(TypeError):
            kind(*values, **named)


def test_a_field_cannot_be_set_nor_an_unknown_one_replaced() -> None:
    for point in (Lean(1), Standard(1)):
        with pytest.raises(AttributeError):
            point.x = 2  # type: ignore[misc]
        with pytest.raises(AttributeError):
            point.other = 2  # type: ignore[union-attr]
        with pytest.raises(ValueError, match="z"):
            point._replace(z=1)  # type: ignore[call-arg]


def test_an_answer_is_computed_once() -> None:
    calls = []

    @lean.cache
    def square(number: int) -> int:
        """Square."""
        calls.append(number)
        return number * number

    assert [square(3), square(3), square(4)] == [9, 9, 16]
    assert calls == [3, 4]
    assert square.__doc__ == "Square."
    square.cache_clear()
    assert square(3) == 9
    assert calls == [3, 4, 3]


def test_what_raises_is_asked_again() -> None:
    calls = []

    @lean.cache
    def fail(key: str) -> int:
        calls.append(key)
        raise KeyError(key)

    for _ in range(2):
        with pytest.raises(KeyError):
            fail("a")
    assert calls == ["a", "a"]
