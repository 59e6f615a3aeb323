"""Code in C compiles without a warning and does what it says."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.programs import EXPRESSIONS, Case, cases_of, code_for, row_cases, wrong

COMPILER = shutil.which("cc")
WARNINGS = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"]

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(COMPILER is None, reason="there is no C compiler"),
]


def numbers_of(cases: Sequence[Case], place: Path) -> list[tuple[Case, list[float]]]:
    """Return what the compiled functions give at all points, in one program."""
    texts = list(dict.fromkeys(case.expression for case in cases))
    codes = code_for(texts, "c")
    answered = [case for case in cases if case.expression in codes]
    lines = ["#include <stdio.h>", *codes.values(), "int main(void) {"]
    for case in answered:
        arguments = [f"{case.point[name]!r}" for name in sorted(case.point)]
        count = len(arguments)
        call = f"f{texts.index(case.expression)}({', '.join([*arguments, 'g'])})"
        lines.append(f'  {{ double g[{count}]; printf("%.17g", {call});')
        lines.append(f"    for (int i = 0; i < {count}; i++)")
        lines.append('      printf(" %.17g", g[i]);')
        lines.append('    puts(""); }')
    (place / "code.c").write_text("\n".join([*lines, "  return 0;", "}", ""]), "utf-8")
    subprocess.run([str(COMPILER), *WARNINGS, "code.c", "-o", "code", "-lm"], cwd=place, check=True)
    done = subprocess.run([place / "code"], capture_output=True, text=True, check=True)
    found = [[float(word) for word in line.split()] for line in done.stdout.splitlines()]
    return list(zip(answered, found, strict=True))


def test_expressions_and_every_row_of_the_table(tmp_path: Path) -> None:
    cases = [*cases_of(EXPRESSIONS), *row_cases()]
    answers = numbers_of(cases, tmp_path)
    assert len(answers) > 200
    assert not [
        problem for case, (value, *gradient) in answers for problem in wrong(case, value, gradient)
    ]
