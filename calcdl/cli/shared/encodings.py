"""Standard streams whose encoding lacks characters that calcdl prints: what stands in for them."""

from __future__ import annotations

import codecs
import os
from collections.abc import Sequence
from io import TextIOWrapper

__all__ = ["arguments_as_typed", "stand_in_for_characters"]

# As many characters where that is possible, so that columns stay columns. No quotation mark " is
# among them: it would end a text in CSV.
_STAND_INS = {
    "∂": "d", "′": "'", "″": "''", "‴": "'''", "∞": "oo", "·": "*", "×": "*", "÷": "/", "−": "-",
    "±": "+-", "≈": "~", "≠": "!=", "≤": "<=", "≥": ">=", "√": "sqrt", "…": "...", "–": "-",
    "—": "-", "“": "'", "”": "'", "‘": "'", "’": "'", "•": "*",
    "→": "->", "←": "<-", "↓": "v", "↑": "^", "◂": "<", "○": "o", "●": "*",
    "⁽": "^(", "⁾": ")", "⁻": "^-", "⁺": "^+",
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi",
    "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Δ": "Delta", "Γ": "Gamma", "Σ": "Sigma", "Ω": "Omega",
}  # fmt: skip
_RAISED = {
    "⁰": "0",
    "¹": "1",
    "²": "2",
    "³": "3",
    **{chr(0x2070 + k): str(k) for k in range(4, 10)},
}
_HORIZONTAL, _VERTICAL = "─━╌╍┄┅┈┉═╴╶╸╺", "│┃╎╏┆┇┊┋║╵╷╹╻"


def stand_in_for_characters(stream: TextIOWrapper) -> None:
    """Let a stream that is not Unicode print other characters for those that it lacks."""
    codecs.register_error("calcdl", _replace)
    stream.reconfigure(errors="calcdl")


def arguments_as_typed(args: Sequence[str]) -> list[str]:
    """Return arguments in which Python, by the locale, saw bytes, as the UTF-8 that they are."""
    return [_decoded(arg) for arg in args]


def _decoded(arg: str) -> str:
    try:
        return os.fsencode(arg).decode("utf-8")
    except UnicodeError:
        return arg


def _replace(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return what to print for characters that the encoding lacks, and where to go on.

    In a JSON record they are escapes, which say the same to a program.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text, end = error.object, error.end
    lacking = text[error.start : end]
    if any("\udc80" <= mark <= "\udcff" for mark in lacking):
        return _as_typed(lacking), end
    if text.startswith('{"schema"'):
        return "".join(map(_escape, lacking)), end
    shown = "".join(_stand_in(text, place, error.encoding) for place in range(error.start, end))
    return _paid_for(shown, len(shown) - len(lacking), text, end)


def _paid_for(shown: str, growth: int, text: str, end: int) -> tuple[str, int]:
    """Let the next gap between two columns shrink by as much as a stand-in is longer."""
    gap = text.find("  ", end)
    between = text[end:gap] if gap >= 0 else "\n"
    if growth <= 0 or "\n" in between or not between.isascii():
        return shown, end
    spaces = len(text) - gap - len(text[gap:].lstrip(" "))
    return shown + between, gap + min(growth, spaces - 1)


def _as_typed(lacking: str) -> bytes:
    """Return the bytes of an argument that the locale could not decode."""
    return b"".join(
        bytes([ord(mark) - 0xDC00]) if "\udc80" <= mark <= "\udcff" else b"?" for mark in lacking
    )


def _stand_in(text: str, place: int, encoding: str) -> str:
    mark = text[place]
    if mark in _RAISED:
        before = text[place - 1 : place]
        plain = "∂" in text or before in _RAISED or before in ("⁽", "⁻", "⁺")
        return _RAISED[mark] if plain and before else f"^{_RAISED[mark]}"
    if mark in _STAND_INS:
        return _STAND_INS[mark]
    code = ord(mark)
    if 0x2500 <= code < 0x2580:
        return "-" if mark in _HORIZONTAL else "|" if mark in _VERTICAL else "+"
    if 0x2800 <= code < 0x2900:
        return _dots(code - 0x2800)
    return _escape(mark)


def _dots(pattern: int) -> str:
    """Return a mark that is as high or low as the dots of a Braille pattern."""
    upper, lower = pattern & 0b00011011, pattern & 0b11100100
    return ":" if upper and lower else "'" if upper else "." if lower else " "


def _escape(mark: str) -> str:
    """Return a character as JSON and Python escape it."""
    pieces = mark.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{pieces[k]:02x}{pieces[k + 1]:02x}" for k in range(0, len(pieces), 2))
