"""The words of the language of arrays: what a call means, made of operations that have a row.

A meaning is a text in the language itself, in the names of the word's arguments, or a function
that makes the value of them.
"""

from __future__ import annotations

from calcdl.functions.shaped import forms
from calcdl.functions.shaped import meanings as means
from calcdl.functions.shaped.einsum import einsum
from calcdl.functions.shaped.layers import LAYERS
from calcdl.functions.shaped.word import Word

__all__ = ["LISTED", "REFUSED", "SPOKEN", "WORDS"]

_REDUCES = "x|axis=None keepdims=False"
LISTED = (
    Word("sum", _REDUCES, means.reduction("sum"), "the sum, over an axis or all", ("reduce_sum",)),
    Word("mean", _REDUCES, means.reduction("mean"), "the mean", ("average", "reduce_mean")),
    Word("prod", _REDUCES, means.reduction("prod"), "the product", ("reduce_prod",)),
    Word("max", _REDUCES, means.reduction("max"), "the largest entry; max(0, x) is maximum",
         ("amax", "reduce_max")),
    Word("min", _REDUCES, means.reduction("min"), "the smallest entry; min(0, x) is minimum",
         ("amin", "reduce_min")),
    Word("var", f"{_REDUCES} ddof=0", means.deviation("var"),
         "the variance, divided by the number of entries, less ddof"),
    Word("std", f"{_REDUCES} ddof=0", means.deviation("std"),
         "the standard deviation, the square root of var"),
    Word("logsumexp", _REDUCES, means.reduction("logsumexp"), "log(sum(exp(x)))"),
    Word("norm", "x|ord=None axis=None keepdims=False p=None", means.norm,
         "the norm: 1, 2, any p, inf; of a matrix 'fro', 'nuc', 1, inf",
         ("norm2", "vector_norm", "matrix_norm")),
    Word("norm1", "x", "sum(abs(x))", "the sum of absolute values"),
    Word("cumsum", "x|axis=None", means.cumsum, "sums of the entries so far"),
    Word("softmax", "x|axis=-1", means.along("softmax"), "exponentials divided by their sum"),
    Word("log_softmax", "x|axis=-1", means.along("log_softmax"), "log(softmax(x))"),
    Word("maximum", "*arrays", means.extreme("max"), "the larger entries of two arrays",
         ("fmax", "Max")),
    Word("minimum", "*arrays", means.extreme("min"), "the smaller entries of two arrays",
         ("fmin", "Min")),
    Word("clip", "x min=None max=None", means.clip, "entries held between two bounds",
         ("clamp", "clip_by_value")),
    # Products
    Word("dot", "a b", means.operation("matmul"), "a@b", ("matmul", "mm", "mv", "MatMul")),
    Word("inner", "a b", means.inner, "sums of products along the last axes"),
    Word("vdot", "a b", "sum(a*matched(b, a))", "the sum of all products of entries"),
    Word("outer", "a b", means.operation("outer"),
         "all products of an entry of a and one of b", ("ger",)),
    Word("kron", "A B", means.operation("kron"), "the Kronecker product", ("KroneckerProduct",)),
    Word("einsum", "|subscripts|*arrays", einsum, "sums of products: einsum('ij,jk->ik', A, B)"),
    Word("conv1d", "x w|mode='valid'", means.correlation,
         "w slid along x, unturned, where it fits: np.correlate(x, w)", ("correlate",)),
    Word("convolve", "x w|mode='full'", means.convolution, "the convolution of two vectors"),
    Word("hadamard", "a b", "a*b", "a*b, entry by entry", ("hadamard_product", "HadamardProduct")),
    # Matrices
    Word("transpose", "A|*axes", forms.swap, "A.T", ("Transpose", "permute", "swapaxes")),
    Word("trace", "A", means.operation("trace"), "the sum of the diagonal", ("tr", "Trace")),
    Word("det", "A", means.operation("det"), "the determinant", ("Determinant",)),
    Word("logdet", "A", means.operation("logdet"), "log(abs(det(A)))"),
    Word("inv", "A", means.operation("inv"), "the inverse", ("Inverse", "inverse")),
    Word("solve", "A b", means.operation("solve"), "the x with A@x = b"),
    Word("pinv", "A", means.operation("pinv"), "the pseudoinverse, where the rank does not change"),
    Word("cholesky", "A", means.operation("cholesky"),
         "the lower triangular L with L@L.T = A, A symmetric positive definite"),
    Word("polar", "A", means.operation("polar"),
         "the orthogonal factor of A = U@P, U@Vt of its thin SVD; A has full rank"),
    Word("expm", "A", means.operation("expm"), "the exponential of a matrix", ("matrix_exp",)),
    Word("expm_frechet", "A B", means.operation("expm_frechet"),
         "the derivative of expm(A) in the direction B"),
    Word("diag", "x", forms.diag, "the matrix with this diagonal, or the diagonal of a matrix",
         ("diagonal", "diagflat")),
    Word("tril", "A|k=0", forms.triangle("tril"), "what is on and below a diagonal"),
    Word("triu", "A|k=0", forms.triangle("triu"), "what is on and above a diagonal"),
    # Arrays made, and their shapes
    Word("eye", "|n", forms.eye, "the identity matrix", ("identity", "Identity")),
    Word("ones", "|*shape", forms.filled(1), "an array of ones"),
    Word("zeros", "|*shape", forms.filled(0), "an array of zeros"),
    Word("vector", "x", forms.unsized, "a number repeated as often as is needed: vector(1)"),
    Word("ones_like", "x", forms.filled_like(1), "ones in the shape of x"),
    Word("zeros_like", "x", forms.filled_like(0), "zeros in the shape of x"),
    Word("array", "x", "x", "a list as an array: array([1, 2])", ("tensor", "asarray")),
    Word("len", "x", forms.length, "the number of rows, or of entries of a vector"),
    Word("size", "x|axis=None", forms.entries, "the number of entries", ("numel",)),
    Word("reshape", "x|*shape", forms.reshape, "the same entries in another shape", ("view",)),
    Word("flatten", "x", "reshape(x, -1)", "all entries as one vector, row by row", ("ravel",)),
    Word("squeeze", "x|axis=None", forms.squeeze, "without axes of one entry"),
    Word("expand_dims", "x|axis", forms.axis_operation("newaxis"),
         "with one more axis, of one entry", ("unsqueeze",)),
    Word("concat", "*arrays|axis=0", forms.concat, "arrays one behind the other",
         ("concatenate", "cat")),
    Word("stack", "*arrays|axis=0", forms.stack, "arrays along a new axis"),
    Word("hstack", "*arrays", forms.beside, "vectors one behind the other, matrices side by side"),
    Word("vstack", "*arrays", forms.below, "arrays as rows below each other", ("row_stack",)),
    Word("column_stack", "*arrays", forms.columns, "vectors as columns side by side"),
    Word("pad", "x|width", forms.pad, "zeros before and behind: pad(x, (1, 0))"),
    *LAYERS,
)  # fmt: skip

