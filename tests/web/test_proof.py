"""The page of the back-test shows what speaks against the ranking too."""

from __future__ import annotations

from typing import Any, cast

import pytest

from luminary.domain import Estimate
from luminary.report.inputs import MeasureLine
from luminary.web.pages.proof import Line, Proof

FOUND = {"influence": 18.1, "followers": 2.4, "volume": 10.9, "pagerank": 14.9, "responders": 17.9}


def proof(found: dict[str, float]) -> Proof:
    lines = []
    for name, value in found.items():
        figure = Estimate(value=value, low=None, high=None, n=8, unit="people", method="mean")
        lines.append(Line(MeasureLine(name, figure, name != "influence"), None, name))
    return Proof(cast(Any, None), cast(Any, None), tuple(lines))


@pytest.mark.parametrize("best", ["responders", "pagerank"])
def test_the_simple_ranking_that_came_nearest_is_in_the_picture_once(best):
    front = [line.title for line in proof({**FOUND, best: 19.0}).front]
    assert front.count(best) == 1
    assert front[0] == "influence"
    assert {"followers", "volume"} < set(front)


def test_a_test_without_simple_rankings_has_a_picture_too():
    assert [line.title for line in proof({"influence": 3.0}).front] == ["influence"]
