"""A point in a line of text."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["place_text", "point_text"]


def place_text(at: Mapping[str, str]) -> str:
    """Return a point as sentences name it.

    >>> place_text({"x": "1", "y": "1/2"})
    'x = 1, y = 1/2'
    """
    return ", ".join([f"{name} = {text}" for name, text in at.items()])


def point_text(at: Mapping[str, str]) -> str:
    """Return a point as --at takes it.

    >>> point_text({"x": "1", "y": "1/2"})
    'x=1,y=1/2'
    """
    return ",".join([f"{name}={text}" for name, text in at.items()])
