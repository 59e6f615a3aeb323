"""What is written like a function but is an operation of the language: where, pow, conditions.

They are here to be listed and found; the parser knows them by itself.
"""

from __future__ import annotations

from calcdl.functions.row import Function

__all__ = ["WRITTEN"]


def _condition(name: str, sign: str) -> Function:
    return Function(
        name,
        args="u v",
        local=(None, None),
        sample=(),
        says=f"the condition u {sign} v, for where",
        example=f"where({name}(u, v), 1, 0)",
    )


WRITTEN = (
    Function("where", args="condition u v", sample=(),
             local=(None, "where(condition, 1, 0)", "where(condition, 0, 1)"),
             says="u where the condition holds, v elsewhere", example="where(c > 0, u, v)"),
    Function("Piecewise", args="pair", variadic=True, local=(None,), sample=(),
             says="SymPy's where: pairs (value, condition), of which the first that holds counts",
             example="Piecewise((u, c > 0), (v, True))"),
    Function("pow", args="u v", local=("v*u**(v - 1)", "y*log(u)"), sample=(), aliases=("Pow",),
             says="u to the power v, as u**v"),
    Function("sympify", args="u", local=("1",), sample=(), aliases=("S",),
             says="u: as SymPy's S(1), which is read where S is called with numerals alone"),
    Function("Rational", args="p q", local=(None, None), sample=(), says="SymPy's fraction p/q",
             example="Rational(1, 8)"),
    Function("Integer", args="n", local=(None,), sample=(), says="SymPy's whole number",
             example="Integer(8)"),
    Function("Float", args="u", local=(None,), sample=(), says="SymPy's decimal, read exactly",
             example="Float(0.1)"),
    _condition("Eq", "=="), _condition("Ne", "!="), _condition("Gt", ">"), _condition("Ge", ">="),
    _condition("Lt", "<"), _condition("Le", "<="),
)  # fmt: skip
