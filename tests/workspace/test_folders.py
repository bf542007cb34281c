"""A workspace works in any folder that a user makes, and says so of the few that it cannot use."""

import pytest
from tests.exports import post, table

from luminary import Workspace
from luminary.collect import Options
from luminary.errors import WorkspaceError
from luminary.privacy import Purpose
from luminary.workspace.backing import back_up


@pytest.mark.parametrize("name", ["Ærend nr 2", "vakt#2?u=1", "100% klar", "it's [a] *", "työ 🐟"])
def test_a_folder_may_have_blanks_and_any_letters_in_its_name(tmp_path, name):
    said = [post(1, "Astrid", "2025-01-01"), post(2, "Bo", "2025-01-02", reply_to=1)]
    later = [post(3, "Citra", "2025-01-03", reply_to=1)]
    with Workspace.init(tmp_path / name, Purpose()) as work:
        work.collect.run(table(tmp_path / "a.csv", said), options=Options(place="Vakt"))
        again = work.collect.run(table(tmp_path / "b.csv", later), options=Options(place="Vakt"))
        assert len(work.leaders.rank().leaders) == 3
        back_up(work, tmp_path / "copies" / name)
        work.personal.erase(work.people.find("Bo"), "she asked")
        work.collect.withdraw(again.batch)
        assert [one.name for one in work.people.everyone()] == ["Astrid"]
    assert [one.name for one in tmp_path.iterdir() if one.is_dir()].count(name) == 1
    assert (tmp_path / name / "ledger.sqlite").is_file()


def test_a_folder_that_tables_cannot_be_kept_in_is_refused_before_it_is_made(tmp_path):
    with pytest.raises(WorkspaceError, match="%"):
        Workspace.init(tmp_path / "vakt%20to", Purpose())
    assert list(tmp_path.iterdir()) == []
