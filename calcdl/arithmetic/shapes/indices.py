"""Indices: what x[0], W[:, 1], x[1:] and b[:, None] take, and zeros(n).at[1:].set(x) puts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from calcdl.arithmetic.shapes.statics import Items, Static
from calcdl.errors import ExpressionError
from calcdl.functions.shaped.row import misfit
from calcdl.graph.shapes import ONE, Call, Size, Slice, length_of_slice

if TYPE_CHECKING:
    from calcdl.functions.shaped.builder import Builder
    from calcdl.graph.shapes import Shape

__all__ = ["Places", "indexed", "put", "sliced"]


class Places(NamedTuple):
    """JAX's x.at, and with an index x.at[1:]."""

    base: int
    key: tuple[int | Size | Slice, ...] | None = None


def sliced(build: Builder, call: Call, values: Sequence[Any]) -> Static:
    """Return a slice: start:stop:step, the step a number."""
    if len(values) > 3:
        raise ExpressionError("a slice has a start, a stop and a step, as in x[1:9:2]")
    start, stop, step = [build.static(one) for one in values]
    if step is not None and type(step) is not int:
        raise ExpressionError("the step of a slice is a whole number")
    if step == 0:
        raise ExpressionError("the step of a slice cannot be 0")
    return Static(Slice(_bound(start), _bound(stop), 1 if step is None else step))


def _bound(content: Any) -> int | Size | None:
    if content is None or type(content) is int or isinstance(content, Size):
        return content
    raise ExpressionError("the bounds of a slice are whole numbers, or made of sizes")


def indexed(build: Builder, call: Call, values: Sequence[Any]) -> Any:
    """Return what stands in brackets behind an array, a shape, or x.at."""
    base, *places = values
    contents = [_place(build, place) for place in places]
    if isinstance(base, Static):
        return _of_static(build, base.content, contents)
    axes = len(build.shape(base))
    if "..." in contents:
        k = contents.index("...")
        missing = axes - len([one for one in contents if one is not None]) + 1
        contents[k : k + 1] = [Slice()] * missing
    key = [one for one in contents if one is not None]
    if len(key) > axes:
        raise misfit(f"{len(key)} indices are too many for {{}}", build.shape(base))
    base = taken(build, base, [*key, *[Slice()] * (axes - len(key))])
    kept = [one for one in contents if one is None or isinstance(one, Slice)]
    for axis, content in enumerate(kept):
        if content is None:
            base = build.apply("newaxis", base, axis=axis)
    return base


def taken(build: Builder, base: int, key: Sequence[Any]) -> int:
    """Return the entries that an index takes, the whole array where it takes all of it."""
    for axis in reversed(range(len(key))):
        if key[axis] in (0, -1) and build.shape(base)[axis] == ONE:
            base = build.apply("squeeze", base, axis=axis)
            key = [*key[:axis], *key[axis + 1 :]]
    if all([part == Slice() for part in key]):
        return base
    if build.operation_of(base) == "eye" and [isinstance(one, Slice) for one in key] == [0, 1]:
        return taken(
            build, build.apply("unit", shape=build.shape(base)[:1], key=tuple(key[:1])), key[1:]
        )
    return build.apply("index", base, key=_plain(key, build.shape(base)))


def _plain(key: Sequence[Any], shape: Shape) -> tuple[Any, ...]:
    """Return an index in which what takes a whole axis is the slice of everything."""
    return tuple(
        [
            Slice()
            if isinstance(part, Slice) and part.step == 1 and part.start in (None, 0)
            and length_of_slice(part, n) == n
            else part
            for part, n in zip(key, shape, strict=True)
        ]
    )  # fmt: skip


def _place(build: Builder, place: Any) -> Any:
    if not isinstance(place, Static) and build.shape(place):
        raise misfit(
            "an index is a whole number or a slice, and here is an array {}: write a one-hot"
            " matrix H, and H@X", build.shape(place),
        )  # fmt: skip
    content = build.static(place)
    if content is None or content == "..." or isinstance(content, Size | Slice):
        return content
    if type(content) is int:
        return content
    if isinstance(content, Items) or type(content) is tuple:
        raise ExpressionError("an index is a whole number or a slice, not several: take them one"
                              " by one, as in stack([x[0], x[2]])")  # fmt: skip
    raise ExpressionError("an index is a whole number or a slice")


def _of_static(build: Builder, content: Any, places: Sequence[Any]) -> Any:
    if isinstance(content, Places):
        axes = len(build.shape(content.base))
        key = [*places, *[Slice()] * (axes - len(places))]
        return Static(content._replace(key=tuple(key)))
    if isinstance(content, Items):
        return indexed(build, Call("index"), [build.array(Static(content)), *map(Static, places)])
    if not isinstance(content, tuple) or len(places) != 1:
        raise ExpressionError("this has no entries")
    (place,) = places
    if isinstance(place, Slice):
        if isinstance(place.start, Size) or isinstance(place.stop, Size):
            raise ExpressionError("sizes are counted in whole numbers")
        return Static(content[slice(place.start, place.stop, place.step)])
    if type(place) is not int or not -len(content) <= place < len(content):
        raise ExpressionError(f"there are {len(content)} sizes here, counted from 0")
    entry = content[place]
    return build.size(entry) if isinstance(entry, Size) and entry.value is None else Static(entry)


def put(build: Builder, call: Call, values: Sequence[Any]) -> int:
    """Return zeros(n).at[1:].set(x): an array at some places of one that is 0 elsewhere."""
    place = values[0].content if isinstance(values[0], Static) else None
    if not isinstance(place, Places) or place.key is None or len(values) != 2:
        raise ExpressionError("set puts an array into zeros: zeros(n).at[1:].set(x)")
    if not build.is_zero(place.base):
        raise ExpressionError("set puts an array into zeros, as in zeros(n).at[1:].set(x)")
    shape = build.shape(place.base)
    own = [
        length_of_slice(part, n)
        for part, n in zip(place.key, shape, strict=True)
        if isinstance(part, Slice)
    ]
    value = build.expand(build.array(values[1]), tuple(own))
    return build.apply("scatter", value, shape=shape, key=place.key)
