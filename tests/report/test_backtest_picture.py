from datetime import UTC, datetime

import pytest

from luminary.domain import Estimate
from luminary.leaders.backtest import BacktestResult, Coverage, CutResult, MeasureScore
from luminary.report import backtest_picture


def _share(value, low, high, n=2):
    return Estimate(value, low, high, n, "share", "bootstrap over cuts")


def _score(name, share, found, baseline=False):
    return MeasureScore(
        name, baseline, _share(0.8, 0.7, 0.9), share, _share(0.4, 0.2, 0.6), found, 0, 0, None
    )


def _result(most=(20, 20), cuts=True, top=None):
    months = [datetime(2025, 5 + i, 1, tzinfo=UTC) for i in range(len(most) + 1)]
    made = tuple(
        CutResult(cut, months[i + 1], 90, 40, 2, most[i], {}, {}, {}, {}) for i, cut in enumerate(months[:-1])
    )
    scores = (
        _score("influence", _share(0.7, 0.6, 0.8), 14.0),
        _score("followers", _share(None, None, None), 0.0, True),
    )
    promise = Coverage(top or _share(0.94, 0.9, 0.97, 40), _share(0.9, 0.8, 1.0))
    return BacktestResult(
        made if cuts else (), scores, "It found 14 of 20.", {}, promise, (), ("cold starts: 2",)
    )


def test_the_share_found_becomes_people_with_the_same_interval():
    picture = backtest_picture(_result())
    found = picture.lines[0].found
    assert (picture.of, found.value, found.low, found.high) == (20, 14.0, 12.0, 16.0)
    assert [cut.month for cut in picture.cuts] == [5, 6]


def test_a_measure_without_a_share_has_no_bar_rather_than_a_zero():
    assert backtest_picture(_result()).lines[1].found.value is None


def test_the_interval_holds_the_count_where_fewer_were_looked_for():
    found = backtest_picture(_result(most=(20, 8))).lines[0].found
    assert found.low <= 14.0 <= found.high


def test_whether_intervals_kept_their_promise_is_told():
    notes = backtest_picture(_result()).notes
    assert notes[0].endswith("in 94 % of 40 cases.")
    assert notes[1] == "cold starts: 2"
    assert backtest_picture(_result(top=_share(None, None, None))).notes == ("cold starts: 2",)


def test_a_back_test_without_a_cut_is_an_error():
    with pytest.raises(ValueError, match="without a cut"):
        backtest_picture(_result(cuts=False))
