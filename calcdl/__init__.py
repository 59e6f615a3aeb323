"""calcdl: calculus at the command line, for people who learn and build deep learning.

What the commands do can be done from Python:

>>> import calcdl
>>> result = calcdl.derivative("(x + 1)**2", at="5")
>>> calcdl.write(result.formula), result.points[0].value.decimal
('2*x + 2', '12')
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing's own would have to be imported: this is the first thing to load
if TYPE_CHECKING:
    from typing import Any

__version__ = "0.1.0"

_PLACES = {
    "CalcdlError": "calcdl.errors",
    "derivative": "calcdl.api",
    "read": "calcdl.reading.expressions",
    "write": "calcdl.reading.expressions",
}

__all__ = ["__version__", *_PLACES]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that no command pays for another."""
    if name not in _PLACES:
        raise AttributeError(f"module 'calcdl' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PLACES[name]), name)
