"""Code keeps its digits at the ends of the range of doubles, and beside the edges of functions."""

from __future__ import annotations

import math
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

import calcdl
from calcdl.arithmetic.arrays.machine import run
from calcdl.calculus.code.answer import answer
from calcdl.calculus.question import ask
from tests.render.code.test_python import function
from tests.support.extremes import faults, hessians, points_of, questions, truths
from tests.support.programs import code_for

COMPILER = shutil.which("cc")


@cache
def asked() -> dict[str, list[tuple[tuple[float, ...], tuple[float | None, ...]]]]:
    """Return the points of all questions that code answers, and what is true there."""
    texts = list(code_for(list(questions()), "c"))
    points = {text: points_of(text) for text in texts}
    return {text: list(zip(at, truths(text, at), strict=True)) for text, at in points.items()}


# Of second derivatives, which have fewer digits where a slope hardly changes, and why.
FEWER_DIGITS = {
    "hypot(u, v)": 1e-6,  # (1 - (u/y)**2)/y cancels where v is small beside u
    "squareplus(u, b)": 1e-10,  # likewise
}
MODERATE = (-20.5, -2.5, -0.7, -0.4, -0.126, -1e-3, 1e-3, 0.126, 0.4, 0.7, 0.95, 1.5, 2.25, 40.25)


def test_second_derivatives_at_moderate_points() -> None:
    problems = []
    for text in code_for(list(questions()), "c", order=2):
        names = calcdl.read(text).graph.symbols()
        if len(names) > 2:
            continue
        points = [(x,) for x in MODERATE]
        if len(names) == 2:
            points = [(x, y) for x in MODERATE[1::3] for y in MODERATE[::3]]  # type: ignore[misc]
        code = answer(ask("code", text, to="c", order=2))
        columns = dict(zip(names, zip(*points, strict=True), strict=True))
        given = run(code.program, columns)[1 + len(names) :]
        tolerance = FEWER_DIGITS.get(text, 1e-12)
        for numbers, true in zip(given, hessians(text, names, points), strict=True):
            for point, number, wanted in zip(points, numbers, true, strict=True):
                if wanted is not None and not math.isclose(
                    number, wanted, rel_tol=tolerance, abs_tol=1e-290
                ):
                    problems.append(f"{text} at {point}: {number!r}, not {wanted!r}")
    assert not problems


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
