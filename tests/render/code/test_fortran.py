"""Code in Fortran compiles without a warning and does what it says."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

import calcdl
from tests.support.compiled import built
from tests.support.programs import SHAPES, Call, all_cases, calls_of, code_for, problems_of

COMPILER = shutil.which("gfortran")
WARNINGS = ["-std=f2008", "-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Werror"]

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(COMPILER is None, reason="there is no Fortran compiler"),
]


def compiled(place: Path, lines: Sequence[str], *flags: str) -> Path:
    return built(place / "code.f90", lines, str(COMPILER), *WARNINGS, *flags)


def call_text(call: Call) -> str:
    arguments = [f"{number!r}_real64" for number in call.arguments()]
    size = len(arguments)
    given = ", &\n    ".join([*arguments, "v", f"g(1:{size})"])
    return f"  call {call.name}({given})\n  print '(*(es26.16e4))', v, g(1:{size})"


def test_expressions_every_row_and_random_graphs(tmp_path: Path) -> None:
    codes, calls = calls_of(all_cases(), "fortran")
    names = dict.fromkeys(call.name for call in calls)
    main = [
        "program main",
        *[f"  use {name}_module, only: {name}" for name in names],
        "  use, intrinsic :: iso_fortran_env, only: real64",
        "  implicit none",
        "  real(real64) :: v, g(9)",
        *map(call_text, calls),
        "end program main",
    ]
    program = compiled(tmp_path, [*codes, *main], "-O0")
    done = subprocess.run([program], capture_output=True, text=True, check=True)
    assert len(calls) > 250
    assert not problems_of(calls, done.stdout)


def test_compilers_have_nothing_to_say(tmp_path: Path) -> None:
    codes = [
        code.replace("f_module", f"f{order}_module")
        for order in (1, 2)
        for code in code_for(SHAPES, "fortran", order=order).values()
    ]
    assert len(codes) == 2 * len(SHAPES)
    apart = [code.replace("_module", f"_{k}_module") for k, code in enumerate(codes)]
    compiled(tmp_path, apart, "-c")


def test_names_that_differ_by_case_alone_are_two() -> None:
    code = calcdl.code("X*x + T1*exp(T1*x) + exp(T1*x)**2", to="fortran")
    assert "subroutine f(T1, X, x_, val, grad)" in code
    assert "t1 =" not in code
