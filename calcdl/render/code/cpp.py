"""C++17: a function that returns the value and fills in the gradient."""

from __future__ import annotations

from calcdl.functions.spellings import TARGETS, spellings
from calcdl.render.code.c import KEYWORDS as KEYWORDS_OF_C
from calcdl.render.code.drafts import Draft, drafted, entries
from calcdl.render.code.layout import call_lines
from calcdl.render.code.remarks import lines_of, remarks, title
from calcdl.render.code.syntax import Syntax
from calcdl.results.code import Code

__all__ = ["KEYWORDS", "write"]

KEYWORDS = (
    KEYWORDS_OF_C
    + """
alignas alignof and and_eq asm bitand bitor bool catch char16_t char32_t class compl const_cast
constexpr decltype delete dynamic_cast explicit export false friend mutable namespace new noexcept
not not_eq nullptr operator or or_eq private protected public reinterpret_cast static_assert
static_cast template this thread_local throw true try typeid typename using virtual wchar_t xor
xor_eq
"""
)
_RESERVED = frozenset((*KEYWORDS.split(), "std", "grad", "hess"))
_NAN = "std::numeric_limits<double>::quiet_NaN()"
_WIDTH = 100


def write(code: Code) -> str:
    """Return C++17 that compilers have nothing to say about."""
    syntax = Syntax(spellings(TARGETS["cpp"].column).calls, "{0} ? {1} : {2}", _NAN)
    draft = drafted(code, syntax, _RESERVED, library=("main",))
    body = _body(draft)
    headers = ["array", "cmath"]
    if draft.functions:
        headers.append("functional")
    if any([_NAN in line for line in body]):
        headers.append("limits")
    return "\n".join(
        [
            *[f"// {line}" for line in lines_of([title(code), *remarks(code)], 76)],
            *[f"#include <{header}>" for header in headers],
            "",
            *call_lines(f"double {code.name}(", _parameters(code, draft), ")", _WIDTH),
            "{",
            *[f"    {line}" for line in body],
            "}",
        ]
    )


def _parameters(code: Code, draft: Draft) -> list[str]:
    parameters = [
        f"{'[[maybe_unused]] ' * (name in draft.unread)}double {name}" for name in draft.variables
    ]
    for function in draft.functions:
        takes = ", ".join(["double"] * function.takes)
        parameters.append(f"const std::function<double({takes})>& {function.name}")
    row = f"std::array<double, {len(code.wrt)}>"
    parameters.append(f"{row}& grad")
    if code.program.hessian:
        parameters.append(f"std::array<{row}, {len(code.wrt)}>& hess")
    return parameters


def _body(draft: Draft) -> list[str]:
    body = draft.body
    lines = [
        f"const {'bool' if one.is_condition else 'double'} {one.name} = {one.text};"
        for one in body.statements
    ]
    lines += [f"grad[{k}] = {text};" for k, text in enumerate(body.gradient)]
    for i, j, text in entries(body.hessian):
        lines.append(f"hess[{i}][{j}] = {text};")
        if i != j:
            lines.append(f"hess[{j}][{i}] = hess[{i}][{j}];")
    return [*lines, f"return {body.value};"]
