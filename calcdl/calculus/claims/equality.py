"""Is a claim the gradient for all arrays: by one formula, or modulo a prime at random points?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import SystemRandom
from typing import TYPE_CHECKING

from calcdl.arithmetic.primes import random_prime
from calcdl.arithmetic.residues import Residues
from calcdl.arithmetic.shapes.entry_nodes import entry_names
from calcdl.arithmetic.shapes.expanding import Expanding
from calcdl.arithmetic.shapes.polish import polished
from calcdl.arithmetic.shapes.tidying import matrices
from calcdl.calculus.claims.places import drawn
from calcdl.errors import CalcdlError
from calcdl.sweep.derivatives import adjoints_of_variables
from calcdl.sweep.forward import values

if TYPE_CHECKING:
    from calcdl.arithmetic.residues import Residue
    from calcdl.calculus.claims.places import Sizes, Written
    from calcdl.graph.nodes import Graph
    from calcdl.graph.shapes import Shape
    from calcdl.reading.shaped import Declared

__all__ = ["error_of_residues", "is_one_formula"]

_BITS = 127  # of the first prime
_LIKELY = 1e-15  # a larger prime is taken where an error is not less probable than that
_MOST_BITS = 1 << 11


def is_one_formula(claim: Graph, gradient: Graph, shape: Shape, declared: Declared) -> bool:
    """Say whether two formulas of arrays tidy to the same one, multiplied out if need be."""
    for m in (matrices(declared.attributes), Expanding(declared.attributes)):
        sides = []
        for graph in (claim, gradient):
            names = graph.symbols()
            inputs = {name: m.symbol(name, declared.shapes.get(name, ())) for name in names}
            sides.append(m.expand(values(graph, m, inputs)[graph.root], shape))
        first, second = sides
        if m.is_zero(m.add((first, m.neg(second)))):
            return True
        first, second = polished(m, second, sides)
        if first == second or m.is_zero(m.add((first, m.neg(second)))):
            return True
    return False


def error_of_residues(written: Written, declared: Declared, names: Sequence[str]) -> float | None:
    """Return a bound on the probability that a claim which is equal here is none; None: unequal.

    Unequal are also claims that are equal by laws of functions that residues do not know.
    """
    bits = _BITS
    while bits <= _MOST_BITS:
        residues = Residues(random_prime(bits))
        try:
            inputs = _random_inputs(residues, declared, names, written.sizes)
            if not _are_equal(residues, written, inputs):
                return None
        except CalcdlError:
            return None
        error = residues.error()
        if error < _LIKELY:
            return error
        bits *= 2
    return None


def _are_equal(residues: Residues, written: Written, inputs: dict[str, Residue]) -> bool:
    function = written.function
    primals = values(function, residues, inputs)
    slopes = adjoints_of_variables(function, residues, primals, written.names)
    claimed = values(written.together(), residues, inputs)
    zero = residues.number(0)
    pairs = zip(written.array.nodes, written.names, strict=True)
    return all(
        residues.is_zero(residues.sub(claimed[node], slopes.get(name, zero)))
        for node, name in pairs
    )


def _random_inputs(
    residues: Residues, declared: Declared, names: Sequence[str], sizes: Sizes
) -> dict[str, Residue]:
    random = SystemRandom()
    numbers = drawn(declared, names, sizes, lambda: Fraction(random.randrange(1, residues.prime)))
    inputs = {}
    for name in names:
        lengths = tuple([size.at(sizes) for size in declared.shapes.get(name, ())])
        for entry, number in zip(entry_names(name, lengths), numbers[name], strict=True):
            inputs[entry] = residues.variable(number)
    return inputs
