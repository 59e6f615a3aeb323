"""Is a formula of arrays the gradient? A difference is proven at a witness in exact numbers."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from calcdl.arithmetic.shapes.shown import as_written
from calcdl.calculus.claims.comparisons import Compared, compared, values_at
from calcdl.calculus.claims.equality import error_of_residues, is_one_formula
from calcdl.calculus.claims.places import Written, names_of, places, sizes_of, written
from calcdl.calculus.matrices.gradient import gradients
from calcdl.errors import CalcdlError, Undecided, UsageError, Wording, parameter
from calcdl.graph.shapes import shape_text
from calcdl.results.claims import ArrayCheck, ArrayVerdict, ArrayWitness, Evidence

if TYPE_CHECKING:
    from calcdl.calculus.claims.places import Place
    from calcdl.calculus.question import Asked
    from calcdl.graph.nodes import Graph
    from calcdl.reading.shaped import ShapedReading
    from calcdl.results.value import Value

__all__ = ["answer"]

_ENOUGH = 2  # witnesses for each choice of sizes, where there is no proof
_FEWEST = 4  # witnesses that have to agree, where there is none


def answer(asked: Asked) -> ArrayCheck:
    """Return whether claims are the gradients of a number by arrays, where not, and likely why.

    >>> from calcdl.calculus.asking import ask
    >>> shapes = ["X: N,n; w: n; y: N"]
    >>> check = answer(ask("check", "sum((X@w - y)**2)", claims=["X.T@(X@w - y)"],
    ...                    wrt="w", shapes=shapes))
    >>> check.verdicts[0].diagnosis.says
    'the factor 2 is missing'
    """
    (reading,) = asked.arrays
    if reading.shape:
        raise UsageError(
            f"calcdl checks gradients of a number, and this is {shape_text(reading.shape)}:"
            " take its sum"
        )
    if asked.order != 1:
        raise UsageError(
            "of arrays calcdl checks first derivatives: leave out ", parameter("order")
        )
    named = asked.claims_on_arrays
    variables = [name or _only_variable(asked, reading) for name in named]
    for name in variables:
        if name not in reading.variables() and name not in reading.declared.shapes:
            raise UsageError(f"the expression has no variable {name}")
    derivatives, known = gradients(reading, variables)
    verdicts = [
        _verdict(reading, name, claim, derivatives[name])
        for name, claim in zip(variables, named.values(), strict=True)
    ]
    shapes = {name: reading.shape_of(name) for name in reading.variables()}
    expression = as_written(reading.graph, reading.shapes)
    return ArrayCheck(expression, shapes, tuple(verdicts), known)


def _only_variable(asked: Asked, reading: ShapedReading) -> str:
    """Return the variable of a claim that names none; raises UsageError where it is not clear."""
    if asked.wrt:
        return asked.wrt[0]
    names = reading.variables()
    if len(names) != 1:
        raise UsageError(
            f"the expression has the variables {', '.join(names)}: say which one with ",
            parameter("wrt", names[-1]),
            ", or check all with ",
            Wording("a claim for each", "--gradient"),
        )
    return names[0]


def _verdict(
    reading: ShapedReading, variable: str, claim: ShapedReading, derivative: Graph
) -> ArrayVerdict:
    shape = reading.shape_of(variable)
    typed = as_written(claim.graph, claim.shapes)
    verdict = ArrayVerdict(variable, typed, derivative, claim.shape, shape)
    if claim.shape not in (shape, ()):
        return _explained(verdict, reading, claim)
    declared = reading.declared
    try:
        written_out = _written_out(reading, claim, variable)
    except CalcdlError as error:
        if is_one_formula(claim.graph, derivative, shape, declared):
            return verdict._replace(evidence=Evidence("formula", 0))
        raise Undecided(f"this could not be decided: {error.reason}") from error
    names = names_of(declared, [reading.graph, claim.graph])
    agreeing: list[Compared] = []
    for there in written_out:
        for place in _compared(there, places(declared, names, there.sizes)):
            if place.outcome != "agree":
                wrong = verdict._replace(witness=_witness(there, place))
                return _explained(wrong, reading, claim)
            agreeing.append(place)
    if agreeing and is_one_formula(claim.graph, derivative, shape, declared):
        return verdict._replace(evidence=Evidence("formula", len(agreeing)))
    errors = [error_of_residues(there, declared, names) for there in written_out]
    sizes = tuple([there.sizes for there in written_out])
    known = [error for error in errors if error is not None]
    if agreeing and len(known) == len(errors):
        return verdict._replace(evidence=Evidence("residues", len(agreeing), max(known), sizes))
    if len(agreeing) < _FEWEST:
        raise Undecided(
            "this could not be decided: there are too few witnesses at which both the claim and"
            " the gradient have values that could be compared"
        )
    return verdict._replace(evidence=Evidence("digits", len(agreeing), sizes=sizes))


def _written_out(reading: ShapedReading, claim: ShapedReading, variable: str) -> list[Written]:
    """Return the function and the claim written out in numbers, for each of the sizes that fit.

    Raises the error of the last of them if none does.
    """
    found: list[Written] = []
    failure: CalcdlError | None = None
    for sizes in sizes_of(reading.declared, {*reading.shapes.values(), *claim.shapes.values()}):
        try:
            found.append(written(reading.graph, claim.graph, variable, reading.declared, sizes))
        except CalcdlError as error:
            failure = error
    if not found:
        raise failure or UsageError("there are no small sizes that fit")
    return found


def _explained(verdict: ArrayVerdict, reading: ShapedReading, claim: ShapedReading) -> ArrayVerdict:
    from calcdl.calculus.claims.diagnosis import diagnose

    return verdict._replace(diagnosis=diagnose(reading, claim, verdict.variable))


def _compared(there: Written, candidates: Iterable[Place]) -> list[Compared]:
    """Return comparisons at a few witnesses, of a difference the first alone."""
    agreeing: list[Compared] = []
    undefined: list[Compared] = []
    for place in candidates:
        try:
            outcome = compared(there, place)
        except CalcdlError:  # another witness may be inside the domain
            continue
        if outcome.outcome == "differ":
            return [outcome]
        (agreeing if outcome.outcome == "agree" else undefined).append(outcome)
        if len(agreeing) == _ENOUGH:
            break
    return agreeing or undefined[:1]


def _witness(there: Written, place: Compared) -> ArrayWitness:
    """Return a witness with an entry of which the digits of both sides are certain, if any is."""
    claimed: Value | None = None
    slope: Value | None = None
    entry = place.entries[0]
    for k in place.entries:
        with suppress(Undecided):
            claimed, slope = values_at(there, place.place, k)
            entry = k
            break
    at = place.place
    return ArrayWitness(at.sizes, at.texts(), there.place_of(entry), claimed, slope)
