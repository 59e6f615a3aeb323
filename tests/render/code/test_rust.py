"""Code in Rust: compiler, formatter and linter have nothing to say, and it does what it says."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.programs import SHAPES, Call, all_cases, calls_of, code_for, problems_of

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(shutil.which("rustc") is None, reason="there is no Rust compiler"),
]


def run(place: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=place, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def modules(codes: list[str]) -> str:
    """Return codes as modules of one file, for some bring the same functions with them."""
    inside = [code.replace("\n", "\n    ").replace("    \n", "\n") for code in codes]
    return "\n\n".join([f"pub mod m{k} {{\n    {text}\n}}" for k, text in enumerate(inside)]) + "\n"


def call_text(call: Call, module: int) -> str:
    given = ", ".join([repr(number) for number in call.arguments()])
    return (
        f'    {{ let (v, g) = m{module}::{call.name}({given}); print!("{{:e}}", v);'
        ' for slope in g { print!(" {:e}", slope); } println!(); }'
    )


def test_expressions_every_row_and_random_graphs(tmp_path: Path) -> None:
    codes, calls = calls_of(all_cases(), "rust")
    places = {name: k for k, name in enumerate(dict.fromkeys(call.name for call in calls))}
    lines = [call_text(call, places[call.name]) for call in calls]
    main = "\n".join(["fn main() {", *lines, "}", ""])
    (tmp_path / "code.rs").write_text(modules(codes) + main, "utf-8")
    run(tmp_path, "rustc", "-D", "warnings", "code.rs")
    assert len(calls) > 250
    assert not problems_of(calls, run(tmp_path, "./code"))


def test_formatter_and_linter_have_nothing_to_say(tmp_path: Path) -> None:
    codes = [code for order in (1, 2) for code in code_for(SHAPES, "rust", order=order).values()]
    assert len(codes) == 2 * len(SHAPES)
    files = [f"code_{k}.rs" for k in range(len(codes))]
    for file, code in zip(files, codes, strict=True):
        (tmp_path / file).write_text(code + "\n", "utf-8")
    if shutil.which("rustfmt"):
        run(tmp_path, "rustfmt", "--check", *files)
    linter = shutil.which("clippy-driver") or "rustc"
    (tmp_path / "all.rs").write_text(modules(codes), "utf-8")
    run(tmp_path, linter, "-D", "warnings", "--crate-type", "lib", "all.rs")
