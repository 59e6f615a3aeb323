"""Code in JavaScript and TypeScript: Node runs it, and the type checker has nothing to say."""

from __future__ import annotations

import json
import math
import random
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

import calcdl
from tests.support.programs import SHAPES, Call, all_cases, calls_of, code_for, problems_of

pytestmark = pytest.mark.process
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node")
needs_tsc = pytest.mark.skipif(shutil.which("tsc") is None, reason="there is no TypeScript")


def run(place: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=place, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def output_of(place: Path, codes: list[str], calls: list[Call], ending: str) -> str:
    """Return a line a call, each function being imported from a module of its own."""
    names = list(dict.fromkeys(call.name for call in calls))
    for name, code in zip(names, codes, strict=True):
        (place / f"{name}.{ending}").write_text(f"{code}\n", "utf-8")
    lines = [f'import {{ {name} }} from "./{name}.{ending}";' for name in names]
    lines.append("const show = (a) => console.log(a.value, ...a.gradient);")
    for call in calls:
        given = ", ".join([repr(number) for number in call.arguments()])
        lines.append(f"show({call.name}({given}));")
    (place / "main.mjs").write_text("\n".join([*lines, ""]), "utf-8")
    return run(place, "node", "main.mjs").replace("Infinity", "inf")


@needs_node
def test_expressions_every_row_and_random_graphs(tmp_path: Path) -> None:
    codes, calls = calls_of(all_cases(), "javascript")
    assert len(calls) > 250
    assert not problems_of(calls, output_of(tmp_path, codes, calls, "mjs"))


@needs_node
@pytest.mark.parametrize("name", ["erf", "erfc", "erfcx"])
def test_error_functions_that_are_brought_along_keep_their_digits(
    name: str, tmp_path: Path
) -> None:
    draw = random.Random(5)
    points = [draw.choice((-1, 1)) * 10 ** draw.uniform(-9, 1.3) for _ in range(150)]
    points = [x for x in (*points, 0.46875, 4.0, -4.0, 26.5) if name != "erfcx" or x > -26]
    code = calcdl.code(f"{name}(x)", to="javascript")
    lines = [code, f"for (const x of {json.dumps(points)}) console.log(f(x).value);", ""]
    (tmp_path / "code.mjs").write_text("\n".join(lines), "utf-8")
    found = [float(line) for line in run(tmp_path, "node", "code.mjs").split()]
    for x, value in zip(points, found, strict=True):
        true = calcdl.evaluate(f"{name}(x)", at={"x": Fraction(x)}).points[0].value.float
        assert abs(value - true) <= 6 * math.ulp(true), x


@needs_node
@pytest.mark.parametrize(
    ("name", "points", "rounded"),
    [
        ("log_ndtr", [-1e150, -1e10, -40.0, -1.5, -1.0, -0.5, 0.0, 3.0, 8.0], 2e-14),
        ("erfcx", [-5.0, -1.0, 0.0, 0.3, 5.0, 29.0, 30.5, 1e3, 1e8, 1e150], 5e-13),
    ],
)
def test_values_and_slopes_keep_their_digits_far_out(
    name: str, points: list[float], rounded: float, tmp_path: Path
) -> None:
    code = calcdl.code(f"{name}(x)", to="javascript")
    shown = "{ const a = f(x); console.log(a.value, a.gradient[0]); }"
    lines = [code, f"for (const x of {json.dumps(points)}) {shown}", ""]
    (tmp_path / "code.mjs").write_text("\n".join(lines), "utf-8")
    rows = [line.split() for line in run(tmp_path, "node", "code.mjs").splitlines()]
    for x, row in zip(points, rows, strict=True):
        at = {"x": Fraction(x)}
        value = calcdl.evaluate(f"{name}(x)", at=at).points[0].value.float
        slope = calcdl.partials(f"{name}(x)", at=at).entries[0].points[0].value.float
        assert [float(number) for number in row] == pytest.approx(
            [value, slope], rel=rounded, abs=0
        )


@needs_tsc
def test_type_checker_has_nothing_to_say(tmp_path: Path) -> None:
    codes = [
        code for order in (1, 2) for code in code_for(SHAPES, "typescript", order=order).values()
    ]
    assert len(codes) == 2 * len(SHAPES)
    for k, code in enumerate(codes):
        (tmp_path / f"code_{k}.ts").write_text(f"{code}\n", "utf-8")
    files = [f"code_{k}.ts" for k in range(len(codes))]
    run(tmp_path, "tsc", "--strict", "--noUnusedLocals", "--target", "es2020", "--noEmit", *files)
