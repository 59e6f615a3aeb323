"""What a row says of an operation on arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.errors import ExpressionError
from calcdl.graph.shapes import ONE, shape_text

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.graph.shapes import Shape, Shaped, Size

    # Of each argument the pullback, in the language of arrays; none where no rule is known.
    Pullback: TypeAlias = "tuple[str, ...]"
    Shaping: TypeAlias = "Callable[[Shaped, Sequence[Shape]], Shape]"

__all__ = ["Misfit", "Operation", "argument_names", "misfit"]


class Operation(NamedTuple):
    """One operation on arrays: the shape that it gives, and how adjoints go through it.

    ``pullback`` are texts in the language of arrays, one for each argument: the adjoint of the
    argument, made of the arguments ``A`` and ``B``, of the value ``Y`` and of its adjoint ``G``.
    Where it depends on the numbers of axes, ``by_axes`` has the texts for each; what the
    operation was given, such as ``axis``, has its name there. ``sample`` are calls at which the
    tests try the row, in which ``A`` and ``B`` are matrices, ``S`` a square one, ``u`` and ``v``
    vectors, ``w`` a longer one. ``of`` makes the texts where they depend on more than that, such
    as on what the operation was given.
    """

    name: str
    shape: Shaping
    says: str
    sample: tuple[str, ...]
    pullback: Pullback = ()
    by_axes: Mapping[tuple[int, ...], Pullback] | None = None
    of: Callable[[Shaped, Sequence[Shape]], Pullback] | None = None

    def rule(self, op: Shaped, shapes: Sequence[Shape]) -> Pullback:
        """Return the pullbacks for arguments of these shapes."""
        if self.of is not None:
            return self.of(op, shapes)
        if self.by_axes is not None:
            return self.by_axes[tuple([len(shape) for shape in shapes])]
        return self.pullback


def argument_names(count: int) -> list[str]:
    """Return the names that so many arguments have in pullbacks: A, B, A2, A3 …"""
    return ["A", "B", *[f"A{k}" for k in range(2, count)]][:count]


class Misfit(ExpressionError):
    """Shapes that do not fit; ``equal`` are pairs of sizes that would have to be the same."""

    equal: tuple[tuple[Size, Size], ...] = ()


def misfit(sentence: str, *shapes: Shape) -> Misfit:
    """Return the error that shapes are which do not fit; each ``{}`` is one of them.

    Two shapes of as many axes are taken to have to be the same, but where an axis has one entry.
    """
    error = Misfit(sentence.format(*map(shape_text, shapes)))
    if len(shapes) == 2:
        pairs = zip(reversed(shapes[0]), reversed(shapes[1]), strict=False)
        error.equal = tuple([pair for pair in pairs if pair[0] != pair[1] and ONE not in pair])
    return error
