r"""The commands of LaTeX that calcdl reads, and what each of them is in its own language."""

from __future__ import annotations

from calcdl.syntax.greek import GREEK

__all__ = [
    "ACCENTS",
    "ARGUMENT",
    "ENVIRONMENTS",
    "FONTS",
    "KEPT_WORDS",
    "PLANS",
    "REFUSED",
    "SIGNS",
    "SKIPPED",
    "SKIPPED_WITH_ARGUMENT",
]

ARGUMENT = "{}"  # where a plan has what follows in braces, or the one token that comes next

# Commands that take arguments, as the words that they become.
PLANS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("frac", "tfrac", "dfrac", "cfrac", "sfrac", "nicefrac"),
                    ("(", ARGUMENT, "/", ARGUMENT, ")")),
    **dict.fromkeys(("binom", "tbinom", "dbinom"),
                    ("binomial", "(", ARGUMENT, ",", ARGUMENT, ")")),
    "sqrt": ("sqrt", "(", ARGUMENT, ")"),
}  # fmt: skip

SIGNS = {
    "cdot": "*", "times": "*", "ast": "*", "odot": "*", "div": "/", "le": "<=", "leq": "<=",
    "leqslant": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=", "ne": "!=", "neq": "!=",
    "lt": "<", "gt": ">", "lvert": "|", "rvert": "|", "vert": "|", "mid": "|", "{": "{", "}": "}",
    "lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]", "colon": ":", "coloneqq": "=",
    "equiv": "=", "to": "↦", "mapsto": "↦", "rightarrow": "↦", "sum": "∑", "prod": "∏",
    "degree": "°", "lparen": "(", "rparen": ")",
}  # fmt: skip

SKIPPED = frozenset((
    ",", ";", ":", "!", " ", "/", ">", "(", ")", "[", "]", "quad", "qquad", "left", "right",
    "middle",
    "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl",
    "Biggr", "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "nonumber", "notag",
    "thinspace", "medspace", "thickspace", "enspace", "rm", "bf", "it",
))  # fmt: skip
SKIPPED_WITH_ARGUMENT = frozenset(("label", "tag", "hspace", "vspace", "phantom", "color"))

# Commands whose argument is a name, and what they add to it.
FONTS = frozenset((
    "mathrm", "text", "textrm", "operatorname", "mathit", "mathbf", "boldsymbol", "bm", "mathsf",
    "mathtt", "mathcal", "textbf", "textit", "texttt", "textsf", "mathop", "pmb", "mathscr", "vec",
))  # fmt: skip
ACCENTS = {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde",
    "widetilde": "tilde", "dot": "dot", "check": "check",
}  # fmt: skip

ENVIRONMENTS = frozenset((
    "equation", "equation*", "align", "align*", "aligned", "split", "gather", "gather*", "gathered",
    "math", "displaymath", "multline", "multline*", "eqnarray", "eqnarray*",
))  # fmt: skip

REFUSED = {
    "int": "calcdl differentiates: it does not integrate",
    "iint": "calcdl differentiates: it does not integrate",
    "lim": "calcdl takes no limits of what is typed: write the function itself",
    "infty": "infinity is not a number that calcdl can work with",
    "nabla": "write the function alone: 'calcdl gradient' takes its gradient",
    "pm": "± stands for two functions: write one of them",
    "mp": "± stands for two functions: write one of them",
    "ldots": "write out all terms, or give a sum its bounds, as in \\sum_{k=1}^{5}",
    "cdots": "write out all terms, or give a sum its bounds, as in \\sum_{k=1}^{5}",
    "dots": "write out all terms, or give a sum its bounds, as in \\sum_{k=1}^{5}",
    "|": "norms are not read here: write |x| for an absolute value",
    "lVert": "norms are not read here: write |x| for an absolute value",
    "Vert": "norms are not read here: write |x| for an absolute value",
    "over": "write a fraction as \\frac{a}{b}",
    "top": "calcdl has no matrices here: leave out the transpose",
    "mathbb": "calcdl works with real numbers: leave out what says so",
    "in": "leave out what a variable is taken from",
}

# Words that are one name in LaTeX too, where other letters side by side are a product.
KEPT_WORDS = frozenset((
    "sin", "cos", "tan", "cot", "sec", "csc", "exp", "ln", "log", "lg", "sqrt", "max", "min",
    "sinh", "cosh", "tanh", "abs", "relu", "pi", "erf", "asin", "acos", "atan", "if", "otherwise",
    *GREEK,
))  # fmt: skip
