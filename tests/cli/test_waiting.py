"""A table stands as soon as its numbers are known; only its last line waits for SymPy."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import monotonic

import pytest

from tests.support.command import ROOT

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal"),
]

CTRL_C = b"\x03"
_PATIENCE = 60  # seconds


class Terminal:
    """calcdl on a terminal of its own, on which Ctrl-C is a signal to all that runs there."""

    def __init__(self, *arguments: str, path: Path) -> None:
        import pty

        self.process, self.screen = pty.fork()
        self.shown = ""
        if not self.process:
            os.chdir(ROOT)
            environment = {**os.environ, "PYTHONPATH": str(path), "NO_COLOR": "1", "COLUMNS": "80"}
            command = [sys.executable, "-m", "calcdl", *arguments]
            os.execvpe(command[0], command, environment)

    def read(self) -> bool:
        """Take in what is printed next; return False at the end."""
        import select

        assert select.select([self.screen], [], [], _PATIENCE)[0], f"nothing follows {self.shown}"
        try:
            piece = os.read(self.screen, 65536)
        except OSError:  # Linux reports the end of a terminal this way
            return False
        self.shown += piece.decode("utf-8").replace("\r\n", "\n")
        return bool(piece)

    def read_until(self, words: str) -> None:
        while words not in self.shown:
            assert self.read(), self.shown

    def status(self) -> int:
        while self.read():
            pass
        os.close(self.screen)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


@pytest.fixture
def endless_sympy(tmp_path: Path) -> Path:
    """A place of a SymPy that never has loaded."""
    (tmp_path / "sympy.py").write_text(f"import time\ntime.sleep({4 * _PATIENCE})\n")
    return tmp_path


def test_ctrl_c_at_the_last_line_ends_without_noise_and_the_table_stays(
    endless_sympy: Path,
) -> None:
    terminal = Terminal("deriv", "sin(x)", "--at", "1", path=endless_sympy)
    terminal.read_until("tangent")
    terminal.read_until("0.3011686789397568")  # in the line before the last
    table = terminal.shown.rstrip()
    os.write(terminal.screen, CTRL_C)
    before = monotonic()
    assert terminal.status() == 130
    assert monotonic() - before < _PATIENCE / 2
    assert terminal.shown.startswith(table)
    assert terminal.shown.removeprefix(table).replace("^C", "").strip() == ""
    assert table.index("f′(x)  cos(x)") < table.index("0.5403023058681398")
    assert "agreement" not in terminal.shown


def test_a_table_of_exact_numbers_never_asks_sympy(endless_sympy: Path) -> None:
    terminal = Terminal("deriv", "x^2", "--at", "3", path=endless_sympy)
    assert terminal.status() == 0
    assert "agreement  Taylor series = rules = difference quotient" in terminal.shown
