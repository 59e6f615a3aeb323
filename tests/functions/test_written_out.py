"""Functions that are written out where they are called: means, norms, losses, polynomials, …"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import mpmath
import pytest

from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import CalcdlError, ExpressionError, TooLarge
from calcdl.functions import FUNCTIONS, WRITTEN_OUT, lookup, rows_written_out
from calcdl.functions.several import SEVERAL
from calcdl.reading.expressions import read
from calcdl.sweep.derivatives import adjoints_of_variables
from calcdl.sweep.forward import apply, values
from tests.support import oracles
from tests.support.oracles import agree, exactly

m = mpmath.mp
POINT = [Fraction(3, 10), Fraction(7, 4), Fraction(2, 5), Fraction(9, 8)]


def _mean(us: Any) -> Any:
    return m.fsum(us) / len(us)


def _var(*us: Any) -> Any:
    return _mean([(u - _mean(us)) ** 2 for u in us])


def _halves(*us: Any) -> Iterator[tuple[Any, Any]]:
    half = len(us) // 2
    return zip(us[:half], us[half:], strict=True)


def _norm(*us: Any) -> Any:
    return m.sqrt(m.fsum([u * u for u in us]))


def _pairs(term: Callable[[Any, Any], Any], mean: bool = True) -> Callable[..., Any]:
    def total(*us: Any) -> Any:
        terms = [term(u, v) for u, v in _halves(*us)]
        return _mean(terms) if mean else m.fsum(terms)

    return total


def _logistic(u: Any) -> Any:
    return 1 / (1 + m.exp(-u))


def _log_sum(*us: Any) -> Any:
    return m.log(m.fsum([m.exp(u) for u in us]))


# Each row with a call, and what it is by mpmath, in the variables a, b, c, d.
CASES: dict[str, tuple[str, Callable[..., Any]]] = {
    "mean": ("mean(a, b, c)", lambda a, b, c, d: _mean([a, b, c])),
    "var": ("var(a, b, c, d)", _var),
    "std": ("std(a, b, c, d)", lambda *us: m.sqrt(_var(*us))),
    "norm": ("norm(a, b, c, d)", _norm),
    "dot": ("dot(a, b, c, d)", _pairs(lambda u, v: u * v, mean=False)),
    "mse": ("mse(a, b, c, d)", _pairs(lambda u, v: (u - v) ** 2)),
    "mae": ("mae(a, b, c, d)", _pairs(lambda u, v: abs(u - v))),
    "bce": (
        "bce(a, c, d/2, b/2)",
        lambda a, b, c, d: _pairs(lambda p, y: -y * m.log(p) - (1 - y) * m.log(1 - p))(
            a, c, d / 2, b / 2
        ),
    ),
    "bce_with_logits": (
        "bce_with_logits(a, b, c, d)",
        _pairs(lambda x, y: -y * m.log(_logistic(x)) - (1 - y) * m.log(1 - _logistic(x))),
    ),
    "kl": ("kl(a, b, c, d)", _pairs(lambda p, q: p * m.log(p / q), mean=False)),
    "cross_entropy": (
        "cross_entropy([a, b, c], 1) + cross_entropy([a, b], [c, d])",
        lambda a, b, c, d: (
            _log_sum(a, b, c) - b + c * (_log_sum(a, b) - a) + d * (_log_sum(a, b) - b)
        ),
    ),
    "softmax": (
        "softmax(a, b, c)[0]*softmax([d, b])[-1]",
        lambda a, b, c, d: m.exp(a - _log_sum(a, b, c)) * m.exp(b - _log_sum(b, d)),
    ),
    "log_softmax": ("log_softmax(a, b)[1]", lambda a, b, c, d: b - _log_sum(a, b)),
    "softmin": ("softmin([a, b])[0]", lambda a, b, c, d: m.exp(-a - _log_sum(-a, -b))),
    "logsumexp": ("logsumexp([a, b, c])", lambda a, b, c, d: _log_sum(a, b, c)),
    "root": ("root(a, 5)", lambda a, b, c, d: m.root(a, 5)),
    "real_root": ("real_root(-b, 5)", lambda a, b, c, d: -m.root(b, 5)),
    "i0": ("i0(b)", lambda a, b, c, d: m.besseli(0, b)),
    "i1": ("i1(b)", lambda a, b, c, d: m.besseli(1, b)),
    "gammainc": ("gammainc(2, b)", lambda a, b, c, d: m.gammainc(2, 0, b, regularized=True)),
    "gammaincc": ("gammaincc(2, b)", lambda a, b, c, d: m.gammainc(2, b, regularized=True)),
    "betainc": ("betainc(2, 3, a)", lambda a, b, c, d: m.betainc(2, 3, 0, a, regularized=True)),
    "spence": ("spence(b)", lambda a, b, c, d: m.polylog(2, 1 - b).real),
    "legendre": ("legendre(5, b)", lambda a, b, c, d: m.legendre(5, b)),
    "chebyshevt": ("chebyshevt(6, b)", lambda a, b, c, d: m.chebyt(6, b)),
    "chebyshevu": ("chebyshevu(5, b)", lambda a, b, c, d: m.chebyu(5, b)),
    "hermite": ("hermite(6, b)", lambda a, b, c, d: m.hermite(6, b)),
    "hermite_prob": (
        "hermite_prob(5, b)",
        lambda a, b, c, d: m.hermite(5, b / m.sqrt(2)) / m.power(2, m.mpf(5) / 2),
    ),
    "laguerre": ("laguerre(5, b)", lambda a, b, c, d: m.laguerre(5, 0, b)),
    "assoc_laguerre": ("assoc_laguerre(4, a, b)", lambda a, b, c, d: m.laguerre(4, a, b)),
    "gegenbauer": ("gegenbauer(5, a, b)", lambda a, b, c, d: m.gegenbauer(5, a, b)),
    "jacobi": ("jacobi(4, a, b, c)", lambda a, b, c, d: m.jacobi(4, a, b, c)),
    "binomial": ("binomial(b, 4)", lambda a, b, c, d: m.binomial(b, 4)),
    "hypot": ("hypot(a, b, c, d)", _norm),
}


def test_every_row_has_a_case() -> None:
    written = [row.name for row in rows_written_out()]
    written += [name for name, row in FUNCTIONS.items() if row.writes is not None]
    assert set(written) == set(CASES)


def test_the_names_that_load_the_rows_are_those_of_the_rows() -> None:
    assert set(SEVERAL) == WRITTEN_OUT
    assert WRITTEN_OUT.isdisjoint(FUNCTIONS)
    for name in WRITTEN_OUT:
        assert lookup(name) is SEVERAL[name]
        assert SEVERAL[name].says


def points() -> dict[str, Any]:
    return {name: Taylor(1).number(exactly(u)) for name, u in zip("abcd", POINT, strict=True)}


def numbers() -> list[Any]:
    return [m.mpf(u.numerator) / u.denominator for u in POINT]


@pytest.mark.parametrize("name", CASES)
def test_a_value_is_that_of_mpmath(name: str) -> None:
    text, function = CASES[name]
    graph = read(text).graph
    with mpmath.workdps(oracles.REFERENCE_DIGITS + 30), precision(oracles.BITS):
        taylor = Taylor(1)
        got = taylor.ball(taylor.result(apply(graph, taylor, points()), 0))
        want = oracles._mpmath_ball(function(*numbers()))
        assert agree(got, want, oracles.REFERENCE_DIGITS)


@pytest.mark.parametrize("name", CASES)
def test_a_gradient_is_that_of_mpmath(name: str) -> None:
    text, function = CASES[name]
    graph = read(text).graph
    with mpmath.workdps(oracles.REFERENCE_DIGITS + 30), precision(oracles.BITS):
        taylor = Taylor(1)
        found = values(graph, taylor, points())
        slopes = adjoints_of_variables(graph, taylor, found)
        for place, variable in enumerate("abcd"):
            if variable not in slopes:
                continue
            got = taylor.ball(taylor.result(slopes[variable], 0))
            orders = tuple([int(k == place) for k in range(4)])
            want = oracles._mpmath_ball(mpmath.diff(function, tuple(numbers()), orders))
            assert agree(got, want, oracles.REFERENCE_DIGITS), variable


@pytest.mark.parametrize("degree", range(12))
def test_polynomials_of_every_order(degree: int) -> None:
    x = m.mpf(7) / 4
    for name, function in (
        ("legendre", m.legendre), ("chebyshevt", m.chebyt), ("chebyshevu", m.chebyu),
        ("hermite", m.hermite), ("laguerre", lambda n, u: m.laguerre(n, 0, u)),
    ):  # fmt: skip
        graph = read(f"{name}({degree}, 7/4)").graph
        value = apply(graph, Taylor(1), {})
        got = Taylor(1).ball(Taylor(1).result(value, 0))
        assert math.isclose(float(got.mid()), float(function(degree, x)), rel_tol=1e-12)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("legendre(n, x)", "has to be a whole number"),
        ("legendre(-1, x)", "has to be a whole number"),
        ("legendre(1/2, x)", "has to be a whole number"),
        ("dot(a, b, c)", "takes two vectors"),
        ("softmax(x, y)", r"write softmax(x, y)[0] for the first"),
        ("cross_entropy(x, y, z, 0)", "as in cross_entropy([x, y], [0, 1])"),
        ("root(x)", "root takes 2 arguments, not 1"),
        ("betainc(2, 3)", "betainc takes 3 to 4 arguments, not 2"),
        ("mean(x > 0, 1)", "a comparison is not a number"),
        ("mean([x > 0, 1])", "a comparison is not a number"),
        ("mean([x, y], z)", "mean takes one list, or numbers"),
        ("mean([x, y] + 1)", "a list is no number"),
        ("dot([x, y], [z])", "two lists of the same length, not 2 and 1"),
        ("softmax(x, y)[2]", "a whole number from 0 to 1"),
        ("softmax(x, y)[z]", r"write softmax(x, y)[0] for the first"),
        ("cross_entropy([x, y], 2)", "the class has to be a whole number from 0 to 1"),
        ("cross_entropy([x, y], [1, 0, 0])", "as many probabilities as logits"),
        ("[x, y] + 1", "a comma only separates the arguments of a function"),
    ],
)
def test_what_cannot_be_written_out_says_what_to_type(text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        read(text)
    assert message in caught.value.message


def test_there_is_a_limit_to_the_order() -> None:
    with pytest.raises(TooLarge, match="up to the order 100"):
        read("legendre(101, x)")


def test_a_definition_may_take_the_name_of_a_word() -> None:
    assert read("mean = 3; mean + 1").graph.symbols() == []
    assert read("norm(t) = t**2; norm(x)").graph.symbols() == ["x"]
    with pytest.raises(CalcdlError, match="sin already has a meaning"):
        read("sin = 3; sin + 1")


@pytest.mark.parametrize(
    ("code", "read_as"),
    [
        ("F.huber_loss(x, y, delta=2)", "huber(x - y, 2)"),
        ("nn.HuberLoss(delta=2)(x, y)", "huber(x - y, 2)"),
        ("F.smooth_l1_loss(x, target=y, beta=2)", "smooth_l1(x - y, 2)"),
        ("scipy.special.huber(2, x)", "huber(x, 2)"),
        ("F.softshrink(x, lambd=2)", "softshrink(x, 2)"),
        ("torch.frac(x)", "x - trunc(x)"),
        ("np.remainder(x, y)", "mod(x, y)"),
        ("math.remainder(x, y)", "x - y*round(x/y)"),
        ("F.kl_div(x, y)", "xlogy(y, y) - y*x"),
        ("torch.var(x, y, z)", "3*var(x, y, z)/2"),
        ("torch.std([x, y])", "sqrt(2*var(x, y))"),
        ("np.var([x, y])", "var(x, y)"),
        ("mpmath.gammainc(2, x)", "uppergamma(2, x)"),
        ("scipy.special.gammainc(2, x)", "lowergamma(2, x)/gamma(2)"),
        ("nn.CrossEntropyLoss()([x, y], 0)", "logsumexp(x, y) - x"),
        ("math.lgamma(x)", "lgamma(x)"),
        ("EllipticK[x]", "elliptic_k(x)"),
    ],
)
def test_functions_of_programs_are_what_they_are_there(code: str, read_as: str) -> None:
    """The same function, at a point; a text that is read the same way may look another way."""
    point = {"x": Fraction(3, 10), "y": Fraction(7, 4), "z": Fraction(2, 5)}
    taylor = Taylor(1)
    inputs = {name: taylor.number(u) for name, u in point.items()}
    got, want = (
        taylor.ball(taylor.result(apply(read(text).graph, taylor, inputs), 0))
        for text in (code, read_as)
    )
    assert abs(got - want) < 1e-12
