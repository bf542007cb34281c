"""What lists say of people stands beside them with its source, and nowhere in their figures."""

import pytest
from tests.workspace.test_identity import BLUE, ROWS, X, written

from luminary.collect import Options
from luminary.errors import InputError, UsageError
from luminary.workspace import Question, Workspace

LIST = (
    {
        "person": "Brekkmo, Torvald",
        "role": "overlege",
        "employer": "Nordsykehuset",
        "orcid": "0000-0002-1825-0097",
    },
    {"person": "https://x.com/citra", "role": "<b>lege</b>", "employer": "", "orcid": "0000-0000-0000-0000"},
    {"person": "Anna Andersson", "role": "sykepleier", "employer": "", "orcid": ""},
    {"person": "Ingen Her", "role": "vaktmester", "employer": "", "orcid": ""},
)


@pytest.fixture
def work(tmp_path):
    with Workspace.open(tmp_path / "w", create=True) as opened:
        opened.collect.run(written(tmp_path / "posts.csv", ROWS), options=Options("team"))
        opened.identity.suggest()
        yield opened


@pytest.fixture
def listed(tmp_path):
    return written(tmp_path / "list.csv", LIST)


def test_a_list_is_attached_to_whom_it_names_with_source_and_day(work, listed):
    found = work.credentials.load(listed, "Overleger i nord", date="2025-01-31")
    assert (found.rows, found.people, found.unknown, found.ambiguous) == (4, 2, 1, 1)
    mine = {(one.kind, one.value, one.source, one.dated) for one in work.credentials.list(X)}
    assert mine == {
        ("role", "overlege", "Overleger i nord", "2025-01-31"),
        ("employer", "Nordsykehuset", "Overleger i nord", "2025-01-31"),
        ("orcid", "0000-0002-1825-0097", "Overleger i nord", "2025-01-31"),
        ("list", "Overleger i nord", "Overleger i nord", "2025-01-31"),
    }


def test_a_namesake_gets_nothing_from_a_list_that_could_mean_either(work, listed):
    work.credentials.load(listed, "Liste")
    waiting = {one.named for one in work.credentials.list(open_ones=True)}
    assert waiting == {"Anna Andersson", "Ingen Her"}


def test_an_orcid_with_a_wrong_check_digit_is_none(work, listed):
    work.credentials.load(listed, "Liste")
    assert [one.value for one in work.credentials.list() if one.kind == "orcid"] == ["0000-0002-1825-0097"]


def test_the_same_list_twice_says_nothing_twice_and_can_be_taken_out(work, listed):
    first = work.credentials.load(listed, "Liste")
    again = work.credentials.load(listed, "Liste")
    assert (again.kept, again.repeated) == (0, first.kept)
    assert work.credentials.remove("Liste") == first.kept
    assert work.credentials.list() == []


def test_credentials_raise_no_figure(work, listed):
    def figures():
        return [(one.person, one.measures) for one in work.leaders.rank(Question(kind="all")).leaders]

    before = figures()
    work.credentials.load(listed, "Liste")
    assert figures() == before


def test_credentials_follow_the_account_when_it_is_parted(work, listed):
    work.credentials.load(listed, "Liste")
    work.identity.split(BLUE, "her brother")
    kept = [bool(work.credentials.list(key)) for key in (X, BLUE)]
    assert sorted(kept) == [False, True]


def test_who_is_hidden_is_not_named_by_a_list(work, listed):
    work.credentials.load(listed, "Liste")
    work.act_for(None)
    shown = work.credentials.list()
    assert shown and all(one.named == "" and one.person.startswith("OL-") for one in shown)
    assert not any(one.kind in ("employer", "orcid") for one in shown)


@pytest.mark.parametrize(
    ("rows", "source", "date", "error"),
    [
        ([{"name": "Bo"}], "Liste", None, InputError),
        ([{"person": "Bo"}], " ", None, UsageError),
        ([{"person": "Bo"}], "Liste", "31/02/2025", UsageError),
    ],
)
def test_what_cannot_be_used_is_named(work, tmp_path, rows, source, date, error):
    with pytest.raises(error):
        work.credentials.load(written(tmp_path / "odd.csv", rows), source, date=date)
