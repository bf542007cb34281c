"""Small talks whose figures can be worked out on paper."""

from datetime import date, timedelta

import numpy as np
import pytest
from tests.talks import number, talk

from luminary.leaders.counting import distinct
from luminary.leaders.measure import measures


def of(made, name, person):
    found = measures()[name].of(made)
    return found.value[number(made, person)]


def month_by_month(line, months):
    """Write the line every 31 days, so that no two fall into the same month of 30.44 days."""
    return [f"{line} {date(2024, 12, 1) + timedelta(days=31 * month)}" for month in months]


def test_a_standing_exchange_is_the_own_circle_and_a_stranger_is_not():
    made = talk(
        [
            *month_by_month("Bo -> Astrid reply", range(1, 7)),
            *month_by_month("Astrid -> Bo reply", range(1, 7)),
            *month_by_month("Citra -> Astrid reply", range(4, 7)),
        ]
    )
    assert of(made, "responders_per_month", "Astrid") == pytest.approx(9 / 5.09, rel=0.01)
    assert of(made, "beyond_circle", "Astrid") == pytest.approx(3 / 5.09, rel=0.01)
    assert of(made, "beyond_circle", "Bo") == 0


def test_writing_to_others_can_only_shrink_the_response_from_beyond_the_circle():
    lines = month_by_month("Bo -> Astrid reply", range(1, 7))
    before = of(talk(lines), "beyond_circle", "Astrid")
    after = of(talk([*lines, "Astrid -> Bo reply 2025-03-01"]), "beyond_circle", "Astrid")
    assert after < before


def test_answering_the_answers_oneself_is_no_conversation_but_a_third_voice_is():
    lines = [
        "Astrid posts 2025-03-01 =a",
        "Bo posts 2025-03-02 =b",
        "Bo -> Astrid reply 2025-03-02 =b @a",
        "Citra posts 2025-03-02 =c",
        "Citra -> Dag reply 2025-03-02 =c",
        "Astrid posts 2025-03-03 =a2",
        "Astrid -> Bo reply 2025-03-03 =a2 @b",
    ]
    assert of(talk(lines), "conversation", "Astrid") == 0
    third = talk([*lines, "Eino -> Bo reply 2025-03-04 @b"])
    assert of(third, "conversation", "Astrid") > of(third, "conversation", "Dag")


def test_response_from_two_places_is_two_communities_once_there_are_many_people():
    made = talk([f"P{i} -> Astrid reply 2025-03-01 {'ward' if i % 2 else 'union'}" for i in range(200)])
    assert of(made, "spread", "Astrid") == pytest.approx(1 + 200 / 205)


def test_a_reader_of_one_ward_has_a_niche():
    made = talk(
        [
            *(f"P{i} -> Astrid reply 2025-03-01 ward" for i in range(10)),
            *(f"P{i} -> Bo reply 2025-03-01 place{i}" for i in range(10)),
        ]
    )
    assert of(made, "niche", "Astrid") > 1.5
    assert of(made, "niche", "Astrid") == pytest.approx((10 + 5 * 0.5) / 15 / 0.5)


def test_growth_beyond_the_communitys_is_rising():
    lines = [
        *(line for p in "ABCD" for line in month_by_month(f"{p} -> Steady reply", range(1, 13))),
        *month_by_month("A -> Riser reply", range(1, 13)),
        *(line for p in "BCDEFG" for line in month_by_month(f"{p} -> Riser reply", range(10, 13))),
    ]
    made = talk(lines)
    assert of(made, "rising", "Riser") > 0.5
    assert of(made, "rising", "Steady") < 0
    short = talk(month_by_month("A -> Riser reply", range(10, 13)))
    assert np.isnan(of(short, "rising", "Riser"))


def test_falling_response_per_post_is_fatigue():
    lines = []
    for month in range(1, 13):
        for day in range(1, 21):
            lines += [f"{p} posts 2025-{month:02d}-{day:02d} ={p}{month}x{day}" for p in ("Loud", "Calm")]
            loud = 3 if month < 9 else 0
            fans = [("Loud", f"F{i}") for i in range(loud)] + [("Calm", "F1")]
            lines += [f"{f} -> {p} reply 2025-{month:02d}-{day:02d}T10:00 @{p}{month}x{day}" for p, f in fans]
    made = talk(lines)
    assert of(made, "fatigue", "Loud") < -1
    assert of(made, "fatigue", "Calm") > 0
    assert of(made, "unanswered", "Loud") > of(made, "unanswered", "Calm")


def test_response_from_the_much_answered_is_of_higher_quality():
    made = talk(
        [
            *(f"P{i} -> Known reply 2025-03-01" for i in range(10)),
            "Known -> Astrid reply 2025-03-02",
            "P1 -> Bo reply 2025-03-02",
        ]
    )
    assert of(made, "quality", "Astrid") > of(made, "quality", "Bo")


def test_ties_without_times_carry_what_needs_no_time():
    made = talk(["Bo -> Astrid tie", "Citra -> Astrid tie", "Citra -> Bo tie"])
    assert of(made, "responders", "Astrid") == 2
    assert of(made, "pagerank", "Astrid") > of(made, "pagerank", "Bo") > of(made, "pagerank", "Citra")
    assert of(made, "kcore", "Citra") == 2
    for name in ("responders_per_month", "continuity", "returning", "volume", "hindex", "mentions"):
        assert np.isnan(of(made, name, "Astrid")), name


def test_distinct_rows_are_the_same_where_they_do_not_fit_into_one_number():
    random = np.random.default_rng(2)
    columns = random.integers(0, 3, (4, 50))
    columns[:, 0] = -1
    wide = columns * 2**40
    small, large = distinct(*columns), distinct(*wide)
    assert np.array_equal(np.array(small) * 2**40, np.array(large))
    assert len({tuple(row) for row in columns.T}) == len(small[0])
