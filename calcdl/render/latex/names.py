"""Names of variables in LaTeX: u1 has an index, alpha is a Greek letter."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["name_latex", "upright"]

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta", "η":
    "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ":
    "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "varphi", "χ":
    "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda",
    "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_COMMANDS = frozenset(_GREEK.values()) | {"epsilon", "phi", "vartheta", "varrho", "hbar", "ell"}
# Greek capitals that look like Latin ones have no command.
_CAPITALS = {
    "Alpha": "A", "Beta": "B", "Epsilon": "E", "Zeta": "Z", "Eta": "H", "Iota": "I", "Kappa": "K",
    "Mu": "M", "Nu": "N", "Omicron": "O", "omicron": "o", "Rho": "P", "Tau": "T", "Chi": "X",
}  # fmt: skip
_ACCENTS = {
    "hat": "hat",
    "bar": "bar",
    "tilde": "tilde",
    "ddot": "ddot",
    "dot": "dot",
    "vec": "vec",
}
_PARTS = re.compile(r"([^\W\d_]+)(\d*)$")


@cache
def name_latex(name: str) -> str:
    """Return a variable in LaTeX.

    >>> print(name_latex("u1"), name_latex("alpha_max"), name_latex("log_loss"), name_latex("_x"))
    u_{1} \\alpha_{max} log_{loss} \\mathrm{\\_x}
    """
    if name.startswith("_") or name.endswith("_") or "__" in name:
        return upright("mathrm", name)
    first, *below = name.split("_")
    parts = _PARTS.match(first)
    if parts is not None and parts[2]:
        first, below = parts[1], [parts[2], *below]
    text = _word(first)
    return f"{text}_{{{' '.join(map(_word, below))}}}" if below else text


def upright(command: str, name: str) -> str:
    """Return a name in letters that stand upright, by one of LaTeX's commands for that."""
    underscore = "\\_"
    return rf"\{command}{{{_letters(name.replace('_', underscore))}}}"


def _word(word: str) -> str:
    if word in _COMMANDS:
        return f"\\{word}"
    if word in _CAPITALS:
        return rf"\mathrm{{{_CAPITALS[word]}}}" if word != "omicron" else "o"
    for accent in _ACCENTS:
        base = word.removesuffix(accent)
        if base != word and base:
            return rf"\{accent}{{{_word(base)}}}"
    return _letters(word)


def _letters(text: str) -> str:
    """Return a text with Greek letters as LaTeX names them, and others as text."""
    return text if text.isascii() else re.sub(r"[^\x00-\x7f]+", _not_ascii, text)


def _not_ascii(found: re.Match[str]) -> str:
    if all(letter in _GREEK for letter in found[0]):
        return "".join(rf"{{\{_GREEK[letter]}}}" for letter in found[0])
    return rf"\text{{{found[0]}}}"
