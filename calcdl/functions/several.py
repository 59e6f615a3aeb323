"""Functions of several numbers, written out where they are called: they are no operations.

Means, norms and losses take their numbers one by one or as lists, mean(x, y) or mean([x, y]); two
vectors stand one behind the other, dot(a, b, c, d) is a*c + b*d. Losses are those of PyTorch with
their mean over the entries, cross_entropy takes logits; var and std divide by n, as NumPy does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from calcdl.errors import ExpressionError
from calcdl.functions.polynomials import POLYNOMIALS
from calcdl.functions.row import Function
from calcdl.syntax.writer import Writer

__all__ = ["SEVERAL", "hypot"]

Entries = Sequence[int]


# One vector


def _mean(w: Writer, us: Entries) -> int:
    return w.div(w.add(us), w.number(len(us)))


def _var(w: Writer, us: Entries) -> int:
    middle = w.neg(_mean(w, us))
    return _mean(w, [w.square(w.add((u, middle))) for u in us])


def _std(w: Writer, us: Entries) -> int:
    return w.call("sqrt", _var(w, us))


def _norm(w: Writer, us: Entries) -> int:
    if len(us) == 1:
        return w.call("abs", us[0])
    return w.call("sqrt", w.add([w.square(u) for u in us]))


# Two vectors of the same length


def _dot(w: Writer, us: Entries, vs: Entries) -> int:
    return w.add([w.mul(pair) for pair in zip(us, vs, strict=True)])


def _averaged(term: Callable[[Writer, int, int], int], w: Writer, us: Entries, vs: Entries) -> int:
    terms = [term(w, u, v) for u, v in zip(us, vs, strict=True)]
    return terms[0] if len(terms) == 1 else _mean(w, terms)


def _squared_error(w: Writer, u: int, v: int) -> int:
    return w.square(w.add((u, w.neg(v))))


def _absolute_error(w: Writer, u: int, v: int) -> int:
    return w.call("abs", w.add((u, w.neg(v))))


def _cross_entropy_of_probability(w: Writer, p: int, y: int) -> int:
    """Return -y*log(p) - (1 - y)*log(1 - p), where 0*log(0) is 0."""
    rest = w.add((w.number(1), w.neg(y)))
    both = w.call("xlogy", y, p), w.call("xlog1py", rest, w.neg(p))
    return w.neg(w.add(both))


def _cross_entropy_of_logit(w: Writer, x: int, y: int) -> int:
    return w.add((w.call("softplus", x), w.neg(w.mul((x, y)))))


def _kl(w: Writer, ps: Entries, qs: Entries) -> int:
    return w.add([w.call("rel_entr", p, q) for p, q in zip(ps, qs, strict=True)])


def _cross_entropy(w: Writer, logits: Entries, target: Entries) -> int:
    """Return the loss for the number of the right class, or for the probabilities of all."""
    total = w.call("logsumexp", *logits)
    if len(target) == 1 and len(logits) > 1:
        return w.add((total, w.neg(logits[w.entry_number(logits, target[0], "the class")])))
    if len(target) != len(logits):
        raise ExpressionError(
            "cross_entropy takes logits and a class, as in cross_entropy([x, y, z], 0), or as many"
            " probabilities as logits"
        )
    parts = [w.add((total, w.neg(x))) for x in logits]
    return _dot(w, target, parts)


# Parts of a softmax, which is a vector: softmax(x, y, z)[0]


def _softmax_part(w: Writer, us: Entries, k: int) -> int:
    return w.call("exp", _log_softmax_part(w, us, k))


def _log_softmax_part(w: Writer, us: Entries, k: int) -> int:
    return w.add((us[k], w.neg(w.call("logsumexp", *us))))


def _softmin_part(w: Writer, us: Entries, k: int) -> int:
    return _softmax_part(w, [w.neg(u) for u in us], k)


# Functions of a few numbers


def hypot(w: Writer, us: Entries) -> int:
    return w.call("hypot", *us) if len(us) == 2 else _norm(w, us)


def _root(w: Writer, u: int, n: int) -> int:
    if w.value(n) == 2:
        return w.call("sqrt", u)
    return w.pow(u, w.div(w.number(1), n))


def _real_root(w: Writer, u: int, n: int) -> int:
    order = w.value(n)
    if order == 3:
        return w.call("cbrt", u)
    if type(order) is int and order % 2:
        return w.mul((w.call("sign", u), _root(w, w.call("abs", u), n)))
    return _root(w, u, n)


def _bessel(order: int, w: Writer, u: int) -> int:
    return w.call("besseli", w.number(order), u)


def _betainc(w: Writer, a: int, b: int, u: int, v: int | None = None) -> int:
    """Return SciPy's regularized function from 0 to u, or SymPy's from u to v, which is not."""
    if v is None:
        return w.call("betainc_regularized", a, b, w.number(0), u)
    return w.mul((w.call("beta", a, b), w.call("betainc_regularized", a, b, u, v)))


def _gammainc(name: str, w: Writer, a: int, u: int) -> int:
    return w.div(w.call(name, a, u), w.call("gamma", a))


def _spence(w: Writer, u: int) -> int:
    return w.call("polylog", w.number(2), w.add((w.number(1), w.neg(u))))


def _vector(name: str, writes: Callable[..., int], says: str, *aliases: str) -> Function:
    return Function(name, variadic=True, local=(None,), sample=(), writes=writes, takes="vector",
                    says=says, aliases=aliases)  # fmt: skip


def _pair(name: str, writes: Callable[..., int], says: str, *aliases: str) -> Function:
    return Function(name, variadic=True, local=(None,), sample=(), writes=writes, takes="vectors",
                    says=says, aliases=aliases)  # fmt: skip


def _parts(name: str, writes: Callable[..., int], says: str, *aliases: str) -> Function:
    return Function(name, variadic=True, local=(None,), sample=(), writes=writes, takes="index",
                    says=says, aliases=aliases, example=f"{name}(u, v)[0]")  # fmt: skip


def _plain(name: str, args: str, writes: Callable[..., int], says: str, *aliases: str) -> Function:
    names = args.split()
    needed = ", ".join([word for word in names if "=" not in word])
    return Function(name, args=args, local=(None,) * len(names), sample=(), writes=writes,
                    says=says, aliases=aliases, example=f"{name}({needed})")  # fmt: skip


# fmt: off
_ROWS: tuple[Function, ...] = (
    _vector("mean", _mean, "the mean of numbers", "average"),
    _vector("var", _var, "their variance, divided by n as in NumPy; PyTorch divides by n - 1"),
    _vector("std", _std, "the square root of var"),
    _vector("norm", _norm, "the length of a vector, the square root of the sum of squares"),
    _pair("dot", _dot, "the sum of products of two vectors, dot(a, b, c, d) is a*c + b*d", "inner"),
    _pair("mse", partial(_averaged, _squared_error), "mean squared error of numbers and targets",
          "mse_loss", "MSELoss"),
    _pair("mae", partial(_averaged, _absolute_error), "mean absolute error", "l1_loss", "L1Loss"),
    _pair("bce", partial(_averaged, _cross_entropy_of_probability),
          "binary cross entropy of probabilities and targets", "binary_cross_entropy", "BCELoss"),
    _pair("bce_with_logits", partial(_averaged, _cross_entropy_of_logit),
          "binary cross entropy of logits and targets", "binary_cross_entropy_with_logits",
          "BCEWithLogitsLoss"),
    _pair("kl", _kl, "Kullback-Leibler divergence, the sum of p*log(p/q)", "kl_divergence"),
    Function("cross_entropy", variadic=True, local=(None,), sample=(), writes=_cross_entropy,
             takes="lists", aliases=("CrossEntropyLoss",), example="cross_entropy([u, v], 0)",
             says="loss of logits and a class, cross_entropy([x, y, z], 0), or probabilities"),
    _parts("softmax", _softmax_part, "softmax(x, y, z)[0] is its first part"),
    _parts("log_softmax", _log_softmax_part, "logarithms of the parts of softmax", "logsoftmax"),
    _parts("softmin", _softmin_part, "softmax of the negatives"),
    _plain("root", "u n", _root, "n-th root, u**(1/n)"),
    _plain("real_root", "u n", _real_root, "real n-th root, of negative numbers too if n is odd"),
    _plain("i0", "u", partial(_bessel, 0), "besseli(0, u)", "bessel_i0"),
    _plain("i1", "u", partial(_bessel, 1), "besseli(1, u)", "bessel_i1"),
    _plain("gammainc", "a u", partial(_gammainc, "lowergamma"),
           "regularized lower incomplete gamma function", "igamma"),
    _plain("gammaincc", "a u", partial(_gammainc, "uppergamma"),
           "regularized upper incomplete gamma function", "igammac"),
    _plain("betainc", "a b u v=0", _betainc,
           "regularized incomplete beta function; with four arguments SymPy's, which is not"),
    _plain("spence", "u", _spence, "polylog(2, 1 - u), as in SciPy"),
)
# fmt: on

SEVERAL: dict[str, Function] = {
    name: row for row in (*_ROWS, *POLYNOMIALS) for name in (row.name, *row.aliases)
}
