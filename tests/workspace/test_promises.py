"""What the mission promises about influence, on small tables from the file to the figure."""

import random
from datetime import date

import pytest
from tests.exports import post, rows, table, workspace

from luminary.domain import Kind
from luminary.errors import NotEnoughDataError, UnknownNameError, UsageError
from luminary.workspace import Question

PEOPLE = ("Astrid", "Bo", "Citra", "Dag", "Eva")


def talk(seed=7):
    """A year of threads: each is opened by one person and answered by others."""
    drawn = random.Random(seed)
    made, number = [], 0
    for month in range(1, 13):
        for thread in range(4):
            number += 1
            opener = number
            who = PEOPLE[(month + thread) % len(PEOPLE)]
            made.append(post(number, who, f"2025-{month:02d}-0{1 + thread}", thread=f"t{opener}"))
            for other in drawn.sample([one for one in PEOPLE if one != who], drawn.randint(0, 3)):
                number += 1
                day = f"2025-{month:02d}-1{thread}"
                made.append(post(number, other, day, thread=f"t{opener}", reply_to=opener))
    return made


def figures(folder, made, by=("influence", "standing"), **asked):
    with workspace(folder, table(folder.with_suffix(".csv"), made)) as opened:
        leaders = opened.leaders.rank(Question(**asked)).leaders
        return {one.name: tuple(one.measures[name].value for name in by) for one in leaders}


def test_own_posts_likes_and_answers_to_oneself_never_raise_a_score(tmp_path):
    made = talk()
    own = [
        post(900 + n, "Astrid", f"2025-{n:02d}-05", "Jag är en ledare", thread="own", reply_to=900 + n - 1)
        for n in range(1, 13)
    ]
    before, after = figures(tmp_path / "a", made), figures(tmp_path / "b", [*made, *own])
    assert all(late <= early for early, late in zip(before["Astrid"], after["Astrid"], strict=True))


def test_posts_that_nobody_follows_up_change_nothing_in_influence(tmp_path):
    made = talk()
    alone = [post(900 + n, "Bo", f"2025-{n:02d}-05", thread=f"alone{n}") for n in range(1, 13)]
    before, after = figures(tmp_path / "a", made), figures(tmp_path / "b", [*made, *alone])
    assert {name: value[0] for name, value in before.items()} == {
        name: value[0] for name, value in after.items()
    }


def test_ten_answers_of_one_fan_in_a_month_count_as_one_person(tmp_path):
    one = [post(1, "Astrid", "2025-03-01", thread="t"), post(2, "Bo", "2025-03-02", thread="t", reply_to=1)]
    ten = [*one, *(post(10 + n, "Bo", "2025-03-02", thread="t", reply_to=1) for n in range(9))]
    by = ("influence", "responders")
    assert figures(tmp_path / "a", one, by)["Astrid"] == figures(tmp_path / "b", ten, by)["Astrid"]


def test_shuffled_rows_and_other_ids_change_no_figure(tmp_path):
    made = talk()
    shuffled = [
        {
            **row,
            "id": f"x{row['id']}",
            "author_id": f"u-{row['author_id']}",
            "reply_to": row.get("reply_to") and f"x{row['reply_to']}",
        }
        for row in random.Random(1).sample(made, len(made))
    ]
    before, after = figures(tmp_path / "a", made), figures(tmp_path / "b", shuffled)
    assert before.keys() == after.keys()
    for name, values in before.items():
        assert values == pytest.approx(after[name])


def test_a_ranking_of_the_past_sees_nothing_later(tmp_path):
    made = talk()
    early = [row for row in made if str(row["created_at"]) < "2025-07-01"]
    day = date(2025, 6, 30)
    assert figures(tmp_path / "a", made, until=day) == figures(tmp_path / "b", early, until=day)


def test_silent_mentions_own_acts_and_far_neighbours_are_no_acts(tmp_path):
    made = [
        post(1, "Astrid", "2025-03-01", thread="t"),
        post(2, "Astrid", "2025-03-01", thread="t", reply_to=1),
        post(3, "Bo", "2025-03-20", thread="t"),
        post(4, "Citra", "2025-03-21", thread="t"),
        post(5, "Bo", "2025-03-21", thread="t"),
        post(6, "Citra", "2025-03-21", thread="t"),
    ]
    with workspace(tmp_path / "w", table(tmp_path / "a.csv", made)) as opened:
        opened.people.link()
        acts = sorted(opened.engine.rows("SELECT kind, source, target FROM interactions"))
    short = [(kind, source.rpartition("/")[2], target.rpartition("/")[2]) for kind, source, target in acts]
    assert short == [("neighbour", "Bo", "Citra"), ("neighbour", "Citra", "Bo")]  # once a month per pair


