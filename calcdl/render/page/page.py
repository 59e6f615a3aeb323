"""Writes the page by its template, in which all is escaped but what calcdl marked up itself."""

from __future__ import annotations

import shlex
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from textwrap import shorten
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined

from calcdl import __version__
from calcdl.reading.writing import write
from calcdl.render.mathml.formula import MATHML
from calcdl.render.page.pictures import picture
from calcdl.render.report.blocks import Block, Picture, Section
from calcdl.render.report.sections import heading, sections
from calcdl.results.report import Report
from calcdl.syntax.escapes import visible
from calcdl.syntax.unparse import Spelling

__all__ = ["page"]

_LONGEST_TITLE = 80  # characters


class _Shown(NamedTuple):
    """A section as the template takes it: blocks with their kinds, and lines for a shell."""

    title: str
    blocks: list[tuple[str, Any]]
    lines: list[str]


def page(report: Report, spelling: Spelling, title: str | None = None) -> str:
    """Return a report as a page in HTML."""
    style = _file("style.css")
    environment = Environment(
        autoescape=True,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    text: str = environment.from_string(_file("template.html")).render(
        policy=_policy(style),
        style=style,
        version=__version__,
        title=title or _title(report, spelling),
        heading=[title] if title else heading(report, MATHML),
        sections=[_shown(section, spelling) for section in sections(report, MATHML)],
    )
    return text


def _file(name: str) -> str:
    return files("calcdl").joinpath("render", "page", name).read_text("utf-8")


def _finalized(value: Any) -> Any:
    """Return text with what cannot be seen made visible; markup is left as it is."""
    return visible(value) if type(value) is str else value


def _policy(style: str) -> str:
    """Return what a browser may do for the page: show it with this style, and pictures in it."""
    digest = b64encode(sha256(style.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none';"
        " form-action 'none'"
    )


def _title(report: Report, spelling: Spelling) -> str:
    text = write(report.expression, spelling)
    return shorten(f"Derivative of {text}", _LONGEST_TITLE, placeholder=" …")


def _shown(section: Section, spelling: Spelling) -> _Shown:
    blocks = [_with_kind(block, spelling) for block in section.blocks]
    lines = [shlex.join(line) for line in section.lines]
    return _Shown(section.title, [block for block in blocks if block[1] is not None], lines)


def _with_kind(block: Block, spelling: Spelling) -> tuple[str, Any]:
    shown = picture(block, spelling) if isinstance(block, Picture) else block
    return type(shown).__name__, shown
