"""What a comparison with a trusted list promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.naive.ranking import average_precision as naive_average_precision
from tests.naive.ranking import ndcg_at as naive_ndcg
from tests.talks import talk

from luminary.errors import NotEnoughDataError, UsageError
from luminary.leaders.evaluate import Redrawn, evaluate
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.names import Known
from luminary.leaders.weights import responders

# In the order of responders: Eva 4, Bo 3, Liv 2, Åse 1, Dagny 0 (writes most).
LINES = [
    *(f"{who} -> Eva reply 2025-01-03" for who in ("Bo", "Liv", "Ase", "Dagny")),
    *(f"{who} -> Bo reply 2025-01-03" for who in ("Eva", "Liv", "Ase")),
    *(f"{who} -> Liv reply 2025-01-03" for who in ("Eva", "Bo")),
    "Eva -> Ase reply 2025-01-03",
    *(f"Dagny posts 2025-01-{day:02d} ward" for day in range(3, 9)),
    "Silent -> Eva reply 2025-01-03",
]
SAID = talk(LINES)
KNOWN = tuple(
    Known(name, (f"forum:/{number}",), (full,), (name.lower(),))
    for number, (name, full) in enumerate(
        [
            ("Eva", "Eva Lindqvist"),
            ("Bo", "Bo Ek"),
            ("Liv", "Liv Sørensen"),
            ("Ase", "Åse Berg"),
            ("Dagny", "Bo Ek Nielsen"),
            ("Silent", "Tyst Person"),
        ],
        start=10,
    )
)

RESPONDERS = Measure(
    "responders",
    "?",
    "people",
    "by hand",
    lambda said: Scores(responders(said).astype(float), responders(said)),
    baseline=True,
    window=None,
)
CONSTANT = Measure(
    "constant",
    "?",
    "units",
    "by hand",
    lambda said: Scores(np.ones(said.size), responders(said)),
    window=None,
)


def scored(truth, **more):
    return evaluate(SAID, KNOWN, truth=truth, measures=(RESPONDERS,), **more)


def test_the_two_first_places_give_a_precision_of_one():
    result = scored(["Eva Lindqvist", "Bo Ek"])
    (score,) = result.scores
    assert (score.ap.value, score.p_size.value, score.ndcg.value, score.recall.value) == (1, 1, 1, 1)
    assert score.p10.value == pytest.approx(0.2) and score.hits == 2
    assert result.ranked == 5, "who only acts on others has no place"


def test_average_precision_is_the_one_counted_by_hand():
    (score,) = scored(["Eva Lindqvist", "Åse Berg"]).scores
    assert score.ap.value == pytest.approx((1 + 2 / 4) / 2)


def test_people_not_in_the_data_count_as_never_found():
    result = scored(["Eva Lindqvist", "Nobody Known"])
    assert (result.truth, result.found, result.missing) == (2, 1, ("Nobody Known",))
    assert result.scores[0].ap.value == pytest.approx(0.5)
    assert result.scores[0].recall.value == pytest.approx(0.5)
    assert "Of the 2 people on your list 1 are in the data" in result.sentence


def test_who_never_wrote_and_was_never_acted_on_cannot_be_found():
    assert scored(["Eva Lindqvist", "Tyst Person"]).missing == ("Tyst Person",)


def test_a_person_named_twice_counts_once():
    result = scored(["Eva Lindqvist", "@eva", "forum:/10", "EVA LINDQVIST"])
    assert (result.truth, result.found, result.repeated) == (1, 1, 3)


@pytest.mark.parametrize("name", ["ase berg", "ÅSE  BERG", "Ase", "@ase", "forum:/13", "13"])
def test_key_id_handle_and_name_find_the_same_person(name):
    result = scored([name])
    assert result.found == 1 and result.scores[0].ap.value == pytest.approx(1 / 4)


def test_a_name_of_several_people_means_nobody_and_is_listed():
    twins = (*KNOWN[:1], Known("Bo", names=("Kim",)), Known("Liv", names=("Kim",)))
    result = evaluate(SAID, twins, truth=["Eva Lindqvist", "kim"], measures=(RESPONDERS,))
    assert [(one.name, one.people) for one in result.ambiguous] == [("kim", ("Bo", "Liv"))]
    assert result.scores[0].ap.value == pytest.approx(0.5)


def test_of_several_people_with_a_name_the_only_one_taking_part_is_meant():
    twins = (Known("Bo", names=("Kim",)), Known("Silent", names=("Kim",)))
    assert evaluate(SAID, twins, truth=["Kim"], measures=(RESPONDERS,)).found == 1


def test_of_several_people_with_a_name_the_only_one_who_writes_is_meant():
    twins = (Known("Bo", names=("Kim",)), Known("Dagny", names=("Kim",)))
    result = evaluate(SAID, twins, truth=["Kim"], measures=(RESPONDERS,))
    assert result.scores[0].ap.value == pytest.approx(1 / 5), "Dagny writes, and stands last"


def test_people_left_out_make_room():
    (score,) = scored(["Liv Sørensen"], exclude=["eva", "Bo Ek", "Unknown"]).scores
    assert score.ap.value == 1
    result = scored(["Liv Sørensen"], exclude=["eva", "Bo Ek", "Unknown"])
    assert (result.excluded, result.exclude_missing, result.ranked) == (2, ("Unknown",), 3)


def test_an_ambiguous_name_to_leave_out_takes_out_all_of_them():
    twins = (*KNOWN, Known("Bo", names=("Kim",)), Known("Eva", names=("Kim",)))
    result = evaluate(SAID, twins, truth=["Liv Sørensen"], exclude=["Kim"], measures=(RESPONDERS,))
    assert result.excluded == 2 and any("all of them are left out" in note for note in result.notes)


def test_people_in_both_lists_are_left_out_of_both():
    result = scored(["Eva Lindqvist", "Bo Ek", "Nobody"], exclude=["eva", "nobody"])
    assert (result.truth, result.found) == (1, 1)
    assert any(note.startswith("2 people stand in both lists") for note in result.notes)


def test_an_empty_list_is_refused():
    with pytest.raises(UsageError, match="nobody to find"):
        scored([" "])
    with pytest.raises(UsageError, match="left out"):
        scored(["eva"], exclude=["eva"])


def test_a_list_of_strangers_says_how_names_are_compared():
    with pytest.raises(NotEnoughDataError, match=r"none of the 2 people .* 'Aino'.*case and accents"):
        scored(["Aino", "Ukko"])


def test_ties_are_broken_by_key_and_not_by_the_list():
    for name, place in (("Ase Berg", 1), ("Bo Ek", 2), ("Liv Sørensen", 5)):
        result = evaluate(SAID, KNOWN, truth=[name], measures=(CONSTANT,))
        assert result.scores[0].ap.value == pytest.approx(1 / place)


def test_every_score_has_an_interval_over_the_people_of_the_list():
    (score,) = scored(["Eva Lindqvist", "Åse Berg", "Dagny", "Nobody Known"]).scores
    for one in (score.ap, score.p10, score.p25, score.p_size, score.ndcg, score.recall):
        assert one.low <= one.value <= one.high and one.n == 4
        assert one.method == "95 % bootstrap over people of the list"
    assert score.ap.low < score.ap.value < score.ap.high


def test_a_measure_without_any_figure_is_named_and_left_out():
    silent = Measure(
        "followers", "?", "u", "m", lambda said: Scores(np.full(said.size, np.nan), responders(said))
    )
    result = evaluate(SAID, KNOWN, truth=["Eva Lindqvist"], measures=(RESPONDERS, silent))
    assert [one.measure for one in result.scores] == ["responders"]
    assert "Left out, because they have no figure for anybody: followers." in result.notes
    alone = evaluate(SAID, KNOWN, truth=["Eva Lindqvist"], measures=(silent,))
    assert alone.sentence.endswith("No measure has a figure for anybody.")


def test_one_person_gives_no_interval():
    assert scored(["Eva Lindqvist"]).scores[0].ap.low is None


def test_the_same_seed_gives_the_same_intervals():
    names = ["Eva Lindqvist", "Åse Berg", "Dagny"]
    assert scored(names, seed=1) == scored(names, seed=1)


rankings = st.lists(st.booleans(), min_size=1, max_size=30).filter(any)


@given(hits=rankings, missing=st.integers(0, 3), data=st.data())
def test_redrawn_scores_agree_with_writing_the_drawn_people_out(hits, missing, data):
    found = sum(hits)
    total = found + missing
    drawn = data.draw(st.lists(st.integers(0, 3), min_size=total, max_size=total))
    again = Redrawn(np.flatnonzero(hits), total, np.array([drawn]))
    times = iter(drawn)
    written = [hit for hit in hits for _ in range(next(times) if hit else 1)]
    if not sum(drawn):
        assert np.isnan(again.average_precision()[0])
        return
    assert again.within(7)[0] == sum(written[:7])
    assert again.average_precision()[0] == pytest.approx(naive_average_precision(written, sum(drawn)))
    gains = [float(hit) for hit in written]
    assert again.ndcg(9)[0] == pytest.approx(naive_ndcg(gains, [1.0] * sum(drawn), 9))


@given(
    values=st.lists(st.integers(0, 3), min_size=5, max_size=5), wanted=st.sets(st.integers(0, 4), min_size=1)
)
def test_average_precision_agrees_with_its_plain_twin(values, wanted):
    ranked = ["Ase", "Bo", "Dagny", "Eva", "Liv"]
    figures = np.array([*values, 0], dtype=float)
    one = Measure("m", "?", "u", "by hand", lambda said: Scores(figures, responders(said)), window=None)
    result = evaluate(SAID, KNOWN, truth=[ranked[i] for i in wanted], measures=(one,))
    order = sorted(range(5), key=lambda i: (-values[i], ranked[i]))
    expected = naive_average_precision([i in wanted for i in order], len(wanted))
    assert result.scores[0].ap.value == pytest.approx(expected)
