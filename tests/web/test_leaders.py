"""The pages of the ranking: filters in the address, sorting, comparing, files; and who may see names."""

import csv
import io
import re
import time
from datetime import UTC, datetime
from math import ceil

import pytest
from tests.exports import post, table
from tests.leaders.boards import large
from tests.web.cast import logged_in, members_of, words

from luminary.collect import Options
from luminary.domain import Subject
from luminary.leaders import keep_board
from luminary.web.app import create_app
from luminary.web.pages.leaders import SIZE
from luminary.web.settings import WebSettings
from luminary.workspace import Workspace
from luminary.workspace.boards import Boards

HOSTILE = (
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "\u202eevil\u202c Moe",
    "Å" * 10_000,
    "'\"><img src=x>",
)
PAGES = ceil(130 / SIZE)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """A workspace of 130 people, some with hostile names, everything computed."""
    folder = tmp_path_factory.mktemp("crowd")
    names = {str(n): f"Person {n:03d}" for n in range(130)} | {str(n): one for n, one in enumerate(HOSTILE)}
    made = [
        {**post(n * 10 + k, who, f"2025-{1 + (n + k) % 12:02d}-03", thread=f"t{n % 9}"), "name": name}
        for n, (who, name) in enumerate(names.items())
        for k in range(2)
    ]
    made += [
        {
            **post(9_000 + n, str(n % 130), "2025-11-20", thread=f"t{n % 9}", reply_to=10 * (n % 40)),
            "name": names[str(n % 130)],
        }
        for n in range(300)
    ]
    with Workspace.open(folder / "work", create=True) as work:
        work.collect.run(table(folder / "crowd.csv", made), options=Options(place="Torget"))
        work.listening.add(Subject("hilsener", ("hei",)))
        work.leaders.board()
    members_of(folder / "work")
    return folder / "work"


@pytest.fixture
def crowd(crowded):
    app = create_app(crowded, WebSettings())
    yield lambda login: logged_in(app, crowded, login)
    app.state.pool.close()


def places(text):
    return [
        int(one.replace(",", ""))
        for one in re.findall(r'class="num place"[^>]*><span><strong>([\d,]+)<', text)
    ]


def names(text):
    return re.findall(r'<th scope="row"[^>]*><span><a href="/person/[^"]*"><bdi>([^<]*)<', text)


def test_a_page_is_filled_and_the_next_goes_on(crowd):
    maja = crowd("maja")
    first, second = maja.text("/leaders?by=volume"), maja.text("/leaders?by=volume&page=2")
    assert places(first) == list(range(1, SIZE + 1))
    assert places(second) == list(range(SIZE + 1, 2 * SIZE + 1))
    assert f"Page 1 of {PAGES}" in words(first)
    assert 'rel="next" href="/leaders?by=volume&amp;page=2"' in first


def test_a_page_behind_the_last_leads_back(crowd):
    text = crowd("maja").text("/leaders?page=99")
    assert f"There is no page 99; the last one is {PAGES}." in words(text)


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "1e3"])
def test_an_odd_page_number_is_the_first_page(crowd, page):
    assert places(crowd("maja").text(f"/leaders?by=volume&page={page}"))[0] == 1


def test_the_table_is_sorted_on_the_server_and_says_which_way(crowd):
    maja = crowd("maja")
    by_name = maja.text("/leaders?by=volume&sort=name&search=person")
    assert names(by_name) == sorted(names(by_name))
    assert 'aria-sort="ascending"' in by_name
    backwards = maja.text("/leaders?by=volume&sort=-name&search=person")
    assert names(backwards)[0] == "Person 129"
    assert 'aria-sort="descending"' in backwards


def test_search_keeps_places_and_filters_can_be_taken_away(crowd):
    text = crowd("maja").text("/leaders?by=volume&search=person+077&kind=all")
    assert names(text) == ["Person 077"]
    assert places(text) != [1]
    assert 'href="/leaders?by=volume&amp;kind=all"' in text
    none = crowd("maja").text("/leaders?search=nobodyhere&level=writer")
    assert "Take a filter away" in words(none)
    assert 'href="/leaders?level=writer"' in none


