"""The computational graph as a picture in SVG, laid out here: nothing has to be installed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from calcdl.render.picture.boxes import (
    EDGE,
    FILL,
    ROLES,
    Box,
    box_lines,
    boxes,
    edges,
    expression_text,
)
from calcdl.results.graph import Computation

__all__ = ["svg"]

# In pixels

_CHARACTER, _LINE = 8.0, 19.0  # of a monospaced font of 13 px
_PADDING, _GAP, _RISE, _MARGIN = 12.0, 28.0, 46.0, 16.0
_WEIGHTS = ("bold", "normal")  # of the first line in a box, and of the others
_SWEEPS = 25  # an odd number: the last goes down

# What has another colour in the dark
_DARK = {
    "paper": "#0d1117", "input": "#12314f", "operation": "#161b22", "output": "#3d3310",
    "ink": "#e6edf3", "value": "#56d364", "adjoint": "#ff938a",
}  # fmt: skip
_STYLE = "".join([f".{name}{{fill:{colour}}}" for name, colour in _DARK.items()])


def svg(result: Computation, alone: bool = True) -> str:
    """Return a picture of the graph, inputs at the top.

    One that stands alone is readable in light and dark; a page colours it by its classes.
    """
    drawn = boxes(result)
    layout = _Places(drawn)
    width, height = layout.size()
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}"'
        f' width="{width:.0f}" height="{height:.0f}"'
        ' font-family="ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace"'
        ' font-size="13" text-anchor="middle">',
        f"<title>{escape(expression_text(result))}</title>",
        *([f"<style>@media (prefers-color-scheme:dark){{{_STYLE}}}</style>"] if alone else []),
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6"'
        ' markerHeight="6" orient="auto"><path class="arrow" d="M0 0 8 4 0 8z"'
        f' fill="{EDGE}"/></marker></defs>',
        f'<rect class="paper" width="{width:.0f}" height="{height:.0f}" fill="white"/>',
    ]
    for i in range(len(drawn)):
        parts += [
            f'<path class="edge" d="{path}" fill="none" stroke="{EDGE}" stroke-width="1.5"'
            ' marker-end="url(#arrow)"/>'
            for path in layout.paths(i)
        ]
    parts += [_svg_box(box, *layout.corner(i), layout) for i, box in enumerate(drawn)]
    return "\n".join([*parts, "</svg>"])


def _svg_box(box: Box, left: float, top: float, layout: _Places) -> str:
    width, height = _width(box), layout.box_height
    radius = height / 2 if box.kind == "input" and height < 40 else 8
    lines = box_lines(box)
    first = top + (height - _LINE * len(lines)) / 2 + 14
    texts = [
        f'<text class="{ROLES[colour]}" x="{left + width / 2:.1f}" y="{first + k * _LINE:.1f}"'
        f' fill="{colour}" font-weight="{_WEIGHTS[k > 0]}">{escape(line)}</text>'
        for k, (line, colour) in enumerate(lines)
    ]
    shape = (
        f'<rect class="{box.kind}" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}"'
        f' height="{height:.1f}" rx="{radius:.1f}" fill="{FILL[box.kind]}" stroke="{EDGE}"/>'
    )
    return f"<g>{shape}{''.join(texts)}</g>"


def _width(box: Box) -> float:
    return max(len(line) for line, _ in box_lines(box)) * _CHARACTER + 2 * _PADDING


class _Places:
    """Where boxes and edges go: layers, an order in each, positions (Sugiyama et al., 1981).

    An item is a box or, with a number beyond those of the boxes, the place where an edge passes
    through a layer.
    """

    def __init__(self, drawn: Sequence[Box]) -> None:
        self.drawn = drawn
        self.box_height = max(len(box_lines(box)) for box in drawn) * _LINE + 12
        self.widths = [_width(box) for box in drawn]
        self.layer_of = _layers(drawn)
        self.above: list[list[int]] = [[] for _ in drawn]
        self.below: list[list[int]] = [[] for _ in drawn]
        self.passing: dict[tuple[int, int], int] = {}  # (box, layer) -> item
        for source, target in edges(drawn):
            self._connect(source, target)
        self.layers: list[list[int]] = [[] for _ in range(max(self.layer_of) + 1)]
        for item, layer in enumerate(self.layer_of):
            self.layers[layer].append(item)
        self._sort()
        self.x = self._places()

    def _connect(self, source: int, target: int) -> None:
        """Lead an edge through the layers between; edges from one box go together."""
        item = source
        for layer in range(self.layer_of[source] + 1, self.layer_of[target]):
            through = self.passing.get((source, layer))
            if through is None:
                through = self.passing[source, layer] = len(self.widths)
                self.widths.append(0.0)
                self.layer_of.append(layer)
                self.above.append([item])
                self.below.append([])
                self.below[item].append(through)
            item = through
        self.above[target].append(item)
        self.below[item].append(target)

    def _sort(self) -> None:
        """Order each layer by where its neighbours stand, from above and from below in turn."""
        place = {item: k / len(layer) for layer in self.layers for k, item in enumerate(layer)}
        for sweep in range(12):
            down = sweep % 2 == 0
            for layer in self.layers if down else reversed(self.layers):
                beside = self.above if down else self.below
                keys = {
                    item: sum(place[j] for j in beside[item]) / len(beside[item])
                    if beside[item]
                    else place[item]
                    for item in layer
                }
                layer.sort(key=keys.__getitem__)
                place.update({item: (k + 0.5) / len(layer) for k, item in enumerate(layer)})

    def _places(self) -> list[float]:
        """Return x for all items: each near the mean of its neighbours, none on another.

        What neighbours ask of each other may never settle; the last sweep puts each item below
        its inputs.
        """
        x = [0.0] * len(self.widths)
        for sweep in range(_SWEEPS):
            for layer in self.layers if sweep % 2 == 0 else reversed(self.layers):
                wanted = []
                for item in layer:
                    beside = self.above[item] + self.below[item] * (sweep < _SWEEPS - 1)
                    wanted.append(sum(x[j] for j in beside) / len(beside) if beside else x[item])
                placed = _apart(wanted, [self.widths[item] for item in layer])
                for item, position in zip(layer, placed, strict=True):
                    x[item] = position
        left = min(p - w / 2 for p, w in zip(x, self.widths, strict=True))
        return [position - left + _MARGIN for position in x]

    def size(self) -> tuple[float, float]:
        right = max(p + w / 2 for p, w in zip(self.x, self.widths, strict=True))
        return right + _MARGIN, self.top(len(self.layers)) - _RISE + _MARGIN

    def top(self, layer: int) -> float:
        return _MARGIN + layer * (self.box_height + _RISE)

    def corner(self, box: int) -> tuple[float, float]:
        return self.x[box] - self.widths[box] / 2, self.top(self.layer_of[box])

    def paths(self, target: int) -> list[str]:
        """Return the lines of the edges into a box, each entering at a place of its own."""
        entries = sorted(self.drawn[target].inputs, key=lambda j: self._last(j, target))
        spread = min(18.0, self.widths[target] / (len(entries) + 1))
        paths = []
        for k, source in enumerate(entries):
            first, last = self.layer_of[source], self.layer_of[target]
            y = self.top(first) + self.box_height
            path = f"M{self.x[source]:.1f} {y:.1f}"
            for layer in range(first + 1, last + 1):
                entry = self.x[target] + (k - (len(entries) - 1) / 2) * spread
                to = entry if layer == last else self.x[self.passing[source, layer]]
                start = self._at(source, layer - 1)
                path += f"C{start:.1f} {y + _RISE / 2:.1f} {to:.1f} {y + _RISE / 2:.1f}"
                path += f" {to:.1f} {y + _RISE:.1f}"
                y += _RISE + self.box_height
                if layer < last:
                    path += f"V{y:.1f}"
            paths.append(path)
        return paths

    def _at(self, source: int, layer: int) -> float:
        """Return where the edges from a box leave a layer."""
        return self.x[self.passing.get((source, layer), source)]

    def _last(self, source: int, target: int) -> float:
        return self._at(source, self.layer_of[target] - 1)


def _layers(drawn: Sequence[Box]) -> list[int]:
    """Return the layer of each box: below its inputs; an input just above its first use."""
    layers: list[int] = []
    for box in drawn:
        layers.append(max([layers[j] + 1 for j in box.inputs], default=0))
    for i, box in enumerate(drawn):
        uses = [layers[k] for k, other in enumerate(drawn) if i in other.inputs]
        if not box.inputs and uses:
            layers[i] = min(uses) - 1
    return layers


def _apart(wanted: Sequence[float], widths: Sequence[float]) -> list[float]:
    """Return places in the same order, nearest to those wanted, such that nothing overlaps.

    What is wanted less the room that earlier items need has to rise: least squares under that
    condition averages neighbours that do not (the pool-adjacent-violators algorithm).
    """
    room = [0.0]
    for left, right in pairwise(widths):
        room.append(room[-1] + (left + right) / 2 + _GAP)
    pools: list[tuple[float, int]] = []  # sum of what is wanted, and how many items
    for want, before in zip(wanted, room, strict=True):
        total, count = want - before, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            earlier, more = pools.pop()
            total, count = total + earlier, count + more
        pools.append((total, count))
    rising = [total / count for total, count in pools for _ in range(count)]
    return [level + before for level, before in zip(rising, room, strict=True)]
