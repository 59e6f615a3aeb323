"""Graph → MathML, such as browsers lay out: the elements of MathML Core and no others."""

from __future__ import annotations

from html import escape

from calcdl.graph.nodes import Graph
from calcdl.render.mathml.names import identifier, name_mathml
from calcdl.render.notation.formula import written
from calcdl.render.notation.markup import Markup

__all__ = ["MATHML", "formula_mathml", "math"]

_NAMES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "gamma": "Γ"}
_PRIMES = {1: "′", 2: "″", 3: "‴"}


def formula_mathml(graph: Graph) -> str:
    """Return a formula in MathML, to stand in a ``math`` element. Raises TooLarge.

    >>> from calcdl.reading.expressions import read
    >>> print(formula_mathml(read("x/2").graph))
    <mfrac><mrow><mi>x</mi></mrow><mrow><mn>2</mn></mrow></mfrac>
    """
    return written(graph, MATHML)


def math(content: str, is_display: bool = False) -> str:
    """Return an element with a formula, between words or on a line of its own."""
    display = ' display="block"' if is_display else ""
    return f"<math{display}><mrow>{content}</mrow></math>"


def _sign(text: str) -> str:
    return f"<mo>{escape(text)}</mo>"


def _low(fence: tuple[str, str]) -> tuple[str, str]:
    """Return a fence that need not stretch: one that does stands apart in Chromium."""
    before, behind = fence
    return before.replace("<mo>", _LOW), behind.replace("<mo>", _LOW)


_LOW = '<mo stretchy="false">'
_FENCED = frozenset(("abs", "floor", "ceil"))


def _fenced(before: str, behind: str) -> tuple[str, str]:
    """Return what stands around an argument, as high as it is."""
    return f"<mrow>{_sign(before)}", f"{_sign(behind)}</mrow>"


class _MathML(Markup):
    minus = '<mo form="prefix">−</mo>'
    less, plus, comma = _sign("−"), _sign("+"), _sign(",")
    times, beside, apply = _sign("⋅"), _sign("\u2062"), _sign("\u2061")
    equals, approx, infinity = _sign("="), _sign("≈"), "<mi>∞</mi>"
    nabla = '<mo form="prefix">∇</mo>'
    bars = _fenced("‖", "‖")
    matrix = (
        '<mrow><mo>(</mo><mtable class="matrix"><mtr><mtd>',
        "</mtd><mtd>",
        "</mtd></mtr><mtr><mtd>",
        "</mtd></mtr></mtable><mo>)</mo></mrow>",
    )
    aligned = (
        '<mtable class="aligned" displaystyle="true"><mtr><mtd>',
        "</mtd></mtr><mtr><mtd>",
        "</mtd></mtr></mtable>",
    )
    before_relation = "</mtd><mtd>"
    before_fence = inside_fence = ""
    fence = _fenced("(", ")")
    fraction = ("<mfrac><mrow>", "</mrow><mrow>", "</mrow></mfrac>")
    power = ("<msup><mrow>", "</mrow><mrow>", "</mrow></msup>")
    cases = ('<mrow><mo>{</mo><mtable class="cases"><mtr><mtd>', "</mtd></mtr></mtable></mrow>")
    if_ = "</mtd><mtd><mtext>if\u00a0</mtext>"
    next_case = "</mtd></mtr><mtr><mtd>"
    otherwise = "</mtd><mtd><mtext>otherwise</mtext>"
    around = {  # noqa: RUF012  (nobody changes it)
        "sqrt": ("<msqrt><mrow>", "</mrow></msqrt>"),
        "cbrt": ("<mroot><mrow>", "</mrow><mn>3</mn></mroot>"),
        "abs": _fenced("|", "|"),
        "floor": _fenced("⌊", "⌋"),
        "ceil": _fenced("⌈", "⌉"),
    }
    relations = {  # noqa: RUF012
        written: _sign(sign)
        for written, sign in zip(("<", "<=", ">", ">=", "==", "!="), "<≤>≥=≠", strict=True)
    }

    def fence_of(self, is_tall: bool) -> tuple[str, str]:
        return self.fence if is_tall else _low(self.fence)

    def around_of(self, operation: str, is_tall: bool) -> tuple[str, str]:
        around = self.around[operation]
        return around if is_tall or operation not in _FENCED else _low(around)

    def name(self, name: str) -> str:
        return name_mathml(name)

    def constant(self, name: str) -> str:
        return identifier("π" if name == "pi" else "e")

    def numeral(self, digits: str) -> str:
        if digits.startswith("-"):
            return f"{self.minus}<mn>{digits[1:]}</mn>"
        return f"<mn>{digits}</mn>"

    def function(self, operation: str) -> str:
        return identifier(_NAMES.get(operation, operation), is_upright=True)

    def undefined(self, name: str) -> str:
        return identifier(name)

    def primed(self, function: str, order: int) -> str:
        if not order:
            return function
        if order in _PRIMES:  # fonts have them raised, and browsers would raise them once more
            return f'<mrow>{function}<mo lspace="0em" rspace="0em">{_PRIMES[order]}</mo></mrow>'
        return f"<msup>{function}<mn>({order})</mn></msup>"

    def partial(self, function: str, places: list[str]) -> str:
        below = self.comma.join([f"<mn>{place}</mn>" for place in places])
        return f'<msub><mo form="prefix">∂</mo><mrow>{below}</mrow></msub>{function}'

    def d(self, is_partial: bool) -> str:
        return identifier("∂" if is_partial else "d")

    def indexed(self, function: str, place: int) -> str:
        return f"<msub>{function}<mn>{place}</mn></msub>"

    def taken_at(self, function: str, place: str) -> str:
        bar = '<mo form="postfix" stretchy="true" symmetric="true">|</mo>'
        return f"<msub><mrow>{function}{bar}</mrow><mrow>{place}</mrow></msub>"

    def remark(self, text: str) -> str:
        return f'<mspace width="1em"/><mtext>{escape(text)}</mtext>'

    def limit(self, variable: str, target: str) -> str:
        below = f"<mrow>{variable}<mo>→</mo>{target}</mrow>"
        operator = '<mo form="prefix" movablelimits="false">lim</mo>'
        return f"<munder>{operator}{below}</munder>"


MATHML = _MathML()