# What rows and words are written with, and no person needs.
_INSIDE = (
    Word("sum_to", "x other", forms.sum_to, "the sum over the axes that another array has not"),
    Word("newaxis", "x|axis", forms.axis_operation("newaxis"), "with one more axis"),
    Word("batch", "x", forms.batch, "the number of rows of a matrix"),
    Word("matched", "x other", means.matched, "an array that has to have the shape of another"),
    Word("take", "x|key", forms.take, "what an index takes"),
    Word("scatter", "x|shape key", forms.scatter, "an array at some places of another"),
    Word("unit", "|n k", forms.unit, "a row of the identity matrix"),
    Word("torch.var", f"{_REDUCES} ddof=1", means.deviation("var"), "PyTorch's, less one entry"),
    Word("torch.std", f"{_REDUCES} ddof=1", means.deviation("std"), "PyTorch's, less one entry"),
    Word(
        "doubled",
        "A B",
        "concat([concat([A, B], axis=1), concat([zeros_like(A), A], axis=1)])",
        "A twice along the diagonal, B above it",
    ),
    Word("half_tril", "A", "tril(A) - diag(diag(A))/2", "a triangle, its diagonal halved"),
)

# What a person may call; the torch.… are meant where the module is named.
SPOKEN = frozenset([name for word in LISTED for name in (word.name, *word.aliases)]) | {
    "torch.var", "torch.std",
}  # fmt: skip
WORDS = {name: word for word in (*LISTED, *_INSIDE) for name in (word.name, *word.aliases)}

# What calcdl does not do, by the names that are typed.
REFUSED = {
    **dict.fromkeys(("argmax", "argmin", "argsort", "nonzero"),
                    "counts places, and has no derivative: max and min have one"),
    **dict.fromkeys(("sort", "median", "quantile", "percentile", "topk", "unique"),
                    "orders entries, and calcdl does not: write the entry itself, as in x[2]"),
    **dict.fromkeys(("svd", "eig", "eigh", "eigvals", "eigvalsh", "qr", "lu"),
                    "has several values, and calcdl has none of them: there are det, inv, solve,"
                    " cholesky, pinv, polar, expm and norm(X, 'nuc')"),
    **dict.fromkeys(("sqrtm", "logm", "matrix_rank", "cond"), "is no function of calcdl's"),
    **dict.fromkeys(("dropout", "randn", "rand", "random", "normal"),
                    "is random: declare a mask or the numbers as a variable"),
    **dict.fromkeys(("conv2d", "conv3d", "max_pool1d", "max_pool2d", "avg_pool2d"),
                    "is not in calcdl: there is conv1d, of two vectors"),
    "scan": "is not in calcdl", "vmap": "is not in calcdl: write the axes out, or einsum",
}  # fmt: skip
