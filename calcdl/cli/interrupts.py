"""Ctrl-C at any moment: status 130, and no traceback.

While Python imports modules and while it ends, an exception would come out anywhere, also where
it can only be printed; nothing has to be cleaned up then, so the process just ends. In between
Ctrl-C is an exception as usual, which ends other processes and gives the cursor back.
"""

from __future__ import annotations

import os
import sys

from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    import signal
    from typing import Any
else:
    import _signal as signal  # the same, without its enumerations

__all__ = ["end_at_once", "raise_interrupts"]

_STATUS = 130


def end_at_once() -> None:
    """Let Ctrl-C end the process without more ado, unless it is ignored, as in the background."""
    if signal.getsignal(signal.SIGINT) not in (signal.SIG_IGN, None):
        signal.signal(signal.SIGINT, _end)
        sys.unraisablehook = _unraisable


def raise_interrupts() -> None:
    """Let Ctrl-C raise KeyboardInterrupt again, in a process of calcdl's own."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(*_: Any) -> None:
    os._exit(_STATUS)


def _unraisable(problem: Any) -> None:
    """End where an interrupt came up in a callback, which cannot raise it."""
    if issubclass(problem.exc_type, KeyboardInterrupt):
        _end()
    sys.__unraisablehook__(problem)
