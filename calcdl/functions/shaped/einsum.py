"""Einstein's sums: what their letters say, the row of them, and in which other operations they are.

``einsum('ij,jk->ik', A, B)`` multiplies entries that share a letter, and sums over the letters
that are not behind the arrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.functions.shaped.row import Operation, argument_names, misfit

if TYPE_CHECKING:
    from calcdl.functions.shaped.builder import Builder
    from calcdl.functions.shaped.row import Pullback
    from calcdl.graph.shapes import Shape, Shaped, Size

__all__ = ["EINSUM", "einsum"]


class _Operand(NamedTuple):
    """An array, with a letter for each of its axes."""

    value: int
    letters: str


def _split(subscripts: str) -> tuple[list[str], str]:
    inputs, _, output = subscripts.partition("->")
    return inputs.split(","), output


def _shape(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    inputs, output = _split(op.get("subscripts"))
    sizes: dict[str, Size] = {}
    for letters, shape in zip(inputs, shapes, strict=True):
        if len(letters) != len(shape):
            raise misfit(f"einsum has the letters '{letters}' for an array {{}}", shape)
        for letter, n in zip(letters, shape, strict=True):
            if sizes.setdefault(letter, n) != n:
                raise misfit(f"einsum's '{letter}' is both {{}} and {{}}", (sizes[letter],), (n,))
    return tuple([sizes[letter] for letter in output])


def _pulled(op: Shaped, shapes: Sequence[Shape]) -> Pullback:
    inputs, output = _split(op.get("subscripts"))
    names = argument_names(len(inputs))
    texts = []
    for k, letters in enumerate(inputs):
        others = [i for i in range(len(inputs)) if i != k]
        behind = ",".join([output, *[inputs[i] for i in others]])
        arrays = ", ".join(["G", *[names[i] for i in others]])
        texts.append(f"einsum('{behind}->{letters}', {arrays})")
    return tuple(texts)


EINSUM = (
    Operation(
        "einsum", _shape, "sums of products, by letters for axes",
        ("einsum('ij,jk,ki->ijk', A, B, B.T@A.T)", "einsum('ij,kl->ijkl', A, B)"), of=_pulled,
    ),
)  # fmt: skip


def einsum(build: Builder, subscripts: str, arrays: Sequence[int]) -> int:
    """Return what an Einstein sum is, in products and sums of matrices where these say it."""
    text = "".join(subscripts.split()) if isinstance(subscripts, str) else ""
    inputs, output = _split(text if "->" in text else f"{text}->{_remaining(text)}")
    if not all(letters.isalpha() or not letters for letters in (*inputs, output)):
        raise misfit("einsum takes letters for axes, as in einsum('ij,jk->ik', A, B)")
    if len(inputs) != len(arrays):
        raise misfit(f"einsum has letters for {len(inputs)} arrays, and here are {len(arrays)}")
    unknown = set(output) - set("".join(inputs))
    if unknown or len(set(output)) < len(output):
        raise misfit(f"behind einsum's arrow is '{output}': each letter once, of those before it")
    whole = ",".join(inputs) + "->" + output
    build.apply("einsum", *arrays, subscripts=whole)  # shapes that do not fit are refused here
    operands = [_simple(build, value, letters, inputs, output)
                for value, letters in zip(arrays, inputs, strict=True)]  # fmt: skip
    folded = _folded(build, operands, output)
    if folded is None:
        letters = ",".join([one.letters for one in operands])
        return build.apply(
            "einsum", *[one.value for one in operands], subscripts=f"{letters}->{output}"
        )
    return folded


def _remaining(inputs: str) -> str:
    """Return what is not summed over if nothing is said of it: letters that come once."""
    letters = inputs.replace(",", "")
    return "".join(sorted([letter for letter in set(letters) if letters.count(letter) == 1]))


def _simple(
    build: Builder, value: int, letters: str, inputs: Sequence[str], output: str
) -> _Operand:
    """Return an operand no letter of which comes twice in it, or nowhere else."""
    if len(set(letters)) < len(letters):
        if len(letters) != 2:
            raise misfit(f"einsum's '{letters}' has a letter twice: take the diagonal before")
        value, letters = build.apply("diagonal", value), letters[0]
    others = list(inputs)
    others.remove(letters if letters in others else letters * 2)
    elsewhere = set("".join(others)) | set(output)
    return _summed(build, _Operand(value, letters), elsewhere)


def _summed(build: Builder, operand: _Operand, kept: set[str] | str) -> _Operand:
    """Return an operand summed over the letters that are not kept."""
    value, letters = operand
    if letters and not set(letters) & set(kept):
        return _Operand(build.apply("sum", value), "")
    for letter in letters:
        if letter not in kept:
            axis = letters.index(letter)
            value = build.apply("squeeze", build.apply("sum", value, axis=axis), axis=axis)
            letters = letters.replace(letter, "")
    return _Operand(value, letters)


def _folded(build: Builder, operands: Sequence[_Operand], output: str) -> int | None:
    """Return the sum taken pair by pair; None where a pair is nothing in vectors and matrices."""
    waiting = list(reversed(operands))
    while len(waiting) > 1:
        left, right = waiting.pop(), waiting.pop()
        kept = set(output).union(*[one.letters for one in waiting])
        pair = _pair(build, left, right, kept)
        if pair is None:
            return None
        waiting.append(pair)
    value, letters = _summed(build, waiting[0], output)
    if letters == output:
        return value
    return build.apply("transpose", value) if len(letters) == 2 else None


def _pair(build: Builder, left: _Operand, right: _Operand, kept: set[str]) -> _Operand | None:
    left = _summed(build, left, kept | set(right.letters))
    right = _summed(build, right, kept | set(left.letters))
    if len(left.letters) > 2 or len(right.letters) > 2:
        return None
    shared = [letter for letter in left.letters if letter in right.letters]
    summed = [letter for letter in shared if letter not in kept]
    if len(shared) == len(summed) == 1:
        return _product(build, left, right, summed[0])
    if not shared and len(left.letters) == len(right.letters) == 1:
        value = build.apply("outer", left.value, right.value)
        return _Operand(value, left.letters + right.letters)
    longer = max(left.letters, right.letters, key=len)
    if not set(left.letters + right.letters) <= set(longer):
        return None
    product = build.elementwise("mul", _spread(build, left, longer), _spread(build, right, longer))
    return _summed(build, _Operand(product, longer), kept)


def _product(build: Builder, left: _Operand, right: _Operand, letter: str) -> _Operand:
    """Return the product by @ over a letter that both have."""
    a, b = left.value, right.value
    if left.letters[-1] != letter:
        a = build.apply("transpose", a)
    if right.letters[0] != letter:
        b = build.apply("transpose", b)
    letters = left.letters.replace(letter, "") + right.letters.replace(letter, "")
    return _Operand(build.apply("matmul", a, b), letters)


def _spread(build: Builder, operand: _Operand, letters: str) -> int:
    """Return an operand with the axes in the order of some letters, of which it may lack some."""
    value, own = operand
    if len(own) == len(letters) == 2 and own != letters:
        return build.apply("transpose", value)
    if len(own) == 1 and len(letters) == 2 and own == letters[0]:
        return build.apply("newaxis", value, axis=1)
    return value
