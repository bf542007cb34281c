"""No result about a person without a purpose; under `employer` no name without agreement."""

from datetime import date, timedelta

import pytest
from tests.exports import post, table

from luminary import Workspace
from luminary.collect import Options
from luminary.errors import UsageError, WithheldError, WorkspaceError
from luminary.privacy import PROFILES, Purpose

ROWS = [
    *(post(n, "Astrid", f"2025-0{1 + n % 6}-10", "Hei fra vakta", thread=f"t{n}") for n in range(1, 13)),
    *(post(100 + n, "Bo", f"2025-0{1 + n % 6}-11", "Takk", thread=f"t{n}", reply_to=n) for n in range(1, 13)),
]


def purpose(profile, until=None):
    return Purpose(
        profile, "staff network", "consent", "Citra Holm", until or date.today() + timedelta(days=30)
    )


@pytest.mark.parametrize("profile", [name for name in PROFILES if name != "evaluation"])
def test_a_profile_needs_purpose_basis_owner_and_end_and_names_all_that_is_missing(profile):
    with pytest.raises(UsageError) as refused:
        Purpose(profile)
    assert all(part in str(refused.value) for part in ("--purpose", "--basis", "--owner", "--until"))


def test_every_ranking_of_an_evaluation_says_what_it_is(tmp_path):
    with Workspace.open(tmp_path / "w", create=True) as opened:
        opened.collect.run(table(tmp_path / "a.csv", ROWS), options=Options(place="Vakt"))
        assert any("not for decisions about people" in note for note in opened.leaders.rank().notes)


def test_results_are_withheld_when_the_purpose_has_ended(tmp_path):
    with Workspace.init(tmp_path / "w", purpose("company", date(2020, 1, 1))) as opened:
        opened.collect.run(table(tmp_path / "a.csv", ROWS), options=Options(place="Vakt"))
        with pytest.raises(WithheldError, match="2020-01-01"):
            opened.leaders.rank()


def test_a_colleague_is_named_only_after_agreeing_and_not_after_withdrawing(tmp_path):
    with Workspace.init(tmp_path / "w", purpose("employer")) as opened:
        opened.collect.run(table(tmp_path / "a.csv", ROWS), options=Options(place="Vakt"))
        first = opened.leaders.rank().leaders[0]
        assert (first.named, first.accounts, first.names, first.evidence.posts) == (False, (), (), ())
        assert "Astrid" not in repr(first)
        person = opened.people.find("Astrid")
        opened.gate.agree(person, "Citra Holm")
        assert opened.leaders.rank().leaders[0].name == "Astrid"
        opened.gate.withdraw_agreement(person)
        assert "Astrid" not in repr(opened.leaders.rank().leaders)


def test_a_folder_with_other_things_in_it_is_no_workspace(tmp_path):
    (tmp_path / "letter.txt").write_text("hei")
    with pytest.raises(WorkspaceError, match="luminary init"):
        Workspace.open(tmp_path, create=True)
    with pytest.raises(WorkspaceError):
        Workspace.open(tmp_path / "nowhere")


def test_a_workspace_whose_making_was_cut_short_is_completed(tmp_path):
    with Workspace.open(tmp_path / "w", create=True) as opened:
        opened.ledger.remove("workspace", id="this")
    with Workspace.open(tmp_path / "w", create=True) as opened:
        assert opened.purpose.profile == "evaluation"


def test_nothing_leads_from_a_name_to_figures_before_the_person_agreed(tmp_path):
    bad = {**post(99, "Astrid", "no day"), "text": "Astrid skriver"}
    with Workspace.init(tmp_path / "w", purpose("employer")) as opened:
        opened.collect.run(table(tmp_path / "a.csv", [*ROWS, bad]), options=Options(place="Vakt"))
        assert [one.excerpt for one in opened.collect.rejects()] == [""]
        with pytest.raises(WithheldError, match="agree"):
            opened.leaders.leader("Astrid")
        with pytest.raises(WithheldError, match="employer"):
            opened.people.conflicts()
        assert opened.people.conflict_count() == 0
        opened.gate.agree(opened.people.find("Astrid"), "Citra Holm")
        assert opened.leaders.leader("Astrid").name == "Astrid"
