"""A real browser without a window, driven by its own command line."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest

__all__ = ["Seen", "chromium", "look_at"]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
          "--allow-file-access-from-files", "--enable-logging=stderr")  # fmt: skip

# Looks at pages in frames of some width, as the pages themselves have no script.
_HARNESS = """<!doctype html><meta charset="utf-8">
<style>body{margin:0} iframe{border:0;width:%(width)dpx;height:6000px}</style>
%(frames)s<pre id="seen"></pre>
<script>
onload = () => {
  const seen = [...document.querySelectorAll("iframe")].map(look);
  document.getElementById("seen").textContent = JSON.stringify(seen);
};
const look = frame => {
  const inside = frame.contentDocument;
  const box = element => element.getBoundingClientRect();
  const scrolls = element => element.parentElement.closest(".wide, .display, h1, p");
  const all = [...inside.body.querySelectorAll("*")];
  return {
    width: inside.documentElement.scrollWidth,
    overflowing: all.filter(e => !scrolls(e) && box(e).right > %(width)d + 1)
      .map(e => e.outerHTML.slice(0, 200)),
    formulas: [...inside.querySelectorAll("math")].map(e => [box(e).width, box(e).height]),
    fractions: [...inside.querySelectorAll("mfrac")]
      .map(e => box(e.children[1]).top - box(e.children[0]).bottom),
    raised: [...inside.querySelectorAll("msup")]
      .map(e => box(e.children[0]).bottom - box(e.children[1]).bottom),
    pictures: [...inside.querySelectorAll("img")].map(e => e.naturalWidth),
    style: frame.contentWindow.getComputedStyle(inside.querySelector("main")).maxWidth,
    requests: frame.contentWindow.performance.getEntriesByType("resource").map(e => e.name),
  };
};
</script>
"""


class Seen(NamedTuple):
    """What a browser makes of a page, and what it complains of."""

    page: dict[str, Any]
    complaints: list[str]


def chromium() -> str:
    """Return the browser; skips the test where there is none."""
    for name in _NAMES:
        if shutil.which(name):
            return name
    pytest.skip(f"no browser is installed: one of {', '.join(_NAMES)}")


def look_at(pages: Sequence[str], folder: Path, width: int) -> list[Seen]:
    """Return what pages are like in frames of some width, all in one run of the browser."""
    names = [f"page{k}.html" for k in range(len(pages))]
    for name, page in zip(names, pages, strict=True):
        (folder / name).write_text(page, "utf-8")
    frames = "".join([f'<iframe src="{name}"></iframe>' for name in names])
    harness = folder / "harness.html"
    harness.write_text(_HARNESS % {"width": width, "frames": frames}, "utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    done = subprocess.run(
        [chromium(), *_FLAGS, profile, "--window-size=1200,900", "--dump-dom", harness.as_uri()],
        capture_output=True,
        encoding="utf-8",
        timeout=90,
        check=True,
    )
    (shown,) = re.findall(r'<pre id="seen">(.*?)</pre>', done.stdout, re.DOTALL)
    said = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    of_none = [line for line in said if not any([name in line for name in names])]
    return [
        Seen(seen, [*[line for line in said if name in line], *of_none])
        for name, seen in zip(names, json.loads(unescape(shown)), strict=True)
    ]
