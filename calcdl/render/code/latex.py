"""LaTeX: the value and the partial derivatives as formulas, with shared parts named once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from calcdl.functions.spellings import spellings
from calcdl.graph.nodes import COMPARISONS, Graph, Nodes
from calcdl.graph.rewrite import flattened, rewrite_nodes
from calcdl.render.code.statements import named_nodes
from calcdl.render.code.syntax import ATOM, Syntax
from calcdl.render.latex.formula import LATEX, formula_latex
from calcdl.results.code import Code

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation

__all__ = ["write"]

_LONGEST = 100
# How long parts are, about.
_NAMES = {**spellings("everything").calls, "pi": "pi", "e": "e"}
_ABOUT = Syntax(_NAMES, "", "", choose_binds=ATOM, number=str, power="^")


def write(code: Code) -> str:
    """Return an aligned environment with a line for each part, the value and the derivatives."""
    program = code.program
    names = named_nodes(program, _ABOUT, [*code.variables, code.name], longest=_LONGEST)
    formulas = [
        node
        for node in names
        if program.nodes.operations[node] not in COMPARISONS and node != program.value
    ]
    names = dict(zip(formulas, names.values(), strict=False))  # t = x < 0 is none
    names[program.value] = code.name
    lines = [(LATEX.name(name), node) for node, name in sorted(names.items())]
    whole = LATEX.name(code.name)
    wrt = [LATEX.name(name) for name in code.wrt]
    answers = [
        (rf"\frac{{\partial {whole}}}{{\partial {name}}}", node)
        for name, node in zip(wrt, program.gradient, strict=True)
    ]
    for i, row in enumerate(program.hessian):
        for j, node in enumerate(row, i):
            below = rf"\partial {wrt[i]}^2" if i == j else rf"\partial {wrt[i]} \partial {wrt[j]}"
            answers.append((rf"\frac{{\partial^2 {whole}}}{{{below}}}", node))
    texts = [
        f"{name} &= {_formula(program.nodes, node, names, is_part=True)}" for name, node in lines
    ]
    texts += [f"{name} &= {_formula(program.nodes, node, names)}" for name, node in answers]
    return "\n".join(
        [r"\begin{aligned}", *[rf"{text} \\" for text in texts[:-1]], texts[-1], r"\end{aligned}"]
    )


def _formula(nodes: Nodes, root: int, names: Mapping[int, str], is_part: bool = False) -> str:
    """Return a formula in the names of parts, with sums of sums and products of products as one."""
    made = Nodes()

    def named(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        if node in names and not (is_part and node == root):
            return made.symbol(names[node])
        return flattened(made, operation, args)

    places = rewrite_nodes(nodes, Graph(nodes, root).order(), made, named)
    return formula_latex(Graph(made, places[root]))
