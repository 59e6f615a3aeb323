"""What is printed where the encoding of a terminal or pipe lacks a character."""

from __future__ import annotations

import codecs
import unicodedata

__all__ = ["HANDLER", "register"]

HANDLER = "calcdl"

_SPELLED = {
    "′": "'", "″": "''", "‴": "'''", "∂": "d", "∞": "oo", "≈": "~", "≠": "!=", "≤": "<=",
    "≥": ">=", "…": "...", "→": "->", "←": "<-", "↑": "^", "↓": "v", "·": "*", "×": "*",
    "÷": "/", "−": "-", "–": "-", "—": "-", "π": "pi", "√": "sqrt", "∇": "grad", "•": "*",
    "─": "-", "━": "-", "═": "=", "│": "|", "┃": "|", "║": "|", "╴": "-", "╶": "-", "╷": "|",
    "╵": "|", "●": "*", "○": "o", "▸": ">", "▾": "v", "▲": "^", "▼": "v", "⁽": "(", "⁾": ")",
    "⁻": "-", "σ": "sigmoid", "λ": "lambda", "■": "#", "█": "#", "░": ".", "∈": "in",
    "◂": "<", "▹": ">",
}  # fmt: skip


def register() -> None:
    """Make the error handler known to the codecs, under the name HANDLER."""
    codecs.register_error(HANDLER, _spelled)


def _spelled(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    text = error.object[error.start : error.end]
    return "".join(map(_spell, text)), error.end


def _spell(character: str) -> str:
    if character in _SPELLED:
        return _SPELLED[character]
    if "\u2500" <= character <= "\u257f":  # corners and crossings of boxes
        return "+"
    if "\u2800" <= character <= "\u28ff":  # the dots of a plot
        return "." if character > "\u2800" else " "
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or "?"
