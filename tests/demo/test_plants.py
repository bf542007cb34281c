from collections import Counter, defaultdict
from datetime import datetime
from itertools import pairwise

import pytest

from luminary.demo.speech import SUBJECTS


def own(key):
    return key.split("/")[-1]


def responders(written, key):
    """Count, from the files alone, the accounts that acted on an account."""
    account = own(key)
    return (
        slack_responders(written, account) if key.startswith("slack") else mikro_responders(written, account)
    )


def slack_responders(written, account):
    found = set()
    for message in written.slack.values():
        if f"<@{account}>" in message["text"] or message.get("parent_user_id") == account:
            found.add(message.get("user", ""))
        if message.get("user") == account:
            found.update(user for r in message.get("reactions", ()) for user in r["users"])
    return found - {account}


def mikro_responders(written, account):
    handle = next(row["handle"] for row in written.mikro.values() if row["author_id"] == account)
    found = set()
    for row in written.mikro.values():
        aim = row["reply_to"] or row["repost_of"] or row["quote_of"]
        if (aim and written.mikro[aim]["author_id"] == account) or row["mentions"] == handle:
            found.add(row["author_id"])
    return found - {account}


def posts_of(written, key):
    account = own(key)
    if key.startswith("slack"):
        return [m for m in written.slack.values() if m.get("user") == account]
    return [row for row in written.mikro.values() if row["author_id"] == account]


def one(written, kind):
    (plant,) = written.truth.of(kind)
    return plant


@pytest.mark.parametrize("subject", SUBJECTS)
def test_stronger_leaders_have_more_responders(written, subject):
    leaders = written.truth.of("leader", subject)
    counts = [len(responders(written, leader.accounts[0])) for leader in leaders]
    assert [leader.order for leader in leaders] == [1, 2, 3, 4]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 50


def test_followers_say_little_about_leaders(written):
    leaders = {own(leader.accounts[0]) for leader in written.truth.of("leader")}
    followers = {row["author_id"]: int(row["followers"]) for row in written.mikro.values()}
    top = sorted(followers, key=lambda account: -followers[account])[:12]
    assert len(leaders & set(top)) <= 4


def test_the_loud_account_writes_six_hundred_posts_that_hardly_anybody_answers(written):
    loud = one(written, "loud").accounts[0]
    assert 600 <= len(posts_of(written, loud)) <= 610
    assert len(responders(written, loud)) <= 12


def test_the_celebrity_has_a_macro_following_and_writes_on_no_subject(written):
    rows = posts_of(written, one(written, "celebrity").accounts[0])
    words = {word for subject in written.truth.subjects for word in subject.words}
    assert min(int(row["followers"]) for row in rows) >= 50_000
    assert not any(word in row["text"].lower().split() for row in rows for word in words)


def test_response_to_the_rising_person_grows_from_september(written):
    plant = one(written, "rising")
    account, per_half = own(plant.accounts[0]), Counter()
    for message in written.slack.values():
        later = datetime.fromtimestamp(float(message["ts"])).isoformat()[:10] >= plant.start
        if message.get("parent_user_id") == account:
            per_half[later] += 1
        elif message.get("user") == account:
            per_half[later] += sum(r["count"] for r in message.get("reactions", ()))
    assert per_half[True] / 4 > 3 * per_half[False] / 8


def test_the_bridge_is_answered_from_both_of_its_communities(written):
    plant = one(written, "bridge")
    homes = {own(account.key): account.community for account in written.truth.population}
    met = Counter(homes[user] for user in responders(written, plant.accounts[0]))
    assert len(plant.groups["communities"]) == 2
    assert all(met[community] >= 4 for community in plant.groups["communities"])


def test_the_burst_comes_from_forty_accounts_of_one_week_some_twenty_seconds_apart(written):
    plant = one(written, "inauthentic_response")
    rows = [written.mikro[own(post)] for post in plant.posts]
    assert {row["author_id"] for row in rows} == {own(key) for key in plant.groups["thin"]}
    assert len({row["author_created"] for row in rows}) <= 7
    by_post = defaultdict(list)
    for row in rows:
        by_post[row["repost_of"]].append(datetime.fromisoformat(row["created_at"]))
    gaps = [(b - a).seconds for times in by_post.values() for a, b in pairwise(sorted(times))]
    assert len(gaps) == 6 * 39
    assert max(gaps) <= 24
    followers = [int(row["followers"]) for row in posts_of(written, plant.accounts[0])]
    assert max(followers) - min(followers) >= plant.figures["followers_gained"]


