"""Fortran 2008: a module with a pure subroutine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from calcdl.functions.spellings import TARGETS, spellings
from calcdl.render.code.drafts import Draft, Helper, drafted, entries
from calcdl.render.code.remarks import lines_of, remarks, title
from calcdl.render.code.statements import Body
from calcdl.render.code.syntax import ATOM, NEGATIVE, Syntax, float_text
from calcdl.results.code import Code

__all__ = ["write"]

_RESERVED = frozenset(("dp", "grad", "hess", "merge", "real", "val"))
_SAME = "{0} >= {1} .and. {0} <= {1}"  # compilers warn of == between real numbers
_NAN = "ieee_value(1.0_dp, ieee_quiet_nan)"
_WIDTH = 100


def write(code: Code) -> str:
    """Return Fortran that compilers have nothing to say about."""
    module = f"{code.name}_module"
    syntax = Syntax(
        spellings(TARGETS["fortran"].column).calls,
        "merge({1}, {2}, {0})",
        _NAN,
        choose_binds=ATOM,
        number=lambda value: f"{float_text(value)}_dp",
        comparisons={"==": _SAME, "!=": f".not. ({_SAME})"},
        binds={"pow": NEGATIVE},
    )
    counts = {len(function.orders) for function in code.functions}
    interfaces = {count: f"function_of_{count}" for count in sorted(counts)}
    reserved = _RESERVED | {module, *interfaces.values()}
    draft = drafted(code, syntax, reserved, str.lower, lead="v")
    inside = [
        *_subroutine(code, draft, interfaces),
        *[line for helper in draft.helpers for line in ["", *_helper(helper)]],
    ]
    modules = ["use, intrinsic :: iso_fortran_env, only: dp => real64"]
    if any([_NAN in line for line in inside]):
        modules.append("use, intrinsic :: ieee_arithmetic, only: ieee_quiet_nan, ieee_value")
    return "\n".join(
        [
            f"module {module}",
            *_indented([*modules, "implicit none", "private", f"public :: {code.name}"]),
            *_indented(["", *_abstract(interfaces)] if interfaces else []),
            "",
            "contains",
            "",
            *_indented(inside),
            f"end module {module}",
        ]
    )


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _abstract(interfaces: dict[int, str]) -> list[str]:
    lines = []
    for count, name in interfaces.items():
        given = ", ".join([f"u{k}" for k in range(1, count + 1)])
        lines += [
            f"  pure function {name}({given}) result(y)",
            "    import :: dp",
            f"    real(dp), intent(in) :: {given}",
            "    real(dp) :: y",
            f"  end function {name}",
        ]
    return ["abstract interface", *lines, "end interface"]


def _subroutine(code: Code, draft: Draft, interfaces: dict[int, str]) -> list[str]:
    size = len(code.wrt)
    answers = ["val", f"grad({size})", *[f"hess({size}, {size})"] * bool(code.program.hessian)]
    given = [*draft.names(), *[answer.partition("(")[0] for answer in answers]]
    body = draft.body
    lines = [
        *_declared("real(dp), intent(in)", draft.variables),
        *[f"procedure({interfaces[one.takes]}) :: {one.name}" for one in draft.functions],
        *_declared("real(dp), intent(out)", answers),
        *_locals(body),
        "",
        *[f"{statement.name} = {statement.text}" for statement in body.statements],
        f"val = {body.value}",
        *[f"grad({k}) = {text}" for k, text in enumerate(body.gradient, 1)],
    ]
    for i, j, text in entries(body.hessian):
        lines.append(f"hess({i + 1}, {j + 1}) = {text}")
        if i != j:
            lines.append(f"hess({j + 1}, {i + 1}) = hess({i + 1}, {j + 1})")
    for name in draft.unread:  # a block that says of a variable that it is not forgotten
        lines += [f"associate (unread => {name})", "end associate"]
    return [
        *[f"!> {line}" for line in lines_of([title(code)], _WIDTH - 8)],
        *[f"!! {line}" for line in lines_of(remarks(code), _WIDTH - 8)],
        *_continued(f"pure subroutine {code.name}(", given, ")"),
        *_indented(lines),
        f"end subroutine {code.name}",
    ]


def _helper(helper: Helper) -> list[str]:
    lines = [
        *_declared("real(dp), intent(in)", helper.variables),
        *_locals(helper.body),
        "",
        *[f"{statement.name} = {statement.text}" for statement in helper.body.statements],
        f"{helper.name} = {helper.body.value}",
    ]
    return [
        f"!> {helper.says}",
        f"pure real(dp) function {helper.name}({', '.join(helper.variables)})",
        *_indented(lines),
        f"end function {helper.name}",
    ]


def _locals(body: Body) -> list[str]:
    numbers = [statement.name for statement in body.statements if not statement.is_condition]
    conditions = [statement.name for statement in body.statements if statement.is_condition]
    return [*_declared("real(dp)", numbers), *_declared("logical", conditions)]


def _declared(kind: str, names: Sequence[str]) -> list[str]:
    """Return the declarations of names, several to a line."""
    lines: list[str] = []
    for name in names:
        if lines and len(lines[-1]) + len(name) < _WIDTH - 8:
            lines[-1] += f", {name}"
        else:
            lines.append(f"{kind} :: {name}")
    return lines


def _continued(before: str, names: Sequence[str], behind: str) -> list[str]:
    """Return a list in brackets in lines that continue each other."""
    lines = [before]
    for k, name in enumerate(names):
        text = f"{name}{', ' if k < len(names) - 1 else behind}"
        if len(lines[-1]) + len(text) > _WIDTH - 8:
            lines[-1] = f"{lines[-1].rstrip()} &"
            lines.append("    ")
        lines[-1] += text
    return lines
