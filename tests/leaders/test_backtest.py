"""What a back-test promises."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.naive.backtest import naive_found, naive_people_acting
from tests.naive.ranking import ndcg_at as naive_ndcg
from tests.talks import moment, number, talk, talks

from luminary.errors import NotEnoughDataError, UsageError
from luminary.leaders.backtest import backtest
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.talk import MONTH, Acts, Posts, Talk
from luminary.leaders.trial import HEADLINE, READINGS, acted_on, look
from luminary.leaders.weights import FORECAST_WEIGHTS, people_by_month, responders

MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]


def measure_of(name, compute, baseline=True):
    return Measure(name, "?", "units", "by hand", compute, baseline=baseline, window=None)


def _last_month(past: Talk) -> Scores:
    value = people_by_month(past, 1)[:, 0]
    return Scores(value, responders(past), np.maximum(value - 2, 0), value + 2)


def _posts(past: Talk) -> Scores:
    return Scores(np.bincount(past.posts.author, minlength=past.size).astype(float), responders(past))


def _constant(past: Talk) -> Scores:
    return Scores(np.ones(past.size), responders(past))


def _silent(past: Talk) -> Scores:
    return Scores(np.full(past.size, np.nan), responders(past))


INFLUENCE = measure_of(HEADLINE, _last_month, baseline=False)
VOLUME = measure_of("volume", _posts)
CONSTANT = measure_of("constant", _constant)
ALL = (INFLUENCE, VOLUME, CONSTANT)


def steady(months=MONTHS, fans=4):
    """Two are acted on every month, Ylva by more; Dagny writes ten times as much and nobody acts."""
    lines = []
    for month in months:
        lines += [f"Ylva posts {month}-02 ward", f"Yngve posts {month}-02 ward"]
        lines += [f"Dagny posts {month}-{day:02d} ward" for day in range(3, 13)]
        lines += [f"Fan{i} -> Ylva reply {month}-03 ward" for i in range(fans)]
        lines += [f"Fan{i} -> Yngve reply {month}-04 ward" for i in range(fans - 1)]
    return talk([*lines, f"Yngve posts {months[-1]}-31T12:00 ward"])


def score(result, name):
    return next(one for one in result.scores if one.measure == name)


def days(*texts):
    return [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in texts]


def test_a_ranking_that_foresees_everything_scores_one():
    result = backtest(steady(), measures=ALL)
    best = score(result, HEADLINE)
    assert best.ndcg.value == pytest.approx(1) and best.precision.value == 1 and best.found == 2
    assert best.difference is None


def test_loud_people_whom_nobody_answers_do_not_make_volume_a_good_ranking():
    result = backtest(steady(), measures=ALL)
    volume = score(result, "volume")
    assert volume.ndcg.value < 0.9 and volume.wins == len(result.cuts) and volume.losses == 0
    assert volume.difference.low > 0


def test_the_sentence_says_what_was_found_and_by_whom():
    result = backtest(steady(), measures=ALL)
    assert result.sentence.startswith(
        "At 8 past dates this ranking found 2 of the 2 people who were acted on most in the following month; "
        "ranking by posts would have found 1"
    )


def test_the_sentence_warns_when_a_simple_ranking_is_better():
    worse = measure_of(HEADLINE, _posts, baseline=False)
    better = measure_of("responders", _last_month)
    result = backtest(steady(), measures=(worse, better))
    assert result.sentence.startswith(
        "Do not rely on it: at 8 past dates this ranking found 1 of the 2 people"
    )
    assert "Ranking by responders puts them in a better order" in result.sentence


def test_a_ranking_no_better_than_a_simple_one_is_not_to_be_relied_on():
    result = backtest(steady(), measures=(INFLUENCE, measure_of("responders", _last_month)))
    assert result.sentence.startswith("Do not rely on it")
    assert "an order just as good" in result.sentence


def test_a_verdict_that_hangs_on_the_weight_of_neighbours_says_so():
    lines = []
    for month in MONTHS:
        lines += [f"Nils -> Astrid reply {month}-03 ward", f"Eva -> Astrid reply {month}-03 ward"]
        lines += [f"Fan{i} -> Bo neighbour {month}-04 ward" for i in range(5)]
    said = talk([*lines, "Bo posts 2025-12-31T12:00 ward"])
    people = sorted(said.people)
    loudest = measure_of(
        "neighbours", lambda past: Scores(np.array([float(p == "Bo") for p in people]), responders(past))
    )
    result = backtest(said, measures=(INFLUENCE, loudest))
    assert [one.is_lost for one in result.readings] == [False, True, False]
    assert "Counting every act alike, ranking by neighbours would have done better." in result.sentence


def test_month_ends_leave_history_before_and_a_month_after():
    result = backtest(steady(), measures=ALL)
    assert [one.cut for one in result.cuts] == days(*(f"2025-{month:02d}-01" for month in range(5, 13)))
    for one in result.cuts:
        assert (one.until - one.cut).total_seconds() * 1e6 == MONTH


def test_at_most_twelve_month_ends_are_used():
    years = [f"{year}-{month:02d}" for year in (2023, 2024) for month in range(1, 13)]
    result = backtest(steady(years, fans=2), measures=ALL)
    assert len(result.cuts) == 12 and result.cuts[-1].cut == datetime(2024, 12, 1, tzinfo=UTC)
    assert not any("instead of at least 8" in note for note in result.notes)


def test_fewer_than_eight_dates_are_stated_with_the_reason():
    result = backtest(steady(MONTHS[6:]), measures=ALL)
    assert len(result.cuts) == 2
    assert any(
        "2 past dates instead of at least 8: the data reach from 2025-07-02" in n for n in result.notes
    )
    assert "Fewer than 8 dates could be tested" in result.sentence


def test_a_stray_date_in_a_far_future_does_not_empty_the_test():
    said = steady()
    late = replace(said, now=moment("2031-01-15"))
    result = backtest(late, measures=ALL)
    assert result.cuts[-1].cut == datetime(2025, 12, 1, tzinfo=UTC)
    result = backtest(
        talk([*(f"Bo -> Eva reply {month}-03" for month in MONTHS), "Bo -> Eva reply 2030-12-30"]),
        measures=ALL,
    )
    assert len(result.cuts) == 8 and result.cuts[-1].cut == datetime(2025, 12, 1, tzinfo=UTC)


def test_one_cut_takes_its_interval_from_people_and_says_so():
    result = backtest(steady(), days("2025-08-01"), measures=ALL)
    volume = score(result, "volume")
    assert "over people, at one cut" in volume.ndcg.method
    assert volume.ndcg.low < volume.ndcg.value < volume.ndcg.high
    assert "At 1 past date" in result.sentence


def test_several_cuts_take_their_interval_from_cuts_and_say_so():
    result = backtest(steady(), measures=ALL)
    assert "over cuts" in score(result, "volume").ndcg.method


def test_the_same_seed_gives_the_same_result():
    assert backtest(steady(), measures=ALL, seed=3) == backtest(steady(), measures=ALL, seed=3)


def test_without_dates_the_way_out_is_named():
    with pytest.raises(NotEnoughDataError, match=r"none of the 2 acts carries a time.*evaluate --truth"):
        backtest(talk(["Bo -> Eva tie", "Nils -> Eva tie"]), measures=ALL)


def test_too_short_a_history_says_what_is_there():
    with pytest.raises(NotEnoughDataError, match=r"from 2025-01-03 to 2025-02-03.*3 months before"):
        backtest(talk(["Bo -> Eva reply 2025-01-03", "Bo -> Eva reply 2025-02-03"]), measures=ALL)


@pytest.mark.parametrize("cut", ["2024-12-01", "2025-12-20", "2026-05-01"])
def test_a_named_date_without_enough_around_it_is_refused(cut):
    with pytest.raises(NotEnoughDataError, match=f"{cut} cannot be tested"):
        backtest(steady(), days(cut), measures=ALL)


def test_dates_after_which_nobody_was_acted_on_are_named():
    said = talk(
        [
            "Bo -> Eva reply 2025-01-03",
            "Bo -> Eva reply 2025-05-03",
            "Eva posts 2025-08-01",
        ]
    )
    result = backtest(said, days("2025-02-01", "2025-05-01"), measures=ALL)
    assert len(result.cuts) == 1 and "Nobody was acted on after 2025-02-01: left out." in result.notes
    with pytest.raises(NotEnoughDataError, match="nobody was acted on after 2025-02-01"):
        backtest(said, days("2025-02-01"), measures=ALL)


def test_acts_without_a_time_are_left_out_and_counted():
    said = steady()
    timeless = talk(["Fan0 -> Dagny tie", "Fan1 -> Dagny tie"], people=said.people)
    acts = Acts(*(np.concatenate([getattr(timeless.acts, n), getattr(said.acts, n)]) for n in Acts.__slots__))
    result = backtest(replace(said, acts=acts), measures=ALL)
    assert "2 acts without a time are left out." in result.notes
    assert result.scores == backtest(said, measures=ALL).scores


def test_newcomers_cannot_be_ranked_but_count_among_those_acted_on():
    said = talk(
        [
            *(f"Bo -> Eva reply 2025-0{month}-03" for month in range(1, 7)),
            *(f"{who} -> Nykomling reply 2025-06-05" for who in ("Bo", "Eva", "Liv")),
            "Bo posts 2025-08-01",
        ]
    )
    result = backtest(said, days("2025-06-01"), measures=ALL)
    (cut,) = result.cuts
    assert (cut.acted_on, cut.cold_starts, cut.most) == (2, 1, 2)
    assert cut.ndcg[HEADLINE] < 0.5 and any("no ranking could name them" in note for note in result.notes)


def test_a_constant_measure_is_ordered_by_key_and_has_no_correlation():
    result = backtest(steady(), measures=ALL)
    constant = score(result, "constant")
    assert constant.spearman.value is None
    first = look(steady(), moment("2025-08-01"), MONTH, ALL, 20).orders["constant"]
    assert list(first) == sorted(first, key=lambda person: steady().people[person])


def test_a_measure_without_any_figure_is_named_and_left_out():
    result = backtest(steady(), measures=(INFLUENCE, VOLUME, measure_of("followers", _silent)))
    assert "Left out, because they have no figure for anybody: followers." in result.notes
    assert "followers" not in result.sentence and "followers" not in result.found


def test_month_ends_in_a_pause_are_passed_over_and_counted():
    said = talk(
        [
            *(f"Bo -> Eva reply {month}-03" for month in MONTHS if month[-2:] not in ("07", "08")),
            "Bo posts 2026-01-05",
        ]
    )
    result = backtest(said, measures=ALL)
    assert datetime(2025, 7, 1, tzinfo=UTC) not in {one.cut for one in result.cuts}
    assert any("2 month-ends were passed over" in note for note in result.notes)


def test_ties_at_the_last_place_count_as_found():
    said = talk(
        [
            *(f"Bo -> {who} reply {m}-03" for who in ("A", "B", "C") for m in MONTHS),
            "A posts 2025-12-31T12:00",
        ]
    )
    for cut in backtest(said, measures=ALL, top=1).cuts:
        assert cut.most == 1 and cut.found[HEADLINE] == 1


def test_intervals_that_hold_what_came_are_counted():
    coverage = backtest(steady(), measures=ALL).interval_coverage
    assert coverage.top.value == 1 and coverage.active.n == 16
    without = measure_of(HEADLINE, _posts, baseline=False)
    assert backtest(steady(), measures=(without, VOLUME)).interval_coverage.top.value is None


def test_other_horizons_do_not_judge_the_interval_of_a_month():
    result = backtest(steady(), measures=ALL, horizon_months=2)
    assert result.interval_coverage.top.value is None and "following 2 months" in result.sentence


def test_influence_must_be_among_the_measures():
    with pytest.raises(UsageError, match="influence"):
        backtest(steady(), measures=(VOLUME,))


def test_a_measure_named_twice_is_refused():
    with pytest.raises(UsageError, match="twice"):
        backtest(steady(), measures=(INFLUENCE, VOLUME, VOLUME))


@pytest.mark.parametrize("wrong", [{"top": 0}, {"horizon_months": 0}])
def test_numbers_that_mean_nothing_are_refused(wrong):
    with pytest.raises(UsageError, match="must be positive"):
        backtest(steady(), measures=ALL, **wrong)


def test_without_a_simple_ranking_the_sentence_says_there_was_none():
    assert "no simple ranking was there" in backtest(steady(), measures=(INFLUENCE,)).sentence


@settings(max_examples=60, deadline=None)
@given(said=talks(dated=True), later=talks(dated=True))
def test_what_comes_later_never_changes_what_was_ranked(said, later):
    cut = said.now - 2 * MONTH
    shift = cut - int(min([*later.acts.at, *later.posts.at], default=0))
    people = said.people + tuple(f"q{i}" for i in range(max(0, later.size - said.size)))
    padded = replace(said, people=people)
    acts = {n: np.concatenate([getattr(said.acts, n), getattr(later.acts, n)]) for n in Acts.__slots__}
    acts["at"][len(said.acts) :] += shift
    posts = {n: np.concatenate([getattr(said.posts, n), getattr(later.posts, n)]) for n in Posts.__slots__}
    posts["at"][len(said.posts) :] += shift
    order, written = np.argsort(acts["at"], kind="stable"), np.argsort(posts["at"], kind="stable")
    more = replace(
        padded,
        acts=Acts(**{n: v[order] for n, v in acts.items()}),
        posts=Posts(**{n: v[written] for n, v in posts.items()}),
        now=said.now + 20 * MONTH,
    )
    before, after = (look(one, cut, MONTH, ALL, 20) for one in (padded, more))
    for name in before.orders:
        assert before.orders[name].tolist() == after.orders[name].tolist()
        assert before.scores[name].value.tolist() == after.scores[name].value.tolist()


@settings(max_examples=60, deadline=None)
@given(said=talks(dated=True))
def test_people_acting_afterwards_agree_with_counting_by_hand(said):
    start, end = said.now - 3 * MONTH, said.now - MONTH
    for weights in READINGS.values():
        assert acted_on(said, start, end, weights).tolist() == naive_people_acting(said, start, end, weights)


@settings(max_examples=60, deadline=None)
@given(said=talks(dated=True), top=st.integers(1, 6))
def test_scores_agree_with_the_plain_way_of_computing_them(said, top):
    at = said.now - 4 * MONTH
    seen = look(said, at, 2 * MONTH, ALL, top)
    if not seen.gains.any():
        return
    for name, order in seen.orders.items():
        gains = seen.gains.tolist()
        assert seen.ndcg(name) == pytest.approx(naive_ndcg([gains[i] for i in order], gains, top))
        assert seen.found(name) == naive_found([gains[i] for i in order], gains, top)


def test_ten_acts_of_one_fan_count_as_one_person():
    said = talk(
        ["Bo -> Eva reply 2025-01-03", "Bo -> Eva mention 2025-01-04", "Bo -> Eva neighbour 2025-01-05"]
    )
    assert acted_on(said, 0, said.now, FORECAST_WEIGHTS)[number(said, "Eva")] == 1
