"""NumPy, PyTorch and JAX: a function of arrays, element by element, as they broadcast."""

from __future__ import annotations

import keyword
from collections.abc import Iterable
from importlib import import_module

from calcdl.functions.spellings import TARGETS, spellings
from calcdl.graph.nodes import COMPARISONS, LEAVES, Undefined, reachable
from calcdl.render.code.libraries import LIBRARIES, Library
from calcdl.render.code.modules import TAKEN, Module, module_of
from calcdl.render.code.names import names_in, undefined_name
from calcdl.render.code.needs import ALWAYS, needed_cases
from calcdl.render.code.pythonic import WIDTH, answers, docstring, head, signature
from calcdl.render.code.statements import Body, body_of
from calcdl.render.code.syntax import ATOM, Syntax
from calcdl.results.code import Code, Program

__all__ = ["write"]

_WITH_A_MODULE = frozenset(("import jax",))  # which the module imports
_OWN = ("value", "gradient", "hessian", "zeros", "shape", "dtype")
# Operations that warn of nothing, unless numbers are near the end of the range.
_QUIET = LEAVES | COMPARISONS | {"add", "neg", "where", "abs", "max", "min", "sign", "relu"}


def write(code: Code) -> str:
    """Return Python that formatters, linters and type checkers have nothing to say about."""
    library = LIBRARIES[code.target]
    reserved = {*keyword.kwlist, *_OWN, *library.reserved, *(TAKEN if code.module else ())}
    names = names_in(code, reserved)
    variables = [names[name] for name in code.variables]
    body = body_of(
        code.program, _syntax(code, library, names), [*names.values(), code.name, *reserved]
    )
    parameters = [f"{name}: {library.given}" for name in variables]
    for one in code.functions:
        takes = ", ".join([library.array] * len(one.orders))
        kind = f"Callable[[{takes}], {library.array}]"
        parameters.append(f"{names[undefined_name(one)]}: {kind}")
    statements = _lines(code, library, body, variables)
    lines = [*library.prepared(variables), *statements]
    imports = _those_in([*parameters, library.array, *lines], library.imports)
    module = module_of(code, names) if code.module else Module([], {})
    return "\n".join(
        [
            head(code),
            "",
            *_imports(code, imports, module),
            *(["", "Floats = NDArray[np.float64]"] if library.array == "Floats" else []),
            "",
            "",
            *signature(code, parameters, library.array),
            *_indented([*docstring(code, library.says, *_those_in(lines, library.notes)), *lines]),
            *module.lines,
        ]
    )


def _imports(code: Code, imports: list[str], module: Module) -> list[str]:
    """Return the imports as they are sorted: those of the standard library come first."""
    own = ["from collections.abc import Callable"] if code.functions else []
    own += ["from typing import Any"] if module.typing else []
    plain = [line for line in imports if not (module.imports and line in _WITH_A_MODULE)]
    return [*own, *([""] if own else []), *[module.imports.get(line, line) for line in plain]]


def _syntax(code: Code, library: Library, names: dict[str, str]) -> Syntax:
    column = TARGETS[code.target].column

    def undefined(function: Undefined) -> str:
        return names[undefined_name(function)]

    return Syntax(
        spellings(column).calls,
        import_module(f"calcdl.functions.spellings.{column}").CHOOSE,
        f"{library.prefix}.nan",
        choose_binds=ATOM,
        symbol=names.__getitem__,
        undefined=undefined,
        adapted=library.adapted(names[code.variables[0]]),
    )


def _those_in(lines: list[str], marked: Iterable[tuple[str, str]]) -> list[str]:
    """Return the texts whose marks occur in lines."""
    text = "\n".join(lines)
    return [one for mark, one in marked if mark in text]


def _lines(code: Code, library: Library, body: Body, variables: list[str]) -> list[str]:
    """Return the statements; what is no array of the whole shape is added to zeros of it."""
    whole = _whole(code.program, len(code.variables))
    is_whole = code.program.value in whole
    shaped = _shaped(code.program, body, whole)
    lines = [f"{one.name} = {one.text}" for one in body.statements]
    if not is_whole:
        lines += library.zeros(variables)
    value = shaped.value
    if value not in [one.name for one in body.statements]:
        lines.append(f"value = {value}")
        value = "value"
    if is_whole and not whole.issuperset(code.program.roots()):
        lines.append(f"zeros = {library.prefix}.zeros_like({value})")
    given_back = shaped._replace(value=value)
    if library.quiet and _may_warn(code.program):
        return [library.quiet, *_indented([*lines, *answers(given_back, WIDTH - 12)])]
    return [*lines, *answers(given_back)]


def _whole(program: Program, count: int) -> set[int]:
    """Return answers that are arrays of their own which depend on all variables."""
    nodes = program.nodes
    variables: dict[int, int] = {}
    needs: dict[int, int] = {}  # the variables of a node, a bit each
    for i in reachable(nodes, program.roots()):
        if nodes.operations[i] == "symbol":
            needs[i] = variables.setdefault(i, 1 << len(variables))
        else:
            needs[i] = 0
            for child in nodes.children(i):
                needs[i] |= needs[child]
    everything = (1 << count) - 1
    return {i for i in program.roots() if needs[i] == everything and i not in variables}


def _shaped(program: Program, body: Body, whole: set[int]) -> Body:
    def text(root: int, written: str) -> str:
        if root in whole:
            return written
        return f"zeros - {written[1:]}" if written.startswith("-") else f"zeros + {written}"

    return body._replace(
        value=text(program.value, body.value),
        gradient=[*map(text, program.gradient, body.gradient)],
        hessian=[
            [*map(text, roots, row)]
            for roots, row in zip(program.hessian, body.hessian, strict=True)
        ],
    )


def _may_warn(program: Program) -> bool:
    """Say whether what is computed and not chosen may warn: of a quotient by zero, a logarithm."""
    nodes = program.nodes
    for i, cases in needed_cases(program).items():
        operation, args = nodes.operations[i], nodes.arguments[i]
        is_scaled = operation == "mul" and nodes.operations[args[0]] == "number"
        if cases != ALWAYS and operation not in _QUIET and not is_scaled:
            return True
    return False


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}".rstrip() for line in lines]