def test_the_ring_posts_the_same_texts_within_minutes(written):
    plant = one(written, "copy_ring")
    by_text = defaultdict(list)
    for post in plant.posts:
        by_text[written.mikro[own(post)]["text"]].append(written.mikro[own(post)])
    assert len(by_text) == plant.value
    for rows in by_text.values():
        times = sorted(datetime.fromisoformat(row["created_at"]) for row in rows)
        assert len({row["author_id"] for row in rows}) == 8
        assert (times[-1] - times[0]).seconds <= 360


def test_one_advertisement_has_a_label_and_the_other_has_none(written):
    texts = {
        kind: written.mikro[own(one(written, kind).posts[0])]["text"]
        for kind in ("advertisement", "advertisement_labelled", "own_use")
    }
    assert "rabatt" in texts["advertisement"]
    assert "eklam" not in texts["advertisement"]
    assert texts["advertisement_labelled"].startswith("Reklam för ")
    assert "rabatt" not in texts["own_use"]


def response_per_post(written, plant, subject):
    """Give responses per post inside and outside the campaign, over posts that open a conversation."""
    words = next(s.words for s in written.truth.subjects if s.key == subject)
    organisation = own(one(written, "organisation").accounts[0])
    counts = Counter()
    for row in written.mikro.values():
        aim = row["reply_to"] or row["repost_of"] or row["quote_of"]
        post = written.mikro[aim] if aim else row
        opens = not (post["reply_to"] or post["quote_of"] or post["repost_of"] or post["mentions"])
        said = any(word in post["text"].lower() for word in words)
        if opens and said and post["author_id"] != organisation:
            inside = plant.start <= post["created_at"][:10] <= plant.end
            counts["answers" if aim else "posts", inside] += 1
    return {inside: counts["answers", inside] / counts["posts", inside] for inside in (True, False)}


def test_the_campaign_lifts_response_on_its_subject_and_not_on_the_control(written):
    plant = one(written, "campaign")
    affected = response_per_post(written, plant, plant.subject)
    control = response_per_post(written, plant, plant.groups["control_subjects"][0])
    assert 1.15 < affected[True] / affected[False] < 1.8
    assert control[True] / control[False] < affected[True] / affected[False]
    assert all("#TillsammansMotInfluensan" in written.mikro[own(post)]["text"] for post in plant.posts)


def test_response_per_post_falls_as_the_tired_account_posts_more(written):
    account = own(one(written, "fatigue").accounts[0])
    posts, answers = Counter(), Counter()
    for row in written.mikro.values():
        aim = row["reply_to"] or row["repost_of"] or row["quote_of"]
        if row["author_id"] == account and not aim:
            posts[row["created_at"] >= "2025-07"] += 1
        elif aim and written.mikro[aim]["author_id"] == account:
            answers[written.mikro[aim]["created_at"] >= "2025-07"] += 1
    assert posts[True] > 1.5 * posts[False]
    assert answers[True] / posts[True] < 0.7 * answers[False] / posts[False]


def test_the_two_accounts_of_one_person_link_to_each_other(written):
    short, long = one(written, "two_accounts").accounts
    micro = posts_of(written, short)[0]
    blog = next(row for row in written.blogg.values() if row["author_id"] == own(long) and row["title"])
    assert micro["name"] == blog["name"]
    assert micro["profile_url"] in micro["bio"]
    assert micro["handle"] in blog["bio"]
    assert blog["place"] in micro["bio"]


def test_namesakes_share_a_name_and_nothing_else_does(written):
    names = Counter(account.name for account in written.truth.population)
    twice = {name for name, count in names.items() if count > 1}
    assert twice == {one(written, "namesakes").people[0], one(written, "two_accounts").people[0]}


def test_texts_that_careless_software_trips_over_are_there(written):
    found = {plant.note: written.mikro.get(own(plant.posts[0])) for plant in written.truth.of("oddity")}
    assert found["formula"]["text"].startswith("=HYPERLINK(")
    assert "\u202e" in found["direction"]["text"]
    assert "🚲" in found["emoji"]["text"]
    assert any("<script>" in row["text"] for row in written.mikro.values())
    assert any("&lt;b&gt;" in message["text"] for message in written.slack.values())
    assert any("'" in account.name for account in written.truth.population)


def test_the_service_account_is_written_as_slack_writes_integrations(written):
    plant = one(written, "service")
    messages = [written.slack[own(post)] for post in plant.posts]
    assert {message["bot_id"] for message in messages} == {own(plant.accounts[0])}
    assert {message["subtype"] for message in messages} == {"bot_message"}
    assert not any("user" in message for message in messages)
    assert own(plant.accounts[0]) not in written.users
