"""The kinds of numbers by name, and how one is told from another.

python-flint takes long to import and most answers never need it, so that nothing here does.
"""

from __future__ import annotations

from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    from flint import acb, arb, arb_series, fmpq
    from typing_extensions import TypeIs

    from calcdl.arithmetic.pi import Exact
    from calcdl.graph.nodes import Rational

    Ball: TypeAlias = arb
    Series: TypeAlias = arb_series
    ComplexBall: TypeAlias = acb
    FlintRational: TypeAlias = fmpq
    Real: TypeAlias = Rational | Ball  # what a question is answered with
    Coefficient: TypeAlias = Exact | Ball
    Constant: TypeAlias = list[Exact] | Ball  # of Taylor arithmetic
    Number: TypeAlias = Constant | Series

__all__ = ["is_ball"]


def is_ball(number: object) -> TypeIs[Ball]:
    """Say whether a number is known as a ball, not exactly."""
    return hasattr(number, "mid")
