"""What is written without Rich looks on a terminal as Rich would draw it."""

from __future__ import annotations

import random
from io import StringIO
from itertools import chain

import pytest
from rich.cells import cell_len
from rich.console import Console, Group
from rich.text import Text

from calcdl.render.table.columns import are_narrow
from calcdl.render.table.lines import Formula, Items, Line
from calcdl.render.table.pairs import Pairs
from calcdl.render.table.writing import drawn, usual_columns

WORDS = [
    "x",
    "f′(x)",
    "∂²f/∂x²",
    "a",
    "12.000099999980307",
    "=",
    "·",
    "≈",
    "σ(w*x+b)",
    "to_the_last_digit",
    ",",
    "λ",
    "-",
]
FORMULAS = ["x^2", "2*sigmoid(w*x + b)*(1 - sigmoid(w*x + b))", "a + b", "max(x, y, z)**10", ""]
STYLES = ["", "", "bold", "dim", "bold red", "green", "magenta"]
_COUNT = 400


def seen(text: str) -> list[list[tuple[str, str]]]:
    """Return each character that can be seen, line by line, with its style."""
    lines = []
    for line in text.split("\n"):
        shown = Text.from_ansi(line)
        styles = [""] * len(shown.plain)
        for start, end, style in shown.spans:
            for k in range(start, end):
                styles[k] = f"{styles[k]} {style}"
        pairs = list(zip(shown.plain, map(str, styles), strict=True))
        while pairs and pairs[-1][0] == " ":
            pairs.pop()
        lines.append([(c, "" if c == " " else " ".join(sorted(s.split()))) for c, s in pairs])
    return lines


def by_rich(block: Line | Pairs | str, columns: int) -> str:
    file = StringIO()
    console = Console(
        file=file, force_terminal=True, width=columns, color_system="standard", _environ={}
    )
    console.print(Group(block))
    return file.getvalue()


def a_line(choose: random.Random) -> Line:
    if choose.random() < 0.4:
        line = Formula(choose.choice(FORMULAS), choose.choice(STYLES))
        return line.append("   rule", "dim") if choose.random() < 0.3 else line
    if choose.random() < 0.3:
        return Items(", ".join(choose.choices(WORDS, k=choose.randint(1, 12))), "bold")
    line = Line(" ".join(choose.choices(WORDS, k=choose.randint(0, 9))), choose.choice(STYLES))
    for _ in range(choose.randint(0, 3)):
        line.append(" " * choose.randint(0, 2) + choose.choice(WORDS), choose.choice(STYLES))
    return line


def some_pairs(choose: random.Random) -> Pairs:
    pairs = Pairs(least=choose.choice([1, 9]))
    for _ in range(choose.randint(1, 4)):
        name = choose.choice(["", "f(x)", "numeric", "∂²f/∂x∂y", "a_name_that_takes_much_room"])
        pairs.add_row(name, *[a_line(choose) for _ in range(choose.randint(0, 2))])
    return pairs


@pytest.mark.parametrize("columns", [20, 37, 60, 80, 120])
def test_lines_and_pairs_look_as_rich_draws_them(columns: int) -> None:
    choose = random.Random(columns)
    drawn_at_once = 0
    for _ in range(_COUNT):
        block = choose.choice([a_line, some_pairs])(choose)
        text = drawn(block, columns)
        if text is not None:
            drawn_at_once += 1
            assert seen(text) == seen(by_rich(block, columns)), (block, columns)
    assert drawn_at_once > _COUNT / (4 if columns < 60 else 1.5)


def test_a_style_that_only_rich_knows_is_left_to_it() -> None:
    assert drawn(Line("a", "bold").append("b", "not bold"), 80) is None
    assert drawn(Line("a", "bold").append("b", "red"), 80) == "\x1b[1ma\x1b[0m\x1b[1;31mb\x1b[0m\n"


def test_narrow_characters_take_one_column() -> None:
    characters = map(chr, chain(range(0x20, 0xD800), range(0xE000, 0x110000)))
    assert {c for c in characters if are_narrow(c) and cell_len(c) != 1} == set()
    assert all(map(are_narrow, "f′″‴⁽⁾⁰¹₂∂θλ≈∞·—→√×"))


class Terminal(StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_what_is_no_usual_terminal_is_left_to_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "33")
    assert usual_columns(Terminal()) == 33
    assert usual_columns(StringIO()) is None
    for name, value in [("NO_COLOR", "1"), ("FORCE_COLOR", ""), ("TERM", "dumb"), ("TERM", "")]:
        with monkeypatch.context() as other:
            other.setenv(name, value)
            assert usual_columns(Terminal()) is None
    Terminal.encoding = "ascii"
    assert usual_columns(Terminal()) is None
    Terminal.encoding = "utf-8"
