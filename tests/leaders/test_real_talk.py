"""Back-test and trusted lists on a real forum; nothing of it is stored here."""

from pathlib import Path

import pytest

from luminary.leaders.backtest import backtest
from luminary.leaders.evaluate import evaluate
from luminary.leaders.measure import Measure, Scores, measure
from luminary.leaders.names import read_known, read_people
from luminary.leaders.talk import load_talk
from luminary.leaders.weights import responders
from luminary.workspace import Workspace

FORUM = Path(__file__).parents[3] / "shared" / "data" / "delving-discourse"
MEASURES = (measure("influence"), measure("standing"))
DISTINCT = Measure(
    "distinct people",
    "?",
    "people",
    "by hand",
    lambda talk: Scores(responders(talk).astype(float), responders(talk)),
    baseline=True,
)

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not FORUM.is_dir(), reason="../shared/data/delving-discourse is not here"),
]


@pytest.fixture(scope="module")
def forum(tmp_path_factory):
    with Workspace.open(tmp_path_factory.mktemp("forum") / "ws", create=True) as workspace:
        workspace.collect.run(FORUM / "posts_full.tar.xz")
        workspace.people.link()
        workspace.lake.attach(workspace.engine, "posts", "refs", "metrics", "ties")
        yield load_talk(workspace.engine), read_known(workspace.engine)


@pytest.mark.parametrize(
    ("file", "size", "least"),
    [("truth_protocol_authors.csv", 39, 0.42), ("truth_cited_by_newsletter.csv", 121, 0.74)],
)
def test_standing_finds_the_people_others_named(forum, file, size, least):
    talk, known = forum
    result = evaluate(talk, known, truth=read_people(FORUM / file), measures=MEASURES)
    assert (result.truth, result.found) == (size, size)
    standing = next(one for one in result.scores if one.measure == "standing")
    assert standing.ap.value > least, "simple rankings give about this"


def test_intervals_of_influence_keep_their_promise(forum):
    talk, _ = forum
    result = backtest(talk, measures=(*MEASURES, DISTINCT))
    assert len(result.cuts) == 12
    assert result.interval_coverage.top.value > 0.9
    assert result.readings[0].difference.value > -0.02, "a draw with distinct people, at worst"
