"""The whole job on a smaller invented world, once for all tests."""

import json

import pytest

from luminary.cli.summary import summary_text
from luminary.demo.run import DemoResult, run_demo
from luminary.errors import UsageError

SMALL = 0.5

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> DemoResult:
    return run_demo(tmp_path_factory.mktemp("demo") / "demo", seed=11, size=SMALL)


def test_everything_the_world_holds_is_imported_or_listed(done):
    told = done.imported
    assert told.read == told.kept + told.repeated + told.rejected
    assert (told.repeated, told.rejected) == (100, 6)


def test_most_planted_truths_are_found_and_none_is_passed_over_in_silence(done):
    asked = [one for one in done.findings if one.agrees is not None]
    missed = [one for one in asked if not one.agrees]
    assert len(missed) <= 2, missed
    assert {"copy ring", "campaign", "inauthentic response"} <= {
        one.what for one in done.findings if one.agrees is None
    }


def test_the_loud_account_is_named_as_loud_and_not_as_a_leader(done):
    assert done.loud is not None
    assert done.loud.name == "Vårdnytt Daily"
    assert "Vårdnytt Daily" not in [one.name for one in done.main.leaders]


def test_summary_shows_the_figures_of_this_run_on_one_screen(done):
    text = summary_text(done)
    assert f"{done.people:,} people, {done.posts:,} posts" in text
    assert done.main.leaders[0].name in text
    assert done.main.leaders[0].measures["influence"].text() in text
    assert done.backtest.sentence.split()[2] in text
    assert len(text.splitlines()) <= 45


def test_the_report_is_written(done):
    page = done.report.read_text("utf-8")
    assert done.main.leaders[0].name in page


def test_running_it_again_on_its_folder_doubles_nothing(done):
    again = run_demo(done.folder, seed=11, size=SMALL)
    assert again.imported.kept == done.imported.kept
    assert [one.person for one in again.main.leaders] == [one.person for one in done.main.leaders]
    assert again.findings == done.findings


def test_another_world_needs_another_folder(done):
    with pytest.raises(UsageError, match="holds the demo of seed 11"):
        run_demo(done.folder, seed=12, size=SMALL)


def test_a_folder_with_other_things_is_refused_and_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(UsageError, match="is not empty and holds no demo"):
        run_demo(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_a_broken_mark_is_refused(tmp_path):
    (tmp_path / "demo.json").write_text("{")
    with pytest.raises(UsageError, match="is not empty and holds no demo"):
        run_demo(tmp_path)


def test_the_mark_says_which_world(done):
    assert json.loads((done.folder / "demo.json").read_text()) == {"seed": 11, "size": SMALL}
