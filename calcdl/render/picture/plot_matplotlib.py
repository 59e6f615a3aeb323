"""Curves as PNG, PDF and GIF, by matplotlib, which need not be installed."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from textwrap import shorten
from typing import Any

from calcdl.errors import UsageError
from calcdl.render.picture.scene import COLOURS, Layer, Scene, scene
from calcdl.results.curve import Curves
from calcdl.syntax.escapes import visible
from calcdl.syntax.unparse import Spelling

__all__ = ["file_of", "new_figure", "picture", "plain"]

_TICKS_ACROSS, _TICKS_UPWARDS = 10, 8
_WIDTH, _HEIGHT, _LINE, _MARGIN = 7.2, 4.2, 0.17, 0.1  # inches
_DOTS_PER_INCH = 150
_STYLES = ("-", "--", ":", "-.", (0, (5, 3)), (0, (1, 2)))
_LONGEST_TITLE = 70
_FADED, _FRAMES_A_SECOND = 0.12, 0.8


def picture(curves: Curves, spelling: Spelling, kind: str, title: str = "") -> bytes:
    """Return a picture as the content of a file: "png", "pdf" or "gif", in which secants move.

    Raises UsageError where matplotlib is not installed.
    """
    drawn = scene(curves, spelling, _TICKS_ACROSS, _TICKS_UPWARDS)
    lines = len(drawn.layers) + len(drawn.notes) + 2 * bool(title)
    figure = new_figure(kind, (_WIDTH, _HEIGHT + _LINE * lines), title)
    artists = _draw(drawn, figure.add_subplot())
    if kind == "gif":
        return _moving(figure.canvas, drawn, artists)
    return file_of(figure, kind)


def new_figure(kind: str, size: tuple[float, float], title: str = "") -> Any:
    """Return an empty figure of a size in inches; raises UsageError without matplotlib."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError(
            f"a {kind.upper()} file needs matplotlib: pip install 'calcdl[plot]', or choose .svg"
        ) from None
    figure = Figure(figsize=size, dpi=_DOTS_PER_INCH)
    figure.set_layout_engine("constrained", w_pad=_MARGIN, h_pad=_MARGIN)
    if title:
        figure.suptitle(plain(shorten(visible(title), _LONGEST_TITLE, placeholder=" …")))
    FigureCanvasAgg(figure)
    return figure


def file_of(figure: Any, kind: str) -> bytes:
    """Return a figure as the content of a file."""
    content = BytesIO()
    figure.savefig(content, format=kind, metadata={"Creator": None} if kind == "pdf" else None)
    return content.getvalue()


def _draw(drawn: Scene, axes: Any) -> list[list[Any]]:
    """Draw all of a scene, and return what was drawn for each layer."""
    window = drawn.window
    axes.set_xlim(window.left, window.right)
    axes.set_ylim(window.bottom, window.top)
    axes.set_xticks([t.place for t in drawn.across], [plain(t.label) for t in drawn.across])
    axes.set_yticks([t.place for t in drawn.upwards], [plain(t.label) for t in drawn.upwards])
    axes.grid(color="#e4e8ec", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel(plain("\n".join([drawn.variable, *drawn.notes])))
    for name in ("top", "right"):
        axes.spines[name].set_visible(False)
    for draw, low, high in (
        (axes.axvline, window.left, window.right),
        (axes.axhline, window.bottom, window.top),
    ):
        if low < 0 < high:
            draw(0, color="#6e7781", linewidth=0.8)
    for x in drawn.asymptotes:
        axes.axvline(x, color="#6e7781", linewidth=1, linestyle=(0, (5, 5)))
    artists = [_layer(layer, k, axes) for k, layer in enumerate(drawn.layers)]
    if drawn.layers:
        legend = axes.legend(
            handles=[parts[0] for parts in artists],
            labels=[plain(layer.legend) for layer in drawn.layers],
            loc="lower left",
            bbox_to_anchor=(0, 1),
            frameon=False,
            prop={"family": "monospace", "size": 8},
        )
        entries = zip(artists, legend.legend_handles, legend.get_texts(), strict=True)
        for parts, sample, text in entries:
            parts += [sample, text]
    return artists


def _layer(layer: Layer, k: int, axes: Any) -> list[Any]:
    """Draw a layer, and return its parts, the first of which stands in the legend."""
    colour = COLOURS[k % len(COLOURS)][0]
    style: Any = "-" if layer.kind == "tangent" else _STYLES[k % len(_STYLES)]
    parts: list[Any] = axes.plot([], [], color=colour, linestyle=style)
    if layer.kind == "data":
        parts = [axes.plot([], [], color=colour, marker="o", linestyle="")[0]]
    for path in layer.paths:
        xs, ys = zip(*path, strict=True)
        parts += axes.plot(xs, ys, color=colour, linestyle=style, linewidth=1.6)
    if layer.bands:
        columns = [[band.left for band in layer.bands], [band.low for band in layer.bands],
                   [band.high for band in layer.bands]]  # fmt: skip
        parts.append(axes.vlines(*columns, color=colour, linewidth=0.8))
    points = [label.place for label in layer.labels if not label.proven]
    marks = [label.place for label in layer.labels if label.proven and not layer.is_crowded]
    parts += _points(axes, marks, colour, colour, 3)
    parts += _points(axes, [*points, *layer.discs], colour, colour, 5)
    parts += _points(axes, layer.rings, colour, "white", 5)
    for label in layer.labels:
        if label.text and not label.proven:
            parts.append(axes.annotate(plain(label.text), label.place, xytext=(6, 6),
                                       textcoords="offset points", fontsize=9))  # fmt: skip
    return parts


def _points(axes: Any, places: Sequence[Any], edge: str, face: str, size: int) -> list[Any]:
    if not places:
        return []
    xs, ys = zip(*places, strict=True)
    found: list[Any] = axes.plot(
        xs, ys, linestyle="", marker="o", markersize=size, markeredgecolor=edge,
        markerfacecolor=face, zorder=5, clip_on=False,
    )  # fmt: skip
    return found


def plain(text: str) -> str:
    """Return a text that matplotlib takes as it is, without its markup for formulas."""
    return visible(text).replace("$", r"\$")


def _moving(canvas: Any, drawn: Scene, artists: list[list[Any]]) -> bytes:
    """Return a GIF: one secant after the other, then the tangent; else a single frame."""
    from PIL import Image  # on which matplotlib rests

    moving = [k for k, layer in enumerate(drawn.layers) if layer.kind in ("secant", "tangent")]
    frames = []
    for shown in moving or [-1]:
        for k in moving:
            for part in artists[k]:
                part.set_alpha(1 if k == shown else _FADED)
        canvas.draw()
        size = canvas.get_width_height(physical=True)
        frame = Image.frombytes("RGBA", size, bytes(canvas.buffer_rgba()))
        frames.append(frame.convert("RGB").quantize(256))
    content = BytesIO()
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:], loop=0,
                   duration=int(1000 / _FRAMES_A_SECOND))  # fmt: skip
    return content.getvalue()
