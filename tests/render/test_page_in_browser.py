"""Pages in a real browser: nothing goes wrong, is cut off, or comes from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.test_page import PAGES, page_of
from tests.support.browser import Seen, look_at

pytestmark = [pytest.mark.process, pytest.mark.slow]

LOOKED_AT = (
    "point",
    "several",
    "map of several",
    "corner",
    "pole",
    "cases",
    "deep",
    "long names",
    "hostile",
)


@pytest.fixture(scope="module")
def on_a_phone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    """What a browser makes of all these pages."""
    pages = [page_of(*PAGES[name]) for name in LOOKED_AT]
    looks = look_at(pages, tmp_path_factory.mktemp("pages"), width=360)
    return dict(zip(LOOKED_AT, looks, strict=True))


@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_page_is_laid_out_on_a_phone(name: str, on_a_phone: dict[str, Seen]) -> None:
    page = page_of(*PAGES[name])
    seen, complaints = on_a_phone[name]
    assert complaints == []
    assert seen["requests"] == []
    assert seen["width"] <= 360
    assert seen["overflowing"] == []
    assert seen["style"] == "608px", "the page has no style"
    assert len(seen["formulas"]) == page.count("<math") > 3
    assert all(width > 0 and height > 5 for width, height in seen["formulas"])
    assert all(gap >= 0 for gap in seen["fractions"])
    assert all(raised > 0 for raised in seen["raised"])
    assert all(width > 100 for width in seen["pictures"])


def test_what_is_wrong_is_seen(tmp_path: Path) -> None:
    page = page_of(*PAGES["point"])
    pages = [
        page.replace("</main>", '<div><svg width="900" height="9"></svg></div></main>'),
        page.replace("</main>", "<script>document.title = 1</script></main>"),
        page.replace("</main>", '<img src="http://127.0.0.1:9/x.png"></main>'),
        page.replace("<style>", "<style> "),
        page,
    ]
    wide, script, image, unstyled, right = look_at(pages, tmp_path, width=360)
    assert wide.page["overflowing"]
    assert "Content Security Policy" in "".join(script.complaints)
    assert image.complaints
    assert unstyled.page["style"] != "608px"
    assert right.complaints == []
    assert right.page["overflowing"] == []
