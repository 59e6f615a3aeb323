"""An expression of a program as text in a language, with parts that have names by these names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from calcdl.graph.nodes import COMPARISONS, LEAVES, Undefined, is_on_arrays
from calcdl.render.code.syntax import (
    ATOM,
    CHOICE,
    COMPARISON,
    NEGATIVE,
    POWER,
    PRODUCT,
    SUM,
    Syntax,
)

if TYPE_CHECKING:
    from calcdl.graph.nodes import Nodes
    from calcdl.graph.shapes import Shaped

__all__ = ["expression_text", "own_length", "written_arguments"]

_BINDS = {"add": SUM, "mul": PRODUCT, "div": PRODUCT, "neg": PRODUCT}


def expression_text(
    nodes: Nodes, root: int, syntax: Syntax, names: Mapping[int, str], least: int = CHOICE
) -> str:
    """Return the text of a node; brackets stand only where the language needs them.

    ``least`` is how tightly it has to bind where it will stand. Linear in the text.
    """
    pieces: list[str] = []
    stack: list[Any] = [(root, least)]
    while stack:
        item = stack.pop()
        if type(item) is str:
            pieces.append(item)
            continue
        node, least = item
        if node in names and node != root:
            pieces.append(names[node])
        elif binding(nodes, node, syntax) < least:
            stack += (")", (node, CHOICE), "(")
        else:
            stack += reversed(_parts(nodes, node, syntax))
    return "".join(pieces)


def binding(nodes: Nodes, node: int, syntax: Syntax) -> int:
    """Return how tightly the text of a node binds."""
    operation = nodes.operations[node]
    if operation in COMPARISONS:
        return COMPARISON
    if operation == "where":
        return syntax.choose_binds
    if operation == "number":
        return NEGATIVE if nodes.value_of(node) < 0 else ATOM
    if operation == "pow" and syntax.power:
        return POWER
    if is_on_arrays(operation) and syntax.shaped_binds is not None:
        return syntax.shaped_binds(cast("Shaped", operation))
    if nodes.is_undefined(node) or type(operation) is not str:
        return ATOM
    return _BINDS.get(operation) or syntax.binds.get(operation, ATOM)


def own_length(nodes: Nodes, node: int, syntax: Syntax) -> int:
    """Return how long the text of a node is without its arguments, about."""
    return sum([len(part) for part in _parts(nodes, node, syntax) if type(part) is str])


def written_arguments(nodes: Nodes, node: int) -> tuple[int, ...]:
    """Return the nodes that the text of a node has in it: of a - b that is b, and not -b."""
    args = nodes.children(node)
    if nodes.operations[node] == "add" and nodes.operations[args[1]] == "neg":
        return (args[0], nodes.arguments[args[1]][0])
    return args


def _parts(nodes: Nodes, node: int, syntax: Syntax) -> list[Any]:
    """Return the text of a node, its arguments as (node, how tightly they have to bind)."""
    operation, args = nodes.operations[node], nodes.arguments[node]
    if operation == "number":
        content = nodes.value_of(node)
        return ["-", syntax.number(-content)] if content < 0 else [syntax.number(content)]
    if operation == "symbol":
        return [syntax.symbol(nodes.name_of(node))]
    if nodes.is_undefined(node):
        return [syntax.nan]
    if operation == "add":
        left, right = args
        if nodes.operations[right] == "neg":
            return [(left, SUM), " - ", (nodes.arguments[right][0], PRODUCT)]
        if nodes.operations[right] == "number" and (value := nodes.value_of(right)) < 0:
            return [(left, SUM), " - ", syntax.number(-value)]
        return [(left, SUM), " + ", (right, PRODUCT)]
    if operation == "mul":
        return [(args[0], PRODUCT), " * ", (args[1], NEGATIVE)]
    if operation == "div":
        return [(args[0], PRODUCT), " / ", (args[1], ATOM)]
    if operation == "neg":
        return ["-", (args[0], ATOM if _begins_with_arrays(nodes, args[0]) else PRODUCT)]
    if operation in COMPARISONS:
        sign = syntax.comparisons.get(operation, operation)
        template = sign if "{0}" in sign else syntax.compare.replace("{op}", sign)
        return _filled(template, args, SUM)
    if operation == "constant":
        return [syntax.calls[nodes.name_of(node)]]
    if operation == "pow" and syntax.power:
        hugs = all([nodes.operations[i] in LEAVES for i in args])
        return [(args[0], ATOM), syntax.power if hugs else f" {syntax.power} ", (args[1], NEGATIVE)]
    if operation == "where":
        choose = syntax.adapted(operation, syntax.choose, _numbers(nodes, args, syntax))
        return _filled(choose, args, CHOICE if syntax.choose_binds == ATOM else COMPARISON)
    if is_on_arrays(operation) and syntax.shaped is not None:
        return syntax.shaped(nodes, cast("Shaped", operation), args)
    if type(operation) is Undefined:
        template = ", ".join([f"{{{k}}}" for k in range(len(args))])
        return _filled(f"{syntax.undefined(operation)}({template})", args, CHOICE)
    template = syntax.adapted(operation, syntax.calls[operation], _numbers(nodes, args, syntax))
    if template.startswith("{0!}.") and nodes.operations[args[0]] == "number":
        template = _as_function(template, syntax.number_type)
    return _filled(template, args, CHOICE)


def _as_function(template: str, number_type: str) -> str:
    """Return the call of a method as one of a function, for a number alone has no methods.

    >>> _as_function("{0!}.powf({1})", "f64"), _as_function("{0!}.exp()", "f64")
    ('f64::powf({0}, {1})', 'f64::exp({0})')
    """
    method, _, others = template.removeprefix("{0!}.").removesuffix(")").partition("(")
    return f"{number_type}::{method}({', '.join(['{0}', *([others] if others else [])])})"


def _numbers(nodes: Nodes, args: tuple[int, ...], syntax: Syntax) -> tuple[str | None, ...]:
    """Return the texts of the arguments that are numbers, None for the others."""
    return tuple([_number_text(nodes, i, syntax) for i in args])


def _number_text(nodes: Nodes, node: int, syntax: Syntax) -> str | None:
    if nodes.operations[node] == "number" or nodes.is_undefined(node):
        return "".join(_parts(nodes, node, syntax))
    return None


def _begins_with_arrays(nodes: Nodes, node: int) -> bool:
    """Say whether a minus in front would turn a whole array and not what is made of it."""
    while nodes.operations[node] in ("mul", "div"):
        node = nodes.arguments[node][0]
    return is_on_arrays(nodes.operations[node])


def _filled(template: str, args: tuple[int, ...], least: int) -> list[Any]:
    return [
        part if isinstance(part, str) else (args[part[0]], ATOM if part[1] else least)
        for part in _split(template)
    ]


@cache
def _split(template: str) -> list[str | tuple[int, bool]]:
    """Return a template as its texts and its arguments: which, and whether they must be atoms.

    >>> _split("pow({0}, {1!})")
    ['pow(', (0, False), ', ', (1, True), ')']
    """
    pieces = re.split(r"{(\d+)(!?)}", template)
    parts: list[str | tuple[int, bool]] = [pieces[0]]
    for number, mark, text in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        parts += [(int(number), bool(mark)), text]
    return parts
