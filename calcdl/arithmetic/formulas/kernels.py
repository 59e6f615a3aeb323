"""What a formula is a rational function of: its kernels, each a generator of polynomials.

A tidied formula is made of sums, products and rational powers, and of what is none of these: its
kernels. Every kernel, every root of one and every root of a sum becomes a generator; exp(u) and
exp(-2*u) are powers of one generator, and so are x**n and x**(n - 1).
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from math import lcm
from typing import TYPE_CHECKING

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.atoms import KERNEL, POWER, ROOT, SUM, Atom, Product
from calcdl.arithmetic.formulas.factors import common_divisor
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.structure import ROOTS, SIZES, TooMuch, number_in
from calcdl.functions import FUNCTIONS
from calcdl.graph.nodes import reachable

if TYPE_CHECKING:
    from calcdl.graph.nodes import Rational

__all__ = ["QUOTIENTS", "Kernels", "prime_powers"]

_MOST_GENERATORS = 20
_HIGHEST_ROOT = 12  # x**(1/12)
_LARGEST_DIVISOR = 100  # that is looked for in a number under a root

# Functions that may be constant on an interval.
_RESTING = frozenset([row.name for row in FUNCTIONS.values() if row.pieces]) | {"where"}
# In which functions the others of a group are written where several of one argument meet. Of the
# two, the square of the first one goes by that of the second: a**2 = p + q*b**2.
_Group = tuple[Set[str], tuple[str, str], tuple[int, int]]
_GROUPS: tuple[_Group, ...] = (
    ({"sin", "cos"}, ("cos", "sin"), (1, -1)),
    ({"tan", "sec"}, ("sec", "tan"), (1, 1)),
    ({"cot", "csc"}, ("csc", "cot"), (1, 1)),
    ({"sin", "cos", "tan", "cot", "sec", "csc"}, ("cos", "sin"), (1, -1)),
    ({"sinh", "cosh"}, ("cosh", "sinh"), (1, 1)),
    ({"tanh", "sech"}, ("sech", "tanh"), (1, -1)),
    ({"coth", "csch"}, ("csch", "coth"), (-1, 1)),
    ({"sinh", "cosh", "tanh", "sech", "coth", "csch"}, ("cosh", "sinh"), (1, 1)),
)
_KINDS = dict.fromkeys(ROOTS, "root") | dict.fromkeys(SIZES, "size")
_KINDS |= dict.fromkeys(_GROUPS[3][0] | _GROUPS[7][0], "group")
# As powers of cos and sin, or cosh and sinh. Each side has a value where the other one has.
QUOTIENTS = {"tan": (-1, 1), "sec": (-1, 0), "cot": (1, -1), "csc": (0, -1)}
QUOTIENTS |= {name + "h": powers for name, powers in QUOTIENTS.items()}
QUOTIENTS |= {"sin": (0, 1), "cos": (1, 0), "sinh": (0, 1), "cosh": (1, 0)}


class Kernels:
    """The atoms of a formula, by the nodes they stand for, and the generators among them.

    In a polynomial the generators that relations remove come first: roots, the outermost before
    those inside it, then cosines before sines. If they are ``strict`` no limit decides what a
    formula is at a point.
    """

    def __init__(self, symbols: Symbols, order: Sequence[int], strict: bool = False) -> None:
        self.symbols, self.nodes = symbols, symbols.nodes
        self.strict = strict
        self.order, self.there = order, set(order)
        self.operations = {self.nodes.operations[i] for i in order}
        self.roots: dict[int, int] = {}  # of bases: the least common denominator of exponents
        self.opaque: set[int] = set()  # (x*y)**(n - 1), which is not (x*y)**n/x/y where y is zero
        self.bases: set[int] = set()  # of powers with a variable in the exponent
        self.atoms: dict[object, Atom] = {}  # a node, a prime, or (base, node) of a power -> atom
        self.products: dict[int, Product] = {}  # a kernel that is written in others
        self.generators: list[Atom] = []
        self.pairs: list[tuple[Atom, int, Atom, int]] = []  # a, p, b, q: a**2 = p + q*b**2
        self.enter(*self.sorted_kernels())
        if len(self.generators) > _MOST_GENERATORS:
            raise TooMuch

    def sorted_kernels(self) -> tuple[dict[str, list[int]], dict[int, list[int]]]:
        """Return the kernels by kind, and powers by their base, noting the roots of each base."""
        kernels: dict[str, list[int]] = {"root": [], "size": [], "group": [], "other": []}
        powers: dict[int, list[int]] = {}
        for i in self.order:
            operation, args = self.nodes.operations[i], self.nodes.arguments[i]
            if operation == "pow":
                value = self.symbols.value(args[1])
                if value is None and self.nodes.operations[args[0]] in ("mul", "pow"):
                    kernels["other"].append(i)
                    self.opaque.add(i)
                    continue
                if value is None:
                    powers.setdefault(args[0], []).append(i)
                    value = number_in(self.symbols, args[1])
                    self.roots.setdefault(args[0], 1)
                    self.bases.add(args[0])
                if type(value) is not int:
                    self.need_root(args[0], value.denominator)
            elif operation == "exp" or (operation == "constant" and self.nodes.name_of(i) == "e"):
                powers.setdefault(-1, []).append(i)
            elif operation not in ("add", "mul", "number"):
                kernels[_KINDS.get(str(operation), "other")].append(i)
        return kernels, powers

    def enter(self, kernels: dict[str, list[int]], powers: dict[int, list[int]]) -> None:
        """Make atoms of all kernels, in the order that relations want."""
        self.enter_roots()
        for i in reversed(kernels["root"]):
            degree = ROOTS[str(self.nodes.operations[i])]
            self.generate(i, Atom(ROOT, i, degree * self.roots.get(i, 1)))
        for argument, nodes in self.by_argument(kernels["size"]).items():
            self.enter_size(argument, nodes)
        for argument, nodes in self.by_argument(kernels["group"]).items():
            if len(nodes) == 1:
                self.enter_kernel(nodes[0])
                continue
            for family in (_GROUPS[:4], _GROUPS[4:]):
                names = [str(self.nodes.operations[i]) for i in nodes]
                there = {n: i for n, i in zip(names, nodes, strict=True) if n in family[-1][0]}
                self.enter_group(argument, there, family)
        for i in kernels["other"]:
            self.enter_kernel(i)
        for base, nodes in powers.items():
            self.enter_powers(base, nodes)

    def by_argument(self, kernels: Sequence[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for i in kernels:
            found.setdefault(self.nodes.arguments[i][0], []).append(i)
        return found

    def need_root(self, base: int, degree: int) -> None:
        self.roots[base] = degree = lcm(self.roots.get(base, 1), degree)
        if degree > _HIGHEST_ROOT:
            raise TooMuch

    def generate(self, key: object, atom: Atom) -> None:
        self.atoms[key] = atom
        atom.place = len(self.generators)
        self.generators.append(atom)

    def enter_roots(self) -> None:
        """Enter roots of sums and products, the outermost first, and of prime numbers."""
        primes: dict[int, int] = {}
        for base in sorted(self.roots, reverse=True):
            operation, degree = self.nodes.operations[base], self.roots[base]
            if operation == "number":
                for prime in prime_powers(self.nodes.arguments[base][0]):
                    primes[prime] = lcm(primes.get(prime, 1), degree)
            elif degree > 1 and operation in ("add", "mul", "pow") and base not in self.opaque:
                self.generate(base, Atom(SUM if operation == "add" else ROOT, base, degree))
            elif operation == "add":
                self.atoms[base] = Atom(SUM, base)
        for prime, degree in primes.items():
            atom = Atom(ROOT, self.symbols.number(prime), degree)
            atom.product = Product(prime, {})
            self.generate(("prime", prime), atom)

    def enter_kernel(self, node: int) -> None:
        self.generate(node, Atom(KERNEL, node, self.roots.get(node, 1)))

    def enter_size(self, argument: int, nodes: Sequence[int]) -> None:
        """Enter abs(u), the root of u**2; sign(u) is u/abs(u), but where u is zero on an interval.

        Where u is zero at a single point the limit decides: a derivative that is not continuous
        there is not a product of abs(u), sign(u) and what is continuous.
        """
        has_sign = "sign" in [self.nodes.operations[i] for i in nodes]
        if has_sign and (self.strict or self.may_rest(argument)):
            for i in nodes:
                self.enter_kernel(i)
        else:
            size = self.nodes.make("abs", (argument,))
            self.generate(size, Atom(ROOT, size, 2 * self.roots.get(size, 1)))

    def may_rest(self, node: int) -> bool:
        """Say whether a formula may be constant on an interval without being a constant."""
        operations = self.nodes.operations
        return not _RESTING.isdisjoint([operations[i] for i in reachable(self.nodes, (node,))])

    def enter_group(self, argument: int, there: dict[str, int], family: Sequence[_Group]) -> None:
        """Enter the trigonometric or the hyperbolic functions of one argument."""
        if len(there) < 2:
            for node in there.values():
                self.enter_kernel(node)
            return
        _, names, (p, q) = next(group for group in family if there.keys() <= group[0])
        pair = [self.nodes.make(name, (argument,)) for name in names]
        for node in pair:
            self.enter_kernel(node)
        first, second = [self.atoms[node] for node in pair]
        self.pairs.append((first, p, second, q))
        for name, node in there.items():
            if name not in names:
                if node in self.roots:
                    raise TooMuch
                exponents = zip((first, second), QUOTIENTS[name], strict=True)
                self.products[node] = Product(
                    1, {atom: n * atom.roots for atom, n in exponents if n}
                )

    # Powers with a variable in the exponent

    def enter_powers(self, base: int, nodes: Sequence[int]) -> None:
        """Enter powers of one base; a number that is a term of the exponent is left out."""
        exponents = {i: self.exponent_of(i) for i in nodes}
        parts = {i: self.parts_of_exponent(base, v, len(nodes) == 1) for i, v in exponents.items()}
        steps: dict[int, list[Rational]] = {}
        for multiples in parts.values():
            for coefficient, rest in multiples:
                steps.setdefault(rest, []).append(coefficient)
        for rest, coefficients in steps.items():
            step = common_divisor(coefficients)
            if sum([c < 0 for c in coefficients]) * 2 > len(coefficients):
                step = -step
            self.generate((base, rest), Atom(POWER, rest, 1, step, base))
        for i, multiples in parts.items():
            atoms = [(self.atoms[base, rest], coefficient) for coefficient, rest in multiples]
            self.products[i] = Product(1, {a: int(exact.quotient(c, a.step)) for a, c in atoms})

    def has_logarithm(self, base: int) -> bool:
        """Say whether the formula has the logarithm of a base, which then is positive."""
        return self.nodes.make("log", (base,)) in self.there

    def require_positive(self, base: int, exponent: Rational) -> None:
        """Raise TooMuch unless a whole power may be divided by a base, for that is positive."""
        if type(exponent) is not int or not self.has_logarithm(base):
            raise TooMuch

    def exponent_of(self, node: int) -> int:
        """Return the exponent of a power, e to the power of one being e."""
        if self.nodes.operations[node] == "constant":
            return self.symbols.one
        return int(self.nodes.arguments[node][-1])

    def parts_of_exponent(
        self, base: int, exponent: int, alone: bool
    ) -> list[tuple[Rational, int]]:
        """Return the terms of an exponent as numbers and what they are multiples of."""
        symbols = self.symbols
        if self.nodes.operations[exponent] != "add":
            return [symbols.split(exponent)]
        if base == -1 and alone:
            return [symbols.content(exponent)]
        parts = [symbols.split(term) for term in self.nodes.arguments[exponent]]
        return parts if base == -1 else [part for part in parts if part[1] != symbols.one]


def prime_powers(number: Rational) -> dict[int, int]:
    """Return the primes that a positive number is a product of, with their exponents.

    What has no small divisor counts as prime. Raises TooMuch for a number that is not positive.
    """
    if number <= 0:
        raise TooMuch
    powers: dict[int, int] = {}
    for part, sign in ((number.numerator, 1), (number.denominator, -1)):
        divisor = 2
        while part > 1:
            if divisor > _LARGEST_DIVISOR or divisor * divisor > part:
                divisor = part
            count = 0
            while part % divisor == 0:
                part, count = part // divisor, count + 1
            if count:
                powers[divisor] = sign * count
            divisor += 1
    return powers