def test_columns_are_chosen_in_the_address(crowd):
    text = crowd("maja").text("/leaders?column=rising&column=tier")
    heads = re.findall(r"<thead.*?</thead>", text, re.DOTALL)[0]
    assert "Rising" in heads
    assert "Size of followership" in heads
    assert "Standing" not in heads
    assert "Place by Posts written" in words(crowd("maja").text("/leaders"))


def test_hostile_names_are_text_and_nothing_else(crowd):
    text = crowd("maja").text("/leaders?kind=all&by=volume&sort=name") + crowd("maja").text(
        "/leaders?kind=all&page=2"
    )
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
    assert "<img src=x" not in text
    assert "\u202e" not in text
    assert "Å" * 500 not in text


def test_a_reader_without_names_sees_none_anywhere_in_the_page(crowd):
    olav = crowd("olav")
    for path in (
        "/leaders",
        "/leaders?kind=all&page=2",
        "/leaders?search=Person+077",
        "/leaders?column=kind",
    ):
        text = olav.text(path)
        assert "Person" not in words(text).replace("Person 077", "")
        assert "Person 0" not in text.replace('value="Person 077"', "").replace("Person 077</bdi>", "")
        assert not re.search(r"table:Torget(/|%2F)\d", text)
        assert "HYPERLINK" not in text
    numbers = re.findall(r"OL-\d{4}", olav.text("/leaders"))
    assert len(set(numbers)) == SIZE
    assert names(olav.text(f"/leaders?search={numbers[0]}&by=volume&kind=all")) == [numbers[0]]
    assert names(olav.text("/leaders?search=Person+077")) == []
    assert olav.get("/leaders?sort=name").status_code == 422
    assert "sort=name" not in olav.text("/leaders")
    compared = olav.text(
        f"/leaders/compare?people={numbers[0]}&people={numbers[2]}&people=table%3ATorget%2F77"
    )
    assert "table:" not in compared.replace("<bdi>table:Torget/77</bdi>", "")
    assert numbers[2] in compared


def test_the_file_is_harmless_and_only_for_those_who_may(crowd):
    jonas = crowd("jonas")
    answer = jonas.get("/leaders/export?form=csv&kind=all&by=volume&search=hyperlink")
    assert answer.headers["content-disposition"].startswith('attachment; filename="leaders-')
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["name"] == "'=HYPERLINK(1)"
    assert "not for decisions about people" in row["purpose"]
    assert crowd("maja").get("/leaders/export?form=csv").status_code == 403
    assert "/leaders/export" not in crowd("maja").text("/leaders")
    for form in ("xlsx", "json", "parquet"):
        assert jonas.get(f"/leaders/export?form={form}&search=077").status_code == 200
    assert jonas.get("/leaders/export?form=exe").status_code == 422


def test_five_people_stand_beside_each_other_and_no_more(crowd):
    maja = crowd("maja")
    keys = re.findall(r'name="people" value="([^"]+)"', maja.text("/leaders"))[:7]
    text = maja.text("/leaders/compare?" + "&".join(f"person={one}" for one in keys))
    assert len(re.findall(r'<th scope="col"><a href="/person/', text)) == 5
    assert "2 more were chosen" in words(text)
    assert "Do the same people answer them?" in words(text)
    assert "Nobody to compare yet" in words(maja.text("/leaders/compare"))
    assert "nobody@here" in maja.text("/leaders/compare?person=nobody%40here&person=" + keys[0])


