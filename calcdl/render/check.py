"""Whether a claim is the derivative: as plain text and as a JSON record."""

from __future__ import annotations

from typing import Any

from calcdl.reading.writing import write
from calcdl.render.records import SCHEMA, dumps, value_record
from calcdl.results.check import Check, Verdict, Witness
from calcdl.results.value import Value

__all__ = ["check_json", "check_lines", "difference_text", "equality_text", "place_text"]


def check_lines(result: Check) -> list[str]:
    """Return "equal" or "different", and then what there is to say of it.

    With several claims each line about one begins with its variable.

    >>> from calcdl.calculus.check.answer import check
    >>> print(*check_lines(check("x**2", "x")), sep="\\n")
    different
    at x = 1: the claim is 1, the derivative is 2
    likely: the factor of the power rule, the exponent of x**2, is missing
    """
    several = len(result.verdicts) > 1
    lines = ["equal" if result.equal else "different"]
    for verdict in result.verdicts:
        about = f"{verdict.variable}: " if several else ""
        if verdict.equal:
            told = [] if verdict.proven and not verdict.gaps and not several else [
                equality_text(verdict)
            ]  # fmt: skip
        else:
            told = [difference_text(verdict)]
            if verdict.diagnosis is not None:
                told.append(f"likely: {verdict.diagnosis.says}")
        lines += [about + line for line in told]
    return lines


def equality_text(verdict: Verdict) -> str:
    """Return how certain an equality is."""
    text = "equal, proven"
    if not verdict.proven:
        text = f"equal at {verdict.points} random points to 50 digits, not proven"
    if verdict.gaps:
        places = "; ".join(place_text(at) for at in verdict.gaps)
        text += f" (the claim has no value at {places})"
    return text


def difference_text(verdict: Verdict) -> str:
    """Return where a claim is not the derivative, and where it is, if it is somewhere."""
    assert verdict.witness is not None
    text = _witness_text(verdict.witness)
    if verdict.agrees is not None:
        text += f"; to 50 digits they agree at {verdict.points} points with {verdict.agrees}"
    return text if verdict.part is None else f"equal where {verdict.part}, different {text}"


def _witness_text(witness: Witness) -> str:
    where = f"at {place_text(witness.at)}"
    if witness.stand_ins:
        where += f", with {', '.join(witness.stand_ins)}"
    if witness.derivative is None:
        return f"{where}: the claim is certainly not the derivative"
    claimed = "has no real value" if witness.claimed is None else f"is {witness.claimed.decimal}"
    return f"{where}: the claim {claimed}, the derivative is {witness.derivative.decimal}"


def place_text(at: dict[str, str]) -> str:
    """Return a point as in "x = 1, y = 2"."""
    return ", ".join(f"{name} = {text}" for name, text in at.items())


def check_json(result: Check) -> str:
    """Return the record of a check."""
    return dumps(
        {
            "schema": SCHEMA,
            "command": "check",
            "expression": write(result.expression),
            "order": result.order,
            "equal": result.equal,
            "verdicts": {verdict.variable: _verdict(verdict) for verdict in result.verdicts},
        }
    )


def _verdict(verdict: Verdict) -> dict[str, Any]:
    record: dict[str, Any] = {
        "equal": verdict.equal,
        "proven": verdict.proven,
        "claim": write(verdict.claim),
        "derivative": write(verdict.derivative),
        "points": verdict.points,
    }
    if verdict.equal:
        record["gaps"] = list(verdict.gaps)
        return record
    assert verdict.witness is not None
    record["differs"] = {
        "at": verdict.witness.at,
        "claim": _optional(verdict.witness.claimed),
        "derivative": _optional(verdict.witness.derivative),
        "functions": list(verdict.witness.stand_ins),
    }
    record["equal_where"] = verdict.part
    record["agrees_where"] = verdict.agrees
    told = verdict.diagnosis
    record["diagnosis"] = None if told is None else {"kind": told.kind, "message": told.says}
    return record


def _optional(value: Value | None) -> dict[str, Any] | None:
    return None if value is None else value_record(value)
