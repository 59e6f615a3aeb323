"""A check that stands beside code: proven values at some points, and central differences."""

from __future__ import annotations

from typing import NamedTuple

from calcdl.render.code.pythonic import WIDTH, enclosed
from calcdl.results.code import Code, Proven

__all__ = ["with_check"]


class _Numbers(NamedTuple):
    """How a library is given numbers, how exact it is, and the step of its differences."""

    given: str = "point"
    exact: str = "1e-9"
    step: str = "1e-5"
    near: str = "1e-4"


_NUMBERS = {
    "python": _Numbers(),
    "numpy": _Numbers(),
    "torch": _Numbers("torch.tensor(point, dtype=torch.float64)"),
    "jax": _Numbers(exact="1e-3", step="1e-2", near="3e-2"),  # in single precision, as is usual
}


def with_check(code: Code, text: str) -> str:
    """Return code with its check behind it."""
    if not code.checks:
        return text
    if code.target == "c":
        return f"{text}\n\n{_in_c(code)}"
    if code.target == "torch" and "import torch\n" not in text:
        text = text.replace("from torch import", "import torch\nfrom torch import", 1)
    return f"{text}\n\n\n{_in_python(code)}"


def _in_python(code: Code) -> str:
    name, numbers = code.name, _NUMBERS[code.target]
    places = [code.variables.index(one) for one in code.wrt]
    end = numbers.given.replace("point", "end")
    lines = [
        f"def check_{name}() -> None:",
        f'    """Hold {name} to proven values, and its gradient to central differences."""',
        "    proven: list[tuple[list[float], float, list[float]]] = [",
        *[f"        {line}" for one in code.checks for line in _row(one)],
        "    ]",
        "    for point, value, gradient in proven:",
        f"        found, slopes = {name}(*{numbers.given})[:2]",
        f"        assert abs(found - value) <= {numbers.exact} * max(1.0, abs(value)), point",
        f"        for k, place in enumerate({places}):",
        "            slope = gradient[k]",
        "            size = max(1.0, abs(slope), abs(value))",
        f"            assert abs(slopes[k] - slope) <= {numbers.exact} * size, point",
        "            ends = []",
        f"            for step in (-{numbers.step}, {numbers.step}):",
        "                end = list(point)",
        "                end[place] += step",
        f"                ends.append({name}(*{end})[0])",
        f"            quotient = (ends[1] - ends[0]) / {2 * float(numbers.step)!r}",
        f"            assert abs(quotient - slope) <= {numbers.near} * size, point",
        "",
        "",
        'if __name__ == "__main__":',
        f"    check_{name}()",
        f'    print("{name} is right at {len(code.checks)} points")',
    ]
    return "\n".join(lines)


def _row(proven: Proven) -> list[str]:
    """Return a point with its numbers, as formatters break them."""
    point = enclosed("[", list(map(repr, proven.point)), "],", WIDTH - 12)
    gradient = enclosed("[", list(map(repr, proven.gradient)), "],", WIDTH - 12)
    inside = [*point, f"{proven.value!r},", *gradient]
    return ["(", *[f"    {line}" for line in inside], "),"]


def _in_c(code: Code) -> str:
    """Return a main function, for a compiler that is told -DCHECK."""
    name, count, size = code.name, len(code.checks), len(code.wrt)
    call = ", ".join([f"x[{k}]" for k in range(len(code.variables))] + ["grad"])
    if code.program.hessian:
        call += ", hess"
    hessian = [f"    double hess[{size * size}];"] if code.program.hessian else []
    places = ", ".join([str(code.variables.index(one)) for one in code.wrt])

    def table(rows: list[tuple[float, ...]]) -> str:
        return ", ".join(["{" + ", ".join(map(repr, row)) + "}" for row in rows])

    lines = [
        "#ifdef CHECK /* cc -DCHECK: proven values, and central differences */",
        "#include <stdio.h>",
        "",
        "int main(void)",
        "{",
        f"    static const double points[{count}][{len(code.variables)}] = {{",
        f"        {table([one.point for one in code.checks])}}};",
        f"    static const double values[{count}] = {{",
        f"        {', '.join([repr(one.value) for one in code.checks])}}};",
        f"    static const double slopes[{count}][{size}] = {{",
        f"        {table([one.gradient for one in code.checks])}}};",
        f"    static const int places[{size}] = {{{places}}};",
        "    const double step = 1e-5;",
        f"    double x[{len(code.variables)}], grad[{size}], slope[{size}];",
        *hessian,
        "    int wrong = 0;",
        f"    for (int i = 0; i < {count}; i++) {{",
        f"        for (int j = 0; j < {len(code.variables)}; j++)",
        "            x[j] = points[i][j];",
        f"        const double value = {name}({call});",
        f"        for (int k = 0; k < {size}; k++)",
        "            slope[k] = grad[k];",
        "        wrong += !(fabs(value - values[i]) <= 1e-9 * fmax(1.0, fabs(values[i])));",
        f"        for (int k = 0; k < {size}; k++) {{",
        "            const double size = fmax(1.0, fmax(fabs(slopes[i][k]), fabs(values[i])));",
        "            const double here = points[i][places[k]];",
        "            x[places[k]] = here + step;",
        f"            const double ahead = {name}({call});",
        "            x[places[k]] = here - step;",
        f"            const double behind = {name}({call});",
        "            x[places[k]] = here;",
        "            const double quotient = (ahead - behind) / (2.0 * step);",
        "            wrong += !(fabs(slope[k] - slopes[i][k]) <= 1e-9 * size);",
        "            wrong += !(fabs(quotient - slopes[i][k]) <= 1e-4 * size);",
        "        }",
        "    }",
        f'    printf(wrong ? "{name} is wrong\\n" : "{name} is right at {count} points\\n");',
        "    return wrong != 0;",
        "}",
        "#endif",
    ]
    return "\n".join(lines)
