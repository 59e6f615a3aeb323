"""Whether a claim is the derivative: as rows and as a record."""

from __future__ import annotations

from calcdl.reading.points import place_text
from calcdl.reading.writing import write
from calcdl.render.record import Record, value_record
from calcdl.render.rows import Rows
from calcdl.results.check import Check, Verdict, Witness

__all__ = ["difference_text", "equality_text", "record", "rows"]


def rows(result: Check) -> Rows:
    """Return "equal" or "different", and then what there is to say of it, a sentence a row.

    With several claims each sentence about one begins with its variable.

    >>> from calcdl.api import check
    >>> [sentence for sentence, in rows(check("x**2", "x"))][:2]
    ['different', 'at x = 1: the claim is 1, the derivative is 2']
    """
    several = len(result.verdicts) > 1
    rows = [["equal" if result.equal else "different"]]
    for verdict in result.verdicts:
        about = f"{verdict.variable}: " if several else ""
        if several or not _goes_without_saying(verdict):
            rows += [[about + sentence] for sentence in _sentences(verdict)]
    return rows


def _goes_without_saying(verdict: Verdict) -> bool:
    return verdict.equal and verdict.proven and not verdict.gaps


def _sentences(verdict: Verdict) -> list[str]:
    if verdict.equal:
        return [equality_text(verdict)]
    diagnosis = verdict.diagnosis
    likely = [] if diagnosis is None else [f"likely: {diagnosis.says}"]
    return [difference_text(verdict), *likely]


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


def record(result: Check) -> Record:
    """Return the record of a check."""
    return {
        "command": "check",
        "expression": write(result.expression),
        "order": result.order,
        "equal": result.equal,
        "verdicts": {verdict.variable: _verdict_record(verdict) for verdict in result.verdicts},
    }


def _verdict_record(verdict: Verdict) -> Record:
    record: Record = {
        "equal": verdict.equal,
        "proven": verdict.proven,
        "claim": write(verdict.claim),
        "derivative": write(verdict.derivative),
        "points": verdict.points,
    }
    if verdict.equal:
        return record | {"gaps": list(verdict.gaps)}
    assert verdict.witness is not None
    diagnosis = verdict.diagnosis
    likely = None if diagnosis is None else {"kind": diagnosis.kind, "message": diagnosis.says}
    return record | {
        "differs": _witness_record(verdict.witness),
        "equal_where": verdict.part,
        "agrees_where": verdict.agrees,
        "diagnosis": likely,
    }


def _witness_record(witness: Witness) -> Record:
    return {
        "at": witness.at,
        "claim": value_record(witness.claimed),
        "derivative": value_record(witness.derivative),
        "functions": list(witness.stand_ins),
    }
