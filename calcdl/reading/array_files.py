"""Arrays in files: NumPy's, and CSV."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from calcdl.errors import UsageError

__all__ = ["read_array_file"]

_MOST = 50_000_000  # entries


def read_array_file(
    name: str, file: str
) -> tuple[tuple[int, ...], Sequence[int | float | Fraction]]:
    """Return the shape and the entries of the array in a file; raises UsageError.

    The file is NumPy's (.npy), or has rows of numbers with a comma, a tab, a semicolon or a space
    between them; one column, or one row, is a vector.
    """
    ending = Path(file).suffix.lower()
    if ending == ".npz":
        raise UsageError(f"{name}=@{file}: a .npz file has several arrays: write one as .npy")
    try:
        if ending == ".npy":
            from calcdl.arithmetic.arrays.files import load

            return load(file)
        text = Path(file).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"I cannot read {name} from {file}: {reason}") from None
    return _table(name, file, text)


def _table(name: str, file: str, text: str) -> tuple[tuple[int, ...], Sequence[int | Fraction]]:
    """Return the array that rows of numbers are; lines that begin with # are comments."""
    rows: list[list[int | Fraction]] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = line.replace(",", " ").replace(";", " ").split()
        if not cells or cells[0].startswith("#"):
            continue
        try:
            rows.append([_number(cell) for cell in cells])
        except ValueError:
            where = f"line {number} of {file}"
            raise UsageError(f"{where} has no numbers alone: '{line[:40]}'") from None
        if len(rows[-1]) != len(rows[0]):
            both = f"{len(rows[-1])} numbers, and those above have {len(rows[0])}"
            raise UsageError(f"line {number} of {file} has {both}")
    if not rows:
        raise UsageError(f"{file} has no numbers for {name}")
    shape = (len(rows), len(rows[0]))
    return shape, [number for row in rows for number in row]


def _number(cell: str) -> int | Fraction:
    number = Fraction(cell)
    return number.numerator if number.denominator == 1 else number
