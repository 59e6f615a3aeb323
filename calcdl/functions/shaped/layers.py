"""Layers and losses as words, most of them definitions in the language itself."""

from __future__ import annotations

from calcdl.functions.shaped.meanings import loss
from calcdl.functions.shaped.word import Word

__all__ = ["LAYERS"]

_HUBER = "where(abs(r) <= delta, r**2/2, delta*(abs(r) - delta/2))"

LAYERS = (
    Word("layernorm", "x g=1 b=0 eps=0|axis=-1",
         "g*(x - mean(x, axis=axis, keepdims=True))/sqrt(var(x, axis=axis, keepdims=True) + eps)"
         " + b", "layer normalisation", ("layer_norm", "LayerNorm")),
    Word("batchnorm", "x g=1 b=0 eps=0",
         "g*(x - mean(x, axis=0, keepdims=True))/sqrt(var(x, axis=0, keepdims=True) + eps) + b",
         "batch normalisation", ("batch_norm", "BatchNorm")),
    Word("rmsnorm", "x g=1 eps=0|axis=-1",
         "g*x/sqrt(mean(x**2, axis=axis, keepdims=True) + eps)", "RMS normalisation",
         ("rms_norm", "RMSNorm")),
    Word("attention", "Q K V", "softmax(Q@K.T/sqrt(Q.shape[1]))@V", "scaled dot-product attention",
         ("scaled_dot_product_attention",)),
    Word("cross_entropy", "logits target",
         "-sum(matched(target, logits)*log_softmax(logits))/batch(logits)",
         "the mean cross entropy of rows of logits and of probabilities"),
    Word("nll", "p target", "-sum(matched(target, p)*p)/batch(p)",
         "minus the mean log-probability of rows of targets, p being logarithms", ("nll_loss",)),
    Word("mse", "a b|reduction=mean", loss("(a - matched(b, a))**2"),
         "the mean of squared differences", ("mse_loss", "MSE")),
    Word("mae", "a b|reduction=mean", loss("abs(a - matched(b, a))"),
         "the mean of absolute differences", ("l1_loss",)),
    Word("bce", "p y|reduction=mean",
         loss("-(matched(y, p)*log(p) + (1 - y)*log(1 - p))"),
         "the mean binary cross entropy", ("binary_cross_entropy", "BCE")),
    Word("bce_with_logits", "x y|reduction=mean", loss("softplus(x) - matched(y, x)*x"),
         "the mean binary cross entropy of sigmoid(x)", ("binary_cross_entropy_with_logits",)),
    Word("kl", "p q", "sum(p*log(p/matched(q, p)))", "the Kullback-Leibler divergence",
         ("kl_divergence",)),
    Word("huber", "r delta=1", _HUBER, "the Huber loss, entry by entry"),
    Word("huber_loss", "a b delta=1|reduction=mean", loss("huber(a - matched(b, a), delta)"),
         "the mean Huber loss"),
    # As PyTorch has them, where it means something else than others
    Word("torch.kl_div", "x target|reduction=mean",
         loss("matched(target, x)*(log(target) - x)"), "PyTorch's, of logarithms x"),
)  # fmt: skip
