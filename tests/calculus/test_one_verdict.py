"""Every command says the same of a point: the same value, or a refusal of the same kind.

Whether a derivative exists is decided once. Taylor series (deriv), rules in a reverse sweep
(gradient, graph, chain), formulas in doubles and in balls (streams) are four ways to compute it,
and each is asked here at the points where functions end, bend, jump and have poles.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest

from calcdl.api import chain
from calcdl.api import graph as computation
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.many.balls import ProvenPoints
from calcdl.calculus.many.doubles import prepare
from calcdl.calculus.partials.values import gradient_at, gradient_numbers, hessian_at
from calcdl.errors import CalcdlError
from calcdl.functions import FUNCTIONS, Function
from calcdl.reading.expressions import read
from calcdl.reading.points import read_point

PLACES = ("0", "1", "-1", "1/2", "2", "3", "-3", "6", "-2", "pi", "pi/2", "-1/e", "-1/2")
INNER = ("x", "x**2", "-x", "abs(x)", "x**3", "1 - x", "sin(x)")
UNKNOWN = ("Undecided", "TooClose")
OUTER = ("{}", "({})**2", "x*{}", "({})**(5/2)", "cosh({})", "abs({})", "sqrt({})", "({})**e")


def said(error: CalcdlError) -> str:
    return type(error).__name__


def verdicts(text: str, place: str) -> dict[str, str]:
    """Return what each command says of the derivative in x of a function at a point."""
    reading = read(text)
    graph = reading.graph
    point = read_point(place, ["x"])
    asked = {
        "deriv": lambda: derivative_at(graph, "x", point)[0].decimal,
        "gradient": lambda: _told(gradient_at(graph, ["x"], point)["x"]),
        "deriv 2": lambda: derivative_at(graph, "x", point, 2)[0].decimal,
        "hessian": lambda: _told(hessian_at(graph, ["x"], point)["x", "x"]),
        "graph": lambda: _adjoint(computation(reading, place)),
        "chain": lambda: chain(reading, ["x"], place).assemblies[0].value.decimal,
        "block": lambda: _in_block(graph, point),
        "certified": lambda: _proven(graph, place),
    }
    return {command: _asked(question) for command, question in asked.items()}


def _asked(question: Any) -> str:
    try:
        return str(question())
    except CalcdlError as error:
        return said(error)


def _told(found: Any) -> str:
    if isinstance(found, CalcdlError):
        raise found
    return str(found[0].decimal)


def _adjoint(found: Any) -> str:
    for node in found.nodes:
        if node.operation == "symbol":
            if node.error is not None:
                raise node.error
            return str(node.adjoint.decimal)
    return "0"


def _in_block(graph: Any, point: Any) -> str:
    """Return what doubles give, in twelve digits; nothing where they ask for care."""
    value = derivative_at(read("x**2/2").graph, "x", point)[0].float
    (slope,), care = prepare(graph, [("x",)]).at({"x": np.array([value])})
    return "" if care[0] else repr(float(slope[0]))


def _proven(graph: Any, place: str) -> str:
    if "/" in place or "pi" in place:
        return ""
    found = ProvenPoints(graph, [formula(graph, "x")]).at({"x": place})
    return "" if found is None else found[0]


def disagreements(text: str, place: str) -> list[str]:
    """Return which commands say another thing than deriv does."""
    found = verdicts(text, place)
    told = found["deriv"]
    wrong = ["gradient"] if found["gradient"] != told else []
    # A part that is not smooth, or whose rule is 0/0, ends the chain rule, whatever becomes of the
    # whole function.
    broken = ("NotDifferentiable", *UNKNOWN) if _is_value(told) or told in UNKNOWN else ()
    wrong += [name for name in ("graph", "chain") if found[name] not in (told, *broken)]
    if found["certified"] not in ("", told):
        wrong.append("certified")
    if found["block"] and not (_is_value(told) and _close(told, found["block"])):
        wrong.append("block")
    if found["hessian"] != found["deriv 2"]:
        wrong.append("hessian")
    return [f"{text} at {place}: {name} says otherwise than deriv: {found}" for name in wrong]


def _is_value(told: str) -> bool:
    return told[0] in "-0123456789"


def _close(told: str, number: str) -> bool:
    return bool(np.isclose(float(told), float(number), rtol=1e-9, atol=1e-15))


def calls(inner: str) -> Iterator[str]:
    """Yield every function of the table of something, the other arguments where they meet it."""
    for row in FUNCTIONS.values():
        count = len(row.args) if not row.variadic else 2
        if count == 1:
            yield f"{row.name}({inner})"
            continue
        rules = row.local * count if row.variadic else row.local
        for place in [place for place, rule in enumerate(rules) if rule is not None]:
            rest = ("0", "1", inner) if row.local[0] is not None else ("0", "2", "5/2")
            for others in product(rest, repeat=count - 1):
                arguments = list(others)
                arguments.insert(place, inner)
                yield f"{row.name}({', '.join(arguments)})"


def questions(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield random functions with special points."""
    choice = random.Random(seed)
    by_inner = {inner: list(calls(inner)) for inner in INNER}
    for _ in range(count):
        call = choice.choice(by_inner[choice.choice(INNER)])
        yield choice.choice(OUTER).format(call), choice.choice(PLACES)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_every_command_says_the_same(seed: int) -> None:
    found = [line for text, place in questions(25, seed) for line in disagreements(text, place)]
    assert not found, "\n".join(found)


SEVERAL = [row for row in FUNCTIONS.values() if row.variadic or len(row.args) > 1]


@pytest.mark.parametrize("row", SEVERAL, ids=lambda row: row.name)
def test_where_the_rules_speak_the_series_say_the_same(row: Function) -> None:
    """The corners in a row are complete, also where its arguments meet."""
    names = ["x", "y", "z", "t"][: 3 if row.variadic else len(row.args)]
    variables = [name for name, rule in zip(names, row.local, strict=False) if rule is not None]
    variables = names if row.variadic else variables
    graph = read(f"{row.name}({', '.join(names)})").graph
    compared = 0
    ends = ("-1", "0", "1", "2") if len(names) < 4 else ("0", "1/3", "1/2", "1")
    for values in product(ends, repeat=len(names)):
        place = ",".join(f"{name}={value}" for name, value in zip(names, values, strict=True))
        point = read_point(place, names)
        try:
            gradient_numbers(graph, variables, point)
        except CalcdlError:
            continue
        swept = gradient_at(graph, variables, point)
        for name in variables:
            expected = derivative_at(graph, name, point)[0].decimal
            assert _told(swept[name]) == expected, f"{row.name} at {place} by {name}"
            compared += 1
    assert compared
