"""JSON: the operations of a program, for other programs to read."""

from __future__ import annotations

from json import dumps
from typing import Any

from calcdl.graph.nodes import LEAVES, Nodes, Undefined, reachable
from calcdl.reading.writing import write as write_formula
from calcdl.results.code import Code

__all__ = ["write"]


def write(code: Code) -> str:
    """Return operations on earlier ones, which are counted from 0, and which the answers are.

    Of the Hessian there is the upper triangle, its rows from the diagonal on.
    """
    nodes, program = code.program.nodes, code.program
    order = reachable(nodes, program.roots())
    place = {node: k for k, node in enumerate(order)}
    record: dict[str, Any] = {
        "schema": 1,
        "expression": write_formula(code.expression),
        "variables": list(code.variables),
        "wrt": list(code.wrt),
        "operations": [_operation(nodes, node, place) for node in order],
        "value": place[program.value],
        "gradient": [place[node] for node in program.gradient],
    }
    if program.hessian:
        record["hessian"] = [[place[node] for node in row] for row in program.hessian]
    return dumps(record, ensure_ascii=False)


def _operation(nodes: Nodes, node: int, place: dict[int, int]) -> dict[str, Any]:
    operation, args = nodes.operations[node], nodes.arguments[node]
    if operation == "number":
        return {"operation": "number", "value": str(nodes.value_of(node))}
    if operation in LEAVES:
        return {"operation": operation, "name": nodes.name_of(node)}
    arguments = [place[child] for child in args]
    if type(operation) is Undefined:
        return {"operation": "function", "name": operation.name, "orders": list(operation.orders),
                "arguments": arguments}  # fmt: skip
    return {"operation": operation, "arguments": arguments}
