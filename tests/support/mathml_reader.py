"""Reads MathML back, by what a person sees in it, into calcdl's language."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, fromstring, tostring

from calcdl.functions import FUNCTIONS

__all__ = ["ARITIES", "parsed", "text_of"]

# The elements of MathML Core that calcdl writes, and how many parts those have that need some.
ARITIES = {"math": None, "mrow": None, "mi": 0, "mn": 0, "mo": 0, "mtext": 0, "mspace": 0,
           "mfrac": 2, "msqrt": 1, "mroot": 2, "msup": 2, "msub": 2, "mover": 2, "mtable": None,
           "mtr": None, "mtd": None}  # fmt: skip
_SIGNS = {"−": "-", "+": "+", "⋅": "*", "\u2062": "*", "\u2061": "", ",": ",", "<": "<", "≤": "<=",
          ">": ">", "≥": ">=", "=": "==", "≠": "!=", "(": "(", ")": ")"}  # fmt: skip
_CALLED = {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "Γ": "gamma"}
_FENCES = {"|": "abs", "⌊": "floor", "⌈": "ceil"}


def parsed(mathml: str) -> Element:
    """Return the element of a formula; raises ParseError where it is not well-formed."""
    return fromstring(f"<mrow>{mathml}</mrow>")


def text_of(element: Element, names: Mapping[str, str]) -> str:
    """Return what a formula says; ``names`` are the variables by the MathML that they have."""
    known = {_serial(*parsed(shown)): name for shown, name in names.items()}
    return _text(element, known)


def _serial(element: Element) -> str:
    return tostring(element, encoding="unicode")


def _text(element: Element, names: Mapping[str, str]) -> str:
    name = names.get(_serial(element))
    if name is not None:
        return name
    content = element.text or ""
    match element.tag:
        case "mi" if content in ("e", "π"):
            return {"e": "e", "π": "pi"}[content]
        case "mi":
            assert _CALLED.get(content, content) in FUNCTIONS, content
            return _CALLED.get(content, content)
        case "mn":
            return content
        case "mo":
            return _SIGNS[content]
        case "mfrac":
            return "(({})/({}))".format(*[_text(part, names) for part in element])
        case "msqrt":
            return f"sqrt({_row(element, names)})"
        case "mroot":
            inside, degree = [_text(part, names) for part in element]
            assert degree == "3"
            return f"cbrt({inside})"
        case "msup":
            return _power(element, names)
        case "mrow":
            return _row(element, names)
    raise AssertionError(element.tag)


def _row(element: Element, names: Mapping[str, str]) -> str:
    parts = list(element)
    if parts and parts[0].tag == "mo" and (parts[0].text or "") in _FENCES:
        inside = "".join([_text(part, names) for part in parts[1:-1]])
        return f"{_FENCES[parts[0].text or '']}({inside})"
    if parts and parts[0].tag == "mo" and parts[0].text == "{":
        return _cases(parts[1], names)
    return "".join([_text(part, names) for part in parts])


def _power(element: Element, names: Mapping[str, str]) -> str:
    base, exponent = [_text(part, names) for part in element]
    if base in FUNCTIONS:
        assert exponent.isdigit()
        return f"{base}^{exponent}"
    return f"{base}^({exponent})"


def _cases(table: Element, names: Mapping[str, str]) -> str:
    pairs = []
    otherwise = ""
    for value, condition in table:
        shown = "".join([_text(part, names) for part in value])
        word, *rest = condition
        if (word.text or "").strip() == "otherwise":
            otherwise = f", ({shown}, True)"
        else:
            assert (word.text or "").strip() == "if"
            pairs.append(f"({shown}, {''.join([_text(part, names) for part in rest])})")
    return f"Piecewise({', '.join(pairs)}{otherwise})"
