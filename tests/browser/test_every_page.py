"""What holds for every page in a real browser: nobody shut out, nothing off the edge or from elsewhere."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.browser.conftest import Server, evaluated, faults, log_in, settled
from tests.web.cast import members_of

from luminary.collect import Options
from luminary.domain import Subject
from luminary.listening.promotions import KnownBrand
from luminary.privacy import Purpose
from luminary.privacy.documents import LIA
from luminary.privacy.notices import Because
from luminary.workspace import Workspace
from luminary.workspace.checking import Product

PAGES = (
    "/",
    "/leaders",
    "/leaders?subject=patient+safety&by=standing",
    "/leaders?search=nobodyatall",
    "/map",
    "/proof",
    "/subjects",
    "/check",
    "/safety",
    "/check/packs",
    "/check/packs/NO",
    "/reports",
    "/import",
    "/imports",
    "/sources",
    "/terms",
    "/rejects",
    "/jobs",
    "/identity",
    "/collaborations",
    "/campaign",
    "/campaign?country=SE&product=rx&endorser=patient",
    "/guideline",
    "/guideline?country=SE&organisation=V%C3%A5rd&contact=Maja&language=sv",
    "/privacy",
    "/rights",
    "/shortlists",
    "/team",
    "/audit",
    "/account",
    "/settings",
    "/about",
    "/about/conflicts",
    "/api-docs",
    "/nowhere",
)
SIZES = {"phone": (360, 780), "desktop": (1440, 900), "4k": (3840, 2160)}


@pytest.fixture(scope="module")
def people(shared) -> list[str]:
    """The first people, with a shortlist, a note and a decision among what is shown."""
    with Workspace.open(shared.folder) as work:
        found = [one.person for one in work.leaders.rank().leaders[:3]]
        made = work.shortlists.add("Vår", "Vem vi vill arbeta med")
        work.shortlists.put_people(made.shortlist, found)
        work.shortlists.comment(made.shortlist, "Ring i morgon", found[0])
        work.people.add_note(found[0], "Träffade henne på mässan")
        work.people.decide(found[0], "level", "writer", why="har en blogg")
        work.network.picture()
        lying = _more(work, found[0], ("Pollenfri", "Fjällfröjd", "Flödet", "ville ikke", "ny.csv"))
    one = quote(found[0], safe="")
    return [
        f"/person/{one}",
        f"/rights?person={one}",
        f"/collaborations?person={one}",
        f"/import/check?path={quote(lying)}",
        f"/shortlists/{made.shortlist}",
        "/leaders/compare?" + "&".join(f"people={quote(one, safe='')}" for one in found),
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_shuts_anybody_out(shared, people, browse, theme):
    page = log_in(browse(color_scheme=theme), shared, "astrid")
    found = {}
    for path in (*PAGES, *people):
        page.goto(shared.address + path)
        settled(page)
        if wrong := faults(page):
            found[path] = wrong
    assert found == {}


@pytest.mark.parametrize("path", ["/login", "/setup", "/invite/nothing"])
def test_no_page_before_the_log_in_shuts_anybody_out(shared, browse, path):
    page = browse()
    page.goto(shared.address + path)
    assert faults(page) == []


@pytest.mark.parametrize("size", SIZES)
def test_nothing_hangs_over_the_edge(shared, people, browse, size):
    width, height = SIZES[size]
    page = log_in(browse(viewport={"width": width, "height": height}), shared, "astrid")
    wide = {}
    for path in (*PAGES, *people):
        page.goto(shared.address + path)
        settled(page)
        over = evaluated(page, "document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wide[path] = over
    assert wide == {}


def test_everything_can_be_reached_and_seen_by_keyboard(shared, browse):
    page = log_in(browse(viewport={"width": 1440, "height": 900}), shared, "astrid")
    page.goto(f"{shared.address}/leaders")
    page.keyboard.press("Tab")
    assert evaluated(page, "document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert evaluated(page, "document.activeElement.id") == "main"
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.add(evaluated(page, "document.activeElement.outerHTML.slice(0, 60)"))
        ring = evaluated(page, "getComputedStyle(document.activeElement).outlineStyle")
        assert ring != "none", evaluated(page, "document.activeElement.outerHTML.slice(0, 200)")
    assert len(seen) > 25
    page.keyboard.press("/")
    assert evaluated(page, "document.activeElement.name") == "search"


def test_the_pages_work_without_scripts(shared, browse):
    page = log_in(browse(java_script_enabled=False), shared, "astrid")
    page.goto(f"{shared.address}/leaders")
    page.get_by_label("Ranked by").select_option("standing")
    page.get_by_role("button", name="Show").first.click()
    assert "by=standing" in page.url
    assert page.locator("tbody tr").count() > 5


HOSTILE = (
    '<script>window.hacked=1</script>"><img src=x onerror="window.hacked=1">',
    "{{7*7}} ${7*7} <%= 7*7 %>",
    "\u202egro.live\u202c \u061c\u2066Astrid",
    '=HYPERLINK("javascript:window.hacked=1")',
    "\u04d2" * 400 + "long" * 2_500,
    "Za" + "\u0351\u036b\u0343\u036a" * 30 + "lgo",
    "javascript:window.hacked=1",
    "' OR 1=1 --",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A server over a workspace in which every name, post, place and note is an attack."""
    folder = tmp_path_factory.mktemp("hostile")
    file = folder / "<img src=x onerror=hacked=1>.csv"
    _write(file)
    with Workspace.open(folder / "work", create=True) as work:
        work.collect.run(file, options=Options(HOSTILE[0][:100]))
        work.listening.add(Subject(HOSTILE[0][:90], ("vård",)))
        people = [one.person for one in work.leaders.rank().leaders]
        made = work.shortlists.add(HOSTILE[0][:100], HOSTILE[2])
        work.shortlists.put_people(made.shortlist, people)
        for one, text in zip(people, HOSTILE, strict=False):
            work.people.add_note(one, text[:900])
            work.shortlists.comment(made.shortlist, text[:900], one)
        work.network.picture()
        lying = _more(
            work, people[0], (HOSTILE[0][:90], HOSTILE[0], HOSTILE[5], HOSTILE[4][:400], HOSTILE[1])
        )
    members_of(folder / "work")
    server = Server(folder / "work")
    paths = [f"/person/{quote(one, safe='')}" for one in people]
    paths += [f"/rights?person={quote(people[0], safe='')}", f"/import/check?path={quote(lying)}"]
    paths += [f"/collaborations?person={quote(one, safe='')}" for one in people]
    yield server, (*paths, f"/shortlists/{made.shortlist}", "/leaders/compare?" + "&".join(
        f"people={quote(one, safe='')}" for one in people[:5]))  # fmt: skip
    server.stop()


