"""What formatters, linters and type checkers say of code in Python that calcdl has written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["complaints"]


def complaints(folder: Path, strictly_typed: Sequence[str] = (), ignore: str = "E501") -> str:
    """Return what they say of the files of a folder, and mypy of some of them; "" is nothing."""
    commands = [
        ["ruff", "format", "--check", "--isolated", "."],
        ["ruff", "check", "--isolated", "--select", "E,F,I,B,UP,SIM,RET", "--ignore", ignore, "."],
    ]
    if strictly_typed:
        commands.append(["mypy", "--strict", *strictly_typed])
    said = ""
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True
        )
        said += (done.stdout + done.stderr) * (done.returncode != 0)
    return said
