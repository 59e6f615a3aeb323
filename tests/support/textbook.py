"""How long calcdl's formulas are beside those of computer algebra systems, on textbook functions.

    python -m tests.support.textbook          the figures, and the functions where ours are longest
    python -m tests.support.textbook FILE     the file with the answers of the others made anew

The file keeps the shortest of their answers, because SymPy's simplify takes minutes for it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from calcdl.algebra.expressions import to_sympy
from calcdl.calculus.derivative.formula import formula
from calcdl.confined import Confined, NoAnswer
from calcdl.reading.expressions import read
from calcdl.reading.writing import write

TEXTBOOK = Path(__file__).parent.parent / "arithmetic" / "formulas" / "textbook.txt"
_SECONDS = 20.0  # for one answer of SymPy
_SHOWN = 30

# Functions by their names in Maxima.
_MAXIMA = {
    "besselj": "bessel_j", "bessely": "bessel_y", "airyai": "airy_ai", "airyaiprime": "airy_dai",
    "LambertW": "lambert_w", "Abs": "abs", "Ei": "expintegral_ei", "Si": "expintegral_si",
    "digamma": "psi[0]", "sign": "signum", "Heaviside": "unit_step", "Max": "max",
}  # fmt: skip


class Compared(NamedTuple):
    """A function, calcdl's derivative, and the shortest one of the others."""

    function: str
    ours: str
    theirs: str

    @property
    def ratio(self) -> float:
        """How long ours is, in lengths of theirs, spaces aside."""
        return _length(self.ours) / _length(self.theirs)


def _length(text: str) -> int:
    return len(text.replace(" ", ""))


def pairs(path: Path = TEXTBOOK) -> Iterator[tuple[str, str]]:
    """Yield the functions of the file and the answers that it keeps."""
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            function, _, theirs = line.partition("  =>  ")
            yield function.strip(), theirs.strip()


def variable_of(function: str) -> str:
    """Return the variable by which a function is differentiated."""
    names = read(function).graph.symbols()
    return "x" if "x" in names else names[0]


def our_derivative(function: str) -> str:
    return write(formula(read(function).graph, variable_of(function)))


def compared() -> list[Compared]:
    """Return all comparisons, the worst first.

    Left out are derivatives that tell points apart, at which theirs have no value: sinc(x) at 0.
    """
    found = [
        Compared(function, ours, theirs)
        for function, theirs in pairs()
        if not (ours := our_derivative(function)).startswith("Piecewise")
    ]
    return sorted(found, key=lambda one: -one.ratio)


# The others


def with_sympy(function: str, way: str) -> str:
    """Return SymPy's derivative, simplified in one of its ways."""
    import sympy

    graph = read(function).graph
    slope = sympy.diff(to_sympy(graph), sympy.Symbol(variable_of(function), real=True))
    ways: dict[str, Callable[[Any], Any]] = {
        "diff": lambda f: f,
        "simplify": sympy.simplify,
        "factor": lambda f: sympy.factor(sympy.together(f)),
    }
    return str(ways[way](slope))


def answers_of_sympy(process: Confined, function: str) -> list[str]:
    answers = []
    for way in ("diff", "simplify", "factor"):
        try:
            answers.append(process.ask(_SECONDS, with_sympy, function, way))
        except NoAnswer:
            continue
    return answers


def answers_of_maxima(functions: list[str]) -> dict[str, list[str]]:
    """Return Maxima's derivatives; none where it is not installed, or has not the function."""
    program = shutil.which("maxima")
    if program is None:
        return {}
    lines = ["display2d:false$", "linel:100000$"]
    for k, function in enumerate(functions):
        slope = f"diff({to_maxima(function)}, {variable_of(function)})"
        ways = (slope, f"ratsimp({slope})", f"factor({slope})")
        lines += [f'errcatch(print("@{k}", string({way})))$' for way in ways]
    done = subprocess.run(
        [program, "--very-quiet"],
        input="\n".join(lines), capture_output=True, text=True, check=False,
    )  # fmt: skip
    found: dict[str, list[str]] = {}
    for place, text in re.findall(r"@(\d+) (.*)", done.stdout):
        if "diff(" not in text and "gamma_incomplete" not in text:
            found.setdefault(functions[int(place)], []).append(_from_maxima(text.strip()))
    return found


def to_maxima(function: str) -> str:
    """Return a function in Maxima's language."""
    text = str(to_sympy(read(function).graph)).replace("**", "^")
    text = re.sub(r"\bpi\b", "%pi", re.sub(r"\bE\b", "%e", text))
    return re.sub(r"\b(\w+)(?=\()", lambda match: _MAXIMA.get(match[1], match[1]), text)


def _from_maxima(text: str) -> str:
    for ours, theirs in _MAXIMA.items():
        text = text.replace(f"{theirs}(", f"{ours}(")
    while (start := text.find("%e^")) >= 0:
        end = _end_of_power(text, start + 3)
        inside = text[start + 3 : end]
        if inside.startswith("(") and _end_of_atom(text, start + 3) == end:
            inside = inside[1:-1]
        text = f"{text[:start]}exp({inside}){text[end:]}"
    return text.replace("%e", "E").replace("%pi", "pi").replace("^", "**")


def _end_of_power(text: str, start: int) -> int:
    end = _end_of_atom(text, start)
    while text[end : end + 1] == "^":
        end = _end_of_atom(text, end + 1)
    return end


def _end_of_atom(text: str, start: int) -> int:
    end = start + (text[start] == "-")
    while text[end : end + 1].isalnum() or text[end : end + 1] in ("%", "_"):
        end += 1
    depth = 0
    while text[end : end + 1] == "(" or depth:
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    return end


def _import_sympy() -> None:
    import sympy  # noqa: F401


def renew(path: Path) -> None:
    """Write the file with the answers that the others give now."""
    process = Confined(_import_sympy)
    of_maxima = answers_of_maxima([function for function, _ in pairs(path)])
    lines = path.read_text("utf-8").splitlines()
    for k, line in enumerate(lines):
        if line and not line.startswith("#"):
            function = line.partition("  =>  ")[0].strip()
            answers = answers_of_sympy(process, function) + of_maxima.get(function, [])
            lines[k] = f"{function:44}  =>  {min(answers, key=_length)}"
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main(arguments: list[str]) -> None:
    """Print the figures, or renew the file that is named."""
    if arguments:
        renew(Path(arguments[0]))
        return
    found = compared()
    short = sum(one.ratio <= 1 for one in found)
    print(f"{short} of {len(found)} are no longer than the shortest of the others;", end=" ")
    print(f"the longest is {found[0].ratio:.2f} times as long")
    for one in found[:_SHOWN]:
        print(f"{one.ratio:.2f}  {one.function}\n      {one.ours}\n      {one.theirs}")


if __name__ == "__main__":
    main(sys.argv[1:])
