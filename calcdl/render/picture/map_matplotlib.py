"""Maps as PNG and PDF, by matplotlib, which need not be installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from calcdl.render.picture.map_scene import MapScene, Stroke, level_labels, map_dots, map_scene
from calcdl.render.picture.plot_matplotlib import file_of, new_figure, plain
from calcdl.results.surface import Surface
from calcdl.syntax.unparse import Spelling

__all__ = ["map_picture"]

_TICKS_ACROSS, _TICKS_UPWARDS = 9, 8
_DOTS_PER_INCH, _ROOM, _LINE = 90, 0.9, 0.2  # of the map, and inches beside it
_INK, _PATH = "#1f2328", "#bf3989"
_BEHIND_WORDS = {"facecolor": "white", "alpha": 0.75, "pad": 1, "linewidth": 0}


def map_picture(surface: Surface, spelling: Spelling, kind: str, title: str = "") -> bytes:
    """Return a map as the content of a file, "png" or "pdf".

    Raises UsageError where matplotlib is not installed.
    """
    drawn = map_scene(surface, spelling, _TICKS_ACROSS, _TICKS_UPWARDS)
    across, upwards = map_dots(surface.window)
    size = (
        across / _DOTS_PER_INCH + _ROOM,
        upwards / _DOTS_PER_INCH + _ROOM + _LINE * (len(drawn.notes) + 2 * bool(title)),
    )
    figure = new_figure(kind, size, title)
    _draw(surface, drawn, figure.add_subplot())
    return file_of(figure, kind)


def _draw(surface: Surface, drawn: MapScene, axes: Any) -> None:
    window = drawn.window
    axes.set_xlim(window.left, window.right)
    axes.set_ylim(window.bottom, window.top)
    axes.set_xticks([t.place for t in drawn.across], [plain(t.label) for t in drawn.across])
    axes.set_yticks([t.place for t in drawn.upwards], [plain(t.label) for t in drawn.upwards])
    axes.set_title(plain(drawn.title), loc="left", family="monospace", size=8)
    axes.set_xlabel(plain("\n".join([drawn.variables[0], *drawn.notes])), size=8, wrap=True)
    axes.set_ylabel(plain(drawn.variables[1]))
    for boxes, colour in (
        (surface.empty, "#eceff2"),
        ((*surface.rough, *surface.unresolved), "#afb8c1"),
    ):
        for box in boxes:
            axes.fill_between([box.left, box.right], box.bottom, box.top, color=colour, linewidth=0)
    _draw_arrows(drawn.arrows, axes, color="#a8b1ba", width=0.002)
    _draw_contours(surface, axes)
    _draw_arrows(drawn.slopes, axes, color=_INK, width=0.005, zorder=3)
    for path in drawn.paths:
        axes.plot(*zip(*path, strict=True), color=_PATH, marker=".", markersize=3)
    if drawn.steps:
        axes.plot(*drawn.steps[-1], color=_PATH, marker="o", markersize=6, markerfacecolor="white")
    for label in drawn.labels:
        axes.plot(*label.place, color=_INK, marker="o", markersize=4)
        axes.annotate(
            plain(label.text),
            label.place,
            xytext=(5, -12 if label.place in drawn.rising else 5),
            textcoords="offset points",
            fontsize=8,
            bbox=_BEHIND_WORDS,
        )


def _draw_arrows(arrows: Sequence[Stroke], axes: Any, **style: Any) -> None:
    if arrows:
        strokes = [(*start, tip[0] - start[0], tip[1] - start[1]) for start, tip in arrows]
        axes.quiver(*zip(*strokes, strict=True), angles="xy", scale_units="xy", scale=1, **style)


def _draw_contours(surface: Surface, axes: Any) -> None:
    """Draw the lines that are known, in colours from low to high, with a legend of levels."""
    from matplotlib import colormaps

    colours = colormaps["viridis"]
    count = max(len(surface.contours) - 1, 1)
    for k, (contour, label) in enumerate(zip(surface.contours, level_labels(surface), strict=True)):
        colour = colours(0.9 * k / count)
        for j, path in enumerate(contour.paths):
            axes.plot(*zip(*path, strict=True), color=colour, linewidth=1.3,
                      label=None if j else plain(label))  # fmt: skip
    if any([contour.paths for contour in surface.contours]):
        axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, fontsize=8,
                    reverse=True)  # fmt: skip