def test_a_service_is_left_out_and_comes_back_when_a_user_decides_so(tmp_path):
    with workspace(tmp_path / "w", table(tmp_path / "a.csv", talk())) as opened:
        person = opened.people.find("Bo")
        opened.people.decide(person, "kind", Kind.SERVICE.value, by="Eva", why="posts the rota")
        assert "Bo" not in {one.name for one in opened.leaders.rank().leaders}
        assert person in opened.people.services()
        assert opened.people.undecide(person, "kind")
        assert "Bo" in {one.name for one in opened.leaders.rank().leaders}


def test_people_are_found_by_key_handle_or_name_and_nothing_is_guessed(tmp_path):
    with workspace(tmp_path / "w", table(tmp_path / "a.csv", talk())) as opened:
        person = opened.people.find("astrid")
        assert opened.people.find(person) == person
        with pytest.raises(UnknownNameError, match="Astrid"):
            opened.people.find("Astri")
        with pytest.raises(UsageError):
            opened.people.decide(person, "level", "guru")
        with pytest.raises(UsageError):
            opened.people.decide(person, "shoe size", "42")


def test_undated_ties_rank_by_standing_and_never_by_influence(tmp_path):
    (tmp_path / "advice.csv").write_text(
        "source,target\n" + "".join(f"{n},9\n{n},{n % 3}\n" for n in range(1, 8))
    )
    with workspace(tmp_path / "w") as opened:
        opened.collect.run(tmp_path / "advice.csv", format="ties")
        ranking = opened.leaders.rank()
        assert (ranking.by, ranking.leaders[0].person.rpartition("/")[2]) == ("standing", "9")
        assert any("no times" in note for note in ranking.notes)
        with pytest.raises(NotEnoughDataError, match="--by standing"):
            opened.leaders.rank(Question(by="influence"))


def test_names_link_to_the_id_they_were_seen_with_and_doubtful_ones_stay_apart(tmp_path):
    import json

    from tests.exports import archive

    def said(number, name, *mentions):
        spans = "".join(
            f'<span class="user-mention" data-user-id="{id}">@{shown}</span> ' for id, shown in mentions
        )
        return {
            "id": number,
            "sender_full_name": name,
            "timestamp": 1_740_816_000 + number,
            "content": f"<p>{spans}</p>",
        }

    messages = [
        said(1, "Aino Koski", (2, "Bo Ek")),
        said(2, "Bo Ek", (1, "Aino Koski"), (3, "Citra Holm")),
        said(3, "Citra Holm", (4, "Citra Holm")),
        said(4, "bo ek", (1, "Aino Lehto")),
        said(5, "Åsa Dal", (6, "Asa Dal")),
        said(6, "Dag Ness"),
    ]
    source = archive(tmp_path / "z.tar.xz", {"z/1-vakt/a.json": json.dumps(messages).encode()})
    with workspace(tmp_path / "w") as opened:
        opened.collect.run(source, format="zulip-archive")
        opened.people.link()
        linked = dict(opened.engine.rows("SELECT account, person FROM identities"))
        conflicts = {one.key for one in opened.people.conflicts()}
        assert len(rows(opened, "posts", "post")) == 6
    assert linked["zulip:/~Aino Koski"] == "zulip:/1"
    assert linked["zulip:/~Bo Ek"] == linked["zulip:/~bo ek"] == "zulip:/2"
    assert linked["zulip:/~Citra Holm"] == "zulip:/~Citra Holm"  # two ids: kept apart
    assert linked["zulip:/~Åsa Dal"] == "zulip:/~Åsa Dal"  # å is not a
    assert linked["zulip:/~Dag Ness"] == "zulip:/~Dag Ness"
    assert {"zulip:/~Citra Holm", "zulip:/1"} <= conflicts


def test_the_tier_preset_is_kept_with_the_workspace(tmp_path):
    with workspace(tmp_path / "w") as opened:
        assert opened.leaders.tier_preset() == "source texts"
        opened.leaders.use_tier_preset("five steps")
        with pytest.raises(UnknownNameError):
            opened.leaders.use_tier_preset("six steps")
    with workspace(tmp_path / "w") as opened:
        assert opened.leaders.tier_preset() == "five steps"
