"""Any program that prints a number for a number, as a function of floats."""

from __future__ import annotations

import math
import shlex
import subprocess
from collections.abc import Callable
from decimal import Decimal

from calcdl.errors import NoValue, TooLarge, UsageError

__all__ = ["program_function"]

_LONGEST_RUN = 30.0  # seconds
_LONGEST_QUOTE = 60  # characters of a program's output that a message repeats


def program_function(
    command: str, variable: str = "x", *, shell: bool = False, timeout: float = _LONGEST_RUN
) -> Callable[[float], float]:
    """Return the function that a command line computes, ``{x}`` standing for its argument.

    The line is split as a shell would do it, but no shell runs unless ``shell`` is true. Calling
    the function raises NoValue where the program fails or prints no number, UsageError where it
    cannot be started, and TooLarge where it takes longer than ``timeout`` seconds.

    >>> program_function("echo {x}")(0.25)
    0.25
    """
    place = f"{{{variable}}}"
    if place not in command:
        raise UsageError(f"the command says nowhere {place}, which stands for the number")
    try:
        parts = [command] if shell else shlex.split(command)
    except ValueError as error:
        raise UsageError(f"I cannot split the command into words: {error}") from None
    known: dict[float, float] = {}

    def f(u: float) -> float:
        if u not in known:
            filled = [part.replace(place, _numeral(u)) for part in parts]
            known[u] = _number(_run(filled, shell, timeout), place, u)
        return known[u]

    return f


def _numeral(u: float) -> str:
    """Return all digits of a float, without an exponent where that is not too long."""
    text = repr(u)
    if "e" in text and 1e-30 < abs(u) < 1e30:
        text = format(Decimal(text), "f")
    return text.removesuffix(".0")


def _run(words: list[str], shell: bool, timeout: float) -> str:
    """Run a program and return what it prints."""
    try:
        done = subprocess.run(
            words[0] if shell else words,
            shell=shell,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TooLarge(
            f"the program took longer than {timeout:g} seconds: {shlex.join(words)}"
        ) from None
    except OSError as error:
        raise UsageError(f"I cannot run {words[0]}: {error.strerror}") from None
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2][:_LONGEST_QUOTE]
        said = f", and says: {last}" if last else ""
        raise NoValue(f"the program ends with status {done.returncode}{said} ({' '.join(words)})")
    return done.stdout


def _number(output: str, place: str, u: float) -> float:
    text = output.strip()
    try:
        value = float(text)
    except ValueError:
        shown = f"'{text[:_LONGEST_QUOTE]}'" if text else "nothing"
        raise NoValue(f"for {place} = {u!r} the program prints {shown}, not a number") from None
    if not math.isfinite(value):
        raise NoValue(f"for {place} = {u!r} the program prints {text}, not a finite number")
    return value
