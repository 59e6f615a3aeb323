"""Runs the command as a process, the way that a shell does."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from calcdl.cli import run

ROOT = Path(__file__).parent.parent.parent


class Outcome(NamedTuple):
    """What a process left behind."""

    status: int
    stdout: str
    stderr: str


def calcdl(*arguments: str, stdin: str = "", **environment: str) -> Outcome:
    """Run calcdl in a pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "calcdl", *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


class _Stream(io.TextIOWrapper):
    """What takes the place of stdin, stdout or stderr."""

    def __init__(self, content: bytes = b"", encoding: str = "utf-8", terminal: bool = False):
        super().__init__(io.BytesIO(content), encoding, write_through=True)
        self.isatty = lambda: terminal  # type: ignore[method-assign]

    def text(self) -> str:
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


def in_process(
    *arguments: str,
    stdin: str | bytes = "",
    encoding: str = "utf-8",
    door: Callable[[list[str]], int] = run,
    **environment: str,
) -> Outcome:
    """Run calcdl in this process, in a pipe as far as it can tell."""
    given = _Stream(stdin.encode() if isinstance(stdin, str) else stdin)
    printed, said = (_Stream(encoding=encoding) for _ in range(2))
    status = _run(arguments, given, printed, said, environment, door)
    return Outcome(status, printed.text(), said.text())


def in_process_on_terminal(*arguments: str, columns: int = 80, **environment: str) -> Outcome:
    """Run calcdl in this process, which takes what it prints on for a terminal."""
    screen = _Stream(terminal=True)
    surroundings = {"COLUMNS": str(columns), "TERM": "xterm-256color", **environment}
    status = _run(arguments, _Stream(terminal=True), screen, screen, surroundings)
    return Outcome(status, screen.text(), "")


def _run(
    arguments: Sequence[str],
    stdin: _Stream,
    stdout: _Stream,
    stderr: _Stream,
    environment: dict[str, str],
    door: Callable[[list[str]], int] = run,
) -> int:
    with (
        mock.patch.object(sys, "stdin", stdin),
        mock.patch.dict(os.environ, environment),
        redirect_stdout(stdout),
        redirect_stderr(stderr),
    ):
        return door(list(arguments))


def calcdl_on_terminal(
    *arguments: str, columns: int = 80, typed: str = "", **environment: str
) -> Outcome:
    """Run calcdl on a pseudo-terminal, where ``typed`` is typed; ``stdout`` has all it prints."""
    import pty
    import select

    reader, writer = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "calcdl", *arguments],
        stdin=writer,
        stdout=writer,
        stderr=writer,
        env={**os.environ, "COLUMNS": str(columns), "TERM": "xterm-256color", **environment},
        cwd=ROOT,
    )
    os.close(writer)
    if typed:
        os.write(reader, typed.encode())
    pieces = []
    while select.select([reader], [], [], 60)[0]:
        try:
            piece = os.read(reader, 65536)
        except OSError:  # Linux reports the end of a terminal this way
            break
        if not piece:
            break
        pieces.append(piece)
    os.close(reader)
    text = b"".join(pieces).decode("utf-8").replace("\r\n", "\n")
    return Outcome(process.wait(timeout=60), text, "")
