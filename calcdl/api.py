"""calcdl from Python: what the commands do, as functions.

Expressions are texts in calcdl's language, what ``read`` or ``from_sympy`` made of one, or formulas
of earlier results. A point is a number or a text for the only variable, "x=1,y=2" or
{"x": 1, "y": 2} for several; a list is several points. Numbers are taken as they are written: 0.1
is 1/10. ``wrt`` names variables, ``digits`` asks for so many instead of the 17 of a double, ``let``
holds definitions such as "f(t) = t**2", and ``function`` names of functions that are not defined.

Results are named tuples of graphs and numbers (see ``calcdl.results``) that print readably, and in
a notebook as formulas. An error at a point is part of the result, so that other points have theirs;
all others are raised, each a ``CalcdlError``: ``ExpressionError`` where a text is not in the
language, ``UsageError`` where the question does not fit, ``TooLarge`` where an answer would be too
much work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from numbers import Rational, Real
from typing import Any, Literal, overload

from calcdl import shown
from calcdl.algebra import from_sympy
from calcdl.calculus import answer
from calcdl.calculus.asking import ask
from calcdl.calculus.question import Asked, Coding, Descending
from calcdl.errors import UsageError
from calcdl.functions import Function
from calcdl.graph.nodes import Graph, Undefined
from calcdl.reading.expressions import read as read_text
from calcdl.reading.names import function_rows
from calcdl.reading.writing import write as write_graph
from calcdl.results.curve import Curves
from calcdl.syntax.parse import Reading

__all__ = [
    "chain",
    "check",
    "code",
    "contours",
    "derivative",
    "evaluate",
    "from_sympy",
    "functions",
    "gradient",
    "graph",
    "hessian",
    "jacobian",
    "numeric",
    "partials",
    "plot",
    "point",
    "read",
    "report",
    "simplify",
    "to_sympy",
    "write",
]

Expression = str | Reading | Graph
Number = int | float | Fraction | str
Place = Number | Mapping[str, Number]
Places = Place | Sequence[Place] | None
Texts = str | Sequence[str] | None
Form = Literal["best", "rules", "normal", "factored", "expanded"]


def read(text: str, *, let: Texts = None, function: Texts = None) -> Reading:
    """Return what a text says: its ``graph``, and ``notes`` of what had to be inferred.

    Raises ExpressionError, with the place in the text that is to blame.

    >>> write(read("2x + f(x)", let="f(t) = t**2").graph)
    '2*x + x**2'
    """
    return read_text(text, lets=_texts(let), functions=_texts(function))


def write(expression: Graph | Reading) -> str:
    """Return a graph as text that reads back as the same graph, and that SymPy's parser accepts.

    >>> write(derivative("x**3").formula)
    '3*x**2'
    """
    return write_graph(expression.graph if isinstance(expression, Reading) else expression)


def derivative(
    expression: Expression,
    wrt: str | None = None,
    at: Places = None,
    *,
    order: int = 1,
    digits: int | None = None,
    side: Literal["left", "right"] | None = None,
    exact: bool = False,
    form: Form = "best",
    named: bool = False,
    simplify: Literal["sympy"] | None = None,
    let: Texts = None,
    function: Texts = None,
) -> shown.Derivative:
    """Return the derivative of an expression as a formula, and its values at points.

    ``side`` asks for the derivative on one side of the points alone, ``exact`` for closed forms
    of the values, ``form`` for another way to write the formula,
    ``named`` for one in the names of definitions, ``simplify`` for SymPy's one.

    >>> derivative("(x + 1)**2", at=5).points[0].value.exact
    '12'
    """
    flags: dict[str, Any] = {"order": order, "digits": digits, "exact": exact}
    flags |= {"form": form, "named": named, "simplify": simplify or ""}
    flags |= {"side": {None: 0, "left": -1, "right": 1}[side]}
    return shown.Derivative(*_answer("deriv", [expression], wrt, at, let, function, **flags))


def evaluate(
    expression: Expression,
    at: Places = None,
    *,
    digits: int | None = None,
    exact: bool = False,
    let: Texts = None,
    function: Texts = None,
) -> shown.Evaluation:
    """Return the values of an expression at points; one without variables needs none.

    >>> evaluate("exp(x)", at=1).points[0].value.decimal
    '2.718281828459045'
    """
    flags: dict[str, Any] = {"digits": digits, "exact": exact}
    return shown.Evaluation(*_answer("eval", [expression], None, at, let, function, **flags))


def simplify(
    expression: Expression, *, form: Form = "best", let: Texts = None, function: Texts = None
) -> shown.Simplification:
    """Return an expression in the form that reads best, and where the two are equal.

    >>> write(simplify("(x**2 - 1)/(x - 1)").formula)
    'x + 1'
    """
    return shown.Simplification(
        *_answer("simplify", [expression], None, None, let, function, form=form)
    )


def chain(
    expression: Expression,
    wrt: Texts = None,
    at: Place | None = None,
    *,
    digits: int | None = None,
    form: Form = "best",
    terms: bool = False,
    let: Texts = None,
    function: Texts = None,
) -> shown.Chain:
    """Return the steps of the chain rule, innermost first, with numbers if there is a point.

    With ``terms`` they go through sums as well.

    >>> [level.name for level in chain("log(sin(x**2))").levels]
    ['u1', 'u2', 'f']
    """
    return shown.Chain(
        *_answer(
            "chain", [expression], wrt, at, let, function, digits=digits, form=form, terms=terms
        )
    )


def partials(
    expression: Expression,
    wrt: Texts = None,
    at: Places = None,
    *,
    order: int = 1,
    mixed: Texts = None,
    digits: int | None = None,
    form: Form = "best",
    named: bool = False,
    let: Texts = None,
    function: Texts = None,
) -> shown.Partials:
    """Return the first partial derivatives, those of ``order`` 2, or the one that is ``mixed``.

    >>> [write(entry.formula) for entry in partials("x**2*y").entries]
    ['2*x*y', 'x**2']
    >>> write(partials("x**2*y", mixed=["x", "x", "y"]).entries[0].formula)
    '2'
    """
    flags: dict[str, Any] = {"order": order, "mixed": _texts(mixed), "digits": digits, "form": form}
    flags["named"] = named
    return shown.Partials(*_answer("partial", [expression], wrt, at, let, function, **flags))


@overload
def gradient(
    expression: Expression,
    wrt: Texts = None,
    at: Places = None,
    *,
    along: Places = None,
    digits: int | None = None,
    form: Form = "best",
    named: bool = False,
    let: Texts = None,
    function: Texts = None,
    shape: None = None,
) -> shown.Partials: ...


@overload
def gradient(
    expression: Expression,
    wrt: Texts = None,
    at: Places = None,
    *,
    digits: int | None = None,
    let: Texts = None,
    function: Texts = None,
    shape: str | Sequence[str],
) -> shown.ArrayDerivatives: ...


def gradient(
    expression: Expression,
    wrt: Texts = None,
    at: Places = None,
    *,
    along: Places = None,
    digits: int | None = None,
    form: Form = "best",
    named: bool = False,
    let: Texts = None,
    function: Texts = None,
    shape: Texts = None,
) -> shown.Partials | shown.ArrayDerivatives:
    """Return the gradient; at points also its norm, and the slope ``along`` a direction.

    A direction is given as a point is, or as "3,4". With the shapes of vectors and matrices it is
    in matrix form.

    >>> gradient("x*y", at={"x": 3, "y": 4}).facts[0].norm.exact
    '5'
    >>> write(gradient("norm(X@w)**2", "w", shape="X: N,n; w: n").entries[0].formula)
    '2*X.T@(X@w)'
    """
    flags: dict[str, Any] = {"along": _places(along), "digits": digits, "form": form}
    flags |= {"named": named, "shapes": _texts(shape)}
    if shape:
        return shown.ArrayDerivatives(
            *_answer("gradient", [expression], wrt, at, let, function, **flags)
        )
    return shown.Partials(*_answer("gradient", [expression], wrt, at, let, function, **flags))


def jacobian(
    expressions: Sequence[Expression],
    wrt: Texts = None,
    at: Places = None,
    *,
    digits: int | None = None,
    form: Form = "best",
    let: Texts = None,
    function: Texts = None,
) -> shown.Partials:
    """Return the first partial derivatives of several expressions, m*n entries row by row.

    >>> [write(entry.formula) for entry in jacobian(["x*y", "x + y"]).entries]
    ['y', 'x', '1', '1']
    """
    return shown.Partials(
        *_answer("jacobian", expressions, wrt, at, let, function, digits=digits, form=form)
    )


def hessian(
    expression: Expression,
    wrt: Texts = None,
    at: Places = None,
    *,
    digits: int | None = None,
    form: Form = "best",
    let: Texts = None,
    function: Texts = None,
) -> shown.Partials:
    """Return the second partial derivatives, each once; at points also eigenvalues.

    >>> hessian("x**2 - y**2", at="x=0,y=0").facts[0].definiteness
    'indefinite'
    """
    return shown.Partials(
        *_answer("hessian", [expression], wrt, at, let, function, digits=digits, form=form)
    )


def point(
    expression: Expression,
    at: Places,
    wrt: Texts = None,
    *,
    along: Places = None,
    digits: int | None = None,
    let: Texts = None,
    function: Texts = None,
) -> shown.Behaviours:
    """Return what an expression does at points, along its variables or along directions.

    >>> point("abs(x)", at=0).points[0].kind
    'corner'
    """
    flags: dict[str, Any] = {"along": _places(along), "digits": digits}
    return shown.Behaviours(*_answer("point", [expression], wrt, at, let, function, **flags))


def check(
    expression: Expression,
    claim: Expression | Mapping[str, Expression],
    wrt: str | None = None,
    *,
    order: int = 1,
    let: Texts = None,
    function: Texts = None,
) -> shown.Check:
    """Return whether a claim is the derivative, or claims by variables are the gradient.

    >>> check("sin(x**2)", "cos(x**2)").verdicts[0].diagnosis.says
    'the derivative of the inner function x**2, 2*x, is missing'
    >>> check("x**2*y", {"x": "2*x*y", "y": "x**2"}).equal
    True
    """
    flags: dict[str, Any] = {"order": order}
    if isinstance(claim, Mapping):
        flags["gradient"] = [f"{name}={_text(one)}" for name, one in claim.items()]
    else:
        flags["claims"] = [_text(claim)]
    return shown.Check(*_answer("check", [expression], wrt, None, let, function, **flags))


def graph(
    expression: Expression,
    at: Place | None = None,
    *,
    digits: int | None = None,
    let: Texts = None,
    function: Texts = None,
) -> shown.Computation:
    """Return the computational graph, with values and adjoints if there is a point.

    >>> [node.adjoint.decimal for node in graph("x*sin(x) + y", at="x=0,y=2").nodes]
    ['0', '0', '1', '1', '1']
    """
    flags: dict[str, Any] = {"digits": digits, "to": "json"}
    return shown.Computation(*_answer("graph", [expression], None, at, let, function, **flags))


def numeric(
    expression: Expression,
    wrt: str | None = None,
    at: Places = None,
    *,
    methods: Texts = None,
    steps: Sequence[float] = (),
    adaptive: bool = False,
    limit: bool = False,
    digits: int | None = None,
    let: Texts = None,
    function: Texts = None,
) -> shown.Numeric:
    """Return difference quotients in double precision beside the derivative, and their errors.

    ``methods`` are "forward", "backward", "central", "five-point", "complex" and the like, one
    row each for every step; ``adaptive`` chooses the step and bounds the error,
    and ``limit`` works the limit out in symbols.

    >>> numeric("x**2", at=1, methods="forward", steps=[0.5]).points[0].quotients[0][:4]
    ('forward', 0.5, 2.5, 0.5)
    """
    flags: dict[str, Any] = {"methods": _texts(methods), "steps": tuple(steps)}
    flags |= {"adaptive": adaptive, "limit": limit, "digits": digits}
    return shown.Numeric(*_answer("numeric", [expression], wrt, at, let, function, **flags))


def plot(
    *expressions: Expression,
    window: tuple[Number | None, Number | None] = (None, None),
    at: Places = None,
    derivative: bool = False,
    tangents: Places = None,
    secants: Places = None,
    data: Sequence[tuple[float, float]] = (),
    log: Literal["x", "y", "xy"] | None = None,
    title: str = "",
    let: Texts = None,
    function: Texts = None,
) -> shown.Curves:
    """Return the curves of functions of one variable as data, which a notebook shows as a picture.

    ``window`` is from where to where, None where that is to be chosen; ``at`` marks points,
    ``tangents`` and ``secants`` are drawn at points, ``data`` are points x, y, ``log`` names the
    axes that are logarithmic, and ``title`` is the heading.

    >>> curve = plot("1/x", window=(-2, 2)).curves[0]
    >>> [(piece.start.x, piece.end.x, piece.end.y) for piece in curve.pieces]
    [(-2.0, 0.0, -inf), (0.0, 2.0, 0.5)]
    """
    from calcdl.render.picture.scene import DOTS

    flags: dict[str, Any] = {"derivative": derivative, "data": tuple(data), "log": log or ""}
    flags["title"] = title
    flags |= {"tangents": _places(tangents), "secants": _places(secants), "dots": DOTS}
    flags["window"] = ["" if end is None else _numeral(end) for end in window]
    found = _answer("plot", expressions, None, at, let, function, **flags)
    if not isinstance(found, Curves):
        raise UsageError("contours() draws a function of two variables: a curve has one")
    return shown.Curves(*found)


def contours(
    expression: Expression,
    wrt: Texts = None,
    *,
    window: tuple[str, str] = ("", ""),
    at: Places = None,
    start: Place | None = None,
    rate: float = 0.001,
    steps: int = 100,
    title: str = "",
    let: Texts = None,
    function: Texts = None,
) -> shown.Surface:
    """Return a map of a function of two variables as data, which a notebook shows as a picture.

    ``wrt`` are the variables, ``window`` is as in ("x=-2,y=-1", "x=2,y=3"), ``at`` gives values to
    other variables and marks points. With a ``start`` there is a gradient descent from it, and
    ``title`` is the heading.

    >>> saddle = contours("x**2 - y**2", window=("-1", "1")).critical[0]
    >>> saddle.kind, saddle.x.decimal, saddle.y.decimal
    ('saddle', '0', '0')
    """
    from calcdl.calculus.surface.answer import answer as map_of

    descent = None if start is None else Descending(_place(start), rate, steps)
    flags: dict[str, Any] = {"window": window, "descent": descent, "to": "data", "title": title}
    return shown.Surface(*map_of(_asked("plot", [expression], wrt, at, let, function, **flags)))


def report(
    expression: Expression,
    wrt: Texts = None,
    at: Place | None = None,
    *,
    digits: int | None = None,
    let: Texts = None,
    function: Texts = None,
) -> shown.Report:
    """Return all that calcdl knows of a function, which a notebook shows as a page.

    >>> found = report("x**2", at=3)
    >>> found.derivative.result.points[0].value.exact, found.behaviours.result.points[0].kind
    ('6', 'smooth')
    """
    return shown.Report(*_answer("report", [expression], wrt, at, let, function, digits=digits))


def code(
    expression: Expression,
    wrt: Texts = None,
    *,
    to: str = "python",
    order: int = 1,
    name: str = "f",
    single: bool = False,
    dialect: str = "",
    table: str = "",
    column: Texts = None,
    keep: Texts = None,
    aggregate: str = "",
    shape: Texts = None,
    certify: str = "",
    module: bool = False,
    check: bool = False,
    let: Texts = None,
    function: Texts = None,
) -> str:
    """Return a function in another language that computes an expression and its gradient.

    ``order`` 2 adds the Hessian, ``name`` is what the function is called, and a ``single`` one
    works in single precision. Of vectors and matrices, whose ``shape`` is declared, there is code
    for NumPy, PyTorch and JAX. SQL has a ``dialect`` and reads a ``table``, in which a variable may
    have a ``column`` of another name ("x=amount due"). It gives a row for each row, with columns to
    ``keep``, or with ``aggregate`` the "sum" or "mean" of all, in which the variables of the
    gradient are parameters. With ``certify``, "x in [-20, 20], y in [0, 1]", it is tried against
    proven values at 100000 points, and says how far it was off. A ``module`` is one of
    PyTorch, whose parameters are ``wrt``, or what JAX differentiates by this gradient. With
    ``check`` a check at proven points stands beside it. Raises UsageError where a target lacks a
    function.

    >>> print(code("x*y", to="c").splitlines()[-4])
        grad[0] = y;
    """
    from calcdl.render.code.answers import text_of

    coding = Coding(
        name,
        dialect,
        single,
        module,
        table,
        _texts(column),
        _texts(keep),
        aggregate,
        certify=certify,
        check=check,
    )
    flags = {"to": to, "order": order, "coding": coding, "shapes": _texts(shape)}
    return text_of(_answer("code", [expression], wrt, None, let, function, **flags))


def functions(name: str | None = None) -> tuple[Function, ...]:
    """Return the table of functions, or the row of one, by any of its names. Raises UnknownName.

    >>> functions("expit")[0].name, functions("tanh")[0].local
    ('sigmoid', ('1 - y**2',))
    """
    return tuple(function_rows(name))


def to_sympy(expression: Expression) -> Any:
    """Return an expression as SymPy has it, its variables real. Raises TooLarge.

    >>> to_sympy("2x + relu(x)")
    2*x + Max(0, x)
    """
    from calcdl import algebra

    return algebra.to_sympy(_reading(expression).graph)


def _answer(
    question: str,
    expressions: Sequence[Expression],
    wrt: Texts,
    at: Places,
    let: Texts,
    function: Texts,
    **flags: Any,
) -> Any:
    """Return what the room of a question answers; raises CalcdlError."""
    return answer(_asked(question, expressions, wrt, at, let, function, **flags))


def _asked(
    question: str,
    expressions: Sequence[Expression],
    wrt: Texts,
    at: Places,
    let: Texts,
    function: Texts,
    **flags: Any,
) -> Asked:
    """Return what is asked, with its texts read; raises CalcdlError."""
    readings = [one if isinstance(one, str) else _reading(one) for one in expressions]
    names = {"lets": _texts(let), "functions": _texts(function)}
    return ask(question, *readings, wrt=_texts(wrt), at=_places(at), **names, **flags)


def _reading(expression: Expression) -> Reading:
    """Return an expression that may not be text as what its text says."""
    if isinstance(expression, Reading):
        return expression
    if isinstance(expression, str):
        return read(expression)
    undefined = [kind.name for kind in expression.kinds() if isinstance(kind, Undefined)]
    return read(write(expression), function=undefined)


def _text(expression: Expression) -> str:
    if isinstance(expression, str):
        return expression
    return expression.text if isinstance(expression, Reading) else write(expression)


def _texts(texts: Texts) -> Sequence[str]:
    return [texts] if isinstance(texts, str) else texts or ()


def _places(places: Places) -> list[str]:
    """Return points as the shell has them."""
    if places is None:
        return []
    if isinstance(places, (str, int, float, Real, Mapping)):
        return [_place(places)]
    return [_place(place) for place in places]


def _place(place: Place) -> str:
    if isinstance(place, Mapping):
        return ",".join([f"{name}={_numeral(value)}" for name, value in place.items()])
    return _numeral(place)


def _numeral(number: Number) -> str:
    """Return a number as it is written; raises UsageError for one that is not finite."""
    if isinstance(number, str):
        return number
    if isinstance(number, Rational):
        return str(Fraction(number))
    decimal = repr(float(number))
    if decimal in ("nan", "inf", "-inf"):
        raise UsageError(f"a point is made of real numbers, and {decimal} is none")
    return decimal
