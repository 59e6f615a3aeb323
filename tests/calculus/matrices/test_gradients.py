"""Gradients in matrix form against central differences, on arrays with different sizes.

Every formula is also read back, and is the same function.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from calcdl.arithmetic.arrays.shaped import ShapedArrays
from calcdl.calculus.asking import ask
from calcdl.calculus.matrices.answer import answer
from calcdl.graph.nodes import Graph
from calcdl.reading.shaped import read_shaped, read_shapes
from calcdl.render.matrices import formula_text
from calcdl.sweep.forward import values

SIZES = {"N": 5, "n": 4, "m": 3, "k": 2, "d": 3, "p": 6}
SHAPES = (
    "X: N,n; Y: N,k; W: n,k; w: n; v: n; y: N; b: k; A: m,n; B: n,m; C: m,m; S: n,n spd; M: n,n;"
    " u: m; x: n; z: n; Q: N,d; K: N,d; V: N,k; G: N,k; H: N,n; P: n,k; R: n,n; t: N; g: n; h: n;"
    " W1: p,n; b1: p; W2: k,p; b2: k; e: k; Z: N,N; T: N,k probabilities"
)

# An expression, and the variables by which it is differentiated.
GRADIENTS = """
w@x | w x
norm(x)**2 | x
norm(x) | x
norm(x - z)**3 | x z
(x - z)@S@(x - z) | x z S
x@M@z | x M z
x@M@x + w@x + 3 | x M w
sum(A@x) | A x
sum((A@x)**2)/2 + c*norm(x)**2/2 | A x c
u@A@x | u A x
sum(exp(A@x)) | A x
log(sum(exp(A@x))) | A x
logsumexp(A@x) | x
u@softmax(A@x) | x A u
-u@log_softmax(A@x) | x A u
sum(relu(A@x)*u) | x A
sum(u*sigmoid(A@x + u)) | x A u
sum(log(1 + exp(-y*(X@w)))) | w X
-sum(y*log(sigmoid(X@w)) + (1 - y)*log(1 - sigmoid(X@w)))/N | w X
sum(max(0, 1 - y*(X@w)))/N + c*norm(w)**2 | w
mean((X@w - y)**2) | w X y
sum((X@W - Y)**2)/(2*N) | W X Y
sum((X@W + b - Y)**2) | W b X
-sum(T*log_softmax(X@W + b))/N | W b X
-sum(T*log(softmax(X@W + b)))/N | W b
cross_entropy(X@W + b, T) | W b
sum(huber(X@w - y)) | w
sum(sqrt((X@w - y)**2 + 1)) | w
prod(x**2 + 1) | x
x@z/(norm(x)*norm(z)) | x z
1 - x@z/sqrt((x@x)*(z@z)) | x
sum(x)/sum(x**2) | x
sum(x*log(x**2 + 1)) | x
mean(x)**2 + var(x) | x
std(x)*mean(x) | x
sum(z*(x - mean(x))/std(x)) | x z
sum(z*(x - mean(x))/sqrt(var(x) + 1/10)) | x
sum(H*layernorm(X, g, h)) | X g h
sum(H*layernorm(X, g, h, eps=1/100)) | X g
sum(H*batchnorm(X, g, h)) | X g h
sum(H*rmsnorm(X, g)) | X g
sum(H*g*X/sqrt(mean(X**2, axis=1, keepdims=True) + c**2)) | X g c
sum(G*attention(Q, K, V)) | Q K V
sum(G*(softmax(Q@K.T/sqrt(d) + Z)@V)) | Q K V Z
trace(M) | M
trace(M@R) | M R
trace(M.T@S@M) | M S
trace(A@B) | A B
trace(M@M@R) | M
trace(inv(S)@M) | S M
trace(inv(S + M)) | M
x@inv(S)@z | x z S
x@solve(S, z) | x z S
logdet(S) | S
logdet(M@M.T + S) | M
det(S)**2 | S
log(det(S)) + x@inv(S)@x | S x
logdet(X.T@X) | X
sum(M*R) | M R
sum(M*M.T*R) | M
sum((M@R)*S) | M R
norm(M) | M
norm(A@B - C)**2 | A B C
sum((X - X@W@W.T)**2) | W X
norm(X - G@W.T)**2 | G W
sum(Z*(X@X.T)) | X Z
sum(exp(-(X@w)**2)) | w X
sum(tanh(A@x)*u) | A x u
sum((W2@tanh(W1@x + b1) + b2 - e)**2) | W1 b1 W2 b2 x
-e@log_softmax(W2@relu(W1@x + b1) + b2) | W1 b1 W2 b2
sum((tanh(X@W1.T + b1)@W2.T + b2 - Y)**2)/N | W1 b1 W2 b2
sum(X, axis=0)@w | X w
sum(mean(X, axis=0)**2) | X
sum(X*softmax(H, axis=0)) | H X
min(x) + max(z) | x z
outer(x, z)@w@x | x z w
sum(outer(x, u)*B) | x u B
sum(diag(x)@M) | x M
diag(M)@x | M x
sum(diag(M)**2) | M
trace(expm(M)) | M
sum(R*expm(M)) | M
sum(c*x + a) | x c a
(x@z)**2*c | x z c
sum(where(x > 0, x**2, z*x)) | x z
sum(abs(x)*z) | x z
sum(x**3*exp(z)) | x z
sum(x/(1 + x**2)) | x
sum(gelu(x) + silu(z)) | x z
len(X)*X.size*mean(X) | X
sum(X, axis=1)@y | X
sum(std(X, axis=1)**2*y) | X
sum(norm(X, axis=1)*y) | X
sum(X/norm(X, axis=1, keepdims=True)*H) | X
sum(logsumexp(X, axis=1)*y) | X
sum(max(X, axis=1)*y) | X
norm(x, 1) + norm(z, inf) | x z
sum(X[:, None].squeeze(1)*H) | X
sum((x[:, None] - z[None, :])**2*M) | x z
sum(exp(-(x[:, None] - z)**2)) | x z
"""
CASES = [line.split(" | ") for line in GRADIENTS.strip().split("\n")]


def sample(seed: int) -> dict[str, np.ndarray]:
    """Return numbers for all variables, which obey what is declared of them."""
    rng = np.random.default_rng(seed)
    declared = read_shapes([SHAPES])
    point: dict[str, np.ndarray] = {name: np.float64(size) for name, size in SIZES.items()}
    for name, shape in declared.shapes.items():
        numbers = rng.normal(size=[size.at(SIZES) for size in shape])
        if name == "S":
            numbers = numbers @ numbers.T + 4 * np.eye(len(numbers))
        if name == "T":
            numbers = np.abs(numbers) / np.abs(numbers).sum(axis=1, keepdims=True)
        point[name] = numbers
    point |= {"c": np.float64(0.7), "a": np.float64(-0.4)}
    return point


def value(graph: Graph, point: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the value of a typed graph at a point."""
    return np.asarray(values(graph, ShapedArrays(SIZES), point)[graph.root])


