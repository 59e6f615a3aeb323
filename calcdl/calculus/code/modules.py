"""By which variables a module is differentiated, and what has modules."""

from __future__ import annotations

from calcdl.calculus.question import Asked
from calcdl.errors import UsageError, parameter
from calcdl.functions.spellings import TARGETS, Target
from calcdl.graph.nodes import Undefined

__all__ = ["differentiated_by"]


def differentiated_by(asked: Asked, target: Target) -> list[str]:
    """Return the variables of the gradient: those of a module are all, that it fits any place.

    Raises UsageError where a target has no modules, or undefined functions hide what they hold.
    """
    if not asked.coding.module:
        return asked.variables()
    if not target.modules:
        with_modules = [name for name, other in TARGETS.items() if other.modules]
        raise UsageError(
            f"{target.language} has no modules: ", parameter("module"), " is for ",
            " and ".join(with_modules),
        )  # fmt: skip
    if any([type(kind) is Undefined for kind in asked.graph.kinds()]):
        raise UsageError("a module takes no undefined functions: it cannot see what they hold")
    return list(dict.fromkeys([*asked.graph.symbols(), *asked.variables()]))
