import json

import pytest

SHAPE = {"value", "low", "high", "n", "unit", "method"}


def _json(done):
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def truth(tmp_path):
    file = tmp_path / "truth.csv"
    file.write_text("person,note\nAstrid Lund,asks\nNiels Intet,is not there\n", "utf-8")
    return file


def test_backtest_gives_one_object_per_measure_with_intervals(run, built):
    found = _json(run("-w", built, "backtest", "--format", "json"))
    assert found[0]["measure"] == "influence"
    assert {"volume", "responders"} <= {one["measure"] for one in found if one["baseline"]}
    for score in ("ndcg", "precision", "spearman"):
        assert all(set(one[score]) == SHAPE for one in found)
    assert len(found[0]["cuts"]) >= 7


def test_backtest_says_in_words_what_it_means(run, built):
    done = run("-w", built, "backtest")
    assert "past dates this ranking found" in done.stderr
    assert done.stdout.startswith("measure ")
    assert "past dates" not in done.stdout


def test_a_cut_is_the_end_of_its_day(run, built):
    found = _json(run("-w", built, "backtest", "--cut", "2025-06-30", "--format", "json"))
    assert found[0]["cuts"] == ["2025-07-01T00:00:00+00:00"]


@pytest.mark.parametrize(
    ("cut", "code", "said"),
    [
        ("June", 2, "--cut is 'June', which is no day"),
        ("2031-01-01", 1, "cannot be tested: the data reach from"),
    ],
)
def test_cuts_that_cannot_be_tested_are_refused(run, built, cut, code, said):
    done = run("-w", built, "backtest", "--cut", cut)
    assert (done.exit_code, done.stdout) == (code, "")
    assert said in done.stderr


def test_evaluate_gives_one_object_per_measure(run, built, truth):
    found = _json(run("-w", built, "evaluate", "--truth", truth, "--format", "json"))
    assert {"influence", "standing", "volume"} <= {one["measure"] for one in found}
    assert all(set(one["ap"]) == SHAPE for one in found)
    best = next(one for one in found if one["measure"] == "influence")
    assert best["ap"]["value"] == pytest.approx(0.5)  # one of two is first, the other is not in the data


def test_evaluate_leaves_out_whom_the_user_excludes(run, built, truth, tmp_path):
    exclude = tmp_path / "out.csv"
    exclude.write_text("person\nEero Virta\n", "utf-8")
    assert run("-w", built, "evaluate", "--truth", truth, "--exclude", exclude).exit_code == 0
    exclude.write_text("person\nAstrid Lund\n", "utf-8")
    assert run("-w", built, "evaluate", "--truth", truth, "--exclude", exclude).exit_code == 1


def test_evaluate_names_the_column_that_is_missing(run, built, truth):
    done = run("-w", built, "evaluate", "--truth", truth, "--column", "who")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "'who'" in done.stderr


def test_evaluate_names_the_file_that_is_missing(run, built, tmp_path):
    done = run("-w", built, "evaluate", "--truth", tmp_path / "none.csv")
    assert done.exit_code in (1, 2)
    assert "none.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_evaluate_needs_a_truth(run, built):
    done = run("-w", built, "evaluate")
    assert (done.exit_code, done.stdout) == (2, "")


def test_report_is_written_where_asked(run, built, tmp_path):
    done = run("-w", built, "report", tmp_path / "page.html")
    assert (done.exit_code, done.stdout) == (0, "")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "Astrid Lund" in page
    assert "<script" not in page
