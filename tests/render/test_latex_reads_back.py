"""The LaTeX that calcdl writes is read back by calcdl as the formula that it was.

This checks it without TeX: what the reader of LaTeX makes of it is the same function.
"""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.proof import is_zero
from calcdl.calculus.asking import ask
from calcdl.calculus.check.places import point_of
from calcdl.calculus.check.samples import claimed_at
from calcdl.errors import CalcdlError
from calcdl.functions import FUNCTIONS
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.render.latex.formula import formula_latex
from calcdl.render.latex.names import name_latex
from calcdl.sweep.forward import apply
from calcdl.syntax.greek import GREEK

TESTS = Path(__file__).parents[1]
CORPORA = ("arithmetic/formulas/textbook.txt", "arithmetic/formulas/chosen.txt",
           "conformance/conditions.txt")  # fmt: skip
# How LaTeX sets them is how they are read: an accent and a number are parts of a name.
NAMES = {
    "input": r"\mathrm{input}", "wx": r"\mathrm{wx}", "x_1": "x_{1}", "x1": "x_{1}",
    "alpha_2": r"\alpha_{2}", "yhat": r"\hat{y}", "W_ij": "W_{ij}", "x_max": r"x_{\mathrm{max}}",
    "learning_rate": r"\mathrm{learning}_{\mathrm{rate}}", "theta": r"\theta",
    "φ_0": r"\varphi_{0}",
    "x_1_2": "x_{1, 2}", "log_loss": r"\mathrm{log}_{\mathrm{loss}}", "sin_x": r"\mathrm{sin}_{x}",
    "frac": r"\mathrm{frac}", "dx": r"\mathrm{dx}", "ab": r"\mathrm{ab}",
    "foo12": r"\mathrm{foo}_{12}",
}  # fmt: skip


def texts() -> list[str]:
    found = []
    for corpus in CORPORA:
        for line in (TESTS / corpus).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                found += line.replace("|", "=>").split("=>")
    for row in FUNCTIONS.values():
        names = [f"v{k}" for k in range(max(row.fewest, 1))]
        found += [f"{row.name}({', '.join(names)})", f"x*{row.name}({', '.join(names)})**2"]
    return found


def letters(name: str) -> str:
    """Return what a name looks like: xhat as x_hat, u1 as u_1, and alpha is the letter."""
    for accent in ("hat", "bar", "dot", "tilde"):
        if name.endswith(accent) and name not in (accent, f"_{accent}"):
            name = f"{name.removesuffix(accent).rstrip('_')}_{accent}"
    first = name.split("_")[0]
    digits = len(first) - len(first.rstrip("0123456789"))
    if digits:
        name = f"{first[:-digits]}_{first[-digits:]}{name[len(first) :]}"
    return "_".join([GREEK.get(word, word) for word in name.split("_")])


def are_same(first: Graph, second: Graph) -> bool:
    """Say whether two graphs are the same function of what their names look like."""
    symbols = Symbols()
    names = (*first.symbols(), *second.symbols())
    inputs = {name: symbols.nodes.symbol(letters(name)) for name in names}
    one, other = [apply(graph, symbols, inputs) for graph in (first, second)]
    if one == other or is_zero(symbols, symbols.add((one, symbols.neg(other)))):
        return True
    values = [numbers(Graph(symbols.nodes, root)) for root in (one, other)]
    return any(values[0]) and values[0] == values[1]


def numbers(graph: Graph) -> list[str | None]:
    """Return the values at some points, None where there is none."""
    found: list[str | None] = []
    for k in range(4):
        places = {n: Fraction(sum(map(ord, n)) % 19 + 7 * k, 17) for n in graph.symbols()}
        try:
            found.append(claimed_at(graph, point_of(places)).decimal)
        except CalcdlError:
            found.append(None)
    return found


def test_what_is_written_reads_back() -> None:
    count = 0
    for text in texts():
        try:
            graph = read(text).graph
        except CalcdlError:  # a line of a corpus has other columns too
            continue
        written = formula_latex(graph)
        assert are_same(graph, read(written).graph), (text, written)
        count += 1
    assert count > 1000


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_set_properly_and_reads_back(name: str) -> None:
    assert name_latex(name) == NAMES[name]
    graph = read(f"2*{name}**2 + {name}*y").graph
    assert are_same(graph, read(formula_latex(graph)).graph)


def test_another_function_does_not_pass() -> None:
    graph = read("2*x - 5*y").graph
    assert formula_latex(graph) == "2 x - 5 y"
    assert not are_same(graph, read("2 x - 5 z").graph)
    assert not are_same(graph, read(r"2 x - \frac{5}{y}").graph)


@pytest.mark.parametrize("name", ["x_", "_x", "a__b", "变量", "é1", "input_file", "write18", "def"])
def test_a_name_brings_no_command_with_it(name: str) -> None:
    """What stands behind a backslash is one of the writer's own words."""
    commands = set(re.findall(r"\\([A-Za-z]+|.)", name_latex(name)))
    assert commands <= {"mathrm", "text", "_"}


@pytest.mark.parametrize("name", [r"\input{x}", "x}", "x$y", "x^2^3", "a&b", "%x"])
def test_nothing_else_is_a_name(name: str) -> None:
    with pytest.raises(CalcdlError):
        ask("deriv", "x**2", wrt=name)
