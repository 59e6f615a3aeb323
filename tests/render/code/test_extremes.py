"""Code keeps its digits at the ends of the range of doubles, and beside the edges of functions."""

from __future__ import annotations

import math
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.render.code.test_python import function
from tests.support.extremes import faults, points_of, questions, truths
from tests.support.programs import code_for

COMPILER = shutil.which("cc")


@cache
def asked() -> dict[str, list[tuple[tuple[float, ...], tuple[float | None, ...]]]]:
    """Return the points of all questions that code answers, and what is true there."""
    texts = list(code_for(list(questions()), "c"))
    points = {text: points_of(text) for text in texts}
    return {text: list(zip(at, truths(text, at), strict=True)) for text, at in points.items()}


def test_python() -> None:
    problems = []
    for text, code in code_for(
        list(asked()),
        "python",
    ).items():
        run = function(code, code.partition("def ")[2].partition("(")[0])
        for point, true in asked()[text]:
            try:
                value, gradient = run(*point)
            except (OverflowError, ValueError, ZeroDivisionError) as error:
                if all([number is not None and math.isfinite(number) for number in true]):
                    problems.append(f"{text} at {point}: {error!r}, not {true}")
                continue  # which is how Python says that a number is infinite or is none
            problems += faults(text, point, true, [value, *gradient])
    assert not problems


@pytest.mark.process
@pytest.mark.skipif(COMPILER is None, reason="there is no C compiler")
def test_c(tmp_path: Path) -> None:
    codes = code_for(list(asked()), "c")
    (tmp_path / "code.c").write_text("\n".join(_program(codes)), "utf-8")
    command = [str(COMPILER), "-std=c99", "code.c", "-o", "code", "-lm"]
    subprocess.run(command, cwd=tmp_path, check=True)
    done = subprocess.run([tmp_path / "code"], capture_output=True, text=True, check=True)
    numbers = [[float.fromhex(word) for word in line.split()] for line in done.stdout.splitlines()]
    points = [(text, *row) for text in codes for row in asked()[text]]
    answers = zip(points, numbers, strict=True)
    assert not [
        fault
        for (text, point, true), given in answers
        for fault in faults(text, point, true, given)
    ]


def _program(codes: dict[str, str]) -> list[str]:
    """Return C that prints a line for each point of each function."""
    lines, calls = ["#include <stdio.h>"], []
    for text, code in codes.items():
        name = code.partition("double ")[2].partition("(")[0]
        points = [point for point, _ in asked()[text]]
        size = len(points[0])
        rows = ", ".join(["{" + ", ".join([x.hex() for x in point]) + "}" for point in points])
        lines += [code, f"static const double at_{name}[{len(points)}][{size}] = {{{rows}}};"]
        arguments = ", ".join([f"at_{name}[i][{k}]" for k in range(size)])
        calls += [
            f"  for (int i = 0; i < {len(points)}; i++) {{ double g[{size}];",
            f'    printf("%a", {name}({arguments}, g));',
            f'    for (int k = 0; k < {size}; k++) printf(" %a", g[k]);',
            '    puts(""); }',
        ]
    return [*lines, "int main(void) {", *calls, "  return 0;", "}", ""]
