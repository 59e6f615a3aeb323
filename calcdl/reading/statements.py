"""Cutting a text into definitions and the expression that follows them."""

from __future__ import annotations

from typing import NamedTuple

from calcdl.errors import ExpressionError, UsageError
from calcdl.functions import is_reserved
from calcdl.syntax.calls import BUILT_IN
from calcdl.syntax.tokenize import tokenize
from calcdl.syntax.tokens import Span, Tokens

__all__ = ["Statement", "require_name", "statements"]

_CONTINUED = frozenset(("+", "-", "*", "/", "**", "=", ","))  # a line goes on behind these
_CONTINUING = _CONTINUED - {"-"}  # and in front of these
_TAKEN = frozenset(("pi", "π", "e", "E", "I", "True", *BUILT_IN))
_DEPTH = {"(": 1, "[": 1, ")": -1, "]": -1}


class Statement(NamedTuple):
    """An expression, with what is in front of it: "u =", "f(t) =", "lambda t:", "dy/dx =".

    ``name`` is what is defined, None where nothing is, and ``parameters`` those of a function.
    ``head`` is what was written in front and is left out, for a note about it. ``taken`` says why
    nothing can have the name that it has been given.
    """

    text: str
    name: str | None
    parameters: tuple[str, ...] | None
    body: Tokens
    place: Span
    head: str = ""
    taken: ExpressionError | None = None


def statements(text: str) -> list[Statement]:
    """Cut a text at ';' and line ends, leaving out comments; the last piece is the expression.

    Raises ExpressionError.
    """
    found: list[Statement] = []
    waiting: Statement | None = None  # a function of Python, whose return has not come yet
    for piece in _pieces(text):
        statement = _statement(text, piece)
        if statement.head == "def":
            if len(statement.body) > 1:
                statement = _returned(statement)
            elif waiting is None:
                waiting = statement
                continue
        elif waiting is not None and statement.name is None and piece.words[0] == "return":
            body = _returned(statement).body
            statement, waiting = waiting._replace(body=body, head=""), None
        found.append(statement)
    if waiting is not None:
        raise ExpressionError(
            f"the function {waiting.name} returns nothing: write 'return' and an expression",
            source=text,
            span=waiting.place,
        )
    return found


def _pieces(text: str) -> list[Tokens]:
    tokens = tokenize(_without_comments(text))
    end = len(tokens) - 1
    pieces: list[tuple[int, int]] = []
    first = depth = 0  # of open parentheses, inside of which a line may end
    for k, kind in enumerate(tokens.kinds[:-1]):
        if kind == ";" and depth > 0:  # f(x; θ)
            tokens.kinds[k] = tokens.words[k] = ","
        elif kind == ";":
            pieces.append((first, k))
            first = k + 1
            continue
        if (
            k > first
            and depth == 0
            and tokens.kinds[k - 1] not in _CONTINUED
            and kind not in _CONTINUING
            and "\n" in text[tokens.span(k - 1)[1] : tokens.span(k)[0]]
        ):
            pieces.append((first, k))
            first = k
        depth += _DEPTH.get(kind, 0)
    pieces.append((first, end))
    return [tokens.piece(a, b) for a, b in pieces if a < b] or [tokens.piece(end, end)]


def _without_comments(text: str) -> str:
    """Return the text with comments turned into spaces, so that all places stay."""
    if "#" not in text:
        return text
    lines = []
    for line in text.split("\n"):
        code, mark, comment = line.partition("#")
        lines.append(code + " " * (len(mark) + len(comment)))
    return "\n".join(lines)


# What stands in front of an expression


def _statement(text: str, tokens: Tokens) -> Statement:
    """Tell apart what is defined, or left out, and the expression behind it."""
    words = tokens.words
    if words[0] == "def":
        return _function_of_python(text, tokens)
    if tokens.kinds[:2] == ["name", ":"] and _ends_arrow(tokens, 3) is not None:  # f: x ↦ x**2
        body, parameters, _ = _without_parameters(tokens, 2)
        return Statement(text, words[0], parameters, body, tokens.span(0))
    equals = _equals_sign(tokens)
    if equals == 0:
        return Statement(text, None, None, tokens, (0, 0))
    if equals is None or _ends_arrow(tokens, equals) is not None:
        body, parameters, head = _without_parameters(tokens, 0)
        if words[0] == "return":
            return _returned(Statement(text, None, None, tokens, (0, 0)))
        return Statement(text, None, parameters, body, (0, 0), head)
    if _is_derivative(tokens, equals):
        body = tokens.piece(equals + 1, len(tokens) - 1)
        return Statement(text, None, None, body, (0, 0), tokens.written(0, equals))
    return _definition(text, tokens, equals)


