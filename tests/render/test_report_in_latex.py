"""A report for LaTeX is a document that compiles, whatever names and titles are in it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from calcdl.render.latex.text import text_latex
from tests.render.test_latex import COMPILERS
from tests.render.test_page import HOSTILE_TEXTS, PAGES
from tests.support.command import in_process

pytestmark = [pytest.mark.process, pytest.mark.slow]


def document_of(*arguments: str) -> str:
    outcome = in_process("report", *arguments, "--latex")
    assert (outcome.status, outcome.stderr) == (0, "")
    return outcome.stdout


def complaint(document: str, folder: Path) -> str:
    """Return what LaTeX complains of, empty if it compiles; skips where there is no LaTeX."""
    compilers = [name for name in COMPILERS if shutil.which(name)]
    if not compilers:
        pytest.skip(f"no LaTeX is installed: one of {', '.join(COMPILERS)}")
    (folder / "report.tex").write_text(document, "utf-8")
    command = [compilers[0], *COMPILERS[compilers[0]], "report.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    said = done.stdout.decode("utf-8", "replace")
    return "" if done.returncode == 0 else said[-2000:]


@pytest.mark.parametrize("name", PAGES)
def test_a_document_compiles(name: str, tmp_path: Path) -> None:
    assert complaint(document_of(*PAGES[name]), tmp_path) == ""


TRICKS = [*HOSTILE_TEXTS, r"\input{/etc/passwd}", r"$x^2$ }{\end{document}", "50% & #1 ~ ^ _ \\",
          "变量 é ẞ ∂ ∫ α 𝕏 ²"]  # fmt: skip


def test_a_hostile_title_is_a_text(tmp_path: Path) -> None:
    whole = document_of("x^2", "--title", " ".join(TRICKS).replace("\x00", ""))
    assert r"\input" not in whole
    assert whole.count(r"\end{document}") == 1
    assert complaint(whole, tmp_path) == ""


def test_what_is_no_latex_is_seen(tmp_path: Path) -> None:
    assert complaint(document_of("x^2").replace(r"\end{document}", r"\nosuch"), tmp_path)


def test_a_document_goes_to_a_file_called_like_one(tmp_path: Path) -> None:
    file = tmp_path / "report.tex"
    assert in_process("report", "x^2", "-o", str(file)) == (0, "", "")
    assert file.read_text("utf-8") == document_of("x^2")


def test_every_special_character_is_escaped() -> None:
    for character in "\\{}$&#%_^~":
        assert text_latex(character) != character
