"""Arrays in NumPy's files: what -o grad.npy and -o grad.npz write."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from calcdl.cli.shared.messages import say
from calcdl.errors import UsageError
from calcdl.results.arrays import ArrayNumbers

__all__ = ["save_arrays"]


def save_arrays(result: Any, output: str) -> None:
    """Write the arrays of an answer, in one file or in one each; raises UsageError.

    A .npz file has all of them by their names; of several, each is a .npy file with its name
    behind that asked for. An entry without a value, which is an error too, is nan.
    """
    arrays = _arrays(result)
    if not arrays:
        raise UsageError(
            f"{output} would have arrays of numbers, and there are none: declare them with --shape,"
            " and say where with --at"
        )
    path = Path(output)
    if len(arrays) == 1 or path.suffix.lower() == ".npz":
        _save(arrays, path)
        return
    written = []
    for name, array in arrays.items():
        one = path.with_name(f"{path.stem}-{name}{path.suffix}")
        _save({name: array}, one)
        written.append(str(one))
    say(f"a .npy file has one array: I wrote {', '.join(written)}")


Arrays = dict[str, tuple[Sequence[int], Sequence[float]]]


def _arrays(result: Any) -> Arrays:
    """Return the arrays of an answer by the names of their variables."""
    several: list[tuple[str, ArrayNumbers | None]] = (
        [(entry.label, entry.numbers) for entry in result.entries]
        if hasattr(result, "entries")
        else [("value", getattr(result, "numbers", None))]
    )
    return {
        name: (numbers.shape, [math.nan if x is None else x for x in numbers.floats()])
        for name, numbers in several
        if isinstance(numbers, ArrayNumbers)
    }


def _save(arrays: Arrays, path: Path) -> None:
    """Write a file beside its place and move it there, so that nobody ever reads half of it."""
    from calcdl.arithmetic.arrays.files import save

    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            save(arrays, file, archive=path.suffix.lower() == ".npz")
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"I cannot write {path}: {error.strerror or error}") from None
    finally:
        beside.unlink(missing_ok=True)
