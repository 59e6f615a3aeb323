"""Python with its module math: a function of floats that returns the value and the gradient."""

from __future__ import annotations

import keyword
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from calcdl.functions.spellings import TARGETS, spellings
from calcdl.graph.nodes import COMPARISONS, LEAVES, Undefined
from calcdl.render.code.expressions import expression_text, written_arguments
from calcdl.render.code.names import identifiers, undefined_name
from calcdl.render.code.needs import ALWAYS, needed_cases
from calcdl.render.code.pythonic import WIDTH, answers, definition, docstring
from calcdl.render.code.remarks import lines_of, title
from calcdl.render.code.statements import Body, Statement, body_of, named_parts
from calcdl.render.code.syntax import Syntax
from calcdl.results.code import Code

if TYPE_CHECKING:
    from calcdl.render.code.needs import Cases

__all__ = ["write"]

_RESERVED = frozenset((*keyword.kwlist, "math", "abs", "gradient", "hessian", "max", "min"))
_HARMLESS = LEAVES | COMPARISONS | {"add", "mul", "neg", "where", "abs", "max", "min"}


def write(code: Code) -> str:
    """Return Python that formatters, linters and type checkers have nothing to say about."""
    functions = [undefined_name(one) for one in code.functions]
    names = identifiers([*code.variables, *functions], _RESERVED, [code.name])
    syntax = _syntax(names)
    body = body_of(code.program, syntax, [*names.values(), code.name, *_RESERVED])
    parameters = [f"{names[name]}: float" for name in code.variables]
    for one in code.functions:
        takes = ", ".join(["float"] * len(one.orders))
        parameters.append(f"{names[undefined_name(one)]}: Callable[[{takes}], float]")
    lines = _lines(code, body, syntax, names)
    imports = ["import math"] if any(["math." in line for line in lines]) else []
    if code.functions:
        imports.append("from collections.abc import Callable")
    return "\n".join(
        [
            f'"""{lines_of([title(code)], WIDTH - 6)[0]}"""',
            "",
            *imports,
            *(["", ""] if imports else [""]),
            *_signature(code, parameters),
            *[f"    {line}".rstrip() for line in [*docstring(code), *lines]],
        ]
    )


def _syntax(names: dict[str, str]) -> Syntax:
    def undefined(function: Undefined) -> str:
        return names[undefined_name(function)]

    return Syntax(spellings(TARGETS["python"].column).calls, "{1} if {0} else {2}", "math.nan",
                  symbol=names.__getitem__, undefined=undefined)  # fmt: skip


def _signature(code: Code, parameters: list[str]) -> list[str]:
    floats = _tuple_type(len(code.wrt))
    given = f"float, {floats}"
    if code.program.hessian:
        given += ", tuple[tuple[float, ...], ...]"
    return definition(code.name, parameters, f" -> tuple[{given}]")


def _tuple_type(count: int) -> str:
    return f"tuple[{', '.join(['float'] * count)}]" if count < 4 else "tuple[float, ...]"


def _lines(code: Code, body: Body, syntax: Syntax, names: dict[str, str]) -> list[str]:
    needed = needed_cases(code.program)
    names_of_nodes = {statement.node: statement.name for statement in body.statements}
    lines = []
    for statement in _behind_conditions(code, body, needed, names_of_nodes):
        text = statement.text
        cases = needed[statement.node]
        may_raise = _may_raise(code, statement, names_of_nodes)
        if cases != ALWAYS and may_raise:
            condition = _condition(code, cases, syntax, names_of_nodes)
            text = f"({text})" if " if " in text else text
            text = f"{text} if {condition} else math.nan"
        lines.append(f"{statement.name} = {text}")
    return [*lines, *answers(body)]


def _behind_conditions(
    code: Code, body: Body, needed: dict[int, Cases], names: dict[int, str]
) -> list[Statement]:
    """Return statements in an order in which each has the conditions before it that it is under."""
    nodes = code.program.nodes
    by_node = {statement.node: statement for statement in body.statements}
    before = TopologicalSorter[int]()
    for node, statement in by_node.items():
        cases = needed[node] if _may_raise(code, statement, names) else ALWAYS
        conditions = [condition for case in cases for condition, _ in case]
        before.add(node, *named_parts(nodes, [*written_arguments(nodes, node), *conditions], names))
    return [by_node[node] for node in before.static_order()]


def _may_raise(code: Code, statement: Statement, names: dict[int, str]) -> bool:
    """Say whether a statement may divide by zero, or call a function outside its domain."""
    nodes = code.program.nodes
    stack = [statement.node]
    while stack:
        node = stack.pop()
        if nodes.operations[node] not in _HARMLESS:
            return True
        stack += [child for child in written_arguments(nodes, node) if child not in names]
    return False


def _condition(code: Code, cases: Cases, syntax: Syntax, names: dict[int, str]) -> str:
    """Return as text that one of some cases holds."""
    nodes = code.program.nodes
    texts = []
    for case in sorted(cases, key=sorted):
        parts = []
        for node, holds in sorted(case):
            text = names.get(node) or expression_text(nodes, node, syntax, names)
            parts.append(text if holds else f"not {text}" if node in names else f"not ({text})")
        texts.append(" and ".join(parts))
    if len(texts) == 1:
        return texts[0]
    return " or ".join([f"({text})" if " and " in text else text for text in texts])
