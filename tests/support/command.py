"""Runs the command as a process, the way that a shell does."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from calcdl.cli.app import run

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


def in_process(*arguments: str, stdin: str | bytes = "") -> Outcome:
    """Run calcdl in this process, in a pipe as far as it can tell."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    printed, said = io.StringIO(), io.StringIO()
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(given), "utf-8")
    try:
        with redirect_stdout(printed), redirect_stderr(said):
            status = run(list(arguments))
    finally:
        sys.stdin = before
    return Outcome(status, printed.getvalue(), said.getvalue())


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
