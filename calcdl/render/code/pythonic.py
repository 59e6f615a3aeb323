"""What code in Python and for its libraries has in common, broken into lines as formatters do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from calcdl.render.code.drafts import whole
from calcdl.render.code.remarks import lines_of, remarks, title
from calcdl.render.code.statements import Body
from calcdl.results.code import Code

__all__ = [
    "WIDTH",
    "answers",
    "definition",
    "docstring",
    "enclosed",
    "head",
    "signature",
]

WIDTH = 88  # characters a line
_MOST_TYPES = 3  # that a tuple names one by one


def head(code: Code) -> str:
    """Return the docstring of a module, which is one line."""
    lines = lines_of([title(code)], WIDTH - 6)
    return f'"""{lines[0] if len(lines) == 1 else "A function and its derivatives."}"""'


def signature(code: Code, parameters: Sequence[str], answer: str) -> list[str]:
    """Return the head of a function whose answers are of that type."""
    count = len(code.wrt)
    types = ", ".join([answer] * count) if count <= _MOST_TYPES else f"{answer}, ..."
    given = f"{answer}, tuple[{types}]"
    if code.program.hessian:
        given += f", tuple[tuple[{answer}, ...], ...]"
    return definition(code.name, parameters, f" -> tuple[{given}]")


def definition(name: str, parameters: Sequence[str], returns: str = "") -> list[str]:
    """Return the head of a function."""
    return enclosed(f"def {name}(", parameters, f"){returns}:")


def enclosed(before: str, items: Sequence[str], behind: str, width: int = WIDTH) -> list[str]:
    """Return items in brackets as lines, broken as formatters do."""
    line = f"{before}{', '.join(items)}{behind}"
    if len(line) <= width:
        return [line]
    return [before, *[f"    {item}," for item in items], behind]


def docstring(code: Code, *more: str) -> list[str]:
    """Return what a function says of itself, and ``more`` sentences."""
    first, *rest = lines_of([title(code)], WIDTH - 7)
    *said, version = remarks(code)
    lines = lines_of([*said, *more, version], WIDTH - 4)
    return [f'"""{first}', *rest, "", *lines, '"""']


def answers(body: Body, width: int = WIDTH - 8) -> list[str]:
    """Return the statements that give a program's answers back."""
    lines = _tuple_lines("gradient = ", [[text] for text in body.gradient], width)
    if not body.hessian:
        return [*lines, f"return {body.value}, gradient"]
    rows = [_tuple_lines("", [[text] for text in row], width, ",") for row in whole(body.hessian)]
    lines += _tuple_lines("hessian = ", [[*row[:-1], row[-1][:-1]] for row in rows], width)
    return [*lines, f"return {body.value}, gradient, hessian"]


def _tuple_lines(
    before: str, items: list[list[str]], width: int = WIDTH - 8, behind: str = ""
) -> list[str]:
    """Return a tuple as lines, broken as formatters do; an item may have several lines."""
    line = f"{before}({', '.join([*map(' '.join, items)])}{',' * (len(items) == 1)}){behind}"
    if len(line) <= width and all([len(item) == 1 for item in items]):
        return [line]
    inside = [f"    {line}" for item in items for line in [*item[:-1], f"{item[-1]},"]]
    return [f"{before}(", *inside, f"){behind}"]


def used_imports(imports: Sequence[str], lines: Sequence[str]) -> list[str]:
    """Return the imports of names that occur."""
    text = "\n".join(lines)
    found = []
    for line in imports:
        before, _, names = line.rpartition("import ")
        if before:
            used = [name for name in names.split(", ") if _occurs(name.split(" as ")[-1], text)]
            found += [f"{before}import {', '.join(used)}"] if used else []
        elif _occurs(names.split(" as ")[-1], text):
            found.append(line)
    return found


def _occurs(name: str, text: str) -> bool:
    return re.search(rf"(?<!\.)\b{name}\b", text) is not None
