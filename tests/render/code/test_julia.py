"""Code in Julia, whose operators are those of JavaScript: Node runs it, with Julia's functions.

Those raise errors outside their domains as Julia's do, so that a branch that is not taken is seen.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import calcdl
from tests.support.programs import SHAPES, all_cases, calls_of, code_for, problems_of

_FUNCTIONS = """
const {exp, expm1, cbrt, abs, sign, floor, ceil, trunc, atan2, sinh, cosh, tanh, asinh} = Math;
const {hypot, max, min} = Math;
const inside = (f, domain) => (x) => {
  if (!domain(x) && !Number.isNaN(x)) throw Error(`DomainError(${x}) of ${f.name}`);
  return f(x);
};
const [sqrt, log, log2, log10] = ["sqrt", "log", "log2", "log10"].map(
  (name) => inside(Math[name], (x) => x >= 0));
const log1p = inside(Math.log1p, (x) => x >= -1);
const [asin, acos, atanh] = ["asin", "acos", "atanh"].map(
  (name) => inside(Math[name], (x) => abs(x) <= 1));
const acosh = inside(Math.acosh, (x) => x >= 1);
const [sin, cos, tan] = ["sin", "cos", "tan"].map((name) => inside(Math[name], Number.isFinite));
const atan = (u, v = 1) => Math.atan2(u, v);
const exp2 = (u) => 2 ** u;
const rem = (u, v) => u % v;
const float = (x) => x;
"""
_LACKING = ("besselj", "beta", "digamma", "gamma", "sinint", "airyai", "ellip", "expinti", "erfi",
            "erfinv", "erfcinv", "cosint", "bessel", "airy")  # fmt: skip


def as_javascript(code: str) -> str:
    """Return the lines of a Julia function as a function of JavaScript."""
    _, _, text = code.rpartition('"""\n')
    text = re.sub(r"^function (\w+)\((.*?),?\s*\)$", r"function \1(\2) {", text, flags=re.M | re.S)
    text = re.sub(r"^    (\S.*) = float\.\(\((.*)\)\)$", "", text, flags=re.M)
    text = re.sub(
        r"^    return (.*), gradient$", r"    return [\1, ...gradient];", text, flags=re.M
    )
    text = text.replace("::Real", "").replace("^", "**").replace("\nend", "\n}")
    return re.sub(r"^    (\w+ = )(?=[^=])", r"    var \1", text, flags=re.M)


@pytest.mark.process
@pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node")
def test_expressions_every_row_and_random_graphs(tmp_path: Path) -> None:
    codes, calls = calls_of(all_cases(), "julia")
    names = list(dict.fromkeys(call.name for call in calls))
    known = {
        name: as_javascript(code)
        for name, code in zip(names, codes, strict=True)
        if not any([word in code for word in _LACKING])
    }
    calls = [call for call in calls if call.name in known]
    helpers = [calcdl.code(f"{name}(x)", to="javascript") for name in ("erf", "erfc", "erfcx")]
    erf = "\n".join(dict.fromkeys(re.findall(r"^function .*?^}", "\n".join(helpers), re.M | re.S)))
    lines = [_FUNCTIONS, erf, *known.values()]
    for call in calls:
        given = ", ".join([repr(number) for number in call.arguments()])
        lines.append(f"console.log(...{call.name}({given}));")
    (tmp_path / "code.cjs").write_text("\n".join(lines), "utf-8")
    done = subprocess.run(["node", "code.cjs"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(calls) > 220
    assert not problems_of(calls, done.stdout.replace("Infinity", "inf"))


def test_form() -> None:
    lines = calcdl.code("end*gamma(x) + s(x)", to="julia", wrt="end").splitlines()
    assert lines[:4] == ["using SpecialFunctions: gamma", "", '"""', "    f(end_, x, s)"]
    assert lines[-6:] == [
        "function f(end_::Real, x::Real, s)",
        "    end_, x = float.((end_, x))",
        "    t1 = gamma(x)",
        "    gradient = [t1]",
        "    return end_ * t1 + s(x), gradient",
        "end",
    ]


def test_what_opens_is_closed() -> None:
    for order in (1, 2):
        codes = code_for(SHAPES, "julia", order=order)
        assert len(codes) == len(SHAPES)
        for code in codes.values():
            assert all([code.count(a) == code.count(b) for a, b in ("()", "[]")])
            assert all([len(line) <= 120 for line in code.splitlines()])
            assert "\n    hessian = hcat(" in code or order == 1
