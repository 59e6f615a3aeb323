"""Which names a person who mistyped one is likely to have meant."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["likely_names"]

_SHORTEST_BEGINNING = 4  # letters that tell names: airy, bessel
_MOST_ENDINGS = 4
_LONG, _CLOSE = 8, 0.85  # of a name in which two letters may be wrong, and how alike it is then


def likely_names(name: str, known: Sequence[str]) -> list[str]:
    """Return the names that are likely to be meant, few or none.

    They are spelled alike but for capitals, or begin with what was typed, or one letter was left
    out, added, changed or swapped with the next, and not the first one.

    >>> likely_names("airy", ["airyai", "airybi", "air"]), likely_names("expint", ["exp", "sprint"])
    (['airyai', 'airybi'], [])
    >>> likely_names("tahn", ["tan", "tanh"]), likely_names("bessel", ["besselj", "bessely"])
    (['tanh'], ['besselj', 'bessely'])
    """
    exact = [word for word in known if word.lower() == name.lower()]
    if exact:
        return exact[:1]
    longer = [word for word in known if word.startswith(name)]
    if len(name) >= _SHORTEST_BEGINNING and 0 < len(longer) <= _MOST_ENDINGS:
        return longer
    several = longer if len(longer) > 1 else []  # none of which is likelier than the others
    slips = [word for word in known if word[:1] == name[:1] and is_slip(name, word)]
    slips = [word for word in slips if word not in several]
    swapped = [word for word in slips if sorted(word) == sorted(name)]
    slips = swapped or slips
    return _alike(name, slips, 0) or (_alike(name, known, _CLOSE) if len(name) >= _LONG else [])


def is_slip(typed: str, meant: str) -> bool:
    """Say whether one letter was left out, added, changed or swapped with the next one."""
    if abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    k = 0
    while k < min(len(typed), len(meant)) and typed[k] == meant[k]:
        k += 1
    swapped = typed[k : k + 2] == meant[k : k + 2][::-1] and typed[k + 2 :] == meant[k + 2 :]
    return swapped or typed[k + 1 :] in (meant[k:], meant[k + 1 :]) or typed[k:] == meant[k + 1 :]


def _alike(name: str, known: Sequence[str], cutoff: float) -> list[str]:
    from difflib import get_close_matches

    found = get_close_matches(name, known, n=1, cutoff=cutoff)
    return [word for word in found if word[:1] == name[:1]]
