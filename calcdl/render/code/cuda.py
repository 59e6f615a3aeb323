"""CUDA C++: an elementwise kernel for the value, and one that pulls an adjoint back."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.functions.spellings import spellings
from calcdl.graph.nodes import Undefined
from calcdl.render.code.c import comment
from calcdl.render.code.cpp import KEYWORDS
from calcdl.render.code.kernels import Half, backward, forward, fresh
from calcdl.render.code.names import identifiers, names_in, undefined_name
from calcdl.render.code.statements import body_of
from calcdl.render.code.syntax import Syntax, float_text, single_text
from calcdl.results.code import Code

__all__ = ["write"]

_RESERVED = frozenset((*KEYWORDS.split(), "i", "n", "value", "adjoint", "all_adjoint"))


def write(code: Code) -> str:
    """Return two kernels; a function without definition is declared, for a person to define."""
    return _Kernels(code).text()


class _Kernels:
    """The names that both kernels have in common, and their text."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self.real = "float" if code.single else "double"
        self.names = names_in(code, _RESERVED)
        self.adjoint = fresh("adjoint", code.variables)
        self.symbols = {**self.names, self.adjoint: "adjoint"}
        arrays = [f"all_{self.names[name]}" for name in code.variables]
        slopes = [f"d{self.names[name]}" for name in code.wrt]
        free = list(identifiers([*arrays, *slopes], _RESERVED, self.names.values()).values())
        self.arrays = dict(zip(code.variables, free, strict=False))
        self.slopes = free[len(arrays) :]
        self.taken = {*_RESERVED, *self.names.values(), *free}

    def text(self) -> str:
        code, real = self.code, self.real
        inputs = [f"const {real} *{array}" for array in self.arrays.values()]
        outputs = [f"{real} *{name}" for name in self.slopes]
        declared = [self.declared(one) for one in code.functions]
        back = backward(code, self.adjoint)
        return "\n".join(
            [
                *comment(code),
                "#include <math.h>",
                "",
                *([*declared, ""] if declared else []),
                *self.kernel("forward", [*inputs, f"{real} *value"], forward(code), ["value"]),
                "",
                *self.kernel(
                    "backward",
                    [*inputs, f"const {real} *all_adjoint", *outputs],
                    back,
                    self.slopes,
                ),
            ]
        )

    def declared(self, function: Undefined) -> str:
        takes = ", ".join([self.real] * len(function.orders))
        return f"__device__ {self.real} {self.names[undefined_name(function)]}({takes});"

    def kernel(
        self, way: str, parameters: Sequence[str], half: Half, outputs: Sequence[str]
    ) -> list[str]:
        """Return a kernel in which each thread computes one element."""
        given = ["long n", *parameters]
        body = body_of(half.program, self.syntax(), self.taken)
        answers = body.gradient or [body.value]
        lines = ["const long i = blockIdx.x * (long)blockDim.x + threadIdx.x;", "if (i >= n)"]
        lines.append("    return;")
        places = {**self.arrays, self.adjoint: "all_adjoint"}
        taken = [places[name] for name in half.reads]
        unread = [place for place in places.values() if place not in taken]
        lines += [f"(void){place};" for place in unread if f"const {self.real} *{place}" in given]
        for name in half.reads:
            array = places[name]
            lines.append(f"const {self.real} {self.symbols[name]} = {array}[i];")
        for one in body.statements:
            kind = "bool" if one.is_condition else self.real
            lines.append(f"const {kind} {one.name} = {one.text};")
        lines += [f"{name}[i] = {text};" for name, text in zip(outputs, answers, strict=True)]
        head = f'extern "C" __global__ void {self.code.name}_{way}('
        whole = f"{head}{', '.join(given)})"
        if len(whole) > 100:
            whole = f"{head}\n    {f',{chr(10)}    '.join(given)})"
        return [whole, "{", *[f"    {line}" for line in lines], "}"]

    def syntax(self) -> Syntax:
        return Syntax(
            spellings("cuda").calls,
            "{0} ? {1} : {2}",
            "NAN",
            number=single_text if self.code.single else float_text,
            symbol=self.symbols.__getitem__,
            undefined=lambda one: self.names[undefined_name(one)],
        )
