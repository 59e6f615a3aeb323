"""Formulas modulo a prime: what is zero for all numbers is zero, and little else."""

from __future__ import annotations

import pytest

from calcdl.arithmetic.primes import random_prime
from calcdl.arithmetic.residues import Residues
from calcdl.errors import Undecided
from calcdl.reading.expressions import read
from calcdl.sweep.forward import apply

ZERO = [
    "(x + y)**2 - x**2 - 2*x*y - y**2",
    "1/(x - y) + 1/(y - x)",
    "sqrt(x)*sqrt(x) - x",
    "sqrt(4*x) - 2*sqrt(x)",
    "(x**2 + 1)**(-3/2)*(x**2 + 1) - 1/sqrt(x**2 + 1)",
    "1/(1 + sqrt(x)) - (1 - sqrt(x))/(1 - x)",
    "1/(sqrt(x) + sqrt(y)) - (sqrt(x) - sqrt(y))/(x - y)",
    "sigmoid(x) - 1/(1 + exp(-x))",
    "tanh(x) - (exp(2*x) - 1)/(exp(2*x) + 1)",
    "exp(x - logsumexp(x, y)) - exp(x)/(exp(x) + exp(y))",
    "exp(log(x) - log(y)) - x/y",
    "exp(x)*exp(-x) - 1",
    "relu(x) - max(x, 0)",
    "relu(x) + relu(-x) - abs(x)",
    "relu(x)*heaviside(x) - relu(x)",
    "abs(x)/x - sign(x)",
    "min(x, y) + max(x, y) - x - y",
    "where(x > y, x, y) - max(x, y)",
    "sign(2*x) - sign(x)",
    "sin(-x) + sin(x)",
]
NOT_ZERO = [
    "(x + y)**2 - x**2 - y**2",
    "sqrt(x**2) - x",
    "abs(x) - x",
    "relu(x) - x",
    "exp(x)*exp(y) - exp(x*y)",
    "x - y",
    "log(x) - log(y)",
    "where(x > y, x, y) - min(x, y)",
    "sigmoid(x) - sigmoid(y)",
    "heaviside(x) - 1/2",
    "x**2 - x",
]
UNSEEN = ["sin(x)**2 + cos(x)**2 - 1", "exp(x + y) - exp(x)*exp(y)"]  # zero, by laws not known here


def is_zero(text: str) -> tuple[bool, float]:
    graph = read(text).graph
    residues = Residues(random_prime(127))
    inputs = {name: residues.variable() for name in graph.symbols()}
    return residues.is_zero(apply(graph, residues, inputs)), residues.error()


@pytest.mark.parametrize("text", ZERO)
def test_what_is_zero_for_all_numbers_is_zero(text: str) -> None:
    zero, error = is_zero(text)
    assert zero
    assert 0 < error < 1e-20


@pytest.mark.parametrize("text", NOT_ZERO)
def test_what_is_not_zero_is_seen(text: str) -> None:
    assert not is_zero(text)[0]


@pytest.mark.parametrize("text", UNSEEN)
def test_laws_that_are_not_known_make_no_wrong_equality(text: str) -> None:
    assert not is_zero(text)[0]


def test_a_small_prime_lets_differences_escape_as_often_as_the_bound_says() -> None:
    """With primes so small the bound is no promise, and differences do vanish."""
    graph = read("x*(x - 1)*(x - 2)*(x - 3)").graph
    escaped = 0
    for _ in range(300):
        residues = Residues(random_prime(6))
        escaped += residues.is_zero(apply(graph, residues, {"x": residues.variable()}))
        assert residues.error() > 4 / residues.prime
    assert escaped


def test_a_denominator_that_is_zero_is_refused() -> None:
    residues = Residues(random_prime(127))
    with pytest.raises(Undecided):
        apply(read("1/(x - x)").graph, residues, {"x": residues.variable()})


def test_random_primes_are_prime() -> None:
    for bits in (6, 16, 20):
        prime = random_prime(bits)
        assert prime.bit_length() == bits
        assert all(prime % k for k in range(2, int(prime**0.5) + 1))
