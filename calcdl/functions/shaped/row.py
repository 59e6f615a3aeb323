"""What a row says of an operation on arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.errors import ExpressionError
from calcdl.graph.shapes import shape_text

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.graph.shapes import Shape, Shaped

    # By the numbers of axes of the arguments: of each argument the pullback, in the language of
    # arrays, or None where the argument is constant.
    Pullback: TypeAlias = "tuple[str | None, ...]"
    Shaping: TypeAlias = "Callable[[Shaped, Sequence[Shape]], Shape]"

__all__ = ["Operation", "misfit"]


class Operation(NamedTuple):
    """One operation on arrays: the shape that it gives, and how adjoints go through it.

    ``pullback`` are texts in the language of arrays, one for each argument: the adjoint of the
    argument, made of the arguments ``A`` and ``B``, of the value ``Y`` and of its adjoint ``G``.
    Where it depends on the numbers of axes, ``by_axes`` has the texts for each; what the
    operation was given, such as ``axis``, has its name there. ``sample`` are calls at which the
    tests try the row, in which ``A`` and ``B`` are matrices, ``S`` a square one, ``u`` and ``v``
    vectors.
    """

    name: str
    shape: Shaping
    says: str
    sample: tuple[str, ...]
    pullback: Pullback = ()
    by_axes: Mapping[tuple[int, ...], Pullback] | None = None

    def rule(self, axes: tuple[int, ...]) -> Pullback:
        """Return the pullbacks for arguments with so many axes."""
        return self.pullback if self.by_axes is None else self.by_axes[axes]


def misfit(sentence: str, *shapes: Shape) -> ExpressionError:
    """Return the error that shapes are which do not fit; each ``{}`` is one of them."""
    return ExpressionError(sentence.format(*map(shape_text, shapes)))
