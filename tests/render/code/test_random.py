"""Random graphs, with conditions in conditions, give the certified numbers in C: never a nan."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import calcdl
from calcdl.graph.nodes import Graph
from tests.render.code.test_c import COMPILER, output_of
from tests.support import strategies
from tests.support.programs import Case, calls_of, cases_of, problems_of, wrong

_COUNT = 150
_TOLERANCE = 1e-9  # of graphs that cancel as they are
_EDGES = st.fixed_dictionaries(
    {name: st.sampled_from((0.0, 1.0, -1.0, 0.5, 2.0)) for name in strategies.VARIABLES}
)


def random_cases(count: int) -> list[Case]:
    """Return random graphs, always the same, at a random point and at one that is an edge."""
    cases: list[Case] = []

    @settings(database=None, deadline=None, derandomize=True, max_examples=count,
              phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(strategies.graphs(size=10), strategies.points(), _EDGES)
    def collect(graph: Graph, point: dict[str, Any], edge: dict[str, float]) -> None:
        names = graph.symbols()
        if names:
            places = [tuple([float(one[name]) for name in names]) for one in (point, edge)]
            cases.extend(cases_of({calcdl.write(graph): places}))

    collect()
    return cases


@pytest.mark.process
@pytest.mark.skipif(COMPILER is None, reason="there is no C compiler")
def test_random_graphs_in_c(tmp_path: Path) -> None:
    cases = random_cases(_COUNT)
    codes, calls = calls_of([case for case in cases if case.value is not None], "c")
    assert len(calls) > _COUNT / 2
    assert not problems_of(calls, output_of(codes, calls, "double", tmp_path), _TOLERANCE)


def test_a_nan_would_be_caught() -> None:
    (case,) = cases_of({"x*y": [(2.0, 3.0)]})
    assert wrong(case, math.nan, [3.0, 2.0])
    assert wrong(case, 6.0, [math.nan, 2.0])
    assert not wrong(case, 6.0, [3.0, 2.0])
