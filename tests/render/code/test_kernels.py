"""Kernels in CUDA and Triton, run without a device: what the languages add stands in for them."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

import calcdl
from tests.support.linters import complaints
from tests.support.programs import EXPRESSIONS, Case, cases_of, code_for, row_cases, wrong

COMPILER = shutil.which("g++")
WARNINGS = ["-std=c++17", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"]
STAND_INS = """
#include <cstdio>
#include <cmath>
#define __global__
#define __device__
struct Dimensions { long x; };
static const Dimensions blockIdx = {0}, blockDim = {1}, threadIdx = {0};
static double rsqrt(double u) { return 1/std::sqrt(u); }
static double normcdf(double u) { return std::erfc(-u/std::sqrt(2.0))/2; }
"""
MISSING = ("erfcx", "erfinv", "erfcinv", "ndtri", "normcdfinv")  # no stand-ins for these


def all_cases(target: str) -> tuple[list[Case], dict[str, str], list[str]]:
    cases = [*cases_of(EXPRESSIONS), *row_cases()]
    texts = list(dict.fromkeys(case.expression for case in cases))
    codes = {
        text: code
        for text, code in code_for(texts, target).items()
        if not any(f"{name}(" in code for name in MISSING)
    }
    return [case for case in cases if case.expression in codes], codes, texts


@pytest.mark.process
@pytest.mark.skipif(COMPILER is None, reason="there is no C++ compiler")
def test_cuda(tmp_path: Path) -> None:
    cases, codes, texts = all_cases("cuda")
    lines = [STAND_INS, *codes.values(), "int main() {"]
    for case in cases:
        names = sorted(case.point)
        name = f"f{texts.index(case.expression)}"
        inputs = "".join([f", &p[{k}]" for k in range(len(names))])
        outputs = "".join([f", &g[{k}]" for k in range(len(names))])
        point = ", ".join([repr(case.point[variable]) for variable in names])
        lines += [
            f"  {{ const double p[] = {{{point}}}, one = 1; double v, g[{len(names)}];",
            f"    {name}_forward(1{inputs}, &v); {name}_backward(1{inputs}, &one{outputs});",
            '    std::printf("%.17g", v);',
            '    for (double d : g) std::printf(" %.17g", d);',
            '    std::puts(""); }',
        ]
    (tmp_path / "code.cpp").write_text("\n".join([*lines, "}", ""]), "utf-8")
    subprocess.run([str(COMPILER), *WARNINGS, "code.cpp", "-o", "code"], cwd=tmp_path, check=True)
    done = subprocess.run([tmp_path / "code"], capture_output=True, text=True, check=True)
    found = [[float(word) for word in line.split()] for line in done.stdout.splitlines()]
    assert len(found) == len(cases) > 200
    assert not [
        problem
        for case, (value, *gradient) in zip(cases, found, strict=True)
        for problem in wrong(case, value, gradient)
    ]


def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let NumPy be Triton: a pointer is an array, and one program has all elements."""

    def each(function: Callable[..., float]) -> Callable[..., Any]:
        return np.vectorize(function, otypes=[float])

    language = SimpleNamespace(
        constexpr=None, where=np.where, abs=np.abs, maximum=np.maximum, minimum=np.minimum,
        exp=np.exp, exp2=np.exp2, log=np.log, log2=np.log2, sqrt=np.sqrt, sin=np.sin, cos=np.cos,
        floor=np.floor, ceil=np.ceil, erf=each(math.erf), rsqrt=lambda u: 1 / np.sqrt(u),
        sigmoid=lambda u: 1 / (1 + np.exp(-u)),
    )  # fmt: skip
    language.program_id = lambda axis: 0
    language.arange = np.arange
    language.load = lambda place, mask: place.array[place.at]
    language.store = lambda place, values, mask: place.array.__setitem__(place.at, values)
    names = {"tgamma": "gamma", "lgamma": "lgamma", "normcdf": ""}
    device = SimpleNamespace(
        **{
            name: each(getattr(math, names.get(name, name)))
            for name in (
                "expm1", "log1p", "log10", "cbrt", "trunc", "tan", "asin", "acos", "atan", "sinh",
                "cosh", "tanh", "asinh", "acosh", "atanh", "erfc", "tgamma", "lgamma", "atan2",
                "hypot", "fmod", "pow",
            )
        },
        normcdf=each(lambda u: math.erfc(-u / math.sqrt(2)) / 2),
    )  # fmt: skip
    for name, content in {
        "triton": {"jit": lambda function: function, "language": language},
        "triton.language": vars(language),
        "triton.language.extra": {"libdevice": device},
    }.items():
        module = ModuleType(name)
        vars(module).update(content)
        monkeypatch.setitem(sys.modules, name, module)


class Pointer:
    """An array, and where in it; to add is to move on."""

    def __init__(self, array: Any, at: Any = 0) -> None:
        self.array, self.at = array, at

    def __add__(self, offset: Any) -> Pointer:
        return Pointer(self.array, self.at + offset)


def test_triton(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_ins(monkeypatch)
    cases, codes, texts = all_cases("triton")
    assert len(cases) > 200
    problems = []
    for case in cases:
        space: dict[str, Any] = {}
        exec(codes[case.expression], space)
        name = f"f{texts.index(case.expression)}"
        inputs = [Pointer(np.array([case.point[one]])) for one in sorted(case.point)]
        value, *slopes = [Pointer(np.zeros(1)) for _ in range(len(inputs) + 1)]
        with np.errstate(all="ignore"):
            space[f"{name}_forward"](*inputs, value, 1, BLOCK=1)
            space[f"{name}_backward"](*inputs, Pointer(np.ones(1)), *slopes, 1, BLOCK=1)
        problems += wrong(case, value.array[0], [slope.array[0] for slope in slopes])
    assert not problems


@pytest.mark.parametrize("target", ["cuda", "triton"])
def test_kernels_have_no_second_derivatives(target: str) -> None:
    with pytest.raises(calcdl.CalcdlError, match="order 1"):
        calcdl.code("x*y", to=target, order=2)


@pytest.mark.process
def test_linters_have_nothing_to_say(tmp_path: Path) -> None:
    texts: Sequence[str] = [*EXPRESSIONS, "s(x*y)*r(x, y)*adjoint", "log(1 + exp(a*b + c))*d*e1*g"]
    for k, code in enumerate(code_for(texts, "triton").values()):
        (tmp_path / f"code_{k}.py").write_text(code + "\n", "utf-8")
    assert not complaints(tmp_path)
