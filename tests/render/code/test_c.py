"""Code in C compiles without a warning and does what it says, in double and in single precision."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from struct import pack, unpack

import pytest

import calcdl
from tests.support.compiled import built
from tests.support.programs import (
    EXPRESSIONS,
    SHAPES,
    Call,
    Case,
    all_cases,
    calls_of,
    cases_of,
    problems_of,
    row_cases,
)

COMPILER = shutil.which("cc")
WARNINGS = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"]
RANGE = (1e-30, 1e30)  # of what is tried in single precision
ROUNDED = 2e-5  # relative: some hundred units of the last place, as exp(u - y) at 1000 has

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(COMPILER is None, reason="there is no C compiler"),
]


def compiled(place: Path, lines: Sequence[str], *flags: str) -> Path:
    return built(place / "code.c", lines, str(COMPILER), *WARNINGS, *flags)


def call_text(call: Call, real: str) -> str:
    arguments = [repr(number) + "f" * (real == "float") for number in call.arguments()]
    size = len(arguments)
    given = ", ".join([*arguments, "g"])
    return (
        f'  {{ {real} g[{size}]; printf("%.17g", (double){call.name}({given}));'
        f' for (int i = 0; i < {size}; i++) printf(" %.17g", (double)g[i]); puts(""); }}'
    )


def output_of(codes: Sequence[str], calls: Sequence[Call], real: str, place: Path) -> str:
    main = ["int main(void) {", *[call_text(call, real) for call in calls], "  return 0;", "}"]
    program = compiled(place, ["#include <stdio.h>", *codes, *main])
    return subprocess.run([program], capture_output=True, text=True, check=True).stdout


def test_expressions_every_row_and_random_graphs(tmp_path: Path) -> None:
    codes, calls = calls_of(all_cases(), "c")
    assert len(calls) > 250
    assert not problems_of(calls, output_of(codes, calls, "double", tmp_path))


def in_single_precision(cases: Sequence[Case]) -> list[Case]:
    """Return cases at the nearest points of single precision, where they fit into it."""
    points: dict[str, list[tuple[float, ...]]] = {}
    for case in cases:
        numbers = [case.point[name] for name in sorted(case.point)]
        if all([x == 0 or RANGE[0] < abs(x) < RANGE[1] for x in numbers]):
            single = tuple([unpack("f", pack("f", x))[0] for x in numbers])
            points.setdefault(case.expression, []).append(single)
    return [
        case for case in cases_of(points) if all(map(fits, (case.value, *case.gradient.values())))
    ]


def fits(number: float | None) -> bool:
    return number is None or number == 0 or RANGE[0] < abs(number) < RANGE[1]


def test_single_precision(tmp_path: Path) -> None:
    cases = in_single_precision([*cases_of(EXPRESSIONS), *row_cases()])
    codes, calls = calls_of(cases, "c", single=True)
    assert len(calls) > 200
    output = output_of(codes, calls, "float", tmp_path)
    assert not problems_of(calls, output, ROUNDED)
    assert problems_of(calls, output, ROUNDED**2), "it was no single precision"


@pytest.mark.parametrize(
    ("single", "dialect"), [(False, "-std=c99"), (True, "-std=c99"), (False, "-std=gnu17")]
)
def test_compilers_have_nothing_to_say(single: bool, dialect: str, tmp_path: Path) -> None:
    codes = []
    for order in (1, 2):
        for name, text in enumerate(SHAPES):
            named = f"f{order}{name}"
            codes.append(calcdl.code(text, to="c", order=order, single=single, name=named))
    compiled(tmp_path, codes, dialect, "-c")


def test_numbers_beyond_single_precision_are_refused() -> None:
    with pytest.raises(calcdl.CalcdlError, match="beyond the range of single precision"):
        calcdl.code("x*1e300", to="c", single=True)
