"""The pictures of a page."""

from __future__ import annotations

from base64 import b64encode
from typing import NamedTuple

from calcdl.render.picture.error_curve import error_curve
from calcdl.render.picture.svg import svg
from calcdl.render.report.blocks import Picture
from calcdl.results.curve import Curves
from calcdl.results.graph import Computation
from calcdl.results.surface import Surface
from calcdl.syntax.unparse import Spelling

__all__ = ["Image", "Inline", "picture"]


class Inline(NamedTuple):
    """A picture that is part of the page, whose style it takes on."""

    kind: str
    svg: str
    caption: str


class Image(NamedTuple):
    """A picture with a style of its own, which the page cannot touch, nor it the page."""

    kind: str
    source: str
    alt: str
    caption: str


def picture(block: Picture, spelling: Spelling) -> Inline | Image | None:
    """Return a picture, None where there is nothing to be seen."""
    drawn, caption = block
    if isinstance(drawn, Curves):
        from calcdl.render.picture.plot_svg import plot_svg

        return _image("curve", plot_svg(drawn, spelling), caption)
    if isinstance(drawn, Surface):
        from calcdl.render.picture.map_svg import map_svg

        return _image("map", map_svg(drawn, spelling), caption)
    if isinstance(drawn, Computation):
        return Inline("graph", svg(drawn, alone=False), caption)
    errors = error_curve(drawn)
    return Inline("errors", errors, caption) if errors else None


def _image(kind: str, svg: str, caption: str) -> Image:
    code = b64encode(svg.encode()).decode("ascii")
    return Image(kind, f"data:image/svg+xml;base64,{code}", caption, caption)
