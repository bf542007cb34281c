"""The map in the browser: what is drawn and told, to whom, and what happens while it is not ready."""

import html
import json
import random
import re
import shutil

import networkx
import pytest
from tests.exports import post, table
from tests.web.cast import logged_in, members_of, words

from luminary.collect import Options
from luminary.domain import Access
from luminary.leaders import Scope
from luminary.web.app import create_app
from luminary.web.settings import WebSettings
from luminary.workspace import Workspace

WARDS = {"Akutten": [f"Akutt {n}" for n in range(8)], "Barn": [f"Barn {n}" for n in range(7)]}
HOSTILE = "'\"><script>alert(1)</script>\u202e</template>" + "å" * 300


def threads():
    """Two wards that talk among themselves, and Dag who writes in both."""
    drawn, made, number = random.Random(3), [], 0
    for month in range(1, 13):
        for ward, people in WARDS.items():
            everybody = [*people, "Dag"]
            for _ in range(3):
                number += 1
                where = {"thread": f"t{number}", "place": ward}
                opener = number
                made.append(post(number, drawn.choice(everybody), f"2025-{month:02d}-03", **where))
                for one in drawn.sample(everybody, 5):
                    number += 1
                    made.append(post(number, one, f"2025-{month:02d}-04", reply_to=opener, **where))
    return [{**row, "name": HOSTILE if row["name"] == "Akutt 0" else row["name"]} for row in made]


@pytest.fixture(scope="module")
def wards(tmp_path_factory):
    made = tmp_path_factory.mktemp("wards")
    with Workspace.open(made / "work", create=True) as work:
        work.collect.run(table(made / "posts.csv", threads()), options=Options(access=Access.CLOSED))
        work.network.picture()
    members_of(made / "work")
    return made / "work"


@pytest.fixture
def folder(wards, tmp_path):
    return shutil.copytree(wards, tmp_path / "work")


def data(visitor, query=""):
    answer = visitor.get(f"/map/data{query}")
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_the_map_draws_everybody_with_communities_and_ties(visit):
    found = data(visit("maja"))
    assert len(found["nodes"]) == 16 and len(found["ties"]) % 3 == 0
    assert {one[0] for one in found["communities"]} == {"Akutten", "Barn"}
    ends = [end for at, end in enumerate(found["ties"]) if at % 3 < 2]
    assert 0 <= min(ends) <= max(ends) < 16
    bridges = [one[1] for one in found["nodes"] if one[12]]
    assert bridges == ["Dag"]


def test_the_tables_say_the_same_as_the_map(visit):
    maja, found = visit("maja"), data(visit("maja"))
    communities = words(maja.text("/map"))
    assert "Akutten" in communities and "16 people with" in communities and "1 person ties" in communities
    people = maja.text("/map?table=people")
    shown = html.unescape(people)
    assert all(one[1] in shown for one in found["nodes"])
    assert people.count('<tr><th scope="row"') == 16
    assert "Dag" in words(maja.text("/map?table=bridges"))
    ties = maja.text("/map?table=ties&page=2")
    assert "Page 2 of" in words(ties)


def test_hostile_names_are_text_everywhere(visit):
    jonas = visit("jonas")
    for page in ("/map", "/map?table=people", "/map?table=ties"):
        shown = jonas.text(page)
        assert "<script>alert" not in shown and "\u202e" not in shown
        assert "style=" not in shown and not re.search(r"<script(?![^>]*nonce=)", shown)
        said = re.search(r"data-words='([^']*)'", shown)[1]
        assert json.loads(said)["none"] == "Nobody is chosen yet"
    name = next(one[1] for one in data(jonas)["nodes"] if "script" in one[1])
    assert "\u202e" not in name and len(name) <= 60


def test_who_sees_no_names_gets_numbers_on_the_map_too(visit):
    found = data(visit("olav"))
    assert all(re.fullmatch(r"OL-\d{4,}", one[0]) and one[0] == one[1] for one in found["nodes"])
    for table_name in ("communities", "people", "bridges", "ties"):
        page = re.sub(r"(?s)<header.*?</header>", "", visit("olav").text(f"/map?table={table_name}"))
        assert not re.search(r"Dag\b|Akutt \d|Barn \d|script&gt;", page)
    assert visit("olav").get("/map/export").status_code == 403


