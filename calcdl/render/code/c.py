"""C99: a function that returns the value and fills in the gradient."""

from __future__ import annotations

from calcdl.functions.spellings import TARGETS, spellings
from calcdl.render.code.drafts import Draft, drafted, entries
from calcdl.render.code.layout import call_lines
from calcdl.render.code.remarks import lines_of, remarks, title
from calcdl.render.code.syntax import Syntax, float_text, single_text
from calcdl.results.code import Code

__all__ = ["KEYWORDS", "comment", "write"]

KEYWORDS = """
auto break case char const continue default do double else enum extern float for goto if inline int
linux long register restrict return short signed sizeof static struct switch typedef union unix
unsigned void volatile while
"""  # linux and unix are 1 to GCC
# Functions that <math.h> and compilers know, of which a program can have no other.
_LIBRARY = """
abs acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh drem erf erfc exp exp10 exp2
expm1 fabs fdim floor fma fmax fmin fmod frexp gamma hypot ilogb j0 j1 jn ldexp lgamma llrint
llround log log10 log1p log2 logb lrint lround main modf nan nearbyint nextafter nexttoward pow
pow10 remainder remquo rint round scalb scalbln scalbn significand sin sincos sinh sqrt tan tanh
tgamma trunc y0 y1 yn
"""
_RESERVED = frozenset((*KEYWORDS.split(), "NAN", "grad", "hess"))
_WIDTH = 100


def write(code: Code) -> str:
    """Return C99 that compilers have nothing to say about."""
    real = "float" if code.single else "double"
    draft = drafted(code, _syntax(code), _RESERVED, library=_LIBRARY.split())
    parameters = [
        *[f"{real} {name}" for name in draft.variables],
        *[f"{real} (*{one.name})({', '.join([real] * one.takes)})" for one in draft.functions],
        f"{real} grad[{len(code.wrt)}]",
    ]
    if code.program.hessian:
        parameters.append(f"{real} hess[{len(code.wrt) ** 2}]")
    return "\n".join(
        [
            *comment(code),
            "#include <math.h>",
            "",
            *call_lines(f"{real} {code.name}(", parameters, ")", _WIDTH),
            "{",
            *[f"    {line}" for line in _lines(draft, real, len(code.wrt))],
            "}",
        ]
    )


def _syntax(code: Code) -> Syntax:
    calls = spellings(TARGETS["c"].column).calls
    number = float_text
    if code.single:
        calls = {name: call.replace("(", "f(", 1) for name, call in calls.items()}
        number = single_text
    return Syntax(calls, "{0} ? {1} : {2}", "NAN", number=number)


def comment(code: Code) -> list[str]:
    """Return what code says of itself as a comment of C and its relatives."""
    lines = lines_of([title(code), *remarks(code)], 76)
    return [f"/* {lines[0]}", *[f" * {line}" for line in lines[1:]], " */"]


def _lines(draft: Draft, real: str, size: int) -> list[str]:
    lines = [f"(void){name};" for name in draft.unread]
    for statement in draft.body.statements:
        kind = "int" if statement.is_condition else real
        lines.append(f"const {kind} {statement.name} = {statement.text};")
    lines += [f"grad[{k}] = {text};" for k, text in enumerate(draft.body.gradient)]
    for i, j, text in entries(draft.body.hessian):
        lines.append(f"hess[{i * size + j}] = {text};")
        if i != j:
            lines.append(f"hess[{j * size + i}] = hess[{i * size + j}];")
    return [*lines, f"return {draft.body.value};"]
