"""Code: operations of value and gradient together, in those of the function alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from calcdl.algebra.expressions import to_sympy
from calcdl.calculus.asking import ask
from calcdl.calculus.code.answer import answer
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.syntax.unparse import unparse
from tests.benchmarks.gradients import perceptron, product_of_sines

_MOST_FOR_SYMPY = 100  # variables


def logistic(count: int) -> Graph:
    """Return the loss of a linear classifier, in so many weights, on three examples."""
    rows = [" + ".join(f"w{i}*{(i * k) % 5 - 2}/3" for i in range(count)) for k in (1, 2, 3)]
    return read(" + ".join(f"log(1 + exp(-({row} + b)))" for row in rows)).graph


FUNCTIONS: dict[str, Graph] = {
    "`x**2*y + sin(x*y)`": read("x**2*y + sin(x*y)").graph,
    "`exp(-(x**2 + y**2 + z**2)/2)`": read("exp(-(x**2 + y**2 + z**2)/2)").graph,
    "`(sigmoid(w*x + b) - y)**2`": read("(sigmoid(w*x + b) - y)**2").graph,
    "`sqrt(x**2 + y**2)*atan2(y, x)`": read("sqrt(x**2 + y**2)*atan2(y, x)").graph,
    "`x**7/(1 + x**5)**3`": read("x**7/(1 + x**5)**3").graph,
    "logistic loss, 20 weights": logistic(20),
    "product of 50 sines": product_of_sines(50),
    "perceptron, 100 weights": perceptron(100),
    "perceptron, 1,000 weights": perceptron(1000),
}


def counted(graph: Graph) -> tuple[int, int]:
    """Return the operations of calcdl's code in C."""
    return answer(ask("code", unparse(graph), to="c")).counts


def by_sympy(graph: Graph) -> tuple[int, int] | None:
    """Return those that SymPy's ``diff`` and ``cse`` give; nested sums and powers count singly."""
    import sympy

    names = graph.symbols()
    if len(names) > _MOST_FOR_SYMPY:
        return None
    expression = to_sympy(graph)
    slopes = [sympy.diff(expression, sympy.Symbol(name, real=True)) for name in names]

    def operations(parts: list[Any]) -> int:
        shared, reduced = sympy.cse(parts)
        return int(sum(one.count_ops() for one in [*dict(shared).values(), *reduced]))

    return operations([expression]), operations([expression, *slopes])


def by_symforce(graph: Graph) -> tuple[int, int] | None:
    """Return those of SymForce's ``diff`` and ``cse``, counted as SymPy counts."""
    import symforce

    symforce.set_epsilon_to_number()
    import symforce.symbolic as sf
    import sympy

    names = graph.symbols()
    if len(names) > _MOST_FOR_SYMPY:
        return None
    expression = sf.S(str(to_sympy(graph)))
    slopes = [expression.diff(sf.Symbol(name)) for name in names]

    def operations(parts: list[Any]) -> int:
        shared, reduced = sf.cse(parts)
        texts = [str(one) for one in [*dict(shared).values(), *reduced]]
        return int(sum(sympy.sympify(text, evaluate=False).count_ops() for text in texts))

    return operations([expression]), operations([expression, *slopes])


def by_casadi(graph: Graph) -> tuple[int, int]:
    """Return the instructions of CasADi's virtual machine, without those that load and store."""
    import casadi

    names = {name: casadi.SX.sym(name) for name in graph.symbols()}
    space = {
        name: getattr(casadi, name)
        for name in ("sin", "cos", "exp", "log", "sqrt", "tanh", "atan2")
    }
    space |= {"sigmoid": lambda u: 1 / (1 + casadi.exp(-u)), **names}
    expression = eval(re.sub(r"\bE\b", "2.718281828459045", unparse(graph)), space)
    variables = casadi.vertcat(*names.values())
    slopes = casadi.gradient(expression, variables)
    return _instructions([expression], variables), _instructions([expression, slopes], variables)


def _instructions(answers: list[Any], variables: Any) -> int:
    import casadi

    function = casadi.Function("f", [variables], answers, {"cse": True})
    kept = (casadi.OP_INPUT, casadi.OP_OUTPUT, casadi.OP_CONST)
    ids = [function.instruction_id(k) for k in range(function.n_instructions())]
    return sum(one not in kept for one in ids)


TOOLS: dict[str, tuple[str, Callable[[Graph], tuple[int, int] | None]]] = {
    "SymPy `diff` + `cse`": ("sympy", by_sympy),
    "SymForce": ("symforce", by_symforce),
    "CasADi": ("casadi", by_casadi),
}


def report() -> list[str]:
    tools = {name: count for name, (package, count) in TOOLS.items() if find_spec(package)}
    lines = [
        "Code: operations of value and gradient together (those of the function alone, the ratio)",
        "",
        f"| function | calcdl | {' | '.join(tools)} |",
        f"| --- | --- | {' | '.join('---' for _ in tools)} |",
    ]
    for name, graph in FUNCTIONS.items():
        cells = [_cell(count(graph)) for count in (counted, *tools.values())]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def _cell(counts: tuple[int, int] | None) -> str:
    if counts is None:
        return "–"
    function, together = counts
    return f"{together} ({function}, {together / function:.2f}×)"
