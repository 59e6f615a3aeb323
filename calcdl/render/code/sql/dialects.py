"""What dialects of SQL differ in: names, numbers, and what raises errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from calcdl.errors import UsageError
from calcdl.graph.nodes import COMPARISONS, LEAVES
from calcdl.render.code.syntax import float_text

if TYPE_CHECKING:
    from calcdl.graph.nodes import Rational

__all__ = ["DIALECTS", "Dialect", "output_name", "table_text"]

_SAFE = LEAVES | COMPARISONS | {"neg", "where", "abs", "sign", "max", "min"}
_IEEE = _SAFE | {"add", "mul"}  # where a sum or a product that overflows is infinite


class Dialect(NamedTuple):
    """A row: how a dialect writes names and numbers, and what it does with them.

    ``file`` is how a file stands where a table does, by its ending and its name. A subquery that
    ends with ``fence`` is not copied into the one around it, which would compute what it names as
    often as it is used. Operations that are not ``harmless`` may raise an error; None has none.
    ``raises`` says where they do so though all that is asked for may be a number.
    """

    double: str
    quoted: Callable[[str], str]
    number: Callable[[Rational], str]
    parameter: str
    harmless: frozenset[object] | None
    file: Callable[[str, str], str] | None = None
    fence: str = ""
    has_upper_case: bool = False  # so that "X" is another name than "x"
    raises: str = ""


def _in_quotes(name: str) -> str:
    """Return a name as the standard has it.

    >>> print(_in_quotes('x"; DROP TABLE t; --'))
    "x""; DROP TABLE t; --"
    """
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _in_backticks(name: str) -> str:
    doubled = name.replace("`", "``")
    return f"`{doubled}`"


_ESCAPES = {"\\": "\\\\", "`": "\\`", "\n": "\\n", "\r": "\\r"}


def _escaped(name: str) -> str:
    """Return a name in backticks, escaped as in a string."""
    return f"`{''.join([_ESCAPES.get(letter, letter) for letter in name])}`"


def _with_exponent(value: Rational) -> str:
    """Return a double: 0.1 is a decimal, 0.1e0 is none."""
    text = float_text(value)
    return text if "e" in text else f"{text.removesuffix('.0')}e0"


def _typed(value: Rational) -> str:
    """Return a double by its type's name: all other literals with a point are decimals."""
    return f"float8 '{float_text(value).removesuffix('.0')}'"


def _suffixed(value: Rational) -> str:
    return f"{float_text(value)}D"


def _text(ending: str, file: str) -> str:
    doubled = file.replace("'", "''")
    return f"'{doubled}'"


def _by_format(ending: str, file: str) -> str:
    return f"{ending}.{_in_backticks(file)}"


DIALECTS = {
    "duckdb": Dialect("DOUBLE", _in_quotes, _with_exponent, "${name}", _IEEE, file=_text),
    "postgres": Dialect(
        "double precision", _in_quotes, _typed, "${place}", _SAFE, fence="OFFSET 0",
        has_upper_case=True,
        raises="a product, a quotient or a power on the way is too large or too small for a double",
    ),
    "sqlite": Dialect("REAL", _in_quotes, float_text, ":{name}", None, fence="LIMIT -1 OFFSET 0"),
    "spark": Dialect("DOUBLE", _in_backticks, _suffixed, ":{name}", _IEEE, file=_by_format),
    "bigquery": Dialect(
        "FLOAT64", _escaped, float_text, "@{name}", _SAFE,
        raises="a number on the way is too large for a double",
    ),
}  # fmt: skip

_FILES = ("parquet", "csv", "json")


def table_text(dialect: Dialect, table: str) -> str:
    """Return a table by its name, which points divide, or a file where the dialect reads some.

    >>> table_text(DIALECTS["postgres"], "sales.rows"), table_text(DIALECTS["duckdb"], "a.parquet")
    ('"sales"."rows"', "'a.parquet'")
    """
    ending = table.rpartition(".")[2].lower()
    if dialect.file is not None and ending in _FILES and ending != table:
        return dialect.file(ending, table)
    parts = table.split(".")
    if not all(parts):
        raise UsageError(f"'{table}' is no name of a table: write name, or schema.name")
    return ".".join([dialect.quoted(part) for part in parts])


def output_name(dialect: Dialect, name: str) -> str:
    """Return a name of the answer, in quotes where it has to be."""
    is_plain = name.isascii() and name.isidentifier() and name == name.lower()
    return name if is_plain else dialect.quoted(name)