def test_people_are_put_on_a_shortlist_from_the_table(crowd):
    jonas = crowd("jonas")
    text = jonas.text("/leaders?by=volume")
    assert 'formaction="/shortlists/put?csrf=' in text
    keys = re.findall(r'name="people" value="([^"]+)"', text)[:2]
    answer = jonas.post("/shortlists/put", {"people": keys, "name": "Vår liste"})
    assert answer.status_code == 303
    assert "Vår liste" in jonas.text("/leaders")
    assert "/shortlists/put" not in crowd("maja").text("/leaders")


def test_what_is_not_computed_is_asked_for_once_and_waited_for(visit, folder):
    maja = visit("maja")
    text = maja.text("/leaders?until=2025-06-30")
    assert 'hx-trigger="load delay' in text
    assert "skeleton" in text
    assert maja.text("/leaders?until=2025-06-30").count('class="skeleton"') == SIZE
    with Workspace.open(folder) as work:
        asked = [one for one in work.jobs.list(kind="board") if one.params == {"until": "2025-06-30"}]
        assert len(asked) == 1
        work.leaders.board(_until())
    assert places(maja.text("/leaders?until=2025-06-30"))[0] == 1


def _until():
    from datetime import date

    from luminary.leaders import Scope

    return Scope(until=date(2025, 6, 30))


def test_a_ranking_that_failed_says_why_and_is_not_asked_for_again_by_itself(visit, folder):
    maja = visit("maja")
    maja.text("/leaders?until=2020-01-01")
    with Workspace.open(folder) as work:
        (job,) = work.jobs.list(kind="board")
        now = datetime.now(UTC).replace(tzinfo=None)
        work.ledger.change("jobs", {"job": job.job}, state="failed", error='"nothing to rank"', ended=now)
    text = maja.text("/leaders?until=2020-01-01")
    assert "nothing to rank" in words(text)
    assert "Take all filters away" in words(text)
    assert 'hx-trigger="load' not in text
    with Workspace.open(folder) as work:
        assert len(work.jobs.list(kind="board")) == 1
    assert 'hx-trigger="load' in maja.text("/leaders?until=2020-01-01&again=1")


def test_without_data_the_page_says_what_to_do(empty):
    app, folder = empty
    assert "No data yet" in words(logged_in(app, folder, "astrid").text("/leaders"))
    assert 'href="/import"' in logged_in(app, folder, "astrid").text("/leaders")
    assert "An editor or owner" in words(logged_in(app, folder, "maja").text("/leaders"))


def test_the_address_that_is_kept_holds_no_empty_fields(crowd):
    headers = {"hx-request": "true"}
    asked = "/leaders?subject=&by=volume&kind=person&search=&column=trend&page=1"
    assert (
        crowd("maja").get(asked, headers=headers).headers["hx-push-url"] == "/leaders?by=volume&column=trend"
    )


def test_a_subject_that_is_not_there_is_named(crowd):
    answer = crowd("maja").get("/leaders?subject=golf")
    assert answer.status_code == 404
    assert "golf" in words(answer.text)


@pytest.mark.parametrize("language", ["sv", "nb", "da", "fi"])
def test_the_page_is_there_in_every_language(crowd, language):
    maja = crowd("maja")
    maja.client.cookies.set("language", language)
    text = maja.text("/leaders")
    assert f'<html lang="{language}"' in text
    assert len(places(text)) == SIZE


def test_a_page_of_a_hundred_thousand_people_is_cut_and_not_computed(visit, folder, monkeypatch, capsys):
    head, rows = large(100_000)
    with Workspace.open(folder) as work:
        keep_board(work.lake, "large", head, rows)
    monkeypatch.setattr(Boards, "_key", lambda _self, _scope: "large")
    maja = visit("maja")
    assert len(places(maja.text("/leaders"))) == SIZE
    spent = []
    for page in (2, 700, 1_800):
        start = time.perf_counter()
        assert places(maja.text(f"/leaders?page={page}"))[0] == (page - 1) * SIZE + 1
        spent.append(time.perf_counter() - start)
    with capsys.disabled():
        print(f" a page of 100,000 people: {1000 * min(spent):.0f} ms ", end="")  # noqa: T201
