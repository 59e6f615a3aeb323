"""What calcdl writes in MathML is MathML Core, and says what the formula says."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from calcdl.arithmetic.floats import Floats
from calcdl.errors import CalcdlError, ExpressionError, TooLarge
from calcdl.functions import FUNCTIONS
from calcdl.graph.nodes import COMPARISONS, Graph, Nodes, Undefined
from calcdl.reading.expressions import read
from calcdl.render.latex.names import name_latex
from calcdl.render.mathml.formula import formula_mathml
from calcdl.render.mathml.names import name_mathml
from calcdl.sweep.forward import apply
from calcdl.syntax.numerals import whole_text
from tests.support.corpus import expressions
from tests.support.mathml_reader import ARITIES, parsed, text_of

_ATTRIBUTES = {"form", "accent", "stretchy", "width", "mathvariant", "class",
               "lspace", "rspace"}  # fmt: skip
_SIGNS = {"add", "mul", "neg", "div", "pow", "where", "sqrt", "abs", "floor", "ceil", *COMPARISONS}
_CALLED = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "gamma": "Γ", "exp": "e",
           "cbrt": "3"}  # fmt: skip
VALUES = (0.37, 1.9, -1.3, 2.6, 0.8, -0.45, 3.1)


@cache
def formulas() -> list[tuple[str, Graph, Element]]:
    """Return all formulas of the corpora that may be written, with their MathML."""
    found = []
    for text, graph in expressions():
        try:
            found.append((text, graph, parsed(formula_mathml(graph))))
        except TooLarge:
            continue
    return found


def test_it_is_mathml_core() -> None:
    for text, _, root in formulas():
        for element in root.iter():
            arity = ARITIES[element.tag]
            assert arity is None or len(element) == arity, (text, element.tag)
            assert set(element.attrib) <= _ATTRIBUTES, text


def leaves_shown(root: Element) -> Counter[str]:
    return Counter(
        part.text or "" for part in root.iter() if part.tag in ("mi", "mn") and part.text != ""
    )


def leaves_of(graph: Graph) -> Counter[str]:
    """Return names and numbers of a formula, each as often as it is written."""
    nodes, found = graph.nodes, Counter[str]()
    uses = dict.fromkeys(graph.order(), 0)
    uses[graph.root] = 1
    for i in reversed(graph.order()):
        operation, args = nodes.operations[i], nodes.arguments[i]
        if operation == "where" and nodes.is_undefined(args[2]):
            args = args[:2]
        for part in leaves_of_node(operation, args):
            found[part] += uses[i]
        for child in args if nodes.children(i) else ():
            uses[child] += uses[i]
    return found


def leaves_of_node(operation: Any, args: Any) -> list[str]:
    if operation == "symbol":
        return list(leaves_shown(parsed(name_mathml(args[0]))).elements())
    if operation == "number":
        parts = [args[0].numerator, *[args[0].denominator][: args[0].denominator != 1]]
        return [whole_text(abs(part)) for part in parts]
    if operation == "constant":
        return ["π" if args[0] == "pi" else "e"]
    if type(operation) is Undefined:
        places = [str(k) for k, n in enumerate(operation.orders, 1) for _ in range(n)]
        return [operation.name, *(places if len(operation.orders) > 1 else [])]
    return [] if operation in _SIGNS else [_CALLED.get(operation, operation)]


def test_it_has_the_leaves_of_the_graph() -> None:
    count = 0
    for text, graph, root in formulas():
        kinds = [kind for kind in graph.kinds() if type(kind) is Undefined]
        if all(len(kind.orders) > 1 or max(kind.orders) <= 3 for kind in kinds):
            assert leaves_shown(root) == leaves_of(graph), text
            count += 1
    assert count > 3000


def value(graph: Graph, at: dict[str, float]) -> float | None:
    try:
        return apply(graph, Floats(), at)
    except (CalcdlError, OverflowError, ValueError, ZeroDivisionError):
        return None


def read_back(graph: Graph, root: Element) -> Graph:
    return read(text_of(root, {name_mathml(name): name for name in graph.symbols()})).graph


def test_it_means_what_the_graph_means() -> None:
    """Read back, it has the same value at several points."""
    compared = 0
    for text, graph, root in formulas():
        if any(type(kind) is Undefined for kind in graph.kinds()) or len(graph.nodes) > 400:
            continue
        again = read_back(graph, root)
        for start in range(3):
            at = {x: VALUES[(k + start) % 7] for k, x in enumerate(graph.symbols())}
            ours, theirs = value(graph, at), value(again, at)
            if ours is None or theirs is None or math.isnan(ours):
                continue
            assert math.isclose(ours, theirs, rel_tol=1e-6, abs_tol=1e-9), (text, at)
            compared += 1
    assert compared > 3000


def test_a_lost_parenthesis_is_seen() -> None:
    graph = read("(x + 1)*2").graph
    mathml = re.sub("<mo[^>]*>[()]</mo>", "", formula_mathml(graph))
    assert value(read_back(graph, parsed(mathml)), {"x": 3.0}) != value(graph, {"x": 3.0})


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_written(name: str) -> None:
    nodes = Nodes()
    row = FUNCTIONS[name]
    arguments = tuple([nodes.symbol(f"v{k}") for k in range(max(row.fewest, 1))])
    graph = Graph(nodes, nodes.make(name, arguments))
    assert leaves_shown(parsed(formula_mathml(graph))) == leaves_of(graph)


NAMES = ["x", "u1", "alpha", "alpha_max", "log_loss", "xhat", "xddot", "_x", "x_", "a__b",
         "x1_2_3", "x12_3", "omicron", "Chi", "phi", "φ", "dot", "ddot", "hatbar", "变量", "é1",
         "u_1", "x١"]  # fmt: skip


ALIKE = ["u1", "u_1"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_one_name(name: str) -> None:
    """It is one element, of the letters that LaTeX has for it, and no other name looks like it."""
    (element,) = parsed(name_mathml(name))
    assert all(part.tag in ARITIES for part in element.iter())
    assert name_latex(name)
    alike = [other for other in NAMES if name_mathml(other) == name_mathml(name)]
    assert alike == ([name] if name not in ALIKE else ALIKE)


def test_a_long_name_of_accents_is_written() -> None:
    name = "x" + "bar" * 3000
    assert name_mathml(name).count("<mover") == 3000
    assert name_latex(name).count("\\bar") == 3000


def test_nothing_recurses() -> None:
    deep = read("sin(" * 5000 + "x" + ")" * 5000).graph
    assert formula_mathml(deep).count("<mi>sin</mi>") == 5000
    doubled = [f"u{k} = u{k - 1}*sin(u{k - 1})" for k in range(1, 30)]
    with pytest.raises(TooLarge):
        formula_mathml(read("; ".join(["u0 = x + 1", *doubled, "u29"])).graph)


def test_no_name_is_markup() -> None:
    with pytest.raises(ExpressionError):
        read("<script>")
    nodes = Nodes()
    hostile = '</mi><script>alert("1")</script>&amp;'
    sum_ = nodes.make("add", (nodes.symbol(hostile), nodes.make(Undefined(hostile, (1,)), (0,))))
    root = parsed(formula_mathml(Graph(nodes, sum_)))
    assert {part.tag for part in root.iter()} <= set(ARITIES)
    assert hostile in [part.text for part in root.iter()]
