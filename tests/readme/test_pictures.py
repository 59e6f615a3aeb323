"""The pictures of README.md are those that the commands beside them draw, and stand alone."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tests.readme.pictures import PICTURES, drawn, shown
from tests.readme.screen import screen
from tests.readme.tables import README

SHOWN = shown(README.read_text("utf-8"))


def test_what_is_shown_is_there_and_nothing_else() -> None:
    assert set(SHOWN) == {path.name for path in PICTURES.iterdir()}
    assert len(SHOWN) == README.read_text("utf-8").count("](.github/pictures/")


@pytest.mark.parametrize(("name", "command"), SHOWN.items())
def test_a_picture_is_what_its_command_draws(name: str, command: str) -> None:
    assert command.endswith(f" -o {name}") or "-o" not in command
    assert (PICTURES / name).read_text("utf-8") == drawn(command), "run make pictures"


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_needs_nothing_from_elsewhere(name: str) -> None:
    text = (PICTURES / name).read_text("utf-8")
    root = ElementTree.fromstring(text)
    assert root.findtext("{*}title")
    assert set(re.findall(r"https?://[^\"<\s]*", text)) == {"http://www.w3.org/2000/svg"}
    assert "@media (prefers-color-scheme:dark)" in text
    assert not re.search(r"@font-face|@import|<script|url\((?!#)|href", text)


def test_a_picture_without_a_command_is_seen() -> None:
    part = "<!-- pictures -->\n![a](.github/pictures/a.svg)\n<!-- pictures -->\n"
    with pytest.raises(ValueError, match="shorter"):
        shown(part)


def test_a_screen_keeps_places_and_escapes_markup() -> None:
    picture = screen('calcdl eval "a<b"', "\x1b[36mab\x1b[0m  \x1b[1m<b>\x1b[0m\n")
    root = ElementTree.fromstring(picture)
    assert root.findtext("{*}title") == 'calcdl eval "a<b", on a terminal'
    cyan, bold = root.findall("{*}text")
    assert (cyan.text, bold.text) == ("ab", "<b>")
    assert (cyan.get("class"), bold.get("class")) == ("cyan", "bold")
    width = float(cyan.get("textLength", "")) / 2
    assert float(bold.get("x", "")) - float(cyan.get("x", "")) == pytest.approx(4 * width)
