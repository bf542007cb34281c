"""The helper that builds talks says what it was told."""

import numpy as np
import pytest
from hypothesis import given
from tests.talks import moment, number, renumbered, repeated, talk, talks, with_unanswered_posts

from luminary.leaders.talk import NEVER
from luminary.network import KINDS


def test_a_line_becomes_the_act_it_says():
    made = talk(
        [
            "Bo posts 2025-02-27 ward #beds =b1 likes 3",
            "Astrid posts 2025-03-01 ward #beds =a1",
            "Astrid -> Bo quote 2025-03-01 ward #beds =a1 @b1",
            "Citra -> Bo tie",
        ]
    )
    assert made.people == ("Astrid", "Bo", "Citra")
    assert made.acts.at.tolist() == [NEVER, moment("2025-03-01")]
    assert [KINDS[kind] for kind in made.acts.kind] == ["tie", "quote"]
    assert made.acts.source.tolist() == [number(made, "Citra"), number(made, "Astrid")]
    assert made.acts.target_post.tolist() == [-1, 0]
    assert made.acts.post.tolist() == [-1, 1]
    assert made.posts.likes.tolist() == [3, 0]
    assert made.now == moment("2025-03-01") + 1


def test_a_post_without_a_day_is_refused():
    with pytest.raises(ValueError, match="needs a day"):
        talk(["Bo posts ward"])


@given(talks())
def test_random_talks_are_in_order_of_time_and_nobody_acts_on_himself(made):
    assert np.all(np.diff(made.posts.at) >= 0)
    # NEVER is so small that a plain difference would overflow.
    assert made.acts.at.tolist() == sorted(made.acts.at.tolist())
    assert np.all(made.acts.source != made.acts.target)
    onto = made.acts.target_post >= 0
    assert np.array_equal(made.posts.author[made.acts.target_post[onto]], made.acts.target[onto])


@given(talks())
def test_changed_talks_keep_what_they_promise_to_keep(made):
    back = renumbered(renumbered(made, list(range(made.size))[::-1]), list(range(made.size))[::-1])
    assert np.array_equal(np.sort(back.acts.target), np.sort(made.acts.target))
    assert len(repeated(made, 3).acts) == 3 * len(made.acts)
    more = with_unanswered_posts(made, 0, 5)
    assert len(more.posts) == len(made.posts) + 5
    assert not np.isin(np.setdiff1d(more.posts.number, made.posts.number), made.acts.target_post).any()
