"""People who act on several others are counted once for each pair."""

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luminary.network.overlap import overlap_of
from luminary.store import DuckDBEngine

PEOPLE = ("Astrid", "Bo", "Citra", "Dag")


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    opened = DuckDBEngine(tmp_path_factory.mktemp("spill"))
    yield opened
    opened.close()


def overlap(engine, acts, people=PEOPLE):
    columns = {"source": [one for one, _ in acts], "target": [one for _, one in acts]}
    engine.give(
        "interactions",
        pa.table(columns, schema=pa.schema([("source", pa.string()), ("target", pa.string())])),
    )
    return overlap_of(engine, people)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from((*PEOPLE, "Eva", "Frode")), st.sampled_from(PEOPLE)), max_size=30))
def test_it_counts_as_sets_do(engine, acts):
    acted = {one: {source for source, target in acts if target == one} for one in PEOPLE}
    shared = overlap(engine, acts).shared
    assert shared == tuple(tuple(len(acted[one] & acted[other]) for other in PEOPLE) for one in PEOPLE)


def test_a_share_of_nobody_is_not_zero_but_missing(engine):
    found = overlap(engine, [("Eva", "Bo"), ("Eva", "Citra"), ("Frode", "Bo")])
    assert found.share(0, 1) is None
    assert (found.share(1, 2), found.share(2, 1)) == (0.5, 1.0)


def test_nobody_asked_for_is_nobody_shared(engine):
    assert overlap(engine, [("Eva", "Bo")], ()).shared == ()
