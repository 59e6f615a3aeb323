"""Functions of written code, called at many points: a program around them in each language.

A program prints a line for each point of each function: the value, and then the gradient.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

__all__ = ["LANGUAGES", "Language", "built", "numbers_of"]

Point: TypeAlias = tuple[float, ...]
Calls: TypeAlias = Mapping[str, Sequence[Point]]  # points by the names of functions


class Language(NamedTuple):
    """How a program is written of codes and their calls, and the commands that run it.

    The first word of ``needs`` is a program that has to be there. ``file`` is what is compiled.
    """

    needs: str
    file: str
    commands: tuple[tuple[str, ...], ...]
    program: Callable[[Sequence[str], Calls], list[str]]


def numbers_of(language: Language, codes: Sequence[str], calls: Calls, place: Path) -> list[Point]:
    """Return what functions give at all points, in the order of the calls."""
    (place / language.file).write_text("\n".join([*language.program(codes, calls), ""]), "utf-8")
    text = "\n".join([" ".join(map(repr, point)) for points in calls.values() for point in points])
    for command in language.commands:
        done = subprocess.run(command, cwd=place, input=text, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    return [tuple(map(float, line.split())) for line in done.stdout.splitlines()]


def built(source: Path, lines: Sequence[str], *command: str) -> Path:
    """Compile a program, of which the compiler has nothing to say, and return where it stands."""
    source.write_text("\n".join([*lines, ""]), "utf-8")
    whole = [*command, source.name, "-o", "code", "-lm"]
    done = subprocess.run(whole, cwd=source.parent, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return source.parent / "code"


def _size(points: Sequence[Point]) -> int:
    return len(points[0])


def _rows(points: Sequence[Point], left: str, right: str) -> str:
    return ", ".join([f"{left}{', '.join(map(repr, point))}{right}" for point in points])


def _of_c(codes: Sequence[str], calls: Calls) -> list[str]:
    """Return C, which is C++ too where its functions take a pointer."""
    lines, main = ["#include <stdio.h>", *codes], []
    for name, points in calls.items():
        size = _size(points)
        table = f"{{{_rows(points, '{', '}')}}}"
        lines.append(f"static const double at_{name}[{len(points)}][{size}] = {table};")
        given = ", ".join([f"at_{name}[i][{k}]" for k in range(size)])
        main += [
            f"  for (int i = 0; i < {len(points)}; i++) {{ double g[{size}];",
            f'    printf("%.17g", {name}({given}, g));',
            f'    for (int k = 0; k < {size}; k++) printf(" %.17g", g[k]);',
            '    puts(""); }',
        ]
    return [*lines, "int main(void) {", *main, "  return 0;", "}"]


def _of_cpp(codes: Sequence[str], calls: Calls) -> list[str]:
    lines, main = ["#include <cstdio>", *codes], []
    for name, points in calls.items():
        row = f"std::array<double, {_size(points)}>"
        table = f"{{{{{_rows(points, '{{', '}}')}}}}}"
        lines.append(f"static const std::array<{row}, {len(points)}> at_{name} = {table};")
        given = ", ".join([f"at[{k}]" for k in range(_size(points))])
        main += [
            f"  for (const auto& at : at_{name}) {{ {row} g;",
            f'    std::printf("%.17g", {name}({given}, g));',
            '    for (double slope : g) std::printf(" %.17g", slope);',
            '    std::puts(""); }',
        ]
    return [*lines, "int main() {", *main, "}"]


def _of_rust(codes: Sequence[str], calls: Calls) -> list[str]:
    """Return Rust with each code in a module, for some bring the same functions along."""
    lines = [f"pub mod m{k} {{\n{code}\n}}" for k, code in enumerate(codes)]
    main = []
    for k, (name, points) in enumerate(calls.items()):
        given = ", ".join([f"at[{place}]" for place in range(_size(points))])
        main += [
            f"  for at in [{_rows(points, '[', ']')}] {{",
            f"    let (v, g) = m{k}::{name}({given});",
            '    print!("{v:e}"); for slope in g { print!(" {slope:e}"); } println!(); }',
        ]
    return [*lines, "fn main() {", *main, "}"]


def _of_javascript(codes: Sequence[str], calls: Calls) -> list[str]:
    """Return JavaScript with each code in a block, likewise."""
    lines = []
    for code, (name, points) in zip(codes, calls.items(), strict=True):
        lines += [
            f"{{ {code.replace('export function', 'function')}",
            f"for (const at of [{_rows(points, '[', ']')}]) {{",
            f"  const {{ value, gradient }} = {name}(...at);",
            '  console.log([value, ...gradient].join(" ")); } }',
        ]
    return lines


def _of_fortran(codes: Sequence[str], calls: Calls) -> list[str]:
    main = []
    for name, points in calls.items():
        size = _size(points)
        given = ", ".join([f"at({k})" for k in range(1, size + 1)])
        main += [
            f"  do i = 1, {len(points)}",
            f"    read (*, *) at(1:{size})",
            f"    call {name}({given}, v, g(1:{size}))",
            f"    print '(*(es26.16e4))', v, g(1:{size})",
            "  end do",
        ]
    return [
        *codes,
        "program main",
        *[f"  use {name}_module, only: {name}" for name in calls],
        "  use, intrinsic :: iso_fortran_env, only: real64",
        "  implicit none",
        "  integer :: i",
        "  real(real64) :: at(9), v, g(9)",
        *main,
        "end program main",
    ]


_RUN = ("./code",)
LANGUAGES = {
    "c": Language("cc", "code.c", (("cc", "-std=c99", "code.c", "-o", "code", "-lm"), _RUN), _of_c),
    "cpp": Language(
        "c++", "code.cpp", (("c++", "-std=c++17", "code.cpp", "-o", "code"), _RUN), _of_cpp
    ),
    "rust": Language("rustc", "code.rs", (("rustc", "code.rs"), _RUN), _of_rust),
    "javascript": Language("node", "code.mjs", (("node", "code.mjs"),), _of_javascript),
    "fortran": Language(
        "gfortran",
        "code.f90",
        (("gfortran", "-std=f2008", "code.f90", "-o", "code"), _RUN),
        _of_fortran,
    ),
}
