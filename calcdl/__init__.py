"""calcdl: calculus at the command line, for people who learn and build deep learning.

What the commands do can be done from Python (see ``calcdl.api``):

>>> import calcdl
>>> result = calcdl.derivative("(x + 1)**2", at=5)
>>> calcdl.write(result.formula), result.points[0].value.decimal
('2*x + 2', '12')
>>> calcdl.derivative("x**3")
Derivative(expression='x**3', variable='x', formula='3*x**2')
"""

from __future__ import annotations

import sys
from types import ModuleType

TYPE_CHECKING = False  # typing's own would have to be imported: this is the first thing to load
if TYPE_CHECKING:
    from typing import Any

    from calcdl.api import (
        chain,
        check,
        code,
        contours,
        derivative,
        evaluate,
        from_sympy,
        functions,
        gradient,
        graph,
        hessian,
        jacobian,
        numeric,
        partials,
        plot,
        point,
        read,
        report,
        simplify,
        to_sympy,
        write,
    )
    from calcdl.errors import CalcdlError

__version__ = "0.1.0"

__all__ = [
    "CalcdlError",
    "__version__",
    "chain",
    "check",
    "code",
    "contours",
    "derivative",
    "evaluate",
    "from_sympy",
    "functions",
    "gradient",
    "graph",
    "hessian",
    "jacobian",
    "numeric",
    "partials",
    "plot",
    "point",
    "read",
    "report",
    "simplify",
    "to_sympy",
    "write",
]


class _Door(ModuleType):
    """This package, of which ``graph`` and ``functions`` are functions and rooms at once.

    To load a room binds its name here, which has to go on meaning the function.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if name not in __all__:
            super().__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        """Import a public name when it is used, so that no command pays for another."""
        if name not in __all__:
            raise AttributeError(f"module 'calcdl' has no attribute {name!r}")
        from importlib import import_module

        place = "calcdl.errors" if name == "CalcdlError" else "calcdl.api"
        return getattr(import_module(place), name)


sys.modules[__name__].__class__ = _Door
