"""Chats without threads: inferred answers become acts of their own kind, and threaded places none."""

import pytest
from tests.exports import post, table, workspace
from tests.workspace.test_promises import talk

from luminary.collect import Options
from luminary.leaders.weights import FORECAST_WEIGHTS, RECOGNITION_WEIGHTS

LOG = """[09:00] <Astrid> anybody using the new chlorhexidine soap?
[09:01] <Dag> the lift is out of order
[09:01] <Citra> chlorhexidine soap dries my hands
[09:02] <Bo> Dag: take the stairs
[09:03] <Astrid> Citra: which oil helps then?
[09:04] <VaktBot> Astrid: your shift begins
[09:05] <Citra> the one in store two
"""


def acts(opened):
    opened.people.link()
    found = opened.engine.rows(
        "SELECT kind, source, target, post, target_post FROM interactions ORDER BY moment"
    )
    return [(kind, source[6:], target[6:]) for kind, source, target, _, _ in found], found


@pytest.fixture
def room(tmp_path):
    """Open a workspace that holds a log of IRC."""
    log = tmp_path / "#hygiene-2024-05-02.log"
    log.write_text(LOG)
    with workspace(tmp_path / "w") as opened:
        opened.collect.run(log)
        yield opened


def test_who_is_named_is_mentioned_and_who_is_not_is_answered_by_inference(room):
    found, _ = acts(room)
    assert found == [
        ("inferred reply", "citra", "astrid"),
        ("mention", "bo", "dag"),
        ("mention", "astrid", "citra"),
        ("inferred reply", "citra", "astrid"),
    ]


def test_an_inferred_answer_names_both_posts(room):
    _, rows = acts(room)
    assert all(post and target for kind, _, _, post, target in rows if kind == "inferred reply")


def test_no_service_answers_or_is_answered(room):
    assert "vaktbot" not in str(acts(room))


def test_an_inferred_answer_counts_less_than_any_stated_one():
    for weights in (FORECAST_WEIGHTS, RECOGNITION_WEIGHTS):
        assert weights["inferred reply"] == weights["neighbour"] < weights["reply"]


def test_nothing_is_inferred_of_posts_outside_chats_nor_in_threads(tmp_path):
    alone = [post(900 + n, ("Bo", "Eva")[n % 2], "2025-03-01", f"gel soap {n}?") for n in range(6)]
    with workspace(tmp_path / "w", table(tmp_path / "a.csv", [*talk(), *alone])) as opened:
        assert "inferred reply" not in {kind for kind, _, _ in acts(opened)[0]}


@pytest.mark.parametrize(
    ("more", "inferred"), [({}, True), ({"thread": "t"}, False), ({"reply_to": 1}, False)], ids=str
)
def test_one_thread_or_stated_reply_in_a_room_and_nothing_is_guessed_there(tmp_path, more, inferred):
    said = [
        post(1, "Astrid", "2025-03-01", "chlorhexidine soap?"),
        post(2, "Bo", "2025-03-01", "chlorhexidine soap dries my hands"),
        post(3, "Astrid", "2025-03-01", "morning"),
        post(4, "Bo", "2025-03-01", "Astrid: good morning"),
        post(5, "Eva", "2025-03-02", "hei", **more),
    ]
    with workspace(tmp_path / "w") as opened:
        options = Options(place="vakt", settings={"platform": "slack"})
        opened.collect.run(table(tmp_path / "a.csv", said), options=options)
        assert ("inferred reply" in {kind for kind, _, _ in acts(opened)[0]}) == inferred


def test_a_chat_with_threads_gives_the_acts_it_gave_without_inference(tmp_path, monkeypatch):
    source, found = table(tmp_path / "a.csv", talk()), []
    options = Options(place="vakt", settings={"platform": "slack"})
    for name, infer in (
        ("w", None),
        ("v", lambda _lines: pytest.fail("a place with threads was guessed at")),
    ):
        if infer is not None:
            monkeypatch.setattr("luminary.network.rooms.infer_answers", infer)
        with workspace(tmp_path / name) as opened:
            opened.collect.run(source, options=options)
            leaders = [(one.name, dict(one.measures)) for one in opened.leaders.rank().leaders]
            found.append((acts(opened)[1], leaders))
    assert found[0] == found[1]
    assert found[0][1]
