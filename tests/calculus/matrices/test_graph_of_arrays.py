"""Graphs of arrays: what their boxes say, read as definitions, is the function."""

from __future__ import annotations

import numpy as np
import pytest

from calcdl.calculus import answer
from calcdl.calculus.asking import ask
from calcdl.graph.shapes import shape_text
from calcdl.reading.shaped import read_shaped
from calcdl.render.picture.boxes import boxes
from tests.calculus.matrices.test_backpropagation import ALL, inputs_of, value


# A condition, which huber has, is no definition.
@pytest.mark.parametrize("name", [name for name in ALL if name != "huber"])
def test_boxes_read_back_with_their_shapes(name: str) -> None:
    text, shapes = ALL[name]
    drawn = boxes(answer(ask("graph", text, shapes=[shapes])))
    reading = read_shaped(text, [shapes])
    at = inputs_of(reading)
    definitions = [box.text for box in drawn if box.kind != "input"]
    for k, box in enumerate(drawn):
        before = [one.text for one in drawn[: k + 1] if one.kind != "input"]
        own = read_shaped("\n".join([*before, box.name]), [shapes])
        assert shape_text(own.shape) == box.shape, box
    whole = read_shaped("\n".join([*definitions, drawn[-1].name]), [shapes])
    assert np.allclose(value(whole, at), value(reading, at), rtol=1e-12)


def test_names_of_nodes_give_way_to_sizes() -> None:
    drawn = boxes(answer(ask("graph", "sum((A@x)**2)", shapes=["A: v1,n; x: n"])))
    assert [box.name for box in drawn] == ["A", "x", "v2", "v3", "f"]
