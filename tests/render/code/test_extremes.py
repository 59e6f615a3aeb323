"""Code keeps its digits at the ends of the range of doubles, and beside the edges of functions."""

from __future__ import annotations

import math
import shutil
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy
import pytest

import calcdl
from calcdl.arithmetic.arrays.machine import run
from calcdl.calculus.asking import ask
from calcdl.calculus.code.answer import answer
from tests.render.code.test_python import function
from tests.support.compiled import LANGUAGES, numbers_of
from tests.support.extremes import faults, hessians, points_of, questions, truths
from tests.support.programs import code_for


@cache
def asked() -> dict[str, list[tuple[tuple[float, ...], tuple[float | None, ...]]]]:
    """Return the points of all questions that code answers, and what is true there."""
    texts = [text for text in questions() if any([code_for([text], to) for to in LANGUAGES])]
    points = {text: points_of(text) for text in texts}
    return {text: list(zip(at, truths(text, at), strict=True)) for text, at in points.items()}


# Of second derivatives, which have fewer digits where a slope hardly changes, and why.
FEWER_DIGITS = {
    "hypot(u, v)": 1e-6,  # (1 - (u/y)**2)/y cancels where v is small beside u
    "squareplus(u, b)": 1e-10,  # likewise
}
MODERATE = (-20.5, -2.5, -0.7, -0.4, -0.126, -1e-3, 1e-3, 0.126, 0.4, 0.7, 0.95, 1.5, 2.25, 40.25)


@pytest.mark.parametrize("target", ["c", "fortran"])  # of which each has what the other lacks
def test_second_derivatives_at_moderate_points(target: str) -> None:
    problems = []
    for text in code_for(list(questions()), target, order=2):
        names = calcdl.read(text).graph.symbols()
        if len(names) > 2:
            continue
        points = [(x,) for x in MODERATE]
        if len(names) == 2:
            points = [(x, y) for x in MODERATE[1::3] for y in MODERATE[::3]]  # type: ignore[misc]
        code = answer(ask("code", text, to=target, order=2))
        columns = dict(zip(names, zip(*points, strict=True), strict=True))
        given = run(code.program, columns)[1 + len(names) :]
        tolerance = FEWER_DIGITS.get(text, 1e-12)
        for numbers, true in zip(given, hessians(text, names, points), strict=True):
            for point, number, wanted in zip(points, numbers, true, strict=True):
                if wanted is not None and not math.isclose(
                    number, wanted, rel_tol=tolerance, abs_tol=1e-290
                ):
                    problems.append(f"{text} at {point}: {number!r}, not {wanted!r}")
    assert not problems


def test_python() -> None:
    problems = []
    for text, code in code_for(
        list(asked()),
        "python",
    ).items():
        run = function(code, code.partition("def ")[2].partition("(")[0])
        for point, true in asked()[text]:
            try:
                value, gradient = run(*point)
            except (OverflowError, ValueError, ZeroDivisionError) as error:
                if all([number is not None and math.isfinite(number) for number in true]):
                    problems.append(f"{text} at {point}: {error!r}, not {true}")
                continue  # which is how Python says that a number is infinite or is none
            problems += faults(text, point, true, [value, *gradient])
    assert not problems


@pytest.mark.process
@pytest.mark.parametrize("name", LANGUAGES)
def test_compiled_languages(name: str, tmp_path: Path) -> None:
    language = LANGUAGES[name]
    if shutil.which(language.needs) is None:
        pytest.skip(f"there is no {language.needs}")
    codes = code_for(list(asked()), name)
    assert len(codes) > 90
    calls = {f"f{list(asked()).index(text)}": [at for at, _ in asked()[text]] for text in codes}
    points = [(text, *row) for text in codes for row in asked()[text]]
    given = numbers_of(language, list(codes.values()), calls, tmp_path)
    assert not [
        fault
        for (text, point, true), numbers in zip(points, given, strict=True)
        for fault in faults(text, point, true, numbers)
    ]


# What libraries themselves lose, measured in PyTorch 2.14.1 and JAX 0.10.2 on a CPU.
LOST = {
    "numpy": frozenset[str](),
    "torch": frozenset(("mod(u, v)", "fmod(u, v)")),  # of a quotient beyond all doubles
    "jax": frozenset(("atanh(u)", "log1p(u)", "erfcx(u)")),  # some 50 ulps where 1 + u is rounded
}


@pytest.mark.process  # PyTorch looks for its libraries by one
@pytest.mark.parametrize("library", LOST)
def test_libraries(library: str) -> None:
    module = pytest.importorskip("jax" if library == "jax" else library)
    if library == "jax":
        module.config.update("jax_enable_x64", True)
        module = module.numpy
    codes = code_for(list(asked()), library)
    assert len(codes) > 90
    problems = []
    for text, code in codes.items():
        if "scipy" in code and find_spec("scipy") is None:
            continue
        points, true = zip(*asked()[text], strict=True)
        columns = [module.asarray(numpy.array(column)) for column in zip(*points, strict=True)]
        with numpy.errstate(all="ignore"):
            value, gradient = function(code, code.partition("\ndef ")[2].partition("(")[0])(
                *columns
            )
        rows = numpy.array([numpy.asarray(it) for it in (value, *gradient)]).T.tolist()
        for point, wanted, given in zip(points, true, rows, strict=True):
            problems += faults(text, point, wanted, given) if text not in LOST[library] else []
    assert not problems
