"""Pages of a ranking: together the whole of it, and for every reader what that reader may see."""

from datetime import date

import pytest
from tests.exports import post, table, workspace
from tests.workspace.test_promises import talk

from luminary.collect import Options
from luminary.domain import Access, Kind, Subject
from luminary.errors import NotEnoughDataError, UnknownNameError, UsageError, WithheldError
from luminary.leaders import Choice, Scope, View, all_measures, order_by, taking_part
from luminary.privacy import Purpose, write_purpose
from luminary.workspace import Question
from luminary.workspace import boards as boards_module


@pytest.fixture
def opened(tmp_path):
    with workspace(tmp_path / "w", table(tmp_path / "a.csv", talk())) as work:
        yield work


def employer(work):
    write_purpose(
        work.ledger,
        Purpose("employer", "find experts", "agreement", "HR", date(2999, 1, 1), "sv"),
    )


def never(*_):
    raise AssertionError("nothing may be computed here")


@pytest.mark.parametrize("by", sorted(all_measures()))
def test_every_page_of_the_board_is_that_part_of_the_ranking_and_of_the_bare_measure(opened, by):
    ranking = opened.leaders.rank(Question(by=by, kind="all"))
    board = opened.leaders.board(Scope())
    pages = [board.view(View(by=by, kind="all", page=one, size=2)) for one in (1, 2, 3)]
    assert tuple(one for page in pages for one in page.leaders) == ranking.leaders
    counted = opened.leaders.talk(Scope())
    order = order_by(all_measures()[by].of(counted), taking_part(counted))
    assert [one.person for one in ranking.leaders] == [counted.people[one] for one in order.people]
    assert [(one.rank_low, one.rank_high) for one in ranking.leaders] == list(
        zip(order.low.tolist(), order.high.tolist(), strict=True)
    )


def test_a_board_is_computed_once_and_never_by_asking_whether_it_is_ready(opened, monkeypatch):
    assert opened.leaders.board_if_ready() is None
    opened.leaders.board()
    monkeypatch.setattr(boards_module, "answers", never)
    assert opened.leaders.board_if_ready() is not None
    assert opened.leaders.rank().leaders
    assert opened.leaders.board_if_ready(Scope(since=date(2025, 5, 1))) is None


def test_another_program_finds_the_board_on_the_disk(opened, monkeypatch):
    first = opened.leaders.board().view(View()).leaders
    monkeypatch.setattr(boards_module, "_REMEMBERED", boards_module._Remembered())
    monkeypatch.setattr(boards_module, "answers", never)
    assert opened.leaders.board().view(View()).leaders == first


def test_new_rows_and_another_subject_make_another_board(opened, tmp_path):
    opened.leaders.board()
    more = [post(900, "Frida", "2025-12-20", thread="t1")]
    opened.collect.run(table(tmp_path / "b.csv", more), options=Options(place="Vakt"))
    assert opened.leaders.board_if_ready() is None
    assert "Frida" in {one.name for one in opened.leaders.board().view(View(by="volume")).leaders}


def test_a_decision_about_a_person_computes_nothing_again_unless_it_makes_a_service(opened, monkeypatch):
    opened.leaders.board()
    person = opened.people.find("Bo")
    with monkeypatch.context() as patched:
        patched.setattr(boards_module, "answers", never)
        opened.people.decide(person, "kind", Kind.ORGANISATION.value)
        found = opened.leaders.rank(Question(kind="organisation")).leaders
        assert [(one.name, one.kind.decided) for one in found] == [("Bo", True)]
        opened.people.undecide(person, "kind")
        assert not opened.leaders.rank(Question(kind="organisation")).leaders
    opened.people.decide(person, "kind", Kind.SERVICE.value)
    assert opened.leaders.board_if_ready() is None


def test_only_what_happened_on_a_platform_counts(opened, tmp_path):
    (tmp_path / "advice.csv").write_text("source,target\n1,9\n2,9\n3,9\n")
    opened.collect.run(tmp_path / "advice.csv", format="ties")
    platforms = opened.leaders.choices().platforms
    assert len(platforms) == 2
    people = {}
    for one in platforms:
        ranking = opened.leaders.rank(Question(by="responders", platform=one))
        people[one] = {found.person.partition(":")[0] for found in ranking.leaders}
    assert people == {one: {one} for one in platforms}
    with pytest.raises(UnknownNameError, match="no platform is named 'golf'"):
        opened.leaders.rank(Question(platform="golf"))


def test_a_place_that_is_not_known_to_be_open_says_so(opened):
    with pytest.raises(NotEnoughDataError, match="known to be open"):
        opened.leaders.rank(Question(access=Access.OPEN))


def test_names_are_sorted_as_the_reader_s_language_sorts_them(tmp_path):
    names = ("Ärla", "Åsa", "Östen", "Ædel", "Øyvind", "Zoë", "bo", "Cai")
    made = [post(number, name, "2025-03-01", thread="t") for number, name in enumerate(names)]
    expected = {
        "sv": ["bo", "Cai", "Zoë", "Åsa", "Ärla", "Östen"],
        "fi": ["bo", "Cai", "Zoë", "Åsa", "Ärla", "Östen"],
        "nb": ["bo", "Cai", "Zoë", "Ædel", "Øyvind", "Åsa"],
        "da": ["bo", "Cai", "Zoë", "Ædel", "Øyvind", "Åsa"],
    }
    with workspace(tmp_path / "w", table(tmp_path / "a.csv", made)) as work:
        board = work.leaders.board()
        for language, order in expected.items():
            page = board.view(View(by="volume", sort="name", language=language))
            assert [one.name for one in page.leaders if one.name in order] == order
        with pytest.raises(UnknownNameError):
            board.view(View(by="volume", sort="name", language="xx"))


