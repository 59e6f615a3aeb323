"""Whether a claim is the gradient by an array: as rows and as a record."""

from __future__ import annotations

from calcdl.calculus.claims.comparisons import DIGITS
from calcdl.graph.shapes import shape_text
from calcdl.reading.points import place_text
from calcdl.reading.writing import write_arrays
from calcdl.render.record import Record, value_record
from calcdl.render.rows import Rows
from calcdl.results.claims import ArrayCheck, ArrayVerdict, ArrayWitness, Evidence
from calcdl.results.value import Value

__all__ = ["derivative_text", "difference_text", "equality_text", "record", "rows"]


def rows(result: ArrayCheck) -> Rows:
    """Return "equal" or "different", and then what there is to say of it, a sentence a row.

    With several claims each sentence about one begins with its variable.
    """
    several = len(result.verdicts) > 1
    rows = [["equal" if result.equal else "different"]]
    for verdict in result.verdicts:
        about = f"{verdict.variable}: " if several else ""
        if several or not (verdict.equal and verdict.proven):
            rows += [[about + sentence] for sentence in _sentences(verdict)]
    return rows


def derivative_text(result: ArrayCheck, verdict: ArrayVerdict) -> str:
    """Return the gradient, with the parts that it repeats named in front."""
    return write_arrays(verdict.derivative, result.known, result.taken)


def _sentences(verdict: ArrayVerdict) -> list[str]:
    if verdict.evidence is not None:
        return [equality_text(verdict.evidence)]
    diagnosis = verdict.diagnosis
    likely = [] if diagnosis is None else [f"likely: {diagnosis.says}"]
    return [difference_text(verdict), *likely]


def equality_text(evidence: Evidence) -> str:
    """Return how certain an equality is.

    >>> equality_text(Evidence("residues", 6, 2e-27, ({"n": 2}, {"n": 3})))
    'equal for n = 2; n = 3, with a probability of error below 1e-26, not proven'
    """
    if evidence.kind == "formula":
        return "equal, proven"
    sizes = "; ".join([place_text(_texts(one)) for one in _each_once(evidence) if one])
    where = f" for {sizes}" if sizes else ""
    if evidence.kind == "residues":
        error = f"with a probability of error below {_power(evidence.error)}"
        return f"equal{where}, {error}, not proven"
    where = f",{where}" if where else ""
    return f"equal at {evidence.points} witnesses to {DIGITS} digits{where}, not proven"


def _power(error: float) -> str:
    """Return the power of ten above a number."""
    return f"1e{int(f'{error:e}'.partition('e')[2]) + 1}"


def _each_once(evidence: Evidence) -> list[dict[str, int]]:
    found: list[dict[str, int]] = []
    for sizes in evidence.sizes:
        if dict(sizes) not in found:
            found.append(dict(sizes))
    return found


def _texts(sizes: dict[str, int]) -> dict[str, str]:
    return {name: str(size) for name, size in sizes.items()}


def difference_text(verdict: ArrayVerdict) -> str:
    """Return where a claim is not the gradient, or that its shape is not that of the variable."""
    witness = verdict.witness
    if witness is None:
        claim, variable = shape_text(verdict.claim_shape), shape_text(verdict.shape)
        return f"the claim is {claim}, {verdict.variable} is {variable}"
    where = ", ".join([f"{name} = {size}" for name, size in witness.sizes.items()])
    where = where or place_text(dict(witness.at))
    if witness.derivative is None:
        return f"at {where}: the claim is certainly not the gradient"
    claimed = "has no real value" if witness.claimed is None else f"is {_number(witness.claimed)}"
    slope = _number(witness.derivative)
    if not witness.entry:
        return f"at {where}: the claim {claimed}, the gradient is {slope}"
    entry = f"entry {list(witness.entry)}"
    return f"at {where}: {entry} of the claim {claimed}, of the gradient it is {slope}"


def _number(value: Value) -> str:
    return value.exact or value.decimal


def record(result: ArrayCheck) -> Record:
    """Return the record of a check."""
    return {
        "command": "check",
        "expression": write_arrays(result.expression),
        "shapes": {name: shape_text(shape) for name, shape in result.shapes.items()},
        "order": 1,
        "equal": result.equal,
        "verdicts": {
            verdict.variable: _verdict_record(result, verdict) for verdict in result.verdicts
        },
    }


def _verdict_record(result: ArrayCheck, verdict: ArrayVerdict) -> Record:
    record: Record = {
        "equal": verdict.equal,
        "proven": verdict.proven,
        "claim": write_arrays(verdict.claim),
        "derivative": derivative_text(result, verdict),
        "shape": [str(size) for size in verdict.shape],
        "claim_shape": [str(size) for size in verdict.claim_shape],
    }
    if verdict.evidence is not None:
        kind, points, error, _ = verdict.evidence
        sizes = _each_once(verdict.evidence)
        by = {"kind": kind, "points": points, "error": error, "sizes": sizes}
        return record | {"evidence": by}
    diagnosis = verdict.diagnosis
    likely = None if diagnosis is None else {"kind": diagnosis.kind, "message": diagnosis.says}
    return record | {"differs": _witness_record(verdict.witness), "diagnosis": likely}


def _witness_record(witness: ArrayWitness | None) -> Record | None:
    if witness is None:
        return None
    return {
        "sizes": dict(witness.sizes),
        "at": dict(witness.at),
        "entry": list(witness.entry),
        "claim": value_record(witness.claimed),
        "derivative": value_record(witness.derivative),
    }
