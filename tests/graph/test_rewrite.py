"""The loop that copies a graph with something changed, and what is made of it."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import collected, rewrite, rewrite_nodes, transplant
from calcdl.reading.expressions import read
from calcdl.reading.writing import write
from tests.support.strategies import graphs


@given(graphs())
def test_without_a_change_it_is_a_copy(graph: Graph) -> None:
    nodes = Nodes()
    copied = rewrite(graph, nodes)
    assert list(copied) == graph.order()
    assert write(Graph(nodes, copied[graph.root])) == write(graph)


@given(graphs())
def test_in_its_own_table_a_copy_is_the_graph_itself(graph: Graph) -> None:
    assert all(old == new for old, new in rewrite(graph, graph.nodes).items())


def test_a_change_sees_the_arguments_in_the_new_table_and_what_they_became() -> None:
    graph, nodes = read("sin(cos(x)) + cos(x)").graph, Nodes()

    def swapped(node: int, operation: Any, args: tuple[Any, ...]) -> int | None:
        if operation == "cos":
            return nodes.make("sin", args)
        if operation == "sin":
            assert nodes.operations[args[0]] == "sin"
        return None

    root = rewrite(graph, nodes, swapped)[graph.root]
    assert write(Graph(nodes, root)) == "sin(sin(x)) + sin(x)"


def test_what_has_a_place_already_keeps_it() -> None:
    graph = read("exp(x)*y").graph
    nodes, old = graph.nodes, graph.nodes.make("exp", (graph.nodes.symbol("x"),))
    copied = rewrite_nodes(nodes, graph.order(), nodes, None, {old: nodes.symbol("w")})
    assert write(Graph(nodes, copied[graph.root])) == "w*y"


def test_a_deep_graph_is_no_recursion() -> None:
    nodes = Nodes()
    node = nodes.symbol("x")
    for _ in range(50_000):
        node = nodes.make("sin", (node,))
    other = Nodes()
    assert Graph(other, transplant(Graph(nodes, node), other)).operation_count() == 50_000


def test_variables_are_replaced_where_they_stand() -> None:
    graph, nodes = read("x*y + x").graph, Nodes()
    root = transplant(graph, nodes, {"x": nodes.make("sin", (nodes.symbol("t"),))})
    assert write(Graph(nodes, root)) == "sin(t)*y + sin(t)"


def test_equal_terms_and_factors_are_counted() -> None:
    assert write(collected(read("+".join(["x"] * 70 + ["y"])).graph)) == "70*x + y"
    assert write(collected(read("*".join(["x"] * 70)).graph)) == "x**70"
    short = read("x + x + y").graph
    assert collected(short) is short
