"""Backpropagation level by level: all that it prints, read as definitions, is the gradient."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from calcdl.arithmetic.arrays.shaped import ShapedArrays
from calcdl.calculus import answer
from calcdl.calculus.asking import ask
from calcdl.reading.shaped import ShapedReading, read_shaped
from calcdl.render.backpropagation import expression_text, pullback_text
from calcdl.results.backpropagation import Backpropagation
from calcdl.sweep.forward import values

SIZES = {"N": 5, "n": 4, "m": 3, "k": 2, "d": 3}

# Expressions with the shapes of their variables.
FUNCTIONS = {
    "linear regression": ("mean((X@w + b - y)**2)", "X: N,n; w: n; y: N"),
    "two layers": (
        "h = tanh(W1@x + b1); sum((W2@h + b2 - y)**2)/2",
        "W1: m,n; x: n; b1: m; W2: k,m; b2: k; y: k",
    ),
    "two layers in a batch": (
        "H = relu(X@W1 + b1); P = softmax(H@W2 + b2); -sum(Y*log(P))/N",
        "X: N,n; W1: n,m; b1: m; W2: m,k; b2: k; Y: N,k",
    ),
    "two layers, losses by row": (
        "H = relu(X@W1 + b1); P = softmax(H@W2 + b2); -mean(sum(Y*log(P), axis=1))",
        "X: N,n; W1: n,m; b1: m; W2: m,k; b2: k; Y: N,k",
    ),
    "softmax regression": ("-sum(Y*log(softmax(X@W + b)))/N", "X: N,n; W: n,k; b: k; Y: N,k"),
    "cross entropy": ("cross_entropy(X@W + b, Y)", "X: N,n; W: n,k; b: k; Y: N,k"),
    "attention": (
        "sum(G*attention(X@A, X@B, X@C))", "X: N,n; A: n,d; B: n,d; C: n,k; G: N,k",
    ),
    "masked attention": (
        "s = Q@K.T/sqrt(d) + M; sum((softmax(s)@V - Y)**2)",
        "Q: N,d; K: N,d; V: N,k; M: N,N; Y: N,k",
    ),
    "layer norm": (
        "H = layernorm(X@A, g, b, 1e-2); sum((H@W - Y)**2)",
        "X: N,n; A: n,m; g: m; b: m; W: m,k; Y: N,k",
    ),
    "RMS norm": ("sum((rmsnorm(X, g, 1e-2)@W)**3)", "X: N,n; g: n; W: n,k"),
    "batch norm": ("sum(G*batchnorm(X@A))", "X: N,n; A: n,m; G: N,m"),
    "reparametrisation": (
        "mu = W1@x; s = W2@x; z = mu + exp(s/2)*e;"
        " sum((V@z - x)**2) + sum(exp(s) + mu**2 - 1 - s)/2",
        "W1: k,n; W2: k,n; x: n; e: k; V: n,k",
    ),
    "logistic loss": ("sum(log(1 + exp(-y*(X@w))))", "X: N,n; w: n; y: N"),
    "logistic regression": (
        "p = sigmoid(X@w + b); -mean(y*log(p) + (1 - y)*log(1 - p))", "X: N,n; w: n; y: N",
    ),
    "autoencoder": ("sum((W2@sigmoid(W1@x) - x)**2)", "W1: k,n; x: n; W2: n,k"),
    "tied autoencoder": ("sum((W.T@tanh(W@x) - x)**2) + c*sum(W**2)", "W: k,n; x: n"),
    "residual connection": ("sum((x + W2@tanh(W1@x) + tanh(W1@x)@V)**2)",
                            "x: n; W1: m,n; W2: n,m; V: m,n"),
    "neuron": ("(sigmoid(w@x + b) - y)**2", "w: n; x: n"),
    "recurrent": (
        "h1 = tanh(W@h0 + U@x1); h2 = tanh(W@h1 + U@x2); sum(h2**2)",
        "W: m,m; h0: m; U: m,n; x1: n; x2: n",
    ),
    "likelihood": (
        "r = x - A@u; r@inv(S)@r/2 + logdet(S)/2", "x: n; A: n,k; u: k; S: n,n symmetric",
    ),
    "norm by hand": ("s = sqrt(sum(X**2, axis=1, keepdims=True)); sum((X/s@W)**2)",
                     "X: N,n; W: n,k"),
    "unit vector": ("sum((A@(x/norm(x)) - y)**2)", "A: m,n; x: n; y: m"),
    "huber": ("sum(huber(X@w - y))", "X: N,n; w: n; y: N"),
    "products": ("sum((A@X@B - C)**2) + logdet(X@S@X.T)",
                 "A: m,n; X: n,n; B: n,k; C: m,k; S: n,n symmetric"),
}  # fmt: skip

# And some with operations that mathematics on paper has no sign for.
OTHERS = {
    "convolution": ("sum((conv1d(x, w) + b)**3*v)", "x: 5; w: 3; v: 3"),
    "joined": ("sum((W@tanh(concat([U@x, h])) - y)**2)", "W: k,7; U: 4,n; x: n; h: 3; y: k"),
    "entries": ("z = W@x; z[0]**3 + sum(z[1:]**2)", "W: m,n; x: n"),
    "einsum": ("sum(einsum('ij,jk->ik', A, tanh(B))**2)", "A: m,n; B: n,k"),
    "solved": ("sum((solve(A, b) - c)**2)", "A: n,n; b: n; c: n"),
}
ALL = FUNCTIONS | OTHERS


def chain(text: str, shapes: str, **flags: object) -> Backpropagation:
    result = answer(ask("chain", text, shapes=[shapes], **flags))
    assert isinstance(result, Backpropagation)
    return result


def lines(result: Backpropagation) -> list[str]:
    """Return all that is printed of the levels, in the order in which it is computed."""
    forward = [f"{level.name} = {expression_text(level.definition)}" for level in result.levels]
    backward = [pullback_text(one) for level in reversed(result.levels) for one in level.pullbacks]
    return [*forward, *backward]


def inputs_of(reading: ShapedReading) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(7)
    inputs = {name: np.float64(number) for name, number in SIZES.items()}
    for name in reading.variables():
        shape = [size.at(SIZES) for size in reading.shape_of(name)]
        inputs[name] = rng.uniform(0.2, 1.0, shape) * rng.choice([-1.0, 1.0], shape)
        if "symmetric" in reading.declared.attributes.get(name, ()):
            inputs[name] = inputs[name] @ inputs[name].T + np.eye(shape[0])
    return inputs


def value(reading: ShapedReading, inputs: Mapping[str, np.ndarray]) -> np.ndarray:
    return np.asarray(values(reading.graph, ShapedArrays(SIZES), inputs)[reading.graph.root])


def differences(reading: ShapedReading, inputs: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    """Return central differences by the entries of a variable."""
    x = np.asarray(inputs[name])
    found = np.zeros(x.shape)
    for place in np.ndindex(*x.shape):
        h = np.zeros(x.shape)
        h[place] = 1e-5
        above, below = ({**inputs, name: x + step} for step in (h, -h))
        found[place] = (value(reading, above) - value(reading, below)) / 2e-5
    return found


def errors(text: str, shapes: str, change: tuple[str, str] = ("", "")) -> dict[str, float]:
    """Return how far the adjoint of each variable is off, with a text changed in what is read."""
    result = chain(text, shapes)
    reading = read_shaped(text, [shapes])
    inputs = inputs_of(reading)
    definitions = (
        "\n".join(lines(result)).replace(*change) if change[0] else "\n".join(lines(result))
    )
    found = {}
    adjoints = {one.of: one.name for level in result.levels for one in level.pullbacks}
    for name in reading.variables():
        read = read_shaped(f"{definitions}\n{adjoints[name]}", [shapes])
        wanted = differences(reading, inputs, name)
        got = value(read, inputs)
        assert got.shape == wanted.shape, name
        found[name] = float(np.max(np.abs(got - wanted)) / (1 + np.max(np.abs(wanted))))
    return found


@pytest.mark.parametrize("name", ALL)
def test_what_is_printed_is_the_gradient_by_every_variable(name: str) -> None:
    found = errors(*ALL[name])
    assert found
    assert max(found.values()) < 1e-7, found


def test_a_transpose_that_is_missing_is_caught() -> None:
    text, shapes = "sum((A@tanh(B@x))**2)", "A: n,n; B: n,n; x: n"
    assert max(errors(text, shapes).values()) < 1e-7
    assert max(errors(text, shapes, ("A.T@", "A@")).values()) > 1e-2


@pytest.mark.parametrize("name", ALL)
def test_adjoints_are_stated_before_they_are_used(name: str) -> None:
    result = chain(*ALL[name])
    known: set[str] = set()
    adjoints = {one.name for level in result.levels for one in level.pullbacks}
    for level in reversed(result.levels):
        for one in level.pullbacks:
            assert known >= adjoints.intersection(one.formula.symbols())
        known.update([one.name for one in level.pullbacks])


@pytest.mark.parametrize("name", ["two layers", "attention", "layer norm", "likelihood"])
def test_numbers_at_a_point_are_those_of_the_definitions(name: str) -> None:
    text, shapes = FUNCTIONS[name]
    reading = read_shaped(text, [shapes])
    names = reading.variables()
    at = {one: np.round(array, 2) for one, array in inputs_of(reading).items() if one in names}
    point = "; ".join([f"{one}={array.tolist()}" for one, array in at.items()])
    result = chain(text, shapes, at=[point])
    sizes = {one: np.float64(number) for one, number in SIZES.items()}
    definitions = "\n".join(lines(result))
    adjoints = [one for level in result.levels for one in level.pullbacks]
    assert adjoints
    for one in (*result.levels, *adjoints):
        assert one.value is not None
        assert one.value.certified
        wanted = value(read_shaped(f"{definitions}\n{one.name}", [shapes]), {**sizes, **at})
        assert np.allclose(one.value.floats(), np.ravel(wanted), rtol=1e-9, atol=1e-12), one.name


def test_where_there_is_no_gradient_no_adjoints_are_shown() -> None:
    result = chain("sum(relu(A@x))", "A: m,n; x: n", at=["A=[[1,1],[1,-1]]; x=[1,1]"])
    assert [level.value is None for level in result.levels] == [False] * 3
    assert all([one.value is None for level in result.levels for one in level.pullbacks])


def test_what_does_not_lead_to_the_variables_is_left_out() -> None:
    result = chain(*FUNCTIONS["two layers"], wrt=["W2"])
    assert [one.name for level in result.levels for one in level.pullbacks] == ["dW2", "dr"]


def test_a_level_has_not_the_name_of_a_variable_that_is_asked_for() -> None:
    result = chain("sum(A@x)", "A: m,n; x: n", wrt=["z"])
    assert "z" not in [level.name for level in result.levels]
    assert not any([level.pullbacks for level in result.levels])


def test_names_give_way_to_those_that_are_taken() -> None:
    result = chain("sum((A@z - dz)**2)", "A: m,n; z: n; dz: m")
    assert lines(result)[-1] == "Ddz = -Dr"
    result = chain("sum((A@f - r)**2)", "A: m,n; f: n; r: m")
    assert [level.name for level in result.levels] == ["r1", "F"]


def test_levels_of_a_deep_network_take_linear_time() -> None:
    def pullbacks(depth: int) -> int:
        text = "x0 = x; " + "; ".join([f"x{k} = tanh(W@x{k - 1})" for k in range(1, depth + 1)])
        result = chain(f"{text}; sum(x{depth})", "W: n,n; x: n", wrt=["x"])
        return sum([len(pullback_text(one)) for level in result.levels for one in level.pullbacks])

    assert pullbacks(24) < 2.5 * pullbacks(12)
