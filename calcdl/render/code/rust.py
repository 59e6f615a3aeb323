"""Rust: a function that returns the value and the gradient."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import e, log, log2, log10, pi, sqrt
from textwrap import wrap
from typing import TYPE_CHECKING

from calcdl.functions.spellings import TARGETS, spellings
from calcdl.render.code.drafts import Draft, Helper, drafted, whole
from calcdl.render.code.layout import call_lines
from calcdl.render.code.remarks import lines_of, remarks, title
from calcdl.render.code.statements import Body
from calcdl.render.code.syntax import PRODUCT, Syntax, float_text
from calcdl.results.code import Code

if TYPE_CHECKING:
    from calcdl.graph.nodes import Rational

__all__ = ["write"]

_KEYWORDS = """
as async await break const continue crate dyn else enum extern false fn for if impl in let loop
match mod move mut pub ref return self Self static struct super trait true type unsafe use where
while abstract become box do final gen macro override priv try typeof unsized virtual yield
"""
_RESERVED = frozenset((*_KEYWORDS.split(), "f64", "std", "value", "gradient", "hessian"))
_CONSTANTS = {
    e: "E", pi: "PI", 2 * pi: "TAU", pi / 2: "FRAC_PI_2", pi / 3: "FRAC_PI_3", pi / 4: "FRAC_PI_4",
    pi / 6: "FRAC_PI_6", pi / 8: "FRAC_PI_8", 1 / pi: "FRAC_1_PI", 2 / pi: "FRAC_2_PI",
    2 / sqrt(pi): "FRAC_2_SQRT_PI", sqrt(2): "SQRT_2", sqrt(0.5): "FRAC_1_SQRT_2", log(2): "LN_2",
    log(10): "LN_10", log2(e): "LOG2_E", log10(e): "LOG10_E", log2(10): "LOG2_10",
    log10(2): "LOG10_2",
}  # fmt: skip
_NEARLY = 0.01  # relative: as near to a constant as a linter may take a number to be meant for one
_WIDTH = 100
_LONGEST_LIST = 60  # as for all that follows, what rustfmt does by default
_LONGEST_CHOICE = 50
_SHORT_ITEM = 10


def write(code: Code) -> str:
    """Return Rust that its compiler, its formatter and its linter have nothing to say about."""
    syntax = Syntax(
        spellings(TARGETS["rust"].column).calls,
        "if {0} { {1} } else { {2} }",
        "f64::NAN",
        number=_number,
        binds={"fmod": PRODUCT},
        names_choices=True,
        number_type="f64",
    )
    draft = drafted(code, syntax, _RESERVED)
    lines = [*_statements(draft.body), *_answers(draft.body)]
    parameters = [f"{name}: f64" for name in draft.variables]
    for function in draft.functions:
        takes = ", ".join(["f64"] * function.takes)
        parameters.append(f"{function.name}: impl Fn({takes}) -> f64")
    row = f"[f64; {len(code.wrt)}]"
    returns = f"f64, {row}" + f", [{row}; {len(code.wrt)}]" * bool(code.program.hessian)
    return "\n".join(
        [
            *[f"/// {line}" for line in lines_of([title(code, "`")], 92)],
            "///",
            *[f"/// {line}" for line in lines_of(remarks(code, "`"), 92)],
            *_allowed(code, draft, lines),
            *_function(f"pub fn {code.name}(", parameters, f"({returns})", draft.unread, lines),
            *[line for helper in draft.helpers for line in ["", *_helper(helper)]],
        ]
    )


def _number(value: Rational) -> str:
    text = float_text(value)
    constant = _CONSTANTS.get(float(text))
    return f"std::f64::consts::{constant}" if constant else text


def _allowed(code: Code, draft: Draft, lines: Sequence[str]) -> list[str]:
    """Return what linters are not to say: of names as they are in a formula, and of its numbers.

    Where min of max is written they would have clamp, which panics where there is no number.
    """
    allowed = []
    if any([name != name.lower() for name in (code.name, *draft.names())]):
        allowed.append("non_snake_case")
    if len(draft.names()) > 7:
        allowed.append("clippy::too_many_arguments")
    if any([_is_nearly_constant(number) for number in _numbers(code)]):
        allowed.append("clippy::approx_constant")
    if any([".max(" in line and ".min(" in line for line in lines]):
        allowed.append("clippy::manual_clamp")
    return [f"#[allow({name})]" for name in allowed]


def _numbers(code: Code) -> list[Rational]:
    nodes = code.program.nodes
    return [nodes.value_of(i) for i, kind in enumerate(nodes.operations) if kind == "number"]


def _is_nearly_constant(number: Rational) -> bool:
    if number.denominator == 1:
        return False
    size = abs(Fraction(number))
    return any([abs(size - Fraction(known)) < _NEARLY * known for known in _CONSTANTS])


def _function(
    before: str, parameters: Sequence[str], returns: str, unread: Sequence[str], lines: list[str]
) -> list[str]:
    return [
        *call_lines(before, parameters, f") -> {returns} {{", _WIDTH, last=","),
        *[f"    let _ = {name};" for name in unread],
        *[f"    {line}" for line in lines],
        "}",
    ]


def _helper(helper: Helper) -> list[str]:
    body = helper.body
    if body.statements and body.statements[-1].name == body.value:
        last = body.statements.pop()
        body = body._replace(value=last.text)
    lines = [*_statements(body), *_broken("", body.value, "", 0)]
    parameters = [f"{name}: f64" for name in helper.variables]
    return [
        f"/// {helper.says}",
        *_function(f"fn {helper.name}(", parameters, "f64", (), lines),
    ]


def _statements(body: Body) -> list[str]:
    return [line for one in body.statements for line in _broken(f"let {one.name} = ", one.text)]


def _broken(before: str, text: str, behind: str = ";", longest: int = _LONGEST_CHOICE) -> list[str]:
    """Return an expression in lines, a long choice in several."""
    if not text.startswith("if ") or len(text) <= longest:
        return [f"{before}{text}{behind}"]
    condition, _, rest = text.partition(" { ")
    chosen, _, otherwise = rest.removesuffix(" }").partition(" } else { ")
    inside = [f"    {chosen}", "} else {", f"    {otherwise}"]
    return [f"{before}{condition} {{", *inside, f"}}{behind}"]


def _answers(body: Body) -> list[str]:
    lines = [f"let value = {body.value};", *_array("let gradient = ", [[t] for t in body.gradient])]
    answers = "value, gradient"
    if body.hessian:
        rows = [_array("", [[text] for text in row], "", 12) for row in whole(body.hessian)]
        lines += _array("let hessian = ", rows)
        answers += ", hessian"
    return [*lines, f"({answers})"]


def _array(
    before: str, items: Sequence[list[str]], behind: str = ";", indent: int = 8
) -> list[str]:
    """Return an array in lines as rustfmt breaks it, its items being indented so far.

    An item may have several lines; of short names and numbers a line takes as many as it can.
    """
    flat = [item[0] for item in items if len(item) == 1]
    line = f"[{', '.join(flat)}]"
    if len(flat) == len(items) and len(line) - 2 <= _LONGEST_LIST:
        return [f"{before}{line}{behind}"]
    if len(flat) == len(items) and all(map(_is_short, flat)):
        inside = wrap(f"{', '.join(flat)},", _WIDTH - indent)
    else:
        inside = [line for item in items for line in [*item[:-1], f"{item[-1]},"]]
    return [f"{before}[", *[f"    {line}" for line in inside], f"]{behind}"]


def _is_short(item: str) -> bool:
    return len(item) <= _SHORT_ITEM and " " not in item and "(" not in item
