"""Code in C++ compiles without a warning and does what it says."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.compiled import built
from tests.support.programs import SHAPES, Call, all_cases, calls_of, code_for, problems_of

COMPILER = shutil.which("c++")
WARNINGS = ["-std=c++17", "-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"]

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(COMPILER is None, reason="there is no C++ compiler"),
]


def call_text(call: Call) -> str:
    arguments = [repr(number) for number in call.arguments()]
    size = len(arguments)
    given = ", ".join([*arguments, "g"])
    return (
        f'  {{ std::array<double, {size}> g; std::printf("%.17g", {call.name}({given}));'
        ' for (double slope : g) std::printf(" %.17g", slope); std::puts(""); }'
    )


def compiled(place: Path, lines: Sequence[str], *flags: str) -> Path:
    return built(place / "code.cpp", lines, str(COMPILER), *WARNINGS, *flags)


def test_expressions_every_row_and_random_graphs(tmp_path: Path) -> None:
    codes, calls = calls_of(all_cases(), "cpp")
    main = ["#include <cstdio>", "int main() {", *map(call_text, calls), "}"]
    program = compiled(tmp_path, [*codes, *main], "-O0")
    done = subprocess.run([program], capture_output=True, text=True, check=True)
    assert len(calls) > 250
    assert not problems_of(calls, done.stdout)


def test_compilers_have_nothing_to_say(tmp_path: Path) -> None:
    codes = [code for order in (1, 2) for code in code_for(SHAPES, "cpp", order=order).values()]
    assert len(codes) == 2 * len(SHAPES)
    spaces = [f"namespace n{k} {{\n{code}\n}}" for k, code in enumerate(codes)]
    headers = [f"#include <{name}>" for name in ("array", "cmath", "functional", "limits")]
    compiled(tmp_path, [*headers, *spaces], "-c")