def _definition(text: str, tokens: Tokens, equals: int) -> Statement:
    """Return the definition u = … or f(t) = …; raises ExpressionError for any other head."""
    kinds, words = tokens.kinds, tokens.words
    named, stop = _names_in_front(tokens, 1)
    if kinds[0] != "name" or "'" in words[0] or (stop != equals and equals != 1):
        raise ExpressionError(
            "a definition reads 'u = x + 1' or 'f(t) = t**2', and of an equation the function is"
            " the difference of its sides",
            source=text,
            span=(tokens.span(0)[0], tokens.span(equals)[0]),
        )
    if len(set(named)) < len(named):
        raise ExpressionError(
            "the parameters of a function need different names",
            source=text,
            span=tokens.span(2, equals - 2),
        )
    name, place = words[0], tokens.span(0)
    try:
        require_name(name, "the definition")
    except UsageError as error:
        taken = ExpressionError(error.reason, source=text, span=place)
        body = tokens.piece(equals + 1, len(kinds) - 1)
        return Statement(text, None, None, body, place, tokens.written(0, equals), taken)
    body, parameters, _ = _without_parameters(tokens, equals + 1)
    return Statement(text, name, tuple(named) or parameters, body, place)


def _equals_sign(tokens: Tokens) -> int | None:
    """Return the first '=' that is not inside of brackets."""
    if "=" not in tokens.kinds:
        return None
    depth = 0
    for k, kind in enumerate(tokens.kinds):
        depth += _DEPTH.get(kind, 0)
        if kind == "=" and depth <= 0:
            return k
    return None


def _is_derivative(tokens: Tokens, equals: int) -> bool:
    """Say whether dy/dx, y' or f'(x) stands in front of an equals sign."""
    kinds, words = tokens.kinds, tokens.words
    if kinds[:equals] == ["name", "/", "name"]:
        return words[0][0] == words[2][0] == "d" and len(words[0]) > 1 < len(words[2])
    prime = kinds[0] == "name" and words[0].endswith("'")
    return prime and (equals == 1 or _names_in_front(tokens, 1)[1] == equals)


def _names_in_front(tokens: Tokens, first: int) -> tuple[list[str], int]:
    """Return the names in a parenthesis that begins at a token, and the token behind it."""
    kinds, words = tokens.kinds, tokens.words
    names: list[str] = []
    if kinds[first] != "(":
        return names, first
    k = first + 1
    while kinds[k] == "name":
        names.append(words[k])
        k += 1
        if kinds[k] != ",":
            break
        k += 1
    return (names, k + 1) if names and kinds[k] == ")" else ([], first)


def _without_parameters(tokens: Tokens, first: int) -> tuple[Tokens, tuple[str, ...] | None, str]:
    """Return the body behind "lambda x:" or "x ->", the parameters, and how that was written."""
    end = len(tokens) - 1
    kinds, words = tokens.kinds, tokens.words
    if words[first] == "lambda" and ":" in kinds:
        colon = kinds.index(":", first)
        if kinds[first + 1 : colon : 2] == ["name"] * ((colon - first) // 2):
            parameters = tuple(words[first + 1 : colon : 2])
            head = tokens.written(first, colon)
            return tokens.piece(colon + 1, end), parameters, head
    if kinds[first] == "name":
        names, stop = [words[first]], first + 1
    else:
        names, stop = _names_in_front(tokens, first)
    arrow = _ends_arrow(tokens, stop) if names else None
    if arrow is None:
        return tokens.piece(first, end) if first else tokens, None, ""
    return tokens.piece(arrow, end), tuple(names), tokens.written(first, arrow - 1)


def _ends_arrow(tokens: Tokens, k: int) -> int | None:
    """Return the token behind an arrow: ->, => or ↦."""
    if tokens.kinds[k : k + 1] == ["↦"]:
        return k + 1
    arrow = tokens.kinds[k : k + 2] in (["-", ">"], ["=", ">"])
    return k + 2 if arrow and tokens.span(k)[1] == tokens.span(k + 1)[0] else None


def _function_of_python(text: str, tokens: Tokens) -> Statement:
    """Return the definition that "def f(x: float) -> float: return x**2" is."""
    kinds, words = tokens.kinds, tokens.words
    names: list[str] = []
    depth = k = 1
    if kinds[1:3] == ["name", "("]:
        k = 3
        while kinds[k] != "end" and depth:
            if kinds[k] == "name" and kinds[k - 1] in ("(", ",") and depth == 1:
                names.append(words[k])
            depth += _DEPTH.get(kinds[k], 0)
            k += 1
        while kinds[k] not in ("end", ":"):
            k += 1
    if not names or kinds[k] != ":":
        raise ExpressionError(
            "a function of Python reads 'def f(x): return x**2'",
            source=text,
            span=tokens.span(0),
        )
    body = tokens.piece(k + 1, len(tokens) - 1)
    return Statement(text, words[1], tuple(names), body, tokens.span(1), "def")


def _returned(statement: Statement) -> Statement:
    """Return a statement without the word "return"."""
    body = statement.body
    first = int(body.words[0] == "return")
    body = body.piece(first, len(body) - 1) if first else body
    return statement._replace(body=body, head="")


def require_name(name: str, what: str) -> None:
    """Raise UsageError unless a name is free to be given to something."""
    if not name.isidentifier():
        raise UsageError(f"'{name}' is not a name that {what} can have")
    if name in _TAKEN or is_reserved(name):
        raise UsageError(f"{name} already has a meaning: give {what} another name")
