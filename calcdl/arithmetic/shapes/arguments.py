"""Which argument of a word is which: by place, by keyword, left out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from calcdl.arithmetic.shapes.statics import Items, Static
from calcdl.errors import ExpressionError

if TYPE_CHECKING:
    from calcdl.functions.shaped.builder import Builder
    from calcdl.functions.shaped.word import Argument, Word
    from calcdl.graph.shapes import Call

__all__ = ["bind"]

# What libraries call the arguments that words have.
_KEYWORDS = {
    "dim": "axis", "keepdim": "keepdims", "axes": "axis", "a_min": "min", "a_max": "max",
    "weight": "g", "bias": "b", "gamma": "g", "beta": "b", "input": "x", "newshape": "shape",
    "pad_width": "width", "label": "y", "diagonal": "k", "correction": "ddof",
    "unbiased": "ddof",
}  # fmt: skip
# What changes nothing here, where it has this content.
_HARMLESS = {"optimize": (True, False), "dtype": (None,), "reduction": ("mean",)}
_LITERALS: dict[str, Any] = {"None": None, "False": False, "True": True}


def bind(build: Builder, word: Word, call: Call, values: Sequence[Any]) -> dict[str, Any]:
    """Return the arguments of a word by their names; raises ExpressionError."""
    arguments = word.arguments()
    positional = list(values[: len(values) - len(call.keywords)])
    bound: dict[str, Any] = {}
    for k, argument in enumerate(arguments):
        if argument.takes_several:
            if k < len(positional):
                bound[argument.name] = _items(build, argument, positional[k:])
            elif argument.default is None and argument.is_array:
                raise ExpressionError(f"{call.name} needs arrays")
            else:
                bound[argument.name] = ()
            positional = positional[:k]
        elif k < len(positional):
            bound[argument.name] = _content(build, argument, positional[k])
    if len(positional) > len(arguments):
        raise ExpressionError(
            f"{call.name} takes {len(arguments)} argument{'s' * (len(arguments) != 1)},"
            f" not {len(positional)}"
        )
    by_name = {argument.name: argument for argument in arguments}
    for key, value in zip(call.keywords, values[len(values) - len(call.keywords) :], strict=True):
        argument_of_key = by_name.get(key) or by_name.get(_KEYWORDS.get(key, key))
        if argument_of_key is None:
            if isinstance(value, Static | int) and _is_harmless(build, key, value):
                continue
            raise ExpressionError(f"{call.name} has no argument {key}: it is {word.call}")
        name = argument_of_key.name
        if argument_of_key.takes_several:
            bound[name] = _items(build, argument_of_key, [value])
        else:
            bound[name] = _content(build, argument_of_key, value)
    for argument in arguments:
        if argument.name not in bound:
            bound[argument.name] = _default(build, word, argument)
    return bound


def _items(build: Builder, argument: Argument, values: Sequence[Any]) -> Any:
    if len(values) == 1 and isinstance(values[0], Static):
        content = values[0].content
        if isinstance(content, Items):
            values = content.values
        elif argument.is_array and type(content) is tuple:
            values = [Static(one) for one in content]
    return tuple([_content(build, argument, one) for one in values])


def _content(build: Builder, argument: Argument, value: Any) -> Any:
    if argument.is_array:
        if isinstance(value, Static) and value.content is None and argument.default is not None:
            return _default(build, None, argument)
        return build.array(value)
    content = build.static(value)
    if isinstance(content, Items):  # a list of sizes, [2, 3]
        return tuple([build.static(one) for one in content.values])
    return content


def _default(build: Builder, word: Word | None, argument: Argument) -> Any:
    text = argument.default
    if text is None:
        name = word.name if word is not None else "it"
        raise ExpressionError(f"{name} needs the argument {argument.name}")
    if text in _LITERALS:
        return _LITERALS[text]
    try:
        number = Fraction(text)
    except ValueError:
        return text.strip("'")
    whole = number.numerator if number.denominator == 1 else number
    return build.number(whole) if argument.is_array else whole


def _is_harmless(build: Builder, key: str, value: Any) -> bool:
    return key in _HARMLESS and build.static(value) in _HARMLESS[key]