def test_hostile_names_and_posts_do_nothing_on_any_page(hostile, browse):
    server, paths = hostile
    page = log_in(browse(viewport={"width": 360, "height": 780}), server, "astrid")
    asked: list[str] = []
    page.on("dialog", lambda one: (asked.append(one.message), one.dismiss()))
    wrong = {}
    for path in (*PAGES, *paths):
        page.goto(server.address + path)
        settled(page)
        over = evaluated(page, "document.documentElement.scrollWidth - document.documentElement.clientWidth")
        links = evaluated(page, "[...document.links].filter(a => a.href.startsWith('javascript:')).length")
        bidi = evaluated(page, "/[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.body.innerText)")
        hacked = evaluated(page, "typeof window.hacked")
        if over > 0 or links or bidi or hacked != "undefined" or faults(page):
            wrong[path] = (over, links, bidi, hacked, faults(page))
    assert asked == []
    assert wrong == {}


@pytest.fixture(scope="module")
def owing(demo, tmp_path_factory):
    """A server over a company's workspace that owes people notices, with a source that waits for terms."""
    folder = Path(shutil.copytree(demo, tmp_path_factory.mktemp("owing") / "demo"))
    with Workspace.open(folder) as work:
        people = [one.person for one in work.leaders.rank().leaders[:3]]
        until = date.today() + timedelta(days=90)
        work.change_purpose(Purpose("company", "kurs", "legitimate interest", "Siri Dahl", until))
        work.duties.record("lia", dict.fromkeys(LIA, "Vi har vägt det mot deras."), date.today())
        work.duties.begin(people, Because.EXPORTED)
        work.duties.tell(people[0], "e-mail")
        work.duties.add_processor("mastodon", "Sosialt AS", "avtale 3")
        work.personal.object(people[2], "marketing", "vill inte")
        work.personal.correct(people[2], "role", "lege", "brev")
        work.leaders.rank()
    server = Server(folder)
    yield server
    server.stop()


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 360)])
def test_what_a_company_owes_shuts_nobody_out(owing, browse, theme, width):
    page = log_in(browse(color_scheme=theme, viewport={"width": width, "height": 780}), owing, "astrid")
    wrong = {}
    for path in ("/", "/privacy", "/rights", "/settings"):
        page.goto(owing.address + path)
        settled(page)
        over = evaluated(page, "document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0 or faults(page):
            wrong[path] = (over, faults(page))
    assert wrong == {}


def _more(work: Workspace, person: str, texts: tuple[str, str, str, str, str]) -> str:
    """Put something on the pages of rules, rights and sources; gives the path of a file that waits."""
    product, brand, source, why, name = texts
    work.law.add_product(Product(product, "otc"))
    work.safety.switch(True)
    work.safety.screen()
    work.collaborations.add_brand(KnownBrand(brand[:200], (why[:60],)))
    work.collaborations.declare(person, brand[:200], "paid", note=why)
    work.collaborations.fill()
    work.identity.suggest()
    work.fetch.add_as_told("https://x.example/feed", source, "", "", "1d")
    work.personal.object(person, "marketing", why)
    work.personal.correct(person, "role", why[:60], why)
    rows = f"id,author,date,text\n1,{why[:60]},2025-02-01,{why}\n".encode("utf-8", "replace")
    return work.collect.inbox.receive(name, [rows])


def _write(file) -> None:
    import csv

    with file.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(["id", "account_id", "handle", "name", "created_at", "text", "reply_to", "channel"])
        number = 0
        for month in range(1, 13):
            for who, name in enumerate(HOSTILE):
                number += 1
                onto = number - 1 if number % 4 else ""
                at = f"2025-{month:02d}-0{1 + who % 8}T08:{number % 60:02d}:00Z"
                rows.writerow(
                    [number, who, name[:60], name, at, f"vård {HOSTILE[(who + month) % 8]}", onto, name[:200]]
                )