def test_hidden_people_are_shown_under_numbers_and_not_found_by_name(opened):
    employer(opened)
    board = opened.leaders.board()
    page = board.view(View(by="volume", kind="all"))
    assert all(one.person.startswith("OL-") and not one.named for one in page.leaders)
    text = repr(page)
    for one in ("Astrid", "Bo", "Citra", "table:"):
        assert one not in text
    assert board.view(View(by="volume", search="Astrid")).total == 0
    number = page.leaders[2].person
    assert [one.person for one in board.view(View(by="volume", search=number)).leaders] == [number]
    with pytest.raises(UsageError, match="sort by a measure"):
        board.view(View(by="volume", sort="name"))
    assert board.leader(number, Choice("volume")).person == number
    with pytest.raises(UnknownNameError):
        board.leader(opened.people.find("Astrid"), Choice("volume"))


def test_a_blog_is_not_named_where_its_writer_is_hidden_whoever_answers_there(tmp_path):
    blog = [post(1, "Astrid", "2025-01-01", place="astrids-blogg")]
    answering = enumerate(("Bo", "Citra", "Dagny", "Eero", "Finn"), start=11)
    blog += [post(number, who, "2025-01-02", place="astrids-blogg", reply_to=1) for number, who in answering]
    ward = [post(number, who, "2025-01-03", place="Vakt") for number, who in ((4, "Astrid"), (5, "Bo"))]
    with workspace(tmp_path / "w", table(tmp_path / "a.csv", blog + ward)) as work:
        assert {name for _, name, _ in work.leaders.choices().places} == {"astrids-blogg", "Vakt"}
        number = work.people.find("Astrid")
        employer(work)
        work.people.link()
        assert {name for _, name, _ in work.leaders.choices().places} == {"Vakt"}
        with pytest.raises(UnknownNameError):
            work.leaders.rank(Question(place="astrids-blogg"))
        reached = work.people.communities(work.veil.alias(number)).places
        assert [one.place.name for one in reached] == [None]


def test_who_asks_for_nobody_is_not_told_the_names_that_are_withheld(opened):
    with pytest.raises(UnknownNameError, match="did you mean Astrid"):
        opened.people.find("Astri")
    employer(opened)
    for asked in ("Astri", "zzz"):
        with pytest.raises(UnknownNameError, match="OL-0042") as told:
            opened.people.find(asked)
        assert "Astrid" not in str(told.value)


def test_whoever_agreed_is_found_by_name_again(opened):
    person = opened.people.find("Astrid")
    employer(opened)
    opened.people.agree(person)
    found = opened.leaders.board().view(View(by="volume", search="astr")).leaders
    assert [(one.name, one.named) for one in found] == [("Astrid", True)]


def test_an_ended_purpose_withholds_lists_of_people_too(opened):
    made = opened.shortlists.add("Vår", "")
    write_purpose(opened.ledger, Purpose("research", "study", "consent", "Eva", date(2020, 1, 1)))
    for asked in (opened.people.everyone, opened.people.conflicts):
        with pytest.raises(WithheldError):
            asked()
    with pytest.raises(WithheldError):
        opened.shortlists.get(made.shortlist)


def test_an_ended_purpose_withholds_boards_too(opened):
    opened.leaders.board()
    write_purpose(opened.ledger, Purpose("research", "study", "consent", "Eva", date(2020, 1, 1)))
    with pytest.raises(WithheldError):
        opened.leaders.board_if_ready()
    with pytest.raises(WithheldError):
        opened.leaders.board()


def test_comparable_people_write_the_same_language_where_it_is_known(tmp_path):
    texts = {
        "Swede": "Jag tycker att vi borde prata om vården",
        "Finn": "Minusta meidän pitäisi puhua hoidosta",
    }
    made = [
        post(number, f"{name} {number % 12}", "2025-03-01", text, thread="t")
        for name, text in texts.items()
        for number in range(1, 12)
    ]
    made = [{**row, "id": number} for number, row in enumerate(made)]
    with workspace(tmp_path / "w", table(tmp_path / "a.csv", made)) as work:
        person = work.people.find("Finn 1")
        assert work.leaders.board().peers(person, "volume").n == 21
        work.listening.add(Subject("care", words=("vård",)))
        work.leaders.board(Scope(subject="care"))
        peers = work.leaders.board().peers(person, "volume")
        assert (peers.n, "language: Finnish" in peers.same) == (10, True)


def test_what_can_be_chosen_is_listed(opened):
    choices = opened.leaders.choices()
    assert [name for _, name, _ in choices.places] == ["Vakt"]
    assert choices.tiers == ("macro", "micro", "nano", "unknown")
    assert "writer" in choices.levels


def test_the_job_for_the_map_finds_the_communities_that_pages_about_people_wait_for(opened):
    from luminary.workspace.jobkinds import kind_named

    assert opened.people.communities("Astrid", compute=False).communities is None
    kind_named("network").run(opened, {}, lambda *_: None)
    assert opened.people.communities("Astrid", compute=False).communities


def test_a_board_is_computed_by_a_job_too(opened):
    from luminary.workspace.jobkinds import kind_named

    told = []
    kind = kind_named("board")
    params = kind.check(opened, {"until": "2025-06-30"})
    assert kind.run(opened, params, lambda done, total: told.append((done, total))) == {"people": 5}
    assert opened.leaders.board_if_ready(Scope(until=date(2025, 6, 30))) is not None
    assert told == sorted(told)
    with pytest.raises(UsageError):
        kind.check(opened, {"golf": 1})
