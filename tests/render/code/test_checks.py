"""The check that stands beside code passes where the code is right, and fails where it is not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import calcdl

TEXTS = ["x*sin(x*y) + log(1 + exp(z))", "sqrt(x - 1)*log(x)", "x"]
COMPILER = shutil.which("cc")
WARNINGS = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"]


def run(code: str) -> str:
    """Return what is wrong by the check of code in Python."""
    space: dict[str, object] = {"__name__": "code"}
    exec(code, space)
    try:
        space["check_f"]()  # type: ignore[operator]
    except AssertionError:
        return "wrong"
    return ""


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("target", ["python", "numpy"])
@pytest.mark.parametrize("text", TEXTS)
def test_code_in_python(text: str, target: str, order: int) -> None:
    assert run(calcdl.code(text, to=target, order=order, check=True)) == ""


@pytest.mark.process
@pytest.mark.parametrize("target", ["torch", "jax"])
def test_code_for_frameworks(target: str) -> None:
    pytest.importorskip(target)
    for text in TEXTS:
        assert run(calcdl.code(text, "x", to=target, check=True)) == ""


@pytest.mark.parametrize(("right", "wrong"), [("x * t", "2.0 * x * t"), (".cos(", ".sin(")])
def test_a_planted_fault_is_seen(right: str, wrong: str) -> None:
    code = calcdl.code(TEXTS[0], check=True)
    assert right in code
    assert run(code.replace(right, wrong)) == "wrong"


@pytest.mark.process
@pytest.mark.skipif(COMPILER is None, reason="there is no C compiler")
@pytest.mark.parametrize("order", [1, 2])
def test_code_in_c(order: int, tmp_path: Path) -> None:
    code = calcdl.code(TEXTS[0], ["x", "z"], to="c", order=order, check=True)
    for name, text in (("right", code), ("wrong", code.replace("cos(", "sin("))):
        (tmp_path / f"{name}.c").write_text(text + "\n", "utf-8")
        command = [str(COMPILER), *WARNINGS, "-DCHECK", f"{name}.c", "-o", name, "-lm"]
        subprocess.run(command, cwd=tmp_path, check=True)
        done = subprocess.run([tmp_path / name], capture_output=True, text=True)
        assert (done.returncode == 0) == (name == "right"), done.stdout


@pytest.mark.parametrize(
    "flags", [{"to": "rust"}, {"to": "c", "single": True}, {"function": "s"}, {"module": True}]
)
def test_there_is_no_check_of(flags: dict[str, object]) -> None:
    with pytest.raises(calcdl.CalcdlError):
        calcdl.code("s(x)" if "function" in flags else "x*y", check=True, **flags)  # type: ignore[arg-type]
