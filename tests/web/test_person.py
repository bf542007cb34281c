"""A person's page: everything in its place, changes by those who may, and no name behind the veil."""

import re
from urllib.parse import quote

import pytest
from tests.web.cast import words

from luminary.workspace import Workspace

ASTRID = "Astrid Lund"
ORDER = (
    "What kind of response", "Posts that people acted on, in their conversation",
    "Communities reached", "Month by month", "All measures", "What speaks against relying on it",
    "Accounts and what they show", "What this person is taken for", "Notes", "Shortlists",
)  # fmt: skip


def _key(folder, name=ASTRID):
    with Workspace.open(folder) as work:
        return work.people.find(name)


def _number(folder, name=ASTRID):
    with Workspace.open(folder) as work:
        return work.veil.alias(work.people.find(name))


def _page(key, query=""):
    return f"/person/{quote(key, safe='')}" + (f"?{query}" if query else "")


@pytest.fixture
def key(folder):
    return _key(folder)


def test_the_page_tells_everything_in_its_order(visit, key):
    text = visit("maja").text(_page(key))
    said = words(text)
    assert [words(one) for one in re.findall(r"<h2[^>]*>(.*?)</h2>", text) if words(one) in ORDER] == [*ORDER]
    assert said.index("people are expected to act") < said.index(ORDER[0])
    assert "answers 48 by 4 people" in said
    assert "Not enough to say: 4 people answered in this period; from 8 on an interval is shown." in said
    assert "known by the platform" in said


def test_the_scope_stands_in_the_address_and_narrows_the_page(visit, key):
    said = words(visit("maja").text(_page(key, "subject=v%C3%A5rdhygien&since=2025-03-01&until=2025-04-30")))
    assert "answers 8 by 4 people" in said
    assert "vårdhygien" in said


@pytest.mark.parametrize(
    ("query", "status"),
    [("subject=nothing", 404), ("since=31/02/2025", 422), ("access=ajar", 422), ("by=charisma", 404),
     ("posts=0", 422), ("posts=9999", 422), ("until=2024-01-01&since=2025-01-01", 422)],
)  # fmt: skip
def test_a_scope_that_cannot_be_is_named_with_the_way_out(visit, key, query, status):
    assert visit("maja").get(_page(key, query)).status_code == status


def test_a_ranking_that_is_not_there_is_asked_for_and_the_rest_is_shown(visit, key, folder):
    said = words(visit("maja").text(_page(key, "since=2025-06-01")))
    assert "The ranking for this is being computed." in said
    assert "answers 28 by 4 people" in said
    with Workspace.open(folder) as work:
        (job,) = work.jobs.list(kind="board")
        assert dict(job.params) == {"since": "2025-06-01"}


def test_somebody_whom_nobody_answers_has_a_page_without_figures(visit, folder):
    said = words(visit("maja").text(_page(_key(folder, "[red]Bo Ek[/red]"))))
    assert "Nobody acted on this person" in said
    assert "There is no post that people acted on." in said


def test_three_posts_are_shown_and_more_on_demand(visit, key):
    maja = visit("maja")
    text = maja.text(_page(key))
    assert len(re.findall(r'<article class="post"', text)) == 3
    assert "posts=12#post-4" in text
    assert len(re.findall(r'<article class="post"', maja.text(_page(key, "posts=12")))) == 12


