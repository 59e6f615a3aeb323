"""What a language writes of a program whatever its form: names that it can have, and statements."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from calcdl.graph.nodes import reachable
from calcdl.render.code.names import identifiers, names_in, undefined_name
from calcdl.render.code.statements import Body, body_of
from calcdl.render.code.syntax import Syntax
from calcdl.results.code import Code, Program

__all__ = ["Draft", "Helper", "Parameter", "drafted", "entries", "whole"]

_WORDS = re.compile(r"(?<![\w.:])[A-Za-z]\w*")  # those that no module or number stands before


class Parameter(NamedTuple):
    """A parameter that is a function, and how many numbers it takes."""

    name: str
    takes: int


class Helper(NamedTuple):
    """A function of the table that code brings with it, and what it is in a sentence."""

    name: str
    variables: list[str]
    body: Body
    says: str


class Draft(NamedTuple):
    """A function without its form: parameters in their order, those unread, and statements.

    ``syntax`` writes other parts of it in the same names.
    """

    variables: list[str]
    functions: list[Parameter]
    unread: list[str]
    body: Body
    helpers: list[Helper]
    syntax: Syntax

    def names(self) -> list[str]:
        """Return the names of all parameters."""
        return [*self.variables, *[function.name for function in self.functions]]


def drafted(
    code: Code,
    syntax: Syntax,
    reserved: Collection[str],
    same: Callable[[str], str] = str,
    library: Collection[str] = (),
    lead: str = "",
) -> Draft:
    """Return what is to be written; ``same`` tells which names are one to the language.

    Raises UsageError where the function cannot have its name, as none of the ``library`` can be;
    ``lead`` stands before names that begin with an underscore.
    """
    programs = [code.program, *[helper.program for helper in code.helpers]]
    called = {same(word) for program in programs for word in _called(program, syntax)}
    taken = {*map(same, reserved), *called}
    names = names_in(code, taken, same, library, lead=lead)
    named = syntax._replace(
        symbol=names.__getitem__, undefined=lambda one: names[undefined_name(one)]
    )
    body = body_of(
        code.program, named, [same(name) for name in (*names.values(), *taken, code.name)]
    )
    read = code.symbols()
    return Draft(
        [names[name] for name in code.variables],
        [Parameter(names[undefined_name(one)], len(one.orders)) for one in code.functions],
        [names[name] for name in code.variables if name not in read],
        body,
        [_helper(code, k, syntax, taken, same) for k in range(len(code.helpers))],
        named,
    )


def _called(program: Program, syntax: Syntax) -> Iterator[str]:
    """Yield the words that calls of functions are written with."""
    nodes = program.nodes
    for i in reachable(nodes, program.roots()):
        operation = nodes.operations[i]
        if type(operation) is str and operation in syntax.calls:
            yield from _WORDS.findall(syntax.calls[operation])


def _helper(
    code: Code, k: int, syntax: Syntax, taken: Iterable[str], same: Callable[[str], str]
) -> Helper:
    name, variables, program, says, source = code.helpers[k]
    names = identifiers(variables, set(taken), (), same)
    spelled = syntax._replace(symbol=names.__getitem__)
    called = syntax.calls[name].partition("(")[0]
    body = body_of(program, spelled, [*names.values(), *taken])
    return Helper(called, [*names.values()], body, f"{says[:1].upper()}{says[1:]}, by {source}.")


def entries(hessian: list[list[str]]) -> Iterator[tuple[int, int, str]]:
    """Yield the entries of an upper triangle by row and column."""
    for i, row in enumerate(hessian):
        for j, text in enumerate(row, i):
            yield i, j, text


def whole(upper: list[list[str]]) -> list[list[str]]:
    """Return a symmetric matrix of which there is the upper triangle."""
    size = len(upper)
    return [[upper[min(i, j)][abs(i - j)] for j in range(size)] for i in range(size)]
