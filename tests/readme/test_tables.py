"""The tables of README.md say what the code says."""

from __future__ import annotations

import pytest

from tests.readme.tables import README, TABLES, renewed

TEXT = README.read_text("utf-8")


def table(readme: str, name: str) -> str:
    _, lines, _ = readme.split(f"<!-- {name} -->\n")
    return lines


@pytest.mark.parametrize("name", TABLES)
def test_a_table_says_what_the_code_says(name: str) -> None:
    assert table(TEXT, name) == table(renewed(TEXT), name), "run make readme"


@pytest.mark.parametrize("name", TABLES)
def test_a_wrong_cell_is_seen(name: str) -> None:
    lines = table(TEXT, name)
    cell = lines.splitlines()[-1].split(" | ")[-1]
    wrong = TEXT.replace(lines, lines.replace(cell, f"not {cell}"))
    assert renewed(wrong) == renewed(TEXT) != wrong
