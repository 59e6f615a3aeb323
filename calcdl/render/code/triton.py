"""Triton: an elementwise kernel for the value, and one that pulls an adjoint back."""

from __future__ import annotations

import keyword
from collections.abc import Sequence

from calcdl.functions.spellings import spellings
from calcdl.render.code.kernels import Half, backward, forward, fresh
from calcdl.render.code.names import identifiers, names_in, undefined_name
from calcdl.render.code.pythonic import WIDTH, definition
from calcdl.render.code.remarks import lines_of, remarks, title
from calcdl.render.code.statements import body_of
from calcdl.render.code.syntax import ATOM, Syntax
from calcdl.results.code import Code

__all__ = ["write"]

_OWN = ("triton", "tl", "libdevice", "at", "inside", "n", "BLOCK", "adjoint", "all_adjoint")
_RESERVED = frozenset((*keyword.kwlist, *_OWN, "all_value"))


def write(code: Code) -> str:
    """Return two kernels; undefined functions are parameters, to be given as kernels are."""
    functions = [undefined_name(one) for one in code.functions]
    names = names_in(code, _RESERVED)
    adjoint = fresh("adjoint", code.variables)
    arrays = [f"all_{names[name]}" for name in code.variables]
    slopes = [f"all_d{names[name]}" for name in code.wrt]
    free = list(identifiers([*arrays, *slopes], _RESERVED, names.values()).values())
    arrays, slopes = free[: len(arrays)], free[len(arrays) :]
    places = dict(zip(code.variables, arrays, strict=True)) | {adjoint: "all_adjoint"}
    syntax = Syntax(
        spellings("triton").calls,
        "tl.where({0}, {1}, {2})",
        'float("nan")',
        choose_binds=ATOM,
        symbol={**names, adjoint: "adjoint"}.__getitem__,
        undefined=lambda one: names[undefined_name(one)],
    )
    taken = {*_RESERVED, *names.values(), *free}
    given = [f"{names[name]}: tl.constexpr" for name in functions]

    def kernel(way: str, parameters: list[str], half: Half, outputs: Sequence[str]) -> list[str]:
        body = body_of(half.program, syntax, taken)
        lines = ["at = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)", "inside = at < n"]
        for name in half.reads:
            lines.append(f"{syntax.symbol(name)} = tl.load({places[name]} + at, mask=inside)")
        lines += [f"{one.name} = {one.text}" for one in body.statements]
        for output, text in zip(outputs, body.gradient or [body.value], strict=True):
            lines += _stored(output, text)
        head = definition(f"{code.name}_{way}", [*parameters, "n", *given, "BLOCK: tl.constexpr"])
        return ["", "", "@triton.jit", *head, *[f"    {line}" for line in lines]]

    there = kernel("forward", [*arrays, "all_value"], forward(code), ["all_value"])
    back = kernel("backward", [*arrays, "all_adjoint", *slopes], backward(code, adjoint), slopes)
    return "\n".join([*_docstring(code), "", *_imports([*there, *back]), *there, *back])


def _imports(lines: Sequence[str]) -> list[str]:
    needs = any(["libdevice." in line for line in lines])
    extra = ["from triton.language.extra import libdevice"] if needs else []
    return ["import triton", "import triton.language as tl", *extra]


def _docstring(code: Code) -> list[str]:
    first, *rest = lines_of([title(code)], WIDTH - 3)
    said = [*remarks(code), "Each program instance computes BLOCK of n elements."]
    return [f'"""{first}', *rest, "", *lines_of(said, WIDTH), '"""']


def _stored(output: str, text: str) -> list[str]:
    """Return the store of an expression, which has a line of its own where it is long."""
    line = f"tl.store({output} + at, {text}, mask=inside)"
    if len(line) <= WIDTH - 4:
        return [line]
    name = output.removeprefix("all_")
    return [f"{name}_found = {text}", f"tl.store({output} + at, {name}_found, mask=inside)"]