def differences(graph: Graph, point: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    """Return the gradient by central differences."""
    result = np.zeros_like(np.asarray(point[name]))
    for place in np.ndindex(*result.shape):
        step = np.zeros_like(result)
        step[place] = 1e-5
        ahead = value(graph, {**point, name: point[name] + step})
        behind = value(graph, {**point, name: point[name] - step})
        result[place] = (ahead - behind) / 2e-5
    return result


@pytest.mark.parametrize(("text", "names"), CASES, ids=[text for text, _ in CASES])
def test_a_gradient_is_that_of_differences_and_reads_back(text: str, names: str) -> None:
    point = sample(seed=1)
    result = answer(ask("gradient", text, shapes=[SHAPES], wrt=names.split()))
    (reading,) = (read_shaped(text, [SHAPES]),)
    for entry in result.entries:
        (name,) = entry.variables
        found = value(entry.formula, point)
        expected = differences(reading.graph, point, name)
        assert found.shape == expected.shape
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
        again = read_shaped(formula_text(result, entry), [SHAPES])
        np.testing.assert_allclose(value(again.graph, point), found, rtol=1e-9, atol=1e-12)


def test_a_planted_wrong_transpose_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    from calcdl.functions.shaped.operations import OPERATIONS

    product = OPERATIONS["matmul"]
    assert product.by_axes is not None
    wrong = {**product.by_axes, (2, 2): ("G@B.T", "A@G")}
    monkeypatch.setitem(OPERATIONS, "matmul", product._replace(by_axes=wrong))
    with pytest.raises(AssertionError):
        test_a_gradient_is_that_of_differences_and_reads_back("trace(M@M@R)", "M")
