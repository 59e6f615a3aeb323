"""What is said of a target's functions is what code in it does, for every row of the table."""

from __future__ import annotations

import pytest

import calcdl
from calcdl.calculus.functions.targets import availability
from calcdl.errors import UsageError
from calcdl.functions import FUNCTIONS
from calcdl.functions.row import Function


def call_of(function: Function) -> tuple[str, list[str]]:
    """Return a call with numbers in place of what has no slope, and its variables."""
    if function.variadic:
        return f"{function.name}(u, v)", ["u", "v"]
    names = [
        name if slope is not None else "2"
        for name, slope in zip(function.args, function.local, strict=True)
    ]
    return f"{function.name}({', '.join(names)})", [name for name in names if name != "2"]


def is_refused(text: str, wrt: list[str], to: str) -> bool:
    try:
        calcdl.code(text, wrt, to=to)
    except UsageError:
        return True
    return False


@pytest.mark.parametrize("to", ["c", "rust", "fortran", "julia", "sql"])
def test_code_has_and_refuses_what_the_table_says(to: str) -> None:
    said = availability([*FUNCTIONS.values()], to)
    assert len(said) == len(FUNCTIONS)
    for one in said:
        call, wrt = call_of(FUNCTIONS[one.name])
        assert is_refused(f"z*{call}", ["other"], to) == (one.value == "refused"), call
        assert is_refused(call, wrt, to) != one.has_slope, call


def test_what_is_brought_along_stands_beside_the_code() -> None:
    for one in availability([*FUNCTIONS.values()], "rust"):
        if one.value == "brought along":
            code = calcdl.code(f"{one.name}(x)", to="rust")
            assert f"\nfn {one.name}(u: f64) -> f64 {{" in code
