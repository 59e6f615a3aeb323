"""Formulas are written as a person spells, and read back as the same graph."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from calcdl.calculus import answer
from calcdl.calculus.asking import ask
from calcdl.errors import CalcdlError
from calcdl.functions import ALIASES
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.reading.writing import write
from calcdl.syntax.unparse import Spelling, unparse
from tests.support.command import in_process

HERE = Path(__file__).parent.parent


def lines_of(place: str) -> list[str]:
    lines = (HERE / place).read_text("utf-8").split("\n")
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def expressions() -> list[str]:
    """Return the expressions of all corpora, each once."""
    names = ("latex", "code", "spellings", "meaning")
    bare = [line for name in names for line in lines_of(f"conformance/{name}.txt")]
    bare += [side for line in lines_of("conformance/claims.txt") for side in line.split("  |  ")]
    bare += lines_of("arithmetic/formulas/chosen.txt")
    quoted = [
        line
        for name in ("deriv", "points", "pieces")
        for line in lines_of(f"conformance/{name}.txt")
    ]
    found = [line.split("  =>  ")[0].strip() for line in bare]
    found += [shlex.split(line.split("  =>  ")[0].removeprefix("deriv "))[0] for line in quoted]
    return list(dict.fromkeys(found))


EXPRESSIONS = expressions()
# One spelling for both e**x and exp(x), which are the same function and not the same node.
CANONICAL = Spelling(exponential=True)


def canonical(graph: Graph) -> str:
    return unparse(graph, CANONICAL)


def graphs_of(text: str) -> list[tuple[Graph, Spelling]]:
    """Return what an expression and its derivatives are, and how its author spells."""
    try:
        asked = ask("gradient", text)
        spelling = asked.spelling()
    except CalcdlError:
        return []
    graphs = [asked.graph]
    if asked.graph.operation_count() < 40:
        try:
            found = answer(asked).entries
            graphs += [entry.formula for entry in found if entry.formula is not None]
        except CalcdlError:
            pass
    return [(graph, spelling) for graph in graphs]


def misread(graph: Graph, spelling: Spelling) -> str | None:
    """Return the text of a graph if it reads back as another one."""
    text = write(graph, spelling)
    same = canonical(read(text).graph) == canonical(graph)
    return None if same else f"{canonical(graph)} as {text} is {canonical(read(text).graph)}"


def aliases(k: int) -> dict[str, str]:
    """Return another name for each function that has some: the first, the second …"""
    names: dict[str, list[str]] = {}
    for alias, name in ALIASES.items():
        names.setdefault(name, []).append(alias)
    return {name: others[min(k, len(others) - 1)] for name, others in names.items()}


EVERY_WAY = [
    Spelling(power, e, pi, exponential, bars, flat, cases, aliases(k))
    for k, (power, e, pi, exponential, bars, flat, cases) in enumerate(
        [
            ("^", "e", "π", True, True, True, "where"),
            ("**", "E", "pi", True, False, False, "Piecewise"),
            ("^", "E", "π", False, True, False, "where"),
        ]
    )
]


@pytest.mark.parametrize("start", range(20))
def test_what_is_written_reads_back_as_the_same_graph(start: int) -> None:
    graphs = [pair for text in EXPRESSIONS[start::20] for pair in graphs_of(text)]
    assert len(graphs) > 50
    for graph, spelling in graphs:
        for way in (spelling, *EVERY_WAY):
            assert misread(graph, way) is None


@pytest.mark.parametrize(
    "fault",
    [
        Spelling(functions={"log": "log2"}),
        Spelling(functions={"max": "min"}),
        Spelling(power="*"),
        Spelling(e="pi"),
    ],
)
def test_a_wrong_spelling_is_seen(fault: Spelling) -> None:
    graphs = [pair for text in EXPRESSIONS[::3] for pair in graphs_of(text)]
    assert any([misread(graph, fault) for graph, _ in graphs])


def cases() -> list[tuple[str, list[str]]]:
    """Return questions, and the lines of their tables that are expected."""
    pairs = [line.split("  =>  ") for line in lines_of("conformance/tables.txt")]
    return [(question.strip(), shown.strip().split("  |  ")) for question, shown in pairs]


CASES = cases()


@pytest.mark.parametrize(("question", "shown"), CASES, ids=[question for question, _ in CASES])
def test_a_table_speaks_the_language_of_the_question(question: str, shown: list[str]) -> None:
    table = in_process(*shlex.split(question), "--format", "table", COLUMNS="120").stdout
    lines = {" ".join(line.split()) for line in table.split("\n")}
    assert {" ".join(line.split()) for line in shown} <= lines


@pytest.mark.parametrize("question", [question for question, _ in CASES])
def test_in_a_pipe_formulas_are_input_of_sympy(question: str) -> None:
    words = shlex.split(question)
    plain = in_process(*words).stdout
    assert not re.search(r"\^|\bln\b|\bwhere\(|\|", plain)
