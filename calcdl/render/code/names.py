"""What a person named as identifiers of a language: none is reserved, none is there twice."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable

from calcdl.errors import UsageError, parameter
from calcdl.functions.spellings import TARGETS
from calcdl.graph.nodes import Undefined
from calcdl.results.code import Code

__all__ = ["identifiers", "names_in", "undefined_name"]


def names_in(
    code: Code,
    reserved: Collection[str],
    same: Callable[[str], str] = str,
    called: Collection[str] = (),
    sizes: Iterable[str] = (),
    lead: str = "",
) -> dict[str, str]:
    """Return an identifier for each variable of code, undefined function and size.

    The last arguments are as for ``identifiers``. Raises UsageError where the function that is
    written cannot have its name: ``called`` are names of a language's functions, which variables
    may have.
    """
    name = same(code.name)
    if name in reserved or name in called or (lead and not name[0].isalpha()):
        language = TARGETS[code.target].language
        raise UsageError(
            f"{code.name} cannot name a function in {language}: choose another ", parameter("name")
        )
    functions = [undefined_name(one) for one in code.functions]
    return identifiers(
        [*code.variables, *functions, *sizes], reserved, [code.name], same=same, lead=lead
    )


def identifiers(
    names: Iterable[str],
    reserved: Collection[str] = (),
    taken: Iterable[str] = (),
    same: Callable[[str], str] = str,
    lead: str = "",
) -> dict[str, str]:
    """Return an identifier of letters, digits and underscores for each name, each another one.

    Two are the same to a language where ``same`` of them is, as ``str.lower``; where none may begin
    with an underscore, those have ``lead`` in front.

    >>> identifiers(["θ", "lambda", "x₁", "_x"], {"lambda"}, lead="v")
    {'θ': 'theta', 'lambda': 'lambda_', 'x₁': 'x1', '_x': 'v_x'}
    """
    used = set(map(same, taken))
    found: dict[str, str] = {}
    for name in names:
        plain = _ascii(name)
        plain = f"{lead}{plain}" if plain.startswith("_") else plain
        while same(plain) in reserved or same(plain) in used:
            plain += "_"
        used.add(same(plain))
        found[name] = plain
    return found


def _ascii(name: str) -> str:
    letters = [_letter(letter) for letter in unicodedata.normalize("NFKC", name)]
    text = "".join(letters)
    return f"v{text}" if not text or text[0].isdecimal() else text


def _letter(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isalnum() or letter == "_" else "_"
    words = unicodedata.name(letter, "").lower().split()
    return words[-1].replace("-", "_") if words[:1] == ["greek"] else f"u{ord(letter):x}"


def undefined_name(function: Undefined) -> str:
    """Return what the parameter is called that stands for an undefined function or its derivative.

    >>> undefined_name(Undefined("s", (1,))), undefined_name(Undefined("s", (0, 2)))
    ('ds', 'd2d2s')
    """
    name, orders = function
    if len(orders) == 1:
        return "d" * orders[0] + name
    return "".join([f"d{place}" * order for place, order in enumerate(orders, 1)]) + name
