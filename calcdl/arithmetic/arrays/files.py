"""Arrays in NumPy's files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO

import numpy as np

__all__ = ["load", "save"]


def load(file: str) -> tuple[tuple[int, ...], list[int | float]]:
    """Return the shape and the entries of a .npy file; raises ValueError for what is no numbers.

    Nothing that is pickled is read, for that could be a program.
    """
    array = np.load(file, allow_pickle=False)
    if array.dtype.kind not in "fiub":
        raise ValueError(f"it has no real numbers but {array.dtype}")
    if not np.isfinite(array).all():
        raise ValueError("it has entries that are nan or infinite")
    if array.dtype.kind == "b":
        array = array.astype(int)
    return array.shape, array.ravel().tolist()


def save(
    arrays: Mapping[str, tuple[Sequence[int], Sequence[float]]], file: IO[bytes], archive: bool
) -> None:
    """Write the only array as .npy, or an ``archive`` of several by their names as .npz."""
    made = {
        name: np.array(entries, dtype=float).reshape(tuple(shape))
        for name, (shape, entries) in arrays.items()
    }
    if archive:
        np.savez(file, allow_pickle=False, **made)
        return
    (array,) = made.values()
    np.save(file, array)