@pytest.mark.parametrize(("form", "read"), [("gexf", networkx.read_gexf), ("graphml", networkx.read_graphml)])
def test_an_export_is_a_file_that_other_programs_read_and_is_noted(visit, folder, form, read, tmp_path):
    answer = visit("jonas").get(f"/map/export?form={form}&place=Barn")
    assert answer.status_code == 200 and f'filename="network.{form}"' in answer.headers["content-disposition"]
    (tmp_path / "net").write_bytes(answer.content)
    assert len(read(tmp_path / "net")) == 8
    with Workspace.open(folder) as work:
        entry = work.audit.entries(1)[0]
    assert (entry.who, entry.action, entry.detail["place"]) == ("jonas", "network.export", "Barn")


def test_tables_leave_as_csv_and_an_unknown_form_is_refused(visit):
    answer = visit("jonas").get("/map/export?form=people")
    assert answer.headers["content-type"].startswith("text/csv") and answer.text.startswith("person,name")
    assert visit("jonas").get("/map/export?form=docx").status_code == 404


def test_a_map_that_is_not_ready_is_asked_for_once_and_shown_when_it_is(visit, folder):
    maja, path = visit("maja"), "/map?place=Barn"
    assert "being drawn" in words(maja.text(path)) and maja.get("/map/data?place=Barn").status_code == 409
    maja.text(path)
    with Workspace.open(folder) as work:
        assert len(work.jobs.list(kind="network")) == 1
        work.network.picture(Scope(place="Barn"))
    ready = maja.get(path, headers={"hx-request": "true", "hx-target": "computing"})
    assert ready.headers["hx-refresh"] == "true"
    assert "8 people with" in words(maja.text(path))


def test_a_map_of_nothing_says_so_and_offers_a_way_out(visit, folder):
    with Workspace.open(folder) as work:
        job = work.jobs.ask("network", {"until": "2020-01-01"})
        work.ledger.change(
            "jobs",
            {"job": job.job},
            state="failed",
            error=json.dumps("nothing to rank"),
            ended=work.ledger.now(),
        )
    page = visit("jonas").text("/map?until=2020-01-01")
    assert "nothing to rank" in page and 'action="/map/again"' in page
    sent = visit("jonas").post("/map/again", {"query": "until=2020-01-01"})
    assert sent.status_code == 303 and sent.headers["location"] == "/map?until=2020-01-01"
    assert "being drawn" in words(visit("jonas").text("/map?until=2020-01-01"))
    assert visit("maja").get("/map?since=2026-01-01&until=2020-01-01").status_code == 422


def test_an_empty_workspace_says_what_to_do_next(empty):
    app, place = empty
    assert "Import conversations first" in words(logged_in(app, place, "jonas").text("/map"))
    assert "/import" not in re.sub(r"(?s)<header.*?</header>", "", logged_in(app, place, "maja").text("/map"))


def test_people_chosen_on_the_map_come_to_a_new_shortlist(visit):
    jonas = visit("jonas")
    people = [one[0] for one in data(jonas)["nodes"][:3]]
    sent = jonas.post(
        "/shortlists/put", {"people": "\n".join(people), "name": "From the map", "shortlist": ""}
    )
    page = words(jonas.text(sent.headers["location"]))
    assert "From the map" in page and "3 people" in page


def test_a_language_reads_the_map_in_its_own_numbers(wards, tmp_path):
    folder = shutil.copytree(wards, tmp_path / "sv")
    app = create_app(folder, WebSettings())
    jonas = logged_in(app, folder, "jonas")
    jonas.client.cookies.set("language", "sv")
    assert '<html lang="sv"' in jonas.text("/map")
    app.state.pool.close()


def test_a_program_gets_the_same_picture_and_the_same_files(visit):
    maja = visit("maja").get("/api/v1/network").json()
    assert len(maja["nodes"]) == 16 and {one["name"] for one in maja["communities"]} == {"Akutten", "Barn"}
    assert visit("maja").get("/api/v1/network?place=Barn").status_code == 202
    assert visit("jonas").get("/api/v1/network/export?form=ties").text.startswith("one,other,months,acts")
    assert visit("maja").get("/api/v1/network/export").status_code == 403
    hidden = visit("olav").get("/api/v1/network").text
    assert "Dag" not in hidden and "Akutt 1" not in hidden
