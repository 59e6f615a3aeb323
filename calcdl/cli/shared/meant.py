"""Command lines that do not fit, as they were meant: quotes forgotten, points without a flag.

What is clear is done and said; what is not is an error that says what to type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from shlex import join

from calcdl.cli.shared.arguments import Sorted
from calcdl.cli.shared.behind import are_one_point, is_point, reading_of, with_values_behind
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.messages import say
from calcdl.cli.shared.shell import require_no_file_names
from calcdl.errors import UsageError
from calcdl.functions import lookup

__all__ = ["as_meant"]


def as_meant(command: QuestionCommand, words: Sequence[str]) -> Sorted:
    """Return a command line as it was meant, and say how; raises UsageError where that is open."""
    takes_value = command.takes_value
    respelled = list(_with_dashes(list(_without_quotes(words)), takes_value))
    typed = command.sorted(respelled)
    dashed = [word for word in typed.operands[1:] if word.startswith("--")]  # --h, --at:5
    if typed.unknown or dashed:
        from calcdl.cli.shared.unknown_flags import unknown_flag

        operands = [word for word in typed.operands if word not in dashed]
        raise unknown_flag(command, [*typed.unknown, *dashed][0], operands)
    _require_values(command, typed)
    typed = with_values_behind(typed, command)
    _require_once(command, typed)
    places = command.places()
    if places is None and command.name != "check":
        return _whole(typed)
    if places is not None and len(typed.operands) > places:
        require_no_file_names(command.name, typed.operands)
        return _one_expression(command, typed, takes_value)
    if command.name == "check" and len(typed.operands) > 2 and "--gradient" not in typed.flags:
        require_no_file_names(command.name, typed.operands)
        return _expression_and_claim(typed)
    return typed


# Flags that are written in another way


_OPENING, _CLOSING = "“”„‘’'\"«`", "”“’‘'\"»`"


def _without_quotes(words: Sequence[str]) -> Iterator[str]:
    """Yield words without the quotes that no shell takes for quotes, of a page or of Windows."""
    is_open = False
    for word in words:
        inner = word
        if inner and inner[0] in _OPENING:
            is_open, inner = True, inner[1:]
        if is_open and inner and inner[-1] in _CLOSING:
            is_open, inner = False, inner[:-1]
        if inner != word:
            say(f"I leave out the quotes of {word}")
        yield inner


def _with_dashes(words: Sequence[str], takes_value: dict[str, bool]) -> Iterator[str]:
    """Yield words, with the dashes that a flag has: –at, -at, at and -n2 are other ways."""
    for place, word in enumerate(words):
        flag = _flag_of(word, takes_value, place, len(words))
        if flag is None:
            yield word
        elif flag[:2] == word[:2]:  # -n2
            yield from (flag[:2], flag[2:])
        else:
            say(f"I read '{word}' as {flag}")
            yield flag


def _flag_of(word: str, takes_value: dict[str, bool], place: int, count: int) -> str | None:
    """Return the flag that a word was meant for, None where it is none or a flag already."""
    if word in takes_value:
        return None
    short = re.fullmatch(r"(-[a-z])=?(\d+)", word)
    if short is not None and takes_value.get(short[1]):
        return f"{short[1]}{short[2]}"
    name, equals, value = word.lstrip("-–—").partition("=")
    flag = f"--{name}"
    if len(name) < 2 or flag not in takes_value or word.startswith("--"):
        return None
    has_dash = word[0] in "-–—"
    if not has_dash and (equals or not takes_value[flag] or not 0 < place < count - 1):
        return None  # a word alone is a flag only between an expression and a value
    return f"{flag}{equals}{value}"


def _require_values(command: QuestionCommand, typed: Sorted) -> None:
    """Raise UsageError where a flag stands without the value that it takes."""
    flag = typed.flags[-1] if typed.flags else ""
    if not typed.is_complete:
        value = command.by_option[flag].value
        example = ", as in --at 5, --at pi/3 or --at x=1,y=2" if flag == "--at" else ""
        raise UsageError(f"{flag} stands without a value: write {flag} {value}{example}")
    if "" in (*typed.flags, *typed.operands):
        what = typed.flags[typed.flags.index("") - 1] if "" in typed.flags else "an expression"
        raise UsageError(f"{what} is empty: was it in a variable of the shell that is not set?")


def _require_once(command: QuestionCommand, typed: Sorted) -> None:
    """Raise UsageError where a flag that says one thing is given twice: the last would win."""
    values: dict[str, str] = {}
    for flag, value in command.single_values(typed):
        if values.setdefault(flag, value) != value:
            both = f"{values[flag]} and {value}"
            names = f": write {flag} {both.replace(' and ', ',')}" if flag == "--wrt" else ""
            raise UsageError(f"{flag} is given twice, {both}{names}")


# More operands than a command takes


def _one_expression(
    command: QuestionCommand, typed: Sorted, takes_value: dict[str, bool]
) -> Sorted:
    """Return the line with one expression, of what is given as several words."""
    head, *rest = typed.operands
    reading = reading_of(head)
    if reading is not None:
        flags = list(_flags_of(rest, reading.graph.symbols(), takes_value, typed.flags))
        if flags:
            say(f"I read '{' '.join(rest)}' as '{join(flags)}'")
            return typed._replace(flags=[*typed.flags, *flags], operands=[head])
    whole = " ".join(typed.operands)
    is_one = reading_of(whole) is not None
    is_cut = any(reading_of(word) is None for word in typed.operands)
    if is_one and (is_cut or "--at" in typed.flags):
        say(f"I read the words as one expression, '{whole}': quotes keep it together")
        return typed._replace(operands=[whole])
    raise UsageError(_several(command, typed.operands, is_one, takes_value))


def _whole(typed: Sorted) -> Sorted:
    """Return the line of a command of several expressions, where its words can only be one."""
    words = typed.operands
    full = [reading_of(word) is not None for word in words]
    begins = [
        is_full or lookup(word) is not None for word, is_full in zip(words, full, strict=True)
    ]
    if len(words) < 2 or all(full) or reading_of(" ".join(words)) is None:
        return typed
    if any(is_full and next_begins for is_full, next_begins in zip(full, begins[1:], strict=False)):
        raise UsageError(
            f"it is not clear where an expression of '{' '.join(words)}' ends: quote each of them"
        )
    say(f"I read the words as one expression, '{' '.join(words)}': quotes keep it together")
    return typed._replace(operands=[" ".join(words)])


def _flags_of(
    words: Sequence[str],
    variables: Sequence[str],
    takes_value: dict[str, bool],
    given: Sequence[str],
) -> Iterator[str]:
    """Yield the flags that words behind an expression stand for; none where one is something else.

    That is variables, and points that do not begin with a sign, which would be another term.
    """
    points = list(words)
    flags: list[str] = []
    if takes_value.get("--wrt") and "--wrt" not in given:
        named = list(takewhile(lambda word: word in variables, words))
        flags += ("--wrt", ",".join(named)) if named else ()
        points = points[len(named) :]
    if points and ("--at" not in takes_value or "--at" in given):
        return
    if not all(word[0] not in "-+" and is_point(word) for word in points):
        return
    for text in [",".join(points)] if points and are_one_point(points, variables) else points:
        flags += ("--at", text)
    yield from flags


def _several(
    command: QuestionCommand, operands: Sequence[str], is_one: bool, takes_value: dict[str, bool]
) -> str:
    """Return what to say of operands that are no one expression."""
    line = join(["calcdl", command.name])
    whole = " ".join(operands)
    ways = [f"{line} '{whole}' if they are one expression"] if is_one else []
    if takes_value.get("--at") and len(operands) == 2 and is_point(operands[1]):
        ways.append(
            f"{join(['calcdl', command.name, operands[0], '--at', operands[1]])} for a point"
        )
    listed = " and ".join([f"'{word}'" for word in operands[:4]])
    if ways:
        return f"{listed} are {len(operands)} texts: write {', or '.join(ways)}"
    return (
        f"{command.name} takes one expression, and {listed} are {len(operands)} texts: quote an"
        f" expression, as in {line} 'x^2 + 1'"
    )


def _expression_and_claim(typed: Sorted) -> Sorted:
    """Return the line of check with two texts, where there is one way to make two of its words."""
    words = [word for word in typed.operands if word not in ("=", "==", ",")]
    halves = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words))]
    readable = [pair for pair in halves if all(reading_of(half) is not None for half in pair)]
    if len(readable) != 1:
        raise UsageError(
            f"check takes an expression and a claim, and here are {len(words)} texts: quote each,"
            " as in calcdl check 'sin(x)' 'cos(x)'; several claims stand behind --gradient x=… y=…"
        )
    ((expression, claim),) = readable
    say(f"I read the words as '{expression}' and '{claim}': quotes keep each together")
    return typed._replace(operands=[expression, claim])
