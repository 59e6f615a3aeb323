"""A certificate as sentences and as a record."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.render.record import Record, present
from calcdl.results.code import Certificate, Tried

__all__ = ["certificate_record", "certified"]

_ALL_DIGITS = 2.0**52  # ulps
_MOST = 8  # answers that are named one by one


def certified(tried: Certificate) -> list[str]:
    """Return how far a program was off, and that it was a search."""
    names = [name for name, _, _ in tried.box]
    box = ", ".join([f"{name} in [{_text(low)}, {_text(high)}]" for name, low, high in tried.box])
    value, *others = tried.tried
    worst = sorted(others, key=lambda one: -one.ulps)[: _MOST - 1]
    said = ", ".join([_off(one, names) for one in (value, *worst) if one.proven])
    rest = " and all others by less" if len(others) > len(worst) else ""
    sentences = [
        f"Tried in NumPy's arithmetic at {tried.points} points of {box}, against proven values: "
        f"{said or 'nothing was proven'}{rest if said else ''}."
    ]
    for one in tried.tried[:_MOST]:
        if one.overflow is not None:
            sentences.append(
                f"{_capital(one.label)} overflows at {one.overflows} of them though it is a double "
                f"there, as at {_place(names, one.overflow)}."
            )
        if one.first_beyond is not None:
            sentences.append(
                f"{_capital(one.label)} is too large for a double at {one.beyond} of them, as at "
                f"{_place(names, one.first_beyond)}."
            )
        if one.proven < tried.points:
            sentences.append(
                f"Of {one.label} nothing was proven at {tried.points - one.proven} of them."
            )
    return [*sentences, "This is a search and not a proof: elsewhere it may be off by more."]


def _off(one: Tried, names: Sequence[str]) -> str:
    if one.ulps >= _ALL_DIGITS:
        return f"no digit of {one.label} is right at {_place(names, one.worst)}"
    where = f" (at {_place(names, one.worst)})" if one.ulps else ""
    return f"{one.label} is off by at most {_ulps(one.ulps)} ulp{where}"


def _ulps(ulps: float) -> str:
    return f"{ulps:.2f}" if ulps < 100 else f"{ulps:.3g}"


def _place(names: Sequence[str], point: Sequence[float]) -> str:
    return ", ".join([f"{name} = {_text(x)}" for name, x in zip(names, point, strict=True)])


def _text(x: float) -> str:
    return repr(x).removesuffix(".0")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text.startswith("the ") else text


def certificate_record(tried: Certificate) -> Record:
    """Return the record of a certificate."""
    names = [name for name, _, _ in tried.box]
    return {
        "box": {name: [low, high] for name, low, high in tried.box},
        "points": tried.points,
        "answers": [
            {
                "label": one.label,
                "proven": one.proven,
                "ulps": one.ulps,
                "at": dict(zip(names, one.worst, strict=True)),
                **present(
                    {
                        "overflows": one.overflows,
                        "overflow": one.overflow and dict(zip(names, one.overflow, strict=True)),
                        "beyond": one.beyond,
                    }
                ),
            }
            for one in tried.tried
        ],
    }
