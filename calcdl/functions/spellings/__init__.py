"""How the functions of the table are spelled in the languages that code is written in.

A column of the table, a file a target. ``CALLS`` has the functions that a target has, by their
names in the table, as templates of calls in which "{0}" is the first argument. A function that it
lacks is written out: by ``WRITTEN`` where the target needs a text of its own, else as
``functions.stable`` has it, else by its definition. ``HELPERS`` are functions that code brings with
it, because their texts are long. What has none of these is refused by name. Where a target has a
function that fails for some arguments, it is in CALLS and in WRITTEN, and in that text its name is
the target's function.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from os.path import splitext
from types import MappingProxyType
from typing import NamedTuple

from calcdl.errors import UsageError

__all__ = [
    "DIALECTS",
    "TARGETS",
    "Spellings",
    "Target",
    "spellings",
    "target_named",
    "target_of",
    "target_of_file",
]


class Target(NamedTuple):
    """What code is written for: the language's name, the column of its functions, its files.

    ``writer`` is the file below render.code that has its template. What is ``exact`` knows no
    rounding: nothing is respelled, worked out or multiplied out for it. What has ``modules`` can
    differentiate a function by our gradient. A ``single`` one can be written in single precision.
    """

    language: str
    column: str
    ending: str
    writer: str
    exact: bool = False
    modules: bool = False
    single: bool = False


class Spellings(NamedTuple):
    """The functions of a target, and how those are written out that others have.

    ``helpers`` are functions that are called and that code brings with it: their texts, and where
    these are from. ``shaped`` are operations on arrays.
    """

    calls: Mapping[str, str]
    written: Mapping[str, str] = MappingProxyType({})
    helpers: Mapping[str, tuple[str, str]] = MappingProxyType({})
    shaped: Mapping[str, str] = MappingProxyType({})


TARGETS = {
    "python": Target("Python", "python", ".py", "python"),
    "numpy": Target("NumPy", "numpy", ".py", "arrays"),
    "torch": Target("PyTorch", "torch", ".py", "arrays", modules=True),
    "jax": Target("JAX", "jax", ".py", "arrays", modules=True),
    "c": Target("C", "c", ".c", "c", single=True),
    "sql": Target("SQL", "sql.duckdb", ".sql", "sql"),
    "triton": Target("Triton", "triton", ".py", "triton"),
    "cuda": Target("CUDA", "cuda", ".cu", "cuda", single=True),
    "sympy": Target("SymPy", "sympy", ".py", "sympy", exact=True),
    "latex": Target("LaTeX", "everything", ".tex", "latex", exact=True),
    "json": Target("JSON", "everything", ".json", "json", exact=True),
    "cpp": Target("C++", "cpp", ".cpp", "cpp"),
    "rust": Target("Rust", "rust", ".rs", "rust"),
    "javascript": Target("JavaScript", "javascript", ".js", "javascript"),
    "typescript": Target("TypeScript", "javascript", ".ts", "javascript"),
    "fortran": Target("Fortran", "fortran", ".f90", "fortran"),
    "julia": Target("Julia", "julia", ".jl", "julia"),
}
DIALECTS = {  # of SQL; the first is written where none is named
    "duckdb": "DuckDB",
    "postgres": "PostgreSQL",
    "sqlite": "SQLite",
    "spark": "Spark",
    "bigquery": "BigQuery",
}


_ALSO = {
    "py": "python", "np": "numpy", "pytorch": "torch", "c++": "cpp", "cu": "cuda", "rs": "rust",
    "js": "javascript", "ts": "typescript", "jl": "julia", "f90": "fortran", "tex": "latex",
}  # fmt: skip
_ENDINGS = {target.ending: name for name, target in reversed(TARGETS.items())} | {
    ".h": "c", ".cc": "cpp", ".cxx": "cpp", ".hh": "cpp", ".hpp": "cpp", ".cuh": "cuda",
    ".mjs": "javascript", ".mts": "typescript", ".f95": "fortran", ".f03": "fortran",
    ".f08": "fortran",
}  # fmt: skip


def target_of(to: str, dialect: str = "") -> Target:
    """Return a target, in a dialect where it has several.

    >>> target_of("sql", "spark").language
    'Spark'
    """
    target = TARGETS[to]
    if not dialect:
        return target
    return target._replace(language=DIALECTS[dialect], column=f"{to}.{dialect}")


def target_named(name: str) -> str:
    """Return a target by its name, or by one that people say for it; raises UsageError.

    >>> target_named("C++")
    'cpp'
    """
    target = _ALSO.get(name.lower(), name.lower())
    if target in TARGETS:
        return target
    raise UsageError(f"there is no target {name}: choose one of {', '.join(TARGETS)}")


def target_of_file(name: str) -> str | None:
    """Return the target whose files have such names, the first of several; None for no such name.

    >>> target_of_file("loss.hpp"), target_of_file("loss.py"), target_of_file("loss.txt")
    ('cpp', 'python', None)
    """
    return _ENDINGS.get(splitext(name)[1].lower())


@cache
def spellings(column: str) -> Spellings:
    """Return a column of the table.

    >>> spellings("c").calls["abs"]
    'fabs({0})'
    """
    found = import_module(f"calcdl.functions.spellings.{column}")
    return Spellings(found.CALLS, getattr(found, "WRITTEN", {}), getattr(found, "HELPERS", {}))