def test_a_conversation_opens_as_a_page_and_as_a_part_of_one(visit, key):
    maja = visit("maja")
    path = re.search(r'href="(/conversation\?[^"]+)"', maja.text(_page(key)))[1].replace("&amp;", "&")
    page = maja.text(path)
    assert "<h1>" in page
    part = maja.get(path, headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert words(part).count("answers it") == 4
    assert "Det håller vi med om." in part
    assert maja.get("/conversation?post=none").status_code == 404


@pytest.mark.parametrize("name", ["[red]Bo Ek[/red]", "=HYPERLINK(1)", "table:Sykehuset/4"])
def test_hostile_names_are_only_text(visit, folder, name):
    text = visit("maja").text(_page(_key(folder, name)))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", text)


def test_hostile_notes_and_reasons_are_only_text(visit, key):
    jonas = visit("jonas")
    jonas.post(_page(key), {"do": "note", "text": "<script>alert(1)</script>\u202e" + "x" * 3_900})
    jonas.post(
        _page(key), {"do": "decide", "what": "level", "value": "writer", "why": "<img src=x onerror=1>"}
    )
    text = jonas.text(_page(key))
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "Show the whole text" in text


def test_a_decision_is_kept_with_who_and_why_and_is_undone(visit, key):
    jonas = visit("jonas")
    answer = jonas.post(
        _page(key), {"do": "decide", "what": "level", "value": "writer", "why": "skriver ofta"}
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == _page(key) + "#decisions"
    said = words(jonas.text(_page(key)))
    assert "Level: writer decided" in said
    assert re.search(r"writer – skriver ofta jonas ?, [^·]+ · holds", said)
    jonas.post(_page(key), {"do": "undecide", "what": "level"})
    said = words(jonas.text(_page(key)))
    assert "Level: taken back" in said
    assert "· holds" not in said


@pytest.mark.parametrize(
    "form", [{"do": "decide", "what": "level", "value": "guru"}, {"do": "note", "text": " "}, {"do": "dance"}]
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(visit, key, folder, form):
    assert visit("jonas").post(_page(key), form).status_code == 422
    with Workspace.open(folder) as work:
        assert work.people.notes(key) == []
        assert work.people.decisions(key) == []


def test_notes_are_removed_by_who_wrote_them_or_an_owner(visit, key, folder):
    jonas, astrid = visit("jonas"), visit("astrid")
    astrid.post(_page(key), {"do": "note", "text": "Fra meg"})
    with Workspace.open(folder) as work:
        note = work.people.notes(key)[0].note
    assert jonas.post(_page(key), {"do": "unnote", "note": note}).status_code == 403
    assert "Fra meg" in jonas.text(_page(key))
    assert astrid.post(_page(key), {"do": "unnote", "note": note}).status_code == 303
    assert "Fra meg" not in astrid.text(_page(key))


@pytest.mark.parametrize("login", ["maja", "olav"])
def test_who_may_not_edit_sees_no_form_and_changes_nothing(visit, key, folder, login):
    who = visit(login)
    shown = _number(folder) if login == "olav" else key
    assert 'name="do"' not in who.text(_page(shown))
    answer = who.post(_page(shown), {"do": "note", "text": "Hei"})
    assert answer.status_code == 403
    with Workspace.open(folder) as work:
        assert work.people.notes(key) == []


@pytest.mark.parametrize("path", ["/person/x", "/words/x", "/conversation?post=x"])
def test_an_outsider_is_sent_to_the_login(visit, path):
    answer = visit("outsider").get(path)
    assert (answer.status_code, answer.headers["location"][:6]) == (303, "/login")


def test_behind_the_veil_there_are_figures_and_nobody(visit, folder, key):
    visit("jonas").post(_page(key), {"do": "note", "text": "Astrid er flink"})
    number = _number(folder)
    olav = visit("olav")
    for path in (_page(number), _page(number, "posts=12"), f"/words/{number}"):
        text = olav.text(path)
        assert number in text
        for giveaway in ("Astrid", "astrid", "Vårdhygien nummer", "Dagny", "Eero", quote(key, safe="")):
            assert giveaway not in text, (path, giveaway)
    assert "answers 48 by 4 people" in words(olav.text(_page(number)))
    assert 'action="/reveal"' in olav.text(_page(number))
    assert olav.get(_page(key)).status_code == 404
    assert olav.get(_page(ASTRID)).status_code == 404


def test_no_conversation_leads_around_the_veil(visit, key):
    path = re.search(r'href="(/conversation\?[^"]+)"', visit("maja").text(_page(key)))[1]
    assert visit("olav").get(path.replace("&amp;", "&")).status_code == 403


def test_the_words_for_the_person_print_alone_and_say_what_is_held(visit, key):
    said = words(visit("maja").text(f"/words/{quote(key, safe='')}"))
    for one in ("12 posts of yours", "48 responses to you, by 4 people.", "not for decisions about people",
                "You can object", "data protection authority"):  # fmt: skip
        assert one in said


@pytest.mark.parametrize("language", ["sv", "nb", "da", "fi"])
def test_the_page_stands_in_every_language(visit, key, language):
    maja = visit("maja")
    maja.client.cookies.set("language", language)
    for path in (_page(key), f"/words/{quote(key, safe='')}"):
        assert f'<html lang="{language}"' in maja.text(path)


def test_drawings_have_words_and_a_table_behind_them(visit, key):
    text = visit("maja").text(_page(key))
    assert len(re.findall(r'<svg class="draw (?:peers|months)[^>]+aria-label="[^"]+"', text)) == 3
    assert len(re.findall(r"<tr><th scope=\"row\">\w+ 2025</th>", text)) == 12


def test_a_person_is_put_on_a_shortlist_from_the_page_and_it_is_shown_there(visit, key):
    jonas = visit("jonas")
    assert 'action="/shortlists/put"' in jonas.text(_page(key))
    assert jonas.post("/shortlists/put", {"people": key, "name": "Høstmøtet"}).status_code == 303
    assert "Høstmøtet idea" in words(jonas.text(_page(key)))
    assert "/shortlists/put" not in visit("maja").text(_page(key))


def test_a_name_that_is_revealed_is_shown_on_the_same_page(visit, folder):
    number, olav = _number(folder), visit("olav")
    answer = olav.post("/reveal", {"person": number, "why": "skal inviteres", "next": f"/person/{number}"})
    assert answer.headers["location"] == f"/person/{number}"
    text = olav.text(f"/person/{number}")
    assert "Astrid Lund</bdi></h1>" in text
    assert "Vårdhygien nummer" in text
    for name in ("Eero Virta", "HYPERLINK"):
        assert name not in text


@pytest.mark.parametrize("page", ["person", "words"])
def test_a_period_that_ends_where_the_calendar_ends_is_no_failure(visit, folder, page):
    with Workspace.open(folder) as work:
        key = quote(work.people.find("Astrid Lund"), safe="")
    assert visit("maja").get(f"/{page}/{key}?until=9999-12-31").status_code == 422
    assert visit("maja").get(f"/{page}/{key}?until=9999-12-30").status_code == 200
