"""Wrong rules at means, norms, softmax and normalised arrays, whose parts were kept constant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from calcdl.calculus.claims.here import Here
    from calcdl.graph.shapes import Shaped

__all__ = [
    "of_log_softmax",
    "of_mean",
    "of_softmax",
    "of_standard",
    "of_statistic",
    "of_total",
]


def of_softmax(here: Here) -> Iterator[tuple[str, int, int]]:
    one = here.nodes.number(1)
    y = here.value
    slope = here.make("mul", y, here.sub(one, y))
    step = here.sub(here.args[0], here.frozen[0])
    yield "softmax-diagonal", 0, here.make("add", y, here.make("mul", slope, step))
    yield "softmax-normaliser", 0, here.make("add", y, here.make("mul", y, step))
    yield "function-derivative", 0, here.moved(here.args[0], here.frozen[0])


def of_log_softmax(here: Here) -> Iterator[tuple[str, int, int]]:
    one, y = here.nodes.number(1), here.value
    step = here.sub(here.args[0], here.frozen[0])
    slope = here.sub(one, here.make("exp", y))
    yield "softmax-diagonal", 0, here.make("add", y, here.make("mul", slope, step))
    yield "softmax-normaliser", 0, here.make("add", y, step)


def of_statistic(here: Here) -> Iterator[tuple[str, int, int]]:
    yield "statistic-constant", 0, here.value


def of_mean(here: Here) -> Iterator[tuple[str, int, int]]:
    yield "sum-for-mean", 0, _as(here, "sum")
    yield from of_statistic(here)


def of_total(here: Here) -> Iterator[tuple[str, int, int]]:
    yield "mean-for-sum", 0, _as(here, "mean")


def _as(here: Here, name: str) -> int:
    """Return a value whose derivative is that of another reduction."""
    given = dict(cast("Shaped", here.operation).given)
    live, frozen = (here.shaped(name, one[0], **given) for one in (here.args, here.frozen))
    return here.moved(live, frozen)


def of_standard(here: Here) -> Iterator[tuple[str, int, int]]:
    """A normalised array, whose mean and deviation are functions of it."""
    operation = cast("Shaped", here.operation)
    axis, (u, *_), (fu, *added) = operation.get("axis"), here.args, here.frozen

    def reduced(name: str, x: int) -> int:
        return here.shaped("expand", here.shaped(name, x, axis=axis), shape=here.shapes[0])

    if operation.name.startswith("rms"):
        square = here.make("pow", fu, here.nodes.number(2))
        scale = reduced("mean", square)
        centre = None
    else:
        scale, centre = reduced("var", fu), reduced("mean", fu)
    if added:
        plus = (
            added[0]
            if here.shapes[1] == here.shapes[0]
            else here.shaped("expand", added[0], shape=here.shapes[0])
        )
        scale = here.make("add", scale, plus)
    scale = here.make("sqrt", scale)
    step = here.sub(u, fu)
    yield "statistics-constant", 0, here.make("add", here.value, here.make("div", step, scale))
    if centre is not None:
        centred = here.sub(here.sub(u, reduced("mean", u)), here.sub(fu, centre))
        yield "deviation-constant", 0, here.make(
            "add", here.value, here.make("div", centred, scale)
        )  # fmt: skip
        mean = here.sub(reduced("mean", u), centre)
        yield "mean-constant", 0, here.make(
            "add", here.make(operation, *here.args), here.make("div", mean, scale)
        )  # fmt: skip
